//! Updates that some readers find damaged: those repair the file, and show objects that no section speaks of.

use super::check_first;
use crate::signature::{Reason, check_structure, report::Changes, testing::Pdf};

/// What a repairing reader would show in place of the page's content.
const FORGED: &str = "4 0 obj\n<</Length 3>>stream\nQ q\nendstream\nendobj\n";

/// A signed paper and where its last section begins.
fn signed() -> (Vec<u8>, usize) {
    let mut pdf = Pdf::new();
    pdf.sign();
    let bytes = pdf.bytes().to_vec();
    let at = memchr::memmem::rfind(&bytes, b"xref\n11 1").unwrap();
    (bytes, at)
}

/// Appends `objects` and what `section` makes of where they, the section and the one before begin.
pub(super) fn update(objects: &str, section: impl FnOnce(usize, usize, usize) -> String) -> Pdf {
    let (mut bytes, previous) = signed();
    let first = bytes.len();
    bytes.extend_from_slice(objects.as_bytes());
    let at = bytes.len();
    bytes.extend_from_slice(section(first, at, previous).as_bytes());
    Pdf::continued(bytes, at)
}

/// The stream 60, which nobody refers to.
pub(super) const LOOSE: &str = "60 0 obj\n<</Length 4>>stream\ndata\nendstream\nendobj\n";

/// A table that lists the stream 60: nothing stands there that is not listed.
fn with_table(table: &str, trailer: &str, end: &str) -> Pdf {
    update(LOOSE, |first, at, previous| {
        let listed = format!("60 1\n{first:010} 00000 n \n");
        let table = table.replace("LISTED\n", &listed);
        let trailer = trailer.replace("PREV", &format!("/Root 1 0 R/Prev {previous}"));
        format!(
            "{table}trailer\n<<{trailer}>>\n{}",
            end.replace("AT", &at.to_string())
        )
    })
}

const TABLE: &str = "xref\nLISTED\n";
const TRAILER: &str = "/Size 99PREV";
const END: &str = "startxref\nAT\n%%EOF\n";

#[track_caller]
pub(super) fn refuse(pdf: &Pdf, reason: Reason) {
    check_first(pdf, Changes::NotPermitted, &[reason]);
}

#[test]
fn sections_as_tools_write_them_are_sound() {
    let rows = [
        "xref\n0 1\n0000000000 65535 f \nLISTED\n",
        "xref\r\n0 1\r\n0000000000 65535 f\r\nLISTED\n",
        "xref \r0 1 \r0000000000 65535 f \rLISTED\n",
    ];
    for table in rows {
        check_first(&with_table(table, TRAILER, END), Changes::Permitted, &[]);
    }
    let ends = [
        "%iText-5.5.9\nstartxref\nAT\n%%EOF",
        "startxref\r\nAT\r\n%%EOF\r\n",
        "startxref\rAT\r%%EOF\n\n",
    ];
    for end in ends {
        check_first(&with_table(TABLE, TRAILER, end), Changes::Permitted, &[]);
    }
    // Too large before is no reason to be too large for ever.
    check_first(&with_table(TABLE, "/Size 61PREV", END), Changes::Permitted, &[]);
}

#[test]
fn a_section_stands_where_it_is_said_to_stand() {
    let late = format!("\n{TABLE}");
    check_first(&with_table(&late, TRAILER, END), Changes::Permitted, &[]);
    for before in ["  ", "\n\n\n\n", "\r\n   "] {
        let table = format!("{before}{TABLE}");
        refuse(&with_table(&table, TRAILER, END), Reason::ChangeUnreadable);
    }
    // Where it is said exactly, blanks before it are nothing.
    let apart = |blank: &str, shift: usize| {
        update(LOOSE, |first, at, previous| {
            let (at, previous) = (at + blank.len(), previous - shift);
            format!(
                "{blank}xref\n60 1\n{first:010} 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {previous}>>\n\
                 startxref\n{at}\n%%EOF\n"
            )
        })
    };
    check_first(&apart("\n \n", 0), Changes::Permitted, &[]);
    // The line end before the last section leads there, too, but nobody said so before.
    refuse(&apart("", 1), Reason::ChangeUnreadable);
}

