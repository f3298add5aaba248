//! What a draft is, what still stands in its way, and the digest of what the person saw. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{Case, Component, ProcedureDefinition, ProcedureView, UnitView};
use motcua_shared::catalogue::form::{Answers, FormSchema, Opened};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::{Acting, MAX_GROUND_NOTE, check_acting};
use motcua_shared::filing::dto::{Attachment, Delivery, Party, Submission};
use motcua_shared::filing::rule::{
    MAX_ADDRESS, MAX_EMAIL, MAX_IDENTIFIER, MAX_PARTY_NAME, check_delivery, check_owner, check_party,
    check_signature, check_submission, is_same_party,
};
use motcua_shared::filing::typed::TypedField;
use motcua_shared::id::{AccountId, DossierId, DraftId, PaperId, UnitId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::{Timestamp, format_date};
use motcua_shared::vault::rule::{Age, age};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A dossier being filled in.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Whose.
    pub account_id: AccountId,
    /// The procedure, in the version it was opened under.
    pub procedure: ProcedureView,
    /// Receiving unit.
    pub unit: Option<UnitView>,
    /// Case.
    pub case_id: Option<String>,
    /// Who files.
    pub filer: Party,
    /// Whether the matter is somebody else's.
    pub for_another: bool,
    /// That other, as typed.
    pub other: Party,
    /// On which ground one files for another, as typed.
    pub acting: Acting,
    /// Answers of the electronic form, as typed.
    pub answers: Answers,
    /// How the result is received.
    pub delivery: Option<Delivery>,
    /// How originals come to the unit.
    pub submission: Submission,
    /// The desk of `submission.place`.
    pub place: Option<UnitView>,
    /// What stands for the components.
    pub components: Vec<Filled>,
    /// Guards every change.
    pub version: u32,
    /// With which version each field changed last, by its path.
    pub edits: BTreeMap<String, u32>,
    /// Seals in the browser what could not be sent yet.
    pub seal_key: String,
    /// Days that it is kept after its last change, as was said when it was opened.
    pub keep_days: u32,
    /// Last change.
    pub changed_at: Timestamp,
    /// The dossier it became.
    pub dossier_id: Option<DossierId>,
    /// The round of supplement whose parts gather here.
    pub round: Option<DraftRound>,
    /// The day in Viet Nam on which it is looked at: papers grow too old.
    pub today: NaiveDate,
}

/// A round of supplement, as its draft knows it.
#[derive(Debug, Clone)]
pub struct DraftRound {
    /// The dossier that is supplemented.
    pub dossier: DossierId,
    /// Each component with the digest of what stands for it.
    pub parts: Vec<(String, Option<String>)>,
    /// Fields of the form that were asked for.
    pub answers: Vec<String>,
    /// Fields of the form that are open: those, and what hangs on them.
    pub opened: Opened,
    /// The answers as they were filed; empty where none is asked for.
    pub filed: Answers,
}

impl DraftRound {
    /// Whether a component is asked for.
    pub fn has(&self, component_id: &str) -> bool {
        self.parts.iter().any(|(id, _)| id == component_id)
    }

    /// Whether a field may be typed into.
    pub fn takes(&self, field: &TypedField) -> bool {
        matches!(field, TypedField::Answer(name) if self.opened.contains(name))
    }

    /// Of a filed dossier only what is asked for can still be wrong; and a part that is the file that was to be replaced is.
    fn obstacles(&self, draft: &Draft, found: Vec<FieldFault>) -> Vec<FieldFault> {
        let is_asked = |fault: &FieldFault| match fault.path.split_once('.') {
            Some(("components", _)) => true,
            Some(("answers", name)) => self.opened.contains(name),
            _ => false,
        };
        let mut faults: Vec<FieldFault> = found.into_iter().filter(is_asked).collect();
        for (id, old) in &self.parts {
            let new = draft.attached(id).map(|attached| &attached.attachment.sha256);
            if new.is_some() && new == old.as_ref() {
                let path = format!("components.{id}");
                faults.push(FieldFault::new(path, ErrorCode::SupplementSameFile));
            }
        }
        faults
    }
}

/// A component that was dealt with.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Id of the component.
    pub component_id: String,
    /// What stands for it; `None` when the person took the portal's choice away.
    pub attached: Option<Attached>,
    /// Why its file would not be taken today, where a signature has failed since it was attached.
    pub refused: Option<ErrorCode>,
}

/// A file that stands for a component.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attached {
    /// What the person sees of it.
    pub attachment: Attachment,
    /// Content type of the bytes.
    pub media_type: String,
}

impl Draft {
    /// Whose matter it is.
    pub const fn owner(&self) -> &Party {
        if self.for_another {
            &self.other
        } else {
            &self.filer
        }
    }

