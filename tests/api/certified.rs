//! Certified electronic copies: from the request to the vault, and everything that goes wrong on the way. The part of the
//! token is played by the sandbox, which signs the very file that was handed out.

use bytes::Bytes;
use lopdf::{Document, Object, Stream, dictionary};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::CertifiedCopyId;
use motcua_shared::page::Page;
use motcua_shared::path::{self, FILE_NAME_HEADER, IDEMPOTENCY_HEADER};
use motcua_shared::signature::agent::vgca::HandlerAnswer;
use motcua_shared::signature::report::Verdict;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::certified::{
    CopyState, CopyView, LineState, OfficeSettings, OfficesView, RegisterLine, SlotView,
};
use motcua_shared::vault::dto::{PaperPage, PaperView, VaultKind};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers, sandbox};
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};
use std::process::Command;

use crate::signing::hand_in;

/// The code of the sandbox's commune, in the certificate of its seal.
pub const SEAL: &str = "9990001";
/// Whom the sandbox calls `person-mau`.
pub const SIGNER: &str = "Nguyễn Văn Mẫu";
pub const DAY: u64 = 24 * 3600;

/// Id of a unit.
pub fn unit(app: &TestApp, code: &str) -> String {
    app.query(&format!("select id as value from units where code = '{code}'"))
        .remove(0)
}

/// Has both units of the officers certify; their officers sign.
pub async fn offices(app: &TestApp, seal: &str) {
    let administrator = app.sign_in(Login::Administrator).await;
    for (code, login) in [("H21.101", Login::Staff), ("H21.102", Login::OtherStaff)] {
        let body = office(seal, app.account(login));
        let address = format!("{}/{}", path::CERTIFYING_OFFICES, unit(app, code));
        let _: OfficeSettings = administrator.put(&address, &body).await.ok(200);
    }
}

pub fn office(seal: &str, signer: impl Serialize) -> Value {
    json!({
        "identifier": seal, "place": "Tuy Phước", "weekdays": [1, 2, 3, 4, 5, 6, 7], "morning": 2, "afternoon": 1,
        "closed_days": [], "signers": [{ "account_id": signer, "title": "Phó Chủ tịch" }],
    })
}

/// A unit that certifies, with its officer, who is called as the sandbox's person is.
pub async fn ready(app: &TestApp) -> Client {
    app.execute(&format!(
        "update accounts set name = '{SIGNER}' where login = '{}'",
        Login::Staff.name()
    ));
    offices(app, SEAL).await;
    app.sign_in(Login::Staff).await
}

pub fn asked(app: &TestApp) -> Value {
    json!({
        "unit_id": unit(app, "H21.101"), "category_code": "KQ.G15.000031",
        "description": "Giấy khai sinh số 12/2010", "pages": 3,
    })
}

pub async fn ask_with(client: &Client, body: &Value, key: &str) -> Answer {
    let request = client.request(Method::POST, path::CERTIFIED_COPIES);
    Answer::of(request.header(IDEMPOTENCY_HEADER, key).json(body)).await
}

pub async fn ask(client: &Client, body: &Value) -> Answer {
    ask_with(client, body, &new_key()).await
}

pub async fn at_desk(desk: &Client, body: &Value) -> Answer {
    let request = desk.request(Method::POST, path::DESK_COPIES);
    Answer::of(request.header(IDEMPOTENCY_HEADER, new_key()).json(body)).await
}

pub fn asked_at_desk() -> Value {
    json!({
        "identity_number": "001099000001", "is_present": true, "category_code": "KQ.G15.000031",
        "description": "Giấy khai sinh số 12/2010", "pages": 3,
    })
}

