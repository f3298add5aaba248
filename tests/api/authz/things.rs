//! What an agency has, and the requests about it: for asking as its owner and as a stranger.

use crate::certified;
use crate::openapi::Operation;
use crate::signing::{certificate, hand_in, handed_out};
use motcua_shared::feedback::dto::FeedbackView;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::id::{PaperId, UploadId};
use motcua_shared::identity::desk::AssistedView;
use motcua_shared::path::{self, FILE_NAME_HEADER, IDEMPOTENCY_HEADER};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::certified::CopyView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::{add_paper, new_key, seen};
use motcua_tests::{Answer, Client, Login, TestApp, papers};
use reqwest::Method;

/// Things of one agency.
pub struct Things {
    pub paper: String,
    upload: UploadView,
    replacement: UploadId,
    signing_order: String,
    draft: DraftView,
    dossier: String,
    identifier: String,
    /// A draft of the desk of `H21.101`.
    assisted: String,
    /// A certified copy that the agency asked for there, and what it asked.
    copy: String,
    copy_asked: serde_json::Value,
    /// A day on which that unit receives people.
    open_day: String,
    /// A file that was sent and may be called off.
    sent: UploadView,
    /// A feedback that the desk of `H21.101` answers.
    feedback: String,
    /// A petition that nobody has received, and one whose writer was asked.
    petition: String,
    petition_asked: String,
    unit: String,
    /// That shows the paper to the unit `H21.101`.
    grant: String,
    /// A paper that somebody shares with the agency.
    shared: String,
    /// A look of the officer of that unit into the agency's vault.
    look: String,
    /// What the officer opened there.
    event: String,
}

/// A question to the unit `H21.101`.
const OPINION: &str = "01926f3e-0000-7000-8000-0000000000aa";

/// The component of the dossier whose file came from the device.
const OF_DEVICE: &str = "minh-chung";

impl Things {
    pub async fn make(app: &TestApp) -> Self {
        let agency = app.agency_with_papers().await;
        crate::payment::set_fee(app, crate::payment::FEE);
        let dossier = agency.open(PROCEDURE).await;
        let proof = agency
            .uploaded_for("hai-chu-ky-nguoi-va-co-quan", Purpose::SignedComponent)
            .await;
        let dossier = agency.attach_upload(&dossier, OF_DEVICE, proof.id).await.ok(200);
        let dossier = agency.fill(&dossier, UNIT).await;
        let dossier: DossierView = agency.submit(&dossier).await.ok(200);
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let (order, _, signed) = handed_out(&agency, "to-trinh", "org-hoa-mai").await;
        assert!(hand_in(app, &order, signed).await.status);
        let paper = draft.components[0].attachment.clone().unwrap().paper_id.unwrap();
        let unit = app
            .query(&format!("select id as value from units where code = '{UNIT}'"))
            .remove(0);
        let other = draft.components[1].attachment.clone().unwrap().paper_id.unwrap();
        let said =
            serde_json::json!({ "version": 1, "file_version": 1, "reason": "wrong-data", "unit_id": unit });
        let said = agency
            .request(Method::POST, &path::paper_feedback(other))
            .header(IDEMPOTENCY_HEADER, new_key())
            .json(&said);
        let said: FeedbackView = Answer::of(said).await.ok(201);
        let petition = crate::petition::sent(&agency).await.item.id;
        let petition_asked = crate::petition::sent(&agency).await.item.id;
        app.execute(&format!(
            "update petitions set state = 'asked', days_kept = 9 where id = '{petition_asked}'"
        ));
        let desk = app.sign_in(Login::Staff).await;
        let begun = desk
            .request(Method::POST, path::DESK_REGISTRATIONS)
            .header(IDEMPOTENCY_HEADER, new_key())
            .json(&serde_json::json!({ "identity_number": "052203000099" }));
        let begun: AssistedView = Answer::of(begun).await.ok(201);
        certified::offices(app, "9990077").await;
        let copy_asked = certified::asked(app);
        let copy: CopyView = certified::ask(&agency, &copy_asked).await.ok(201);
        let tomorrow = app.state.clock.now().vietnam_date().succ_opt().unwrap();
        // Parts of the dossier are asked for once more.
        assert_eq!(
            crate::processing::step(&desk, dossier.id, "receipt", 1)
                .await
                .status,
            200
        );
        let parts = [("to-trinh", "Mờ.")];
        let asked = crate::supplement::ask(&desk, dossier.id, 2, crate::supplement::WORDS, &parts).await;
        assert_eq!(asked.status, 200, "{}", asked.text());
        let (grant, shared, look, event) = sharing(app, &agency, &desk, paper).await;
        // What the unit is asked about the dossier.
        app.execute(&format!(
            "insert into dossier_opinions (id, dossier_id, unit_id, question, until, asked_by, asker_name, asking_unit, asked_at, state)
             values ('{OPINION}', '{}', '{unit}', 'Có ý kiến gì không?', '2999-01-01',
               (select id from accounts where login = 'canboquynhon'), 'Cán bộ', 'Đơn vị', '2026-11-01 00:00:00', 'open')",
            dossier.id
        ));
        // A later day was promised for its result.
        app.execute(&format!(
            "insert into dossier_extensions (dossier_id, old_due, new_due, ground, officer_id, officer_name, unit_name, made_at, was_late)
             values ('{}', '2998-12-01', '2999-01-01', 'Cần xác minh thêm.',
               (select id from accounts where login = 'canbotuyphuoc'), 'Cán bộ', 'Đơn vị', '2026-11-01 00:00:00', false)",
            dossier.id
        ));
        Self {
            copy: copy.id.to_string(),
            copy_asked,
            open_day: tomorrow.to_string(),
            grant,
            shared,
            look,
            event,
            assisted: begun.id.to_string(),
            feedback: said.item.id.to_string(),
            petition: petition.to_string(),
            petition_asked: petition_asked.to_string(),
            unit,
            paper: paper.to_string(),
            upload: agency.uploaded("quyet-dinh-cong-nhan").await,
            sent: agency.uploaded("to-trinh").await,
            replacement: agency.uploaded("giay-khai-sinh").await.id,
            signing_order: order.id.to_string(),
            draft,
            dossier: dossier.id.to_string(),
            identifier: "9990001".to_owned(),
        }
    }

