//! Keeping the rules, finding what they speak of, and refusing for it.

use super::super::domain::Dossier;
use super::domain::{Found, examine, foreseen, words};
use super::store;
use crate::audit::service::{Action, record_with};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::db::types::enum_text;
use crate::error::{AppError, AppResult, FieldFault};
use crate::filing::service as filing;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use chrono::{Datelike, NaiveDate};
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::processing::refusal::{
    MAX_LEGAL_GROUND, RefusalGround, RefusalKind, RefusalRule, SetRefusalRule, is_of_agencies,
};
use motcua_shared::signature::report::Verdict;
use motcua_shared::text::Lang;
use motcua_shared::time::read_day;
use motcua_shared::vault::rule::required_text;
use std::collections::HashSet;

/// Every rule, as it stands today.
pub fn rules(conn: &mut DbConn, today: NaiveDate) -> AppResult<Vec<RefusalRule>> {
    store::list_rules(conn, today)
}

/// Changes a rule. The same again is no change.
pub async fn set_rule(
    state: &AppState,
    by: Administrator,
    kind: RefusalKind,
    request: SetRefusalRule,
) -> AppResult<Vec<RefusalRule>> {
    let wanted = parse(kind, &request).map_err(AppError::fields)?;
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let standing = store::list_rules(conn, today)?
            .into_iter()
            .find(|rule| rule.kind == kind);
        let standing = standing.ok_or(ErrorCode::NotFound)?;
        let is_same = standing.legal_ground == wanted.legal_ground && standing.starts_on == wanted.starts_on;
        if !is_same {
            if !store::set_rule(conn, &wanted)? {
                return Err(ErrorCode::VersionConflict.into());
            }
            let word = format!("{}|{}", wanted.starts_on, wanted.legal_ground);
            let (actor, subject) = (Some(by.account.id), (enum_text(&kind)?, word.as_str()));
            record_with(conn, now, actor, Action::RefusalRuleSet, subject, &by.request_id)?;
        }
        store::list_rules(conn, today)
    };
    state.db.write(work).await
}

fn parse(kind: RefusalKind, request: &SetRefusalRule) -> Result<RefusalRule, Vec<FieldFault>> {
    let legal_ground = required_text(&request.legal_ground, MAX_LEGAL_GROUND)
        .map_err(|code| FieldFault::new("legal_ground", code).with("max", MAX_LEGAL_GROUND));
    let starts_on = match request.starts_on.trim() {
        "" => Err(ErrorCode::Required),
        text => read_day(text)
            .filter(|day| (2000..=2100).contains(&day.year()))
            .ok_or(ErrorCode::NotADate),
    };
    match (
        legal_ground,
        starts_on.map_err(|code| FieldFault::new("starts_on", code)),
    ) {
        (Ok(legal_ground), Ok(starts_on)) => Ok(RefusalRule {
            kind,
            legal_ground,
            starts_on,
            is_in_force: false,
            version: request.version,
        }),
        (legal_ground, starts_on) => Err(legal_ground.err().into_iter().chain(starts_on.err()).collect()),
    }
}

/// Whether an account may file a procedure now: it is meant for its kind; or it is one of agencies, in person, before the day from
/// which that is refused.
pub fn may_file(
    conn: &mut DbConn,
    kind: AccountKind,
    procedure: &ProcedureDefinition,
    today: NaiveDate,
) -> AppResult<bool> {
    if procedure.applicants.contains(&kind) {
        return Ok(true);
    }
    if kind != AccountKind::Citizen || !is_of_agencies(&procedure.applicants) {
        return Ok(false);
    }
    let mut rules = store::list_rules(conn, today)?.into_iter();
    Ok(rules.any(|rule| rule.kind == RefusalKind::PersonalAccount && !rule.is_in_force))
}

/// Writes down what is found in a dossier that is being filed.
pub fn note<'a>(
    conn: &mut DbConn,
    id: DossierId,
    (kind, procedure): (AccountKind, &ProcedureDefinition),
    filed: impl IntoIterator<Item = (&'a str, Option<Verdict>)>,
) -> AppResult<()> {
    store::insert_found(conn, id, &examine(kind, procedure, filed))
}

