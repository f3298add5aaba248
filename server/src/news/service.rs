//! Reading articles, and what administrators do with them.

use super::domain::{can_be_taken_down, checked, free_slug, in_language, slug_of};
use super::store::{self, Article, NewArticle, NewVersion};
use crate::audit::service::{Action, record_with};
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, PageQuery, page, page_limit};
use crate::identity::guard::Administrator;
use crate::state::AppState;
use chrono::{Datelike, NaiveDate};
use motcua_shared::catalogue::calendar::YEARS;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{
    AddArticle, ArticleAct, ArticleItem, ArticleKind, ArticleState, ArticleText, ArticleVersion, ArticleView,
    ChangeArticle, HomeArticles, KeptArticle, KeptArticleItem, LEAD, ON_HOME, PublishArticle,
    TakeDownArticle,
};
use motcua_shared::news::markup;
use motcua_shared::page::{Page, day_cursor, read_day_cursor};
use motcua_shared::text::Lang;

fn item(article: Article, today: NaiveDate, lang: Lang) -> ArticleItem {
    let (title, body, lang) = in_language(article.text, lang);
    ArticleItem {
        slug: article.slug,
        lead: markup::lead(&body, LEAD),
        title,
        lang: lang.tag().to_owned(),
        starts_on: article.starts_on.unwrap_or(today),
    }
}

fn view(article: Article, today: NaiveDate, lang: Lang) -> ArticleView {
    let (title, body, lang) = in_language(article.text, lang);
    ArticleView {
        title,
        body,
        lang: lang.tag().to_owned(),
        starts_on: article.starts_on.unwrap_or(today),
    }
}

/// What the home page shows.
pub async fn home(state: &AppState, lang: Lang) -> AppResult<HomeArticles> {
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut DbConn| {
        let introduction = store::find_shown(conn, today, ArticleKind::Introduction, None)?;
        let mut news = store::list_shown(conn, today, None, ON_HOME)?;
        news.truncate(usize::try_from(ON_HOME).unwrap_or_default());
        Ok(HomeArticles {
            introduction: introduction.map(|article| item(article, today, lang)),
            news: news
                .into_iter()
                .map(|article| item(article, today, lang))
                .collect(),
        })
    };
    state.db.read(work).await
}

/// A page of the news that are shown today.
pub async fn list_shown(state: &AppState, query: PageQuery, lang: Lang) -> AppResult<Page<ArticleItem>> {
    let today = state.clock.now().vietnam_date();
    let limit = page_limit(query.limit);
    let after = match query.cursor.as_deref().filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(
            read_day_cursor(text, ArticleId::parse)
                .ok_or_else(|| AppError::field("cursor", ErrorCode::NotAChoice))?,
        ),
    };
    let rows = state
        .db
        .read(move |conn| store::list_shown(conn, today, after, limit))
        .await?;
    let page = Page::forth(rows, limit, after.is_none(), |article| {
        day_cursor(article.starts_on.unwrap_or(today), article.id)
    });
    Ok(Page {
        items: page
            .items
            .into_iter()
            .map(|article| item(article, today, lang))
            .collect(),
        next: page.next,
        previous: page.previous,
        total: page.total,
    })
}

/// The introduction.
pub async fn introduction(state: &AppState, lang: Lang) -> AppResult<ArticleView> {
    shown(state, ArticleKind::Introduction, None, lang).await
}

/// One of the news.
pub async fn read_shown(state: &AppState, slug: String, lang: Lang) -> AppResult<ArticleView> {
    shown(state, ArticleKind::News, Some(slug), lang).await
}

async fn shown(
    state: &AppState,
    kind: ArticleKind,
    slug: Option<String>,
    lang: Lang,
) -> AppResult<ArticleView> {
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut DbConn| store::find_shown(conn, today, kind, slug.as_deref());
    let found = state.db.read(work).await?;
    let article = found.ok_or(ErrorCode::NotFound)?;
    Ok(view(article, today, lang))
}

