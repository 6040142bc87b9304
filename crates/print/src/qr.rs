//! The picture of a receipt's QR code: SVG, PNG or a grid of modules. Its content is `ofd_ru::qr`'s.

use fast_qr::{ECL, QRBuilder};

/// Light border around the code, in modules. Source: ISO/IEC 18004.
pub const QUIET_ZONE: usize = 4;

/// Longest content that is drawn: the content of a receipt has about 90 characters.
const CONTENT_MAX: usize = 1024;

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// Too much for one code.
    #[error("{0} bytes are too many for a QR code; at most 1024 are drawn")]
    TooLong(usize),
    /// The picture could not be written.
    #[error("the picture could not be written: {0}")]
    Picture(String),
}

/// The modules of a code, without the quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    size: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// Draws `content` with correction level M.
    ///
    /// # Errors
    /// [`QrError::TooLong`] when the content does not fit.
    pub fn of(content: &str) -> Result<Self, QrError> {
        let too_long = || QrError::TooLong(content.len());
        if content.len() > CONTENT_MAX {
            return Err(too_long());
        }
        let code = QRBuilder::new(content)
            .ecl(ECL::M)
            .build()
            .map_err(|_| too_long())?;
        let dark = (0..code.size).flat_map(|row| code[row].iter().map(|module| module.value()));
        Ok(Self {
            size: code.size,
            dark: dark.collect(),
        })
    }

    /// Modules on one side.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Runs of dark modules: row, first column, length.
    pub fn dark_runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        self.dark
            .chunks(self.size)
            .enumerate()
            .flat_map(|(row, modules)| {
                let mut column = 0;
                modules
                    .chunk_by(|left, right| left == right)
                    .filter_map(move |run| {
                        let first = column;
                        column += run.len();
                        run.first()?.then_some((row, first, run.len()))
                    })
                    .collect::<Vec<_>>()
            })
    }
}

/// The code as an SVG picture without styles or scripts: dark on light in every theme, as readers need it.
///
/// # Errors
/// [`QrError::TooLong`].
pub fn svg(content: &str, title: &str) -> Result<maud::Markup, QrError> {
    use std::fmt::Write;

    let modules = Modules::of(content)?;
    let side = modules.size() + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (row, column, length) in modules.dark_runs() {
        let (x, y) = (column + QUIET_ZONE, row + QUIET_ZONE);
        // Writing to a string does not fail.
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    Ok(maud::html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {side} {side}")) role="img"
            aria-label=(title) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

/// The code as a PNG picture of one bit a pixel, `scale` (1 to 16) pixels a module.
///
/// # Errors
/// [`QrError`].
pub fn png(content: &str, scale: u8) -> Result<Vec<u8>, QrError> {
    let modules = Modules::of(content)?;
    let scale = usize::from(scale.clamp(1, 16));
    let side = (modules.size() + 2 * QUIET_ZONE) * scale;
    let row_bytes = side.div_ceil(8);
    let mut rows = vec![0xFF_u8; row_bytes * side];
    for (row, column, length) in modules.dark_runs() {
        let (top, left) = ((row + QUIET_ZONE) * scale, (column + QUIET_ZONE) * scale);
        for y in top..top + scale {
            for x in left..left + length * scale {
                if let Some(byte) = rows.get_mut(y * row_bytes + x / 8) {
                    *byte &= !(0x80 >> (x % 8));
                }
            }
        }
    }
    let pixels = u32::try_from(side).map_err(|error| QrError::Picture(error.to_string()))?;
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, pixels, pixels);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let failed = |error: png::EncodingError| QrError::Picture(error.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&rows).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(picture)
}
