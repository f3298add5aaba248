//! Signing agents from end to end: a browser's part played in Rust, the sandbox's agent with keys in SoftHSM, and the
//! server's judgement of what comes back. Skipped, and saying so, where SoftHSM is not installed.

use actix_multipart::Multipart;
use actix_web::{App, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::TryStreamExt;
use motcua_server::signature::agent::{
    ExpectedSigner, FileRefusal, HandedOut, OrganisationIdentifier, Proof, SignedChallenge, TokenHolder,
    TokenRefusal, Wanted, check_returned, identify,
};
use motcua_server::signature::{Evidence, Policy, RevocationMode, TrustStore, Verifier};
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::agent::vgca::{Call, FileFunction, FileOrder, MetaData, Reply};
use motcua_shared::signature::agent::vnpt::{self, Coded, Function, PdfLook};
use motcua_shared::signature::agent::{
    AgentFailure, SignedText, TokenChallenge, TokenPurpose, find_certificate,
};
use motcua_shared::signature::report::{SignerKind, Verdict};
use motcua_shared::time::Timestamp;
use motcua_tests::agent::{DOMAIN, LICENCE, TokenAgent};
use motcua_tests::{papers, sandbox};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ORIGIN: &str = "https://dvc.example";
const NONCE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

fn now() -> Timestamp {
    motcua_server::clock::Clock::default().now()
}

fn verifier() -> Verifier {
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

fn reply(text: &str) -> Result<Reply, AgentFailure> {
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

fn judge(signed: &SignedText) -> Result<TokenHolder, TokenRefusal> {
    judge_for(&statement(), signed, None)
}

/// Signs the challenge by the current form of VGCA.
async fn sign(agent: &TokenAgent) -> Result<SignedText, AgentFailure> {
    let call = Call::sign_sha256(&digest_of(&statement()));
    reply(&agent.vgca(call).await?)?.signed()
}

fn licence() -> String {
    vnpt::message(Function::SetLicence, &[LICENCE], DOMAIN)
}

async fn ask_vnpt(agent: &TokenAgent, function: Function, args: &[&str]) -> Result<String, AgentFailure> {
    let message = vnpt::message(function, args, DOMAIN);
    coded(&agent.vnpt(&[licence(), message]).await?)?.data()
}

fn hoa_mai() -> BTreeSet<OrganisationIdentifier> {
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

/// What the agent handed in: the file, and the other parts of the form.
type HandedIn = (Vec<u8>, BTreeMap<String, String>);

/// A portal for one file: gives it out and takes it back, each at an address of its own.
struct Desk {
    url: String,
    handed_in: Arc<Mutex<Option<HandedIn>>>,
}

impl Desk {
    fn open(file: Vec<u8>, answer: serde_json::Value) -> Self {
        let handed_in: Arc<Mutex<Option<HandedIn>>> = Arc::default();
        let slot = web::Data::from(handed_in.clone());
        let server = HttpServer::new(move || {
            let (file, answer) = (file.clone(), answer.clone());
            let give = move || {
                let file = file.clone();
                async move { HttpResponse::Ok().content_type("application/pdf").body(file) }
            };
            let take = move |slot: web::Data<Mutex<Option<HandedIn>>>, form: Multipart| {
                let answer = answer.clone();
                async move {
                    *slot.lock().unwrap() = Some(read_form(form).await);
                    HttpResponse::Ok().json(answer)
                }
            };
            App::new()
                .app_data(slot.clone())
                .route("/down", web::get().to(give))
                .route("/up", web::post().to(take))
        })
        .workers(1)
        .bind(("127.0.0.1", 0))
        .unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Self { url, handed_in }
    }

    fn taken(&self) -> HandedIn {
        self.handed_in
            .lock()
            .unwrap()
            .take()
            .expect("the agent handed something in")
    }
}

async fn read_form(mut form: Multipart) -> HandedIn {
    let (mut file, mut fields) = (Vec::new(), BTreeMap::new());
    while let Some(mut part) = form.try_next().await.unwrap() {
        let name = part.name().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = part.try_next().await.unwrap() {
            content.extend_from_slice(&chunk);
        }
        if name == "uploadfile" {
            file = content;
        } else {
            fields.insert(name, String::from_utf8(content).unwrap());
        }
    }
    (file, fields)
}

fn taken_answer() -> serde_json::Value {
    serde_json::json!({ "Status": true, "Message": "", "FileName": "a.pdf", "FileServer": "file-1" })
}

/// Has the agent sign a file and gives what it says to the page.
async fn sign_file(agent: &TokenAgent, desk: &Desk, function: FileFunction) -> Result<String, AgentFailure> {
    let (up, down) = (format!("{}/up", desk.url), format!("{}/down", desk.url));
    let is_issued = function == FileFunction::Issued;
    let order = FileOrder {
        file_upload_handler: &up,
        session_id: "",
        token: "",
        file_name: &down,
        meta_data: vec![MetaData {
            key: "token",
            value: "once",
        }],
        doc_number: is_issued.then_some("12/QĐ-UBND"),
        issued_date: is_issued.then_some("21/11/2026"),
    };
    reply(&agent.vgca(Call::sign_file(function, &order)).await?)?.handed_in()
}

fn check(handed_out: &[u8], returned: &[u8]) -> Result<Verdict, FileRefusal> {
    let (handed_out, codes) = (HandedOut::of(handed_out), hoa_mai());
    let signer = ExpectedSigner::Organisation(&codes);
    let signed = check_returned(&verifier(), &handed_out, signer, returned, now())?;
    assert_eq!(signed.identifiers, codes);
    assert!(signed.signature.covers_whole_document);
    Ok(signed.report.verdict)
}

#[actix_web::test]
async fn a_file_is_fetched_signed_handed_in_and_taken_in_every_capacity() {
    let Some(agent) = TokenAgent::start() else { return };
    for function in [
        FileFunction::Approved,
        FileFunction::Issued,
        FileFunction::Income,
        FileFunction::Copy,
    ] {
        for name in ["papers/hong/chua-ky.pdf", "papers/to-trinh.pdf"] {
            let paper = papers::read(name).to_vec();
            let desk = Desk::open(paper.clone(), taken_answer());
            let said = sign_file(&agent, &desk, function).await;
            assert_eq!(said, Ok("file-1".to_owned()), "{function:?}");
            let (returned, fields) = desk.taken();
            assert_eq!(fields.get("token").map(String::as_str), Some("once"));
            assert_eq!(
                check(&paper, &returned),
                Ok(Verdict::TotalPassed),
                "{function:?} {name}"
            );
        }
    }
}

#[actix_web::test]
async fn a_file_signed_over_vnpt_is_taken() {
    let Some(agent) = TokenAgent::start() else { return };
    let paper = papers::bad("chua-ky").to_vec();
    let look = PdfLook {
        page: 1,
        llx: 300,
        lly: 100,
        urx: 450,
        ury: 175,
    };
    let signed = ask_vnpt(
        &agent,
        Function::SignPdf,
        &[&STANDARD.encode(&paper), &look.json()],
    )
    .await
    .unwrap();
    let returned = STANDARD.decode(signed).unwrap();
    assert_eq!(check(&paper, &returned), Ok(Verdict::TotalPassed));
}

#[actix_web::test]
async fn a_file_that_came_back_as_another_one_is_not_taken() {
    let Some(agent) = TokenAgent::start() else { return };
    let paper = papers::bad("chua-ky").to_vec();
    let returned = |behaviour: &'static str| {
        let (agent, paper) = (&agent, paper.clone());
        async move {
            agent.behave(behaviour).await;
            let desk = Desk::open(paper, taken_answer());
            assert!(sign_file(agent, &desk, FileFunction::Approved).await.is_ok());
            desk.taken().0
        }
    };
    let altered = returned("altered").await;
    assert!(altered.starts_with(&paper));
    assert_eq!(check(&paper, &altered), Err(FileRefusal::Changed));
    assert_eq!(
        check(&paper, &returned("rewritten").await),
        Err(FileRefusal::NotThePaper)
    );
    assert_eq!(
        check(&paper, &returned("other-certificate").await),
        Err(FileRefusal::OtherSigner)
    );
    let honest = returned("honest").await;
    assert_eq!(check(&paper, &honest), Ok(Verdict::TotalPassed));
    // Sent back as it was given out, cut off, for another paper, or signed twice.
    assert_eq!(check(&paper, &paper), Err(FileRefusal::NotThePaper));
    assert_eq!(
        check(&paper, &honest[..honest.len() - 40]),
        Err(FileRefusal::NotThePaper)
    );
    assert_eq!(
        check(&papers::sound("to-trinh"), &honest),
        Err(FileRefusal::NotThePaper)
    );
    let desk = Desk::open(honest, taken_answer());
    sign_file(&agent, &desk, FileFunction::Issued).await.unwrap();
    assert_eq!(check(&paper, &desk.taken().0), Err(FileRefusal::SignatureCount));
    // Exactly the expected certificate, where one is asked for.
    let again = returned("honest").await;
    let handed_out = HandedOut::of(&paper);
    let judge = |fingerprint| {
        let signer = ExpectedSigner::Certificate(fingerprint);
        check_returned(&verifier(), &handed_out, signer, &again, now()).map(|signed| signed.fingerprint)
    };
    let holder = judge_token(&agent).await;
    assert_eq!(judge(&holder), Ok(holder.clone()));
    assert_eq!(judge(&"0".repeat(64)), Err(FileRefusal::OtherSigner));
}

async fn judge_token(agent: &TokenAgent) -> String {
    judge(&sign(agent).await.unwrap()).unwrap().fingerprint
}

#[actix_web::test]
async fn a_file_signed_with_a_revoked_certificate_is_not_taken() {
    let Some(agent) = TokenAgent::start() else { return };
    agent.holder("org-revoked").await;
    let paper = papers::bad("chua-ky").to_vec();
    let desk = Desk::open(paper.clone(), taken_answer());
    sign_file(&agent, &desk, FileFunction::Approved).await.unwrap();
    let refusal = check(&paper, &desk.taken().0);
    assert_eq!(
        refusal,
        Err(FileRefusal::NotAccepted(ErrorCode::PaperSignerRevoked))
    );
}

#[actix_web::test]
async fn an_agent_that_cannot_hand_in_says_so() {
    let Some(agent) = TokenAgent::start() else { return };
    let paper = papers::bad("chua-ky").to_vec();
    // A number where the agent takes a boolean only: its error 0x0028.
    let desk = Desk::open(
        paper.clone(),
        serde_json::json!({ "Status": 1, "FileServer": "x" }),
    );
    let said = sign_file(&agent, &desk, FileFunction::Approved).await;
    assert_eq!(said, Err(AgentFailure::Refused("40".to_owned())));
    agent.behave("no-upload").await;
    let desk = Desk::open(paper, taken_answer());
    let said = sign_file(&agent, &desk, FileFunction::Approved).await;
    assert_eq!(said, Err(AgentFailure::NotHandedIn));
}
