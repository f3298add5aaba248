//! The two lists of the dialog "Lấy từ kho", with the columns of the letter.

use crate::api::{Load, load, search as search_for};
use crate::dom;
use crate::filing::draft::Draft;
use crate::filing::wording::fit;
use crate::format;
use crate::react::dynamic;
use crate::signature::describe;
use crate::state::lang;
use crate::title;
use crate::ui::facts::{fact, facts};
use crate::ui::{failure_box, skeleton, tag};
use crate::words::paper_kind;
use chrono::NaiveDate;
use leptos::prelude::*;
use motcua_shared::filing::dto::Suggestion;
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::{Timestamp, format_date};
use motcua_shared::vault::dto::{PaperListItem, PaperPage, SearchPapers};
use motcua_shared::vault::rule::{Age, Fit, age};

/// Why a paper is offered, and the last day on which it is, or was, young enough.
type Why = (Fit, Option<NaiveDate>);

/// Papers on a page of the vault.
const LIMIT: u32 = 10;

/// The papers that fit, best first.
pub fn suggestions(draft: Draft, component: String, chosen: RwSignal<Option<PaperId>>) -> AnyView {
    let lang = lang::current();
    let loaded = load::<Vec<Suggestion>>(move || path::draft_suggestions(draft.id, &component));
    let retry = Callback::new(move |()| loaded.retry());
    dynamic(move || match loaded.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(list) if list.is_empty() => {
            view! { <p class="muted">{text::filing::picker_no_suggestions(lang)}</p> }.into_any()
        }
        Load::Ready(list) => {
            let total = list.len().to_string();
            let papers = list
                .into_iter()
                .map(|one| (one.paper, Some((one.fit, one.fresh_until))));
            rows(papers.collect(), total, chosen)
        }
    })
}

/// Why a paper of the whole vault might be taken or not: by its category, and by its age where the component minds.
fn why(
    paper: &PaperListItem,
    accepts: &[String],
    months: Option<u16>,
    today: Option<NaiveDate>,
) -> Option<Why> {
    if !accepts.contains(&paper.category_code) {
        return None;
    }
    Some(match age(months, paper.issued_on, today?) {
        Age::TooOld(until) => (Fit::TooOld, Some(until)),
        Age::Fresh(until) => (Fit::Category, Some(until)),
        Age::Any | Age::Unknown => (Fit::Category, None),
    })
}

/// The whole vault, with its own search and pages: the dialog has no address. `accepts` are the categories asked for, and
/// `months` is how old a paper may be.
pub fn vault((accepts, months): (Vec<String>, Option<u16>), chosen: RwSignal<Option<PaperId>>) -> AnyView {
    let lang = lang::current();
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new((String::new(), None::<String>));
    let loaded = search_for::<PaperPage, _>(path::PAPER_SEARCH, move || {
        asked.with(|(q, cursor)| SearchPapers {
            q: Some(q.clone()),
            cursor: cursor.clone(),
            is_visible: Some(true),
            limit: Some(LIMIT),
            ..SearchPapers::default()
        })
    });
    let retry = Callback::new(move |()| loaded.retry());
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set((typed.get_untracked().trim().to_owned(), None));
    };
    let list = dynamic(move || match loaded.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(page) if page.items.is_empty() => {
            view! { <p class="muted">{text::filing::picker_nothing(lang)}</p> }.into_any()
        }
        Load::Ready(page) => {
            let turn = move |cursor: Option<String>, label: &'static str| {
                cursor.map(|cursor| {
                    let turn = move |_| asked.update(|asked| asked.1 = Some(cursor.clone()));
                    view! {
                        <button type="button" class="btn quiet short" on:click=turn>
                            {label}
                        </button>
                    }
                })
            };
            let today = Timestamp::from_unix_seconds(dom::now() / 1_000).map(Timestamp::vietnam_date);
            let papers = page.items.into_iter().map(|paper| {
                let why = why(&paper, &accepts, months, today);
                (paper, why)
            });
            // Counting stops somewhere; what it says then is at least true.
            let total = format!("{}{}", page.total, if page.has_more { "+" } else { "" });
            view! {
                {rows(papers.collect(), total, chosen)}
                <div class="row">
                    {turn(page.previous, text::ui::previous_page(lang))}
                    {turn(page.next, text::ui::next_page(lang))}
                </div>
            }
            .into_any()
        }
    });
    view! {
        <form class="row keep picker-search" role="search" on:submit=search>
            <input
                id="picker-q"
                class="input grow"
                type="search"
                autocomplete="off"
                aria-label=text::filing::picker_search(lang)
                placeholder=text::filing::picker_search_hint(lang)
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="btn quiet">{text::filing::search(lang)}</button>
        </form>
        {list}
    }
    .into_any()
}

