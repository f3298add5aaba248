//! Every address of the API as a function, used by the client and by the tests.

mod entry;
mod keeping;
mod news;
mod payment;
mod petition;
mod processing;
mod vault;

pub use entry::Entry;
pub use keeping::*;
pub use news::*;
pub use payment::*;
pub use petition::*;
pub use processing::*;
pub use vault::*;

use crate::id::{
    AccountId, AssistedId, CertifiedCopyId, ClaimId, DelegationId, DossierId, DraftId, LinkId, PhoneChangeId,
    SessionId, SigningOrderId, UnitId, UploadId,
};

/// Prefix of every address.
pub const BASE: &str = "/api/v1";
/// The OpenAPI document.
pub const OPENAPI: &str = "/api/openapi.json";
/// Who is signed in; `DELETE` signs out.
pub const SESSION: &str = "/api/v1/session";
/// First step of signing in.
pub const SIGN_IN: &str = "/api/v1/session/password";
/// Second step of signing in.
pub const CONFIRM_CODE: &str = "/api/v1/session/code";
/// A new code.
pub const RESEND_CODE: &str = "/api/v1/session/code/resend";
/// Signs out, at the provider of the identity as well.
pub const SIGN_OUT: &str = "/api/v1/session/sign-out";
/// Asks for the code that joins an identity from elsewhere to an account.
pub const LINK: &str = "/api/v1/session/link";
/// That code.
pub const LINK_CODE: &str = "/api/v1/session/link/code";
/// Another one.
pub const LINK_RESEND: &str = "/api/v1/session/link/code/resend";
/// A proof of work to be solved.
pub const PROOF: &str = "/api/v1/proof-challenge";
/// How one may register (`GET`), and the first step (`POST`).
pub const REGISTRATIONS: &str = "/api/v1/registrations";
/// Second step of registering.
pub const REGISTRATION_CODE: &str = "/api/v1/registrations/code";
/// A new code.
pub const REGISTRATION_RESEND: &str = "/api/v1/registrations/code/resend";
/// Last step of registering.
pub const REGISTRATION_PASSWORD: &str = "/api/v1/registrations/password";
/// First step after a forgotten password.
pub const RECOVERIES: &str = "/api/v1/recoveries";
/// Second step.
pub const RECOVERY_CODE: &str = "/api/v1/recoveries/code";
/// A new code.
pub const RECOVERY_RESEND: &str = "/api/v1/recoveries/code/resend";
/// Last step.
pub const RECOVERY_PASSWORD: &str = "/api/v1/recoveries/password";
/// Where the signing agents are.
pub const TOKEN: &str = "/api/v1/token";
/// Something for a token to sign.
pub const TOKEN_CHALLENGES: &str = "/api/v1/token/challenges";
/// What a token signed, to register.
pub const TOKEN_REGISTRATION: &str = "/api/v1/registrations/token";
/// Last step of registering with it.
pub const TOKEN_ACCOUNT: &str = "/api/v1/registrations/token/account";
/// What a token signed, to sign in.
pub const TOKEN_SIGN_IN: &str = "/api/v1/session/token";
/// Signs in where registering found an account.
pub const TOKEN_ENTER: &str = "/api/v1/session/token/flow";
/// Sends something to sign to a phone.
pub const SIM_CHALLENGES: &str = "/api/v1/sim/challenges";
/// Whether the phone has signed, to register.
pub const SIM_REGISTRATION: &str = "/api/v1/registrations/sim";
/// Whether it has, to sign in.
pub const SIM_SIGN_IN: &str = "/api/v1/session/sim";
/// Software that people need on their own computers.
pub const SUPPORT_SOFTWARE: &str = "/api/v1/support-software";
/// Accounts that people say are not theirs.
pub const ACCOUNT_CLAIMS: &str = "/api/v1/account-claims";
/// What a link of the desk opens; `POST` with the link's token.
pub const PASSWORD_LINKS: &str = "/api/v1/password-links";
/// The password set by it.
pub const PASSWORD_LINK_PASSWORD: &str = "/api/v1/password-links/password";
/// Staff accounts of the person who just came from a provider.
pub const STAFF_CHOICES: &str = "/api/v1/session/staff";
/// One of them.
pub const STAFF_CHOICE: &str = "/api/v1/session/staff/choice";
/// What waits at the desk of the officer.
pub const DESK: &str = "/api/v1/desk";
/// Whether there is an account under a number.
pub const DESK_LOOKUPS: &str = "/api/v1/desk/lookups";
/// Accounts that the desk makes.
pub const DESK_REGISTRATIONS: &str = "/api/v1/desk/registrations";
/// Their list.
pub const DESK_SEARCHES: &str = "/api/v1/desk/searches";
/// Accounts that people say are not theirs.
pub const DESK_CLAIMS: &str = "/api/v1/desk/claims";
/// Officers and their accounts (`POST` adds one).
pub const STAFF: &str = "/api/v1/staff";
/// Their list.
pub const STAFF_SEARCHES: &str = "/api/v1/staff/searches";
/// Units where officers work.
pub const STAFF_UNITS: &str = "/api/v1/staff/units";
/// The same as a tree, with how many officers each has.
pub const STAFF_TREE: &str = "/api/v1/staff/tree";
/// All of them as a spreadsheet; `POST` looks at one, or takes it in.
pub const STAFF_TABLE: &str = "/api/v1/staff/table";
/// Accounts that look as if several people used them.
pub const STAFF_SHARED: &str = "/api/v1/staff/shared";
/// The account that acts, as its holder sees it.
pub const ACCOUNT: &str = "/api/v1/account";
/// With what its unsent photographs are sealed on its devices.
pub const ACCOUNT_DEVICE_KEY: &str = "/api/v1/account/device-key";
/// Its sessions; `DELETE` ends all but this one.
pub const ACCOUNT_SESSIONS: &str = "/api/v1/account/sessions";
/// Another password.
pub const ACCOUNT_PASSWORD: &str = "/api/v1/account/password";
/// Asks for the code to a further phone.
pub const ACCOUNT_PHONES: &str = "/api/v1/account/phones";
/// That code.
pub const ACCOUNT_PHONE_CODE: &str = "/api/v1/account/phones/code";
/// Another one.
pub const ACCOUNT_PHONE_RESEND: &str = "/api/v1/account/phones/code/resend";
/// Which phone is asked first.
pub const ACCOUNT_PHONE_FIRST: &str = "/api/v1/account/phones/first";
/// Takes a phone away.
pub const ACCOUNT_PHONE_REMOVE: &str = "/api/v1/account/phones/remove";
/// Asks for the code to another e-mail address.
pub const ACCOUNT_EMAIL: &str = "/api/v1/account/email";
/// That code.
pub const ACCOUNT_EMAIL_CODE: &str = "/api/v1/account/email/code";
/// Another one.
pub const ACCOUNT_EMAIL_RESEND: &str = "/api/v1/account/email/code/resend";
/// What the holder wants to be told, and how.
pub const ACCOUNT_PREFERENCES: &str = "/api/v1/account/preferences";
/// What happened to the account.
pub const ACCOUNT_EVENTS: &str = "/api/v1/account/events";
/// New recovery codes.
pub const ACCOUNT_RECOVERY_CODES: &str = "/api/v1/account/recovery-codes";
/// Accounts of the same person that the session may go on with.
pub const ACCOUNT_OTHERS: &str = "/api/v1/account/others";
/// Delegations of the account that asks; of all officers for administrators.
pub const DELEGATIONS: &str = "/api/v1/delegations";
/// Officers to whom one may delegate.
pub const DELEGATION_COLLEAGUES: &str = "/api/v1/delegations/colleagues";