fn kept_item(article: &Article, today: NaiveDate) -> KeptArticleItem {
    let is_due = article.starts_on.is_some_and(|day| day <= today);
    KeptArticleItem {
        id: article.id,
        kind: article.kind,
        state: article.state,
        is_shown: article.state == ArticleState::Published && is_due,
        slug: article.slug.clone(),
        title: article.text.title.clone(),
        starts_on: article.starts_on,
        version: article.version,
        author: article.author.clone(),
        changed_at: article.changed_at,
    }
}

fn kept(conn: &mut DbConn, id: ArticleId, today: NaiveDate) -> AppResult<KeptArticle> {
    let article = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    Ok(KeptArticle {
        item: kept_item(&article, today),
        versions: store::list_versions(conn, id)?,
        text: article.text,
    })
}

/// A page of all articles, or of those of a kind.
pub async fn list(
    state: &AppState,
    kind: Option<ArticleKind>,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Page<KeptArticleItem>> {
    let today = state.clock.now().vietnam_date();
    let rows = state
        .db
        .read(move |conn| store::list(conn, kind, cursor, limit))
        .await?;
    let items = rows.iter().map(|article| kept_item(article, today)).collect();
    Ok(page(
        items,
        limit,
        cursor,
        |item: &KeptArticleItem| item.id.uuid(),
        None,
    ))
}

/// An article with everything that was done to it.
pub async fn read(state: &AppState, id: ArticleId) -> AppResult<KeptArticle> {
    let today = state.clock.now().vietnam_date();
    state.db.read(move |conn| kept(conn, id, today)).await
}

/// A version of an article.
pub async fn read_version(state: &AppState, id: ArticleId, version: u32) -> AppResult<ArticleVersion> {
    let work = move |conn: &mut DbConn| store::find_version(conn, id, version);
    let found = state.db.read(work).await?;
    let (item, text) = found.ok_or(ErrorCode::NotFound)?;
    Ok(ArticleVersion { item, text })
}

fn words(text: &ArticleText) -> AppResult<ArticleText> {
    checked(text).map_err(|faults| {
        let fault = |(field, code, max)| FieldFault::new(field, code).with("max", max);
        AppError::fields(faults.into_iter().map(fault).collect())
    })
}

/// The introduction has an address of its own; that of the news is made of the title while nobody could know it.
fn slug(conn: &mut DbConn, kind: ArticleKind, title: &str, of: ArticleId) -> AppResult<String> {
    if kind == ArticleKind::Introduction {
        return Ok("gioi-thieu".to_owned());
    }
    let slug = slug_of(title);
    let taken = store::slugs_like(conn, &slug, of)?;
    Ok(free_slug(&slug, &taken))
}

/// Begins an article. The same key again is the same article again.
pub async fn add(
    state: &AppState,
    by: Administrator,
    key: String,
    request: AddArticle,
) -> AppResult<KeptArticle> {
    let now = state.clock.now();
    let text = words(&request.text)?;
    let work = move |conn: &mut DbConn| {
        take_turn(conn, "news", "articles")?;
        let key = format!("{}.{key}", by.account.id);
        if let Some(known) = store::find_by_key(conn, &key)? {
            return match known.kind == request.kind {
                true => kept(conn, known.id, now.vietnam_date()),
                false => Err(ErrorCode::IdempotencyMismatch.into()),
            };
        }
        let id = new_id(ArticleId::from_uuid);
        let slug = slug(conn, request.kind, &text.title, id)?;
        let new = NewArticle {
            id,
            kind: request.kind,
            slug: &slug,
            key: &key,
        };
        // Somebody else began the introduction in the meantime.
        if !store::insert(conn, new)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let version = NewVersion {
            article: id,
            version: 1,
            act: ArticleAct::Written,
            starts_on: None,
            text: &text,
            author: (by.account.id, &by.account.name),
            now,
        };
        write(conn, &by, &version)?;
        kept(conn, id, now.vietnam_date())
    };
    state.db.write(work).await
}

fn write(conn: &mut DbConn, by: &Administrator, version: &NewVersion<'_>) -> AppResult<()> {
    store::insert_version(conn, version)?;
    let (action, word) = match version.act {
        ArticleAct::Written => (Action::ArticleWritten, version.version.to_string()),
        ArticleAct::Published => (
            Action::ArticlePublished,
            version.starts_on.map(|day| day.to_string()).unwrap_or_default(),
        ),
        ArticleAct::TakenDown => (Action::ArticleTakenDown, version.version.to_string()),
    };
    record_with(
        conn,
        version.now,
        Some(by.account.id),
        action,
        (version.article, &word),
        &by.request_id,
    )
}

/// What is changed of an article that was seen in a version.
struct Change {
    seen: u32,
    act: ArticleAct,
    text: Option<ArticleText>,
    starts_on: Option<NaiveDate>,
}

async fn change(
    state: &AppState,
    by: Administrator,
    id: ArticleId,
    change: Change,
) -> AppResult<KeptArticle> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        take_turn(conn, "news", "articles")?;
        let mut article = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        if article.version != change.seen {
            return Err(ErrorCode::VersionConflict.into());
        }
        let before = (article.text.clone(), article.state, article.starts_on);
        if let Some(text) = change.text {
            // Nobody could know the address of what was never published.
            if article.state == ArticleState::Draft {
                article.slug = slug(conn, article.kind, &text.title, id)?;
            }
            article.text = text;
        }
        match change.act {
            ArticleAct::Written => {}
            ArticleAct::Published => {
                article.state = ArticleState::Published;
                article.starts_on = change.starts_on;
            }
            ArticleAct::TakenDown if can_be_taken_down(article.state) => article.state = ArticleState::Down,
            ArticleAct::TakenDown => return Err(ErrorCode::VersionConflict.into()),
        }
        if before == (article.text.clone(), article.state, article.starts_on) {
            return kept(conn, id, today);
        }
        if !store::update(conn, &article)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let version = NewVersion {
            article: id,
            version: article.version.saturating_add(1),
            act: change.act,
            starts_on: article.starts_on,
            text: &article.text,
            author: (by.account.id, &by.account.name),
            now,
        };
        write(conn, &by, &version)?;
        kept(conn, id, today)
    };
    state.db.write(work).await
}

