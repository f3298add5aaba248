//! Sections behind a signature that some readers take for an object of the paper, or count the rows of otherwise.

use super::{
    appended::{LOOSE, refuse, update},
    check_first,
};
use crate::signature::testing::Pdf;
use crate::signature::{Reason, report::Changes};

/// A section that is a stream with this number and generation, and lists the stream 60. `AT` is where it stands.
fn with_section(id: &str, keys: &str, rows: &str) -> Pdf {
    update(LOOSE, |first, at, previous| {
        let rows = rows.replace("00000AT", &format!("{at:08X}"));
        let data = format!("01{first:08X}{rows}>");
        format!(
            "{id} obj\n<</Type/XRef/Root 1 0 R/Prev {previous}/W[1 4 0]{keys}/Filter/ASCIIHexDecode/Length {}>>\
             stream\n{data}\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n",
            data.len()
        )
    })
}

#[test]
fn a_section_stream_is_no_object_of_the_paper() {
    let section =
        |id: &str, index: &str, rows: &str| with_section(id, &format!("/Size 99/Index[{index}]"), rows);
    check_first(&section("61 0", "60 1", ""), Changes::Permitted, &[]);
    check_first(&section("61 0", "60 2", "0100000AT"), Changes::Permitted, &[]);
    // iText lists it as free.
    check_first(&section("61 0", "60 2", "0000000000"), Changes::Permitted, &[]);
    // Readers that meet it take it for the object of its number, whatever the rows say.
    for (id, index, rows) in [
        ("4 0", "60 1", ""),
        ("61 1", "60 1", ""),
        ("0 0", "60 1", ""),
        ("5000000 0", "60 1", ""),
        ("100 0", "60 1", ""),
    ] {
        refuse(&section(id, index, rows), Reason::ChangeUnreadable);
    }
    check_first(
        &section("4 0", "60 1 4 1", "0100000AT"),
        Changes::NotPermitted,
        &[Reason::PageChanged, Reason::ChangeUnreadable],
    );
    // The page has a font that is nowhere.
    refuse(&section("9 0", "60 1", ""), Reason::ChangeUnreadable);
    check_first(
        &section("9 0", "60 1 9 1", "0100000AT"),
        Changes::NotPermitted,
        &[Reason::ObjectChanged, Reason::ChangeUnreadable],
    );
    // Nor does anything refer to it later.
    for row in ["0100000AT", "0000000000"] {
        let mut pdf = section("61 0", "60 2", row);
        pdf.object(70, "[61 0 R]");
        pdf.end();
        refuse(&pdf, Reason::ChangeUnreadable);
    }
}

#[test]
fn a_generation_stays_what_it_was() {
    let again = |id: &str, more: &str| {
        let (number, generation) = id.split_once(' ').unwrap();
        update(
            &format!("{id} obj\n<</Length 3>>stream\nq Q\nendstream\nendobj\n"),
            |first, at, previous| {
                format!(
                    "xref\n{number} 1\n{first:010} 0000{generation} n \n{more}trailer\n<</Size 99/Root 1 0 R/Prev {previous}>>\n\
                 startxref\n{at}\n%%EOF\n"
                )
            },
        )
    };
    check_first(&again("4 0", ""), Changes::Permitted, &[]);
    check_first(&again("60 0", ""), Changes::Permitted, &[]);
    for (id, more) in [
        ("60 1", ""),
        ("4 7", ""),
        // What is said of others was said before.
        ("4 0", "60 1\n0000000009 00000 n \n"),
    ] {
        refuse(&again(id, more), Reason::ChangeUnreadable);
    }
}

#[test]
fn a_section_stream_that_readers_would_repair_is_a_change() {
    let with_stream = |keys: &str, rows: &str| with_section("61 0", keys, &format!("0100000AT{rows}"));
    check_first(&with_stream("/Size 99/Index[60 2]", ""), Changes::Permitted, &[]);
    for (keys, rows) in [
        // Nothing that some readers take for everything, no row too many, and no other section beside it.
        ("/Size 99/Index[60 2 70 0]", ""),
        ("/Size 99/Index[60 2]", "00"),
        ("/Size 99/Index[60 2]", "0000000000"),
        ("/Size 99/Index[60 2]/XRefStm 9", ""),
        ("/Size 99/Index[60 2]/Extends 9 0 R", ""),
        ("/Size 99/Index[060 2]", ""),
        ("/Size 99/Index[60 2 0 1]", "0100000009"),
        ("/Size 61/Index[60 2]", ""),
        ("/Size 0/Index[60 2]", ""),
        ("/Size 99/Index[60 2 4294967290 1]", "0000000000"),
        ("/Size 99/Index[60 2 4294967290 0]", ""),
        ("/Size 99/Index[60 2 70 1]", "0100000005"),
        ("/Size 99/Index[60 2 70 1]", "0200000005"),
    ] {
        refuse(&with_stream(keys, rows), Reason::ChangeUnreadable);
    }
}

#[test]
fn a_file_does_not_grow_to_the_length_that_it_promises() {
    let written = |keys: &str, later: &str| {
        let mut first = Pdf::new().bytes().to_vec();
        let dict = format!("70 {keys}/O 50>>\nendobj\n");
        let head = first.split_off(9);
        first.extend_from_slice(dict.as_bytes());
        let shift = first.len() - 9;
        // The table of the first revision leads to where the objects are now.
        let mut text = String::from_utf8(head).unwrap();
        let table = text.split_off(memchr::memmem::rfind(text.as_bytes(), b"xref\n1 1").unwrap());
        let at = first.len() + text.len();
        first.extend_from_slice(text.as_bytes());
        for line in table.lines() {
            let moved = match line.split_once(" 00000 n") {
                Some((offset, _)) => format!("{:010} 00000 n ", offset.parse::<usize>().unwrap() + shift),
                None if line.parse::<usize>().is_ok() => at.to_string(),
                None => line.to_owned(),
            };
            first.extend_from_slice(moved.as_bytes());
            first.push(b'\n');
        }
        let mut pdf = Pdf::continued(first, at);
        pdf.sign();
        pdf.append(later.as_bytes());
        pdf
    };
    let promising = |length: usize| format!("0 obj\n<</Linearized 1/L {length:06}");
    let signed = written(&promising(9), "").position();
    check_first(&written(&promising(signed), ""), Changes::None, &[]);
    let more = " ".repeat(30);
    check_first(&written(&promising(signed + 40), &more), Changes::None, &[]);
    refuse(&written(&promising(signed + 30), &more), Reason::ChangeUnreadable);
    // Where readers do not agree what it promises, it does not grow at all.
    for odd in [
        "0 obj\n<</Linearized 1/L 9/X foo",
        "0 obj\n<</Linearized 1/L 000000000000000000000000000009",
        "0 obj\n<</Linearized 1/L 9e+0",
        "0 obj\n<</Linearized 1/L 9.4",
        "0 obj\n<</Linearized 1/L --9",
        "0 obj\n<</Linearized 1/L 70 0 R",
        "0 obj\n<</Linearized 1/L 9/L 10",
        "0 obj\n<</Line#61rized 1/L 9",
        "0 obj\n<</Linearized 1/L 9/A#00 1",
        "0 obj\n<</Linearized 1",
        "99999 obj\n<</Linearized 1/L 9",
    ] {
        check_first(&written(odd, ""), Changes::None, &[]);
        refuse(&written(odd, &more), Reason::ChangeUnreadable);
    }
    check_first(
        &written("0 obj\n<</Title(foo)/L 9/X foo", &more),
        Changes::None,
        &[],
    );
}
