//! The draft as this tab knows it. Every change goes through here, one after the other, because each must name the
//! version that the one before made.

use crate::api::upload::sleep;
use crate::api::{Api, Deadline, Failure};
use crate::filing::leave::Leave;
use crate::filing::transfer::Transfers;
use crate::state::ground::{self, Ground};
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attach, AttachSource, DraftView, SubmitDraft};
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::id::{DossierId, DraftId};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use std::collections::BTreeMap;

/// Pause while another change is on its way, in milliseconds.
const TURN: i32 = 40;

/// How long the answer to one save may take, in milliseconds: a line that hangs is as good as broken.
const PATIENCE: i32 = 10_000;

/// The dossier that a draft became, as far as the wizard goes: reading all of it would weigh on this program.
#[derive(serde::Deserialize)]
struct Filed {
    id: DossierId,
}

/// A change of the draft.
pub enum Act {
    /// A file for a component.
    Attach(String, AttachSource),
    /// No file for a component.
    Detach(String),
    /// Looks again for papers that fit alone.
    Match,
    /// Goes over to the version of the procedure that is in force.
    Renew,
    /// Nothing: only what the server has now.
    Reload,
}

/// A copy may move into handlers and futures.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What the server said last.
    pub view: RwSignal<DraftView>,
    /// Files on their way.
    pub transfers: Transfers,
    /// Asks before they are left behind.
    pub leave: Leave,
    /// Its id.
    pub id: DraftId,
    /// Whose pages these are.
    pub ground: Ground,
    /// Language of the page.
    pub lang: Lang,
    busy: StoredValue<bool>,
    /// How many views came from the server.
    views: StoredValue<u32>,
    api: Api,
}

impl Draft {
    /// The draft that the server gave.
    pub fn new(view: DraftView) -> Self {
        // Of every case: which of them is chosen may change on another page.
        let components = &view.procedure.definition.components;
        let ground = ground::current();
        let transfers = Transfers::new(components.iter().map(|component| component.id.clone()));
        Self {
            id: view.id,
            transfers,
            leave: Leave::new(transfers, format!("{}/{}", ground.wizard, view.id)),
            ground,
            view: RwSignal::new(view),
            busy: StoredValue::new(false),
            views: StoredValue::new(0),
            api: Api::current(),
            lang: lang::current(),
        }
    }

    /// Address of a page of its wizard.
    pub fn page(self, slug: &str) -> String {
        format!("{}/{}/{slug}", self.ground.wizard, self.id)
    }

    /// Does `act` when its turn comes. When somebody else was faster, the newest version is taken over.
    pub async fn run(self, act: Act) -> Result<(), Failure> {
        self.take_turn().await;
        let answer = self.send(act).await;
        let outcome = self.take(answer).await;
        let _ = self.busy.try_set_value(false);
        outcome
    }

    /// Whether the procedure has an electronic form.
    pub fn has_form(self) -> bool {
        self.view
            .try_with_untracked(|view| view.procedure.definition.form.is_some())
            .unwrap_or_default()
    }

    /// Saves fields as they were typed.
    pub async fn type_in(self, typed: &TypedFields) -> Result<TypedSaved, Failure> {
        self.take_turn().await;
        let limit = Deadline::after(PATIENCE).map(|limit| limit.signal());
        let address = path::draft_typed(self.id);
        let mut answer: Result<TypedSaved, Failure> = self.api.patch(&address, typed, limit.as_ref()).await;
        match &mut answer {
            Ok(saved) => {
                // A field may be newer than the view that is shown, and its save says nothing of the others.
                saved.behind |= typed.version != self.version();
                let _ = self.view.try_update(|view| {
                    view.changed_at = saved.changed_at;
                    // What changed elsewhere is not in this view: its version stays behind until it is.
                    if !saved.behind {
                        view.version = saved.version;
                    }
                });
            }
            Err(failure) => self.api.note(failure),
        }
        let _ = self.busy.try_set_value(false);
        answer
    }

    /// The version that is shown.
    pub fn version(self) -> u32 {
        let version = self.view.try_with_untracked(|view| view.version);
        version.unwrap_or_default()
    }

    /// How many views came from the server since the page was opened.
    pub fn views(self) -> u32 {
        self.views.try_get_value().unwrap_or_default()
    }

    fn show(self, view: DraftView) {
        let _ = self.views.try_update_value(|views| *views += 1);
        let _ = self.view.try_set(view);
    }

    /// Sends fields although the page goes in this moment and nobody will hear the answer. They are kept sealed as well: when
    /// this does not arrive, they are sent when the draft is opened again.
    pub fn send_off(self, typed: &TypedFields) {
        crate::api::send_off("PATCH", &path::draft_typed(self.id), typed);
    }

    /// Files it as it is shown.
    pub async fn submit(self) -> Result<DossierId, Failure> {
        let filed: Filed = self.send_whole(&path::draft_submit(self.id)).await?;
        Ok(filed.id)
    }

    /// Sends what is shown to where it is for.
    pub async fn send_whole<T: serde::de::DeserializeOwned>(self, address: &str) -> Result<T, Failure> {
        self.take_turn().await;
        let body = self.view.with_untracked(|view| SubmitDraft {
            version: view.version,
            digest: view.digest.clone(),
        });
        let mut answer = self.api.post(address, &body, None).await;
        if let Err(failure) = &mut answer {
            self.refresh(failure).await;
        }
        let _ = self.busy.try_set_value(false);
        answer
    }

    async fn take_turn(self) {
        while self.busy.try_get_value() == Some(true) {
            sleep(TURN).await;
        }
        let _ = self.busy.try_set_value(true);
    }

    async fn send(self, act: Act) -> Result<DraftView, Failure> {
        let version = self.version();
        match act {
            Act::Attach(component, source) => {
                let address = path::draft_component(self.id, &component);
                self.api.put(&address, &Attach { version, source }).await
            }
            Act::Detach(component) => {
                let address = path::draft_component(self.id, &component);
                self.api.delete(&format!("{address}?version={version}")).await
            }
            Act::Match => self.press(&path::draft_match(self.id)).await,
            Act::Renew => self.press(&path::draft_renewal(self.id)).await,
            Act::Reload => self.api.get(&path::draft(self.id), None).await,
        }
    }

    async fn press(self, address: &str) -> Result<DraftView, Failure> {
        // An empty object; serde_json's own would bring its numbers along.
        let nothing = BTreeMap::<&str, &str>::new();
        self.api.post(address, &nothing, None).await
    }

    async fn take(self, answer: Result<DraftView, Failure>) -> Result<(), Failure> {
        match answer {
            Ok(view) => {
                self.show(view);
                Ok(())
            }
            Err(mut failure) => {
                self.refresh(&mut failure).await;
                Err(failure)
            }
        }
    }

    /// After a refusal that says that this tab is behind: takes over what the server has, and says so.
    async fn refresh(self, failure: &mut Failure) {
        let behind = matches!(
            failure.code,
            ErrorCode::VersionConflict | ErrorCode::ContentChanged | ErrorCode::DraftSubmitted
        );
        if !behind {
            return;
        }
        // Nothing broke: there is nothing to report.
        failure.request_id.clear();
        if failure.code == ErrorCode::VersionConflict {
            failure.title = text::filing::conflict(self.lang).to_owned();
        }
        if let Ok(view) = self.api.get(&path::draft(self.id), None).await {
            self.show(view);
        }
    }
}
