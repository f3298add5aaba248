//! `/api/v1/catalogue/procedures…`, import and export: for administrators.

use super::form_file;
use super::service::{self, File};
use super::store::Wanted;
use crate::catalogue::service::read_cursor;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::large_json;
use crate::http::page::page_limit;
use crate::http::routes::Routes;
use crate::http::send_file::attachment;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use motcua_shared::catalogue::dto::{ProcedureView, Reception};
use motcua_shared::catalogue::form::FormSchema;
use motcua_shared::catalogue::keep::{KeptProcedure, KeptProcedureItem, Origin, WriteProcedure};
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::ProcedureId;
use motcua_shared::page::Page;
use motcua_shared::search_key::search_words;
use serde::Deserialize;

/// Largest file of an import, in bytes: the national catalogue whole, with all its records, has about 150 MB; the list of
/// it has 3 MB. Larger ones are for `motcua catalogue import`.
const MAX_FILE: usize = 32_000_000;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_kept_procedures)
        .service(read_kept_procedure)
        .service(read_procedure_source)
        .service(read_procedure_version)
        .service(write_procedure)
        .service(check_form)
        .service(export_catalogue)
        .service(import_catalogue);
}

/// Which procedures, and which page of them.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct KeptQuery {
    /// Words to look for, with or without Vietnamese marks.
    #[serde(default)]
    q: Option<String>,
    /// Only of this field of administration.
    #[serde(default)]
    field: Option<String>,
    /// Only these.
    #[serde(default)]
    reception: Option<Reception>,
    /// Only these.
    #[serde(default)]
    origin: Option<Origin>,
    /// `next` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Procedures with where they come from, those that ended as well.
#[utoipa::path(
    tag = "catalogue",
    params(KeptQuery),
    responses((status = 200, body = Page<KeptProcedureItem>), (status = "4XX", body = Problem))
)]
#[get("/catalogue/procedures")]
async fn list_kept_procedures(
    _by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<KeptQuery>,
) -> Result<web::Json<Page<KeptProcedureItem>>, AppError> {
    let query = query.into_inner();
    let wanted = Wanted {
        words: search_words(query.q.as_deref().unwrap_or_default()),
        field: query.field.filter(|field| !field.is_empty()),
        reception: query.reception,
        origin: query.origin,
        after: read_cursor(query.cursor.as_deref())?,
    };
    let page = service::list(&state, wanted, page_limit(query.limit)).await?;
    Ok(web::Json(page))
}

/// One procedure with its versions.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the procedure")),
    responses((status = 200, body = KeptProcedure), (status = "4XX", body = Problem))
)]
#[get("/catalogue/procedures/{code}")]
async fn read_kept_procedure(
    _by: Administrator,
    state: web::Data<AppState>,
    code: web::Path<String>,
) -> Result<web::Json<KeptProcedure>, AppError> {
    Ok(web::Json(service::load(&state, code.into_inner()).await?))
}

/// The record of the national catalogue beside a procedure, byte by byte.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the procedure")),
    responses((status = 200, content_type = "application/json"), (status = "4XX", body = Problem))
)]
#[get("/catalogue/procedures/{code}/source")]
async fn read_procedure_source(
    _by: Administrator,
    state: web::Data<AppState>,
    code: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let code = code.into_inner();
    let name = format!("{code}.json");
    let source = service::source(&state, code).await?;
    Ok(attachment(&name, "application/json", source.into_bytes()))
}

/// A version of a procedure, the one in force or an older one.
#[utoipa::path(
    tag = "catalogue",
    params(
        ("code" = String, Path, description = "Code of the procedure"),
        ("id" = ProcedureId, Path, description = "Id of the version"),
    ),
    responses((status = 200, body = ProcedureView), (status = "4XX", body = Problem))
)]
#[get("/catalogue/procedures/{code}/versions/{id}")]
async fn read_procedure_version(
    _by: Administrator,
    state: web::Data<AppState>,
    place: web::Path<(String, ProcedureId)>,
) -> Result<web::Json<ProcedureView>, AppError> {
    let (code, id) = place.into_inner();
    Ok(web::Json(service::load_version(&state, code, id).await?))
}

