//! Refusals as `application/problem+json` (RFC 9457). The only place that knows which status a code has.

use crate::error::{AppError, FieldFault};
use crate::http::language::Language;
use crate::http::observe::RequestId;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::JsonPayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use motcua_shared::error::{ErrorCode, FieldError, Problem};
use motcua_shared::text::{self, Lang};
use std::collections::BTreeMap;
use std::fmt::Display;

/// The status of a code.
pub const fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as E;
    match code {
        E::BadRequest => StatusCode::BAD_REQUEST,
        E::SignInNeeded | E::SignInFailed => StatusCode::UNAUTHORIZED,
        E::NotAllowed
        | E::CrossSite
        | E::ApplicantNotAllowed
        | E::SignInClosed
        | E::AccountSuspended
        | E::FlowElsewhere
        | E::IdentityUnverified
        | E::IdentityNotServed
        | E::IdentityOtherPerson
        | E::ProofNeedsDesk
        | E::NoStaffAccount
        | E::StaffPersonDiffers
        | E::OwnRights
        | E::StepOfOthers
        | E::DelegationEnded
        | E::DelegationCovers
        | E::StaffSignInElsewhere
        | E::StaffPasswordClosed
        | E::ConfirmNeeded
        | E::ConfirmBySignIn
        | E::SignerOther
        | E::PartnerNeedsIdentity
        | E::PhoneByDesk => StatusCode::FORBIDDEN,
        E::NotFound | E::LookupWrong => StatusCode::NOT_FOUND,
        E::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        E::VersionConflict
        | E::IdempotencyMismatch
        | E::PaperDuplicate
        | E::PaperAddedOtherwise
        | E::PaperNotOwners
        | E::PaperStale
        | E::FeedbackOpen
        | E::FeedbackMovedOn
        | E::FeedbackFileGone
        | E::FeedbackFileKnown
        | E::PetitionAskedBefore
        | E::PetitionNotToPublish
        | E::DossierMovedOn
        | E::DossierElsewhere
        | E::DossierHeld
        | E::ReceptionOver
        | E::ReceptionNotAgreed
        | E::ReceptionNotHere
        | E::ExtendedBefore
        | E::StepNotLast
        | E::NoSuchStep
        | E::DraftingOpen
        | E::UnitWithoutSeal
        | E::OpinionOver
        | E::SupplementOpen
        | E::DraftIsSupplement
        | E::WithdrawalMovedOn
        | E::RatingClosed
        | E::ProcedureNotReceived
        | E::ChargeMovedOn
        | E::TransferWentBack
        | E::ChargeAmountDiffers
        | E::FeeDue
        | E::PaymentOpen
        | E::PaymentNotOffered
        | E::ResultIsComponent
        | E::ResultKnown
        | E::TooManyGrants
        | E::GrantEnded
        | E::LookOver
        | E::ContentChanged
        | E::DraftSubmitted
        | E::UploadGone
        | E::UploadOffset
        | E::UploadUnfinished
        | E::FileScanning
        | E::FlowEnded
        | E::IdentityConflict
        | E::AlreadyRegistered
        | E::TokenChallengeEnded
        | E::TokenRegistered
        | E::TokenConflict
        | E::FlowGone
        | E::AssistedDone
        | E::ObjectionSent
        | E::PasswordAlreadySet
        | E::ClaimAlreadySettled
        | E::ClaimDecisionUnfit
        | E::PhoneTooNew
        | E::LastPhone
        | E::LastContact
        | E::OfficerExists
        | E::CategoryExists
        | E::CalendarDayKnown
        | E::UnitKnown
        | E::UnitHasUnits
        | E::LastAdministrator
        | E::DelegationOverlaps
        | E::LoginNeeded
        | E::NoContact
        | E::LastWayIn
        | E::PhoneChangeWaits
        | E::SlotFull
        | E::StepNotPossible
        | E::CopySignatureFailed
        | E::LinkOver => StatusCode::CONFLICT,
        E::BodyTooLarge | E::FileTooLarge | E::QuotaReached => StatusCode::PAYLOAD_TOO_LARGE,
        E::WrongContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        E::TooManyRequests
        | E::CodeLocked
        | E::CodeTooSoon
        | E::TooManyCodes
        | E::TooManyDrafts
        | E::TooManyFilings
        | E::TooManyOpen
        | E::TooManyLookups => StatusCode::TOO_MANY_REQUESTS,
        E::Internal | E::Unknown | E::NoConnection => StatusCode::INTERNAL_SERVER_ERROR,
        E::Unavailable | E::ProviderUnavailable | E::RegistryDown | E::SimDown | E::PartnerDown => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        E::PartnerWrong => StatusCode::BAD_GATEWAY,
        E::UploadProtocol => StatusCode::PRECONDITION_FAILED,
        E::ProofNeeded => StatusCode::PRECONDITION_REQUIRED,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A refusal on its way out; `render` turns it into a body, in the language asked for.
#[derive(Clone)]
struct Refusal {
    code: ErrorCode,
    fields: Vec<FieldFault>,
    params: BTreeMap<String, String>,
    retry_after: Option<u64>,
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        status(self.code)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        if let Some(cause) = &self.cause {
            tracing::error!(code = %self.code, cause = format!("{cause:#}"), "request failed");
        }
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(Refusal {
            code: self.code,
            fields: self.fields.clone(),
            params: self.params.clone(),
            retry_after: self.retry_after,
        });
        response
    }
}

