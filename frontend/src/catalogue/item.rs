//! One procedure of the list.

use crate::catalogue::model::fits;
use crate::dom;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{Tone, tag};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{ProcedureListItem, Reception};
use motcua_shared::text;

/// The card, as an entry of the list.
pub fn view(item: ProcedureListItem) -> AnyView {
    let lang = lang::current();
    let page = format!("/thu-tuc/{}", dom::encode(&item.code));
    let is_elsewhere = item.reception != Reception::Online;
    let session = session::current();
    let applicants = words::applicants(&item.applicants, lang);
    let hint = text::catalogue::other_account(lang);
    let kinds = item.applicants;
    // Whose account it is decides only about the hint: every procedure can be read by everybody.
    let other_account = dynamic(move || {
        let kind = session.account().map(|account| account.kind);
        (!is_elsewhere && !fits(kind, &kinds)).then(|| view! { <p class="hint not-mine">{hint}</p> })
    });
    let time = item
        .shortest
        .map(|time| text::catalogue::time_from(lang, words::working_time(time, lang)));
    let elsewhere = is_elsewhere.then(|| tag(Tone::Plain, text::catalogue::information(lang)));
    let who = (!applicants.is_empty()).then(|| text::catalogue::intended_for(lang, applicants));
    let mut facts = vec![words::levels(&item.levels, lang)];
    facts.extend(who);
    facts.retain(|fact| !fact.is_empty());
    let separator = (time.is_some() && !facts.is_empty()).then_some(" · ");
    let field = (!item.field.is_empty()).then(|| format!("{} · ", item.field));
    view! {
        <li class="card procedure">
            <h3>
                <a href=page>{item.name}</a>
            </h3>
            <p>
                {time.map(|time| view! { <b>{time}</b> })}
                {separator}
                {facts.join(" · ")}
            </p>
            <p class="hint">{field} <span class="code">{item.code}</span> " " {elsewhere}</p>
            {other_account}
        </li>
    }
    .into_any()
}
