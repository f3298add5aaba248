//! The protocol: OpenID Connect 1.0, authorization code with PKCE, through the crate `openidconnect`.

use super::claims::Claims;
use super::directory::{Directory, Metadata, describe};
use super::domain::Flow;
use super::outside::Outside;
use super::provider::{Answer, Answered, Asked, IdentityProvider};
use crate::clock::{after, before};
use crate::config_oidc::OidcConfig;
use futures::future::BoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;
use openidconnect::core::*;
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthenticationContextClass, AuthorizationCode,
    ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims, IdTokenFields, IdTokenVerifier,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Difference of clocks that is forgiven.
const SKEW_SECONDS: u64 = 60;

/// Claims of any name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Extra(Claims);

impl AdditionalClaims for Extra {}

type Token = IdToken<Extra, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    Extra,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Portal = Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider at an address.
pub struct OpenIdProvider {
    settings: OidcConfig,
    issuer: IssuerUrl,
    callback: RedirectUrl,
    outside: Outside,
    directory: Directory,
}

impl OpenIdProvider {
    /// Asks nothing yet. `callback` is where browsers come back to.
    pub fn new(settings: OidcConfig, callback: String) -> anyhow::Result<Self> {
        let issuer = IssuerUrl::new(settings.issuer.clone())?;
        Ok(Self {
            directory: Directory::new(settings.id.clone(), issuer.clone()),
            issuer,
            callback: RedirectUrl::new(callback)?,
            outside: Outside::new()?,
            settings,
        })
    }

    async fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, ErrorCode> {
        self.directory.metadata(&self.outside, now).await
    }

