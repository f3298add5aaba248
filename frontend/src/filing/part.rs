//! One component on its page: what it is, what stands for it, and what can be done.

use crate::dom;
use crate::filing::form::Form;
use crate::filing::part_actions;
use crate::filing::picker::Picker;
use crate::filing::sending::Target;
use crate::filing::transfer::{Moving, Transfer};
use crate::filing::wording::{attached_line, attached_title, file_line};
use crate::react::{dynamic, effect};
use crate::signature::describe;
use crate::ui::{Tone, progress_bar, tag, verdict};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::filing::dto::{Attachment, DraftComponent};
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;

/// What a component needs to act; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Part {
    /// The page it is on.
    pub form: Form,
    /// The component.
    pub component: StoredValue<Component>,
    /// What stands for it.
    pub state: Memo<Option<DraftComponent>>,
    /// Whether another file is being chosen although there is one.
    pub changing: RwSignal<bool>,
    /// Where a file for it goes.
    pub target: Target,
    /// Where that file stands.
    pub transfer: Transfer,
    /// The dialog with the vault.
    pub picker: Picker,
}

/// Id of the component's section.
pub fn element(component: &str) -> String {
    format!("components.{component}")
}

/// The section.
pub fn view(form: Form, picker: Picker, number: usize, component: Component) -> AnyView {
    let Some(transfer) = form.draft.transfers.of(&component.id) else {
        return ().into_any();
    };
    let id = component.id.clone();
    let part = Part {
        form,
        state: Memo::new(move |_| {
            form.draft.view.with(|view| {
                view.components
                    .iter()
                    .find(|part| part.component_id == id)
                    .cloned()
            })
        }),
        changing: RwSignal::new(false),
        target: Target::new(form.draft, transfer, &component),
        transfer,
        picker,
        component: StoredValue::new(component.clone()),
    };
    // Whatever was chosen instead stands there now, and what was said about the one before is over.
    let element = element(&component.id);
    effect(move || {
        let attached = part
            .state
            .with(|state| state.as_ref().is_some_and(|state| state.attachment.is_some()));
        part.changing.set(false);
        if attached {
            form.errors.clear_field(&element);
            part.target.forget_refusal();
        }
    });
    section(part, number, component)
}

fn section(part: Part, number: usize, component: Component) -> AnyView {
    let lang = part.form.lang;
    let element = element(&component.id);
    let title_id = format!("{element}-title");
    let path = element.clone();
    // What stands there and will not do any more: the paper grew too old, its owner took it away, its signature failed.
    let wrong = Memo::new(move |_| {
        part.form.draft.view.with(|view| {
            let mut missing = view.missing.iter();
            let found = missing.find(|error| error.path == path);
            found.map(|error| error.title.clone())
        })
    });
    let error = part.form.errors.of(&element);
    let optional =
        (!component.required).then(|| view! { " " {tag(Tone::Plain, text::catalogue::optional(lang))} });
    let max_age = component.max_age_months;
    let max_age = max_age.map(|months| format!(" · {}", text::catalogue::max_age(lang, months)));
    let note = component
        .note
        .clone()
        .map(|note| view! { <p class="hint">{note}</p> });
    view! {
        <section
            class="part field"
            class:wrong=move || error.with(Option::is_some)
            id=element
            tabindex="-1"
            aria-labelledby=title_id.clone()
        >
            <h2 id=title_id.clone()>
                <span class="num">{number}</span>
                <span>{component.name.clone()} {optional}</span>
            </h2>
            <p class="hint">
                {words::component_line(&component, lang)} {max_age} ". " {words::counts_online(&component, lang)}
            </p>
            {note}
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
            <div role="status" class="stack-small">
                {dynamic(move || part.state.get().map(|state| found(part, &state, wrong.get(), lang)))}
                {dynamic(move || moving(part, lang))}
            </div>
            {part_actions::view(part)}
        </section>
    }
    .into_any()
}

/// What stands for the component, or what the vault offers.
fn found(part: Part, state: &DraftComponent, wrong: Option<String>, lang: Lang) -> AnyView {
    let months = part.component.with_value(|component| component.max_age_months);
    match &state.attachment {
        Some(attachment) => {
            let age = match (&wrong, months, state.fresh_until) {
                (None, Some(_), Some(until)) => Some(text::filing::fresh_until(lang, format_date(until))),
                (None, Some(months), None) => Some(text::filing::age_unknown(lang, months)),
                _ => None,
            };
            attached(attachment, age, wrong, lang)
        }
        None if state.fitting > 1 => {
            let title = text::filing::several_fit(lang, state.fitting);
            verdict(
                Tone::Warn,
                title,
                view! { <p>{text::filing::several_fit_hint(lang)}</p> },
            )
        }
        None if state.fitting == 0 && state.too_old > 0 => verdict(
            Tone::Warn,
            text::filing::only_too_old(lang, months.unwrap_or_default()),
            view! { <p>{text::filing::only_too_old_hint(lang)}</p> },
        ),
        None if state.fitting == 1 => view! { <p class="hint">{text::filing::one_fits(lang)}</p> }.into_any(),
        None => view! { <p class="hint">{text::filing::none_fits(lang)}</p> }.into_any(),
    }
}

fn attached(attachment: &Attachment, age: Option<String>, wrong: Option<String>, lang: Lang) -> AnyView {
    let signature = attachment.verdict.map(|verdict| {
        let (tone, label) = describe::tag(verdict, attachment.lacks_revocation, lang);
        tag(tone, label)
    });
    let file = file_line(attachment, lang);
    let tone = if wrong.is_some() { Tone::Bad } else { Tone::Ok };
    let more = view! {
        <p>{attached_line(attachment, lang)}</p>
        {age.or(wrong).map(|sentence| view! { <p class="strong">{sentence}</p> })}
        <p class="row attached-file">
            <span class="hint">{file}</span>
            {signature}
        </p>
    };
    verdict(tone, attached_title(attachment, lang), more)
}

/// The file that is on its way.
fn moving(part: Part, lang: Lang) -> AnyView {
    match part.transfer.state.get() {
        Moving::Idle => ().into_any(),
        Moving::Checking(name) => waiting(name, text::filing::file_checking(lang)),
        Moving::Judging(name) => waiting(name, text::filing::file_judging(lang)),
        Moving::Sending(name) => {
            let percent = part.transfer.percent;
            let offline = dom::is_offline();
            let down = dynamic(move || {
                offline
                    .get()
                    .then(|| verdict(Tone::Warn, text::filing::file_waits(lang), ()))
            });
            view! {
                <p>
                    <span class="file-name">{name}</span>
                    " · "
                    {text::filing::file_sending(lang)}
                    " "
                    // Spoken once as a sentence, not at every percent.
                    <span aria-hidden="true">{move || format!("{} %", percent.get())}</span>
                </p>
                {progress_bar(percent, text::filing::file_sending(lang))}
                {down}
            }
            .into_any()
        }
        Moving::Refused(name, sentence) => not_taken(text::filing::file_refused(lang, name), sentence),
        Moving::Failed(name, sentence) => not_taken(text::filing::file_failed(lang, name), sentence),
    }
}

fn waiting(name: String, what: &'static str) -> AnyView {
    view! {
        <p><span class="file-name">{name}</span> " · " {what}</p>
        <progress class="bar" aria-label=what></progress>
    }
    .into_any()
}

fn not_taken(title: String, sentence: String) -> AnyView {
    verdict(Tone::Bad, title, view! { <p>{sentence}</p> })
}
