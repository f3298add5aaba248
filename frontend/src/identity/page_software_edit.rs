//! Where administrators keep the list of support software.

use crate::api::{Api, load};
use crate::dom;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::select::Choice;
use crate::ui::{
    Field, FormErrors, Select, Tone, error_summary, load_view, page_heading, submit_button, text_field,
    verdict,
};
use leptos::prelude::*;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::software::{OperatingSystem, SupportSoftware, SupportSoftwareList};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/tai-khoan/phan-mem-ho-tro`
pub fn page() -> AnyView {
    signed_in(editor)
}

fn editor() -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let is_administrator = session
        .account()
        .is_some_and(|account| account.kind == AccountKind::Administrator);
    let content = if is_administrator {
        let list = load::<SupportSoftwareList>(|| path::SUPPORT_SOFTWARE.to_owned());
        load_view(list, form)
    } else {
        let way = view! { <p><a href="/phan-mem-ho-tro">{text::software::title(lang)}</a></p> };
        verdict(Tone::Warn, text::error::not_allowed(lang), way)
    };
    view! {
        <div class="narrow">
            {page_heading(text::software::edit_title(lang))}
            {content}
        </div>
    }
    .into_any()
}

/// One program as it is typed.
#[derive(Clone, Copy)]
struct Row {
    os: RwSignal<String>,
    name: RwSignal<String>,
    version: RwSignal<String>,
    url: RwSignal<String>,
    note: RwSignal<String>,
}

impl Row {
    fn new(entry: SupportSoftware) -> Self {
        let optional = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Self {
            os: RwSignal::new(entry.os.as_str().to_owned()),
            name: RwSignal::new(entry.name),
            version: optional(entry.version),
            url: optional(entry.url),
            note: optional(entry.note),
        }
    }

    fn empty() -> Self {
        Self::new(SupportSoftware {
            os: OperatingSystem::Windows,
            name: String::new(),
            version: None,
            url: None,
            note: None,
        })
    }

    fn entry(self) -> SupportSoftware {
        let chosen = self.os.get_untracked();
        let os = OperatingSystem::ALL.into_iter().find(|os| os.as_str() == chosen);
        let optional =
            |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        SupportSoftware {
            os: os.unwrap_or(OperatingSystem::Windows),
            name: self.name.get_untracked(),
            version: optional(self.version),
            url: optional(self.url),
            note: optional(self.note),
        }
    }
}

fn form(list: SupportSoftwareList) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let state = RwSignal::new(list.state);
    let rows = RwSignal::new(list.entries.into_iter().map(Row::new).collect::<Vec<_>>());
    let busy = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        said.set(String::new());
        busy.set(true);
        let request = SupportSoftwareList {
            state: state.get_untracked(),
            entries: rows.with_untracked(|rows| rows.iter().map(|row| row.entry()).collect()),
        };
        spawn_local(async move {
            let answer: Result<SupportSoftwareList, _> = api.put(path::SUPPORT_SOFTWARE, &request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(written) => {
                    let _ = state.try_set(written.state);
                    let _ = said.try_set(text::software::saved(lang).to_owned());
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    // Where an entry stands is part of the names of its fields: what was said about them is no longer true.
    let change = Callback::new(move |change: Change| {
        errors.clear();
        said.set(String::new());
        rows.update(|rows| change.apply(rows));
        dom::focus("add");
    });
    view! {
        {error_summary(errors)}
        <p>{text::software::edit_hint(lang)}</p>
        <form class="stack" novalidate=true on:submit=submit>
            {dynamic(move || {
                let last = rows.with(Vec::len).saturating_sub(1);
                let entries = rows.get().into_iter().enumerate();
                entries.map(|(number, row)| entry(number, last, row, errors, change)).collect_view()
            })}
            <p>
                <button type="button" class="btn quiet" id="add" on:click=move |_| change.run(Change::Add)>
                    {text::software::add(lang)}
                </button>
            </p>
            {submit_button(text::software::save(lang), text::identity::sending(lang), busy)}
        </form>
        <p role="status" class="gap-above">{move || said.get()}</p>
        <p class="actions"><a href="/phan-mem-ho-tro">{text::software::title(lang)}</a></p>
    }
    .into_any()
}

/// What is done to the list before it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Remove(usize),
    /// Changes places with the one before.
    Up(usize),
}

impl Change {
    fn apply(self, rows: &mut Vec<Row>) {
        match self {
            Self::Add => rows.push(Row::empty()),
            Self::Remove(number) if number < rows.len() => {
                rows.remove(number);
            }
            Self::Up(number) if number > 0 && number < rows.len() => rows.swap(number - 1, number),
            Self::Remove(_) | Self::Up(_) => {}
        }
    }
}

fn entry(number: usize, last: usize, row: Row, errors: FormErrors, change: Callback<Change>) -> AnyView {
    let lang = lang::current();
    let id = |field: &str| format!("entries.{number}.{field}");
    let choices: Vec<Choice> = OperatingSystem::ALL
        .map(|os| Choice {
            value: os.as_str().to_owned(),
            label: os.name().to_owned(),
        })
        .to_vec();
    let version = Field {
        optional: true,
        class: "short",
        ..Field::new(id("version"), text::software::version(lang))
    };
    let url = Field {
        optional: true,
        kind: "url",
        inputmode: "url",
        hint: text::software::url_hint(lang),
        ..Field::new(id("url"), text::software::url(lang))
    };
    let note = Field {
        optional: true,
        multiline: true,
        ..Field::new(id("note"), text::software::note(lang))
    };
    let title = text::software::entry(lang, number + 1);
    let up = (number > 0).then(|| {
        let label = text::software::up_label(lang, number + 1);
        view! {
            <button type="button" class="btn-link" aria-label=label on:click=move |_| change.run(Change::Up(number))>
                {text::software::up(lang)}
            </button>
        }
    });
    let down = (number < last).then(|| {
        let label = text::software::down_label(lang, number + 1);
        view! {
            <button type="button" class="btn-link" aria-label=label on:click=move |_| change.run(Change::Up(number + 1))>
                {text::software::down(lang)}
            </button>
        }
    });
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            <Select id=id("os") label=text::software::os(lang) choices=choices value=row.os errors=errors />
            {text_field(row.name, errors, Field::new(id("name"), text::software::name(lang)))}
            {text_field(row.version, errors, version)}
            {text_field(row.url, errors, url)}
            {text_field(row.note, errors, note)}
            <div class="actions">
                {up}
                {down}
                <button
                    type="button"
                    class="btn-link"
                    aria-label=text::software::remove_label(lang, number + 1)
                    on:click=move |_| change.run(Change::Remove(number))
                >
                    {text::software::remove(lang)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_added_moved_and_removed() {
        let names = |rows: &[Row]| -> Vec<String> { rows.iter().map(|row| row.entry().name).collect() };
        let owner = Owner::new();
        owner.with(|| {
            let mut rows = Vec::new();
            for name in ["a", "b"] {
                Change::Add.apply(&mut rows);
                rows[rows.len() - 1].name.set(name.to_owned());
            }
            Change::Up(1).apply(&mut rows);
            assert_eq!(names(&rows), ["b", "a"]);
            Change::Up(0).apply(&mut rows);
            Change::Remove(7).apply(&mut rows);
            assert_eq!(names(&rows), ["b", "a"]);
            Change::Remove(0).apply(&mut rows);
            assert_eq!(names(&rows), ["a"]);
        });
    }
}
