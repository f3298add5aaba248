//! `/api/v1/drafts…`, `/api/v1/dossiers…`

use super::receipt::handler as receipt;
use super::stow::handler as stow;
use super::{component, copy, fitting, service, typed};
use crate::db::DbConn;
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, send};
use crate::identity::guard::{AtDraft, Filer, Signed};
use crate::reception::service as reception;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{
    Attach, ChangeDraft, DossierListItem, DossierView, DraftListItem, DraftView, OpenDraft, SubmitDraft,
    Suggestion,
};
use motcua_shared::filing::folder::FolderCounts;
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::id::{DossierId, DraftId};
use motcua_shared::page::Page;
use serde::Deserialize;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_drafts)
        .service(open_draft)
        .service(list_suggestions)
        .service(attach_file)
        .service(detach_file)
        .service(read_draft_file)
        .service(match_papers)
        .service(renew_draft)
        .service(submit_draft)
        .service(read_draft)
        .service(save_typed)
        .service(change_draft)
        .service(delete_draft)
        .service(list_dossiers)
        .service(count_folders)
        .service(list_places)
        .service(copy_dossier)
        .service(read_dossier_file)
        .service(read_dossier)
        .configure(receipt::routes)
        .configure(stow::routes);
}

/// One-stop desks that take dossiers in for other units ("Nơi nộp hồ sơ").
#[utoipa::path(tag = "filing", responses((status = 200, body = Vec<UnitView>)))]
#[get("/places-of-submission")]
async fn list_places(state: web::Data<AppState>) -> Result<web::Json<Vec<UnitView>>, AppError> {
    let today = state.clock.now().vietnam_date();
    let places = state
        .db
        .read(move |conn| service::place::list_places(conn, today));
    Ok(web::Json(places.await?))
}

/// Drafts that are not yet filed, newest first.
#[utoipa::path(
    tag = "filing",
    responses((status = 200, body = Vec<DraftListItem>), (status = "4XX", body = Problem))
)]
#[get("/drafts")]
async fn list_drafts(
    filer: Filer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<DraftListItem>>, AppError> {
    let owner = filer.id();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list_drafts(conn, owner))
            .await?,
    ))
}

/// Opens a draft. Papers of the vault that fit alone are attached.
#[utoipa::path(
    tag = "filing",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per draft")),
    request_body = OpenDraft,
    responses((status = 201, body = DraftView), (status = "4XX", body = Problem))
)]
#[post("/drafts")]
async fn open_draft(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    Language(lang): Language,
    body: web::Json<OpenDraft>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let draft = service::open(&state, filer, body.into_inner().procedure_code, key, lang).await?;
    Ok(HttpResponse::Created().json(draft))
}

/// One draft.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[get("/drafts/{id}")]
async fn read_draft(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    Language(lang): Language,
) -> Result<web::Json<DraftView>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    let now = state.clock.now();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::read_draft(conn, &filer, *id, now, lang))
            .await?,
    ))
}

/// Changes what is filled in.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    request_body = ChangeDraft,
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[patch("/drafts/{id}")]
async fn change_draft(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    Language(lang): Language,
    body: web::Json<ChangeDraft>,
) -> Result<web::Json<DraftView>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    Ok(web::Json(
        service::change(&state, filer, *id, body.into_inner(), lang).await?,
    ))
}

/// Saves fields as they were typed, right or wrong; what is wrong stands in `missing`. A field that changed elsewhere since
/// `version` is named and nothing is saved.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    request_body = TypedFields,
    responses((status = 200, body = TypedSaved), (status = "4XX", body = Problem))
)]
#[patch("/drafts/{id}/typed")]
async fn save_typed(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    body: web::Json<TypedFields>,
) -> Result<web::Json<TypedSaved>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    Ok(web::Json(
        typed::service::save(&state, filer, *id, body.into_inner()).await?,
    ))
}

/// Throws a draft away.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[delete("/drafts/{id}")]
async fn delete_draft(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
) -> Result<HttpResponse, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    service::delete_draft(&state, filer, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a draft over to the version of its procedure that is in force; what was filled in stays as far as it is still asked.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[post("/drafts/{id}/renewal")]
async fn renew_draft(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    Language(lang): Language,
) -> Result<web::Json<DraftView>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    Ok(web::Json(service::renew(&state, filer, *id, lang).await?))
}

/// Looks again for papers that fit alone.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[post("/drafts/{id}/match")]
async fn match_papers(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    Language(lang): Language,
) -> Result<web::Json<DraftView>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    Ok(web::Json(component::match_again(&state, filer, *id, lang).await?))
}

/// Papers of the own vault that fit a component, best first.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DraftId, Path, description = "Id of the draft"),
        ("component_id" = String, Path, description = "Id of the component")
    ),
    responses((status = 200, body = Vec<Suggestion>), (status = "4XX", body = Problem))
)]
#[get("/drafts/{id}/components/{component_id}/suggestions")]
async fn list_suggestions(
    at: AtDraft,
    state: web::Data<AppState>,
    path: web::Path<(DraftId, String)>,
) -> Result<web::Json<Vec<Suggestion>>, AppError> {
    let (id, component_id) = path.into_inner();
    let filer = reception::filer(&state, at, id).await?;
    let found = fitting::suggest(&state, filer, (id, component_id)).await?;
    Ok(web::Json(found))
}

