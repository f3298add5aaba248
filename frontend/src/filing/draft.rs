//! The draft as this tab knows it. Every change goes through here, one after the other, because each must name the
//! version that the one before made.

use crate::api::upload::sleep;
use crate::api::{Api, Deadline, Failure};
use crate::filing::transfer::Transfers;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attach, AttachSource, DossierView, DraftView, SubmitDraft};
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::id::DraftId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use std::collections::BTreeMap;

/// Pause while another change is on its way, in milliseconds.
const TURN: i32 = 40;

/// How long the answer to one save may take, in milliseconds: a line that hangs is as good as broken.
const PATIENCE: i32 = 10_000;

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
    /// Its id.
    pub id: DraftId,
    /// Language of the page.
    pub lang: Lang,
    busy: StoredValue<bool>,
    /// How many views came from the server.
    views: StoredValue<u32>,
    /// The version that edits of an earlier visit were made under.
    as_of: StoredValue<Option<u32>>,
    api: Api,
}

impl Draft {
    /// The draft that the server gave.
    pub fn new(view: DraftView) -> Self {
        // Of every case: which of them is chosen may change on another page.
        let components = &view.procedure.definition.components;
        let transfers = Transfers::new(components.iter().map(|component| component.id.clone()));
        Self {
            id: view.id,
            view: RwSignal::new(view),
            transfers,
            busy: StoredValue::new(false),
            views: StoredValue::new(0),
            as_of: StoredValue::new(None),
            api: Api::current(),
            lang: lang::current(),
        }
    }

    /// Address of a page of its wizard.
    pub fn page(self, slug: &str) -> String {
        format!("/nop/{}/{slug}", self.id)
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
    pub async fn type_in(self, fields: &BTreeMap<String, String>) -> Result<TypedSaved, Failure> {
        self.take_turn().await;
        let seen = self
            .view
            .try_with_untracked(|view| view.version)
            .unwrap_or_default();
        let body = TypedFields {
            version: self.as_of(seen),
            fields: fields.clone(),
        };
        let limit = Deadline::after(PATIENCE).map(|limit| limit.signal());
        let address = path::draft_typed(self.id);
        let answer: Result<TypedSaved, Failure> = self.api.patch(&address, &body, limit.as_ref()).await;
        match &answer {
            Ok(saved) => {
                let _ = self.as_of.try_set_value(None);
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

    /// How many views came from the server since the page was opened.
    pub fn views(self) -> u32 {
        self.views.try_get_value().unwrap_or_default()
    }

    fn show(self, view: DraftView) {
        let _ = self.views.try_update_value(|views| *views += 1);
        let _ = self.view.try_set(view);
    }

    /// The next edits were made when the draft was of this version.
    pub fn behave_as_of(self, version: u32) {
        let _ = self.as_of.try_set_value(Some(version));
    }

    /// The next edits are made by somebody who saw what is shown.
    pub fn behave_as_shown(self) {
        let _ = self.as_of.try_set_value(None);
    }

    /// The version under which edits were made: that of an earlier visit, or the one that is shown.
    pub fn as_of(self, shown: u32) -> u32 {
        self.as_of.try_get_value().flatten().unwrap_or(shown)
    }

    /// Sends fields although the page goes in this moment and nobody will hear the answer. They are kept sealed as well: when
    /// this does not arrive, they are sent when the draft is opened again.
    pub fn send_off(self, fields: &BTreeMap<String, String>) {
        let shown = self.view.try_with_untracked(|view| view.version);
        let body = TypedFields {
            version: self.as_of(shown.unwrap_or_default()),
            fields: fields.clone(),
        };
        crate::api::send_off("PATCH", &path::draft_typed(self.id), &body);
    }

    /// Files it as it is shown.
    pub async fn submit(self) -> Result<DossierView, Failure> {
        self.send_whole(&path::draft_submit(self.id)).await
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
        let version = self.view.try_with_untracked(|view| view.version);
        let version = version.unwrap_or_default();
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
