//! `/api/v1/home-articles`, `/introduction`, `/news…`: public; `/api/v1/articles…`: of administrators.

use super::service;
use crate::error::AppError;
use crate::http::cached::cached;
use crate::http::idempotency::idempotency_key;
use crate::http::language::Language;
use crate::http::large_json;
use crate::http::page::{Cursor, PageQuery, page_limit};
use crate::http::routes::Routes;
use crate::http::site::{self, Site};
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{
    AddArticle, ArticleItem, ArticleKind, ArticleVersion, ArticleView, ChangeArticle, HomeArticles,
    KeptArticle, KeptArticleItem, PublishArticle, TakeDownArticle,
};
use motcua_shared::page::Page;
use motcua_shared::text::Lang;
use serde::{Deserialize, Serialize};

/// Largest article in bytes: both languages at their longest, letters with marks.
const MAX_ARTICLE: usize = 256 * 1024;

/// What is taken down is gone with the next question: browsers keep answers, and ask each time whether they still hold.
const ASK_EACH_TIME: &str = "public, no-cache";

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_home_articles)
        .service(read_introduction)
        .service(list_news)
        .service(read_news)
        .service(list_articles)
        .service(add_article)
        .service(read_article)
        .service(change_article)
        .service(publish_article)
        .service(take_article_down)
        .service(read_article_version);
}

fn answer<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, AppError> {
    let text = serde_json::to_string(body)?;
    Ok(cached(request, text, "application/json", ASK_EACH_TIME))
}

/// Introduction and latest news for the home page.
#[utoipa::path(
    tag = "news",
    responses((status = 200, body = HomeArticles), (status = 304, description = "nothing is new"))
)]
#[get("/home-articles")]
async fn read_home_articles(
    request: HttpRequest,
    state: web::Data<AppState>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    answer(&request, &service::home(&state, lang).await?)
}

/// The introduction of the portal.
#[utoipa::path(
    tag = "news",
    responses(
        (status = 200, body = ArticleView),
        (status = 304, description = "nothing is new"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/introduction")]
async fn read_introduction(
    request: HttpRequest,
    state: web::Data<AppState>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    answer(&request, &service::introduction(&state, lang).await?)
}

/// News, the newest day first.
#[utoipa::path(
    tag = "news",
    params(PageQuery),
    responses(
        (status = 200, body = Page<ArticleItem>),
        (status = 304, description = "nothing is new"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/news")]
async fn list_news(
    request: HttpRequest,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    answer(
        &request,
        &service::list_shown(&state, query.into_inner(), lang).await?,
    )
}

/// One of the news; none before its day, and none that was taken down.
#[utoipa::path(
    tag = "news",
    params(("slug" = String, Path, description = "Its address")),
    responses(
        (status = 200, body = ArticleView),
        (status = 304, description = "nothing is new"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/news/{slug}")]
async fn read_news(
    request: HttpRequest,
    state: web::Data<AppState>,
    slug: web::Path<String>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    answer(
        &request,
        &service::read_shown(&state, slug.into_inner(), lang).await?,
    )
}

/// Which articles, and which page of them.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct ArticleQuery {
    /// Only these.
    #[serde(default)]
    kind: Option<ArticleKind>,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// All articles, those that nobody reads as well.
#[utoipa::path(
    tag = "news",
    params(ArticleQuery),
    responses((status = 200, body = Page<KeptArticleItem>), (status = "4XX", body = Problem))
)]
#[get("/articles")]
async fn list_articles(
    _by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<ArticleQuery>,
) -> Result<web::Json<Page<KeptArticleItem>>, AppError> {
    let query = query.into_inner();
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let page = service::list(&state, query.kind, cursor, page_limit(query.limit)).await?;
    Ok(web::Json(page))
}

/// Begins an article, which nobody reads until it is published.
#[utoipa::path(
    tag = "news",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per article")),
    request_body = AddArticle,
    responses((status = 201, body = KeptArticle), (status = "4XX", body = Problem))
)]
#[post("/articles")]
async fn add_article(
    by: Administrator,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let body: AddArticle = large_json::read(&request, body, MAX_ARTICLE).await?;
    let article = service::add(&state, by, key, body).await?;
    Ok(HttpResponse::Created().json(article))
}

/// An article with everything that was done to it.
#[utoipa::path(
    tag = "news",
    params(("id" = ArticleId, Path, description = "Id of the article")),
    responses((status = 200, body = KeptArticle), (status = "4XX", body = Problem))
)]
#[get("/articles/{id}")]
async fn read_article(
    _by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<ArticleId>,
) -> Result<web::Json<KeptArticle>, AppError> {
    Ok(web::Json(service::read(&state, id.into_inner()).await?))
}

