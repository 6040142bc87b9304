//! The shop's banner below the QR code: a picture of 440 × 165 pixels. Source: seed S0-50, S0-51.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Width in pixels.
pub const WIDTH_PX: u32 = 440;
/// Height in pixels.
pub const HEIGHT_PX: u32 = 165;
/// Largest file in bytes.
pub const SIZE_MAX_BYTES: usize = 256 * 1024;

/// Format of a banner. SVG is refused: it can carry scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerFormat {
    /// Portable network graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
}

impl BannerFormat {
    /// For the `Content-Type` header.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
        }
    }
}

/// A picture that fits the slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerPicture {
    format: BannerFormat,
    bytes: Vec<u8>,
}

/// Why a file is not a banner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BannerError {
    /// Too big a file.
    #[error("the picture has {0} bytes; at most 262144 are allowed")]
    TooBig(usize),
    /// None of the formats.
    #[error("the file is not a PNG, JPEG or GIF picture")]
    UnknownFormat,
    /// Other measures.
    #[error("the picture is {width} × {height} pixels; it must be 440 × 165")]
    WrongSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}

impl BannerPicture {
    /// Takes a file as it was uploaded.
    ///
    /// # Errors
    /// [`BannerError`] names what is wrong and what would be right.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, BannerError> {
        if bytes.len() > SIZE_MAX_BYTES {
            return Err(BannerError::TooBig(bytes.len()));
        }
        let (format, (width, height)) = png_size(&bytes)
            .map(|size| (BannerFormat::Png, size))
            .or_else(|| gif_size(&bytes).map(|size| (BannerFormat::Gif, size)))
            .or_else(|| jpeg_size(&bytes).map(|size| (BannerFormat::Jpeg, size)))
            .ok_or(BannerError::UnknownFormat)?;
        if (width, height) != (WIDTH_PX, HEIGHT_PX) {
            return Err(BannerError::WrongSize { width, height });
        }
        Ok(Self { format, bytes })
    }

    /// Its format.
    #[must_use]
    pub const fn format(&self) -> BannerFormat {
        self.format
    }

    /// The picture as a `data:` address: how it is kept, so that no page asks another host for it.
    #[must_use]
    pub fn data_address(&self) -> String {
        let encoded = STANDARD.encode(&self.bytes);
        format!("data:{};base64,{encoded}", self.format.media_type())
    }

    /// A picture out of its `data:` address; `None` for anything else.
    #[must_use]
    pub fn from_data_address(address: &str) -> Option<Self> {
        let (_, encoded) = address.strip_prefix("data:image/")?.split_once(";base64,")?;
        Self::parse(STANDARD.decode(encoded).ok()?).ok()
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(field.try_into().ok()?))
}

fn be_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(field.try_into().ok()?))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
    if !is_png {
        return None;
    }
    Some((be_u32(bytes, 16)?, be_u32(bytes, 20)?))
}

fn gif_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"GIF87a") && !bytes.starts_with(b"GIF89a") {
        return None;
    }
    let side = |at| be_u16(bytes, at).map(|side| u32::from(side.swap_bytes()));
    Some((side(6)?, side(8)?))
}

/// Walks the segments to the frame header (C0 to CF without C4, C8, CC).
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut at = 2_usize;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xFF {
            at += 1;
            continue;
        }
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame {
            return Some((
                u32::from(be_u16(bytes, at + 7)?),
                u32::from(be_u16(bytes, at + 5)?),
            ));
        }
        let length = usize::from(be_u16(bytes, at + 2)?);
        if length < 2 {
            return None;
        }
        at = at.checked_add(2)?.checked_add(length)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![
            0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0, 0, 0xFF, 0xC2, 0x00, 0x0B, 8,
        ];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"GIF89a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes
    }

    #[test]
    fn comes_back_from_its_data_address() {
        let picture = BannerPicture::parse(gif(440, 165)).unwrap();
        let address = picture.data_address();
        assert!(address.starts_with("data:image/gif;base64,R0lGODlh"), "{address}");
        assert_eq!(BannerPicture::from_data_address(&address), Some(picture));
        for other in [
            "https://shop.example/b.png",
            "data:image/png;base64,%",
            "data:text/html;base64,AAAA",
        ] {
            assert_eq!(BannerPicture::from_data_address(other), None, "{other}");
        }
    }

    #[test]
    fn takes_pictures_of_the_slots_size_in_each_format() {
        for (bytes, format) in [
            (png(440, 165), BannerFormat::Png),
            (jpeg(440, 165), BannerFormat::Jpeg),
            (gif(440, 165), BannerFormat::Gif),
        ] {
            let picture = BannerPicture::parse(bytes.clone()).unwrap();
            assert_eq!((picture.format(), picture.bytes()), (format, bytes.as_slice()));
        }
    }

    #[test]
    fn refuses_other_sizes_and_names_the_one_needed() {
        for bytes in [png(441, 165), jpeg(441, 165), gif(441, 165)] {
            let error = BannerPicture::parse(bytes).unwrap_err();
            assert_eq!(
                error,
                BannerError::WrongSize {
                    width: 441,
                    height: 165
                }
            );
            assert!(error.to_string().contains("440 × 165"));
        }
        assert_eq!(
            BannerPicture::parse(vec![0; SIZE_MAX_BYTES + 1]),
            Err(BannerError::TooBig(262_145))
        );
    }

    #[test]
    fn refuses_what_is_no_picture_at_every_cut() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='440' height='165'/>".to_vec();
        assert_eq!(BannerPicture::parse(svg), Err(BannerError::UnknownFormat));
        for whole in [png(440, 165), jpeg(440, 165), gif(440, 165)] {
            for cut in 0..whole.len() {
                let bytes = whole.get(..cut).unwrap().to_vec();
                assert_eq!(
                    BannerPicture::parse(bytes),
                    Err(BannerError::UnknownFormat),
                    "cut at {cut}"
                );
            }
        }
    }
}
