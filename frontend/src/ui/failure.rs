//! Two of the four states of a page: it could not be loaded, and there is nothing yet.

use crate::api::Failure;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// What went wrong and the way to try again.
pub fn failure_box(failure: Failure, retry: Callback<()>) -> AnyView {
    let lang = lang::current();
    let request = (failure.is_ours() && !failure.request_id.is_empty())
        .then(|| text::ui::request_code(lang, &failure.request_id));
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

/// Nothing yet: what there is none of, what to do about it, and the way to do it.
pub fn empty(title: impl Into<String>, hint: &'static str, way: impl IntoAny) -> AnyView {
    nothing(title.into(), hint, way.into_any())
}

fn nothing(title: String, hint: &'static str, way: AnyView) -> AnyView {
    view! {
        <div class="card empty">
            <h2>{title}</h2>
            <p class="muted">{hint}</p>
            {way}
        </div>
    }
    .into_any()
}
