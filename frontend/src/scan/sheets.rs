//! The pages of a scan on screen: each as it will be, with what can be done about it. Everything goes by buttons.

use crate::dom;
use crate::react::dynamic;
use crate::scan::corners;
use crate::scan::state::{Scan, Sheet};
use crate::state::lang;
use crate::ui::empty;
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
    let of = text::scan::of_page(lang, number);
    let editing = Memo::new(move |_| scan.editing.get() == Some(id));
    let button = move |what: &'static str, label: &'static str, off: bool, act: Callback<()>| {
        let of = of.clone();
        view! {
            <button
                type="button"
                class="btn-link"
                id=element(what, id)
                aria-disabled=off.then_some("true")
                on:click=move |_| act.run(())
            >
                {label}
                <span class="unseen">" – " {of}</span>
            </button>
        }
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
    let remove = Callback::new(move |()| {
        scan.remove(id);
        focus_soon("main".to_owned());
    });
    view! {
        <li class="card sheet">
            <img class="sheet-picture" alt=text::scan::picture(lang, number) src=move || sheet.small.get() />
            <div class="sheet-side">
                <h3>{text::scan::page(lang, number)}</h3>
                <div class="actions sheet-actions">
                    {button("crop", text::scan::crop(lang), false, crop)}
                    {button("turn", text::scan::turn(lang), false, turn)}
                    {button("up", text::scan::up(lang), number == 1, shift(-1, "up"))}
                    {button("down", text::scan::down(lang), number == count, shift(1, "down"))}
                    {button("remove", text::scan::remove(lang), false, remove)}
                </div>
            </div>
            {dynamic(move || {
                if editing.get() {
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

/// Focuses what is built by the change that is under way.
pub fn focus_soon(element: String) {
    wasm_bindgen_futures::spawn_local(async move {
        crate::api::upload::sleep(0).await;
        dom::focus(&element);
    });
}
