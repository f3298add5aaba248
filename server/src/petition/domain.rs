//! A petition as it is kept, and what of it whom concerns. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PetitionId, UnitId};
use motcua_shared::page::read_day_cursor;
use motcua_shared::petition::dto::{
    PetitionAct, PetitionDossier, PetitionItem, PetitionKind, PetitionState, PetitionStep,
};
use motcua_shared::petition::personal;
use motcua_shared::time::Timestamp;

/// What a petition says, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is about.
    pub kind: PetitionKind,
    /// The unit that it is about.
    pub named_unit: Option<(UnitId, String)>,
    /// The dossier that it is about.
    pub dossier: Option<(DossierId, String)>,
    /// In a few words.
    pub title: String,
    /// What happened.
    pub words: String,
    /// It may be shown to everybody.
    pub may_publish: bool,
    /// The unit may know who wrote.
    pub shows_name: bool,
}

/// A petition as it is kept.
#[derive(Debug, Clone)]
pub struct Petition {
    /// Its id.
    pub id: PetitionId,
    /// What people name it by.
    pub code: String,
    /// Who wrote it.
    pub writer: AccountId,
    /// Their name as it was.
    pub writer_name: String,
    /// What it says.
    pub said: Said,
    /// Where it stands.
    pub state: PetitionState,
    /// Counts steps.
    pub version: u32,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// Working days that are left when the writer has replied.
    pub days_kept: Option<i32>,
    /// The unit that has it, or that answered.
    pub unit: Option<(UnitId, String)>,
}

impl Petition {
    /// As it is after an act on the version that was seen. Who comes second is told so.
    pub fn after(&self, act: PetitionAct, version: u32) -> Result<Self, ErrorCode> {
        let state = self
            .state
            .after(act)
            .filter(|_| self.version == version)
            .ok_or(ErrorCode::VersionConflict)?;
        let mut next = self.clone();
        next.state = state;
        if act == PetitionAct::PassBack {
            next.unit = None;
        }
        Ok(next)
    }

    /// As lists show it.
    pub fn item(&self, days_left: i32) -> PetitionItem {
        PetitionItem {
            id: self.id,
            code: self.code.clone(),
            kind: self.said.kind,
            title: self.said.title.clone(),
            state: self.state,
            unit_name: self.unit.as_ref().map(|(_, name)| name.clone()),
            sent_at: self.sent_at,
            due_on: self.due_on,
            days_left: self.state.is_due().then_some(days_left),
            version: self.version,
        }
    }

    /// The dossier, for who knows the writer.
    pub fn dossier(&self) -> Option<PetitionDossier> {
        let dossier = self.said.dossier.clone();
        dossier.map(|(id, code)| PetitionDossier { id, code })
    }
}

/// Who reads a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who wrote it.
    Writer,
    /// The province's desk.
    Desk,
    /// The unit that has it; whether it may know who wrote.
    Unit {
        /// It may.
        knows_writer: bool,
    },
}

/// A step as it is kept.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is told of it, with everything that is known.
    pub told: PetitionStep,
    /// Whether the writer did it.
    pub is_writers: bool,
}

/// What a side is told of the steps. The writer reads no names of officers, and nothing that units and desk say to each other; a unit
/// reads the writer's name only where that was allowed.
pub fn told(steps: Vec<Step>, side: Side) -> Vec<PetitionStep> {
    let tell = |step: Step| {
        let mut told = step.told;
        match side {
            Side::Desk => {}
            Side::Unit { knows_writer } => {
                if step.is_writers && !knows_writer {
                    told.name = None;
                }
            }
            Side::Writer => {
                if !step.is_writers {
                    told.name = None;
                }
                if matches!(told.act, PetitionAct::Route | PetitionAct::PassBack) {
                    told.words = None;
                }
            }
        }
        told
    };
    steps.into_iter().map(tell).collect()
}

/// `PA-261123-0007`: the seventh of its day.
pub fn code_of(day: NaiveDate, serial: u32) -> String {
    format!("{}{serial:04}", code_prefix(day))
}

/// What the codes of a day begin with.
pub fn code_prefix(day: NaiveDate) -> String {
    format!("PA-{}-", day.format("%y%m%d"))
}

/// Refuses a text for everybody that names somebody, with what it names.
pub fn check_public(text: &str, names: &[&str]) -> Result<(), String> {
    let mut found: Vec<String> = Vec::new();
    for one in names.iter().flat_map(|name| personal::find(text, name)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => Err(found.join(", ")),
    }
}

/// Where a page of the queue begins: after this due date and id.
pub type After = (NaiveDate, PetitionId);

/// Reads the cursor of the queue.
pub fn parse_after(text: Option<&str>) -> Result<Option<After>, ErrorCode> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    read_day_cursor(text, PetitionId::parse)
        .map(Some)
        .ok_or(ErrorCode::NotAChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(act: PetitionAct, is_writers: bool) -> Step {
        Step {
            told: PetitionStep {
                act,
                at: Timestamp::parse("2026-11-23T02:41:00Z").unwrap(),
                name: Some("Nguyễn Thị Mẫu".to_owned()),
                unit: None,
                to_unit: None,
                ground: None,
                words: Some("Lời".to_owned()),
            },
            is_writers,
        }
    }

    #[test]
    fn each_side_reads_what_concerns_it() {
        let steps = || vec![step(PetitionAct::Send, true), step(PetitionAct::Route, false)];
        let seen = |side| -> Vec<(bool, bool)> {
            let told = told(steps(), side);
            told.iter()
                .map(|step| (step.name.is_some(), step.words.is_some()))
                .collect()
        };
        assert_eq!(seen(Side::Desk), [(true, true), (true, true)]);
        assert_eq!(seen(Side::Writer), [(true, true), (false, false)]);
        assert_eq!(
            seen(Side::Unit { knows_writer: false }),
            [(false, true), (true, true)]
        );
        assert_eq!(
            seen(Side::Unit { knows_writer: true }),
            [(true, true), (true, true)]
        );
    }

    #[test]
    fn codes_tell_the_day_and_sort_within_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        assert_eq!(code_of(day, 7), "PA-261103-0007");
        assert!(code_of(day, 12_345).starts_with(&code_prefix(day)));
    }

    #[test]
    fn a_text_for_everybody_is_refused_with_what_it_names() {
        let names = ["Trần Văn Thử", ""];
        let wrong = check_public("Gọi 0912 345 678, gặp Trần Văn Thử.", &names);
        assert_eq!(wrong, Err("0912345678, Trần Văn Thử".to_owned()));
        assert_eq!(check_public("Chờ lâu ở quầy số 3.", &names), Ok(()));
    }
}
