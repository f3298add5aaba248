//! A claim beside the account that it is about, and the decision.

use crate::api::failure::of_code;
use crate::api::{Api, load};
use crate::desk::words;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, Tone, error_summary, load_view, page_heading, submit_button, tag,
    text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ClaimId;
use motcua_shared::identity::desk::{ClaimDecision, ClaimView, ClaimedAccount, SettleClaim};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/phan-anh-tai-khoan/<id>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let claim = load::<ClaimView>(move || format!("{}/{}", path::DESK_CLAIMS, id.get().unwrap_or_default()));
    view! {
        <a class="back" href="/can-bo/phan-anh-tai-khoan">
            <span aria-hidden="true">"←"</span>
            {text::desk::back_claims(lang)}
        </a>
        {page_heading(text::desk::claim_title(lang))}
        {load_view(claim, content)}
    }
    .into_any()
}

fn content(claim: ClaimView) -> AnyView {
    let now = RwSignal::new(claim);
    dynamic(move || {
        let claim = now.get();
        let (id, decision, reason) = (claim.id, claim.decision, claim.reason.clone());
        let has_account = claim.account.is_some();
        let below = match decision {
            Some(decision) => settled(decision, reason),
            None => form(id, has_account, now),
        };
        view! {
            <div class="desk-pair gap-below">{said(&claim)} {account(claim.account)}</div>
            {below}
        }
        .into_any()
    })
}

fn said(claim: &ClaimView) -> AnyView {
    let lang = lang::current();
    view! {
        <section class="card">
            <h2>{text::desk::claim_by(lang)}</h2>
            {facts(
                false,
                vec![
                    fact(text::desk::name(lang), claim.name.clone()),
                    fact(text::desk::number(lang), claim.identity_number.clone()),
                    fact(text::desk::phone(lang), claim.phone.clone()),
                    fact(text::desk::claim_note(lang), format::or_none(claim.note.as_deref(), lang)),
                    fact(text::desk::claim_at(lang), claim.created_at.vietnam_minute()),
                ],
            )}
        </section>
    }
    .into_any()
}

fn account(account: Option<ClaimedAccount>) -> AnyView {
    let lang = lang::current();
    let inner = match account {
        None => view! { <p>{text::desk::claim_account_none(lang)}</p> }.into_any(),
        Some(account) => {
            let status = if account.suspended {
                tag(Tone::Bad, text::desk::status_suspended(lang))
            } else {
                tag(Tone::Ok, text::desk::status_active(lang))
            };
            let mut rows = vec![
                fact(text::desk::name(lang), account.name),
                fact(
                    text::desk::phone(lang),
                    format::or_none(account.phone.as_deref(), lang),
                ),
                fact(
                    text::desk::claim_origin(lang),
                    words::origin(account.origin, lang),
                ),
                fact(text::desk::claim_made(lang), account.created_at.vietnam_minute()),
            ];
            rows.extend(
                account
                    .made_by
                    .map(|place| fact(text::desk::claim_made_by(lang), place)),
            );
            rows.push(fact(text::desk::claim_status(lang), status));
            facts(false, rows)
        }
    };
    view! {
        <section class="card">
            <h2>{text::desk::claim_account(lang)}</h2>
            {inner}
        </section>
    }
    .into_any()
}

fn settled(decision: ClaimDecision, reason: Option<String>) -> AnyView {
    let lang = lang::current();
    let hint = view! {
        <p>{words::decision(decision, lang)}": "{reason}</p>
        <p>{text::desk::settled(lang)}</p>
    };
    view! { <div role="status">{verdict(Tone::Ok, text::desk::settled_title(lang), hint)}</div> }.into_any()
}

fn form(id: ClaimId, has_account: bool, now: RwSignal<ClaimView>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let (decision, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let chosen = decision.with_untracked(|text| parse(text));
        if chosen.is_none() {
            errors.mark("decision", of_code(ErrorCode::Required, lang));
        }
        if reason.with_untracked(|text| text.trim().is_empty()) {
            errors.mark("reason", of_code(ErrorCode::Required, lang));
        }
        let (false, Some(decision)) = (errors.show(), chosen) else {
            return;
        };
        busy.set(true);
        let request = SettleClaim {
            decision,
            reason: reason.get_untracked(),
        };
        spawn_local(async move {
            let answer = api
                .post::<ClaimView>(&path::desk_claim_decision(id), &request, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(claim) => {
                    let _ = now.try_set(claim);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let choice = |value: &str, label: &str, hint: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    let choices = if has_account {
        vec![
            choice(
                "kept",
                text::desk::decide_kept(lang),
                text::desk::decide_kept_hint(lang),
            ),
            choice(
                "suspended",
                text::desk::decide_suspended(lang),
                text::desk::decide_suspended_hint(lang),
            ),
        ]
    } else {
        vec![choice(
            "no-account",
            text::desk::decide_no_account(lang),
            text::desk::decide_no_account_hint(lang),
        )]
    };
    let field = Field {
        hint: text::desk::reason_hint(lang),
        multiline: true,
        ..Field::new("reason", text::desk::reason(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=submit>
            <Radios id="decision" legend=text::desk::decide(lang) choices=choices value=decision errors=errors />
            {text_field(reason, errors, field)}
            {submit_button(text::desk::settle(lang), text::desk::settling(lang), busy)}
        </form>
    }
    .into_any()
}

fn parse(value: &str) -> Option<ClaimDecision> {
    match value {
        "kept" => Some(ClaimDecision::Kept),
        "suspended" => Some(ClaimDecision::Suspended),
        "no-account" => Some(ClaimDecision::NoAccount),
        _ => None,
    }
}
