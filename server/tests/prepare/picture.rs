//! Pictures drawn for the tests: a signature in blue, a seal in red, everything else transparent.

use motcua_server::signature::prepare::look::Picture;
use std::{f32::consts::PI, sync::LazyLock};

/// Dots of paper per metre: 300 per inch.
const DENSITY: u32 = 11_811;

fn png(width: usize, height: usize, dot: impl Fn(f32, f32) -> [u8; 4]) -> Vec<u8> {
    let mut dots = Vec::new();
    for y in 0..height {
        for x in 0..width {
            dots.extend_from_slice(&dot(x as f32 / width as f32, y as f32 / height as f32));
        }
    }
    let mut file = Vec::new();
    let size = |side: usize| u32::try_from(side).unwrap();
    let mut encoder = png::Encoder::new(&mut file, size(width), size(height));
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: DENSITY,
        yppu: DENSITY,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&dots).unwrap();
    writer.finish().unwrap();
    file
}

const CLEAR: [u8; 4] = [0; 4];

static HANDWRITING: LazyLock<Picture> = LazyLock::new(draw_handwriting);
static SEAL: LazyLock<Picture> = LazyLock::new(draw_seal);

/// A stroke as a hand draws it, 180 × 90.
pub fn handwriting() -> Picture {
    HANDWRITING.clone()
}

/// Two rings and a star, 458 dots at 300 per inch: 110 points.
pub fn seal() -> Picture {
    SEAL.clone()
}

fn draw_handwriting() -> Picture {
    let file = png(360, 180, |x, y| {
        let wave = 0.5 - 0.35 * (x * 5.0 * PI).sin() * (1.0 - x) - 0.1 * (x * 17.0).cos();
        let distance = (y - wave).abs();
        if (0.05..0.95).contains(&x) && distance < 0.035 {
            [20, 40, 160, if distance < 0.02 { 255 } else { 120 }]
        } else {
            CLEAR
        }
    });
    Picture::from_png(&file).unwrap()
}

fn draw_seal() -> Picture {
    let file = png(458, 458, |x, y| {
        let (across, down) = (x - 0.5, y - 0.5);
        let radius = across.hypot(down);
        let ring = (0.47..0.495).contains(&radius) || (0.33..0.34).contains(&radius);
        let turn = (across.atan2(-down) / (2.0 * PI / 5.0)).rem_euclid(1.0);
        let point = (turn - 0.5).abs() * 2.0;
        let star = radius < 0.09 + 0.13 * point.powi(2);
        if ring || star { [208, 16, 24, 255] } else { CLEAR }
    });
    Picture::from_png(&file).unwrap()
}
