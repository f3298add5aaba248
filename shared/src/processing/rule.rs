//! How a dossier goes on after it was filed.

use crate::filing::dto::DossierStatus;
use crate::processing::withdrawal::WithdrawalWay;
use serde::{Deserialize, Serialize};

/// The longest reason, in characters.
pub const MAX_WORDS: usize = 1000;

/// The shortest reason: a sentence and not a word.
pub const MIN_GROUND: usize = 20;

/// Signed files that a dossier may end with.
pub const MAX_RESULTS: usize = 5;

/// What is done with a dossier after it was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DossierAct {
    /// Takes it in; from now on the time limit runs.
    Receive,
    /// Begins to work on it.
    Begin,
    /// Ends it with a result.
    Return,
    /// Ends it with a reason: before it was received it is refused, afterwards stopped.
    Refuse,
    /// The unit asks for parts of it once more; its time stands still.
    AskSupplement,
    /// Who filed sends them; its time goes on.
    Supply,
    /// Who filed takes it back before anybody took it up.
    Withdraw,
    /// Who filed asks the unit for it back.
    AskWithdrawal,
    /// The unit gives it back.
    GrantWithdrawal,
    /// The unit does not.
    DeclineWithdrawal,
}

impl DossierAct {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Receive,
        Self::Begin,
        Self::Return,
        Self::Refuse,
        Self::AskSupplement,
        Self::Supply,
        Self::Withdraw,
        Self::AskWithdrawal,
        Self::GrantWithdrawal,
        Self::DeclineWithdrawal,
    ];
}

impl DossierStatus {
    /// Those that this portal brings about today, in the order in which they come.
    pub const IN_USE: [Self; 8] = [
        Self::Submitted,
        Self::Received,
        Self::InProcess,
        Self::AwaitingSupplement,
        Self::WithdrawalRequested,
        Self::Returned,
        Self::Refused,
        Self::Stopped,
    ];

    /// Where it goes from here; nothing for what cannot be done now. What is done while it stands still hangs on where it came
    /// from: [`Self::after_pause`]. The diagram is docs/states/dossier.md.
    pub const fn after(self, act: DossierAct) -> Option<Self> {
        match (self, act) {
            (Self::Submitted | Self::Received | Self::InProcess, DossierAct::AskSupplement) => {
                Some(Self::AwaitingSupplement)
            }
            (Self::Submitted, DossierAct::Withdraw) => Some(Self::Stopped),
            (Self::Received | Self::InProcess, DossierAct::AskWithdrawal) => Some(Self::WithdrawalRequested),
            (Self::WithdrawalRequested, DossierAct::GrantWithdrawal) => Some(Self::Stopped),
            (Self::Submitted, DossierAct::Receive) => Some(Self::Received),
            (Self::Received, DossierAct::Begin) => Some(Self::InProcess),
            (Self::InProcess, DossierAct::Return) => Some(Self::Returned),
            (Self::Submitted, DossierAct::Refuse) => Some(Self::Refused),
            (Self::Received | Self::InProcess, DossierAct::Refuse) => Some(Self::Stopped),
            _ => None,
        }
    }

    /// Where it goes that stands still, having come from `came_from`: what nobody has received yet ends as if nothing had been
    /// asked for.
    pub const fn after_pause(self, act: DossierAct, came_from: Self) -> Option<Self> {
        match (self, act, came_from) {
            (
                Self::AwaitingSupplement,
                DossierAct::Supply,
                Self::Submitted | Self::Received | Self::InProcess,
            )
            | (
                Self::WithdrawalRequested,
                DossierAct::DeclineWithdrawal,
                Self::Received | Self::InProcess | Self::AwaitingSupplement,
            ) => Some(came_from),
            // Only after the last day for the answer, which is not known here.
            (Self::AwaitingSupplement, DossierAct::Refuse, Self::Submitted) => Some(Self::Refused),
            (Self::AwaitingSupplement, DossierAct::Refuse, Self::Received | Self::InProcess)
            | (Self::AwaitingSupplement, DossierAct::Withdraw, Self::Submitted) => Some(Self::Stopped),
            (Self::AwaitingSupplement, DossierAct::AskWithdrawal, Self::Received | Self::InProcess) => {
                Some(Self::WithdrawalRequested)
            }
            _ => None,
        }
    }