/// Withdraws a delegation.
pub fn delegation_withdrawal(id: DelegationId) -> String {
    format!("{DELEGATIONS}/{id}/withdrawal")
}

/// Acts as another account of the same person.
pub const ACCOUNT_SWITCH: &str = "/api/v1/account/switch";
/// Asks for the code that shows that it is still the person.
pub const CONFIRMATION: &str = "/api/v1/session/confirmation";
/// That code.
pub const CONFIRMATION_CODE: &str = "/api/v1/session/confirmation/code";
/// Another one.
pub const CONFIRMATION_RESEND: &str = "/api/v1/session/confirmation/code/resend";
/// The password instead.
pub const CONFIRMATION_PASSWORD: &str = "/api/v1/session/confirmation/password";
/// Other ways than the phone that the code went to.
pub const CODE_WAYS: &str = "/api/v1/session/code/ways";
/// Sends the code elsewhere.
pub const CODE_ELSEWHERE: &str = "/api/v1/session/code/elsewhere";
/// A recovery code in place of the one-time code.
pub const SIGN_IN_RECOVERY_CODE: &str = "/api/v1/session/recovery-code";
/// A lost phone: account and password.
pub const LOST_PHONES: &str = "/api/v1/lost-phones";
/// The new number.
pub const LOST_PHONE_NUMBER: &str = "/api/v1/lost-phones/number";
/// The code that went there.
pub const LOST_PHONE_CODE: &str = "/api/v1/lost-phones/code";
/// Another one.
pub const LOST_PHONE_RESEND: &str = "/api/v1/lost-phones/code/resend";
/// What the link in a notice is about.
pub const PHONE_CHANGE: &str = "/api/v1/phone-changes/read";
/// Calls it off.
pub const PHONE_CHANGE_CANCEL: &str = "/api/v1/phone-changes/cancel";
/// Paper types with their categories.
pub const PAPER_TYPES: &str = "/api/v1/paper-types";
/// The same with those that were retired, for administrators; `POST` adds a type.
pub const KEPT_TYPES: &str = "/api/v1/catalogue/paper-types";
/// Adds a category.
pub const KEPT_CATEGORIES: &str = "/api/v1/catalogue/paper-categories";
/// Procedures with where they come from, for administrators.
pub const KEPT_PROCEDURES: &str = "/api/v1/catalogue/procedures";
/// Looks at the form of a procedure in a file.
pub const FORM_CHECK: &str = "/api/v1/catalogue/form-check";
/// Takes a file of procedures in, for administrators.
pub const CATALOGUE_IMPORT: &str = "/api/v1/catalogue/import";
/// Procedures as a file, for administrators.
pub const CATALOGUE_EXPORT: &str = "/api/v1/catalogue/export";
/// Fields of administration.
pub const PROCEDURE_FIELDS: &str = "/api/v1/procedure-fields";
/// One-stop desks that take dossiers in for other units.
pub const PLACES_OF_SUBMISSION: &str = "/api/v1/places-of-submission";
/// Procedures.
pub const PROCEDURES: &str = "/api/v1/procedures";
/// Files on their way in.
pub const UPLOADS: &str = "/api/v1/uploads";
/// Files that come in pieces (tus 1.0).
pub const RESUMABLE_UPLOADS: &str = "/api/v1/uploads/resumable";
/// Papers of the vault.
pub const PAPERS: &str = "/api/v1/papers";
/// Looks for papers of the vault.
pub const PAPER_SEARCH: &str = "/api/v1/papers/search";
/// To whom papers of the vault are shown.
pub const GRANTS: &str = "/api/v1/grants";
/// Finds the organisation that a paper shall be shown to.
pub const GRANTEES: &str = "/api/v1/grantees";
/// Units that a paper can be shown to.
pub const GRANTEE_UNITS: &str = "/api/v1/grantees/units";
/// Papers that others share with the account that asks.
pub const SHARED_PAPERS: &str = "/api/v1/shared-papers";
/// The log of the vault.
pub const PAPER_EVENTS: &str = "/api/v1/paper-events";
/// The same as a file.
pub const PAPER_EVENTS_CSV: &str = "/api/v1/paper-events/csv";
/// Looks of officers into vaults.
pub const VAULT_LOOKS: &str = "/api/v1/desk/vault-looks";
/// Dossiers that people bring to a desk.
pub const RECEPTIONS: &str = "/api/v1/desk/receptions";
/// What owners said against them.
pub const VAULT_OBJECTIONS: &str = "/api/v1/desk/vault-objections";
/// Drafts.
pub const DRAFTS: &str = "/api/v1/drafts";
/// Filed dossiers.
pub const DOSSIERS: &str = "/api/v1/dossiers";

