//! How a charge goes on: what is owed, what came in, what went back.

use crate::error::ErrorCode;
use crate::payment::dto::ChargeState;

/// The longest reference of a payment or refund, in characters.
pub const MAX_REFERENCE: usize = 60;

/// The longest ground, in characters.
pub const MAX_WORDS: usize = 500;

/// The shortest ground: a sentence and not a word.
pub const MIN_GROUND: usize = 20;

/// The largest amount in đồng that anything here takes: a fee beyond it is a mistake of the catalogue.
pub const MAX_AMOUNT: i64 = 1_000_000_000;

/// What happens to a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeAct {
    /// What is owed came in.
    Pay,
    /// An officer gives up what is owed.
    Waive,
    /// The dossier ended without a result before anything was paid.
    Void,
    /// A part of what came in went back.
    RefundPart,
    /// All that came in went back.
    RefundAll,
    /// Money came in that nobody owed any more.
    Overpay,
}

impl ChargeAct {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Pay,
        Self::Waive,
        Self::Void,
        Self::RefundPart,
        Self::RefundAll,
        Self::Overpay,
    ];
}

impl ChargeState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Due, Self::Paid, Self::Waived, Self::Void, Self::Refunded];

    /// Where it goes from here; nothing for what cannot be done now. The diagram is docs/states/charge.md.
    pub const fn after(self, act: ChargeAct) -> Option<Self> {
        match (self, act) {
            (Self::Due, ChargeAct::Pay) => Some(Self::Paid),
            (Self::Due, ChargeAct::Waive) => Some(Self::Waived),
            (Self::Due, ChargeAct::Void) => Some(Self::Void),
            (Self::Due, _) => None,
            (Self::Paid, ChargeAct::RefundAll) => Some(Self::Refunded),
            // What came in without being owed goes back from whatever state it came in.
            (_, ChargeAct::RefundPart | ChargeAct::RefundAll | ChargeAct::Overpay) => Some(self),
            _ => None,
        }
    }
}

/// Why an act is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The charge is in another state.
    MovedOn,
    /// Not an amount.
    NotAnAmount,
    /// More than came in and did not go back.
    TooMuch,
}

/// What is known of the money of a charge, in đồng. The amount never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// What the case cost on the day of filing.
    pub amount: i64,
    /// Where it stands.
    pub state: ChargeState,
    /// All that ever came in.
    pub received: i64,
    /// All that ever went back.
    pub refunded: i64,
}

impl Money {
    /// A new charge.
    pub const fn due(amount: i64) -> Self {
        Self {
            amount,
            state: ChargeState::Due,
            received: 0,
            refunded: 0,
        }
    }

    /// What came in and did not go back.
    pub const fn kept(self) -> i64 {
        self.received - self.refunded
    }

    /// What came in without being owed and waits to go back.
    pub fn excess(self) -> i64 {
        let owed = match self.state {
            ChargeState::Paid => self.amount,
            _ => 0,
        };
        (self.kept() - owed).max(0)
    }

    /// After money came in: what is owed, or what nobody owes any more. Nothing is ever turned away, because it has left
    /// the payer's account already.
    pub fn take(self) -> (Self, ChargeAct) {
        let (state, act) = match self.state.after(ChargeAct::Pay) {
            Some(paid) => (paid, ChargeAct::Pay),
            None => (self.state, ChargeAct::Overpay),
        };
        let next = Self {
            state,
            received: self.received + self.amount,
            ..self
        };
        (next, act)
    }

    /// After an act that moves no money.
    pub fn give_up(self, act: ChargeAct) -> Result<Self, Unfit> {
        match act {
            ChargeAct::Waive | ChargeAct::Void => {
                let state = self.state.after(act).ok_or(Unfit::MovedOn)?;
                Ok(Self { state, ..self })
            }
            _ => Err(Unfit::MovedOn),
        }
    }

    /// After this much went back.
    pub fn give_back(self, amount: i64) -> Result<Self, Unfit> {
        if amount < 1 {
            return Err(Unfit::NotAnAmount);
        }
        if self.kept() < 1 {
            return Err(Unfit::MovedOn);
        }
        if amount > self.kept() {
            return Err(Unfit::TooMuch);
        }
        let act = if amount == self.kept() {
            ChargeAct::RefundAll
        } else {
            ChargeAct::RefundPart
        };
        let state = self.state.after(act).ok_or(Unfit::MovedOn)?;
        Ok(Self {
            state,
            refunded: self.refunded + amount,
            ..self
        })
    }
}

