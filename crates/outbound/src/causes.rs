//! The chain of causes of an error.

use std::error::Error;

/// The error and its causes, outermost first.
pub(crate) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    // Through the reference itself, which is an error too, the cause would live too short.
    std::iter::successors(Some(error), |error| (**error).source())
}

/// The same in one line.
pub(crate) fn in_one_line(error: &(dyn Error + 'static)) -> String {
    let texts: Vec<String> = causes(error).map(ToString::to_string).collect();
    texts.join(": ")
}
