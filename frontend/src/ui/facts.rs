//! Names and values: what is known of one thing.

use leptos::prelude::*;

/// The list of `fact`s; `two` puts it in two columns where there is room.
pub fn facts(two: bool, entries: Vec<AnyView>) -> AnyView {
    view! {
        <div class="facts-room">
            <dl class="facts" class:two=two>{entries}</dl>
        </div>
    }
    .into_any()
}

/// One name and its value.
pub fn fact(name: &'static str, value: impl IntoView) -> AnyView {
    entry(name.to_owned(), false, value.into_any())
}

/// A question as somebody worded it, and its answer.
pub fn answer(question: &str, answer: &str) -> AnyView {
    entry(question.to_owned(), false, answer.to_owned().into_any())
}

/// One name and a value that takes the whole width of two columns.
pub fn whole_fact(name: &'static str, value: impl IntoView) -> AnyView {
    entry(name.to_owned(), true, value.into_any())
}

fn entry(name: String, whole: bool, value: AnyView) -> AnyView {
    view! {
        <div class:whole=whole>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}
