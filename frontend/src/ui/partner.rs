//! Papers that lie in another system's vault: looked for there, and taken from there. For the page of that vault and for the
//! dialog "Lấy từ kho".

use crate::api::upload::sleep;
use crate::api::{Api, Load, Loader, load, search_at};
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, failure_box, skeleton, tag, verdict};
use leptos::prelude::*;
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;
use motcua_shared::vault::partner::{
    PartnerPage, PartnerPaper, PartnerState, PartnerVaultView, SearchPartner, TakePaper,
};
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

/// The other systems that this portal knows.
pub fn partners() -> Loader<Vec<PartnerVaultView>> {
    load(|| path::PARTNER_VAULTS.to_owned())
}

/// Where a paper that the vault has is chosen; without it there is a link to its page.
type Chosen = Option<RwSignal<Option<PaperId>>>;

/// All that is needed of a paper once it was taken.
#[derive(Deserialize)]
struct Taken {
    id: PaperId,
}

/// Words, and the way through the pages: the last is the one that is shown.
#[derive(Clone, Default)]
struct Asked {
    q: String,
    cursors: Vec<String>,
}

/// The papers of one system.
pub fn partner_papers(partner: &PartnerVaultView, chosen: Chosen) -> AnyView {
    let lang = lang::current();
    if !partner.is_open {
        return verdict(Tone::Warn, text::partner::closed(lang, &partner.name), ());
    }
    let name = StoredValue::new(partner.name.clone());
    let id = StoredValue::new(partner.id.clone());
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new(Asked::default());
    let loaded = search_at::<PartnerPage, _>(path::partner_papers(&partner.id), move || {
        asked.with(|asked| SearchPartner {
            q: Some(asked.q.clone()),
            cursor: asked.cursors.last().cloned(),
        })
    });
    let retry = Callback::new(move |()| loaded.retry());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set(Asked {
            q: typed.get_untracked().trim().to_owned(),
            cursors: Vec::new(),
        });
    };
    let list = dynamic(move || match loaded.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(page) if page.items.is_empty() => {
            let none = match asked.with_untracked(|asked| asked.q.is_empty()) {
                true => text::partner::none(lang, name.get_value()),
                false => text::vault::none_title(lang).to_owned(),
            };
            view! { <p class="muted">{none}</p> }.into_any()
        }
        Load::Ready(page) => {
            let rows = page.items.into_iter().enumerate();
            let rows: Vec<AnyView> = rows
                .map(|(place, paper)| row(paper, format!("partner-{place}"), id, chosen, lang))
                .collect();
            view! {
                <ul class="partner-papers">{rows}</ul>
                {turns(asked, page.next, lang)}
            }
            .into_any()
        }
    });
    let label = text::partner::search(lang, &partner.name);
    view! {
        <p class="hint">{text::partner::hint(lang, &partner.name)}</p>
        <form class="field partner-search" role="search" on:submit=submit>
            <label for="partner-q">{label}</label>
            <div class="row keep">
                <input
                    id="partner-q"
                    class="input grow"
                    type="search"
                    autocomplete="off"
                    maxlength="200"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button class="btn quiet">{text::vault::search(lang)}</button>
            </div>
        </form>
        {list}
    }
    .into_any()
}

fn turns(asked: RwSignal<Asked>, next: Option<String>, lang: Lang) -> AnyView {
    let button = |label: &'static str, turn: Box<dyn Fn(&mut Asked)>| {
        let turn = move |_| asked.update(|asked| turn(asked));
        view! {
            <button type="button" class="btn quiet short" on:click=turn>
                {label}
            </button>
        }
        .into_any()
    };
    let back: Box<dyn Fn(&mut Asked)> = Box::new(|asked| drop(asked.cursors.pop()));
    let has_back = asked.with_untracked(|asked| !asked.cursors.is_empty());
    let back = has_back.then(|| button(text::ui::previous_page(lang), back));
    let next = next.map(|next| {
        let turn: Box<dyn Fn(&mut Asked)> = Box::new(move |asked| asked.cursors.push(next.clone()));
        button(text::ui::next_page(lang), turn)
    });
    view! { <div class="row">{back} {next}</div> }.into_any()
}

/// Where one paper stands, as it changes by clicks.
#[derive(Clone, Copy)]
struct Standing {
    state: PartnerState,
    paper: Option<PaperId>,
}

