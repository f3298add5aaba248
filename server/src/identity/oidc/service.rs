//! The way to a provider and back, and the proof that an account is one's own.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose as CodePurpose};
use super::super::contact::service as contact;
use super::super::domain::Account;
use super::super::session::service::{self as sessions, Opened, Opening};
use super::super::session::{Device, Method, Principal};
use super::admit::{self, Admitted, Doing};
use super::domain::{Flow, Identity, Purpose, ReturnPath};
use super::provider::{Answer, Answered, Asked};
use super::{claims, find, store};
use crate::clock::before;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ChallengeId;
use motcua_shared::identity::dto::{Challenge, ConfirmCode};
use motcua_shared::identity::rule::parse_code;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::net::IpAddr;

/// Flows are kept this long.
const KEEP_SECONDS: u64 = 3600;

/// How often a use case begins again that met another one.
const TRIES: u32 = 3;

/// The page of the sign-in.
const SIGN_IN_PAGE: &str = "/dang-nhap";

/// The page where officers sign in.
const STAFF_PAGE: &str = "/can-bo/dang-nhap";

/// Somebody on the way out.
pub struct Started {
    /// Where to.
    pub location: String,
    /// What the browser keeps, by which it is known when it comes back.
    pub browser: String,
}

/// The page of the own account, which says once that it is new: registering leads there.
const ACCOUNT_PAGE: &str = "/tai-khoan";

/// Where somebody arrives who comes back.
pub struct Landing {
    /// The page.
    pub path: String,
    /// The token of the session that was opened, and what the browser keeps besides.
    pub token: Option<(String, String)>,
}

impl Landing {
    fn page(path: String) -> Self {
        Self { path, token: None }
    }
}

/// What came back in the address.
pub struct Returned<'a> {
    /// `state`
    pub state: Option<&'a str>,
    /// `code`
    pub code: Option<&'a str>,
    /// `error`
    pub error: Option<&'a str>,
    /// `iss`
    pub issuer: Option<&'a str>,
}

/// Who came back, from where.
pub struct Arrival<'a> {
    /// What the browser kept.
    pub browser: Option<&'a str>,
    /// Who is signed in there.
    pub principal: Option<Principal>,
    /// The browser as the session notes it.
    pub device: Device,
    /// The request.
    pub request_id: RequestId,
}

/// The page that says why nobody was signed in.
pub fn refusal_page(purpose: Purpose, code: ErrorCode, return_path: &ReturnPath) -> String {
    sign_in_page(purpose, "loi", code.as_str(), return_path)
}

fn sign_in_page(purpose: Purpose, name: &str, value: &str, return_path: &ReturnPath) -> String {
    let page = match purpose {
        Purpose::SignIn | Purpose::Link => SIGN_IN_PAGE,
        Purpose::Staff => STAFF_PAGE,
    };
    let next = utf8_percent_encode(return_path.as_str(), NON_ALPHANUMERIC);
    format!("{page}?{name}={value}&tiep={next}")
}

pub(super) fn browser_key(state: &AppState, browser: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["oidc-browser", browser])
}

fn state_key(state: &AppState, value: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["oidc-state", value])
}