/// What a desk may refuse a draft for, as its filer is told beforehand.
pub fn foresee<'a>(
    conn: &mut DbConn,
    (kind, procedure): (AccountKind, &ProcedureDefinition),
    filed: impl IntoIterator<Item = (&'a str, Option<Verdict>)>,
    (today, lang): (NaiveDate, Lang),
) -> AppResult<Vec<String>> {
    let found = examine(kind, procedure, filed);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let sentence = |rule: &RefusalRule| {
        let of_rule: Vec<&Found> = found.iter().filter(|one| one.kind == rule.kind).collect();
        (!of_rule.is_empty()).then(|| foreseen(rule, &names(procedure, &of_rule), lang))
    };
    Ok(store::list_rules(conn, today)?
        .iter()
        .filter_map(sentence)
        .collect())
}

/// Looks again when its filer replaced parts of a dossier.
pub(in super::super) fn look_again(conn: &mut DbConn, dossier: &Dossier, kind: AccountKind) -> AppResult<()> {
    let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
    let filed = filing::list_verdicts(conn, dossier.id)?;
    let filed = filed
        .iter()
        .map(|(component, verdict)| (component.as_str(), *verdict));
    store::replace_found(conn, dossier.id, &examine(kind, &procedure, filed))
}

/// What was found in a dossier, with what its filer would read.
pub(in super::super) fn grounds(
    conn: &mut DbConn,
    dossier: &Dossier,
    procedure: &ProcedureDefinition,
    today: NaiveDate,
) -> AppResult<Vec<RefusalGround>> {
    let found = store::list_found(conn, dossier.id)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ground = |rule: RefusalRule| {
        let of_rule: Vec<&Found> = found.iter().filter(|one| one.kind == rule.kind).collect();
        (!of_rule.is_empty()).then(|| RefusalGround {
            kind: rule.kind,
            words: words(&rule, &names(procedure, &of_rule)),
            starts_on: rule.starts_on,
            is_in_force: rule.is_in_force,
        })
    };
    Ok(store::list_rules(conn, today)?
        .into_iter()
        .filter_map(ground)
        .collect())
}

/// Names of components, in the order of the procedure.
fn names(procedure: &ProcedureDefinition, found: &[&Found]) -> Vec<String> {
    let is_found = |id: &str| found.iter().any(|one| one.component.as_deref() == Some(id));
    let components = procedure
        .components
        .iter()
        .filter(|component| is_found(&component.id));
    components.map(|component| component.name.clone()).collect()
}

/// What the filer reads of a refusal for these rules; each must have been found, and its day have come.
pub(in super::super) fn words_for(
    conn: &mut DbConn,
    dossier: &Dossier,
    kinds: &[RefusalKind],
    today: NaiveDate,
) -> AppResult<Vec<String>> {
    let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
    let grounds = grounds(conn, dossier, &procedure, today)?;
    let is_given = |ground: &&RefusalGround| kinds.contains(&ground.kind) && ground.is_in_force;
    let given: Vec<&RefusalGround> = grounds.iter().filter(is_given).collect();
    if kinds
        .iter()
        .any(|kind| !given.iter().any(|ground| ground.kind == *kind))
    {
        return Err(AppError::field("rules", ErrorCode::GroundNotFound));
    }
    Ok(given.into_iter().map(|ground| ground.words.clone()).collect())
}

/// Of these dossiers those that may be refused by a rule whose day has come.
pub(in super::super) fn list_flagged(
    conn: &mut DbConn,
    ids: &[DossierId],
    today: NaiveDate,
) -> AppResult<HashSet<DossierId>> {
    let rules = store::list_rules(conn, today)?.into_iter();
    let in_force = rules.filter(|rule| rule.is_in_force);
    let kinds: Vec<RefusalKind> = in_force.map(|rule| rule.kind).collect();
    store::list_flagged(conn, ids, &kinds)
}
