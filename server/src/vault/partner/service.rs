//! Asking partners, and taking papers from them.

use super::breaker::{Asked, Turn};
use super::domain::{Known, Offered, Owner, Question, TheirId, standing};
use super::store::{self, Key};
use super::{Partner, Refused};
use crate::audit::service::{Action, record, record_with};
use crate::catalogue::service as catalogue;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::http::problem::sentence;
use crate::identity::guard::Filer;
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::domain::{SearchedFile, signers};
use crate::vault::edit::service::put_in_place;
use crate::vault::edit::store::{self as edits, Changes, Strike};
use crate::vault::entry::{Checked, Said, check, new_file};
use crate::vault::log::service::{Entry, note};
use crate::vault::service::load_paper;
use crate::vault::store::{self as papers, NewPaper, Origin};
use anyhow::anyhow;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{PaperView, StruckWhy, VaultKind};
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::partner::{PartnerPage, PartnerPaper, PartnerVaultView, SearchPartner, TakePaper};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The partners of this portal, as one account sees them.
pub fn list(state: &AppState, filer: &Filer) -> Vec<PartnerVaultView> {
    let view = |partner: &Arc<Partner>| PartnerVaultView {
        id: partner.id.clone(),
        name: partner.name.clone(),
        is_open: is_open(partner, filer),
    };
    state.partners.all().iter().map(view).collect()
}

fn is_open(partner: &Partner, filer: &Filer) -> bool {
    filer.account.assurance_level >= partner.assurance_level
}

/// A page of what a partner has of the account, each with where it stands here.
pub async fn search(
    state: &AppState,
    filer: Filer,
    partner: &str,
    asked: &SearchPartner,
    lang: Lang,
) -> AppResult<PartnerPage> {
    let partner = admitted(state, &filer, partner)?;
    let question = Question::read(asked).map_err(|(field, code)| {
        AppError::field(field, code).with("max", motcua_shared::vault::partner::MAX_QUERY)
    })?;
    note_asking(state, &filer, &partner).await?;
    let (owner, now) = (Owner::of(&filer.account), state.clock.now());
    let page = {
        let _turn = partner.enter(Asked::Question, filer.id(), now).await?;
        let said = partner.vault.list(&owner, &question, now).await;
        partner.told(Asked::Question, filer.id(), now, said)?
    };
    let account = filer.id();
    state
        .db
        .read(move |conn| {
            let ids: Vec<&str> = page.papers.iter().map(|paper| paper.id.as_str()).collect();
            let digests: Vec<&str> = page.papers.iter().map(|paper| paper.sha256.as_str()).collect();
            let known = store::list(conn, account, &partner.id, &ids)?;
            let known: HashMap<&str, &Known> = known
                .iter()
                .map(|known| (known.their_id.as_str(), known))
                .collect();
            let same = store::list_by_digest(conn, account, &digests)?;
            let view = |paper: &Offered| {
                let same = same.get(&paper.sha256).copied();
                view(paper, known.get(paper.id.as_str()).copied(), same, lang)
            };
            Ok(PartnerPage {
                items: page.papers.iter().map(view).collect(),
                next: page.next.clone(),
            })
        })
        .await
}

fn view(paper: &Offered, known: Option<&Known>, same: Option<PaperId>, lang: Lang) -> PartnerPaper {
    let (state, paper_id) = standing(paper, known, same);
    let is_refused = state == motcua_shared::vault::partner::PartnerState::Refused;
    let why = known
        .and_then(|known| known.refused.as_ref())
        .filter(|_| is_refused)
        .map(|(_, code)| sentence(*code, &BTreeMap::new(), lang));
    PartnerPaper {
        id: paper.id.as_str().to_owned(),
        name: paper.name.clone(),
        result_code: paper.result_code.clone(),
        decision_number: paper.decision_number.clone(),
        summary: paper.summary.clone(),
        issued_on: paper.issued_on,
        issuer: paper.issuer.clone(),
        size: paper.size,
        state,
        paper_id,
        why,
    }
}

/// A partner that this account may ask.
fn admitted(state: &AppState, filer: &Filer, id: &str) -> AppResult<Arc<Partner>> {
    let partner = state.partners.find(id).ok_or(ErrorCode::NotFound)?;
    if !is_open(partner, filer) {
        return Err(partner.refusal(ErrorCode::PartnerNeedsIdentity));
    }
    Ok(Arc::clone(partner))
}

