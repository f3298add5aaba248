//! Paying by transfer: the code to scan, what to look at before sending, and the same as lines to copy.

use crate::format::money;
use crate::state::lang;
use crate::ui::copyable_code;
use crate::ui::facts::{fact, facts};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::payment::dto::ChargeView;
use motcua_shared::text;

/// Nothing where the unit takes no transfers. Folded: who pays online needs none of it.
pub fn way(charge: &ChargeView) -> AnyView {
    let lang = lang::current();
    let Some(to) = charge.transfer.clone() else {
        return ().into_any();
    };
    let amount = money(charge.amount, lang);
    let picture = path::charge_qr(charge.dossier_id);
    let alt = text::payment::qr_alt(lang, &to.account, &amount, &to.content);
    let check = [
        text::payment::qr_check_holder(lang, &to.holder),
        text::payment::qr_check_amount(lang, &amount),
        text::payment::qr_check_content(lang, &to.content),
    ];
    let check: Vec<AnyView> = check
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect();
    let entries = vec![
        fact(text::payment::bank(lang), to.bank),
        fact(text::payment::account(lang), copyable_code(to.account)),
        fact(text::payment::holder(lang), to.holder),
        fact(
            text::payment::amount(lang),
            copyable_amount(charge.amount, amount),
        ),
        fact(text::payment::content(lang), copyable_code(to.content.clone())),
    ];
    view! {
        <details class="card">
            <summary>
                <h3>{text::payment::qr_show(lang)}</h3>
            </summary>
            <div class="stack">
                <p class="muted">{text::payment::qr_hint(lang)}</p>
                <img class="qr" src=picture.clone() alt=alt width="328" height="328" loading="lazy" />
                <p>
                    <a class="btn quiet" href=picture download=format!("vietqr-{}.png", to.content)>
                        {text::payment::qr_save(lang)}
                    </a>
                </p>
                <div>
                    <p class="strong">{text::payment::qr_check(lang)}</p>
                    <ul>{check}</ul>
                    <p>{text::payment::qr_check_wrong(lang, &charge.unit_name)}</p>
                </div>
                <p class="hint">{text::payment::qr_same_phone(lang)}</p>
                {facts(false, entries)}
                <p>
                    <b>{text::payment::content_keep(lang)}</b>
                </p>
            </div>
        </details>
    }
    .into_any()
}

/// Shown as people write it, copied as a bank's form takes it.
fn copyable_amount(dong: i64, shown: String) -> AnyView {
    view! {
        <span>{shown}</span>
        " "
        {copyable_code(dong.to_string())}
    }
    .into_any()
}
