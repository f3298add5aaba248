//! One act on many dossiers of the list: chosen by ticks, agreed to once, and what could not be is named with the reason.

use crate::api::{Api, Load, load};
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Choice, Dialog, FormErrors, Select, Tone, error_summary, submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::AccountId;
use motcua_shared::path;
use motcua_shared::processing::batch::{BatchAct, BatchDone, BatchItem, DoBatch, LeftOut};
use motcua_shared::processing::dto::DeskDossierItem;
use motcua_shared::processing::work::WorkColleague;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What is chosen on the page of the list.
pub type Chosen = RwSignal<Vec<BatchItem>>;

/// Acts that a state allows for many at once.
fn acts(status: DossierStatus) -> &'static [BatchAct] {
    const ASSIGN: BatchAct = BatchAct::Assign { officer_id: None };
    match status {
        DossierStatus::Submitted => &[BatchAct::Receive],
        DossierStatus::Received => &[BatchAct::Begin, ASSIGN],
        DossierStatus::InProcess => &[ASSIGN],
        _ => &[],
    }
}

/// Whether there is one.
pub fn is_for(status: DossierStatus) -> bool {
    !acts(status).is_empty()
}

fn of(item: &DeskDossierItem) -> BatchItem {
    BatchItem {
        id: item.id,
        version: item.version,
    }
}

/// The tick before a dossier.
pub fn tick(item: &DeskDossierItem, chosen: Chosen, lang: Lang) -> AnyView {
    let own = of(item);
    let change = move |event| {
        let is_on = event_target_checked(&event);
        chosen.update(|chosen| {
            chosen.retain(|one| one.id != own.id);
            if is_on {
                chosen.push(own);
            }
        });
    };
    view! {
        <label class="pick">
            <span class="unseen">{text::work::choose(lang, &item.code)}</span>
            <input
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.iter().any(|one| one.id == own.id))
                on:change=change
            />
        </label>
    }
    .into_any()
}

/// Choosing all of the page.
pub fn tick_all(items: &[DeskDossierItem], chosen: Chosen, lang: Lang) -> AnyView {
    let all: Vec<BatchItem> = items.iter().map(of).collect();
    let count = all.len();
    let change = move |event| {
        chosen.set(match event_target_checked(&event) {
            true => all.clone(),
            false => Vec::new(),
        });
    };
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.len() == count)
                on:change=change
            />
            <span>{text::work::choose_all(lang)}</span>
        </label>
    }
    .into_any()
}

fn label(act: BatchAct, lang: Lang) -> &'static str {
    match act {
        BatchAct::Receive => text::work::batch_receive(lang),
        BatchAct::Begin => text::work::batch_begin(lang),
        BatchAct::Assign { .. } => text::work::batch_assign(lang),
    }
}

fn question(act: BatchAct, count: usize, lang: Lang) -> String {
    match act {
        BatchAct::Receive => text::work::batch_ask_receive(lang, count),
        BatchAct::Begin => text::work::batch_ask_begin(lang, count),
        BatchAct::Assign { .. } => text::work::batch_ask_assign(lang, count),
    }
}

/// What may be done with those that are chosen; `again` shows the list anew.
pub fn bar(status: DossierStatus, chosen: Chosen, again: Callback<()>) -> AnyView {
    let lang = lang::current();
    let open = RwSignal::new(false);
    let act = RwSignal::new(BatchAct::Receive);
    let done = RwSignal::new(None::<BatchDone>);
    let button = move |one: BatchAct| {
        let go = move |_| {
            act.set(one);
            done.set(None);
            open.set(true);
        };
        view! {
            <button type="button" class="btn" on:click=go>
                {label(one, lang)}
            </button>
        }
        .into_any()
    };
    let foot = dynamic(move || {
        let count = chosen.with(Vec::len);
        (count > 0).then(|| {
            let buttons: Vec<AnyView> = acts(status).iter().copied().map(button).collect();
            view! {
                <div class="batch">
                    <p role="status">{text::work::chosen(lang, count)}</p>
                    {buttons}
                </div>
            }
        })
    });
    // However the answer is closed: the list is another one now.
    effect(move || {
        if !open.get() && done.with_untracked(Option::is_some) {
            done.set(None);
            again.run(());
        }
    });
    let content = move || {
        dynamic(move || match done.get() {
            None => ask(act.get(), chosen, done),
            Some(answer) => said(answer, open),
        })
    };
    view! {
        {foot}
        <Dialog id="hang-loat" title=text::work::batch_title(lang) open=open>
            {content()}
        </Dialog>
    }
    .into_any()
}

fn ask(act: BatchAct, chosen: Chosen, done: RwSignal<Option<BatchDone>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let who = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let act = match act {
            BatchAct::Assign { .. } => BatchAct::Assign {
                officer_id: who.with_untracked(|who| AccountId::parse(who)),
            },
            other => other,
        };
        let request = DoBatch {
            act,
            dossiers: chosen.get_untracked(),
        };
        spawn_local(async move {
            let answer = api.post::<BatchDone>(path::DESK_BATCHES, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(answer) => {
                    let _ = done.try_set(Some(answer));
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
            }
        });
    };
    let people = matches!(act, BatchAct::Assign { .. }).then(|| {
        let colleagues = load::<Vec<WorkColleague>>(|| path::DESK_COLLEAGUES.to_owned());
        let choices = Signal::derive(move || officers(colleagues.get(), lang));
        view! { <Select id="officer_id" label=text::work::who(lang) choices=choices value=who errors=errors /> }
    });
    view! {
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            <p>{question(act, chosen.with_untracked(Vec::len), lang)}</p>
            {people}
            <p>{submit_button(text::work::batch_go(lang), text::work::batch_going(lang), busy)}</p>
        </form>
    }
    .into_any()
}

/// Whom a dossier may be given to.
pub fn officers(colleagues: Load<Vec<WorkColleague>>, lang: Lang) -> Vec<Choice> {
    let mut choices = vec![Choice {
        value: String::new(),
        label: text::work::who_any(lang).to_owned(),
    }];
    if let Load::Ready(all) = colleagues {
        choices.extend(all.into_iter().map(|one| Choice {
            value: one.id.to_string(),
            label: text::work::who_of(lang, one.open, one.name),
        }));
    }
    choices
}

fn said(answer: BatchDone, open: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    let left = (!answer.left_out.is_empty()).then(|| {
        let line = |one: LeftOut| {
            let code = one.code.unwrap_or_else(|| "–".to_owned());
            view! { <li>{text::work::batch_left_one(lang, code, one.words)}</li> }.into_any()
        };
        let title = text::work::batch_left(lang, answer.left_out.len());
        let lines: Vec<AnyView> = answer.left_out.into_iter().map(line).collect();
        verdict(Tone::Warn, title, view! { <ul>{lines}</ul> })
    });
    let tone = if answer.done > 0 { Tone::Ok } else { Tone::Plain };
    view! {
        <div class="stack" role="status">
            {verdict(tone, text::work::batch_done(lang, answer.done), ())}
            {left}
            <p>
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {text::work::batch_close(lang)}
                </button>
            </p>
        </div>
    }
    .into_any()
}
