//! Rows for spreadsheets: RFC 4180 in UTF-8 with a mark, by which they know the encoding, and with no cell that they would take
//! for a formula.

use motcua_shared::unseen::is_unseen;

/// Stands before the first row: without it Excel reads Vietnamese as something else.
pub const MARK: &str = "\u{FEFF}";

/// Spreadsheets run what begins with one of these (OWASP, CSV injection).
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Adds a row. Every cell stands in quotes.
pub fn push_row(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")))
        .collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// An apostrophe before whatever would begin a formula shows it as text. Where the computer's list separator is another than
/// the comma, a cell is cut at it although it stands in quotes, so a cell begins behind each of them, too.
fn harmless(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut begins = true;
    for letter in cell.chars() {
        if begins && SIGNS.contains(&letter) {
            text.push('\'');
        }
        text.push(letter);
        begins = match letter {
            ';' | '\t' | '\r' | '\n' => true,
            '"' => begins,
            letter => begins && (letter.is_whitespace() || is_unseen(letter)),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells of a row as a program reads them whose list separator is this one.
    fn read(text: &str, separator: char) -> Vec<String> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(separator).unwrap())
            .from_reader(text.as_bytes());
        reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    fn is_formula(cell: &str) -> bool {
        let is_blank = |letter: char| letter.is_whitespace() || is_unseen(letter) || letter == '"';
        cell.trim_start_matches(is_blank).starts_with(SIGNS)
    }

    fn row(cells: &[&str]) -> String {
        let mut text = String::new();
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        push_row(&mut text, &cells);
        text
    }

    #[test]
    fn what_somebody_typed_is_no_formula_and_stays_in_its_cell() {
        for (cell, safe) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            (" +cmd", " '+cmd"),
            ("＝1+1", "'＝1+1"),
            ("\u{200b}@SUM(1)", "\u{200b}'@SUM(1)"),
            ("xem;=1+cmd|' /C calc'!A0", "xem;'=1+cmd|' /C calc'!A0"),
            ("xem;\"=1+1\"", "xem;\"'=1+1\""),
            ("a\n-1", "a\n'-1"),
            ("Giấy khai sinh; số 12-QĐ", "Giấy khai sinh; số 12-QĐ"),
        ] {
            assert_eq!(harmless(cell), safe);
        }
        assert_eq!(row(&["a,b\"c\nd", ""]), "\"a,b\"\"c\nd\",\"\"\r\n");
    }

    proptest! {
        #[test]
        fn no_list_separator_makes_a_formula(
            before in "[=+@;,\"\n\t a-]{0,6}",
            cell in "[=+@;,\"\n\t a-]{0,12}",
        ) {
            let text = row(&[&before, &cell]);
            for separator in [',', ';', '\t'] {
                for cell in read(&text, separator) {
                    prop_assert!(!is_formula(&cell), "{cell:?} of {text:?} between {separator:?}");
                }
            }
            prop_assert_eq!(read(&text, ',').len(), 2);
        }
    }
}