#[test]
fn a_key_of_any_trailer_before_may_come_again() {
    for (again, expected) in [
        ("/DocChecksum/A1", Changes::Permitted),
        ("/DocChecksum/A2", Changes::NotPermitted),
        ("/DocOther/A1", Changes::NotPermitted),
    ] {
        let mut pdf = Pdf::new();
        pdf.object(60, "1");
        pdf.end_with("/DocChecksum/A1");
        pdf.sign();
        pdf.object(61, "1");
        pdf.end_with(again);
        let reasons: &[Reason] = match expected {
            Changes::Permitted => &[],
            _ => &[Reason::ChangeUnreadable],
        };
        check_first(&pdf, expected, reasons);
    }
}

#[test]
fn a_table_that_readers_would_repair_is_a_change() {
    let tables = [
        "xref\nLISTED\n0 1\n0000000000 65535 f\n",
        "xref\nLISTED\n0 1\n0 65535 f \n",
        "xref\nLISTED\n4294967290 1\n0000000000 65535 f \n",
        "xref\nLISTED\n4000000000 0\n",
        "xref %c\nLISTED\n",
        "xref\n%c\nLISTED\n",
        "xref\n70 %c\n0\nLISTED\n",
        "xref\0\nLISTED\n",
        "xref 0 0 \nLISTED\n",
        "xref\nLISTED\n90 1\n9999999999 00000 n \n",
        "xref\nLISTED\n90 1\n0000000000 00000 n \n",
        "xref\nLISTED\n90 1\n0000000012 00000 n \n",
        "xref\n0 1\n0000000009 00000 n \nLISTED\n",
        "xref\n0 1\n0000000000 65535 f \n0 1\n0000000000 65535 f \nLISTED\n",
        "xref\n0 1\n0000000000 65535 f \n",
        "xref\n70 1  \n0000000000 65535 f \nLISTED\n",
    ];
    for table in tables {
        refuse(&with_table(table, TRAILER, END), Reason::ChangeUnreadable);
    }
}

#[test]
fn a_size_that_hides_objects_is_a_change() {
    for size in [
        "PREV",
        "/Size 0PREV",
        "/Size 60PREV",
        "/Size 8388609PREV",
        // Some readers hold a number for damage that the file is too short for.
        "/Size 8388608PREV",
        "/Size 1000PREV",
        "/Size 099PREV",
        "/Size +99PREV",
        "/Si#7Ae 99PREV",
        "/Size 99/XRefStm nullPREV",
        "/Size 99/Encrypt nullPREV",
        "/Size 99/Info nullPREV",
        "/Size 99/Other 1PREV",
    ] {
        refuse(&with_table(TABLE, size, END), Reason::ChangeUnreadable);
    }
    // The signed page needs object 13; the update does not speak of it.
    let hides = |size: usize| {
        let mut pdf = Pdf::new();
        pdf.object(13, "<</Length 3>>stream\nq Q\nendstream");
        pdf.end();
        pdf.sign();
        let at = pdf.position();
        let previous = memchr::memmem::rfind(pdf.bytes(), b"xref\n11 1").unwrap();
        pdf.append(
            format!(
                "5 0 obj\n()\nendobj\nxref\n5 1\n{at:010} 00000 n \ntrailer\n\
                 <</Size {size}/Root 1 0 R/Prev {previous}>>\nstartxref\n{}\n%%EOF",
                at + 18
            )
            .as_bytes(),
        );
        pdf
    };
    check_first(&hides(14), Changes::Permitted, &[]);
    refuse(&hides(13), Reason::ChangeUnreadable);
    // What it hid already when it was signed does not come up.
    let shows = |size: usize| {
        let text = String::from_utf8(hides(size).bytes().to_vec()).unwrap();
        Pdf::continued(text.replace("/Size 99", "/Size 12").into_bytes(), 0)
    };
    check_first(&shows(12), Changes::Permitted, &[]);
    refuse(&shows(14), Reason::ChangeUnreadable);
}