fn row(
    paper: PartnerPaper,
    element: String,
    partner: StoredValue<String>,
    chosen: Chosen,
    lang: Lang,
) -> AnyView {
    let standing = RwSignal::new(Standing {
        state: paper.state,
        paper: paper.paper_id,
    });
    let wrong = RwSignal::new(paper.why.clone());
    let mut known = Vec::new();
    let mut add = |label, value: Option<String>| {
        if let Some(value) = value {
            known.push(fact(label, value));
        }
    };
    add(text::vault::result_code(lang), paper.result_code);
    add(text::vault::decision_number(lang), paper.decision_number);
    add(text::vault::issued_on(lang), paper.issued_on.map(format_date));
    add(text::partner::issuer(lang), paper.issuer);
    add(text::vault::summary(lang), paper.summary);
    add(text::vault::size(lang), Some(format::size(paper.size, lang)));
    let name = StoredValue::new(paper.name.clone());
    let id = StoredValue::new(paper.id);
    let element = StoredValue::new(element);
    let is_chosen = move || {
        let paper = standing.get().paper;
        chosen.is_some_and(|chosen| paper.is_some() && chosen.get() == paper)
    };
    view! {
        <li class="card" class:chosen=is_chosen>
            <div class="row">
                <h3>{paper.name}</h3>
                {dynamic(move || state_tag(standing.get().state, lang))}
            </div>
            {facts(true, known)}
            <div role="alert">
                {dynamic(move || wrong.get().map(|why| verdict(Tone::Bad, why, ())))}
            </div>
            {dynamic(move || acts(standing, (partner, id, name), element, wrong, chosen, lang))}
        </li>
    }
    .into_any()
}

fn state_tag(state: PartnerState, lang: Lang) -> AnyView {
    match state {
        PartnerState::Untaken => ().into_any(),
        PartnerState::Taken => tag(Tone::Ok, text::partner::taken(lang)),
        PartnerState::Newer => tag(Tone::Warn, text::partner::newer(lang)),
        PartnerState::Refused => tag(Tone::Bad, text::partner::refused(lang)),
    }
}

type Texts = (StoredValue<String>, StoredValue<String>, StoredValue<String>);

fn acts(
    standing: RwSignal<Standing>,
    (partner, id, name): Texts,
    element: StoredValue<String>,
    wrong: RwSignal<Option<String>>,
    chosen: Chosen,
    lang: Lang,
) -> AnyView {
    let Standing { state, paper } = standing.get();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let take = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let address = partner.with_value(|partner| path::partner_taking(partner));
        let request = TakePaper { id: id.get_value() };
        spawn_local(async move {
            match api.post::<Taken>(&address, &request, None).await {
                Ok(taken) => {
                    let now = Standing {
                        state: PartnerState::Taken,
                        paper: Some(taken.id),
                    };
                    if let Some(chosen) = chosen {
                        let _ = chosen.try_set(now.paper);
                    }
                    let _ = standing.try_set(now);
                    // The button is gone: what is there in its place takes the focus.
                    sleep(0).await;
                    element.with_value(|element| dom::focus(element));
                }
                Err(failure) => {
                    let _ = busy.try_set(false);
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    let name = name.get_value();
    let taking = (state != PartnerState::Taken).then(|| {
        let (label, spoken) = match state {
            PartnerState::Newer => (
                text::partner::take_newer(lang),
                text::partner::take_newer_label(lang, &name),
            ),
            _ => (text::partner::take(lang), text::partner::take_label(lang, &name)),
        };
        view! {
            <button
                type="button"
                class="btn quiet short"
                aria-label=spoken
                aria-disabled=move || busy.get().then_some("true")
                on:click=take
            >
                {move || if busy.get() { text::partner::taking(lang) } else { label }}
            </button>
        }
    });
    let having = paper.map(|paper| match chosen {
        Some(chosen) => {
            let is_on = move || chosen.get() == Some(paper);
            view! {
                <button
                    type="button"
                    class="btn quiet short"
                    id=element.get_value()
                    aria-label=text::partner::choose_label(lang, &name)
                    aria-pressed=move || if is_on() { "true" } else { "false" }
                    on:click=move |_| chosen.set(Some(paper))
                >
                    {move || is_on().then(|| view! { <span aria-hidden="true">"✓ "</span> })} {text::partner::choose(lang)}
                </button>
            }
            .into_any()
        }
        None => view! {
            <a href=format!("/kho/{paper}") id=element.get_value() aria-label=text::partner::see_label(lang, &name)>
                {text::partner::see(lang)}
            </a>
        }
        .into_any(),
    });
    view! { <div class="row">{having} {taking}</div> }.into_any()
}
