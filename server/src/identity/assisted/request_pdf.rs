//! "Giấy đề nghị tạo tài khoản" with what was typed, for the citizen to read and sign (seed 002, appendix III): an
//! administrative paper after Decree 30/2020, on one A4 page, PDF/A-2a and PDF/UA-1. Such papers are Vietnamese in whatever
//! language the officer reads the page. The same registration always makes the same bytes.

use super::domain::Candidate;
use crate::typeface::{self, Style};
use chrono::{Datelike, NaiveDate};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::Sex;
use motcua_shared::time::format_date;
use std::num::NonZeroU16;

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
/// Decree 30: 30 mm on the left, 20 mm on the right.
const LEFT: f32 = 85.0;
const RIGHT: f32 = PAGE.0 - 57.0;
const VALUES: f32 = LEFT + 178.0;
const TEXT: f32 = 13.0;
const LEADING: f32 = 1.35;

const TITLE: &str = "GIẤY ĐỀ NGHỊ TẠO TÀI KHOẢN";
const STATEMENT: &str = "Tôi đã đọc lại và xác nhận thông tin trên là đúng; số điện thoại trên do tôi đang sử dụng. Tôi đề nghị bộ phận \
một cửa tạo tài khoản dịch vụ công cho tôi; tôi sẽ tự đặt mật khẩu theo đường dẫn được gửi đến số điện thoại này. Tôi không đưa mật khẩu \
và mã xác thực cho bất kỳ ai, kể cả cán bộ.";

/// Why the paper cannot be written; a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the request cannot be written as a PDF: {0}")]
pub struct RequestPdfError(String);

/// What stands on the paper.
pub struct Request<'a> {
    /// Who asks.
    pub candidate: &'a Candidate,
    /// The unit of the desk.
    pub unit: &'a str,
    /// The officer at the desk.
    pub officer: &'a str,
    /// The day of the paper.
    pub day: NaiveDate,
    /// By which it is found again.
    pub id: AssistedId,
}

/// The paper.
pub fn render(request: &Request<'_>) -> Result<Vec<u8>, RequestPdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| RequestPdfError(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut tree = TagTree::new().with_lang(Some("vi".to_owned()));
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| RequestPdfError("page".to_owned()))?;
    let mut page = document.start_page_with(settings);
    {
        let mut pen = Pen {
            surface: page.surface(),
            fonts: Fonts::load()?,
            y: 57.0,
        };
        draw(&mut pen, request, &mut tree);
        pen.surface.finish();
    }
    page.finish();
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(TITLE.to_owned(), top));
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.set_metadata(metadata(request));
    document
        .finish()
        .map_err(|error| RequestPdfError(format!("{error:?}")))
}

fn draw(pen: &mut Pen<'_>, request: &Request<'_>, tree: &mut TagTree) {
    let middle = f32::midpoint(LEFT, RIGHT);
    let head = middle + 70.0;
    let unit_middle = LEFT + 70.0;
    let top = pen.y;
    let unit = pen.centred(
        &request.unit.to_uppercase(),
        unit_middle,
        168.0,
        (11.0, Style::Bold),
    );
    pen.rule(unit_middle, 60.0);
    let under_unit = pen.y;
    pen.y = top;
    let nation = pen.centred(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        head,
        290.0,
        (12.0, Style::Bold),
    );
    let motto = pen.centred("Độc lập - Tự do - Hạnh phúc", head, 290.0, (13.0, Style::Bold));
    pen.rule(head, 158.0);
    pen.y += 12.0;
    let date = format!(
        "…………………, ngày {:02} tháng {:02} năm {}",
        request.day.day(),
        request.day.month(),
        request.day.year()
    );
    let date = pen.centred(&date, head, 290.0, (TEXT, Style::Italic));
    pen.y = pen.y.max(under_unit) + 26.0;
    for marks in [unit, nation, motto, date] {
        tree.push(TagGroup::with_children(Tag::P, leaves(marks)));
    }
    let title = pen.centred(TITLE, middle, RIGHT - LEFT, (14.0, Style::Bold));
    let level = NonZeroU16::MIN;
    tree.push(TagGroup::with_children(
        Tag::Hn(level, Some(TITLE.to_owned())),
        leaves(title),
    ));
    let under = pen.centred(
        "trên Cổng dịch vụ công Một Cửa",
        middle,
        RIGHT - LEFT,
        (TEXT, Style::Bold),
    );
    tree.push(TagGroup::with_children(Tag::P, leaves(under)));
    pen.y += 16.0;
    let to = pen.block(
        &format!("Kính gửi: {}", request.unit),
        LEFT,
        RIGHT,
        (TEXT, Style::Regular),
    );
    tree.push(TagGroup::with_children(Tag::P, leaves(to)));
    pen.y += 6.0;
    tree.push(TagGroup::with_children(Tag::Table, rows(pen, request.candidate)));
    pen.y += 10.0;
    let statement = pen.block(STATEMENT, LEFT, RIGHT, (TEXT, Style::Regular));
    tree.push(TagGroup::with_children(Tag::P, leaves(statement)));
    pen.y += 26.0;
    signatures(pen, request, tree);
    pen.footer(&format!("Mã đề nghị: {}", request.id));
}

