//! What signatures and fields show, and how readers come to draw it.

use super::{
    check_first,
    fields::{APPROVAL, FREE, after, certified, form, refused, rewrite},
};
use crate::signature::{Reason, report::Changes, testing::Pdf};

#[test]
fn readers_draw_the_fields_themselves_as_they_did() {
    // What readers drew by themselves must not give way to looks that nobody saw.
    for (how, kept) in [
        ("", false),
        ("/NeedAppearances false", false),
        ("/NeedAppearances true", true),
    ] {
        let mut pdf = form();
        pdf.form_keys = "/NeedAppearances true";
        pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
        pdf.form_keys = how;
        pdf.object(60, "()");
        pdf.end_form();
        let expected = if kept {
            FREE
        } else {
            refused(&[Reason::FormChanged])
        };
        check_first(&pdf, expected.0, expected.1);
    }
}

const NAME: &str = "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]";

/// A form with these keys.
fn looks(keys: &str) -> String {
    format!("<</Type/XObject/Subtype/Form{keys}/Length 3>>stream\nq Q\nendstream")
}

#[test]
fn what_a_field_shows_stays_in_its_place() {
    let filled = |keys: &str| {
        let form = looks(keys);
        move |pdf: &mut Pdf| {
            rewrite(40, format!("{NAME}/V(after)/AP<</N 60 0 R>>"))(pdf);
            pdf.object(60, &form);
        }
    };
    let changed = refused(&[Reason::AnnotationChanged]);
    for sound in [
        "/BBox[0 0 9 9]",
        "/BBox[9 9.5 0 0]/Matrix[0 1 -1 0 0 9]",
        "/BBox[0 0 0 0]",
    ] {
        after(APPROVAL, filled(sound), FREE);
    }
    // Some readers draw them over the whole page.
    for odd in [
        "",
        "/BBox[0 0 9]",
        "/BBox[0 0 9 9 9]",
        "/BBox[]",
        "/BBox/All",
        "/BBox(0 0 9 9)",
        "/BBox[0 0 9 true]",
        "/BBox[-2147483647 -2147483647 2147483647 2147483647]",
        "/BBox[0 0 9 .001]",
        "/BBox[0 0 0 9]",
        "/BBox[0 0 9 9]/Matrix[0 0 0 0 0 0]",
        "/BBox[0 0 9 9]/Matrix[1 0 0 1]",
    ] {
        after(APPROVAL, filled(odd), changed);
    }
    let image = |pdf: &mut Pdf| {
        rewrite(40, format!("{NAME}/V(after)/AP<</N 60 0 R>>"))(pdf);
        pdf.object(
            60,
            "<</Subtype/Image/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream",
        );
    };
    after(APPROVAL, image, changed);
    let nowhere = |pdf: &mut Pdf| {
        rewrite(
            44,
            "/Subtype/Widget/Parent 43 0 R/FT/Tx/T(part)/V(x)/AP<</N 60 0 R>>".to_owned(),
        )(pdf);
        pdf.object(60, &looks("/BBox[0 0 9 9]"));
    };
    after(APPROVAL, nowhere, changed);
    // What was there when it was signed is as it is.
    let mut pdf = form();
    pdf.object(50, &looks(""));
    pdf.end();
    pdf.sign();
    rewrite(40, format!("{NAME}/V(after)/AP<</N 50 0 R>>"))(&mut pdf);
    pdf.end();
    check_first(&pdf, FREE.0, FREE.1);
}

#[test]
fn ticking_a_box_uncovers_nothing_that_leaves_its_place() {
    for (keys, expected) in [
        ("/BBox[0 0 9 9]", FREE),
        ("", refused(&[Reason::AnnotationChanged])),
        ("/BBox null", refused(&[Reason::AnnotationChanged])),
    ] {
        let body = "/Subtype/Widget/FT/Btn/T(box)/Rect[0 0 9 9]/AP<</N<</Yes 60 0 R>>>>";
        let mut pdf = Pdf::new();
        pdf.field(42, &format!("{body}/V/Off/AS/Off"));
        pdf.object(60, &looks(keys));
        pdf.end_form();
        pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
        rewrite(42, format!("{body}/V/Yes/AS/Yes"))(&mut pdf);
        pdf.end();
        check_first(&pdf, expected.0, expected.1);
    }
}

