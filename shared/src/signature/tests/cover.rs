//! How much of a page may be covered after signing: by fields that are filled in, and by highlights.

use super::{
    check_first,
    fields::{APPROVAL, FREE, LOOK, certified, refused},
};
use crate::signature::{Reason, report::Changes, testing::Pdf};

/// A signed form with these fields from 40 on, each a widget with its place, and then the same with `filled` added in
/// one update each.
fn filled(kind: &str, places: &[&str], filled: &str) -> Pdf {
    let mut pdf = Pdf::new();
    pdf.object(50, LOOK);
    let body = |number: u32, place: &str, more: &str| {
        format!("/Subtype/Widget{kind}/T(f{number})/Rect[{place}]{more}")
    };
    for (number, place) in (40..).zip(places) {
        pdf.field(number, &body(number, place, ""));
    }
    pdf.end_form();
    pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
    for (number, place) in (40..).zip(places) {
        let body = body(number, place, filled);
        pdf.object(number, &format!("<</Type/Annot/P 3 0 R{body}>>"));
        pdf.end();
    }
    pdf
}

#[test]
fn what_is_filled_in_leaves_the_page_to_be_read() {
    let check = |pdf: &Pdf, expected: (Changes, &[Reason])| check_first(pdf, expected.0, expected.1);
    let changed = refused(&[Reason::AnnotationChanged]);
    let (line, sheet) = ("50 500 500 520", "0 0 595 842");
    let quarters = ["0 0 298 421", "298 0 595 421", "0 421 298 842", "298 421 595 842"];
    // With looks, and without them: then readers draw the value.
    for value in ["/V(x)", "/V(x)/AP<</N 50 0 R>>"] {
        check(&filled("/FT/Tx", &[line, "50 400 500 420"], value), FREE);
        check(&filled("/FT/Tx", &quarters[..1], value), FREE);
        check(&filled("/FT/Tx", &[sheet], value), changed);
        check(&filled("/FT/Tx", &quarters, value), changed);
    }
    let button = "/FT/Btn/AP<</N<</Yes 50 0 R>>>>";
    check(&filled(button, &["50 500 60 510"], "/V/Yes/AS/Yes"), FREE);
    check(&filled(button, &[sheet], "/V/Yes/AS/Yes"), changed);
    check(&filled(button, &quarters, "/V/Yes/AS/Yes"), changed);
}

#[test]
fn many_widgets_of_one_field_cover_as_much_as_many_fields() {
    let with = |places: &[&str]| {
        let mut pdf = Pdf::new();
        let kids: String = (41..)
            .zip(places)
            .map(|(number, _)| format!("{number} 0 R "))
            .collect();
        pdf.parent(40, &format!("/FT/Tx/T(f)/Kids[{kids}]"));
        for (number, place) in (41..).zip(places) {
            pdf.widget(number, &format!("/Subtype/Widget/Parent 40 0 R/Rect[{place}]"));
        }
        pdf.end_form();
        pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
        pdf.object(40, &format!("<</FT/Tx/T(f)/V(x)/Kids[{kids}]>>"));
        pdf.end();
        pdf
    };
    check_first(&with(&["0 0 298 421", "0 500 90 520"]), Changes::Permitted, &[]);
    check_first(
        &with(&["0 0 298 421", "298 0 595 421", "0 421 298 842"]),
        Changes::NotPermitted,
        &[Reason::AnnotationChanged],
    );
}

