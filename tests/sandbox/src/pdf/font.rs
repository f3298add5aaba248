//! The embedded typeface (Tinos, OFL; see fonts/LICENSE.txt) as PDF objects, and text in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use anyhow::{Context, Result};
use ttf_parser::Face;

use super::document::stream;

/// Style of a run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

/// All styles, in the order of their resource names F0, F1, F2.
pub const STYLES: [Style; 3] = [Style::Regular, Style::Bold, Style::Italic];
/// PDF objects that one style takes.
pub const OBJECTS_PER_FONT: u32 = 5;

impl Style {
    fn data(self) -> &'static [u8] {
        match self {
            Style::Regular => include_bytes!("../../fonts/Tinos-Regular.ttf"),
            Style::Bold => include_bytes!("../../fonts/Tinos-Bold.ttf"),
            Style::Italic => include_bytes!("../../fonts/Tinos-Italic.ttf"),
        }
    }

    /// Name in the resource dictionary.
    pub fn resource(self) -> &'static str {
        match self {
            Style::Regular => "F0",
            Style::Bold => "F1",
            Style::Italic => "F2",
        }
    }

    fn post_script(self) -> &'static str {
        match self {
            Style::Regular => "Tinos-Regular",
            Style::Bold => "Tinos-Bold",
            Style::Italic => "Tinos-Italic",
        }
    }

    fn metrics(self) -> &'static Metrics {
        static METRICS: OnceLock<[Metrics; 3]> = OnceLock::new();
        &METRICS.get_or_init(|| STYLES.map(|style| Metrics::read(style).unwrap_or_default()))[self as usize]
    }

    /// Width of `text` at `size` points.
    pub fn width(self, text: &str, size: f32) -> f32 {
        let glyphs = &self.metrics().glyphs;
        text.chars()
            .filter_map(|c| glyphs.get(&c))
            .map(|(_, width)| f32::from(*width))
            .sum::<f32>()
            * size
            / 1000.0
    }

    /// `text` as a hexadecimal string of glyph numbers.
    pub fn encode(self, text: &str) -> String {
        let glyphs = &self.metrics().glyphs;
        let mut out = String::from("<");
        for (glyph, _) in text.chars().filter_map(|c| glyphs.get(&c)) {
            let _ = write!(out, "{glyph:04X}");
        }
        out.push('>');
        out
    }

    /// The five objects of this style; `first` is the number of the first.
    pub fn objects(self, first: u32) -> Result<Vec<(u32, Vec<u8>)>> {
        let metrics = self.metrics();
        let face = Face::parse(self.data(), 0).context("embedded font")?;
        let scale = |value: i16| i32::from(value) * 1000 / i32::from(face.units_per_em());
        let name = self.post_script();
        let composite = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{} 0 R] /ToUnicode {} 0 R >>",
            first + 1,
            first + 4
        );
        let mut widths = String::new();
        for (glyph, width) in metrics.glyphs.values().collect::<std::collections::BTreeSet<_>>() {
            let _ = write!(widths, "{glyph} [{width}] ");
        }
        let descendant = format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {} 0 R /CIDToGIDMap /Identity /DW 500 /W [{widths}] >>",
            first + 2
        );
        let bounds = face.global_bounding_box();
        let descriptor = format!(
            "<< /Type /FontDescriptor /FontName /{name} /Flags {} /FontBBox [{} {} {} {}] /ItalicAngle {} /Ascent {} /Descent {} /CapHeight 660 /StemV 80 /FontFile2 {} 0 R >>",
            if self == Style::Italic { 70 } else { 6 },
            scale(bounds.x_min),
            scale(bounds.y_min),
            scale(bounds.x_max),
            scale(bounds.y_max),
            if self == Style::Italic { -16 } else { 0 },
            scale(face.ascender()),
            scale(face.descender()),
            first + 3
        );
        Ok(vec![
            (first, composite.into_bytes()),
            (first + 1, descendant.into_bytes()),
            (first + 2, descriptor.into_bytes()),
            (
                first + 3,
                stream(&format!("/Length1 {}", self.data().len()), self.data())?,
            ),
            (first + 4, stream("", metrics.to_unicode().as_bytes())?),
        ])
    }
}

/// Glyph number and advance (in thousandths) of each character.
#[derive(Default)]
struct Metrics {
    glyphs: BTreeMap<char, (u16, u16)>,
}

impl Metrics {
    fn read(style: Style) -> Result<Self> {
        let face = Face::parse(style.data(), 0)?;
        let em = u32::from(face.units_per_em());
        let mut glyphs = BTreeMap::new();
        for c in ('\u{20}'..='\u{1ef9}').chain('\u{2013}'..='\u{20ab}') {
            if let Some(glyph) = face.glyph_index(c) {
                let advance = u32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * 1000 / em;
                glyphs.insert(c, (glyph.0, u16::try_from(advance)?));
            }
        }
        Ok(Metrics { glyphs })
    }

    fn to_unicode(&self) -> String {
        let by_glyph: BTreeMap<u16, char> = self
            .glyphs
            .iter()
            .rev()
            .map(|(c, (glyph, _))| (*glyph, *c))
            .collect();
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        for chunk in by_glyph.into_iter().collect::<Vec<_>>().chunks(100) {
            let _ = writeln!(out, "{} beginbfchar", chunk.len());
            for (glyph, c) in chunk {
                let _ = writeln!(out, "<{glyph:04X}> <{:04X}>", u32::from(*c));
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        let letters = "ĂÂĐÊÔƠƯăâđêôơư ẮẰẲẴẶấầẩẫậẾỀỂỄỆốồổỗộỚỜỞỠỢứừửữựỳỵỷỹ–“”…₫";
        for style in STYLES {
            assert_eq!(style.encode(letters).len(), 2 + 4 * letters.chars().count());
        }
    }

    #[test]
    fn wider_text_is_wider() {
        assert!(Style::Regular.width("MM", 12.0) > Style::Regular.width("ii", 12.0));
    }
}