    /// On which ground one files for another, where it is another.
    pub fn represents(&self) -> Option<&Acting> {
        self.for_another.then_some(&self.acting)
    }

    /// What stands for a component.
    pub fn attached(&self, component_id: &str) -> Option<&Attached> {
        self.filled(component_id)?.attached.as_ref()
    }

    fn filled(&self, component_id: &str) -> Option<&Filled> {
        self.components
            .iter()
            .find(|filled| filled.component_id == component_id)
    }

    /// Whether the portal or the person dealt with a component.
    pub fn is_dealt_with(&self, component_id: &str) -> bool {
        self.components
            .iter()
            .any(|filled| filled.component_id == component_id)
    }

    /// The chosen case.
    pub fn case(&self) -> Option<&Case> {
        let id = self.case_id.as_deref()?;
        self.procedure.definition.cases.iter().find(|case| case.id == id)
    }

    /// The desk where it is handed in, if that is another one than that of the unit that decides.
    pub fn elsewhere(&self) -> Option<UnitId> {
        let place = self.submission.place?;
        let decides = self.unit.as_ref().map(|unit| unit.id);
        (Some(place) != decides).then_some(place)
    }

    /// Components that the chosen case needs, in the order of the form.
    pub fn needed(&self) -> impl Iterator<Item = &Component> {
        self.procedure.definition.needed(self.case_id.as_deref())
    }

    /// What still stands in the way of filing, in the order of the wizard.
    pub fn obstacles(&self, kind: AccountKind, stale: &[PaperId]) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if self.unit.is_none() {
            faults.push(FieldFault::new("unit_id", ErrorCode::Required));
        }
        if self.case().is_none() {
            faults.push(FieldFault::new("case_id", ErrorCode::Required));
        }
        let mut wrong = check_party(&self.filer, kind, "filer").err().unwrap_or_default();
        if self.for_another {
            wrong.extend(check_owner(&self.other, kind).err().unwrap_or_default());
            if is_same_party(&self.filer, &self.other) {
                wrong.push(("owner.identifier".to_owned(), ErrorCode::OwnerIsFiler));
            }
            wrong.extend(check_acting(&self.acting).err().unwrap_or_default());
        }
        faults.extend(wrong.into_iter().map(|(path, code)| party_fault(path, code)));
        faults.extend(self.wrong_answers());
        for component in self.needed() {
            let path = format!("components.{}", component.id);
            match self.attached(&component.id) {
                None if component.required => faults.push(FieldFault::new(path, ErrorCode::ComponentMissing)),
                None => {}
                Some(attached) if attached.attachment.paper_id.is_some_and(|id| stale.contains(&id)) => {
                    faults.push(FieldFault::new(path, ErrorCode::PaperStale));
                }
                Some(attached) => {
                    let refused = self.filled(&component.id).and_then(|filled| filled.refused);
                    let verdict = attached.attachment.verdict;
                    let checked = check_signature(component.signature_required, verdict);
                    match refused.or(checked.err()) {
                        Some(code) => faults.push(FieldFault::new(path, code)),
                        None => faults.extend(too_old(component, &attached.attachment, self.today, &path)),
                    }
                }
            }
        }
        match &self.delivery {
            None => faults.push(FieldFault::new("delivery.method", ErrorCode::Required)),
            Some(delivery) => {
                if let Err(wrong) = check_delivery(delivery, &self.procedure.definition) {
                    faults.extend(wrong.into_iter().map(|(path, code)| party_fault(path, code)));
                }
            }
        }
        if let Err(wrong) = check_submission(&self.submission) {
            faults.extend(wrong.into_iter().map(|(path, code)| party_fault(path, code)));
        }
        match &self.round {
            Some(round) => round.obstacles(self, faults),
            None => faults,
        }
    }

    /// What the form of the procedure asks now.
    fn asked(&self) -> Vec<motcua_shared::catalogue::form::Asked<'_>> {
        let form = self.procedure.definition.form.as_ref();
        form.map(|form| form.asked(&self.answers)).unwrap_or_default()
    }

    /// What is wrong with the answers of the form.
    fn wrong_answers(&self) -> Vec<FieldFault> {
        let Some(form) = &self.procedure.definition.form else {
            return Vec::new();
        };
        let wrong = match &self.round {
            Some(round) => form.check_again(&round.filed, &self.answers, self.today),
            None => form.check(&self.answers, self.today),
        };
        let wrong = wrong.err().unwrap_or_default();
        let fault = |(name, code): (String, ErrorCode)| answer_fault(form, &name, code, self.today);
        wrong.into_iter().map(fault).collect()
    }

    /// The answers to what the form asks, cleaned; only of a draft without obstacles.
    pub fn clean_answers(&self) -> Answers {
        let form = self.procedure.definition.form.as_ref();
        form.and_then(|form| form.check(&self.answers, self.today).ok())
            .unwrap_or_default()
    }

    /// SHA-256 over everything the check page shows: filing needs the digest of what was seen ("sign what you saw").
    pub fn digest(&self) -> String {
        #[derive(Serialize)]
        struct Seen<'a> {
            procedure: String,
            unit: Option<String>,
            case: Option<&'a str>,
            filer: &'a Party,
            owner: &'a Party,
            acting: Option<&'a Acting>,
            answers: Vec<(&'a str, Option<&'a str>)>,
            delivery: &'a Option<Delivery>,
            submission: &'a Submission,
            components: Vec<(&'a str, Option<&'a str>, Option<PaperId>)>,
        }
        let attached = |id: &str| self.attached(id).map(|attached| &attached.attachment);
        let seen = Seen {
            procedure: self.procedure.id.to_string(),
            unit: self.unit.as_ref().map(|unit| unit.id.to_string()),
            case: self.case_id.as_deref(),
            filer: &self.filer,
            owner: self.owner(),
            acting: self.represents(),
            answers: self
                .asked()
                .into_iter()
                .map(|one| (one.name, self.answers.get(one.name).map(String::as_str)))
                .collect(),
            delivery: &self.delivery,
            submission: &self.submission,
            components: self
                .needed()
                .map(|component| {
                    let attachment = attached(&component.id);
                    let sha256 = attachment.map(|attachment| attachment.sha256.as_str());
                    (
                        component.id.as_str(),
                        sha256,
                        attachment.and_then(|attachment| attachment.paper_id),
                    )
                })
                .collect(),
        };
        // Serialising plain structures into memory cannot fail; an empty text would still be refused at filing,
        // because it never equals a digest that was handed out.
        crate::secret::sha256_hex(&serde_json::to_vec(&seen).unwrap_or_default())
    }
}