fn rows(pen: &mut Pen<'_>, candidate: &Candidate) -> Vec<Node> {
    let sex = match candidate.sex {
        Sex::Female => "Nữ",
        Sex::Male => "Nam",
    };
    let born = format_date(candidate.birth_date);
    let rows = [
        ("Họ và tên", candidate.name.as_str()),
        ("Số CCCD/CMND", &candidate.identity_number),
        ("Ngày sinh", &born),
        ("Giới tính", sex),
        ("Số điện thoại", &candidate.phone),
        ("Thư điện tử", candidate.email.as_deref().unwrap_or("Không có")),
        ("Nơi ở hiện nay", &candidate.address),
    ];
    let row = |(label, value): (&str, &str)| {
        let top = pen.y + 4.0;
        pen.y = top;
        let label = pen.block(label, LEFT, VALUES - 8.0, (TEXT, Style::Regular));
        let under_label = pen.y;
        pen.y = top;
        let value = pen.block(value, VALUES, RIGHT, (TEXT, Style::Bold));
        pen.y = pen.y.max(under_label) + 4.0;
        pen.line(LEFT, RIGHT);
        let label = TagGroup::with_children(Tag::TH(TableHeaderScope::Row), leaves(label));
        let value = TagGroup::with_children(Tag::TD, leaves(value));
        TagGroup::with_children(Tag::TR, vec![label.into(), value.into()]).into()
    };
    rows.into_iter().map(row).collect()
}

fn signatures(pen: &mut Pen<'_>, request: &Request<'_>, tree: &mut TagTree) {
    let quarter = (RIGHT - LEFT) / 4.0;
    let top = pen.y;
    for (x, role, name) in [
        (LEFT + quarter, "CÁN BỘ TIẾP NHẬN", request.officer),
        (RIGHT - quarter, "NGƯỜI ĐỀ NGHỊ", &request.candidate.name),
    ] {
        pen.y = top;
        let width = 2.0 * quarter - 12.0;
        let mut marks = pen.centred(role, x, width, (TEXT, Style::Bold));
        marks.extend(pen.centred("(Ký, ghi rõ họ tên)", x, width, (12.0, Style::Italic)));
        // Room for a hand.
        pen.y += 70.0;
        marks.extend(pen.centred(name, x, width, (TEXT, Style::Bold)));
        tree.push(TagGroup::with_children(Tag::P, leaves(marks)));
    }
}

fn leaves(marks: Vec<Identifier>) -> Vec<Node> {
    marks.into_iter().map(Node::from).collect()
}

