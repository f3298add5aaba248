//! Looks at a file before anything reads it whole: that it is a zip of bounded size, and that no cell is calculated. The
//! reader makes room for as many texts and formulas as the file says it has: its way to formulas is not used, and the
//! number of texts is looked at here.

use super::fault::{Fault, What};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};

/// Most bytes of a file when unpacked. Fifty thousand rows have less than half of it.
const MAX_UNPACKED: u64 = 80_000_000;
/// Most parts of a file; a table has a dozen.
const MAX_PARTS: usize = 500;
/// Most texts that a file may say it has; fifty thousand rows have less than half of it.
const MAX_TEXTS: u64 = 1_000_000;
/// Formulas that are named; whoever has more has a table of formulas.
const MAX_NAMED: usize = 20;

/// What is wrong with a file before it is read.
pub fn scan(bytes: &[u8]) -> Result<(), Vec<Fault>> {
    let broken = |_| vec![Fault::of_file(What::NotASheet)];
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(vec![Fault::of_file(What::Unsafe)]);
    }
    let mut left = MAX_UNPACKED;
    let mut formulas = Vec::new();
    let mut is_workbook = false;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(broken)?;
        let name = part.name().map_err(broken)?.to_lowercase();
        is_workbook |= name == "xl/workbook.xml";
        // What the list of contents says of sizes is not believed.
        let mut bounded = (&mut part).take(left.saturating_add(1));
        if name.ends_with("sharedstrings.xml") {
            let mut texts = Vec::new();
            let all = bounded.read_to_end(&mut texts);
            left = after(left, all.ok().and_then(|all| u64::try_from(all).ok()))?;
            check_texts(&texts)?;
        } else if name.starts_with("xl/worksheets/") && name.ends_with(".xml") {
            let mut counted = Counted {
                from: &mut bounded,
                read: 0,
            };
            find_formulas(&mut counted, &mut formulas);
            let seen = counted.read;
            let rest = std::io::copy(&mut bounded, &mut std::io::sink());
            left = after(left, rest.ok().and_then(|rest| rest.checked_add(seen)))?;
        } else {
            let all = std::io::copy(&mut bounded, &mut std::io::sink());
            left = after(left, all.ok())?;
        }
    }
    match (is_workbook, formulas.is_empty()) {
        (false, _) => Err(vec![Fault::of_file(What::NotASheet)]),
        (true, false) => Err(formulas),
        (true, true) => Ok(()),
    }
}

/// What is left after so many bytes; nothing was read where the part is broken.
fn after(left: u64, read: Option<u64>) -> Result<u64, Vec<Fault>> {
    let read = read.ok_or_else(|| vec![Fault::of_file(What::NotASheet)])?;
    left.checked_sub(read)
        .ok_or_else(|| vec![Fault::of_file(What::Unsafe)])
}

/// The list of texts says how many it has. Control characters are none of XML's; they would hide the number in another
/// encoding.
fn check_texts(part: &[u8]) -> Result<(), Vec<Fault>> {
    let is_foreign = |byte: &u8| *byte < b' ' && !matches!(*byte, b'\t' | b'\n' | b'\r');
    if part.iter().any(is_foreign) {
        return Err(vec![Fault::of_file(What::NotASheet)]);
    }
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == b"sst" => {
                for one in start.attributes().with_checks(false).flatten() {
                    let said: String = one.value.iter().map(|byte| char::from(*byte)).collect();
                    // What is no number for us is none for the reader.
                    if said.trim().parse::<u64>().is_ok_and(|count| count > MAX_TEXTS) {
                        return Err(vec![Fault::of_file(What::Unsafe)]);
                    }
                }
                return Ok(());
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            _ => {}
        }
    }
}

struct Counted<R> {
    from: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.read = self.read.saturating_add(count as u64);
        Ok(count)
    }
}

/// Cells with a formula. Broken XML is left to the reader, which says so.
fn find_formulas(part: impl Read, found: &mut Vec<Fault>) {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut row, mut column) = (0, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) => match start.local_name().as_ref() {
                b"c" => {
                    let place = start.attributes().flatten().find(|one| one.key.as_ref() == b"r");
                    let place = place.map(|one| one.value.into_owned()).unwrap_or_default();
                    (row, column) = place_of(&place);
                }
                b"f" if found.len() < MAX_NAMED => found.push(Fault {
                    row: Some(row),
                    column: Some(column),
                    what: What::Formula,
                }),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return,
            _ => {}
        }
    }
}

/// Row and column of `AB12`.
fn place_of(name: &[u8]) -> (u32, u32) {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in name {
        match byte {
            b'A'..=b'Z' => {
                column = column
                    .saturating_mul(26)
                    .saturating_add(u32::from(byte - b'A') + 1);
            }
            b'0'..=b'9' => row = row.saturating_mul(10).saturating_add(u32::from(byte - b'0')),
            _ => {}
        }
    }
    (row, column.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn what(bytes: &[u8]) -> Vec<What> {
        let faults = scan(bytes).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.what).collect()
    }

    #[test]
    fn what_is_no_workbook_is_told_from_one() {
        assert_eq!(what(b"a,b,c"), [What::NotASheet]);
        assert_eq!(
            what(&zipped(&[("word/document.xml", b"<w/>")])),
            [What::NotASheet]
        );
        let whole = zipped(&[("xl/workbook.xml", b"<workbook/>")]);
        assert_eq!(what(&whole), []);
        assert_eq!(what(&whole[..whole.len() / 2]), [What::NotASheet]);
    }

    #[test]
    fn a_file_that_swells_is_stopped() {
        let zeros = vec![b' '; 90_000_000];
        let bomb = zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
        assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
        assert_eq!(what(&bomb), [What::Unsafe]);
        let bomb = zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/sharedStrings.xml", &zeros)]);
        assert_eq!(what(&bomb), [What::Unsafe]);
    }

    #[test]
    fn a_file_that_says_it_has_more_texts_than_it_can_have_is_not_read() {
        let book = |texts: &[u8]| zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/SharedStrings.xml", texts)]);
        assert_eq!(what(&book(br#"<sst count="3" uniqueCount="3"><si/></sst>"#)), []);
        for number in ["99999999999", " 1000001"] {
            let texts = format!("<?xml version=\"1.0\"?><sst uniqueCount=\"{number}\"><si/></sst>");
            assert_eq!(what(&book(texts.as_bytes())), [What::Unsafe], "{number}");
        }
        let wide: Vec<u8> = "<sst uniqueCount=\"99999999999\"/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(what(&book(&wide)), [What::NotASheet]);
    }

    #[test]
    fn calculated_cells_are_named_by_their_place() {
        let sheet = br#"<worksheet><sheetData><row r="7"><c r="AB7"><f t="shared" si="4294967295" ref="A1:XFD1048576">1+1</f><v>2</v></c></row></sheetData></worksheet>"#;
        let faults = scan(&zipped(&[
            ("xl/workbook.xml", b"<x/>"),
            ("xl/worksheets/sheet1.xml", sheet),
        ]))
        .unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(
            (faults[0].row, faults[0].column, &faults[0].what),
            (Some(7), Some(27), &What::Formula)
        );
    }
}
