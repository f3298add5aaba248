//! Published papers with real signatures, which lie outside the project: without them these tests say so and pass.

use motcua_server::signature::{Policy, RevocationMode, TrustStore, Verifier};
use motcua_shared::{
    signature::report::{Verdict, VerificationReport},
    time::Timestamp,
};
use serde_json::Value;
use std::path::PathBuf;

/// A folder beside the project, or `None` with a word about what is left out.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "SKIPPED: {} is not there, so real papers are not verified",
        folder.display()
    );
    None
}

fn verify(trust: PathBuf, paper: &[u8]) -> VerificationReport {
    let store = TrustStore::load(&[trust]).unwrap().store;
    let at = Timestamp::parse("2026-11-21T00:00:00Z").unwrap();
    Verifier::new(store, Policy::default(), RevocationMode::Off).verify(paper, at)
}

#[test]
fn real_papers_get_the_verdicts_that_are_expected() {
    let (Some(papers), Some(trust)) = (shared("real-pdfs"), shared("trust")) else {
        return;
    };
    let expected = std::fs::read_to_string(papers.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    for (name, expected) in expected["files"].as_object().unwrap() {
        let report = verify(trust.clone(), &std::fs::read(papers.join(name)).unwrap());
        let verdict = serde_json::to_value(report.verdict).unwrap();
        assert!(
            expected["verdict"].as_array().unwrap().contains(&verdict),
            "{name}: {verdict}"
        );
        assert_eq!(expected["signatures"], report.signatures.len(), "{name}");
        let found = serde_json::to_value(&report.signatures).unwrap();
        for key in ["covers_whole_document", "changes_after", "trusted_time"] {
            for (place, value) in expected[key].as_array().into_iter().flatten().enumerate() {
                assert_eq!(*value, found[place][key], "{name}: {key} of signature {place}");
            }
        }
    }
}

#[test]
fn real_papers_are_not_trusted_under_other_roots() {
    let (Some(papers), Some(untrusted)) = (shared("real-pdfs"), shared("untrusted")) else {
        return;
    };
    let report = verify(
        untrusted,
        &std::fs::read(papers.join("one-signature-g2.pdf")).unwrap(),
    );
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert_eq!(report.signatures[0].trusted_time, None);
}