/// Writes an article otherwise. What is published is read so at once.
pub async fn save(
    state: &AppState,
    by: Administrator,
    id: ArticleId,
    request: ChangeArticle,
) -> AppResult<KeptArticle> {
    let wanted = Change {
        seen: request.version,
        act: ArticleAct::Written,
        text: Some(words(&request.text)?),
        starts_on: None,
    };
    change(state, by, id, wanted).await
}

/// Publishes an article from a day on, or from another day on than was said.
pub async fn publish(
    state: &AppState,
    by: Administrator,
    id: ArticleId,
    request: PublishArticle,
) -> AppResult<KeptArticle> {
    if !YEARS.contains(&request.starts_on.year()) {
        return Err(AppError::field("starts_on", ErrorCode::NotADate));
    }
    let wanted = Change {
        seen: request.version,
        act: ArticleAct::Published,
        text: None,
        starts_on: Some(request.starts_on),
    };
    change(state, by, id, wanted).await
}

/// Takes an article down: nobody reads it any more.
pub async fn take_down(
    state: &AppState,
    by: Administrator,
    id: ArticleId,
    request: TakeDownArticle,
) -> AppResult<KeptArticle> {
    let wanted = Change {
        seen: request.version,
        act: ArticleAct::TakenDown,
        text: None,
        starts_on: None,
    };
    change(state, by, id, wanted).await
}
