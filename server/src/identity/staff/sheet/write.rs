//! Writes the table: a title, the headings, and the officers of each level below its name. Every cell is text, so that no
//! number loses its noughts and nothing that somebody typed is taken for a formula.

use super::columns::Column;
use anyhow::Context;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::Level;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::search_key::search_key;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

/// An officer in the table.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Day of birth.
    pub born: Option<NaiveDate>,
    /// "Chức vụ".
    pub position: String,
    /// Code, name and level; administrators have none.
    pub unit: Option<(String, String, Level)>,
    /// Identity number, whole.
    pub identity: String,
    /// Mobile phone.
    pub phone: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
}

/// Spreadsheets run what begins with one of these, once somebody edits the cell.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Width of each column, in letters.
const WIDTHS: [f64; Column::ALL.len()] = [6.0, 28.0, 12.0, 26.0, 36.0, 14.0, 20.0, 14.0, 10.0, 10.0, 12.0];
/// The row of the headings.
const HEADINGS: u32 = 3;

/// The file.
pub fn write(mut people: Vec<Person>, today: NaiveDate) -> anyhow::Result<Vec<u8>> {
    people.sort_by_cached_key(|person| {
        let unit = person.unit.as_ref();
        (
            level_of(person),
            unit.map(|(_, name, _)| search_key(name)),
            search_key(&person.name),
        )
    });
    let mut book = Workbook::new();
    // The moment of today, not of the machine: the same table is the same file.
    let made = ExcelDateTime::parse_from_str(&today.to_string()).context("the day")?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    frame(sheet, today)?;
    let styles = Styles::new();
    let mut row = HEADINGS + 1;
    let mut above = None;
    let (mut place, mut letter) = (0_u32, b'A');
    for person in &people {
        let level = level_of(person);
        if above != Some(level) {
            let name = match level {
                0 => text::staff::unit_none(Lang::Vi).to_uppercase(),
                level => {
                    let name = format!("{}. {}", char::from(letter), name_of(level));
                    letter = letter.saturating_add(1);
                    name
                }
            };
            let last = u16::try_from(Column::ALL.len()).unwrap_or(1) - 1;
            sheet.merge_range(row, 0, row, last, &name, &styles.level)?;
            (above, place) = (Some(level), 0);
            row += 1;
        }
        place += 1;
        for (column, index) in Column::ALL.into_iter().zip(0_u16..) {
            let text = cell(person, column, place);
            let style = match column {
                Column::Place | Column::Role(_) => &styles.middle,
                _ if text.trim_start().starts_with(SIGNS) => &styles.quoted,
                _ => &styles.text,
            };
            sheet.write_string_with_format(row, index, text, style)?;
        }
        row += 1;
    }
    Ok(book.save_to_buffer()?)
}

struct Styles {
    level: Format,
    middle: Format,
    text: Format,
    quoted: Format,
}

impl Styles {
    fn new() -> Self {
        // "@": what is typed into the cell later stays text, too.
        let text = Format::new()
            .set_num_format("@")
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        Self {
            level: Format::new().set_bold().set_border(FormatBorder::Thin),
            middle: text.clone().set_align(FormatAlign::Center),
            quoted: text.clone().set_quote_prefix(),
            text,
        }
    }
}

fn frame(sheet: &mut Worksheet, today: NaiveDate) -> anyhow::Result<()> {
    sheet.set_name(text::sheet::name(Lang::Vi))?;
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, text::sheet::title(Lang::Vi), &title)?;
    sheet.write_string(1, 0, text::sheet::as_of(Lang::Vi, format_date(today)))?;
    let heading = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xEE_EE_EE))
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let blank = Format::new().set_num_format("@");
    for ((column, width), index) in Column::ALL.into_iter().zip(WIDTHS).zip(0_u16..) {
        sheet.set_column_width(index, width)?;
        sheet.set_column_format(index, &blank)?;
        sheet.write_string_with_format(HEADINGS, index, column.heading(), &heading)?;
    }
    sheet.set_row_height(HEADINGS, 32)?;
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    Ok(())
}

fn level_of(person: &Person) -> u8 {
    match person.unit {
        None => 0,
        Some((_, _, Level::Ministry)) => 1,
        Some((_, _, Level::Province)) => 2,
        Some((_, _, Level::District)) => 3,
        Some((_, _, Level::Commune)) => 4,
    }
}

fn name_of(level: u8) -> &'static str {
    match level {
        1 => "CẤP BỘ",
        2 => "CẤP TỈNH",
        3 => "CẤP HUYỆN",
        _ => "CẤP XÃ",
    }
}

fn cell(person: &Person, column: Column, place: u32) -> String {
    let unit = person.unit.as_ref();
    match column {
        Column::Place => place.to_string(),
        Column::Name => person.name.clone(),
        Column::Born => person.born.map(format_date).unwrap_or_default(),
        Column::Position => person.position.clone(),
        Column::Unit => unit.map_or_else(
            || text::staff::unit_none(Lang::Vi).to_owned(),
            |(_, name, _)| name.clone(),
        ),
        Column::UnitCode => unit.map(|(code, ..)| code.clone()).unwrap_or_default(),
        Column::Identity => person.identity.clone(),
        Column::Phone => person.phone.clone(),
        Column::Role(role) => match person.roles.contains(&role) {
            true => "x".to_owned(),
            false => String::new(),
        },
    }
}
