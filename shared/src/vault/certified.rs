//! What travels about certified electronic copies of paper originals (Decree 45/2020, article 10).

use crate::catalogue::dto::UnitView;
use crate::id::{AccountId, CertifiedCopyId, PaperId, SigningOrderId, UnitId, UploadId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest description of an original.
pub const MAX_DESCRIPTION: usize = 300;
/// The longest reason or note.
pub const MAX_NOTE: usize = 500;
/// The most pages of one original.
pub const MAX_PAGES: u32 = 1_000;

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CopyState {
    /// It was asked for.
    Asked,
    /// The owner comes on a day that was agreed.
    Appointed,
    /// The original was seen, the copy is made and has its number; nobody has signed.
    Taken,
    /// The person who certifies has signed.
    Signed,
    /// The agency has signed, too.
    Sealed,
    /// The copy lies in the owner's vault.
    Issued,
    /// The office said no, and why.
    Refused,
    /// The owner called it off.
    Cancelled,
    /// The owner did not come.
    Missed,
}

impl CopyState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Asked,
        Self::Appointed,
        Self::Taken,
        Self::Signed,
        Self::Sealed,
        Self::Issued,
        Self::Refused,
        Self::Cancelled,
        Self::Missed,
    ];

    /// Whether nothing follows.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Issued | Self::Refused | Self::Cancelled | Self::Missed
        )
    }
}

/// Half of a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HalfOfDay {
    /// "Buổi sáng".
    Morning,
    /// "Buổi chiều".
    Afternoon,
}

/// Why an original is no ground for a certified copy (Decree 23/2015, article 22), or why there is no original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RefusalGround {
    /// Clause 1: erased, corrected, added to or shortened against the law.
    Altered,
    /// Clause 2: so damaged or worn that its content is not certain.
    Damaged,
    /// Clause 3: marked secret, or not to be copied.
    Secret,
    /// Clause 4: content against law or morals.
    Unlawful,
    /// Clause 5: foreign, without the consular legalisation that it needs.
    NotLegalised,
    /// Clause 6: made by a person, without confirmation and seal of an authority.
    Unconfirmed,
    /// No original was shown.
    NoOriginal,
}

impl RefusalGround {
    /// Every ground, in the order of the decree.
    pub const ALL: [Self; 7] = [
        Self::Altered,
        Self::Damaged,
        Self::Secret,
        Self::Unlawful,
        Self::NotLegalised,
        Self::Unconfirmed,
        Self::NoOriginal,
    ];
}

/// When somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// The day.
    pub day: NaiveDate,
    /// Which half of it.
    pub half: HalfOfDay,
}

/// Asks for a certified copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskCopy {
    /// Who is to certify it.
    pub unit_id: UnitId,
    /// Category of the original.
    pub category_code: String,
    /// What the original is, in words.
    pub description: String,
    /// Its pages.
    pub pages: u32,
    /// When the owner comes; may be chosen later.
    #[serde(default)]
    pub appointment: Option<Appointment>,
}

/// The same at the desk, for somebody who stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskCopyAtDesk {
    /// Whose account.
    pub identity_number: String,
    /// That the person stands there and was recognised by an identity paper.
    pub is_present: bool,
    /// Category of the original.
    pub category_code: String,
    /// What the original is, in words.
    pub description: String,
    /// Its pages.
    pub pages: u32,
}

/// Chooses when to come, or another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseAppointment {
    /// The version that was seen.
    pub version: u32,
    /// When.
    pub appointment: Appointment,
}

/// A step that needs nothing but the version that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeenVersion {
    /// That version.
    pub version: u32,
}

/// What became of the fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum FeeTaken {
    /// Paid at the desk.
    Paid,
    /// Not asked for.
    Waived {
        /// Why.
        reason: String,
    },
}

/// The original was seen and scanned: has the copy made and numbered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeOriginal {
    /// The version that was seen.
    pub version: u32,
    /// The scan, as it was sent.
    pub upload_id: UploadId,
    /// Pages of the original, as counted at the desk.
    pub pages: u32,
    /// Who certifies.
    pub signer_id: AccountId,
    /// That the officer held the original against the scan.
    pub is_compared: bool,
    /// The fee.
    pub fee: FeeTaken,
}

/// Judges the file that an agent handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgeSigned {
    /// The order of the file.
    pub order_id: SigningOrderId,
}

