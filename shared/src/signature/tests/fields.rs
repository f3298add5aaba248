//! Forms that were there when the document was signed: what may be filled in, and what certification and locks forbid.

use super::check_first;
use crate::signature::{Reason, check_structure, report::Changes, testing::Pdf};

pub(super) const APPROVAL: &str = "/SubFilter/adbe.pkcs7.detached";
pub(super) const FREE: (Changes, &[Reason]) = (Changes::Permitted, &[]);

pub(super) const fn refused(reasons: &[Reason]) -> (Changes, &[Reason]) {
    (Changes::NotPermitted, reasons)
}

/// `/Reference` of a certification.
pub(super) fn certified(level: &str) -> String {
    format!("{APPROVAL}/Reference[<</TransformMethod/DocMDP/TransformParams<<{level}>>>>]")
}

/// `/Reference` of a lock.
fn locking(lock: &str) -> String {
    format!("{APPROVAL}/Reference[<</TransformMethod/FieldMDP/TransformParams<<{lock}>>>>]")
}

const NAME: &str = "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]";
const BOX: &str = "/Subtype/Widget/FT/Btn/T(box)/Rect[0 0 9 9]/AP<</N<</Yes 51 0 R>>>>";
pub(super) const LOOK: &str = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream";
const OTHER_LOOK: &str = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nQ q\nendstream";

/// A form with fields of several kinds, not signed yet.
pub(super) fn form() -> Pdf {
    let mut pdf = Pdf::new();
    pdf.field(40, &format!("{NAME}/V(before)/AP<</N 50 0 R>>"));
    pdf.field(41, "/Subtype/Widget/FT/Tx/T(name2)/Rect[0 0 90 9]");
    pdf.field(42, &format!("{BOX}/V/Off/AS/Off"));
    pdf.parent(43, "/T(group)/Kids[44 0 R]");
    pdf.widget(44, "/Subtype/Widget/Parent 43 0 R/FT/Tx/T(part)/Rect[0 0 90 9]");
    pdf.parent(45, "/T(twice)/FT/Tx/Kids[46 0 R 47 0 R]");
    pdf.widget(46, "/Subtype/Widget/Parent 45 0 R/Rect[0 0 90 9]");
    pdf.widget(47, "/Subtype/Widget/Parent 45 0 R/Rect[0 9 90 9]");
    pdf.field(48, "/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 90 9]");
    pdf.field(49, "/Subtype/Widget/FT/Tx/T(sheet)/Rect[0 0 595 842]");
    pdf.object(50, LOOK);
    pdf.object(51, LOOK);
    pdf.end_form();
    pdf
}

/// Signs the form with these keys, applies `update` as one revision, and compares what the signature says.
#[track_caller]
pub(super) fn after(signature: &str, update: impl FnOnce(&mut Pdf), expected: (Changes, &[Reason])) {
    let mut pdf = form();
    pdf.sign_with(signature, "/Rect[0 0 5 5]");
    update(&mut pdf);
    pdf.end();
    check_first(&pdf, expected.0, expected.1);
}

pub(super) fn rewrite(number: u32, body: String) -> impl FnOnce(&mut Pdf) {
    move |pdf| pdf.object(number, &format!("<</Type/Annot/P 3 0 R{body}>>"))
}

/// The same, and something to look like.
fn redraw(number: u32, body: String) -> impl FnOnce(&mut Pdf) {
    move |pdf| {
        rewrite(number, body)(pdf);
        pdf.object(60, LOOK);
    }
}

fn fill_name(pdf: &mut Pdf) {
    rewrite(40, format!("{NAME}/V(after)/AP<</N 60 0 R>>"))(pdf);
    pdf.object(60, LOOK);
}

