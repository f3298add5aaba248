//! The fee of one dossier: what it is, how it can be paid, and after VNPAY the wait for the bank's word.

use super::{HERE, transfer, vnpay, words};
use crate::api::load;
use crate::dom::encode;
use crate::format::money;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, copyable_code, load_view, page_heading, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::payment::dto::{ChargeState, ChargeView};
use motcua_shared::text;

/// The charge on the page.
pub type Now = RwSignal<ChargeView>;

/// `/le-phi/:id`
pub fn page() -> AnyView {
    signed_in(one)
}

/// Asks for the charge that the address names.
pub fn loaded(content: fn(ChargeView) -> AnyView) -> AnyView {
    let id = param("id");
    let charge = load::<ChargeView>(move || {
        format!(
            "{}/{}/charge",
            path::DOSSIERS,
            encode(&id.get().unwrap_or_default())
        )
    });
    view! { <div class="narrow">{load_view(charge, content)}</div> }.into_any()
}

fn one() -> AnyView {
    let lang = lang::current();
    view! {
        <a class="back" href=HERE>
            <span aria-hidden="true">"←"</span>
            {text::payment::list_title(lang)}
        </a>
        {loaded(content)}
    }
    .into_any()
}

fn content(charge: ChargeView) -> AnyView {
    let lang = lang::current();
    let now = RwSignal::new(charge);
    // Until the bank's word, or until it takes too long, there is nothing to choose: nobody shall pay twice.
    let is_waiting = RwSignal::new(false);
    let is_due = Memo::new(move |_| now.with(|charge| charge.state == ChargeState::Due));
    view! {
        {page_heading(text::payment::of_dossier(lang))}
        {vnpay::landing(now, is_waiting)}
        {dynamic(move || done(&now.get()))}
        {dynamic(move || summary(&now.get()))}
        {dynamic(move || (is_due.get() && !is_waiting.get()).then(|| ways(now)))}
        {dynamic(move || words::steps(now.with(|charge| charge.steps.clone())))}
    }
    .into_any()
}

/// Paid: said first, with the way to the receipt. What came in too much is said in any state.
fn done(charge: &ChargeView) -> AnyView {
    let lang = lang::current();
    let paid = matches!(charge.state, ChargeState::Paid | ChargeState::Refunded).then(|| {
        let receipt = format!("{}/bien-nhan", path::charge_page(charge.dossier_id));
        let more = view! {
            <p>{text::payment::done_hint(lang)}</p>
            <p>
                <a class="btn" href=receipt>{text::payment::receipt(lang)}</a>
            </p>
        };
        let title = match charge.state {
            ChargeState::Paid => text::payment::done(lang).to_owned(),
            _ => charge.sentence.clone(),
        };
        verdict(Tone::Ok, title, more)
    });
    let excess = (charge.excess > 0).then(|| {
        verdict(
            Tone::Warn,
            text::payment::excess(lang, money(charge.excess, lang)),
            (),
        )
    });
    view! { <div role="status" class="stack gap-below">{paid} {excess}</div> }.into_any()
}

fn summary(charge: &ChargeView) -> AnyView {
    let lang = lang::current();
    let mut entries = vec![
        fact(text::payment::state(lang), words::state(charge.state, lang)),
        fact(
            text::payment::dossier(lang),
            copyable_code(charge.dossier_code.clone()),
        ),
        fact(text::payment::procedure(lang), charge.procedure_name.clone()),
        fact(text::payment::unit(lang), charge.unit_name.clone()),
    ];
    entries.extend(words::payment(charge, lang));
    view! {
        <section class="card gap-below">
            <p class="fee-amount">{money(charge.amount, lang)}</p>
            {facts(false, entries)}
            <p class="gap-above">
                <a href=format!("/ho-so/{}", charge.dossier_id)>
                    {text::payment::to_dossier(lang, &charge.dossier_code)}
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn ways(now: Now) -> AnyView {
    let lang = lang::current();
    let (unit, code) = now.with_untracked(|charge| (charge.unit_name.clone(), charge.dossier_code.clone()));
    view! {
        <section class="stack gap-below">
            <h2>{text::payment::choose(lang)}</h2>
            {now.with_untracked(|charge| charge.vnpay).then(|| vnpay::way(now))}
            {now.with_untracked(transfer::way)}
            <div class="card">
                <h3>{text::payment::desk_title(lang)}</h3>
                <p>{text::payment::desk_hint(lang, code, unit)}</p>
            </div>
        </section>
    }
    .into_any()
}
