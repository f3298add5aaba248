//! The letters that a look uses, as a font that is embedded (ISO 32000-2 §9.7): only those letters, each with what it
//! means (§9.10.3), so that the text can be selected.

use super::super::{
    error::PrepareError,
    syntax::{dict, name, text, whole},
    update::Update,
};
use super::picture::deflate;
use crate::typeface::{self, Style, advance};
use motcua_shared::signature::outline::Item;
use std::{collections::BTreeMap, fmt::Write as _};
use subsetter::GlyphRemapper;
use ttf_parser::Face;

/// Not a symbol font, serifs, and slanted (§9.8.2, table 121).
const NON_SYMBOLIC_SERIF: u32 = 32 | 2;
const SLANTED: u32 = 64;

/// A font and the letters used so far.
pub(super) struct Font {
    style: Style,
    face: Face<'static>,
    glyphs: GlyphRemapper,
    /// What each new glyph number means, with its width in thousandths.
    used: BTreeMap<u16, (char, u32)>,
}

impl Font {
    pub(super) fn new(style: Style) -> Result<Self, PrepareError> {
        Ok(Self {
            style,
            face: Face::parse(style.data(), 0).map_err(|error| PrepareError::Typeface(error.to_string()))?,
            glyphs: GlyphRemapper::new(),
            used: BTreeMap::new(),
        })
    }

    /// `line` as a hexadecimal string of glyph numbers.
    pub(super) fn encode(&mut self, line: &str) -> String {
        let mut out = String::from("<");
        for letter in line.chars() {
            let glyph = self.face.glyph_index(letter).unwrap_or_default();
            let number = self.glyphs.remap(glyph.0);
            let width = advance(&self.face, letter);
            self.used.entry(number).or_insert((letter, width));
            let _ = write!(out, "{number:04X}");
        }
        out.push('>');
        out
    }

    /// Writes the font and gives its reference.
    pub(super) fn write(&self, update: &mut Update) -> Result<Item, PrepareError> {
        let subset = subsetter::subset(self.style.data(), 0, &self.glyphs)
            .map_err(|error| PrepareError::Typeface(error.to_string()))?;
        let file = update.add_stream(
            dict([("Filter", name("FlateDecode")), ("Length1", whole(subset.len()))]),
            &deflate(&subset),
        );
        let base = self.name();
        let descriptor = update.add(&self.descriptor(&base, file));
        let widths = self
            .used
            .iter()
            .flat_map(|(number, (_, width))| [whole(number), Item::Array(vec![whole(width)])]);
        let descendant = update.add(&dict([
            ("Type", name("Font")),
            ("Subtype", name("CIDFontType2")),
            ("BaseFont", name(&base)),
            (
                "CIDSystemInfo",
                dict([
                    ("Registry", text("Adobe")),
                    ("Ordering", text("Identity")),
                    ("Supplement", whole(0)),
                ]),
            ),
            ("FontDescriptor", descriptor),
            ("CIDToGIDMap", name("Identity")),
            ("W", Item::Array(widths.collect())),
        ]));
        let meaning = update.add_stream(
            dict([("Filter", name("FlateDecode"))]),
            &deflate(self.meaning().as_bytes()),
        );
        Ok(update.add(&dict([
            ("Type", name("Font")),
            ("Subtype", name("Type0")),
            ("BaseFont", name(&base)),
            ("Encoding", name("Identity-H")),
            ("DescendantFonts", Item::Array(vec![descendant])),
            ("ToUnicode", meaning),
        ])))
    }

    /// §9.9.2: a subset has a tag of six letters, which differs from that of other subsets of the same font.
    fn name(&self) -> String {
        let letters: String = self.used.values().map(|(letter, _)| *letter).collect();
        let sum = ring::digest::digest(&ring::digest::SHA256, letters.as_bytes());
        let tag: String = sum
            .as_ref()
            .iter()
            .take(6)
            .map(|byte| char::from(b'A' + byte % 26))
            .collect();
        let style = match self.style {
            Style::Regular => "Regular",
            Style::Bold => "Bold",
            Style::Italic => "Italic",
        };
        format!("{tag}+Tinos-{style}")
    }

    fn descriptor(&self, base: &str, file: Item) -> Item {
        let em = i32::from(self.face.units_per_em()).max(1);
        let scaled = |value: i16| whole(i32::from(value) * 1_000 / em);
        let bounds = self.face.global_bounding_box();
        let is_slanted = self.style == Style::Italic;
        dict([
            ("Type", name("FontDescriptor")),
            ("FontName", name(base)),
            (
                "Flags",
                whole(NON_SYMBOLIC_SERIF | if is_slanted { SLANTED } else { 0 }),
            ),
            (
                "FontBBox",
                Item::Array(
                    [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]
                        .map(scaled)
                        .to_vec(),
                ),
            ),
            ("ItalicAngle", whole(if is_slanted { -16 } else { 0 })),
            ("Ascent", scaled(self.face.ascender())),
            ("Descent", scaled(self.face.descender())),
            (
                "CapHeight",
                scaled(self.face.capital_height().unwrap_or_default()),
            ),
            ("StemV", whole(if self.style == Style::Bold { 140 } else { 80 })),
            ("FontFile2", file),
        ])
    }

    /// The `/ToUnicode` map.
    fn meaning(&self) -> String {
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
             /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
             /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
             1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
        );
        let used: Vec<_> = self.used.iter().collect();
        for some in used.chunks(100) {
            let _ = writeln!(out, "{} beginbfchar", some.len());
            for (number, (letter, _)) in some {
                let _ = write!(out, "<{number:04X}> <");
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "{unit:04X}");
                }
                out.push_str(">\n");
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
        out
    }
}

/// Width of a line at `size`, in points.
pub(super) fn width(line: &str, style: Style, size: f32) -> f32 {
    style
        .face()
        .map_or(0.0, |face| typeface::width(&face, line, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_a_glyph_of_its_own() {
        let letters = "ĂÂĐÊÔƠƯăâđêôơưẮẰẲẴẶấầẩẫậẾỀỂỄỆốồổỗộỚỜỞỠỢứừửữựỳỵỷỹ–“”…/0123456789";
        for style in [Style::Regular, Style::Bold, Style::Italic] {
            let mut font = Font::new(style).unwrap();
            font.encode(letters);
            assert_eq!(font.used.len(), letters.chars().count());
            assert!(!font.used.contains_key(&0), "a letter is missing");
        }
    }

    #[test]
    fn width_grows_with_text_and_size() {
        let narrow = width("iii", Style::Regular, 10.0);
        assert!(narrow > 5.0 && narrow < width("MMM", Style::Regular, 10.0));
        assert!((width("iii", Style::Regular, 20.0) - 2.0 * narrow).abs() < 0.001);
    }
}
