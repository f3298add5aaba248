//! What waits at the desk.

use crate::api::{Load, load};
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{Tone, failure_box, left_notice, load_view, page_heading, skeleton, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::identity::desk::{AssistedDraft, DeskView, StaffRole};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::processing::dto::StateCount;
use motcua_shared::text;
use serde::de::IgnoredAny;

/// `/can-bo`
pub fn page() -> AnyView {
    let lang = lang::current();
    let account = untrack(|| session::current().account());
    if account.is_some_and(|account| account.kind == AccountKind::Administrator) {
        return administrator();
    }
    // For another officer one works on dossiers, and does nothing else.
    if untrack(|| session::current().acting_for()).is_some() {
        return view! {
            {page_heading(text::desk::home_title(lang))}
            <div class="tiles">{dossiers()}</div>
        }
        .into_any();
    }
    let desk = load::<DeskView>(|| path::DESK.to_owned());
    view! {
        {left_notice()}
        {page_heading(text::desk::home_title(lang))}
        {load_view(desk, content)}
    }
    .into_any()
}

fn content(desk: DeskView) -> AnyView {
    let lang = lang::current();
    if desk.roles == [StaffRole::Leader] {
        return view! { <div class="tiles">{dossiers()} {results()} {copies()} {petitions()}</div> }
            .into_any();
    }
    if !desk.roles.contains(&StaffRole::Desk) {
        return without_desk();
    }
    let drafts = if desk.drafts.is_empty() {
        view! { <p class="muted">{text::desk::drafts_none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="plain-list">{desk.drafts.into_iter().map(draft).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="tiles">
            {tile("/can-bo/tiep-nhan", text::reception::title(lang), text::reception::tile_hint(lang).to_owned())}
            {dossiers()}
            {results()}
            {tile("/can-bo/tai-khoan/kiem-tra", text::desk::check_tile(lang), text::desk::check_tile_hint(lang).to_owned())}
            {tile("/can-bo/tai-khoan", text::desk::accounts(lang), text::desk::accounts_tile_hint(lang).to_owned())}
            {copies()}
            {tile("/can-bo/phan-anh", text::feedback::desk_tile(lang), text::feedback::desk_tile_hint(lang).to_owned())}
            {petitions()}
            {tile("/can-bo/kho", text::share::look_title(lang), text::share::look_tile_hint(lang).to_owned())}
            {figures()}
            {tile("/can-bo/phan-anh-tai-khoan", text::desk::claims(lang), text::desk::claims_tile_hint(lang, desk.open_claims))}
        </div>
        <section class="how">
            <h2>{text::desk::drafts(lang)}</h2>
            {drafts}
        </section>
    }
    .into_any()
}

fn dossiers() -> AnyView {
    let lang = lang::current();
    let counts = load::<Vec<StateCount>>(|| path::DESK_COUNTS.to_owned());
    let hint = move || match counts.get() {
        Load::Ready(counts) => {
            let of = |is_new: bool| -> u32 {
                let wanted = counts
                    .iter()
                    .filter(|one| (one.status == DossierStatus::Submitted) == is_new);
                wanted.map(|one| one.count).sum()
            };
            text::processing::tile_counts(lang, of(true), of(false))
        }
        Load::Loading | Load::Failed(_) => text::processing::tile_hint(lang).to_owned(),
    };
    tile("/can-bo/ho-so", text::processing::tile(lang), hint)
}

fn results() -> AnyView {
    let lang = lang::current();
    let hint = text::drafting::waiting_tile(lang).to_owned();
    tile("/can-bo/ket-qua", text::drafting::waiting_title(lang), hint)
}

fn petitions() -> AnyView {
    let lang = lang::current();
    let hint = text::petition::tile(lang).to_owned();
    tile("/can-bo/kien-nghi", text::petition::title(lang), hint)
}

fn figures() -> AnyView {
    let lang = lang::current();
    let hint = text::figures::tile_hint(lang).to_owned();
    tile("/can-bo/so-lieu", text::figures::tile(lang), hint)
}

fn copies() -> AnyView {
    let lang = lang::current();
    tile(
        "/can-bo/chung-thuc",
        text::certified::desk_tile(lang),
        text::certified::desk_tile_hint(lang).to_owned(),
    )
}

/// Who only signs certified copies has no desk; the server opens its list to them.
fn without_desk() -> AnyView {
    let list = load::<IgnoredAny>(|| format!("{}?limit=1", path::DESK_COPIES));
    let retry = Callback::new(move |()| list.retry());
    dynamic(move || match list.get() {
        Load::Loading => skeleton(),
        Load::Ready(_) => view! { <div class="tiles">{copies()}</div> }.into_any(),
        Load::Failed(failure) if failure.code == ErrorCode::NotAllowed => {
            verdict(Tone::Warn, text::desk::no_desk(lang::current()), ())
        }
        Load::Failed(failure) => failure_box(failure, retry),
    })
}

/// Administrators have no desk.
fn administrator() -> AnyView {
    let lang = lang::current();
    view! {
        {left_notice()}
        {page_heading(text::staff::home(lang))}
        <div class="tiles">
            {figures()}
            {tile("/can-bo/nguoi-dung", text::staff::title(lang), text::staff::hint(lang).to_owned())}
            {tile(
                "/tai-khoan/phan-mem-ho-tro",
                text::staff::software(lang),
                text::staff::software_hint(lang).to_owned(),
            )}
            {tile(
                "/can-bo/chung-thuc/noi-chung-thuc",
                text::certified::offices(lang),
                text::certified::offices_tile_hint(lang).to_owned(),
            )}
            {tile(
                "/can-bo/ho-so/can-cu-tu-choi",
                text::ground::page_title(lang),
                text::ground::tile(lang).to_owned(),
            )}
            {tile(
                "/can-bo/danh-muc/thu-tuc",
                text::keeping::procedures(lang),
                text::keeping::procedures_tile(lang).to_owned(),
            )}
            {tile(
                "/can-bo/danh-muc/don-vi",
                text::directory::title(lang),
                text::keeping::units_tile(lang).to_owned(),
            )}
            {tile(
                "/can-bo/danh-muc/lich",
                text::keeping::calendar_title(lang),
                text::keeping::calendar_tile(lang).to_owned(),
            )}
            {tile(
                "/can-bo/danh-muc",
                text::categories::title(lang),
                text::categories::tile_hint(lang).to_owned(),
            )}
            {tile(
                "/can-bo/danh-muc/tin-tuc",
                text::news::kept_title(lang),
                text::news::tile(lang).to_owned(),
            )}
        </div>
    }
    .into_any()
}

fn tile(href: &'static str, name: &'static str, hint: impl IntoView + 'static) -> AnyView {
    view! {
        <a class="card tile" href=href>
            <h2>{name}</h2>
            <p class="muted">{hint}</p>
        </a>
    }
    .into_any()
}

fn draft(draft: AssistedDraft) -> AnyView {
    let lang = lang::current();
    let name = if draft.name.trim().is_empty() {
        text::desk::draft_unnamed(lang).to_owned()
    } else {
        draft.name
    };
    let line = text::desk::draft_line(
        lang,
        draft.ends_at.vietnam_minute(),
        draft.officer,
        draft.changed_at.vietnam_minute(),
    );
    view! {
        <li class="card draft">
            <div class="grow">
                <h3>{name}</h3>
                <p class="hint">{line}</p>
            </div>
            <a class="btn quiet" href=format!("/can-bo/tai-khoan/moi/{}", draft.id)>{text::desk::draft_open(lang)}</a>
        </li>
    }
    .into_any()
}
