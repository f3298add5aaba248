//! Which address goes where. With the job registry the only part of the infrastructure that knows features.

use super::routes::{Described, Routes};
use super::{header, health, metrics, observe, openapi, problem, same_origin, site};
use crate::state::AppState;
use crate::{
    audit, catalogue, delegation, directory, feedback, filing, identity, news, payment, petition, processing,
    reception, signature, signing, statistics, upload, vault,
};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, web};
use motcua_shared::path;
use utoipa::openapi::OpenApi;

/// Largest JSON body in bytes: forms are small, files go to `/uploads`.
const MAX_JSON: usize = 64 * 1024;

/// Everything that the program shares between its threads for answering.
#[derive(Clone)]
pub struct Shared {
    /// The parts of the server.
    pub state: web::Data<AppState>,
    /// Figures.
    pub metrics: web::Data<metrics::Metrics>,
    /// The built site.
    pub site: web::Data<site::Site>,
    /// Policy of its pages.
    pub policy: web::Data<header::PagePolicy>,
    /// The OpenAPI document.
    pub document: web::Data<openapi::Document>,
}

fn features(config: &mut Routes<'_>) {
    config
        .configure(identity::handler::routes)
        .configure(catalogue::handler::routes)
        .configure(directory::keep::handler::routes)
        .configure(signature::handler::routes)
        .configure(signing::handler::routes)
        .configure(upload::handler::routes)
        .configure(feedback::handler::routes)
        .configure(vault::handler::routes)
        .configure(vault::certified::handler::routes)
        .configure(payment::handler::routes)
        .configure(delegation::handler::routes)
        .configure(processing::handler::routes)
        .configure(statistics::handler::routes)
        .configure(reception::handler::routes)
        .configure(news::handler::routes)
        .configure(petition::handler::routes)
        .configure(filing::handler::routes)
        .configure(audit::proof::handler::routes);
}

/// What programs beside the browser use: they send no cookies and none of our headers, so that nothing here may rest on
/// who asks.
fn beside_the_browser(config: &mut Routes<'_>) {
    config
        .configure(signing::agent::handler::routes)
        .configure(payment::agent::handler::routes);
}

/// The OpenAPI document of all routes.
pub fn document() -> OpenApi {
    let mut document = openapi::frame();
    for (prefix, part) in [
        ("/api/v1", features as fn(&mut Routes<'_>)),
        (path::AGENT, beside_the_browser),
    ] {
        let mut described = Described::default();
        part(&mut Routes::Describing(&mut described));
        described.add_to(&mut document, prefix);
    }
    // What only stands in a query is not collected by itself.
    openapi::add_schema::<motcua_shared::upload::dto::Purpose>(&mut document);
    openapi::describe_answers(&mut document);
    document
}

/// The application of one thread.
pub fn app(
    shared: Shared,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let api = web::scope("/api")
        .wrap(from_fn(identity::guard::identify))
        .wrap(from_fn(same_origin::same_origin))
        .wrap(from_fn(problem::render))
        .app_data(
            web::JsonConfig::default()
                .limit(MAX_JSON)
                .error_handler(problem::unreadable_json),
        )
        .service(web::resource("/openapi.json").route(web::get().to(openapi::read)))
        .service(
            web::scope("/v1")
                .configure(|config| features(&mut Routes::Serving(config)))
                .default_service(web::to(problem::nothing_here)),
        )
        // Without one of its own, the API would fall through to the pages of the site.
        .default_service(web::to(problem::nothing_here));
    let agent = web::scope(path::AGENT)
        .wrap(from_fn(problem::render))
        .configure(|config| beside_the_browser(&mut Routes::Serving(config)))
        .default_service(web::to(problem::nothing_here));
    App::new()
        .app_data(shared.state)
        .app_data(shared.metrics)
        .app_data(shared.site)
        .app_data(shared.policy)
        .app_data(shared.document)
        .wrap(from_fn(header::secure))
        .wrap(from_fn(observe::observe))
        .service(api)
        .service(agent)
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(metrics::metrics))
        .service(web::resource("/gioi-thieu").to(news::handler::introduction_page))
        .service(web::resource("/tin-tuc/{slug}").to(news::handler::news_page))
        .service(web::resource("/phan-anh/{code}").to(petition::public::handler::answer_page))
        .default_service(web::to(site::serve))
}
