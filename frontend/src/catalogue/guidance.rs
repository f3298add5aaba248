//! What the national catalogue tells people: ways of filing, steps, conditions. Long texts are folded.

use crate::catalogue::needs::list;
use crate::format::money;
use crate::state::lang;
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::guidance::{Channel, ChannelKind, Fee, FeeKind, Guidance, Step};
use motcua_shared::text::{self, Lang};

/// Most fees that are shown without being asked for: some procedures have hundreds.
const FEW: usize = 4;

/// "Cách nộp, thời hạn, phí".
pub fn channels(guidance: &Guidance) -> AnyView {
    if guidance.channels.is_empty() {
        return ().into_any();
    }
    let lang = lang::current();
    let entries = guidance
        .channels
        .iter()
        .map(|one| channel(one, lang))
        .collect_view();
    view! {
        <section class="card stack-small">
            <h2>{text::catalogue::channels(lang)}</h2>
            {entries}
        </section>
    }
    .into_any()
}

fn channel(channel: &Channel, lang: Lang) -> AnyView {
    let title = match channel.kind {
        ChannelKind::Online => text::catalogue::channel_online(lang),
        ChannelKind::Direct => text::catalogue::channel_direct(lang),
        ChannelKind::Post => text::catalogue::channel_post(lang),
    };
    let time = channel
        .time
        .map(|time| view! { " · " <b>{words::working_time(time, lang)}</b> });
    let told = channel
        .words
        .iter()
        .map(|words| view! { <p class="hint pre">{words.clone()}</p> })
        .collect_view();
    let lines = |fees: &[Fee]| fees.iter().map(|one| fee(one, lang)).collect_view();
    let fees = match channel.fees.split_at_checked(FEW) {
        Some((few, more)) if !more.is_empty() => view! {
            <ul class="lines">{lines(few)}</ul>
            <details>
                <summary>{text::catalogue::more_fees(lang, more.len())}</summary>
                <ul class="lines">{lines(more)}</ul>
            </details>
        }
        .into_any(),
        _ if channel.fees.is_empty() => ().into_any(),
        _ => view! { <ul class="lines">{lines(&channel.fees)}</ul> }.into_any(),
    };
    view! {
        <div>
            <h3>{title} {time}</h3>
            {told}
            {fees}
        </div>
    }
    .into_any()
}

fn fee(fee: &Fee, lang: Lang) -> AnyView {
    let kind = match fee.kind {
        FeeKind::Fee => text::catalogue::fee_plain(lang),
        FeeKind::Charge => text::catalogue::fee(lang),
        FeeKind::Price => text::catalogue::fee_price(lang),
    };
    let amount = fee.amount.map(|amount| format!(": {}", money(amount, lang)));
    let words = fee
        .words
        .clone()
        .map(|words| view! { <span class="hint pre">" " {words}</span> });
    view! { <li>{kind} {amount} {words}</li> }.into_any()
}

/// "Trình tự thực hiện", folded.
pub fn steps(guidance: &Guidance) -> AnyView {
    if guidance.steps.is_empty() {
        return ().into_any();
    }
    let lang = lang::current();
    let entries = guidance.steps.iter().map(step).collect_view();
    folded(
        text::catalogue::steps(lang),
        view! { <ol class="needs">{entries}</ol> }.into_any(),
    )
}

fn step(step: &Step) -> AnyView {
    let name = step.name.clone().map(|name| view! { <b>{name}</b> });
    view! {
        <li>
            {name}
            <p class="pre">{step.text.clone()}</p>
        </li>
    }
    .into_any()
}

/// Conditions, who, and where, in the words of the source.
pub fn more(guidance: &Guidance) -> AnyView {
    let lang = lang::current();
    let requirements = guidance.requirements.clone().map(|words| {
        folded(
            text::catalogue::requirements(lang),
            view! { <p class="pre">{words}</p> }.into_any(),
        )
    });
    let published: Vec<String> = [&guidance.published_by, &guidance.decision]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    view! {
        {requirements}
        {list(text::catalogue::subjects(lang), guidance.subjects.clone())}
        {list(text::catalogue::authorities(lang), guidance.authorities.clone())}
        {list(text::catalogue::published_by(lang), published)}
    }
    .into_any()
}

fn folded(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <details class="card">
            <summary>
                <h2>{title}</h2>
            </summary>
            {content}
        </details>
    }
    .into_any()
}
