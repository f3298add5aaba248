//! What travels of the catalogue. `ProcedureDefinition` is also the form in which the data files and the database
//! keep a procedure: a version of it never changes once a dossier was filed under it.

use super::form::FormSchema;
use super::guidance::Guidance;
use super::life_event::LifeEvent;
use super::named::Named;
use super::template::ResultTemplate;
use super::time_limit::TimeLimit;
use super::workflow::WorkStep;
use crate::flat::{self, OwnFields};
use crate::id::{ProcedureId, UnitId};
use crate::identity::dto::AccountKind;
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize};

/// A kind of paper, e.g. "Kết quả giải quyết", with its categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperType {
    /// Stable id, e.g. `ket-qua-giai-quyet`.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Its categories, in the order of the letter.
    pub categories: Vec<PaperCategory>,
}

/// A category of papers, e.g. "Giấy khai sinh".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperCategory {
    /// Opaque code, e.g. `KQ.G15.000021`.
    pub code: String,
    /// Name on screen.
    pub name: String,
}

/// Level of government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A ministry.
    Ministry,
    /// The province and its departments.
    Province,
    /// A district, until 1 July 2025.
    District,
    /// A commune, ward or special zone.
    Commune,
}

/// A unit that receives dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitView {
    /// Its id.
    pub id: UnitId,
    /// Opaque agency code, e.g. `H21.24`.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
}

/// A length of time in half days, because the national catalogue has 7.5 working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct HalfDays(pub u32);

/// A variant of a procedure with its own time and fee ("trường hợp giải quyết").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    /// Stable within the procedure.
    pub id: String,
    /// Name on screen, without the time.
    pub name: String,
    /// How long it may take.
    pub working_time: TimeLimit,
    /// Fee in đồng.
    pub fee: i64,
}

/// Whether a component is handed in as original or as copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CopyKind {
    /// "Bản chính".
    Original,
    /// "Bản sao".
    Copy,
}

/// One part of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// Stable within the procedure.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// What to look out for.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether the dossier cannot be filed without it.
    pub required: bool,
    /// Codes of the paper categories that fit.
    pub accepts: Vec<String>,
    /// Whether only a signed paper fits (seed 000: components of agencies must be signed).
    pub signature_required: bool,
    /// Original or copy.
    pub copy_kind: CopyKind,
    /// How many of them; none where the source does not say.
    pub quantity: u16,
    /// Copies beside the originals.
    #[serde(default, skip_serializing_if = "is_none")]
    pub further_copies: u16,
    /// The source's code of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Heading above it, e.g. "Giấy tờ phải xuất trình".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Ids of the cases that need it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<String>,
    /// The longest time since its day of issue, in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_months: Option<u16>,
    /// Names of the forms that the source offers for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
}

const fn is_none(amount: &u16) -> bool {
    *amount == 0
}

/// Whether a procedure can be filed at this portal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reception {
    /// Dossiers are filed here.
    #[default]
    Online,
    /// It can be read about; it is filed elsewhere.
    Information,
    /// It is in force no longer. Dossiers that were filed are worked on to their end.
    Ended,
}

impl Reception {
    const fn is_online(&self) -> bool {
        matches!(self, Self::Online)
    }
}

/// How a result is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryMethod {
    /// Into the vault, signed.
    Online,
    /// At the desk of the receiving unit.
    AtUnit,
    /// By public post, paid to the post.
    ByPost,
}

impl DeliveryMethod {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Online, Self::AtUnit, Self::ByPost];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::AtUnit => "at-unit",
            Self::ByPost => "by-post",
        }
    }

    /// Read back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// Everything that a version of a procedure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureDefinition {
    /// Opaque national or local code, e.g. `1.012373.H08`.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Field of administration, e.g. "Thi đua, khen thưởng".
    pub field: String,
    /// Levels at which it is received.
    pub levels: Vec<Level>,
    /// Who may file.
    pub applicants: Vec<AccountKind>,
    /// At least one where it is filed here.
    pub cases: Vec<Case>,
    /// In the order of the form.
    pub components: Vec<Component>,
    /// How the result may be received.
    pub delivery: Vec<DeliveryMethod>,
    /// What comes out of it.
    pub results: Vec<Named>,
    /// Acts it rests on.
    pub legal_grounds: Vec<String>,
    /// Where the facts come from, for those who keep the catalogue.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether it can be filed here.
    #[serde(default, skip_serializing_if = "Reception::is_online")]
    pub reception: Reception,
    /// The electronic form, as a JSON Schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormSchema>,
    /// Events of life that it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub life_events: Vec<LifeEvent>,
    /// What people are told about it.
    #[serde(default, skip_serializing_if = "Guidance::is_empty")]
    pub guidance: Guidance,
    /// The steps in which its unit works on it, in their order; the last one gives the result back. May be none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workflow: Vec<WorkStep>,
    /// Templates of the papers that its unit may give back. May be none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<ResultTemplate>,
}

impl ProcedureDefinition {
    /// Components that a case needs, in the order of the form; before a case is chosen those that every case needs.
    pub fn needed(&self, case_id: Option<&str>) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(move |component| {
            component.only_for.is_empty()
                || case_id.is_some_and(|case| component.only_for.iter().any(|one| one == case))
        })
    }
}

/// A version of a procedure as it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureView {
    /// Id of this version.
    pub id: ProcedureId,
    /// What it says.
    #[serde(flatten)]
    pub definition: ProcedureDefinition,
}

#[derive(Default)]
struct OwnOfProcedure {
    id: Option<ProcedureId>,
}

impl<'de> OwnFields<'de> for OwnOfProcedure {
    fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        if key == "id" {
            self.id = Some(map.next_value()?);
        }
        Ok(key == "id")
    }
}

impl<'de> Deserialize<'de> for ProcedureView {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (own, definition) = flat::read::<D, OwnOfProcedure, _>(deserializer)?;
        Ok(Self {
            id: flat::required(own.id, "id")?,
            definition,
        })
    }
}

/// One page of the procedures that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedurePage {
    /// The rows, in list order.
    pub items: Vec<ProcedureListItem>,
    /// Hand back as `cursor` for the next page; absent on the last.
    pub next: Option<String>,
    /// Hand back as `cursor` for the page before; absent on the first.
    pub previous: Option<String>,
    /// How many rows there are in all.
    pub total: Option<u64>,
    /// Nothing has the words that were typed: these have nearly the same.
    pub is_near: bool,
}

/// A procedure in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureListItem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field of administration.
    pub field: String,
    /// Levels at which it is received.
    pub levels: Vec<Level>,
    /// Who may file.
    pub applicants: Vec<AccountKind>,
    /// Shortest time of its cases.
    pub shortest: Option<TimeLimit>,
    /// Whether it can be filed here.
    pub reception: Reception,
}

/// A field of administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldCount {
    /// Name on screen.
    pub name: String,
    /// How many procedures in force it has.
    pub procedures: u64,
}
