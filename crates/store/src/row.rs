//! Rows as an engine gave them, and how their cells become our types.

use std::any::type_name;
use std::sync::Arc;

use types::{
    ApiKeyId, ApplicationId, DocumentId, EmployeeId, LocalDateTime, Money, OrderId, OrganizationId, OutboxId,
    QueueId, RegisterId, RegistrationCardId, ShopId, TaskId, Timestamp, TradePointId, UserId,
};

use crate::StoreError;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// `bigint`; a boolean expression is 0 or 1.
    Int(i64),
    /// `text`.
    Text(String),
    /// `bytea` or `blob`.
    Bytes(Vec<u8>),
}

/// One row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    head: Arc<Head>,
    cells: Vec<Cell>,
}

/// What the rows of one answer share.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) query: String,
    pub(crate) columns: Vec<String>,
}

/// A column by its name, or by its place from 0 on.
pub trait Column: Copy {
    #[doc(hidden)]
    fn place_in(self, columns: &[String]) -> Option<usize>;
    #[doc(hidden)]
    fn describe(self) -> String;
}

/// A type that a cell may hold; `None` when the cell holds something else.
pub trait FromCell<'r>: Sized {
    /// Reads the cell.
    fn from_cell(cell: &'r Cell) -> Option<Self>;
}

impl Row {
    pub(crate) fn new(head: Arc<Head>, cells: Vec<Cell>) -> Self {
        Self { head, cells }
    }

    /// The value of a column.
    ///
    /// # Errors
    /// [`StoreError::CorruptRow`] when there is no such column or it holds something else.
    pub fn get<'r, T: FromCell<'r>>(&'r self, column: impl Column) -> Result<T, StoreError> {
        let cell = column
            .place_in(&self.head.columns)
            .and_then(|place| self.cells.get(place));
        cell.and_then(T::from_cell)
            .ok_or_else(|| self.corrupt(column, cell, type_name::<T>()))
    }

    /// The integer of a column.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn int(&self, column: impl Column) -> Result<i64, StoreError> {
        self.get(column)
    }

    /// The text of a column.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn text(&self, column: impl Column) -> Result<&str, StoreError> {
        self.get(column)
    }

    /// The bytes of a column.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn bytes(&self, column: impl Column) -> Result<&[u8], StoreError> {
        self.get(column)
    }

    /// A text that stands for one of our values, such as a state.
    ///
    /// # Errors
    /// As [`Row::get`]; also when `parse` does not know the text.
    pub fn parsed<T>(
        &self,
        column: impl Column,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let text = self.text(column)?;
        parse(text).ok_or_else(|| StoreError::CorruptRow {
            query: self.head.query.clone(),
            column: column.describe(),
            found: format!("`{text}`"),
            expected: type_name::<T>(),
        })
    }

    /// The cells from left to right.
    #[must_use]
    pub fn into_cells(self) -> Vec<Cell> {
        self.cells
    }

    fn corrupt(&self, column: impl Column, cell: Option<&Cell>, expected: &'static str) -> StoreError {
        let found = match cell {
            None => "no such column".to_owned(),
            Some(Cell::Null) => "null".to_owned(),
            Some(Cell::Int(int)) => format!("the integer {int}"),
            Some(Cell::Text(text)) => format!("a text of {} bytes", text.len()),
            Some(Cell::Bytes(bytes)) => format!("{} bytes", bytes.len()),
        };
        StoreError::CorruptRow {
            query: self.head.query.clone(),
            column: column.describe(),
            found,
            expected,
        }
    }
}

impl Column for &str {
    fn place_in(self, columns: &[String]) -> Option<usize> {
        columns.iter().position(|name| name == self)
    }

    fn describe(self) -> String {
        self.to_owned()
    }
}

impl Column for usize {
    fn place_in(self, columns: &[String]) -> Option<usize> {
        (self < columns.len()).then_some(self)
    }

    fn describe(self) -> String {
        format!("number {self}")
    }
}

impl FromCell<'_> for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Int(int) => Some(*int),
            Cell::Null | Cell::Text(_) | Cell::Bytes(_) => None,
        }
    }
}

macro_rules! narrow_int {
    ($($int:ty),*) => {$(
        impl FromCell<'_> for $int {
            fn from_cell(cell: &Cell) -> Option<Self> {
                i64::from_cell(cell)?.try_into().ok()
            }
        }
    )*};
}
narrow_int!(i32, i16, i8, u64, u32, u16, u8, usize);

impl FromCell<'_> for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match i64::from_cell(cell)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

macro_rules! wrapped_int {
    ($($wrapper:ty => $new:path),* $(,)?) => {$(
        impl FromCell<'_> for $wrapper {
            fn from_cell(cell: &Cell) -> Option<Self> {
                i64::from_cell(cell).map($new)
            }
        }
    )*};
}
wrapped_int! {
    OrganizationId => OrganizationId::new, UserId => UserId::new, ShopId => ShopId::new,
    QueueId => QueueId::new, RegisterId => RegisterId::new, TaskId => TaskId::new, OrderId => OrderId::new,
    EmployeeId => EmployeeId::new, OutboxId => OutboxId::new, DocumentId => DocumentId::new,
    TradePointId => TradePointId::new, ApplicationId => ApplicationId::new, RegistrationCardId => RegistrationCardId::new,
    ApiKeyId => ApiKeyId::new,
    Money => Money::from_minor, Timestamp => Timestamp::from_micros,
    LocalDateTime => LocalDateTime::from_wall_seconds,
}

impl<'r> FromCell<'r> for &'r str {
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text),
            Cell::Null | Cell::Int(_) | Cell::Bytes(_) => None,
        }
    }
}

impl FromCell<'_> for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&str>::from_cell(cell).map(str::to_owned)
    }
}

impl<'r> FromCell<'r> for &'r [u8] {
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => Some(bytes),
            Cell::Null | Cell::Int(_) | Cell::Text(_) => None,
        }
    }
}

impl FromCell<'_> for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&[u8]>::from_cell(cell).map(<[u8]>::to_vec)
    }
}

impl<const N: usize> FromCell<'_> for [u8; N] {
    fn from_cell(cell: &Cell) -> Option<Self> {
        <&[u8]>::from_cell(cell)?.try_into().ok()
    }
}

impl<'r, T: FromCell<'r>> FromCell<'r> for Option<T> {
    fn from_cell(cell: &'r Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Int(_) | Cell::Text(_) | Cell::Bytes(_) => T::from_cell(cell).map(Some),
        }
    }
}
