//! One petition, as its writer follows it.

use super::doing::Doing;
use super::{HERE, kept, words};
use crate::api::load;
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Field, error_summary, left_notice, load_view, page_heading, quiet_submit_button, submit_button,
    text_field,
};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::petition::dto::{PetitionState, PetitionView, SayOfPetition, StepPetition};
use motcua_shared::text::petition as text;

/// `/kien-nghi/:id`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<PetitionView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::PETITIONS, dom::encode(&id))
    });
    view! {
        <a href=HERE class="back">
            <span aria-hidden="true">"←"</span>
            {text::own(lang)}
        </a>
        {left_notice()}
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(view: PetitionView) -> AnyView {
    let title = view.item.title.clone();
    let now = RwSignal::new(view);
    let body = dynamic(move || {
        let view = now.get();
        let below = match view.item.state {
            PetitionState::Sent => Some(withdrawal(now)),
            PetitionState::Asked => Some(reply(now)),
            _ => None,
        };
        view! {
            <div class="stack">{below} {words::steps(view.steps.clone())} {said(&view)}</div>
        }
        .into_any()
    });
    view! {
        {page_heading(title)}
        {body}
    }
    .into_any()
}

fn said(view: &PetitionView) -> AnyView {
    let lang = lang::current();
    let item = &view.item;
    let dossier = view.dossier.as_ref().map(|dossier| {
        let link = view! { <a href=format!("/ho-so/{}", dossier.id)>{dossier.code.clone()}</a> };
        fact(text::named_dossier(lang), link)
    });
    let leave = match view.may_publish {
        true => text::publish_yes(lang),
        false => text::publish_no(lang),
    };
    let published = view.is_published.then(|| {
        view! { <p><a href=format!("/phan-anh/{}", item.code)>{text::see_published(lang)}</a></p> }
    });
    let mut entries = vec![
        fact(text::code(lang), item.code.clone()),
        fact(text::state(lang), words::state(item, lang)),
        fact(text::due(lang), words::due(item, lang)),
        fact(text::kind(lang), words::kind(item.kind, lang)),
        fact(
            text::named_unit(lang),
            format::or_none(view.named_unit.as_deref(), lang),
        ),
    ];
    entries.extend(dossier);
    entries.push(fact(text::publish_leave(lang), leave));
    view! {
        <section class="card stack-small">
            <h2>{text::what(lang)}</h2>
            <p class="pre">{view.words.clone()}</p>
            {facts(false, entries)}
            {published}
        </section>
    }
    .into_any()
}

fn withdrawal(now: RwSignal<PetitionView>) -> AnyView {
    let doing = Doing::new(now, "");
    let lang = doing.lang;
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (id, version) = now.with_untracked(|view| (view.item.id, view.item.version));
            let request = StepPetition { version };
            doing.send(path::petition_part(id, "withdrawal"), request, Vec::new());
        }
    };
    view! {
        {error_summary(doing.errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <p class="muted">{text::withdraw_hint(lang)}</p>
            <p>{quiet_submit_button(text::withdraw(lang), text::withdrawing(lang), doing.busy)}</p>
        </form>
    }
    .into_any()
}

fn reply(now: RwSignal<PetitionView>) -> AnyView {
    let doing = Doing::new(now, "");
    let lang = doing.lang;
    let name = now.with_untracked(|view| format!("{}.tra-loi", view.item.id));
    let typed = kept::field(name.clone(), "");
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (id, version) = now.with_untracked(|view| (view.item.id, view.item.version));
            let request = SayOfPetition {
                version,
                words: typed.get_untracked(),
            };
            doing.send(path::petition_part(id, "reply"), request, vec![name.clone()]);
        }
    };
    let asked = now.with_untracked(|view| view.steps.last().and_then(|step| step.words.clone()));
    let field = Field {
        hint: text::reply_hint(lang),
        multiline: true,
        ..Field::new("words", text::reply(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {error_summary(doing.errors)}
            <h2>{text::state_asked(lang)}</h2>
            {asked.map(|asked| view! { <p class="pre strong">{asked}</p> })}
            {text_field(typed, doing.errors, field)}
            {submit_button(text::reply_send(lang), text::sending(lang), doing.busy)}
        </form>
    }
    .into_any()
}
