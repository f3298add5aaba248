//! The electronic form of a procedure: whether there is one, kept as a file, put in from a file, and taken out again.

use super::draft::Draft;
use crate::api::{Api, Failure};
use crate::dom;
use crate::react::{dynamic, when};
use crate::ui::{Dialog, FilePicker, Tone, verdict};
use leptos::prelude::*;
use motcua_shared::catalogue::form::FormSchema;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// What is wrong with a file: its name, and each fault with its place.
#[derive(Clone, PartialEq)]
struct Refused {
    name: String,
    lines: Vec<(String, String)>,
}

/// The section of the form.
pub fn schema(draft: Draft, lang: Lang) -> AnyView {
    let api = Api::current();
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Refused>);
    let asks = RwSignal::new(false);
    let take = Callback::new(move |(file,): (File,)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let name = file.name();
        spawn_local(async move {
            let answer = api.post_file::<FormSchema>(path::FORM_CHECK, &file).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(form) => {
                    let _ = draft.form.try_set(Some(form));
                }
                Err(failure) => {
                    let _ = refused.try_set(Some(refusal(name, failure, lang)));
                }
            }
        });
    });
    let there = move || match draft.form.get() {
        None => view! { <p class="muted">{text::keeping::form_none(lang)}</p> }.into_any(),
        Some(form) => {
            let count = form.all().count();
            let keep = form.clone();
            let code = draft.code;
            view! {
                <p>
                    <b>{form.title}</b>
                    " · "
                    {text::keeping::form_count(lang, count)}
                </p>
                <p class="row links">
                    <button
                        type="button"
                        class="btn-link"
                        on:click=move |_| download(&keep, &code.get_untracked())
                    >
                        {text::keeping::form_download(lang)}
                    </button>
                    <button type="button" class="btn-link danger" on:click=move |_| asks.set(true)>
                        {text::keeping::form_remove(lang)}
                    </button>
                </p>
            }
            .into_any()
        }
    };
    let remove = move |_| {
        draft.form.set(None);
        asks.set(false);
        dom::focus("form-file");
    };
    let sentence = Signal::derive(move || {
        let name = refused.with(|refused| refused.as_ref().map(|refused| refused.name.clone()));
        name.map(|name| text::keeping::form_refused(lang, name))
    });
    view! {
        <section class="card stack" id="form">
            <h2>{text::keeping::form(lang)}</h2>
            <div role="status">{dynamic(there)}</div>
            <FilePicker
                id="form-file"
                label=Signal::derive(move || match draft.form.with(Option::is_some) {
                    true => text::keeping::form_replace(lang),
                    false => text::keeping::form_choose(lang),
                })
                hint=text::keeping::form_hint(lang)
                accept="application/json,.json"
                error=sentence
                on_file=take
            />
            {when(
                move || busy.get(),
                move || view! { <p class="hint" role="status">{text::keeping::importing(lang)}</p> }.into_any(),
            )}
            <div role="alert">{dynamic(move || refused.get().map(|refused| shown(refused, lang)))}</div>
            <Dialog id="form-removal" title=text::keeping::form_remove_title(lang) open=asks>
                <div class="stack">
                    <p>{text::keeping::form_remove_hint(lang)}</p>
                    <div class="row">
                        <button type="button" class="btn" on:click=remove>
                            {text::keeping::form_remove(lang)}
                        </button>
                        <button type="button" class="btn quiet" on:click=move |_| asks.set(false)>
                            {text::keeping::form_keep(lang)}
                        </button>
                    </div>
                </div>
            </Dialog>
        </section>
    }
    .into_any()
}

fn refusal(name: String, failure: Failure, lang: Lang) -> Refused {
    let mut lines: Vec<(String, String)> = Vec::with_capacity(failure.fields.len());
    for field in &failure.fields {
        // Of the file as a whole the sentence says where.
        let place = match field.path.as_str() {
            "file" => "",
            place => place,
        };
        lines.push((place.to_owned(), field.title.clone()));
    }
    if lines.is_empty() {
        lines.push((String::new(), failure.sentence(lang)));
    }
    Refused { name, lines }
}

fn shown(refused: Refused, lang: Lang) -> AnyView {
    let line = |(place, sentence): (String, String)| {
        let place = (!place.is_empty()).then(|| view! { <b class="code">{place}</b> });
        view! { <li>{place} " " {sentence}</li> }.into_any()
    };
    let lines: Vec<AnyView> = refused.lines.into_iter().map(line).collect();
    verdict(
        Tone::Bad,
        text::keeping::form_refused(lang, refused.name),
        view! { <ul class="lines">{lines}</ul> },
    )
    .into_any()
}

/// Has the browser keep a form as a file that can be changed and put in again.
pub fn download(form: &FormSchema, code: &str) {
    let Ok(text) = serde_json::to_string(form) else {
        return;
    };
    let pretty = js_sys::JSON::parse(&text)
        .and_then(|value| {
            js_sys::JSON::stringify_with_replacer_and_space(&value, &wasm_bindgen::JsValue::NULL, &1.into())
        })
        .map_or(text, String::from);
    let name = format!("to-khai-{}.json", if code.is_empty() { "moi" } else { code });
    dom::save(pretty.as_bytes(), "application/json", &name);
}