/// Written down before anything is asked, so that nothing can be asked without it.
async fn note_asking(state: &AppState, filer: &Filer, partner: &Partner) -> AppResult<()> {
    let (now, owner) = (state.clock.now(), filer.id());
    let (word, request_id) = (partner.id.clone(), filer.request_id.clone());
    let work = move |conn: &mut DbConn| {
        let about = (owner, word.as_str());
        record_with(conn, now, Some(owner), Action::PartnerAsked, about, &request_id)
    };
    state.db.write(work).await
}

impl Partner {
    fn refusal(&self, code: ErrorCode) -> AppError {
        AppError::new(code).with("partner", &self.name)
    }

    fn down(&self, seconds: u64) -> AppError {
        self.refusal(ErrorCode::PartnerDown).retry_after(seconds)
    }

    async fn enter(&self, asked: Asked<'_>, account: AccountId, now: Timestamp) -> AppResult<Turn> {
        let turn = self.breaker.enter(asked, account, now).await;
        turn.map_err(|seconds| self.down(seconds))
    }

    /// What it said, with the causes in the log and not in the answer.
    fn told<T>(
        &self,
        asked: Asked<'_>,
        account: AccountId,
        now: Timestamp,
        said: Result<T, Refused>,
    ) -> AppResult<T> {
        match said {
            Err(Refused::Down(cause)) => {
                self.breaker.failed(asked, account, now);
                tracing::warn!(
                    partner = self.id,
                    cause = format!("{cause:#}"),
                    "a partner does not answer"
                );
                Err(self.down(10))
            }
            Err(Refused::Wrong(cause)) => {
                self.breaker.answered(asked, account);
                tracing::warn!(
                    partner = self.id,
                    cause = format!("{cause:#}"),
                    "a partner answers wrongly"
                );
                Err(self.refusal(ErrorCode::PartnerWrong))
            }
            Err(Refused::Unknown) => {
                self.breaker.answered(asked, account);
                Err(ErrorCode::NotFound.into())
            }
            Ok(value) => {
                self.breaker.answered(asked, account);
                Ok(value)
            }
        }
    }
}

/// Takes a paper, or the newer file of one. Doing it again gives the same paper.
pub async fn take(
    state: &AppState,
    filer: Filer,
    partner: &str,
    request: &TakePaper,
) -> AppResult<PaperView> {
    let partner = admitted(state, &filer, partner)?;
    let id = TheirId::parse(&request.id).ok_or(ErrorCode::NotFound)?;
    note_asking(state, &filer, &partner).await?;
    let (owner, account, now) = (Owner::of(&filer.account), filer.id(), state.clock.now());
    let offered = {
        let _turn = partner.enter(Asked::Question, account, now).await?;
        let said = partner.vault.describe(&owner, &id, now).await;
        partner.told(Asked::Question, account, now, said)?
    };
    let taking = Taking {
        filer,
        partner,
        offered,
    };
    let same = {
        let taking = taking.clone();
        move |conn: &mut DbConn| taking.find_same(conn, now)
    };
    if let Some(paper) = state.db.write(same).await? {
        return Ok(paper);
    }
    let this = state.clone();
    // Runs to its end, also when the one who asked has hung up: a file that was written down is put to use, or let go.
    let whole = async move {
        let file = taking.bring(&this, &owner).await?;
        let kept = taking.keep(&this, &file).await;
        if kept.is_err()
            && let Err(error) = upload::forget(&this, account, file.id).await
        {
            tracing::warn!(upload = %file.id, cause = ?error.cause, "a fetched file waits for the hourly job");
        }
        kept
    };
    actix_web::rt::spawn(whole).await.map_err(AppError::internal)?
}

/// Who takes what from whom.
#[derive(Clone)]
struct Taking {
    filer: Filer,
    partner: Arc<Partner>,
    offered: Offered,
}

