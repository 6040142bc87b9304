//! Fields as they stand in bytes, without knowing what they mean.

/// Groups nest no deeper than this; nobody sends any.
const GROUPS_MAX: usize = 16;

/// Largest field number.
const NUMBER_MAX: u64 = (1 << 29) - 1;

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawField<'a> {
    /// Its number.
    pub number: u32,
    /// Its value.
    pub value: RawValue<'a>,
    /// All of its bytes, key first.
    pub bytes: &'a [u8],
    /// Where its key begins.
    pub offset: usize,
}

/// A value by the way it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawValue<'a> {
    /// A number of variable length.
    Varint(u64),
    /// Eight bytes.
    Fixed64(u64),
    /// Length and bytes.
    Bytes {
        /// The bytes.
        content: &'a [u8],
        /// Where they begin.
        offset: usize,
    },
    /// Fields between two marks.
    Group(&'a [u8]),
    /// Four bytes.
    Fixed32(u32),
}

/// Why bytes are no fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// A number that does not end.
    #[error("a number of variable length is cut or has more than ten bytes")]
    Varint,
    /// A field number outside of the allowed ones.
    #[error("field number {got} is outside of 1 to {NUMBER_MAX}")]
    Number {
        /// The number.
        got: u64,
    },
    /// A way of writing that does not exist.
    #[error("wire type {got} does not exist here")]
    WireType {
        /// The wire type.
        got: u8,
    },
    /// A length beyond the end.
    #[error("a value of {length} bytes; {available} are left")]
    Length {
        /// Bytes that the length tells.
        length: u64,
        /// Bytes that are there.
        available: usize,
    },
    /// A group that does not end or ends another one.
    #[error("the group {number} is not closed")]
    Group {
        /// Its number.
        number: u32,
    },
}

/// The fields of a message, one after the other; ends after the first error.
#[derive(Clone, Debug)]
pub struct RawFields<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl RawValue<'_> {
    /// The wire type's name in the schema language's documentation.
    #[must_use]
    pub const fn wire_type(&self) -> &'static str {
        match self {
            Self::Varint(_) => "varint",
            Self::Fixed64(_) => "i64",
            Self::Bytes { .. } => "len",
            Self::Group(_) => "group",
            Self::Fixed32(_) => "i32",
        }
    }
}

impl<'a> RawFields<'a> {
    /// Fields of a message that begins at `offset`.
    #[must_use]
    pub const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self { rest: bytes, offset }
    }

    fn read(&mut self) -> Result<RawField<'a>, (usize, WireError)> {
        let (start, offset) = (self.rest, self.offset);
        let (number, wire) = self.key()?;
        let value = match wire {
            0 => RawValue::Varint(self.varint()?),
            1 => RawValue::Fixed64(u64::from_le_bytes(self.fixed()?)),
            2 => {
                let length = self.varint()?;
                let content_offset = self.offset;
                RawValue::Bytes {
                    content: self.take(length)?,
                    offset: content_offset,
                }
            }
            3 => RawValue::Group(self.group(number, offset)?),
            5 => RawValue::Fixed32(u32::from_le_bytes(self.fixed()?)),
            4 => return Err((offset, WireError::Group { number })),
            got => return Err((offset, WireError::WireType { got })),
        };
        let size = start.len() - self.rest.len();
        let bytes = start.get(..size).unwrap_or(start);
        Ok(RawField {
            number,
            value,
            bytes,
            offset,
        })
    }

    fn key(&mut self) -> Result<(u32, u8), (usize, WireError)> {
        let offset = self.offset;
        let key = self.varint()?;
        let got = key >> 3;
        let number = u32::try_from(got)
            .ok()
            .filter(|_| (1..=NUMBER_MAX).contains(&got));
        let number = number.ok_or((offset, WireError::Number { got }))?;
        Ok((number, u8::try_from(key & 7).unwrap_or(7)))
    }

    fn varint(&mut self) -> Result<u64, (usize, WireError)> {
        let mut value = 0_u64;
        for (index, byte) in self.rest.iter().take(10).enumerate() {
            let bits = u64::from(byte & 0x7F);
            // The tenth byte has room for one bit.
            if index == 9 && bits > 1 {
                break;
            }
            value |= bits << (7 * index);
            if byte & 0x80 == 0 {
                self.skip(index + 1);
                return Ok(value);
            }
        }
        Err((self.offset, WireError::Varint))
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], (usize, WireError)> {
        let available = self.rest.len();
        let taken = usize::try_from(length)
            .ok()
            .and_then(|size| self.rest.get(..size));
        let taken = taken.ok_or((self.offset, WireError::Length { length, available }))?;
        self.skip(taken.len());
        Ok(taken)
    }

    fn fixed<const SIZE: usize>(&mut self) -> Result<[u8; SIZE], (usize, WireError)> {
        let (available, length) = (self.rest.len(), u64::try_from(SIZE).unwrap_or(u64::MAX));
        let chunk = self.rest.first_chunk::<SIZE>();
        let chunk = *chunk.ok_or((self.offset, WireError::Length { length, available }))?;
        self.skip(SIZE);
        Ok(chunk)
    }

    /// What stands between the marks of a group.
    fn group(&mut self, number: u32, offset: usize) -> Result<&'a [u8], (usize, WireError)> {
        let start = self.rest;
        let mut open = vec![number];
        while let Some(last) = open.last().copied() {
            let before = start.len() - self.rest.len();
            if self.rest.is_empty() || open.len() > GROUPS_MAX {
                break;
            }
            let (number, wire) = self.key()?;
            match wire {
                0 => drop(self.varint()?),
                1 => drop(self.fixed::<8>()?),
                2 => {
                    let length = self.varint()?;
                    self.take(length)?;
                }
                3 => open.push(number),
                4 if number == last => {
                    open.pop();
                    if open.is_empty() {
                        return Ok(start.get(..before).unwrap_or(start));
                    }
                }
                5 => drop(self.fixed::<4>()?),
                _ => break,
            }
        }
        Err((offset, WireError::Group { number }))
    }

    fn skip(&mut self, size: usize) {
        self.rest = self.rest.get(size..).unwrap_or_default();
        self.offset = self.offset.saturating_add(size);
    }
}

impl<'a> Iterator for RawFields<'a> {
    /// Errors tell where.
    type Item = Result<RawField<'a>, (usize, WireError)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let read = self.read();
        if read.is_err() {
            self.rest = &[];
        }
        Some(read)
    }
}