/// Where a dossier stands, for anybody who has its receipt.
pub const DOSSIER_LOOKUPS: &str = "/api/v1/dossier-lookups";
/// Checks the signatures of a file without keeping it.
pub const SIGNATURE_CHECKS: &str = "/api/v1/signature-checks";

/// Files handed out to be signed.
pub const SIGNING_ORDERS: &str = "/api/v1/signing-orders";
/// Units that certify copies.
pub const CERTIFYING_OFFICES: &str = "/api/v1/certifying-offices";
/// Certified copies that the account asked for.
pub const CERTIFIED_COPIES: &str = "/api/v1/certified-copies";
/// Those that lie at the officer's unit.
pub const DESK_COPIES: &str = "/api/v1/desk/certified-copies";
/// How that unit certifies.
pub const DESK_OFFICE: &str = "/api/v1/desk/certifying-office";
/// Its register.
pub const DESK_REGISTER: &str = "/api/v1/desk/certified-register";
/// What programs beside the browser use.
pub const AGENT: &str = "/agent/v1";

/// Has the server judge what an agent handed in.
pub fn signing_order_result(id: SigningOrderId) -> String {
    format!("{SIGNING_ORDERS}/{id}/result")
}

/// One file that comes in pieces; once it is there and judged, `GET` has it.
pub fn resumable_upload(id: UploadId) -> String {
    format!("{RESUMABLE_UPLOADS}/{id}")
}

