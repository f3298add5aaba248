//! The figures of a level: whose they are, what they say, and the dossiers behind each.

use super::domain::{Figure as Sum, NOW};
use super::store::{self, Listed, Unit};
use super::tally::{TODAY, Tally, months, twelve};
use super::view::{charts, figures};
use crate::db::DbConn;
use crate::db::types::parse_id;
use crate::error::{AppError, AppResult};
use crate::identity::guard::FigureReader;
use crate::identity::service::staff;
use chrono::{Datelike, NaiveDate};
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::FeedbackReason;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, day_cursor, read_day_cursor};
use motcua_shared::statistics::figures::{
    Dashboard, FigureDossier, FigureKind, FigurePeriod, Level, LevelRow,
};
use motcua_shared::statistics::period::Period;
use motcua_shared::text::{Lang, figures as text};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Of which unit, with all that is under it.
    pub unit: Option<UnitId>,
    /// In which period; in this month when absent.
    pub period: Option<String>,
    /// Of which procedure alone.
    pub procedure: Option<String>,
}

/// As of when, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Today.
    pub today: NaiveDate,
    /// The language.
    pub lang: Lang,
    /// Part of components that is to come from vaults, in thousandths.
    pub goal: u32,
}

/// A level that the reader may see, among all units.
struct Seen {
    units: Vec<Unit>,
    level: String,
    /// Above which the reader sees nothing; empty for who sees everything.
    top: String,
}

impl Seen {
    fn name(&self, level: &str, lang: Lang) -> String {
        let found = self.units.iter().find(|unit| unit.id == level);
        found.map_or_else(|| text::everything(lang).to_owned(), |unit| unit.name.clone())
    }

    fn level(&self, level: &str, lang: Lang) -> AppResult<Level> {
        Ok(Level {
            id: match level {
                "" => None,
                id => Some(parse_id(id, UnitId::parse)?),
            },
            name: self.name(level, lang),
        })
    }

    /// The levels above that the reader may see, from the top on.
    fn above(&self, lang: Lang) -> AppResult<Vec<Level>> {
        let path = self.units.iter().find(|unit| unit.id == self.level);
        let levels: Vec<&str> = path.map(|unit| unit.path.levels().collect()).unwrap_or_default();
        let mut above = Vec::new();
        for level in levels.iter().skip_while(|level| **level != self.level).skip(1) {
            if self.level == self.top {
                break;
            }
            above.push(self.level(level, lang)?);
            if **level == *self.top {
                break;
            }
        }
        above.reverse();
        Ok(above)
    }

    /// Units right below.
    fn below(&self) -> Vec<&Unit> {
        let is_below = |unit: &&Unit| unit.path.home() == unit.id && unit.path.above() == self.level;
        match self.level.as_str() {
            "" => self
                .units
                .iter()
                .filter(|unit| unit.path.home() == unit.id && unit.path.levels().count() == 2)
                .collect(),
            _ => self.units.iter().filter(is_below).collect(),
        }
    }

    /// Everything that is counted there.
    fn counted(&self) -> Vec<String> {
        let is_under = |unit: &&Unit| unit.path.levels().any(|level| level == self.level);
        let units = self.units.iter().filter(is_under);
        units.map(|unit| unit.id.clone()).collect()
    }
}

/// The level that is asked for. What lies beside the reader's own does not exist for them.
fn seen(conn: &mut DbConn, reader: &FigureReader, unit: Option<UnitId>) -> AppResult<Seen> {
    let units = store::list_units(conn)?;
    let top = match reader.unit {
        Some(own) => {
            staff::require(conn, reader.account.id, StaffRole::Desk)?;
            own.to_string()
        }
        None => String::new(),
    };
    let level = unit.map_or_else(|| top.clone(), |unit| unit.to_string());
    let is_seen = match level.as_str() {
        "" => true,
        id => units
            .iter()
            .any(|unit| unit.id == id && (unit.path.levels().any(|level| level == top) || unit.id == top)),
    };
    match is_seen {
        true => Ok(Seen { units, level, top }),
        false => Err(ErrorCode::NotFound.into()),
    }
}

fn period(asked: &Asked, today: NaiveDate) -> AppResult<Period> {
    match asked.period.as_deref().filter(|text| !text.is_empty()) {
        None => Ok(Period::month_of(today)),
        Some(text) => Period::parse(text).ok_or_else(|| AppError::field("period", ErrorCode::NotAChoice)),
    }
}