#[test]
fn an_end_that_readers_would_not_find_is_a_change() {
    for end in [
        "startxref%c\nAT\n%%EOF\n",
        "startxref\n%c\nAT\n%%EOF\n",
        "startxref\n000AT\n%%EOF\n",
        "startxref\nAT%%EOF\n",
        "startxref AT\n%%EOF\n",
    ] {
        refuse(&with_table(TABLE, TRAILER, end), Reason::ChangeUnreadable);
    }
    let far = format!("{END}{}", "\0".repeat(1_500));
    let far = with_table(TABLE, TRAILER, &far);
    assert_eq!(check_structure(far.bytes()).reasons, [Reason::Truncated]);
}

#[test]
fn what_no_section_speaks_of_is_surplus() {
    let unlisted = |objects: &str| {
        update(&format!("{objects}5 0 obj\n()\nendobj\n"), |_, at, previous| {
            format!(
                "xref\n5 1\n{:010} 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {previous}>>\nstartxref\n{at}\n%%EOF\n",
                at - 18
            )
        })
    };
    check_first(&unlisted("%comment\n\n"), Changes::Permitted, &[]);
    refuse(&unlisted(FORGED), Reason::TrailingBytes);
    refuse(&unlisted("% 4 0 obj\n"), Reason::TrailingBytes);
    refuse(&unlisted("startxref\n9\n%%EOF\n"), Reason::TrailingBytes);
    // What was signed may be odd.
    let mut pdf = Pdf::new();
    pdf.append(FORGED.as_bytes());
    pdf.sign();
    pdf.sign();
    check_first(&pdf, Changes::Permitted, &[]);
}

#[test]
fn what_a_repair_would_find_is_hidden_nowhere() {
    let written = |body: &str| {
        let mut pdf = Pdf::new();
        pdf.sign();
        pdf.object(60, body);
        pdf.end();
        pdf
    };
    let stream = |data: &str| format!("<</Length {}>>stream\n{data}\nendstream", data.len());
    check_first(&written(&stream("4 0 R, an object")), Changes::Permitted, &[]);
    for body in [
        stream(FORGED),
        stream("endstream\nendobj\n"),
        stream("trailer\n<</Root 9 0 R>>"),
        stream("\nxref\n0 1\n"),
        format!("<</Title(x\n{FORGED})>>"),
        "(4 %a\n0 %b\nobj)".to_owned(),
        // What is not where it should be is looked for.
        "<</Length 9>>stream\ndata\nendstream".to_owned(),
        "<</Length 4>>%c\nstream\ndata\nendstream".to_owned(),
        "<</Length 4>>stream \ndata\nendstream".to_owned(),
        "<<>>%c\n".to_owned(),
        "<</A/B#4>>".to_owned(),
        "<</A 1/B<</C 1/C 2>>>>".to_owned(),
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/XRef/Length 4>>stream\ndata\nendstream".to_owned(),
        "<</Type/ObjStm/N 0/First 0/Length 4>>stream\ndata\nendstream".to_owned(),
        "<</Type 1 0 R/Length 4>>stream\ndata\nendstream".to_owned(),
    ] {
        refuse(&written(&body), Reason::ChangeUnreadable);
    }
    let header = update("60 %c\n0 obj\n()\nendobj\n", |first, at, previous| {
        format!(
            "xref\n60 1\n{first:010} 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {previous}>>\nstartxref\n{at}\n%%EOF\n"
        )
    });
    refuse(&header, Reason::ChangeUnreadable);
}