#[test]
fn a_field_that_was_there_may_be_filled_in() {
    after(APPROVAL, fill_name, FREE);
    after(&certified("/P 2"), fill_name, FREE);
    after(&certified(""), fill_name, FREE);
    after(
        &certified("/P 1"),
        fill_name,
        refused(&[Reason::CertificationForbids]),
    );
    // A level that nobody knows, or one that is said twice, permits nothing.
    for level in ["/P 4", "/P 0", "/P(2)", "/P 3/P 2"] {
        after(
            &certified(level),
            fill_name,
            refused(&[Reason::CertificationForbids]),
        );
    }
    let in_place = |pdf: &mut Pdf| {
        rewrite(40, format!("{NAME}/V(after)/AP<</N 50 0 R>>"))(pdf);
        pdf.object(50, OTHER_LOOK);
    };
    after(APPROVAL, in_place, FREE);
    let below = rewrite(
        44,
        "/Subtype/Widget/Parent 43 0 R/FT/Tx/T(part)/Rect[0 0 90 9]/V(x)".to_owned(),
    );
    after(APPROVAL, below, FREE);
    let read_only = rewrite(40, format!("{NAME}/V(before)/AP<</N 50 0 R>>/Ff 1"));
    after(APPROVAL, read_only, FREE);
    // How it is drawn goes with what is drawn, not without it.
    let style = "/DA(/Helv 9 Tf 0 g)/BS<</W 1>>";
    let drawn = |value: &str| redraw(40, format!("{NAME}/V({value})/AP<</N 60 0 R>>{style}"));
    after(APPROVAL, drawn("after"), FREE);
    after(APPROVAL, drawn("before"), refused(&[Reason::AnnotationChanged]));
}

#[test]
fn looks_follow_a_value_and_nothing_else() {
    let changed = refused(&[Reason::AnnotationChanged]);
    after(
        APPROVAL,
        redraw(40, format!("{NAME}/V(before)/AP<</N 60 0 R>>")),
        changed,
    );
    after(APPROVAL, |pdf| pdf.object(50, OTHER_LOOK), changed);
    // The place, the flags, the name and the kind stay.
    for body in [
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 99 9]/V(after)",
        "/Subtype/Widget/FT/Tx/T(eman)/Rect[0 0 90 9]/V(after)",
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V(after)/F 2",
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V(after)/Ff 4096",
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V(after)/AA<<>>",
        "/Subtype/Widget/FT/Ch/T(name)/Rect[0 0 90 9]/V(after)",
        // The same value in another spelling is no new value.
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V<6265666F7265>/AP<</N 60 0 R>>",
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V<FEFF006200650066006F00720065>/AP<</N 60 0 R>>",
        "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 90 9]/V 61 0 R/AP<</N 60 0 R>>",
    ] {
        let update = |pdf: &mut Pdf| {
            rewrite(40, body.to_owned())(pdf);
            pdf.object(60, OTHER_LOOK);
            pdf.object(61, "(before)");
        };
        after(APPROVAL, update, changed);
    }
    // A field over the whole page would replace it.
    let sheet = "/Subtype/Widget/FT/Tx/T(sheet)/Rect[0 0 595 842]/V(x)/AP<</N 60 0 R>>";
    after(APPROVAL, redraw(49, sheet.to_owned()), changed);
}

#[test]
fn the_looks_of_two_widgets_of_one_field_change_with_its_value() {
    let widget = |pdf: &mut Pdf| {
        let body = "/Subtype/Widget/Parent 45 0 R/Rect[0 0 90 9]/AP<</N 60 0 R>>";
        rewrite(46, body.to_owned())(pdf);
        pdf.object(60, LOOK);
    };
    let value = |pdf: &mut Pdf| pdf.object(45, "<</T(twice)/FT/Tx/V(x)/Kids[46 0 R 47 0 R]>>");
    after(APPROVAL, widget, refused(&[Reason::AnnotationChanged]));
    let both = |pdf: &mut Pdf| {
        widget(pdf);
        value(pdf);
    };
    after(APPROVAL, both, FREE);
    let moved = |pdf: &mut Pdf| {
        both(pdf);
        rewrite(47, "/Subtype/Widget/Parent 45 0 R/Rect[0 0 90 99]".to_owned())(pdf);
    };
    after(APPROVAL, moved, refused(&[Reason::AnnotationChanged]));
}