/// What there is to say of a file that is older than its component takes.
pub fn too_old(
    component: &Component,
    attachment: &Attachment,
    today: NaiveDate,
    path: &str,
) -> Option<FieldFault> {
    let (months, issued) = (component.max_age_months?, attachment.issued_on?);
    let Age::TooOld(until) = age(Some(months), Some(issued), today) else {
        return None;
    };
    let fault = FieldFault::new(path, ErrorCode::PaperTooOld)
        .with("months", months)
        .with("issued", format_date(issued))
        .with("until", format_date(until));
    Some(fault)
}

/// Whether two versions of a procedure want the same of who files: what only explains does not count.
pub fn asks_the_same(one: &ProcedureDefinition, other: &ProcedureDefinition) -> bool {
    let plain = |component: &Component| Component {
        note: None,
        code: None,
        group: None,
        forms: Vec::new(),
        ..component.clone()
    };
    let components = |of: &ProcedureDefinition| of.components.iter().map(plain).collect::<Vec<_>>();
    one.cases == other.cases
        && one.form == other.form
        && one.levels == other.levels
        && one.delivery == other.delivery
        && one.applicants == other.applicants
        && components(one) == components(other)
}

/// When a draft goes that was changed last at a moment.
pub fn kept_until(changed_at: Timestamp, keep_days: u32) -> Timestamp {
    let days = chrono::TimeDelta::days(i64::from(keep_days));
    Timestamp::new(
        changed_at
            .utc()
            .checked_add_signed(days)
            .unwrap_or(changed_at.utc()),
    )
}

/// A fault of an answer, with what its sentence names.
pub fn answer_fault(form: &FormSchema, name: &str, code: ErrorCode, today: NaiveDate) -> FieldFault {
    let fault = FieldFault::new(format!("answers.{name}"), code);
    let params = form.params(name, code, today).into_iter();
    params.fold(fault, |fault, (name, value)| fault.with(name, value))
}

/// A fault of a party, with the limit that its sentence names.
pub fn party_fault(path: String, code: ErrorCode) -> FieldFault {
    let max = match path.rsplit('.').next() {
        Some("name") => MAX_PARTY_NAME,
        Some("identifier") => MAX_IDENTIFIER,
        Some("email") => MAX_EMAIL,
        Some("note") => MAX_GROUND_NOTE,
        _ => MAX_ADDRESS,
    };
    let fault = FieldFault::new(path, code);
    if code == ErrorCode::TooLong {
        fault.with("max", max)
    } else {
        fault
    }
}

/// The dossier code of TT 01/2018/TT-VPCP, article 19: unit, day of receipt, running number of that day.
pub fn dossier_code(unit_code: &str, day: NaiveDate, serial: u32) -> String {
    format!("{unit_code}-{}-{serial:04}", day.format("%y%m%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dossier_code_names_unit_day_and_number() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        assert_eq!(dossier_code("H21.24.01", day, 99), "H21.24.01-261120-0099");
        assert_eq!(dossier_code("H21", day, 12_345), "H21-261120-12345");
    }
}
