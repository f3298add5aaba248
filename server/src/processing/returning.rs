//! How a dossier ends with its result: signed files go into the owner's vault, in the transaction that ends the dossier.

use super::domain::Dossier;
use super::service::{Doing, OnDuty, desk_view, in_hand, of_unit, on_duty, to_act_on, vault_of};
use super::store::{self, NewResult};
use super::tell::{tell_filer, tell_owner_too};
use super::waiting::service as waiting;
use super::work::service as work;
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Officer;
use crate::notification::service::{DossierNews, Lang};
use crate::payment::service as payment;
use crate::state::AppState;
use crate::upload::service::{self as upload, Upload};
use crate::vault::service::{self as vault, issue, origin};
use chrono::NaiveDate;
use futures::future::LocalBoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{DossierId, UploadId};
use motcua_shared::processing::dto::{DeskDossier, DossierResult, ResultGoes, ReturnDossier, SignedResult};
use motcua_shared::processing::rule::{DossierAct, MAX_RESULTS};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::rule::{MAX_DECISION_NUMBER, MAX_SUMMARY, check_issued_on, optional_text};

/// What an officer says of a result, checked, with the file that it is about.
#[derive(Clone)]
struct Ready {
    number: u32,
    category_code: String,
    decision_number: Option<String>,
    summary: Option<String>,
    issued_on: Option<NaiveDate>,
    file: UploadView,
    report: VerificationReport,
}

/// The field of a result, counted from 0 as it came.
fn field(at: usize, name: &str) -> String {
    format!("results.{at}.{name}")
}

fn file_refused(at: usize, code: ErrorCode) -> AppError {
    AppError::field_refusal(&field(at, "upload_id"), code)
}