#[test]
fn a_button_shows_one_of_the_looks_that_it_had() {
    after(APPROVAL, rewrite(42, format!("{BOX}/V/Yes/AS/Yes")), FREE);
    let changed = refused(&[Reason::AnnotationChanged]);
    after(APPROVAL, rewrite(42, format!("{BOX}/V/No/AS/No")), changed);
    after(APPROVAL, rewrite(42, format!("{BOX}/V/Off/AS/Yes")), changed);
    let other = BOX.replace("51", "60");
    after(APPROVAL, redraw(42, format!("{other}/V/Yes/AS/Yes")), changed);
    let redrawn = |pdf: &mut Pdf| {
        rewrite(42, format!("{BOX}/V/Yes/AS/Yes"))(pdf);
        pdf.object(51, OTHER_LOOK);
    };
    after(APPROVAL, redrawn, changed);
}

#[test]
fn a_locked_field_stays_as_it_is() {
    let locked = refused(&[Reason::FieldLocked]);
    after(&locking("/Action/All"), fill_name, locked);
    after(&locking("/Action/Include/Fields[(name)]"), fill_name, locked);
    after(&locking("/Action/Exclude/Fields[(other)]"), fill_name, locked);
    after(&locking("/Action/Include/Fields[(other)]"), fill_name, FREE);
    after(&locking("/Action/Exclude/Fields[(name)]"), fill_name, FREE);
    // A name that somebody may read otherwise leaves nothing free.
    for alike in [
        "(\u{feff}n\u{1b}vi!\u{1b}ame)",
        "<FFFE6E0061006D006500>",
        "(na)(me)",
    ] {
        after(
            &locking(&format!("/Action/Exclude/Fields[{alike}]")),
            fill_name,
            locked,
        );
    }
    // UTF-16, and a lock that makes no sense.
    after(
        &locking("/Action/Include/Fields[<FEFF006E0061006D0065>]"),
        fill_name,
        locked,
    );
    // One name in two spellings, or somewhere else.
    let spelt = |name: &'static str, lock: &'static str| {
        let mut pdf = form();
        let field = |value: &str| format!("/Subtype/Widget/FT/Tx/T{name}/Rect[0 0 90 9]{value}");
        pdf.field(70, &field(""));
        pdf.object(71, "(a)");
        pdf.end_form();
        pdf.sign_with(
            &locking(&format!("/Action/Include/Fields[{lock}]")),
            "/Rect[0 0 5 5]",
        );
        rewrite(70, field("/V(x)"))(&mut pdf);
        pdf.end();
        check_first(&pdf, locked.0, locked.1);
    };
    spelt("(\\200x)", "<FEFF20220078>");
    spelt("(a\r\nb)", "(a\\nb)");
    spelt("<FEFF001B7669001B0061>", "(a)");
    spelt(" 71 0 R", "(a)");
    for lock in ["", "/Action/Some", "/Action/Include", "/Action/Include/Fields[1]"] {
        after(&locking(lock), fill_name, locked);
    }
    let part = "/Subtype/Widget/Parent 43 0 R/FT/Tx/T(part)/Rect[0 0 90 9]/V(x)";
    let group = locking("/Action/Include/Fields[(group)]");
    after(&group, rewrite(44, part.to_owned()), locked);
    after(&group, fill_name, FREE);
    // Names are not prefixes.
    let second = "/Subtype/Widget/FT/Tx/T(name2)/Rect[0 0 90 9]/V(x)";
    after(
        &locking("/Action/Include/Fields[(name)]"),
        rewrite(41, second.to_owned()),
        FREE,
    );
    // Acrobat writes the level of the lock here.
    after(
        &locking("/Action/Include/Fields[(other)]/P 1"),
        fill_name,
        refused(&[Reason::CertificationForbids]),
    );
}

