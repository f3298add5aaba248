//! What every request and job may need. Made once at start, cheap to clone.

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::files::Files;
use crate::identity::oidc::Providers;
use crate::identity::password::Passwords;
use crate::identity::registry::Registries;
use crate::identity::sim::MobileSigner;
use crate::identity::throttle::Throttle;
use crate::job::queue::Bell;
use crate::notification::channel::Channels;
use crate::signature::gate::Gate;
use crate::signature::pause::Pauses;
use crate::signature::visitors::Visitors;
use crate::upload::service::Scanner;
use crate::vault::partner::Partners;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The parts of the running server.
#[derive(Clone)]
pub struct AppState {
    /// Settings.
    pub config: Arc<Config>,
    /// What time it is.
    pub clock: Clock,
    /// The database.
    pub db: Db,
    /// The files.
    pub files: Files,
    /// Looks for viruses, if anybody does.
    pub antivirus: Option<Arc<dyn Scanner>>,
    /// Turns for processes that read papers.
    pub readers: Arc<Semaphore>,
    /// Judges signatures.
    pub gate: Gate,
    /// Who outside is left alone, because they do not answer.
    pub pauses: Pauses,
    /// Who may have files checked without signing in.
    pub visitors: Visitors,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Where people sign in with an identity from elsewhere.
    pub providers: Providers,
    /// Records kept elsewhere that people are compared with.
    pub registries: Registries,
    /// Where signing SIMs are reached, if anywhere.
    pub mobile: Option<Arc<dyn MobileSigner>>,
    /// Other systems' vaults.
    pub partners: Partners,
    /// Slows down who guesses.
    pub throttle: Throttle,
    /// The ways by which messages go.
    pub channels: Channels,
    /// Wakes the worker.
    pub bell: Bell,
    /// Keys the digests of one-time codes.
    pub secret_key: Arc<[u8]>,
}
