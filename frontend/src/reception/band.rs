//! For whom one works, until when, and the end of it.

use super::PAGE;
use crate::api::Api;
use crate::state::lang;
use crate::ui::{Tone, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Above every step.
pub fn view(view: &DraftView) -> AnyView {
    let Some(desk) = view.desk.clone() else {
        return ().into_any();
    };
    let lang = lang::current();
    let api = Api::current();
    let navigate = StoredValue::new_local(use_navigate());
    let close = move |_| {
        spawn_local(async move {
            let address = path::vault_look_part(desk.look_id, "closing");
            // What does not arrive ends by itself; nobody is kept waiting.
            let _ = api.post::<()>(&address, &(), None).await;
            navigate.with_value(|navigate| navigate(PAGE, Default::default()));
        });
    };
    let more = view! {
        <p>{text::reception::band_until(lang, desk.ends_at.vietnam_minute())}</p>
        <p>
            <button type="button" class="btn-link" on:click=close>{text::reception::end(lang)}</button>
        </p>
    };
    let name = text::reception::band(lang, desk.account_name);
    let title = name.clone();
    view! { <div class="gap-below" role="region" aria-label=name.clone()>{verdict(Tone::Plain, title, more)}</div> }
        .into_any()
}

/// Where the draft is not open to the officer any more.
pub fn over() -> AnyView {
    let lang = lang::current();
    let more = view! {
        <p>{text::reception::over_hint(lang)}</p>
        <p><a href=PAGE class="btn">{text::reception::again(lang)}</a></p>
    };
    view! {
        {page_heading(text::reception::title(lang))}
        <div role="status">{verdict(Tone::Warn, text::reception::over(lang), more)}</div>
    }
    .into_any()
}
