//! What is fetched for a verdict, and what a policy makes of it.

use crate::signing::{LIST, World, now};
use motcua_server::signature::{
    Anchors, Decision, Evidence, Examined, Fetch, Objection, PieceKind, Policy, RevocationMode, TrustStore,
    Verifier, Want, examine_with,
};
use motcua_shared::signature::{
    Reason,
    report::{CheckResult, Question, Verdict},
};
use std::cell::RefCell;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(World::new);
static PAPER: LazyLock<Vec<u8>> = LazyLock::new(|| WORLD.paper());

fn verifier(revocation: RevocationMode) -> Verifier {
    let mut store = TrustStore::default();
    store.add(&WORLD.root_der);
    Verifier::new(store, Policy::any_national_ca(), revocation)
}

/// Gives the same bytes for whatever is wanted, and remembers who asked.
struct Always(Vec<u8>, RefCell<Vec<String>>);

impl Always {
    fn new(data: Vec<u8>) -> Self {
        Self(data, RefCell::new(Vec::new()))
    }
}

impl Fetch for Always {
    fn fetch(&self, want: &Want) -> Option<Vec<u8>> {
        self.1.borrow_mut().push(want.address().to_owned());
        Some(self.0.clone())
    }
}

fn examine(source: &Always) -> Examined {
    examine_with(
        &verifier(RevocationMode::Require),
        PAPER.as_slice().into(),
        now(),
        Evidence::default(),
        &[source],
    )
}

#[test]
fn a_list_that_is_fetched_settles_what_was_open() {
    let source = Always::new(WORLD.revocation_list(None));
    let examined = examine(&source);
    assert_eq!(
        (examined.report.verdict, examined.wants),
        (Verdict::TotalPassed, vec![])
    );
    assert_eq!(*source.1.borrow(), [LIST]);

    let revoked = examine(&Always::new(WORLD.revocation_list(Some((2026, 1)))));
    assert_eq!(
        (revoked.report.verdict, revoked.report.reasons),
        (Verdict::TotalFailed, vec![Reason::CertificateRevoked])
    );
}

#[test]
fn what_a_verdict_stood_on_is_handed_over_and_proves_the_same_without_asking_again() {
    let examined = examine(&Always::new(WORLD.revocation_list(None)));
    let kinds: Vec<PieceKind> = examined.pieces.iter().map(|piece| piece.kind).collect();
    assert_eq!(
        kinds,
        [PieceKind::List],
        "the paper carries its certificates itself"
    );
    let mut kept = Evidence::default();
    assert!(examined.pieces.iter().all(|piece| kept.add_piece(piece)));
    let nobody = Always::new(Vec::new());
    let again = examine_with(
        &verifier(RevocationMode::Require),
        PAPER.as_slice().into(),
        now(),
        kept,
        &[&nobody],
    );
    assert_eq!(again.report, examined.report);
    assert!(nobody.1.borrow().is_empty());
}

#[test]
fn a_list_that_says_nothing_of_the_signer_is_not_kept() {
    let examined = examine(&Always::new(World::new().revocation_list(None)));
    assert_eq!(examined.pieces, []);
}

#[test]
fn what_is_fetched_counts_only_for_what_its_signer_says() {
    let stranger = World::new().revocation_list(Some((2026, 1)));
    for data in [
        stranger,
        WORLD.root_der.clone(),
        b"<html>404</html>".to_vec(),
        Vec::new(),
    ] {
        let source = Always::new(data);
        let examined = examine(&source);
        assert_eq!(
            (examined.report.verdict, examined.report.reasons),
            (Verdict::Indeterminate, vec![Reason::RevocationUnknown])
        );
        assert_eq!(source.1.borrow().len(), 1, "nothing is asked for twice");
    }
}

