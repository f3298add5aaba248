//! What may follow what, and what a drafted result holds. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, SigningOrderId, UnitId};
use motcua_shared::processing::drafting::{
    DraftingState, GivenBack, MAX_SIGNER_TITLE, MAX_TITLE_LINES, SignPlaces,
};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use std::collections::BTreeMap;

/// What happens to a drafted result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Something was typed.
    Save,
    /// It got its file and goes to who signs.
    HandIn,
    /// It is to be written anew; what was signed is signed no more.
    Reopen,
    /// Who leads the unit signed.
    Sign,
    /// The agency sealed it.
    Seal,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 5] = [Self::Save, Self::HandIn, Self::Reopen, Self::Sign, Self::Seal];
}

/// The state after an event; none where it cannot happen.
pub const fn after(state: DraftingState, event: Event) -> Option<DraftingState> {
    use DraftingState as S;
    Some(match (state, event) {
        (S::Draft, Event::Save) => S::Draft,
        (S::Draft, Event::HandIn) => S::HandedIn,
        (S::HandedIn | S::Signed | S::Sealed, Event::Reopen) => S::Draft,
        (S::HandedIn, Event::Sign) => S::Signed,
        (S::Signed, Event::Seal) => S::Sealed,
        _ => return None,
    })
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The officer.
    pub account: AccountId,
    /// The name as it stands on the paper.
    pub name: String,
    /// The lines above it.
    pub title: String,
    /// Who delegated, where the officer signs for somebody.
    pub delegator: Option<AccountId>,
}

/// The number of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The year of the book.
    pub year: i32,
    /// Its number there.
    pub number: u32,
    /// What follows it.
    pub symbol: String,
    /// The day of the paper.
    pub issued_on: NaiveDate,
}

impl Number {
    /// As it stands on the paper: "02/GXN-UBND".
    pub fn full(&self) -> String {
        full_number(self.number, &self.symbol)
    }
}

/// Number and sign; one figure is written as two, so that none can be put before it.
pub fn full_number(number: u32, symbol: &str) -> String {
    format!("{number:02}/{symbol}")
}

/// The file as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Bytes.
    pub size: u64,
    /// Digest by which it is stored.
    pub sha256: String,
    /// What the verifier says of it, once it is signed.
    pub report: Option<VerificationReport>,
    /// Where the pictures of the signatures belong.
    pub places: SignPlaces,
}

/// A drafted result as kept.
#[derive(Debug, Clone)]
pub struct Drafting {
    /// Of which dossier.
    pub dossier: DossierId,
    /// Whose paper it is.
    pub unit: UnitId,
    /// How far it is.
    pub state: DraftingState,
    /// Counts changes.
    pub version: u32,
    /// The template within the procedure.
    pub template: String,
    /// What was typed, by its question.
    pub typed: BTreeMap<String, String>,
    /// Who signs.
    pub signer: Option<Signer>,
    /// Its number; kept when it is given back.
    pub number: Option<Number>,
    /// The file.
    pub document: Option<Document>,
    /// What an agent is signing.
    pub order: Option<SigningOrderId>,
    /// Why it was given back.
    pub given_back: Option<GivenBack>,
    /// Who changed it last, with the name.
    pub changed_by: (AccountId, String),
    /// When.
    pub changed_at: Timestamp,
}

impl Drafting {
    /// Goes on to the next state, or says that it cannot.
    pub fn go(&mut self, event: Event) -> Result<(), ErrorCode> {
        self.state = after(self.state, event).ok_or(ErrorCode::StepNotPossible)?;
        Ok(())
    }
}

/// The lines above a signature, checked. "TUQ." stands there where somebody signs by a delegation, and nowhere else.
pub fn check_title(title: &str, by_delegation: bool) -> Result<String, ErrorCode> {
    let lines: Vec<String> = title.lines().map(motcua_shared::unseen::one_line).collect();
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty())
        .collect();
    let Some(first) = lines.first() else {
        return Err(ErrorCode::Required);
    };
    if lines.len() > MAX_TITLE_LINES || title.chars().count() > MAX_SIGNER_TITLE {
        return Err(ErrorCode::TooLong);
    }
    if first.to_uppercase().starts_with("TUQ.") != by_delegation {
        return Err(ErrorCode::SignerTitleUnfit);
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_signed_before_it_is_sealed_and_written_only_as_a_draft() {
        for state in DraftingState::ALL {
            for event in Event::ALL {
                let next = after(state, event);
                match event {
                    Event::Save | Event::HandIn => assert_eq!(next.is_some(), state == DraftingState::Draft),
                    Event::Reopen => assert_eq!(next.is_some(), state != DraftingState::Draft),
                    Event::Sign => assert_eq!(next.is_some(), state == DraftingState::HandedIn),
                    Event::Seal => assert_eq!(next.is_some(), state == DraftingState::Signed),
                }
            }
        }
        assert_eq!(
            after(DraftingState::Signed, Event::Reopen),
            Some(DraftingState::Draft)
        );
    }

    #[test]
    fn tuq_stands_above_who_signs_by_a_delegation_and_above_nobody_else() {
        let title = "TUQ. CHỦ TỊCH\n\n  VĂN PHÒNG ";
        assert_eq!(check_title(title, true).unwrap(), "TUQ. CHỦ TỊCH\nVĂN PHÒNG");
        assert_eq!(check_title(title, false), Err(ErrorCode::SignerTitleUnfit));
        assert_eq!(check_title("CHỦ TỊCH", true), Err(ErrorCode::SignerTitleUnfit));
        assert_eq!(
            check_title("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", false).unwrap(),
            "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
        );
        assert_eq!(check_title(" \n ", false), Err(ErrorCode::Required));
        assert_eq!(check_title("A\nB\nC\nD\nE", false), Err(ErrorCode::TooLong));
    }

    #[test]
    fn nothing_can_be_put_before_a_number() {
        assert_eq!(full_number(2, "GXN-UBND"), "02/GXN-UBND");
        assert_eq!(full_number(120, "QĐ"), "120/QĐ");
    }
}
