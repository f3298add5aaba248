//! What signatures and fields show, and how readers come to draw it.

use super::{
    check_first,
    fields::{APPROVAL, FREE, form, refused},
};
use crate::signature::Reason;

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
