//! Signing agents from end to end: a browser's part played in Rust, the sandbox's agent with keys in SoftHSM, and the
//! server's judgement of what comes back. Skipped, and saying so, where SoftHSM is not installed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_server::signature::agent::{
    OrganisationIdentifier, Proof, SignedChallenge, TokenHolder, TokenRefusal, Wanted, identify,
};
use motcua_server::signature::{Evidence, Policy, RevocationMode, TrustStore, Verifier};
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::agent::vgca::{Call, Reply};
use motcua_shared::signature::agent::vnpt::{self, Coded, Function};
use motcua_shared::signature::agent::{
    AgentFailure, SignedText, TokenChallenge, TokenPurpose, find_certificate,
};
use motcua_shared::signature::report::SignerKind;
use motcua_shared::time::Timestamp;
use motcua_tests::agent::{DOMAIN, LICENCE, TokenAgent};
use motcua_tests::sandbox;
use std::collections::BTreeSet;
use std::time::Duration;

const ORIGIN: &str = "https://dvc.example";
const NONCE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

pub fn now() -> Timestamp {
    motcua_server::clock::Clock::default().now()
}

pub fn verifier() -> Verifier {
    let trust = sandbox::folder().join("trust");
    let mut policy = Policy::ban_co_yeu();
    policy.admit_folders(std::slice::from_ref(&trust)).unwrap();
    let loaded = TrustStore::load(&[trust]).unwrap();
    Verifier::new(loaded.store, policy, RevocationMode::Require)
}

fn statement() -> String {
    TokenChallenge::new(NONCE, ORIGIN, TokenPurpose::SignIn)
        .unwrap()
        .statement()
}

fn digest_of(statement: &str) -> String {
    STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, statement.as_bytes()))
}

pub fn reply(text: &str) -> Result<Reply, AgentFailure> {
    serde_json::from_str(text).map_err(|_| AgentFailure::Unreadable)
}

fn coded(text: &str) -> Result<Coded, AgentFailure> {
    serde_json::from_str(text).map_err(|_| AgentFailure::Unreadable)
}

/// What the server says of what a browser brings.
fn judge_for(statement: &str, signed: &SignedText, shown: Option<&str>) -> Result<TokenHolder, TokenRefusal> {
    let decode = |text: &str| STANDARD.decode(text).unwrap();
    let shown = shown.map(decode);
    let (first, second) = match signed {
        SignedText::Raw {
            signature,
            certificate,
        } => (decode(certificate), Some(decode(signature))),
        SignedText::Cms { cms } => (decode(cms), None),
    };
    let proof = match &second {
        Some(signature) => Proof::Raw {
            certificate: &first,
            signature,
        },
        None => Proof::Cms(&first),
    };
    let signed = SignedChallenge {
        statement,
        shown: shown.as_deref(),
        proof,
    };
    identify(
        &verifier(),
        &signed,
        Wanted::Organisation,
        now(),
        &Evidence::default(),
    )
    .outcome
}

pub fn judge(signed: &SignedText) -> Result<TokenHolder, TokenRefusal> {
    judge_for(&statement(), signed, None)
}

/// Signs the challenge by the current form of VGCA.
pub async fn sign(agent: &TokenAgent) -> Result<SignedText, AgentFailure> {
    let call = Call::sign_sha256(&digest_of(&statement()));
    reply(&agent.vgca(call).await?)?.signed()
}

fn licence() -> String {
    vnpt::message(Function::SetLicence, &[LICENCE], DOMAIN)
}

pub async fn ask_vnpt(agent: &TokenAgent, function: Function, args: &[&str]) -> Result<String, AgentFailure> {
    let message = vnpt::message(function, args, DOMAIN);
    coded(&agent.vnpt(&[licence(), message]).await?)?.data()
}

pub fn hoa_mai() -> BTreeSet<OrganisationIdentifier> {
    ["MNS:9990001", "MST:9900000017"]
        .into_iter()
        .filter_map(OrganisationIdentifier::parse)
        .collect()
}

