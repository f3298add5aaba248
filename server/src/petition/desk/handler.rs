//! `/api/v1/desk/petitions…`: of officers.

use super::service::{self as desk, Asked};
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Officer;
use crate::state::AppState;
use actix_web::{get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{PetitionId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::petition::dto::{
    DeskPetition, PetitionAct, PetitionItem, PetitionOfficer, PublishPetition, RefusePetition, RoutePetition,
    SayOfPetition, StepPetition,
};
use serde::Deserialize;

/// The routes of officers.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_desk_petitions)
        .service(list_petition_officers)
        .service(receive_petition)
        .service(refuse_petition)
        .service(ask_petition_writer)
        .service(route_petition)
        .service(pass_petition_back)
        .service(answer_petition)
        .service(publish_petition)
        .service(take_petition_down)
        .service(read_desk_petition);
}

/// Which list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct QueueQuery {
    /// `true` lists what is over instead of what is open.
    #[serde(default)]
    over: bool,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Every petition for the province's desk, for other units what was routed to them: what is due first comes first.
#[utoipa::path(
    tag = "petition",
    params(QueueQuery),
    responses((status = 200, body = Page<PetitionItem>), (status = "4XX", body = Problem))
)]
#[get("/desk/petitions")]
async fn list_desk_petitions(
    officer: Officer,
    state: web::Data<AppState>,
    query: web::Query<QueueQuery>,
) -> Result<web::Json<Page<PetitionItem>>, AppError> {
    let QueueQuery { over, cursor, limit } = query.into_inner();
    let asked = Asked {
        is_over: over,
        cursor,
        limit,
    };
    let today = state.clock.now().vietnam_date();
    Ok(web::Json(
        state
            .db
            .read(move |conn| desk::list(conn, &officer, &asked, today))
            .await?,
    ))
}

/// One petition.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[get("/desk/petitions/{id}")]
async fn read_desk_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(desk::load(&state, officer, *id).await?))
}

/// Officers of which unit.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct UnitQuery {
    /// Id of the unit.
    unit: UnitId,
}

/// Officers of a unit whom the petition may be about; only the province's desk asks.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition"), UnitQuery),
    responses((status = 200, body = Vec<PetitionOfficer>), (status = "4XX", body = Problem))
)]
#[get("/desk/petitions/{id}/officers")]
async fn list_petition_officers(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    query: web::Query<UnitQuery>,
) -> Result<web::Json<Vec<PetitionOfficer>>, AppError> {
    let unit = query.unit;
    Ok(web::Json(
        state
            .db
            .read(move |conn| desk::list_officers(conn, &officer, *id, unit))
            .await?,
    ))
}

/// Receives a petition; its writer is told.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = StepPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/receipt")]
async fn receive_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<StepPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::receive(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Says why a petition is not looked into; its writer is told.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = RefusePetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/refusal")]
async fn refuse_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<RefusePetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::refuse(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Asks the writer, once; the time for the answer stands until the reply.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = SayOfPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/question")]
async fn ask_petition_writer(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<SayOfPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::say(&state, officer, *id, PetitionAct::Ask, body.into_inner()).await?,
    ))
}

/// Hands a petition to a unit, also one that another unit has.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = RoutePetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/route")]
async fn route_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<RoutePetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::hand_on(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// The unit hands a petition back to the desk and says why.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = SayOfPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/return")]
async fn pass_petition_back(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<SayOfPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::say(&state, officer, *id, PetitionAct::PassBack, body.into_inner()).await?,
    ))
}

/// The unit answers; the writer is told.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = SayOfPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/answer")]
async fn answer_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<SayOfPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::say(&state, officer, *id, PetitionAct::Answer, body.into_inner()).await?,
    ))
}

/// Shows question and answer to everybody, where the writer allowed it and nothing in them names somebody.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = PublishPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/publication")]
async fn publish_petition(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<PublishPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::show(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Takes them down.
#[utoipa::path(
    tag = "petition",
    params(("id" = PetitionId, Path, description = "Id of the petition")),
    request_body = StepPetition,
    responses((status = 200, body = DeskPetition), (status = "4XX", body = Problem))
)]
#[post("/desk/petitions/{id}/removal")]
async fn take_petition_down(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<PetitionId>,
    body: web::Json<StepPetition>,
) -> Result<web::Json<DeskPetition>, AppError> {
    Ok(web::Json(
        desk::hide(&state, officer, *id, body.into_inner()).await?,
    ))
}
