//! What a dossier costs, on its own page: a sentence of the server and the way to the page of the fee. The first page that
//! everybody loads has no room for more.

use crate::api::{Load, load};
use crate::format::money;
use crate::react::dynamic;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::payment::dto::ChargeState;
use motcua_shared::text;
use serde::Deserialize;

/// As much as this needs of `ChargeView`.
#[derive(Clone, Deserialize)]
struct Brief {
    sentence: String,
    state: ChargeState,
    excess: i64,
}

/// Nothing is shown while it is not there, and of dossiers without a charge.
pub fn card(id: DossierId) -> AnyView {
    let lang = lang::current();
    let brief = load::<Brief>(move || path::charge(id));
    dynamic(move || {
        let Load::Ready(Brief {
            sentence,
            state,
            excess,
        }) = brief.get()
        else {
            return ().into_any();
        };
        let (class, label) = match state {
            ChargeState::Due => ("btn", text::payment::open(lang)),
            _ => ("btn quiet", text::payment::open_receipt(lang)),
        };
        view! {
            <section class="card gap-below">
                <h2>{text::payment::title(lang)}</h2>
                <p>{sentence}</p>
                {(excess > 0).then(|| view! { <p>{text::payment::excess(lang, money(excess, lang))}</p> })}
                <p>
                    <a class=class href=path::charge_page(id)>{label}</a>
                </p>
            </section>
        }
        .into_any()
    })
}