    fn portal(&self, metadata: &Metadata) -> Portal {
        let secret = self.settings.client_secret.expose_secret();
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned()));
        let client_id = ClientId::new(self.settings.client_id.clone());
        let portal = Client::from_provider_metadata(metadata.clone(), client_id, secret);
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes_basic =
            methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth_type = if takes_basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        portal
            .set_auth_type(auth_type)
            .set_redirect_uri(self.callback.clone())
    }

    /// With every check of the ID token but the nonce. No symmetric algorithm: who holds the secret could sign for
    /// anybody.
    fn verifier(
        &self,
        metadata: &Metadata,
        begun_at: Timestamp,
        now: Timestamp,
    ) -> IdTokenVerifier<'_, CoreJsonWebKey> {
        use CoreJwsSigningAlgorithm as Alg;
        let client_id = ClientId::new(self.settings.client_id.clone());
        let max_age = self.settings.max_age_seconds;
        IdTokenVerifier::new_public_client(client_id, self.issuer.clone(), metadata.jwks().clone())
            .set_allowed_algs([
                Alg::RsaSsaPkcs1V15Sha256,
                Alg::RsaSsaPkcs1V15Sha384,
                Alg::RsaSsaPkcs1V15Sha512,
                Alg::RsaSsaPssSha256,
                Alg::RsaSsaPssSha384,
                Alg::RsaSsaPssSha512,
                Alg::EcdsaP256Sha256,
                Alg::EcdsaP384Sha384,
                Alg::EdDsa,
            ])
            .set_time_fn(move || before(now, SKEW_SECONDS).utc())
            .set_issue_time_verifier_fn(move |issued| {
                let (earliest, latest) = (before(begun_at, SKEW_SECONDS), after(now, SKEW_SECONDS));
                if earliest.utc() <= issued && issued <= latest.utc() {
                    Ok(())
                } else {
                    Err("issued before it was asked for, or in the future".to_owned())
                }
            })
            .set_auth_context_verifier_fn(|acr| match acr {
                _ if !self.settings.acr_required => Ok(()),
                Some(acr) if self.settings.acr_values.contains(acr) => Ok(()),
                _ => Err("not the level that was asked for".to_owned()),
            })
            .set_auth_time_verifier_fn(move |proved| match (max_age, proved) {
                (None, _) => Ok(()),
                (Some(seconds), Some(proved))
                    if before(now, seconds.saturating_add(SKEW_SECONDS)).utc() <= proved =>
                {
                    Ok(())
                }
                _ => Err("the person proved who they are too long ago".to_owned()),
            })
    }

    async fn redeem(&self, answer: Answer<'_>, flow: &Flow, now: Timestamp) -> Result<Answered, ErrorCode> {
        let metadata = self.metadata(now).await?;
        let needs_issuer = metadata
            .additional_metadata()
            .authorization_response_iss_parameter_supported;
        match answer.issuer {
            Some(issuer) if issuer != self.settings.issuer => return Err(ErrorCode::AnswerIssuer),
            None if needs_issuer => return Err(ErrorCode::AnswerIssuer),
            _ => {}
        }
        let code = answer.code.map_err(refused)?;
        let portal = self.portal(&metadata);
        let tokens = portal
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| ErrorCode::ProviderUnavailable)?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
            .request_async(&self.outside)
            .await
            .map_err(|error| self.not_redeemed(&error))?;
        let id_token = tokens.id_token().ok_or(ErrorCode::AnswerIncomplete)?;
        let claims = self.verified(id_token, &metadata, flow, now).await?;
        self.check_further(&claims, now)?;
        let metadata = self.metadata(now).await?;
        if let Some(expected) = claims.access_token_hash() {
            let verifier = self.verifier(&metadata, flow.begun_at, now);
            let real = id_token
                .signing_alg()
                .ok()
                .zip(id_token.signing_key(&verifier).ok())
                .and_then(|(alg, key)| AccessTokenHash::from_token(tokens.access_token(), alg, key).ok());
            if real.as_ref() != Some(expected) {
                return Err(ErrorCode::AnswerSignature);
            }
        }
        let mut all = Claims::new();
        let subject = claims.subject().clone();
        if let Ok(request) = portal.user_info(tokens.access_token().clone(), Some(subject)) {
            let further: UserInfoClaims<Extra, CoreGenderClaim> =
                request.request_async(&self.outside).await.map_err(|error| {
                    let reason = describe(&error);
                    tracing::warn!(provider = self.settings.id, reason, "no claims of the person");
                    ErrorCode::ProviderUnavailable
                })?;
            all.append(&mut as_map(&further));
        }
        all.append(&mut as_map(&claims));
        Ok(Answered {
            claims: all,
            id_token: id_token.to_string(),
        })
    }

    async fn verified(
        &self,
        token: &Token,
        metadata: &Metadata,
        flow: &Flow,
        now: Timestamp,
    ) -> Result<IdTokenClaims<Extra, CoreGenderClaim>, ErrorCode> {
        let nonce = Nonce::new(flow.nonce.clone());
        let check = |metadata: &Metadata| {
            let verifier = self.verifier(metadata, flow.begun_at, now);
            token.claims(&verifier, &nonce).cloned()
        };
        let mut checked = check(metadata);
        if let Err(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_),
        )) = &checked
            && let Some(newer) = self.directory.newer_keys(&self.outside, metadata, now).await
        {
            checked = check(&newer);
        }
        checked.map_err(|error| {
            let code = code_of(&error);
            // Not the error itself: it may quote what is in the token.
            tracing::warn!(provider = self.settings.id, %code, "an ID token was refused");
            code
        })
    }

    /// What the library leaves to us: `nbf`, and `azp`, the one it was issued to.
    fn check_further(
        &self,
        claims: &IdTokenClaims<Extra, CoreGenderClaim>,
        now: Timestamp,
    ) -> Result<(), ErrorCode> {
        let not_before = claims.additional_claims().0.get("nbf");
        let latest = after(now, SKEW_SECONDS).unix_seconds();
        if not_before.is_some_and(|from| from.as_f64().is_none_or(|from| from > latest as f64)) {
            return Err(ErrorCode::AnswerTime);
        }
        match claims.authorized_party() {
            Some(party) if party.as_str() != self.settings.client_id => Err(ErrorCode::AnswerAudience),
            _ => Ok(()),
        }
    }

    fn not_redeemed<E: std::error::Error + 'static>(
        &self,
        error: &RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
    ) -> ErrorCode {
        let provider = &self.settings.id;
        match error {
            RequestTokenError::ServerResponse(answer) => match answer.error() {
                // The code was used, is too old, or was asked for by somebody else.
                CoreErrorResponseType::InvalidGrant => ErrorCode::FlowEnded,
                other => {
                    tracing::error!(
                        provider,
                        reason = other.as_ref(),
                        "the provider refuses this portal"
                    );
                    ErrorCode::ProviderUnavailable
                }
            },
            RequestTokenError::Parse(..) => ErrorCode::AnswerIncomplete,
            other => {
                let reason = describe(other);
                tracing::warn!(provider, reason, "the code could not be redeemed");
                ErrorCode::ProviderUnavailable
            }
        }
    }
}

