//! Articles in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{article_versions, articles};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ArticleId};
use motcua_shared::news::dto::{ArticleAct, ArticleKind, ArticleState, ArticleText, ArticleVersionItem};
use motcua_shared::time::Timestamp;

/// An article with its newest words.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// What it is.
    pub kind: ArticleKind,
    /// Where it stands.
    pub state: ArticleState,
    /// Its address.
    pub slug: String,
    /// The day that it was published for.
    pub starts_on: Option<NaiveDate>,
    /// Counts changes.
    pub version: u32,
    /// Its words.
    pub text: ArticleText,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub changed_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles)]
struct Row {
    id: String,
    kind: String,
    state: String,
    slug: String,
    starts_on: Option<NaiveDate>,
    version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = article_versions)]
struct VersionRow {
    version: i32,
    act: String,
    starts_on: Option<NaiveDate>,
    title: String,
    body: String,
    title_en: Option<String>,
    body_en: Option<String>,
    author_name: String,
    made_at: NaiveDateTime,
}

fn text_of(row: VersionRow) -> ArticleText {
    ArticleText {
        title: row.title,
        body: row.body,
        title_en: row.title_en,
        body_en: row.body_en,
    }
}

fn into_article((row, version): (Row, VersionRow)) -> AppResult<Article> {
    Ok(Article {
        id: parse_id(&row.id, ArticleId::parse)?,
        kind: parse_enum(&row.kind)?,
        state: parse_enum(&row.state)?,
        slug: row.slug,
        starts_on: row.starts_on,
        version: unsigned(row.version)?,
        author: version.author_name.clone(),
        changed_at: moment(version.made_at),
        text: text_of(version),
    })
}

macro_rules! newest {
    () => {
        articles::table
            .inner_join(article_versions::table)
            .filter(article_versions::version.eq(articles::version))
            .select((Row::as_select(), VersionRow::as_select()))
    };
}

/// Articles that everybody reads on `today`, the newest first: `limit` and one more.
pub fn list_shown(
    conn: &mut DbConn,
    today: NaiveDate,
    after: Option<(NaiveDate, ArticleId)>,
    limit: u32,
) -> AppResult<Vec<Article>> {
    let mut query = newest!()
        .filter(articles::kind.eq(enum_text(&ArticleKind::News)?))
        .filter(articles::state.eq(enum_text(&ArticleState::Published)?))
        .filter(articles::starts_on.le(today))
        .into_boxed();
    if let Some((day, id)) = after {
        let same_day = articles::starts_on.eq(day).and(articles::id.lt(id.to_string()));
        query = query.filter(articles::starts_on.lt(day).or(same_day));
    }
    let rows: Vec<(Row, VersionRow)> = query
        .order((articles::starts_on.desc(), articles::id.desc()))
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    rows.into_iter().map(into_article).collect()
}

/// What everybody reads at an address on `today`.
pub fn find_shown(
    conn: &mut DbConn,
    today: NaiveDate,
    kind: ArticleKind,
    slug: Option<&str>,
) -> AppResult<Option<Article>> {
    let mut query = newest!()
        .filter(articles::kind.eq(enum_text(&kind)?))
        .filter(articles::state.eq(enum_text(&ArticleState::Published)?))
        .filter(articles::starts_on.le(today))
        .into_boxed();
    if let Some(slug) = slug {
        query = query.filter(articles::slug.eq(slug.to_owned()));
    }
    let found: Option<(Row, VersionRow)> = query.first(conn).optional()?;
    found.map(into_article).transpose()
}

/// All articles, or all of a kind, the newest first: `limit` and one more in the direction of the cursor.
pub fn list(
    conn: &mut DbConn,
    kind: Option<ArticleKind>,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<Article>> {
    let mut query = newest!().into_boxed();
    if let Some(kind) = kind {
        query = query.filter(articles::kind.eq(enum_text(&kind)?));
    }
    let query = match cursor {
        Cursor::Start => query.order(articles::id.desc()),
        Cursor::Older(id) => query
            .filter(articles::id.lt(id.to_string()))
            .order(articles::id.desc()),
        Cursor::Newer(id) => query
            .filter(articles::id.gt(id.to_string()))
            .order(articles::id.asc()),
    };
    let rows: Vec<(Row, VersionRow)> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_article).collect()
}

/// One article.
pub fn find(conn: &mut DbConn, id: ArticleId) -> AppResult<Option<Article>> {
    let found: Option<(Row, VersionRow)> = newest!()
        .filter(articles::id.eq(id.to_string()))
        .first(conn)
        .optional()?;
    found.map(into_article).transpose()
}

