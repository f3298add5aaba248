//! The page on which pictures become a PDF: choosing, the pages, and what becomes of them.

use crate::api::{Load, load};
use crate::dom;
use crate::layout::signed_in;
use crate::react::{dynamic, when};
use crate::scan::keeper::{Keeping, Left};
use crate::scan::left;
use crate::scan::send::{Goal, Seen, Sender, Stage, back};
use crate::scan::sheets;
use crate::scan::state::{MOST, Scan};
use crate::state::lang;
use crate::ui::{Leaving, Tone, failure_box, page_heading, progress_bar, skeleton, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::id::DraftId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use web_sys::{File, HtmlInputElement};

const TAKEN: &str = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";

/// The input for pictures that are there already.
pub const FILES: &str = "scan-files";

/// `/chup-giay-to?ho-so=&thanh-phan=`
pub fn page() -> AnyView {
    signed_in(scan)
}

fn scan() -> AnyView {
    let query = use_query_map();
    let (draft, component) = query.with_untracked(|query| {
        let draft = query.get("ho-so").and_then(|text| DraftId::parse(&text));
        (draft, query.get("thanh-phan").unwrap_or_default())
    });
    let lang = lang::current();
    let body = match draft {
        None => form(None, lang),
        Some(draft) => {
            let seen = load::<Seen>(move || path::draft(draft));
            let retry = Callback::new(move |()| seen.retry());
            dynamic(move || match seen.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) if failure.code != motcua_shared::error::ErrorCode::NotFound => {
                    failure_box(failure, retry)
                }
                Load::Failed(_) => gone(lang),
                Load::Ready(seen) => match seen.goal(draft, &component) {
                    Some(goal) => form(Some(goal), lang),
                    None => gone(lang),
                },
            })
        }
    };
    view! { <div class="narrow scan">{body}</div> }.into_any()
}

/// The draft is not there for this: the pictures can still become a file.
fn gone(lang: Lang) -> AnyView {
    let hint = view! { <p>{text::scan::gone_hint(lang)}</p> };
    view! {
        <div class="gap-below">{verdict(Tone::Warn, text::scan::gone(lang), hint)}</div>
        {form(None, lang)}
    }
    .into_any()
}

fn form(goal: Option<Goal>, lang: Lang) -> AnyView {
    let scan = Scan::new(goal.as_ref().map(Goal::key).unwrap_or_default());
    // What the device keeps is there again when one comes back.
    let holds = Signal::derive(move || {
        let is_any = scan.sheets.with(|sheets| !sheets.is_empty());
        let is_kept = matches!(scan.keeper.keeping.get(), Keeping::Kept(_));
        is_any && (!is_kept || scan.keeper.is_changed.get())
    });
    let may_go = move |_| {
        dom::window().is_some_and(|window| {
            window
                .confirm_with_message(text::scan::leave(lang))
                .unwrap_or(true)
        })
    };
    let leaving = Leaving::watch(holds, None, may_go);
    let sender = Sender::new(scan, goal.clone(), leaving);
    let label = if goal.is_some() {
        text::scan::make(lang)
    } else {
        text::scan::save(lang)
    };
    let (to, words) = match &goal {
        Some(goal) => (back(goal), text::scan::back(lang)),
        // Comes from the vault, or from nowhere.
        None => ("/kho".to_owned(), text::vault::back(lang)),
    };
    let heading = view! {
        <a href=to class="back" rel="external">
            "‹ "
            {words}
        </a>
    };
    let name = sender.goal_name().map(|name| {
        view! {
            <p>{text::scan::goal(lang)} " " <strong>{name}</strong></p>
        }
    });
    view! {
        {heading}
        {page_heading(text::scan::title(lang))}
        {name}
        <p class="muted">{text::scan::lead(lang)}</p>
        {dynamic(move || match scan.keeper.left.get() {
            Left::Looking => skeleton(),
            // What is here already stays in sight.
            Left::Pages(count) => view! {
                {left::view(scan, count, lang)}
                {scan.is_begun().then(|| work(scan, sender, label, lang))}
            }
            .into_any(),
            Left::Shut(failure) => view! {
                {left::shut(scan, &failure, lang)}
                {work(scan, sender, label, lang)}
            }
            .into_any(),
            Left::Nothing => work(scan, sender, label, lang),
        })}
    }
    .into_any()
}

/// What one does here.
fn work(scan: Scan, sender: Sender, label: &'static str, lang: Lang) -> AnyView {
    view! {
        <div class="stack">
            {choosing(scan, lang)}
            {sheets::view(scan)}
            {left::keeping(scan, lang)}
            {left::beyond(scan, lang)}
            {ending(scan, sender, label, lang)}
        </div>
    }
    .into_any()
}