/// Attaches a paper of the own vault, or a file that was sent.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DraftId, Path, description = "Id of the draft"),
        ("component_id" = String, Path, description = "Id of the component")
    ),
    request_body = Attach,
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[put("/drafts/{id}/components/{component_id}")]
async fn attach_file(
    at: AtDraft,
    state: web::Data<AppState>,
    path: web::Path<(DraftId, String)>,
    Language(lang): Language,
    body: web::Json<Attach>,
) -> Result<web::Json<DraftView>, AppError> {
    let (id, component_id) = path.into_inner();
    let filer = reception::filer(&state, at, id).await?;
    Ok(web::Json(
        component::attach(&state, filer, id, component_id, body.into_inner(), lang).await?,
    ))
}

/// The file that stands for a component of a draft.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DraftId, Path, description = "Id of the draft"),
        ("component_id" = String, Path, description = "Id of the component"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem))
)]
#[get("/drafts/{id}/components/{component_id}/file")]
async fn read_draft_file(
    at: AtDraft,
    state: web::Data<AppState>,
    path: web::Path<(DraftId, String)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let (id, component_id) = path.into_inner();
    let filer = reception::filer(&state, at, id).await?;
    let file = component::open_file(&state, filer, (id, component_id), query.view).await?;
    send(&state.files, file, *query).await
}

/// The version that was seen.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct VersionQuery {
    /// Another one is refused.
    version: u32,
}

/// Takes the file of a component away.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DraftId, Path, description = "Id of the draft"),
        ("component_id" = String, Path, description = "Id of the component"),
        VersionQuery
    ),
    responses((status = 200, body = DraftView), (status = "4XX", body = Problem))
)]
#[delete("/drafts/{id}/components/{component_id}")]
async fn detach_file(
    at: AtDraft,
    state: web::Data<AppState>,
    path: web::Path<(DraftId, String)>,
    query: web::Query<VersionQuery>,
    Language(lang): Language,
) -> Result<web::Json<DraftView>, AppError> {
    let (id, component_id) = path.into_inner();
    let filer = reception::filer(&state, at, id).await?;
    Ok(web::Json(
        component::detach(&state, filer, id, component_id, query.version, lang).await?,
    ))
}

/// Files a draft. Doing it again gives the same dossier.
#[utoipa::path(
    tag = "filing",
    params(("id" = DraftId, Path, description = "Id of the draft")),
    request_body = SubmitDraft,
    responses((status = 200, body = DossierView), (status = "4XX", body = Problem))
)]
#[post("/drafts/{id}/submit")]
async fn submit_draft(
    at: AtDraft,
    state: web::Data<AppState>,
    id: web::Path<DraftId>,
    Language(lang): Language,
    body: web::Json<SubmitDraft>,
) -> Result<web::Json<DossierView>, AppError> {
    let filer = reception::filer(&state, at, *id).await?;
    Ok(web::Json(
        service::submit(&state, filer, *id, body.into_inner(), lang).await?,
    ))
}

/// Which filed dossiers.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct DossierQuery {
    /// Only those of one folder: `unpaid`, `filed`, `to-supplement`, `to-confirm`, `ineligible`, `cancelled`.
    #[serde(default)]
    folder: Option<String>,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Filed dossiers, newest first: the own ones, for an officer those of the unit.
#[utoipa::path(
    tag = "filing",
    params(DossierQuery),
    responses((status = 200, body = Page<DossierListItem>), (status = "4XX", body = Problem))
)]
#[get("/dossiers")]
async fn list_dossiers(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    query: web::Query<DossierQuery>,
) -> Result<web::Json<Page<DossierListItem>>, AppError> {
    let work = move |conn: &mut DbConn| {
        let page = (query.cursor.as_deref(), query.limit);
        service::folder::list(conn, &principal.account, query.folder.as_deref(), page)
    };
    Ok(web::Json(state.db.read(work).await?))
}

/// How many dossiers lie in each folder of the personal page, how many drafts are open, and how many papers there are.
#[utoipa::path(
    tag = "filing",
    responses((status = 200, body = FolderCounts), (status = "4XX", body = Problem))
)]
#[get("/dossiers/folders")]
async fn count_folders(
    filer: Filer,
    state: web::Data<AppState>,
) -> Result<web::Json<FolderCounts>, AppError> {
    let account = filer.id();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::folder::counts(conn, account))
            .await?,
    ))
}

/// Opens a draft like a dossier that was filed before, and names what cannot be taken over. The same key again gives the same draft.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per draft")
    ),
    responses((status = 201, body = CopiedDraft), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/copy")]
async fn copy_dossier(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let copied = copy::copy(&state, filer, *id, key, lang).await?;
    Ok(HttpResponse::Created().json(copied))
}

/// One filed dossier: its receipt and its state.
#[utoipa::path(
    tag = "filing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = DossierView), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}")]
async fn read_dossier(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<DossierView>, AppError> {
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::load_dossier(conn, &principal.account, *id, lang))
            .await?,
    ))
}

/// The file that was filed for a component.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("component_id" = String, Path, description = "Id of the component"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/components/{component_id}/file")]
async fn read_dossier_file(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    path: web::Path<(DossierId, String)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::open_file(
        &state,
        principal.account,
        path.into_inner(),
        query.view,
        RequestId::of(&request),
    )
    .await?;
    send(&state.files, file, *query).await
}