#[test]
fn the_lock_of_the_field_counts_as_signed() {
    let lock = |lock: &str| format!("/Rect[0 0 5 5]/Lock<</Type/SigFieldLock{lock}>>");
    let mut pdf = form();
    pdf.sign_with(APPROVAL, &lock("/Action/Include/Fields[(name)]"));
    fill_name(&mut pdf);
    pdf.end();
    check_first(&pdf, Changes::NotPermitted, &[Reason::FieldLocked]);

    // An indirect lock that is replaced together with the field it protects.
    let mut pdf = form();
    pdf.object(70, "<</Type/SigFieldLock/Action/All>>");
    pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]/Lock 70 0 R");
    pdf.object(70, "<</Type/SigFieldLock/Action/Include/Fields[(other)]>>");
    fill_name(&mut pdf);
    pdf.end();
    check_first(
        &pdf,
        Changes::NotPermitted,
        &[Reason::FieldLocked, Reason::ObjectChanged],
    );
}

#[test]
fn a_later_dictionary_does_not_loosen_a_certification() {
    // The parameters stand apart and are replaced by a later revision.
    let mut pdf = form();
    pdf.object(70, "[71 0 R]");
    pdf.object(71, "<</TransformMethod/DocMDP/TransformParams 72 0 R>>");
    pdf.object(72, "<</P 1>>");
    pdf.sign_with(&format!("{APPROVAL}/Reference 70 0 R"), "/Rect[0 0 5 5]");
    pdf.object(72, "<</P 3>>");
    fill_name(&mut pdf);
    pdf.end();
    let report = check_structure(pdf.bytes());
    assert_eq!(report.signatures[0].certification_level, Some(1));
    check_first(
        &pdf,
        Changes::NotPermitted,
        &[Reason::CertificationForbids, Reason::ObjectChanged],
    );

    // A second signature cannot permit what the first did not.
    let comment = |pdf: &mut Pdf| {
        pdf.widget(70, "/Subtype/Highlight/Rect[0 0 90 9]/C[1 1 0]");
        pdf.object(3, &pdf.page());
        pdf.end();
    };
    let mut pdf = form();
    pdf.sign_with(&certified("/P 2"), "/Rect[0 0 5 5]");
    pdf.sign_with(&certified("/P 3"), "/Rect[0 0 5 5]");
    comment(&mut pdf);
    check_first(&pdf, Changes::NotPermitted, &[Reason::AnnotationAdded]);
    let mut pdf = form();
    pdf.sign_with(&certified("/P 3"), "/Rect[0 0 5 5]");
    comment(&mut pdf);
    check_first(&pdf, Changes::Permitted, &[]);
}

#[test]
fn an_empty_signature_field_is_for_signing() {
    let sign = |signature: &'static str, field: &'static str| {
        move |pdf: &mut Pdf| {
            let body = format!("/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 90 9]/V 70 0 R{field}");
            rewrite(48, body)(pdf);
            pdf.object(71, LOOK);
            pdf.sign_as(70, signature);
        }
    };
    let look = "/AP<</N 71 0 R>>";
    after(APPROVAL, sign(APPROVAL, look), FREE);
    after(
        &certified("/P 1"),
        sign(APPROVAL, look),
        refused(&[Reason::CertificationForbids]),
    );
    after(
        &locking("/Action/Include/Fields[(Later)]"),
        sign(APPROVAL, look),
        refused(&[Reason::FieldLocked]),
    );
    // A timestamp draws nothing, and is permitted even then.
    let stamp = "/SubFilter/ETSI.RFC3161";
    after(&certified("/P 1"), sign(stamp, ""), FREE);
    after(APPROVAL, sign(stamp, look), refused(&[Reason::AnnotationChanged]));
    // Looks without a signature are nobody's.
    let drawn = "/Subtype/Widget/FT/Sig/T(Later)/Rect[0 0 90 9]/AP<</N 60 0 R>>";
    after(
        APPROVAL,
        redraw(48, drawn.to_owned()),
        refused(&[Reason::AnnotationChanged]),
    );
}

