//! One staff account: what its holder may do, and what was done to it.

use super::form::{self, Fields};
use super::{access, history, removal, words};
use crate::api::{Api, Failure, load};
use crate::react::{dynamic, when};
use crate::route::param;
use crate::state::{lang, notice};
use crate::ui::facts::{fact, facts};
use crate::ui::{Dialog, FormErrors, Tone, error_summary, load_view, page_heading, submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::identity::staff::{ChangeOfficer, OfficerView, SuspendOfficer};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/nguoi-dung/<id>`
pub fn page() -> AnyView {
    let id = param("id");
    let officer = load::<OfficerView>(move || format!("{}/{}", path::STAFF, id.get().unwrap_or_default()));
    view! {
        <div class="narrow">
            {super::back()}
            {load_view(officer, content)}
        </div>
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    pub(super) api: Api,
    pub(super) lang: Lang,
    pub(super) errors: FormErrors,
    pub(super) busy: RwSignal<bool>,
    said: RwSignal<String>,
    pub(super) now: RwSignal<OfficerView>,
    /// Whether the dialog is open.
    asked: RwSignal<bool>,
}

pub(super) type Answer = Pin<Box<dyn Future<Output = Result<OfficerView, Failure>>>>;

impl Shared {
    /// Sends a change; what comes back takes the place of what is shown.
    pub(super) fn send(self, answer: Answer, done: &'static str) {
        if self.busy.get_untracked() {
            return;
        }
        self.errors.clear();
        self.said.set(String::new());
        self.busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            let _ = self.busy.try_set(false);
            let _ = self.asked.try_set(false);
            match answer {
                Ok(officer) => {
                    let _ = self.said.try_set(done.to_owned());
                    let _ = self.now.try_set(officer);
                }
                Err(failure) => self.errors.show_failure(&failure, self.lang, str::to_owned),
            }
        });
    }

    fn suspend(self, suspended: bool) {
        let (id, version) = self.now.with_untracked(|officer| (officer.id, officer.version));
        let done = if suspended {
            text::staff::suspended(self.lang)
        } else {
            text::staff::resumed(self.lang)
        };
        let api = self.api;
        let answer = async move {
            let request = SuspendOfficer { version, suspended };
            api.put::<OfficerView>(&path::staff_suspension(id), &request)
                .await
        };
        self.send(Box::pin(answer), done);
    }
}

fn content(officer: OfficerView) -> AnyView {
    let shared = Shared {
        api: Api::current(),
        lang: lang::current(),
        errors: FormErrors::new(),
        busy: RwSignal::new(false),
        // "Added", by the page before.
        said: RwSignal::new(notice::current().take().unwrap_or_default()),
        now: RwSignal::new(officer),
        asked: RwSignal::new(false),
    };
    let said = move || verdict(Tone::Ok, shared.said.get(), ());
    view! {
        {error_summary(shared.errors)}
        <div role="status" class="gap-below">{when(move || shared.said.with(|said| !said.is_empty()), said)}</div>
        {dynamic(move || shown(shared.now.get(), shared))}
    }
    .into_any()
}

fn shown(officer: OfficerView, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let bound = match officer.bound_at {
        Some(at) => text::staff::bound(lang, at.vietnam_minute()),
        None => text::staff::not_bound(lang).to_owned(),
    };
    let position = match officer.form.position.as_str() {
        "" => "–".to_owned(),
        position => position.to_owned(),
    };
    let about = facts(
        false,
        vec![
            fact(text::staff::number(lang), officer.identity_number.clone()),
            fact(text::staff::position(lang), position),
            fact(text::staff::role(lang), words::roles(&officer.form.roles, lang)),
            fact(
                text::staff::unit(lang),
                officer
                    .unit
                    .clone()
                    .unwrap_or_else(|| text::staff::unit_none(lang).to_owned()),
            ),
            fact(
                text::staff::state(lang),
                words::state(officer.suspended, officer.bound_at.is_some(), lang),
            ),
        ],
    );
    let below = if officer.own {
        view! { <p class="hint">{text::staff::own(lang)}</p> }.into_any()
    } else {
        view! {
            {access::view(&officer, shared)}
            {editor(&officer, shared)}
        }
        .into_any()
    };
    view! {
        {page_heading(officer.form.name.clone())}
        <section class="card gap-below">
            {about}
            <p class="hint gap-above">{bound}</p>
        </section>
        {below}
        {history::view(officer.events)}
    }
    .into_any()
}

fn editor(officer: &OfficerView, shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        busy,
        asked,
        ..
    } = shared;
    let (id, version) = (officer.id, officer.version);
    let fields = Fields::new(officer.form.clone());
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = ChangeOfficer {
            version,
            form: fields.form(),
        };
        let answer = async move { api.put::<OfficerView>(&path::staff_account(id), &request).await };
        shared.send(Box::pin(answer), text::staff::saved(lang));
    };
    let named = officer.bound_at.is_none().then(|| form::named(fields, errors));
    let ending = if officer.suspended {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| shared.suspend(false)>
                {text::staff::resume(lang)}
            </button>
        }
        .into_any()
    } else {
        let title = text::staff::suspend_title(lang, &officer.form.name);
        view! {
            <button type="button" class="btn quiet" on:click=move |_| asked.set(true)>
                {text::staff::suspend(lang)}
            </button>
            <Dialog id="suspend" title=title open=asked>
                <p>{text::staff::suspend_hint(lang)}</p>
                <div class="row">
                    <button type="button" class="btn danger" on:click=move |_| shared.suspend(true)>
                        {text::staff::suspend(lang)}
                    </button>
                    <button type="button" class="btn quiet" on:click=move |_| asked.set(false)>
                        {text::desk::cancel(lang)}
                    </button>
                </div>
            </Dialog>
        }
        .into_any()
    };
    view! {
        <form class="card stack" novalidate=true on:submit=save>
            <h2>{text::staff::card(lang)}</h2>
            {named}
            {form::card(fields, errors)}
            <h2>{text::staff::work(lang)}</h2>
            {form::held(fields, errors)}
            <p class="hint">{text::staff::ends_sessions(lang)}</p>
            <div class="row">
                {submit_button(text::staff::save(lang), text::staff::saving(lang), busy)} {ending}
                {removal::view(officer, shared)}
            </div>
        </form>
    }
    .into_any()
}
