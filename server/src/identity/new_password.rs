//! Choosing a password: the policy of the settings, and what is too easy to guess.

use super::common_password::{Known, is_common};
use crate::config::IdentityConfig;
use crate::error::{AppError, AppResult};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::password::{MAX_PASSWORD, PasswordPolicy, normal_form};

pub(super) use super::common_password::Known as KnownOfPerson;

/// What the settings ask.
pub(super) fn policy(config: &IdentityConfig) -> PasswordPolicy {
    PasswordPolicy {
        length: config.password_length,
        classes: config.password_classes,
    }
}

/// Whether a password may be taken by the person of whom this much is known.
pub(super) fn check(config: &IdentityConfig, password: &str, known: &Known) -> AppResult<()> {
    let password = normal_form(password);
    let refused = |code| Err(AppError::field("password", code));
    if password.is_empty() {
        refused(ErrorCode::Required)
    } else if password.chars().count() > MAX_PASSWORD {
        Err(AppError::field("password", ErrorCode::TooLong).with("max", MAX_PASSWORD))
    } else if !policy(config).is_met(&password) {
        refused(ErrorCode::PasswordRule)
    } else if is_common(&password, known) {
        refused(ErrorCode::PasswordCommon)
    } else {
        Ok(())
    }
}