/// The signed file.
pub fn signing_order_file(id: SigningOrderId) -> String {
    format!("{SIGNING_ORDERS}/{id}/file")
}

/// Where an agent fetches or hands in the file for which it has this secret.
pub fn agent_file(secret: &str) -> String {
    format!("{AGENT}/files/{secret}")
}

/// How a unit certifies.
pub fn certifying_office(id: UnitId) -> String {
    format!("{CERTIFYING_OFFICES}/{id}")
}

/// One certified copy of the account.
pub fn certified_copy(id: CertifiedCopyId) -> String {
    format!("{CERTIFIED_COPIES}/{id}")
}

/// What its owner does with it: `appointment`, `cancellation`.
pub fn certified_copy_part(id: CertifiedCopyId, part: &str) -> String {
    format!("{CERTIFIED_COPIES}/{id}/{part}")
}

/// One at the desk.
pub fn desk_copy(id: CertifiedCopyId) -> String {
    format!("{DESK_COPIES}/{id}")
}

/// What the desk does with it: `scan`, `taking`, `file`, `orders`, `result`, `issue`, `refusal`.
pub fn desk_copy_part(id: CertifiedCopyId, part: &str) -> String {
    format!("{DESK_COPIES}/{id}/{part}")
}

/// The register of a year.
pub fn desk_register(year: i32) -> String {
    format!("{DESK_REGISTER}/{year}")
}

/// The same as a table to keep.
pub fn desk_register_file(year: i32) -> String {
    format!("{DESK_REGISTER}/{year}/file")
}

/// Header that every changing request carries, so that no other site can send it without asking first.
pub const CLIENT_HEADER: &str = "x-motcua-client";
/// Header with the percent-encoded name of a sent file.
pub const FILE_NAME_HEADER: &str = "x-file-name";
/// Header that makes a repeated request harmless.
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";

/// Where a browser leaves for a provider of identities.
pub fn provider_start(id: &str) -> String {
    format!("{SESSION}/providers/{id}/start")
}

/// Where it comes back to.
pub fn provider_callback(id: &str) -> String {
    format!("{SESSION}/providers/{id}/callback")
}

/// One account that the desk makes.
pub fn desk_registration(id: AssistedId) -> String {
    format!("{DESK_REGISTRATIONS}/{id}")
}

/// What is done with it: `code`, `account`, `link`, `request`, `files/scan`, `files/request`.
pub fn desk_registration_part(id: AssistedId, part: &str) -> String {
    format!("{DESK_REGISTRATIONS}/{id}/{part}")
}

/// One claim.
pub fn desk_claim(id: ClaimId) -> String {
    format!("{DESK_CLAIMS}/{id}")
}

/// What the desk decides on it.
pub fn desk_claim_decision(id: ClaimId) -> String {
    format!("{DESK_CLAIMS}/{id}/decision")
}

