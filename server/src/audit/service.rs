//! Recording.

use super::store;
use crate::db::DbConn;
use crate::db::types::{enum_text, json, moment, parse_id, parse_json};
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::http::page::Cursor;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use uuid::Uuid;

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
    /// Somebody tried a wrong password.
    SignInFailed,
    /// Somebody tried a wrong one-time code.
    CodeWrong,
    /// Another account of the same person took over.
    AccountSwitched,
    /// An officer delegated work to another one; the subject is the delegation.
    DelegationGiven,
    /// It was withdrawn.
    DelegationWithdrawn,
    /// It ended because one of the two lost what it rested on.
    DelegationEnded,
    /// Its delegate began to work by it; the subject is the delegation.
    DelegationTaken,
    /// Its delegate went back to the own account.
    DelegationLeft,
    /// A session was ended by its owner.
    SessionEnded,
    /// All other sessions were.
    OtherSessionsEnded,
    /// The person showed again who they are.
    IdentityConfirmed,
    /// The password was changed.
    PasswordChanged,
    /// A phone was added.
    PhoneAdded,
    /// Another phone is asked first.
    PhoneChosen,
    /// A phone was taken away.
    PhoneRemoved,
    /// Another phone in place of a lost one was asked for.
    PhoneChangeAsked,
    /// That was called off.
    PhoneChangeCancelled,
    /// Another phone took the place of a lost one.
    PhoneReplaced,
    /// The e-mail address was changed.
    EmailChanged,
    /// The e-mail address was taken away.
    EmailRemoved,
    /// An identity from elsewhere was taken off an account.
    IdentityUnlinked,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// Notices were set otherwise.
    PreferencesChanged,
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
    /// An officer looked up as many numbers as the settings allow.
    LookupsLimited,
    /// A staff account was made; its roles and unit are the word.
    StaffAdded,
    /// Rights, unit or contact of a staff account were changed.
    StaffChanged,
    /// A staff account was suspended.
    StaffSuspended,
    /// It may act again.
    StaffResumed,
    /// The person of a staff account came with a verified identity that fits.
    StaffBound,
    /// A link to another password was sent to an officer.
    StaffPasswordReset,
    /// What is written of an officer's card was compared with the register of the population; the word says what differs.
    StaffIdentityChecked,
    /// A staff account was closed for ever.
    StaffRemoved,
    /// Signs that an account is several people's were looked into; the word says which, and what was found.
    StaffSharedNoted,
    /// The first day without passwords was set; the subject is the unit, the word the day.
    StaffPasswordClosing,
    /// The table of all officers and their rights was taken out of the portal.
    StaffExported,
    /// Such a table was taken in; its digest is the word.
    StaffImported,
    /// A paper was put into a vault.
    PaperAdded,
    /// What is said of a paper was changed.
    PaperChanged,
    /// Another file was put in the place of a paper's file.
    PaperReplaced,
    /// A paper was taken out of a vault.
    PaperRemoved,
    /// A file of a vault was read.
    PaperRead,
    /// An owner said that a result is wrong.
    FeedbackSent,
    /// The owner took that back.
    FeedbackWithdrawn,
    /// An officer opened it.
    FeedbackViewed,
    /// An officer began to compare.
    FeedbackComparing,
    /// The right file was put in place.
    FeedbackAnswered,
    /// An officer said why the file is right.
    FeedbackRefused,
    /// Somebody sent a petition.
    PetitionSent,
    /// Its writer took it back.
    PetitionWithdrawn,
    /// Its writer replied to the question.
    PetitionReplied,
    /// An officer opened it.
    PetitionViewed,
    /// The province's desk received it.
    PetitionReceived,
    /// It said why it is not looked into.
    PetitionRefused,
    /// It asked the writer.
    PetitionAsked,
    /// It handed the petition to a unit.
    PetitionRouted,
    /// The unit handed it back.
    PetitionPassedBack,
    /// The unit answered.
    PetitionAnswered,
    /// The desk showed question and answer to everybody.
    PetitionPublished,
    /// It took them down.
    PetitionTakenDown,
    /// A paper was shared; the word says with what kind of other.
    PaperShared,
    /// A share was taken back.
    PaperShareEnded,
    /// The log of a vault was saved as a file.
    PaperLogExported,
    /// An owner objected to a line of the log; the subject is that line.
    PaperObjected,
    /// An officer began a look into a vault; the subject is the owner's account where there is one, the word the ground.
    VaultLookBegun,
    /// The look was opened with the owner's consent.
    VaultLookOpened,
    /// It was ended before its time.
    VaultLookClosed,
    /// An officer listed papers of a vault; the subject is the look.
    VaultListed,
    /// An owner asked another system for papers; the word is that system.
    PartnerAsked,
    /// A draft was opened.
    DraftOpened,
    /// A draft was thrown away.
    DraftDeleted,
    /// A dossier was filed.
    DossierSubmitted,
    /// A file of a dossier was read.
    DossierFileRead,
    /// An administrator added a paper type; the subject is its id.
    PaperTypeAdded,
    /// An administrator renamed it, retired it or took it up again.
    PaperTypeChanged,
    /// The same of a category; the subject is its code.
    PaperCategoryAdded,
    /// The same.
    PaperCategoryChanged,
    /// An administrator wrote a version of a procedure; the subject is its id.
    ProcedureChanged,
    /// An administrator imported a catalogue; the subject is the digest of the file.
    CatalogueImported,
    /// An administrator changed a day of the calendar; the subject is the day.
    CalendarChanged,
    /// An administrator added a unit.
    UnitAdded,
    /// An administrator said something else of a unit.
    UnitChanged,
    /// An administrator ended a unit, or took that back.
    UnitEnded,
    /// An administrator imported units; the subject is the digest of the file.
    UnitsImported,
    /// An administrator wrote a text for everybody; the subject is the article, the word the version.
    ArticleWritten,
    /// It was published; the word is its first day.
    ArticlePublished,
    /// It was taken down.
    ArticleTakenDown,
    /// An officer opened a dossier.
    DossierViewed,
    /// An officer at a desk began, or went on, to take one in from a person.
    ReceptionBegun,
    /// An officer received it.
    DossierReceived,
    /// An officer began to work on it.
    DossierBegun,
    /// An officer took it from another one who had it open.
    DossierTakenOver,
    /// An officer passed it on within the unit.
    DossierPassedOn,
    /// Its unit is no more, and another one got it; the word is the code of that.
    DossierHandedOver,
    /// The unit of a feedback is no more, and another one answers it.
    FeedbackHandedOver,
    /// An officer asked another unit about it.
    OpinionAsked,
    /// That unit is no more, and another one is asked.
    OpinionHandedOver,
    /// An officer of that unit opened the question.
    OpinionViewed,
    /// An officer of that unit answered.
    OpinionGiven,
    /// An officer promised a later day for its result.
    DossierExtended,
    /// A drafted result got its number and waits for who signs; the subject is the dossier.
    ResultHandedIn,
    /// It was given back, to be written anew.
    ResultReopened,
    /// Who leads the unit signed it.
    ResultSigned,
    /// The agency sealed it.
    ResultSealed,
    /// An officer ended it with a reason.
    DossierRefused,
    /// An officer ended it with its result.
    DossierReturned,
    /// An administrator changed what dossiers may be refused for.
    RefusalRuleSet,
    /// Its result came into the vault of its owner, who had no account before.
    DossierResultDelivered,
    /// An officer asked for parts of it once more.
    SupplementAsked,
    /// Who filed sent them.
    SupplementSent,
    /// Who filed took it back, or asked for that.
    WithdrawalAsked,
    /// An officer gave it back.
    WithdrawalGranted,
    /// An officer did not.
    WithdrawalDeclined,
    /// Somebody wrote into its thread.
    DossierMessageSent,
    /// An officer read a result.
    DossierResultRead,
    /// A payment was begun; the subject is the dossier, as with all that concerns its fee. The word is the amount.
    PaymentStarted,
    /// The fee of a dossier came in.
    FeePaid,
    /// An officer waived it.
    FeeWaived,
    /// Nobody owes it any more: the dossier ended without a result.
    FeeVoided,
    /// An officer wrote down that money went back.
    FeeRefunded,
    /// Money came in that nobody owed any more.
    FeeOverpaid,
    /// An officer decided that the fee of a dossier without a result does not go back.
    FeeKept,
    /// An officer wrote down that a transfer had been noted by mistake.
    FeeStruck,
    /// An administrator wrote down how a unit certifies; the subject is the unit.
    CertifyingOfficeSet,
    /// A certified copy was asked for.
    CopyAsked,
    /// A day was agreed for it.
    CopyAppointed,
    /// Its owner called it off.
    CopyCancelled,
    /// An officer opened it or its file.
    CopyViewed,
    /// The original was seen, and the copy made.
    CopyTaken,
    /// The person who certifies signed it.
    CopySigned,
    /// The agency signed it.
    CopySealed,
    /// It went into its owner's vault.
    CopyIssued,
    /// The office said no.
    CopyRefused,
    /// The register of a unit was taken out; the word is the year.
    CopyRegisterExported,
}

