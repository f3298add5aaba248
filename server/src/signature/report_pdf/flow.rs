//! Pieces onto pages: lines are broken, pages are filled, and each line knows which element of the text it belongs to.

use super::{
    ReportPdfError,
    content::{Block, Row, Tone},
};
use crate::typeface::{self, Style};
use ttf_parser::Face;

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// Left and right margin.
pub(super) const MARGIN: f32 = 56.0;
const TOP: f32 = 54.0;
/// Text ends here, above the page number.
const BOTTOM: f32 = PAGE.1 - 64.0;
/// Where values begin.
const VALUES: f32 = MARGIN + 168.0;
const RIGHT: f32 = PAGE.0 - MARGIN;
/// From one line to the next, in sizes.
const LEADING: f32 = 1.32;

const TEXT: f32 = 10.5;
const HEADING: f32 = 13.0;
const OUTCOME: f32 = 14.0;
const SMALL: f32 = 9.0;
/// Height of a row of one line.
const ROW: f32 = TEXT * LEADING + 2.0 * PADDING;
/// Above and below a row.
const PADDING: f32 = 3.5;

/// What a line of text is part of. The second number is the row of a table or the member of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Heading(u16),
    Paragraph,
    Label(usize),
    Value(usize),
    Member(usize),
}

/// A line of text on a page; `y` is where its letters stand, from above.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) text: String,
    pub(super) size: f32,
    pub(super) style: Style,
    pub(super) tone: Tone,
    /// Number of the block, in reading order, and the part of it.
    pub(super) element: (usize, Part),
}

/// A filled rectangle, which means nothing by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fill {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) colour: [u8; 3],
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) fills: Vec<Fill>,
    pub(super) texts: Vec<Text>,
}

const RED: [u8; 3] = [0xB5, 0x12, 0x1B];
const GOLD: [u8; 3] = [0xD9, 0xA4, 0x2B];
const RULE: [u8; 3] = [0xDD, 0xDD, 0xDD];

/// A pale and a strong colour.
fn colours(tone: Tone) -> ([u8; 3], [u8; 3]) {
    match tone {
        Tone::Good => ([0xEA, 0xF5, 0xED], [0x1E, 0x7B, 0x3C]),
        Tone::Open => ([0xFD, 0xF3, 0xDE], [0xA8, 0x6A, 0x00]),
        Tone::Bad => ([0xFC, 0xEB, 0xEA], RED),
        Tone::Plain | Tone::Quiet => ([0xF2, 0xF2, 0xF2], [0x55, 0x55, 0x55]),
    }
}

/// All pieces, on as many pages as they need; at least one.
pub(super) fn lay_out(blocks: &[Block]) -> Result<Vec<Sheet>, ReportPdfError> {
    let face = |style: Style| {
        style
            .face()
            .ok_or_else(|| ReportPdfError("the typeface".to_owned()))
    };
    let mut flow = Flow {
        regular: face(Style::Regular)?,
        bold: face(Style::Bold)?,
        sheets: vec![Sheet::default()],
        y: TOP,
        block: 0,
    };
    for (number, block) in blocks.iter().enumerate() {
        flow.block = number;
        flow.put(block, blocks.get(number.saturating_add(1)));
    }
    Ok(flow.sheets)
}

struct Flow {
    regular: Face<'static>,
    bold: Face<'static>,
    sheets: Vec<Sheet>,
    /// Where the next line begins, from above.
    y: f32,
    block: usize,
}

/// Between a name and its value.
const GUTTER: f32 = 10.0;

/// A row of a table and where it stands.
#[derive(Clone, Copy)]
struct Cells<'r> {
    place: usize,
    row: &'r Row,
    left: f32,
    value: f32,
    right: f32,
}

/// How lines look.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    style: Style,
    tone: Tone,
}

impl Look {
    const fn new(size: f32, style: Style, tone: Tone) -> Self {
        Self { size, style, tone }
    }

    fn height(self) -> f32 {
        self.size * LEADING
    }
}

