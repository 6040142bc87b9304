//! The two bundled fonts and the widths of texts in them.

use krilla::text::Font;
use ttf_parser::Face as Metrics;

use super::PdfError;
use super::sheet::Length;
use crate::paper::Weight;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-Bold.ttf");

/// Stands for a character that the font does not have.
const REPLACEMENT: char = '\u{fffd}';

pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

pub(crate) struct Face {
    font: Font,
    metrics: Metrics<'static>,
}

impl Faces {
    pub(crate) fn load() -> Result<Self, PdfError> {
        Ok(Self {
            regular: Face::load(REGULAR, "Inter-Regular")?,
            bold: Face::load(BOLD, "Inter-Bold")?,
        })
    }

    pub(crate) const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Plain => &self.regular,
            Weight::Strong => &self.bold,
        }
    }
}

impl Face {
    fn load(data: &'static [u8], name: &'static str) -> Result<Self, PdfError> {
        let font = Font::new(data.into(), 0).ok_or(PdfError::Font(name))?;
        let metrics = Metrics::parse(data, 0).map_err(|_| PdfError::Font(name))?;
        Ok(Self { font, metrics })
    }

    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }

    /// `true` when the font draws this character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.metrics.glyph_index(character).is_some()
    }

    /// The text with a mark for every character that the font cannot draw.
    pub(crate) fn drawable(&self, text: &str) -> String {
        let drawn = text.chars().map(|character| {
            if self.has(character) {
                character
            } else {
                REPLACEMENT
            }
        });
        drawn.collect()
    }

    pub(crate) const fn metrics(&self) -> &Metrics<'static> {
        &self.metrics
    }

    /// Width in hundredths of a point; the fonts have no kerning, so it is the sum of advances.
    pub(crate) fn width(&self, text: &str, size: Length) -> Length {
        let advances = text.chars().map(|character| {
            let glyph = self.metrics.glyph_index(character).unwrap_or_default();
            i64::from(self.metrics.glyph_hor_advance(glyph).unwrap_or_default())
        });
        let units: i64 = advances.sum();
        let width = units * i64::from(size) / i64::from(self.metrics.units_per_em().max(1));
        Length::try_from(width).unwrap_or(Length::MAX)
    }

    /// The text in rows of at most `width`, broken at spaces where there are any.
    pub(crate) fn wrapped(&self, text: &str, size: Length, width: Length) -> Vec<String> {
        let mut rows = Vec::new();
        let mut row = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if row.is_empty() {
                word.to_owned()
            } else {
                format!("{row} {word}")
            };
            if self.width(&longer, size) <= width {
                row = longer;
                continue;
            }
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            for character in word.chars() {
                row.push(character);
                if self.width(&row, size) > width && row.chars().nth(1).is_some() {
                    row.pop();
                    rows.push(std::mem::take(&mut row));
                    row.push(character);
                }
            }
        }
        if !row.is_empty() {
            rows.push(row);
        }
        rows
    }
}