/// Says no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseCopy {
    /// The version that was seen.
    pub version: u32,
    /// On which ground.
    pub ground: RefusalGround,
    /// In words, for the owner.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who certifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopySigner {
    /// The officer.
    pub account_id: AccountId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopyView {
    /// Its id.
    pub id: CertifiedCopyId,
    /// Counts changes.
    pub version: u32,
    /// How far it is.
    pub state: CopyState,
    /// Who is to certify it.
    pub unit_id: UnitId,
    /// The name of that unit.
    pub unit: String,
    /// Whose copy it becomes.
    pub owner: String,
    /// The number of that account.
    pub identifier: String,
    /// Category of the original.
    pub category_code: String,
    /// The name of that category.
    pub category: String,
    /// What the original is.
    pub description: String,
    /// Its pages.
    pub pages: u32,
    /// Asked for at the desk.
    pub at_desk: bool,
    /// When the owner comes.
    pub appointment: Option<Appointment>,
    /// What it costs, in đồng.
    pub fee: u32,
    /// Why nothing was paid.
    pub fee_waived: Option<String>,
    /// Who certifies.
    pub signer: Option<CopySigner>,
    /// "Số chứng thực … quyển số …".
    pub number: Option<String>,
    /// The day of the certification.
    #[serde(default, with = "crate::time::optional_day")]
    pub certified_on: Option<NaiveDate>,
    /// Why it was refused.
    pub ground: Option<RefusalGround>,
    /// The same in words.
    pub note: Option<String>,
    /// The copy in the vault.
    pub paper_id: Option<PaperId>,
    /// It is sealed, but a signature on it fails since: it is not issued, but made anew.
    #[serde(default)]
    pub has_failed: bool,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Its last change.
    pub changed_at: Timestamp,
}

/// A unit that certifies, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeView {
    /// The unit.
    pub unit: UnitView,
    /// Half days that can be chosen now.
    pub slots: Vec<SlotView>,
}

/// Half a day with places left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotView {
    /// The day.
    pub day: NaiveDate,
    /// Which half of it.
    pub half: HalfOfDay,
    /// Places left.
    pub left: u32,
}

/// Offices, and what a copy costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficesView {
    /// By name.
    pub offices: Vec<OfficeView>,
    /// What a page costs.
    pub fee: FeeRates,
}

/// What a copy costs, in đồng (Circular 226/2016/TT-BTC, article 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeRates {
    /// Each of the first pages.
    pub first: u32,
    /// How many those are.
    pub first_pages: u32,
    /// Each page after them.
    pub further: u32,
    /// The most for one copy.
    pub most: u32,
}

impl FeeRates {
    /// For one copy of an original of so many pages.
    pub fn of(&self, pages: u32) -> u32 {
        let first = pages.min(self.first_pages);
        let further = pages.saturating_sub(self.first_pages);
        let sum = first
            .saturating_mul(self.first)
            .saturating_add(further.saturating_mul(self.further));
        sum.min(self.most)
    }
}

/// Who may certify, as an administrator writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSigner {
    /// An officer of the unit.
    pub account_id: AccountId,
    /// The title that stands below the signature.
    pub title: String,
}

/// How a unit certifies, as an administrator writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetOffice {
    /// Budget or tax code in the certificate of the unit's seal.
    pub identifier: String,
    /// The place that stands before the date.
    pub place: String,
    /// Days on which people are received: 1 is Monday, 7 Sunday.
    pub weekdays: Vec<u8>,
    /// How many in a morning.
    pub morning: u32,
    /// How many in an afternoon.
    pub afternoon: u32,
    /// Days without any.
    #[serde(default)]
    pub closed_days: Vec<NaiveDate>,
    /// Who signs.
    pub signers: Vec<SetSigner>,
}

/// How a unit certifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeSettings {
    /// The unit.
    pub unit: UnitView,
    /// Budget or tax code in the certificate of the unit's seal.
    pub identifier: String,
    /// The place that stands before the date.
    pub place: String,
    /// Days on which people are received.
    pub weekdays: Vec<u8>,
    /// How many in a morning.
    pub morning: u32,
    /// How many in an afternoon.
    pub afternoon: u32,
    /// Days without any.
    pub closed_days: Vec<NaiveDate>,
    /// Who signs.
    pub signers: Vec<CopySigner>,
    /// What a page costs.
    pub fee: FeeRates,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterLine {
    /// "Số chứng thực".
    pub number: u32,
    /// Whether it was issued, is under way or was struck.
    pub state: LineState,
    /// Day of the certification.
    pub certified_on: NaiveDate,
    /// Who asked.
    pub asked_by: String,
    /// What the original is.
    pub original: String,
    /// Who certified, with the title.
    pub signer: String,
    /// How many copies.
    pub copies: u32,
    /// What was paid.
    pub fee: u32,
    /// Why nothing was paid, or why it was struck.
    pub note: String,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// The copy is on its way through the signatures.
    Open,
    /// The copy was issued.
    Issued,
    /// It was not: the number is never given again.
    Void,
}

/// The book of a year: "01/2026-SCT/BS(ĐT)".
pub fn book(year: i32) -> String {
    format!("01/{year}-SCT/BS(ĐT)")
}

/// "12, quyển số 01/2026-SCT/BS(ĐT)".
pub fn full_number(number: u32, year: i32) -> String {
    format!("{number:02}, quyển số {}", book(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_is_that_of_the_circular() {
        let rates = FeeRates {
            first: 2_000,
            first_pages: 2,
            further: 1_000,
            most: 200_000,
        };
        for (pages, fee) in [
            (0, 0),
            (1, 2_000),
            (2, 4_000),
            (3, 5_000),
            (10, 12_000),
            (197, 199_000),
            (198, 200_000),
            (199, 200_000),
            (u32::MAX, 200_000),
        ] {
            assert_eq!(rates.of(pages), fee, "{pages}");
        }
    }
}
