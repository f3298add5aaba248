//! Taking a table of officers in: it is only looked at first, then what it would do is said, then it is done as a whole.

use crate::api::Api;
use crate::dom;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{FilePicker, FormErrors, Tone, error_summary, page_heading, tag, verdict};
use leptos::prelude::*;
use motcua_shared::identity::staff::{SheetFault, SheetLine, SheetReport};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Lines that are shown without being asked for.
const FEW: usize = 50;

/// `/can-bo/nguoi-dung/nhap`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let chosen = StoredValue::new_local(None::<File>);
    let outcome = RwSignal::new(None::<(SheetReport, String)>);
    let send = move |seen: Option<String>| {
        let Some(file) = chosen.get_value() else { return };
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let name = file.name();
        let address = match seen {
            Some(seen) => format!("{}?seen={}", path::STAFF_TABLE, dom::encode(&seen)),
            None => path::STAFF_TABLE.to_owned(),
        };
        spawn_local(async move {
            let answer = api.post_file::<SheetReport>(&address, &file).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(report) => {
                    let _ = outcome.try_set(Some((report, name)));
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
        outcome.set(None);
        send(None);
    });
    let write = Callback::new(move |seen: String| send(Some(seen)));
    let reading = move || view! { <p class="hint" role="status">{text::sheet::reading(lang)}</p> }.into_any();
    view! {
        {super::back()}
        {error_summary(errors)}
        {page_heading(text::sheet::import(lang))}
        <p>{text::sheet::lead(lang)}</p>
        <div class="card stack gap-below">
            <FilePicker
                id="file"
                label=text::sheet::choose(lang)
                hint=text::sheet::choose_hint(lang)
                accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                error=Signal::derive(|| None::<String>)
                on_file=take
            />
            <p>
                <a rel="external" download="" href=path::STAFF_TABLE>{text::sheet::export(lang)}</a>
            </p>
            {when(move || busy.get(), reading)}
        </div>
        <div role="status">
            {dynamic(move || outcome.get().map(|(report, name)| shown(report, &name, write, lang)))}
        </div>
    }
    .into_any()
}

fn shown(report: SheetReport, name: &str, write: Callback<String>, lang: Lang) -> AnyView {
    let (title, tone) = match (report.is_taken, report.wrong, &report.seen) {
        (true, ..) => (text::sheet::done(lang, name), Tone::Ok),
        (false, 0, Some(_)) => (text::sheet::would(lang, name), Tone::Plain),
        (false, 0, None) => (text::sheet::nothing(lang, name), Tone::Plain),
        (false, ..) => (text::sheet::wrong_title(lang, name), Tone::Warn),
    };
    let number = |name: &'static str, count: u32| {
        (count > 0).then(|| view! { <li>{name} ": " <b>{count.to_string()}</b></li> })
    };
    let numbers = view! {
        <ul class="lines">
            {number(text::sheet::added(lang), report.added)}
            {number(text::sheet::changed(lang), report.changed)}
            {number(text::sheet::same(lang), report.same)}
            {number(text::sheet::wrong(lang), report.wrong)}
        </ul>
    };
    let way_on = match report.seen {
        Some(seen) => Some(
            view! {
                <p class="hint">{text::sheet::whole(lang)}</p>
                <p class="gap-above">
                    <button type="button" class="btn" on:click=move |_| write.run(seen.clone())>
                        {text::sheet::write(lang)}
                    </button>
                </p>
            }
            .into_any(),
        ),
        None if report.wrong > 0 => Some(view! { <p>{text::sheet::retry(lang)}</p> }.into_any()),
        None => None,
    };
    let heading = match report.is_taken {
        true => text::sheet::lines_done(lang),
        false => text::sheet::lines(lang),
    };
    // Where something is wrong nothing else will happen: only that is shown.
    let lines = match report.wrong {
        0 => {
            let all = usize::try_from(report.added.saturating_add(report.changed)).unwrap_or(usize::MAX);
            let lines = report
                .lines
                .into_iter()
                .map(|line| line_view(line, lang))
                .collect();
            section(heading, lines, all, lang)
        }
        wrong => {
            let faults = report.faults.into_iter().map(fault_view).collect();
            section(
                text::sheet::faults(lang),
                faults,
                usize::try_from(wrong).unwrap_or(usize::MAX),
                lang,
            )
        }
    };
    view! {
        {verdict(tone, title, view! { {numbers} {way_on} })}
        {lines}
    }
    .into_any()
}

fn line_view(line: SheetLine, lang: Lang) -> AnyView {
    let mark = match line.is_new {
        true => tag(Tone::Ok, text::sheet::added(lang)),
        false => tag(Tone::Warn, text::sheet::changed(lang)),
    };
    view! {
        <li>
            {mark} " " <b>{line.name}</b> " " <span class="hint">{text::sheet::line(lang, line.row)}</span>
            <div>{line.details.join(" · ")}</div>
        </li>
    }
    .into_any()
}

fn fault_view(fault: SheetFault) -> AnyView {
    view! {
        <li>
            <b>{fault.at}</b>
            <div>{fault.sentence}</div>
        </li>
    }
    .into_any()
}

/// The first of them, and how many more there are.
fn section(title: &'static str, mut lines: Vec<AnyView>, all: usize, lang: Lang) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    lines.truncate(FEW);
    let more = all.saturating_sub(lines.len());
    let more = (more > 0).then(|| view! { <p class="hint">{text::sheet::more(lang, more)}</p> });
    view! {
        <section class="card stack-small gap-above">
            <h2>{title}</h2>
            <ul class="lines">{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}
