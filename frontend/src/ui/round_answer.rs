//! An answer that was asked for once more, as who filed and officers read it.

use leptos::prelude::*;
use motcua_shared::processing::supplement::RoundAnswer;
use motcua_shared::text::{self, Lang};

/// Why an answer was asked for, what stood there, struck out when it is another one, and what was answered.
pub fn round_answer(one: &RoundAnswer, is_over: bool, lang: Lang) -> AnyView {
    let said = |answer: &Option<String>| {
        let none = || text::dossier::no_answer(lang).to_owned();
        answer.clone().unwrap_or_else(none)
    };
    let reason = match &one.reason {
        Some(reason) => text::dossier::reason(lang, reason),
        None => text::dossier::answer_along(lang).to_owned(),
    };
    let (old, is_kept) = (said(&one.old), one.old == one.new);
    let old = match is_over && !is_kept {
        true => view! { <del>{old}</del> }.into_any(),
        false => old.into_any(),
    };
    let new = is_over.then(|| match is_kept {
        true => view! { <p>{text::dossier::answer_kept(lang)}</p> }.into_any(),
        false => view! { <p>{text::dossier::new_answer(lang)} ": " {said(&one.new)}</p> }.into_any(),
    });
    view! {
        <p>{reason}</p>
        <p>{text::dossier::old_answer(lang)} ": " {old}</p>
        {new}
    }
    .into_any()
}
