//! The component of a draft that a file is signed for: what is known of it, putting the file there, and into the vault.

use crate::api::client::new_key;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::dom;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attach, AttachSource};
use motcua_shared::id::{DraftId, PaperId, UploadId};
use motcua_shared::path;
use motcua_shared::signature::report::{SignatureReport, Verdict};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::AddPaper;
use motcua_shared::vault::rule::MAX_NAME;
use serde::Deserialize;
use serde::de::IgnoredAny;
use web_sys::File;

/// How often a draft that others change is tried.
const TRIES: usize = 4;

/// The component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The draft.
    pub draft: DraftId,
    /// Its component.
    pub component: String,
    /// What the component is called.
    pub name: String,
    /// The category under which the vault can keep what is signed.
    pub category: Option<String>,
    /// A file without a signature that stands there and only waits for one.
    pub waiting: Option<String>,
}

/// What is needed of a draft.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    version: u32,
    procedure: SeenProcedure,
    components: Vec<SeenPart>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenProcedure {
    components: Vec<SeenComponent>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenComponent {
    id: String,
    name: String,
    accepts: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenPart {
    component_id: String,
    attachment: Option<SeenFile>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenFile {
    paper_id: Option<PaperId>,
    file_name: String,
    verdict: Option<Verdict>,
}

impl Seen {
    /// The goal, if the draft has such a component.
    pub fn goal(&self, draft: DraftId, id: &str) -> Option<Goal> {
        let component = self.procedure.components.iter().find(|one| one.id == id)?;
        let part = self.components.iter().find(|one| one.component_id == id)?;
        let waits = |file: &&SeenFile| file.paper_id.is_none() && file.verdict == Some(Verdict::Unsigned);
        Some(Goal {
            draft,
            component: id.to_owned(),
            name: component.name.clone(),
            category: component.accepts.first().cloned(),
            waiting: part
                .attachment
                .as_ref()
                .filter(waits)
                .map(|file| file.file_name.clone()),
        })
    }
}

impl Goal {
    /// The place in the wizard that one came from.
    pub fn back(&self) -> String {
        let component = dom::encode(&self.component);
        format!("/nop/{}/thanh-phan?muc=components.{component}", self.draft)
    }

    /// Puts a file there. Somebody, or another tab, may change the draft between the look and the act.
    pub async fn attach(&self, api: Api, source: AttachSource) -> Result<(), Failure> {
        let address = path::draft_component(self.draft, &self.component);
        let mut tries = 0;
        loop {
            let seen: Seen = api.get(&path::draft(self.draft), None).await?;
            let body = Attach {
                version: seen.version,
                source: source.clone(),
            };
            tries += 1;
            match api.put::<IgnoredAny>(&address, &body).await {
                Err(failure) if failure.code == ErrorCode::VersionConflict && tries < TRIES => {}
                other => return other.map(|_| ()),
            }
        }
    }

    /// The file that stands there.
    pub async fn file(&self, api: Api, name: &str) -> Result<File, Failure> {
        let bytes = api
            .get_bytes(&path::draft_file(self.draft, &self.component))
            .await?;
        dom::file(&bytes, "application/pdf", name).ok_or_else(|| Failure::of(ErrorCode::FileDamaged))
    }

    /// Keeps the signed file that stands there in the vault, too; from then on the component has it from there.
    pub async fn keep(&self, api: Api, signed: &UploadView) -> Result<(), Failure> {
        let Some(category) = self.category.clone() else {
            return Ok(());
        };
        let file = self.file(api, &signed.file_name).await?;
        let sent = send_file(api, &file, Purpose::Vault, &new_key(), &Stop::default(), |_| ()).await;
        let upload_id: UploadId = match sent {
            Ok(sent) => sent.id,
            Err(NotSent::Stopped) => return Ok(()),
            Err(NotSent::Failed(failure)) => return Err(failure),
        };
        let last = signed.report.as_ref().and_then(|report| report.signatures.last());
        let request = AddPaper {
            upload_id,
            category_code: category,
            name: self.name.chars().take(MAX_NAME).collect(),
            is_visible: true,
            is_shared: false,
            decision_number: None,
            summary: None,
            issued_on: last
                .and_then(SignatureReport::best_time)
                .map(Timestamp::vietnam_date),
            owner_name: None,
        };
        let paper: Kept = api.post(path::PAPERS, &request, None).await?;
        // The same bytes stand there already: where this fails, nothing is missing.
        let _ = self.attach(api, AttachSource::Paper(paper.id)).await;
        Ok(())
    }
}

/// What is needed of a paper.
#[derive(Debug, Deserialize)]
struct Kept {
    id: PaperId,
}
