//! The draft saves itself: single fields travel as they were typed, right or wrong, so that nothing is lost. What is wrong
//! with them stands in `DraftView::missing`.

use crate::filing::acting::Ground;
use crate::filing::dto::{DraftView, Party};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest text of a field of the wizard, in characters; answers of a form may be as long as [`MAX_TYPED_ANSWER`].
pub const MAX_TYPED: usize = 1_000;
/// The longest answer of a form, in characters.
pub const MAX_TYPED_ANSWER: usize = 10_000;
/// The most fields that travel at once.
pub const MAX_FIELDS: usize = 200;

/// Fields as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TypedFields {
    /// Version of the draft that was seen. A field that changed elsewhere since then is not overwritten.
    pub version: u32,
    /// Paths as in `missing` (`unit_id`, `owner.name`, `answers.place_of_birth`, …) and texts.
    pub fields: BTreeMap<String, String>,
}

/// What became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypedSaved {
    /// Hand back with the next change.
    pub version: u32,
    /// When it was saved.
    pub changed_at: Timestamp,
    /// Whether other fields changed elsewhere since the version that was seen.
    pub behind: bool,
}

/// A part of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyField {
    /// Name.
    Name,
    /// Identity number, tax or budget code.
    Identifier,
    /// Phone.
    Phone,
    /// E-mail.
    Email,
    /// Postal address.
    Address,
}

/// A field of the wizard. The order is that in which they are written: a choice before what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypedField {
    /// The receiving unit.
    Unit,
    /// The case.
    Case,
    /// How to reach the filer; who it is cannot be typed.
    Filer(PartyField),
    /// `true` when the matter is somebody else's.
    ForAnother,
    /// That other person or body.
    Owner(PartyField),
    /// On which ground one files for another.
    Ground,
    /// Words to it.
    GroundNote,
    /// An answer of the form of the procedure.
    Answer(String),
    /// How the result is received.
    Method,
    /// Where the post brings it.
    Address,
    /// How originals come to the unit.
    Submission,
    /// Where the post collects them.
    Pickup,
    /// The desk where it is handed in; empty for that of the deciding unit.
    Place,
}

impl PartyField {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Name, "name"),
        (Self::Identifier, "identifier"),
        (Self::Phone, "phone"),
        (Self::Email, "email"),
        (Self::Address, "address"),
    ];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, name)| *name == text)
            .map(|(field, _)| field)
    }

    fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(field, _)| *field == self)
            .map_or("", |(_, name)| name)
    }
}

impl TypedField {
    /// The field of a path; none for what cannot be typed.
    pub fn parse(path: &str) -> Option<Self> {
        match path.split_once('.') {
            None => match path {
                "unit_id" => Some(Self::Unit),
                "case_id" => Some(Self::Case),
                "for_another" => Some(Self::ForAnother),
                _ => None,
            },
            Some(("filer", part)) => match PartyField::parse(part)? {
                PartyField::Name | PartyField::Identifier => None,
                part => Some(Self::Filer(part)),
            },
            Some(("owner", part)) => Some(Self::Owner(PartyField::parse(part)?)),
            Some(("acting", "ground")) => Some(Self::Ground),
            Some(("acting", "note")) => Some(Self::GroundNote),
            Some(("answers", name)) if !name.is_empty() => Some(Self::Answer(name.to_owned())),
            Some(("delivery", "method")) => Some(Self::Method),
            Some(("delivery", "address")) => Some(Self::Address),
            Some(("submission", "method")) => Some(Self::Submission),
            Some(("submission", "address")) => Some(Self::Pickup),
            Some(("submission", "place")) => Some(Self::Place),
            Some(_) => None,
        }
    }

    /// Its path.
    pub fn path(&self) -> String {
        match self {
            Self::Unit => "unit_id".to_owned(),
            Self::Case => "case_id".to_owned(),
            Self::Filer(part) => format!("filer.{}", part.name()),
            Self::ForAnother => "for_another".to_owned(),
            Self::Owner(part) => format!("owner.{}", part.name()),
            Self::Ground => "acting.ground".to_owned(),
            Self::GroundNote => "acting.note".to_owned(),
            Self::Answer(name) => format!("answers.{name}"),
            Self::Method => "delivery.method".to_owned(),
            Self::Address => "delivery.address".to_owned(),
            Self::Submission => "submission.method".to_owned(),
            Self::Pickup => "submission.address".to_owned(),
            Self::Place => "submission.place".to_owned(),
        }
    }

    /// The most characters that it keeps, as typed.
    pub const fn max(&self) -> usize {
        match self {
            Self::Answer(_) => MAX_TYPED_ANSWER,
            _ => MAX_TYPED,
        }
    }
}

/// What a field of a draft holds, as it was typed.
pub fn value_of(view: &DraftView, field: &TypedField) -> String {
    let of = |party: &Party, part: PartyField| match part {
        PartyField::Name => party.name.clone(),
        PartyField::Identifier => party.identifier.clone(),
        PartyField::Phone => party.phone.clone(),
        PartyField::Email => party.email.clone().unwrap_or_default(),
        PartyField::Address => party.address.clone().unwrap_or_default(),
    };
    let delivery = view.delivery.as_ref();
    match field {
        TypedField::Unit => view
            .unit
            .as_ref()
            .map(|unit| unit.id.to_string())
            .unwrap_or_default(),
        TypedField::Case => view.case_id.clone().unwrap_or_default(),
        TypedField::Filer(part) => of(&view.filer, *part),
        TypedField::ForAnother => if view.for_another { "true" } else { "false" }.to_owned(),
        TypedField::Owner(part) => of(&view.other, *part),
        TypedField::Ground => view
            .acting
            .ground
            .map(Ground::as_str)
            .unwrap_or_default()
            .to_owned(),
        TypedField::GroundNote => view.acting.note.clone().unwrap_or_default(),
        TypedField::Answer(name) => view.answers.get(name).cloned().unwrap_or_default(),
        TypedField::Method => delivery
            .map(|delivery| delivery.method.as_str())
            .unwrap_or_default()
            .to_owned(),
        TypedField::Address => delivery
            .and_then(|delivery| delivery.address.clone())
            .unwrap_or_default(),
        TypedField::Submission => view.submission.method.as_str().to_owned(),
        TypedField::Pickup => view.submission.address.clone().unwrap_or_default(),
        TypedField::Place => view
            .submission
            .place
            .map(|unit| unit.to_string())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_its_field_and_back() {
        for path in [
            "unit_id",
            "case_id",
            "filer.phone",
            "filer.email",
            "filer.address",
            "for_another",
            "owner.name",
            "owner.identifier",
            "acting.ground",
            "acting.note",
            "answers.place_of_birth",
            "delivery.method",
            "delivery.address",
            "submission.method",
            "submission.address",
            "submission.place",
        ] {
            assert_eq!(
                TypedField::parse(path).map(|field| field.path()).as_deref(),
                Some(path)
            );
        }
        for path in [
            "",
            "filer",
            "filer.name",
            "filer.identifier",
            "owner.x",
            "answers.",
            "components.a",
            "digest",
        ] {
            assert_eq!(TypedField::parse(path), None, "{path}");
        }
    }

    #[test]
    fn a_choice_is_written_before_what_belongs_to_it() {
        assert!(TypedField::Method < TypedField::Address);
        assert!(TypedField::ForAnother < TypedField::Owner(PartyField::Name));
    }
}
