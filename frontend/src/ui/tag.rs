//! A state in two or three words. Colour never stands alone: a mark says the same.

use leptos::prelude::*;

/// How good a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Ok,
    /// Needs a look.
    Warn,
    /// Not as it should be.
    Bad,
    /// Neither.
    Plain,
}

impl Tone {
    /// Name of its style.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }

    /// The mark that says it without colour.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Ok => "✓ ",
            Self::Warn => "? ",
            Self::Bad => "✕ ",
            Self::Plain => "",
        }
    }
}

/// The tag.
pub fn tag(tone: Tone, label: impl Into<String>) -> AnyView {
    named(tone, label.into())
}

fn named(tone: Tone, label: String) -> AnyView {
    let mark = (!tone.mark().is_empty()).then(|| view! { <span aria-hidden="true">{tone.mark()}</span> });
    view! { <span class=format!("tag {}", tone.class())>{mark} {label}</span> }.into_any()
}