/// A scan as a machine makes it: a page, nothing else.
pub fn scan(word: &str) -> Bytes {
    let mut pdf = Document::with_version("1.5");
    let pages = pdf.new_object_id();
    let content = Stream::new(
        dictionary! {},
        format!("% {word}\n20 20 m 100 100 l S").into_bytes(),
    );
    let content = pdf.add_object(content);
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => dictionary! {},
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::from(page)], "Count" => 1 };
    pdf.objects.insert(pages, tree.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes.into()
}

pub async fn send_scan(desk: &Client, id: CertifiedCopyId, bytes: Bytes) -> Answer {
    let request = desk
        .request(Method::POST, &path::desk_copy_part(id, "scan"))
        .header("content-type", "application/octet-stream")
        .header(FILE_NAME_HEADER, "scan.pdf")
        .header(IDEMPOTENCY_HEADER, new_key())
        .body(bytes);
    Answer::of(request).await
}

pub async fn step(client: &Client, id: CertifiedCopyId, part: &str, body: &Value) -> Answer {
    client.post(&path::desk_copy_part(id, part), body).await
}

pub fn taking(app: &TestApp, view: &CopyView, scan: &UploadView) -> Value {
    json!({
        "version": view.version, "upload_id": scan.id, "pages": 3, "signer_id": app.account(Login::Staff),
        "is_compared": true, "fee": { "kind": "paid" },
    })
}

pub async fn take(app: &TestApp, desk: &Client, view: &CopyView, word: &str) -> CopyView {
    let sent: UploadView = send_scan(desk, view.id, scan(word)).await.ok(201);
    step(desk, view.id, "taking", &taking(app, view, &sent))
        .await
        .ok(200)
}

/// Asked for at the desk, and taken.
pub async fn taken(app: &TestApp, desk: &Client, word: &str) -> CopyView {
    let view: CopyView = at_desk(desk, &asked_at_desk()).await.ok(201);
    take(app, desk, &view, word).await
}

pub async fn order(desk: &Client, id: CertifiedCopyId) -> SigningOrderView {
    step(desk, id, "orders", &json!({})).await.ok(201)
}

fn local(url: &str) -> &str {
    &url[url.find(path::AGENT).expect("an address for agents")..]
}

pub async fn fetch(app: &TestApp, order: &SigningOrderView) -> Answer {
    Answer::of(app.nobody().bare(Method::GET, local(&order.download_url))).await
}

/// The file with a signature of somebody of the sandbox.
pub fn signed_by(app: &TestApp, who: &str, bytes: &[u8]) -> Bytes {
    let (from, to) = (app.folder().join("in.pdf"), app.folder().join("out.pdf"));
    std::fs::write(&from, bytes).unwrap();
    let status = Command::new(sandbox::program())
        .args(["sign", "--as", who, "--dir"])
        .arg(sandbox::folder())
        .arg("--out")
        .arg(&to)
        .arg(&from)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{who}");
    std::fs::read(&to).unwrap().into()
}

/// Fetches, has `who` sign, hands in, and asks for the judgement.
pub async fn sign(app: &TestApp, desk: &Client, id: CertifiedCopyId, who: &str) -> Answer {
    let order = order(desk, id).await;
    let fetched = fetch(app, &order).await;
    assert_eq!(fetched.status, 200);
    let taken: HandlerAnswer = hand_in(app, &order, signed_by(app, who, &fetched.body)).await;
    assert!(taken.status, "{}", taken.message);
    judge(desk, id, &order).await
}

async fn judge(desk: &Client, id: CertifiedCopyId, order: &SigningOrderView) -> Answer {
    step(desk, id, "result", &json!({ "order_id": order.id })).await
}

pub async fn issue(desk: &Client, view: &CopyView) -> Answer {
    step(desk, view.id, "issue", &json!({ "version": view.version })).await
}

/// Taken, signed by the person and by the agency.
pub async fn sealed(app: &TestApp, desk: &Client, word: &str) -> CopyView {
    let view = taken(app, desk, word).await;
    let view: CopyView = sign(app, desk, view.id, "person-mau").await.ok(200);
    assert_eq!(view.state, CopyState::Signed);
    sign(app, desk, view.id, "org-hoa-mai").await.ok(200)
}

