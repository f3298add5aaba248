//! "Nhật ký": who did what with the papers of the vault, for which dossier, on which ground.

use super::{back, events, grants};
use crate::api::failure::of_code;
use crate::api::{Load, load};
use crate::dom::encode;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, checkbox, empty, error_summary, failure_box, page_heading, quiet_submit_button,
    skeleton, text_field,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::time::write_day;
use motcua_shared::vault::log::PaperEventView;

/// `/kho/nhat-ky`
pub fn of_vault() -> AnyView {
    view! {
        {back()}
        {page(Signal::derive(|| None))}
    }
    .into_any()
}

/// `/kho/:id/nhat-ky`
pub fn of_paper() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    view! {
        <a href=move || format!("/kho/{}", id.get().unwrap_or_default()) class="back">
            "‹ "
            {text::share::log_back(lang)}
        </a>
        {page(Signal::derive(move || id.get()))}
    }
    .into_any()
}

fn page(paper: Signal<Option<String>>) -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let others = RwSignal::new(false);
    let [from, to] = [(); 2].map(|()| RwSignal::new(String::new()));
    let days = RwSignal::new((String::new(), String::new()));
    let cursor = RwSignal::new(String::new());
    let filter = move || {
        let (from, to) = days.get();
        let paper = paper.get().map(|id| format!("&paper={}", encode(&id)));
        format!(
            "others={}&from={from}&to={to}{}",
            others.get(),
            paper.unwrap_or_default()
        )
    };
    let log = load::<Page<PaperEventView>>(move || {
        format!("{}?{}&cursor={}", path::PAPER_EVENTS, filter(), cursor.get())
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let read = |field: &str, typed: RwSignal<String>| {
            let typed = typed.get_untracked();
            let day = format::parse_day(&typed);
            if day.is_none() && !typed.trim().is_empty() {
                errors.mark(field, of_code(ErrorCode::NotADate, lang));
            }
            day.map(write_day).unwrap_or_default()
        };
        let wanted = (read("from", from), read("to", to));
        if !errors.show() {
            cursor.set(String::new());
            days.set(wanted);
        }
    };
    let file = move || format!("{}?lang={}&{}", path::PAPER_EVENTS_CSV, lang.tag(), filter());
    let day = |id: &str, label: &'static str| Field {
        class: "short",
        optional: true,
        ..Field::new(id, label)
    };
    let changed = Callback::new(move |()| log.retry());
    view! {
        {error_summary(errors)}
        {page_heading(text::share::log_title(lang))}
        <p class="muted">{text::share::log_hint(lang)}</p>
        <form class="card stack gap-below" novalidate=true on:submit=submit>
            {checkbox("others", text::share::log_others(lang), text::share::log_others_hint(lang), others)}
            <div class="row log-days">
                {text_field(from, errors, day("from", text::share::log_from(lang)))}
                {text_field(to, errors, day("to", text::share::log_to(lang)))}
            </div>
            <div class="row">
                {quiet_submit_button(text::share::log_filter(lang), text::share::log_filter(lang), RwSignal::new(false))}
                <a class="btn quiet" href=file download="">{text::share::log_save(lang)}</a>
            </div>
        </form>
        <div role="status">
            {dynamic(move || match log.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, changed),
                Load::Ready(page) if page.items.is_empty() => {
                    empty(text::share::log_none(lang), text::share::log_none_hint(lang), ())
                }
                Load::Ready(page) => {
                    view! {
                        {events::list(page.items, paper.get_untracked().is_none(), changed)}
                        {grants::turn(page.previous, page.next, cursor)}
                    }
                    .into_any()
                }
            })}
        </div>
    }
    .into_any()
}