/// What is counted of a level.
fn kept() -> Vec<String> {
    let mut all = vec![
        Sum::Filed,
        Sum::Received,
        Sum::Ended,
        Sum::Due,
        Sum::OnTime,
        Sum::Vault,
        Sum::Device,
        Sum::Scanned,
        Sum::Digitised,
        Sum::Personal,
        Sum::Returned,
        Sum::Electronic,
        Sum::Waiting,
        Sum::Processing,
        Sum::OpenDue,
    ];
    let open = DossierStatus::IN_USE
        .into_iter()
        .filter(|status| !status.is_over());
    all.extend(open.map(Sum::Open));
    all.extend(FeedbackReason::ALL.map(Sum::Feedback));
    all.into_iter().map(Sum::key).collect()
}

fn keys(figures: &[Sum]) -> Vec<String> {
    figures.iter().map(|figure| figure.key()).collect()
}

/// The figures of a level.
pub fn dashboard(conn: &mut DbConn, reader: &FigureReader, asked: &Asked, now: Now) -> AppResult<Dashboard> {
    let seen = seen(conn, reader, asked.unit)?;
    let period = period(asked, now.today)?;
    let procedure = asked.procedure.as_deref().unwrap_or_default();
    let is_all = procedure.is_empty();
    let (these, before) = (months(period, is_all), months(period.before(), is_all));
    let level = [seen.level.clone()];
    let wanted: Vec<i32> = these.iter().chain(&before).chain(&TODAY).copied().collect();
    let sums = store::list_sums(conn, &level, procedure, &kept(), &wanted)?;
    let tally = Tally::of(&sums, &these);
    let earlier = Tally::of(&sums, &before);
    let today = Tally::of(&sums, &TODAY);
    let lines = twelve(period.last_month());
    let line_months: Vec<i32> = lines.iter().flat_map(|month| months(*month, is_all)).collect();
    let of_lines = keys(&[
        Sum::Filed,
        Sum::Ended,
        Sum::Due,
        Sum::OnTime,
        Sum::Vault,
        Sum::Device,
    ]);
    let line_sums = store::list_sums(conn, &level, procedure, &of_lines, &line_months)?;
    let by_month: Vec<(Period, Tally)> = lines
        .iter()
        .map(|month| (*month, Tally::of(&line_sums, &months(*month, is_all))))
        .collect();
    Ok(Dashboard {
        level: seen.level(&seen.level, now.lang)?,
        above: seen.above(now.lang)?,
        period: period.text(),
        period_name: period.name(now.lang),
        before_name: period.before().name(now.lang),
        periods: periods(period, now),
        procedure: asked.procedure.clone().filter(|code| !code.is_empty()),
        procedures: store::list_procedures(conn, &seen.level)?,
        goal: now.goal,
        figures: figures(&tally, (&earlier, period.before()), &today, now),
        charts: charts(&tally, &today, &by_month, now),
        below: below(conn, &seen, procedure, (&these, &tally, &today), now)?,
    })
}

/// Periods to choose: months of a year, quarters and years, and the one that is shown.
fn periods(shown: Period, now: Now) -> Vec<FigurePeriod> {
    let (year, month) = (now.today.year(), now.today.month());
    let back = |first: Period, count: usize| {
        std::iter::successors(Some(first), |one| Some(one.before())).take(count)
    };
    let all: Vec<Period> = back(Period::Month(year, month), 12)
        .chain(back(Period::Quarter(year, month.div_ceil(3)), 5))
        .chain(back(Period::Year(year), 3))
        .collect();
    let earlier = (!all.contains(&shown)).then_some(shown);
    earlier
        .into_iter()
        .chain(all)
        .map(|period| FigurePeriod {
            period: period.text(),
            name: period.name(now.lang),
        })
        .collect()
}

