//! Files that the sandbox's agent signed, fetched and handed in, and what the server makes of them. Skipped, and saying so,
//! where SoftHSM is not installed.

use crate::token_agent::{ask_vnpt, hoa_mai, judge, now, reply, sign, verifier};
use actix_multipart::Multipart;
use actix_web::{App, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::TryStreamExt;
use motcua_server::signature::agent::{ExpectedSigner, FileRefusal, HandedOut, check_returned};
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::agent::AgentFailure;
use motcua_shared::signature::agent::vgca::{Call, FileFunction, FileOrder, MetaData};
use motcua_shared::signature::agent::vnpt::{Function, PdfLook};
use motcua_shared::signature::report::Verdict;
use motcua_tests::agent::TokenAgent;
use motcua_tests::papers;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

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
