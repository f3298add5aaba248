//! How a dossier goes on after it was filed.

use crate::filing::dto::DossierStatus;

/// The longest reason, in characters.
pub const MAX_WORDS: usize = 1000;

/// The shortest reason: a sentence and not a word.
pub const MIN_GROUND: usize = 20;

/// Signed files that a dossier may end with.
pub const MAX_RESULTS: usize = 5;

/// What an officer does with a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DossierAct {
    /// Takes it in; from now on the time limit runs.
    Receive,
    /// Begins to work on it.
    Begin,
    /// Ends it with a result.
    Return,
    /// Ends it with a reason: before it was received it is refused, afterwards stopped.
    Refuse,
}

impl DossierAct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Receive, Self::Begin, Self::Return, Self::Refuse];
}

impl DossierStatus {
    /// Those that this portal brings about today, in the order in which they come.
    pub const IN_USE: [Self; 6] = [
        Self::Submitted,
        Self::Received,
        Self::InProcess,
        Self::Returned,
        Self::Refused,
        Self::Stopped,
    ];

    /// Where it goes from here; nothing for what cannot be done now. The diagram is docs/states/dossier.md.
    pub const fn after(self, act: DossierAct) -> Option<Self> {
        match (self, act) {
            (Self::Submitted, DossierAct::Receive) => Some(Self::Received),
            (Self::Received, DossierAct::Begin) => Some(Self::InProcess),
            (Self::InProcess, DossierAct::Return) => Some(Self::Returned),
            (Self::Submitted, DossierAct::Refuse) => Some(Self::Refused),
            (Self::Received | Self::InProcess, DossierAct::Refuse) => Some(Self::Stopped),
            _ => None,
        }
    }

    /// Whether the time limit runs.
    pub const fn is_due(self) -> bool {
        matches!(self, Self::Received | Self::InProcess)
    }

    /// Whether nothing comes after it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Returned | Self::Refused | Self::Stopped)
    }

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::Refused => "refused",
            Self::InProcess => "in-process",
            Self::AwaitingSupplement => "awaiting-supplement",
            Self::AwaitingPayment => "awaiting-payment",
            Self::WithdrawalRequested => "withdrawal-requested",
            Self::Stopped => "stopped",
            Self::Completed => "completed",
            Self::Returned => "returned",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_diagram_shows_exactly_these_transitions() {
        let diagram = include_str!("../../../docs/states/dossier.md");
        let name = |status: DossierStatus| status.as_str().replace('-', "_");
        let mut drawn: Vec<&str> = diagram
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("-->") && !line.contains("[*]"))
            .collect();
        for status in DossierStatus::IN_USE {
            for act in DossierAct::ALL {
                let Some(next) = status.after(act) else { continue };
                let act = format!("{act:?}").to_lowercase();
                let wanted = format!("{} --> {} : {act}", name(status), name(next));
                let place = drawn.iter().position(|line| *line == wanted);
                drawn.remove(place.unwrap_or_else(|| panic!("{wanted} is not drawn")));
            }
        }
        assert_eq!(drawn, Vec::<&str>::new());
    }

    #[test]
    fn what_stands_in_an_address_is_what_travels() {
        for status in DossierStatus::IN_USE {
            let travels = serde_json::to_string(&status).unwrap();
            assert_eq!(travels, format!("\"{}\"", status.as_str()));
        }
    }

    proptest! {
        /// Whatever is tried in whatever order: what is over stays as it ended, and nothing is returned that nobody worked on.
        #[test]
        fn what_is_over_stays_over(acts in proptest::collection::vec(0_usize..4, 0..30)) {
            let mut status = DossierStatus::Submitted;
            for act in acts {
                let act = DossierAct::ALL[act];
                let Some(next) = status.after(act) else { continue };
                prop_assert!(!status.is_over());
                if next == DossierStatus::Returned {
                    prop_assert_eq!(status, DossierStatus::InProcess);
                }
                prop_assert_ne!(next, DossierStatus::Submitted);
                prop_assert!(DossierStatus::IN_USE.contains(&next));
                status = next;
            }
        }
    }
}
