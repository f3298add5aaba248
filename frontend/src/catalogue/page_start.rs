//! The start page of a procedure: everything one wants to know before beginning, without signing in.

use crate::api::{Load, load};
use crate::catalogue::{durations, guidance, needs, start};
use crate::dom;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{copyable_code, empty, failure_box, page_heading, skeleton};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::ProcedureView;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text;

/// `/thu-tuc/:code`
pub fn page() -> AnyView {
    let lang = lang::current();
    let typed = param("code");
    let code = Memo::new(move |_| typed.get().unwrap_or_default());
    let procedure = load::<ProcedureView>(move || path::procedure(&dom::encode(&code.get())));
    let retry = Callback::new(move |()| procedure.retry());
    let content = dynamic(move || match procedure.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => not_found(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(procedure) => view(procedure),
    });
    view! {
        <a href="/nop" class="back">
            <span aria-hidden="true">"←"</span>
            {text::catalogue::back(lang)}
        </a>
        {content}
    }
    .into_any()
}

fn not_found() -> AnyView {
    let lang = lang::current();
    let gone = empty(
        text::catalogue::not_found_hint(lang),
        "",
        view! { <a href="/nop" class="btn">{text::catalogue::search_clear(lang)}</a> },
    );
    view! {
        {page_heading(text::catalogue::not_found_title(lang))}
        {gone}
    }
    .into_any()
}

fn view(procedure: ProcedureView) -> AnyView {
    let lang = lang::current();
    let definition = procedure.definition;
    let code = definition.code.clone();
    let said = [
        (
            text::catalogue::applicants(lang),
            words::applicants(&definition.applicants, lang),
        ),
        (
            text::catalogue::levels(lang),
            words::levels(&definition.levels, lang),
        ),
        (text::catalogue::field(lang), definition.field.clone()),
    ];
    let known = said.into_iter().filter(|(_, words)| !words.is_empty());
    let mut entries: Vec<_> = known.map(|(label, words)| fact(label, words)).collect();
    entries.push(fact(text::catalogue::code(lang), copyable_code(code)));
    let results = definition.results.iter().map(|result| result.name.clone());
    view! {
        <article class="start">
            {page_heading(definition.name.clone())}
            <div class="start-columns">
                <div class="stack">
                    {needs::components(&definition)}
                    {needs::cases(&definition)}
                    {durations::section(&definition)}
                    {guidance::channels(&definition.guidance)}
                    {guidance::steps(&definition.guidance)}
                    {needs::list(text::catalogue::result(lang), results.collect())}
                    {needs::deliveries(&definition)}
                    {guidance::more(&definition.guidance)}
                    {needs::list(text::catalogue::grounds(lang), definition.legal_grounds.clone())}
                </div>
                <aside class="card stack start-card" aria-label=text::catalogue::start(lang)>
                    {start::action(&definition)}
                    {facts(false, entries)}
                </aside>
            </div>
        </article>
    }
    .into_any()
}
