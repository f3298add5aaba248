//! The log as comma-separated values: with a mark at its beginning, by which spreadsheets know the encoding, and with no cell
//! that a spreadsheet would take for a formula.

use crate::error::{AppError, AppResult};
use bytes::Bytes;
use motcua_shared::text::{Lang, share as words};
use motcua_shared::vault::log::{EventActor, PaperEventView};
use motcua_shared::vault::words::{act, before, why};

/// The mark and the names of the columns.
pub fn head(lang: Lang) -> AppResult<Bytes> {
    let columns = [
        words::csv_time(lang),
        words::csv_paper(lang),
        words::csv_act(lang),
        words::csv_actor(lang),
        words::csv_unit(lang),
        words::csv_ground(lang),
        words::csv_dossier(lang),
        words::csv_objected(lang),
        words::csv_purpose(lang),
    ];
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(written(&[columns.map(str::to_owned)])?);
    Ok(Bytes::from(bytes))
}

/// Lines of the log.
pub fn lines(events: &[PaperEventView], lang: Lang) -> AppResult<Bytes> {
    let row = |event: &PaperEventView| {
        let actor = match event.actor {
            EventActor::Owner => words::actor_owner(lang).to_owned(),
            EventActor::Portal => words::actor_portal(lang).to_owned(),
            EventActor::Officer | EventActor::Account => event.actor_name.clone().unwrap_or_default(),
        };
        let why = why(event, lang).map(str::to_owned);
        let objected = event.objected_at.map(|at| at.vietnam_minute());
        [
            event.at.vietnam_minute(),
            event.paper_name.clone(),
            act(event.act, lang).to_owned(),
            actor,
            event.unit_name.clone().unwrap_or_default(),
            why.or_else(|| before(event, lang)).unwrap_or_default(),
            event.dossier_code.clone().unwrap_or_default(),
            objected.unwrap_or_default(),
            event.purpose.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<[String; 9]> = events.iter().map(row).collect();
    written(&rows).map(Bytes::from)
}

fn written(rows: &[[String; 9]]) -> AppResult<Vec<u8>> {
    let terminator = ::csv::Terminator::CRLF;
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(terminator)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(AppError::internal)?;
    }
    writer
        .into_inner()
        .map_err(|error| AppError::internal(error.into_error()))
}

/// Spreadsheets run what begins with one of these (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        for (cell, safe) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(1)", "'@SUM(1)"),
            ("＝1+1", "'＝1+1"),
            ("Giấy khai sinh", "Giấy khai sinh"),
        ] {
            assert_eq!(harmless(cell), safe);
        }
        let mut row = [(); 9].map(|()| String::new());
        row[0] = "a,b\"c\nd".to_owned();
        let text = String::from_utf8(written(&[row]).unwrap()).unwrap();
        assert_eq!(text, "\"a,b\"\"c\nd\",,,,,,,,\r\n");
    }
}