#[test]
fn a_stream_of_the_signed_paper_does_not_run_on() {
    let open = |stream: &str, later: &str| {
        let mut pdf = Pdf::new();
        pdf.object(4, stream);
        pdf.object(9, later);
        pdf.end();
        pdf.sign();
        pdf.sign();
        pdf
    };
    for length in ["3", "0", "-1", "40"] {
        let stream = format!("<</Length {length}>>stream\nq Q ");
        refuse(&open(&stream, "()"), Reason::ChangeUnreadable);
        // It ends somewhere in what was signed.
        let closed = open(&stream, "<</Length 0>>stream\n\nendstream");
        check_first(&closed, Changes::Permitted, &[]);
    }
    refuse(
        &open("<</Length 9000>>stream\nq Q\nendstream", "()"),
        Reason::ChangeUnreadable,
    );
}

#[test]
fn a_reference_leads_where_it_says() {
    // Some readers repair the file when they find nothing there, others do not mind the generation.
    let with = |value: &str, more: &str| {
        let mut pdf = Pdf::new();
        pdf.sign();
        pdf.object(60, &format!("<</A {value}>>"));
        pdf.object(61, "()");
        pdf.free(62);
        pdf.end_with(more);
        pdf
    };
    check_first(&with("61 0 R", "/Info 61 0 R"), Changes::Permitted, &[]);
    for lost in ["63 0 R", "62 0 R", "61 7 R", "[<</B 5 7 R>>]"] {
        refuse(&with(lost, ""), Reason::ChangeUnreadable);
    }
    refuse(&with("1", "/Info 63 0 R"), Reason::ChangeUnreadable);
    refuse(&with("1", "/Info<</A 1/A 2>>"), Reason::ChangeUnreadable);
    // The page always had a font that is nowhere; another one is news.
    let page = |font: &str| {
        let mut pdf = Pdf::new();
        pdf.sign();
        let page = pdf.page().replace("/Annots", font);
        pdf.object(3, &page);
        pdf.end();
        pdf
    };
    check_first(&page("/Annots"), Changes::Permitted, &[]);
    check_first(
        &page("/Thumb 77 0 R/Annots"),
        Changes::NotPermitted,
        &[Reason::PageChanged, Reason::ChangeUnreadable],
    );
}

#[test]
fn an_object_stream_holds_what_is_listed() {
    // 63 is in the object stream 60, and so is what `more` says of 64.
    let with = |header: &str, objects: &str, index: &str, rows: &str| {
        update("", |_, first, previous| {
            let body = format!(
                "60 0 obj\n<</Type/ObjStm/N {}/First {}/Length {}>>stream\n{header}{objects}\nendstream\nendobj\n",
                header.split_whitespace().count() / 2,
                header.len(),
                header.len() + objects.len()
            );
            let at = first + body.len();
            let data = format!("01{first:08X}0001{at:08X}00020000003C00{rows}>");
            format!(
                "{body}61 0 obj\n<</Type/XRef/Root 1 0 R/Size 99/Prev {previous}/W[1 4 1]/Index[60 2 63 {index}]\
                 /Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n",
                data.len()
            )
        })
    };
    let second = "020000003C01";
    check_first(&with("63 0 ", "()", "1", ""), Changes::Permitted, &[]);
    check_first(&with("63 0 64 3 ", "() 7", "2", second), Changes::Permitted, &[]);
    for (header, objects, index, rows) in [
        ("63 0 4 3 ", "() <</Evil true>>", "1", ""),
        ("63 0 63 3 ", "() 7", "1", ""),
        ("63 3 64 0 ", "7  ()", "2", second),
        ("63 0 64 3 ", "[1 2]", "2", second),
        ("63 0 64 3 ", "() 7 8", "2", second),
        ("63 0 64 3 ", "() 77 0 R", "2", second),
        ("63 0 64 3 ", "() --7", "2", second),
    ] {
        refuse(&with(header, objects, index, rows), Reason::ChangeUnreadable);
    }
}

