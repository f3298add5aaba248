//! Papers that were prepared before signing, so that the signed page shows something else later; and where a change is.

use super::check_first;
use crate::signature::{
    Reason, check_structure,
    report::{Change, Changes, SignatureStructure},
    testing::Pdf,
};

const APPROVAL: &str = "/SubFilter/adbe.pkcs7.detached";

fn first(pdf: &Pdf) -> SignatureStructure {
    check_structure(pdf.bytes()).signatures.swap_remove(0)
}

#[test]
fn what_a_store_shares_with_an_annotation_is_no_stores_own() {
    // The resources of a stamp also stand in the security store, where everything may change.
    let mut pdf = Pdf::new();
    pdf.widget(40, "/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 41 0 R>>");
    pdf.object(
        41,
        "<</Subtype/Form/Resources 42 0 R/Length 3>>stream\nq Q\nendstream",
    );
    pdf.object(42, "<</XObject<</X 43 0 R>>>>");
    pdf.object(43, "<</Subtype/Form/Length 3>>stream\nq Q\nendstream");
    pdf.object(44, "<</Type/DSS/Certs[42 0 R]>>");
    pdf.end_form();
    pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
    pdf.object(1, &pdf.catalog("/DSS 44 0 R"));
    pdf.end();
    check_first(&pdf, Changes::Permitted, &[]);

    pdf.object(43, "<</Subtype/Form/Length 3>>stream\nQ q\nendstream");
    pdf.end();
    // It was shared before it was signed, or, as here, by the update that added the store.
    check_first(&pdf, Changes::NotPermitted, &[Reason::ObjectChanged]);
}

#[test]
fn a_stream_does_not_reach_into_what_is_appended() {
    // Readers that find the length wrong look for the end of the stream; once bytes are appended it is right.
    let mut pdf = Pdf::new();
    pdf.object(4, "<</Length 9000>>stream\nq Q\nendstream");
    pdf.end();
    pdf.sign();
    check_first(&pdf, Changes::None, &[]);
    pdf.object(60, &format!("({})\nendstream", " ".repeat(9_000)));
    pdf.end();
    check_first(&pdf, Changes::NotPermitted, &[Reason::ChangeUnreadable]);
    assert_eq!(first(&pdf).changes[0].object, 4);
}

#[test]
fn a_reference_to_another_generation_is_followed_all_the_same() {
    // The page says 4 0, the object is 4 1: some readers draw it, others do not.
    let mut pdf = Pdf::new();
    let at = pdf.position();
    pdf.append(b"4 1 obj\n[5 0 R]\nendobj\n");
    pdf.object(5, "<</Length 3>>stream\nq Q\nendstream");
    pdf.end();
    let mut bytes = pdf.bytes().to_vec();
    let section = bytes.len();
    let table = format!(
        "xref\n4 1\n{at:010} 00001 n \ntrailer\n<</Root 1 0 R/Size 99/Prev {}>>\nstartxref\n{section}\n%%EOF\n",
        memchr::memmem::rfind(&bytes, b"xref\n5 1").unwrap()
    );
    bytes.extend_from_slice(table.as_bytes());
    let mut pdf = Pdf::continued(bytes, section);
    pdf.sign();
    check_first(&pdf, Changes::None, &[]);
    pdf.object(5, "<</Length 3>>stream\nQ q\nendstream");
    pdf.end();
    check_first(&pdf, Changes::NotPermitted, &[Reason::PageChanged]);
}

#[test]
fn an_object_does_not_reach_into_what_is_appended() {
    // An open string at the end of what was signed goes on behind it.
    let mut pdf = Pdf::new();
    pdf.widget(40, "/Subtype/Text/Rect[0 0 9 9]/Popup 41 0 R");
    pdf.end_form();
    pdf.point(41, pdf.position() + 1);
    pdf.append(b"%41 0 obj (");
    pdf.sign();
    pdf.append(b") endobj\n");
    pdf.object(60, "()");
    pdf.end();
    let expected = [Reason::ChangeUnreadable, Reason::TrailingBytes];
    check_first(&pdf, Changes::NotPermitted, &expected);
}

#[test]
fn a_table_that_hides_signed_objects_from_some_readers_is_a_change() {
    let hybrid = |hidden: u32| {
        let mut pdf = Pdf::new();
        pdf.object(50, "(new)");
        pdf.end_hybrid(&[50]);
        pdf.sign();
        check_first(&pdf, Changes::None, &[]);
        // The same again: for those who read the stream nothing happens.
        pdf.object(hidden, "<</Length 3>>stream\nq Q\nendstream");
        pdf.end_hybrid(&[hidden]);
        pdf
    };
    let both = [Reason::ObjectChanged, Reason::ChangeUnreadable];
    check_first(&hybrid(4), Changes::NotPermitted, &both);
    // No update has two sections in one, whatever it says.
    check_first(&hybrid(60), Changes::NotPermitted, &[Reason::ChangeUnreadable]);
}