/// Writes an article otherwise; what is published is read so at once.
#[utoipa::path(
    tag = "news",
    params(("id" = ArticleId, Path, description = "Id of the article")),
    request_body = ChangeArticle,
    responses((status = 200, body = KeptArticle), (status = "4XX", body = Problem))
)]
#[put("/articles/{id}")]
async fn change_article(
    by: Administrator,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<ArticleId>,
    body: web::Payload,
) -> Result<web::Json<KeptArticle>, AppError> {
    let body: ChangeArticle = large_json::read(&request, body, MAX_ARTICLE).await?;
    Ok(web::Json(service::save(&state, by, id.into_inner(), body).await?))
}

/// Publishes an article from a day on.
#[utoipa::path(
    tag = "news",
    params(("id" = ArticleId, Path, description = "Id of the article")),
    request_body = PublishArticle,
    responses((status = 200, body = KeptArticle), (status = "4XX", body = Problem))
)]
#[post("/articles/{id}/publication")]
async fn publish_article(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<ArticleId>,
    body: web::Json<PublishArticle>,
) -> Result<web::Json<KeptArticle>, AppError> {
    let article = service::publish(&state, by, id.into_inner(), body.into_inner()).await?;
    Ok(web::Json(article))
}

/// Takes an article down.
#[utoipa::path(
    tag = "news",
    params(("id" = ArticleId, Path, description = "Id of the article")),
    request_body = TakeDownArticle,
    responses((status = 200, body = KeptArticle), (status = "4XX", body = Problem))
)]
#[post("/articles/{id}/removal")]
async fn take_article_down(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<ArticleId>,
    body: web::Json<TakeDownArticle>,
) -> Result<web::Json<KeptArticle>, AppError> {
    let article = service::take_down(&state, by, id.into_inner(), body.into_inner()).await?;
    Ok(web::Json(article))
}

/// A version of an article, with its words as they were.
#[utoipa::path(
    tag = "news",
    params(
        ("id" = ArticleId, Path, description = "Id of the article"),
        ("version" = u32, Path, description = "Which version"),
    ),
    responses((status = 200, body = ArticleVersion), (status = "4XX", body = Problem))
)]
#[get("/articles/{id}/versions/{version}")]
async fn read_article_version(
    _by: Administrator,
    state: web::Data<AppState>,
    place: web::Path<(ArticleId, u32)>,
) -> Result<web::Json<ArticleVersion>, AppError> {
    let (id, version) = place.into_inner();
    Ok(web::Json(service::read_version(&state, id, version).await?))
}

/// The page of the introduction, which is found only where there is one.
pub async fn introduction_page(
    request: HttpRequest,
    state: web::Data<AppState>,
    site: web::Data<Site>,
) -> HttpResponse {
    let found = service::introduction(&state, Lang::Vi).await;
    shown_page(found, request, site).await
}

/// The page of one of the news, which is found only while it is shown.
pub async fn news_page(
    request: HttpRequest,
    state: web::Data<AppState>,
    site: web::Data<Site>,
    slug: web::Path<String>,
) -> HttpResponse {
    let found = service::read_shown(&state, slug.into_inner(), Lang::Vi).await;
    shown_page(found, request, site).await
}

/// Where the database does not answer, the page says so itself.
async fn shown_page(
    found: Result<ArticleView, AppError>,
    request: HttpRequest,
    site: web::Data<Site>,
) -> HttpResponse {
    match found {
        Err(error) if error.code == ErrorCode::NotFound => site::gone(&request, &site),
        _ => site::serve(request, site).await,
    }
}
