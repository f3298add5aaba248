//! What travels about petitions.

use crate::id::{AccountId, DossierId, PetitionId, UnitId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a petition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PetitionKind {
    /// A procedure, or the rule behind it.
    Procedure,
    /// How a unit or an officer behaves.
    Conduct,
    /// This portal.
    Portal,
    /// Something else.
    Other,
}

impl PetitionKind {
    /// All of them, as they are offered.
    pub const ALL: [Self; 4] = [Self::Procedure, Self::Conduct, Self::Portal, Self::Other];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Conduct => "conduct",
            Self::Portal => "portal",
            Self::Other => "other",
        }
    }

    /// Of what travels.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where a petition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PetitionState {
    /// Nobody has opened it yet.
    Sent,
    /// The province's desk has it.
    Received,
    /// The desk asked its writer something.
    Asked,
    /// A unit looks into it.
    Routed,
    /// It was answered.
    Answered,
    /// It is not looked into, with a ground.
    Refused,
    /// Its writer took it back.
    Withdrawn,
}

/// What is done with a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PetitionAct {
    /// Its writer sends it.
    Send,
    /// The desk receives it.
    Receive,
    /// The desk says why it is not looked into.
    Refuse,
    /// The desk asks its writer, once.
    Ask,
    /// The writer replies.
    Reply,
    /// The desk hands it to a unit.
    Route,
    /// The unit hands it back to the desk.
    PassBack,
    /// The unit answers.
    Answer,
    /// Its writer takes it back.
    Withdraw,
    /// The desk shows question and answer to everybody.
    Publish,
    /// The desk takes them down.
    TakeDown,
}

impl PetitionAct {
    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Refuse => "refuse",
            Self::Ask => "ask",
            Self::Reply => "reply",
            Self::Route => "route",
            Self::PassBack => "pass-back",
            Self::Answer => "answer",
            Self::Withdraw => "withdraw",
            Self::Publish => "publish",
            Self::TakeDown => "take-down",
        }
    }
}

/// Why a petition is not looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PetitionGround {
    /// It is not about administrative matters.
    NotAdministrative,
    /// It says nothing that could be looked into.
    NothingToLookInto,
    /// It insults.
    Insulting,
    /// It was answered already.
    AnsweredBefore,
    /// It is a complaint or a denunciation, which has a law of its own.
    OwnLaw,
}

impl PetitionGround {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [
        Self::NotAdministrative,
        Self::NothingToLookInto,
        Self::Insulting,
        Self::AnsweredBefore,
        Self::OwnLaw,
    ];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAdministrative => "not-administrative",
            Self::NothingToLookInto => "nothing-to-look-into",
            Self::Insulting => "insulting",
            Self::AnsweredBefore => "answered-before",
            Self::OwnLaw => "own-law",
        }
    }

    /// Of what travels.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }
}

/// Sends a petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendPetition {
    /// What it is about.
    pub kind: PetitionKind,
    /// The unit that it is about.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
    /// Code of a dossier of the account, however it is typed.
    #[serde(default)]
    pub dossier_code: Option<String>,
    /// In a few words.
    pub title: String,
    /// What happened, and what is asked for.
    pub words: String,
    /// Question and answer may be shown to everybody, without a name.
    pub may_publish: bool,
    /// The unit that answers may know who wrote.
    pub shows_name: bool,
}

/// A petition in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionItem {
    /// Its id.
    pub id: PetitionId,
    /// What people name it by.
    pub code: String,
    /// What it is about.
    pub kind: PetitionKind,
    /// In a few words.
    pub title: String,
    /// Where it stands.
    pub state: PetitionState,
    /// The unit that has it, or that answered.
    pub unit_name: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The last day for an answer.
    #[serde(with = "crate::time::day")]
    pub due_on: NaiveDate,
    /// Working days until then, negative when it is over; nothing while the time stands or when it is done.
    pub days_left: Option<i32>,
    /// Hand back with every change.
    pub version: u32,
}

