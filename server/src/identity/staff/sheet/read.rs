//! Reads a table: finds its headings, and takes each cell for what its column holds. Nothing here knows the database.

use super::columns::Column;
use super::fault::{Fault, What};
use super::scan::scan;
use calamine::{DataRef, Reader, Xlsx};
use motcua_shared::time::{parse_typed_day, write_day};
use motcua_shared::unseen::one_line;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most rows that are taken in at once.
pub const MAX_ROWS: usize = 50_000;
/// Rows in which the headings are looked for.
const MAX_BEFORE_HEADINGS: u32 = 30;
/// Most letters of a cell.
const MAX_CELL: usize = 1_000;
/// Faults that are named.
pub const MAX_FAULTS: usize = 200;

/// A row with its cells in the order of `Column::ALL`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// As spreadsheets count.
    pub row: u32,
    cells: [String; Column::ALL.len()],
}

impl Line {
    /// What stands in a column.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(column.index()).map_or("", String::as_str)
    }

    fn put(&mut self, column: Column, text: String) {
        if let Some(cell) = self.cells.get_mut(column.index()) {
            *cell = text;
        }
    }
}

/// A table that was read.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Where each column stands.
    pub places: BTreeMap<u32, Column>,
    /// Rows with something in them.
    pub lines: Vec<Line>,
    /// What is wrong, in the order of the file; no more than are named.
    pub faults: Vec<Fault>,
    /// How many cells are wrong.
    pub wrong: u32,
    /// Whether every column was found, so that the lines can be taken for what they say.
    pub is_readable: bool,
}

impl Table {
    /// Where a column stands.
    pub fn place(&self, column: Column) -> Option<u32> {
        let mut places = self.places.iter();
        places.find(|(_, one)| **one == column).map(|(place, _)| *place)
    }

    /// What stands at the head of each place.
    pub fn headings(&self) -> BTreeMap<u32, &'static str> {
        self.places
            .iter()
            .map(|(place, column)| (*place, column.heading()))
            .collect()
    }
}

/// Reads the first sheet of a file.
pub fn read(bytes: &[u8]) -> Table {
    // Files come from anywhere, and the reader is not ours: what stops it is a file that cannot be read.
    let read = catch_unwind(AssertUnwindSafe(|| read_checked(bytes)));
    let read = read.unwrap_or_else(|_| Err(vec![Fault::of_file(What::NotASheet)]));
    read.unwrap_or_else(|faults| Table {
        wrong: u32::try_from(faults.len()).unwrap_or(u32::MAX),
        faults,
        ..Table::default()
    })
}

fn read_checked(bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    scan(bytes)?;
    let broken = || vec![Fault::of_file(What::NotASheet)];
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = book.sheet_names().first().cloned().ok_or_else(broken)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
    let mut reading = Reading::default();
    while let Some(cell) = cells.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        if !matches!(cell.get_value(), DataRef::Empty) {
            reading.take(row, column, cell.get_value())?;
        }
    }
    reading.finish()
}

/// A table on its way.
#[derive(Default)]
struct Reading {
    table: Table,
    /// Cells of a row in which the headings may stand.
    before: BTreeMap<u32, String>,
    row: u32,
    has_headings: bool,
    line: Line,
    is_line_wrong: bool,
}