/// One session of the account.
pub fn account_session(id: SessionId) -> String {
    format!("{ACCOUNT_SESSIONS}/{id}")
}

/// One identity from elsewhere that opens the account.
pub fn account_identity(id: LinkId) -> String {
    format!("{ACCOUNT}/identities/{id}")
}

/// Calls off a change of phone, by who is signed in.
pub fn account_phone_change(id: PhoneChangeId) -> String {
    format!("{ACCOUNT}/phone-changes/{id}/cancel")
}

/// One paper type, for administrators.
pub fn kept_type(id: &str) -> String {
    format!("{KEPT_TYPES}/{id}")
}

/// One category, for administrators.
pub fn kept_category(code: &str) -> String {
    format!("{KEPT_CATEGORIES}/{code}")
}

/// One procedure with its versions, for administrators.
pub fn kept_procedure(code: &str) -> String {
    format!("{KEPT_PROCEDURES}/{code}")
}

/// The record of the national catalogue beside a procedure, for administrators.
pub fn procedure_source(code: &str) -> String {
    format!("{KEPT_PROCEDURES}/{code}/source")
}

/// One procedure.
pub fn procedure(code: &str) -> String {
    format!("{PROCEDURES}/{code}")
}

/// Units that receive a procedure.
pub fn procedure_units(code: &str) -> String {
    format!("{PROCEDURES}/{code}/units")
}

/// One draft.
pub fn draft(id: DraftId) -> String {
    format!("{DRAFTS}/{id}")
}

/// Saves what was typed.
pub fn draft_typed(id: DraftId) -> String {
    format!("{DRAFTS}/{id}/typed")
}

/// What stands for a component of a draft.
pub fn draft_component(id: DraftId, component_id: &str) -> String {
    format!("{DRAFTS}/{id}/components/{component_id}")
}

/// A report about a checked file, to keep.
pub const SIGNATURE_CHECK_REPORTS: &str = "/api/v1/signature-checks/report";

/// The file that stands for a component of a draft.
pub fn draft_file(id: DraftId, component_id: &str) -> String {
    format!("{DRAFTS}/{id}/components/{component_id}/file")
}

/// Papers that fit a component of a draft.
pub fn draft_suggestions(id: DraftId, component_id: &str) -> String {
    format!("{DRAFTS}/{id}/components/{component_id}/suggestions")
}

/// Looks again for papers that fit alone.
pub fn draft_match(id: DraftId) -> String {
    format!("{DRAFTS}/{id}/match")
}

/// Takes a draft over to the version of its procedure that is in force.
pub fn draft_renewal(id: DraftId) -> String {
    format!("{DRAFTS}/{id}/renewal")
}

/// Files a draft.
pub fn draft_submit(id: DraftId) -> String {
    format!("{DRAFTS}/{id}/submit")
}

/// One dossier.
pub fn dossier(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}")
}

/// The file of a component of a dossier.
pub fn dossier_file(id: DossierId, component_id: &str) -> String {
    format!("{DOSSIERS}/{id}/components/{component_id}/file")
}

/// One staff account.
pub fn staff_account(id: AccountId) -> String {
    format!("{STAFF}/{id}")
}

/// Sends its holder a link to another password.
pub fn staff_password_link(id: AccountId) -> String {
    format!("{STAFF}/{id}/password-link")
}

/// Compares what is written of the card with the register of the population.
pub fn staff_identity_check(id: AccountId) -> String {
    format!("{STAFF}/{id}/identity-check")
}

/// Closes it for ever.
pub fn staff_removal(id: AccountId) -> String {
    format!("{STAFF}/{id}/removal")
}

/// The first day without passwords in a unit.
pub fn staff_closing(unit: UnitId) -> String {
    format!("{STAFF}/units/{unit}/password-closing")
}

/// Notes what was found about one that looks like several people's.
pub fn staff_shared_note(id: AccountId) -> String {
    format!("{STAFF_SHARED}/{id}/note")
}

/// Suspends it, or takes it up again.
pub fn staff_suspension(id: AccountId) -> String {
    format!("{STAFF}/{id}/suspension")
}
