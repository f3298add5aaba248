//! What the page holds, and what is asked of the server.

use crate::api::{Api, Failure, Load};
use crate::ui::Tone;
use leptos::prelude::*;
use motcua_shared::catalogue::kept::{ChangeKept, KeptType};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What the page holds; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The list, once it is there.
    pub types: RwSignal<Load<Vec<KeptType>>>,
    /// What came of the last act.
    pub said: RwSignal<Option<(Tone, String)>>,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// Speaks to the server.
    pub api: Api,
    /// The language.
    pub lang: Lang,
}

impl Kept {
    /// Brings the list anew.
    pub fn bring(self) {
        spawn_local(async move {
            let answer = self.api.get::<Vec<KeptType>>(path::KEPT_TYPES, None).await;
            let _ = self.types.try_set(match answer {
                Ok(types) => Load::Ready(types),
                Err(failure) => Load::Failed(failure),
            });
        });
    }

    /// Takes what the server answered; where somebody was faster, the newest is shown beside the sentence.
    pub fn take(self, answer: Result<Vec<KeptType>, Failure>, done: String) -> Result<(), Failure> {
        let _ = self.busy.try_set(false);
        match answer {
            Ok(types) => {
                let _ = self.types.try_set(Load::Ready(types));
                let _ = self.said.try_set(Some((Tone::Ok, done)));
                Ok(())
            }
            Err(failure) => {
                if failure.code == ErrorCode::VersionConflict {
                    self.bring();
                }
                Err(failure)
            }
        }
    }

    /// Retires something or takes it up again.
    pub fn switch(self, address: String, name: String, version: u32, is_active: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let done = match is_active {
            true => text::categories::resumed(self.lang, &name),
            false => text::categories::retired(self.lang, &name),
        };
        let change = ChangeKept {
            version,
            name,
            is_active,
        };
        spawn_local(async move {
            let answer = self.api.put(&address, &change).await;
            if let Err(failure) = self.take(answer, done) {
                let _ = self.said.try_set(Some((Tone::Bad, failure.sentence(self.lang))));
            }
        });
    }
}
