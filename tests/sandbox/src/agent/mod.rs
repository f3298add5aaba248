//! A signing agent as people run it on their own computer: it speaks the protocol of VGCA Sign Service and that of the
//! VNPT-CA plugin to the browser, and PKCS#11 to a token. The token is SoftHSM with the sandbox's keys, or a real one.

mod behaviour;
mod control;
mod file;
mod socket;
mod softhsm;
mod tls;
mod token;
mod vgca;
mod vnpt;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use clap::Args;
use tracing::info;

use crate::pki::certificate::Identity;
use crate::pki::store;
use behaviour::Behaviour;
use token::Token;

/// Settings of `agent`.
#[derive(Args, Clone)]
pub struct Settings {
    /// Directory of the set; made if missing.
    #[arg(long, default_value = "data/sandbox")]
    pub dir: PathBuf,
    /// Where the agent keeps its TLS certificate and its token; `DIR/agent` if not given.
    #[arg(long)]
    pub state: Option<PathBuf>,
    /// Port of the VGCA protocol.
    #[arg(long, default_value_t = 8987)]
    pub port: u16,
    /// Port of the VNPT protocol.
    #[arg(long, default_value_t = 4433)]
    pub vnpt_port: u16,
    /// Port of the control endpoint (plain HTTP).
    #[arg(long, default_value_t = 8988)]
    pub control_port: u16,
    /// PKCS#11 module of the token.
    #[arg(long, default_value = "/usr/lib/softhsm/libsofthsm2.so")]
    pub module: PathBuf,
    /// PIN of the token.
    #[arg(long, default_value = "12345678")]
    pub pin: String,
    /// Use the token that is there as it is: a real one. Nothing is written to it.
    #[arg(long)]
    pub own_token: bool,
    /// Label of the certificate to sign with; at first the only or the first one.
    #[arg(long = "as", value_name = "LABEL")]
    pub holder: Option<String>,
    /// Licence that the VNPT side accepts.
    #[arg(long, default_value = "sandbox")]
    pub licence: String,
}

/// What the two protocols and the control endpoint share.
pub struct Agent {
    token: Token,
    licence: String,
    state: Mutex<State>,
    http: reqwest::Client,
    /// Who stamps what the agent signs, and that one's issuer; nobody where the set is not at hand.
    stamping: Option<(Identity, Identity)>,
}

struct State {
    holder: String,
    behaviour: Behaviour,
    is_licensed: bool,
}

impl Agent {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn behaviour(&self) -> Behaviour {
        self.state().behaviour
    }

    /// Whom the agent shows.
    fn shown(&self) -> Result<Identity> {
        let holder = self.state().holder.clone();
        self.token.identity(&holder)
    }

    /// Who signs: the one shown, unless told to cheat.
    fn signer(&self) -> Result<Identity> {
        let shown = self.shown()?;
        if self.behaviour() != Behaviour::OtherCertificate {
            return Ok(shown);
        }
        let other = self
            .token
            .labels()
            .find(|label| self.has_another_key(label, &shown));
        self.token.identity(other.context("the token has no other key")?)
    }

    fn has_another_key(&self, label: &str, shown: &Identity) -> bool {
        let key = |identity: &Identity| identity.key.public().ok();
        let other = self.token.identity(label);
        other.is_ok_and(|other| key(&other) != key(shown))
    }
}

/// Runs until it is told to stop.
pub fn run(settings: &Settings) -> Result<()> {
    let state = settings
        .state
        .clone()
        .unwrap_or_else(|| settings.dir.join("agent"));
    if !settings.own_token {
        // Does not return where this program has to start anew.
        softhsm::enter(&state)?;
    }
    let token = if settings.own_token {
        Token::open(&settings.module, &settings.pin)?
    } else {
        Token::make(&settings.module, &settings.pin, &settings.dir)?
    };
    let holder = match &settings.holder {
        Some(label) => label.clone(),
        None => token
            .labels()
            .next()
            .context("the token has no certificate")?
            .to_owned(),
    };
    token.identity(&holder)?;
    let tls = tls::acceptor(&state)?;
    let agent = Arc::new(Agent {
        token,
        licence: settings.licence.clone(),
        state: Mutex::new(State {
            holder,
            behaviour: Behaviour::Honest,
            is_licensed: false,
        }),
        http: tls::client()?,
        stamping: store::read(&settings.dir, "tsa-g2")
            .ok()
            .zip(store::read(&settings.dir, "root-g2").ok()),
    });
    actix_web::rt::System::new().block_on(serve(agent, settings.clone(), tls, state))
}

async fn serve(
    agent: Arc<Agent>,
    settings: Settings,
    tls: tokio_rustls::TlsAcceptor,
    state: PathBuf,
) -> Result<()> {
    let vgca = socket::listen(agent.clone(), settings.port, tls.clone(), vgca::answer).await?;
    let vnpt = socket::listen(agent.clone(), settings.vnpt_port, tls, vnpt::answer).await?;
    let control = control::server(agent, settings.control_port)?;
    let address = control.addrs().first().copied().context("no control endpoint")?;
    println!(
        "agent: vgca wss://127.0.0.1:{vgca}/ vnpt wss://localhost:{vnpt}/plugin control http://{address}/ authority {}",
        tls::authority(&state).display()
    );
    info!("listening");
    control.run().await?;
    Ok(())
}
