//! A dashboard as a workbook and as one table of text. Numbers are numbers.

use super::csv;
use crate::error::{AppError, AppResult};
use anyhow::Context;
use chrono::NaiveDate;
use motcua_shared::statistics::figures::{Chart, ChartForm, Dashboard, LevelRow};
use motcua_shared::text::{Lang, figures as text};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Count(u64),
    /// In thousandths.
    Rate(u32),
    Blank,
}

impl Cell {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn count(number: Option<u64>) -> Self {
        number.map_or(Self::Blank, Self::Count)
    }

    fn rate(permille: Option<u32>) -> Self {
        permille.map_or(Self::Blank, Self::Rate)
    }

    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(number) => number.to_string(),
            Self::Rate(permille) => format!("{}.{:03}", permille / 1_000, permille % 1_000),
            Self::Blank => String::new(),
        }
    }
}

/// One table of what there is: its name, its heads and its rows.
struct Table {
    name: String,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

fn heads(all: &[&str]) -> Vec<String> {
    all.iter().map(|head| (*head).to_owned()).collect()
}

fn tables(dashboard: &Dashboard, lang: Lang) -> Vec<Table> {
    let figures = dashboard.figures.iter().map(|figure| {
        let number = match (figure.permille, figure.half) {
            (Some(permille), _) => Cell::Rate(permille),
            (None, Some(half)) => Cell::Count(half.into()),
            _ if figure.whole.is_some() => Cell::Blank,
            _ => Cell::count(figure.part),
        };
        vec![
            Cell::text(&figure.title),
            number,
            Cell::text(&figure.value),
            Cell::count(figure.part),
            Cell::count(figure.whole),
            Cell::text(&figure.before),
        ]
    });
    let formulas = dashboard
        .figures
        .iter()
        .map(|figure| vec![Cell::text(&figure.title), Cell::text(&figure.formula)]);
    let mut all = vec![
        Table {
            name: text::sheet_figures(lang).to_owned(),
            heads: heads(&[
                text::figure(lang),
                text::count(lang),
                text::value(lang),
                text::made_of(lang),
                "/",
                text::before(lang),
            ]),
            rows: figures.collect(),
        },
        Table {
            name: text::sheet_below(lang).to_owned(),
            heads: heads(&[
                text::unit(lang),
                text::reuse(lang),
                text::on_time(lang),
                text::electronic(lang),
                text::filed(lang),
                text::ended(lang),
                text::overdue(lang),
                text::personal(lang),
            ]),
            rows: dashboard.below.iter().map(level).collect(),
        },
    ];
    all.extend(dashboard.charts.iter().enumerate().map(|(place, chart)| Table {
        name: format!("{} {}", text::sheet_months(lang), place + 1),
        ..of_chart(chart)
    }));
    all.push(Table {
        name: text::sheet_formulas(lang).to_owned(),
        heads: heads(&[text::figure(lang), text::formula(lang)]),
        rows: formulas.collect(),
    });
    all
}

fn level(row: &LevelRow) -> Vec<Cell> {
    vec![
        Cell::text(&row.name),
        Cell::rate(row.reuse),
        Cell::rate(row.on_time),
        Cell::rate(row.electronic),
        Cell::Count(row.filed),
        Cell::Count(row.ended),
        Cell::Count(row.overdue),
        Cell::Count(row.personal),
    ]
}

fn of_chart(chart: &Chart) -> Table {
    let value = |number: &Option<u64>| match (chart.form, number) {
        (ChartForm::Rate, number) => Cell::rate(number.and_then(|number| u32::try_from(number).ok())),
        (_, number) => Cell::count(*number),
    };
    let title = format!("{}: {}", chart.title, chart.of);
    Table {
        name: String::new(),
        heads: std::iter::once(title).chain(chart.series.clone()).collect(),
        rows: chart
            .rows
            .iter()
            .map(|row| {
                let label = std::iter::once(Cell::text(&row.label));
                label.chain(row.values.iter().map(value)).collect()
            })
            .collect(),
    }
}

/// As a workbook: a sheet for the figures, one for the units, one for each chart, one for the formulas.
pub fn workbook(dashboard: &Dashboard, today: NaiveDate, lang: Lang) -> AppResult<Vec<u8>> {
    write(dashboard, today, lang).map_err(AppError::internal)
}

fn write(dashboard: &Dashboard, today: NaiveDate, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&today.to_string()).context("the day")?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables(dashboard, lang) {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        let title = format!("{}: {}", dashboard.level.name, dashboard.period_name);
        fill(sheet, &title, &table)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, title: &str, table: &Table) -> anyhow::Result<()> {
    let bold = Format::new().set_bold();
    let rate = Format::new().set_num_format("0.0%");
    let number = Format::new().set_num_format("#,##0");
    let quoted = Format::new().set_quote_prefix();
    sheet.write_string_with_format(0, 0, title, &bold)?;
    for (head, column) in table.heads.iter().zip(0_u16..) {
        sheet.write_string_with_format(2, column, head, &bold)?;
        sheet.set_column_width(column, if column == 0 { 44 } else { 20 })?;
    }
    for (row, at) in table.rows.iter().zip(3_u32..) {
        for (cell, column) in row.iter().zip(0_u16..) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(at, column, text, &quoted)?,
                Cell::Count(count) => {
                    let count = u32::try_from(*count).unwrap_or(u32::MAX);
                    sheet.write_number_with_format(at, column, count, &number)?
                }
                Cell::Rate(permille) => {
                    sheet.write_number_with_format(at, column, f64::from(*permille) / 1_000.0, &rate)?
                }
                Cell::Blank => sheet,
            };
        }
    }
    Ok(())
}

/// As one table: in which part it stands, of what, which figure, how much. A rate is from 0 to 1.
pub fn table(dashboard: &Dashboard, lang: Lang) -> String {
    let about = format!("{}: {}", dashboard.level.name, dashboard.period_name);
    let mut rows = vec![[
        about,
        text::made_of(lang).to_owned(),
        text::figure(lang).to_owned(),
        text::value(lang).to_owned(),
    ]];
    for table in tables(dashboard, lang) {
        for row in &table.rows {
            let label = row.first().map(Cell::plain).unwrap_or_default();
            let cells = table.heads.iter().zip(row).skip(1);
            rows.extend(
                cells
                    .filter(|(_, cell)| **cell != Cell::Blank)
                    .map(|(head, cell)| {
                        [
                            table.heads.first().cloned().unwrap_or_default(),
                            label.clone(),
                            head.clone(),
                            cell.plain(),
                        ]
                    }),
            );
        }
    }
    csv::table(rows)
}
