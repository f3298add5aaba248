//! Pages into a tagged PDF (ISO 32000-1 §14.8), by krilla.

use super::{
    Printed, ReportPdfError,
    content::Tone,
    flow::{Fill, MARGIN, PAGE, Part, Sheet, Text},
};
use crate::typeface::{self, Style};
use chrono::{Datelike, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill as Ink, FillRule},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagTree,
    },
    text::{Font, TextDirection},
};
use motcua_shared::text::{self, Lang};
use std::{collections::BTreeMap, num::NonZeroU16};

/// Where page numbers stand, from above.
const FOOTER: f32 = PAGE.1 - 36.0;
const FOOTER_SIZE: f32 = 8.0;

/// What has been drawn, by element: in which order, and with which marks.
type Drawn = BTreeMap<(usize, Part), Vec<Identifier>>;

/// Draws all pages.
pub(super) fn draw(sheets: &[Sheet], about: &Printed) -> Result<Vec<u8>, ReportPdfError> {
    let lang = about.lang;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| ReportPdfError(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let fonts = Fonts::load()?;
    let mut drawn = Drawn::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1);
        let settings = settings.ok_or_else(|| ReportPdfError("the page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for fill in &sheet.fills {
            draw_fill(&mut surface, fill);
        }
        for text in &sheet.texts {
            let mark = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            draw_text(&mut surface, text, &fonts);
            surface.end_tagged();
            drawn.entry(text.element).or_default().push(mark);
        }
        let number = text::signature::print_page(lang, place.saturating_add(1), sheets.len());
        draw_footer(&mut surface, &number, &about.footer, &fonts);
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(sheets));
    document.set_tag_tree(tree(&drawn, sheets, lang));
    document.set_metadata(metadata(about));
    document
        .finish()
        .map_err(|error| ReportPdfError(format!("{error:?}")))
}

/// The typeface in its three styles.
struct Fonts {
    regular: Font,
    bold: Font,
    italic: Font,
}

impl Fonts {
    fn load() -> Result<Self, ReportPdfError> {
        let font = |style: Style| {
            Font::new(style.data().into(), 0).ok_or_else(|| ReportPdfError("the typeface".to_owned()))
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

/// All tones reach a contrast of 4.5 against white and against their own pale colour (WCAG 2.2, 1.4.3).
fn ink(surface: &mut Surface<'_>, tone: Tone) {
    let colour = match tone {
        Tone::Plain => rgb::Color::new(0x1A, 0x1A, 0x1A),
        Tone::Quiet => rgb::Color::new(0x55, 0x55, 0x55),
        Tone::Good => rgb::Color::new(0x14, 0x5F, 0x2D),
        Tone::Open => rgb::Color::new(0x7A, 0x4D, 0x00),
        Tone::Bad => rgb::Color::new(0x9C, 0x10, 0x18),
    };
    set_colour(surface, colour);
}

fn set_colour(surface: &mut Surface<'_>, colour: rgb::Color) {
    surface.set_fill(Some(Ink {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }));
}

fn draw_text(surface: &mut Surface<'_>, text: &Text, fonts: &Fonts) {
    ink(surface, text.tone);
    surface.draw_text(
        Point::from_xy(text.x, text.y),
        fonts.of(text.style),
        text.size,
        &text.text,
        false,
        TextDirection::LeftToRight,
    );
}

/// The page number, and what every page is about.
fn draw_footer(surface: &mut Surface<'_>, number: &str, about: &str, fonts: &Fonts) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::PageNumber,
    )));
    ink(surface, Tone::Quiet);
    let face = Style::Regular.face();
    let width = face.map_or(0.0, |face| typeface::width(&face, about, FOOTER_SIZE));
    for (x, text) in [(MARGIN, number), (PAGE.0 - MARGIN - width, about)] {
        let at = Point::from_xy(x, FOOTER);
        let font = fonts.of(Style::Regular);
        surface.draw_text(at, font, FOOTER_SIZE, text, false, TextDirection::LeftToRight);
    }
    surface.end_tagged();
}

