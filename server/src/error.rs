//! How a use case says no. Status numbers and sentences are the business of `http::problem`.

use motcua_shared::error::ErrorCode;
use std::collections::BTreeMap;

/// What is wrong with one field; its sentence is chosen when the answer is written.
#[derive(Debug, Clone)]
pub struct FieldFault {
    /// Path in the request.
    pub path: String,
    /// Stable code.
    pub code: ErrorCode,
    /// Values that the sentence mentions.
    pub params: BTreeMap<String, String>,
}

impl FieldFault {
    /// A fault without values.
    pub fn new(path: impl Into<String>, code: ErrorCode) -> Self {
        Self {
            path: path.into(),
            code,
            params: BTreeMap::new(),
        }
    }

    /// Adds a value.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A refusal or a failure. Unexpected failures carry their cause for the log and show nothing of it.
#[derive(Debug, thiserror::Error)]
#[error("{code}")]
pub struct AppError {
    /// Stable code.
    pub code: ErrorCode,
    /// One entry per field.
    pub fields: Vec<FieldFault>,
    /// Values that the sentence mentions.
    pub params: BTreeMap<String, String>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// What really happened, for the log.
    #[source]
    pub cause: Option<anyhow::Error>,
}

/// The result of every use case.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// A refusal.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            fields: Vec::new(),
            params: BTreeMap::new(),
            retry_after: None,
            cause: None,
        }
    }

    /// A refusal of single fields.
    pub fn fields(fields: Vec<FieldFault>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::CheckFields)
        }
    }

    /// A refusal of one field.
    pub fn field(path: &str, code: ErrorCode) -> Self {
        Self::fields(vec![FieldFault::new(path, code)])
    }

    /// A refusal as a whole that also marks the field it is about.
    pub fn field_refusal(path: &str, code: ErrorCode) -> Self {
        Self {
            fields: vec![FieldFault::new(path, code)],
            ..Self::new(code)
        }
    }

    /// A refusal as a whole for what is wrong with one field, with the values that its sentence mentions.
    pub fn refusal_of(fault: FieldFault) -> Self {
        Self {
            params: fault.params.clone(),
            fields: vec![fault.clone()],
            ..Self::new(fault.code)
        }
    }

    /// An unexpected failure.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::Internal)
        }
    }

    /// The server cannot do it now.
    pub fn unavailable(cause: impl Into<anyhow::Error>) -> Self {
        Self {
            cause: Some(cause.into()),
            retry_after: Some(2),
            ..Self::new(ErrorCode::Unavailable)
        }
    }

    /// Adds a value that the sentences mention, the one as a whole and those of the fields.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        for fault in &mut self.fields {
            fault.params.insert(name.to_owned(), value.clone());
        }
        self.params.insert(name.to_owned(), value);
        self
    }

    /// Adds the wait.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::new(ErrorCode::NotFound),
            // PostgreSQL takes no zero character in a text. No name or code holds one, so the request is at fault.
            diesel::result::Error::DatabaseError(_, information)
                if information.message().ends_with(": 0x00") =>
            {
                Self::new(ErrorCode::BadRequest)
            }
            // Two waited for each other, or one waited too long for another: nothing was written, and it will do another time.
            diesel::result::Error::DatabaseError(_, ref information) if is_busy(information.message()) => {
                Self::unavailable(error)
            }
            error => Self::internal(error),
        }
    }
}

/// What PostgreSQL says of 40P01, 40001, 55P03 and 57014, unless its messages are set to another language.
fn is_busy(message: &str) -> bool {
    [
        "deadlock detected",
        "could not serialize access",
        "canceling statement due to lock timeout",
        "canceling statement due to statement timeout",
    ]
    .iter()
    .any(|said| message.starts_with(said))
}

impl From<crate::secret::RandomFailed> for AppError {
    fn from(error: crate::secret::RandomFailed) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for AppError {
    /// JSON that we wrote ourselves and can no longer read.
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
