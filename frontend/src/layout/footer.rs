//! Help, in the same place on every page.

use crate::react::dynamic;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::text;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let lang = lang::current();
    let session = session::current();
    let hours = text::layout::hours(
        lang,
        text::common::afternoon_hours(lang),
        text::common::morning_hours(lang),
    );
    view! {
        <footer class="foot">
            <div class="wide">
                <p>{text::layout::help(lang)}</p>
                {dynamic(move || {
                    let number = session.helpline()?;
                    let call: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                    Some(view! { <p>{text::layout::helpline(lang)} " " <a href=format!("tel:{call}")>{number}</a></p> })
                })}
                <p>{hours}</p>
                <p><a href="/tra-cuu">{text::dossier::lookup_title(lang)}</a></p>
                <p><a href="/phan-anh">{text::petition::title(lang)}</a></p>
                <p><a href="/kiem-tra-chu-ky">{text::layout::check_signature(lang)}</a></p>
                <p><a href="/can-bo">{text::layout::for_officers(lang)}</a></p>
            </div>
        </footer>
    }
}
