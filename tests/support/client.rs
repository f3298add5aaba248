//! A browser as the server sees it.

use bytes::Bytes;
use motcua_shared::catalogue::dto::{DeliveryMethod, UnitView};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::filing::dto::{
    Attach, AttachSource, ChangeDraft, Delivery, DossierView, DraftView, OpenDraft, SubmitDraft,
};
use motcua_shared::id::{PaperId, UploadId};
use motcua_shared::identity::dto::{Challenge, SignIn};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperView};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The origin that the tests' settings name.
pub const ORIGIN: &str = "https://motcua.test";

/// Somebody with a browser. Cloning it is another tab.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// The session cookie, `name=value`.
    pub cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Client {
    /// A browser that is not signed in.
    pub fn new(http: reqwest::Client, base: String) -> Self {
        Self {
            http,
            base,
            cookie: None,
        }
    }

    /// A request as the portal's own pages send it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_safe = method.is_safe();
        let mut request = self.bare(method, path);
        if !is_safe {
            request = request.header(path::CLIENT_HEADER, "1").header("origin", ORIGIN);
        }
        request
    }

    /// A request with the cookie and nothing else, as another site could provoke it.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    /// `PUT` with a JSON body.
    pub async fn put(&self, path: &str, body: &impl Serialize) -> Answer {
        Answer::of(self.request(Method::PUT, path).json(body)).await
    }

    /// `PATCH` with a JSON body.
    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(body)).await
    }

    /// `DELETE`
    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// First step of signing in.
    pub async fn password(&self, login: &str, password: &str) -> Answer {
        let body = SignIn {
            login: login.to_owned(),
            password: password.to_owned(),
            proof: None,
        };
        self.post(path::SIGN_IN, &body).await
    }

    /// Second step of signing in; a session that comes of it is kept.
    pub async fn code(&mut self, challenge: &Challenge, code: &str) -> Answer {
        let body = serde_json::json!({ "challenge_id": challenge.id, "code": code });
        let answer = self.post(path::CONFIRM_CODE, &body).await;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    /// A file on its way, ready to be changed before it is sent.
    pub fn sending(&self, bytes: Bytes, file_name: &str, purpose: Purpose, key: &str) -> RequestBuilder {
        let path = format!("{}?purpose={}", path::UPLOADS, purpose.as_str());
        let name = utf8_percent_encode(file_name, NON_ALPHANUMERIC).to_string();
        self.request(Method::POST, &path)
            .header("content-type", "application/octet-stream")
            .header(path::FILE_NAME_HEADER, name)
            .header(path::IDEMPOTENCY_HEADER, key)
            .body(bytes)
    }

    /// Sends a file with a key of its own.
    pub async fn upload(&self, bytes: Bytes, file_name: &str, purpose: Purpose) -> Answer {
        Answer::of(self.sending(bytes, file_name, purpose, &new_key())).await
    }

    /// Sends a sound paper for the vault.
    pub async fn uploaded(&self, name: &str) -> UploadView {
        self.uploaded_for(name, Purpose::Vault).await
    }

    /// Sends a sound paper.
    pub async fn uploaded_for(&self, name: &str, purpose: Purpose) -> UploadView {
        let bytes = crate::papers::sound(name);
        self.upload(bytes, &format!("{name}.pdf"), purpose).await.ok(201)
    }

    /// Puts a sent file into the vault.
    pub async fn add(&self, upload: UploadId, category: &str) -> Answer {
        self.post(path::PAPERS, &add_paper(upload, category)).await
    }

    /// Sends a sound paper and puts it into the vault.
    pub async fn paper(&self, name: &str, category: &str) -> PaperView {
        let upload = self.uploaded(name).await;
        self.add(upload.id, category).await.ok(201)
    }

    /// Opens a draft with a key of its own.
    pub async fn open(&self, procedure: &str) -> DraftView {
        self.opening(procedure, &new_key()).await.ok(201)
    }

    /// Opens a draft with a key.
    pub async fn opening(&self, procedure: &str, key: &str) -> Answer {
        let body = OpenDraft {
            procedure_code: procedure.to_owned(),
        };
        let request = self
            .request(Method::POST, path::DRAFTS)
            .header(path::IDEMPOTENCY_HEADER, key);
        Answer::of(request.json(&body)).await
    }

    /// Chooses a unit by its code, the first case if none is chosen, and delivery at the unit or online.
    pub async fn fill(&self, draft: &DraftView, unit_code: &str) -> DraftView {
        let units: Vec<UnitView> = self
            .get(&path::procedure_units(&draft.procedure.definition.code))
            .await
            .ok(200);
        let unit = units
            .iter()
            .find(|unit| unit.code == unit_code)
            .expect("the unit receives the procedure");
        let method = if draft
            .procedure
            .definition
            .delivery
            .contains(&DeliveryMethod::AtUnit)
        {
            DeliveryMethod::AtUnit
        } else {
            DeliveryMethod::Online
        };
        let change = ChangeDraft {
            version: draft.version,
            unit_id: Some(unit.id),
            case_id: draft
                .procedure
                .definition
                .cases
                .first()
                .map(|case| case.id.clone()),
            delivery: Some(Delivery {
                method,
                address: None,
            }),
            ..ChangeDraft::default()
        };
        self.patch(&path::draft(draft.id), &change).await.ok(200)
    }

    /// Attaches a paper of the vault.
    pub async fn attach_paper(&self, draft: &DraftView, component: &str, paper: PaperId) -> Answer {
        self.attach(draft, component, AttachSource::Paper(paper)).await
    }

    /// Attaches a sent file.
    pub async fn attach_upload(&self, draft: &DraftView, component: &str, upload: UploadId) -> Answer {
        self.attach(draft, component, AttachSource::Upload(upload)).await
    }

    async fn attach(&self, draft: &DraftView, component: &str, source: AttachSource) -> Answer {
        let body = Attach {
            version: draft.version,
            source,
        };
        self.put(&path::draft_component(draft.id, component), &body).await
    }

    /// Files a draft as it was last seen.
    pub async fn submit(&self, draft: &DraftView) -> Answer {
        self.post(&path::draft_submit(draft.id), &seen(draft)).await
    }

    /// Opens, fills and files a procedure whose papers all fit by themselves.
    pub async fn filed(&self, procedure: &str, unit_code: &str) -> DossierView {
        let draft = self.open(procedure).await;
        let draft = self.fill(&draft, unit_code).await;
        self.submit(&draft).await.ok(200)
    }
}