/// Middleware: every refusal under /api leaves as problem+json, also those that actix makes itself.
pub async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let lang = Language::of(request.headers());
    let id = RequestId::of(&request);
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response);
    }
    let refusal = response.response().extensions().get::<Refusal>().cloned();
    let refusal = refusal.unwrap_or_else(|| Refusal {
        code: foreign_code(status),
        fields: Vec::new(),
        params: BTreeMap::new(),
        retry_after: None,
    });
    let problem = problem(&refusal, lang, &id);
    let (request, refused) = response.into_parts();
    let mut builder = HttpResponse::build(self::status(refusal.code));
    // What a protocol wants on every answer.
    for (name, value) in refused.headers() {
        builder.append_header((name, value));
    }
    builder.insert_header((header::CONTENT_TYPE, "application/problem+json; charset=utf-8"));
    builder.insert_header((header::CONTENT_LANGUAGE, lang.tag()));
    if let Some(seconds) = refusal.retry_after {
        builder.insert_header((header::RETRY_AFTER, seconds));
    }
    let body = serde_json::to_string(&problem).unwrap_or_default();
    Ok(ServiceResponse::new(request, builder.body(body)))
}

/// Answers addresses under /api that lead nowhere, and known ones that do not take the method.
pub async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, AppError> {
    Err(match request.match_pattern() {
        Some(_) => ErrorCode::MethodNotAllowed.into(),
        None => ErrorCode::NotFound.into(),
    })
}

/// The refusal of a JSON body that cannot be read.
pub fn unreadable_json(error: JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    json_refusal(&error).into()
}

/// The same for a handler that reads JSON by itself.
pub fn json_refusal(error: &JsonPayloadError) -> AppError {
    let code = match error {
        JsonPayloadError::ContentType => ErrorCode::WrongContentType,
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            ErrorCode::BodyTooLarge
        }
        _ => ErrorCode::BadRequest,
    };
    AppError::new(code)
}

/// The code of a refusal that actix made before one of our handlers was reached.
fn foreign_code(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::WrongContentType,
        status if status.is_client_error() => ErrorCode::BadRequest,
        _ => ErrorCode::Internal,
    }
}

fn problem(refusal: &Refusal, lang: Lang, id: &RequestId) -> Problem {
    let field = |fault: &FieldFault| FieldError {
        path: fault.path.clone(),
        code: fault.code,
        title: sentence(fault.code, &fault.params, lang),
        params: fault.params.clone(),
    };
    Problem {
        kind: format!("urn:motcua:error:{}", refusal.code),
        title: sentence(refusal.code, &refusal.params, lang),
        status: status(refusal.code).as_u16(),
        code: refusal.code,
        request_id: id.to_string(),
        errors: refusal.fields.iter().map(field).collect(),
        retry_after: refusal.retry_after,
    }
}

/// The sentence of a code.
pub fn sentence(code: ErrorCode, params: &BTreeMap<String, String>, lang: Lang) -> String {
    let arguments: Vec<(&str, &dyn Display)> = params
        .iter()
        .map(|(name, value)| (name.as_str(), value as &dyn Display))
        .collect();
    match text::error::find(code.as_str()).or_else(|| text::refusal::find(code.as_str())) {
        Some(message) => message.render(lang, &arguments),
        None => text::error::unknown(lang).to_owned(),
    }
}