/// How a version is written.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct WriteQuery {
    /// `true` only says what would be written, or what is against it.
    #[serde(default)]
    check: bool,
}

/// Writes a version of a procedure, the first one as well.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the procedure"), WriteQuery),
    request_body = WriteProcedure,
    responses((status = 200, body = KeptProcedure), (status = "4XX", body = Problem))
)]
#[put("/catalogue/procedures/{code}")]
async fn write_procedure(
    by: Administrator,
    state: web::Data<AppState>,
    request: HttpRequest,
    code: web::Path<String>,
    query: web::Query<WriteQuery>,
    body: web::Payload,
) -> Result<web::Json<KeptProcedure>, AppError> {
    let body: WriteProcedure = large_json::read(&request, body, MAX_PROCEDURE).await?;
    let written = service::write(&state, by, code.into_inner(), body, query.check).await?;
    Ok(web::Json(written))
}

/// Largest procedure in bytes. Those of the national catalogue have up to some hundred parts with their words.
const MAX_PROCEDURE: usize = 1024 * 1024;

/// Largest form in bytes: the longest of those delivered has 10,000.
const MAX_FORM: usize = 512 * 1024;

/// Looks at a form in a file and gives it back as it is kept, or says everything that is wrong with it. Nothing is written.
#[utoipa::path(
    tag = "catalogue",
    request_body(content = String, content_type = "application/octet-stream", description = "JSON Schema of the portal's subset"),
    responses((status = 200, body = FormSchema), (status = "4XX", body = Problem))
)]
#[post("/catalogue/form-check")]
async fn check_form(_by: Administrator, body: web::Payload) -> Result<web::Json<FormSchema>, AppError> {
    let bytes = match body.to_bytes_limited(MAX_FORM).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(ErrorCode::BadRequest.into()),
        Err(_) => return Err(ErrorCode::BodyTooLarge.into()),
    };
    // Half a megabyte of what somebody wrote: not on the thread that serves others.
    let read = web::block(move || form_file::read(&bytes)).await;
    let read = read.map_err(AppError::internal)?;
    read.map(web::Json).map_err(AppError::fields)
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
    /// `true` writes records of the national catalogue over what was changed at this portal.
    #[serde(default)]
    replace: bool,
}

/// Takes in a file of the national catalogue, or one that was exported from a portal like this.
#[utoipa::path(
    tag = "catalogue",
    params(ImportQuery),
    request_body(content = String, content_type = "application/octet-stream", description = "JSON, or a record on each line"),
    responses((status = 200, body = ImportReport), (status = "4XX", body = Problem))
)]
#[post("/catalogue/import")]
async fn import_catalogue(
    by: Administrator,
    state: web::Data<AppState>,
    Language(lang): Language,
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
    let file = File {
        name: name.unwrap_or_else(|| "catalogue.json".to_owned()),
        bytes,
    };
    let report = service::import_file(&state, by, file, (query.check, query.replace), lang).await?;
    Ok(web::Json(report))
}

/// Which procedures are exported.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// `true` adds those that come from the national catalogue.
    #[serde(default)]
    all: bool,
}

/// Procedures in force as a file that can be changed and imported again.
#[utoipa::path(
    tag = "catalogue",
    params(ExportQuery),
    responses((status = 200, content_type = "application/json"), (status = "4XX", body = Problem))
)]
#[get("/catalogue/export")]
async fn export_catalogue(
    _by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<ExportQuery>,
) -> Result<HttpResponse, AppError> {
    let origins = service::exported(query.all);
    let text = state.db.read(move |conn| service::export(conn, origins)).await?;
    Ok(attachment("thu-tuc.json", "application/json", text.into_bytes()))
}