#[actix_web::test]
async fn a_token_shows_whose_it_is_over_vgca_in_both_forms() {
    let Some(agent) = TokenAgent::start() else { return };
    let version = agent.vgca(Call::version()).await.unwrap();
    assert_eq!(reply(&version).unwrap().check(), Ok(()));
    let info = agent.vgca(Call::certificate()).await.unwrap();
    let shown = find_certificate(&info).unwrap();

    let raw = sign(&agent).await.unwrap();
    assert!(matches!(raw, SignedText::Raw { .. }));
    let holder = judge_for(&statement(), &raw, Some(&shown)).unwrap();
    assert_eq!(holder.name, "ỦY BAN NHÂN DÂN XÃ HOA MAI");
    assert_eq!(
        (holder.kind, &holder.identifiers),
        (SignerKind::Organisation, &hoa_mai())
    );
    assert!(holder.issuer.contains("CA phục vụ các cơ quan Nhà nước") && holder.is_revocation_known);
    assert!(holder.valid_from < now() && now() < holder.valid_to);

    let content = STANDARD.encode(statement());
    let cms = reply(&agent.vgca(Call::sign_content(&content)).await.unwrap())
        .unwrap()
        .signed()
        .unwrap();
    let SignedText::Cms { cms: signature } = &cms else {
        panic!("{cms:?}")
    };
    assert_eq!(judge_for(&statement(), &cms, Some(&shown)), Ok(holder));
    let checked = agent.vgca(Call::verify(&content, signature)).await.unwrap();
    assert_eq!(reply(&checked).unwrap().check(), Ok(()));
    let other = STANDARD.encode("something else");
    let checked = agent.vgca(Call::verify(&other, signature)).await.unwrap();
    assert!(reply(&checked).unwrap().check().is_err());
}

#[actix_web::test]
async fn a_signature_is_worth_nothing_for_another_challenge() {
    let Some(agent) = TokenAgent::start() else { return };
    let raw = sign(&agent).await.unwrap();
    let content = STANDARD.encode(statement());
    let cms = reply(&agent.vgca(Call::sign_content(&content)).await.unwrap())
        .unwrap()
        .signed()
        .unwrap();
    let other = NONCE.replace('A', "B");
    for (nonce, origin, purpose) in [
        (other.as_str(), ORIGIN, TokenPurpose::SignIn),
        (NONCE, "https://dvc.example.evil.example", TokenPurpose::SignIn),
        (NONCE, ORIGIN, TokenPurpose::Register),
    ] {
        let statement = TokenChallenge::new(nonce, origin, purpose).unwrap().statement();
        for signed in [&raw, &cms] {
            let outcome = judge_for(&statement, signed, None);
            assert_eq!(outcome, Err(TokenRefusal::SignatureWrong), "{statement}");
        }
    }
}

#[actix_web::test]
async fn a_token_shows_whose_it_is_over_vnpt() {
    let Some(agent) = TokenAgent::start() else { return };
    let check = vnpt::message(Function::Check, &[], DOMAIN);
    assert_eq!(agent.vnpt(&[check]).await, Ok("1".to_owned()));
    let version = vnpt::message(Function::Version, &[], DOMAIN);
    assert!(agent.vnpt(&[version]).await.unwrap().contains('.'));

    // Without a licence, or with a wrong one, it does nothing.
    let message = vnpt::message(Function::Certificate, &["1", ""], DOMAIN);
    let refused = coded(&agent.vnpt(std::slice::from_ref(&message)).await.unwrap()).unwrap();
    assert_eq!(refused.data(), Err(AgentFailure::Refused("5".to_owned())));
    let wrong = vnpt::message(Function::SetLicence, &["wrong"], DOMAIN);
    let refused = coded(&agent.vnpt(&[wrong]).await.unwrap()).unwrap();
    assert_eq!(refused.licence(), Err(AgentFailure::LicenceRefused));

    let info = agent.vnpt(&[licence(), message]).await.unwrap();
    let shown = find_certificate(&info).unwrap();
    assert_eq!(
        ask_vnpt(&agent, Function::CheckToken, &[]).await,
        Ok("1".to_owned())
    );
    let cms = ask_vnpt(&agent, Function::SignCms, &[&STANDARD.encode(statement())])
        .await
        .unwrap();
    let by_cms = judge_for(&statement(), &SignedText::Cms { cms }, Some(&shown)).unwrap();
    let signature = ask_vnpt(&agent, Function::SignHash, &[&digest_of(&statement())])
        .await
        .unwrap();
    let by_hash = judge(&SignedText::Raw {
        signature,
        certificate: shown,
    });
    assert_eq!((&by_cms.identifiers, by_hash.as_ref()), (&hoa_mai(), Ok(&by_cms)));
}

#[actix_web::test]
async fn a_renewed_certificate_is_still_the_same_organisation() {
    let Some(agent) = TokenAgent::start() else { return };
    let old = judge(&sign(&agent).await.unwrap()).unwrap();
    agent.holder("org-renewed").await;
    let new = judge(&sign(&agent).await.unwrap()).unwrap();
    assert_eq!(old.identifiers, new.identifiers);
    assert_eq!(old.issuer_key, new.issuer_key);
    assert_ne!((&old.serial, &old.fingerprint), (&new.serial, &new.fingerprint));
}

