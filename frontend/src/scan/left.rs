//! What an earlier visit left on this device, and what the device keeps now, in words.

use crate::api::Failure;
use crate::react::dynamic;
use crate::scan::keeper::Keeping;
use crate::scan::page_scan::FILES;
use crate::scan::sheets::focus_soon;
use crate::scan::state::{MOST, Scan};
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// Asks whether one goes on with pages that were left.
pub fn view(scan: Scan, count: usize, lang: Lang) -> AnyView {
    let go_on = move |_| {
        scan.go_on();
        focus_soon(FILES.to_owned());
    };
    let let_go = move |_| {
        scan.keeper.let_go();
        scan.said.set(text::scan::let_go(lang, count));
        focus_soon("main".to_owned());
    };
    view! {
        <section class="card stack-small gap-below" aria-labelledby="scan-left">
            <h2 id="scan-left">{text::scan::left(lang, count)}</h2>
            <p>{text::scan::left_hint(lang)}</p>
            <div class="row">
                <button type="button" class="btn" on:click=go_on>
                    {text::scan::go_on(lang)}
                </button>
                <button type="button" class="btn quiet" on:click=let_go>
                    {text::scan::drop(lang, count)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// Something is here that cannot be opened now.
pub fn shut(scan: Scan, failure: &Failure, lang: Lang) -> AnyView {
    let sentence = failure.sentence(lang);
    let again = move |_| scan.keeper.look();
    let body = view! {
        <p>{sentence}</p>
        <button type="button" class="btn quiet" on:click=again>
            {text::ui::retry(lang)}
        </button>
    };
    view! { <div class="gap-below">{verdict(Tone::Warn, text::scan::left_shut(lang), body)}</div> }.into_any()
}

/// Pages of the earlier visit that found no room in the file.
pub fn beyond(scan: Scan, lang: Lang) -> AnyView {
    let state = move || match scan.beyond.get() {
        0 => ().into_any(),
        count => {
            let hint = view! { <p>{text::scan::beyond_hint(lang, MOST)}</p> };
            verdict(Tone::Warn, text::scan::beyond(lang, count), hint)
        }
    };
    view! { <div role="status">{dynamic(state)}</div> }.into_any()
}

/// Whether the pages are there again when the page is loaded anew.
pub fn keeping(scan: Scan, lang: Lang) -> AnyView {
    let state = move || match scan.keeper.keeping.get() {
        Keeping::Open => ().into_any(),
        Keeping::Kept(days) => view! { <p class="hint">{text::scan::kept(lang, days)}</p> }.into_any(),
        Keeping::InMemory => {
            let hint = view! { <p>{text::scan::in_memory_hint(lang)}</p> };
            verdict(Tone::Warn, text::scan::in_memory(lang), hint)
        }
        Keeping::SignedOut => {
            let hint = view! { <p>{text::scan::signed_out_hint(lang)}</p> };
            verdict(Tone::Warn, text::scan::signed_out(lang), hint)
        }
    };
    view! { <div role="status">{dynamic(state)}</div> }.into_any()
}