#[test]
fn another_catalog_is_a_change() {
    // Hide and replace: two documents in one, and the trailer chooses.
    let mut pdf = Pdf::new();
    pdf.object(30, "<</Type/Catalog/Pages 31 0 R/AcroForm<</Fields[11 0 R]>>>>");
    pdf.object(31, "<</Type/Pages/Kids[32 0 R]/Count 1>>");
    pdf.object(32, "<</Type/Page/Parent 31 0 R/MediaBox[0 0 9 9]>>");
    pdf.end();
    pdf.sign();
    check_first(&pdf, Changes::None, &[]);
    let last = String::from_utf8_lossy(pdf.bytes()).rfind("startxref\n").unwrap() + 10;
    let previous: usize = String::from_utf8_lossy(&pdf.bytes()[last..])
        .lines()
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let at = pdf.position();
    pdf.append(
        format!(
            "60 0 obj\n()\nendobj\nxref\n60 1\n{at:010} 00000 n \ntrailer\n\
             <</Size 99/Root 30 0 R/Prev {previous}>>\nstartxref\n{}\n%%EOF\n",
            at + 19
        )
        .as_bytes(),
    );
    check_first(&pdf, Changes::NotPermitted, &[Reason::CatalogChanged]);
}

#[test]
fn a_change_is_named_with_its_page_and_its_object() {
    let mut pdf = Pdf::new();
    pdf.object(2, "<</Type/Pages/Kids[3 0 R 20 0 R]/Count 2>>");
    pdf.object(20, "<</Type/Pages/Parent 2 0 R/Kids[21 0 R 22 0 R]/Count 2>>");
    pdf.object(
        21,
        "<</Type/Page/Parent 20 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
    );
    pdf.object(
        22,
        "<</Type/Page/Parent 20 0 R/MediaBox[0 0 9 9]/Contents 24 0 R>>",
    );
    pdf.object(24, "<</Length 3>>stream\nq Q\nendstream");
    pdf.end();
    pdf.sign();
    let length = pdf.position();
    pdf.sign();
    pdf.object(24, "<</Length 3>>stream\nQ q\nendstream");
    pdf.object(50, "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]>>");
    pdf.object(
        21,
        "<</Type/Page/Parent 20 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[50 0 R]>>",
    );
    pdf.end();
    let change = |what, page, object| Change {
        what,
        page: Some(page),
        object,
    };
    let report = check_structure(pdf.bytes());
    let expected = [
        change(Reason::PageChanged, 3, 24),
        change(Reason::AnnotationAdded, 2, 50),
    ];
    for signature in &report.signatures {
        assert_eq!(signature.changes, expected);
        assert_eq!(signature.revisions, 5);
    }
    assert_eq!(report.signatures[0].revision, Some(3));
    assert_eq!(report.signatures[1].revision, Some(4));
    assert_eq!(report.signatures[0].signed_length, u64::try_from(length).ok());

    // What is gone is where it was; a script belongs to no page.
    pdf.object(1, &pdf.catalog("/OpenAction<<>>"));
    pdf.object(20, "<</Type/Pages/Parent 2 0 R/Kids[21 0 R]/Count 1>>");
    pdf.end();
    let changes = first(&pdf).changes;
    assert!(
        changes.contains(&change(Reason::PageChanged, 3, 24)),
        "{changes:?}"
    );
    let script = Change {
        what: Reason::CatalogChanged,
        page: None,
        object: 1,
    };
    assert!(changes.contains(&script), "{changes:?}");
}

#[test]
fn no_more_than_twenty_changes_are_named() {
    let mut pdf = Pdf::new();
    for number in 30..60 {
        pdf.widget(number, "/Subtype/Text/Rect[0 0 9 9]");
    }
    pdf.end_form();
    pdf.sign();
    for number in 30..60 {
        pdf.object(number, "<</Type/Annot/Subtype/Text/Rect[0 0 9 8]>>");
    }
    pdf.end();
    let signature = first(&pdf);
    assert_eq!(signature.changes.len(), Change::MOST);
    assert_eq!(signature.changes[0].page, Some(1));
}

#[test]
fn two_signatures_cannot_sign_the_same_revision() {
    let mut pdf = Pdf::new();
    pdf.field(30, "/Subtype/Widget/FT/Sig/T(Other)/Rect[0 0 0 0]/V 31 0 R");
    let at = pdf.position();
    let zeros = "0".repeat(64);
    pdf.object(
        31,
        &format!("<</Type/Sig{APPROVAL}/ByteRange[0 {:30}]/Contents<{zeros}>>>", ""),
    );
    pdf.sign();
    let mut bytes = pdf.bytes().to_vec();
    let find = |what: &[u8], from: usize| from + memchr::memmem::find(&bytes[from..], what).unwrap();
    let gap = find(b"/Contents<", at) + 9;
    let range_at = find(b"/ByteRange[0 ", at) + 13;
    let range = format!("{gap} {} {}", gap + 66, bytes.len() - gap - 66);
    bytes[range_at..range_at + range.len()].copy_from_slice(range.as_bytes());
    let report = check_structure(&bytes);
    assert_eq!(report.signatures.len(), 2);
    for signature in report.signatures {
        assert!(
            signature.reasons.contains(&Reason::RevisionSignedTwice),
            "{signature:?}"
        );
    }
}