/// An amount in đồng as people type it: "15.000", "15 000 đ".
pub fn parse_amount(typed: &str) -> Result<i64, ErrorCode> {
    let typed = typed.trim().trim_end_matches(['đ', 'Đ', '₫']);
    let digits: String = typed
        .chars()
        .filter(|sign| !matches!(sign, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    if digits.is_empty() {
        return Err(ErrorCode::Required);
    }
    // Cents do not exist, so that a group of other than three digits is a slip and no amount.
    let groups: Vec<&str> = typed.trim().split(['.', ',', ' ', '\u{a0}']).collect();
    let is_grouped = groups.len() == 1
        || groups
            .iter()
            .enumerate()
            .all(|(at, group)| group.len() == 3 || at == 0 && (1..=3).contains(&group.len()));
    match digits.parse::<i64>() {
        Ok(amount)
            if is_grouped
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (1..=MAX_AMOUNT).contains(&amount) =>
        {
            Ok(amount)
        }
        _ => Err(ErrorCode::NotAnAmount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn_as(act: ChargeAct) -> &'static str {
        match act {
            ChargeAct::Pay => "pay",
            ChargeAct::Waive => "waive",
            ChargeAct::Void => "void",
            ChargeAct::RefundPart => "refund a part",
            ChargeAct::RefundAll => "refund all",
            ChargeAct::Overpay => "overpay",
        }
    }

    #[test]
    fn the_diagram_shows_exactly_these_transitions() {
        let diagram = include_str!("../../../docs/states/charge.md");
        let mut drawn: Vec<&str> = diagram
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("-->") && !line.contains("[*]"))
            .collect();
        for state in ChargeState::ALL {
            for act in ChargeAct::ALL {
                let Some(next) = state.after(act) else { continue };
                let name = |state: ChargeState| format!("{state:?}").to_lowercase();
                let wanted = format!("{} --> {} : {}", name(state), name(next), drawn_as(act));
                let place = drawn.iter().position(|line| *line == wanted);
                drawn.remove(place.unwrap_or_else(|| panic!("{wanted} is not drawn")));
            }
        }
        assert_eq!(drawn, Vec::<&str>::new());
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for typed in ["15000", "15.000", "15,000", " 15 000 đ", "15.000đ"] {
            assert_eq!(parse_amount(typed), Ok(15_000), "{typed}");
        }
        assert_eq!(parse_amount("1.250.000"), Ok(1_250_000));
        assert_eq!(parse_amount(" "), Err(ErrorCode::Required));
        for bad in [
            "0",
            "-1",
            "15.5",
            "15.0000",
            "1e3",
            "x",
            "15..000",
            "99999999999999999999",
            ".500",
        ] {
            assert_eq!(parse_amount(bad), Err(ErrorCode::NotAnAmount), "{bad}");
        }
    }

    #[derive(Debug, Clone, Copy)]
    enum Tried {
        Money,
        Waive,
        Void,
        Back(i64),
    }

    fn tried() -> impl Strategy<Value = Tried> {
        prop_oneof![
            Just(Tried::Money),
            Just(Tried::Waive),
            Just(Tried::Void),
            (-5_i64..40).prop_map(Tried::Back),
        ]
    }

    proptest! {
        /// Whatever is tried in whatever order: no đồng is lost, none goes back that did not come in, and what is settled is
        /// never owed again.
        #[test]
        fn no_dong_is_lost_and_none_is_invented(amount in 1_i64..20, tries in proptest::collection::vec(tried(), 0..40)) {
            let mut money = Money::due(amount);
            let (mut came, mut went) = (0, 0);
            for try_ in tries {
                let before = money;
                match try_ {
                    Tried::Money => {
                        let (next, act) = money.take();
                        prop_assert_eq!(before.state.after(act), Some(next.state));
                        prop_assert_eq!(act == ChargeAct::Pay, before.state == ChargeState::Due);
                        money = next;
                        came += amount;
                    }
                    Tried::Waive | Tried::Void => {
                        let act = if matches!(try_, Tried::Waive) { ChargeAct::Waive } else { ChargeAct::Void };
                        let next = money.give_up(act);
                        prop_assert_eq!(next.is_ok(), before.state == ChargeState::Due);
                        money = next.unwrap_or(before);
                    }
                    Tried::Back(part) => {
                        let next = money.give_back(part);
                        prop_assert_eq!(next.is_ok(), (1..=before.kept()).contains(&part));
                        if next.is_ok() {
                            went += part;
                        }
                        money = next.unwrap_or(before);
                    }
                }
                prop_assert_eq!(money.amount, amount);
                prop_assert_eq!((money.received, money.refunded), (came, went));
                prop_assert!((0..=money.received).contains(&money.refunded));
                prop_assert!(before.state == ChargeState::Due || money.state != ChargeState::Due);
                prop_assert_eq!(money.state == ChargeState::Due, money.received == 0 && !matches!(money.state, ChargeState::Waived | ChargeState::Void));
                prop_assert!(money.excess() <= money.kept());
                if money.state == ChargeState::Refunded && before.state == ChargeState::Paid {
                    prop_assert_eq!(money.kept(), 0);
                }
            }
        }
    }
}
