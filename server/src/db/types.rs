//! Between columns and types: ids and enums are text, structures are JSON in text, moments are UTC without a zone.

use crate::error::AppError;
use anyhow::anyhow;
use chrono::{NaiveDateTime, Utc};
use motcua_shared::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The column value of a unit-like enum: its serde name.
pub fn enum_text<T: Serialize>(value: &T) -> Result<String, AppError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(text) => Ok(text),
        other => Err(AppError::internal(anyhow!("not an enum of text: {other}"))),
    }
}

/// The enum of a column value.
pub fn parse_enum<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    Ok(serde_json::from_value(serde_json::Value::String(
        text.to_owned(),
    ))?)
}

/// The column value of a structure.
pub fn json<T: Serialize>(value: &T) -> Result<String, AppError> {
    Ok(serde_json::to_string(value)?)
}

/// The structure of a column value.
pub fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    Ok(serde_json::from_str(text)?)
}

/// The column value of a moment.
pub fn naive(moment: Timestamp) -> NaiveDateTime {
    moment.utc().naive_utc()
}

/// The moment of a column value.
pub fn moment(value: NaiveDateTime) -> Timestamp {
    Timestamp::new(value.and_local_timezone(Utc).single().unwrap_or_default())
}

/// An id of a column value.
pub fn parse_id<T>(text: &str, parse: fn(&str) -> Option<T>) -> Result<T, AppError> {
    parse(text).ok_or_else(|| AppError::internal(anyhow!("a column holds no id")))
}

/// A size or count of a column value.
pub fn unsigned<N, U>(value: N) -> Result<U, AppError>
where
    U: TryFrom<N>,
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(value).map_err(AppError::internal)
}

/// A new id that sorts after every earlier one.
pub fn new_id<T>(wrap: fn(uuid::Uuid) -> T) -> T {
    wrap(uuid::Uuid::now_v7())
}