/// The article that was begun with this key.
pub fn find_by_key(conn: &mut DbConn, key: &str) -> AppResult<Option<Article>> {
    let found: Option<(Row, VersionRow)> = newest!()
        .filter(articles::request_key.eq(key))
        .first(conn)
        .optional()?;
    found.map(into_article).transpose()
}

/// Addresses of other articles that begin like this one.
pub fn slugs_like(conn: &mut DbConn, slug: &str, except: ArticleId) -> AppResult<Vec<String>> {
    Ok(articles::table
        .filter(articles::slug.like(format!("{slug}%")))
        .filter(articles::id.ne(except.to_string()))
        .select(articles::slug)
        .load(conn)?)
}

/// An article on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct NewArticle<'a> {
    /// Its id.
    pub id: ArticleId,
    /// What it is.
    pub kind: ArticleKind,
    /// Its address.
    pub slug: &'a str,
    /// The same again is the same article again.
    pub key: &'a str,
}

/// Writes an article without words; `false` where there is one of which there can only be one.
pub fn insert(conn: &mut DbConn, new: NewArticle<'_>) -> AppResult<bool> {
    let values = (
        articles::id.eq(new.id.to_string()),
        articles::kind.eq(enum_text(&new.kind)?),
        articles::state.eq(enum_text(&ArticleState::Draft)?),
        articles::slug.eq(new.slug),
        articles::version.eq(1),
        articles::request_key.eq(new.key),
    );
    let inserted = both!(conn, inner => diesel::insert_into(articles::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// Writes over an article that was seen in this version; says whether it still was.
pub fn update(conn: &mut DbConn, article: &Article) -> AppResult<bool> {
    let seen = i32::try_from(article.version).map_err(AppError::internal)?;
    let row = articles::table
        .find(article.id.to_string())
        .filter(articles::version.eq(seen));
    let written = diesel::update(row)
        .set((
            articles::state.eq(enum_text(&article.state)?),
            articles::slug.eq(&article.slug),
            articles::starts_on.eq(article.starts_on),
            articles::version.eq(articles::version + 1),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// A version on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    /// Of which article.
    pub article: ArticleId,
    /// Which.
    pub version: u32,
    /// What was done.
    pub act: ArticleAct,
    /// The day that it was published for.
    pub starts_on: Option<NaiveDate>,
    /// The words.
    pub text: &'a ArticleText,
    /// Who.
    pub author: (AccountId, &'a str),
    /// When.
    pub now: Timestamp,
}

/// Keeps a version.
pub fn insert_version(conn: &mut DbConn, new: &NewVersion<'_>) -> AppResult<()> {
    diesel::insert_into(article_versions::table)
        .values((
            article_versions::article_id.eq(new.article.to_string()),
            article_versions::version.eq(i32::try_from(new.version).map_err(AppError::internal)?),
            article_versions::act.eq(enum_text(&new.act)?),
            article_versions::starts_on.eq(new.starts_on),
            article_versions::title.eq(&new.text.title),
            article_versions::body.eq(&new.text.body),
            article_versions::title_en.eq(&new.text.title_en),
            article_versions::body_en.eq(&new.text.body_en),
            article_versions::author_id.eq(new.author.0.to_string()),
            article_versions::author_name.eq(new.author.1),
            article_versions::made_at.eq(naive(new.now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Everything that was done to an article, the newest first; nothing of the words.
pub fn list_versions(conn: &mut DbConn, id: ArticleId) -> AppResult<Vec<ArticleVersionItem>> {
    type Told = (i32, String, Option<NaiveDate>, String, NaiveDateTime);
    let rows: Vec<Told> = article_versions::table
        .filter(article_versions::article_id.eq(id.to_string()))
        .order(article_versions::version.desc())
        .select((
            article_versions::version,
            article_versions::act,
            article_versions::starts_on,
            article_versions::author_name,
            article_versions::made_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(version, act, starts_on, author, at)| {
            Ok(ArticleVersionItem {
                version: unsigned(version)?,
                act: parse_enum(&act)?,
                starts_on,
                author,
                at: moment(at),
            })
        })
        .collect()
}

/// A version with its words.
pub fn find_version(
    conn: &mut DbConn,
    id: ArticleId,
    version: u32,
) -> AppResult<Option<(ArticleVersionItem, ArticleText)>> {
    let version = i32::try_from(version).unwrap_or(i32::MAX);
    let row: Option<VersionRow> = article_versions::table
        .find((id.to_string(), version))
        .select(VersionRow::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let item = ArticleVersionItem {
        version: unsigned(row.version)?,
        act: parse_enum(&row.act)?,
        starts_on: row.starts_on,
        author: row.author_name.clone(),
        at: moment(row.made_at),
    };
    Ok(Some((item, text_of(row))))
}
