//! `/api/v1/units…`: for administrators.

use super::service;
use super::store::Wanted;
use crate::error::AppError;
use crate::http::page::page_limit;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::directory::dto::{AddUnit, ChangeUnit, EndUnit, KeptUnit, KeptUnitItem};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::UnitId;
use motcua_shared::page::Page;
use motcua_shared::search_key::search_words;
use serde::Deserialize;

/// Largest file of an import, in bytes: all of Viet Nam has 300 kB.
const MAX_FILE: usize = 8_000_000;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_units)
        .service(add_unit)
        .service(import_units)
        .service(read_unit)
        .service(change_unit)
        .service(end_unit);
}

/// Which units, and which page of them.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct UnitQuery {
    /// Words of name or code, with or without Vietnamese marks: looks through the whole tree.
    #[serde(default)]
    q: Option<String>,
    /// Right below this one. Without it and without words: the highest units.
    #[serde(default)]
    parent: Option<UnitId>,
    /// Only those that work with this portal, wherever they are in the tree.
    #[serde(default)]
    at_portal: bool,
    /// Those that ended or are still to come as well.
    #[serde(default)]
    all: bool,
    /// `next` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Units by name.
#[utoipa::path(
    tag = "directory",
    params(UnitQuery),
    responses((status = 200, body = Page<KeptUnitItem>), (status = "4XX", body = Problem))
)]
#[get("/units")]
async fn list_units(
    _by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<UnitQuery>,
) -> Result<web::Json<Page<KeptUnitItem>>, AppError> {
    let query = query.into_inner();
    let after = match query.cursor.filter(|cursor| !cursor.is_empty()) {
        Some(cursor) => {
            Some(UnitId::parse(&cursor).ok_or_else(|| AppError::field("cursor", ErrorCode::NotAChoice))?)
        }
        None => None,
    };
    let wanted = Wanted {
        words: search_words(query.q.as_deref().unwrap_or_default()),
        parent: query.parent,
        only_at_portal: query.at_portal,
        on: (!query.all).then(|| state.clock.now().vietnam_date()),
        after,
    };
    let page = service::list(&state, wanted, page_limit(query.limit)).await?;
    Ok(web::Json(page))
}

/// One unit with its place in the tree.
#[utoipa::path(
    tag = "directory",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    responses((status = 200, body = KeptUnit), (status = "4XX", body = Problem))
)]
#[get("/units/{id}")]
async fn read_unit(
    _by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
) -> Result<web::Json<KeptUnit>, AppError> {
    Ok(web::Json(service::load(&state, *id).await?))
}

/// Adds a unit.
#[utoipa::path(
    tag = "directory",
    request_body = AddUnit,
    responses((status = 201, body = KeptUnit), (status = "4XX", body = Problem))
)]
#[post("/units")]
async fn add_unit(
    by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<AddUnit>,
) -> Result<HttpResponse, AppError> {
    let unit = service::add(&state, by, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(unit))
}

/// Names a unit otherwise, or puts it elsewhere in the tree.
#[utoipa::path(
    tag = "directory",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    request_body = ChangeUnit,
    responses((status = 200, body = KeptUnit), (status = "4XX", body = Problem))
)]
#[put("/units/{id}")]
async fn change_unit(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
    body: web::Json<ChangeUnit>,
) -> Result<web::Json<KeptUnit>, AppError> {
    let unit = service::change(&state, by, *id, body.into_inner()).await?;
    Ok(web::Json(unit))
}

/// Ends a unit and says which ones take over, or takes its end back.
#[utoipa::path(
    tag = "directory",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    request_body = EndUnit,
    responses((status = 200, body = KeptUnit), (status = "4XX", body = Problem))
)]
#[post("/units/{id}/end")]
async fn end_unit(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
    body: web::Json<EndUnit>,
) -> Result<web::Json<KeptUnit>, AppError> {
    let unit = service::end(&state, by, *id, body.into_inner()).await?;
    Ok(web::Json(unit))
}

/// How a file is taken in.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    /// Name of the file, for the report.
    #[serde(default)]
    name: Option<String>,
    /// `true` only says what would be done.
    #[serde(default)]
    check: bool,
}

/// Takes in a national file of provinces and communes, or one in the form of the delivered file.
#[utoipa::path(
    tag = "directory",
    params(ImportQuery),
    request_body(content = String, content_type = "application/octet-stream", description = "JSON"),
    responses((status = 200, body = ImportReport), (status = "4XX", body = Problem))
)]
#[post("/units/import")]
async fn import_units(
    by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<ImportQuery>,
    body: web::Payload,
) -> Result<web::Json<ImportReport>, AppError> {
    let query = query.into_inner();
    let bytes = match body.to_bytes_limited(MAX_FILE).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(ErrorCode::BadRequest.into()),
        Err(_) => return Err(ErrorCode::BodyTooLarge.into()),
    };
    let name = query.name.filter(|name| !name.trim().is_empty());
    let name = name.unwrap_or_else(|| "units.json".to_owned());
    let report = service::import_file(&state, by, name, bytes, query.check).await?;
    Ok(web::Json(report))
}
