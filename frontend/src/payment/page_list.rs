//! Fees of one's dossiers that are due.

use crate::api::load;
use crate::format::money;
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{copyable_code, empty, load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::payment::dto::DueCharge;
use motcua_shared::text;

/// `/le-phi`
pub fn page() -> AnyView {
    signed_in(list)
}

fn list() -> AnyView {
    let lang = lang::current();
    let due = load::<Vec<DueCharge>>(|| path::CHARGES.to_owned());
    view! {
        <a class="back" href="/ho-so">
            <span aria-hidden="true">"←"</span>
            {text::payment::to_dossiers(lang)}
        </a>
        <div class="narrow">{page_heading(text::payment::list_title(lang))} {load_view(due, content)}</div>
    }
    .into_any()
}

fn content(due: Vec<DueCharge>) -> AnyView {
    let lang = lang::current();
    if due.is_empty() {
        return empty(
            text::payment::list_none(lang),
            text::payment::list_none_hint(lang),
            (),
        )
        .into_any();
    }
    let one = |charge: DueCharge| {
        let entries = vec![
            fact(
                text::payment::dossier(lang),
                copyable_code(charge.dossier_code.clone()),
            ),
            fact(text::payment::unit(lang), charge.unit_name),
            fact(text::payment::amount(lang), money(charge.amount, lang)),
        ];
        let code = charge.dossier_code.clone();
        view! {
            <li class="card stack">
                <h2>{charge.procedure_name}</h2>
                {facts(false, entries)}
                <p>
                    <a class="btn" href=path::charge_page(charge.dossier_id)>
                        {text::payment::open(lang)}
                        <span class="unseen">" – " {code}</span>
                    </a>
                </p>
            </li>
        }
        .into_any()
    };
    let items: Vec<AnyView> = due.into_iter().map(one).collect();
    view! {
        <p class="lead">{text::payment::list_hint(lang)}</p>
        <ul class="plain-list stack">{items}</ul>
    }
    .into_any()
}
