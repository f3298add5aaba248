//! Whether a phone belongs to the person at their operator.

use super::super::domain::Account;
use super::super::registry::{Answer, Question};
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::text::{Lang, identity};

/// What the operator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The phone is the person's own.
    Same,
    /// Nobody can be asked: no operator is connected, or too little is known of the person.
    Unasked,
}

/// Whether there is anything to compare a new phone of this account with.
pub async fn is_comparable(state: &AppState, account: &Account) -> AppResult<bool> {
    Ok(question(state, account, "").await?.is_some())
}

async fn question(state: &AppState, account: &Account, phone: &str) -> AppResult<Option<Question>> {
    let (AccountKind::Citizen, Some(person), Some(_)) =
        (account.kind, account.person_id, &state.registries.subscriber)
    else {
        return Ok(None);
    };
    let born = state
        .db
        .read(move |conn| accounts::find_birth_date(conn, person))
        .await?;
    Ok(born.map(|birth_date| Question {
        identity_number: account.identifier.clone(),
        name: account.name.clone(),
        birth_date,
        record: phone.to_owned(),
    }))
}

/// Compares. What differs waits longer each time, so that nobody finds out whose a number is by trying.
pub async fn compare(state: &AppState, account: &Account, phone: &str, lang: Lang) -> AppResult<Outcome> {
    let Some(question) = question(state, account, phone).await? else {
        return Ok(Outcome::Unasked);
    };
    let Some(registry) = &state.registries.subscriber else {
        return Ok(Outcome::Unasked);
    };
    let (now, free) = (state.clock.now(), state.config.identity.free_failures);
    let key = secret::keyed_digest(
        &state.secret_key,
        &["compared", "phone-of", &account.id.to_string()],
    );
    let counted = key.clone();
    state
        .db
        .write(move |conn| sign_in::count_try(conn, &counted, now, free))
        .await?;
    let answer = registry.compare(&question, now).await;
    if !matches!(answer, Ok(Answer::Different { .. })) {
        let take_back = move |conn: &mut DbConn| sign_in::take_back_try(conn, &key);
        state.db.write(take_back).await?;
    }
    match answer {
        Ok(Answer::Same { .. }) => Ok(Outcome::Same),
        Ok(Answer::Different { operator }) => {
            let operator = operator.unwrap_or_else(|| identity::some_operator(lang).to_owned());
            Err(AppError::field_refusal("phone", ErrorCode::SubscriberMismatch).with("operator", operator))
        }
        Err(cause) => {
            tracing::warn!(cause = format!("{cause:#}"), "a record could not be asked");
            Err(AppError::new(ErrorCode::RegistryDown).retry_after(60))
        }
    }
}