#[test]
fn no_part_of_a_revision_lies_behind_it() {
    // The section leads to a place where only later there is something.
    let base = memchr::memmem::rfind(Pdf::new().bytes(), b"xref\n1 1").unwrap();
    let table = format!("xref\n4 1\n0000000009 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {base}>>\n");
    let stream = "97 0 obj\n<</Type/XRef/W[1 1 0]/Index[4 1]/Size 99/Filter/ASCIIHexDecode/Length 5>>\
                  stream\n0109>\nendstream\nendobj\n";
    let section = |keys: &str, at: usize| {
        format!("xref\n0 0\ntrailer\n<</Size 99/Root 1 0 R{keys}>>\nstartxref\n{at}\n%%EOF\n")
    };
    for far in [900, 4_000] {
        for (link, later) in [
            (format!("/Prev {far}"), table.as_str()),
            (format!("/Prev {base}/XRefStm {far}"), stream),
        ] {
            let mut pdf = Pdf::new();
            // The same, but not behind it.
            if far == 900 {
                pdf.append(" ".repeat(far - pdf.position()).as_bytes());
                pdf.append(later.as_bytes());
            }
            let at = pdf.position();
            pdf.append(section(&link, at).as_bytes());
            if far != 900 {
                pdf.append(" ".repeat(far - pdf.position()).as_bytes());
                pdf.append(later.as_bytes());
            }
            let last = pdf.position();
            pdf.append(section(&format!("/Prev {at}"), last).as_bytes());
            let expected = if far == 900 {
                Reason::NoSignature
            } else {
                Reason::Damaged
            };
            assert_eq!(check_structure(pdf.bytes()).reasons, [expected], "{link}");
        }
    }
}

#[test]
fn a_hybrid_stream_leads_nowhere_else() {
    let hybrid = |own: &str| {
        let data = "00>";
        update("", |_, at, previous| {
            let stream = format!(
                "98 0 obj\n<</Type/XRef/W[1 0 0]/Index[70 1]/Size 99{own}/Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream\nendobj\n",
                data.len()
            )
            .replace("PREV", &previous.to_string());
            let table = at + stream.len();
            format!(
                "{stream}xref\n0 0\ntrailer\n<</Size 99/Root 1 0 R/Prev {previous}/XRefStm {at}>>\nstartxref\n{table}\n%%EOF\n"
            )
        })
    };
    refuse(&hybrid(""), Reason::ChangeUnreadable);
    refuse(&hybrid("/Prev PREV"), Reason::ChangeUnreadable);
    assert_eq!(
        check_structure(hybrid("/Prev 9").bytes()).reasons,
        [Reason::Damaged]
    );
}

/// A signed paper whose font is in the object stream 60, which has these keys; 61 is `second`.
fn with_container(keys: &str, second: &str) -> Pdf {
    let mut bytes = Pdf::new().bytes().to_vec();
    let previous = memchr::memmem::rfind(&bytes, b"xref\n1 1").unwrap();
    let first = bytes.len();
    let container =
        format!("60 0 obj\n<</Type/ObjStm/N 1/First 4{keys}>>stream\n9 0 <<>>\nendstream\nendobj\n");
    bytes.extend_from_slice(container.as_bytes());
    let behind = bytes.len();
    bytes.extend_from_slice(format!("61 0 obj\n{second}\nendobj\n").as_bytes());
    let at = bytes.len();
    let data = format!("020000003C01{first:08X}01{behind:08X}>");
    let section = format!(
        "62 0 obj\n<</Type/XRef/Root 1 0 R/Size 99/Prev {previous}/W[1 4 0]/Index[9 1 60 2]\
         /Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n",
        data.len()
    );
    bytes.extend_from_slice(section.as_bytes());
    let mut pdf = Pdf::continued(bytes, at);
    pdf.sign();
    pdf
}

#[test]
fn what_an_object_stream_refers_to_stays_as_it_is() {
    let mut pdf = with_container("/Length 61 0 R", "8");
    pdf.sign();
    check_first(&pdf, Changes::Permitted, &[]);
    pdf.object(61, "7");
    pdf.end();
    refuse(&pdf, Reason::ObjectChanged);
    // Parameters of a filter are not to be found elsewhere at all.
    let mut pdf = with_container("/Length 8/DecodeParms 61 0 R", "<<>>");
    pdf.sign();
    refuse(&pdf, Reason::ChangeUnreadable);
}