#[test]
fn a_small_page_has_small_fields_and_signatures() {
    let with = |size: &str, place: &str| {
        let mut pdf = Pdf::new();
        let page = |pdf: &Pdf| pdf.page().replace("0 0 595 842", size);
        pdf.object(3, &page(&pdf));
        pdf.end();
        let field = format!("/Subtype/Widget/FT/Tx/T(f)/Rect[{place}]");
        pdf.field(40, &field);
        pdf.object(1, &pdf.catalog(""));
        pdf.object(3, &page(&pdf));
        pdf.end();
        pdf.sign_on(APPROVAL, "/Rect[0 0 5 5]", |page| {
            page.replace("0 0 595 842", size)
        });
        pdf
    };
    let fill = |pdf: &mut Pdf, place: &str| {
        let body = format!("/Subtype/Widget/FT/Tx/T(f)/Rect[{place}]/V(x)");
        pdf.object(40, &format!("<</Type/Annot/P 3 0 R{body}>>"));
        pdf.end();
    };
    for (size, expected) in [
        ("0 0 595 842", FREE),
        ("0 0 297 420", refused(&[Reason::AnnotationChanged])),
    ] {
        let mut pdf = with(size, "0 0 297 420");
        fill(&mut pdf, "0 0 297 420");
        check_first(&pdf, expected.0, expected.1);
    }
    // However small the page: readers show it as large as any other.
    for (place, expected) in [
        ("5 5 50 20", FREE),
        ("0 0 59 84", refused(&[Reason::AnnotationChanged])),
    ] {
        let mut pdf = with("0 0 59.5 84.2", place);
        fill(&mut pdf, place);
        check_first(&pdf, expected.0, expected.1);
    }
    for (place, expected) in [
        ("0 0 55 50", FREE),
        ("0 0 59 84", refused(&[Reason::AnnotationAdded])),
    ] {
        let mut pdf = with("0 0 59.5 84.2", "0 0 20 20");
        pdf.sign_on(APPROVAL, &format!("/Rect[{place}]/AP<<>>"), |page| {
            page.replace("0 0 595 842", "0 0 59.5 84.2")
        });
        check_first(&pdf, expected.0, expected.1);
    }
    for (size, expected) in [
        ("0 0 595 842", FREE),
        ("0 0 297 420", refused(&[Reason::AnnotationAdded])),
    ] {
        let mut pdf = with(size, "0 0 20 20");
        pdf.sign_on(APPROVAL, "/Rect[0 0 297 420]/AP<<>>", |page| {
            page.replace("0 0 595 842", size)
        });
        check_first(&pdf, expected.0, expected.1);
    }
}

/// Comments with these keys from 70 on, one update each, on a paper that permits them.
fn commented(comments: &[&str]) -> Pdf {
    let mut pdf = Pdf::new();
    pdf.widget(60, "/Subtype/Highlight/C[1 .4 .4]/Rect[0 0 90 20]");
    pdf.object(3, &pdf.page());
    pdf.end();
    pdf.sign_with(&certified("/P 3"), "/Rect[0 0 5 5]");
    for (number, comment) in (70..).zip(comments) {
        pdf.widget(number, comment);
        pdf.object(3, &pdf.page());
        pdf.end();
    }
    pdf
}

#[test]
fn highlights_do_not_add_up_to_black() {
    let pink = "/Subtype/Highlight/C[1 .4 .4]/Rect[0 100 300 120]";
    let yellow = "/Subtype/Highlight/C[1 1 0]/Rect[0 100 300 120]";
    let next = "/Subtype/Highlight/C[1 .4 .4]/Rect[0 117 300 137]";
    for comments in [&[pink, next][..], &[yellow, pink], &[yellow; 7]] {
        check_first(&commented(comments), Changes::Permitted, &[]);
    }
    let quads = "/Subtype/Highlight/C[1 .4 .4]/Rect[0 0 9 9]/QuadPoints[0 120 300 120 0 100 300 100 ";
    let twice = format!("{quads}10 120 200 120 10 100 200 100]");
    let broken = format!("{quads}10 120]");
    let before = "/Subtype/Highlight/C[1 .4 .4]/Rect[10 0 80 20]";
    for comments in [&[pink, pink][..], &[yellow; 8], &[&twice], &[&broken], &[before]] {
        check_first(
            &commented(comments),
            Changes::NotPermitted,
            &[Reason::AnnotationAdded],
        );
    }
    // Nor when one is moved over the other.
    let aside = "/Subtype/Highlight/C[1 .4 .4]/Rect[0 300 300 320]";
    let mut pdf = commented(&[pink, aside]);
    pdf.object(71, &format!("<</Type/Annot/P 3 0 R{pink}>>"));
    pdf.end();
    check_first(&pdf, Changes::NotPermitted, &[Reason::AnnotationChanged]);
}

