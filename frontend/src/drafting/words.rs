//! What things are called.

use crate::ui::Tone;
use motcua_shared::processing::drafting::{DraftingState, ResultLineState};
use motcua_shared::text::{self, Lang};

/// How far a paper is.
pub fn state(state: DraftingState, is_returned: bool, lang: Lang) -> (Tone, &'static str) {
    match state {
        _ if is_returned => (Tone::Ok, text::drafting::state_returned(lang)),
        DraftingState::Draft => (Tone::Plain, text::drafting::state_draft(lang)),
        DraftingState::HandedIn => (Tone::Warn, text::drafting::state_handed_in(lang)),
        DraftingState::Signed => (Tone::Warn, text::drafting::state_signed(lang)),
        DraftingState::Sealed => (Tone::Ok, text::drafting::state_sealed(lang)),
    }
}

/// What became of a number.
pub fn line(state: ResultLineState, lang: Lang) -> (Tone, &'static str) {
    match state {
        ResultLineState::Open => (Tone::Warn, text::drafting::line_open(lang)),
        ResultLineState::Issued => (Tone::Ok, text::drafting::line_issued(lang)),
        ResultLineState::Void => (Tone::Bad, text::drafting::line_void(lang)),
    }
}
