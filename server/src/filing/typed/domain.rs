//! The fields of a draft by their paths. No HTTP, no SQL, no clock.

use crate::filing::domain::Draft;
use motcua_shared::catalogue::dto::{DeliveryMethod, UnitView};
use motcua_shared::catalogue::form::Known;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::Ground;
use motcua_shared::filing::dto::{Delivery, Party, SubmissionMethod};
use motcua_shared::filing::rule::{check_owner, check_party};
use motcua_shared::filing::typed::{PartyField, TypedField};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::person::composed;
use std::collections::BTreeMap;

/// What may be chosen among; empty where it is not asked for.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    /// Units that decide.
    pub units: Vec<UnitView>,
    /// Desks that take dossiers in for others.
    pub places: Vec<UnitView>,
}

/// The chosen one, or none for an empty choice.
fn find<'a>(units: &'a [UnitView], text: &str, other: ErrorCode) -> Result<Option<&'a UnitView>, ErrorCode> {
    let chosen = units.iter().find(|unit| unit.id.to_string() == text);
    match chosen.is_none() && !text.is_empty() {
        true => Err(other),
        false => Ok(chosen),
    }
}

impl Draft {
    /// Every field that was filled in, by its path.
    pub fn values(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        let mut put = |field: TypedField, value: String| {
            if !value.is_empty() {
                values.insert(field.path(), value);
            }
        };
        put(
            TypedField::Unit,
            self.unit
                .as_ref()
                .map(|unit| unit.id.to_string())
                .unwrap_or_default(),
        );
        put(TypedField::Case, self.case_id.clone().unwrap_or_default());
        for part in PARTS {
            if !matches!(part, PartyField::Name | PartyField::Identifier) {
                put(TypedField::Filer(part), get(&self.filer, part));
            }
            put(TypedField::Owner(part), get(&self.other, part));
        }
        put(TypedField::ForAnother, self.for_another.to_string());
        let ground = self.acting.ground.map(Ground::as_str).unwrap_or_default();
        put(TypedField::Ground, ground.to_owned());
        put(
            TypedField::GroundNote,
            self.acting.note.clone().unwrap_or_default(),
        );
        for (name, answer) in &self.answers {
            put(TypedField::Answer(name.clone()), answer.clone());
        }
        if let Some(delivery) = &self.delivery {
            put(TypedField::Method, delivery.method.as_str().to_owned());
            put(TypedField::Address, delivery.address.clone().unwrap_or_default());
        }
        let submission = &self.submission;
        put(TypedField::Submission, submission.method.as_str().to_owned());
        put(TypedField::Pickup, submission.address.clone().unwrap_or_default());
        let place = submission.place.map(|unit| unit.to_string());
        put(TypedField::Place, place.unwrap_or_default());
        values
    }

    /// Writes what was typed into a field. Choices must be among those offered; texts may be wrong, which
    /// [`Draft::obstacles`] says.
    pub fn type_in(&mut self, field: &TypedField, text: &str, offered: &Offered) -> Result<(), ErrorCode> {
        let text = composed(text);
        if text.chars().count() > field.max() {
            return Err(ErrorCode::TooLong);
        }
        match field {
            TypedField::Unit => {
                self.unit = find(&offered.units, &text, ErrorCode::UnitNotReceiving)?.cloned();
            }
            TypedField::Case => {
                let cases = &self.procedure.definition.cases;
                self.case_id = one_of(text, |text| cases.iter().any(|case| case.id == *text))?;
            }
            TypedField::Filer(part) => set(&mut self.filer, *part, text),
            TypedField::ForAnother => {
                self.for_another = match text.as_str() {
                    "true" => true,
                    "false" => false,
                    _ => return Err(ErrorCode::NotAChoice),
                };
            }
            TypedField::Owner(part) => set(&mut self.other, *part, text),
            TypedField::Ground => {
                let chosen = one_of(text, |text| Ground::parse(text).is_some())?;
                self.acting.ground = chosen.as_deref().and_then(Ground::parse);
            }
            TypedField::GroundNote => self.acting.note = Some(text).filter(|text| !text.is_empty()),
            TypedField::Answer(name) => {
                let form = self.procedure.definition.form.as_ref();
                if !form.is_some_and(|form| form.all().any(|(known, _)| known == name)) {
                    return Err(ErrorCode::NotAChoice);
                }
                if text.is_empty() {
                    self.answers.remove(name);
                } else {
                    self.answers.insert(name.clone(), text);
                }
            }
            TypedField::Method => {
                let offered = &self.procedure.definition.delivery;
                let is_offered = |text: &String| offered.iter().any(|method| method.as_str() == text);
                let chosen = one_of(text, is_offered)?;
                let method = chosen.as_deref().and_then(DeliveryMethod::parse);
                let address = self.delivery.take().and_then(|delivery| delivery.address);
                self.delivery = method.map(|method| Delivery { method, address });
            }
            TypedField::Address => match &mut self.delivery {
                Some(delivery) => delivery.address = Some(text).filter(|text| !text.is_empty()),
                None => return Err(ErrorCode::NotAChoice),
            },
            TypedField::Submission => {
                self.submission.method = SubmissionMethod::parse(&text).ok_or(ErrorCode::NotAChoice)?;
            }
            TypedField::Pickup => self.submission.address = Some(text).filter(|text| !text.is_empty()),
            TypedField::Place => {
                let chosen = find(&offered.places, &text, ErrorCode::NoDeskThere)?;
                self.submission.place = chosen.map(|unit| unit.id);
            }
        }
        Ok(())
    }

