//! The pages of a scan on screen: each as it will be, with what can be done about it. Everything goes by buttons.

use crate::dom;
use crate::react::dynamic;
use crate::scan::corners;
use crate::scan::sheet::{Broken, Sheet};
use crate::scan::state::Scan;
use crate::state::lang;
use crate::ui::{Tone, empty, verdict};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// The list, and what just happened to it.
pub fn view(scan: Scan) -> AnyView {
    let lang = lang::current();
    let list = dynamic(move || {
        let sheets = scan.sheets.get();
        if sheets.is_empty() {
            return empty(text::scan::none(lang), text::scan::none_hint(lang), ());
        }
        let count = sheets.len();
        let items = sheets
            .into_iter()
            .enumerate()
            .map(|(index, sheet)| item(scan, sheet, index + 1, count, lang))
            .collect_view();
        view! {
            <section aria-labelledby="scan-pages">
                <h2 id="scan-pages">{text::scan::pages(lang)}</h2>
                <ol class="sheets">{items}</ol>
            </section>
        }
        .into_any()
    });
    view! {
        <p class="unseen" role="status">{move || scan.said.get()}</p>
        {list}
    }
    .into_any()
}

fn element(what: &str, id: u32) -> String {
    format!("scan-{what}-{id}")
}

fn item(scan: Scan, sheet: Sheet, number: usize, count: usize, lang: Lang) -> AnyView {
    let id = sheet.id;
    let editing = Memo::new(move |_| scan.editing.get() == Some(id));
    let is_open = Memo::new(move |_| sheet.broken.get().is_none());
    let button = move |what: &'static str, label: &'static str, off: bool, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="btn-link"
                id=element(what, id)
                aria-disabled=off.then_some("true")
                on:click=move |_| act.run(())
            >
                {label}
                <span class="unseen">" – " {text::scan::of_page(lang, number)}</span>
            </button>
        }
        .into_any()
    };
    let shift = move |by: isize, what: &'static str| {
        Callback::new(move |()| {
            if scan.shift(id, by) {
                // The list was built anew.
                focus_soon(element(what, id));
            }
        })
    };
    let crop = Callback::new(move |()| {
        let open = !editing.get_untracked();
        scan.editing.set(open.then_some(id));
    });
    let turn = Callback::new(move |()| {
        scan.turn(sheet);
    });
    let again = Callback::new(move |()| {
        scan.try_again(sheet, move |is_open| {
            if is_open {
                // The button is gone.
                focus_soon(element("crop", id));
            }
        });
    });
    let remove = Callback::new(move |()| {
        scan.remove(id);
        focus_soon("main".to_owned());
    });
    // What is not to be had can be tried again, and not be changed.
    let shaping = move || match is_open.get() {
        true => view! {
            {button("crop", text::scan::crop(lang), false, crop)}
            {button("turn", text::scan::turn(lang), false, turn)}
        }
        .into_any(),
        false => button("again", text::ui::retry(lang), false, again),
    };
    view! {
        <li class="card sheet">
            <img class="sheet-picture" alt=text::scan::picture(lang, number) src=move || sheet.small.get() />
            <div class="sheet-side">
                <h3>{text::scan::page(lang, number)}</h3>
                {dynamic(move || match sheet.broken.get() {
                    None => ().into_any(),
                    Some(broken) => fault(broken, lang),
                })}
                <div class="actions sheet-actions">
                    {dynamic(shaping)}
                    {button("up", text::scan::up(lang), number == 1, shift(-1, "up"))}
                    {button("down", text::scan::down(lang), number == count, shift(1, "down"))}
                    {button("remove", text::scan::remove(lang), false, remove)}
                </div>
            </div>
            {dynamic(move || {
                if editing.get() && is_open.get() {
                    // Turned meanwhile: the picture is another one.
                    sheet.turns.track();
                    corners::view(scan, sheet, number)
                } else {
                    ().into_any()
                }
            })}
        </li>
    }
    .into_any()
}

/// What is wrong with a page, and what to do.
fn fault(broken: Broken, lang: Lang) -> AnyView {
    let (title, hint) = match broken {
        Broken::Unopened => (text::scan::unopened(lang), text::scan::unopened_hint(lang)),
        Broken::Gone => (text::scan::lost(lang), text::scan::lost_hint(lang)),
    };
    verdict(Tone::Bad, title, view! { <p>{hint}</p> })
}

/// Focuses what is built by the change that is under way.
pub fn focus_soon(element: String) {
    wasm_bindgen_futures::spawn_local(async move {
        crate::api::upload::sleep(0).await;
        dom::focus(&element);
    });
}
