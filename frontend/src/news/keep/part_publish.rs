//! From when on everybody reads an article, and taking it down.

use super::state::{Editing, Then};
use crate::dom;
use crate::react::dynamic;
use crate::ui::{Field, error_summary, quiet_submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::news::dto::ArticleState;
use motcua_shared::text::news as text;
use motcua_shared::time::Timestamp;

/// The card.
pub fn part(editing: Editing, run: Callback<Then>) -> AnyView {
    let lang = editing.lang;
    if editing.day.with_untracked(String::is_empty) {
        let today = Timestamp::from_unix_seconds(dom::now() / 1000).map(Timestamp::vietnam_day);
        editing.day.set(today.unwrap_or_default());
    }
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        run.run(Then::Publish);
    };
    let day = Field {
        hint: text::starts_on_hint(lang),
        class: "short",
        inputmode: "numeric",
        ..Field::new("starts_on", text::starts_on(lang))
    };
    let state = move || {
        editing
            .base
            .with(|base| base.as_ref().map(|base| base.item.state))
    };
    let take_down = dynamic(move || {
        (state() == Some(ArticleState::Published)).then(|| {
            view! {
                <button type="button" class="btn-link danger" on:click=move |_| run.run(Then::TakeDown)>
                    {text::take_down(lang)}
                </button>
            }
        })
    });
    view! {
        <form class="card stack" novalidate=true on:submit=submit aria-labelledby="hien-thi">
            <h2 id="hien-thi">{text::publishing(lang)}</h2>
            {error_summary(editing.day_errors)}
            {text_field(editing.day, editing.day_errors, day)}
            <p class="hint">{text::publishing_hint(lang)}</p>
            <div class="row">
                {quiet_submit_button(text::publish(lang), text::saving(lang), editing.busy)} {take_down}
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_is_offered_is_read_again() {
        let day = Timestamp::from_unix_seconds(1_795_400_000)
            .map(Timestamp::vietnam_day)
            .unwrap();
        assert!(crate::format::parse_day(&day).is_some(), "{day}");
    }
}