#[test]
fn lines_are_as_thick_as_readers_draw_them() {
    let upright = "/Subtype/StrikeOut/C[0 0 0]/Rect[0 0 9 9]/QuadPoints[0 842 71 842 0 0 71 0]";
    check_first(
        &commented(&[upright]),
        Changes::NotPermitted,
        &[Reason::AnnotationAdded],
    );
    let turned = "/Subtype/StrikeOut/C[0 0 0]/Rect[0 0 9 9]/QuadPoints[0 0 0 842 9 0 9 842]";
    check_first(&commented(&[turned]), Changes::Permitted, &[]);
}

#[test]
fn lines_neither_wipe_out_nor_draw() {
    let line = |colour: &str, quads: &[String]| {
        let quads = quads.concat();
        format!("/Subtype/StrikeOut{colour}/Rect[0 0 9 9]/QuadPoints[{quads}]")
    };
    let quad = |bottom: usize, height: usize| {
        let top = bottom + height;
        format!("0 {top} 90 {top} 0 {bottom} 90 {bottom} ")
    };
    let rows = |count: usize, height: usize| -> Vec<String> {
        (0..count).map(|row| quad(row * height, height)).collect()
    };
    for sound in [
        line("/C[1 0 0]", &rows(40, 12)),
        line("", &rows(1, 12)),
        line("/C[1 1 0]", &rows(1, 12)),
        line("/C[0 0 0]", &[quad(0, 12), quad(0, 12)]),
    ] {
        check_first(&commented(&[&sound]), Changes::Permitted, &[]);
    }
    for odd in [
        line("/C[1 1 1]", &rows(1, 12)),
        line("/C[.9]", &rows(1, 12)),
        line("/C[0 0 0 0]", &rows(1, 12)),
        line("/C[0 0 0]", &rows(1, 3)),
        line("/C[0 0 0]", &rows(201, 6)),
        line("/C[0 0 0]", &[quad(0, 12), quad(1, 12), quad(2, 12)]),
    ] {
        check_first(
            &commented(&[&odd]),
            Changes::NotPermitted,
            &[Reason::AnnotationAdded],
        );
    }
}

#[test]
fn red_text_stays_readable_through_highlights() {
    for (colour, expected) in [
        ("[1 1 0]", Changes::Permitted),
        ("[1 .5 .8]", Changes::Permitted),
        ("[1 .18 0]", Changes::NotPermitted),
        ("[1 0 1]", Changes::NotPermitted),
    ] {
        let highlight = format!("/Subtype/Highlight/C{colour}/Rect[0 100 300 120]");
        let reasons: &[Reason] = match expected {
            Changes::Permitted => &[],
            _ => &[Reason::AnnotationAdded],
        };
        check_first(&commented(&[&highlight]), expected, reasons);
    }
}

#[test]
fn notes_do_not_stand_side_by_side() {
    let note = |left: u32| format!("/Subtype/Text/Rect[{left} 0 {} 20]", left + 20);
    let (one, far, near) = (note(0), note(100), note(20));
    check_first(&commented(&[&one, &far]), Changes::Permitted, &[]);
    check_first(
        &commented(&[&one, &near]),
        Changes::NotPermitted,
        &[Reason::AnnotationAdded],
    );
    // Nor when one is moved beside the other.
    let mut pdf = commented(&[&one, &far]);
    pdf.object(71, &format!("<</Type/Annot/P 3 0 R{near}>>"));
    pdf.end();
    check_first(&pdf, Changes::NotPermitted, &[Reason::AnnotationChanged]);
}
