//! Who may call a handler, said in its signature. A guard stands before every body extractor, so that a stranger is
//! told to sign in rather than what is wrong with the body.

use super::domain::Account;
use super::session::{Principal, service};
use crate::error::{AppError, AppResult};
use crate::http::observe::{InPlace, RequestId};
use crate::state::AppState;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, ResponseError, web};
use anyhow::anyhow;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, LookId, UnitId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;
use std::future::{Ready, ready};

/// Anybody, signed in or not.
pub struct Anyone(pub Option<Principal>);

/// Somebody who is signed in.
pub struct Signed(pub Principal);

/// The same, also where the delegation that the session works by has ended: the way back to the own account, and out.
pub struct Leaving(pub Principal);

/// An account that has a vault and files dossiers.
#[derive(Debug, Clone)]
pub struct Filer {
    /// The account.
    pub account: Account,
    /// The request, for the audit log.
    pub request_id: RequestId,
    /// The officer who sits beside them and types; absent where they do so themselves.
    pub at_desk: Option<Box<AtDesk>>,
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

    /// Who does what is done, and whose files are sent: the officer at a desk, or the filer.
    pub fn hand(&self) -> AccountId {
        self.at_desk
            .as_ref()
            .map_or(self.account.id, |desk| desk.officer.id())
    }
}

/// An officer who takes a dossier in from a person at the desk, while the look that the person agreed to is open.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// The officer.
    pub officer: Officer,
    /// The look into the vault, on whose consent it rests.
    pub look: LookId,
    /// When it is over.
    pub ends_at: Timestamp,
}

/// Whoever may have a draft open: who files, or an officer at a desk. Which drafts are open to an officer the reception says.
pub enum AtDraft {
    /// The account whose draft it is, or nobody's.
    Own(Filer),
    /// An officer.
    Desk(Officer),
}

/// Somebody who may send files: who has a vault, and officers, whose files are results.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The account.
    pub account: Account,
}

impl Sender {
    /// Id of the account.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// Kind of the account.
    pub fn kind(&self) -> AccountKind {
        self.account.kind
    }
}

/// Who runs the portal.
#[derive(Debug, Clone)]
pub struct Administrator {
    /// The account.
    pub account: Account,
    /// The request, for the audit log.
    pub request_id: RequestId,
}

/// An officer at the dossiers of a unit: the own one, or that of the officer for whom a delegation lets one work.
pub struct DossierOfficer(pub Officer);

/// Whoever reads figures: an administrator of all, an officer of the own unit and what is under it. Which role that takes the
/// service looks at.
#[derive(Debug, Clone)]
pub struct FigureReader {
    /// The account.
    pub account: Account,
    /// Where the officer works; absent for an administrator.
    pub unit: Option<UnitId>,
}

/// An officer of a unit. What the officer may do beyond being one is a role, which the service looks at.
#[derive(Debug, Clone)]
pub struct Officer {
    /// The account.
    pub account: Account,
    /// Where the officer works.
    pub unit: UnitId,
    /// The request, for the audit log.
    pub request_id: RequestId,
}

impl Officer {
    /// Id of the account.
    pub fn id(&self) -> AccountId {
        self.account.id
    }
}

/// What the middleware found out about a request.
#[derive(Clone)]
struct Identified(Option<Principal>);

/// Middleware: finds out who asks, before any handler reads a path or a body. Guards then refuse at once; were they to
/// ask the database themselves, a faster extractor behind them could answer first.
pub async fn identify<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match principal(request.request()).await {
        Ok(principal) => {
            let account = principal.as_ref().map(|principal| &principal.account);
            if let Some((account, mandate)) = account.and_then(|one| Some((one, one.mandate.as_ref()?))) {
                let acting = InPlace {
                    delegation: mandate.id.to_string(),
                    words: mandate.signed(&account.name),
                };
                let id = RequestId::of(&request).in_place_of(acting);
                request.extensions_mut().insert(id);
            }
            request.extensions_mut().insert(Identified(principal))
        }
        Err(error) => return Ok(request.into_response(error.error_response())),
    };
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn principal(request: &HttpRequest) -> AppResult<Option<Principal>> {
    let Some(state) = request.app_data::<web::Data<AppState>>() else {
        return Err(AppError::internal(anyhow!("no state")));
    };
    match request.cookie(state.config.cookie_name()) {
        Some(cookie) => service::principal(state, cookie.value()).await,
        None => Ok(None),
    }
}

