//! The figures of a level.

use super::{FIGURES, LIST, chart, with};
use crate::api::load;
use crate::route::param;
use crate::state::lang;
use crate::ui::{Choice, FormErrors, Select, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::statistics::figures::{Dashboard, Figure, Level, LevelRow};
use motcua_shared::text::{Lang, figures as text};

/// `/can-bo/so-lieu`, `/can-bo/so-lieu/{unit}`
pub fn page() -> AnyView {
    let lang = lang::current();
    let (unit, query) = (param("unit"), use_query_map());
    let figures = load::<Dashboard>(move || {
        let unit = unit.get().unwrap_or_default();
        let of = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        let parts = [
            ("unit", unit.as_str()),
            ("period", &of("period")),
            ("procedure", &of("procedure")),
        ];
        with(path::FIGURES, &parts)
    });
    view! {
        {page_heading(text::page_title(lang))}
        <p class="muted">{text::lead(lang)}</p>
        {load_view(figures, content)}
    }
    .into_any()
}

/// The page of a level in a period.
fn level_address(unit: Option<UnitId>, period: &str, procedure: &str) -> String {
    let address = match unit {
        Some(unit) => format!("{FIGURES}/{unit}"),
        None => FIGURES.to_owned(),
    };
    with(&address, &[("period", period), ("procedure", procedure)])
}

fn content(dashboard: Dashboard) -> AnyView {
    let lang = lang::current();
    let procedure = dashboard.procedure.clone().unwrap_or_default();
    let unit = dashboard.level.id;
    let asked = [
        ("unit", unit.map(|unit| unit.to_string()).unwrap_or_default()),
        ("period", dashboard.period.clone()),
        ("procedure", procedure.clone()),
    ];
    let parts: Vec<(&str, &str)> = asked
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let tongue = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    let file = |address: &str| {
        let mut parts = parts.clone();
        parts.push(("lang", tongue));
        with(address, &parts)
    };
    let link = |level: &Level| {
        let href = level_address(level.id, &dashboard.period, &procedure);
        view! { <li><a href=href>{level.name.clone()}</a></li> }.into_any()
    };
    let above: Vec<AnyView> = dashboard.above.iter().map(link).collect();
    let cards: Vec<AnyView> = dashboard
        .figures
        .iter()
        .map(|figure| card(figure, dashboard.goal, &parts))
        .collect();
    let charts: Vec<AnyView> = dashboard.charts.iter().cloned().map(chart::view).collect();
    let title = format!("{}: {}", dashboard.level.name, dashboard.period_name);
    view! {
        <nav aria-label=text::unit(lang)>
            <ol class="plain-list figure-way">{above}</ol>
        </nav>
        {filter(&dashboard)}
        <div class="row end gap-below">
            <h2>{title}</h2>
            <div class="row">
                <a class="btn quiet" rel="external" download="" href=file(path::FIGURES_WORKBOOK)>{text::export_xlsx(lang)}</a>
                <a class="btn quiet" rel="external" download="" href=file(path::FIGURES_TABLE)>{text::export_csv(lang)}</a>
            </div>
        </div>
        <section aria-label=text::figures_title(lang) class="figure-cards">{cards}</section>
        <section>
            <h2>{text::charts_title(lang)}</h2>
            <div class="figure-charts">{charts}</div>
        </section>
        {below(&dashboard, &procedure)}
    }
    .into_any()
}

/// Which period, which procedure.
fn filter(dashboard: &Dashboard) -> AnyView {
    let lang = lang::current();
    let period = RwSignal::new(dashboard.period.clone());
    let procedure = RwSignal::new(dashboard.procedure.clone().unwrap_or_default());
    let errors = FormErrors::new();
    let navigate = use_navigate();
    let unit = dashboard.level.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let address = level_address(unit, &period.get_untracked(), &procedure.get_untracked());
        navigate(&address, Default::default());
    };
    let periods: Vec<Choice> = dashboard
        .periods
        .iter()
        .map(|period| Choice {
            value: period.period.clone(),
            label: period.name.clone(),
        })
        .collect();
    let all = Choice {
        value: String::new(),
        label: text::procedure_all(lang).to_owned(),
    };
    let named = dashboard.procedures.iter().map(|one| Choice {
        value: one.code.clone(),
        label: format!("{} ({})", one.name, one.code),
    });
    let procedures: Vec<Choice> = std::iter::once(all).chain(named).collect();
    view! {
        <form class="card figure-filter gap-below" on:submit=submit>
            <Select id="period" label=text::period(lang) choices=periods value=period errors=errors />
            <Select id="procedure" label=text::procedure(lang) choices=procedures value=procedure errors=errors />
            <button type="submit" class="btn">{text::show(lang)}</button>
        </form>
    }
    .into_any()
}

