//! From settings to a running server.

use crate::catalogue::import::{Catalogue, import};
use crate::clock::Clock;
use crate::config::{Config, Profile};
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
use crate::job::{care, figures, scan, seal, upkeep, worker};
use crate::notification::channel::Channels;
use crate::notification::figures::Figures;
use crate::signature::gate::Gate;
use crate::signature::pause::Pauses;
use crate::signature::visitors::Visitors;
use crate::signature::{Policy, Verifier};
use crate::state::AppState;
use crate::upload::service as upload;
use crate::{demo, secret, signature};
use actix_web::dev::Server;
use actix_web::{HttpServer, web};
use anyhow::{Context, anyhow, ensure};
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
    /// Opens everything that the settings name, migrates, imports the catalogue and binds the address.
    pub fn build(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let Opened { state, site, notes } = Opened::open(config, clock)?;
        for note in notes {
            tracing::warn!("{note}");
        }
        prepare_database(&state)?;
        let listener = listen(&state.config)?;
        let metrics = Metrics::new()?;
        metrics.register(state.channels.figures().collector())?;
        let shared = Shared {
            policy: web::Data::new(site.policy(&state.config.signature.agent_addresses())?),
            site: web::Data::new(site),
            metrics: web::Data::new(metrics),
            document: web::Data::new(Document::default()),
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
        actix_web::rt::spawn(crate::db::keep_short(self.state.db.clone()));
        if with_worker {
            actix_web::rt::spawn(worker::run(self.state.clone()));
            actix_web::rt::spawn(care::run(self.state.clone()));
            actix_web::rt::spawn(seal::run(self.state.clone()));
            actix_web::rt::spawn(figures::run(self.state.clone()));
            if self.state.antivirus.is_some() {
                actix_web::rt::spawn(scan::run(self.state.clone()));
            }
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

/// Everything that the settings name, opened and read, and nothing in it changed. `serve` begins with this and
/// `check-config` is this, so that neither knows a fault that the other does not.
pub struct Opened {
    state: AppState,
    site: Site,
    /// What does not stop a start and should be known all the same.
    pub notes: Vec<String>,
}

impl Opened {
    /// Makes folders and an empty SQLite file where they are missing, as they are needed to find out whether they can be.
    pub fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let mut notes = config.notes();
        let (verifier, note) = signature::service::verifier(&config)?;
        notes.extend(note);
        let site = Site::load(&config.http.site)?;
        if !site.has_pages() {
            let sentence = format!(
                "http.site: there are no pages in {} (no index.html)",
                config.http.site.display()
            );
            // Developers have their pages served by another program.
            ensure!(config.profile == Profile::Demo, sentence);
            notes.push(format!("{sentence}; only the API answers"));
        }
        let state = build_state(config, verifier, clock)?;
        Ok(Self { state, site, notes })
    }

    /// Binds the address and lets it go. The portal itself may be running there, which is a note and no fault.
    pub fn try_to_listen(&self) -> anyhow::Result<Option<String>> {
        let Err(error) = listen(&self.state.config) else {
            return Ok(None);
        };
        let is_taken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::AddrInUse;
        match error.downcast_ref().is_some_and(is_taken) {
            true => Ok(Some(format!(
                "http.listen: something answers at {} already; is it the portal?",
                self.state.config.http.listen
            ))),
            false => Err(error),
        }
    }
}

fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let address = config.http.listen;
    TcpListener::bind(address).with_context(|| format!("http.listen: {address} cannot be listened on"))
}

fn build_state(config: Config, verifier: Verifier, clock: Clock) -> anyhow::Result<AppState> {
    let key: Arc<[u8]> = match &config.secret_key {
        Some(key) => key.expose_secret().as_bytes().into(),
        // Only a demonstration comes here: codes that were sent before a restart are void after it.
        None => secret::token()?.as_bytes().into(),
    };
    let policy = Policy::of_settings(&config.signature)?;
    let db = Db::open(&config.database, true).context("database.url")?;
    // Found out now, and not by the first person who writes.
    write_now(&mut *db.connection().context("database.url")?, |_| Ok(()))
        .map_err(|error| anyhow!("database.url: nothing can be written: {:?}", error.cause))?;
    Ok(AppState {
        channels: Channels::new(&config, db.clone(), clock.clone(), Figures::new()?)?,
        files: Files::open(&config.files)?.with_clearance(upload::clearance(db.clone())),
        antivirus: upload::scanner(&config.antivirus)?,
        db,
        readers: Arc::new(tokio::sync::Semaphore::new(crate::vault::reading::service::TURNS)),
        gate: Gate::new(verifier, policy, config.signature.parallel),
        pauses: Pauses::new(clock.clone()),
        visitors: Visitors::new(config.signature.visitors, config.signature.visits_per_minute),
        passwords: Passwords::new(&config.identity)?,
        providers: Providers::new(&config)?,
        registries: Registries::new(&config)?,
        mobile: crate::identity::sim::signer(&config.sim)?,
        gateway: crate::payment::vnpay::gateway(&config.payment, &config.http.public_url),
        partners: crate::vault::partner::Partners::new(&config)?,
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
            demo::import(conn, &accounts, now)?;
            if !accounts.is_empty() {
                demo::import_office(conn, now)?;
            }
            Ok(())
        })
        .map_err(|error| anyhow!("start-up data: {error}: {:?}", error.cause))
    })
}