/// Levels right below, the lowest reuse first, and the unit itself where it has something of its own.
fn below(
    conn: &mut DbConn,
    seen: &Seen,
    procedure: &str,
    (these, whole, whole_today): (&[i32], &Tally, &Tally),
    now: Now,
) -> AppResult<Vec<LevelRow>> {
    let units = seen.below();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let levels: Vec<String> = units.iter().map(|unit| unit.id.clone()).collect();
    let counted = keys(&COUNTED);
    let sums = store::list_sums(conn, &levels, procedure, &counted, these)?;
    let day = now.today.num_days_from_ce();
    let due = Sum::OpenDue.key();
    let overdue = store::sum_before(conn, &levels, procedure, &due, (NOW, day))?;
    let mut rows = Vec::new();
    let mut rest = Counts::of(whole, whole_today.count_before(Sum::OpenDue, day));
    for unit in units {
        let of_unit = sums.iter().filter(|sum| sum.level == unit.id);
        let tally = Tally::of(of_unit, these);
        let counts = Counts::of(&tally, overdue.get(&unit.id).copied().unwrap_or_default());
        rest.take(&counts);
        rows.push(counts.row(parse_id(&unit.id, UnitId::parse)?, unit.name.clone(), false));
    }
    // Those of which nothing can be said come last.
    rows.sort_by_key(|row| (row.reuse.is_none(), row.reuse));
    if let Some(id) = UnitId::parse(&seen.level)
        && !rest.is_nothing()
    {
        let name = text::below_own(now.lang, seen.name(&seen.level, now.lang));
        rows.push(rest.row(id, name, true));
    }
    Ok(rows)
}

/// What the table of levels says.
const COUNTED: [Sum; 9] = [
    Sum::Filed,
    Sum::Ended,
    Sum::Due,
    Sum::OnTime,
    Sum::Vault,
    Sum::Device,
    Sum::Personal,
    Sum::Returned,
    Sum::Electronic,
];

/// The counts of one level in that order, and what is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counts([u64; 9], u64);

impl Counts {
    fn of(tally: &Tally, overdue: u64) -> Self {
        Self(COUNTED.map(|figure| tally.count(figure)), overdue)
    }

    fn take(&mut self, other: &Self) {
        for (count, taken) in self.0.iter_mut().zip(other.0) {
            *count = count.saturating_sub(taken);
        }
        self.1 = self.1.saturating_sub(other.1);
    }

    fn is_nothing(&self) -> bool {
        self.1 == 0 && self.0.iter().all(|count| *count == 0)
    }

    fn row(&self, id: UnitId, name: String, is_own: bool) -> LevelRow {
        use super::tally::Rate;
        let [
            filed,
            ended,
            due,
            on_time,
            vault,
            device,
            personal,
            returned,
            electronic,
        ] = self.0;
        let rate = |part, whole| Rate { part, whole }.permille();
        LevelRow {
            id,
            name,
            is_own,
            filed,
            ended,
            overdue: self.1,
            personal,
            reuse: rate(vault, vault.saturating_add(device)),
            on_time: rate(on_time, due),
            electronic: rate(electronic, returned),
        }
    }
}

/// The dossiers that make a figure. Only those of the reader's own unit can be opened from there.
pub fn list(
    conn: &mut DbConn,
    reader: &FigureReader,
    (asked, kind): (&Asked, &str),
    (cursor, limit): (Option<&str>, Option<u32>),
    now: Now,
) -> AppResult<Page<FigureDossier>> {
    let seen = seen(conn, reader, asked.unit)?;
    let kind = FigureKind::parse(kind)
        .filter(|kind| kind.has_list())
        .ok_or_else(|| AppError::field("figure", ErrorCode::NotAChoice))?;
    let days = period(asked, now.today)?
        .days()
        .ok_or_else(|| AppError::field("period", ErrorCode::NotAChoice))?;
    let after = cursor
        .filter(|text| !text.is_empty())
        .map(|text| {
            read_day_cursor(text, DossierId::parse)
                .map(|(day, id)| (day, id.to_string()))
                .ok_or_else(|| AppError::field("cursor", ErrorCode::NotAChoice))
        })
        .transpose()?;
    let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let is_first = after.is_none();
    let rows = store::list_dossiers(
        conn,
        &Listed {
            kind,
            units: &seen.counted(),
            procedure: asked.procedure.as_deref().filter(|code| !code.is_empty()),
            days,
            today: now.today,
            after,
            limit,
        },
    )?;
    let page = Page::forth(rows, limit, is_first, |row| day_cursor(row.day(kind), &row.id));
    let own = reader.unit.map(|unit| unit.to_string());
    let mut items = Vec::new();
    for row in page.items {
        let is_own = own.as_ref() == Some(&row.unit);
        items.push(FigureDossier {
            id: is_own.then(|| parse_id(&row.id, DossierId::parse)).transpose()?,
            day: row.day(kind),
            adds: super::view::adds(&row, kind, now.lang),
            code: row.code,
            procedure_name: row.procedure,
            unit_name: row.unit_name,
        });
    }
    Ok(Page {
        items,
        next: page.next,
        previous: page.previous,
        total: None,
    })
}
