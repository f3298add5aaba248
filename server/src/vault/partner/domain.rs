//! What a partner is asked and what it offers, checked. No HTTP, no SQL, no clock.

use crate::identity::domain::Account;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PaperId;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::unseen::is_unseen;
use motcua_shared::vault::dto::VaultKind;
use motcua_shared::vault::partner::{MAX_QUERY, MAX_THEIR_ID, PartnerState, SearchPartner};
use motcua_shared::vault::rule::{
    MAX_DECISION_NUMBER, MAX_NAME, MAX_OWNER_NAME, MAX_SUMMARY, check_issued_on, optional_text,
};

/// Papers on a page of a partner's list.
pub const PAGE: usize = 20;
/// Longest name of a file made of the name of its paper, in characters.
const FILE_NAME: usize = 80;

/// For whom a partner is asked: whoever the session belongs to, and nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// `citizen`, `enterprise` or `agency`.
    pub kind: AccountKind,
    /// Identity number, tax or budget code.
    pub identifier: String,
}

impl Owner {
    /// The holder of an account.
    pub fn of(account: &Account) -> Self {
        Self {
            kind: account.kind,
            identifier: account.identifier.clone(),
        }
    }
}

/// What a partner calls one of its papers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TheirId(String);

impl TheirId {
    /// Something that can be kept and sent back.
    pub fn parse(text: &str) -> Option<Self> {
        is_plain(text).then(|| Self(text.to_owned()))
    }

    /// As the partner wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(text: &str) -> bool {
    (1..=MAX_THEIR_ID).contains(&text.len()) && !text.chars().any(is_unseen)
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Words.
    pub query: Option<String>,
    /// `next` of an earlier answer.
    pub cursor: Option<String>,
}

impl Question {
    /// Field and code of what is wrong with it.
    pub fn read(asked: &SearchPartner) -> Result<Self, (&'static str, ErrorCode)> {
        let query = optional_text(asked.q.as_deref(), MAX_QUERY).map_err(|code| ("q", code))?;
        match &asked.cursor {
            Some(cursor) if !is_plain(cursor) => Err(("cursor", ErrorCode::NotAChoice)),
            cursor => Ok(Self {
                query,
                cursor: cursor.clone(),
            }),
        }
    }
}

/// A paper as a partner describes it, word for word.
#[derive(Debug, Clone, Default)]
pub struct Described {
    /// What the partner calls it.
    pub id: String,
    /// Whose it is.
    pub owner_identifier: String,
    /// Its name.
    pub name: String,
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<String>,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Code of its category.
    pub category_code: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Digest.
    pub sha256: String,
}

/// The same, checked: it is the owner's, and all of it can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What the partner calls it.
    pub id: TheirId,
    /// Its name.
    pub name: String,
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<String>,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Code of its category.
    pub category_code: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Which file it is: another digest is a newer file.
    pub sha256: String,
}

/// Why a description cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is somebody else's. Such an answer is not shown at all.
    OtherOwner,
    /// Something in it cannot be kept.
    Unkept,
}

impl Offered {
    /// Checks a description that came for this owner. A day on which nothing can have been issued is one that nobody knows.
    pub fn read(said: Described, owner: &Owner, today: NaiveDate) -> Result<Self, Unfit> {
        if said.owner_identifier != owner.identifier {
            return Err(Unfit::OtherOwner);
        }
        let text = |text: Option<&str>, max| optional_text(text, max).map_err(|_| Unfit::Unkept);
        let is_digest = said.sha256.len() == 64
            && said
                .sha256
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if !is_digest || said.size == 0 || said.name.chars().any(is_unseen) {
            return Err(Unfit::Unkept);
        }
        Ok(Self {
            id: TheirId::parse(&said.id).ok_or(Unfit::Unkept)?,
            name: text(Some(&said.name), MAX_NAME)?.ok_or(Unfit::Unkept)?,
            result_code: text(said.result_code.as_deref(), MAX_DECISION_NUMBER)?,
            decision_number: text(said.decision_number.as_deref(), MAX_DECISION_NUMBER)?,
            summary: text(said.summary.as_deref(), MAX_SUMMARY)?,
            issued_on: check_issued_on(said.issued_on, today).unwrap_or_default(),
            issuer: text(said.issuer.as_deref(), MAX_OWNER_NAME)?,
            category_code: text(said.category_code.as_deref(), MAX_DECISION_NUMBER)?,
            size: said.size,
            sha256: said.sha256,
        })
    }

    /// A name for its file, of what a name may hold.
    pub fn file_name(&self) -> String {
        let is_kept = |c: &char| c.is_alphanumeric() || " -_.,()".contains(*c);
        let stem: String = self.name.chars().filter(is_kept).take(FILE_NAME).collect();
        match stem.trim().trim_matches('.') {
            "" => "giay-to.pdf".to_owned(),
            stem => format!("{stem}.pdf"),
        }
    }
}