/// What is wrong with the request as such.
fn check(request: &mut ReturnDossier, today: NaiveDate) -> AppResult<()> {
    let mut faults = Vec::new();
    if request.results.is_empty() {
        faults.push(FieldFault::new("results", ErrorCode::Required));
    }
    if request.results.len() > MAX_RESULTS {
        faults.push(FieldFault::new("results", ErrorCode::TooLong).with("max", MAX_RESULTS));
    }
    for (at, result) in request.results.iter_mut().enumerate() {
        if let Err(code) = check_issued_on(result.issued_on, today) {
            faults.push(FieldFault::new(field(at, "issued_on"), code));
        }
        for (name, text, max) in [
            (
                "decision_number",
                &mut result.decision_number,
                MAX_DECISION_NUMBER,
            ),
            ("summary", &mut result.summary, MAX_SUMMARY),
        ] {
            match optional_text(text.as_deref(), max) {
                Ok(clean) => *text = clean,
                Err(code) => faults.push(FieldFault::new(field(at, name), code).with("max", max)),
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::fields(faults))
    }
}

/// Joins what is said of each file with the file; refuses what cannot be a result of this dossier.
fn ready(
    conn: &mut DbConn,
    dossier: &Dossier,
    results: Vec<SignedResult>,
    sent: Vec<Upload>,
) -> AppResult<Vec<Ready>> {
    let types = catalogue::list_paper_types(conn)?;
    let is_category = |code: &str| {
        let mut all = types.iter().flat_map(|kind| &kind.categories);
        all.any(|category| category.code == code)
    };
    let mut ready: Vec<Ready> = Vec::new();
    for (at, (said, sent)) in results.into_iter().zip(sent).enumerate() {
        if !is_category(&said.category_code) {
            return Err(AppError::field(
                &field(at, "category_code"),
                ErrorCode::NotAChoice,
            ));
        }
        let is_for_this = sent.used_for.is_none() && sent.purpose == Purpose::Vault;
        let report = sent.view.report.clone().filter(|_| is_for_this);
        let report = report.ok_or_else(|| file_refused(at, ErrorCode::UploadGone))?;
        issue::check_seal(&report).map_err(|code| file_refused(at, code))?;
        if store::has_component(conn, dossier.id, &sent.view.sha256)? {
            return Err(file_refused(at, ErrorCode::ResultIsComponent));
        }
        if ready.iter().any(|other| other.file.sha256 == sent.view.sha256) {
            return Err(file_refused(at, ErrorCode::ResultKnown));
        }
        ready.push(Ready {
            number: u32::try_from(at + 1).map_err(AppError::internal)?,
            category_code: said.category_code,
            decision_number: said.decision_number,
            summary: said.summary,
            issued_on: said.issued_on,
            file: sent.view,
            report,
        });
    }
    Ok(ready)
}

/// Ends a dossier with its result. Doing it again with the same files gives the same answer: a file is put to use once, and
/// knows for which dossier.
pub async fn give_back(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    mut request: ReturnDossier,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let now = state.clock.now();
    check(&mut request, now.vietnam_date())?;
    let shown = (now.vietnam_date(), lang);
    let files: Vec<UploadId> = request.results.iter().map(|result| result.upload_id).collect();
    let again = |officer: Officer| {
        let files = files.clone();
        state
            .db
            .read(move |conn| done_before(conn, &officer, id, &files, shown))
    };
    if let Some(done) = again(officer.clone()).await? {
        return Ok(done);
    }
    match end(state, officer.clone(), id, request, (now, lang)).await {
        Ok(done) => Ok(done),
        // The same request at the same moment may have been first; then its answer is the answer to both.
        Err(error) => again(officer).await.ok().flatten().ok_or(error),
    }
}

/// The dossier, where these files ended it.
fn done_before(
    conn: &mut DbConn,
    officer: &Officer,
    id: DossierId,
    files: &[UploadId],
    shown: (NaiveDate, Lang),
) -> AppResult<Option<DeskDossier>> {
    let duty = on_duty(conn, officer)?;
    let own = id.to_string();
    for file in files {
        match upload::load(conn, officer.id(), *file) {
            Ok(sent) if sent.used_for.as_deref() == Some(own.as_str()) => {}
            Ok(_) => return Ok(None),
            Err(error) if error.code == ErrorCode::UploadGone => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    let is_returned = of_unit(conn, &duty, id)?.status == DossierStatus::Returned;
    is_returned.then(|| desk_view(conn, &duty, id, shown)).transpose()
}

async fn end(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: ReturnDossier,
    (now, lang): (Timestamp, Lang),
) -> AppResult<DeskDossier> {
    let shown = (now.vietnam_date(), lang);
    let (asking, version) = (officer.clone(), request.version);
    let look = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &asking)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let mut sent = Vec::new();
        for (at, result) in request.results.iter().enumerate() {
            let found = upload::load(conn, asking.id(), result.upload_id);
            sent.push(found.map_err(|error| match error.code {
                ErrorCode::UploadGone => file_refused(at, error.code),
                _ => error,
            })?);
        }
        // Before anything is said of the files: the dossier as it was seen is no more.
        dossier.after(DossierAct::Return, version)?;
        work::require_last(conn, &dossier)?;
        payment::require_settled(conn, id)?;
        ready(conn, &dossier, request.results, sent)
    };
    let ready = state.db.read(look).await?;
    let files: Vec<UploadView> = ready.iter().map(|ready| ready.file.clone()).collect();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let next = dossier.after(DossierAct::Return, version)?;
        work::require_last(conn, &dossier)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        payment::require_settled(conn, id)?;
        // First, so that a second officer waits here and is then told.
        doing.advance(conn, next, dossier.due_on)?;
        let (goes, owner) = vault_of(conn, &dossier)?;
        let claimed: Vec<&UploadView> = ready.iter().map(|ready| &ready.file).collect();
        issue::claim_all(conn, &claimed, &id.to_string(), now)?
            .map_err(|at| file_refused(at, ErrorCode::UploadGone))?;
        if let Some(owner) = &owner {
            take_turn(conn, "papers-of", &owner.id.to_string())?;
        }
        for ready in &ready {
            put(conn, &doing, owner.as_ref(), ready)?;
        }
        doing.note(conn, (next, DossierAct::Return), Action::DossierReturned, None)?;
        let news = match goes {
            ResultGoes::ToFiler => DossierNews::InVault,
            _ => DossierNews::Ready,
        };
        tell_filer(conn, &dossier, news, now)?;
        let news = match goes {
            ResultGoes::ToOwner => DossierNews::InVault,
            _ => DossierNews::ReadyForOwner,
        };
        tell_owner_too(conn, &dossier, news, now)?;
        desk_view(conn, &duty, id, shown)
    };
    let db = state.db.clone();
    let mut whole: LocalBoxFuture<'static, AppResult<DeskDossier>> =
        Box::pin(async move { db.write(work).await });
    for file in files {
        let (state, inner) = (state.clone(), whole);
        whole = Box::pin(async move { upload::keep(&state, &file, inner).await });
    }
    let answer = whole.await?;
    state.bell.ring();
    Ok(answer)
}