/// What a person has seen of a draft when they file it.
pub fn seen(draft: &DraftView) -> SubmitDraft {
    SubmitDraft {
        version: draft.version,
        digest: draft.digest.clone(),
    }
}

/// A paper to be put into a vault under a made-up name.
pub fn add_paper(upload: UploadId, category: &str) -> AddPaper {
    AddPaper {
        upload_id: upload,
        category_code: category.to_owned(),
        name: "Giấy tờ mẫu".to_owned(),
        is_visible: true,
        is_shared: false,
        decision_number: None,
        summary: None,
        issued_on: None,
        owner_name: None,
    }
}

/// An idempotency key that was not used before.
pub fn new_key() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

impl Answer {
    /// Sends a request and reads the whole answer.
    pub async fn of(request: RequestBuilder) -> Self {
        Self::try_of(request).await.expect("the server answers")
    }

    /// The same where the line may break.
    pub async fn try_of(request: RequestBuilder) -> Result<Self, reqwest::Error> {
        let response = request.send().await?;
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await?,
        })
    }

    /// A header that is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body of an answer with this status.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as JSON, whatever it is.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A refusal, well formed.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json; charset=utf-8"),
            "{} {}",
            self.status,
            self.text()
        );
        let problem: Problem = serde_json::from_slice(&self.body).expect("a problem");
        assert_eq!(problem.status, self.status);
        assert_eq!(problem.kind, format!("urn:motcua:error:{}", problem.code));
        assert_eq!(Some(problem.request_id.as_str()), self.header("x-request-id"));
        assert!(!problem.title.contains(['{', '}']), "{}", problem.title);
        for field in &problem.errors {
            assert!(
                !field.title.contains(['{', '}']),
                "{}: {}",
                field.path,
                field.title
            );
        }
        problem
    }

    /// A refusal with this status and code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: ErrorCode) -> Problem {
        let problem = self.problem();
        assert_eq!((self.status, problem.code), (status, code), "{}", self.text());
        problem
    }

    /// The paths and codes of a refusal of single fields.
    #[track_caller]
    pub fn faults(&self) -> Vec<(String, ErrorCode)> {
        self.problem()
            .errors
            .into_iter()
            .map(|field| (field.path, field.code))
            .collect()
    }
}
