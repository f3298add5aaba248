//! How a petition goes on, and how much may be written in it.

use crate::petition::dto::{PetitionAct, PetitionState};

/// The longest title, in characters.
pub const MAX_TITLE: usize = 150;

/// The longest text of a petition and of an answer, in characters.
pub const MAX_WORDS: usize = 4000;

/// The longest question, reply, note and summary, in characters.
pub const MAX_NOTE: usize = 2000;

impl PetitionAct {
    /// Everything that is done with a petition after it was sent.
    pub const ALL: [Self; 10] = [
        Self::Receive,
        Self::Refuse,
        Self::Ask,
        Self::Reply,
        Self::Route,
        Self::PassBack,
        Self::Answer,
        Self::Withdraw,
        Self::Publish,
        Self::TakeDown,
    ];

    /// Whether the province's desk does it, and no other unit.
    pub const fn is_of_desk(self) -> bool {
        matches!(
            self,
            Self::Receive | Self::Refuse | Self::Ask | Self::Route | Self::Publish | Self::TakeDown
        )
    }

    /// Whether the unit does it to which the petition was routed.
    pub const fn is_of_unit(self) -> bool {
        matches!(self, Self::PassBack | Self::Answer)
    }
}

impl PetitionState {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Sent,
        Self::Received,
        Self::Asked,
        Self::Routed,
        Self::Answered,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// Where it goes from here; nothing for what cannot be done now. The diagram is docs/states/petition.md.
    pub const fn after(self, act: PetitionAct) -> Option<Self> {
        match (self, act) {
            (Self::Sent, PetitionAct::Receive) => Some(Self::Received),
            (Self::Sent, PetitionAct::Withdraw) => Some(Self::Withdrawn),
            (Self::Received, PetitionAct::Ask) => Some(Self::Asked),
            (Self::Asked, PetitionAct::Reply) => Some(Self::Received),
            // A writer who never replies holds nothing up.
            (Self::Received | Self::Asked, PetitionAct::Refuse) => Some(Self::Refused),
            // Whoever has it: a unit may have been dissolved.
            (Self::Received | Self::Asked | Self::Routed, PetitionAct::Route) => Some(Self::Routed),
            (Self::Routed, PetitionAct::PassBack) => Some(Self::Received),
            (Self::Routed, PetitionAct::Answer) => Some(Self::Answered),
            (Self::Answered, PetitionAct::Publish | PetitionAct::TakeDown) => Some(Self::Answered),
            _ => None,
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Received | Self::Asked | Self::Routed)
    }

    /// Whether the time for the answer runs: it stands while the writer was asked.
    pub const fn is_due(self) -> bool {
        self.is_open() && !matches!(self, Self::Asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_diagram_shows_exactly_these_transitions() {
        let diagram = include_str!("../../../docs/states/petition.md");
        let name = |state: PetitionState| format!("{state:?}").to_lowercase();
        let mut drawn: Vec<&str> = diagram
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("-->") && !line.contains("[*]"))
            .collect();
        for state in PetitionState::ALL {
            for act in PetitionAct::ALL {
                let Some(next) = state.after(act) else { continue };
                let wanted = format!("{} --> {} : {}", name(state), name(next), act.as_str());
                let place = drawn.iter().position(|line| *line == wanted);
                drawn.remove(place.unwrap_or_else(|| panic!("{wanted} is not drawn")));
            }
        }
        assert_eq!(drawn, Vec::<&str>::new());
    }

    #[test]
    fn every_act_is_of_the_desk_or_of_a_unit_or_of_the_writer() {
        for act in PetitionAct::ALL {
            let is_of_writer = matches!(act, PetitionAct::Withdraw | PetitionAct::Reply);
            let hands = [act.is_of_desk(), act.is_of_unit(), is_of_writer];
            assert_eq!(hands.into_iter().filter(|is| *is).count(), 1, "{act:?}");
        }
    }

    proptest! {
        /// Whatever is tried in whatever order: what is refused or taken back stays so, an answer comes only from a unit that had it,
        /// and nobody takes back what the desk received.
        #[test]
        fn what_is_over_stays_over(acts in proptest::collection::vec(0_usize..10, 0..40)) {
            let mut state = PetitionState::Sent;
            let mut was_received = false;
            for act in acts {
                let act = PetitionAct::ALL[act];
                let Some(next) = state.after(act) else { continue };
                prop_assert!(state.is_open() || state == PetitionState::Answered);
                if state == PetitionState::Answered {
                    prop_assert_eq!(next, PetitionState::Answered);
                } else if next == PetitionState::Answered {
                    prop_assert_eq!(state, PetitionState::Routed);
                }
                prop_assert!(!(was_received && next == PetitionState::Withdrawn));
                was_received |= next == PetitionState::Received;
                state = next;
            }
        }
    }
}
