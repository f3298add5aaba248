//! Taking a file of records in: first it is only looked at, then what would happen is said, then it happens.

use crate::api::Api;
use crate::dom;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{FilePicker, FormErrors, Tone, error_summary, tag, verdict};
use leptos::prelude::*;
use motcua_shared::catalogue::report::{ImportReport, Odd};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Remarks that are shown without being asked for.
const FEW: usize = 50;

/// What was found in which file, and whether it was written.
#[derive(Clone)]
struct Outcome {
    report: ImportReport,
    name: String,
    is_written: bool,
}

/// The form. `path` takes the file, with `name` and `check` in its query; `more` is said in the query beside them.
pub fn import_form(path: &'static str, hint: String, more: Signal<&'static str>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let chosen = StoredValue::new_local(None::<File>);
    let outcome = RwSignal::new(None::<Outcome>);
    let send = move |only_tries: bool| {
        let Some(file) = chosen.get_value() else { return };
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let name = file.name();
        let address = format!(
            "{path}?name={}&check={only_tries}{}",
            dom::encode(&name),
            more.get_untracked()
        );
        spawn_local(async move {
            let answer = api.post_file::<ImportReport>(&address, &file).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(report) => {
                    let is_written = !only_tries;
                    let _ = outcome.try_set(Some(Outcome {
                        report,
                        name,
                        is_written,
                    }));
                }
                Err(failure) => {
                    let _ = outcome.try_set(None);
                    errors.show_failure(&failure, lang, str::to_owned);
                }
            }
        });
    };
    let take = Callback::new(move |(file,): (File,)| {
        chosen.set_value(Some(file));
        send(true);
    });
    let write = Callback::new(move |()| send(false));
    view! {
        {error_summary(errors)}
        <div class="card stack gap-below">
            <FilePicker
                id="file"
                label=text::keeping::import_choose(lang)
                hint=hint
                accept="application/json,.json,.jsonl"
                error=Signal::derive(|| None::<String>)
                on_file=take
            />
            {when(move || busy.get(), move || view! { <p class="hint" role="status">{text::keeping::importing(lang)}</p> }.into_any())}
        </div>
        <div role="status">{dynamic(move || outcome.get().map(|outcome| shown(outcome, write, lang)))}</div>
    }
    .into_any()
}

fn shown(outcome: Outcome, write: Callback<()>, lang: Lang) -> AnyView {
    let Outcome {
        report,
        name,
        is_written,
    } = outcome;
    let would_change = report.added + report.changed > 0;
    let title = match (is_written, would_change) {
        (true, _) => text::keeping::import_done(lang, &name),
        (false, true) => text::keeping::import_would(lang, &name),
        (false, false) => text::keeping::import_nothing(lang, &name),
    };
    let tone = match (is_written, report.refused) {
        (true, 0) => Tone::Ok,
        (_, 0) => Tone::Plain,
        _ => Tone::Warn,
    };
    let number = |name: &'static str, count: u32| {
        (count > 0).then(|| view! { <li>{name} ": " <b>{count.to_string()}</b></li> })
    };
    let numbers = view! {
        <ul class="lines">
            {number(text::keeping::import_read(lang), report.read)}
            {number(text::keeping::import_added(lang), report.added)}
            {number(text::keeping::import_changed(lang), report.changed)}
            {number(text::keeping::import_unchanged(lang), report.unchanged)}
            {number(text::keeping::import_kept(lang), report.kept)}
            {number(text::keeping::import_refused(lang), report.refused)}
        </ul>
    };
    let button = (!is_written && would_change).then(|| {
        view! {
            <p class="gap-above">
                <button type="button" class="btn" on:click=move |_| write.run(())>
                    {text::keeping::import_write(lang)}
                </button>
            </p>
        }
    });
    view! {
        {verdict(tone, title, view! { {numbers} {button} })}
        {remarks(report.odd, lang)}
    }
    .into_any()
}

fn remarks(odd: Vec<Odd>, lang: Lang) -> AnyView {
    if odd.is_empty() {
        return ().into_any();
    }
    let count = odd.len();
    let (refused, noted): (Vec<Odd>, Vec<Odd>) = odd.into_iter().partition(|odd| odd.refused);
    let line = |odd: Odd| {
        let mark = match odd.refused {
            true => tag(Tone::Bad, text::keeping::import_not_taken(lang)),
            false => tag(Tone::Plain, text::keeping::import_note(lang)),
        };
        let sentence = odd.what.sentence(&odd.words, lang);
        view! {
            <li>
                {mark} " " <b class="code">{odd.code}</b> " " {sentence} " " <span class="hint code">{odd.at}</span>
            </li>
        }
        .into_any()
    };
    let mut lines: Vec<AnyView> = refused.into_iter().chain(noted).map(line).collect();
    let rest = lines.split_off(lines.len().min(FEW));
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{text::keeping::import_more(lang, rest.len())}</summary>
                <ul class="lines">{rest}</ul>
            </details>
        }
    });
    view! {
        <section class="card stack-small gap-above">
            <h2>{text::keeping::import_remarks(lang, count)}</h2>
            <ul class="lines">{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}
