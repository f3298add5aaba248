//! What needs another look, on top of the form: takes the focus, links to the fields, marks the page title. The same
//! words stand beside each field.

use crate::api::Failure;
use crate::dom;
use crate::react::{dynamic, effect, when};
use crate::state::lang;
use leptos::html;
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// One entry: the id of its field (empty when it concerns the whole form) and the sentence.
#[derive(Clone, PartialEq)]
struct Entry {
    field: String,
    sentence: String,
}

/// The errors of one form. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct FormErrors {
    entries: RwSignal<Vec<Entry>>,
    /// What the summary lists: the errors of the last submission, as long as they stand.
    listed: RwSignal<Vec<Entry>>,
    shown: RwSignal<u32>,
}

impl FormErrors {
    /// A form without errors.
    pub fn new() -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            listed: RwSignal::new(Vec::new()),
            shown: RwSignal::new(0),
        }
    }

    /// No errors any more: at the start of every submission.
    pub fn clear(self) {
        self.entries.set(Vec::new());
    }

    /// Removes what was said about one field, without moving the focus.
    pub fn clear_field(self, field: &str) {
        if self
            .entries
            .with_untracked(|list| list.iter().any(|entry| entry.field == field))
        {
            self.entries
                .update(|list| list.retain(|entry| entry.field != field));
        }
    }

    /// Says something about one field beside it only; the summary shows it after the next submission.
    pub fn mark(self, field: &str, sentence: String) {
        self.clear_field(field);
        self.entries.update(|list| {
            list.push(Entry {
                field: field.to_owned(),
                sentence,
            });
        });
    }

    /// Shows the summary if there are errors; says whether there are.
    pub fn show(self) -> bool {
        let any = self.entries.with_untracked(|list| !list.is_empty());
        self.listed.set(self.entries.get_untracked());
        if any {
            self.shown.update(|times| *times += 1);
        }
        any
    }

    /// Shows what the server said. `field_of` maps a path of the request to the id of the field on this page.
    pub fn show_failure(self, failure: &Failure, lang: Lang, field_of: impl Fn(&str) -> String) {
        let mut entries: Vec<Entry> = failure
            .fields
            .iter()
            .map(|error| Entry {
                field: field_of(&error.path),
                sentence: error.title.clone(),
            })
            .collect();
        if entries.is_empty() {
            let mut sentence = failure.sentence(lang);
            if failure.is_ours() && !failure.request_id.is_empty() {
                sentence = format!("{sentence} {}", text::ui::request_code(lang, &failure.request_id));
            }
            entries.push(Entry {
                field: String::new(),
                sentence,
            });
        }
        self.entries.set(entries);
        self.show();
    }

    /// What is said about a field.
    pub fn of(self, field: &str) -> Signal<Option<String>> {
        let field = field.to_owned();
        Signal::derive(move || {
            self.entries.with(|list| {
                list.iter()
                    .find(|entry| entry.field == field)
                    .map(|entry| entry.sentence.clone())
            })
        })
    }
}

/// The box on top of the form.
pub fn error_summary(errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let node = NodeRef::<html::Div>::new();
    let lines = Memo::new(move |_| {
        let mut listed = errors.listed.get();
        errors
            .entries
            .with(|standing| listed.retain(|entry| standing.contains(entry)));
        listed
    });
    let visible = move || lines.with(|lines| !lines.is_empty());
    // Once for each submission: while they are mended one by one, the focus stays where the person types.
    effect(move || {
        errors.shown.track();
        if untrack(visible)
            && let Some(node) = node.get()
        {
            let _ = node.focus();
        }
    });
    effect(move || mark_title(visible(), lang));
    let line = |entry: Entry| {
        if entry.field.is_empty() {
            return view! { <li><p>{entry.sentence}</p></li> }.into_any();
        }
        let id = entry.field.clone();
        let jump = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            dom::focus(&id);
        };
        let words = match dom::label_of(&entry.field) {
            Some(label) => format!("{label}: {}", entry.sentence),
            None => entry.sentence,
        };
        view! { <li><a href=format!("#{}", entry.field) on:click=jump>{words}</a></li> }.into_any()
    };
    let summary = move || {
        let lines = dynamic(move || lines.get().into_iter().map(line).collect_view());
        view! {
            <div class="error-summary" tabindex="-1" node_ref=node role="alert">
                <h2>{text::ui::errors_title(lang)}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    };
    when(visible, summary)
}

fn mark_title(wrong: bool, lang: Lang) {
    let Some(document) = dom::document() else { return };
    let prefix = text::ui::title_error_prefix(lang);
    let title = document.title();
    let bare = title.strip_prefix(prefix).unwrap_or(&title).trim_start();
    let wanted = if wrong {
        format!("{prefix} {bare}")
    } else {
        bare.to_owned()
    };
    if wanted != title {
        document.set_title(&wanted);
    }
}
