//! Who of a unit signs certified copies, and with which title.

use crate::api::{Api, Failure};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{FormErrors, failure_box, skeleton};
use leptos::prelude::*;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::staff::{OfficerRow, SearchOfficers};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopySigner, SetSigner};
use wasm_bindgen_futures::spawn_local;

/// An officer, whether chosen, and the title typed.
#[derive(Clone, Copy)]
struct One {
    account: AccountId,
    is_chosen: RwSignal<bool>,
    title: RwSignal<String>,
}

/// Those who are chosen, with their titles. A title stays while its person is not chosen for a moment.
#[derive(Clone, Copy)]
pub struct Signers(RwSignal<Vec<One>>);

impl Signers {
    /// Nobody.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Those who sign already.
    pub fn fill(self, known: Vec<CopySigner>) {
        let one = |signer: CopySigner| One {
            account: signer.account_id,
            is_chosen: RwSignal::new(true),
            title: RwSignal::new(signer.title),
        };
        self.0.set(known.into_iter().map(one).collect());
    }

    /// Those who are chosen.
    pub fn read(self) -> Vec<SetSigner> {
        self.0.with_untracked(|all| {
            all.iter()
                .filter(|one| one.is_chosen.get_untracked())
                .map(|one| SetSigner {
                    account_id: one.account,
                    title: one.title.get_untracked(),
                })
                .collect()
        })
    }

    fn of(self, account: AccountId) -> One {
        let known = self
            .0
            .with_untracked(|all| all.iter().find(|one| one.account == account).copied());
        known.unwrap_or_else(|| {
            let one = One {
                account,
                is_chosen: RwSignal::new(false),
                title: RwSignal::new(String::new()),
            };
            self.0.update_untracked(|all| all.push(one));
            one
        })
    }
}

#[derive(Clone)]
enum State {
    Loading,
    Failed(Failure),
    Ready(Vec<OfficerRow>),
}

/// Every officer of a unit who is not suspended.
async fn all(api: Api, unit: UnitId) -> Result<Vec<OfficerRow>, Failure> {
    let mut request = SearchOfficers {
        unit_id: Some(unit),
        suspended: Some(false),
        ..SearchOfficers::default()
    };
    let mut found = Vec::new();
    loop {
        let page = api
            .post::<Page<OfficerRow>>(path::STAFF_SEARCHES, &request, None)
            .await?;
        found.extend(page.items);
        request.cursor = page.next;
        if request.cursor.is_none() {
            return Ok(found);
        }
    }
}

/// The officers of the unit, each with a tick and a title.
pub fn signers(unit: UnitId, signers: Signers, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let state = RwSignal::new(State::Loading);
    let ask = move || {
        state.set(State::Loading);
        spawn_local(async move {
            let next = match all(api, unit).await {
                Ok(officers) => State::Ready(officers),
                Err(failure) => State::Failed(failure),
            };
            let _ = state.try_set(next);
        });
    };
    ask();
    let error = errors.of("signers");
    view! {
        <fieldset class="field" class:wrong=move || error.with(Option::is_some) id="signers" tabindex="-1">
            <legend>{text::certified::office_signers(lang)}</legend>
            <p class="hint">{text::certified::office_signers_hint(lang)}</p>
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
            {dynamic(move || match state.get() {
                State::Loading => skeleton(),
                State::Failed(failure) => failure_box(failure, Callback::new(move |()| ask())),
                State::Ready(officers) if officers.is_empty() => {
                    view! {
                        <p>
                            {text::certified::office_nobody(lang)} " "
                            <a href="/can-bo/nguoi-dung/moi">{text::staff::add(lang)}</a>
                        </p>
                    }
                        .into_any()
                }
                State::Ready(officers) => {
                    officers.into_iter().map(|officer| one(officer, signers)).collect_view().into_any()
                }
            })}
        </fieldset>
    }
    .into_any()
}

fn one(officer: OfficerRow, signers: Signers) -> AnyView {
    let lang = lang::current();
    let One { is_chosen, title, .. } = signers.of(officer.id);
    let label = text::certified::office_title_of(lang, &officer.name);
    view! {
        <div class="signer">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || is_chosen.get()
                    on:change=move |event| is_chosen.set(event_target_checked(&event))
                />
                <span>
                    <span class="strong">{officer.name}</span>
                    <span class="hint">{officer.identity_number}</span>
                </span>
            </label>
            {when(
                move || is_chosen.get(),
                move || {
                    view! {
                        <label class="field">
                            <span>{label.clone()}</span>
                            <input
                                class="input"
                                maxlength="100"
                                prop:value=move || title.get()
                                on:input=move |event| title.set(event_target_value(&event))
                            />
                        </label>
                    }
                        .into_any()
                },
            )}
        </div>
    }
    .into_any()
}
