//! Step 5: everything that will be filed, on one page, and the button that files it.

use crate::dom;
use crate::filing::check_rows;
use crate::filing::conflict;
use crate::filing::draft::{Act, Draft};
use crate::filing::form::{Form, change_address};
use crate::filing::model::{Step, element_of};
use crate::filing::renewal::PATH;
use crate::filing::saving::Saving;
use crate::filing::seal;
use crate::react::dynamic;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::error::FieldError;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Of the box with files that are not received; takes the focus.
const UNSENT: &str = "chua-gui";
/// The same of what is missing.
const MISSING: &str = "con-thieu";

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Check);
    let draft = form.draft;
    let lang = form.lang;
    // What another tab changed is shown before it is filed.
    spawn_local(async move {
        saving.flush().await;
        let _ = draft.run(Act::Reload).await;
    });
    let complete = Memo::new(move |_| draft.view.with(|view| view.missing.is_empty()));
    let [at_rest, working] = (draft.ground.submit)(lang);
    let label = move || if form.busy.get() { working } else { at_rest };
    let button = dynamic(move || {
        complete.get().then(|| {
            view! {
                <button
                    type="button"
                    class="btn"
                    aria-disabled=move || form.busy.get().then_some("true")
                    on:click=move |_| submit(form)
                >
                    {label}
                </button>
            }
        })
    });
    let still = dynamic(move || {
        let is_field = |error: &&FieldError| error.path != PATH;
        let count = draft
            .view
            .with(|view| view.missing.iter().filter(is_field).count());
        (count > 0).then(|| {
            view! {
                <p>
                    {text::filing::still_missing(lang, count)} " "
                    <button type="button" class="btn-link" on:click=move |_| dom::focus(MISSING)>
                        {text::filing::show_missing(lang)}
                    </button>
                </p>
            }
        })
    });
    view! {
        {form.head()}
        {dynamic(move || unsent(draft, form))}
        {dynamic(move || draft.view.with(|view| missing(view, draft, form)))}
        {dynamic(move || draft.view.with(|view| check_rows::view(view, draft)))}
        {dynamic(move || draft.view.with(warnings))}
        {dynamic(move || complete.get().then(|| promise(form)))}
        {still}
        <div class="row end gap-above wizard-buttons">
            {button}
            <a href=draft.ground.left class="btn text">{text::filing::save_and_leave(lang)}</a>
        </div>
    }
    .into_any()
}

fn submit(form: Form) {
    if form.busy.get_untracked() {
        return;
    }
    form.errors.clear();
    if !untrack(|| form.draft.transfers.not_received()).is_empty() {
        dom::focus(UNSENT);
        return;
    }
    form.busy.set(true);
    spawn_local(async move {
        // What was typed on another page and has not arrived, is undecided or not taken, would be missing from what is filed.
        if !form.saving.flush().await || !form.saving.refused().is_empty() {
            let _ = form.busy.try_set(false);
            dom::focus(conflict::ID);
            return;
        }
        match form.draft.submit().await {
            // Still busy while the receipt is on its way: no second press.
            Ok(dossier) => {
                seal::forget_all(form.draft.id);
                form.go(&format!("{}/{dossier}", form.draft.ground.filed));
            }
            Err(failure) => {
                let _ = form.busy.try_set(false);
                form.errors.show_failure(&failure, form.lang, |_| String::new());
            }
        }
    });
}

/// What may end it at the desk.
fn warnings(view: &DraftView) -> AnyView {
    let line = |sentence: &String| verdict(Tone::Warn, sentence.clone(), ());
    view.warnings.iter().map(line).collect_view().into_any()
}

/// Files that were chosen and are not with the server: what is filed would lack them.
fn unsent(draft: Draft, form: Form) -> AnyView {
    let lang = form.lang;
    let line = |(id, file): (String, String)| {
        let path = format!("components.{id}");
        let name = draft.view.with(|view| check_rows::field_name(view, &path, lang));
        let sentence = text::filing::unsent_line(lang, file, name);
        (path, sentence)
    };
    let lines = draft.transfers.not_received().into_iter().map(line).collect();
    hindrances(draft, (UNSENT, text::filing::unsent_title(lang)), lines)
}

/// What still stands in the way, with the way there.
fn missing(view: &DraftView, draft: Draft, form: Form) -> AnyView {
    let lang = form.lang;
    let line = |error: &FieldError| {
        let name = check_rows::field_name(view, &error.path, lang);
        let sentence = text::filing::missing_line(lang, name, &error.title);
        (error.path.clone(), sentence)
    };
    // What there is to say of the procedure stands above.
    let of_fields = view.missing.iter().filter(|error| error.path != PATH);
    let lines = of_fields.map(line).collect();
    hindrances(draft, (MISSING, text::filing::missing_title(lang)), lines)
}

/// A box with links to where each of them is: path of the field and sentence. Nothing where there are none.
fn hindrances(
    draft: Draft,
    (id, title): (&'static str, &'static str),
    lines: Vec<(String, String)>,
) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let line = |(path, sentence): (String, String)| {
        let address = change_address(draft, Step::of_path(&path), &element_of(&path));
        view! {
            <li>
                <a href=address>{sentence}</a>
            </li>
        }
    };
    let lines = lines.into_iter().map(line).collect_view();
    let outcome = verdict(Tone::Warn, title, view! { <ul class="missing">{lines}</ul> });
    view! { <div id=id tabindex="-1" class="gap-below">{outcome}</div> }.into_any()
}

/// In whose name, and what follows.
fn promise(form: Form) -> AnyView {
    let lang = form.lang;
    let line = form
        .draft
        .view
        .with(|view| text::filing::in_whose_name(lang, &view.owner.name));
    verdict(
        Tone::Plain,
        line,
        view! { <p>{text::filing::after_submit(lang)}</p> },
    )
}