#[test]
fn signing_a_field_uncovers_nothing_that_leaves_its_place() {
    let signed = |rect: &str, keys: &str| {
        let mut pdf = form();
        let field = format!("/Subtype/Widget/FT/Sig/T(Hidden)/Rect{rect}/AP<</N 71 0 R>>");
        pdf.object(71, &looks(keys));
        pdf.field(70, &format!("{field}/F 2"));
        pdf.end_form();
        pdf.sign();
        rewrite(70, format!("{field}/F 4/V 72 0 R"))(&mut pdf);
        pdf.sign_as(72, APPROVAL);
        pdf
    };
    check_first(&signed("[0 0 90 9]", "/BBox[0 0 9 9]"), FREE.0, FREE.1);
    for (rect, keys) in [
        ("[0 0 0 0]", ""),
        ("[0 0 0 0]", "/BBox[0 0 9 9]"),
        ("[0 0 90 9]", ""),
    ] {
        let pdf = signed(rect, keys);
        check_first(&pdf, Changes::NotPermitted, &[Reason::AnnotationChanged]);
    }
}

#[test]
fn what_a_new_field_shows_stays_in_its_place() {
    let signed = |place: &'static str, keys: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.object(60, &looks(keys));
            pdf.sign_with(APPROVAL, &format!("{place}/AP<</N 60 0 R>>"));
        }
    };
    let (shown, hidden) = ("/Rect[0 0 90 9]", "/Rect[0 0 0 0]");
    after(APPROVAL, signed(shown, "/BBox[0 0 9 9]"), FREE);
    after(APPROVAL, signed(hidden, "/BBox[0 0 0 0]"), FREE);
    for (place, keys) in [
        (shown, ""),
        (hidden, ""),
        (hidden, "/BBox[0 0 9 9]"),
        ("", "/BBox[0 0 9 9]"),
    ] {
        after(APPROVAL, signed(place, keys), refused(&[Reason::AnnotationAdded]));
    }
}

#[test]
fn a_field_that_nobody_answers_for_shows_nothing() {
    let added = |keys: &'static str, form: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.object(60, form);
            pdf.field(70, &format!("/Subtype/Widget/FT/Sig/T(New){keys}"));
            pdf.end_form();
        }
    };
    let empty = "<</Subtype/Form/BBox[0 0 0 0]/Length 2>>stream\n%\n\nendstream";
    let drawn = "<</Subtype/Form/BBox[0 0 0 0]/Length 3>>stream\nq Q\nendstream";
    let open = "<</Subtype/Form/Length 0>>stream\n\nendstream";
    for (keys, form) in [
        ("/Rect[0 0 90 9]", drawn),
        ("/Rect[0 0 0 0]", drawn),
        ("/Rect[0 0 0 0]/AP<</N 60 0 R>>", empty),
    ] {
        after(APPROVAL, added(keys, form), FREE);
    }
    for (keys, form) in [
        ("/Rect[0 0 0 0]/AP<</N 60 0 R>>", drawn),
        ("/Rect[0 0 90 9]/AP<</N 60 0 R>>", empty),
        ("/Rect[0 0 0 0]/MK<</BG[0]>>", empty),
        ("/Rect[0 0 500 280]", empty),
    ] {
        after(APPROVAL, added(keys, form), refused(&[Reason::FormChanged]));
    }
    let both = refused(&[Reason::AnnotationAdded, Reason::FormChanged]);
    after(APPROVAL, added("/Rect[0 0 0 0]/AP<</N 60 0 R>>", open), both);
    // Under a certification that permits nothing, a timestamp is permitted, and so little the more.
    let stamped = |form: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.object(60, form);
            pdf.sign_with("/SubFilter/ETSI.RFC3161", "/Rect[0 0 0 0]/AP<</N 60 0 R>>");
        }
    };
    after(&certified("/P 1"), stamped(empty), FREE);
    after(&certified("/P 1"), stamped(open), both);
}