fn card(figure: &Figure, goal: u32, parts: &[(&str, &str)]) -> AnyView {
    let lang = lang::current();
    let list = figure.kind.has_list() && figure.part.is_some();
    let behind = list.then(|| {
        let mut parts = parts.to_vec();
        parts.push(("figure", figure.kind.as_str()));
        let name = format!("{}: {}", text::list_behind(lang), figure.title);
        view! { <a href=with(LIST, &parts) aria-label=name>{text::list_behind(lang)}</a> }.into_any()
    });
    // The goal, with words: a colour alone says nothing to many.
    let aim = (figure.kind == motcua_shared::statistics::figures::FigureKind::Reuse).then(|| {
        let percent = format!("{} %", goal / 10);
        view! { <p class="hint">{text::reuse_goal(lang, percent)}</p> }.into_any()
    });
    let is_none = figure.part.is_none() || figure.value == text::none_yet(lang);
    view! {
        <article class="card figure-card">
            <h3>{figure.title.clone()}</h3>
            <p class="figure-value" class:none=is_none>{figure.value.clone()}</p>
            <p class="hint">{figure.made_of.clone()}</p>
            {aim}
            <p class="hint">{figure.before.clone()}</p>
            <details>
                <summary>{text::formula(lang)}</summary>
                <p>{figure.formula.clone()}</p>
            </details>
            {behind}
        </article>
    }
    .into_any()
}

fn below(dashboard: &Dashboard, procedure: &str) -> AnyView {
    let lang = lang::current();
    if dashboard.below.is_empty() {
        return ().into_any();
    }
    let heads = [
        text::unit(lang),
        text::reuse(lang),
        text::on_time(lang),
        text::electronic(lang),
        text::filed(lang),
        text::ended(lang),
        text::overdue(lang),
        text::personal(lang),
    ];
    let head = |head: &'static str| view! { <th scope="col">{head}</th> }.into_any();
    let names: Vec<AnyView> = heads.into_iter().map(head).collect();
    let rows: Vec<AnyView> = dashboard
        .below
        .iter()
        .map(|row| level_row(row, &heads, (&dashboard.period, procedure)))
        .collect();
    view! {
        <section>
            <h2>{text::below_title(lang)}</h2>
            <p class="muted">{text::below_caption(lang)}</p>
            <table class="list">
                <caption class="unseen">{text::below_caption(lang)}</caption>
                <thead>
                    <tr>{names}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn level_row(row: &LevelRow, heads: &[&'static str], (period, procedure): (&str, &str)) -> AnyView {
    let lang = lang::current();
    let rate = |permille: Option<u32>| match (permille, lang) {
        (None, _) => text::none_yet(lang).to_owned(),
        (Some(permille), Lang::Vi) => format!("{},{} %", permille / 10, permille % 10),
        (Some(permille), Lang::En) => format!("{}.{}%", permille / 10, permille % 10),
    };
    let values = [
        rate(row.reuse),
        rate(row.on_time),
        rate(row.electronic),
        row.filed.to_string(),
        row.ended.to_string(),
        row.overdue.to_string(),
        row.personal.to_string(),
    ];
    let cells: Vec<AnyView> = values
        .into_iter()
        .zip(heads.iter().skip(1))
        .map(|(value, head)| view! { <td data-label=*head>{value}</td> }.into_any())
        .collect();
    let name = match row.is_own {
        true => row.name.clone().into_any(),
        false => {
            let href = level_address(Some(row.id), period, procedure);
            view! { <a href=href>{row.name.clone()}</a> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
        </tr>
    }
    .into_any()
}