impl Taking {
    fn key(&self) -> Key<'_> {
        Key {
            account: self.filer.id(),
            partner: &self.partner.id,
            their_id: self.offered.id.as_str(),
        }
    }

    /// The paper that has exactly this file: it is this one, whoever put it in.
    fn find_same(&self, conn: &mut DbConn, now: Timestamp) -> AppResult<Option<PaperView>> {
        let owner = self.filer.id();
        let Some((paper, _)) = papers::find_by_digest(conn, owner, &self.offered.sha256)? else {
            return Ok(None);
        };
        store::put(conn, self.key(), paper, &self.offered.sha256, now)?;
        load_paper(conn, owner, paper).map(Some)
    }

    /// Fetches the file and has it checked like one that was sent.
    async fn bring(&self, state: &AppState, owner: &Owner) -> AppResult<UploadView> {
        let account = self.filer.id();
        let asked = Asked::File(&self.offered.id);
        upload::check_room(state, account, self.offered.size).await?;
        let staged = {
            let now = state.clock.now();
            let _turn = self.partner.enter(asked, account, now).await?;
            let fetched = match self.partner.vault.fetch(owner, &self.offered, now).await {
                Ok(mut content) => match upload::take_in(state, Purpose::Vault, &mut content).await {
                    Err(error) if error.code == ErrorCode::NoConnection => {
                        Err(Refused::Down(anyhow!("a file broke off")))
                    }
                    taken => Ok(taken),
                },
                Err(refused) => Err(refused),
            };
            self.partner.told(asked, account, state.clock.now(), fetched)??
        };
        if staged.1.size != self.offered.size || staged.1.sha256 != self.offered.sha256 {
            let other = Refused::Wrong(anyhow!("another file than announced"));
            return self.partner.told(asked, account, state.clock.now(), Err(other));
        }
        let name = self.offered.file_name();
        let fetched = upload::fetched(state, account, &name, Purpose::Vault, staged).await;
        if let Err(error) = &fetched
            && let Some(why) = lasting(error)
        {
            let taking = self.clone();
            let work =
                move |conn: &mut DbConn| store::put_refusal(conn, taking.key(), &taking.offered.sha256, why);
            state.db.write(work).await?;
        }
        fetched
    }

    /// Puts the file to use.
    async fn keep(self, state: &AppState, file: &UploadView) -> AppResult<PaperView> {
        let report = file.report.clone();
        let report = report.ok_or_else(|| AppError::internal(anyhow!("a PDF without a report")))?;
        let (db, view, now) = (state.db.clone(), file.clone(), state.clock.now());
        let work = move |conn: &mut DbConn| self.settle(conn, &view, report, now);
        upload::keep(state, file, async move { db.write(work).await }).await
    }

    /// Makes the file a paper, or the newest file of the paper that it is.
    fn settle(
        &self,
        conn: &mut DbConn,
        file: &UploadView,
        report: VerificationReport,
        now: Timestamp,
    ) -> AppResult<PaperView> {
        let owner = self.filer.id();
        take_turn(conn, "partner-papers", &owner.to_string())?;
        if let Some((paper, _)) = papers::find_by_digest(conn, owner, &file.sha256)? {
            // Clicks at the same time fetched it more than once: only one of them counts.
            upload::let_go(conn, owner, file.id)?;
            store::put(conn, self.key(), paper, &file.sha256, now)?;
            return load_paper(conn, owner, paper);
        }
        let (category_code, checked) = self.describe(conn, (file, &report), now)?;
        let known = store::list(conn, owner, &self.partner.id, &[self.offered.id.as_str()])?;
        let before = known.into_iter().next().and_then(|known| known.paper);
        let paper = match before {
            // What the owner put in, or an authority issued, keeps its own file.
            Some((paper, VaultKind::Partner)) => {
                upload::claim(conn, file, &paper.to_string(), now)?;
                self.renew(conn, paper, (&category_code, &checked), (file, report), now)?;
                paper
            }
            _ => {
                let new = new_id(PaperId::from_uuid);
                upload::claim(conn, file, &new.to_string(), now)?;
                let paper = self.new_paper(conn, new, (category_code, checked), (file, report), now)?;
                if !papers::insert(conn, &paper)? {
                    return Err(ErrorCode::VersionConflict.into());
                }
                self.note(conn, paper.id, 1, PaperAct::Added, None, now)?;
                paper.id
            }
        };
        store::put(conn, self.key(), paper, &file.sha256, now)?;
        load_paper(conn, owner, paper)
    }

    fn describe(
        &self,
        conn: &mut DbConn,
        (file, report): (&UploadView, &VerificationReport),
        now: Timestamp,
    ) -> AppResult<(String, Checked)> {
        let own = match &self.offered.category_code {
            Some(code) => catalogue::find_category(conn, code)?,
            None => None,
        };
        let category = match own {
            Some(category) => category,
            None => catalogue::find_category(conn, &self.partner.category_code)?.ok_or_else(|| {
                AppError::internal(anyhow!(
                    "vault.partners.category_code of {} is not in the catalogue",
                    self.partner.id
                ))
            })?,
        };
        let said = Said {
            category_code: &category.code,
            name: &self.offered.name,
            decision_number: self.offered.decision_number.as_deref(),
            summary: self.offered.summary.as_deref(),
            issued_on: self.offered.issued_on,
            owner_name: None,
        };
        let checked = check(
            &self.filer.account,
            &said,
            Ok(&category.name),
            self.offered.result_code.as_deref(),
            SearchedFile {
                name: &file.file_name,
                signers: &signers(report),
            },
            now.vietnam_date(),
        )?;
        Ok((category.code, checked))
    }

    fn new_paper(
        &self,
        conn: &mut DbConn,
        id: PaperId,
        (category_code, said): (String, Checked),
        (file, report): (&UploadView, VerificationReport),
        now: Timestamp,
    ) -> AppResult<NewPaper> {
        let account = &self.filer.account;
        Ok(NewPaper {
            id,
            account_id: account.id,
            code: said.code,
            name: said.name,
            category_code,
            vault_kind: VaultKind::Partner,
            origin: Origin {
                result_code: self.offered.result_code.clone(),
                source: Some(self.partner.name.clone()),
                ..Origin::default()
            },
            identifier: account.identifier.clone(),
            owner_name: said.owner_name,
            decision_number: said.decision_number,
            summary: said.summary,
            issued_on: said.issued_on,
            is_visible: true,
            search_key: said.search_key,
            file: new_file(conn, file.into(), report, Some(account.id))?,
            added_as: None,
            added_at: now,
        })
    }

    fn renew(
        &self,
        conn: &mut DbConn,
        paper: PaperId,
        (category_code, checked): (&str, &Checked),
        (file, report): (&UploadView, VerificationReport),
        now: Timestamp,
    ) -> AppResult<()> {
        let owner = self.filer.id();
        let seen = load_paper(conn, owner, paper)?;
        let changes = Changes {
            checked: Some(checked),
            category_code,
            is_visible: seen.item.is_visible,
        };
        if !edits::update(conn, owner, paper, seen.item.version, &changes)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let before = load_paper(conn, owner, paper)?;
        let strike = Strike {
            by: Some(owner),
            why: StruckWhy::Replaced,
            note: Some(&self.partner.name),
        };
        let file = new_file(conn, file.into(), report, Some(owner))?;
        put_in_place(conn, owner, &before, &file, strike, now)?;
        let number = before.item.file_version + 1;
        self.note(conn, paper, number, PaperAct::Replaced, Some(before.sha256), now)
    }

    fn note(
        &self,
        conn: &mut DbConn,
        paper: PaperId,
        number: u32,
        act: PaperAct,
        detail: Option<String>,
        now: Timestamp,
    ) -> AppResult<()> {
        let owner = self.filer.id();
        let entry = Entry {
            ground: Some(self.partner.name.clone()),
            detail,
            ..Entry::of_owner(owner, paper, number, act)
        };
        note(conn, entry, now)?;
        let action = match act {
            PaperAct::Added => Action::PaperAdded,
            _ => Action::PaperReplaced,
        };
        record(conn, now, Some(owner), action, paper, &self.filer.request_id)
    }
}

/// What is wrong with the file itself and will be the next time: such a file is marked in the list.
fn lasting(error: &AppError) -> Option<ErrorCode> {
    let is_about_the_file = error.fields.first().is_some_and(|fault| fault.path == "file");
    let is_passing = matches!(
        error.code,
        ErrorCode::QuotaReached | ErrorCode::FileScanning | ErrorCode::FileNameHasPath
    );
    (is_about_the_file && !is_passing).then_some(error.code)
}
