//! A table of links, with buttons to its neighbours: what is looked for travels in a body, so that no address holds the page.

use leptos::prelude::*;
use motcua_shared::text;

/// A row: where its name leads, the name, and the other cells.
pub struct Row {
    /// The page of the thing.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What else is told of it, in the order of the heads.
    pub cells: Vec<AnyView>,
}

/// What turns the page.
pub struct Turn {
    /// Cursor and words of the page before, and of the next.
    pub ways: [(Option<String>, &'static str); 2],
    /// Told the cursor.
    pub to: Callback<Option<String>>,
}

/// The table. The first head is that of the names.
pub fn listing(caption: &'static str, heads: &[&'static str], rows: Vec<Row>, turn: Turn) -> AnyView {
    let lang = crate::state::lang::current();
    let head = |head: &&'static str| view! { <th scope="col">{*head}</th> }.into_any();
    let row = |row: Row| {
        let cell =
            |(value, head): (AnyView, &&'static str)| view! { <td data-label=*head>{value}</td> }.into_any();
        let cells: Vec<AnyView> = row
            .cells
            .into_iter()
            .zip(heads.iter().skip(1))
            .map(cell)
            .collect();
        view! {
            <tr>
                <th scope="row">
                    <a href=row.href>{row.name}</a>
                </th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let to = turn.to;
    let button = move |(cursor, label): (Option<String>, &'static str)| {
        let cursor = cursor?;
        let button = view! {
            <button type="button" class="btn quiet" on:click=move |_| to.run(Some(cursor.clone()))>
                {label}
            </button>
        };
        Some(button.into_any())
    };
    let names: Vec<AnyView> = heads.iter().map(head).collect();
    let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
    let buttons: Vec<AnyView> = turn.ways.into_iter().filter_map(button).collect();
    view! {
        <table class="list">
            <caption class="unseen">{caption}</caption>
            <thead>
                <tr>{names}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <nav class="pager" aria-label=text::ui::pages(lang)>
            <div class="row">{buttons}</div>
        </nav>
    }
    .into_any()
}
