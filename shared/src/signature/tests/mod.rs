//! What becomes of papers that were changed after signing, and of files that are no papers at all.

mod appended;
mod bounds;
mod comments;
mod cover;
mod fields;
mod looks;
mod names;
mod sections;
mod shadows;

use super::{Reason, check_structure, report::Changes, testing::Pdf};
use proptest::prelude::*;

/// Signs a paper once, applies `update`, and compares what the signature says.
#[track_caller]
fn check(update: impl FnOnce(&mut Pdf), expected: Changes, reasons: &[Reason]) {
    let mut pdf = Pdf::new();
    pdf.sign();
    update(&mut pdf);
    check_first(&pdf, expected, reasons);
}

#[track_caller]
fn check_first(pdf: &Pdf, expected: Changes, reasons: &[Reason]) {
    let report = check_structure(pdf.bytes());
    let first = report
        .signatures
        .first()
        .unwrap_or_else(|| panic!("{:?}", report.reasons));
    let found: Vec<Reason> = first
        .reasons
        .iter()
        .copied()
        .filter(|reason| *reason != Reason::CmsMalformed)
        .collect();
    assert_eq!((first.changes_after, found.as_slice()), (expected, reasons));
}

#[test]
fn a_paper_signed_last_is_unchanged() {
    check(|_| {}, Changes::None, &[]);
    check(|pdf| pdf.append(b"\r\n\n"), Changes::None, &[]);
}

#[test]
fn further_signatures_are_permitted() {
    check(|pdf| (0..3).for_each(|_| pdf.sign()), Changes::Permitted, &[]);
    let stamp = "/SubFilter/ETSI.RFC3161";
    check(
        |pdf| pdf.sign_with(stamp, "/Rect[0 0 0 0]"),
        Changes::Permitted,
        &[],
    );
}

#[test]
fn validation_data_metadata_and_unused_objects_are_permitted() {
    let update = |pdf: &mut Pdf| {
        pdf.object(50, "<</Type/DSS/Certs[51 0 R]>>");
        pdf.object(51, "<</Length 1>>stream\nx\nendstream");
        pdf.object(52, "<</Type/Metadata/Length 1>>stream\nx\nendstream");
        pdf.object(53, "<</Title(of it)>>");
        pdf.object(60, "(nobody refers to this)");
        pdf.object(1, &pdf.catalog("/DSS 50 0 R/Metadata 52 0 R/Version/2.0"));
        pdf.end_with("/Info 53 0 R");
    };
    check(update, Changes::Permitted, &[]);
}

#[test]
fn objects_written_again_without_change_are_permitted() {
    let update = |pdf: &mut Pdf| {
        pdf.object(4, "<</Length 3>>stream\nq Q\nendstream");
        pdf.object(2, "<</Kids[3 0 R]/Count 1/Type/Pages>>");
        pdf.end();
    };
    check(update, Changes::Permitted, &[]);
}