fn anyone(request: &HttpRequest) -> AppResult<Anyone> {
    let identified = request.extensions().get::<Identified>().cloned();
    identified
        .map(|Identified(principal)| Anyone(principal))
        .ok_or_else(|| AppError::internal(anyhow!("a guard outside of the middleware")))
}

fn leaving(request: &HttpRequest) -> AppResult<Leaving> {
    let Anyone(principal) = anyone(request)?;
    principal
        .map(Leaving)
        .ok_or_else(|| ErrorCode::SignInNeeded.into())
}

fn signed(request: &HttpRequest) -> AppResult<Signed> {
    let Leaving(principal) = leaving(request)?;
    match &principal.acting {
        Some(acting) if !acting.holds => Err(ErrorCode::DelegationEnded.into()),
        _ => Ok(Signed(principal)),
    }
}

fn filer(request: &HttpRequest) -> AppResult<Filer> {
    let Signed(Principal { account, .. }) = signed(request)?;
    if account.kind.files_dossiers() {
        let request_id = RequestId::of(request);
        Ok(Filer {
            account,
            request_id,
            at_desk: None,
        })
    } else {
        Err(ErrorCode::NotAllowed.into())
    }
}

fn at_draft(request: &HttpRequest) -> AppResult<AtDraft> {
    match officer(request) {
        Ok(officer) => Ok(AtDraft::Desk(officer)),
        Err(_) => filer(request).map(AtDraft::Own),
    }
}

fn sender(request: &HttpRequest) -> AppResult<Sender> {
    match filer(request) {
        Ok(Filer { account, .. }) => Ok(Sender { account }),
        Err(_) => dossier_officer(request).map(|officer| Sender {
            account: officer.0.account,
        }),
    }
}

fn administrator(request: &HttpRequest) -> AppResult<Administrator> {
    let Signed(Principal { account, .. }) = signed(request)?;
    if account.kind == AccountKind::Administrator {
        let request_id = RequestId::of(request);
        Ok(Administrator { account, request_id })
    } else {
        Err(ErrorCode::NotAllowed.into())
    }
}

fn officer(request: &HttpRequest) -> AppResult<Officer> {
    let DossierOfficer(officer) = dossier_officer(request)?;
    match officer.account.mandate {
        Some(_) => Err(ErrorCode::DelegationCovers.into()),
        None => Ok(officer),
    }
}

fn dossier_officer(request: &HttpRequest) -> AppResult<DossierOfficer> {
    let Signed(Principal { account, .. }) = signed(request)?;
    let unit = account.mandate.as_ref().map(|mandate| mandate.unit);
    match unit.or(account.unit_id) {
        Some(unit) if account.kind == AccountKind::Staff => Ok(DossierOfficer(Officer {
            account,
            unit,
            request_id: RequestId::of(request),
        })),
        _ => Err(ErrorCode::NotAllowed.into()),
    }
}

fn figure_reader(request: &HttpRequest) -> AppResult<FigureReader> {
    if let Ok(Administrator { account, .. }) = administrator(request) {
        return Ok(FigureReader { account, unit: None });
    }
    officer(request).map(|officer| FigureReader {
        account: officer.account,
        unit: Some(officer.unit),
    })
}

/// Each guard is found in the request before any body is read.
macro_rules! guards {
    ($($guard:ident by $find:ident,)+) => {
        $(impl FromRequest for $guard {
            type Error = AppError;
            type Future = Ready<AppResult<Self>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready($find(request))
            }
        })+
    };
}

guards! {
    Anyone by anyone,
    Signed by signed,
    Filer by filer,
    AtDraft by at_draft,
    Sender by sender,
    Administrator by administrator,
    Officer by officer,
    FigureReader by figure_reader,
    DossierOfficer by dossier_officer,
    Leaving by leaving,
}
