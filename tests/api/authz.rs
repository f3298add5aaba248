//! Every operation of the document, asked by people who have no business with it. A new operation without a rule here
//! fails this test.

use crate::certified;
use crate::openapi::{Operation, operations};
use crate::signing::{certificate, hand_in, handed_out};
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::FeedbackView;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::id::{PaperId, UploadId};
use motcua_shared::identity::desk::AssistedView;
use motcua_shared::path::{self, CLIENT_HEADER, FILE_NAME_HEADER, IDEMPOTENCY_HEADER};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::certified::CopyView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::{ORIGIN, add_paper, new_key, seen};
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers};
use reqwest::Method;
use std::collections::BTreeSet;

/// What an operation may do for somebody who is not the owner of the thing it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Shows the same to everybody. This list may only shrink.
    Public,
    /// About a thing of an account: 404 for other accounts, 403 for officers.
    OfFiler,
    /// About a dossier: 404 for everybody but its account and its unit.
    OfDossier,
    /// Works on whatever the caller owns, and must show or change nothing else; 403 for officers.
    OwnOfFiler,
    /// The same, and officers have one of their own.
    Own,
    /// About a file that somebody sent, a filer or an officer: gone for everybody else.
    OfSender,
    /// For whoever runs the portal: 403 for everybody else.
    OfAdministrator,
    /// About a thing of a unit: 403 for people, 404 for officers of other units.
    OfOfficer,
    /// Works on whatever the officer's own unit has: 403 for people.
    OwnOfOfficer,
    /// About the account that asks, whatever the request names; what it takes to succeed is in `account*.rs`.
    OfAccount,
}