/// One step of a petition, as the reader may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionStep {
    /// What was done.
    pub act: PetitionAct,
    /// When.
    pub at: Timestamp,
    /// Who: officers see names of officers, and of the writer where they may.
    pub name: Option<String>,
    /// Unit of the officer.
    pub unit: Option<String>,
    /// The unit that it was handed to.
    pub to_unit: Option<String>,
    /// Why it is not looked into.
    pub ground: Option<PetitionGround>,
    /// What was said with it.
    pub words: Option<String>,
}

/// The dossier that a petition is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionDossier {
    /// Its id.
    pub id: DossierId,
    /// Its code.
    pub code: String,
}

/// One petition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionView {
    /// The columns of the list.
    pub item: PetitionItem,
    /// What was written.
    pub words: String,
    /// The unit that it is about.
    pub named_unit: Option<String>,
    /// The dossier that it is about; of officers only those know it who know the writer.
    pub dossier: Option<PetitionDossier>,
    /// Question and answer may be shown to everybody.
    pub may_publish: bool,
    /// The unit may know who wrote.
    pub shows_name: bool,
    /// Everybody reads question and answer.
    pub is_published: bool,
    /// Each step, oldest first.
    pub steps: Vec<PetitionStep>,
}

/// A petition is received, taken back or taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepPetition {
    /// Version that was seen.
    pub version: u32,
}

/// A question, a reply, words that go with handing back, an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SayOfPetition {
    /// Version that was seen.
    pub version: u32,
    /// What is said.
    pub words: String,
}

/// Says why a petition is not looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefusePetition {
    /// Version that was seen.
    pub version: u32,
    /// Why.
    pub ground: PetitionGround,
    /// What the writer reads beside it.
    #[serde(default)]
    pub words: Option<String>,
}

/// Hands a petition to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoutePetition {
    /// Version that was seen.
    pub version: u32,
    /// The unit that is to answer.
    pub unit_id: UnitId,
    /// An officer of that unit whom it is about, who never sees it; who was named before stays named.
    #[serde(default)]
    pub officer_id: Option<AccountId>,
    /// What the unit should know; the writer does not read it.
    #[serde(default)]
    pub words: Option<String>,
}

/// What everybody is to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishPetition {
    /// Version that was seen.
    pub version: u32,
    /// In a few words.
    pub title: String,
    /// What was asked.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// What everybody reads, or read until it was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionPublication {
    /// In a few words.
    pub title: String,
    /// What was asked.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// Whether it is shown.
    pub is_shown: bool,
    /// Since which day.
    #[serde(with = "crate::time::day")]
    pub published_on: NaiveDate,
}

/// One petition, as officers read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPetition {
    /// What it says, and what became of it.
    pub petition: PetitionView,
    /// Who wrote it, where the reader may know.
    pub writer: Option<String>,
    /// The reader is of the province's desk.
    pub is_desk: bool,
    /// The reader's unit has it.
    pub is_here: bool,
    /// The writer was asked once; there is no second question.
    pub was_asked: bool,
    /// Officers whom it is about; only the desk knows.
    pub officer_names: Vec<String>,
    /// What everybody reads; only the desk needs it.
    pub publication: Option<PetitionPublication>,
}

/// An officer of a unit whom a petition may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionOfficer {
    /// Their account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub position: String,
}

/// A published answer in the list that everybody reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerItem {
    /// Its address behind `/phan-anh/`.
    pub code: String,
    /// What it is about.
    pub kind: PetitionKind,
    /// In a few words.
    pub title: String,
    /// The unit that answered.
    pub unit_name: String,
    /// Since which day it is shown.
    #[serde(with = "crate::time::day")]
    pub published_on: NaiveDate,
}

/// A published answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerView {
    /// The columns of the list.
    pub item: AnswerItem,
    /// What was asked.
    pub question: String,
    /// The answer.
    pub answer: String,
}
