//! Two of the four states of a page: it could not be loaded, and there is nothing yet.

use crate::api::Failure;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// What went wrong and the way to try again.
#[component]
pub fn FailureBox(
    /// What went wrong.
    failure: Failure,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let lang = lang::current();
    let request = (!failure.request_id.is_empty()).then(|| text::ui::request_code(lang, &failure.request_id));
    view! {
        <div class="card failure" role="alert">
            <p>{failure.sentence(lang)}</p>
            {request.map(|line| view! { <p class="hint code">{line}</p> })}
            <button type="button" class="btn quiet short" on:click=move |_| retry.run(())>
                {text::ui::retry(lang)}
            </button>
        </div>
    }
    .into_any()
}

/// Nothing yet, and what to do about it.
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// What to do.
    #[prop(into)]
    hint: String,
    /// The way to do it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="card empty">
            <h2>{title}</h2>
            <p class="muted">{hint}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
