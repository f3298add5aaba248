//! Under the list: how much there is, the neighbours, "Chuyển tới trang" and "Hiển thị N bản ghi".

use crate::dom;
use crate::state::lang;
use crate::ui::Pager;
use crate::vault::asked::{Asked, LIMITS};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::page::DEFAULT_LIMIT;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::PaperPage;

/// How many pages there are.
pub fn count(page: &PaperPage, asked: &Asked) -> u32 {
    let pages = page.total.div_ceil(u64::from(asked.rows())).max(1);
    u32::try_from(pages).unwrap_or(u32::MAX)
}

/// Number of the page that is shown, where it is known.
pub fn number(page: &PaperPage, asked: &Asked) -> Option<u32> {
    page.number
        .or(asked.page)
        .or((page.previous.is_none()).then_some(1))
}

/// The foot of the list.
pub fn view(page: &PaperPage, asked: &Asked) -> AnyView {
    let lang = lang::current();
    let here = number(page, asked);
    let turn = |cursor: &Option<String>, number: Option<u32>| {
        let cursor = cursor.clone()?;
        Some(asked.turn(cursor, number).address(dom::encode))
    };
    let previous = turn(
        &page.previous,
        here.and_then(|here| here.checked_sub(1)).filter(|page| *page > 0),
    );
    let next = turn(&page.next, here.map(|here| here.saturating_add(1)));
    let pages = count(page, asked);
    let total = total(page, pages, here, lang);
    let jump = (pages > 1).then(|| jump(asked.clone(), pages, lang));
    let size = size_choice(asked.clone(), lang);
    view! {
        <Pager previous=previous next=next>
            <span>{total}</span>
            {jump}
            {size}
        </Pager>
    }
    .into_any()
}

/// "Trang 2 trên 3, tổng số 46 bản ghi."
fn total(page: &PaperPage, pages: u32, here: Option<u32>, lang: Lang) -> String {
    let records = if page.has_more {
        text::vault::total_more(lang, page.total)
    } else {
        text::vault::total(lang, page.total)
    };
    match here {
        Some(here) if pages > 1 => format!("{} {records}", text::vault::page_of(lang, here, pages)),
        _ => records,
    }
}

/// "Chuyển tới trang".
fn jump(asked: Asked, pages: u32, lang: Lang) -> AnyView {
    let navigate = use_navigate();
    let typed = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Ok(page) = typed.with_untracked(|typed| typed.trim().parse::<u32>()) {
            navigate(
                &asked.jump(page.clamp(1, pages)).address(dom::encode),
                Default::default(),
            );
        }
    };
    view! {
        <form class="row keep jump" on:submit=submit>
            <label for="trang">{text::vault::jump(lang)}</label>
            <input
                id="trang"
                class="input small"
                inputmode="numeric"
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="btn quiet short">{text::vault::jump_go(lang)}</button>
        </form>
    }
    .into_any()
}

/// "Hiển thị 20 bản ghi".
fn size_choice(asked: Asked, lang: Lang) -> AnyView {
    let navigate = use_navigate();
    let chosen = asked.rows();
    let change = move |event| {
        let limit = event_target_value(&event).parse().ok();
        let wanted = Asked {
            limit: limit.filter(|limit| *limit != DEFAULT_LIMIT),
            ..asked.first_page()
        };
        navigate(&wanted.address(dom::encode), Default::default());
    };
    let options = LIMITS.map(|limit| {
        view! { <option value=limit.to_string() selected=limit == chosen>{limit}</option> }
    });
    view! {
        <span class="size">
            {text::vault::shown(lang)}
            <select class="input small" aria-label=text::vault::page_size(lang) on:change=change>
                {options.collect_view()}
            </select>
            {text::vault::records(lang)}
        </span>
    }
    .into_any()
}