/// What a browser kept is used again if we could have made it: two tabs then know each other's flows.
fn kept(browser: Option<&str>) -> Option<String> {
    let is_ours = |text: &&str| {
        text.len() == 43
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    browser.filter(is_ours).map(str::to_owned)
}

/// Begins: keeps the secrets of a new flow, and says where to go.
pub async fn start(
    state: &AppState,
    provider_id: &str,
    purpose: Purpose,
    return_path: ReturnPath,
    arrival: &Arrival<'_>,
) -> AppResult<Started> {
    let provider = find(state, provider_id)?;
    state
        .throttle
        .attempt(arrival.device.address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let account_id = match (purpose, &arrival.principal) {
        (Purpose::SignIn | Purpose::Staff, _) => None,
        (Purpose::Link, Some(principal)) => Some(principal.account.id),
        (Purpose::Link, None) => return Err(ErrorCode::SignInNeeded.into()),
    };
    let browser = match kept(arrival.browser) {
        Some(browser) => browser,
        None => secret::token()?,
    };
    let (value, now) = (secret::token()?, state.clock.now());
    let flow = Flow {
        id: uuid::Uuid::now_v7().to_string(),
        provider: provider_id.to_owned(),
        browser_key: browser_key(state, &browser),
        nonce: secret::token()?,
        verifier: secret::token()?,
        purpose,
        account_id,
        return_path,
        begun_at: now,
    };
    let asked = Asked {
        state: &value,
        nonce: &flow.nonce,
        verifier: &flow.verifier,
    };
    let location = provider.entrance(asked, now).await?;
    let key = state_key(state, &value);
    state
        .db
        .write(move |conn| store::insert_flow(conn, &flow, &key))
        .await?;
    Ok(Started { location, browser })
}

/// Somebody comes back. Whatever goes wrong leads to a page that says it.
pub async fn finish(
    state: &AppState,
    provider_id: &str,
    returned: Returned<'_>,
    arrival: Arrival<'_>,
) -> Landing {
    let flow = match take(state, returned.state).await {
        Ok(flow) => flow,
        Err(error) => {
            let home = ReturnPath::parse("/");
            return Landing::page(refusal_page(Purpose::SignIn, said(&error), &home));
        }
    };
    match arrive(state, provider_id, &flow, returned, arrival).await {
        Ok(landing) => landing,
        Err(error) => {
            let code = said(&error);
            Landing::page(match flow.purpose {
                Purpose::SignIn | Purpose::Staff => refusal_page(flow.purpose, code, &flow.return_path),
                Purpose::Link => flow.return_path.with("loi", code.as_str()),
            })
        }
    }
}

/// The code of an error; what was not expected goes to the log, as nobody else writes it there.
fn said(error: &AppError) -> ErrorCode {
    if let Some(cause) = &error.cause {
        tracing::error!(code = %error.code, cause = format!("{cause:#}"), "signing in through a provider failed");
    }
    error.code
}

async fn take(state: &AppState, value: Option<&str>) -> AppResult<Flow> {
    let key = state_key(state, value.ok_or(ErrorCode::FlowEnded)?);
    let now = state.clock.now();
    let taken = state
        .db
        .write(move |conn| store::take_flow(conn, &key, now))
        .await?;
    taken.ok_or_else(|| ErrorCode::FlowEnded.into())
}

async fn arrive(
    state: &AppState,
    provider_id: &str,
    flow: &Flow,
    returned: Returned<'_>,
    arrival: Arrival<'_>,
) -> AppResult<Landing> {
    let now = state.clock.now();
    let key = arrival.browser.map(|browser| browser_key(state, browser));
    flow.check(now, provider_id, key.as_deref())?;
    let provider = find(state, provider_id)?;
    let acting = arrival.principal.as_ref().map(|principal| principal.account.id);
    if flow.purpose == Purpose::Link && (acting.is_none() || acting != flow.account_id) {
        return Err(ErrorCode::SignInNeeded.into());
    }
    let code = match (returned.code, returned.error) {
        (_, Some(error)) => Err(error),
        (Some(code), None) => Ok(code),
        (None, None) => return Err(ErrorCode::AnswerIncomplete.into()),
    };
    let answer = Answer {
        code,
        issuer: returned.issuer,
    };
    let Answered { claims, id_token } = provider.answer(answer, flow, now).await?;
    let identity = claims::identity(provider.settings(), &claims)?;
    for _ in 0..TRIES {
        let step = Step {
            flow: flow.clone(),
            identity: identity.clone(),
            id_token: id_token.clone(),
            request_id: arrival.request_id.clone(),
            now,
        };
        let opening = Opening::new(state, Method::Oidc, arrival.device.clone())?;
        match state.db.write(move |conn| step.run(conn, opening)).await {
            Ok(Ok(Stepped::In(opened))) => {
                let (account, opening, is_new) = *opened;
                let opened = opening.finish(state, account);
                let back = &flow.return_path;
                return Ok(Landing {
                    path: if is_new && back.as_str() == ACCOUNT_PAGE {
                        back.with("moi", "1")
                    } else {
                        back.as_str().to_owned()
                    },
                    token: Some((opened.token, opened.device_key)),
                });
            }
            Ok(Ok(Stepped::Linked)) => return Ok(Landing::page(flow.return_path.as_str().to_owned())),
            Ok(Ok(Stepped::Prove)) => {
                let page = sign_in_page(flow.purpose, "buoc", "lien-ket", &flow.return_path);
                return Ok(Landing::page(page));
            }
            Ok(Ok(Stepped::Choose)) => {
                let page = sign_in_page(flow.purpose, "buoc", "chon", &flow.return_path);
                return Ok(Landing::page(page));
            }
            Ok(Err(refused)) => return Err(refused.into()),
            // Another tab made the same account a moment ago: it is found the next time.
            Err(error) if error.code == ErrorCode::VersionConflict => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorCode::IdentityConflict.into())
}

/// All that the transaction of an arrival needs.
struct Step {
    flow: Flow,
    identity: Identity,
    id_token: String,
    request_id: RequestId,
    now: Timestamp,
}

enum Stepped {
    In(Box<(Account, Opening, bool)>),
    Linked,
    Prove,
    Choose,
}

impl Step {
    /// A refusal is a value: what was noted on the way to it stays.
    fn run(self, conn: &mut DbConn, opening: Opening) -> AppResult<Result<Stepped, ErrorCode>> {
        let doing = Doing {
            now: self.now,
            request_id: &self.request_id,
        };
        if self.flow.purpose == Purpose::Staff {
            return self.run_staff(conn, opening, &doing);
        }
        let admitted = match self.flow.account_id {
            Some(account) => admit::join(conn, account, &self.identity, &doing)?,
            None => admit::admit(conn, &self.identity, &doing)?,
        };
        let is_new = matches!(admitted, Admitted::Made(_));
        match admitted {
            Admitted::Refused(code) => Ok(Err(code)),
            Admitted::Prove(account) => {
                if destination(&account).is_none() {
                    return Ok(Err(ErrorCode::ProofNeedsDesk));
                }
                store::keep_waiting(conn, &self.flow.id, &self.identity, &self.id_token, account.id)?;
                Ok(Ok(Stepped::Prove))
            }
            Admitted::In(_) if self.flow.purpose == Purpose::Link => {
                store::delete_flow(conn, &self.flow.id)?;
                Ok(Ok(Stepped::Linked))
            }
            Admitted::In(account) | Admitted::Made(account) => {
                opening.write(conn, &account, &self.request_id)?;
                store::insert_session(conn, opening.token_hash(), &self.flow.provider, &self.id_token)?;
                store::delete_flow(conn, &self.flow.id)?;
                Ok(Ok(Stepped::In(Box::new((account, opening, is_new)))))
            }
        }
    }
}

impl Step {
    /// An officer comes: nothing but a staff account that the administrator bound to this very person is opened, and
    /// nothing is made or joined.
    fn run_staff(
        &self,
        conn: &mut DbConn,
        opening: Opening,
        doing: &Doing<'_>,
    ) -> AppResult<Result<Stepped, ErrorCode>> {
        let account = match admit::staff_of(conn, &self.identity)? {
            Err(refused) => return Ok(Err(refused)),
            Ok(several) if several.len() > 1 => {
                if let Some(first) = several.first() {
                    store::keep_waiting(conn, &self.flow.id, &self.identity, &self.id_token, first.id)?;
                }
                return Ok(Ok(Stepped::Choose));
            }
            Ok(one) => one.into_iter().next().ok_or(ErrorCode::NoStaffAccount)?,
        };
        let account = admit::enter_staff(conn, account, &self.identity, doing)?;
        opening.write(conn, &account, doing.request_id)?;
        store::insert_session(conn, opening.token_hash(), &self.flow.provider, &self.id_token)?;
        store::delete_flow(conn, &self.flow.id)?;
        Ok(Ok(Stepped::In(Box::new((account, opening, false)))))
    }
}

/// Where the code goes that proves an account to be one's own.
fn destination(account: &Account) -> Option<Destination> {
    let phone = account.phone.clone().map(Destination::Phone);
    phone.or_else(|| account.email.clone().map(Destination::Email))
}

/// Sends the code that proves the account to be one's own, to whom the account says.
pub async fn ask_proof(
    state: &AppState,
    browser: Option<&str>,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let key = browser_key(state, browser.ok_or(ErrorCode::FlowElsewhere)?);
    let (now, codes) = (state.clock.now(), Codes::new(state, lang, address));
    let ask = move |conn: &mut DbConn| {
        let waiting = store::find_waiting(conn, &key, &[Purpose::SignIn, Purpose::Link])?;
        let waiting = waiting
            .filter(|waiting| waiting.is_open(now, &key))
            .ok_or(ErrorCode::FlowEnded)?;
        let found = store::find_account(conn, waiting.account_id)?;
        let account = found.filter(|found| found.is_active).map(|found| found.account);
        let destination = account.as_ref().and_then(destination);
        codes.begin(
            conn,
            Request {
                purpose: CodePurpose::Link,
                account_id: Some(waiting.account_id),
                subject: waiting.id,
                destination: destination.ok_or(ErrorCode::ProofNeedsDesk)?,
            },
        )
    };
    let challenge = state.db.write(ask).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Sends another code for the same proof.
pub async fn resend(
    state: &AppState,
    id: ChallengeId,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let resend = move |conn: &mut DbConn| codes.resend(conn, id, CodePurpose::Link);
    let challenge = state.db.write(resend).await?;
    state.bell.ring();
    Ok(challenge)
}

/// The code: joins the waiting identity to the account and signs in. A wrong one is counted by committing.
pub async fn prove(state: &AppState, request: ConfirmCode, arrival: Arrival<'_>) -> AppResult<Opened> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let key = browser_key(state, arrival.browser.ok_or(ErrorCode::FlowElsewhere)?);
    let now = state.clock.now();
    let codes = Codes::new(state, Lang::default(), arrival.device.address);
    let opening = Opening::new(state, Method::Oidc, arrival.device)?;
    let request_id = arrival.request_id;
    let prove = move |conn: &mut DbConn| {
        // The account before its flows, as where both end.
        if let Some(waiting) = store::find_waiting(conn, &key, &[Purpose::SignIn, Purpose::Link])? {
            contact::lock(conn, waiting.account_id)?;
        }
        let flow = match codes.try_code(conn, request.challenge_id, CodePurpose::Link, &code)? {
            Ok(flow) => flow,
            Err(refused) => return Ok(Err(AppError::from(refused))),
        };
        let waiting = store::load_waiting(conn, &flow.subject)?;
        let Some(waiting) =
            waiting.filter(|one| one.is_open(now, &key) && flow.account_id == Some(one.account_id))
        else {
            return Ok(Err(ErrorCode::FlowEnded.into()));
        };
        let doing = Doing {
            now,
            request_id: &request_id,
        };
        match admit::join(conn, waiting.account_id, &waiting.identity, &doing)? {
            Admitted::In(account) | Admitted::Made(account) => {
                opening.write(conn, &account, &request_id)?;
                store::insert_session(conn, opening.token_hash(), &waiting.provider, &waiting.id_token)?;
                store::delete_flow(conn, &waiting.id)?;
                Ok(Ok((account, opening)))
            }
            Admitted::Refused(code) => Ok(Err(code.into())),
            Admitted::Prove(_) => Ok(Err(ErrorCode::FlowEnded.into())),
        }
    };
    let (account, opening) = state.db.write(prove).await??;
    Ok(opening.finish(state, account))
}

/// Ends the session, and says where the one at the provider is ended, if there is one.
pub async fn sign_out(
    state: &AppState,
    principal: Principal,
    request_id: RequestId,
) -> AppResult<Option<String>> {
    let key = principal.token_hash.clone();
    let kept = state.db.read(move |conn| store::find_session(conn, &key)).await?;
    sessions::sign_out(state, principal, request_id).await?;
    let Some((provider_id, id_token)) = kept else {
        return Ok(None);
    };
    let Ok(provider) = find(state, &provider_id) else {
        return Ok(None);
    };
    let back = format!("{}/", state.config.http.public_url);
    Ok(provider.exit(&id_token, &back, state.clock.now()).await)
}

/// Forgets flows that are over.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_begun_before(conn, before(now, KEEP_SECONDS))
}
