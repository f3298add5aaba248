//! Recording.

use super::store;
use crate::db::DbConn;
use crate::db::types::enum_text;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use serde::Serialize;
use std::fmt::Display;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// An account was made for somebody who came with a verified identity.
    AccountMade,
    /// An identity from elsewhere was joined to an account.
    IdentityLinked,
    /// What is known of the holder of an account was brought up to date by the provider of their identity.
    HolderUpdated,
    /// A person registered.
    Registered,
    /// A certificate that was not seen before opened an account.
    CertificateAdded,
    /// The list of support software is another one.
    SupportSoftwareChanged,
    /// A forgotten password was replaced.
    PasswordReset,
    /// Somebody said that an account is not theirs.
    AccountClaimed,
    /// The desk settled that.
    ClaimSettled,
    /// A file was signed by an agent and taken back.
    FileSigned,
    /// An officer looked up whether there is an account.
    AccountLookedUp,
    /// The desk made an account; the subject is that account.
    AccountMadeAtDesk,
    /// An officer opened the record of an account that the desk made.
    AccountViewed,
    /// An officer opened the scan or the signed request behind an account.
    AccountFileRead,
    /// An officer looked through the accounts of a unit; the subject is the unit.
    AccountsListed,
    /// The desk had a link sent by which the person sets the password.
    PasswordLinkSent,
    /// The person set the password by that link.
    PasswordSet,
    /// An officer opened a claim; the subject is the account that it is about, or the claim where there is none.
    ClaimViewed,
    /// The desk suspended an account.
    AccountSuspended,
    /// A paper was put into a vault.
    PaperAdded,
    /// A file of a vault was read.
    PaperRead,
    /// A draft was opened.
    DraftOpened,
    /// A draft was thrown away.
    DraftDeleted,
    /// A dossier was filed.
    DossierSubmitted,
    /// A file of a dossier was read.
    DossierFileRead,
}

/// Records that `actor` did `action` to the thing with this id.
pub fn record(
    conn: &mut DbConn,
    now: Timestamp,
    actor: Option<AccountId>,
    action: Action,
    subject: impl Display,
    request_id: &RequestId,
) -> AppResult<()> {
    let entry = store::NewEntry {
        id: uuid::Uuid::now_v7().to_string(),
        account_id: actor.map(|id| id.to_string()),
        action: enum_text(&action)?,
        subject_id: subject.to_string(),
        detail: "{}".to_owned(),
        request_id: request_id.to_string(),
        recorded_at: crate::db::types::naive(now),
    };
    store::insert(conn, &entry)
}