    /// Parties without a fault as they are filed: without spare blanks, phones without separators.
    pub fn tidy(&mut self, kind: AccountKind) {
        if let Ok(clean) = check_party(&self.filer, kind, "filer") {
            self.filer = clean;
        }
        if let Ok(clean) = check_owner(&self.other, kind) {
            self.other = clean;
        }
    }

    /// Notes which fields are other ones than `before`, under the version that comes.
    pub fn note_edits(&mut self, before: &BTreeMap<String, String>) -> bool {
        let after = self.values();
        let version = self.version.saturating_add(1);
        let paths = before.keys().chain(after.keys());
        let changed: Vec<&String> = paths
            .filter(|path| before.get(*path) != after.get(*path))
            .collect();
        for path in &changed {
            self.edits.insert((*path).clone(), version);
        }
        !changed.is_empty()
    }
}

const PARTS: [PartyField; 5] = [
    PartyField::Name,
    PartyField::Identifier,
    PartyField::Phone,
    PartyField::Email,
    PartyField::Address,
];

/// A choice, or none.
fn one_of(text: String, is_offered: impl Fn(&String) -> bool) -> Result<Option<String>, ErrorCode> {
    match text {
        text if text.is_empty() => Ok(None),
        text if is_offered(&text) => Ok(Some(text)),
        _ => Err(ErrorCode::NotAChoice),
    }
}

fn get(party: &Party, part: PartyField) -> String {
    match part {
        PartyField::Name => party.name.clone(),
        PartyField::Identifier => party.identifier.clone(),
        PartyField::Phone => party.phone.clone(),
        PartyField::Email => party.email.clone().unwrap_or_default(),
        PartyField::Address => party.address.clone().unwrap_or_default(),
    }
}

fn set(party: &mut Party, part: PartyField, text: String) {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    match part {
        PartyField::Name => party.name = text,
        PartyField::Identifier => party.identifier = text,
        PartyField::Phone => party.phone = text,
        PartyField::Email => party.email = some(text),
        PartyField::Address => party.address = some(text),
    }
}

/// What the portal knows of whoever files and of whose matter it is.
pub type KnownValues = [(Known, String); 7];

impl Draft {
    /// Now.
    pub fn known(&self) -> KnownValues {
        let address = |party: &Party| party.address.clone().unwrap_or_default();
        let (filer, owner) = (&self.filer, self.owner());
        [
            (Known::FilerName, filer.name.clone()),
            (Known::FilerIdentifier, filer.identifier.clone()),
            (Known::FilerPhone, filer.phone.clone()),
            (Known::FilerAddress, address(filer)),
            (Known::OwnerName, owner.name.clone()),
            (Known::OwnerIdentifier, owner.identifier.clone()),
            (Known::OwnerAddress, address(owner)),
        ]
    }

    /// Fills in what is known where the form asks for it. An answer that stands as it was known before follows; another
    /// one is the person's own and stays.
    pub fn fill_in(&mut self, before: Option<&KnownValues>) {
        let Some(form) = &self.procedure.definition.form else {
            return;
        };
        let now = self.known();
        let value_in = |values: &KnownValues, known: Known| {
            let found = values.iter().find(|(one, _)| *one == known);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut filled = Vec::new();
        for (name, property) in form.all() {
            let Some(known) = property.known else { continue };
            let answer = self.answers.get(name).cloned().unwrap_or_default();
            let was = before.map(|before| value_in(before, known)).unwrap_or_default();
            let is = value_in(&now, known);
            if answer == was && was != is {
                filled.push((name.to_owned(), is));
            }
        }
        for (name, value) in filled {
            match value.is_empty() {
                true => self.answers.remove(&name),
                false => self.answers.insert(name, value),
            };
        }
    }
}
