//! The document as PDF on paper 80 mm wide, as long as it needs, with the fonts inside and cut to what is used.

pub(crate) mod face;
pub(crate) mod sheet;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use crate::paper;
use crate::view::DocumentView;
use crate::{Locale, PrintedForm};
use face::Faces;
use sheet::{Ink, Length, Mark, Page, Row};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font that is compiled into the program cannot be read.
    #[error("the font {0} cannot be read")]
    Font(&'static str),
    /// A page of such measures cannot be made.
    #[error("a page {width} × {height} hundredths of a point cannot be made")]
    Page {
        /// Hundredths of a point.
        width: Length,
        /// Hundredths of a point.
        height: Length,
    },
    /// The writer refused.
    #[error("the PDF could not be written: {0}")]
    Writer(String),
}

/// The document as PDF; the same view gives the same bytes.
///
/// # Errors
/// [`PdfError`]; none is known to happen with a document of the format's limits.
pub fn render(view: &DocumentView, locale: Locale) -> Result<Vec<u8>, PdfError> {
    write(&paper::lay_out(view, locale))
}

/// The form as PDF.
pub(crate) fn write(form: &PrintedForm) -> Result<Vec<u8>, PdfError> {
    let faces = Faces::load()?;
    let rows = sheet::rows(form, &faces, &Page::PDF);
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: false,
        ..SerializeSettings::default()
    });
    document.set_metadata(
        Metadata::new()
            .title(form.title.clone())
            .language(form.locale.code().to_owned())
            .creator("Qassa".to_owned()),
    );
    for page_rows in sheet::pages(&rows) {
        page(&mut document, page_rows, &faces)?;
    }
    document
        .finish()
        .map_err(|error| PdfError::Writer(format!("{error:?}")))
}

fn page(document: &mut Document, rows: &[Row], faces: &Faces) -> Result<(), PdfError> {
    let height = sheet::page_height(rows);
    let settings = PageSettings::from_wh(points(Page::PDF.width), points(height));
    let settings = settings.ok_or(PdfError::Page {
        width: Page::PDF.width,
        height,
    })?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let mut top = Page::PDF.margin;
    for row in rows {
        for mark in &row.marks {
            draw(&mut surface, mark, top, faces);
        }
        top += row.height;
    }
    surface.finish();
    page.finish();
    Ok(())
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, top: Length, faces: &Faces) {
    match mark {
        Mark::Text {
            x,
            baseline,
            size,
            weight,
            ink,
            text,
        } => {
            surface.set_fill(Some(fill(*ink)));
            let at = Point::from_xy(points(*x), points(top + baseline));
            let font = faces.face(*weight).font();
            surface.draw_text(at, font, points(*size), text, false, TextDirection::LeftToRight);
        }
        Mark::Boxes { ink, boxes } => {
            let mut path = PathBuilder::new();
            for [x, y, width, height] in boxes {
                let rect = Rect::from_xywh(points(*x), points(top + y), points(*width), points(*height));
                if let Some(rect) = rect {
                    path.push_rect(rect);
                }
            }
            surface.set_fill(Some(fill(*ink)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn fill(ink: Ink) -> Fill {
    let color = match ink {
        Ink::Full => rgb::Color::new(0x14, 0x18, 0x1f),
        Ink::Muted => rgb::Color::new(0x5a, 0x63, 0x72),
        Ink::Rule => rgb::Color::new(0xb4, 0xba, 0xc4),
        Ink::NoticeGround => rgb::Color::new(0xff, 0xf3, 0xd6),
        Ink::NoticeText => rgb::Color::new(0x6b, 0x43, 0x00),
        Ink::Black => rgb::Color::new(0, 0, 0),
    };
    Fill {
        paint: color.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// The only place where a length becomes a float: the writer takes points as `f32`.
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "PDF geometry is in floating points; lengths stay below 2^24, where f32 is exact, and are no money"
)]
fn points(length: Length) -> f32 {
    length as f32 / 100.0
}

#[cfg(test)]
mod tests;