fn choosing(scan: Scan, lang: Lang) -> AnyView {
    let reading = move || scan.reading.get() > 0;
    let skip = move |_| {
        scan.skip();
        // The button goes with the picture.
        sheets::focus_soon(FILES.to_owned());
    };
    view! {
        <div class="card stack-small">
            <div class="row">
                {chooser("scan-camera", text::scan::camera(lang), true, scan)}
                {chooser(FILES, text::scan::choose(lang), false, scan)}
            </div>
            <p class="hint">{text::scan::takes(lang, MOST)}</p>
            <div role="status">
                {when(
                    reading,
                    move || {
                        view! {
                            <p>{dynamic(move || what_is_read(scan, lang))}</p>
                            <progress class="bar" aria-label=text::scan::reading(lang)></progress>
                        }
                            .into_any()
                    },
                )}
            </div>
            {when(
                move || scan.decoding.with(Option::is_some),
                move || {
                    view! {
                        <button type="button" class="btn-link" on:click=skip>
                            {text::scan::skip(lang)}
                        </button>
                    }
                        .into_any()
                },
            )}
            <div role="alert" class="stack-small">{dynamic(move || refused(scan, lang))}</div>
        </div>
    }
    .into_any()
}

/// Decoding here takes longer than the browser does, so it is said.
fn what_is_read(scan: Scan, lang: Lang) -> String {
    match scan.decoding.get() {
        Some(name) => text::scan::reading_heic(lang, name),
        None => text::scan::reading(lang).to_owned(),
    }
}

fn refused(scan: Scan, lang: Lang) -> AnyView {
    let all = scan.refused.get();
    all.into_iter()
        .map(|(name, sentence)| {
            verdict(
                Tone::Bad,
                text::scan::refused(lang, name),
                view! { <p>{sentence}</p> },
            )
        })
        .collect_view()
        .into_any()
}

/// A native input under a button; the camera takes one picture at a time.
fn chooser(id: &'static str, label: &'static str, camera: bool, scan: Scan) -> AnyView {
    let chosen = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files: Vec<File> = input
            .files()
            .map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect())
            .unwrap_or_default();
        input.set_value("");
        if !files.is_empty() {
            scan.choose(files);
        }
    };
    view! {
        <span class="file-button">
            <input
                class="unseen"
                type="file"
                id=id
                accept=TAKEN
                multiple=!camera
                capture=camera.then_some("environment")
                on:change=chosen
            />
            <label class="btn quiet" for=id>
                {label}
            </label>
        </span>
    }
    .into_any()
}

/// The file is on the device, and nobody has signed it.
fn saved_next(lang: Lang) -> AnyView {
    view! {
        <p>{text::scan::saved_hint(lang)}</p>
        <div class="actions">
            <a rel="external" href="/ky-so">{text::signing::title(lang)}</a>
            <a rel="external" href="/kho/chung-thuc/moi">{text::certified::own_new(lang)}</a>
        </div>
    }
    .into_any()
}

/// The pages without which no file is made; nothing any more when they were opened or taken out.
fn broken(pages: &str, lang: Lang) -> AnyView {
    if pages.is_empty() {
        return ().into_any();
    }
    let hint = view! { <p>{text::scan::not_made_hint(lang, pages)}</p> };
    verdict(Tone::Bad, text::scan::not_made(lang), hint)
}

/// The one main action, and where it is.
fn ending(scan: Scan, sender: Sender, label: &'static str, lang: Lang) -> AnyView {
    let empty = move || scan.sheets.with(Vec::is_empty);
    let stage = sender.stage;
    let state = move || match stage.get() {
        Stage::Idle => ().into_any(),
        Stage::Making(page) => {
            let pages = scan.sheets.with_untracked(Vec::len);
            view! { <p>{text::scan::making(lang, page, pages)}</p> }.into_any()
        }
        Stage::Sending(_) => {
            let percent = move || match stage.get() {
                Stage::Sending(percent) => percent,
                _ => 0,
            };
            view! {
                <p aria-hidden="true">{move || text::scan::sending(lang, percent())}</p>
                {progress_bar(Signal::derive(percent), text::filing::file_sending(lang))}
            }
            .into_any()
        }
        Stage::Failed(sentence) => verdict(Tone::Bad, text::scan::failed(lang), view! { <p>{sentence}</p> }),
        Stage::Broken => dynamic(move || broken(&scan.broken(), lang)),
        Stage::Saved => verdict(Tone::Ok, text::scan::saved(lang), saved_next(lang)),
    };
    view! {
        <div role="status" class="stack-small">
            {dynamic(state)}
        </div>
        {when(empty, move || view! { <p class="hint">{text::scan::first(lang)}</p> }.into_any())}
        <div class="row">
            <button
                type="button"
                class="btn"
                aria-disabled=move || (empty() || sender.busy()).then_some("true")
                on:click=move |_| sender.run()
            >
                {label}
            </button>
        </div>
    }
    .into_any()
}