pub async fn register(desk: &Client, app: &TestApp) -> Vec<RegisterLine> {
    desk.get(&path::desk_register(year(app))).await.ok(200)
}

pub fn year(app: &TestApp) -> i32 {
    let today = app.state.clock.now().vietnam_date();
    today.format("%Y").to_string().parse().unwrap()
}

/// What others say of an issued copy.
fn judged_by_peers(app: &TestApp, pdf: &[u8]) {
    let file = app.folder().join("ban-sao.pdf");
    std::fs::write(&file, pdf).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).arg(&file).output();
        if output.is_err() {
            println!("NOTE {program} is not installed, so it does not judge the copy");
        }
        output.ok().map(|output| {
            (
                output.status.success(),
                String::from_utf8_lossy(&output.stdout).into_owned(),
            )
        })
    };
    if let Some((is_fine, said)) = run("qpdf", &["--check"]) {
        assert!(is_fine, "{said}");
    }
    if let Some((_, said)) = run("pdfsig", &["-nocert"]) {
        assert_eq!(said.matches("Signature is Valid.").count(), 2, "{said}");
        assert_eq!(said.matches("Total document signed").count(), 1, "{said}");
    }
    if let Ok(output) = Command::new("pdftotext").arg(&file).arg("-").output() {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "LỜI CHỨNG",
            "Bản sao điện tử có nội dung đúng với bản chính",
            "Số chứng thực: 01; quyển số: 01/",
            "SCT/BS(ĐT)",
            "Giấy khai sinh số 12/2010, gồm 3 trang",
            "Nguyễn Thị Mẫu",
            "PHÓ CHỦ TỊCH",
            SIGNER,
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

on_both! {
    async fn from_the_request_to_the_vault_with_both_signatures(app) {
        let desk = ready(&app).await;
        let owner = app.sign_in(Login::Citizen).await;
        let offices: OfficesView = owner.get(path::CERTIFYING_OFFICES).await.ok(200);
        assert_eq!((offices.offices.len(), offices.fee.of(3)), (2, 5_000));
        let asked: CopyView = ask(&owner, &asked(&app)).await.ok(201);
        assert_eq!((asked.state, asked.fee, asked.number.as_deref()), (CopyState::Asked, 5_000, None));
        let slot: SlotView = offices.offices[0].slots[0];
        let chosen = json!({ "version": asked.version, "appointment": { "day": slot.day, "half": slot.half } });
        let address = path::certified_copy_part(asked.id, "appointment");
        let view: CopyView = owner.put(&address, &chosen).await.ok(200);
        assert_eq!(view.state, CopyState::Appointed);
        owner.put(&address, &chosen).await.refused(409, ErrorCode::VersionConflict);

        app.advance(DAY);
        drop(desk);
        let desk = app.sign_in(Login::Staff).await;
        let waiting: Page<CopyView> = desk.get(&format!("{}?state=appointed", path::DESK_COPIES)).await.ok(200);
        assert_eq!(waiting.items.len(), 1);
        let view = take(&app, &desk, &view, "một").await;
        assert_eq!((view.state, view.fee), (CopyState::Taken, 5_000));
        let number = format!("01, quyển số 01/{}-SCT/BS(ĐT)", year(&app));
        assert_eq!(view.number.as_deref(), Some(number.as_str()));
        // Nothing goes into the vault before both have signed.
        issue(&desk, &view).await.refused(409, ErrorCode::StepNotPossible);
        let view: CopyView = sign(&app, &desk, view.id, "person-mau").await.ok(200);
        assert_eq!(view.state, CopyState::Signed);
        issue(&desk, &view).await.refused(409, ErrorCode::StepNotPossible);
        let view: CopyView = sign(&app, &desk, view.id, "org-hoa-mai").await.ok(200);
        assert_eq!(view.state, CopyState::Sealed);
        let issued: CopyView = issue(&desk, &view).await.ok(200);
        assert_eq!(issued.state, CopyState::Issued);
        // Twice is once.
        let again: CopyView = issue(&desk, &view).await.ok(200);
        assert_eq!(again, issued);

        let owner = app.sign_in(Login::Citizen).await;
        let paper: PaperView = owner.get(&path::paper(issued.paper_id.unwrap())).await.ok(200);
        assert_eq!(paper.item.category_code, "KQ.G15.000021");
        assert_eq!(paper.item.vault_kind, VaultKind::Authority);
        assert_eq!(paper.item.result_code.as_deref(), Some(number.as_str()));
        assert!(paper.item.name.starts_with("001099000001.KQ.G15.000021."), "{}", paper.item.name);
        assert!(paper.item.name.ends_with(".Bản sao được chứng thực từ bản chính"), "{}", paper.item.name);
        assert_eq!((paper.report.verdict, paper.report.signatures.len()), (Verdict::TotalPassed, 2));
        let list: PaperPage = owner.get(path::PAPERS).await.ok(200);
        assert_eq!(list.items.len(), 1);
        let file = owner.get(&path::paper_file(issued.paper_id.unwrap())).await;
        judged_by_peers(&app, &file.body);

        let lines = register(&desk, &app).await;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].number, lines[0].state, lines[0].fee), (1, LineState::Issued, 5_000));
        assert_eq!(lines[0].signer, format!("{SIGNER}, Phó Chủ tịch"));
        for action in ["copy-asked", "copy-appointed", "copy-taken", "copy-signed", "copy-sealed", "copy-issued"] {
            assert_eq!(app.count(&format!("audit_entries where action = '{action}'")), 1, "{action}");
        }
        for kind in ["copy-appointed", "copy-issued"] {
            assert_eq!(app.count(&format!("messages where kind = '{kind}'")), 1, "{kind}");
        }
        // Of all the files on the way only the last one stays; what was handed out goes after its day.
        app.advance(25 * 3600);
        motcua_server::upload::job::forget_unused(&app.state).await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.count("stored_files"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn only_the_right_signature_over_the_right_file_is_taken_and_once(app) {
        let desk = ready(&app).await;
        let view = taken(&app, &desk, "một").await;
        // The agency's seal is no person, another's token is not this person's.
        for who in ["org-hoa-mai", "person-thu", "office-van-thu"] {
            sign(&app, &desk, view.id, who).await.refused(422, ErrorCode::SignedFileOtherSigner);
        }
        // A changed file, the same file, another file.
        let handed = order(&desk, view.id).await;
        let file = fetch(&app, &handed).await.body;
        fetch(&app, &handed).await.refused(404, ErrorCode::NotFound);
        let mut changed = signed_by(&app, "person-mau", &file).to_vec();
        changed[file.len() / 2] ^= 1;
        assert!(hand_in(&app, &handed, changed.into()).await.status);
        judge(&desk, view.id, &handed).await.refused(422, ErrorCode::SignedFileNotThePaper);
        for wrong in [file.clone(), papers::sound("to-trinh")] {
            let handed = order(&desk, view.id).await;
            assert!(hand_in(&app, &handed, wrong).await.status);
            judge(&desk, view.id, &handed).await.refused(422, ErrorCode::SignedFileNotThePaper);
        }
        let twice = signed_by(&app, "person-mau", &signed_by(&app, "person-mau", &file));
        let handed = order(&desk, view.id).await;
        assert!(hand_in(&app, &handed, twice).await.status);
        judge(&desk, view.id, &handed).await.refused(422, ErrorCode::SignedFileSignatureCount);

        // An order that a newer one replaced, one of another request, and one that was judged.
        let first = order(&desk, view.id).await;
        let second = order(&desk, view.id).await;
        judge(&desk, view.id, &first).await.refused(409, ErrorCode::StepNotPossible);
        judge(&desk, view.id, &second).await.refused(422, ErrorCode::AgentNotHandedIn);
        let signed = signed_by(&app, "person-mau", &file);
        assert!(hand_in(&app, &second, signed.clone()).await.status);
        assert!(!hand_in(&app, &second, signed).await.status, "an address lets in once");
        let (left, right) = futures::join!(judge(&desk, view.id, &second), judge(&desk, view.id, &second));
        let mut both = [left.status, right.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409], "{} {}", left.text(), right.text());
        judge(&desk, view.id, &second).await.refused(409, ErrorCode::StepNotPossible);

        // The seal of another agency, and a person where the agency must sign.
        for who in ["org-so-noi-vu", "person-mau"] {
            sign(&app, &desk, view.id, who).await.refused(422, ErrorCode::SignedFileOtherSigner);
        }
        assert_eq!(app.count("certified_copies where state = 'signed'"), 1);
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }

    async fn only_who_is_named_signs(app) {
        let desk = ready(&app).await;
        let view = taken(&app, &desk, "một").await;
        // The officer's name changed since: the certificate is not the one of whoever the copy names.
        app.execute(&format!("update certified_copies set signer_name = 'Trần Thị Thử' where id = '{}'", view.id));
        sign(&app, &desk, view.id, "person-mau").await.refused(422, ErrorCode::SignedFileOtherSigner);
        let other = app.account(Login::OtherStaff);
        app.execute(&format!("update certified_copies set signer_id = '{other}' where id = '{}'", view.id));
        let refused = step(&desk, view.id, "orders", &json!({})).await.refused(403, ErrorCode::SignerOther);
        assert!(refused.title.contains("Trần Thị Thử"), "{}", refused.title);
    }

    async fn the_scan_is_a_plain_pdf_and_is_made_anew_under_its_number(app) {
        let desk = ready(&app).await;
        let view: CopyView = at_desk(&desk, &asked_at_desk()).await.ok(201);
        for (bytes, code) in [
            (papers::picture(), ErrorCode::FileNotPdf),
            (papers::sound("to-trinh"), ErrorCode::OriginalIsElectronic),
        ] {
            let sent: UploadView = send_scan(&desk, view.id, bytes).await.ok(201);
            step(&desk, view.id, "taking", &taking(&app, &view, &sent)).await.refused(422, code);
        }
        let sent: UploadView = send_scan(&desk, view.id, scan("một")).await.ok(201);
        let right = taking(&app, &view, &sent);
        for (field, value, code) in [
            ("is_compared", json!(false), ErrorCode::ConsentNeeded),
            ("pages", json!(0), ErrorCode::NotAChoice),
            ("signer_id", json!(app.account(Login::OtherStaff)), ErrorCode::NotAChoice),
        ] {
            let mut wrong = right.clone();
            wrong[field] = value;
            let faults = step(&desk, view.id, "taking", &wrong).await.faults();
            assert_eq!(faults, [(field.to_owned(), code)]);
        }
        let mut waived = right.clone();
        waived["fee"] = json!({ "kind": "waived", "reason": " " });
        let faults = step(&desk, view.id, "taking", &waived).await.faults();
        assert_eq!(faults, [("fee.reason".to_owned(), ErrorCode::Required)]);
        assert_eq!(app.count("certified_register"), 0, "what is refused takes no number");

        waived["fee"] = json!({ "kind": "waived", "reason": "Người có công" });
        let first: CopyView = step(&desk, view.id, "taking", &waived).await.ok(200);
        assert_eq!((first.fee, first.fee_waived.as_deref()), (0, Some("Người có công")));
        step(&desk, view.id, "taking", &waived).await.refused(409, ErrorCode::VersionConflict);
        let open = order(&desk, first.id).await;
        let before = desk.get(&path::desk_copy_part(first.id, "file")).await.body;
        let current: CopyView = desk.get(&path::desk_copy(first.id)).await.ok(200);
        let second = take(&app, &desk, &current, "hai").await;
        assert_eq!((&second.number, second.fee, second.fee_waived), (&first.number, 5_000, None));
        assert_ne!(desk.get(&path::desk_copy_part(first.id, "file")).await.body, before);
        // What was handed out before is not the file any more.
        judge(&desk, first.id, &open).await.refused(409, ErrorCode::StepNotPossible);
        let lines = register(&desk, &app).await;
        assert_eq!((lines.len(), lines[0].number, lines[0].fee), (1, 1, 5_000));
        app.run_jobs().await;
        assert_eq!(app.count("stored_files"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_refusal_says_why_and_strikes_the_number(app) {
        let desk = ready(&app).await;
        let view = taken(&app, &desk, "một").await;
        let view: CopyView = sign(&app, &desk, view.id, "person-mau").await.ok(200);
        let refusal = json!({ "version": view.version, "ground": "damaged", "note": "Mất trang 2" });
        let refused: CopyView = step(&desk, view.id, "refusal", &refusal).await.ok(200);
        assert_eq!((refused.state, refused.note.as_deref()), (CopyState::Refused, Some("Mất trang 2")));
        step(&desk, view.id, "orders", &json!({})).await.refused(409, ErrorCode::StepNotPossible);
        let next = json!({ "version": refused.version, "ground": "damaged" });
        step(&desk, view.id, "refusal", &next).await.refused(409, ErrorCode::StepNotPossible);
        let second = sealed(&app, &desk, "hai").await;
        // What both have signed is not refused any more.
        let late = json!({ "version": second.version, "ground": "secret" });
        step(&desk, second.id, "refusal", &late).await.refused(409, ErrorCode::StepNotPossible);
        let _: CopyView = issue(&desk, &second).await.ok(200);
        let lines = register(&desk, &app).await;
        let told: Vec<_> = lines.iter().map(|line| (line.number, line.state, line.fee, line.copies)).collect();
        assert_eq!(told, [(1, LineState::Void, 0, 0), (2, LineState::Issued, 5_000, 1)]);
        assert!(lines[0].note.contains("hư hỏng"), "{}", lines[0].note);
        assert_eq!(app.count("messages where kind = 'copy-refused'"), 1);
        let owner = app.sign_in(Login::Citizen).await;
        let own: CopyView = owner.get(&path::certified_copy(view.id)).await.ok(200);
        assert_eq!(own.ground, refused.ground);

        let csv = desk.get(&path::desk_register_file(year(&app))).await;
        let text = csv.text();
        assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
        assert!(text.starts_with("\u{FEFF}\"Số chứng thực\""), "{text}");
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.contains("\"Đã hủy\"") && text.contains("\"Đã cấp\""), "{text}");
        assert_eq!(app.count("audit_entries where action = 'copy-register-exported'"), 1);
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }

    async fn numbers_of_many_at_once_have_no_gap_and_no_double(app) {
        let desk = ready(&app).await;
        let mut ready = Vec::new();
        for at in 0..6 {
            let view: CopyView = at_desk(&desk, &asked_at_desk()).await.ok(201);
            let sent: UploadView = send_scan(&desk, view.id, scan(&format!("số {at}"))).await.ok(201);
            ready.push((view.id, taking(&app, &view, &sent)));
        }
        // Each twice: of two for the same request one is too late, and takes no number.
        let all = ready.iter().chain(&ready).map(|(id, body)| step(&desk, *id, "taking", body));
        let answers = futures::future::join_all(all).await;
        let fine = answers.iter().filter(|answer| answer.status == 200).count();
        let late = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((fine, late), (6, 6), "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
        let numbers: Vec<u32> = register(&desk, &app).await.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }
}
