//! What travels of the figures of a level: a unit with all that is under it. Titles, values and formulas come in the language asked
//! for, so that page, table and file say the same.

use crate::id::{DossierId, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// Components from a vault, of all that were filed: "tỷ lệ tái sử dụng".
    Reuse,
    /// "Tải từ máy tính": components from a device, of all that were filed.
    Device,
    /// Components that came on paper and were put into the owner's vault.
    Digitised,
    /// Results with a signed file, of all that were given back.
    Electronic,
    /// Ended by the day that was promised, of those that had one.
    OnTime,
    /// Open after the day that was promised.
    Overdue,
    /// Dossiers of agencies filed from a personal account.
    Personal,
    /// Dossiers filed.
    Filed,
    /// Dossiers that ended.
    Ended,
    /// Dossiers that are open now.
    Open,
    /// Working days until a dossier was received.
    Waiting,
    /// Working days from then until its result.
    Processing,
    /// Feedback on results.
    Feedback,
}

impl FigureKind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 13] = [
        Self::Reuse,
        Self::OnTime,
        Self::Electronic,
        Self::Digitised,
        Self::Device,
        Self::Personal,
        Self::Overdue,
        Self::Filed,
        Self::Ended,
        Self::Open,
        Self::Waiting,
        Self::Processing,
        Self::Feedback,
    ];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reuse => "reuse",
            Self::Device => "device",
            Self::Digitised => "digitised",
            Self::Electronic => "electronic",
            Self::OnTime => "on-time",
            Self::Overdue => "overdue",
            Self::Personal => "personal",
            Self::Filed => "filed",
            Self::Ended => "ended",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Processing => "processing",
            Self::Feedback => "feedback",
        }
    }

    /// Of what travels.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether dossiers lie behind it that can be listed.
    pub const fn has_list(self) -> bool {
        !matches!(self, Self::Feedback)
    }
}

/// A unit with all that is under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Level {
    /// The unit; absent for everything.
    pub id: Option<UnitId>,
    /// Its name.
    pub name: String,
}

/// A procedure to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureProcedure {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A period to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigurePeriod {
    /// `2026-11`
    pub period: String,
    /// Its name.
    pub name: String,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// Which.
    pub kind: FigureKind,
    /// What it is called.
    pub title: String,
    /// The figure in words: `61,4 %`, `2 ngày`, `chưa có số liệu`.
    pub value: String,
    /// What it is made of: `614 trên 1.000 giấy tờ`.
    pub made_of: String,
    /// How it was in the period before.
    pub before: String,
    /// How it is computed.
    pub formula: String,
    /// What is counted; absent where there is nothing to count yet.
    pub part: Option<u64>,
    /// Of how many, where it is a rate.
    pub whole: Option<u64>,
    /// The rate in thousandths.
    pub permille: Option<u32>,
    /// Half of the dossiers took no more working days.
    pub half: Option<u32>,
    /// Nine of ten took no more.
    pub most: Option<u32>,
}

/// One row of a chart and of the table that says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChartRow {
    /// What it is about.
    pub label: String,
    /// One for each series; absent where there is nothing to say.
    pub values: Vec<Option<u64>>,
    /// The same in words.
    pub shown: Vec<String>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChartForm {
    /// A line over months, from nought to a hundred percent; values in thousandths.
    Rate,
    /// Columns over months beside each other.
    Columns,
    /// One bar for each row.
    Bars,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// How.
    pub form: ChartForm,
    /// What stands at the head of the labels: "Tháng".
    pub of: String,
    /// Names of its series.
    pub series: Vec<String>,
    /// What is to be reached, in thousandths.
    pub goal: Option<u32>,
    /// What is written beside that.
    pub goal_words: String,
    /// The rows.
    pub rows: Vec<ChartRow>,
}

/// A level in the table of those below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelRow {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Whether it is the unit itself, without those below.
    pub is_own: bool,
    /// Dossiers filed.
    pub filed: u64,
    /// Dossiers ended.
    pub ended: u64,
    /// Open after their day.
    pub overdue: u64,
    /// From personal accounts.
    pub personal: u64,
    /// Rate of reuse in thousandths.
    pub reuse: Option<u32>,
    /// Rate of what was on time.
    pub on_time: Option<u32>,
    /// Rate of electronic results.
    pub electronic: Option<u32>,
}

/// The figures of a level in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// Whose.
    pub level: Level,
    /// The levels above that the reader may see, from the top on.
    pub above: Vec<Level>,
    /// `2026-11`
    pub period: String,
    /// Its name.
    pub period_name: String,
    /// Name of the one before, which is compared.
    pub before_name: String,
    /// Periods to choose.
    pub periods: Vec<FigurePeriod>,
    /// The procedure that alone is counted.
    pub procedure: Option<String>,
    /// Procedures of which there are figures.
    pub procedures: Vec<FigureProcedure>,
    /// Part of components that is to come from vaults, in thousandths.
    pub goal: u32,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// Levels right below, those with the lowest reuse first.
    pub below: Vec<LevelRow>,
}

/// A dossier that makes a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureDossier {
    /// Its id, where the reader may open it.
    pub id: Option<DossierId>,
    /// "Mã hồ sơ".
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The day by which it counts.
    #[serde(with = "crate::time::day")]
    pub day: NaiveDate,
    /// What it adds: `2 từ kho, 1 từ máy tính`, `trễ 3 ngày`.
    pub adds: String,
}

/// What everybody may see of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicFigures {
    /// Its name.
    pub period_name: String,
    /// `2026-11`
    pub period: String,
    /// Dossiers received; absent where they are too few to be told.
    pub received: Option<u64>,
    /// Dossiers ended.
    pub ended: Option<u64>,
    /// Ended by the day that was promised, in thousandths.
    pub on_time: Option<u32>,
    /// Components from vaults, in thousandths.
    pub reuse: Option<u32>,
    /// The same in words, each with its title.
    pub words: Vec<FigureWords>,
}

/// A figure in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureWords {
    /// `99,8 %`
    pub value: String,
    /// `trả đúng hẹn`
    pub title: String,
}

/// A month of the open data. What is of fewer than ten dossiers is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenMonth {
    /// `2026-10`
    pub month: String,
    /// Dossiers received.
    pub received: Option<u64>,
    /// Dossiers ended.
    pub ended: Option<u64>,
    /// Ended by the day that was promised, in thousandths of those that had one.
    pub on_time_permille: Option<u32>,
    /// Papers from vaults, in thousandths of all.
    pub reuse_permille: Option<u32>,
}

/// Figures that everybody may use again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenData {
    /// What it is.
    pub title: String,
    /// What is counted.
    pub description: String,
    /// How it may be used.
    pub licence: String,
    /// The months, oldest first.
    pub months: Vec<OpenMonth>,
}
