//! Files handed out to be signed and taken back. The part of the agent is played with papers of the sandbox: what they
//! were before their signature is handed out, and they come back; once by the sandbox's agent itself.

use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{SigningOrderId, UploadId};
use motcua_shared::path;
use motcua_shared::signature::agent::find_certificate;
use motcua_shared::signature::agent::vgca::{Call, FileFunction, FileOrder, HandlerAnswer, Reply};
use motcua_shared::signature::report::Verdict;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::agent::TokenAgent;
use motcua_tests::client::{Answer, Client};
use motcua_tests::{Login, TestApp, on_both, papers, sandbox};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

const MINUTE: u64 = 60;

/// A paper of the sandbox before its last signature, and after it.
pub fn before_and_after(name: &str) -> (Bytes, Bytes) {
    let after = papers::sound(name);
    let marker = b"%%EOF\n";
    let ends: Vec<usize> = after
        .windows(marker.len())
        .enumerate()
        .filter(|(_, window)| window == marker)
        .map(|(at, _)| at + marker.len())
        .collect();
    let last_but_one = ends[ends.len() - 2];
    (after.slice(..last_but_one), after)
}

/// The certificate that signed it, as an agent would show it.
pub fn certificate(holder: &str) -> String {
    let pem = std::fs::read_to_string(sandbox::folder().join(format!("keys/{holder}.crt.pem"))).unwrap();
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

/// Has a file handed out.
pub async fn order(client: &Client, upload: UploadId, certificate: &str) -> Answer {
    let body = serde_json::json!({ "upload_id": upload, "certificate": certificate });
    client.post(path::SIGNING_ORDERS, &body).await
}

/// What stands behind the host of an address of an order.
fn local(url: &str) -> &str {
    let at = url.find(path::AGENT).expect("an address for agents");
    &url[at..]
}

/// Fetches as an agent does: without cookies, without headers of ours.
async fn fetch(app: &TestApp, order: &SigningOrderView) -> Answer {
    Answer::of(app.nobody().bare(Method::GET, local(&order.download_url))).await
}

/// Hands in as an agent does.
pub async fn hand_in(app: &TestApp, order: &SigningOrderView, file: Bytes) -> HandlerAnswer {
    let part = Part::bytes(file.to_vec()).file_name("signed.pdf");
    let form = Form::new()
        .text("token", "x")
        .part("uploadfile", part)
        .text("later", "y");
    let request = app
        .nobody()
        .bare(Method::POST, local(&order.upload_url))
        .multipart(form);
    Answer::of(request).await.ok(200)
}

/// Asks for the judgement.
async fn result(client: &Client, id: SigningOrderId) -> Answer {
    client
        .post(&path::signing_order_result(id), &serde_json::json!({}))
        .await
}

/// A file of the signed-in agency that is handed out.
pub async fn handed_out(client: &Client, name: &str, holder: &str) -> (SigningOrderView, Bytes, Bytes) {
    let (before, after) = before_and_after(name);
    let sent = client
        .upload(before.clone(), "Tờ trình.pdf", Purpose::Component)
        .await;
    let sent: UploadView = sent.ok(201);
    let view = order(client, sent.id, &certificate(holder)).await.ok(201);
    (view, before, after)
}

on_both! {
    async fn a_file_is_handed_out_once_taken_back_once_and_goes_into_the_vault(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (order, before, after) = handed_out(&agency, "to-trinh", HOLDER).await;
        assert!(order.download_url.starts_with("https://motcua.test/agent/v1/files/"));
        assert_ne!(order.download_url, order.upload_url);

        // Nothing came back yet: nothing to judge, and no address does the other's work.
        result(&agency, order.id).await.refused(422, ErrorCode::AgentNotHandedIn);
        let crossed = Answer::of(app.nobody().bare(Method::GET, local(&order.upload_url))).await;
        crossed.refused(404, ErrorCode::NotFound);

        let fetched = fetch(&app, &order).await;
        assert_eq!((fetched.status, &fetched.body), (200, &before));
        fetch(&app, &order).await.refused(404, ErrorCode::NotFound);

        let taken = hand_in(&app, &order, after.clone()).await;
        let expected = ("Tờ trình-da-ky.pdf".to_owned(), order.id.to_string());
        assert!(taken.status);
        assert_eq!((taken.file_name, taken.file_server), expected);
        let again = hand_in(&app, &order, after.clone()).await;
        assert!(!again.status && again.file_server.is_empty() && !again.message.is_empty());

        let view: UploadView = result(&agency, order.id).await.ok(200);
        assert_eq!(view.report.as_ref().unwrap().verdict, Verdict::TotalPassed);
        assert_eq!(view.size, after.len() as u64);
        let once_more: UploadView = result(&agency, order.id).await.ok(200);
        assert_eq!(once_more, view);
        let kept = agency.get(&path::signing_order_file(order.id)).await;
        assert_eq!((kept.status, &kept.body), (200, &after));

        agency.add(view.id, "KQ.H21.910001").await.ok::<serde_json::Value>(201);
        assert_eq!(app.count("audit_entries where action = 'file-signed'"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_comes_back_as_something_else_is_let_go(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (_, foreign) = before_and_after("bao-cao-thanh-tich");
        let (order, before, after) = handed_out(&agency, "to-trinh", HOLDER).await;
        for (file, code) in [
            (foreign, ErrorCode::SignedFileNotThePaper),
            (before.clone(), ErrorCode::SignedFileNotThePaper),
            (after.slice(..after.len() - 30), ErrorCode::SignedFileNotThePaper),
        ] {
            let sent: UploadView = agency.upload(before.clone(), "a.pdf", Purpose::Component).await.ok(201);
            let order: SigningOrderView = self::order(&agency, sent.id, &certificate(HOLDER)).await.ok(201);
            assert!(hand_in(&app, &order, file).await.status);
            result(&agency, order.id).await.refused(422, code);
            result(&agency, order.id).await.refused(422, code);
            agency.get(&path::signing_order_file(order.id)).await.refused(404, ErrorCode::NotFound);
        }
        // Signed soundly, but by somebody else than was shown.
        let sent: UploadView = agency.upload(before, "b.pdf", Purpose::Component).await.ok(201);
        let other: SigningOrderView = self::order(&agency, sent.id, &certificate("org-so-noi-vu")).await.ok(201);
        assert!(hand_in(&app, &other, after).await.status);
        result(&agency, other.id).await.refused(422, ErrorCode::SignedFileOtherSigner);
        // What is no PDF is not taken in at all, and its place stays open.
        let picture = hand_in(&app, &order, papers::picture()).await;
        assert!(!picture.status);
        result(&agency, order.id).await.refused(422, ErrorCode::AgentNotHandedIn);
        app.assert_files_and_rows_agree().await;
    }

    async fn addresses_end_with_time_and_with_a_newer_order(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (before, after) = before_and_after("to-trinh");
        let sent: UploadView = agency.upload(before, "a.pdf", Purpose::Component).await.ok(201);
        let first: SigningOrderView = order(&agency, sent.id, &certificate(HOLDER)).await.ok(201);
        let second: SigningOrderView = order(&agency, sent.id, &certificate(HOLDER)).await.ok(201);
        fetch(&app, &first).await.refused(404, ErrorCode::NotFound);
        assert!(!hand_in(&app, &first, after.clone()).await.status);
        app.advance(20 * MINUTE + 1);
        fetch(&app, &second).await.refused(404, ErrorCode::NotFound);
        assert!(!hand_in(&app, &second, after).await.status);
        app.advance(3 * 24 * 60 * MINUTE);
        motcua_server::signing::job::forget_old(&app.state).await.unwrap();
        assert_eq!(app.count("signing_orders"), 0);
    }

    async fn two_that_come_back_at_once_are_one(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (order, _, after) = handed_out(&agency, "to-trinh", HOLDER).await;
        let (left, right) = futures::join!(
            hand_in(&app, &order, after.clone()),
            hand_in(&app, &order, after.clone())
        );
        assert!(left.status != right.status, "{left:?} {right:?}");
        let (left, right) = futures::join!(result(&agency, order.id), result(&agency, order.id));
        assert_eq!(left.ok::<UploadView>(200).id, right.ok::<UploadView>(200).id);
        assert_eq!(app.count("audit_entries where action = 'file-signed'"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn only_pdfs_of_ones_own_are_handed_out(app) {
        let agency = app.sign_in(Login::Agency).await;
        let picture: UploadView = agency
            .upload(papers::picture(), "a.jpg", Purpose::Component)
            .await
            .ok(201);
        order(&agency, picture.id, &certificate(HOLDER)).await.refused(422, ErrorCode::FileNotPdf);
        let (before, _) = before_and_after("to-trinh");
        let own: UploadView = agency.upload(before, "a.pdf", Purpose::Component).await.ok(201);
        let other = app.sign_in(Login::OtherAgency).await;
        order(&other, own.id, &certificate(HOLDER)).await.refused(409, ErrorCode::UploadGone);
        order(&agency, own.id, "không phải").await.refused(422, ErrorCode::TokenUnreadable);
        let view: SigningOrderView = order(&agency, own.id, &certificate(HOLDER)).await.ok(201);
        result(&other, view.id).await.refused(404, ErrorCode::NotFound);
    }

    async fn without_a_certificate_shown_the_organisation_itself_must_sign(app) {
        let (before, after) = before_and_after("to-trinh");
        for (login, is_taken) in [(Login::Agency, true), (Login::OtherAgency, false)] {
            let client = app.sign_in(login).await;
            let sent: UploadView = client.upload(before.clone(), "a.pdf", Purpose::Component).await.ok(201);
            let body = serde_json::json!({ "upload_id": sent.id });
            let order: SigningOrderView = client.post(path::SIGNING_ORDERS, &body).await.ok(201);
            assert!(hand_in(&app, &order, after.clone()).await.status);
            let answer = result(&client, order.id).await;
            if is_taken {
                answer.ok::<UploadView>(200);
            } else {
                answer.refused(422, ErrorCode::SignedFileOtherSigner);
            }
        }
        let citizen = app.sign_in(Login::Citizen).await;
        let sent: UploadView = citizen.upload(before, "a.pdf", Purpose::Component).await.ok(201);
        let body = serde_json::json!({ "upload_id": sent.id });
        citizen.post(path::SIGNING_ORDERS, &body).await.refused(422, ErrorCode::AgentNoCertificate);
    }

    async fn the_sandbox_agent_signs_over_the_real_addresses(app) {
        let Some(agent) = TokenAgent::start() else { return };
        let agency = app.sign_in(Login::Agency).await;
        let shown = find_certificate(&agent.vgca(Call::certificate()).await.unwrap()).unwrap();
        let sent: UploadView = agency
            .upload(papers::bad("chua-ky"), "Đơn.pdf", Purpose::Component)
            .await
            .ok(201);
        let view: SigningOrderView = order(&agency, sent.id, &shown).await.ok(201);
        // The settings of tests name a host that is none.
        let here = |url: &str| format!("http://{}{}", app.address, local(url));
        let (up, down) = (here(&view.upload_url), here(&view.download_url));
        let order = FileOrder {
            file_upload_handler: &up,
            session_id: "",
            token: "",
            file_name: &down,
            meta_data: Vec::new(),
            doc_number: None,
            issued_date: None,
        };
        let reply = agent.vgca(Call::sign_file(FileFunction::Approved, &order)).await.unwrap();
        let reply: Reply = serde_json::from_str(&reply).unwrap();
        assert_eq!(reply.handed_in(), Ok(view.id.to_string()));
        let signed: UploadView = result(&agency, view.id).await.ok(200);
        assert_eq!(signed.report.unwrap().verdict, Verdict::TotalPassed);
    }
}

/// Whose certificate the sandbox's "to-trinh" is signed with.
const HOLDER: &str = "org-hoa-mai";
