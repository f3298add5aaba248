//! Whose account it is, what it may, and the ways to everything else about it.

use super::confirm::{self, Confirm};
use super::words::capacity;
use super::{loaded, said};
use crate::api::{Api, Failure, Loader, load};
use crate::identity::page_sign_in::sentence;
use crate::layout::signed_in;
use crate::state::{lang, notice, session};
use crate::ui::facts::{fact, facts};
use crate::ui::{FormErrors, Tone, copyable_code, error_summary, left_notice, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::identity::account::{
    AccountOverview, LinkedIdentity, OtherAccount, PhoneChangeKind, PhoneChangeView, SwitchAccount,
};
use motcua_shared::identity::dto::{AccountKind, ProviderView, SessionView};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/tai-khoan`
pub fn page() -> AnyView {
    signed_in(overview)
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shared {
    api: Api,
    lang: Lang,
    errors: FormErrors,
    confirm: Confirm,
    said: RwSignal<String>,
    busy: RwSignal<bool>,
    loader: Loader<AccountOverview>,
}

fn overview() -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let query = use_query_map();
    // Linking an identity from elsewhere came back with a refusal.
    if let Some(code) = query.with_untracked(|query| query.get("loi")) {
        errors.mark("", sentence(&code));
        errors.show();
    }
    // Registering with an identity from elsewhere came back: said once, a reload does not say it again.
    if query.with_untracked(|query| query.get("moi")).is_some()
        && let Some(account) = session::current().account()
    {
        let level = account.assurance_level;
        notice::current().leave(text::account::made(lang, level, &account.name));
        let options = NavigateOptions {
            replace: true,
            ..Default::default()
        };
        use_navigate()("/tai-khoan", options);
    }
    let shared = Shared {
        api: Api::current(),
        lang,
        errors,
        confirm: Confirm::new(),
        said: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        loader: load(|| path::ACCOUNT.to_owned()),
    };
    view! {
        <div class="narrow">
            {error_summary(errors)}
            {page_heading(text::account::title(lang))}
            {left_notice()}
            {said(shared.said)}
            {loaded(shared.loader, move |account| content(account, shared))}
            {confirm::dialog(shared.confirm)}
        </div>
    }
    .into_any()
}

fn content(account: AccountOverview, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let number = if account.kind == AccountKind::Citizen {
        text::account::number_citizen(lang)
    } else {
        text::account::number_body(lang)
    };
    let level = match account.assurance_level {
        1 => text::account::level_1(lang),
        2 => text::account::level_2(lang),
        _ => text::account::level_3(lang),
    };
    let session = session::current();
    let raise = raise(
        &account,
        untrack(|| (session.has_token(), session.has_sim())),
        lang,
    );
    let changes = account.changes.iter().cloned();
    let changes = changes
        .filter_map(|change| waiting(change, shared))
        .collect_view();
    let about = facts(
        false,
        vec![
            fact(text::account::name(lang), view! { <b>{account.name.clone()}</b> }),
            fact(text::account::kind(lang), capacity(account.kind, lang)),
            fact(number, copyable_code(account.identifier.clone())),
            fact(text::account::level(lang), level),
        ],
    );
    view! {
        <div class="stack">
            {changes}
            <section class="card">
                <h2>{text::account::about(lang)}</h2>
                {about}
                <p class="hint gap-above">{raise}</p>
            </section>
            {sections(&account, lang)}
            {others(&account, shared)}
            {identities(&account, shared)}
        </div>
    }
    .into_any()
}

/// How the level is raised here. A certificate says of a body who it is, and of no person.
fn raise(account: &AccountOverview, (token, sim): (bool, bool), lang: Lang) -> String {
    let is_body = matches!(account.kind, AccountKind::Enterprise | AccountKind::Agency);
    let is_linkable = !account.linkable.is_empty();
    let by_certificate = match (is_body, token, sim) {
        (true, true, true) => Some(text::account::level_raise_token_sim(lang)),
        (true, true, false) => Some(text::account::level_raise_token(lang)),
        (true, false, true) => Some(text::account::level_raise_sim(lang)),
        _ => None,
    };
    let by_identity = match account.kind {
        AccountKind::Citizen if is_linkable => Some(text::account::level_raise_citizen(lang)),
        _ if is_body && is_linkable => Some(text::account::level_raise_body(lang)),
        _ if by_certificate.is_none() => Some(text::account::level_raise_nowhere(lang)),
        _ => None,
    };
    match account.assurance_level {
        3.. => text::account::level_highest(lang).to_owned(),
        _ => by_identity
            .into_iter()
            .chain(by_certificate)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Somebody asked for another phone in place of a lost one.
fn waiting(change: PhoneChangeView, shared: Shared) -> Option<AnyView> {
    let Shared {
        api,
        lang,
        errors,
        said,
        busy,
        loader,
        ..
    } = shared;
    if change.kind != PhoneChangeKind::Lost {
        return None;
    }
    let id = change.id;
    let cancel = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer: Result<PhoneChangeView, Failure> =
                api.post(&path::account_phone_change(id), &(), None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    said.set(text::account::change_cancelled(lang).to_owned());
                    loader.retry();
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let (begun, due) = (change.begun_at.vietnam_minute(), change.due_at.vietnam_minute());
    let more = view! {
        <p>{text::account::change_waits_hint(lang, due, begun)}</p>
        <button type="button" class="btn" on:click=cancel>
            {text::account::change_cancel(lang)}
        </button>
    };
    Some(verdict(
        Tone::Warn,
        text::account::change_waits(lang, change.phone),
        more,
    ))
}

/// The ways to the other pages, each with what stands there.
fn sections(account: &AccountOverview, lang: Lang) -> AnyView {
    let phone = account.phones.first().map_or_else(
        || text::account::no_phone(lang).to_owned(),
        |phone| phone.phone.clone(),
    );
    let email = account
        .email
        .clone()
        .unwrap_or_else(|| text::account::no_email(lang).to_owned());
    let codes = match account.recovery_codes {
        None => text::account::codes_none(lang).to_owned(),
        Some(left) => text::account::codes_left(lang, left),
    };
    let has_password = account.password.is_some();
    let entries = [
        (
            "/tai-khoan/lien-lac",
            text::account::contact(lang),
            text::account::contact_summary(lang, email, phone),
        ),
        (
            "/tai-khoan/mat-khau",
            text::account::password(lang),
            text::account::password_hint(lang).to_owned(),
        ),
        (
            "/tai-khoan/phien",
            text::account::sessions(lang),
            text::account::sessions_hint(lang).to_owned(),
        ),
        ("/tai-khoan/ma-du-phong", text::account::codes(lang), codes),
        (
            "/tai-khoan/thong-bao",
            text::account::notices(lang),
            text::account::notices_hint(lang).to_owned(),
        ),
        (
            "/tai-khoan/nhat-ky",
            text::account::events(lang),
            text::account::events_hint(lang).to_owned(),
        ),
    ];
    let shown = move |(href, ..): &(&str, &str, String)| has_password || *href != "/tai-khoan/mat-khau";
    let entry = |(href, name, hint): (&'static str, &'static str, String)| {
        view! {
            <li>
                <a href=href>{name}</a>
                <span class="hint">{hint}</span>
            </li>
        }
    };
    view! {
        <nav class="card" aria-label=text::account::sections(lang)>
            <ul class="ways">{entries.into_iter().filter(shown).map(entry).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// Other accounts of the same person, and which one acts.
fn others(account: &AccountOverview, shared: Shared) -> AnyView {
    let Shared { lang, .. } = shared;
    if account.others.is_empty() {
        return ().into_any();
    }
    let hint = text::account::others_hint(lang, capacity(account.kind, lang), &account.name);
    let entries = account.others.iter().cloned();
    view! {
        <section class="card">
            <h2>{text::account::others(lang)}</h2>
            <p>{hint}</p>
            <ul class="ways">{entries.map(|other| other_account(other, shared)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn other_account(other: OtherAccount, shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        said,
        busy,
        loader,
        ..
    } = shared;
    let session = session::current();
    let kind = capacity(other.kind, lang);
    let (id, name) = (other.id, other.name.clone());
    let switch = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let name = name.clone();
        spawn_local(async move {
            let request = SwitchAccount {
                account_id: id,
                delegation_id: None,
            };
            let answer: Result<SessionView, Failure> = api.post(path::ACCOUNT_SWITCH, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    // What this tab kept was of the other account.
                    crate::dom::clear_session_storage();
                    notice::current().leave(text::account::switched(lang, kind, &name));
                    session.set(view);
                    said.try_set(String::new());
                    loader.retry();
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <li class="row end">
            <span class="grow">
                <b>{other.name.clone()}</b>
                <span class="hint">{kind}</span>
            </span>
            <button
                type="button"
                class="btn quiet short"
                aria-label=text::account::switch_label(lang, kind, &other.name)
                on:click=switch
            >
                {text::account::switch(lang)}
            </button>
        </li>
    }
    .into_any()
}

/// Identities from elsewhere, and those that could be joined.
fn identities(account: &AccountOverview, shared: Shared) -> AnyView {
    let lang = shared.lang;
    if account.identities.is_empty() && account.linkable.is_empty() {
        return ().into_any();
    }
    let linked = account.identities.iter().cloned();
    let none = account
        .identities
        .is_empty()
        .then(|| view! { <p class="muted">{text::account::linked_none(lang)}</p> });
    let link = |provider: ProviderView| {
        let href = format!(
            "{}?purpose=link&tiep=/tai-khoan",
            path::provider_start(&provider.id)
        );
        view! {
            <a class="btn quiet" rel="external" href=href>
                {text::account::link(lang, provider.name)}
            </a>
        }
    };
    view! {
        <section class="card">
            <h2>{text::account::linked(lang)}</h2>
            {none}
            <ul class="ways">{linked.map(|one| linked_identity(one, shared)).collect_view()}</ul>
            <div class="row gap-above">{account.linkable.iter().cloned().map(link).collect_view()}</div>
        </section>
    }
    .into_any()
}

fn linked_identity(one: LinkedIdentity, shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        confirm,
        said,
        busy,
        loader,
    } = shared;
    let id = one.id;
    let unlink = move |_| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let act = move || -> crate::identity::code_step::Answer<()> {
            Box::pin(async move { api.delete(&path::account_identity(id)).await })
        };
        confirm.run(busy, act, move |answer: Result<(), Failure>| match answer {
            Ok(()) => {
                said.set(text::account::unlinked(lang).to_owned());
                loader.retry();
            }
            Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
        });
    };
    let since = text::account::linked_since(lang, one.linked_at.vietnam_day(), one.used_at.vietnam_day());
    view! {
        <li class="row end">
            <span class="grow">
                <b>{one.provider.clone()}</b>
                <span class="hint">{since}</span>
            </span>
            <button
                type="button"
                class="btn quiet short"
                aria-label=text::account::unlink_label(lang, &one.provider)
                on:click=unlink
            >
                {text::account::unlink(lang)}
            </button>
        </li>
    }
    .into_any()
}
