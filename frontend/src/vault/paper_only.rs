//! What to do with a paper that exists on paper only: the vault takes signed files, so a photograph is half of the way.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// Two ways, in one sentence.
pub fn view() -> AnyView {
    let lang = lang::current();
    view! {
        <p class="muted paper-only">
            {text::vault::paper_only(lang)} " "
            <a href="/chup-giay-to">{text::vault::paper_only_photograph(lang)}</a> " "
            {text::vault::paper_only_sign(lang)} " "
            <a href="/kho/chung-thuc/moi">{text::vault::paper_only_certify(lang)}</a> " "
            {text::vault::paper_only_then(lang)}
        </p>
    }
    .into_any()
}
