//! `check_structure` on any bytes: it ends, it does not panic, and what it says does not contradict itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motcua_shared::signature::{
    check_structure,
    report::{Change, Changes},
};

fuzz_target!(|bytes: &[u8]| {
    let report = check_structure(bytes);
    assert_eq!(report.structure_ok, report.reasons.is_empty());
    assert!(!report.structure_ok || !report.signatures.is_empty());
    for signature in &report.signatures {
        assert!(signature.changes.len() <= Change::MOST);
        assert!(signature.changes.is_sorted());
        let says_changed = signature.changes_after == Changes::NotPermitted;
        assert!(signature.changes.is_empty() || says_changed);
        assert!(
            signature
                .reasons
                .iter()
                .all(|reason| report.reasons.contains(reason))
        );
        let Some(length) = signature.signed_length else {
            assert!(!signature.reasons.is_empty());
            continue;
        };
        let length = usize::try_from(length).expect("a file fits into memory");
        assert!(length <= bytes.len());
        assert!(
            signature
                .revision
                .is_some_and(|revision| revision <= signature.revisions)
        );
        // The paper as it was signed holds the same signature, and nothing after it.
        let signed = check_structure(&bytes[..length]);
        let same = signed
            .signatures
            .iter()
            .find(|one| one.signed_length == signature.signed_length);
        if signature.reasons.is_empty()
            && let Some(same) = same
        {
            assert_eq!(same.changes_after, Changes::None, "{same:?}");
        }
    }
});
