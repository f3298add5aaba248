//! A dossier as its unit works on it, and what may be its result. No HTTP, no SQL, no clock.

use crate::filing::service::place::Lies;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::catalogue::named::Named;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::id::{AccountId, DossierId, ProcedureId};
use motcua_shared::page::read_day_cursor;
use motcua_shared::processing::rule::{DossierAct, MAX_WORDS, MIN_GROUND};
use motcua_shared::processing::withdrawal::WithdrawalWay;
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::required_text;

/// A dossier as its row says it.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// The account that filed it.
    pub account: AccountId,
    /// Version of the procedure.
    pub procedure: ProcedureId,
    /// Which units have to do with it.
    pub lies: Lies,
    /// Case.
    pub case_id: String,
    /// Where it stands.
    pub status: DossierStatus,
    /// Where it stood before, while it stands still: a round or a withdrawal is open.
    pub came_from: Option<DossierStatus>,
    /// Whether its filer took it back.
    pub is_withdrawn: bool,
    /// Guards every act.
    pub version: u32,
    /// The last day for the result.
    pub due_on: Option<NaiveDate>,
    /// Who filed.
    pub filer: Party,
    /// Whose matter it is.
    pub owner: Party,
    /// When it was filed.
    pub submitted_at: Timestamp,
}

impl Dossier {
    /// Where it stands after an act on the version that was seen. Who comes second is told so.
    pub fn after(&self, act: DossierAct, version: u32) -> Result<DossierStatus, ErrorCode> {
        if self.version != version {
            return Err(ErrorCode::DossierMovedOn);
        }
        self.next(act).ok_or(ErrorCode::DossierMovedOn)
    }

    /// Where it stands after an act; nothing where that cannot be done now.
    pub fn next(&self, act: DossierAct) -> Option<DossierStatus> {
        let paused = || self.status.after_pause(act, self.came_from?);
        self.status.after(act).or_else(paused)
    }

    /// What taking it back means now.
    pub fn withdrawal(&self) -> Option<WithdrawalWay> {
        self.status.withdrawal(self.came_from)
    }
}

/// Where a page of the queue begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// At its beginning.
    Start,
    /// Behind this dossier, where the order is that of filing.
    Id(DossierId),
    /// Behind this due day and dossier.
    Day(NaiveDate, DossierId),
}

impl After {
    /// Reads the cursor of a list that is ordered by due day or not.
    pub fn parse(text: Option<&str>, by_day: bool) -> Result<Self, ErrorCode> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(Self::Start);
        };
        if !by_day {
            return DossierId::parse(text).map(Self::Id).ok_or(ErrorCode::NotAChoice);
        }
        let (day, id) = read_day_cursor(text, DossierId::parse).ok_or(ErrorCode::NotAChoice)?;
        Ok(Self::Day(day, id))
    }
}

/// The category that the results of a procedure point to: by its code, or else by the longest name that stands within one
/// of theirs.
pub fn propose_category(results: &[Named], types: &[PaperType]) -> Option<String> {
    let has_code = |code: &str| results.iter().any(|result| result.code.as_deref() == Some(code));
    let known = types
        .iter()
        .flat_map(|kind| &kind.categories)
        .find(|category| has_code(&category.code));
    if let Some(category) = known {
        return Some(category.code.clone());
    }
    let results: Vec<String> = results.iter().map(|result| search_key(&result.name)).collect();
    let named = types.iter().flat_map(|kind| &kind.categories).filter(|category| {
        let key = search_key(&category.name);
        !key.is_empty() && results.iter().any(|result| result.contains(&key))
    });
    named
        .max_by_key(|category| category.name.chars().count())
        .map(|category| category.code.clone())
}

/// Whether two names are one but for case, marks and blanks.
pub fn is_same_name(one: &str, other: &str) -> bool {
    search_key(one) == search_key(other)
}

/// Why a dossier ends without a result: at least a sentence.
pub fn check_ground(text: &str) -> Result<String, ErrorCode> {
    let text = required_text(text, MAX_WORDS)?;
    if text.chars().count() < MIN_GROUND {
        return Err(ErrorCode::GroundTooShort);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::catalogue::dto::PaperCategory;

    #[test]
    fn a_cursor_is_read_back_and_nonsense_is_refused() {
        let id = DossierId::parse("01926f3e-0000-7000-8000-000000000000").unwrap();
        let day: NaiveDate = "2026-11-27".parse().unwrap();
        assert_eq!(
            After::parse(Some(&format!("{day}.{id}")), true),
            Ok(After::Day(day, id))
        );
        assert_eq!(After::parse(Some(&id.to_string()), false), Ok(After::Id(id)));
        assert_eq!(After::parse(Some(""), true), Ok(After::Start));
        for (bad, by_day) in [
            ("x", true),
            ("x", false),
            ("2026-13-01.x", true),
            ("2026-11-27.x", true),
        ] {
            assert_eq!(
                After::parse(Some(bad), by_day),
                Err(ErrorCode::NotAChoice),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_ground_is_a_sentence() {
        assert_eq!(check_ground(" "), Err(ErrorCode::Required));
        assert_eq!(check_ground("Thiếu giấy tờ."), Err(ErrorCode::GroundTooShort));
        assert_eq!(check_ground(&"x".repeat(MAX_WORDS + 1)), Err(ErrorCode::TooLong));
        assert!(check_ground("Tờ trình chưa nêu rõ tập thể được đề nghị khen.").is_ok());
    }

    #[test]
    fn the_category_is_the_one_that_the_result_is_called_by() {
        let category = |code: &str, name: &str| PaperCategory {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let types = [PaperType {
            id: "t".to_owned(),
            name: "T".to_owned(),
            categories: vec![
                category("A", "Quyết định"),
                category("B", "Giấy xác nhận tình trạng hôn nhân"),
            ],
        }];
        let of = |name: &str| propose_category(&[name.into()], &types);
        assert_eq!(of("Quyết định công nhận “Đơn vị học tập”").as_deref(), Some("A"));
        assert_eq!(of("Giấy xác nhận tình trạng hôn nhân").as_deref(), Some("B"));
        assert_eq!(of("Giấy khen của Chủ tịch UBND cấp xã"), None);
    }
}
