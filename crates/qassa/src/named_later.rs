//! Words of the command line that are known, but not served yet.

use std::ffi::OsStr;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error, ValueEnum};

/// Parses a kind; a word that will be one some day is refused with more than "invalid".
#[derive(Clone)]
pub struct Kind<T: ValueEnum + Clone + Send + Sync + 'static> {
    served: EnumValueParser<T>,
    later: &'static [&'static str],
}

impl<T: ValueEnum + Clone + Send + Sync + 'static> Kind<T> {
    /// A parser that knows these words without serving them.
    pub fn except(later: &'static [&'static str]) -> Self {
        Self {
            served: EnumValueParser::new(),
            later,
        }
    }
}

impl<T: ValueEnum + Clone + Send + Sync + 'static> TypedValueParser for Kind<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let known = value.to_str().filter(|value| self.later.contains(value));
        let Some(word) = known else {
            return self.served.parse_ref(command, argument, value);
        };
        let served: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|kind| Some(kind.to_possible_value()?.get_name().to_owned()))
            .collect();
        let message = format!(
            "`{word}` is not supported yet; supported are {}\n",
            served.join(", ")
        );
        Err(Error::raw(ErrorKind::InvalidValue, message).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.served.possible_values()
    }
}
