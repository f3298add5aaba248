//! The outcome of a check, in a sentence that starts with the outcome.

use crate::ui::Tone;
use leptos::prelude::*;

/// The box; put it inside a live region when it appears by itself.
#[component]
pub fn Verdict(
    /// How good it is.
    tone: Tone,
    /// The outcome.
    #[prop(into)]
    title: String,
    /// What follows from it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("verdict {}", tone.class())>
            <p>
                <b><span aria-hidden="true">{tone.mark()}</span>{title}</b>
            </p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
