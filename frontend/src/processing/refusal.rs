//! What a dossier may be refused for by a letter: one press, with the words that its filer will read.

use super::act::{Now, settle, version};
use crate::api::Api;
use crate::format;
use crate::state::lang;
use crate::ui::{FormErrors, Tone, error_summary, quiet_submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, RefuseDossier};
use motcua_shared::processing::refusal::RefusalGround;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Everything that was found, and the one act for what may be refused today.
pub fn grounds(desk: &DeskDossier, now: Now) -> AnyView {
    let (held, later): (Vec<_>, Vec<_>) = desk.grounds.iter().cloned().partition(|one| one.is_in_force);
    view! {
        {(!held.is_empty()).then(|| form(held, now))}
        {later.into_iter().map(announced).collect_view()}
    }
    .into_any()
}

/// Found, and not to be refused yet.
fn announced(ground: RefusalGround) -> AnyView {
    let lang = lang::current();
    let hint = view! { <p>{text::ground::from(lang, format::day(ground.starts_on))}</p> };
    verdict(Tone::Plain, ground.kind.name(lang), hint)
}

fn form(held: Vec<RefusalGround>, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let rules: Vec<_> = held.iter().map(|ground| ground.kind).collect();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let request = RefuseDossier {
            version: version(now),
            ground: String::new(),
            rules: rules.clone(),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "refusal");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), str::to_owned);
        });
    };
    let words = held.into_iter().map(|ground| view! { <p>{ground.words}</p> });
    let body = view! {
        <p>{text::ground::reads(lang)}</p>
        <blockquote class="stack-small">{words.collect_view()}</blockquote>
        <form novalidate=true on:submit=submit>
            {quiet_submit_button(text::ground::act(lang), text::ground::refusing(lang), busy)}
        </form>
    };
    view! {
        {error_summary(errors)}
        {verdict(Tone::Warn, text::ground::title(lang), body)}
    }
    .into_any()
}