#[test]
fn a_page_may_say_what_it_inherits() {
    let inherited = |kids: &str, boxed: &str| {
        let mut pdf = Pdf::new();
        pdf.object(
            2,
            &format!("<</Type/Pages/Kids[{kids}]/Count 1/MediaBox[0 0 595 842]>>"),
        );
        pdf.object(5, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>");
        pdf.sign_on("/SubFilter/adbe.pkcs7.detached", "/Rect[0 0 5 5]", |page| {
            page.replace("/MediaBox[0 0 595 842]", "")
        });
        let page = pdf.page().replace("[0 0 595 842]", boxed);
        pdf.object(3, &page);
        pdf.end();
        pdf
    };
    check_first(&inherited("3 0 R", "[0 0 595 842]"), Changes::Permitted, &[]);
    for (kids, other) in [
        ("3 0 R", "[0 0 595 84]"),
        ("3 0 R", "[0 0 595 842]/CropBox[0 0 595 842]"),
        // Readers do not agree where this one is, and what it inherits there.
        ("3 0 R 5 0 R", "[0 0 595 842]"),
        ("3 0 R 3 0 R", "[0 0 595 842]"),
        ("5 0 R", "[0 0 595 842]"),
    ] {
        check_first(
            &inherited(kids, other),
            Changes::NotPermitted,
            &[Reason::PageChanged],
        );
    }
    // What is null is not inherited everywhere.
    let mut pdf = Pdf::new();
    pdf.sign();
    let page = pdf.page().replace("/MediaBox", "/Rotate null/MediaBox");
    pdf.object(3, &page);
    pdf.end();
    let both = [Reason::PageChanged, Reason::ChangeUnreadable];
    check_first(&pdf, Changes::NotPermitted, &both);
}

#[test]
fn other_content_on_a_page_is_a_change() {
    let changed = |number: u32, body: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.object(number, body);
            pdf.end();
        }
    };
    check(
        changed(4, "<</Length 3>>stream\nQ q\nendstream"),
        Changes::NotPermitted,
        &[Reason::PageChanged],
    );
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 841]/Contents 4 0 R/Font 9 0 R/Annots[11 0 R]>>";
    check(changed(3, page), Changes::NotPermitted, &[Reason::PageChanged]);
    check(
        changed(2, "<</Type/Pages/Kids[]/Count 0>>"),
        Changes::NotPermitted,
        &[Reason::PageTreeChanged],
    );
}

#[test]
fn taking_away_is_a_change() {
    let freed = |pdf: &mut Pdf| {
        pdf.free(4);
        pdf.object(60, "()");
        pdf.end();
    };
    check(freed, Changes::NotPermitted, &[Reason::PageChanged]);
}

#[test]
fn supplying_what_was_missing_is_a_change() {
    // Shadow attack: the signed page refers to object 9, which does not exist until later.
    let supplied = |pdf: &mut Pdf| {
        pdf.object(9, "<</Type/Font>>");
        pdf.end();
    };
    check(supplied, Changes::NotPermitted, &[Reason::ObjectChanged]);
}

#[test]
fn other_annotations_are_a_change() {
    let added = |pdf: &mut Pdf| {
        pdf.object(50, "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]>>");
        let page = pdf.page().replace("/Annots[", "/Annots[50 0 R ");
        pdf.object(3, &page);
        pdf.end();
    };
    check(added, Changes::NotPermitted, &[Reason::AnnotationAdded]);
    let moved = |pdf: &mut Pdf| {
        pdf.object(
            11,
            "<</FT/Sig/T(Signature1)/V 10 0 R/Type/Annot/Subtype/Widget/P 3 0 R/Rect[0 0 9 9]/AP<<>>>>",
        );
        pdf.end();
    };
    check(moved, Changes::NotPermitted, &[Reason::AnnotationChanged]);
}

#[test]
fn nobody_shows_something_without_answering_for_it() {
    // A timestamp is nobody's signature; its widget must not draw.
    let drawn = |pdf: &mut Pdf| pdf.sign_with("/SubFilter/ETSI.RFC3161", "/Rect[0 0 5 5]/AP<<>>");
    check(drawn, Changes::NotPermitted, &[Reason::FormChanged]);
    let with_action =
        |pdf: &mut Pdf| pdf.sign_with("/SubFilter/adbe.pkcs7.detached", "/AA<<>>/Rect[0 0 5 5]");
    check(
        with_action,
        Changes::NotPermitted,
        &[Reason::AnnotationAdded, Reason::FormChanged],
    );
}

#[test]
fn the_catalog_gains_nothing_that_acts() {
    let script = |pdf: &mut Pdf| {
        pdf.object(1, &pdf.catalog("/OpenAction<</S/JavaScript/JS(x)>>"));
        pdf.end();
    };
    check(script, Changes::NotPermitted, &[Reason::CatalogChanged]);
    let version = |version: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.object(61, "/2.0");
            pdf.object(1, &pdf.catalog(version));
            pdf.end();
        }
    };
    check(version("/Version 61 0 R"), Changes::Permitted, &[]);
    for odd in ["/Version 2.0", "/Version(2.0)", "/Version 10 0 R"] {
        check(version(odd), Changes::NotPermitted, &[Reason::CatalogChanged]);
    }
}

