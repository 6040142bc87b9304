//! What a tool reads: a file or standard input, bounded, and the bytes that its text writes down.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine as _};

use crate::cli::Writing;

/// Most bytes that are read from a file or standard input.
pub const INPUT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Why there is no input.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file cannot be read.
    #[error("cannot read {name}: {source}")]
    Unreadable {
        /// Path of the file, or `standard input`.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Larger than [`INPUT_BYTES_MAX`].
    #[error("{name} has more than {INPUT_BYTES_MAX} bytes (16 MiB), which is the limit")]
    TooLarge {
        /// Path of the file, or `standard input`.
        name: String,
    },
}

/// Reads a file; `-` or nothing reads standard input.
///
/// # Errors
/// [`InputError`] names the file.
pub fn read(file: Option<&Path>) -> Result<Vec<u8>, InputError> {
    match file.filter(|file| *file != Path::new("-")) {
        None => read_from(std::io::stdin().lock(), "standard input"),
        Some(path) => {
            let name = path.display().to_string();
            match File::open(path) {
                Ok(file) => read_from(file, &name),
                Err(source) => Err(InputError::Unreadable { name, source }),
            }
        }
    }
}

/// Reads to the end.
///
/// # Errors
/// [`InputError`] under this name.
pub fn read_from(source: impl Read, name: &str) -> Result<Vec<u8>, InputError> {
    let name = name.to_owned();
    let mut bytes = Vec::new();
    let limit = u64::try_from(INPUT_BYTES_MAX).unwrap_or(u64::MAX);
    match source.take(limit + 1).read_to_end(&mut bytes) {
        Err(source) => Err(InputError::Unreadable { name, source }),
        Ok(size) if size > INPUT_BYTES_MAX => Err(InputError::TooLarge { name }),
        Ok(_) => Ok(bytes),
    }
}

/// How bytes are written in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Hexadecimal digits.
    Hex,
    /// Base64, also the variant for URLs.
    Base64,
    /// The bytes themselves.
    Raw,
}

/// Why a text writes down no bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpellingError {
    /// A character that is no hexadecimal digit.
    #[error("`{}` is no hexadecimal digit", .byte.escape_ascii())]
    NotHex {
        /// Its place in the text.
        offset: usize,
        /// The character.
        byte: u8,
    },
    /// Half of a byte at the end.
    #[error("{digits} hexadecimal digits make no whole number of bytes")]
    OddHex {
        /// End of the text.
        offset: usize,
        /// How many digits there are.
        digits: usize,
    },
    /// Not base64.
    #[error("not base64: {detail}")]
    NotBase64 {
        /// Where, counted without blanks.
        offset: usize,
        /// What is wrong.
        detail: String,
    },
}

impl SpellingError {
    /// Where the text is wrong.
    pub const fn offset(&self) -> usize {
        match self {
            Self::NotHex { offset, .. } | Self::OddHex { offset, .. } | Self::NotBase64 { offset, .. } => {
                *offset
            }
        }
    }

    /// Stable name.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NotHex { .. } => "not-hex",
            Self::OddHex { .. } => "hex-odd",
            Self::NotBase64 { .. } => "not-base64",
        }
    }
}

impl Spelling {
    /// The spelling that an option names; `None` without one.
    pub const fn named(writing: &Writing) -> Option<Self> {
        match writing {
            Writing { hex: true, .. } => Some(Self::Hex),
            Writing { base64: true, .. } => Some(Self::Base64),
            Writing { raw: true, .. } => Some(Self::Raw),
            Writing { .. } => None,
        }
    }

    /// The spelling that a text looks like. Documents and messages always hold bytes that are no text.
    pub fn of(text: &[u8]) -> Self {
        let body = without_prefix(text);
        let is_blank = |byte: &u8| byte.is_ascii_whitespace();
        let all = |allowed: fn(&u8) -> bool| body.iter().all(|byte| is_blank(byte) || allowed(byte));
        if body.iter().all(is_blank) {
            Self::Raw
        } else if all(u8::is_ascii_hexdigit) {
            Self::Hex
        } else if all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte)) {
            Self::Base64
        } else {
            Self::Raw
        }
    }

    /// The bytes that the text writes down; blanks and line ends do not count.
    ///
    /// # Errors
    /// [`SpellingError`] names the place.
    pub fn read(self, text: Vec<u8>) -> Result<Vec<u8>, SpellingError> {
        match self {
            Self::Raw => Ok(text),
            Self::Hex => read_hex(&text),
            Self::Base64 => read_base64(text),
        }
    }

    /// The bytes as text, with a line end; raw bytes without.
    pub fn write(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Raw => bytes,
            Self::Hex => format!("{}\n", hex::encode(bytes)).into_bytes(),
            Self::Base64 => {
                let text = base64::engine::general_purpose::STANDARD.encode(bytes);
                format!("{text}\n").into_bytes()
            }
        }
    }
}

fn without_prefix(text: &[u8]) -> &[u8] {
    let body = text.trim_ascii();
    body.strip_prefix(b"0x").unwrap_or(body)
}

fn read_hex(text: &[u8]) -> Result<Vec<u8>, SpellingError> {
    let body = without_prefix(text);
    let start = text.len() - text.trim_ascii_start().len() + (text.trim_ascii().len() - body.len());
    let mut digits = Vec::with_capacity(body.len());
    for (place, byte) in body.iter().enumerate() {
        if byte.is_ascii_hexdigit() {
            digits.push(*byte);
        } else if !byte.is_ascii_whitespace() {
            let offset = start + place;
            return Err(SpellingError::NotHex { offset, byte: *byte });
        }
    }
    hex::decode(&digits).map_err(|_| SpellingError::OddHex {
        offset: text.len(),
        digits: digits.len(),
    })
}

fn read_base64(text: Vec<u8>) -> Result<Vec<u8>, SpellingError> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, config);
    let mut body = text;
    body.retain(|byte| !byte.is_ascii_whitespace());
    for byte in &mut body {
        *byte = match *byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
    }
    engine.decode(&body).map_err(|error| {
        let offset = match error {
            DecodeError::InvalidByte(offset, _) | DecodeError::InvalidLastSymbol { offset, .. } => offset,
            _ => body.len(),
        };
        let detail = error.to_string();
        SpellingError::NotBase64 { offset, detail }
    })
}

#[cfg(test)]
mod tests;
