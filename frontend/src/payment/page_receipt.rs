//! The receipt of a fee, fit for paper.

use super::page_charge::loaded;
use super::words;
use crate::dom;
use crate::format::money;
use crate::layout::signed_in;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{copyable_code, empty, page_heading};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::payment::dto::ChargeView;
use motcua_shared::text;

/// `/le-phi/:id/bien-nhan`
pub fn page() -> AnyView {
    signed_in(receipt)
}

fn receipt() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let back = move || format!("/le-phi/{}", id.get().unwrap_or_default());
    view! {
        <a class="back" href=back>
            <span aria-hidden="true">"←"</span>
            {text::payment::of_dossier(lang)}
        </a>
        {loaded(content)}
    }
    .into_any()
}

fn content(charge: ChargeView) -> AnyView {
    let lang = lang::current();
    if charge.way.is_none() {
        let to_pay = view! {
            <a class="btn" href=path::charge_page(charge.dossier_id)>
                {text::payment::open_receipt(lang)}
            </a>
        };
        return view! {
            {page_heading(text::payment::receipt_title(lang))}
            {empty(text::payment::receipt_none(lang), "", to_pay)}
        }
        .into_any();
    }
    let mut entries = vec![
        fact(text::payment::payer(lang), charge.payer.clone()),
        fact(text::payment::unit(lang), charge.unit_name.clone()),
        fact(
            text::payment::dossier(lang),
            copyable_code(charge.dossier_code.clone()),
        ),
        fact(text::payment::procedure(lang), charge.procedure_name.clone()),
        fact(
            text::payment::amount(lang),
            view! { <b>{money(charge.amount, lang)}</b> },
        ),
    ];
    entries.extend(words::payment(&charge, lang));
    entries.push(fact(text::payment::state(lang), charge.sentence.clone()));
    view! {
        {page_heading(text::payment::receipt_title(lang))}
        <article class="card receipt">{facts(false, entries)} <p class="hint">{text::payment::receipt_note(lang)}</p></article>
        <div class="row gap-above actions-row">
            <button type="button" class="btn" on:click=move |_| dom::print()>
                {text::payment::print(lang)}
            </button>
        </div>
    }
    .into_any()
}
