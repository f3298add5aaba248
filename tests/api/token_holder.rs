//! Whose token signed, for kinds of keys and states of knowledge that the sandbox's agent does not show; and the way into
//! the server through its service. Keys are those of the sandbox, as files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_server::db::types::new_id;
use motcua_server::signature::agent::{
    HandedOut, OrganisationIdentifier, Proof, SignedChallenge, TokenHolder, TokenRefusal, Wanted, identify,
    identify_with,
};
use motcua_server::signature::service::{Signatory, TokenAnswer, check_signed_file, identify_token};
use motcua_server::signature::{
    Decision, Evidence, Fetch, Policy, RevocationMode, TrustStore, Verifier, Want,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::signature::agent::{SignedText, TokenChallenge, TokenPurpose};
use motcua_shared::signature::report::{SignerKind, Verdict};
use motcua_shared::time::Timestamp;
use motcua_tests::{Backend, TestApp, papers, sandbox};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use std::collections::BTreeSet;
use std::process::Command;

const NONCE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

fn now() -> Timestamp {
    motcua_server::clock::Clock::default().now()
}

/// A PEM file of the sandbox's keys.
fn key_file(name: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(sandbox::folder().join("keys").join(name)).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

/// The certificate of somebody of the sandbox, DER.
pub fn certificate(holder: &str) -> Vec<u8> {
    key_file(&format!("{holder}.crt.pem"))
}

/// Their signature over the SHA-256 of a message.
pub fn sign(holder: &str, message: &[u8]) -> Vec<u8> {
    let (key, random) = (key_file(&format!("{holder}.key.pem")), SystemRandom::new());
    if let Ok(key) = RsaKeyPair::from_pkcs8(&key) {
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
            .unwrap();
        return signature;
    }
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key, &random).unwrap();
    key.sign(&random, message).unwrap().as_ref().to_vec()
}

/// Trusts the roots and authorities of the sandbox, and its revocation lists if so.
fn verifier(knows_revocation: bool, unknown: Decision) -> Verifier {
    let trust = sandbox::folder().join("trust");
    let mut policy = Policy::ban_co_yeu();
    policy.unknown_revocation = unknown;
    policy.admit_folders(std::slice::from_ref(&trust)).unwrap();
    let mut folders = vec![trust.join("roots"), trust.join("intermediates")];
    folders.extend(knows_revocation.then(|| trust.join("crls")));
    Verifier::new(
        TrustStore::load(&folders).unwrap().store,
        policy,
        RevocationMode::Require,
    )
}

fn judge_by(
    verifier: &Verifier,
    holder: &str,
    wanted: Wanted,
) -> (Result<TokenHolder, TokenRefusal>, Vec<Want>) {
    let challenge = TokenChallenge::new(NONCE, "https://dvc.example", TokenPurpose::Link).unwrap();
    let statement = challenge.statement();
    let (certificate, signature) = (certificate(holder), sign(holder, statement.as_bytes()));
    let signed = SignedChallenge {
        statement: &statement,
        shown: None,
        proof: Proof::Raw {
            certificate: &certificate,
            signature: &signature,
        },
    };
    let found = identify(verifier, &signed, wanted, now(), &Evidence::default());
    (found.outcome, found.wants)
}

fn judge(holder: &str, wanted: Wanted) -> Result<TokenHolder, TokenRefusal> {
    judge_by(&verifier(true, Decision::Hold), holder, wanted).0
}

#[test]
fn an_elliptic_key_does_as_well() {
    assert_eq!(
        judge("org-p256", Wanted::Organisation).unwrap().kind,
        SignerKind::Organisation
    );
}

#[test]
fn a_certificate_that_rests_on_sha_1_shows_nothing() {
    assert_eq!(
        judge("org-g1", Wanted::Organisation),
        Err(TokenRefusal::WeakAlgorithm)
    );
}

#[test]
fn an_authority_is_no_holder() {
    for name in ["root-g2", "sub-g2"] {
        assert_eq!(judge(name, Wanted::Anyone), Err(TokenRefusal::Foreign), "{name}");
    }
}

#[test]
fn a_person_will_do_where_anybody_will() {
    let person = judge("person-mau", Wanted::Anyone).unwrap();
    assert_eq!(
        (person.name.as_str(), person.kind),
        ("Nguyễn Văn Mẫu", SignerKind::Person)
    );
    assert!(person.identifiers.is_empty());
    assert_eq!(
        judge("office-van-thu", Wanted::Organisation),
        Err(TokenRefusal::NoIdentifier)
    );
}

#[test]
fn without_revocation_data_the_policy_decides_and_what_is_missing_is_named() {
    let (held, wants) = judge_by(
        &verifier(false, Decision::Hold),
        "org-hoa-mai",
        Wanted::Organisation,
    );
    assert!(!held.unwrap().is_revocation_known);
    assert!(
        wants
            .iter()
            .any(|want| want.address().ends_with("/crl/cpcag2.crl")),
        "{wants:?}"
    );
    let strict = judge_by(
        &verifier(false, Decision::Refuse),
        "org-hoa-mai",
        Wanted::Organisation,
    );
    assert_eq!(strict.0, Err(TokenRefusal::RevocationUnknown));
    let known = judge_by(
        &verifier(true, Decision::Refuse),
        "org-hoa-mai",
        Wanted::Organisation,
    );
    assert!(known.0.unwrap().is_revocation_known && known.1.is_empty());
}

/// Gives out the sandbox's revocation lists.
struct Shelf;

impl Fetch for Shelf {
    fn fetch(&self, want: &Want) -> Option<Vec<u8>> {
        let (_, name) = want.address().rsplit_once('/')?;
        std::fs::read(sandbox::folder().join("trust/crls").join(name)).ok()
    }
}

#[test]
fn what_is_missing_is_brought_and_counts() {
    let verifier = verifier(false, Decision::Hold);
    let challenge = TokenChallenge::new(NONCE, "https://dvc.example", TokenPurpose::Link).unwrap();
    let statement = challenge.statement();
    let ask = |holder: &str, sources: &[&dyn Fetch]| {
        let (certificate, signature) = (certificate(holder), sign(holder, statement.as_bytes()));
        let signed = SignedChallenge {
            statement: &statement,
            shown: None,
            proof: Proof::Raw {
                certificate: &certificate,
                signature: &signature,
            },
        };
        identify_with(&verifier, &signed, Wanted::Organisation, now(), sources)
    };
    assert!(!ask("org-revoked", &[]).unwrap().is_revocation_known);
    assert!(matches!(ask("org-revoked", &[&Shelf]), Err(TokenRefusal::Revoked { since }) if since < now()));
    assert!(ask("org-hoa-mai", &[&Shelf]).unwrap().is_revocation_known);
}

/// What a browser at `origin` brings.
fn answer(holder: &str, origin: &str) -> TokenAnswer {
    let challenge = TokenChallenge::new(NONCE, origin, TokenPurpose::SignIn).unwrap();
    TokenAnswer {
        nonce: NONCE.to_owned(),
        purpose: TokenPurpose::SignIn,
        signed: SignedText::Raw {
            signature: STANDARD.encode(sign(holder, challenge.statement().as_bytes())),
            certificate: STANDARD.encode(certificate(holder)),
        },
        shown: None,
    }
}

#[actix_web::test]
async fn the_server_asks_for_its_own_origin() {
    let app = TestApp::start(Backend::Sqlite).await;
    let origin = app.state.config.http.public_url.clone();
    let ask = |answer| identify_token(&app.state, answer, Wanted::Organisation);
    assert_eq!(
        ask(answer("org-hoa-mai", &origin)).await.unwrap().serial.len(),
        16
    );
    let elsewhere = ask(answer("org-hoa-mai", "https://evil.example"))
        .await
        .unwrap_err();
    assert_eq!(elsewhere.code, ErrorCode::TokenSignatureWrong);

    let expired = ask(answer("org-expired", &origin)).await.unwrap_err();
    assert_eq!(expired.code, ErrorCode::TokenExpired);
    let since = expired.params.get("since").unwrap();
    assert!(since.len() == 10 && since.matches('/').count() == 2, "{since}");

    let mut other = answer("org-hoa-mai", &origin);
    other.shown = Some(STANDARD.encode(certificate("org-renewed")));
    assert_eq!(
        ask(other).await.unwrap_err().code,
        ErrorCode::TokenOtherCertificate
    );
    let mut rubbish = answer("org-hoa-mai", &origin);
    rubbish.signed = SignedText::Cms {
        cms: "%%%".to_owned(),
    };
    assert_eq!(ask(rubbish).await.unwrap_err().code, ErrorCode::TokenUnreadable);
    let mut forged = answer("org-hoa-mai", &origin);
    forged.nonce = format!("x\norigin={origin}");
    assert_eq!(ask(forged).await.unwrap_err().code, ErrorCode::BadRequest);
}

#[actix_web::test]
async fn a_signed_file_is_taken_through_the_service() {
    let app = TestApp::start(Backend::Sqlite).await;
    let paper = papers::bad("chua-ky");
    let folder = tempfile::tempdir().unwrap();
    let (original, out) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    std::fs::write(&original, &paper).unwrap();
    let signed = Command::new(sandbox::program())
        .args(["sign", "--as", "org-hoa-mai", "--dir"])
        .arg(sandbox::folder())
        .arg("--out")
        .arg(&out)
        .arg(&original)
        .output()
        .unwrap();
    assert!(signed.status.success(), "{signed:?}");
    let returned = std::fs::read(&out).unwrap();
    let id = new_id(UploadId::from_uuid);
    let mut staged = app.state.files.stage(id).await.unwrap();
    staged.put(returned.clone().into());
    staged.finish().await.unwrap();
    let ask = |code: &str| {
        let codes = BTreeSet::from([OrganisationIdentifier::parse(code).unwrap()]);
        check_signed_file(
            &app.state,
            HandedOut::of(&paper),
            Signatory::Organisation(codes),
            id,
        )
    };
    let taken = ask("MNS:9990001").await.unwrap();
    assert_eq!(taken.size, returned.len() as u64);
    assert_eq!(taken.signed.report.verdict, Verdict::TotalPassed);
    let refused = ask("MNS:9990020").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::SignedFileOtherSigner);
}
