//! The draft saves itself: what is typed goes to the server after a short pause, one request after the other. Where the line
//! is down it stays on the page and is sent again; where somebody else was quicker, the person decides.

use crate::api::Api;
use crate::api::upload::sleep;
use crate::react::effect;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::path;
use motcua_shared::processing::drafting::{ChosenSigner, DraftingView, SaveDrafting};
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

/// Typing pauses so long before it is sent, in milliseconds.
const PAUSE: i32 = 500;
/// So long until a lost line is tried again.
const AGAIN: i32 = 3_000;

/// Where the draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The server has everything.
    Saved,
    /// Something is on its way, or about to be.
    Saving,
    /// The line is down.
    Unsaved,
    /// Somebody else changed it.
    Conflict,
    /// The server does not take what was typed; the fields say why.
    Refused,
}

/// What is typed; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Typed {
    /// Id of the template.
    pub template: RwSignal<String>,
    /// Text by question, of every template.
    pub open: RwSignal<BTreeMap<String, RwSignal<String>>>,
    /// `officer` or `officer/delegator`.
    pub signer: RwSignal<String>,
    /// The lines above the signature.
    pub title: RwSignal<String>,
}

impl Typed {
    /// As the server has it.
    pub fn new(view: &DraftingView) -> Self {
        let labels = view.templates.iter().flat_map(|template| &template.open);
        let open = labels
            .map(|label| {
                let text = view.typed.get(label).cloned().unwrap_or_default();
                (label.clone(), RwSignal::new(text))
            })
            .collect();
        let signer = view.signer.as_ref();
        Self {
            template: RwSignal::new(view.template_id.clone().unwrap_or_default()),
            open: RwSignal::new(open),
            signer: RwSignal::new(signer.map(|one| key(one.id, one.in_place_of)).unwrap_or_default()),
            title: RwSignal::new(signer.map(|one| one.title.clone()).unwrap_or_default()),
        }
    }

    /// The request that this comes to; tracks everything that was typed.
    fn request(self, version: u32) -> SaveDrafting {
        let title = self.title.get();
        SaveDrafting {
            version,
            template_id: self.template.get(),
            typed: self.open.with(|open| {
                open.iter()
                    .map(|(label, text)| (label.clone(), text.get()))
                    .collect()
            }),
            signer: self
                .signer
                .with(|key| chosen(key))
                .map(|(id, in_place_of)| ChosenSigner {
                    id,
                    in_place_of,
                    title,
                }),
        }
    }
}

/// How a signer travels in a list.
pub fn key(id: AccountId, in_place_of: Option<AccountId>) -> String {
    match in_place_of {
        Some(of) => format!("{id}/{of}"),
        None => id.to_string(),
    }
}

fn chosen(key: &str) -> Option<(AccountId, Option<AccountId>)> {
    match key.split_once('/') {
        Some((id, of)) => Some((AccountId::parse(id)?, Some(AccountId::parse(of)?))),
        None => Some((AccountId::parse(key)?, None)),
    }
}

/// A copy may move into handlers and futures.
#[derive(Clone, Copy)]
pub struct Saving {
    /// Where the draft stands.
    pub standing: RwSignal<Standing>,
    typed: Typed,
    now: RwSignal<DraftingView>,
    errors: FormErrors,
    api: Api,
    sent: StoredValue<SaveDrafting>,
    running: StoredValue<bool>,
}

impl Saving {
    /// Watches what is typed.
    pub fn new(now: RwSignal<DraftingView>, typed: Typed, errors: FormErrors) -> Self {
        let saving = Self {
            standing: RwSignal::new(Standing::Saved),
            typed,
            now,
            errors,
            api: Api::current(),
            sent: StoredValue::new(untrack(|| typed.request(0))),
            running: StoredValue::new(false),
        };
        effect(move || {
            let request = typed.request(0);
            let is_new = saving.sent.try_with_value(|sent| *sent != request) == Some(true);
            // Nothing is kept before a template was chosen.
            if is_new && !request.template_id.is_empty() {
                saving.run();
            }
        });
        saving
    }

