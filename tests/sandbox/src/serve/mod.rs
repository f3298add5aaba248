//! The HTTP side.

mod clamd;
mod esms;
mod faults;
mod files;
mod inbox;
mod inbox_page;
mod mss;
mod oidc;
mod partner;
mod population;
mod registry;
mod smtp;
mod tsa;
mod vnpay;
mod zalo;

use std::path::PathBuf;

use actix_web::{App, HttpServer, web};
use anyhow::{Context, Result};
use clap::Args;
use tracing::info;

use faults::Faults;
use inbox::Inbox;
use oidc::Provider;
pub use registry::people;
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
    /// File that keeps Zalo's tokens over a restart.
    #[arg(long)]
    pub zalo_tokens: Option<PathBuf>,
    /// Address of the mail server; port 0 takes a free one and says which.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub smtp_listen: String,
    /// Who may sign in to the mail server.
    #[arg(long, default_value = "sandbox:sandbox")]
    pub smtp_account: String,
    /// Address of the antivirus; port 0 takes a free one and says which.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub clamd_listen: String,
    /// Phone without Zalo (error -118); may be repeated.
    #[arg(long, default_values = ["0900000118"])]
    pub zalo_unknown_phone: Vec<String>,
    /// AP_ID that the mobile signature service accepts.
    #[arg(long, default_value = "http://motcua.example")]
    pub mss_id: String,
    /// AP_PWD that it accepts.
    #[arg(long, default_value = "sandbox")]
    pub mss_password: String,
    /// X-Api-Key that the records of subscribers, insurance and post office accept.
    #[arg(long, default_value = "sandbox")]
    pub registry_api_key: String,
    /// Key of the signatures that they accept.
    #[arg(long, default_value = "sandbox")]
    pub registry_secret_key: String,
    /// X-Api-Key that the other system's vault accepts.
    #[arg(long, default_value = "sandbox")]
    pub partner_api_key: String,
    /// Key of the signatures that it accepts.
    #[arg(long, default_value = "sandbox")]
    pub partner_secret_key: String,
    /// vnp_TmnCode that VNPAY knows.
    #[arg(long, default_value = "MOTCUA01")]
    pub vnpay_terminal: String,
    /// vnp_HashSecret of that terminal.
    #[arg(long, default_value = "sandbox")]
    pub vnpay_secret: String,
    /// Where VNPAY tells the portal; without it, at the portal that the browser goes back to.
    #[arg(long)]
    pub vnpay_ipn: Option<String>,
}