    /// A request that its owner could send with success.
    pub fn request(&self, client: &Client, operation: &Operation) -> reqwest::RequestBuilder {
        let id: &str = match operation.path.as_str() {
            path if path.starts_with(path::PAPER_EVENTS) => &self.event,
            path if path.starts_with(path::GRANTS) => &self.grant,
            path if path.starts_with(path::SHARED_PAPERS) => &self.shared,
            path if path.starts_with(path::VAULT_LOOKS) => &self.look,
            path if path.starts_with(path::PAPERS) => &self.paper,
            path if path.starts_with(path::RESUMABLE_UPLOADS) => &self.sent.id.to_string(),
            path if path.starts_with(path::UPLOADS) => &self.replacement.to_string(),
            path if path.starts_with(path::DOSSIERS) => &self.dossier,
            path if path.starts_with(path::SIGNING_ORDERS) => &self.signing_order,
            path if path.starts_with(path::DESK_COPIES) => &self.copy,
            path if path.starts_with(path::CERTIFIED_COPIES) => &self.copy,
            path if path.starts_with(path::DESK_FEEDBACK) || path.starts_with(path::FEEDBACK) => {
                &self.feedback
            }
            path if path.ends_with("/petitions/{id}/reply") => &self.petition_asked,
            path if path.starts_with(path::DESK_PETITIONS) || path.starts_with(path::PETITIONS) => {
                &self.petition
            }
            path if path.starts_with(path::DESK_OPINIONS) => OPINION,
            path if path.starts_with(path::DESK_DOSSIERS) => &self.dossier,
            path if path.starts_with(path::DESK) => &self.assisted,
            _ => &self.draft.id.to_string(),
        };
        let address = operation
            .path
            .replace("{id}", id)
            .replace("{component_id}/paper", &format!("{OF_DEVICE}/paper"))
            .replace("{component_id}", "to-trinh")
            .replace("{paper}", &self.paper)
            .replace("{number}", "1")
            .replace("{kind}", "scan")
            .replace("{rule}", "personal-account")
            .replace("{year}", "2026")
            .replace("{day}", "2026-11-20")
            .replace("{template}", "quyet-dinh")
            .replace("{code}", PROCEDURE);
        let method: Method = operation.method.parse().unwrap();
        let version = self.draft.version;
        let address = match operation.name().as_str() {
            "POST /api/v1/uploads" => format!("{address}?purpose=vault"),
            "DELETE /api/v1/drafts/{id}/components/{component_id}" => format!("{address}?version={version}"),
            "GET /api/v1/desk/petitions/{id}/officers" => format!("{address}?unit={}", self.unit),
            _ => address,
        };
        let request = client.request(method, &address);
        match operation.name().as_str() {
            "POST /api/v1/uploads" => request
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .header(IDEMPOTENCY_HEADER, new_key())
                .body(papers::sound("to-trinh")),
            "POST /api/v1/uploads/resumable" => request
                .header("tus-resumable", "1.0.0")
                .header("upload-length", 1000)
                .header("upload-metadata", motcua_tests::tus::metadata("a.pdf", Purpose::Vault))
                .header(IDEMPOTENCY_HEADER, new_key()),
            "PATCH /api/v1/uploads/resumable/{id}" => request
                .header("tus-resumable", "1.0.0")
                .header("content-type", motcua_tests::tus::PIECE)
                .header("upload-offset", self.sent.size)
                .body(""),
            name if name.contains(" /api/v1/uploads/resumable") => request.header("tus-resumable", "1.0.0"),
            "POST /api/v1/signing-orders" => request.json(&serde_json::json!({
                "upload_id": self.upload.id,
                "certificate": certificate("org-hoa-mai"),
            })),
            "POST /api/v1/papers" => request.json(&add_paper(self.upload.id, "KQ.H21.910004")),
            "POST /api/v1/desk/dossier-searches" => {
                request.json(&serde_json::json!({ "find": "truong thcs hoa mai" }))
            }
            "POST /api/v1/papers/search" => request.json(&serde_json::json!({ "q": "to trinh" })),
            "PUT /api/v1/papers/{id}" => request.json(&serde_json::json!({
                "version": 1, "category_code": "KQ.H21.910001", "name": "Tờ trình", "is_visible": true, "is_shared": false
            })),
            "POST /api/v1/papers/{id}/removal" => request.json(&serde_json::json!({ "version": 1 })),
            "POST /api/v1/papers/{id}/replacement" => {
                request.json(&serde_json::json!({ "version": 1, "upload_id": self.replacement }))
            }
            "POST /api/v1/papers/{id}/grants" => {
                request.json(&serde_json::json!({ "to": { "organisation": "9990033" } }))
            }
            "POST /api/v1/grantees" => request.json(&serde_json::json!({ "identifier": "9990033" })),
            "POST /api/v1/paper-events/{id}/objection" => request.json(&serde_json::json!({})),
            "POST /api/v1/desk/vault-looks" => request.json(&serde_json::json!({
                "identifier": "052203000099", "purpose": "Thử", "consent": "grant"
            })),
            "POST /api/v1/desk/vault-looks/{id}/code" => {
                request.json(&serde_json::json!({ "code": "123456" }))
            }
            "POST /api/v1/desk/receptions" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "look_id": self.look, "procedure_code": PROCEDURE })),
            "POST /api/v1/drafts" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "procedure_code": PROCEDURE })),
            "PATCH /api/v1/drafts/{id}" => {
                request.json(&serde_json::json!({ "version": version, "delivery": { "method": "online" } }))
            }
            "PATCH /api/v1/drafts/{id}/typed" => request.json(&serde_json::json!({ "version": version, "fields": {} })),
            "POST /api/v1/drafts/{id}/submit" => request.json(&seen(&self.draft)),
            "PUT /api/v1/drafts/{id}/components/{component_id}" => {
                request.json(&serde_json::json!({ "version": version, "source": { "paper": self.paper } }))
            }
            "POST /api/v1/certified-copies" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&self.copy_asked),
            "PUT /api/v1/certified-copies/{id}/appointment" => {
                let day = serde_json::json!({ "day": self.open_day, "half": "morning" });
                request.json(&serde_json::json!({ "version": 1, "appointment": day }))
            }
            "POST /api/v1/certified-copies/{id}/cancellation" | "POST /api/v1/desk/certified-copies/{id}/issue" => {
                request.json(&serde_json::json!({ "version": 1 }))
            }
            "PUT /api/v1/certifying-offices/{id}" => {
                request.json(&certified::office("9990077", self.draft.id))
            }
            "POST /api/v1/desk/certified-copies" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&certified::asked_at_desk()),
            "POST /api/v1/desk/certified-copies/{id}/scan" => request
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .header(IDEMPOTENCY_HEADER, new_key())
                .body(papers::sound("to-trinh")),
            "POST /api/v1/papers/{id}/feedback" => {
                request.header(IDEMPOTENCY_HEADER, new_key()).json(&serde_json::json!({
                    "version": 1, "file_version": 1, "reason": "wrong-data", "unit_id": self.unit
                }))
            }
            "POST /api/v1/feedback/{id}/withdrawal" | "POST /api/v1/desk/feedback/{id}/comparison" => {
                request.json(&serde_json::json!({ "version": 1 }))
            }
            "POST /api/v1/petitions" => {
                request.header(IDEMPOTENCY_HEADER, new_key()).json(&crate::petition::written())
            }
            "POST /api/v1/petitions/{id}/withdrawal"
            | "POST /api/v1/desk/petitions/{id}/receipt"
            | "POST /api/v1/desk/petitions/{id}/removal" => request.json(&serde_json::json!({ "version": 1 })),
            "POST /api/v1/petitions/{id}/reply"
            | "POST /api/v1/desk/petitions/{id}/question"
            | "POST /api/v1/desk/petitions/{id}/return"
            | "POST /api/v1/desk/petitions/{id}/answer" => {
                request.json(&serde_json::json!({ "version": 1, "words": "Thứ Hai." }))
            }
            "POST /api/v1/desk/petitions/{id}/refusal" => {
                request.json(&serde_json::json!({ "version": 1, "ground": "insulting" }))
            }
            "POST /api/v1/desk/petitions/{id}/route" => {
                request.json(&serde_json::json!({ "version": 1, "unit_id": self.unit }))
            }
            "POST /api/v1/desk/petitions/{id}/publication" => request.json(&serde_json::json!({
                "version": 1, "title": "Chờ lâu", "question": "Vì sao?", "answer": "Đã sửa.",
            })),
            "POST /api/v1/desk/feedback/{id}/replacement" => {
                request.json(&serde_json::json!({ "version": 1, "upload_id": self.replacement }))
            }
            "POST /api/v1/desk/feedback/{id}/refusal" => {
                request.json(&serde_json::json!({ "version": 1, "ground": "Tệp trùng khớp với bản chính." }))
            }
            "POST /api/v1/desk/dossiers/{id}/receipt" | "POST /api/v1/desk/dossiers/{id}/beginning" => {
                request.json(&serde_json::json!({ "version": 1 }))
            }
            "PUT /api/v1/desk/dossiers/{id}/hold" => request.json(&serde_json::json!({ "take_over": false })),
            "POST /api/v1/desk/dossiers/{id}/work" => {
                request.json(&serde_json::json!({ "version": 1, "to": "stay" }))
            }
            "PUT /api/v1/desk/dossiers/{id}/drafting" => request.json(&serde_json::json!({
                "version": 0, "template_id": "a", "typed": {},
            })),
            "POST /api/v1/desk/dossiers/{id}/drafting/hand-in"
            | "POST /api/v1/desk/dossiers/{id}/drafting/reopening"
            | "POST /api/v1/desk/dossiers/{id}/drafting/orders"
            | "POST /api/v1/desk/dossiers/{id}/drafting/return" => {
                request.json(&serde_json::json!({ "version": 1 }))
            }
            "POST /api/v1/desk/dossiers/{id}/drafting/signed" => {
                request.json(&serde_json::json!({ "order_id": "01926f3e-0000-7000-8000-000000000001" }))
            }
            "POST /api/v1/desk/dossiers/{id}/handover" => request.json(&serde_json::json!({
                "version": 1, "unit_id": self.unit, "words": "Việc này thuộc địa bàn khác.",
            })),
            "POST /api/v1/desk/dossiers/{id}/extension" => request.json(&serde_json::json!({
                "version": 1, "days": 5, "ground": "Cần xác minh thêm với cơ quan khác.",
            })),
            "POST /api/v1/desk/dossiers/{id}/opinions" => request.json(&serde_json::json!({
                "unit_id": self.unit, "question": "Thửa đất này có nằm trong quy hoạch không?", "days": 5,
            })),
            "POST /api/v1/desk/opinions/{id}/answer" => request.json(&serde_json::json!({
                "stance": "agree", "words": "Đơn vị không có ý kiến gì khác.",
            })),
            "POST /api/v1/desk/dossier-batches" => request.json(&serde_json::json!({
                "act": { "kind": "receive" }, "dossiers": [{ "id": self.dossier, "version": 1 }],
            })),
            "POST /api/v1/desk/dossiers/{id}/refusal" => request.json(
                &serde_json::json!({ "version": 1, "ground": "Hồ sơ không đủ điều kiện tiếp nhận." }),
            ),
            "POST /api/v1/desk/dossiers/{id}/supplement" => request.json(&serde_json::json!({
                "version": 1, "words": crate::supplement::WORDS,
                "parts": [{ "component_id": "to-trinh", "reason": "Mờ." }],
            })),
            "POST /api/v1/desk/dossiers/{id}/withdrawal" => {
                request.json(&serde_json::json!({ "version": 1, "is_granted": true }))
            }
            "POST /api/v1/dossiers/{id}/supplement" => {
                request.json(&serde_json::json!({ "version": 1, "digest": "x" }))
            }
            "PUT /api/v1/dossiers/{id}/rating" => request.json(&serde_json::json!({ "stars": 5 })),
            "POST /api/v1/dossiers/{id}/copy" => request.header(IDEMPOTENCY_HEADER, new_key()),
            "POST /api/v1/dossiers/{id}/components/{component_id}/paper" => {
                request.json(&serde_json::json!({ "category_code": "KQ.H21.910004" }))
            }
            "POST /api/v1/dossiers/{id}/messages" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "words": "Khi nào có kết quả?" })),
            "POST /api/v1/dossiers/{id}/messages/read" => {
                request.json(&serde_json::json!({ "last": self.dossier }))
            }
            "POST /api/v1/dossiers/{id}/withdrawal" => request.json(&serde_json::json!({ "way": "ask" })),
            "POST /api/v1/desk/dossiers/{id}/return" => request.json(&serde_json::json!({
                "version": 1, "results": [{ "upload_id": self.replacement, "category_code": "KQ.H21.910004" }]
            })),
            "POST /api/v1/dossiers/{id}/charge/payments" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "amount": crate::payment::FEE })),
            "POST /api/v1/desk/dossiers/{id}/charge" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "act": "paid-at-desk", "version": 1 })),
            "POST /api/v1/desk/feedback-files" => request
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .header(IDEMPOTENCY_HEADER, new_key())
                .body(papers::sound("to-trinh")),
            "PUT /api/v1/refusal-rules/{rule}" => request.json(&serde_json::json!({
                "version": 1, "legal_ground": "Công văn số 1", "starts_on": "2026-11-20"
            })),
            "POST /api/v1/desk/certified-copies/{id}/taking" => request.json(&serde_json::json!({
                "version": 1, "upload_id": self.upload.id, "pages": 1, "signer_id": self.upload.id,
                "is_compared": true, "fee": { "kind": "paid" },
            })),
            "POST /api/v1/desk/certified-copies/{id}/result" => {
                request.json(&serde_json::json!({ "order_id": self.signing_order }))
            }
            "POST /api/v1/desk/certified-copies/{id}/refusal" => {
                request.json(&serde_json::json!({ "version": 1, "ground": "altered" }))
            }
            "POST /api/v1/desk/lookups" => {
                request.json(&serde_json::json!({ "identity_number": "052203000099" }))
            }
            "POST /api/v1/desk/registrations" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "identity_number": "052203000098" })),
            "PUT /api/v1/desk/registrations/{id}" => {
                let form = serde_json::json!({ "identity_number": "052203000097" });
                request.json(&serde_json::json!({ "version": 1, "form": form }))
            }
            "POST /api/v1/desk/registrations/{id}/files/{kind}" => request
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .body(papers::sound("to-trinh")),
            "POST /api/v1/desk/registrations/{id}/account" => {
                request.json(&serde_json::json!({ "code": "123456" }))
            }
            "POST /api/v1/desk/claims/{id}/decision" => {
                request.json(&serde_json::json!({ "decision": "kept", "reason": "r" }))
            }
            name if name.starts_with("POST /api/v1/desk") => request.json(&serde_json::json!({})),
            name if name.starts_with("POST /api/v1/session") => request.json(&serde_json::json!({})),
            _ => request,
        }
    }

    /// Whether an answer tells anything of these things.
    pub fn show_in(&self, answer: &Answer) -> bool {
        let text = answer.text();
        [
            &self.paper,
            &self.dossier,
            &self.identifier,
            &self.draft.id.to_string(),
            &self.upload.sha256,
            &self.assisted,
            &self.copy,
            &self.feedback,
            &self.petition,
            &self.petition_asked,
            &self.grant,
            &self.look,
            &self.event,
        ]
        .into_iter()
        .any(|secret| text.contains(secret.as_str()))
    }
}

