//! "Cất vào kho" beside a file that was filed from the device: one press, and no procedure asks for it again.

use crate::api::upload::sleep;
use crate::api::{Api, Failure, Load, load};
use crate::dom;
use crate::filing::wording::is_picture;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Choice, FormErrors, Select, Tone, verdict};
use leptos::prelude::*;
use motcua_shared::filing::dto::DossierView;
use motcua_shared::filing::stow::{StowFile, Stowable, Stowed};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// What of a dossier may go into the vault, as far as it is known.
#[derive(Clone, Copy)]
pub struct Stowing {
    dossier: DossierId,
    files: Memo<Vec<Stowable>>,
}

/// Asks for it; nothing where no file came from the device, or it was filed for somebody else.
pub fn load_of(dossier: &DossierView) -> Option<Stowing> {
    let mut filed = dossier.components.iter().flat_map(|one| &one.attachment);
    let is_any = filed.any(|one| one.paper_id.is_none() && !is_picture(one));
    if dossier.acting.is_some() || !is_any {
        return None;
    }
    let id = dossier.id;
    let files = load::<Vec<Stowable>>(move || path::dossier_stowable(id));
    let files = Memo::new(move |_| match files.get() {
        Load::Ready(files) => files,
        // The receipt stands without them.
        _ => Vec::new(),
    });
    Some(Stowing { dossier: id, files })
}

/// What stands beside the file of a component.
pub fn beside(stowing: Option<Stowing>, component: &str, file_name: &str) -> AnyView {
    let Some(Stowing { dossier, files }) = stowing else {
        return ().into_any();
    };
    let (component, file_name) = (component.to_owned(), file_name.to_owned());
    dynamic(move || {
        let found = files.with(|files| files.iter().find(|one| one.component_id == component).cloned());
        found.map(|file| one(dossier, file, &file_name))
    })
}

fn one(dossier: DossierId, file: Stowable, name: &str) -> AnyView {
    let place = RwSignal::new(file.paper.clone());
    let label = text::dossier::stow_label(lang::current(), name);
    let stowed = link_id(&file.component_id);
    // The place of the answer stands there before it comes, so that it is read out.
    view! {
        <div class="no-print" role="status">
            {dynamic(move || place.get().map(|paper| lies_there(&paper, stowed.clone())))}
        </div>
        {dynamic(move || place.get().is_none().then(|| offer(dossier, &file, label.clone(), place)))}
    }
    .into_any()
}

/// The link to the paper that a component's file became.
fn link_id(component: &str) -> String {
    format!("stowed-{component}")
}

fn lies_there(paper: &Stowed, id: String) -> AnyView {
    let lang = lang::current();
    let said = match paper.was_there {
        true => text::dossier::stow_was_there(lang),
        false => text::dossier::stow_done(lang),
    };
    view! {
        <p>
            {said} " " <a id=id href=format!("/kho/{}", paper.paper_id)>{text::dossier::stow_look(lang)}</a>
        </p>
    }
    .into_any()
}

fn offer(dossier: DossierId, file: &Stowable, label: String, place: RwSignal<Option<Stowed>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let component = file.component_id.clone();
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let first = file.categories.first().map(|one| one.code.clone());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let choices: Vec<Choice> = file
        .categories
        .iter()
        .map(|one| Choice {
            value: one.code.clone(),
            label: one.name.clone(),
        })
        .collect();
    let as_what = (choices.len() > 1).then(|| {
        view! {
            <Select
                id=format!("stow-{component}")
                label=text::dossier::stow_as(lang)
                choices=choices
                value=chosen
                errors=FormErrors::new()
            />
        }
    });
    let stow = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let component = component.clone();
        let address = path::dossier_stow(dossier, &component);
        let category_code = chosen.get_untracked();
        spawn_local(async move {
            let asked = StowFile { category_code };
            let answer: Result<Stowed, Failure> = api.post(&address, &asked, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(paper) => {
                    let _ = place.try_set(Some(paper));
                    // The button is gone: what came of it takes the focus.
                    sleep(0).await;
                    dom::focus(&link_id(&component));
                }
                Err(failure) => {
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    view! {
        <form class="stow no-print" on:submit=stow>
            {as_what}
            <button
                class="btn quiet"
                aria-label=label
                aria-disabled=move || busy.get().then_some("true")
            >
                {text::dossier::stow(lang)}
            </button>
            <p class="hint">{text::dossier::stow_hint(lang)}</p>
            <div role="alert">{move || wrong.get().map(|sentence| verdict(Tone::Bad, sentence, ()))}</div>
        </form>
    }
    .into_any()
}
