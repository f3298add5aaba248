//! How a charge goes on: what is owed, what came in, what went back.

use crate::payment::dto::ChargeState;

/// The longest reference of a payment or refund, in characters.
pub const MAX_REFERENCE: usize = 60;

/// The longest ground, in characters.
pub const MAX_WORDS: usize = 500;

/// The shortest ground: a sentence and not a word.
pub const MIN_GROUND: usize = 20;

/// The smallest transfer in đồng that is noted: banks carry out no smaller ones.
pub const MIN_TRANSFER: i64 = 1_000;

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
    /// An officer decided that the fee of a dossier without a result does not go back.
    Keep,
    /// A transfer that paid it was noted by mistake.
    StrikeFee,
    /// A transfer that nobody owed was noted by mistake.
    StrikeExcess,
}

impl ChargeAct {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Pay,
        Self::Waive,
        Self::Void,
        Self::RefundPart,
        Self::RefundAll,
        Self::Overpay,
        Self::Keep,
        Self::StrikeFee,
        Self::StrikeExcess,
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
            // Of what is owed again some may be there: less than the fee, which nobody owed when it came.
            (Self::Due, ChargeAct::RefundPart | ChargeAct::RefundAll | ChargeAct::StrikeExcess) => Some(self),
            (Self::Due, _) => None,
            (Self::Paid, ChargeAct::RefundAll) => Some(Self::Refunded),
            (Self::Paid, ChargeAct::Keep) => Some(Self::Paid),
            (Self::Paid, ChargeAct::StrikeFee) => Some(Self::Due),
            // What came in without being owed goes back from whatever state it came in.
            (
                _,
                ChargeAct::RefundPart | ChargeAct::RefundAll | ChargeAct::Overpay | ChargeAct::StrikeExcess,
            ) => Some(self),
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
    /// Less than is owed.
    TooLittle,
    /// Something of it may have gone back.
    WentBack,
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
    /// What came in without being owed and did not go back yet. Kept and not reckoned: of a fee that went back in part, what is
    /// missing of it is not owed again, so that sums alone do not tell what came in too much.
    pub excess: i64,
    /// Whether it was decided that the fee does not go back although the dossier ended without a result.
    pub is_kept: bool,
}

impl Money {
    /// A new charge.
    pub const fn due(amount: i64) -> Self {
        Self {
            amount,
            state: ChargeState::Due,
            received: 0,
            refunded: 0,
            excess: 0,
            is_kept: false,
        }
    }

    /// What came in and did not go back.
    pub const fn kept(self) -> i64 {
        self.received - self.refunded
    }

    /// Whether the whole fee is still there after it was paid: of a dossier that ended without a result it is to be decided
    /// whether it goes back.
    pub const fn is_fee_whole(self) -> bool {
        matches!(self.state, ChargeState::Paid) && self.kept() - self.excess == self.amount
    }

    /// After the fee's amount came in: what is owed, or what nobody owes any more. Nothing is ever turned away, because it has
    /// left the payer's account already.
    pub fn take(self) -> (Self, ChargeAct) {
        match self.state.after(ChargeAct::Pay) {
            Some(state) => {
                let received = self.received + self.amount;
                let paid = Self {
                    state,
                    received,
                    ..self
                };
                (paid, ChargeAct::Pay)
            }
            None => (self.with_excess(self.amount), ChargeAct::Overpay),
        }
    }

    /// After this much came in: what is owed is paid by it, and the rest is too much. Less than is owed pays nothing.
    pub fn take_amount(self, amount: i64) -> Result<Self, Unfit> {
        if amount < 1 {
            return Err(Unfit::NotAnAmount);
        }
        if self.state != ChargeState::Due {
            return Ok(self.with_excess(amount));
        }
        if amount < self.amount {
            return Err(Unfit::TooLittle);
        }
        Ok(self.take().0.with_excess(amount - self.amount))
    }

    fn with_excess(self, extra: i64) -> Self {
        Self {
            received: self.received + extra,
            excess: self.excess + extra,
            ..self
        }
    }

