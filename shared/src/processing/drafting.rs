//! A result that a unit writes itself: drafted from a template of the procedure, signed by who leads the unit, sealed by the
//! agency, and given back as a signed file is.

use crate::id::{AccountId, DossierId, SigningOrderId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest text of an open field, in characters.
pub const MAX_TYPED: usize = 5_000;
/// Longest capacity above a signature, in characters, on at most [`MAX_TITLE_LINES`] lines.
pub const MAX_SIGNER_TITLE: usize = 300;
/// Most lines of it.
pub const MAX_TITLE_LINES: usize = 4;

/// How far a drafted result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DraftingState {
    /// It is being written.
    Draft,
    /// It has its number and its file, and waits for who signs.
    HandedIn,
    /// Who leads the unit signed; it waits for the seal.
    Signed,
    /// The agency sealed it; it can be given back.
    Sealed,
}

impl DraftingState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::HandedIn, Self::Signed, Self::Sealed];
}

/// A template that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateChoice {
    /// Its id within the procedure.
    pub id: String,
    /// What the paper is called.
    pub title: String,
    /// What has to be typed.
    pub open: Vec<String>,
}

/// Somebody who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignerChoice {
    /// The officer.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// For whom, where a delegation lets them sign ("thừa ủy quyền").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<InPlaceOf>,
    /// The capacity to propose: that of the last paper, or the officer's position.
    pub title: String,
}

/// For whom somebody signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InPlaceOf {
    /// Who delegated.
    pub id: AccountId,
    /// Their name.
    pub name: String,
}

/// Who is to sign, as chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenSigner {
    /// The officer.
    pub id: AccountId,
    /// Who delegated, where they sign for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<AccountId>,
    /// The lines above the signature, e.g. "TM. ỦY BAN NHÂN DÂN" and "CHỦ TỊCH".
    pub title: String,
}

/// Where a picture of a signature belongs, in points from the lower left corner of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignBox {
    /// Page, from 1.
    pub page: u32,
    /// Left.
    pub left: u32,
    /// Bottom.
    pub bottom: u32,
    /// Right.
    pub right: u32,
    /// Top.
    pub top: u32,
}

/// The places of both signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignPlaces {
    /// Who leads the unit.
    pub person: SignBox,
    /// The seal, over the left third of it.
    pub seal: SignBox,
}

/// The file that is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftedFile {
    /// Bytes.
    pub size: u64,
    /// SHA-256, lower-case hexadecimal: what is read is what is signed.
    pub sha256: String,
    /// Where the pictures of the signatures belong.
    pub places: SignPlaces,
}

/// A drafted result as the officers of the unit see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftingView {
    /// The dossier.
    pub dossier_id: DossierId,
    /// Its code.
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Whose matter it is.
    pub owner: String,
    /// How far it is.
    pub state: DraftingState,
    /// Counts changes; 0 before anything was written.
    pub version: u32,
    /// Version of the dossier, for giving the result back.
    pub dossier_version: u32,
    /// Templates of the procedure as it was filed.
    pub templates: Vec<TemplateChoice>,
    /// The one that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// What was typed, by its question.
    pub typed: BTreeMap<String, String>,
    /// Who may sign.
    pub signers: Vec<SignerChoice>,
    /// Who is to sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<ChosenSigner>,
    /// Name of who is to sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_name: Option<String>,
    /// Number and sign, once they were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day of the paper.
    #[serde(
        default,
        with = "crate::time::optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub issued_on: Option<NaiveDate>,
    /// The file, from handing in on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<DraftedFile>,
    /// Why it was given back, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_back: Option<GivenBack>,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
    /// Whether the asking officer writes, seals and gives back.
    pub may_write: bool,
    /// Whether the asking officer is who signs.
    pub may_sign: bool,
    /// Whether the unit's place and seal were entered: nothing is handed in without.
    pub has_seal: bool,
    /// Whether the dossier ended with this very file.
    pub is_returned: bool,
}

/// Why it was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenBack {
    /// In words; may be empty where those who write took it back themselves.
    pub words: String,
    /// Who did.
    pub by: String,
}

/// Keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveDrafting {
    /// The version that was seen.
    pub version: u32,
    /// The template.
    pub template_id: String,
    /// What was typed, by its question.
    pub typed: BTreeMap<String, String>,
    /// Who is to sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<ChosenSigner>,
}

/// The version that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepDrafting {
    /// It.
    pub version: u32,
}

/// Gives it back to be written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenDrafting {
    /// The version that was seen.
    pub version: u32,
    /// Why; needed where it waits for who signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Asks for what an agent handed in to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgeDrafting {
    /// The order of the file.
    pub order_id: SigningOrderId,
}

/// A result that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingResult {
    /// The dossier.
    pub dossier_id: DossierId,
    /// Its code.
    pub code: String,
    /// Whose matter it is.
    pub owner: String,
    /// What the paper is called.
    pub title: String,
    /// Number and sign.
    pub number: String,
    /// Who signs.
    pub signer: String,
    /// For what it waits.
    pub state: DraftingState,
    /// Since when.
    pub since: Timestamp,
}

/// A line of the register of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResultLine {
    /// The number.
    pub number: u32,
    /// With its sign.
    pub full: String,
    /// The dossier.
    pub dossier_id: DossierId,
    /// Code of the dossier.
    pub code: String,
    /// What the paper is called.
    pub title: String,
    /// Whose matter it is.
    pub owner: String,
    /// Who signs.
    pub signer: String,
    /// The day of the paper.
    #[serde(with = "crate::time::day")]
    pub issued_on: NaiveDate,
    /// What became of it.
    pub state: ResultLineState,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResultLineState {
    /// The paper is on its way.
    Open,
    /// It was given back.
    Issued,
    /// The dossier ended without it: the number stays, and is never given again.
    Void,
}