/// A page of a partner's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfferedPage {
    /// The papers.
    pub papers: Vec<Offered>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What is known here of a partner's paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What the partner calls it.
    pub their_id: String,
    /// The paper that it became, if that is in the vault still.
    pub paper: Option<(PaperId, VaultKind)>,
    /// The file that was refused last, and why.
    pub refused: Option<(String, ErrorCode)>,
}

/// Where a paper stands: `same` is the paper of the vault that has exactly this file.
pub fn standing(
    offered: &Offered,
    known: Option<&Known>,
    same: Option<PaperId>,
) -> (PartnerState, Option<PaperId>) {
    if let Some(paper) = same {
        return (PartnerState::Taken, Some(paper));
    }
    let paper = known.and_then(|known| known.paper).map(|(paper, _)| paper);
    let is_refused = known
        .and_then(|known| known.refused.as_ref())
        .is_some_and(|(sha256, _)| *sha256 == offered.sha256);
    match paper {
        _ if is_refused => (PartnerState::Refused, paper),
        Some(_) => (PartnerState::Newer, paper),
        None => (PartnerState::Untaken, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            kind: AccountKind::Citizen,
            identifier: "001099000001".to_owned(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn described() -> Described {
        Described {
            id: "QN-1".to_owned(),
            owner_identifier: "001099000001".to_owned(),
            name: "Giấy khai sinh".to_owned(),
            size: 10,
            sha256: "0".repeat(64),
            ..Described::default()
        }
    }

    #[test]
    fn only_what_is_the_owners_and_can_be_kept_is_offered() {
        assert!(Offered::read(described(), &owner(), today()).is_ok());
        let read = |change: fn(&mut Described)| {
            let mut said = described();
            change(&mut said);
            Offered::read(said, &owner(), today()).unwrap_err()
        };
        assert_eq!(
            read(|said| said.owner_identifier = "001099000002".to_owned()),
            Unfit::OtherOwner
        );
        let faults: [fn(&mut Described); 7] = [
            |said| said.id = String::new(),
            |said| said.id = "x".repeat(MAX_THEIR_ID + 1),
            |said| said.name = " ".to_owned(),
            |said| said.name = "fdp.\u{202e}exe".to_owned(),
            |said| said.sha256 = "0".repeat(63),
            |said| said.sha256 = "G".repeat(64),
            |said| said.size = 0,
        ];
        for fault in faults {
            assert_eq!(read(fault), Unfit::Unkept);
        }
    }

    #[test]
    fn a_day_on_which_nothing_was_issued_is_unknown() {
        let known = |year, month, day| {
            let said = Described {
                issued_on: NaiveDate::from_ymd_opt(year, month, day),
                ..described()
            };
            Offered::read(said, &owner(), today())
                .unwrap()
                .issued_on
                .is_some()
        };
        assert!(known(2026, 11, 22));
        assert!(!known(2026, 11, 23), "tomorrow");
        assert!(!known(1, 1, 1), "a field that was filled in with nothing");
    }

    #[test]
    fn a_file_is_named_after_its_paper_without_a_path() {
        let named = |name: &str| {
            let said = Described {
                name: name.to_owned(),
                ..described()
            };
            Offered::read(said, &owner(), today()).unwrap().file_name()
        };
        assert_eq!(named("Giấy khai sinh"), "Giấy khai sinh.pdf");
        assert_eq!(named("../../etc/passwd"), "etcpasswd.pdf");
        assert_eq!(named("///"), "giay-to.pdf");
    }

    #[test]
    fn a_paper_stands_by_its_file() {
        let offered = Offered::read(described(), &owner(), today()).unwrap();
        let paper = PaperId::parse("01926f3e-0000-7000-8000-000000000000").unwrap();
        let known = |paper, refused: Option<&str>| Known {
            their_id: "QN-1".to_owned(),
            paper,
            refused: refused.map(|sha256| (sha256.to_owned(), ErrorCode::PaperUnsigned)),
        };
        let here = Some((paper, VaultKind::Partner));
        let stands = |known: Option<Known>, same| standing(&offered, known.as_ref(), same).0;
        assert_eq!(stands(None, None), PartnerState::Untaken);
        assert_eq!(stands(None, Some(paper)), PartnerState::Taken);
        assert_eq!(stands(Some(known(here, None)), None), PartnerState::Newer);
        assert_eq!(stands(Some(known(None, None)), None), PartnerState::Untaken);
        assert_eq!(
            stands(Some(known(here, Some(&"0".repeat(64)))), None),
            PartnerState::Refused
        );
        assert_eq!(
            stands(Some(known(None, Some("older"))), None),
            PartnerState::Untaken,
            "another file was refused"
        );
    }

    #[test]
    fn a_question_that_cannot_be_sent_is_told_so() {
        let long = SearchPartner {
            q: Some("x".repeat(MAX_QUERY + 1)),
            cursor: None,
        };
        assert_eq!(Question::read(&long), Err(("q", ErrorCode::TooLong)));
        let odd = SearchPartner {
            q: None,
            cursor: Some("\0".to_owned()),
        };
        assert_eq!(Question::read(&odd), Err(("cursor", ErrorCode::NotAChoice)));
    }
}