const RULES: &[(&str, Rule)] = &[
    ("GET /api/v1/paper-types", Rule::Public),
    ("GET /api/v1/procedures", Rule::Public),
    ("GET /api/v1/procedures/{code}", Rule::Public),
    ("GET /api/v1/procedures/{code}/units", Rule::Public),
    ("GET /api/v1/session", Rule::Public),
    ("POST /api/v1/session/password", Rule::Public),
    ("POST /api/v1/session/code", Rule::Public),
    ("POST /api/v1/session/code/resend", Rule::Public),
    ("DELETE /api/v1/session", Rule::Own),
    // Ways into an account, bound to a browser by cookies of their own (tests/api/oidc).
    ("GET /api/v1/session/providers/{id}/start", Rule::Public),
    ("GET /api/v1/session/providers/{id}/callback", Rule::Public),
    ("POST /api/v1/session/link", Rule::Public),
    ("POST /api/v1/session/link/code", Rule::Public),
    ("POST /api/v1/session/link/code/resend", Rule::Public),
    // Harmless when nobody is signed in.
    ("POST /api/v1/session/sign-out", Rule::Public),
    ("GET /api/v1/proof-challenge", Rule::Public),
    ("GET /api/v1/registrations", Rule::Public),
    ("POST /api/v1/registrations", Rule::Public),
    ("POST /api/v1/registrations/code", Rule::Public),
    ("POST /api/v1/registrations/code/resend", Rule::Public),
    ("POST /api/v1/registrations/password", Rule::Public),
    // Ways into an account with a token, bound to a browser by a cookie of their own (tests/api/token_account_bad.rs).
    ("GET /api/v1/token", Rule::Public),
    ("POST /api/v1/token/challenges", Rule::Public),
    ("POST /api/v1/registrations/token", Rule::Public),
    ("POST /api/v1/registrations/token/account", Rule::Public),
    ("POST /api/v1/session/token", Rule::Public),
    ("POST /api/v1/session/token/flow", Rule::Public),
    ("POST /api/v1/sim/challenges", Rule::Public),
    ("POST /api/v1/registrations/sim", Rule::Public),
    ("POST /api/v1/session/sim", Rule::Public),
    ("GET /api/v1/support-software", Rule::Public),
    ("PUT /api/v1/support-software", Rule::OfAdministrator),
    ("POST /api/v1/recoveries", Rule::Public),
    ("POST /api/v1/recoveries/code", Rule::Public),
    ("POST /api/v1/recoveries/code/resend", Rule::Public),
    ("POST /api/v1/recoveries/password", Rule::Public),
    ("POST /api/v1/account-claims", Rule::Public),
    // Opened by the secret of a link and by nothing else (tests/api/assisted.rs).
    ("POST /api/v1/password-links", Rule::Public),
    ("POST /api/v1/password-links/password", Rule::Public),
    // Bound to a browser by the cookie of its way to the provider (tests/api/staff_sign_in.rs).
    ("POST /api/v1/session/staff", Rule::Public),
    ("POST /api/v1/session/staff/choice", Rule::Public),
    ("GET /api/v1/desk", Rule::OwnOfOfficer),
    ("POST /api/v1/desk/lookups", Rule::OwnOfOfficer),
    ("POST /api/v1/desk/registrations", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/registrations/{id}", Rule::OfOfficer),
    ("PUT /api/v1/desk/registrations/{id}", Rule::OfOfficer),
    ("DELETE /api/v1/desk/registrations/{id}", Rule::OfOfficer),
    (
        "POST /api/v1/desk/registrations/{id}/files/{kind}",
        Rule::OfOfficer,
    ),
    (
        "GET /api/v1/desk/registrations/{id}/files/{kind}",
        Rule::OfOfficer,
    ),
    ("GET /api/v1/desk/registrations/{id}/request", Rule::OfOfficer),
    ("POST /api/v1/desk/registrations/{id}/code", Rule::OfOfficer),
    ("POST /api/v1/desk/registrations/{id}/account", Rule::OfOfficer),
    ("POST /api/v1/desk/registrations/{id}/link", Rule::OfOfficer),
    ("POST /api/v1/desk/searches", Rule::OwnOfOfficer),
    ("POST /api/v1/staff/searches", Rule::OfAdministrator),
    ("GET /api/v1/staff/units", Rule::OfAdministrator),
    ("GET /api/v1/catalogue/paper-types", Rule::OfAdministrator),
    ("POST /api/v1/catalogue/paper-types", Rule::OfAdministrator),
    ("PUT /api/v1/catalogue/paper-types/{id}", Rule::OfAdministrator),
    ("POST /api/v1/catalogue/paper-categories", Rule::OfAdministrator),
    (
        "PUT /api/v1/catalogue/paper-categories/{code}",
        Rule::OfAdministrator,
    ),
    ("POST /api/v1/staff", Rule::OfAdministrator),
    ("GET /api/v1/staff/{id}", Rule::OfAdministrator),
    ("PUT /api/v1/staff/{id}", Rule::OfAdministrator),
    ("PUT /api/v1/staff/{id}/suspension", Rule::OfAdministrator),
    // People come with a claim to any desk (tests/api/claims.rs).
    ("GET /api/v1/desk/claims", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/claims/{id}", Rule::OfOfficer),
    ("POST /api/v1/desk/claims/{id}/decision", Rule::OfOfficer),
    ("GET /api/v1/desk/feedback", Rule::OwnOfOfficer),
    ("POST /api/v1/desk/feedback-files", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/feedback/{id}", Rule::OfOfficer),
    ("GET /api/v1/desk/feedback/{id}/file", Rule::OfOfficer),
    ("POST /api/v1/desk/feedback/{id}/comparison", Rule::OfOfficer),
    ("POST /api/v1/desk/feedback/{id}/replacement", Rule::OfOfficer),
    ("POST /api/v1/desk/feedback/{id}/refusal", Rule::OfOfficer),
    ("GET /api/v1/feedback", Rule::OwnOfFiler),
    ("GET /api/v1/feedback-units", Rule::OwnOfFiler),
    ("GET /api/v1/feedback/{id}", Rule::OfFiler),
    ("POST /api/v1/feedback/{id}/withdrawal", Rule::OfFiler),
    ("GET /api/v1/papers/{id}/feedback", Rule::OfFiler),
    ("POST /api/v1/papers/{id}/feedback", Rule::OfFiler),
    ("POST /api/v1/signature-checks", Rule::Public),
    ("POST /api/v1/signature-checks/report", Rule::Public),
    ("POST /api/v1/uploads", Rule::Own),
    ("OPTIONS /api/v1/uploads/resumable", Rule::Own),
    ("POST /api/v1/uploads/resumable", Rule::Own),
    ("HEAD /api/v1/uploads/resumable/{id}", Rule::OfSender),
    ("PATCH /api/v1/uploads/resumable/{id}", Rule::OfSender),
    ("GET /api/v1/uploads/resumable/{id}", Rule::OfSender),
    ("DELETE /api/v1/uploads/resumable/{id}", Rule::OfSender),
    ("POST /api/v1/signing-orders", Rule::OfFiler),
    ("POST /api/v1/signing-orders/{id}/result", Rule::OfFiler),
    ("GET /api/v1/signing-orders/{id}/file", Rule::OfFiler),
    // Programs beside the browser: a secret in the address lets in, once (tests/api/signing.rs).
    ("GET /agent/v1/files/{secret}", Rule::Public),
    ("POST /agent/v1/files/{secret}", Rule::Public),
    // Other systems' vaults: what it takes is in `partner*.rs`.
    ("GET /api/v1/partner-vaults", Rule::OwnOfFiler),
    ("POST /api/v1/partner-vaults/{id}/papers", Rule::OfAccount),
    ("POST /api/v1/partner-vaults/{id}/taking", Rule::OfAccount),
    ("GET /api/v1/papers", Rule::OwnOfFiler),
    ("POST /api/v1/papers", Rule::OfFiler),
    ("POST /api/v1/papers/search", Rule::OwnOfFiler),
    ("GET /api/v1/uploads/{id}/reading", Rule::OfSender),
    ("GET /api/v1/papers/{id}", Rule::OfFiler),
    ("PUT /api/v1/papers/{id}", Rule::OfFiler),
    ("POST /api/v1/papers/{id}/removal", Rule::OfFiler),
    ("POST /api/v1/papers/{id}/replacement", Rule::OfFiler),
    ("GET /api/v1/papers/{id}/versions/{number}/file", Rule::OfFiler),
    ("GET /api/v1/papers/{id}/file", Rule::OfFiler),
    ("GET /api/v1/papers/{id}/report", Rule::OfFiler),
    ("GET /api/v1/papers/{id}/signatures/{number}/file", Rule::OfFiler),
    // Certified copies (tests/api/certified.rs).
    ("GET /api/v1/certifying-offices", Rule::OwnOfFiler),
    ("GET /api/v1/certifying-offices/{id}", Rule::OfAdministrator),
    ("PUT /api/v1/certifying-offices/{id}", Rule::OfAdministrator),
    ("GET /api/v1/certified-copies", Rule::OwnOfFiler),
    ("POST /api/v1/certified-copies", Rule::OwnOfFiler),
    ("GET /api/v1/certified-copies/{id}", Rule::OfFiler),
    ("PUT /api/v1/certified-copies/{id}/appointment", Rule::OfFiler),
    ("POST /api/v1/certified-copies/{id}/cancellation", Rule::OfFiler),
    ("GET /api/v1/desk/certifying-office", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/certified-copies", Rule::OwnOfOfficer),
    ("POST /api/v1/desk/certified-copies", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/certified-copies/{id}", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/scan", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/taking", Rule::OfOfficer),
    ("GET /api/v1/desk/certified-copies/{id}/file", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/orders", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/result", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/issue", Rule::OfOfficer),
    ("POST /api/v1/desk/certified-copies/{id}/refusal", Rule::OfOfficer),
    ("GET /api/v1/desk/certified-register/{year}", Rule::OwnOfOfficer),
    (
        "GET /api/v1/desk/certified-register/{year}/file",
        Rule::OwnOfOfficer,
    ),
    ("GET /api/v1/papers/{id}/grants", Rule::OfFiler),
    ("POST /api/v1/papers/{id}/grants", Rule::OfFiler),
    ("GET /api/v1/grants", Rule::OwnOfFiler),
    ("POST /api/v1/grants/{id}/withdrawal", Rule::OfFiler),
    ("POST /api/v1/grantees", Rule::OwnOfFiler),
    ("GET /api/v1/grantees/units", Rule::OwnOfFiler),
    ("GET /api/v1/paper-events", Rule::OwnOfFiler),
    ("GET /api/v1/paper-events/csv", Rule::OwnOfFiler),
    ("POST /api/v1/paper-events/{id}/objection", Rule::OfFiler),
    // Of whoever a paper is shared with (tests/api/sharing.rs).
    ("GET /api/v1/shared-papers", Rule::OwnOfFiler),
    ("GET /api/v1/shared-papers/{id}", Rule::OfFiler),
    ("GET /api/v1/shared-papers/{id}/file", Rule::OfFiler),
    ("GET /api/v1/shared-papers/{id}/report", Rule::OfFiler),
    // Of one officer in one unit (tests/api/looks.rs).
    ("POST /api/v1/desk/vault-looks", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/vault-looks/{id}", Rule::OfOfficer),
    ("POST /api/v1/desk/vault-looks/{id}/code", Rule::OfOfficer),
    ("POST /api/v1/desk/vault-looks/{id}/code/resend", Rule::OfOfficer),
    ("POST /api/v1/desk/vault-looks/{id}/closing", Rule::OfOfficer),
    ("GET /api/v1/desk/vault-looks/{id}/papers", Rule::OfOfficer),
    (
        "GET /api/v1/desk/vault-looks/{id}/papers/{paper}/file",
        Rule::OfOfficer,
    ),
    (
        "GET /api/v1/desk/vault-looks/{id}/papers/{paper}/report",
        Rule::OfOfficer,
    ),
    ("GET /api/v1/desk/vault-objections", Rule::OwnOfOfficer),
    ("GET /api/v1/drafts", Rule::OwnOfFiler),
    ("POST /api/v1/drafts", Rule::OwnOfFiler),
    ("GET /api/v1/drafts/{id}", Rule::OfFiler),
    ("PATCH /api/v1/drafts/{id}", Rule::OfFiler),
    ("DELETE /api/v1/drafts/{id}", Rule::OfFiler),
    ("POST /api/v1/drafts/{id}/match", Rule::OfFiler),
    ("POST /api/v1/drafts/{id}/submit", Rule::OfFiler),
    ("PUT /api/v1/drafts/{id}/components/{component_id}", Rule::OfFiler),
    (
        "DELETE /api/v1/drafts/{id}/components/{component_id}",
        Rule::OfFiler,
    ),
    (
        "GET /api/v1/drafts/{id}/components/{component_id}/suggestions",
        Rule::OfFiler,
    ),
    (
        "GET /api/v1/drafts/{id}/components/{component_id}/file",
        Rule::OfFiler,
    ),
    // The second step of signing in, bound to its challenge; a lost phone, bound to the password and to its flow; a link
    // whose secret is all that it takes (account_lost.rs, account_contact.rs).
    ("POST /api/v1/session/code/ways", Rule::Public),
    ("POST /api/v1/session/code/elsewhere", Rule::Public),
    ("POST /api/v1/session/recovery-code", Rule::Public),
    ("POST /api/v1/lost-phones", Rule::Public),
    ("POST /api/v1/lost-phones/number", Rule::Public),
    ("POST /api/v1/lost-phones/code", Rule::Public),
    ("POST /api/v1/lost-phones/code/resend", Rule::Public),
    ("POST /api/v1/phone-changes/read", Rule::Public),
    ("POST /api/v1/phone-changes/cancel", Rule::Public),
    ("POST /api/v1/session/confirmation", Rule::OfAccount),
    ("POST /api/v1/session/confirmation/code", Rule::OfAccount),
    ("POST /api/v1/session/confirmation/code/resend", Rule::OfAccount),
    ("POST /api/v1/session/confirmation/password", Rule::OfAccount),
    ("GET /api/v1/account", Rule::OfAccount),
    ("POST /api/v1/account/password", Rule::OfAccount),
    ("PUT /api/v1/account/preferences", Rule::OfAccount),
    ("GET /api/v1/account/events", Rule::OfAccount),
    ("DELETE /api/v1/account/identities/{id}", Rule::OfAccount),
    ("POST /api/v1/account/switch", Rule::OfAccount),
    ("GET /api/v1/account/sessions", Rule::OfAccount),
    ("DELETE /api/v1/account/sessions", Rule::OfAccount),
    ("DELETE /api/v1/account/sessions/{id}", Rule::OfAccount),
    ("POST /api/v1/account/phones", Rule::OfAccount),
    ("POST /api/v1/account/phones/code", Rule::OfAccount),
    ("POST /api/v1/account/phones/code/resend", Rule::OfAccount),
    ("PUT /api/v1/account/phones/first", Rule::OfAccount),
    ("POST /api/v1/account/phones/remove", Rule::OfAccount),
    ("POST /api/v1/account/email", Rule::OfAccount),
    ("DELETE /api/v1/account/email", Rule::OfAccount),
    ("POST /api/v1/account/email/code", Rule::OfAccount),
    ("POST /api/v1/account/email/code/resend", Rule::OfAccount),
    ("POST /api/v1/account/phone-changes/{id}/cancel", Rule::OfAccount),
    ("POST /api/v1/account/recovery-codes", Rule::OfAccount),
    // Dossiers at the unit that receives them (tests/api/processing*.rs).
    ("GET /api/v1/desk/dossiers", Rule::OwnOfOfficer),
    ("GET /api/v1/desk/dossiers/{id}", Rule::OfOfficer),
    ("POST /api/v1/desk/dossiers/{id}/receipt", Rule::OfOfficer),
    ("POST /api/v1/desk/dossiers/{id}/beginning", Rule::OfOfficer),
    ("POST /api/v1/desk/dossiers/{id}/refusal", Rule::OfOfficer),
    ("POST /api/v1/desk/dossiers/{id}/return", Rule::OfOfficer),
    (
        "GET /api/v1/desk/dossiers/{id}/results/{number}/file",
        Rule::OfOfficer,
    ),
    ("GET /api/v1/dossiers/{id}/course", Rule::OfFiler),
    ("GET /api/v1/dossiers", Rule::Own),
    ("GET /api/v1/dossiers/{id}", Rule::OfDossier),
    (
        "GET /api/v1/dossiers/{id}/components/{component_id}/file",
        Rule::OfDossier,
    ),
];

fn rule(operation: &str) -> Rule {
    let found = RULES.iter().find(|(name, _)| *name == operation);
    found
        .unwrap_or_else(|| panic!("{operation} is new: say here who may do it"))
        .1
}

/// Things of one agency.
struct Things {
    paper: String,
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

impl Things {
    async fn make(app: &TestApp) -> Self {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
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
        let (grant, shared, look, event) = sharing(app, &agency, &desk, paper).await;
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
    fn request(&self, client: &Client, operation: &Operation) -> reqwest::RequestBuilder {
        let id = match operation.path.as_str() {
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
            path if path.starts_with(path::DESK_DOSSIERS) => &self.dossier,
            path if path.starts_with(path::DESK) => &self.assisted,
            _ => &self.draft.id.to_string(),
        };
        let address = operation
            .path
            .replace("{id}", id)
            .replace("{component_id}", "to-trinh")
            .replace("{paper}", &self.paper)
            .replace("{number}", "1")
            .replace("{kind}", "scan")
            .replace("{year}", "2026")
            .replace("{code}", PROCEDURE);
        let method: Method = operation.method.parse().unwrap();
        let version = self.draft.version;
        let address = match operation.name().as_str() {
            "POST /api/v1/uploads" => format!("{address}?purpose=vault"),
            "DELETE /api/v1/drafts/{id}/components/{component_id}" => format!("{address}?version={version}"),
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
            "POST /api/v1/drafts" => request
                .header(IDEMPOTENCY_HEADER, new_key())
                .json(&serde_json::json!({ "procedure_code": PROCEDURE })),
            "PATCH /api/v1/drafts/{id}" => {
                request.json(&serde_json::json!({ "version": version, "delivery": { "method": "online" } }))
            }
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
            "POST /api/v1/desk/feedback/{id}/replacement" => {
                request.json(&serde_json::json!({ "version": 1, "upload_id": self.replacement }))
            }
            "POST /api/v1/desk/feedback/{id}/refusal" => {
                request.json(&serde_json::json!({ "version": 1, "ground": "Tệp trùng khớp với bản chính." }))
            }
            "POST /api/v1/desk/dossiers/{id}/receipt" | "POST /api/v1/desk/dossiers/{id}/beginning" => {
                request.json(&serde_json::json!({ "version": 1 }))
            }
            "POST /api/v1/desk/dossiers/{id}/refusal" => request.json(
                &serde_json::json!({ "version": 1, "ground": "Hồ sơ không đủ điều kiện tiếp nhận." }),
            ),
            "POST /api/v1/desk/dossiers/{id}/return" => request.json(&serde_json::json!({
                "version": 1, "results": [{ "upload_id": self.replacement, "category_code": "KQ.H21.910004" }]
            })),
            "POST /api/v1/desk/feedback-files" => request
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .header(IDEMPOTENCY_HEADER, new_key())
                .body(papers::sound("to-trinh")),
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
    fn show_in(&self, answer: &Answer) -> bool {
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
            &self.grant,
            &self.look,
            &self.event,
        ]
        .into_iter()
        .any(|secret| text.contains(secret.as_str()))
    }
}

/// Status and code of a refusal. The answer to `HEAD` has no body: its status says it all.
fn refusal(answer: &Answer, operation: &Operation) -> (u16, ErrorCode) {
    let code = match (operation.method.as_str(), answer.status) {
        ("HEAD", 401) => ErrorCode::SignInNeeded,
        ("HEAD", 403) => ErrorCode::NotAllowed,
        ("HEAD", 404) => ErrorCode::NotFound,
        _ => answer.problem().code,
    };
    (answer.status, code)
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
fn state_of_things(app: &TestApp, things: &Things) -> Vec<String> {
    let owner = app.account(Login::Agency);
    [
        format!("select cast(version as text) as value from drafts where id = '{}'", things.draft.id),
        format!("select coalesce(attachment, '') as value from draft_components where draft_id = '{}' order by component_id", things.draft.id),
        format!("select coalesce(used_for, '-') as value from uploads where account_id = '{owner}' order by id"),
        format!("select cast(times_used as text) as value from papers where account_id = '{owner}' order by id"),
        "select id || status || cast(version as text) as value from dossiers order by id".to_owned(),
        format!("select cast(version as text) || state as value from assisted_registrations where id = '{}'", things.assisted),
        "select id as value from assisted_files order by id".to_owned(),
        format!("select cast(version as text) || state as value from certified_copies where id = '{}'", things.copy),
        format!("select cast(version as text) || state as value from feedbacks where account_id = '{owner}' order by id"),
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

#[test]
fn every_rule_is_about_an_operation_that_exists() {
    let operations: BTreeSet<String> = operations().iter().map(Operation::name).collect();
    let rules: BTreeSet<String> = RULES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rules.len(), RULES.len());
    assert_eq!(rules, operations);
}

on_both! {
    async fn nobody_gets_anywhere_but_where_everybody_may_go(app) {
        let things = Things::make(&app).await;
        let before = state_of_things(&app, &things);
        for operation in operations() {
            let answer = Answer::of(things.request(&app.nobody(), &operation)).await;
            let name = operation.name();
            if rule(&name) == Rule::Public {
                let refused = answer.status == 401 && answer.problem().code == ErrorCode::SignInNeeded;
                assert!(!refused && answer.status < 500, "{name} is not public: take it off the list");
            } else {
                assert_eq!(refusal(&answer, &operation), (401, ErrorCode::SignInNeeded), "{name}");
                if operation.method != "HEAD" {
                    assert_eq!(answer.problem().errors, [], "{name}: strangers learn nothing of the body");
                }
            }
            assert!(!things.show_in(&answer), "{name}");
        }
        assert_eq!(state_of_things(&app, &things), before);
    }

    async fn an_ended_session_is_told_to_sign_in_whatever_else_is_wrong(app) {
        let things = Things::make(&app).await;
        let ended = app.sign_in(Login::Agency).await;
        assert_eq!(ended.delete(path::SESSION).await.status, 204);
        for operation in operations() {
            if rule(&operation.name()) == Rule::Public {
                continue;
            }
            let method: Method = operation.method.parse().unwrap();
            for id in ["khong-phai-id", things.paper.as_str()] {
                let address = operation.path.replace("{id}", id).replace("{component_id}", "x");
                let request = ended
                    .bare(method.clone(), &address)
                    .header(CLIENT_HEADER, "1")
                    .header("origin", ORIGIN)
                    .header("content-type", "application/json")
                    .body("{\"khong\": ");
                let answer = Answer::of(request).await;
                assert_eq!(
                    refusal(&answer, &operation),
                    (401, ErrorCode::SignInNeeded),
                    "{} {address}",
                    operation.method
                );
            }
        }
    }

    async fn strangers_see_and_change_nothing_of_an_agency(app) {
        let things = Things::make(&app).await;
        let before = state_of_things(&app, &things);
        for login in [Login::Citizen, Login::OtherAgency, Login::OtherStaff] {
            let is_officer = login == Login::OtherStaff;
            for operation in operations() {
                let name = operation.name();
                let rule = rule(&name);
                if rule == Rule::Public {
                    continue;
                }
                let client = app.sign_in(login).await;
                let answer = Answer::of(things.request(&client, &operation)).await;
                let told = format!("{login:?} {name}: {} {}", answer.status, answer.text());
                assert!(!things.show_in(&answer), "{told}");
                match (rule, is_officer) {
                    (Rule::OfFiler | Rule::OwnOfFiler, true) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    // An upload of somebody else is as gone as one that never was.
                    (Rule::OfFiler, false)
                        if matches!(
                            name.as_str(),
                            "POST /api/v1/papers" | "POST /api/v1/signing-orders"
                        ) => {
                        assert_eq!(refusal(&answer, &operation), (409, ErrorCode::UploadGone), "{told}");
                    }
                    (Rule::OfSender, _) if name == "GET /api/v1/uploads/{id}/reading" => {
                        assert_eq!(refusal(&answer, &operation), (409, ErrorCode::UploadGone), "{told}");
                    }
                    (Rule::OfFiler, false) | (Rule::OfDossier | Rule::OfSender, _) => {
                        assert_eq!(refusal(&answer, &operation), (404, ErrorCode::NotFound), "{told}");
                    }
                    (Rule::OfAdministrator, _) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    (Rule::OfOfficer | Rule::OwnOfOfficer, false) => {
                        assert_eq!(refusal(&answer, &operation), (403, ErrorCode::NotAllowed), "{told}");
                    }
                    (Rule::OfOfficer, true) => {
                        assert_eq!(refusal(&answer, &operation), (404, ErrorCode::NotFound), "{told}");
                    }
                    (Rule::OwnOfOfficer, true) => assert!(answer.status < 300, "{told}"),
                    (Rule::OwnOfFiler | Rule::Own, _) => {
                        assert!(answer.status < 300 || answer.status == 403, "{told}");
                    }
                    (Rule::OfAccount, _) => assert!(answer.status < 500, "{told}"),
                    (Rule::Public, _) => {}
                }
                assert_eq!(state_of_things(&app, &things), before, "{told}");
            }
        }
    }

    async fn the_owner_gets_everywhere_with_the_same_requests(app) {
        let things = Things::make(&app).await;
        let mut operations = operations();
        // What takes the draft away comes last, so that the rest still finds it.
        let weight = |operation: &Operation| match operation.name().as_str() {
            "POST /api/v1/session/sign-out" => 10,
            "DELETE /api/v1/session" => 9,
            "DELETE /api/v1/drafts/{id}" | "DELETE /api/v1/uploads/resumable/{id}" => 8,
            // Before the paper takes the upload; the file is there once it was judged.
            "POST /api/v1/signing-orders/{id}/result" => -1,
            "POST /api/v1/signing-orders" => 0,
            name if name.starts_with("GET") => 0,
            name if name.contains("/drafts/{id}") => 2,
            name if name.contains("/papers/{id}") || name.contains("/certified-copies/{id}") => 3,
            _ => 1,
        };
        operations.sort_by_key(weight);
        let agency = app.sign_in(Login::Agency).await;
        for operation in operations {
            let name = operation.name();
            let answer = Answer::of(things.request(&agency, &operation)).await;
            let is_about_a_version = matches!(weight(&operation), 2 | 3);
            // Of the requests that change the draft or the paper the first succeeds; the others saw an older version of it.
            let is_fine = answer.status < 300 || (is_about_a_version && answer.status == 409);
            let is_for_officers = matches!(rule(&name), Rule::OfOfficer | Rule::OwnOfOfficer);
            if is_for_officers {
                assert_eq!(refusal(&answer, &operation).1, ErrorCode::NotAllowed, "{name}");
                continue;
            }
            let is_looser = matches!(rule(&name), Rule::Public | Rule::OfAccount | Rule::OfAdministrator);
            assert!(is_fine || is_looser && answer.status < 500, "{name}: {} {}", answer.status, answer.text());
        }
    }
}
