//! Several files on the page "Thêm giấy tờ": what they have in common, and a card for each.

use crate::dom;
use crate::react::{dynamic, when};
use crate::signature::describe;
use crate::state::{lang, session};
use crate::ui::{FilePicker, FormErrors, Tone, page_heading, submit_button, tag, verdict};
use crate::vault::adding::file::FileState;
use crate::vault::adding::many::{LEFT, Left, MAX_FILES, Many, Row, Step};
use crate::vault::adding::{fields, file_view};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::signature::words;
use motcua_shared::text::{self, Lang};
use web_sys::File;

/// The page, once several files were chosen.
pub fn view(many: Many, single: FileState, types: StoredValue<Vec<PaperType>>) -> AnyView {
    let lang = lang::current();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        many.save();
    };
    let row = move |row: Row| card(many, row, types, lang);
    view! {
        {page_heading(text::adding::title(lang))}
        <p class="muted">{text::adding::lead(lang)}</p>
        {left(many, lang)}
        <form class="stack" novalidate=true on:submit=submit>
            <section class="card stack">
                <h2>{text::adding::common(lang)}</h2>
                <p class="hint">{text::adding::common_hint(lang)}</p>
                {fields::kind(many.common, types.get_value())}
                {fields::checks(many.common)}
            </section>
            <section>
                <h2 class="unseen">{text::adding::files(lang)}</h2>
                <ol class="plain-list">
                    <For each=move || many.rows.get() key=|row| row.number children=row />
                </ol>
            </section>
            {picker(many, single, lang)}
            <div class="row">
                {submit_button(text::adding::save_all(lang), text::adding::saving_all(lang), many.busy)}
                <a href="/kho" class="btn text" on:click=move |_| many.give_up()>
                    {text::vault::cancel(lang)}
                </a>
            </div>
        </form>
    }
    .into_any()
}

fn picker(many: Many, single: FileState, lang: Lang) -> AnyView {
    let take = Callback::new(move |(file,): (File,)| many.take(vec![file], single));
    let take_all = Callback::new(move |(files,)| many.take(files, single));
    let hint = text::adding::several(lang, MAX_FILES);
    let surplus = move || {
        verdict(
            Tone::Warn,
            text::adding::surplus(lang, many.surplus.get(), MAX_FILES),
            (),
        )
    };
    view! {
        <div class="stack-small">
            <FilePicker
                id="file"
                label=Signal::stored(text::adding::more(lang))
                hint=hint
                accept="application/pdf,.pdf"
                error=FormErrors::new().of("file")
                on_file=take
                on_files=Some(take_all)
            />
            <div role="status">{when(move || many.surplus.get() > 0, surplus)}</div>
        </div>
    }
    .into_any()
}

