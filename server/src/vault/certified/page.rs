//! The page with the certification ("lời chứng"), which stands behind the pages of the scan. Such papers are Vietnamese. The
//! same certification always makes the same bytes.

use crate::typeface::{Look, Style, broken, measure};
use chrono::{Datelike, NaiveDate};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use motcua_shared::vault::certified::book;

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 85.0;
const RIGHT: f32 = PAGE.0 - 57.0;
const TEXT: f32 = 13.0;
const LEADING: f32 = 1.4;
/// What the picture of a signature takes.
const ROOM: f32 = 110.0;

/// Why the page cannot be written; a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the certification cannot be written as a PDF: {0}")]
pub struct PageError(String);

/// What is certified.
pub struct Certification<'a> {
    /// The agency.
    pub unit: &'a str,
    /// The place before the date.
    pub place: &'a str,
    /// Day of the certification.
    pub day: NaiveDate,
    /// The number in the book of the year.
    pub number: u32,
    /// What the original is.
    pub original: &'a str,
    /// Its pages.
    pub pages: u32,
    /// Who showed it.
    pub owner: &'a str,
    /// Who certifies.
    pub signer: &'a str,
    /// The title of that person.
    pub title: &'a str,
    /// By which the request is found again.
    pub code: &'a str,
}

/// The page, as a PDF of its own.
pub fn render(said: &Certification<'_>) -> Result<Vec<u8>, PageError> {
    let mut document = Document::new();
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| PageError("page".to_owned()))?;
    let mut page = document.start_page_with(settings);
    {
        let mut pen = Pen {
            surface: page.surface(),
            fonts: [Style::Regular, Style::Bold, Style::Italic].map(font),
            y: 57.0,
        };
        draw(&mut pen, said)?;
        pen.surface.finish();
    }
    page.finish();
    document.finish().map_err(|error| PageError(format!("{error:?}")))
}

fn font(style: Style) -> (Style, Option<Font>) {
    (style, Font::new(style.data().into(), 0))
}

fn draw(pen: &mut Pen<'_>, said: &Certification<'_>) -> Result<(), PageError> {
    let (middle, width) = (f32::midpoint(LEFT, RIGHT), RIGHT - LEFT);
    let (unit_middle, head) = (LEFT + 80.0, middle + 80.0);
    let top = pen.y;
    pen.centred(&said.unit.to_uppercase(), unit_middle, 180.0, (11.0, Style::Bold))?;
    pen.rule(unit_middle, 60.0);
    let under_unit = pen.y;
    pen.y = top;
    pen.centred(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        head,
        290.0,
        (12.0, Style::Bold),
    )?;
    pen.centred("Độc lập - Tự do - Hạnh phúc", head, 290.0, (13.0, Style::Bold))?;
    pen.rule(head, 158.0);
    pen.y = pen.y.max(under_unit) + 36.0;
    pen.centred("LỜI CHỨNG", middle, width, (15.0, Style::Bold))?;
    pen.centred(
        "CHỨNG THỰC BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH",
        middle,
        width,
        (13.0, Style::Bold),
    )?;
    pen.y += 22.0;
    let content = [
        "Bản sao điện tử có nội dung đúng với bản chính.".to_owned(),
        format!("Bản chính: {}, gồm {} trang.", said.original, said.pages),
        format!("Người yêu cầu chứng thực: {}.", said.owner),
        format!(
            "Số chứng thực: {:02}; quyển số: {}.",
            said.number,
            book(said.day.year())
        ),
        format!("Cơ quan thực hiện chứng thực: {}.", said.unit),
    ];
    for (at, line) in content.iter().enumerate() {
        let style = if at == 0 { Style::Bold } else { Style::Regular };
        pen.block(line, LEFT, RIGHT, (TEXT, style))?;
        pen.y += 6.0;
    }
    pen.y += 20.0;
    let right = middle + width / 4.0;
    let day = format!(
        "{}, ngày {:02} tháng {:02} năm {}",
        said.place,
        said.day.day(),
        said.day.month(),
        said.day.year()
    );
    pen.centred(&day, right - 10.0, 300.0, (TEXT, Style::Italic))?;
    let half = width / 2.0;
    pen.centred("NGƯỜI THỰC HIỆN CHỨNG THỰC", right, half, (12.0, Style::Bold))?;
    pen.centred(&said.title.to_uppercase(), right, half, (12.0, Style::Bold))?;
    pen.y += ROOM;
    pen.centred(said.signer, right, half, (TEXT, Style::Bold))?;
    pen.y = PAGE.1 - 52.0;
    let foot = format!(
        "Bản sao điện tử này có giá trị khi còn đủ chữ ký số của người thực hiện chứng thực và của cơ quan. Mã yêu cầu: {}",
        said.code
    );
    pen.block(&foot, LEFT, RIGHT, (9.0, Style::Regular))
}

/// Writes from the top to the bottom of the page.
struct Pen<'a> {
    surface: Surface<'a>,
    fonts: [(Style, Option<Font>); 3],
    y: f32,
}

impl Pen<'_> {
    fn centred(&mut self, text: &str, middle: f32, width: f32, look: Look) -> Result<(), PageError> {
        for line in broken(text, width, look) {
            let x = middle - measure(line.trim_end(), look) / 2.0;
            self.line(&line, x, look)?;
        }
        Ok(())
    }

    fn block(&mut self, text: &str, left: f32, right: f32, look: Look) -> Result<(), PageError> {
        for line in broken(text, right - left, look) {
            self.line(&line, left, look)?;
        }
        Ok(())
    }

    fn line(&mut self, text: &str, x: f32, (size, style): Look) -> Result<(), PageError> {
        let font = self.fonts.iter().find(|(known, _)| *known == style);
        let font = font
            .and_then(|(_, font)| font.clone())
            .ok_or_else(|| PageError("the typeface".to_owned()))?;
        self.ink();
        let at = Point::from_xy(x, self.y + size);
        self.surface
            .draw_text(at, font, size, text.trim_end(), false, TextDirection::LeftToRight);
        self.y += size * LEADING;
        Ok(())
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
        let mut path = PathBuilder::new();
        let Some(area) = Rect::from_xywh(middle - width / 2.0, self.y, width, 0.8) else {
            return;
        };
        path.push_rect(area);
        if let Some(path) = path.finish() {
            self.ink();
            self.surface.draw_path(&path);
        }
    }
}