    /// What taking it back means now, where it came from `came_from` if it stands still; nothing where it cannot be taken back.
    pub const fn withdrawal(self, came_from: Option<Self>) -> Option<WithdrawalWay> {
        match (self, came_from) {
            (Self::Submitted, _) | (Self::AwaitingSupplement, Some(Self::Submitted)) => {
                Some(WithdrawalWay::AtOnce)
            }
            (Self::Received | Self::InProcess | Self::AwaitingSupplement, _) => Some(WithdrawalWay::Ask),
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
    use std::collections::HashSet;

    #[test]
    fn the_diagram_shows_exactly_these_transitions() {
        let diagram = include_str!("../../../docs/states/dossier.md");
        let name = |status: DossierStatus| status.as_str().replace('-', "_");
        let mut drawn: Vec<&str> = diagram
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("-->") && !line.contains("[*]"))
            .collect();
        let mut is_drawn = |status, act: DossierAct, next| {
            let act = serde_json::to_value(act).unwrap();
            let act = act.as_str().unwrap().replace('-', " ");
            let wanted = format!("{} --> {} : {act}", name(status), name(next));
            let place = drawn.iter().position(|line| *line == wanted);
            drawn.remove(place.unwrap_or_else(|| panic!("{wanted} is not drawn")));
        };
        for status in DossierStatus::IN_USE {
            for act in DossierAct::ALL {
                if let Some(next) = status.after(act) {
                    is_drawn(status, act, next);
                }
                let after_pause = DossierStatus::IN_USE
                    .into_iter()
                    .map(|from| status.after_pause(act, from));
                let after_pause: HashSet<DossierStatus> = after_pause.flatten().collect();
                for next in after_pause {
                    is_drawn(status, act, next);
                }
            }
        }
        assert_eq!(drawn, Vec::<&str>::new());
    }

    #[test]
    fn what_nobody_received_yet_is_taken_back_at_once() {
        use DossierStatus::*;
        assert_eq!(Submitted.withdrawal(None), Some(WithdrawalWay::AtOnce));
        assert_eq!(
            AwaitingSupplement.withdrawal(Some(Submitted)),
            Some(WithdrawalWay::AtOnce)
        );
        assert_eq!(
            AwaitingSupplement.withdrawal(Some(Received)),
            Some(WithdrawalWay::Ask)
        );
        assert_eq!(InProcess.withdrawal(None), Some(WithdrawalWay::Ask));
        assert_eq!(Returned.withdrawal(None), None);
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
        fn what_is_over_stays_over(acts in proptest::collection::vec(0_usize..10, 0..40)) {
            let mut status = DossierStatus::Submitted;
            let mut came_from = Vec::new();
            for act in acts {
                let act = DossierAct::ALL[act];
                let next = match status.after(act) {
                    Some(next) => {
                        if matches!(act, DossierAct::AskSupplement | DossierAct::AskWithdrawal) {
                            came_from.push(status);
                        }
                        next
                    }
                    None => {
                        let from = came_from.last().copied().unwrap_or(DossierStatus::Submitted);
                        let Some(next) = status.after_pause(act, from) else { continue };
                        if matches!(act, DossierAct::Supply | DossierAct::DeclineWithdrawal) {
                            prop_assert_eq!(Some(next), came_from.pop(), "it goes back to where it was");
                        } else if act == DossierAct::AskWithdrawal {
                            came_from.push(status);
                        }
                        next
                    }
                };
                prop_assert!(!status.is_over());
                if next == DossierStatus::Returned {
                    prop_assert_eq!(status, DossierStatus::InProcess);
                }
                prop_assert!(next != DossierStatus::Submitted || act == DossierAct::Supply);
                let is_waiting = status == DossierStatus::Submitted || came_from.contains(&DossierStatus::Submitted);
                if is_waiting && next.is_over() {
                    let ends = matches!(
                        (act, next),
                        (DossierAct::Refuse, DossierStatus::Refused) | (DossierAct::Withdraw, DossierStatus::Stopped)
                    );
                    prop_assert!(ends, "nobody received it: {:?} by {:?}", next, act);
                }
                prop_assert!(DossierStatus::IN_USE.contains(&next));
                status = next;
            }
        }
    }
}
