//! How a feedback goes on, and what may be written in it.

use crate::feedback::dto::FeedbackState;

/// The longest explanation and the longest answer, in characters.
pub const MAX_WORDS: usize = 1000;

/// The shortest ground on which a feedback is refused, in characters: a sentence and not a word.
pub const MIN_GROUND: usize = 20;

/// The highest page number that is taken.
pub const MAX_PAGE: u32 = 10_000;

/// What is done with a feedback after it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedbackAct {
    /// An officer begins to compare.
    Compare,
    /// An officer puts the right file in place.
    Replace,
    /// An officer says why the file is right.
    Refuse,
    /// The owner takes it back.
    Withdraw,
}

impl FeedbackAct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Compare, Self::Replace, Self::Refuse, Self::Withdraw];
}

impl FeedbackState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Sent,
        Self::Comparing,
        Self::Replaced,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// Where it goes from here; nothing for what cannot be done now. The diagram is docs/states/feedback.md.
    pub const fn after(self, act: FeedbackAct) -> Option<Self> {
        match (self, act) {
            (Self::Sent, FeedbackAct::Compare) => Some(Self::Comparing),
            (Self::Comparing, FeedbackAct::Replace) => Some(Self::Replaced),
            (Self::Comparing, FeedbackAct::Refuse) => Some(Self::Refused),
            (Self::Sent | Self::Comparing, FeedbackAct::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Comparing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_diagram_shows_exactly_these_transitions() {
        let diagram = include_str!("../../../docs/states/feedback.md");
        let name = |state: FeedbackState| format!("{state:?}").to_lowercase();
        let mut drawn: Vec<&str> = diagram
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("-->") && !line.contains("[*]"))
            .collect();
        for state in FeedbackState::ALL {
            for act in FeedbackAct::ALL {
                let Some(next) = state.after(act) else { continue };
                let wanted = format!(
                    "{} --> {} : {}",
                    name(state),
                    name(next),
                    format!("{act:?}").to_lowercase()
                );
                let place = drawn.iter().position(|line| *line == wanted);
                drawn.remove(place.unwrap_or_else(|| panic!("{wanted} is not drawn")));
            }
        }
        assert_eq!(drawn, Vec::<&str>::new());
    }

    proptest! {
        /// Whatever is tried in whatever order: what is over stays as it ended, and an answer comes only from whoever
        /// had begun to compare.
        #[test]
        fn what_is_over_stays_over(acts in proptest::collection::vec(0_usize..4, 0..30)) {
            let mut state = FeedbackState::Sent;
            for act in acts {
                let act = FeedbackAct::ALL[act];
                match state.after(act) {
                    Some(next) => {
                        prop_assert!(state.is_open());
                        if matches!(next, FeedbackState::Replaced | FeedbackState::Refused) {
                            prop_assert_eq!(state, FeedbackState::Comparing);
                        }
                        prop_assert_ne!(next, FeedbackState::Sent);
                        state = next;
                    }
                    None => prop_assert!(!state.is_open() || act != FeedbackAct::Withdraw),
                }
            }
        }
    }
}
