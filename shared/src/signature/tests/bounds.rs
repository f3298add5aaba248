//! Files that ask for too much work. Work is counted in the budget's steps, never in time.

use crate::signature::{Budget, Reason, analyse, check_structure, report::Changes, testing::Pdf};
use proptest::prelude::*;

/// Steps that the analysis of a file takes.
fn steps(bytes: &[u8]) -> usize {
    let whole = Budget::for_file(bytes.len());
    let mut left = whole.clone();
    analyse(bytes, &mut left).unwrap();
    let spent = |whole: usize, left: usize| whole - left;
    spent(whole.syntax_bytes, left.syntax_bytes)
        + spent(whole.compared_bytes, left.compared_bytes)
        + 16 * spent(whole.visits, left.visits)
}

/// A form with `fields` text fields on the page.
fn form(fields: u32) -> Pdf {
    let mut pdf = Pdf::new();
    for number in 1_000..1_000 + fields {
        let body = format!("/Subtype/Widget/FT/Tx/T(field{number})/Rect[0 0 9 9]");
        pdf.field(number, &body);
    }
    pdf.end_form();
    pdf
}

#[test]
fn the_work_grows_with_the_file_and_not_with_its_signatures() {
    let per_byte = |signatures: u32| {
        let mut pdf = Pdf::new();
        (0..signatures).for_each(|_| pdf.sign());
        let bytes = pdf.bytes();
        (steps(bytes) * 100 / bytes.len(), steps(bytes))
    };
    let (few, _) = per_byte(10);
    let (many, steps_of_many) = per_byte(100);
    assert!(many <= few * 3 / 2, "{few} and {many} steps for 100 bytes");
    assert!(steps_of_many < 1_000_000, "{steps_of_many}");
}

#[test]
fn a_form_is_not_read_again_by_every_update_that_leaves_it_alone() {
    let with_updates = |updates: u32| {
        let mut pdf = form(500);
        pdf.sign();
        for number in 0..updates {
            pdf.object(5_000 + number, "(nobody refers to this)");
            pdf.end();
        }
        steps(pdf.bytes())
    };
    let (few, many) = (with_updates(1), with_updates(101));
    assert!(many - few < 100 * 1_500, "{few} and {many}");
}

#[test]
fn filling_in_reads_the_tree_of_fields_once() {
    let filled = |count: u32| {
        let mut pdf = form(500);
        pdf.sign();
        for number in 1_000..1_000 + count {
            let body =
                format!("<</Type/Annot/P 3 0 R/Subtype/Widget/FT/Tx/T(field{number})/Rect[0 0 9 9]/V(x)>>");
            pdf.object(number, &body);
            pdf.end();
        }
        assert_eq!(
            check_structure(pdf.bytes()).signatures[0].changes_after,
            Changes::Permitted
        );
        steps(pdf.bytes())
    };
    let (few, many) = (filled(1), filled(101));
    assert!(many - few < 100 * 3_000, "{few} and {many}");
}

#[test]
fn looking_in_vain_is_paid_for() {
    let objects = 1_000..3_000;
    let kids: String = objects.clone().map(|number| format!("{number} 0 R ")).collect();
    let used = |mut pdf: Pdf| {
        pdf.object(4, &format!("[{kids}]"));
        pdf.end();
        pdf.sign();
        pdf.sign();
        pdf
    };
    // Many objects that all lead to the same stretch of nothing.
    for stretch in [" ".repeat(400_000), format!("%{}\n", "x".repeat(400_000))] {
        let mut pdf = Pdf::new();
        let at = pdf.position();
        pdf.append(stretch.as_bytes());
        objects.clone().for_each(|number| pdf.point(number, at));
        assert_eq!(
            check_structure(used(pdf).bytes()).reasons,
            [Reason::LimitExceeded]
        );
    }
    // Strings that are never closed, each of which goes on to the end of the file.
    let mut pdf = Pdf::new();
    objects
        .clone()
        .for_each(|number| pdf.object(number, &format!("({}", "x".repeat(200))));
    assert_eq!(
        check_structure(used(pdf).bytes()).reasons,
        [Reason::LimitExceeded]
    );
    // A word has no end either, but is no number, and that is seen at its beginning.
    let mut pdf = Pdf::new();
    let at = pdf.position();
    pdf.append("1".repeat(400_000).as_bytes());
    pdf.append(b"\n");
    objects.for_each(|number| pdf.point(number, at));
    assert!(steps(used(pdf).bytes()) < 2_000_000);
}

#[test]
fn many_sections_that_name_the_same_nothing_are_too_much() {
    let mut pdf = Pdf::new();
    let nothing = pdf.position();
    pdf.append(" ".repeat(1 << 20).as_bytes());
    let mut previous = None;
    for _ in 0..500 {
        let at = pdf.position();
        let prev = previous.map(|at| format!("/Prev {at}")).unwrap_or_default();
        pdf.append(
            format!("xref\n0 0\ntrailer\n<</Root 1 0 R{prev}>>\nstartxref\n{nothing}\n%%EOF\n").as_bytes(),
        );
        previous = Some(at);
    }
    let at = pdf.position();
    pdf.append(
        format!(
            "xref\n0 0\ntrailer\n<</Root 1 0 R/Prev {}>>\nstartxref\n{at}\n%%EOF\n",
            previous.unwrap()
        )
        .as_bytes(),
    );
    assert_eq!(check_structure(pdf.bytes()).reasons, [Reason::LimitExceeded]);
}