/// The warning of the letter, the columns, one line per paper, and how many there are.
fn rows(
    papers: Vec<(PaperListItem, Option<Why>)>,
    total: String,
    chosen: RwSignal<Option<PaperId>>,
) -> AnyView {
    let lang = lang::current();
    let head = [
        text::filing::column_choose(lang),
        text::filing::column_name(lang),
        text::filing::column_code(lang),
        text::filing::column_file(lang),
        text::filing::column_more(lang),
    ];
    view! {
        <fieldset>
            <legend class="unseen">{text::filing::picker_choose(lang)}</legend>
            <p class="picker-warning">{text::filing::picker_warning(lang)}</p>
            <div class="picker-row picker-head" aria-hidden="true">
                {head.map(|title| view! { <span>{title}</span> }).collect_view()}
            </div>
            {papers.into_iter().map(|(paper, fit)| row(paper, fit, chosen, lang)).collect_view()}
            <p class="hint">{text::filing::picker_total(lang, total)}</p>
        </fieldset>
    }
    .into_any()
}

fn row(paper: PaperListItem, why: Option<Why>, chosen: RwSignal<Option<PaperId>>, lang: Lang) -> AnyView {
    let id = paper.id;
    let radio = format!("paper-{id}");
    let until = why.and_then(|(_, until)| until).map(|day| {
        view! { <span class="hint">{text::filing::fresh_until(lang, format_date(day))}</span> }
    });
    let why = why.map(|(why, _)| {
        let (tone, label) = fit(why, lang);
        tag(tone, label)
    });
    let (tone, label) = describe::tag(paper.verdict, paper.lacks_revocation, lang);
    let kind = paper_kind(&paper, lang);
    let more = vec![
        fact(text::vault::paper_type(lang), paper.type_name.clone()),
        fact(text::vault::kind(lang), kind),
        fact(text::vault::size(lang), format::size(paper.size, lang)),
        fact(
            text::vault::summary(lang),
            format::or_none(paper.summary.as_deref(), lang),
        ),
        fact(text::vault::times_used(lang), paper.times_used.to_string()),
    ];
    view! {
        <div class="picker-row" class:chosen=move || chosen.get() == Some(id)>
            <span class="picker-radio">
                <input
                    type="radio"
                    name="paper"
                    id=radio.clone()
                    prop:checked=move || chosen.get() == Some(id)
                    on:change=move |_| chosen.set(Some(id))
                />
            </span>
            <label class="picker-name" for=radio>
                <b>{title::of(&paper).words}</b>
                <span class="row">{why} {tag(tone, label)} {until}</span>
            </label>
            <span class="code picker-code">{paper.code.clone()}</span>
            <span class="picker-file">
                <span class="hint">{paper.file_name.clone()}</span>
                <a
                    href=format!("/kho/{id}/xem")
                    target="_blank"
                    rel="noopener"
                    aria-label=text::filing::look_label(lang, &paper.file_name)
                >
                    {text::filing::look(lang)}
                </a>
                <a
                    href=format!("/kho/{id}/phan-anh")
                    target="_blank"
                    rel="noopener"
                    aria-label=text::feedback::open_label(lang, &paper.name)
                >
                    {text::feedback::open(lang)}
                </a>
            </span>
            <div class="picker-more">{facts(false, more)}</div>
        </div>
    }
    .into_any()
}
