//! What one reader takes for a name, a number or a reference, and another does not.

use super::{
    check_first,
    fields::{APPROVAL, FREE, after, certified, refused},
};
use crate::signature::{Reason, report::Changes, testing::Pdf};

/// A new signature field with these keys, and a widget apart if one is given.
fn new(signature: &'static str, keys: &'static str, widget: Option<&'static str>) -> impl FnOnce(&mut Pdf) {
    move |pdf: &mut Pdf| {
        match widget {
            None => pdf.field(
                70,
                &format!("/Subtype/Widget/FT/Sig/V 71 0 R{keys}/Rect[0 0 0 0]"),
            ),
            Some(widget) => {
                pdf.parent(70, &format!("/FT/Sig/V 71 0 R{keys}/Kids[80 0 R]"));
                pdf.widget(80, &format!("/Subtype/Widget/Rect[0 0 0 0]{widget}"));
            }
        }
        pdf.sign_as(71, signature);
    }
}

#[test]
fn a_new_field_has_a_name_of_its_own_and_no_field_above() {
    let stamp = "/SubFilter/ETSI.RFC3161";
    after(APPROVAL, new(APPROVAL, "/T(New)", None), FREE);
    after(&certified("/P 1"), new(stamp, "/T(New)", None), FREE);
    let changed = refused(&[Reason::FormChanged]);
    // Some readers draw the value of the field above, or of the same name, in the new widget: `name` has one.
    for keys in [
        "",
        "/T()",
        "/T( )",
        "/T/New",
        "/T(name)",
        "/T(n\\141me)",
        "/T<FEFF006E0061006D0065>",
        "/T<FFFE6E0061006D006500>",
        "/T(name.more)",
        "/T(.name)",
        "/T(group)",
        "/T(New\\000)",
    ] {
        after(APPROVAL, new(APPROVAL, keys, None), changed);
        after(&certified("/P 1"), new(stamp, keys, None), changed);
    }
    let parent = "/T(New)/Parent 40 0 R";
    after(APPROVAL, new(APPROVAL, parent, None), changed);
}

#[test]
fn a_widget_that_stands_apart_belongs_to_its_field_alone() {
    let own = "/Parent 70 0 R";
    after(APPROVAL, new(APPROVAL, "/T(New)", Some(own)), FREE);
    for odd in [
        "",
        "/Parent 40 0 R",
        "/Parent 70 0 R/T(name)",
        "/Parent 70 0 R/FT/Tx",
        "/Parent 70 0 R/V(9)",
    ] {
        after(
            APPROVAL,
            new(APPROVAL, "/T(New)", Some(odd)),
            refused(&[Reason::FormChanged]),
        );
    }
}

#[test]
fn two_new_fields_of_one_name_are_one_too_many() {
    for (second, expected) in [("Other", FREE), ("New", refused(&[Reason::FormChanged]))] {
        let mut pdf = super::fields::form();
        pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
        for (number, name) in [(70, "New"), (72, second)] {
            pdf.field(
                number,
                &format!(
                    "/Subtype/Widget/FT/Sig/V {} 0 R/T({name})/Rect[0 0 0 0]",
                    number + 1
                ),
            );
            pdf.sign_as(number + 1, APPROVAL);
            pdf.end();
        }
        check_first(&pdf, expected.0, expected.1);
    }
}

#[test]
fn what_some_readers_take_for_a_reference_ends_what_may_be_added() {
    for (contents, expected) in [
        ("[4 0 R]", (Changes::Permitted, &[][..])),
        ("[4 0 R 60 0R]", refused(&[Reason::ChangeUnreadable])),
        ("[4 0 R 60 0e R]", refused(&[Reason::ChangeUnreadable])),
        (
            "[4 0 R/A\u{b}60\u{b}0\u{b}R]",
            refused(&[Reason::ChangeUnreadable]),
        ),
    ] {
        let mut pdf = Pdf::new();
        let page = |page: String| page.replace("/Contents 4 0 R", &format!("/Contents{contents}"));
        pdf.sign_on(APPROVAL, "/Rect[0 0 5 5]", page);
        pdf.object(60, "<</Length 3>>stream\nq Q\nendstream");
        pdf.end();
        check_first(&pdf, expected.0, expected.1);
    }
}

#[test]
fn an_object_that_is_but_a_reference_ends_what_may_be_added() {
    for (number, what) in [(70, "1"), (60, "<</Length 3>>stream\nq Q\nendstream")] {
        let mut pdf = Pdf::new();
        pdf.object(61, "60 0 R");
        let page = |page: String| page.replace("/Contents 4 0 R", "/Contents 61 0 R");
        pdf.sign_on(APPROVAL, "/Rect[0 0 5 5]", page);
        pdf.object(number, what);
        pdf.end();
        check_first(&pdf, Changes::NotPermitted, &[Reason::ChangeUnreadable]);
    }
}