#[actix_web::test]
async fn each_certificate_that_will_not_do_is_refused_for_its_own_reason() {
    let Some(agent) = TokenAgent::start() else { return };
    let mut codes = BTreeSet::new();
    for (holder, expected) in [
        ("org-expired", ErrorCode::TokenExpired),
        ("org-not-yet", ErrorCode::TokenNotYetValid),
        ("org-revoked", ErrorCode::TokenRevoked),
        ("foreign-company", ErrorCode::TokenForeign),
        ("person-mau", ErrorCode::TokenPersonal),
        ("org-no-uid", ErrorCode::TokenNoIdentifier),
    ] {
        agent.holder(holder).await;
        let refusal = judge(&sign(&agent).await.unwrap()).unwrap_err();
        assert_eq!(refusal.code(), expected, "{holder}: {refusal:?}");
        codes.insert(expected);
    }
    assert_eq!(codes.len(), 6);
    // Took the names of the authority, not its key.
    agent.holder("impostor-org").await;
    assert_eq!(judge(&sign(&agent).await.unwrap()), Err(TokenRefusal::Foreign));
    agent.holder("org-enterprise").await;
    let enterprise = judge(&sign(&agent).await.unwrap()).unwrap();
    let expected = BTreeSet::from([OrganisationIdentifier::Tax("9900000041".to_owned())]);
    assert_eq!(enterprise.identifiers, expected);
}

#[actix_web::test]
async fn an_agent_that_signs_with_another_certificate_than_it_showed_is_found_out() {
    let Some(agent) = TokenAgent::start() else { return };
    let info = agent.vgca(Call::certificate()).await.unwrap();
    let shown = find_certificate(&info).unwrap();
    agent.behave("other-certificate").await;
    // The certificate of the one with the signature of the other.
    let signed = sign(&agent).await.unwrap();
    assert_eq!(
        judge_for(&statement(), &signed, Some(&shown)),
        Err(TokenRefusal::SignatureWrong)
    );
    // A signature that is sound in itself, of somebody else.
    let content = STANDARD.encode(statement());
    let cms = reply(&agent.vgca(Call::sign_content(&content)).await.unwrap())
        .unwrap()
        .signed()
        .unwrap();
    assert_eq!(
        judge_for(&statement(), &cms, Some(&shown)),
        Err(TokenRefusal::OtherCertificate)
    );
}

#[actix_web::test]
async fn an_agent_that_is_silent_talks_rubbish_or_says_no_is_told_apart() {
    let Some(mut agent) = TokenAgent::start() else {
        return;
    };
    agent.behave("rubbish").await;
    assert_eq!(sign(&agent).await, Err(AgentFailure::Unreadable));
    let check = vnpt::message(Function::Check, &[], DOMAIN);
    assert_eq!(agent.vnpt(&[check]).await, Err(AgentFailure::Unreadable));

    agent.behave("cancelled").await;
    assert!(matches!(sign(&agent).await, Err(AgentFailure::Refused(_))));
    let cms = ask_vnpt(&agent, Function::SignCms, &["QQ=="]).await;
    assert_eq!(cms, Err(AgentFailure::Cancelled));

    // The token itself says so.
    agent.behave("wrong-pin").await;
    let text = agent.vgca(Call::sign_sha256(&digest_of("x"))).await.unwrap();
    assert!(text.contains("PIN"), "{text}");
    assert!(matches!(sign(&agent).await, Err(AgentFailure::Refused(_))));
    let cms = ask_vnpt(&agent, Function::SignCms, &["QQ=="]).await;
    assert_eq!(cms, Err(AgentFailure::Refused("3".to_owned())));

    agent.behave("silent").await;
    agent.patience = Duration::from_secs(1);
    assert_eq!(sign(&agent).await, Err(AgentFailure::NoAnswer));
    drop(agent);
}

#[test]
fn what_is_no_certificate_or_no_signature_is_refused() {
    let rubbish = STANDARD.encode("rubbish");
    let certificate = {
        let pem = std::fs::read_to_string(sandbox::folder().join("keys/org-hoa-mai.crt.pem")).unwrap();
        pem.lines()
            .filter(|line| !line.starts_with("-----"))
            .collect::<String>()
    };
    let raw = |certificate: &str| SignedText::Raw {
        signature: rubbish.clone(),
        certificate: certificate.to_owned(),
    };
    assert_eq!(judge(&raw(&certificate)), Err(TokenRefusal::SignatureWrong));
    assert_eq!(judge(&raw(&rubbish)), Err(TokenRefusal::Unreadable));
    let cms = SignedText::Cms { cms: rubbish.clone() };
    assert_eq!(judge(&cms), Err(TokenRefusal::Unreadable));
}