impl Reading {
    fn take(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Vec<Fault>> {
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        if !self.has_headings {
            if let Some(text) = text_of(value) {
                self.before.insert(column, text);
            }
            return Ok(());
        }
        let Some(known) = self.table.places.get(&column).copied() else {
            // Beside the table people make notes.
            return Ok(());
        };
        match cell(known, value) {
            Ok(text) => self.line.put(known, text),
            Err(what) => {
                self.say(Some(column), what);
                self.is_line_wrong = true;
            }
        }
        Ok(())
    }

    fn say(&mut self, column: Option<u32>, what: What) {
        self.table.wrong = self.table.wrong.saturating_add(1);
        if self.table.faults.len() < MAX_FAULTS {
            self.table.faults.push(Fault {
                row: Some(self.row.saturating_add(1)),
                column,
                what,
            });
        }
    }

    fn end_row(&mut self) -> Result<(), Vec<Fault>> {
        if self.has_headings {
            let mut line = std::mem::take(&mut self.line);
            line.row = self.row.saturating_add(1);
            // What is wrong with it is said already.
            let is_wrong = std::mem::take(&mut self.is_line_wrong);
            // A row with nothing but its number is empty, or says which level begins.
            let is_empty = Column::ALL
                .into_iter()
                .all(|column| column == Column::Place || line.get(column).is_empty());
            if is_empty || is_wrong {
                return Ok(());
            }
            self.table.lines.push(line);
            if self.table.lines.len() > MAX_ROWS {
                return Err(vec![Fault::of_file(What::TooManyRows(MAX_ROWS))]);
            }
            return Ok(());
        }
        let cells = std::mem::take(&mut self.before);
        if cells.values().any(|text| Column::of(text) == Some(Column::Name)) {
            self.has_headings = true;
            self.name_columns(&cells);
        } else if self.row >= MAX_BEFORE_HEADINGS {
            return Err(vec![Fault::of_file(What::NoHeadings)]);
        }
        Ok(())
    }

    fn name_columns(&mut self, cells: &BTreeMap<u32, String>) {
        for (place, heading) in cells {
            match Column::of(heading) {
                Some(column) if self.table.place(column).is_some() => {
                    self.say(Some(*place), What::ColumnTwice(heading.clone()));
                }
                Some(column) => {
                    self.table.places.insert(*place, column);
                }
                None if heading.is_empty() => {}
                None => self.say(Some(*place), What::UnknownColumn(heading.clone())),
            }
        }
        let missing: Vec<&str> = Column::ALL
            .into_iter()
            .filter(|column| column.is_needed() && self.table.place(*column).is_none())
            .map(Column::heading)
            .collect();
        if !missing.is_empty() {
            self.say(None, What::Missing(missing.join(", ")));
        }
        self.table.is_readable = self.table.faults.is_empty();
    }

    fn finish(mut self) -> Result<Table, Vec<Fault>> {
        self.end_row()?;
        if self.has_headings {
            Ok(self.table)
        } else {
            Err(vec![Fault::of_file(What::NoHeadings)])
        }
    }
}

fn text_of(value: &DataRef<'_>) -> Option<String> {
    match value {
        DataRef::String(text) => Some(one_line(text)),
        DataRef::SharedString(text) => Some(one_line(text)),
        _ => None,
    }
}

/// What a cell of a column holds, as the form takes it.
fn cell(column: Column, value: &DataRef<'_>) -> Result<String, What> {
    if let Some(text) = text_of(value) {
        return match text.chars().count() > MAX_CELL {
            true => Err(What::TooLong),
            false => written(column, text),
        };
    }
    match (value, column) {
        (DataRef::Error(_), _) => Err(What::Broken),
        (_, Column::Place) => Ok(String::new()),
        (DataRef::Int(number), _) => counted(column, number.to_string()),
        (DataRef::Float(number), _) => counted(column, format!("{number}")),
        (DataRef::DateTime(moment), Column::Born) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Ok(format!("{year:04}-{month:02}-{day:02}"))
        }
        (DataRef::DateTimeIso(text), Column::Born) => Ok(text.chars().take(10).collect()),
        (_, Column::Role(_)) => Err(What::NotAMark),
        _ => Err(What::NotText),
    }
}

fn written(column: Column, text: String) -> Result<String, What> {
    let digits = text.replace([' ', '.', '-'], "");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match column {
        Column::Identity | Column::Phone if is_rounded(&text) => Err(What::Rounded(text)),
        Column::Identity if is_number && matches!(digits.len(), 8 | 10 | 11) => Err(What::NoughtsLost(text)),
        Column::Phone if is_number && digits.len() == 9 => Err(What::NoughtsLost(text)),
        Column::Born => Ok(parse_typed_day(&text).map_or(text, write_day)),
        Column::Role(_) => match text.to_lowercase().as_str() {
            "" => Ok(String::new()),
            "x" => Ok("x".to_owned()),
            _ => Err(What::NotAMark),
        },
        _ => Ok(text),
    }
}

/// A cell that the spreadsheet takes for a number.
fn counted(column: Column, number: String) -> Result<String, What> {
    match column {
        // Old numbers of nine digits may begin with another digit than nought; those of twelve never do.
        Column::Identity if number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(number)
        }
        Column::Identity | Column::Phone => Err(What::NoughtsLost(number)),
        Column::Role(_) => Err(What::NotAMark),
        Column::Name | Column::Born => Err(What::NotText),
        _ => Ok(number),
    }
}

/// `1.23E+11`, as spreadsheets show numbers for which a column is too narrow, and keep them in a CSV.
fn is_rounded(text: &str) -> bool {
    let text = text.to_uppercase();
    text.split_once("E+").is_some_and(|(front, back)| {
        let is_part = |part: &str| {
            part.chars()
                .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        };
        !front.is_empty() && is_part(front) && is_part(back)
    })
}
