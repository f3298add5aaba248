//! Handing a file out, taking it back, judging it.

use super::domain::{Order, State, codes, signed_name};
use super::store::{self, NewOrder};
use crate::audit::{self, Action};
use crate::clock::after;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::http::send_file::FileRef;
use crate::identity::guard::Sender;
use crate::secret;
use crate::signature::service::{Signatory, TokenRefusal, check_signed_file};
use crate::state::AppState;
use crate::upload::service as uploads;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures::Stream;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, SigningOrderId, UploadId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::signing::dto::{OpenSigningOrder, SigningOrderView};
use motcua_shared::upload::dto::{MediaType, Purpose, ScanState, UploadView};

/// How long both addresses let somebody in: a person looks for the token, types the PIN, places the picture.
const OPEN_SECONDS: u64 = 20 * 60;
/// Base64 of a certificate; real ones take some kilobytes.
const MAX_CERTIFICATE: usize = 64 * 1024;

/// Hands a file out that was sent and not put to use yet.
pub async fn open(
    state: &AppState,
    signer: &Sender,
    request: OpenSigningOrder,
) -> AppResult<SigningOrderView> {
    let certificate = request.certificate.as_deref().map(fingerprint).transpose()?;
    let is_organisation = matches!(signer.kind(), AccountKind::Agency | AccountKind::Enterprise);
    if certificate.is_none() && !is_organisation {
        return Err(ErrorCode::AgentNoCertificate.into());
    }
    hand_out(state, signer.id(), request.upload_id, certificate).await
}

/// Any certificate of the organisation with this budget or tax code.
pub fn organisation(identifier: &str) -> Signatory {
    Signatory::Organisation(codes(identifier))
}

/// The same for any account, and whoever the caller is going to expect: see [`judge`].
pub async fn hand_out(
    state: &AppState,
    account: AccountId,
    upload: UploadId,
    certificate: Option<String>,
) -> AppResult<SigningOrderView> {
    let (download, returned) = (secret::token()?, secret::token()?);
    let (id, now) = (new_id(SigningOrderId::from_uuid), state.clock.now());
    let ends_at = after(now, OPEN_SECONDS);
    let digests = [
        secret::sha256_hex(download.as_bytes()),
        secret::sha256_hex(returned.as_bytes()),
    ];
    state
        .db
        .write(move |conn| {
            let sent = uploads::load(conn, account, upload)?;
            if sent.used_for.is_some() {
                return Err(ErrorCode::UploadGone.into());
            }
            uploads::check_clear(conn, &sent.view.sha256)?;
            if sent.view.media_type != MediaType::Pdf {
                return Err(AppError::field_refusal("file", ErrorCode::FileNotPdf));
            }
            let [download_digest, upload_digest] = digests;
            store::insert(
                conn,
                &NewOrder {
                    id,
                    account_id: account,
                    upload_id: sent.view.id,
                    file_name: sent.view.file_name,
                    size: sent.view.size,
                    sha256: sent.view.sha256,
                    certificate,
                    download_digest,
                    upload_digest,
                    now,
                    ends_at,
                },
            )
        })
        .await?;
    let absolute = |secret: &str| format!("{}{}", state.config.http.public_url, path::agent_file(secret));
    Ok(SigningOrderView {
        id,
        download_url: absolute(&download),
        upload_url: absolute(&returned),
        ends_at,
    })
}

fn fingerprint(certificate: &str) -> AppResult<String> {
    let unreadable = || AppError::from(TokenRefusal::Unreadable);
    if certificate.len() > MAX_CERTIFICATE {
        return Err(unreadable());
    }
    let text: String = certificate.split_whitespace().collect();
    let der = STANDARD.decode(text).map_err(|_| unreadable())?;
    Ok(secret::sha256_hex(&der).to_uppercase())
}

/// Lets an order go with the file that was handed out for it. An order of somebody else stays.
pub async fn forget(state: &AppState, account: AccountId, id: SigningOrderId) -> AppResult<()> {
    let order = state.db.read(move |conn| store::find(conn, account, id)).await?;
    match order {
        Some(order) => uploads::forget(state, account, order.upload_id).await,
        None => Ok(()),
    }
}

/// The file, for whoever has the secret of its address: once.
pub async fn fetch(state: &AppState, secret: &str) -> AppResult<(UploadId, FileRef)> {
    let (digest, now) = (secret::sha256_hex(secret.as_bytes()), state.clock.now());
    let order = state
        .db
        .write(move |conn| store::fetch(conn, &digest, now))
        .await?
        .ok_or(ErrorCode::NotFound)?;
    let size = u64::try_from(order.handed_out.length).map_err(AppError::internal)?;
    let file = FileRef {
        sha256: secret::hex(&order.handed_out.sha256),
        file_name: order.file_name,
        media_type: MediaType::Pdf.as_str().to_owned(),
        size,
    };
    Ok((order.upload_id, file))
}

/// A place for a file that comes back.
pub struct Place(Order);

/// Whether the secret of an address takes a file. Asked before the file is read.
pub async fn place(state: &AppState, secret: &str) -> AppResult<Place> {
    let (digest, now) = (secret::sha256_hex(secret.as_bytes()), state.clock.now());
    let order = state
        .db
        .read(move |conn| store::find_open(conn, &digest, now))
        .await?;
    order.map(Place).ok_or_else(|| ErrorCode::NotFound.into())
}

/// What an agent gets back.
pub struct HandedIn {
    /// How the server calls it.
    pub id: SigningOrderId,
    /// Its name.
    pub file_name: String,
}

