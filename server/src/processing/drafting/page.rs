//! The paper as a PDF, in the form of administrative documents (Decree 30/2020): national title, unit, number, place and day,
//! what it is called, its text, who gets it, and room for both signatures. Such papers are Vietnamese. The same paper always
//! makes the same bytes.

use crate::typeface::{Look, Style, broken, measure};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use motcua_shared::processing::drafting::{SignBox, SignPlaces};

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 85.0;
const RIGHT: f32 = PAGE.0 - 57.0;
const TOP: f32 = 57.0;
const BOTTOM: f32 = PAGE.1 - 60.0;
const TEXT: Look = (13.5, Style::Regular);
const LEADING: f32 = 1.35;
const INDENT: f32 = 28.0;
/// What the picture of the person's signature takes; real papers have 180 × 90.
const PICTURE: (f32, f32) = (180.0, 90.0);
/// What the seal takes, over the left third of it.
const SEAL: f32 = 110.0;

/// Why the paper cannot be written; a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the result cannot be written as a PDF: {0}")]
pub struct PageError(String);

/// What stands on it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The unit.
    pub unit: String,
    /// Number and sign, or only the sign while it is a draft.
    pub number: String,
    /// Place and day.
    pub day: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// Paragraphs.
    pub body: String,
    /// Who gets it, one in a line.
    pub recipients: String,
    /// Lines above the signature.
    pub signer_title: String,
    /// Who signs.
    pub signer: String,
    /// What stands at the foot.
    pub foot: String,
    /// Nobody is to take it for the paper itself.
    pub is_draft: bool,
}

/// A line at its place.
struct Line {
    page: usize,
    x: f32,
    y: f32,
    text: String,
    look: Look,
}

/// Where everything stands.
#[derive(Default)]
struct Plan {
    page: usize,
    y: f32,
    lines: Vec<Line>,
    /// Page, left, top and width of short rules.
    rules: Vec<(usize, f32, f32, f32)>,
}

impl Plan {
    fn put(&mut self, text: String, x: f32, look: Look) {
        let (page, y) = (self.page, self.y);
        self.lines.push(Line {
            page,
            x,
            y,
            text,
            look,
        });
        self.y += look.0 * LEADING;
    }

    fn centred(&mut self, text: &str, middle: f32, width: f32, look: Look) {
        for line in broken(text, width, look) {
            let line = line.trim_end().to_owned();
            let x = middle - measure(&line, look) / 2.0;
            self.put(line, x, look);
        }
    }

    fn rule(&mut self, middle: f32, width: f32) {
        self.y += 2.0;
        self.rules.push((self.page, middle - width / 2.0, self.y, width));
    }

    fn next_page(&mut self) {
        self.page += 1;
        self.y = TOP;
    }

    /// A paragraph, which goes on over the page.
    fn paragraph(&mut self, text: &str) {
        let first: f32 = INDENT;
        let words = text.trim();
        // The indent is blank letters for the breaking alone.
        let blank = " ".repeat(8);
        for (at, line) in broken(&format!("{blank}{words}"), RIGHT - LEFT, TEXT)
            .into_iter()
            .enumerate()
        {
            if self.y + TEXT.0 * LEADING > BOTTOM {
                self.next_page();
            }
            let x = if at == 0 { LEFT + first } else { LEFT };
            self.put(line.trim().to_owned(), x, TEXT);
        }
        self.y += 5.0;
    }
}

/// The paper, with the places of its signatures.
pub fn render(sheet: &Sheet) -> Result<(Vec<u8>, SignPlaces), PageError> {
    let mut plan = Plan {
        y: TOP,
        ..Plan::default()
    };
    head(&mut plan, sheet);
    for paragraph in sheet.body.lines() {
        match paragraph.trim() {
            "" => plan.y += 4.0,
            line if line.starts_with('=') => {
                if plan.y + 40.0 > BOTTOM {
                    plan.next_page();
                }
                let line = line.trim_start_matches('=').trim();
                plan.centred(
                    line,
                    f32::midpoint(LEFT, RIGHT),
                    RIGHT - LEFT,
                    (13.5, Style::Bold),
                );
                plan.y += 5.0;
            }
            line => plan.paragraph(line),
        }
    }
    let places = end(&mut plan, sheet);
    Ok((draw(&plan, sheet)?, places))
}