fn draw_fill(surface: &mut Surface<'_>, fill: &Fill) {
    let Some(area) = Rect::from_xywh(fill.x, fill.y, fill.width, fill.height) else {
        return;
    };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    let [red, green, blue] = fill.colour;
    set_colour(surface, rgb::Color::new(red, green, blue));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn metadata(about: &Printed) -> Metadata {
    const VIETNAM: i8 = 7;
    let at = about.at.utc() + chrono::TimeDelta::hours(i64::from(VIETNAM));
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(VIETNAM)
        .utc_offset_minute(0);
    Metadata::new()
        .title(about.title.clone())
        .language(about.lang.tag().to_owned())
        .creator(text::common::portal_name(about.lang).to_owned())
        .creation_date(date)
        .document_id(about.id.clone())
}

/// What a person who cannot see the pages is told, in reading order.
fn tree(drawn: &Drawn, sheets: &[Sheet], lang: Lang) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(lang.tag().to_owned()));
    let mut waiting: Option<(usize, Container)> = None;
    for (&(block, part), marks) in drawn {
        if waiting.as_ref().is_some_and(|(own, _)| *own != block) {
            tree.extend_with(waiting.take());
        }
        let leaves = || marks.iter().map(|mark| Node::from(*mark)).collect::<Vec<_>>();
        match part {
            Part::Heading(level) => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                let title = title_of(sheets, (block, part));
                tree.push(TagGroup::with_children(Tag::Hn(level, Some(title)), leaves()));
            }
            Part::Paragraph => tree.push(TagGroup::with_children(Tag::P, leaves())),
            Part::Label(row) => {
                let cell = TagGroup::with_children(Tag::TH(TableHeaderScope::Row), leaves());
                container(&mut waiting, block).cell(row, cell);
            }
            Part::Value(row) => {
                let cell = TagGroup::with_children(Tag::TD, leaves());
                container(&mut waiting, block).cell(row, cell);
            }
            Part::Member(_) => {
                let body = TagGroup::with_children(Tag::LBody, leaves());
                let member = TagGroup::with_children(Tag::LI, vec![body.into()]);
                container(&mut waiting, block).members.push(member.into());
            }
        }
    }
    tree.extend_with(waiting);
    tree
}

/// A table or a list that is being filled.
#[derive(Default)]
struct Container {
    rows: BTreeMap<usize, Vec<Node>>,
    members: Vec<Node>,
}

impl Container {
    fn cell(&mut self, row: usize, cell: TagGroup) {
        self.rows.entry(row).or_default().push(cell.into());
    }
}

fn container(waiting: &mut Option<(usize, Container)>, block: usize) -> &mut Container {
    &mut waiting.get_or_insert_with(|| (block, Container::default())).1
}

/// Puts a finished table or list behind the rest.
trait ExtendWith {
    fn extend_with(&mut self, container: Option<(usize, Container)>);
}

impl ExtendWith for TagTree {
    fn extend_with(&mut self, container: Option<(usize, Container)>) {
        let Some((_, container)) = container else { return };
        if !container.members.is_empty() {
            let list = Tag::L(ListNumbering::None);
            self.push(TagGroup::with_children(list, container.members));
        }
        if !container.rows.is_empty() {
            let rows = container.rows.into_values();
            let rows = rows.map(|cells| TagGroup::with_children(Tag::TR, cells).into());
            self.push(TagGroup::with_children(Tag::Table, rows.collect()));
        }
    }
}

/// Where the sections begin, for the side panel of a reader.
fn outline(sheets: &[Sheet]) -> Outline {
    let mut outline = Outline::new();
    let mut last = None;
    for (page, sheet) in sheets.iter().enumerate() {
        for text in &sheet.texts {
            let (block, Part::Heading(1 | 2)) = text.element else {
                continue;
            };
            // A heading of two lines is one heading.
            if last.replace(block) != Some(block) {
                let at = Point::from_xy(0.0, (text.y - text.size * 1.5).max(0.0));
                let title = title_of(sheets, text.element);
                outline.push_child(OutlineNode::new(title, XyzDestination::new(page, at)));
            }
        }
    }
    outline
}

fn title_of(sheets: &[Sheet], element: (usize, Part)) -> String {
    let texts = sheets.iter().flat_map(|sheet| &sheet.texts);
    texts
        .filter(|text| text.element == element)
        .map(|text| text.text.as_str())
        .collect()
}