impl IdentityProvider for OpenIdProvider {
    fn settings(&self) -> &OidcConfig {
        &self.settings
    }

    fn entrance<'a>(&'a self, asked: Asked<'a>, now: Timestamp) -> BoxFuture<'a, Result<String, ErrorCode>> {
        Box::pin(async move {
            let metadata = self.metadata(now).await?;
            let portal = self.portal(&metadata);
            let verifier = PkceCodeVerifier::new(asked.verifier.to_owned());
            let (state, nonce) = (asked.state.to_owned(), asked.nonce.to_owned());
            let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
            let mut request = portal
                .authorize_url(
                    CoreAuthenticationFlow::AuthorizationCode,
                    move || CsrfToken::new(state),
                    move || Nonce::new(nonce),
                )
                .add_scopes(scopes)
                .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
            for acr in &self.settings.acr_values {
                request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
            }
            if let Some(seconds) = self.settings.max_age_seconds {
                request = request.set_max_age(Duration::from_secs(seconds));
            }
            let (url, _, _) = request.url();
            Ok(url.to_string())
        })
    }

    fn answer<'a>(
        &'a self,
        answer: Answer<'a>,
        flow: &'a Flow,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Answered, ErrorCode>> {
        Box::pin(self.redeem(answer, flow, now))
    }

    fn exit<'a>(&'a self, id_token: &'a str, back: &'a str, now: Timestamp) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            let metadata = self.metadata(now).await.ok()?;
            let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
            let token: Token = id_token.parse().ok()?;
            let url = LogoutRequest::from(endpoint)
                .set_id_token_hint(&token)
                .set_client_id(ClientId::new(self.settings.client_id.clone()))
                .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).ok()?)
                .http_get_url();
            Some(url.to_string())
        })
    }
}

fn as_map<T: Serialize>(claims: &T) -> Claims {
    match serde_json::to_value(claims) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => Claims::new(),
    }
}

/// An error that the provider sent instead of a code (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
fn refused(error: &str) -> ErrorCode {
    match error {
        "access_denied"
        | "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required" => ErrorCode::ProviderDeclined,
        _ => ErrorCode::ProviderUnavailable,
    }
}

fn code_of(error: &ClaimsVerificationError) -> ErrorCode {
    match error {
        ClaimsVerificationError::Expired(_) => ErrorCode::AnswerTime,
        ClaimsVerificationError::InvalidAudience(_) => ErrorCode::AnswerAudience,
        ClaimsVerificationError::InvalidAuthContext(_) | ClaimsVerificationError::InvalidAuthTime(_) => {
            ErrorCode::AnswerLevel
        }
        ClaimsVerificationError::InvalidIssuer(_) => ErrorCode::AnswerIssuer,
        ClaimsVerificationError::InvalidNonce(_) => ErrorCode::AnswerNonce,
        ClaimsVerificationError::SignatureVerification(_) => ErrorCode::AnswerSignature,
        _ => ErrorCode::AnswerIncomplete,
    }
}
