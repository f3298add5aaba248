//! `/api/v1/figures`: of officers for their unit and below, of administrators; `/api/v1/open-data`: public.

use super::service::{self, Asked, Now};
use super::{export, public};
use crate::error::AppError;
use crate::http::cached::cached;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::FigureReader;
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use motcua_shared::error::Problem;
use motcua_shared::id::UnitId;
use motcua_shared::page::Page;
use motcua_shared::statistics::figures::{Dashboard, FigureDossier, OpenData, PublicFigures};
use motcua_shared::text::Lang;
use serde::Deserialize;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_figures)
        .service(list_figure_dossiers)
        .service(export_workbook)
        .service(export_table)
        .service(read_public_figures)
        .service(read_open_data)
        .service(read_open_table);
}

/// Which figures.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
struct FigureQuery {
    /// Of this unit with all that is under it; of the highest one that the reader sees when absent.
    #[serde(default)]
    unit: Option<UnitId>,
    /// `2026-11`, `2026-q4` or `2026`; this month when absent.
    #[serde(default)]
    period: Option<String>,
    /// Code of a procedure that alone is counted.
    #[serde(default)]
    procedure: Option<String>,
}

impl FigureQuery {
    fn asked(self) -> Asked {
        Asked {
            unit: self.unit,
            period: self.period,
            procedure: self.procedure,
        }
    }
}

/// Which dossiers.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
struct BehindQuery {
    /// The figure; dossiers filed when absent.
    #[serde(default)]
    figure: Option<String>,
    /// As with the figures.
    #[serde(default)]
    unit: Option<UnitId>,
    /// As with the figures.
    #[serde(default)]
    period: Option<String>,
    /// As with the figures.
    #[serde(default)]
    procedure: Option<String>,
    /// `next` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page.
    #[serde(default)]
    limit: Option<u32>,
}

fn now(state: &AppState, lang: Lang) -> Now {
    Now {
        today: state.clock.now().vietnam_date(),
        lang,
        goal: state.config.statistics.reuse_goal.saturating_mul(10),
    }
}

async fn dashboard(
    state: &AppState,
    reader: FigureReader,
    query: FigureQuery,
    lang: Lang,
) -> Result<Dashboard, AppError> {
    let (now, asked) = (now(state, lang), query.asked());
    state
        .db
        .read(move |conn| service::dashboard(conn, &reader, &asked, now))
        .await
}

/// The figures of a unit with all that is under it, in a month, a quarter or a year.
#[utoipa::path(
    tag = "statistics",
    params(FigureQuery),
    responses((status = 200, body = Dashboard), (status = "4XX", body = Problem))
)]
#[get("/figures")]
async fn read_figures(
    reader: FigureReader,
    state: web::Data<AppState>,
    query: web::Query<FigureQuery>,
    Language(lang): Language,
) -> Result<web::Json<Dashboard>, AppError> {
    Ok(web::Json(
        dashboard(&state, reader, query.into_inner(), lang).await?,
    ))
}

/// The dossiers that make a figure.
#[utoipa::path(
    tag = "statistics",
    params(BehindQuery),
    responses((status = 200, body = Page<FigureDossier>), (status = "4XX", body = Problem))
)]
#[get("/figures/dossiers")]
async fn list_figure_dossiers(
    reader: FigureReader,
    state: web::Data<AppState>,
    query: web::Query<BehindQuery>,
    Language(lang): Language,
) -> Result<web::Json<Page<FigureDossier>>, AppError> {
    let (now, query) = (now(&state, lang), query.into_inner());
    let asked = Asked {
        unit: query.unit,
        period: query.period,
        procedure: query.procedure,
    };
    let work = move |conn: &mut crate::db::DbConn| {
        let from = (query.cursor.as_deref(), query.limit);
        let figure = query.figure.as_deref().unwrap_or("filed");
        service::list(conn, &reader, (&asked, figure), from, now)
    };
    Ok(web::Json(state.db.read(work).await?))
}

fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes)
}

/// The figures as a workbook.
#[utoipa::path(
    tag = "statistics",
    params(FigureQuery),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/figures/workbook")]
async fn export_workbook(
    reader: FigureReader,
    state: web::Data<AppState>,
    query: web::Query<FigureQuery>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let dashboard = dashboard(&state, reader, query.into_inner(), lang).await?;
    let name = format!("so-lieu-{}.xlsx", dashboard.period);
    let bytes = export::workbook(&dashboard, now(&state, lang).today, lang)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, &name))
}

/// The figures as a table of text.
#[utoipa::path(
    tag = "statistics",
    params(FigureQuery),
    responses((status = 200, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
#[get("/figures/table")]
async fn export_table(
    reader: FigureReader,
    state: web::Data<AppState>,
    query: web::Query<FigureQuery>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let dashboard = dashboard(&state, reader, query.into_inner(), lang).await?;
    let name = format!("so-lieu-{}.csv", dashboard.period);
    let text = export::table(&dashboard, lang);
    Ok(file(text.into_bytes(), "text/csv; charset=utf-8", &name))
}

/// What everybody may see of this month and this year.
#[utoipa::path(tag = "statistics", responses((status = 200, body = Vec<PublicFigures>)))]
#[get("/figures/public")]
async fn read_public_figures(
    state: web::Data<AppState>,
    Language(lang): Language,
) -> Result<web::Json<Vec<PublicFigures>>, AppError> {
    let now = now(&state, lang);
    Ok(web::Json(
        state.db.read(move |conn| public::home(conn, now)).await?,
    ))
}

async fn open_data(state: &AppState, lang: Lang) -> Result<OpenData, AppError> {
    let now = now(state, lang);
    state.db.read(move |conn| public::open_data(conn, now)).await
}

/// How long what everybody gets may be shown without asking.
const A_WHILE: &str = "public, max-age=300";

/// Figures of the whole portal by month, to be used again by everybody.
#[utoipa::path(
    tag = "statistics",
    responses((status = 200, body = OpenData), (status = 304, description = "nothing is new"))
)]
#[get("/open-data/figures.json")]
async fn read_open_data(
    request: HttpRequest,
    state: web::Data<AppState>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let text = serde_json::to_string(&open_data(&state, lang).await?)?;
    Ok(cached(&request, text, "application/json", A_WHILE))
}

/// The same as a table of text.
#[utoipa::path(
    tag = "statistics",
    responses((status = 200, content_type = "text/csv"), (status = 304, description = "nothing is new"))
)]
#[get("/open-data/figures.csv")]
async fn read_open_table(
    request: HttpRequest,
    state: web::Data<AppState>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let text = public::open_csv(&open_data(&state, lang).await?);
    Ok(cached(&request, text, "text/csv; charset=utf-8", A_WHILE))
}
