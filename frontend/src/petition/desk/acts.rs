//! What is done with a petition by one field or none: receiving, asking, refusing, answering, handing back.

use crate::petition::doing::Doing;
use crate::petition::{kept, words};
use crate::ui::{Choice, Field, Select, error_summary, quiet_submit_button, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::petition::dto::{
    DeskPetition, PetitionGround, RefusePetition, SayOfPetition, StepPetition,
};
use motcua_shared::text::petition as text;

type Now = RwSignal<DeskPetition>;

/// The address of a deed, and the version it is done over.
pub fn over(now: Now, part: &str) -> (String, u32) {
    now.with_untracked(|desk| {
        let item = &desk.petition.item;
        (path::desk_petition_part(item.id, part), item.version)
    })
}

/// Under what a field of a petition is kept.
pub fn name(now: Now, field: &str) -> String {
    now.with_untracked(|desk| format!("{}.{field}", desk.petition.item.id))
}

/// "Tiếp nhận".
pub fn receipt(now: Now) -> AnyView {
    let doing = Doing::new(now, "receipt");
    let lang = doing.lang;
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (address, version) = over(now, "receipt");
            doing.send(address, StepPetition { version }, Vec::new());
        }
    };
    view! {
        {error_summary(doing.errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <p class="muted">{text::receive_hint(lang)}</p>
            <p>{submit_button(text::receive(lang), text::working(lang), doing.busy)}</p>
        </form>
    }
    .into_any()
}

/// A form of one text.
struct Saying {
    part: &'static str,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
    button: &'static str,
    /// It is what is meant to be done; others wait folded.
    is_first: bool,
}

fn saying(now: Now, what: Saying) -> AnyView {
    let doing = Doing::new(now, what.part);
    let lang = doing.lang;
    let kept_as = name(now, what.part);
    let typed = kept::field(kept_as.clone(), "");
    let part = what.part;
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (address, version) = over(now, part);
            let words = typed.get_untracked();
            doing.send(address, SayOfPetition { version, words }, vec![kept_as.clone()]);
        }
    };
    let field = Field {
        hint: what.hint,
        multiline: true,
        ..Field::new(doing.id("words"), what.label)
    };
    let button = match what.is_first {
        true => submit_button(what.button, text::working(lang), doing.busy).into_any(),
        false => quiet_submit_button(what.button, text::working(lang), doing.busy).into_any(),
    };
    let form = view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(doing.errors)}
            {text_field(typed, doing.errors, field)}
            {button}
        </form>
    };
    part_of(
        what.title,
        what.is_first,
        typed.with_untracked(|typed| !typed.is_empty()),
        form.into_any(),
    )
}

/// A card: open, or folded under its title until it is wanted.
pub fn part_of(title: &'static str, is_first: bool, open: bool, form: AnyView) -> AnyView {
    match is_first {
        true => view! {
            <section class="card stack">
                <h2>{title}</h2>
                {form}
            </section>
        }
        .into_any(),
        false => view! {
            <details class="card" open=open>
                <summary>{title}</summary>
                {form}
            </details>
        }
        .into_any(),
    }
}

/// "Hỏi lại người gửi".
pub fn question(now: Now) -> AnyView {
    let lang = crate::state::lang::current();
    let what = Saying {
        part: "question",
        title: text::ask_title(lang),
        label: text::question(lang),
        hint: text::ask_hint(lang),
        button: text::ask(lang),
        is_first: false,
    };
    saying(now, what)
}

/// "Trả lời người gửi".
pub fn answer(now: Now) -> AnyView {
    let lang = crate::state::lang::current();
    let what = Saying {
        part: "answer",
        title: text::answer_title(lang),
        label: text::answer(lang),
        hint: text::answer_hint(lang),
        button: text::answer_send(lang),
        is_first: true,
    };
    saying(now, what)
}

/// "Chuyển lại".
pub fn handing_back(now: Now) -> AnyView {
    let lang = crate::state::lang::current();
    let what = Saying {
        part: "return",
        title: text::return_title(lang),
        label: text::return_words(lang),
        hint: text::return_words_hint(lang),
        button: text::hand_back(lang),
        is_first: false,
    };
    saying(now, what)
}

/// "Không tiếp nhận".
pub fn refusal(now: Now) -> AnyView {
    let doing = Doing::new(now, "refusal");
    let lang = doing.lang;
    let kept_as = name(now, "refusal");
    let typed = kept::field(kept_as.clone(), "");
    let ground = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        if !doing.begins(&event) {
            return;
        }
        let Some(ground) = ground.with_untracked(|text| PetitionGround::parse(text)) else {
            doing.misses("ground", text::ground_missing(lang));
            return;
        };
        let (address, version) = over(now, "refusal");
        let words = Some(typed.get_untracked()).filter(|words| !words.trim().is_empty());
        let request = RefusePetition {
            version,
            ground,
            words,
        };
        doing.send(address, request, vec![kept_as.clone()]);
    };
    let choice = |ground: PetitionGround| Choice {
        value: ground.as_str().to_owned(),
        label: words::ground(ground, lang).to_owned(),
    };
    let choices: Vec<Choice> = PetitionGround::ALL.into_iter().map(choice).collect();
    let field = Field {
        hint: text::refuse_words_hint(lang),
        optional: true,
        multiline: true,
        ..Field::new(doing.id("words"), text::refuse_words(lang))
    };
    let form = view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(doing.errors)}
            <Select
                id=doing.id("ground")
                label=text::ground(lang)
                placeholder=motcua_shared::text::ui::choose(lang)
                choices=choices
                value=ground
                errors=doing.errors
            />
            {text_field(typed, doing.errors, field)}
            {quiet_submit_button(text::refuse(lang), text::working(lang), doing.busy)}
        </form>
    };
    part_of(text::refuse_title(lang), false, false, form.into_any())
}
