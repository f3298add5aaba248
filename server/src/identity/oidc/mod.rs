//! Signing in with an electronic identity from elsewhere, by OpenID Connect: VNeID and the National Public Service Portal.
//!
//! `provider` is what is asked of one, `openid` the protocol with what `directory` knows of it; `claims` reads what came
//! back; `admit` decides whose account it opens; `service` is the way there and back.

mod admit;
mod claims;
mod directory;
pub mod domain;
pub mod handler;
mod openid;
mod outside;
pub mod provider;
pub mod service;
mod staff;
pub(super) mod store;

use crate::error::AppResult;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::ProviderView;
use openid::OpenIdProvider;
use provider::IdentityProvider;
use std::sync::Arc;

/// All providers of the settings. None of them is asked before somebody wants to sign in there.
#[derive(Clone, Default)]
pub struct Providers(Arc<[Arc<dyn IdentityProvider>]>);

impl Providers {
    /// Those of the settings.
    pub fn new(config: &crate::config::Config) -> anyhow::Result<Self> {
        let make = |one: &crate::config_oidc::OidcConfig| {
            let callback = format!(
                "{}{}",
                config.http.public_url,
                motcua_shared::path::provider_callback(&one.id)
            );
            let provider: Arc<dyn IdentityProvider> = Arc::new(OpenIdProvider::new(one.clone(), callback)?);
            anyhow::Ok(provider)
        };
        let list: anyhow::Result<Vec<_>> = config.identity.oidc.iter().map(make).collect();
        Ok(Self(list?.into()))
    }

    /// What the sign-in page shows of them.
    pub fn views(&self) -> Vec<ProviderView> {
        let view = |provider: &dyn IdentityProvider| ProviderView {
            id: provider.settings().id.clone(),
            name: provider.settings().name.clone(),
            description: provider.settings().description.clone(),
        };
        self.iter().map(view).collect()
    }

    /// In the order of the settings.
    pub fn iter(&self) -> impl Iterator<Item = &dyn IdentityProvider> {
        self.0.iter().map(AsRef::as_ref)
    }
}

fn find<'a>(state: &'a AppState, id: &str) -> AppResult<&'a dyn IdentityProvider> {
    let found = state
        .providers
        .iter()
        .find(|provider| provider.settings().id == id);
    found.ok_or_else(|| ErrorCode::NotFound.into())
}
