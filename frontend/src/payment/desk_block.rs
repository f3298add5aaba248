//! The fee of a dossier at its unit: where it stands, and what an officer does with it.

use super::{desk_form, words};
use crate::api::{Load, load};
use crate::format::money;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, failure_box, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::payment::dto::{ChargeState, DeskCharge};
use motcua_shared::text;

/// Asked for anew when the dossier moves on: its end decides on the fee as well.
pub fn desk_block(id: DossierId, version: Signal<u32>) -> AnyView {
    let charge = load::<DeskCharge>(move || {
        version.track();
        path::desk_charge(id)
    });
    let retry = Callback::new(move |()| charge.retry());
    dynamic(move || match charge.get() {
        Load::Ready(charge) => content(charge),
        Load::Failed(failure) if failure.code != ErrorCode::NotFound => failure_box(failure, retry),
        _ => ().into_any(),
    })
}

fn content(charge: DeskCharge) -> AnyView {
    let now = RwSignal::new(charge);
    dynamic(move || view(&now.get(), now))
}

fn view(desk: &DeskCharge, now: RwSignal<DeskCharge>) -> AnyView {
    let lang = lang::current();
    let charge = &desk.charge;
    let is_due = charge.state == ChargeState::Due;
    let mut entries = vec![
        fact(text::payment::amount(lang), money(charge.amount, lang)),
        fact(text::payment::state(lang), words::state(charge.state, lang)),
    ];
    entries.extend(words::payment(charge, lang));
    let warn = |sentence: String| verdict(Tone::Warn, sentence, ());
    let excess =
        (charge.excess > 0).then(|| warn(text::payment::desk_excess(lang, money(charge.excess, lang))));
    let decide = desk
        .is_refund_to_decide
        .then(|| warn(text::payment::desk_decide(lang).to_owned()));
    let due = is_due.then(|| view! { <p class="muted">{text::payment::desk_due(lang)}</p> });
    view! {
        <section class="card stack-small" aria-label=text::payment::title(lang)>
            <h2>{text::payment::title(lang)}</h2>
            <div role="status" class="stack-small">{excess} {decide}</div>
            {facts(false, entries)}
            {due}
        </section>
        {is_due.then(|| desk_form::settle(desk, now))}
        {desk.is_refund_to_decide.then(|| desk_form::keep(desk, now))}
        {(desk.refundable > 0).then(|| desk_form::refund(desk, now))}
        {(!is_due).then(|| desk_form::extra(desk, now))}
        {desk_form::strike(desk, now)}
        {words::steps(charge.steps.clone())}
    }
    .into_any()
}