/// What an entry says besides.
#[derive(Serialize, Deserialize)]
struct Detail {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    word: String,
    /// "X thay Y", where it was done for another officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_place: Option<String>,
    /// By which delegation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delegation: Option<String>,
}

/// An entry as its subject may see it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id, by which lists page.
    pub id: Uuid,
    /// Who did it; absent for what no account did.
    pub actor: Option<AccountId>,
    /// The stable name of what was done.
    pub action: String,
    /// The word about it.
    pub word: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// Whether what an entry says besides names officers; also where it cannot be read.
pub fn names_officers(detail: &str) -> bool {
    parse_json::<Detail>(detail).map_or(true, |detail| detail.in_place.is_some())
}

/// Entries about a thing whose action is one of `actions`, a page of them and one more.
pub fn list_about(
    conn: &mut DbConn,
    subject: impl Display,
    actions: &[String],
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<Entry>> {
    let rows = store::list_about(conn, &subject.to_string(), actions, cursor, limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(Entry {
                id: parse_id(&row.id, |text| Uuid::try_parse(text).ok())?,
                actor: row
                    .account_id
                    .map(|id| parse_id(&id, AccountId::parse))
                    .transpose()?,
                action: row.action,
                word: parse_json::<Detail>(&row.detail)?.word,
                recorded_at: moment(row.recorded_at),
            })
        })
        .collect()
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
    record_with(conn, now, actor, action, (subject, ""), request_id)
}

/// The same with a word about it: a masked phone, a device.
pub fn record_with(
    conn: &mut DbConn,
    now: Timestamp,
    actor: Option<AccountId>,
    action: Action,
    (subject, word): (impl Display, &str),
    request_id: &RequestId,
) -> AppResult<()> {
    let entry = store::NewEntry {
        id: Uuid::now_v7().to_string(),
        account_id: actor.map(|id| id.to_string()),
        action: enum_text(&action)?,
        subject_id: subject.to_string(),
        detail: json(&Detail {
            word: word.to_owned(),
            in_place: request_id.in_place().map(|acting| acting.words.clone()),
            delegation: request_id.in_place().map(|acting| acting.delegation.clone()),
        })?,
        request_id: request_id.to_string(),
        recorded_at: crate::db::types::naive(now),
    };
    store::insert(conn, &entry)
}