fn metadata(request: &Request<'_>) -> Metadata {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(request.day.year()).unwrap_or_default())
        .month(small(request.day.month()))
        .day(small(request.day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(7)
        .utc_offset_minute(0);
    Metadata::new()
        .title("Giấy đề nghị tạo tài khoản".to_owned())
        .language("vi".to_owned())
        .creator("Một Cửa".to_owned())
        .creation_date(date)
        .document_id(request.id.to_string())
}

struct Fonts {
    regular: Font,
    bold: Font,
    italic: Font,
}

impl Fonts {
    fn load() -> Result<Self, RequestPdfError> {
        let font = |style: Style| {
            Font::new(style.data().into(), 0).ok_or_else(|| RequestPdfError("the typeface".to_owned()))
        };
        Ok(Self {
            regular: font(Style::Regular)?,
            bold: font(Style::Bold)?,
            italic: font(Style::Italic)?,
        })
    }

    fn of(&self, style: Style) -> Font {
        match style {
            Style::Regular => self.regular.clone(),
            Style::Bold => self.bold.clone(),
            Style::Italic => self.italic.clone(),
        }
    }
}

/// Size and style of letters.
type Look = (f32, Style);

/// Writes from the top to the bottom of the page.
struct Pen<'a> {
    surface: Surface<'a>,
    fonts: Fonts,
    /// Where the next line begins, from above.
    y: f32,
}

impl Pen<'_> {
    /// Lines around a middle.
    fn centred(&mut self, text: &str, middle: f32, width: f32, look: Look) -> Vec<Identifier> {
        let lines = broken(text, width, look);
        let place = |line: &String| middle - measure(line.trim_end(), look) / 2.0;
        self.lines(&lines, place, look)
    }

    /// Lines from the left.
    fn block(&mut self, text: &str, left: f32, right: f32, look: Look) -> Vec<Identifier> {
        let lines = broken(text, right - left, look);
        self.lines(&lines, |_| left, look)
    }

    fn lines(&mut self, lines: &[String], x: impl Fn(&String) -> f32, look: Look) -> Vec<Identifier> {
        let mut marks = Vec::new();
        for line in lines {
            let mark = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.ink();
            self.write(line, x(line), self.y + look.0, look);
            self.surface.end_tagged();
            marks.push(mark);
            self.y += look.0 * LEADING;
        }
        marks
    }

    fn write(&mut self, text: &str, x: f32, y: f32, (size, style): Look) {
        let font = self.fonts.of(style);
        let at = Point::from_xy(x, y);
        self.surface
            .draw_text(at, font, size, text, false, TextDirection::LeftToRight);
    }

    fn ink(&mut self) {
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::new(0x1A, 0x1A, 0x1A).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }

    /// The short rule below a name or motto.
    fn rule(&mut self, middle: f32, width: f32) {
        self.y += 2.0;
        self.fill(middle - width / 2.0, width, 0.8);
    }

    fn line(&mut self, left: f32, right: f32) {
        self.fill(left, right - left, 0.4);
    }

    fn fill(&mut self, x: f32, width: f32, height: f32) {
        let mut path = PathBuilder::new();
        let Some(area) = Rect::from_xywh(x, self.y, width, height) else {
            return;
        };
        path.push_rect(area);
        let Some(path) = path.finish() else { return };
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.ink();
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }

    fn footer(&mut self, text: &str) {
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        self.ink();
        self.write(text, LEFT, PAGE.1 - 40.0, (9.0, Style::Regular));
        self.surface.end_tagged();
    }
}

fn measure(text: &str, (size, style): Look) -> f32 {
    style
        .face()
        .map_or(0.0, |face| typeface::width(&face, text, size))
}

/// `text` in lines no wider than `width`; words that are wider themselves are cut. Every line but the last ends with the
/// space that it was broken at, so that words stay apart when they are read aloud.
fn broken(text: &str, width: f32, look: Look) -> Vec<String> {
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
        .map(|letter| match letter {
            letter if letter.is_control() || letter == '\u{A0}' => ' ',
            letter if has(letter) => letter,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Document as Pdf;

    fn candidate() -> Candidate {
        Candidate {
            identity_number: "001099000011".to_owned(),
            name: "Lê Văn Mới".to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1999, 1, 31).unwrap(),
            sex: Sex::Male,
            phone: "0912000011".to_owned(),
            email: None,
            address: "Thôn Một, xã Tuy Phước, tỉnh Gia Lai".to_owned(),
        }
    }

    fn rendered(candidate: &Candidate) -> Vec<u8> {
        let request = Request {
            candidate,
            unit: "Ủy ban nhân dân xã Tuy Phước",
            officer: "Trần Thị Cán Bộ",
            day: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            id: AssistedId::from_uuid(uuid::Uuid::from_u128(7)),
        };
        render(&request).unwrap()
    }

    #[test]
    fn one_page_archival_accessible_and_always_the_same_bytes() {
        let bytes = rendered(&candidate());
        assert_eq!(bytes, rendered(&candidate()));
        let pdf = Pdf::load_mem(&bytes).unwrap();
        assert_eq!(pdf.get_pages().len(), 1);
        let text = String::from_utf8_lossy(&bytes);
        for fact in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
            assert!(text.contains(fact), "{fact}");
        }
    }

    #[test]
    fn names_and_addresses_of_any_length_stay_on_the_page() {
        let long = Candidate {
            name: "Công Tằng Tôn Nữ ".repeat(6).trim().to_owned(),
            address: "Tổ dân phố số mười hai, phường ".repeat(9).trim().to_owned(),
            ..candidate()
        };
        let pdf = Pdf::load_mem(&rendered(&long)).unwrap();
        assert_eq!(pdf.get_pages().len(), 1);
        let wide = broken(&"a".repeat(300), 200.0, (TEXT, Style::Regular));
        assert_eq!(wide.concat(), "a".repeat(300));
        assert!(
            wide.iter()
                .all(|line| measure(line, (TEXT, Style::Regular)) <= 200.0)
        );
    }
}
