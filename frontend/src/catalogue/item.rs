//! One procedure of the list.

use crate::catalogue::model::fits;
use crate::dom;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::ProcedureListItem;
use motcua_shared::text;

/// The card, as an entry of the list.
pub fn view(item: ProcedureListItem) -> AnyView {
    let lang = lang::current();
    let page = format!("/thu-tuc/{}", dom::encode(&item.code));
    let session = session::current();
    let applicants = words::applicants(&item.applicants, lang);
    let hint = text::catalogue::other_account(lang);
    let kinds = item.applicants;
    // Whose account it is decides only about the hint: every procedure can be read by everybody.
    let other_account = dynamic(move || {
        let kind = session.account().map(|account| account.kind);
        (!fits(kind, &kinds)).then(|| view! { <p class="hint not-mine">{hint}</p> })
    });
    let shortest = text::catalogue::time_from(lang, words::working_time(item.shortest, lang));
    let levels = words::levels(&item.levels, lang);
    let who = text::catalogue::intended_for(lang, applicants);
    view! {
        <li class="card procedure">
            <h3>
                <a href=page>{item.name}</a>
            </h3>
            <p>
                <b>{shortest}</b>
                " · "
                {levels}
                " · "
                {who}
            </p>
            <p class="hint">{item.field} " · " <span class="code">{item.code}</span></p>
            {other_account}
        </li>
    }
    .into_any()
}
