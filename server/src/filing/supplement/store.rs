//! Rounds of supplement as drafts see them, and filed components, in the database.

use crate::db::DbConn;
use crate::db::schema::{
    dossier_components, dossier_supplement_answers, dossier_supplement_parts, dossier_supplements, dossiers,
    draft_components,
};
use crate::db::types::{json, parse_id, parse_json};
use crate::error::{AppError, AppResult};
use crate::filing::domain::{Attached, DraftRound};
use diesel::prelude::*;
use motcua_shared::catalogue::form::{Answers, Opened};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, DraftId};

/// The answers of a dossier, as they stand.
pub fn find_answers(conn: &mut DbConn, id: DossierId) -> AppResult<Answers> {
    let kept: Option<String> = dossiers::table
        .find(id.to_string())
        .select(dossiers::answers)
        .first(conn)
        .optional()?;
    parse_json(&kept.ok_or(ErrorCode::NotFound)?)
}

/// Puts others in their place.
pub fn set_answers(conn: &mut DbConn, id: DossierId, answers: &Answers) -> AppResult<()> {
    diesel::update(dossiers::table.find(id.to_string()))
        .set(dossiers::answers.eq(json(answers)?))
        .execute(conn)?;
    Ok(())
}

/// What was answered to each question that was ever asked again, or changed with one, before the first time.
pub fn list_first_answers(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<(String, Option<String>)>> {
    let rows: Vec<(String, Option<String>)> = dossier_supplement_answers::table
        .inner_join(dossier_supplements::table)
        .filter(dossier_supplements::dossier_id.eq(id.to_string()))
        .order(dossier_supplements::number)
        .select((
            dossier_supplement_answers::field,
            dossier_supplement_answers::old_answer,
        ))
        .load(conn)?;
    let mut first: Vec<(String, Option<String>)> = Vec::new();
    for (field, answer) in rows {
        if !first.iter().any(|(known, _)| *known == field) {
            first.push((field, answer));
        }
    }
    Ok(first)
}

/// The round whose parts gather in a draft.
pub fn find_round(conn: &mut DbConn, draft: DraftId) -> AppResult<Option<DraftRound>> {
    let found: Option<(String, String)> = dossier_supplements::table
        .filter(dossier_supplements::draft_id.eq(draft.to_string()))
        .select((dossier_supplements::id, dossier_supplements::dossier_id))
        .first(conn)
        .optional()?;
    let Some((id, dossier)) = found else {
        return Ok(None);
    };
    let answers = dossier_supplement_answers::table
        .filter(dossier_supplement_answers::supplement_id.eq(&id))
        .order(dossier_supplement_answers::position)
        .select(dossier_supplement_answers::field)
        .load(conn)?;
    let parts: Vec<(String, Option<String>)> = dossier_supplement_parts::table
        .filter(dossier_supplement_parts::supplement_id.eq(id))
        .select((
            dossier_supplement_parts::component_id,
            dossier_supplement_parts::old_sha256,
        ))
        .load(conn)?;
    Ok(Some(DraftRound {
        dossier: parse_id(&dossier, DossierId::parse)?,
        parts,
        answers,
        opened: Opened::new(),
        filed: Answers::new(),
    }))
}

/// Puts a file in the place of what was filed for a component, or where nothing was.
pub fn replace_filed(
    conn: &mut DbConn,
    id: DossierId,
    component_id: &str,
    attached: &Attached,
) -> AppResult<()> {
    let columns = (
        dossier_components::attachment.eq(json(attached)?),
        dossier_components::sha256.eq(&attached.attachment.sha256),
        dossier_components::media_type.eq(&attached.media_type),
    );
    let changed = diesel::update(dossier_components::table.find((id.to_string(), component_id)))
        .set(columns)
        .execute(conn)?;
    if changed == 0 {
        crate::filing::store::insert_filed(conn, id, &[(component_id.to_owned(), attached.clone())])?;
    }
    Ok(())
}

/// Takes everything out of a draft.
pub fn clear(conn: &mut DbConn, draft: DraftId) -> AppResult<()> {
    diesel::delete(draft_components::table.filter(draft_components::draft_id.eq(draft.to_string())))
        .execute(conn)?;
    Ok(())
}

/// What stood for a component before a round replaced it.
pub fn find_struck(
    conn: &mut DbConn,
    id: DossierId,
    round: u32,
    component_id: &str,
) -> AppResult<Option<Attached>> {
    let number = i32::try_from(round).map_err(AppError::internal)?;
    let found: Option<Option<String>> = dossier_supplement_parts::table
        .inner_join(dossier_supplements::table)
        .filter(
            dossier_supplements::dossier_id
                .eq(id.to_string())
                .and(dossier_supplements::number.eq(number))
                .and(dossier_supplement_parts::component_id.eq(component_id)),
        )
        .select(dossier_supplement_parts::old_file)
        .first(conn)
        .optional()?;
    found.flatten().as_deref().map(parse_json).transpose()
}

/// What stood for each component that was ever asked for again, before the first time; nothing where nothing had been filed.
pub fn list_first(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<(String, Option<Attached>)>> {
    let rows: Vec<(String, Option<String>)> = dossier_supplement_parts::table
        .inner_join(dossier_supplements::table)
        .filter(dossier_supplements::dossier_id.eq(id.to_string()))
        .order(dossier_supplements::number)
        .select((
            dossier_supplement_parts::component_id,
            dossier_supplement_parts::old_file,
        ))
        .load(conn)?;
    let mut first: Vec<(String, Option<Attached>)> = Vec::new();
    for (component_id, file) in rows {
        if !first.iter().any(|(id, _)| *id == component_id) {
            first.push((component_id, file.as_deref().map(parse_json).transpose()?));
        }
    }
    Ok(first)
}
