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

/// Size and style of letters.
pub type Look = (f32, Style);

/// Width of a line, in points.
pub fn measure(text: &str, (size, style): Look) -> f32 {
    style.face().map_or(0.0, |face| width(&face, text, size))
}

/// `text` in lines no wider than `width`; words that are wider themselves are cut.
pub fn broken(text: &str, width: f32, look: Look) -> Vec<String> {
    let fits = |line: &str| measure(line.trim_end(), look) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in printable(text).split_inclusive(' ') {
        if !line.is_empty() && !fits(&format!("{line}{word}")) {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    lines.push(line);
    lines
}

/// What the typeface has no letter for shows as a question mark.
fn printable(text: &str) -> String {
    let face = Style::Bold.face();
    let has = |letter: char| {
        face.as_ref()
            .is_some_and(|face| face.glyph_index(letter).is_some())
    };
    text.chars()
        .map(|letter| if has(letter) { letter } else { '?' })
        .collect()
}
