//! The document as bytes for a receipt printer: a black and white picture, so that no code page is asked for Kazakh letters.
//!
//! Commands are those that all makers share: initialize `1B 40`, raster picture `1D 76 30`, feed `1B 64`, cut `1D 56`.

mod glyph;
mod raster;

use crate::PrintedForm;
use crate::pdf::face::Faces;
use crate::pdf::sheet::{self, Length, Page};
use raster::Raster;

/// Most rows of dots of one document: 12.5 m of paper. Source: ours.
pub const HEIGHT_MAX_DOTS: usize = 100_000;

/// Rows of one picture command; small printers buffer no more.
const BAND_ROWS: usize = 128;

/// Dots left free at either edge.
const MARGIN_DOTS: Length = 8;

const INITIALIZE: [u8; 2] = [0x1b, 0x40];
const RASTER_PICTURE: [u8; 4] = [0x1d, 0x76, 0x30, 0x00];
const FEED_3_LINES: [u8; 3] = [0x1b, 0x64, 3];
const FEED_AND_CUT: [u8; 4] = [0x1d, 0x56, 0x42, 0x00];

/// Paper of a receipt printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tape {
    /// 57 or 58 mm, of which 48 mm are printed.
    Mm58,
    /// 80 mm, of which 72 mm are printed.
    #[default]
    Mm80,
}

impl Tape {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mm58, Self::Mm80];

    /// Dots of a row: eight a millimetre.
    #[must_use]
    pub const fn dots(self) -> u16 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// The layout's page; letters of 8 points become 21 and 22 dots high.
    const fn page(self) -> Page {
        let (dots, dot) = match self {
            Self::Mm58 => (384, 38),
            Self::Mm80 => (576, 36),
        };
        Page {
            width: dots * dot,
            margin: MARGIN_DOTS * dot,
            dot,
        }
    }
}

/// Why there are no bytes.
#[derive(Debug, thiserror::Error)]
pub enum EscPosError {
    /// A font that is compiled into the program cannot be read.
    #[error("the font cannot be read: {0}")]
    Font(#[from] crate::pdf::PdfError),
    /// More paper than one document may take.
    #[error("{height} rows of dots; a document has at most {HEIGHT_MAX_DOTS}")]
    TooLong {
        /// Rows of dots.
        height: usize,
    },
}

/// The form as bytes of a printer.
pub(crate) fn write(form: &PrintedForm, tape: Tape) -> Result<Vec<u8>, EscPosError> {
    let faces = Faces::load()?;
    let page = tape.page();
    let rows = sheet::rows(form, &faces, &page);
    let raster = Raster::draw(&rows, &faces, &page)?;
    let mut bytes = INITIALIZE.to_vec();
    let row_bytes = raster.row_bytes();
    for band in raster.bytes().chunks(row_bytes * BAND_ROWS) {
        bytes.extend(RASTER_PICTURE);
        bytes.extend(short(row_bytes));
        bytes.extend(short(band.len() / row_bytes));
        bytes.extend_from_slice(band);
    }
    bytes.extend(FEED_3_LINES);
    bytes.extend(FEED_AND_CUT);
    Ok(bytes)
}

/// Little-endian; both numbers of a band are below 256.
fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests;
