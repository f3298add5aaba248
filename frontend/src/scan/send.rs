//! What becomes of a scan: it is put to the component of the draft it was made for, or saved on the device.

use crate::api::client::new_key;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::dom;
use crate::scan::state::Scan;
use crate::state::{lang, session};
use crate::ui::Leaving;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attach, AttachSource};
use motcua_shared::id::{DraftId, UploadId};
use motcua_shared::identity::dto::SessionView;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::unseen::is_unseen;
use motcua_shared::upload::dto::Purpose;
use serde::Deserialize;
use serde::de::IgnoredAny;
use wasm_bindgen_futures::spawn_local;

/// Longest name that a scan gets.
const NAME: usize = 100;

/// How often a draft that others change is tried.
const TRIES: usize = 4;

/// The component of a draft that a scan is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The draft.
    pub draft: DraftId,
    /// Its component.
    pub component: String,
    /// What the component is called.
    pub name: String,
}

impl Goal {
    /// Names it among scans that wait.
    pub fn key(&self) -> String {
        format!("{}/{}", self.draft, self.component)
    }
}

/// What is needed of a draft.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    version: u32,
    procedure: SeenProcedure,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenProcedure {
    components: Vec<SeenComponent>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeenComponent {
    id: String,
    name: String,
    signature_required: bool,
}

impl Seen {
    /// The goal, if the draft has such a component and it takes files without a signature.
    pub fn goal(&self, draft: DraftId, component: &str) -> Option<Goal> {
        let components = &self.procedure.components;
        let found = components.iter().find(|one| one.id == component)?;
        (!found.signature_required).then(|| Goal {
            draft,
            component: found.id.clone(),
            name: found.name.clone(),
        })
    }
}

/// Where the work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is under way.
    Idle,
    /// This page is being made.
    Making(usize),
    /// So many percent have left the device.
    Sending(u32),
    /// It did not work out.
    Failed(String),
    /// Pages cannot be had: no file is made without them.
    Broken,
    /// The file is on the device.
    Saved,
}

/// The act; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Sender {
    /// Where it is.
    pub stage: RwSignal<Stage>,
    scan: Scan,
    goal: StoredValue<Option<Goal>>,
    stop: StoredValue<Stop, LocalStorage>,
    leaving: Leaving,
    api: Api,
    max_bytes: u64,
    lang: Lang,
}

impl Sender {
    /// Nothing is under way. Leaving the page stops what is.
    pub fn new(scan: Scan, goal: Option<Goal>, leaving: Leaving) -> Self {
        let stop = StoredValue::new_local(Stop::default());
        on_cleanup(move || {
            let _ = stop.try_with_value(Stop::stop);
        });
        Self {
            stage: RwSignal::new(Stage::Idle),
            scan,
            goal: StoredValue::new(goal),
            stop,
            leaving,
            api: Api::current(),
            max_bytes: session::current().max_upload_bytes(),
            lang: lang::current(),
        }
    }

    /// What the component is called that the scan is for.
    pub fn goal_name(self) -> Option<String> {
        self.goal
            .with_value(|goal| goal.as_ref().map(|goal| goal.name.clone()))
    }

    /// Whether something is under way.
    pub fn busy(self) -> bool {
        matches!(self.stage.get(), Stage::Making(_) | Stage::Sending(_)) || self.scan.reading.get() > 0
    }

    /// Makes the file and sends or saves it.
    pub fn run(self) {
        let idle = self
            .stage
            .with_untracked(|stage| !matches!(stage, Stage::Making(_) | Stage::Sending(_)));
        // A picture that is still read would be missing.
        let is_reading = self.scan.reading.get_untracked() > 0;
        if !idle || is_reading || self.scan.sheets.with_untracked(Vec::is_empty) {
            return;
        }
        self.scan.editing.set(None);
        spawn_local(async move {
            let ended = match self.carry().await {
                Ok(stage) => stage,
                Err(NotSent::Stopped) => Stage::Idle,
                Err(NotSent::Failed(failure)) => Stage::Failed(failure.of_file(self.max_bytes, self.lang)),
            };
            let _ = self.stage.try_set(ended);
        });
    }