#[test]
fn a_new_signature_signs_the_page_and_does_not_replace_it() {
    let new = |rect: &'static str| move |pdf: &mut Pdf| pdf.sign_with(APPROVAL, rect);
    after(APPROVAL, new("/Rect[0 0 300 300]/AP<<>>"), FREE);
    let sneaky = refused(&[Reason::AnnotationAdded]);
    after(APPROVAL, new("/Rect[0 0 595 842]/AP<<>>"), sneaky);
    after(&certified("/P 2"), new("/Rect[0 0 595 842]/AP<<>>"), sneaky);
    after(APPROVAL, new("/Rect[0 0 1 0 R 5]/AP<<>>"), sneaky);
    // Nor does it do so with many small widgets.
    let kids = |count: u32| {
        move |pdf: &mut Pdf| {
            let list: String = (80..80 + count).map(|number| format!("{number} 0 R ")).collect();
            pdf.parent(70, &format!("/FT/Sig/T(Many)/V 71 0 R/Kids[{list}]"));
            for number in 80..80 + count {
                pdf.widget(number, "/Subtype/Widget/Parent 70 0 R/Rect[0 0 300 300]/AP<<>>");
            }
            pdf.sign_as(71, APPROVAL);
        }
    };
    after(APPROVAL, kids(1), FREE);
    after(APPROVAL, kids(6), refused(&[Reason::FormChanged]));
    // A widget that only says whose it is belongs to nobody.
    let claimed = |field: &'static str, signature: &'static str| {
        move |pdf: &mut Pdf| {
            pdf.parent(70, &format!("/FT/Sig/T(Claimed){field}"));
            pdf.widget(80, "/Subtype/Widget/Parent 70 0 R/Rect[0 0 90 90]/AP<<>>");
            pdf.sign_as(71, signature);
        }
    };
    after(APPROVAL, claimed("", APPROVAL), sneaky);
    after(APPROVAL, claimed("/V 71 0 R", APPROVAL), sneaky);
    let stamp = "/SubFilter/ETSI.RFC3161";
    after(&certified("/P 1"), claimed("/V 71 0 R", stamp), sneaky);
    // A list that stands apart is counted as well.
    let listed = |pdf: &mut Pdf| {
        pdf.object(72, "[80 0 R 81 0 R]");
        pdf.widget(81, "/Subtype/Widget/Parent 70 0 R/Rect[0 0 90 90]/AP<<>>");
        claimed("/V 71 0 R/Kids 72 0 R", APPROVAL)(pdf);
    };
    after(APPROVAL, listed, refused(&[Reason::FormChanged]));
    // What readers do not agree on is no empty place.
    let exponent = |pdf: &mut Pdf| {
        pdf.field(70, "/Subtype/Widget/FT/Sig/T(Empty)/Rect[0 0 0e700 90]/AP<<>>");
        pdf.end_form();
    };
    after(
        APPROVAL,
        exponent,
        refused(&[
            Reason::AnnotationAdded,
            Reason::FormChanged,
            Reason::ChangeUnreadable,
        ]),
    );
    // Nothing at all may come after a certification without changes, not even an empty field.
    let empty = |pdf: &mut Pdf| {
        pdf.field(70, "/Subtype/Widget/FT/Sig/T(Empty)/Rect[0 0 0 0]");
        pdf.end_form();
    };
    after(APPROVAL, empty, FREE);
    after(
        &certified("/P 1"),
        empty,
        refused(&[Reason::CertificationForbids]),
    );
    let all = locking("/Action/All");
    after(
        &all,
        new("/Rect[0 0 300 300]/AP<<>>"),
        refused(&[Reason::FieldLocked]),
    );
    after(&all, new("/Rect[0 0 0 0]"), FREE);
}

