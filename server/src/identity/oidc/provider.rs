//! What the portal asks of a provider of identities, whatever protocol it speaks.

use super::claims::Claims;
use super::domain::Flow;
use crate::config_oidc::OidcConfig;
use futures::future::BoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;

/// A system where people prove who they are.
pub trait IdentityProvider: Send + Sync {
    /// Its settings.
    fn settings(&self) -> &OidcConfig;
    /// Where the browser goes to sign in.
    fn entrance<'a>(&'a self, asked: Asked<'a>, now: Timestamp) -> BoxFuture<'a, Result<String, ErrorCode>>;
    /// What the answer that came back for `flow` says, once everything about it was checked.
    fn answer<'a>(
        &'a self,
        answer: Answer<'a>,
        flow: &'a Flow,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Answered, ErrorCode>>;
    /// Where the browser goes to sign out there, if that is offered; `back` is the page to come back to.
    fn exit<'a>(&'a self, id_token: &'a str, back: &'a str, now: Timestamp) -> BoxFuture<'a, Option<String>>;
}

/// The secrets of a flow that begins.
pub struct Asked<'a> {
    /// Comes back with the answer.
    pub state: &'a str,
    /// Comes back in the ID token.
    pub nonce: &'a str,
    /// Its digest goes along.
    pub verifier: &'a str,
}

/// What came back through the browser.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The code, or why there is none.
    pub code: Result<&'a str, &'a str>,
    /// Who says so (RFC 9207).
    pub issuer: Option<&'a str>,
}

/// What the provider says of a person.
pub struct Answered {
    /// Claims of the ID token and of the userinfo endpoint; where both speak, the signed ones hold.
    pub claims: Claims,
    /// As it came, for signing out there.
    pub id_token: String,
}
