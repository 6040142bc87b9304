//! Rows of the layout as dots.

use super::glyph::{Outline, Place};
use super::{EscPosError, HEIGHT_MAX_DOTS};
use crate::pdf::face::Faces;
use crate::pdf::sheet::{Ink, Length, Mark, Page, Row};

/// Dots above the first and below the last row.
const EDGE: usize = 8;

/// A picture of one bit a dot, rows of whole bytes, black is 1.
pub(super) struct Raster {
    /// Hundredths of a point.
    dot: Length,
    row_bytes: usize,
    bytes: Vec<u8>,
}

impl Raster {
    pub(super) fn draw(rows: &[Row], faces: &Faces, page: &Page) -> Result<Self, EscPosError> {
        let height: Length = rows
            .iter()
            .fold(0, |sum: Length, row| sum.saturating_add(row.height));
        let height = dots(height, page.dot) + 2 * EDGE;
        if height > HEIGHT_MAX_DOTS {
            return Err(EscPosError::TooLong { height });
        }
        let row_bytes = dots(page.width, page.dot).div_ceil(8);
        let mut raster = Self {
            dot: page.dot,
            row_bytes,
            bytes: vec![0; row_bytes * height],
        };
        let mut top: Length = 0;
        for row in rows {
            for mark in &row.marks {
                raster.mark(mark, dots(top, page.dot) + EDGE, faces);
            }
            top = top.saturating_add(row.height);
        }
        Ok(raster)
    }

    pub(super) const fn row_bytes(&self) -> usize {
        self.row_bytes
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn mark(&mut self, mark: &Mark, top: usize, faces: &Faces) {
        match mark {
            Mark::Text {
                x,
                baseline,
                size,
                weight,
                text,
                ink: _,
            } => {
                let face = faces.face(*weight);
                let mut x = *x;
                for character in text.chars() {
                    let place = Place {
                        x,
                        baseline: top + self.dots(*baseline),
                        size: *size,
                        dot: self.dot,
                    };
                    let outline = Outline::of(face.metrics(), character);
                    outline.fill(&place, |column, row| self.blacken(column, row));
                    x = x.saturating_add(face.width(character.encode_utf8(&mut [0; 4]), *size));
                }
            }
            Mark::Boxes { ink, boxes } => {
                for [x, y, width, height] in boxes {
                    let (left, upper) = (self.dots(*x), top + self.dots(*y));
                    let (width, height) = (self.dots(*width).max(1), self.dots(*height).max(1));
                    match ink {
                        Ink::NoticeGround => self.frame(left, upper, width, height),
                        Ink::Full | Ink::Muted | Ink::Rule | Ink::NoticeText | Ink::Black => {
                            self.fill(left, upper, width, height);
                        }
                    }
                }
            }
        }
    }

    fn dots(&self, length: Length) -> usize {
        dots(length, self.dot)
    }

    fn fill(&mut self, left: usize, top: usize, width: usize, height: usize) {
        for row in top..top + height {
            for column in left..left + width {
                self.blacken(column, row);
            }
        }
    }

    /// A coloured ground would be a black box: a frame says the same.
    fn frame(&mut self, left: usize, top: usize, width: usize, height: usize) {
        const LINE: usize = 2;
        self.fill(left, top, width, LINE);
        self.fill(left, top + height.saturating_sub(LINE), width, LINE);
        self.fill(left, top, LINE, height);
        self.fill(left + width.saturating_sub(LINE), top, LINE, height);
    }

    /// Dots beside the paper are lost.
    fn blacken(&mut self, column: usize, row: usize) {
        if column / 8 >= self.row_bytes {
            return;
        }
        if let Some(byte) = self.bytes.get_mut(row * self.row_bytes + column / 8) {
            *byte |= 0x80 >> (column % 8);
        }
    }
}

/// Rounded to the nearest dot.
fn dots(length: Length, dot: Length) -> usize {
    usize::try_from((length + dot / 2) / dot).unwrap_or(0)
}
