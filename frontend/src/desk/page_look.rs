//! One look: the code that the owner reads out, the papers, the end.

use super::page_vault::PAGE;
use crate::api::failure::of_code;
use crate::api::{Api, Load, load};
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::signature::describe;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Field, FormErrors, Tone, empty, error_summary, failure_box, load_view, page_heading, skeleton,
    submit_button, tag, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::id::LookId;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::parse_code;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::look::{LookConsent, LookState, LookView, LookedPaper, OpenLook};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/kho/<id>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let look = load::<LookView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::VAULT_LOOKS, crate::dom::encode(&id))
    });
    view! {
        <a class="back" href=PAGE>
            <span aria-hidden="true">"←"</span>
            {text::share::look_back(lang)}
        </a>
        {page_heading(text::share::look_title(lang))}
        {load_view(look, content)}
    }
    .into_any()
}

fn content(look: LookView) -> AnyView {
    let now = RwSignal::new(look);
    dynamic(move || {
        let look = now.get();
        match look.state {
            LookState::Waiting => waiting(look, now),
            LookState::Open => open(look, now),
            LookState::Over => over(&look),
        }
    })
}

fn over(look: &LookView) -> AnyView {
    let lang = lang::current();
    let why = match look.ended_by_owner {
        true => text::share::look_over_owner(lang),
        false => text::share::look_over_hint(lang),
    };
    let hint = view! {
        <p>{why}</p>
        <p><a href=PAGE>{text::share::look_again(lang)}</a></p>
    };
    view! { <div role="status">{verdict(Tone::Plain, text::share::look_over(lang), hint)}</div> }.into_any()
}

fn waiting(look: LookView, now: RwSignal<LookView>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let said = RwSignal::new("");
    let id = look.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let digits = match code.with_untracked(|typed| parse_code(typed)) {
            Ok(digits) => digits,
            Err(wrong) => {
                errors.mark("code", of_code(wrong, lang));
                errors.show();
                return;
            }
        };
        busy.set(true);
        spawn_local(async move {
            let address = path::vault_look_part(id, "code");
            let answer = api
                .post::<LookView>(&address, &OpenLook { code: digits }, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(look) => {
                    let _ = now.try_set(look);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let resend = move |_| {
        errors.clear();
        spawn_local(async move {
            let address = path::vault_look_part(id, "code/resend");
            match api.post::<Challenge>(&address, &(), None).await {
                Ok(_) => {
                    let _ = said.try_set(text::share::look_resent(lang));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let field = Field {
        inputmode: "numeric",
        class: "code-entry",
        ..Field::new("code", text::share::look_enter(lang))
    };
    view! {
        <div class="narrow">
            {error_summary(errors)}
            <form class="card stack" novalidate=true on:submit=submit>
                <p>{text::share::look_waiting(lang)}</p>
                {text_field(code, errors, field)}
                {submit_button(text::share::look_open(lang), text::share::look_beginning(lang), busy)}
                <p role="status">{move || said.get()}</p>
                <p>
                    <button type="button" class="btn-link" on:click=resend>{text::share::look_resend(lang)}</button>
                </p>
            </form>
        </div>
    }
    .into_any()
}

fn open(look: LookView, now: RwSignal<LookView>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let id = look.id;
    let cursor = RwSignal::new(String::new());
    let papers = load::<Page<LookedPaper>>(move || {
        format!("{}?cursor={}", path::vault_look_part(id, "papers"), cursor.get())
    });
    let close = move |_| {
        spawn_local(async move {
            let address = path::vault_look_part(id, "closing");
            if api.post::<()>(&address, &(), None).await.is_ok()
                && let Ok(look) = api.get::<LookView>(&path::vault_look(id), None).await
            {
                let _ = now.try_set(look);
            }
        });
    };
    let ends = text::share::look_ends(lang, &look.identifier, look.ends_at.vietnam_minute());
    let by = match look.consent {
        LookConsent::Code => text::share::look_code(lang),
        LookConsent::Presence => text::share::look_presence(lang),
        LookConsent::Grant => text::share::look_grant(lang),
    };
    let turn = move |to: Option<String>, label: &'static str| {
        to.map(|to| {
            view! {
                <button type="button" class="btn quiet" on:click=move |_| cursor.set(to.clone())>
                    {label}
                </button>
            }
            .into_any()
        })
    };
    view! {
        <div class="row end gap-below">
            <div>
                <p>{ends}</p>
                <p class="hint">{by}" · "{look.purpose}</p>
            </div>
            <button type="button" class="btn quiet" on:click=close>{text::share::look_close(lang)}</button>
        </div>
        <div role="status">
            {dynamic(move || match papers.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| papers.retry())),
                Load::Ready(page) if page.items.is_empty() => {
                    empty(text::share::look_none(lang), text::share::look_none_hint(lang), ())
                }
                Load::Ready(page) => {
                    let rows: Vec<AnyView> = page.items.into_iter().map(|paper| row(id, paper)).collect();
                    view! {
                        <ul class="plain-list stack">{rows}</ul>
                        <div class="row">
                            {turn(page.previous, text::desk::previous(lang))}
                            {turn(page.next, text::desk::next(lang))}
                        </div>
                    }
                    .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

fn row(look: LookId, paper: LookedPaper) -> AnyView {
    let lang = lang::current();
    let (tone, label) = describe::tag(paper.verdict, paper.lacks_revocation, lang);
    let file = path::looked_paper_part(look, paper.id, "file");
    let report = path::looked_paper_part(look, paper.id, &format!("report?lang={}", lang.tag()));
    let issued = paper.issued_on.map(format::day);
    let name = paper.file_name.clone();
    view! {
        <li>
            <article class="card paper" aria-label=paper.name.clone()>
                <div class="row end top">
                    <h2>{paper.name.clone()}</h2>
                    {tag(tone, label)}
                </div>
                {facts(
                    true,
                    vec![
                        fact(text::vault::category(lang), paper.category_name),
                        fact(text::vault::owner_name(lang), paper.owner_name),
                        fact(
                            text::vault::decision_number(lang),
                            format::or_none(paper.decision_number.as_deref(), lang),
                        ),
                        fact(text::vault::issued_on(lang), format::or_none(issued.as_deref(), lang)),
                        fact(text::vault::signed_by(lang), format::or_none(paper.signed_by.as_deref(), lang)),
                        fact(text::vault::file(lang), paper.file_name),
                        fact(text::vault::size(lang), format::size(paper.size, lang)),
                    ],
                )}
                <div class="actions">
                    <a
                        href=format!("{file}?view=true")
                        target="_blank"
                        rel="noopener"
                        aria-label=text::vault::view_label(lang, &name)
                    >
                        {text::vault::view(lang)}
                    </a>
                    <a href=file download=name.clone() aria-label=text::vault::download_label(lang, &name)>
                        {text::vault::download(lang)}
                    </a>
                    <a href=report download="">{text::share::look_report(lang)}</a>
                </div>
            </article>
        </li>
    }
    .into_any()
}
