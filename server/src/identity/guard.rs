//! Who may call a handler, said in its signature. A guard stands before every body extractor, so that a stranger is
//! told to sign in rather than what is wrong with the body.

use super::domain::Account;
use super::service::{self, Principal};
use crate::error::AppError;
use crate::http::observe::RequestId;
use crate::state::AppState;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures::future::LocalBoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::AccountKind;

/// Anybody, signed in or not.
pub struct Anyone(pub Option<Principal>);

/// Somebody who is signed in.
pub struct Signed(pub Principal);

/// An account that has a vault and files dossiers.
#[derive(Debug, Clone)]
pub struct Filer {
    /// The account.
    pub account: Account,
    /// The request, for the audit log.
    pub request_id: RequestId,
}

impl Filer {
    /// Id of the account.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// Kind of the account.
    pub fn kind(&self) -> AccountKind {
        self.account.kind
    }
}

async fn principal(request: HttpRequest) -> Result<Option<Principal>, AppError> {
    let Some(state) = request.app_data::<web::Data<AppState>>() else {
        return Err(AppError::internal(anyhow::anyhow!("no state")));
    };
    match request.cookie(state.config.cookie_name()) {
        Some(cookie) => service::principal(state, cookie.value()).await,
        None => Ok(None),
    }
}

impl FromRequest for Anyone {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async { Ok(Self(principal(request).await?)) })
    }
}

impl FromRequest for Signed {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async {
            principal(request)
                .await?
                .map(Self)
                .ok_or_else(|| ErrorCode::SignInNeeded.into())
        })
    }
}

impl FromRequest for Filer {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request_id = RequestId::of(request);
        let signed = Signed::from_request(request, payload);
        Box::pin(async {
            let Signed(Principal { account, .. }) = signed.await?;
            if account.kind.files_dossiers() {
                Ok(Self { account, request_id })
            } else {
                Err(ErrorCode::NotAllowed.into())
            }
        })
    }
}
