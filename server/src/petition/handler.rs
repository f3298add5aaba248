//! `/api/v1/petitions…`: of writers.

use super::service;
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::page::{ListQuery, PageQuery};
use crate::http::routes::Routes;
use crate::identity::guard::{Filer, Signed};
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::id::PetitionId;
use motcua_shared::page::Page;
use motcua_shared::petition::dto::{PetitionItem, PetitionView, SayOfPetition, SendPetition, StepPetition};

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_petition_units)
        .service(list_petitions)
        .service(send_petition)
        .service(read_petition)
        .service(withdraw_petition)
        .service(reply_to_question)
        .configure(super::desk::handler::routes)
        .configure(super::public::handler::routes);
}

/// Units that a petition may be about, or be routed to, by words of their name.
#[utoipa::path(
    tag = "petition",
    params(ListQuery),
    responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem))
)]
#[get("/petition-units")]
async fn list_petition_units(
    _signed: Signed,
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    let today = state.clock.now().vietnam_date();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list_units(conn, &query, today))
            .await?,
    ))
}

/// What the account sent, newest first.
#[utoipa::path(
    tag = "petition",
    params(PageQuery),
    responses((status = 200, body = Page<PetitionItem>), (status = "4XX", body = Problem))
)]
#[get("/petitions")]
async fn list_petitions(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<PetitionItem>>, AppError> {
    let (writer, today) = (filer.id(), state.clock.now().vietnam_date());
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list(conn, writer, &query, today))
            .await?,
    ))
}

/// Sends a petition. Repeating it with the same `Idempotency-Key` is harmless.
#[utoipa::path(
    tag = "petition",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per petition")),
    request_body = SendPetition,
    responses((status = 201, body = PetitionView), (status = "4XX", body = Problem))
)]
#[post("/petitions")]
async fn send_petition(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SendPetition>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let sent = service::send(&state, filer, key, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(sent))
}

/// One petition with each step.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    responses((status = 200, body = PetitionView), (status = "4XX", body = Problem))
)]
#[get("/petitions/{id}")]
async fn read_petition(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
) -> Result<web::Json<PetitionView>, AppError> {
    let (writer, today) = (filer.id(), state.clock.now().vietnam_date());
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::load(conn, writer, *id, today))
            .await?,
    ))
}

/// Takes a petition back that nobody has received.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = StepPetition,
    responses((status = 200, body = PetitionView), (status = "4XX", body = Problem))
)]
#[post("/petitions/{id}/withdrawal")]
async fn withdraw_petition(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<StepPetition>,
) -> Result<web::Json<PetitionView>, AppError> {
    Ok(web::Json(
        service::withdraw(&state, filer, *id, body.into_inner()).await?,
    ))
}

/// Replies to the desk's question; the time for the answer goes on.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = SayOfPetition,
    responses((status = 200, body = PetitionView), (status = "4XX", body = Problem))
)]
#[post("/petitions/{id}/reply")]
async fn reply_to_question(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<SayOfPetition>,
) -> Result<web::Json<PetitionView>, AppError> {
    Ok(web::Json(
        service::reply(&state, filer, *id, body.into_inner()).await?,
    ))
}
