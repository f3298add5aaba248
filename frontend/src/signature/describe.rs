//! Reports about signatures, in words.

use crate::ui::Tone;
use motcua_shared::signature::report::Verdict;
use motcua_shared::text::{self, Lang};

/// The verdict over a paper in two or three words.
pub fn tag(verdict: Verdict, lang: Lang) -> (Tone, &'static str) {
    match verdict {
        Verdict::TotalPassed => (Tone::Ok, text::signature::tag_passed(lang)),
        Verdict::Indeterminate => (Tone::Warn, text::signature::tag_undecided(lang)),
        Verdict::TotalFailed => (Tone::Bad, text::signature::tag_failed(lang)),
        Verdict::Unsigned => (Tone::Plain, text::signature::tag_unsigned(lang)),
        Verdict::Unreadable => (Tone::Bad, text::signature::tag_unreadable(lang)),
    }
}
