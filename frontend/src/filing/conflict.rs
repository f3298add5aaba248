//! What the person is told while edits are not saved: the line is down, something changed elsewhere too, or it cannot be
//! taken.

use crate::dom;
use crate::filing::check_rows::field_name;
use crate::filing::saving::{Conflict, Saving, Standing};
use crate::format;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// Of the box; takes the focus.
pub const ID: &str = "chua-luu";

/// A box, or nothing when all is well.
pub fn standing(saving: Saving, lang: Lang) -> AnyView {
    let content = match saving.standing.get() {
        Standing::Saved | Standing::Saving => {
            if !saving.renewed.get() {
                return ().into_any();
            }
            verdict(Tone::Plain, text::filing::renewed(lang), ())
        }
        Standing::Waiting(count) => {
            let hint = view! { <p>{text::filing::waiting_hint(lang)}</p> };
            verdict(Tone::Warn, text::filing::waiting(lang, count), hint)
        }
        Standing::Refused(sentence) => {
            let hint = view! { <p>{sentence}</p> };
            verdict(Tone::Warn, text::filing::not_saved(lang), hint)
        }
        Standing::Conflict(conflicts) => both(saving, conflicts, lang),
    };
    view! { <div id=ID tabindex="-1" class="gap-below">{content}</div> }.into_any()
}

/// What was typed here beside what is there now.
fn both(saving: Saving, conflicts: Vec<Conflict>, lang: Lang) -> AnyView {
    let line = |conflict: Conflict| {
        let here = format::or_none(Some(&conflict.here), lang);
        let there = format::or_none(Some(&conflict.there), lang);
        view! {
            <div class="sum">
                <dt>{label_of(saving, &conflict.path, lang)}</dt>
                <dd>
                    <span class="line">{text::filing::conflict_here(lang, here)}</span>
                    <span class="line">{text::filing::conflict_there(lang, there)}</span>
                </dd>
            </div>
        }
    };
    let lines = conflicts.into_iter().map(line).collect_view();
    let decision = view! {
        <dl class="sums">{lines}</dl>
        <div class="row">
            <button type="button" class="btn" on:click=move |_| saving.decide(true)>
                {text::filing::conflict_keep(lang)}
            </button>
            <button type="button" class="btn quiet" on:click=move |_| saving.decide(false)>
                {text::filing::conflict_take(lang)}
            </button>
        </div>
    };
    verdict(Tone::Warn, text::filing::conflict_title(lang), decision)
}

/// What a field is called on the page that is shown; on another page, what the check page calls it.
fn label_of(saving: Saving, path: &str, lang: Lang) -> String {
    let named = || {
        saving
            .draft
            .view
            .with_untracked(|view| field_name(view, path, lang))
    };
    dom::label_of(path).unwrap_or_else(named)
}
