//! Pictures of signatures and seals: PNG in, image objects (ISO 32000-2 §8.9.5) out. What is transparent stays so, by a
//! soft mask (§11.6.5.2).

use super::super::{
    error::PictureError,
    syntax::{dict, name, whole},
    update::Update,
};
use flate2::{Compression, write::ZlibEncoder};
use motcua_shared::signature::outline::Item;
use png::{ColorType, Decoder, Limits, Transformations};
use std::{
    io::{Cursor, Write as _},
    sync::Arc,
};

/// Most bytes of a file.
const MOST_BYTES: usize = 4 << 20;
/// Most points of a picture: a seal of 110 points at 1200 dots per inch has 3.4 million.
const MOST_DOTS: u64 = 4 << 20;
/// Points of paper per metre.
const POINTS_PER_METRE: f32 = 72.0 / 0.0254;

/// A picture, decoded. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Picture {
    width: u32,
    height: u32,
    is_grey: bool,
    colours: Arc<[u8]>,
    /// How opaque each dot is; absent when all are.
    opacity: Option<Arc<[u8]>>,
    /// Dots per metre across and up, where the file says so.
    density: Option<(u32, u32)>,
}

impl Picture {
    /// Decodes a PNG of at most 4 MB and 4 million dots.
    pub fn from_png(file: &[u8]) -> Result<Self, PictureError> {
        if file.len() > MOST_BYTES {
            return Err(PictureError::TooLarge);
        }
        let not_a_png = |error: png::DecodingError| match error {
            png::DecodingError::LimitsExceeded => PictureError::TooLarge,
            other => PictureError::NotAPng(other.to_string()),
        };
        let limits = Limits { bytes: 64 << 20 };
        let mut decoder = Decoder::new_with_limits(Cursor::new(file), limits);
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let mut reader = decoder.read_info().map_err(not_a_png)?;
        let info = reader.info();
        let (width, height) = (info.width, info.height);
        if u64::from(width).saturating_mul(u64::from(height)) > MOST_DOTS {
            return Err(PictureError::TooLarge);
        }
        let density = info
            .pixel_dims
            .filter(|dots| dots.unit == png::Unit::Meter && dots.xppu > 0 && dots.yppu > 0)
            .map(|dots| (dots.xppu, dots.yppu));
        let size = reader.output_buffer_size().ok_or(PictureError::TooLarge)?;
        let mut dots = vec![0; size];
        let frame = reader.next_frame(&mut dots).map_err(not_a_png)?;
        dots.truncate(frame.buffer_size());
        let (is_grey, has_opacity) = match frame.color_type {
            ColorType::Grayscale => (true, false),
            ColorType::GrayscaleAlpha => (true, true),
            ColorType::Rgb => (false, false),
            ColorType::Rgba => (false, true),
            ColorType::Indexed => return Err(PictureError::NotAPng("palette".to_owned())),
        };
        let (colours, opacity) = if has_opacity {
            let (colours, opacity) = separate(&dots, if is_grey { 1 } else { 3 });
            let is_opaque = opacity.iter().all(|value| *value == u8::MAX);
            (colours.into(), (!is_opaque).then(|| opacity.into()))
        } else {
            (dots.into(), None)
        };
        Ok(Self {
            width,
            height,
            is_grey,
            colours,
            opacity,
            density,
        })
    }

    /// Width and height in whatever unit.
    pub(super) fn proportions(&self) -> (f32, f32) {
        // At most 4 million dots a side, so that f32 holds them exactly enough.
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most 4 million, which f32 holds exactly"
        )]
        let (width, height) = (self.width as f32, self.height as f32);
        match self.true_size() {
            Some(size) => size,
            None => (width.max(1.0), height.max(1.0)),
        }
    }

    /// Width and height on paper, in points, where the file says how dense its dots are.
    #[expect(
        clippy::cast_precision_loss,
        reason = "densities beyond 16 million dots per metre do not exist"
    )]
    pub fn true_size(&self) -> Option<(f32, f32)> {
        let (across, up) = self.density?;
        Some((
            self.width as f32 / across as f32 * POINTS_PER_METRE,
            self.height as f32 / up as f32 * POINTS_PER_METRE,
        ))
    }

    /// Writes the image and gives its reference.
    pub(super) fn write(&self, update: &mut Update) -> Item {
        let mask = self
            .opacity
            .as_ref()
            .map(|opacity| update.add_stream(self.head(true), &deflate(opacity)));
        let mut head = self.head(self.is_grey);
        if let Some(mask) = mask {
            head.set(b"SMask", mask);
        }
        update.add_stream(head, &deflate(&self.colours))
    }

    fn head(&self, is_grey: bool) -> Item {
        dict([
            ("Type", name("XObject")),
            ("Subtype", name("Image")),
            ("Width", whole(self.width)),
            ("Height", whole(self.height)),
            (
                "ColorSpace",
                name(if is_grey { "DeviceGray" } else { "DeviceRGB" }),
            ),
            ("BitsPerComponent", whole(8)),
            ("Filter", name("FlateDecode")),
        ])
    }
}

/// Colours and opacity, which a PNG has side by side. Dots that nobody sees become white, which packs well.
fn separate(dots: &[u8], colours_per_dot: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut colours, mut opacity) = (Vec::new(), Vec::new());
    for dot in dots.chunks_exact(colours_per_dot.saturating_add(1)) {
        if let Some((last, rest)) = dot.split_last() {
            opacity.push(*last);
            if *last == 0 {
                colours.extend(std::iter::repeat_n(u8::MAX, rest.len()));
            } else {
                colours.extend_from_slice(rest);
            }
        }
    }
    (colours, opacity)
}

/// `/FlateDecode`, §7.4.4.
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, colour: ColorType, dots: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(colour);
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: 2835,
            yppu: 2835,
            unit: png::Unit::Meter,
        }));
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(dots).unwrap();
        writer.finish().unwrap();
        file
    }

    #[test]
    fn what_is_transparent_goes_into_a_mask() {
        let picture = Picture::from_png(&png(2, 1, ColorType::Rgba, &[1, 2, 3, 255, 9, 9, 9, 0])).unwrap();
        assert_eq!(*picture.colours, [1, 2, 3, 255, 255, 255]);
        assert_eq!(picture.opacity.as_deref(), Some(&[255, 0][..]));
        let (width, height) = picture.true_size().unwrap();
        assert!((width - 2.0).abs() < 0.01 && (height - 1.0).abs() < 0.01);
    }

    #[test]
    fn an_opaque_picture_needs_no_mask() {
        let picture = Picture::from_png(&png(1, 2, ColorType::GrayscaleAlpha, &[7, 255, 8, 255])).unwrap();
        assert!(picture.is_grey && picture.opacity.is_none());
    }

    #[test]
    fn what_is_no_png_or_too_large_is_refused() {
        assert!(matches!(
            Picture::from_png(b"GIF89a"),
            Err(PictureError::NotAPng(_))
        ));
        let whole = png(4, 4, ColorType::Grayscale, &[0; 16]);
        assert!(Picture::from_png(&whole[..whole.len() - 20]).is_err());
        let wide = png(100_000, 100, ColorType::Grayscale, &vec![0; 10_000_000]);
        assert_eq!(Picture::from_png(&wide).unwrap_err(), PictureError::TooLarge);
    }
}
