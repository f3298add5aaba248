//! What the verifier says of one paper under different circumstances.

use crate::signing::{World, attribute, now, tlv};
use motcua_server::signature::{Policy, RevocationMode, TrustStore, Verifier};
use motcua_shared::{
    signature::{
        Reason,
        report::{Verdict, VerificationReport},
    },
    time::Timestamp,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(World::new);
static PAPER: LazyLock<Vec<u8>> = LazyLock::new(|| WORLD.paper());

fn verifier(files: &[&[u8]], revocation: RevocationMode) -> Verifier {
    let mut store = TrustStore::default();
    for file in files {
        assert_eq!(store.add(file), 1);
    }
    Verifier::new(store, Policy::default(), revocation)
}

fn verify(paper: &[u8]) -> VerificationReport {
    verifier(&[&WORLD.root_der], RevocationMode::Off).verify(paper, now())
}

#[test]
fn a_sound_paper_of_a_trusted_signer_passes() {
    let report = verify(&PAPER);
    assert_eq!(
        (report.verdict, report.reasons.as_slice()),
        (Verdict::TotalPassed, [].as_slice())
    );
    assert_eq!(
        report.warnings,
        [Reason::NoTrustedTime, Reason::RevocationNotChecked]
    );
    let signature = &report.signatures[0];
    let signer = signature.signer.as_ref().unwrap();
    assert_eq!(signer.common_name, "Ủy ban nhân dân xã Thử");
    assert_eq!(
        (signer.serial.as_str(), signer.issuer.as_str()),
        ("1234", "Root of the test")
    );
    assert_eq!(signature.algorithm.as_deref(), Some("ECDSA-P256"));
    assert_eq!(signature.trust_anchor.as_deref(), Some("Root of the test"));
    assert_eq!(signature.claimed_time, Timestamp::parse("2026-05-01T00:00:00Z"));
    assert!(signature.covers_whole_document);
}

#[test]
fn an_unknown_issuer_leaves_it_open() {
    let stranger = World::new();
    let report = verifier(&[&stranger.root_der], RevocationMode::Off).verify(&PAPER, now());
    assert_eq!(
        (report.verdict, report.reasons),
        (Verdict::Indeterminate, vec![Reason::UntrustedIssuer])
    );
    assert_eq!(
        report.signatures[0].sub_indication.as_deref(),
        Some("NO_CERTIFICATE_CHAIN_FOUND")
    );
}

#[test]
fn missing_revocation_data_is_an_answer_of_its_own() {
    let report = verifier(&[&WORLD.root_der], RevocationMode::Require).verify(&PAPER, now());
    assert_eq!(
        (report.verdict, report.reasons),
        (Verdict::Indeterminate, vec![Reason::RevocationUnknown])
    );
    let report = verifier(&[&WORLD.root_der], RevocationMode::Prefer).verify(&PAPER, now());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert!(report.warnings.contains(&Reason::RevocationUnknown));
}

#[test]
fn revocation_counts_from_the_claimed_time() {
    let check = |revoked, at: Timestamp, expected: Verdict, reasons: &[Reason]| {
        let list = WORLD.revocation_list(revoked);
        let report = verifier(&[&WORLD.root_der, &list], RevocationMode::Require).verify(&PAPER, at);
        assert_eq!(
            (report.verdict, report.reasons.as_slice()),
            (expected, reasons),
            "{revoked:?}"
        );
    };
    check(None, now(), Verdict::TotalPassed, &[]);
    check(
        Some((2026, 4)),
        now(),
        Verdict::TotalFailed,
        &[Reason::CertificateRevoked],
    );
    check(
        Some((2026, 5)),
        now(),
        Verdict::TotalFailed,
        &[Reason::CertificateRevoked],
    );
    let later = Timestamp::parse("2026-06-15T00:00:00Z").unwrap();
    check(
        Some((2026, 6)),
        later,
        Verdict::Indeterminate,
        &[Reason::RevokedWithoutProofOfTime],
    );
    // The list is out of date by then.
    let stale = Timestamp::parse("2026-08-01T00:00:00Z").unwrap();
    check(None, stale, Verdict::Indeterminate, &[Reason::RevocationUnknown]);
}

#[test]
fn validity_is_judged_at_the_time_of_verification() {
    let check = |at: &str, expected: Verdict, reason: Reason| {
        let at = Timestamp::parse(at).unwrap();
        let report = verifier(&[&WORLD.root_der], RevocationMode::Off).verify(&PAPER, at);
        assert_eq!((report.verdict, report.reasons), (expected, vec![reason]));
    };
    check(
        "2028-01-01T00:00:00Z",
        Verdict::Indeterminate,
        Reason::ExpiredWithoutProofOfTime,
    );
    check(
        "2024-01-01T00:00:00Z",
        Verdict::TotalFailed,
        Reason::CertificateNotYetValid,
    );
}

#[test]
fn signed_attributes_must_agree() {
    let ess = |digest: &[u8]| {
        let id = tlv(0x30, &[&tlv(0x04, &[digest])]);
        let oid = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];
        attribute(&oid, &tlv(0x30, &[&tlv(0x30, &[&id])]))
    };
    let report = verify(&WORLD.paper_with(&[ess(&[0; 32])]));
    assert_eq!(report.reasons, [Reason::SigningCertificateMismatch]);

    let content_type = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
    let report = verify(&WORLD.paper_with(&[attribute(&content_type, &tlv(0x06, &[&content_type]))]));
    assert_eq!(
        (report.verdict, report.reasons),
        (Verdict::TotalFailed, vec![Reason::SignedAttributesInvalid])
    );
}

#[test]
fn no_flipped_byte_in_the_signed_ranges_passes() {
    let verifier = verifier(&[&WORLD.root_der], RevocationMode::Off);
    let gap = PAPER
        .windows(10)
        .position(|window| window == b"/Contents<")
        .unwrap()
        + 9;
    let end = gap + PAPER[gap..].iter().position(|byte| *byte == b'>').unwrap();
    let mut paper = PAPER.clone();
    for place in (0..gap).chain(end + 1..paper.len()) {
        for flip in [0x01, 0x20, 0xFF] {
            paper[place] ^= flip;
            assert_ne!(
                verifier.verify(&paper, now()).verdict,
                Verdict::TotalPassed,
                "byte {place}"
            );
            paper[place] ^= flip;
        }
    }
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic_or_pass(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut paper = PAPER.clone();
        for (place, byte) in damage {
            let place = place.index(paper.len());
            paper[place] = byte;
        }
        verify(&paper);
        paper.truncate(cut.index(paper.len()));
        prop_assert_ne!(verify(&paper).verdict, Verdict::TotalPassed);
    }
}
