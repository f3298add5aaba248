//! Keeping types and categories.

use super::domain::{RENAMED, Renamed, id_of};
use super::store::{self, Changed};
use crate::audit::service::{Action, record};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::guard::Administrator;
use crate::job::queue;
use crate::state::AppState;
use motcua_shared::catalogue::kept::{AddCategory, AddType, ChangeKept, KeptType, MAX_NAME, parse_code};
use motcua_shared::error::ErrorCode;
use motcua_shared::vault::rule::required_text;

/// Types and categories, those that were retired as well.
pub async fn list(state: &AppState) -> AppResult<Vec<KeptType>> {
    state.db.read(store::list).await
}

fn name(text: &str) -> Result<String, FieldFault> {
    required_text(text, MAX_NAME).map_err(|code| FieldFault::new("name", code).with("max", MAX_NAME))
}

/// Names are told apart as people read them.
fn is_same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

/// Adding and naming take turns, so that no name comes twice.
fn in_turn(conn: &mut DbConn) -> AppResult<Vec<KeptType>> {
    take_turn(conn, "catalogue", "categories")?;
    store::list(conn)
}

fn exists(field: &str) -> AppError {
    AppError::field_refusal(field, ErrorCode::CategoryExists)
}

/// Adds a type.
pub async fn add_type(state: &AppState, by: Administrator, request: AddType) -> AppResult<Vec<KeptType>> {
    let now = state.clock.now();
    let name = name(&request.name).map_err(|fault| AppError::fields(vec![fault]))?;
    let id = id_of(&name);
    if id.is_empty() {
        return Err(AppError::field("name", ErrorCode::Required));
    }
    let work = move |conn: &mut DbConn| {
        let known = in_turn(conn)?;
        if known
            .iter()
            .any(|kind| kind.id == id || is_same(&kind.name, &name))
        {
            return Err(exists("name"));
        }
        store::insert_type(conn, &id, &name)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::PaperTypeAdded,
            &id,
            &by.request_id,
        )?;
        store::list(conn)
    };
    state.db.write(work).await
}

/// Names a type otherwise, retires it or takes it up again.
pub async fn change_type(
    state: &AppState,
    by: Administrator,
    id: String,
    request: ChangeKept,
) -> AppResult<Vec<KeptType>> {
    let now = state.clock.now();
    let name = name(&request.name).map_err(|fault| AppError::fields(vec![fault]))?;
    let work = move |conn: &mut DbConn| {
        let known = in_turn(conn)?;
        let before = known
            .iter()
            .find(|kind| kind.id == id)
            .ok_or(ErrorCode::NotFound)?;
        if before.version != request.version {
            return Err(ErrorCode::VersionConflict.into());
        }
        if before.name == name && before.is_active == request.is_active {
            return Ok(known);
        }
        if known
            .iter()
            .any(|kind| kind.id != id && is_same(&kind.name, &name))
        {
            return Err(exists("name"));
        }
        let changed = Changed {
            version: request.version,
            name: &name,
            is_active: request.is_active,
        };
        if !store::update_type(conn, &id, changed)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        record(
            conn,
            now,
            Some(by.account.id),
            Action::PaperTypeChanged,
            &id,
            &by.request_id,
        )?;
        store::list(conn)
    };
    state.db.write(work).await
}

/// Adds a category.
pub async fn add_category(
    state: &AppState,
    by: Administrator,
    request: AddCategory,
) -> AppResult<Vec<KeptType>> {
    let now = state.clock.now();
    let code = parse_code(&request.code).map_err(|code| FieldFault::new("code", code));
    let (code, name) = match (code, name(&request.name)) {
        (Ok(code), Ok(name)) => (code, name),
        (code, name) => {
            return Err(AppError::fields(
                code.err().into_iter().chain(name.err()).collect(),
            ));
        }
    };
    let work = move |conn: &mut DbConn| {
        let known = in_turn(conn)?;
        if known
            .iter()
            .flat_map(|kind| &kind.categories)
            .any(|one| one.code == code)
        {
            return Err(exists("code"));
        }
        let of = known.iter().find(|kind| kind.id == request.type_id);
        let of = of.ok_or_else(|| AppError::field("type_id", ErrorCode::NotAChoice))?;
        if !of.is_active {
            return Err(AppError::field("type_id", ErrorCode::CategoryRetired));
        }
        if of.categories.iter().any(|one| is_same(&one.name, &name)) {
            return Err(exists("name"));
        }
        store::insert_category(conn, &of.id, &code, &name)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::PaperCategoryAdded,
            &code,
            &by.request_id,
        )?;
        store::list(conn)
    };
    state.db.write(work).await
}

/// Names a category otherwise, retires it or takes it up again.
pub async fn change_category(
    state: &AppState,
    by: Administrator,
    code: String,
    request: ChangeKept,
) -> AppResult<Vec<KeptType>> {
    let now = state.clock.now();
    let name = name(&request.name).map_err(|fault| AppError::fields(vec![fault]))?;
    let work = move |conn: &mut DbConn| {
        let known = in_turn(conn)?;
        let of = known
            .iter()
            .find(|kind| kind.categories.iter().any(|one| one.code == code));
        let of = of.ok_or(ErrorCode::NotFound)?;
        let before = of
            .categories
            .iter()
            .find(|one| one.code == code)
            .ok_or(ErrorCode::NotFound)?;
        if before.version != request.version {
            return Err(ErrorCode::VersionConflict.into());
        }
        if before.name == name && before.is_active == request.is_active {
            return Ok(known);
        }
        if of
            .categories
            .iter()
            .any(|one| one.code != code && is_same(&one.name, &name))
        {
            return Err(exists("name"));
        }
        let changed = Changed {
            version: request.version,
            name: &name,
            is_active: request.is_active,
        };
        if !store::update_category(conn, &code, changed)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        if before.name != name {
            let renamed = Renamed {
                code: code.clone(),
                after: None,
            };
            queue::enqueue(conn, now, RENAMED, &renamed)?;
        }
        record(
            conn,
            now,
            Some(by.account.id),
            Action::PaperCategoryChanged,
            &code,
            &by.request_id,
        )?;
        store::list(conn)
    };
    let types = state.db.write(work).await?;
    state.bell.ring();
    Ok(types)
}