impl Flow {
    fn put(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Title { above, title } => self.title(above, title),
            Block::Outcome { sentence, tone } => self.outcome(sentence, *tone),
            Block::Heading(text) => {
                self.y += 20.0;
                // A heading stays with the first rows of what it is about.
                self.need(110.0);
                let look = Look::new(HEADING, Style::Bold, Tone::Plain);
                self.lines(text, MARGIN, RIGHT, look, Part::Heading(2));
                self.y += 3.0;
                self.fill(MARGIN, RIGHT - MARGIN, 1.2, RED);
                self.y += 3.0;
            }
            Block::Subheading(text) => {
                self.y += 10.0;
                let rows = match next {
                    Some(Block::Checks(rows)) => rows.len().div_ceil(2).min(12),
                    _ => 3,
                };
                self.need(30.0 + f32::from(u8::try_from(rows).unwrap_or(12)) * ROW);
                let look = Look::new(TEXT, Style::Bold, Tone::Plain);
                self.lines(text, MARGIN, RIGHT, look, Part::Heading(3));
                self.y += 1.0;
            }
            Block::Table(rows) => self.table(rows),
            Block::Checks(rows) => self.checks(rows),
            Block::List(sentences) => {
                self.y += 3.0;
                let look = Look::new(TEXT, Style::Regular, Tone::Plain);
                for (place, sentence) in sentences.iter().enumerate() {
                    self.need(look.height());
                    let text = format!("– {sentence}");
                    self.lines(&text, MARGIN, RIGHT, look, Part::Member(place));
                    self.y += 2.0;
                }
            }
            Block::Code { squares, words } => self.code(squares, words),
            Block::Note(text) => {
                self.y += 22.0;
                self.need(40.0);
                let look = Look::new(SMALL, Style::Italic, Tone::Quiet);
                self.lines(text, MARGIN, RIGHT, look, Part::Paragraph);
            }
        }
    }

    /// The words stand beside the squares, whose quiet margin is the paper's own white.
    fn code(&mut self, squares: &[Vec<bool>], words: &[String]) {
        const SIDE: f32 = 120.0;
        self.y += 12.0;
        self.need(SIDE + 12.0);
        let (sheet, top) = (self.sheets.len(), self.y);
        let count = f32::from(u16::try_from(squares.len()).unwrap_or(u16::MAX)).max(1.0);
        let unit = SIDE / count;
        for row in squares {
            let mut x = MARGIN;
            for is_dark in row {
                if *is_dark {
                    // A hair wider, so that no light shows between two of them.
                    self.fill(x, unit + 0.05, unit + 0.05, [0, 0, 0]);
                }
                x += unit;
            }
            self.y += unit;
        }
        self.y = top;
        let look = Look::new(TEXT, Style::Regular, Tone::Plain);
        for (place, line) in words.iter().enumerate() {
            self.lines(line, MARGIN + SIDE + 18.0, RIGHT, look, Part::Member(place));
            self.y += 4.0;
        }
        if self.sheets.len() == sheet {
            self.y = self.y.max(top + SIDE);
        }
        self.y += 8.0;
    }

    fn title(&mut self, above: &str, title: &str) {
        let small = Look::new(SMALL, Style::Regular, Tone::Quiet);
        self.lines(above, MARGIN, RIGHT, small, Part::Paragraph);
        self.y += 3.0;
        let large = Look::new(20.0, Style::Bold, Tone::Plain);
        self.lines(title, MARGIN, RIGHT, large, Part::Heading(1));
        self.y += 6.0;
        self.fill(MARGIN, RIGHT - MARGIN, 2.4, RED);
        self.y += 2.4;
        self.fill(MARGIN, RIGHT - MARGIN, 1.2, GOLD);
        self.y += 14.0;
    }

    fn outcome(&mut self, sentence: &str, tone: Tone) {
        const INSET: f32 = 12.0;
        let look = Look::new(OUTCOME, Style::Bold, tone);
        let (left, right) = (MARGIN + INSET + 6.0, RIGHT - INSET);
        let broken = self.broken(sentence, right - left, look);
        let count = f32::from(u16::try_from(broken.len()).unwrap_or(u16::MAX));
        let height = count * look.height() + 2.0 * INSET;
        let (pale, strong) = colours(tone);
        self.fill(MARGIN, RIGHT - MARGIN, height, pale);
        self.fill(MARGIN, 5.0, height, strong);
        self.y += INSET;
        self.lines(sentence, left, right, look, Part::Paragraph);
        self.y += INSET + 10.0;
    }

    fn table(&mut self, rows: &[Row]) {
        for (place, row) in rows.iter().enumerate() {
            self.row(&[Cells {
                place,
                row,
                left: MARGIN,
                value: VALUES,
                right: RIGHT,
            }]);
        }
        self.y += 8.0;
    }

    fn checks(&mut self, rows: &[Row]) {
        const MIDDLE: f32 = PAGE.0 / 2.0;
        // Wide enough for the longest word that a check answers with.
        const VALUE: f32 = 68.0;
        let half = rows.len().div_ceil(2);
        for (place, row) in rows.iter().enumerate().take(half) {
            let left = Cells {
                place,
                row,
                left: MARGIN,
                value: MIDDLE - VALUE - 8.0,
                right: MIDDLE - 8.0,
            };
            let place = place.saturating_add(half);
            match rows.get(place) {
                Some(row) => self.row(&[
                    left,
                    Cells {
                        place,
                        row,
                        left: MIDDLE + 8.0,
                        value: RIGHT - VALUE,
                        right: RIGHT,
                    },
                ]),
                None => self.row(&[left]),
            }
        }
        self.y += 8.0;
    }

    /// Names and values beside each other, with a rule below.
    fn row(&mut self, cells: &[Cells<'_>]) {
        let label = Look::new(TEXT, Style::Regular, Tone::Quiet);
        let count = |cells: &Cells<'_>| {
            let labels = self.broken(&cells.row.label, cells.value - cells.left - GUTTER, label);
            let values = self.broken(
                &cells.row.value,
                cells.right - cells.value,
                self.value_look(cells),
            );
            labels.len().max(values.len())
        };
        let most = cells.iter().map(count).max().unwrap_or_default();
        let height = f32::from(u16::try_from(most).unwrap_or(u16::MAX)) * label.height();
        // A row that fits on a page is not torn.
        self.need((height + 2.0 * PADDING).min(BOTTOM - TOP));
        self.y += PADDING;
        let (sheet, top) = (self.sheets.len(), self.y);
        for cells in cells {
            let Cells {
                place,
                row,
                left,
                value,
                right,
            } = *cells;
            for (text, from, to, look, part) in [
                (&row.label, left, value - GUTTER, label, Part::Label(place)),
                (
                    &row.value,
                    value,
                    right,
                    self.value_look(cells),
                    Part::Value(place),
                ),
            ] {
                if self.sheets.len() == sheet {
                    self.y = top;
                }
                self.lines(text, from, to, look, part);
            }
        }
        if self.sheets.len() == sheet {
            self.y = top + height;
        }
        self.y += PADDING;
        self.fill(MARGIN, RIGHT - MARGIN, 0.5, RULE);
    }

    /// Good and bad values are bold; one long word, such as a digest, is small enough to be copied in one piece.
    fn value_look(&self, cells: &Cells<'_>) -> Look {
        let style = match cells.row.tone {
            Tone::Plain | Tone::Quiet => Style::Regular,
            Tone::Good | Tone::Open | Tone::Bad => Style::Bold,
        };
        let look = Look::new(TEXT, style, cells.row.tone);
        let value = &cells.row.value;
        let is_wide = typeface::width(&self.regular, value, TEXT) > cells.right - cells.value;
        if is_wide && !value.contains(char::is_whitespace) {
            Look { size: SMALL, ..look }
        } else {
            look
        }
    }

    /// Begins a page unless `height` is left on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.sheets.push(Sheet::default());
            self.y = TOP;
        }
    }

    fn fill(&mut self, x: f32, width: f32, height: f32, colour: [u8; 3]) {
        let y = self.y;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.fills.push(Fill {
                x,
                y,
                width,
                height,
                colour,
            });
        }
    }

    fn lines(&mut self, text: &str, left: f32, right: f32, look: Look, part: Part) {
        for line in self.broken(text, right - left, look) {
            self.need(look.height());
            let y = self.y + look.size;
            let element = (self.block, part);
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.texts.push(Text {
                    x: left,
                    y,
                    text: line,
                    size: look.size,
                    style: look.style,
                    tone: look.tone,
                    element,
                });
            }
            self.y += look.height();
        }
    }

    /// `text` in lines no wider than `width`. Words that are wider themselves are cut. Every line but the last ends
    /// with the space that it was broken at, so that words stay apart when they are copied or read aloud.
    fn broken(&self, text: &str, width: f32, look: Look) -> Vec<String> {
        let face = if look.style == Style::Bold {
            &self.bold
        } else {
            &self.regular
        };
        let fits = |line: &str| typeface::width(face, line.trim_end(), look.size) <= width;
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in self.printable(paragraph).split_inclusive(' ') {
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
        }
        lines
    }

    /// Names come from hostile files: what the typeface has no letter for shows as a question mark.
    fn printable(&self, text: &str) -> String {
        let has = |letter: char| {
            self.regular.glyph_index(letter).is_some() && self.bold.glyph_index(letter).is_some()
        };
        text.chars()
            .map(|letter| match letter {
                letter if letter.is_control() || letter == '\u{A0}' => ' ',
                letter if has(letter) => letter,
                _ => '?',
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(blocks: &[Block]) -> Vec<Vec<String>> {
        let sheets = lay_out(blocks).unwrap();
        let text_of = |sheet: &Sheet| sheet.texts.iter().map(|text| text.text.clone()).collect();
        sheets.iter().map(text_of).collect()
    }

    #[test]
    fn broken_lines_lose_nothing() {
        let sentence = "Ủy ban nhân dân xã Bình Minh Mẫu ".repeat(9) + &"9f".repeat(200);
        let lines = texts(&[Block::Note(sentence.clone())]).concat();
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), sentence);
    }

    #[test]
    fn strange_letters_and_controls_do_not_disturb() {
        let lines = texts(&[Block::Note("a\u{7}b\u{202E}c漢".to_owned())]).concat();
        assert_eq!(lines, ["a b?c?"]);
    }

    #[test]
    fn long_reports_go_over_many_pages_and_stay_on_them() {
        let row = |number: usize| Row {
            label: format!("Tên {number}"),
            value: "Giá trị rất dài ".repeat(number % 20),
            tone: Tone::Good,
        };
        let sheets = lay_out(&[Block::Table((0..100).map(row).collect())]).unwrap();
        assert!(sheets.len() > 3);
        for text in sheets.iter().flat_map(|sheet| &sheet.texts) {
            assert!(text.y >= TOP && text.y <= BOTTOM, "{text:?}");
        }
    }
}
