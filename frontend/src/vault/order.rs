//! "Sắp xếp": in which order the list stands.

use crate::dom;
use crate::react::dynamic;
use crate::vault::asked::{Asked, read_sort, sort_text};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::PaperSort;

/// What an order is called.
pub fn words(sort: PaperSort, lang: Lang) -> &'static str {
    match sort {
        PaperSort::Newest => text::vault::sort_newest(lang),
        PaperSort::Oldest => text::vault::sort_oldest(lang),
        PaperSort::Name => text::vault::sort_name(lang),
        PaperSort::IssuedOn => text::vault::sort_issued(lang),
        PaperSort::TimesUsed => text::vault::sort_used(lang),
    }
}

/// The choice; another order begins at its first page.
pub fn choice(asked: Memo<Asked>, lang: Lang) -> AnyView {
    let navigate = use_navigate();
    let change = move |event| {
        let wanted = Asked {
            sort: read_sort(&event_target_value(&event)).unwrap_or_default(),
            ..asked.with_untracked(Asked::first_page)
        };
        navigate(&wanted.address(dom::encode), Default::default());
    };
    let option = move |sort: PaperSort| {
        let is_chosen = move || asked.with(|asked| asked.sort) == sort;
        view! { <option value=sort_text(sort) selected=is_chosen>{words(sort, lang)}</option> }
    };
    let orders = [
        PaperSort::Newest,
        PaperSort::Oldest,
        PaperSort::Name,
        PaperSort::IssuedOn,
        PaperSort::TimesUsed,
    ];
    view! {
        <div class="field">
            <label for="sap-xep">{text::vault::sort(lang)}</label>
            <select id="sap-xep" class="input" on:change=change>
                {orders.map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// What narrows or orders the list now, said where both are folded away.
pub fn now(asked: Memo<Asked>, lang: Lang) -> AnyView {
    dynamic(move || {
        let (sort, is_filtered) = asked.with(|asked| {
            let is_filtered = asked.words.has_columns() || asked.has_own_filters();
            (asked.sort, is_filtered)
        });
        let filtered = is_filtered.then(|| format!("{} · ", text::vault::filtered(lang)));
        view! { <span class="optional">{filtered} {words(sort, lang)}</span> }
    })
}
