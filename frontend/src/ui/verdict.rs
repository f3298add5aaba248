//! The outcome of a check, in a sentence that starts with the outcome.

use crate::ui::Tone;
use leptos::prelude::*;

/// The box; put it inside a live region when it appears by itself. `more` is what follows from the outcome.
pub fn verdict(tone: Tone, title: impl Into<String>, more: impl IntoAny) -> AnyView {
    outcome(tone, title.into(), more.into_any())
}

fn outcome(tone: Tone, title: String, more: AnyView) -> AnyView {
    view! {
        <div class=format!("verdict {}", tone.class())>
            <p>
                <b><span aria-hidden="true">{tone.mark()}</span>{title}</b>
            </p>
            {more}
        </div>
    }
    .into_any()
}