/// The agency shows a paper to a unit, whose officer opens it; a citizen shows one to the agency.
async fn sharing(
    app: &TestApp,
    agency: &Client,
    desk: &Client,
    paper: PaperId,
) -> (String, String, String, String) {
    let grant = crate::sharing::give_to_unit(agency, paper, UNIT).await;
    let look = crate::looks::begun(desk, "9990001", "grant").await;
    let file = path::looked_paper_part(look.id, paper, "file");
    assert_eq!(desk.get(&file).await.status, 200);
    let event = app
        .query("select id as value from paper_events where actor = 'officer'")
        .remove(0);
    let citizen = app.sign_in(Login::Citizen).await;
    let theirs = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
    let shared = crate::sharing::give_to_organisation(&citizen, theirs.item.id, "9990001").await;
    (
        grant.id.to_string(),
        shared.id.to_string(),
        look.id.to_string(),
        event,
    )
}

/// What strangers must not have changed.
pub fn state_of_things(app: &TestApp, things: &Things) -> Vec<String> {
    let owner = app.account(Login::Agency);
    [
        format!("select cast(version as text) as value from drafts where id = '{}'", things.draft.id),
        format!("select coalesce(attachment, '') as value from draft_components where draft_id = '{}' order by component_id", things.draft.id),
        format!("select coalesce(used_for, '-') as value from uploads where account_id = '{owner}' order by id"),
        format!("select cast(times_used as text) as value from papers where account_id = '{owner}' order by id"),
        "select id || status || cast(version as text) as value from dossiers order by id".to_owned(),
        "select id || state as value from dossier_supplements order by id".to_owned(),
        "select id || state as value from dossier_withdrawals order by id".to_owned(),
        "select id || coalesce(cast(read_at as text), '') as value from dossier_messages order by id".to_owned(),
        "select id || state || cast(version as text) as value from charges order by id".to_owned(),
        "select id || state as value from payment_attempts order by id".to_owned(),
        format!("select cast(version as text) || state as value from assisted_registrations where id = '{}'", things.assisted),
        "select id as value from assisted_files order by id".to_owned(),
        format!("select cast(version as text) || state as value from certified_copies where id = '{}'", things.copy),
        format!("select cast(version as text) || state as value from feedbacks where account_id = '{owner}' order by id"),
        format!("select cast(version as text) || state as value from petitions where account_id = '{owner}' order by id"),
        format!("select id as value from paper_events where account_id = '{owner}' order by id"),
        "select cast(uses as text) || coalesce(cast(withdrawn_at as text), '') as value from paper_grants order by id".to_owned(),
        format!("select cast(readings as text) || coalesce(closed_by, '') as value from vault_looks where id = '{}'", things.look),
        "select id as value from paper_objections order by id".to_owned(),
        format!("select id as value from audit_entries where account_id = '{owner}' and action <> 'signed-in' order by id"),
    ]
    .iter()
    .flat_map(|sql| app.query(sql))
    .collect()
}