    /// After a transfer of this much turned out to be noted by mistake. What else came in pays the fee, where it is enough; else the
    /// fee is owed again. Not where something went back that may have been of it.
    pub fn strike(self, amount: i64) -> Result<Self, Unfit> {
        if amount < 1 || amount > self.received {
            return Err(Unfit::NotAnAmount);
        }
        if amount <= self.excess {
            let state = self.state.after(ChargeAct::StrikeExcess).ok_or(Unfit::MovedOn)?;
            return Ok(Self {
                state,
                received: self.received - amount,
                excess: self.excess - amount,
                ..self
            });
        }
        let state = self.state.after(ChargeAct::StrikeFee).ok_or(Unfit::MovedOn)?;
        if self.refunded > 0 {
            return Err(Unfit::WentBack);
        }
        let received = self.received - amount;
        Ok(Self {
            state,
            received,
            excess: received,
            is_kept: false,
            ..self
        })
    }

    /// After it was decided that the fee, the whole of which is there, does not go back.
    pub fn keep(self) -> Result<Self, Unfit> {
        let state = self.state.after(ChargeAct::Keep).ok_or(Unfit::MovedOn)?;
        if self.is_kept || !self.is_fee_whole() {
            return Err(Unfit::MovedOn);
        }
        Ok(Self {
            state,
            is_kept: true,
            ..self
        })
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

    /// After this much went back: first of what nobody owed, then of the fee.
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
        let next = Self {
            state,
            refunded: self.refunded + amount,
            excess: (self.excess - amount).max(0),
            ..self
        };
        // What goes back of the fee after all ends the decision that it does not.
        Ok(Self {
            is_kept: self.is_kept && next.is_fee_whole(),
            ..next
        })
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
            ChargeAct::Keep => "keep",
            ChargeAct::StrikeFee => "strike the fee",
            ChargeAct::StrikeExcess => "strike the excess",
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
    fn what_came_in_too_much_is_not_made_less_by_a_part_that_went_back_before() {
        let (paid, _) = Money::due(15).take();
        let part = paid.give_back(5).unwrap();
        assert_eq!((part.excess, part.kept(), part.is_fee_whole()), (0, 10, false));
        let (more, act) = part.take();
        assert_eq!((act, more.excess, more.kept()), (ChargeAct::Overpay, 15, 25));
        let back = more.give_back(15).unwrap();
        assert_eq!((back.excess, back.kept(), back.state), (0, 10, ChargeState::Paid));
        // The other way round the same act gives back what nobody owed.
        let back = paid.take().0.give_back(5).unwrap();
        assert_eq!((back.excess, back.kept(), back.is_fee_whole()), (10, 25, true));
    }

    #[test]
    fn a_transfer_noted_by_mistake_is_owed_again_unless_other_money_pays_it() {
        let paid = Money::due(15).take_amount(20).unwrap();
        assert_eq!(paid.strike(20), Ok(Money::due(15)));
        // What came in besides, too little for the fee, stays and can go back.
        let more = paid.take_amount(7).unwrap().strike(20).unwrap();
        assert_eq!((more.state, more.excess, more.kept()), (ChargeState::Due, 7, 7));
        assert_eq!(more.give_back(7).unwrap().kept(), 0);
        assert_eq!(more.take().0.excess, 7);
        // Enough for the fee: it is paid by that.
        let other = paid.take_amount(16).unwrap().strike(20).unwrap();
        assert_eq!(
            (other.state, other.excess, other.is_fee_whole()),
            (ChargeState::Paid, 1, true)
        );
        assert_eq!(paid.take_amount(7).unwrap().strike(7), Ok(paid));
        // What went back since cannot have been somebody else's.
        assert_eq!(paid.give_back(1).unwrap().strike(20), Err(Unfit::WentBack));
        assert_eq!(Money::due(15).strike(15), Err(Unfit::NotAnAmount));
        assert_eq!(
            paid.keep().unwrap().strike(20).map(|money| money.is_kept),
            Ok(false)
        );
    }

    #[derive(Debug, Clone, Copy)]
    enum Tried {
        Money,
        Amount(i64),
        Keep,
        Waive,
        Void,
        Back(i64),
        /// The transfer that was noted so many before, of those that stand.
        Strike(usize),
    }

    fn tried() -> impl Strategy<Value = Tried> {
        prop_oneof![
            Just(Tried::Money),
            Just(Tried::Keep),
            (-5_i64..40).prop_map(Tried::Amount),
            Just(Tried::Waive),
            Just(Tried::Void),
            (-5_i64..40).prop_map(Tried::Back),
            (0_usize..4).prop_map(Tried::Strike),
        ]
    }

    proptest! {
        /// Whatever is tried in whatever order: no đồng is lost, none goes back that did not come in, and what is settled is
        /// never owed again, unless what settled it was a mistake.
        #[test]
        fn no_dong_is_lost_and_none_is_invented(amount in 1_i64..20, tries in proptest::collection::vec(tried(), 0..40)) {
            let mut money = Money::due(amount);
            let (mut came, mut went) = (0, 0);
            // Told apart by hand: what is there of the fee, and what is there without being owed.
            let (mut of_fee, mut too_much) = (0, 0);
            // What stands as transferred.
            let mut noted: Vec<i64> = Vec::new();
            for try_ in tries {
                let before = money;
                match try_ {
                    Tried::Money => {
                        let (next, act) = money.take();
                        prop_assert_eq!(before.state.after(act), Some(next.state));
                        prop_assert_eq!(act == ChargeAct::Pay, before.state == ChargeState::Due);
                        money = next;
                        came += amount;
                        match act {
                            ChargeAct::Pay => of_fee += amount,
                            _ => too_much += amount,
                        }
                    }
                    Tried::Amount(typed) => {
                        let owed = if before.state == ChargeState::Due { amount } else { 0 };
                        let next = money.take_amount(typed);
                        prop_assert_eq!(next.is_ok(), typed >= owed.max(1));
                        if next.is_ok() {
                            came += typed;
                            of_fee += owed;
                            too_much += typed - owed;
                            noted.push(typed);
                        }
                        money = next.unwrap_or(before);
                    }
                    Tried::Keep => {
                        let next = money.keep();
                        prop_assert_eq!(next.is_ok(), before.is_fee_whole() && !before.is_kept);
                        money = next.unwrap_or(before);
                        prop_assert_eq!(Money { is_kept: before.is_kept, ..money }, before, "no đồng moves");
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
                            let first = part.min(too_much);
                            too_much -= first;
                            of_fee -= part - first;
                        }
                        money = next.unwrap_or(before);
                    }
                    Tried::Strike(which) => {
                        let Some(at) = noted.len().checked_sub(which + 1) else { continue };
                        let struck = noted[at];
                        let next = money.strike(struck);
                        let is_extra = too_much >= struck;
                        prop_assert_eq!(next.is_ok(), is_extra || before.state == ChargeState::Paid && went == 0);
                        if next.is_ok() {
                            noted.remove(at);
                            came -= struck;
                            if is_extra {
                                too_much -= struck;
                            } else {
                                too_much += of_fee - struck;
                                of_fee = 0;
                            }
                        }
                        money = next.unwrap_or(before);
                    }
                }
                prop_assert_eq!(money.amount, amount);
                prop_assert_eq!((money.received, money.refunded), (came, went));
                prop_assert!((0..=money.received).contains(&money.refunded));
                let is_mistake = matches!(try_, Tried::Strike(_));
                prop_assert!(before.state == ChargeState::Due || money.state != ChargeState::Due || is_mistake);
                prop_assert!(money.state != ChargeState::Due || of_fee == 0);
                prop_assert_eq!((money.excess, money.kept()), (too_much, of_fee + too_much));
                prop_assert!((0..=amount).contains(&of_fee));
                prop_assert_eq!(money.is_fee_whole(), of_fee == amount);
                prop_assert!(!money.is_kept || money.is_fee_whole());
                if money.state == ChargeState::Refunded && before.state == ChargeState::Paid {
                    prop_assert_eq!(money.kept(), 0);
                }
            }
        }
    }
}