/// Makes of one file what it is for: a paper of the owner's vault, and as a result that the dossier keeps.
fn put(conn: &mut DbConn, doing: &Doing<'_>, owner: Option<&Account>, ready: &Ready) -> AppResult<()> {
    let (dossier, now) = (doing.dossier, doing.now);
    let at = usize::try_from(ready.number).map_err(AppError::internal)? - 1;
    issue::check_today(conn, &ready.file.sha256)?.map_err(|code| file_refused(at, code))?;
    let category = catalogue::find_category(conn, &ready.category_code)?
        .ok_or_else(|| AppError::field(&field(at, "category_code"), ErrorCode::NotAChoice))?;
    let (paper, name) = match owner {
        Some(owner) => {
            if issue::is_issued(conn, owner.id, &ready.file.sha256)? {
                return Err(file_refused(at, ErrorCode::ResultKnown));
            }
            let issued = issued(doing.duty, dossier, owner, ready);
            let actor = doing.duty.actor();
            let paper = issue::issue(conn, issued, &ready.file, ready.report.clone(), actor, now)?;
            (Some(paper), vault::load_paper(conn, owner.id, paper)?.item.name)
        }
        None => (None, category.name.clone()),
    };
    let signer = ready.report.signatures.last();
    let result = NewResult {
        told: DossierResult {
            number: ready.number,
            name,
            category_name: category.name,
            decision_number: ready.decision_number.clone(),
            summary: ready.summary.clone(),
            issued_on: ready.issued_on,
            signed_by: signer
                .and_then(|one| one.signer.as_ref())
                .map(|one| one.common_name.clone()),
            file_name: ready.file.file_name.clone(),
            size: ready.file.size,
            paper_id: paper,
        },
        category_code: &category.code,
        account: owner.filter(|_| paper.is_some()).map(|owner| owner.id),
        waits_for: paper
            .is_none()
            .then(|| waiting::number_of(&dossier.owner.identifier)),
        sha256: &ready.file.sha256,
    };
    store::insert_result(conn, dossier.id, &result)
}

/// The paper as its unit issues it. Its code and its name are those of the letter.
fn issued(duty: &OnDuty, dossier: &Dossier, owner: &Account, ready: &Ready) -> issue::Issued {
    let number = ready.decision_number.as_ref();
    issue::Issued {
        owner: owner.clone(),
        category_code: ready.category_code.clone(),
        name: None,
        result_code: number.map(|number| format!("{}_{number}", owner.identifier)),
        decision_number: ready.decision_number.clone(),
        summary: ready.summary.clone(),
        issued_on: ready.issued_on,
        issuer: duty.unit.id,
        dossier: Some((dossier.id, dossier.code.clone())),
    }
}

/// The file of a result, for its officers; where it lies in a vault the owner reads of it there.
pub async fn open_file(
    state: &AppState,
    officer: Officer,
    (id, number): (DossierId, u32),
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now: Timestamp = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = in_hand(conn, &duty, id)?;
        let mut kept = store::list_results(conn, id)?.into_iter();
        let (told, owner, file) = kept
            .find(|(told, ..)| told.number == number)
            .ok_or(ErrorCode::NotFound)?;
        let action = Action::DossierResultRead;
        record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
        if let (Some(owner), Some(paper)) = (owner, told.paper_id) {
            let of = (dossier.id, dossier.code.as_str());
            origin::note_reading(
                conn,
                owner,
                (paper, &file.sha256),
                of,
                (duty.actor(), is_viewed),
                now,
            )?;
        }
        Ok(file)
    };
    state.db.write(work).await
}