#[test]
fn bytes_that_no_revision_owns_are_a_change() {
    check(
        |pdf| pdf.append(b"%hidden"),
        Changes::NotPermitted,
        &[Reason::TrailingBytes],
    );
}

#[test]
fn a_certification_may_forbid_further_signatures() {
    let certified = "/SubFilter/adbe.pkcs7.detached\
                     /Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]";
    let mut pdf = Pdf::new();
    pdf.sign_with(certified, "/Rect[0 0 0 0]");
    check_first(&pdf, Changes::None, &[]);
    pdf.sign_with("/SubFilter/ETSI.RFC3161", "/Rect[0 0 0 0]");
    check_first(&pdf, Changes::Permitted, &[]);
    pdf.sign();
    check_first(&pdf, Changes::NotPermitted, &[Reason::CertificationForbids]);
}

#[test]
fn a_signature_is_not_lent_to_another_field() {
    let lent = |pdf: &mut Pdf| {
        pdf.object(50, "<</FT/Sig/T(Other)/V 10 0 R>>");
        let catalog = pdf.catalog("").replace("/Fields[", "/Fields[50 0 R ");
        pdf.object(1, &catalog);
        pdf.end();
    };
    let mut pdf = Pdf::new();
    pdf.sign();
    lent(&mut pdf);
    let report = check_structure(pdf.bytes());
    assert!(report.reasons.contains(&Reason::SignatureShared));
    assert!(report.reasons.contains(&Reason::FieldNotInSignedRevision));
}

#[test]
fn files_that_cannot_be_judged_say_why() {
    let check = |bytes: &[u8], reason: Reason| {
        let report = check_structure(bytes);
        assert_eq!((report.structure_ok, report.reasons), (false, vec![reason]));
    };
    let unsigned = Pdf::new();
    check(b"", Reason::Empty);
    check(b"PK\x03\x04", Reason::NotAPdf);
    check(unsigned.bytes(), Reason::NoSignature);
    check(&unsigned.bytes()[..unsigned.bytes().len() / 2], Reason::Truncated);

    let mut encrypted = Pdf::new();
    encrypted.end_with("/Encrypt<<>>");
    check(encrypted.bytes(), Reason::Encrypted);

    let mut orphaned = Pdf::new();
    orphaned.sign();
    orphaned.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    orphaned.end();
    check(orphaned.bytes(), Reason::OrphanedSignature);
}

#[test]
fn chains_of_sections_that_bite_their_tail_are_refused() {
    let mut looped = Pdf::new();
    let at = looped.bytes().len();
    looped.append(format!("xref\ntrailer\n<</Root 1 0 R/Prev {at}>>\nstartxref\n{at}\n%%EOF").as_bytes());
    assert_eq!(check_structure(looped.bytes()).reasons, [Reason::Damaged]);

    let mut long = Pdf::new();
    (0..1_001).for_each(|_| long.end_with(""));
    assert_eq!(check_structure(long.bytes()).reasons, [Reason::LimitExceeded]);
}

fn signed_twice() -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.sign();
    pdf.sign();
    pdf.bytes().to_vec()
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        check_structure(&[b"%PDF-1.7\n".as_slice(), &bytes].concat());
        check_structure(&bytes);
    }

    #[test]
    fn no_damage_makes_it_panic(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = signed_twice();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        check_structure(&bytes);
        check_structure(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn a_signature_survives_a_cut_only_where_a_revision_ends(cut in any::<prop::sample::Index>()) {
        let bytes = signed_twice();
        let cut = &bytes[..cut.index(bytes.len())];
        let report = check_structure(cut);
        if report.signatures.iter().any(|signature| signature.changes_after != Changes::NotPermitted) {
            prop_assert!(cut.trim_ascii_end().ends_with(b"%%EOF"));
        }
    }
}
