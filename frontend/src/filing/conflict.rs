//! What the person is told while edits are not saved: the line is down, something changed elsewhere too, or it cannot be
//! taken.

use crate::dom;
use crate::filing::check_rows::field_name;
use crate::filing::form::change_address;
use crate::filing::model::{Step, element_of};
use crate::filing::saving::{Conflict, Saving, Standing};
use crate::format;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// Of the box; takes the focus.
pub const ID: &str = "chua-luu";

/// A box on the page of a step, or nothing when all is well.
pub fn standing(saving: Saving, step: Step, lang: Lang) -> AnyView {
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
        Standing::Refused(faults) => refused(saving, step, faults, lang),
        Standing::Conflict(conflicts) => both(saving, conflicts, lang),
    };
    view! { <div id=ID tabindex="-1" class="gap-below">{content}</div> }.into_any()
}

/// What is not taken, each with the way to where it was typed, and the way out.
fn refused(saving: Saving, step: Step, faults: Vec<(String, String)>, lang: Lang) -> AnyView {
    let is_all = faults.iter().any(|(path, _)| path.is_empty());
    let line = |(path, sentence): (String, String)| {
        if path.is_empty() {
            return view! { <li>{sentence}</li> }.into_any();
        }
        let mut name = saving
            .draft
            .view
            .with_untracked(|view| field_name(view, &path, lang));
        if let Some(part) = part_name(&path, lang) {
            name = format!("{name} – {part}");
        }
        let words = text::filing::missing_line(lang, name, sentence);
        if Step::of_path(&path) == step {
            return view! { <li>{words}</li> }.into_any();
        }
        let address = change_address(saving.draft, Step::of_path(&path), &element_of(&path));
        view! {
            <li>
                <a href=address>{words}</a>
            </li>
        }
        .into_any()
    };
    let lines = faults.into_iter().map(line).collect_view();
    let way_out = (!is_all).then(|| {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| saving.drop_refused()>
                {text::filing::refused_drop(lang)}
            </button>
        }
    });
    let what = view! {
        <ul class="missing">{lines}</ul>
        {way_out}
    };
    let title = match is_all {
        true => text::filing::not_saved(lang),
        false => text::filing::refused_title(lang),
    };
    verdict(Tone::Warn, title, what)
}

/// What a field of a party is called, after whose it is.
fn part_name(path: &str, lang: Lang) -> Option<&'static str> {
    let ("filer" | "owner", part) = path.split_once('.')? else {
        return None;
    };
    Some(match part {
        "name" => text::filing::name(lang),
        "identifier" => text::filing::identifier(lang),
        "phone" => text::filing::phone(lang),
        "email" => text::filing::email(lang),
        _ => text::filing::address(lang),
    })
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