/// What the last saving left over, with the way to each.
fn left(many: Many, lang: Lang) -> AnyView {
    let line = |left: Left| {
        let card = left.card.clone();
        let jump = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            dom::focus(&card);
        };
        view! { <li><a href=format!("#{}", left.card) on:click=jump>{left.name}</a> ": " {left.why}</li> }
    };
    dynamic(move || {
        let left = many.left.get();
        if left.is_empty() {
            return ().into_any();
        }
        let title = match many.saved.get() {
            0 => text::adding::left(lang, left.len()),
            saved => text::adding::left_after(lang, left.len(), saved),
        };
        view! {
            <div class="error-summary" id=LEFT tabindex="-1" role="alert">
                <h2>{title}</h2>
                <ul>{left.into_iter().map(line).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

fn card(many: Many, row: Row, types: StoredValue<Vec<PaperType>>, lang: Lang) -> AnyView {
    let form = row.form;
    form.follow_common(many.common);
    let file_name = row.name();
    let whole = form.errors.of("");
    let retry = {
        let name = file_name.clone();
        move || {
            view! {
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=text::adding::retry_label(lang, &name)
                    on:click=move |_| many.retry(row)
                >
                    {text::adding::retry(lang)}
                </button>
            }
            .into_any()
        }
    };
    let can_retry = move || row.step.with(|step| matches!(step, Step::Failed(_)));
    let title = move || {
        let name = form.name.get();
        if name.is_empty() {
            text::adding::no_name(lang).to_owned()
        } else {
            name
        }
    };
    view! {
        <li class="card stack-small" id=row.card() tabindex="-1">
            <div class="row end">
                <h3 class="file-name">{file_name.clone()}</h3>
                <span role="status">{dynamic(move || stand(row, lang))}</span>
            </div>
            {when(
                move || row.step.with(|step| matches!(step, Step::New | Step::Looking | Step::Refused)),
                move || file_view::status(form, row.file),
            )}
            {when(move || row.step.with(|step| matches!(step, Step::Ready | Step::Saving)), move || judged(row, lang))}
            {file_view::sending(row.sender.percent, Callback::new(move |()| row.sender.stop()))}
            <div role="status">
                {dynamic(move || match row.step.get() {
                    Step::Failed(sentence) => verdict(Tone::Bad, text::adding::failed(lang), view! { <p>{sentence}</p> }),
                    Step::Twin(other) => verdict(Tone::Warn, text::adding::twin_of(lang, other), ()),
                    _ => ().into_any(),
                })}
                {dynamic(move || whole.get().map(|sentence| verdict(Tone::Bad, sentence, ())))}
            </div>
            {when(
                move || row.step.with(|step| *step != Step::Refused),
                move || {
                    view! {
                        <details
                            class="said"
                            open=move || row.open.get()
                            on:toggle=move |event| {
                                let details: web_sys::HtmlDetailsElement = event_target(&event);
                                row.open.set(details.open());
                            }
                        >
                            <summary>
                                <span class="both">
<span class="strong">{text::adding::details(lang)}</span>
                                <span class="hint">{title}</span>
</span>
                            </summary>
                            <div class="stack">
                                {fields::kind(form, types.get_value())}
                                {session::current().account().map(|account| fields::name(form, account))}
                                {fields::said(form)}
                                {fields::checks(form)}
                            </div>
                        </details>
                    }
                        .into_any()
                },
            )}
            <div class="row">
                {when(can_retry, retry)}
                <button
                    type="button"
                    class="btn-link"
                    aria-label=text::adding::drop_label(lang, &file_name)
                    on:click=move |_| many.drop_row(row)
                >
                    {text::adding::drop(lang)}
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// What the server found: what the browser had seen before is no longer the last word.
fn judged(row: Row, lang: Lang) -> AnyView {
    let report = row
        .file
        .chosen
        .with_untracked(|chosen| chosen.as_ref()?.upload.as_ref()?.report.clone());
    let Some(report) = report else {
        return ().into_any();
    };
    let (tone, _) = describe::tag_of(&report, lang);
    verdict(tone, words::headline(&report, lang), ())
}

/// Where a file stands, and whether something is still to be chosen before it can be saved.
fn stand(row: Row, lang: Lang) -> AnyView {
    let is_ready = row.step.with(|step| *step == Step::Ready);
    if is_ready && row.form.category_code.with(String::is_empty) {
        return tag(Tone::Warn, text::adding::kind_missing(lang));
    }
    step(&row.step.get(), lang)
}

/// Where a file stands, in two or three words.
fn step(step: &Step, lang: Lang) -> AnyView {
    match step {
        Step::New | Step::Looking => tag(Tone::Plain, text::adding::looking(lang)),
        Step::Waiting => tag(Tone::Plain, text::adding::waiting(lang)),
        Step::Sending => tag(Tone::Plain, text::adding::sending(lang)),
        Step::Reading => tag(Tone::Plain, text::adding::reading(lang)),
        Step::Ready => tag(Tone::Ok, text::adding::ready(lang)),
        Step::Saving => tag(Tone::Plain, text::adding::saving(lang)),
        Step::Refused => tag(Tone::Bad, text::adding::refused(lang)),
        Step::Failed(_) => tag(Tone::Bad, text::adding::failed(lang)),
        Step::Twin(_) => tag(Tone::Warn, text::adding::twin(lang)),
    }
}