#[test]
fn filling_in_what_was_not_there_is_no_filling_in() {
    let field = |pdf: &mut Pdf| {
        pdf.field(70, "/Subtype/Widget/FT/Tx/T(new)/Rect[0 0 90 9]/V(x)");
        pdf.end_form();
    };
    after(APPROVAL, field, refused(&[Reason::FormChanged]));
    let redraw = |how: &'static str| {
        move |pdf: &mut Pdf| {
            fill_name(pdf);
            pdf.object(61, "true");
            let keys = format!("/NeedAppearances {how}/SigFlags");
            pdf.object(1, &pdf.catalog("").replace("/SigFlags", &keys));
        }
    };
    after(APPROVAL, redraw("true"), refused(&[Reason::FormChanged]));
    after(APPROVAL, redraw("61 0 R"), refused(&[Reason::FormChanged]));
    after(APPROVAL, redraw("false"), FREE);
}

#[test]
fn fields_are_drawn_with_what_the_form_had() {
    let with = |appearance: &str| {
        let mut pdf = Pdf::new();
        let name = format!("/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[0 0 90 9]{appearance}");
        pdf.field(40, &name);
        pdf.object(
            60,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        );
        pdf.object(61, "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>");
        pdf.end_form();
        pdf
    };
    let after = |new: &str, appearance: &str, expected: (Changes, &[Reason])| {
        let mut pdf = with(appearance);
        pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
        pdf.object(70, "<</Other 61 0 R/Helv 61 0 R>>");
        pdf.object(
            1,
            &pdf.catalog("").replace("/SigFlags", &format!("{new}/SigFlags")),
        );
        pdf.end();
        check_first(&pdf, expected.0, expected.1);
    };
    let asks = "/DA(/Helv 9 Tf 0 g)";
    let changed = refused(&[Reason::FormChanged]);
    after("/DR<</Font<</Other 61 0 R>>>>", asks, FREE);
    after("/DR<</Font<</Helv 60 0 R>>>>", asks, FREE);
    after("/DR<</Font<</Helv 61 0 R>>>>", asks, changed);
    after("/DR<</Font 70 0 R>>", asks, changed);
    after("/DR<</Font<</Helv 61 0 R>>>>", "/DA(/H#65lv 9 Tf 0 g)", changed);
    after("/DA(/Other 9 Tf 0 g)", asks, FREE);
    after("/DA(/Other 9 Tf 0 g)/DR<</Font<</Other 61 0 R>>>>", "", changed);
}

#[test]
fn an_object_written_again_by_another_tool_is_the_same() {
    let spelt = |name: &'static str| rewrite(40, name.to_owned());
    let same = "/Subtype/Widget/FT/Tx/T<6E616D65>/Rect[0 0.0 90. 9.]/V(b\\145fore)/AP<</N 50 0 R>>";
    after(APPROVAL, spelt(same), FREE);
    let other = "/Subtype/Widget/FT/Tx/T(name)/Rect[0 0.1 90. 9]/V(before)/AP<</N 50 0 R>>";
    after(APPROVAL, spelt(other), refused(&[Reason::AnnotationChanged]));
}

#[test]
fn a_field_that_is_an_action_as_well_opens_what_it_opened() {
    let action = "/FT/Sig/T(link)/S/GoToR/D[0/Fit]/F";
    let mut pdf = form();
    pdf.widget(70, "/Subtype/Link/Rect[0 0 90 9]/A 71 0 R");
    pdf.parent(71, &format!("{action}(a.pdf)"));
    pdf.end_form();
    pdf.sign_with(APPROVAL, "/Rect[0 0 5 5]");
    pdf.object(71, &format!("<<{action}(b.pdf)/V 72 0 R>>"));
    pdf.sign_as(72, "/SubFilter/ETSI.RFC3161");
    check_first(&pdf, Changes::NotPermitted, &[Reason::AnnotationChanged]);
}
