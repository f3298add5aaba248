//! The control endpoint: `GET /` tells who signs and how, `PUT /` changes it. For tests and for the demonstrator; no real
//! agent has one.

use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, Responder, web};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::Agent;
use super::behaviour::Behaviour;

/// A running control endpoint, and where.
pub struct Control {
    server: Server,
    addresses: Vec<std::net::SocketAddr>,
}

impl Control {
    /// Where it listens.
    pub fn addrs(&self) -> &[std::net::SocketAddr] {
        &self.addresses
    }

    /// Until it is told to stop.
    pub async fn run(self) -> Result<()> {
        Ok(self.server.await?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    holder: Option<String>,
    behaviour: Option<Behaviour>,
    /// Takes the licence back.
    licensed: Option<bool>,
}

/// Listens on `port` of this computer.
pub fn server(agent: Arc<Agent>, port: u16) -> Result<Control> {
    let agent = web::Data::from(agent);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(agent.clone())
            .route("/", web::get().to(tell))
            .route("/", web::put().to(change))
    })
    .workers(1)
    .bind(("127.0.0.1", port))
    .with_context(|| format!("cannot listen on port {port}"))?;
    let addresses = server.addrs();
    Ok(Control {
        server: server.run(),
        addresses,
    })
}

async fn tell(agent: web::Data<Agent>) -> impl Responder {
    let labels: Vec<&str> = agent.token.labels().collect();
    let state = agent.state();
    HttpResponse::Ok().json(json!({
        "holder": state.holder, "behaviour": state.behaviour, "licensed": state.is_licensed, "holders": labels,
    }))
}

async fn change(agent: web::Data<Agent>, change: web::Json<Change>) -> impl Responder {
    let change = change.into_inner();
    if let Some(holder) = &change.holder
        && agent.token.identity(holder).is_err()
    {
        return HttpResponse::NotFound().body("no such holder on the token\n");
    }
    let mut state = agent.state();
    if let Some(holder) = change.holder {
        state.holder = holder;
    }
    state.behaviour = change.behaviour.unwrap_or(state.behaviour);
    state.is_licensed = change.licensed.unwrap_or(state.is_licensed);
    HttpResponse::NoContent().finish()
}
