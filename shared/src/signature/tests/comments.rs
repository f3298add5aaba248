//! Comments after a certification that permits them.

use super::{
    check_first,
    fields::{APPROVAL, FREE, LOOK, after, certified, form, refused, rewrite},
};
use crate::signature::{Reason, report::Changes, testing::Pdf};

#[test]
fn certified_for_comments_means_comments_only() {
    let add = |body: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.widget(70, body);
            pdf.object(71, LOOK);
            pdf.object(3, &pdf.page());
        }
    };
    let level = certified("/P 3");
    for comment in [
        "/Subtype/Highlight/Rect[0 0 90 9]/QuadPoints[0 0 9 0 0 9 9 9]/C[1 .8 1]",
        "/Subtype/Highlight/Rect[0 0 90 9]/C[.5]",
        "/Subtype/StrikeOut/Rect[0 0 90 400]/QuadPoints[0 9 90 9 0 0 90 0]/C[1 0 0]",
        "/Subtype/Underline/Rect[0 0 90 9]",
        "/Subtype/Text/Rect[0 0 20 20]/Open false",
        "/Subtype/Popup/Rect[0 0 200 200]",
    ] {
        after(&level, add(comment), FREE);
        after(
            &certified("/P 2"),
            add(comment),
            refused(&[Reason::AnnotationAdded]),
        );
        after(APPROVAL, add(comment), refused(&[Reason::AnnotationAdded]));
    }
    // What draws over the page is no comment: evil annotations.
    for evil in [
        "/Subtype/FreeText/Rect[0 0 90 9]",
        "/Subtype/Stamp/Rect[0 0 90 9]/AP<</N 71 0 R>>",
        "/Subtype/Redact/Rect[0 0 90 9]",
        "/Subtype/Highlight/Rect[0 0 90 9]/AP<</N 71 0 R>>",
        "/Subtype/Text/Rect[0 0 20 20]/AP<</N 71 0 R>>",
        "/Subtype/Text/Rect[0 0 20 20]/Open true",
        "/Subtype/Text/Rect[0 0 500 500]",
        // What hides the text under it, or opens over it.
        "/Subtype/Highlight/Rect[0 0 90 9]",
        "/Subtype/Highlight/Rect[0 0 90 9]/C[0 0 0]",
        "/Subtype/Highlight/Rect[0 0 90 9]/C[0 0 1]",
        "/Subtype/Highlight/Rect[0 0 90 9]/C[0 0 0 0]",
        "/Subtype/Highlight/Rect[0 0 90 9]/C[1 1 0]/BM/Normal",
        "/Subtype/StrikeOut/Rect[0 0 90 9]/QuadPoints[0 800 500 800 0 0 500 0]",
        "/Subtype/StrikeOut/Rect[0 0 90 9]/QuadPoints[0 800 500]",
        "/Subtype/Popup/Rect[0 0 595 842]",
        "/Subtype/Popup/Rect[0 0 200 200]/Open true",
        "/Subtype/Highlight/Rect[0 0 90 9]/A<</S/JavaScript/JS(x)>>",
        "/Subtype/Widget/FT/Tx/T(new)/Rect[0 0 90 9]",
    ] {
        after(&level, add(evil), refused(&[Reason::AnnotationAdded]));
    }
}

#[test]
fn comments_come_change_and_go_where_they_may() {
    let written = |level: &str, update: fn(&mut Pdf), expected: (Changes, &[Reason])| {
        let mut pdf = form();
        // Without a colour: what was there is not judged.
        pdf.widget(70, "/Subtype/Highlight/Rect[0 0 90 9]");
        pdf.end_form();
        pdf.sign_with(&certified(level), "/Rect[0 0 5 5]");
        update(&mut pdf);
        pdf.end();
        check_first(&pdf, expected.0, expected.1);
    };
    let changed: fn(&mut Pdf) =
        |pdf| rewrite(70, "/Subtype/Highlight/Rect[0 0 80 9]/C[1 1 0]".to_owned())(pdf);
    let blackened: fn(&mut Pdf) =
        |pdf| rewrite(70, "/Subtype/Highlight/Rect[0 0 80 9]/C[0 0 0]".to_owned())(pdf);
    let deleted: fn(&mut Pdf) = |pdf| {
        let page = pdf.page().replace("70 0 R ", "");
        pdf.object(3, &page);
        pdf.free(70);
    };
    let turned: fn(&mut Pdf) = |pdf| rewrite(70, "/Subtype/Stamp/Rect[0 0 80 9]".to_owned())(pdf);
    written("/P 3", changed, FREE);
    written("/P 3", deleted, FREE);
    written("/P 3", blackened, refused(&[Reason::AnnotationChanged]));
    written("/P 3", turned, refused(&[Reason::AnnotationChanged]));
    written("/P 2", changed, refused(&[Reason::AnnotationChanged]));
    written("/P 2", deleted, refused(&[Reason::AnnotationChanged]));
}
