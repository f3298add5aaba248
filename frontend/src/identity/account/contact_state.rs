//! What the page of phones and e-mail holds.

use super::confirm::Confirm;
use crate::api::{Api, Failure, Loader};
use crate::dom;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::identity::account::AccountOverview;
use motcua_shared::text::Lang;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The client.
    pub api: Api,
    /// The language.
    pub lang: Lang,
    /// What went wrong.
    pub errors: FormErrors,
    /// The dialog.
    pub confirm: Confirm,
    /// What was done.
    pub said: RwSignal<String>,
    /// Something is on its way.
    pub busy: RwSignal<bool>,
    /// The account.
    pub loader: Loader<AccountOverview>,
}

impl Shared {
    /// Something was done: says it and shows the account anew.
    pub fn done(self, sentence: String) {
        let _ = self.said.try_set(sentence);
        self.loader.retry();
        dom::focus("main");
    }

    /// Something was refused.
    pub fn failed(self, failure: &Failure) {
        self.errors.show_failure(failure, self.lang, str::to_owned);
    }
}