#[test]
fn a_signature_larger_than_any_is_too_much() {
    let mut pdf = Pdf::new();
    pdf.field(30, "/Subtype/Widget/FT/Sig/T(Huge)/Rect[0 0 0 0]/V 31 0 R");
    let contents = "0".repeat(33 << 20);
    pdf.object(
        31,
        &format!("<</Type/Sig/ByteRange[0 1 2 3]/Contents<{contents}>>>"),
    );
    pdf.end_form();
    assert_eq!(check_structure(pdf.bytes()).reasons, [Reason::LimitExceeded]);
}

#[test]
fn long_names_in_deep_trees_are_too_much() {
    let mut pdf = Pdf::new();
    let name = "n".repeat(20_000);
    pdf.parent(30, &format!("/T({name})/Kids[31 0 R]"));
    pdf.object(31, &format!("<</T({name})/FT/Sig/V 32 0 R>>"));
    pdf.end_form();
    assert_eq!(check_structure(pdf.bytes()).reasons, [Reason::LimitExceeded]);
}

#[test]
fn names_for_locks_are_paid_for() {
    let locked = |list: &str| {
        format!(
            "/SubFilter/adbe.pkcs7.detached/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields {list}>>>>]"
        )
    };
    let exceeded = |pdf: &Pdf| {
        let report = check_structure(pdf.bytes());
        let mut all = report.signatures.iter().flat_map(|one| &one.reasons);
        report.reasons.contains(&Reason::LimitExceeded) || all.any(|one| *one == Reason::LimitExceeded)
    };
    // A name that is too long once would be decoded for every field below it.
    let named = |length: usize| {
        let mut pdf = Pdf::new();
        pdf.parent(30, &format!("/FT/Tx/T({})/Kids[31 0 R]", "n".repeat(length)));
        pdf.object(31, "<</T(f)/Parent 30 0 R>>");
        pdf.sign_with(&locked("[(zz)]"), "/Rect[0 0 5 5]");
        pdf.object(31, "<</T(f)/Parent 30 0 R/V(x)>>");
        pdf.end();
        exceeded(&pdf)
    };
    assert!(!named(1_000) && named(100_000) && named(1_000_000));
    // One list that all signatures share would be kept for each of them.
    let shared = |signatures: u32| {
        let mut pdf = Pdf::new();
        pdf.object(90, &format!("[{}]", "(z)".repeat(20_000)));
        (0..signatures).for_each(|_| pdf.sign_with(&locked("90 0 R"), "/Rect[0 0 0 0]"));
        exceeded(&pdf)
    };
    assert!(!shared(2) && shared(20));
    // And not looked through for every field.
    let filled = |names: usize| {
        let mut pdf = form(100);
        pdf.sign_with(&locked(&format!("[{}]", "(z)".repeat(names))), "/Rect[0 0 5 5]");
        for number in 1_000..1_100 {
            let body = format!("/Subtype/Widget/FT/Tx/T(field{number})/Rect[0 0 9 9]/V(x)");
            pdf.object(number, &format!("<</Type/Annot/P 3 0 R{body}>>"));
        }
        pdf.end();
        steps(pdf.bytes())
    };
    let (few, many) = (filled(10), filled(1_010));
    assert!(many - few < 1_000 * 100, "{few} and {many}");
}

#[test]
fn deep_nesting_is_too_much_wherever_it_stands() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(5_000), close.repeat(5_000));
    for value in [deep("[", "]"), deep("<</A", ">>")] {
        let mut pdf = Pdf::new();
        pdf.object(4, &value);
        pdf.end();
        pdf.sign();
        pdf.sign();
        assert_eq!(check_structure(pdf.bytes()).reasons, [Reason::LimitExceeded]);
    }
    // A tree of fields so deep is none.
    let mut pdf = Pdf::new();
    pdf.parent(1_000, "/T(a)/Kids[1001 0 R]");
    for number in 1_001..1_100 {
        pdf.object(number, &format!("<</T(a)/Kids[{} 0 R]>>", number + 1));
    }
    pdf.end_form();
    assert_eq!(check_structure(pdf.bytes()).reasons, [Reason::LimitExceeded]);
}

/// What must be the same of a file that was signed once, whatever happened to its bytes: then the digest decides.
fn covered(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let analysis = analyse(bytes, &mut Budget::for_file(bytes.len())).ok()?;
    let one = analysis.signatures.first()?;
    let is_sound = one
        .structure
        .reasons
        .iter()
        .all(|reason| *reason == Reason::CmsMalformed);
    let signed = one.signed.as_ref().filter(|_| is_sound)?;
    Some((signed.gap.start, signed.gap.end, signed.end))
}

#[test]
fn cut_at_any_byte_a_file_is_never_sound() {
    let mut pdf = Pdf::new();
    pdf.sign();
    let whole = pdf.bytes();
    let end = whole.trim_ascii_end().len();
    for length in 0..end {
        assert_eq!(covered(&whole[..length]), None, "cut at {length} of {end}");
    }
    assert!(covered(whole).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn damage_never_moves_what_a_sound_signature_covers(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut pdf = Pdf::new();
        pdf.sign();
        let expected = covered(pdf.bytes());
        let mut bytes = pdf.bytes().to_vec();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let found = covered(&bytes);
        prop_assert!(found.is_none() || found == expected, "{found:?}");
    }
}