    /// Sends what is new until nothing is.
    fn run(self) {
        if self.running.get_value() || self.standing.get_untracked() == Standing::Conflict {
            return;
        }
        self.running.set_value(true);
        self.standing.set(Standing::Saving);
        spawn_local(async move {
            sleep(PAUSE).await;
            while let Some(wait) = self.once().await {
                sleep(wait).await;
            }
            let _ = self.running.try_set_value(false);
        });
    }

    /// One request; how long to wait before the next, none where there is nothing to send.
    async fn once(self) -> Option<i32> {
        let version = self.now.try_with_untracked(|now| now.version)?;
        let bare = untrack(|| self.typed.request(0));
        if self.sent.try_with_value(|sent| *sent == bare)? {
            let _ = self.standing.try_set(Standing::Saved);
            return None;
        }
        let request = SaveDrafting {
            version,
            ..bare.clone()
        };
        let id = self.now.try_with_untracked(|now| now.dossier_id)?;
        let address = path::desk_dossier_part(id, "drafting");
        match self.api.put::<DraftingView>(&address, &request).await {
            Ok(view) => {
                let _ = self.sent.try_set_value(bare);
                self.errors.clear();
                let _ = self.now.try_set(view);
                Some(0)
            }
            Err(failure) if failure.code == ErrorCode::VersionConflict => {
                let _ = self.standing.try_set(Standing::Conflict);
                None
            }
            Err(failure) if is_of_the_line(failure.code) => {
                let _ = self.standing.try_set(Standing::Unsaved);
                Some(AGAIN)
            }
            Err(failure) => {
                let _ = self.sent.try_set_value(bare);
                let _ = self.standing.try_set(Standing::Refused);
                self.errors.clear();
                self.errors.show_failure(&failure, self.api.lang(), field);
                None
            }
        }
    }

    /// Somebody else changed it: what stands here goes in the place of theirs, or theirs in the place of this.
    pub fn settle(self, keeps_mine: bool) {
        spawn_local(async move {
            let Some(id) = self.now.try_with_untracked(|now| now.dossier_id) else {
                return;
            };
            let address = path::desk_dossier_part(id, "drafting");
            let Ok(view) = self.api.get::<DraftingView>(&address, None).await else {
                return;
            };
            if !keeps_mine {
                let theirs = Typed::new(&view);
                let open = theirs.open.get_untracked();
                self.typed.open.with_untracked(|mine| {
                    for (label, text) in mine {
                        let there = open.get(label).map(|one| one.get_untracked());
                        text.set(there.unwrap_or_default());
                    }
                });
                self.typed.template.set(theirs.template.get_untracked());
                self.typed.signer.set(theirs.signer.get_untracked());
                self.typed.title.set(theirs.title.get_untracked());
                let _ = self.sent.try_set_value(untrack(|| self.typed.request(0)));
            }
            let _ = self.now.try_set(view);
            let _ = self.standing.try_set(Standing::Saved);
            if keeps_mine {
                self.run();
            }
        });
    }

    /// Whether something is on the page alone.
    pub fn is_unsaved(self) -> bool {
        !matches!(self.standing.get(), Standing::Saved)
    }
}

/// Whether it is worth trying again by itself.
fn is_of_the_line(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NoConnection | ErrorCode::Unavailable | ErrorCode::TooManyRequests
    )
}

/// The field of the page that a fault is about.
pub fn field(path: &str) -> String {
    match path {
        "template_id" => "template".to_owned(),
        other => other.replace("typed.", "typed-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_is_read_back_as_it_was_put() {
        let one = AccountId::parse("01926f3e-0000-7000-8000-000000000001").unwrap();
        let other = AccountId::parse("01926f3e-0000-7000-8000-000000000002").unwrap();
        assert_eq!(chosen(&key(one, None)), Some((one, None)));
        assert_eq!(chosen(&key(one, Some(other))), Some((one, Some(other))));
        assert_eq!(chosen(""), None);
    }
}
