//! How a tool ended.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// How a tool ended; scripts see it as the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 0: what was asked about is right, what was asked for is done.
    Right,
    /// 1: it is wrong, and the output says why.
    Wrong,
    /// 2: the tool was not asked properly, or could not read its input.
    Misuse,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Right => Self::SUCCESS,
            Verdict::Wrong => Self::from(1),
            Verdict::Misuse => Self::from(2),
        }
    }
}

/// Writes to standard output. A reader that went away (`| head`) is no fault of the tool.
pub fn print(bytes: &[u8], verdict: Verdict) -> Verdict {
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format_args!("cannot write to standard output: {error}"));
            Verdict::Misuse
        }
        Ok(()) | Err(_) => verdict,
    }
}

/// Says on standard error what is wrong.
pub fn complain(message: &dyn Display) {
    // Without a terminal there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "qassa: {message}");
}
