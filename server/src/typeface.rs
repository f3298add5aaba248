//! The typeface of everything printed: Tinos, which has the widths of Times New Roman (see server/fonts).

use ttf_parser::Face;

/// How letters stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Slanted.
    Italic,
}

impl Style {
    /// The TrueType file.
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/Tinos-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/Tinos-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/Tinos-Italic.ttf"),
        }
    }

    /// The font, ready to be asked.
    pub fn face(self) -> Option<Face<'static>> {
        Face::parse(self.data(), 0).ok()
    }
}

/// Width of a letter in thousandths of its size.
pub fn advance(face: &Face<'_>, letter: char) -> u32 {
    let glyph = face.glyph_index(letter).unwrap_or_default();
    let width = u32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
    width * 1_000 / u32::from(face.units_per_em()).max(1)
}

/// Width of a line at `size`, in points.
pub fn width(face: &Face<'_>, line: &str, size: f32) -> f32 {
    let thousandths: u32 = line.chars().map(|letter| advance(face, letter)).sum();
    f32::from(u16::try_from(thousandths).unwrap_or(u16::MAX)) * size / 1_000.0
}
