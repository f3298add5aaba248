//! From settings to a running server.

use crate::catalogue::import::{Catalogue, import};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, migrate, write_now};
use crate::files::Files;
use crate::http::metrics::Metrics;
use crate::http::openapi::Document;
use crate::http::router::{self, Shared};
use crate::http::site::Site;
use crate::identity::oidc::Providers;
use crate::identity::password::Passwords;
use crate::identity::registry::Registries;
use crate::identity::throttle::Throttle;
use crate::job::queue::Bell;
use crate::job::{care, upkeep, worker};
use crate::notification::channel::Channels;
use crate::notification::figures::Figures;
use crate::signature::Policy;
use crate::signature::gate::Gate;
use crate::signature::visitors::Visitors;
use crate::state::AppState;
use crate::{demo, secret, signature};
use actix_web::dev::Server;
use actix_web::{HttpServer, web};
use anyhow::{Context, anyhow};
use secrecy::ExposeSecret;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// Everything ready to answer, not yet running.
pub struct Application {
    /// The parts of the server.
    pub state: AppState,
    shared: Shared,
    listener: TcpListener,
}

impl Application {
    /// Opens database and files, migrates, imports the catalogue, reads the trust lists and binds the address.
    pub fn build(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let state = build_state(config, clock)?;
        prepare_database(&state)?;
        let site = Site::load(&state.config.http.site)?;
        let document = serde_json::to_vec(&router::document())?;
        let listen = state.config.http.listen;
        let listener =
            TcpListener::bind(listen).with_context(|| format!("{listen} cannot be listened on"))?;
        let metrics = Metrics::new()?;
        metrics.register(state.channels.figures().collector())?;
        let shared = Shared {
            policy: web::Data::new(site.policy(&state.config.signature.agent_addresses())?),
            site: web::Data::new(site),
            metrics: web::Data::new(metrics),
            document: web::Data::new(Document(document.into())),
            state: web::Data::new(state.clone()),
        };
        Ok(Self {
            state,
            shared,
            listener,
        })
    }

    /// The port that was bound.
    pub fn port(&self) -> anyhow::Result<u16> {
        Ok(self.listener.local_addr()?.port())
    }

    /// Starts answering, and the worker if asked for.
    pub fn run(self, with_worker: bool) -> anyhow::Result<Server> {
        let workers = self.state.config.http.workers.max(1);
        if with_worker {
            actix_web::rt::spawn(worker::run(self.state.clone()));
            actix_web::rt::spawn(care::run(self.state.clone()));
            actix_web::rt::spawn(upkeep::run(self.state, self.shared.metrics.clone()));
        }
        let shared = self.shared;
        let server = HttpServer::new(move || router::app(shared.clone()))
            .workers(workers)
            .client_request_timeout(Duration::from_secs(15))
            .shutdown_timeout(10)
            .listen(self.listener)?
            .run();
        Ok(server)
    }
}

fn build_state(config: Config, clock: Clock) -> anyhow::Result<AppState> {
    let key: Arc<[u8]> = match &config.secret_key {
        Some(key) => key.expose_secret().as_bytes().into(),
        // Only a demonstration comes here: codes that were sent before a restart are void after it.
        None => secret::token()?.as_bytes().into(),
    };
    let policy = Policy::of_settings(&config.signature).context("signature.policy")?;
    let verifier = signature::service::verifier(&config)?;
    let db = Db::open(&config.database, true)?;
    Ok(AppState {
        channels: Channels::new(&config, db.clone(), clock.clone(), Figures::new()?)?,
        db,
        files: Files::open(&config.files)?,
        gate: Gate::new(verifier, policy, config.signature.parallel),
        visitors: Visitors::new(config.signature.visitors, config.signature.visits_per_minute),
        passwords: Passwords::new(&config.identity)?,
        providers: Providers::new(&config)?,
        registries: Registries::new(&config)?,
        mobile: crate::identity::sim::signer(&config.sim)?,
        throttle: Throttle::new(&config.identity),
        bell: Bell::default(),
        secret_key: key,
        clock,
        config: Arc::new(config),
    })
}

fn prepare_database(state: &AppState) -> anyhow::Result<()> {
    let catalogue = Catalogue::delivered()?;
    let now = state.clock.now();
    let accounts = if state.config.demo.accounts {
        demo::accounts(&state.passwords)?
    } else {
        Vec::new()
    };
    migrate::alone(&mut *state.db.connection()?, |conn| {
        let applied = migrate::run(conn)?;
        if applied > 0 {
            tracing::info!(applied, "database migrated");
        }
        write_now(conn, |conn| {
            import(conn, &catalogue, now)?;
            demo::import(conn, &accounts, now)
        })
        .map_err(|error| anyhow!("start-up data: {error}: {:?}", error.cause))
    })
}