/// Runs until it is told to stop.
pub async fn run(settings: Settings) -> Result<()> {
    let inbox = web::Data::new(Inbox::default());
    let faults = web::Data::new(Faults::default());
    let certificate = web::Data::new(smtp::Certificate::make()?);
    let office = smtp::Office {
        inbox: inbox.clone(),
        faults: faults.clone(),
        certificate: certificate.clone(),
        account: settings.smtp_account.clone(),
    };
    smtp::listen(&settings.smtp_listen, office).await?;
    let signatures = web::Data::new(clamd::Signatures::default());
    clamd::listen(&settings.clamd_listen, faults.clone(), signatures.clone()).await?;
    let tokens = web::Data::new(Tokens::open(&settings));
    let authority = web::Data::new(Authority::read(&settings.dir)?);
    let provider = web::Data::new(Provider::default());
    let phones = web::Data::new(mss::Phones::default());
    let vault = web::Data::new(partner::Vault::default());
    let terminal = web::Data::new(vnpay::Terminal::default());
    let shared = web::Data::new(settings.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(inbox.clone())
            .app_data(faults.clone())
            .app_data(certificate.clone())
            .app_data(signatures.clone())
            .app_data(tokens.clone())
            .app_data(authority.clone())
            .app_data(provider.clone())
            .app_data(phones.clone())
            .app_data(vault.clone())
            .app_data(terminal.clone())
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
        .route("/api/faults", web::get().to(faults::list))
        .route("/api/faults", web::post().to(faults::change))
        .route("/smtp/certificate.pem", web::get().to(smtp::certificate))
        .route("/clamd/signatures", web::post().to(clamd::learn))
        .route("/clamd/scanned", web::get().to(clamd::scanned))
        .route("/message/template", web::post().to(zalo::send))
        .route("/v4/oa/access_token", web::post().to(zalo::refresh))
        .route("/registry/v1/compare", web::post().to(registry::compare))
        .route("/population/v1/verify-card", web::post().to(population::verify))
        .route("/mss", web::post().to(mss::serve))
        .route("/api/phones/{phone}", web::get().to(mss::shown))
        .route("/paymentv2/vpcpay.html", web::get().to(vnpay::pay))
        .route("/vnpay/decision", web::post().to(vnpay::decide))
        .route("/vnpay/calls", web::get().to(vnpay::calls))
        .route("/vnpay/held", web::post().to(vnpay::send_held))
        .route("/tsa", web::post().to(tsa::stamp))
        .route("/tsa", web::get().to(tsa::refuse))
        .route("/pki/pub/crl/{file}", web::get().to(files::list))
        .route("/pki/pub/crt/{file}", web::get().to(files::certificate))
        .route("/papers", web::get().to(files::to_index))
        .route("/papers/", web::get().to(files::index))
        .route("/papers/{folder}/{file}", web::get().to(files::paper_in_folder))
        .route("/papers/{file}", web::get().to(files::paper))
        .configure(partner::routes)
        .configure(oidc::routes);
}

#[cfg(test)]
mod tests {
    use actix_web::test;
    use clap::Parser;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        settings: Settings,
    }

    /// Sends one request to a fresh sandbox (without papers) and gives the answer.
    async fn ask(request: test::TestRequest) -> (u16, Value, web::Data<Inbox>) {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().to_str().unwrap();
        let settings = Arguments::parse_from(["sandbox", "--dir", dir]).settings;
        let inbox = web::Data::new(Inbox::default());
        let tokens = web::Data::new(Tokens::open(&settings));
        let app = App::new()
            .app_data(inbox.clone())
            .app_data(web::Data::new(Faults::default()))
            .app_data(tokens)
            .app_data(web::Data::new(settings));
        let app = test::init_service(app.configure(routes)).await;
        let response = test::call_service(&app, request.to_request()).await;
        let status = response.status().as_u16();
        let body = test::read_body(response).await;
        (status, serde_json::from_slice(&body).unwrap_or_default(), inbox)
    }

    fn sms(key: &str) -> test::TestRequest {
        test::TestRequest::post().uri("/MainService.svc/json/SendMultipleMessage_V4_post_json/").set_json(json!({
            "ApiKey": key, "SecretKey": "sandbox", "Phone": "0901234567", "Content": "Ma xac thuc: 123456",
            "Brandname": "MOTCUA", "SmsType": "2", "IsUnicode": "0", "Sandbox": "0", "RequestId": "1",
        }))
    }

    fn zns(token: &'static str, phone: &str) -> test::TestRequest {
        let body = json!({ "phone": phone, "template_id": "1", "template_data": { "otp": "123456" } });
        test::TestRequest::post()
            .uri("/message/template")
            .insert_header(("access_token", token))
            .set_json(body)
    }

    #[actix_web::test]
    async fn an_sms_with_the_right_keys_reaches_the_inbox() {
        let (_, body, inbox) = ask(sms("sandbox")).await;
        assert_eq!(body["CodeResult"], "100");
        assert_eq!(body["SMSID"], inbox.newest_first(Some("84901234567"))[0].id);
    }

    #[actix_web::test]
    async fn an_sms_with_a_wrong_key_is_answered_101_and_goes_nowhere() {
        let (status, body, inbox) = ask(sms("wrong")).await;
        assert_eq!((status, &body["CodeResult"]), (200, &json!("101")));
        assert!(inbox.newest_first(None).is_empty());
    }

    #[actix_web::test]
    async fn zalo_answers_200_whatever_is_wrong() {
        let (status, body, _) = ask(zns("wrong", "84901234567")).await;
        assert_eq!((status, &body["error"]), (200, &json!(-124)));
        let (status, body, _) = ask(zns("sandbox", "84900000118")).await;
        assert_eq!((status, &body["error"]), (200, &json!(-118)));
        let (status, body, inbox) = ask(zns("sandbox", "84901234567")).await;
        assert_eq!((status, &body["error"]), (200, &json!(0)));
        assert_eq!(inbox.newest_first(None).len(), 1);
    }

    #[actix_web::test]
    async fn the_timestamp_server_refuses_to_be_read() {
        assert_eq!(ask(test::TestRequest::get().uri("/tsa")).await.0, 403);
    }

    #[actix_web::test]
    async fn a_path_cannot_lead_out_of_the_papers() {
        assert_eq!(
            ask(test::TestRequest::get().uri("/papers/hong/..%2f..%2fkeys%2froot-g2.key.pem"))
                .await
                .0,
            404
        );
    }
}
