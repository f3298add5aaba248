//! What is typed for an account, saved as it is typed: at once in this tab, and a moment later on the server, where a
//! colleague or another day finds it. Nothing typed is lost by a reload.

use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::dom;
use crate::format;
use crate::react::effect;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{AssistedForm, AssistedView, SaveAssisted, Sex};
use motcua_shared::path;
use motcua_shared::time::{read_day, write_day};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// Where this tab keeps what the server may not have yet.
const KEY: &str = "desk-draft";

/// Milliseconds without a keystroke after which it is sent.
const PAUSE: i32 = 700;

#[derive(Serialize, Deserialize)]
struct Kept {
    id: AssistedId,
    form: AssistedForm,
}

/// Where saving stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// The server has what stands here, since then (`10:32`); empty when nothing was changed here.
    Saved(String),
    /// On its way.
    Running,
    /// It did not get there.
    Failed(String),
}

/// The form of one draft. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Its id.
    pub id: AssistedId,
    /// Fields as typed.
    pub identity_number: RwSignal<String>,
    pub name: RwSignal<String>,
    pub birth_date: RwSignal<String>,
    pub sex: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub email: RwSignal<String>,
    pub address: RwSignal<String>,
    pub confirmed: RwSignal<bool>,
    /// Where saving stands.
    pub saving: RwSignal<Saving>,
    api: Api,
    version: StoredValue<u32>,
    saved: StoredValue<AssistedForm>,
    is_sending: StoredValue<bool>,
    edits: StoredValue<u32>,
}

impl Draft {
    /// The draft as the server has it, with what this tab knows better.
    pub fn new(view: &AssistedView) -> Self {
        let form = kept(view.id).unwrap_or_else(|| view.form.clone());
        let sex = match form.sex {
            Some(Sex::Female) => "female",
            Some(Sex::Male) => "male",
            None => "",
        };
        let draft = Self {
            id: view.id,
            identity_number: RwSignal::new(form.identity_number),
            name: RwSignal::new(form.name),
            birth_date: RwSignal::new(shown_day(&form.birth_date)),
            sex: RwSignal::new(sex.to_owned()),
            phone: RwSignal::new(form.phone),
            email: RwSignal::new(form.email),
            address: RwSignal::new(form.address),
            confirmed: RwSignal::new(form.confirmed),
            saving: RwSignal::new(Saving::Saved(String::new())),
            api: Api::current(),
            version: StoredValue::new(view.version),
            saved: StoredValue::new(view.form.clone()),
            is_sending: StoredValue::new(false),
            edits: StoredValue::new(0),
        };
        effect(move || {
            let form = draft.form();
            if draft.saved.with_value(|saved| *saved == form) {
                return;
            }
            keep(Some(&Kept { id: draft.id, form }));
            draft.edits.update_value(|edits| *edits += 1);
            let mine = draft.edits.get_value();
            spawn_local(async move {
                sleep(PAUSE).await;
                if draft.edits.try_get_value() == Some(mine) {
                    let _ = draft.flush().await;
                }
            });
        });
        draft
    }

    /// The client of its page.
    pub fn api(self) -> Api {
        self.api
    }

    /// What stands in the fields; tracks.
    pub fn form(self) -> AssistedForm {
        AssistedForm {
            identity_number: self.identity_number.get(),
            name: self.name.get(),
            birth_date: sent_day(&self.birth_date.get()),
            sex: match self.sex.get().as_str() {
                "female" => Some(Sex::Female),
                "male" => Some(Sex::Male),
                _ => None,
            },
            phone: self.phone.get(),
            email: self.email.get(),
            address: self.address.get(),
            confirmed: self.confirmed.get(),
        }
    }

    /// Brings the server to what stands in the fields, one request at a time.
    pub async fn flush(self) -> Result<(), Failure> {
        while self.is_sending.try_get_value() == Some(true) {
            sleep(50).await;
        }
        let Some(form) = self.now() else { return Ok(()) };
        if self.saved.with_value(|saved| *saved == form) {
            return Ok(());
        }
        self.is_sending.set_value(true);
        let _ = self.saving.try_set(Saving::Running);
        let answer = self.send(form.clone()).await;
        let _ = self.is_sending.try_set_value(false);
        match answer {
            Ok(view) => {
                self.version.try_update_value(|version| *version = view.version);
                self.saved.try_update_value(|saved| *saved = form);
                let minute = dom_minute();
                let _ = self.saving.try_set(Saving::Saved(minute));
                Ok(())
            }
            Err(failure) => {
                let _ = self
                    .saving
                    .try_set(Saving::Failed(failure.sentence(self.api.lang())));
                Err(failure)
            }
        }
    }

    async fn send(self, form: AssistedForm) -> Result<AssistedView, Failure> {
        let address = path::desk_registration(self.id);
        let save = |version| SaveAssisted {
            version,
            form: form.clone(),
        };
        let first = self
            .api
            .put::<AssistedView>(&address, &save(self.version.get_value()))
            .await;
        match first {
            // Another tab, or an answer that was lost: the fields of this page are what the officer sees.
            Err(failure) if failure.code == ErrorCode::VersionConflict => {
                let now = self.api.get::<AssistedView>(&address, None).await?;
                self.api.put(&address, &save(now.version)).await
            }
            answer => answer,
        }
    }

    /// The fields, unless the page is gone.
    fn now(self) -> Option<AssistedForm> {
        self.name.try_get_untracked()?;
        Some(untrack(|| self.form()))
    }
}

/// Forgets what this tab kept.
pub fn forget() {
    keep(None);
}

fn kept(id: AssistedId) -> Option<AssistedForm> {
    let text = dom::session_storage()?.get_item(KEY).ok().flatten()?;
    let kept: Kept = crate::api::json::from_str(&text).ok()?;
    (kept.id == id).then_some(kept.form)
}

fn keep(kept: Option<&Kept>) {
    let Some(storage) = dom::session_storage() else {
        return;
    };
    let _ = match kept.and_then(|kept| serde_json::to_string(kept).ok()) {
        Some(text) => storage.set_item(KEY, &text),
        None => storage.remove_item(KEY),
    };
}

fn dom_minute() -> String {
    let now = motcua_shared::time::Timestamp::from_unix_seconds(dom::now() / 1_000);
    let minute = now.map(|now| now.vietnam_minute()).unwrap_or_default();
    minute.split(',').next().unwrap_or_default().to_owned()
}

/// A day as it travels; what is no day yet travels as it is.
fn sent_day(typed: &str) -> String {
    format::parse_day(typed).map_or_else(|| typed.to_owned(), write_day)
}

/// A day as it is typed here.
fn shown_day(sent: &str) -> String {
    read_day(sent).map_or_else(|| sent.to_owned(), format::day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_travel_one_way_and_are_typed_another() {
        assert_eq!(sent_day("31/1/1999"), "1999-01-31");
        assert_eq!(shown_day("1999-01-31"), "31/01/1999");
        for unfinished in ["31/1", "", "mai"] {
            assert_eq!(shown_day(&sent_day(unfinished)), unfinished);
        }
    }
}