fn head(plan: &mut Plan, sheet: &Sheet) {
    let middle = f32::midpoint(LEFT, RIGHT);
    let (of_unit, of_state) = (LEFT + 85.0, RIGHT - 145.0);
    if sheet.is_draft {
        plan.y -= 26.0;
        plan.centred(
            "DỰ THẢO – CHƯA CÓ GIÁ TRỊ",
            middle,
            RIGHT - LEFT,
            (11.0, Style::Bold),
        );
        plan.y = TOP;
    }
    let unit = sheet.unit.to_uppercase();
    plan.centred(
        &unit,
        of_unit,
        even(&unit, 170.0, (12.0, Style::Bold)),
        (12.0, Style::Bold),
    );
    plan.rule(of_unit, 60.0);
    let under_unit = plan.y;
    plan.y = TOP;
    plan.centred(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        of_state,
        290.0,
        (12.0, Style::Bold),
    );
    plan.centred(
        "Độc lập - Tự do - Hạnh phúc",
        of_state,
        290.0,
        (13.0, Style::Bold),
    );
    plan.rule(of_state, 160.0);
    let row = plan.y.max(under_unit) + 12.0;
    plan.y = row;
    plan.centred(
        &format!("Số: {}", sheet.number),
        of_unit,
        170.0,
        (13.0, Style::Regular),
    );
    let under_number = plan.y;
    plan.y = row;
    plan.centred(&sheet.day, of_state, 290.0, (13.0, Style::Italic));
    plan.y = plan.y.max(under_number) + 18.0;
    plan.centred(
        &sheet.title.to_uppercase(),
        middle,
        RIGHT - LEFT,
        (14.0, Style::Bold),
    );
    if !sheet.subject.trim().is_empty() {
        plan.centred(
            sheet.subject.trim(),
            middle,
            RIGHT - LEFT - 60.0,
            (13.5, Style::Bold),
        );
        plan.rule(middle, 90.0);
    }
    plan.y += 16.0;
}

/// The least width in which a name takes no more lines: its lines are about as long as each other.
fn even(text: &str, most: f32, look: Look) -> f32 {
    let lines = broken(text, most, look).len();
    let widths = (6..=17_u16).map(|step| f32::from(step) * most / 17.0);
    widths
        .into_iter()
        .find(|width| broken(text, *width, look).len() == lines)
        .unwrap_or(most)
}

/// Who gets it, and who signs: never torn apart, and never alone on a page.
fn end(plan: &mut Plan, sheet: &Sheet) -> SignPlaces {
    let (left, right) = (LEFT, RIGHT - 110.0);
    let title: Vec<&str> = sheet.signer_title.lines().collect();
    let lines: usize = title
        .iter()
        .map(|line| broken(line, 220.0, (13.0, Style::Bold)).len())
        .sum();
    let lines = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    let signature = f32::from(lines) * 13.0 * LEADING + PICTURE.1 + 30.0;
    let list: Vec<String> = sheet
        .recipients
        .lines()
        .filter(|line| !line.trim().is_empty())
        .flat_map(|line| broken(&format!("- {}", line.trim()), 200.0, (11.0, Style::Regular)))
        .collect();
    let listed = f32::from(u16::try_from(list.len() + 2).unwrap_or(u16::MAX)) * 11.0 * LEADING;
    plan.y += 12.0;
    if plan.y + signature.max(listed.min(BOTTOM - TOP)) > BOTTOM {
        carry(plan);
    }
    let top = plan.y;
    if !list.is_empty() {
        plan.put("Nơi nhận:".to_owned(), left, (12.0, Style::Bold));
        for line in list {
            plan.put(line.trim_end().to_owned(), left, (11.0, Style::Regular));
        }
    }
    plan.y = top;
    for line in title {
        plan.centred(line, right, 220.0, (13.0, Style::Bold));
    }
    plan.y += 10.0;
    let upper = plan.y;
    plan.y += PICTURE.1 + 10.0;
    plan.centred(&sheet.signer, right, 220.0, (13.5, Style::Bold));
    let from = right - PICTURE.0 / 2.0;
    let middle = upper + PICTURE.1 / 2.0;
    // Its right edge lies at the end of the first third of the signature.
    let seal = from + PICTURE.0 / 3.0 - SEAL;
    SignPlaces {
        person: place(plan.page, (from, upper), PICTURE),
        seal: place(plan.page, (seal, middle - SEAL / 2.0), (SEAL, SEAL)),
    }
}

/// Begins a page with the last two lines of the text.
fn carry(plan: &mut Plan) {
    let kept = plan.lines.len().saturating_sub(2);
    let mut moved: Vec<Line> = plan.lines.split_off(kept);
    // What stands in the head stays there.
    let is_text = moved.iter().all(|line| line.look == TEXT);
    if !is_text {
        plan.lines.append(&mut moved);
    }
    plan.next_page();
    for line in moved {
        plan.put(line.text, line.x, line.look);
    }
    plan.y += 12.0;
}

/// A place as PDF counts it: from the lower left.
fn place(page: usize, (left, top): (f32, f32), (width, height): (f32, f32)) -> SignBox {
    SignBox {
        page: u32::try_from(page + 1).unwrap_or(1),
        left: whole(left),
        bottom: whole(PAGE.1 - top - height),
        right: whole(left + width),
        top: whole(PAGE.1 - top),
    }
}

fn whole(points: f32) -> u32 {
    // Pages are some hundred points.
    (0..=1_000_u16)
        .rev()
        .find(|step| f32::from(*step) <= points)
        .map_or(0, u32::from)
}

