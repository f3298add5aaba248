//! The dialog in which something is added or named.

use super::state::Kept;
use crate::api::{Failure, Load};
use crate::react::when;
use crate::ui::{Choice, Dialog, Field, FormErrors, Select, error_summary, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::kept::{AddCategory, AddType, ChangeKept, KeptType};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// What the dialog is for.
#[derive(Clone, PartialEq)]
enum Act {
    AddType,
    AddCategory,
    Rename {
        address: String,
        version: u32,
        is_active: bool,
    },
}

/// Its fields; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Form {
    kept: Kept,
    open: RwSignal<bool>,
    act: RwSignal<Act>,
    type_id: RwSignal<String>,
    code: RwSignal<String>,
    name: RwSignal<String>,
    errors: FormErrors,
}

impl Form {
    /// Closed.
    pub fn new(kept: Kept) -> Self {
        let [type_id, code, name] = [(); 3].map(|()| RwSignal::new(String::new()));
        Self {
            kept,
            open: RwSignal::new(false),
            act: RwSignal::new(Act::AddType),
            type_id,
            code,
            name,
            errors: FormErrors::new(),
        }
    }

    fn show(self, act: Act, type_id: String, name: String) {
        self.errors.clear();
        self.kept.said.set(None);
        self.act.set(act);
        self.type_id.set(type_id);
        self.code.set(String::new());
        self.name.set(name);
        self.open.set(true);
    }

    /// "Thêm loại"
    pub fn add_type(self) {
        self.show(Act::AddType, String::new(), String::new());
    }

    /// "Thêm danh mục"
    pub fn add_category(self, type_id: String) {
        self.show(Act::AddCategory, type_id, String::new());
    }

    /// "Đổi tên"
    pub fn rename(self, address: String, name: String, version: u32, is_active: bool) {
        let act = Act::Rename {
            address,
            version,
            is_active,
        };
        self.show(act, String::new(), name);
    }

    fn submit(self) {
        let kept = self.kept;
        if kept.busy.get_untracked() {
            return;
        }
        self.errors.clear();
        kept.busy.set(true);
        let (act, name) = (self.act.get_untracked(), self.name.get_untracked());
        spawn_local(async move {
            let answer: Result<Vec<KeptType>, Failure> = match act {
                Act::AddType => {
                    let request = AddType { name: name.clone() };
                    kept.api.post(path::KEPT_TYPES, &request, None).await
                }
                Act::AddCategory => {
                    let request = AddCategory {
                        type_id: self.type_id.get_untracked(),
                        code: self.code.get_untracked(),
                        name: name.clone(),
                    };
                    kept.api.post(path::KEPT_CATEGORIES, &request, None).await
                }
                Act::Rename {
                    address,
                    version,
                    is_active,
                } => {
                    let request = ChangeKept {
                        version,
                        name: name.clone(),
                        is_active,
                    };
                    kept.api.put(&address, &request).await
                }
            };
            let done = text::categories::saved(kept.lang, name.trim());
            match kept.take(answer, done) {
                Ok(()) => {
                    let _ = self.open.try_set(false);
                }
                Err(failure) => self.errors.show_failure(&failure, kept.lang, str::to_owned),
            }
        });
    }
}

/// The dialog.
pub fn dialog(form: Form) -> AnyView {
    let title = text::categories::dialog(form.kept.lang);
    view! {
        <Dialog id="danh-muc" title=title open=form.open>
            {fields(form)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form) -> AnyView {
    let lang = form.kept.lang;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    let choices = Signal::derive(move || {
        form.kept.types.with(|types| match types {
            Load::Ready(types) => types
                .iter()
                .filter(|kind| kind.is_active)
                .map(|kind| Choice {
                    value: kind.id.clone(),
                    label: kind.name.clone(),
                })
                .collect(),
            _ => Vec::new(),
        })
    });
    let of_category = move || {
        let code = Field {
            hint: text::categories::code_hint(lang),
            ..Field::new("code", text::categories::code(lang))
        };
        view! {
            <Select
                id="type_id"
                label=text::vault::paper_type(lang)
                placeholder=text::ui::choose(lang)
                choices=choices
                value=form.type_id
                errors=form.errors
            />
            {text_field(form.code, form.errors, code)}
        }
        .into_any()
    };
    let is_category = move || form.act.with(|act| *act == Act::AddCategory);
    let name = Field {
        multiline: true,
        ..Field::new("name", text::categories::name(lang))
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(form.errors)}
            {when(is_category, of_category)}
            {text_field(form.name, form.errors, name)}
            <div class="row">
                {submit_button(text::categories::save(lang), text::categories::saving(lang), form.kept.busy)}
                <button type="button" class="btn quiet" on:click=move |_| form.open.set(false)>
                    {text::vault::cancel(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}
