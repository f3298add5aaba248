//! Who stands there, and what for (seed 002, appendix II): the number, the procedure, and by what the person agrees.

use super::PAGE;
use super::procedure::{Chosen, procedure};
use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::{Api, Failure};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::state::notice::{self, NoticeState};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, checkbox, error_summary, left_notice, page_heading,
    submit_button, text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::id::LookId;
use motcua_shared::identity::rule::parse_code;
use motcua_shared::path;
use motcua_shared::reception::{BeginReception, ReceptionView};
use motcua_shared::text;
use motcua_shared::vault::look::{BeginLook, LookConsent, LookState, LookView, OpenLook};
use wasm_bindgen_futures::spawn_local;

/// The router's way to another page.
type Go = Box<dyn Fn(&str)>;

/// What is being begun; a copy may move into handlers.
#[derive(Clone, Copy)]
struct Beginning {
    api: Api,
    errors: FormErrors,
    number: RwSignal<String>,
    procedure: Chosen,
    consent: RwSignal<String>,
    card: RwSignal<bool>,
    code: RwSignal<String>,
    /// The look that waits for a code.
    waiting: RwSignal<Option<LookId>>,
    busy: RwSignal<bool>,
    /// One per dossier: a line that breaks makes no second one.
    key: StoredValue<String>,
    notice: NoticeState,
    go: StoredValue<Go, LocalStorage>,
}

/// `/can-bo/tiep-nhan`
pub fn page() -> AnyView {
    let lang = lang::current();
    let navigate = use_navigate();
    let this = Beginning {
        api: Api::current(),
        errors: FormErrors::new(),
        number: RwSignal::new(String::new()),
        procedure: RwSignal::new(None),
        consent: RwSignal::new("presence".to_owned()),
        card: RwSignal::new(false),
        code: RwSignal::new(String::new()),
        waiting: RwSignal::new(None),
        busy: RwSignal::new(false),
        key: StoredValue::new(new_key()),
        notice: notice::current(),
        go: StoredValue::new_local(Box::new(move |to| navigate(to, Default::default()))),
    };
    view! {
        <div class="narrow">
            {left_notice()}
            {error_summary(this.errors)}
            {page_heading(text::reception::title(lang))}
            <p class="muted">{text::reception::hint(lang)}</p>
            {dynamic(move || match this.waiting.get() {
                None => who(this),
                Some(look) => code(this, look),
            })}
            <p class="gap-above">
                {text::reception::no_account(lang)} " "
                <a href="/can-bo/tai-khoan/kiem-tra">{text::reception::no_account_link(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn who(this: Beginning) -> AnyView {
    let lang = lang::current();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if this.busy.get_untracked() {
            return;
        }
        this.errors.clear();
        let Some((_, name)) = this.procedure.get_untracked() else {
            this.errors
                .mark("procedure", text::reception::procedure_needed(lang).to_owned());
            this.errors.show();
            return;
        };
        let request = BeginLook {
            identifier: this.number.get_untracked(),
            purpose: shortened(&text::reception::purpose(lang, &name)),
            consent: match this.consent.with_untracked(|consent| consent == "code") {
                true => LookConsent::Code,
                false => LookConsent::Presence,
            },
            card_checked: this.card.get_untracked(),
        };
        this.busy.set(true);
        spawn_local(async move {
            let answer = this.api.post::<LookView>(path::VAULT_LOOKS, &request, None).await;
            match answer {
                Ok(look) if look.state == LookState::Open => begin(this, look.id).await,
                Ok(look) => {
                    let _ = this.waiting.try_set(Some(look.id));
                }
                Err(failure) => told(this, &failure),
            }
            let _ = this.busy.try_set(false);
        });
    };
    let choice = |value: &str, label: &str, hint: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    let choices = vec![
        choice(
            "presence",
            text::share::look_presence(lang),
            text::share::look_presence_hint(lang),
        ),
        choice(
            "code",
            text::share::look_code(lang),
            text::share::look_code_hint(lang),
        ),
    ];
    let card = move || {
        checkbox(
            "card_checked",
            text::share::look_card(lang),
            text::share::look_card_hint(lang),
            this.card,
        )
    };
    let number = Field {
        inputmode: "numeric",
        ..Field::new("identifier", text::reception::number(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(this.number, this.errors, number)}
            {procedure(this.procedure, this.errors)}
            <Radios
                id="consent"
                legend=text::share::look_consent(lang)
                choices=choices
                value=this.consent
                errors=this.errors
            />
            {when(move || this.consent.with(|consent| consent == "presence"), card)}
            {submit_button(text::reception::begin(lang), text::reception::beginning(lang), this.busy)}
        </form>
    }
    .into_any()
}

fn code(this: Beginning, look: LookId) -> AnyView {
    let lang = lang::current();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if this.busy.get_untracked() {
            return;
        }
        this.errors.clear();
        let code = match this.code.with_untracked(|typed| parse_code(typed)) {
            Ok(code) => code,
            Err(wrong) => {
                this.errors.mark("code", of_code(wrong, lang));
                this.errors.show();
                return;
            }
        };
        this.busy.set(true);
        spawn_local(async move {
            let address = path::vault_look_part(look, "code");
            match this
                .api
                .post::<LookView>(&address, &OpenLook { code }, None)
                .await
            {
                Ok(_) => begin(this, look).await,
                Err(failure) => told(this, &failure),
            }
            let _ = this.busy.try_set(false);
        });
    };
    let field = Field {
        inputmode: "numeric",
        class: "code-entry",
        hint: text::reception::code_hint(lang),
        ..Field::new("code", text::reception::code_title(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(this.code, this.errors, field)}
            {submit_button(text::reception::code_open(lang), text::reception::beginning(lang), this.busy)}
        </form>
    }
    .into_any()
}

async fn begin(this: Beginning, look_id: LookId) {
    let lang = lang::current();
    let Some((procedure_code, _)) = this.procedure.try_get_untracked().flatten() else {
        return;
    };
    let request = BeginReception {
        look_id,
        procedure_code,
    };
    let key = this.key.get_value();
    match this
        .api
        .post::<ReceptionView>(path::RECEPTIONS, &request, Some(&key))
        .await
    {
        Ok(view) => {
            if view.is_resumed {
                this.notice.leave(text::reception::resumed(lang).to_owned());
            }
            let _ = this
                .go
                .try_with_value(|go| go(&format!("{PAGE}/{}", view.draft_id)));
        }
        Err(failure) => told(this, &failure),
    }
}

fn told(this: Beginning, failure: &Failure) {
    this.errors.show_failure(failure, lang::current(), str::to_owned);
}

/// Purposes have an end; names of procedures sometimes have none.
fn shortened(purpose: &str) -> String {
    purpose
        .chars()
        .take(motcua_shared::vault::share::MAX_PURPOSE)
        .collect()
}
