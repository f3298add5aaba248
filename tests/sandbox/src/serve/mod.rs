//! The HTTP side.

mod esms;
mod files;
mod inbox;
mod inbox_page;
mod tsa;
mod zalo;

use std::path::PathBuf;

use actix_web::{App, HttpServer, web};
use anyhow::{Context, Result};
use clap::Args;
use tracing::info;

use inbox::Inbox;
use tsa::Authority;
use zalo::Tokens;

/// Settings of `serve`.
#[derive(Args, Clone)]
pub struct Settings {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8090")]
    pub listen: String,
    /// Directory of the set; made if missing.
    #[arg(long, default_value = "data/sandbox")]
    pub dir: PathBuf,
    /// ApiKey that the SMS gateway accepts.
    #[arg(long, default_value = "sandbox")]
    pub esms_api_key: String,
    /// SecretKey that the SMS gateway accepts.
    #[arg(long, default_value = "sandbox")]
    pub esms_secret_key: String,
    /// Phone to which no SMS can be sent; may be repeated.
    #[arg(long)]
    pub sms_refused_phone: Vec<String>,
    /// Access token that Zalo accepts beside those that it issues.
    #[arg(long, default_value = "sandbox")]
    pub zalo_access_token: String,
    /// First refresh token; each works once and is replaced by the one in the answer.
    #[arg(long, default_value = "sandbox")]
    pub zalo_refresh_token: String,
    /// secret_key of the Zalo application.
    #[arg(long, default_value = "sandbox")]
    pub zalo_secret_key: String,
    /// Phone without Zalo (error -118); may be repeated.
    #[arg(long, default_values = ["0900000118"])]
    pub zalo_unknown_phone: Vec<String>,
}

/// Runs until it is told to stop.
pub async fn run(settings: Settings) -> Result<()> {
    let inbox = web::Data::new(Inbox::default());
    let tokens = web::Data::new(Tokens::open(&settings)?);
    let authority = web::Data::new(Authority::read(&settings.dir)?);
    let shared = web::Data::new(settings.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(inbox.clone())
            .app_data(tokens.clone())
            .app_data(authority.clone())
            .app_data(shared.clone())
            .configure(routes)
    })
    .workers(2)
    .bind(&settings.listen)
    .with_context(|| {
        format!(
            "cannot listen on {}: is another program using this port?",
            settings.listen
        )
    })?;
    for address in server.addrs() {
        println!("sandbox: inbox at http://{address}/, sample papers at http://{address}/papers/");
        info!(%address, dir = %settings.dir.display(), "listening");
    }
    server.run().await?;
    info!("stopped");
    Ok(())
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(inbox_page::page))
        .route("/api/messages", web::get().to(inbox::messages))
        .route("/api/messages", web::delete().to(inbox::clear))
        .route(
            "/MainService.svc/json/SendMultipleMessage_V4_post_json/",
            web::post().to(esms::send),
        )
        .route(
            "/MainService.svc/json/SendMultipleMessage_V4_post_json",
            web::post().to(esms::send),
        )
        .route("/message/template", web::post().to(zalo::send))
        .route("/v4/oa/access_token", web::post().to(zalo::refresh))
        .route("/tsa", web::post().to(tsa::stamp))
        .route("/tsa", web::get().to(tsa::refuse))
        .route("/pki/pub/crl/{file}", web::get().to(files::list))
        .route("/pki/pub/crt/{file}", web::get().to(files::certificate))
        .route("/papers", web::get().to(files::to_index))
        .route("/papers/", web::get().to(files::index))
        .route("/papers/{folder}/{file}", web::get().to(files::paper_in_folder))
        .route("/papers/{file}", web::get().to(files::paper));
}