/// Takes the file that came back. It is judged later: agents do not wait long for an answer.
pub async fn take_back<S, E>(state: &AppState, Place(order): Place, stream: &mut S) -> AppResult<HandedIn>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    // Whether it is signed is judged later, so it comes in as one that need not be.
    let (staged, body) = uploads::take_in(state, Purpose::Component, stream).await?;
    if body.media_type != MediaType::Pdf {
        return Err(AppError::field_refusal("file", ErrorCode::FileNotPdf));
    }
    let (id, returned, db) = (order.id, staged.id(), state.db.clone());
    let work = move |conn: &mut DbConn| match store::set_returned(conn, id, returned)? {
        true => Ok(((), true)),
        false => Err(ErrorCode::NotFound.into()),
    };
    staged.written(async move { db.write(work).await }).await?;
    Ok(HandedIn {
        id,
        file_name: signed_name(&order.file_name),
    })
}

/// Judges what came back. A sound file becomes one that was sent for the vault; asking again gives the same answer.
pub async fn result(
    state: &AppState,
    signer: &Sender,
    id: SigningOrderId,
    request_id: RequestId,
) -> AppResult<UploadView> {
    let organisation = organisation(&signer.account.identifier);
    judge(state, signer.id(), id, organisation, request_id).await
}

/// The same for any account. Without a certificate that was shown before, `expected` must have signed.
pub async fn judge(
    state: &AppState,
    account: AccountId,
    id: SigningOrderId,
    expected: Signatory,
    request_id: RequestId,
) -> AppResult<UploadView> {
    let order = state
        .db
        .read(move |conn| store::find(conn, account, id))
        .await?
        .ok_or(ErrorCode::NotFound)?;
    let returned = match order.state {
        State::Open => return Err(ErrorCode::AgentNotHandedIn.into()),
        State::Taken(upload) => return sent(state, account, upload).await,
        State::Refused(code) => return Err(code.into()),
        State::Returned(returned) => returned,
    };
    let signatory = match order.certificate.clone() {
        Some(certificate) => Signatory::Certificate(certificate),
        None => expected,
    };
    let now = state.clock.now();
    // Whatever ends this request, the bytes are looked after by the hourly job.
    match check_signed_file(state, order.handed_out, signatory, returned).await {
        Ok(taken) => {
            let scanned = match uploads::scan_new(state, returned, &taken.sha256).await {
                Err(refusal) if refusal.code == ErrorCode::FileInfected => {
                    return refuse(state, id, returned, refusal).await;
                }
                scanned => scanned?,
            };
            let mut view = UploadView {
                id: returned,
                file_name: signed_name(&order.file_name),
                size: taken.size,
                sha256: taken.sha256,
                media_type: MediaType::Pdf,
                report: Some(taken.signed.report),
                scan: ScanState::Unscanned,
                ends_at: uploads::ends_at(state, now),
            };
            let written = view.clone();
            view.scan = state
                .db
                .write(move |conn| {
                    if store::settle(conn, id, Ok(returned))? {
                        uploads::admit(
                            conn,
                            account,
                            &format!("signing-{id}"),
                            Purpose::Vault,
                            &written,
                            &scanned,
                            now,
                        )?;
                        audit::service::record(
                            conn,
                            now,
                            Some(account),
                            Action::FileSigned,
                            id,
                            &request_id,
                        )?;
                    }
                    uploads::scan_state(conn, &written.sha256)
                })
                .await?;
            Ok(view)
        }
        Err(failure) if failure.code == ErrorCode::Internal => {
            // Whoever judged it at the same moment may have put it to use already, and its bytes lie elsewhere.
            let order = state.db.read(move |conn| store::find(conn, account, id)).await?;
            match order.ok_or(ErrorCode::NotFound)?.state {
                State::Taken(upload) => sent(state, account, upload).await,
                State::Refused(code) => Err(code.into()),
                State::Open | State::Returned(_) => Err(failure),
            }
        }
        Err(refusal) => refuse(state, id, returned, refusal).await,
    }
}

/// Keeps why a file that came back was not taken, and lets it go.
async fn refuse<T>(
    state: &AppState,
    id: SigningOrderId,
    returned: UploadId,
    refusal: AppError,
) -> AppResult<T> {
    let code = refusal.code;
    let is_ours = state
        .db
        .write(move |conn| store::settle(conn, id, Err(code)))
        .await?;
    // Who judged it at the same time may have taken it; the bytes are that one's then.
    if is_ours {
        state.files.discard_staged(returned).await?;
    }
    Err(refusal)
}

async fn sent(state: &AppState, account: AccountId, upload: UploadId) -> AppResult<UploadView> {
    let found = state
        .db
        .read(move |conn| uploads::load(conn, account, upload))
        .await?;
    Ok(found.view)
}

/// The signed file, to keep a copy; as long as it is not put to use.
pub async fn open_result(
    state: &AppState,
    signer: &Sender,
    id: SigningOrderId,
) -> AppResult<(UploadId, FileRef)> {
    let account = signer.id();
    let order = state
        .db
        .read(move |conn| store::find(conn, account, id))
        .await?
        .ok_or(ErrorCode::NotFound)?;
    let State::Taken(upload) = order.state else {
        return Err(ErrorCode::NotFound.into());
    };
    let view = sent(state, account, upload).await?;
    let file = FileRef {
        sha256: view.sha256,
        file_name: view.file_name,
        media_type: MediaType::Pdf.as_str().to_owned(),
        size: view.size,
    };
    Ok((upload, file))
}
