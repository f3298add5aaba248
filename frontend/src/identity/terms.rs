//! What a person agrees to by registering: a sentence above the last button, with what it means below it.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// `sentence` says by which act one agrees.
pub fn view(sentence: &'static str) -> AnyView {
    let lang = lang::current();
    let terms = [
        text::identity::terms_owner(lang),
        text::identity::terms_acts(lang),
        text::identity::terms_loss(lang),
    ];
    let sharing = [
        text::identity::sharing_kept(lang),
        text::identity::sharing_compared(lang),
        text::identity::sharing_sent(lang),
        text::token::sharing_seen(lang),
    ];
    view! {
        <div>
            <p class="hint">{sentence}</p>
            {more(text::token::terms_read(lang), &terms)}
            {more(text::token::sharing_read(lang), &sharing)}
        </div>
    }
    .into_any()
}

fn more(title: &'static str, said: &[&'static str]) -> AnyView {
    let lines = said.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <details>
            <summary>{title}</summary>
            <ul>{lines}</ul>
        </details>
    }
    .into_any()
}
