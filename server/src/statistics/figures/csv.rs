//! Tables as text (RFC 4180), with the mark by which spreadsheets know UTF-8.

/// With these a spreadsheet would take text for a formula.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a table.
pub fn table<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| field(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell: made harmless where it begins like a formula and is no number, in quotes where it has to be.
fn field(cell: &str) -> String {
    let is_formula = cell.starts_with(SIGNS) && cell.parse::<f64>().is_err();
    let cell = match is_formula {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match cell.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_back_as_it_was_and_is_no_formula() {
        for (cell, written) in [
            ("Xã Tuy Phước", "Xã Tuy Phước"),
            ("a,b", "\"a,b\""),
            ("nói \"có\"", "\"nói \"\"có\"\"\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-5", "-5"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-1+2", "'-1+2"),
            ("hai\ndòng", "\"hai\ndòng\""),
        ] {
            assert_eq!(field(cell), written, "{cell}");
        }
        assert_eq!(table([["a".to_owned(), "b".to_owned()]]), "\u{feff}a,b\r\n");
    }
}
