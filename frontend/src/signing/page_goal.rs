//! Signing for a component of a draft: where one came from, and what follows when the file is signed.

use crate::api::{Load, load};
use crate::react::dynamic;
use crate::signing::act::Act;
use crate::signing::goal::{Goal, Seen};
use crate::signing::page_sign::outcome;
use crate::signing::state::{Signed, Standing, State};
use crate::state::lang;
use crate::ui::{Tone, failure_box, page_heading, skeleton, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DraftId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// Looks at the draft first. One that is not there for this leaves the page without it: a file can be signed all the same.
pub fn load_goal(draft: DraftId, component: String, page: fn(Option<Goal>) -> AnyView) -> AnyView {
    let lang = lang::current();
    let seen = load::<Seen>(move || path::draft(draft));
    let retry = Callback::new(move |()| seen.retry());
    dynamic(move || match seen.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code != ErrorCode::NotFound => failure_box(failure, retry),
        Load::Failed(_) => gone(page, lang),
        Load::Ready(seen) => match seen.goal(draft, &component) {
            Some(goal) => page(Some(goal)),
            None => gone(page, lang),
        },
    })
}

fn gone(page: fn(Option<Goal>) -> AnyView, lang: Lang) -> AnyView {
    let hint = view! { <p>{text::signing::gone_hint(lang)}</p> };
    view! {
        <div class="gap-below narrow">{verdict(Tone::Warn, text::signing::gone(lang), hint)}</div>
        {page(None)}
    }
    .into_any()
}

/// The way back to the dossier.
pub fn back(goal: &Goal, lang: Lang) -> AnyView {
    view! {
        <a href=goal.back() class="back" rel="external">
            "‹ "
            {text::signing::back(lang)}
        </a>
    }
    .into_any()
}

/// What is signed, and for what.
pub fn heading(goal: Option<&Goal>, lang: Lang) -> AnyView {
    let lead = match goal {
        Some(_) => text::signing::goal_lead(lang),
        None => text::signing::lead(lang),
    };
    let name = goal.map(|goal| {
        view! {
            <p>{text::signing::goal(lang)} " " <strong>{goal.name.clone()}</strong></p>
        }
    });
    view! {
        {page_heading(text::signing::title(lang))}
        {name}
        <p class="muted">{lead}</p>
    }
    .into_any()
}

/// The signed file stands for its component, or is put there by another press; the vault may keep it, too.
pub fn done(state: State, act: Act, account: &str, signed: &Signed, lang: Lang) -> AnyView {
    let Some(goal) = state.goal.get_value() else {
        return ().into_any();
    };
    let (back, can_be_kept) = (goal.back(), goal.category.is_some());
    let title = move || match state.standing.get() {
        Standing::Signed => text::signing::done(lang),
        Standing::Attached | Standing::Kept => text::signing::attached(lang),
    };
    let go_on = move |class: &'static str| {
        view! {
            <a class=class rel="external" href=back.clone()>
                {text::signing::go_on(lang)}
            </a>
        }
    };
    let button = move |label: &'static str, class: &'static str, work: fn(Act)| {
        view! {
            <button
                type="button"
                class=class
                aria-disabled=move || state.busy.get().then_some("true")
                on:click=move |_| work(act)
            >
                {label}
            </button>
        }
    };
    let buttons = dynamic(move || match state.standing.get() {
        Standing::Signed => button(text::signing::attach(lang), "btn", |act| {
            spawn_local(async move { act.attach().await });
        })
        .into_any(),
        Standing::Attached => view! {
            {go_on("btn")}
            {can_be_kept.then(|| {
                button(text::signing::keep(lang), "btn quiet", |act| {
                    spawn_local(async move { act.keep().await });
                })
            })}
        }
        .into_any(),
        Standing::Kept => go_on("btn").into_any(),
    });
    let hint = dynamic(move || {
        match state.standing.get() {
        Standing::Attached if can_be_kept => {
            view! { <p class="hint">{text::signing::keep_hint(lang)}</p> }.into_any()
        }
        Standing::Kept => view! {
            <p role="status">
                {text::signing::kept(lang)} " " <a rel="external" href="/kho">{text::signing::see_kept(lang)}</a>
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
    });
    view! {
        {dynamic(move || page_heading(title()))}
        <p>{text::signing::goal(lang)} " " <strong>{goal.name.clone()}</strong></p>
        <div class="stack">
            {outcome(account, &signed.view, lang)}
            <div class="row">{buttons}</div>
            <p role="status">{move || state.said.get()}</p>
            {hint}
        </div>
    }
    .into_any()
}