#[test]
fn a_certificate_that_ended_is_not_good_because_a_later_list_is_silent() {
    // The signer's certificate ends with 2026; the list speaks of June 2026 and the paper is judged in 2027.
    let later = motcua_shared::time::Timestamp::parse("2027-03-01T00:00:00Z").unwrap();
    let source = Always::new(WORLD.revocation_list(None));
    let examined = examine_with(
        &verifier(RevocationMode::Require),
        PAPER.as_slice().into(),
        later,
        Evidence::default(),
        &[&source],
    );
    assert!(
        examined.report.reasons.contains(&Reason::RevocationUnknown),
        "{:?}",
        examined.report.reasons
    );
}

#[test]
fn the_acceptance_is_apart_from_the_verdict() {
    let report = verifier(RevocationMode::Prefer).verify(&PAPER, now());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let signature = &report.signatures[0];
    assert_eq!(signature.answer(Question::IsSound), CheckResult::Pass);
    assert_eq!(signature.answer(Question::IsTrusted), CheckResult::Unknown);
    assert_eq!(signature.answer(Question::IsUnchanged), CheckResult::Pass);
    assert_eq!(signature.signed_length, u64::try_from(PAPER.len()).ok());

    let any = Policy::any_national_ca();
    let decide = |policy: &Policy| {
        let acceptance = policy.accept(&report);
        (acceptance.decision, acceptance.reasons)
    };
    assert_eq!(decide(&any), (Decision::Hold, vec![Objection::RevocationUnknown]));
    let strict = Policy {
        unknown_revocation: Decision::Refuse,
        ..any.clone()
    };
    assert_eq!(decide(&strict).0, Decision::Refuse);
    let lenient = Policy {
        unknown_revocation: Decision::Accept,
        ..any
    };
    assert_eq!(decide(&lenient).0, Decision::Accept);
    // A sound signature below a root that is not one of the two.
    let mut default = Policy::ban_co_yeu();
    assert_eq!(
        decide(&default),
        (
            Decision::Refuse,
            vec![Objection::AnchorNotAccepted, Objection::RevocationUnknown]
        )
    );
    let anchor = signature.chain.last().unwrap().fingerprint.clone();
    assert!(matches!(&default.anchors, Anchors::Only(two) if two.len() == 2));
    default.admit([anchor]);
    assert_eq!(decide(&default).0, Decision::Hold);
}

#[test]
fn not_looking_at_revocation_is_not_knowing_it() {
    let report = verifier(RevocationMode::Off).verify(&PAPER, now());
    let acceptance = Policy::any_national_ca().accept(&report);
    assert_eq!(
        (acceptance.decision, acceptance.reasons),
        (Decision::Hold, vec![Objection::RevocationUnknown])
    );
}

#[test]
fn an_algorithm_is_good_until_its_day() {
    let day = |text: &str| motcua_shared::time::Timestamp::parse(text).unwrap();
    let verdict = |until| {
        let mut policy = Policy::any_national_ca();
        policy.good_until.insert("ECDSA-P256".to_owned(), day(until));
        let mut store = TrustStore::default();
        store.add(&WORLD.root_der);
        Verifier::new(store, policy, RevocationMode::Off).verify(&PAPER, now())
    };
    assert_eq!(verdict("2030-01-01T00:00:00Z").verdict, Verdict::TotalPassed);
    let ended = verdict("2026-01-01T00:00:00Z");
    assert_eq!(
        (ended.verdict, ended.reasons),
        (Verdict::Indeterminate, vec![Reason::AlgorithmExpired])
    );
}

#[test]
fn what_is_no_signed_paper_is_refused() {
    let policy = Policy::any_national_ca();
    let refused = |bytes: &[u8]| policy.accept(&verifier(RevocationMode::Prefer).verify(bytes, now()));
    assert_eq!(refused(b"").reasons, [Objection::NotReadable]);
    let mut broken = PAPER.clone();
    let place = broken
        .windows(12)
        .position(|part| part == b"/Contents 4 ")
        .unwrap();
    broken[place + 11] = b'\n';
    let acceptance = refused(&broken);
    assert_eq!(acceptance.decision, Decision::Refuse);
    assert!(acceptance.reasons.contains(&Objection::SignatureFailed));
}
