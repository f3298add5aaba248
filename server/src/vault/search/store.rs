//! Lists of papers in the database. Every order has its index over the papers that were not removed, so that a page is
//! read where it begins.

use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, papers};
use crate::db::types::{enum_text, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::vault::store::{ItemRow, Named, into_item, named_papers};
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Integer, Text};
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::vault::dto::{PaperListItem, PaperSort, SearchPapers};

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// Whose papers.
    pub account: AccountId,
    /// Patterns that the search key must match.
    pub patterns: &'a [String],
    /// Categories of the type asked for.
    pub categories: Option<&'a [String]>,
    /// Filters and order.
    pub asked: &'a SearchPapers,
}

/// Where a paper stands in every order.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id.
    pub id: PaperId,
    sort_name: String,
    sort_day: NaiveDate,
    times_used: i32,
}

impl Row {
    /// Where a paper stands among papers in the order in which they came, which their ids tell.
    pub fn by_id(id: PaperId) -> Self {
        Self {
            id,
            sort_name: String::new(),
            sort_day: NaiveDate::default(),
            times_used: 0,
        }
    }
}

/// Where a page begins.
#[derive(Debug, Clone)]
pub enum From {
    /// At the first paper.
    Start,
    /// With this paper.
    At(Row),
    /// With the next one.
    After(Row),
    /// It ends with the one before.
    Before(Row),
}

/// Where a paper of this account stands, removed or not.
pub fn find_row(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<Option<Row>> {
    let found: Option<(String, NaiveDate, i32)> = papers::table
        .filter(
            papers::id
                .eq(id.to_string())
                .and(papers::account_id.eq(account.to_string())),
        )
        .select((papers::sort_name, papers::sort_day, papers::times_used))
        .first(conn)
        .optional()?;
    Ok(found.map(|(sort_name, sort_day, times_used)| Row {
        id,
        sort_name,
        sort_day,
        times_used,
    }))
}

/// The conditions of a search, on any query over papers.
macro_rules! narrowed {
    ($boxed:expr, $query:expr) => {{
        let (mut boxed, query) = ($boxed, $query);
        for pattern in query.patterns {
            boxed = boxed.filter(papers::search_key.like(pattern.clone()));
        }
        let asked = query.asked;
        if let Some(code) = &asked.category_code {
            boxed = boxed.filter(papers::category_code.eq(code.clone()));
        }
        if let Some(categories) = query.categories {
            boxed = boxed.filter(papers::category_code.eq_any(categories.to_vec()));
        }
        if let Some(kind) = &asked.vault_kind {
            boxed = boxed.filter(papers::origin.eq(enum_text(kind)?));
        }
        if let Some(is_visible) = asked.is_visible {
            boxed = boxed.filter(papers::is_visible.eq(is_visible));
        }
        if let Some(verdict) = &asked.verdict {
            boxed = boxed.filter(papers::verdict.eq(enum_text(verdict)?));
        }
        boxed
    }};
}

/// The order of a query, forth or back, and where it begins. Row values, because both databases walk an index by them.
macro_rules! ordered {
    ($boxed:expr, $sort:expr, $from:expr) => {{
        let boxed = $boxed;
        let is_forth = !matches!($from, From::Before(_));
        let is_up = matches!($sort, PaperSort::Oldest | PaperSort::Name) == is_forth;
        let than = match ($from, is_up) {
            (From::At(_), true) => ">=",
            (From::At(_), false) => "<=",
            (_, true) => ">",
            (_, false) => "<",
        };
        let row = match $from {
            From::Start => None,
            From::At(row) | From::After(row) | From::Before(row) => Some(row),
        };
        macro_rules! by {
            ($column:ident, $kind:ty, $value:expr) => {{
                let boxed = match row {
                    Some(row) => boxed.filter(
                        sql::<Bool>(concat!("(papers.", stringify!($column), ", papers.id) "))
                            .sql(than)
                            .sql(" (")
                            .bind::<$kind, _>($value(row))
                            .sql(", ")
                            .bind::<Text, _>(row.id.to_string())
                            .sql(")"),
                    ),
                    None => boxed,
                };
                if is_up {
                    boxed.order((papers::$column.asc(), papers::id.asc()))
                } else {
                    boxed.order((papers::$column.desc(), papers::id.desc()))
                }
            }};
        }
        match $sort {
            PaperSort::Name => by!(sort_name, Text, |row: &Row| row.sort_name.clone()),
            PaperSort::IssuedOn => by!(sort_day, Date, |row: &Row| row.sort_day),
            PaperSort::TimesUsed => by!(times_used, Integer, |row: &Row| row.times_used),
            PaperSort::Newest | PaperSort::Oldest => {
                let boxed = match row.map(|row| row.id.to_string()) {
                    None => boxed,
                    Some(id) => match than {
                        ">" => boxed.filter(papers::id.gt(id)),
                        ">=" => boxed.filter(papers::id.ge(id)),
                        "<" => boxed.filter(papers::id.lt(id)),
                        _ => boxed.filter(papers::id.le(id)),
                    },
                };
                if is_up {
                    boxed.order(papers::id.asc())
                } else {
                    boxed.order(papers::id.desc())
                }
            }
        }
    }};
}

/// One page and one row more, in reading direction.
pub fn list(conn: &mut DbConn, query: Query<'_>, from: &From, limit: u32) -> AppResult<Vec<PaperListItem>> {
    let boxed = named_papers!()
        .filter(papers::account_id.eq(query.account.to_string()))
        .filter(papers::removed_at.is_null())
        .into_boxed();
    let boxed = narrowed!(boxed, query);
    let boxed = ordered!(boxed, query.asked.sort, from);
    let rows: Vec<Named> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// The paper that stands at this place of the list, counted from 0; found in the index alone where nothing is searched.
pub fn find_at(conn: &mut DbConn, query: Query<'_>, place: u64) -> AppResult<Option<Row>> {
    let boxed = papers::table
        .filter(papers::account_id.eq(query.account.to_string()))
        .filter(papers::removed_at.is_null())
        .select(papers::id)
        .into_boxed();
    let boxed = narrowed!(boxed, query);
    let boxed = ordered!(boxed, query.asked.sort, &From::Start);
    let found: Option<String> = boxed
        .offset(i64::try_from(place).map_err(AppError::internal)?)
        .limit(1)
        .first(conn)
        .optional()?;
    match found {
        Some(id) => find_row(conn, query.account, parse_id(&id, PaperId::parse)?),
        None => Ok(None),
    }
}

/// How many papers fit, counted up to `most`.
pub fn count(conn: &mut DbConn, query: Query<'_>, most: u64) -> AppResult<u64> {
    let boxed = papers::table
        .filter(papers::account_id.eq(query.account.to_string()))
        .filter(papers::removed_at.is_null())
        .select(papers::id)
        .into_boxed();
    let boxed = narrowed!(boxed, query);
    let found: Vec<String> = boxed
        .limit(i64::try_from(most).map_err(AppError::internal)?)
        .load(conn)?;
    unsigned(found.len())
}