fn draw(plan: &Plan, sheet: &Sheet) -> Result<Vec<u8>, PageError> {
    let mut document = Document::new();
    let fonts =
        [Style::Regular, Style::Bold, Style::Italic].map(|style| (style, Font::new(style.data().into(), 0)));
    for number in 0..=plan.page {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| PageError("page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut pen = Pen {
            surface: &mut surface,
            fonts: &fonts,
        };
        for line in plan.lines.iter().filter(|line| line.page == number) {
            pen.line(&line.text, line.x, line.y, line.look)?;
        }
        for (_, left, top, width) in plan.rules.iter().filter(|rule| rule.0 == number) {
            pen.rule(*left, *top, *width);
        }
        if number > 0 {
            let text = (number + 1).to_string();
            let x = f32::midpoint(LEFT, RIGHT) - measure(&text, TEXT) / 2.0;
            pen.line(&text, x, TOP - 28.0, TEXT)?;
        }
        pen.line(&sheet.foot, LEFT, PAGE.1 - 40.0, (9.0, Style::Regular))?;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| PageError(format!("{error:?}")))
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a [(Style, Option<Font>); 3],
}

impl Pen<'_, '_> {
    fn line(&mut self, text: &str, x: f32, y: f32, (size, style): Look) -> Result<(), PageError> {
        if text.is_empty() {
            return Ok(());
        }
        let font = self.fonts.iter().find(|(known, _)| *known == style);
        let font = font
            .and_then(|(_, font)| font.clone())
            .ok_or_else(|| PageError("the typeface".to_owned()))?;
        self.ink();
        let at = Point::from_xy(x, y + size);
        self.surface
            .draw_text(at, font, size, text, false, TextDirection::LeftToRight);
        Ok(())
    }

    fn ink(&mut self) {
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::black().into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }

    fn rule(&mut self, left: f32, top: f32, width: f32) {
        let mut path = PathBuilder::new();
        let Some(area) = Rect::from_xywh(left, top, width, 0.8) else {
            return;
        };
        path.push_rect(area);
        if let Some(path) = path.finish() {
            self.ink();
            self.surface.draw_path(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(body: &str) -> Sheet {
        Sheet {
            unit: "Ủy ban nhân dân xã Tuy Phước".to_owned(),
            number: "02/GXN-UBND".to_owned(),
            day: "Tuy Phước, ngày 05 tháng 11 năm 2026".to_owned(),
            title: "Giấy xác nhận".to_owned(),
            subject: "Về việc xác nhận tình trạng hôn nhân".to_owned(),
            body: body.to_owned(),
            recipients: "Như trên\nLưu: VT".to_owned(),
            signer_title: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH".to_owned(),
            signer: "Nguyễn Văn Mẫu".to_owned(),
            foot: "Mã hồ sơ: H21.101-261123-0001".to_owned(),
            is_draft: false,
        }
    }

    fn pages(bytes: &[u8]) -> usize {
        lopdf::Document::load_mem(bytes).unwrap().get_pages().len()
    }

    #[test]
    fn the_same_paper_makes_the_same_bytes() {
        let sheet = sheet("Một dòng.\n= QUYẾT ĐỊNH:\nĐiều 1. Công nhận.");
        assert_eq!(render(&sheet).unwrap().0, render(&sheet).unwrap().0);
    }

    #[test]
    fn the_seal_covers_the_left_third_of_the_signature_and_both_lie_on_the_page() {
        for paragraphs in [1, 18, 22, 24, 26, 28, 60, 300] {
            let body = vec![
                "Xác nhận những điều dưới đây là đúng sự thật, theo lời khai của người nộp hồ sơ.";
                paragraphs
            ];
            let (bytes, SignPlaces { person, seal }) = render(&sheet(&body.join("\n"))).unwrap();
            assert_eq!(
                usize::try_from(person.page).unwrap(),
                pages(&bytes),
                "{paragraphs}"
            );
            assert_eq!(person.page, seal.page);
            assert!(
                person.right < 560 && person.bottom > 50 && person.top < 800,
                "{paragraphs}: {person:?}"
            );
            assert!(seal.left > 85 && seal.bottom > 40, "{seal:?}");
            let covered = seal.right - person.left;
            assert!((55..=65).contains(&covered), "{covered}");
            assert!(seal.bottom < person.bottom && seal.top > person.top);
        }
    }

    #[test]
    fn a_word_wider_than_the_page_is_cut_and_empty_texts_make_a_paper() {
        // Two pages of text; the signatures begin a third with its last lines.
        assert_eq!(pages(&render(&sheet(&"a".repeat(5_000))).unwrap().0), 3);
        let mut bare = sheet("");
        bare.subject.clear();
        bare.recipients.clear();
        assert_eq!(pages(&render(&bare).unwrap().0), 1);
    }
}