    async fn carry(self) -> Result<Stage, NotSent> {
        let making = move |page| {
            let _ = self.stage.try_set(Stage::Making(page));
        };
        let goal = self.goal.try_get_value().ok_or(NotSent::Stopped)?;
        let name = file_name(goal.as_ref().map_or("", |goal| &goal.name), self.lang);
        let Some(file) = self.scan.write(&name, making).await else {
            return Ok(Stage::Broken);
        };
        let Some(goal) = goal else {
            dom::save_file(&file);
            self.scan.keeper.saved();
            self.leaving.allow();
            return Ok(Stage::Saved);
        };
        if file.size() as u64 > self.max_bytes {
            return Err(NotSent::Failed(Failure::of(ErrorCode::FileTooLarge)));
        }
        self.is_signed_in().await.map_err(NotSent::Failed)?;
        let stop = Stop::default();
        self.stop.set_value(stop.clone());
        let sending = move |percent| {
            let _ = self.stage.try_set(Stage::Sending(percent));
        };
        sending(0);
        let sent = send_file(self.api, &file, Purpose::Component, &new_key(), &stop, sending).await?;
        self.attach(&goal, sent.id).await.map_err(NotSent::Failed)?;
        self.leaving.allow();
        self.scan.keeper.over().await;
        dom::leave_for(&back(&goal));
        Ok(Stage::Sending(100))
    }

    /// After a sign-out in another tab the pages are in memory alone: asked for in vain they would be lost to the sign-in page.
    async fn is_signed_in(self) -> Result<(), Failure> {
        if !self.scan.keeper.is_signed_out() {
            return Ok(());
        }
        let who: SessionView = self.api.get(path::SESSION, None).await?;
        let failure = || Failure::of(ErrorCode::SignInNeeded);
        who.account.map(|_| ()).ok_or_else(failure)
    }

    /// Somebody, or another tab, may change the draft between the look and the act.
    async fn attach(self, goal: &Goal, upload: UploadId) -> Result<(), Failure> {
        let address = path::draft_component(goal.draft, &goal.component);
        let mut tries = 0;
        loop {
            let seen: Seen = self.api.get(&path::draft(goal.draft), None).await?;
            let body = Attach {
                version: seen.version,
                source: AttachSource::Upload(upload),
            };
            tries += 1;
            match self.api.put::<IgnoredAny>(&address, &body).await {
                Err(failure) if failure.code == ErrorCode::VersionConflict && tries < TRIES => {}
                other => return other.map(|_| ()),
            }
        }
    }
}

/// The step of the wizard that a scan was made for.
pub fn back(goal: &Goal) -> String {
    format!("/nop/{}/thanh-phan", goal.draft)
}

/// What the file is called: as the paper that it stands for.
fn file_name(name: &str, lang: Lang) -> String {
    let name: String = name
        .chars()
        .filter(|letter| !is_unseen(*letter))
        .map(|letter| if matches!(letter, '/' | '\\') { '-' } else { letter })
        .take(NAME)
        .collect();
    match name.trim() {
        "" => format!("{}.pdf", text::scan::file_name(lang)),
        name => format!("{name}.pdf"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::upload::rule::check_file_name;

    #[test]
    fn only_a_component_without_signature_is_a_goal() {
        let draft = r#"{"id":"x","version":7,"procedure":{"id":"y","name":"n","components":[
            {"id":"to-khai","name":"Tờ khai","signature_required":false,"quantity":1},
            {"id":"quyet-dinh","name":"Quyết định","signature_required":true}]},"missing":[]}"#;
        let seen: Seen = crate::api::json::from_str(draft).unwrap();
        assert_eq!(seen.version, 7);
        let id = DraftId::parse("01a00000-0000-7000-8000-000000000000").unwrap();
        assert_eq!(seen.goal(id, "to-khai").unwrap().name, "Tờ khai");
        assert_eq!(seen.goal(id, "quyet-dinh"), None);
        assert_eq!(seen.goal(id, "khong-co"), None);
    }

    #[test]
    fn every_name_of_a_component_makes_a_name_of_a_file() {
        let long = "Giấy ".repeat(60);
        for name in [
            "Đơn/Tờ khai",
            "..\\..",
            "  ",
            "a\u{202E}fdp",
            &long,
            "Giấy khai sinh",
        ] {
            let made = file_name(name, Lang::Vi);
            assert_eq!(check_file_name(&made), Ok(made.as_str()), "{name}");
            assert!(made.ends_with(".pdf"));
        }
        assert_eq!(file_name("Đơn/Tờ khai", Lang::Vi), "Đơn-Tờ khai.pdf");
    }
}
