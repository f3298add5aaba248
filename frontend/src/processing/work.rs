//! Who works on a dossier, at which step it stands, and passing it on.

use super::act::{Now, settle, version};
use super::batch::officers;
use crate::api::{Api, load};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, Select, Tone, error_summary, quiet_submit_button, tag,
    text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::words;
use motcua_shared::processing::work::{PassOn, StepView, WorkColleague, WorkMove, WorkView};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

fn role(role: StaffRole, lang: Lang) -> &'static str {
    match role {
        StaffRole::Leader => text::work::role_leader(lang),
        StaffRole::Desk | StaffRole::Administrator => text::work::role_desk(lang),
    }
}

/// The card; nothing where nobody works on the dossier.
pub fn card(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let Some(work) = &desk.work else {
        return ().into_any();
    };
    let holder = match &work.holder {
        Some(_) if work.is_mine => text::work::holder_you(lang).to_owned(),
        Some(name) => text::work::holder(lang, name),
        None => text::work::holder_none(lang).to_owned(),
    };
    let form = (desk.lies_at.is_none() && desk.dossier.status.is_due()).then(|| form(work, now));
    view! {
        <section class="card stack-small">
            <h2>{text::work::title(lang)}</h2>
            <p>{holder}</p>
            {here(work, lang)}
            {form}
        </section>
    }
    .into_any()
}

/// That the result is not given back yet; nothing at the last step, or where there are none.
pub fn return_later(desk: &DeskDossier) -> Option<AnyView> {
    let work = desk.work.as_ref()?;
    let last = work.steps.last()?;
    let at = usize::try_from(work.at?).ok()?;
    let is_there = at.saturating_add(1) == work.steps.len();
    let words = text::work::return_later(lang::current(), &last.name);
    (!is_there).then(|| verdict(Tone::Plain, words, ()))
}

/// Where it stands, by when, and the steps.
fn here(work: &WorkView, lang: Lang) -> AnyView {
    if work.steps.is_empty() {
        return ().into_any();
    }
    let at = work.at.and_then(|at| usize::try_from(at).ok());
    let step = at.and_then(|at| work.steps.get(at).map(|step| (at, step)));
    let line = step.map(|(at, step)| {
        let count = work.steps.len();
        view! { <p class="strong">{text::work::at(lang, count, &step.name, at + 1)}</p> }
    });
    let due = work.due_on.map(|due| {
        let line = text::work::step_due(lang, words::due(due, work.days_left, lang));
        match work.days_left {
            Some(left) if left < 0 => view! { <p>{tag(Tone::Bad, line)}</p> }.into_any(),
            Some(left) if left <= 1 => view! { <p>{tag(Tone::Warn, line)}</p> }.into_any(),
            _ => view! { <p>{line}</p> }.into_any(),
        }
    });
    let others = step
        .filter(|_| !work.may_act)
        .map(|(_, step)| verdict(Tone::Plain, text::work::others(lang, role(step.role, lang)), ()));
    let one = |(place, step): (usize, &StepView)| {
        let state = at.and_then(|at| match place.cmp(&at) {
            std::cmp::Ordering::Less => Some(text::work::step_done(lang)),
            std::cmp::Ordering::Equal => Some(text::work::step_now(lang)),
            std::cmp::Ordering::Greater => None,
        });
        let mut more = vec![step.kind.name(lang).to_owned(), role(step.role, lang).to_owned()];
        more.extend(step.days.map(|days| text::work::step_days(lang, days)));
        more.extend(state.map(str::to_owned));
        let current = (at == Some(place)).then_some("step");
        view! {
            <li aria-current=current>
                <span class="strong">{step.name.clone()}</span>
                <span class="hint">{more.join(" · ")}</span>
            </li>
        }
        .into_any()
    };
    let steps: Vec<AnyView> = work.steps.iter().enumerate().map(one).collect();
    view! {
        {line}
        {due}
        {others}
        <details>
            <summary>{text::work::steps(lang)}</summary>
            <ol class="work-steps">{steps}</ol>
        </details>
    }
    .into_any()
}

const FORWARD: &str = "forward";
const BACK: &str = "back";
const STAY: &str = "stay";

/// Passing it on, folded away.
fn form(work: &WorkView, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let at = work.at.and_then(|at| usize::try_from(at).ok());
    let name = |place: Option<usize>| {
        place
            .and_then(|place| work.steps.get(place))
            .map(|step| step.name.clone())
    };
    let next = name(at.and_then(|at| at.checked_add(1))).filter(|_| work.may_act);
    let before = name(at.and_then(|at| at.checked_sub(1))).filter(|_| work.may_act);
    // Then this is what is to be done.
    let has_next = next.is_some();
    let way = RwSignal::new(if has_next { FORWARD } else { STAY }.to_owned());
    let who = RwSignal::new(String::new());
    let said = RwSignal::new(String::new());
    let choice = |value: &str, label: String| RadioChoice {
        value: value.to_owned(),
        label,
        hint: String::new(),
    };
    let mut ways = Vec::new();
    ways.extend(next.map(|name| choice(FORWARD, text::work::forward_to(lang, name))));
    ways.extend(before.map(|name| choice(BACK, text::work::back_to(lang, name))));
    ways.push(choice(STAY, text::work::assign(lang).to_owned()));
    let colleagues = load::<Vec<WorkColleague>>(|| path::DESK_COLLEAGUES.to_owned());
    let people = Signal::derive(move || officers(colleagues.get(), lang));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let words = said.get_untracked();
        let request = PassOn {
            version: version(now),
            to: way.with_untracked(|way| match way.as_str() {
                FORWARD => WorkMove::Forward,
                BACK => WorkMove::Back,
                _ => WorkMove::Stay,
            }),
            officer_id: who.with_untracked(|who| AccountId::parse(who)),
            words: (!words.trim().is_empty()).then_some(words),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "work");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), |path| match path {
                "words" => "work-words".to_owned(),
                other => other.to_owned(),
            });
        });
    };
    let words_field = Field {
        hint: text::work::words_hint(lang),
        multiline: true,
        optional: true,
        ..Field::new("work-words", text::work::words(lang))
    };
    let ways = (ways.len() > 1).then(|| {
        view! { <Radios id="to" legend=text::work::way(lang) choices=ways value=way errors=errors /> }
    });
    view! {
        <details class="work-pass" open=has_next>
            <summary>{text::work::pass(lang)}</summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                {ways}
                <Select
                    id="officer_id"
                    label=text::work::who(lang)
                    choices=people
                    value=who
                    errors=errors
                />
                {text_field(said, errors, words_field)}
                <p>{quiet_submit_button(text::work::pass(lang), text::work::passing(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}
