//! How the API says no: `application/problem+json` (RFC 9457) with a stable code, a sentence that says what to do,
//! and one entry per field.

#[macro_use]
mod codes;
#[macro_use]
mod of_dossiers;
#[macro_use]
mod of_officers;
mod problem;

pub use problem::{FieldError, Problem};
use serde::{Deserialize, Serialize};

codes_with_those_of_officers! {
    // The request as such.
    /// The request cannot be understood.
    BadRequest = "bad-request",
    /// Some fields need another look; see `errors`.
    CheckFields = "check-fields",
    /// Nobody is signed in, or the session has ended.
    SignInNeeded = "sign-in-needed",
    /// Signed in, but this account may not do this.
    NotAllowed = "not-allowed",
    /// The request came from another site.
    CrossSite = "cross-site",
    /// There is no such thing, or it is not this account's.
    NotFound = "not-found",
    /// The method does not exist on this address.
    MethodNotAllowed = "method-not-allowed",
    /// Changed by someone else in the meantime.
    VersionConflict = "version-conflict",
    /// The same idempotency key came with another request.
    IdempotencyMismatch = "idempotency-mismatch",
    /// The body is larger than this address takes.
    BodyTooLarge = "body-too-large",
    /// The content type is not the one asked for.
    WrongContentType = "wrong-content-type",
    /// Too many requests; `retry_after` tells the wait in seconds.
    TooManyRequests = "too-many-requests",
    /// A statement about a file that this server did not make, or that was altered.
    StatementNotOurs = "statement-not-ours",
    /// Something broke on the server.
    Internal = "internal",
    /// The server is busy or starting.
    Unavailable = "unavailable",
    /// The browser could not reach the server.
    NoConnection = "no-connection",

    // Single fields.
    /// Nothing was given.
    Required = "required",
    /// Longer than `max` characters.
    TooLong = "too-long",
    /// Not one of the choices.
    NotAChoice = "not-a-choice",
    /// A number outside of `min` to `max`.
    NotInRange = "not-in-range",
    /// Changed elsewhere since it was seen; there it is `now`.
    ChangedElsewhere = "changed-elsewhere",
    /// A day before the one that it follows, which is asked as `other`.
    DayBefore = "day-before",
    /// A day more than `months` months after the one that it follows, which is asked as `other`.
    SpanTooLong = "span-too-long",
    /// A day that is still to come, where what it tells of has happened; it was looked at on `today`.
    DayAhead = "day-ahead",
    /// A day that is over, where what it tells of is still to come; it was looked at on `today`.
    DayPast = "day-past",
    /// The same answer as to `other`, where there are two people.
    SameAnswer = "same-answer",
    /// A name with digits, signs or pictures, or of letters of two alphabets.
    NameHasSigns = "name-has-signs",
    /// Not a day of the calendar.
    NotADate = "not-a-date",
    /// A day on which no paper can have been issued: still to come, or before 1900.
    NotAnIssueDate = "not-an-issue-date",
    /// Not a Vietnamese phone number.
    NotAPhone = "not-a-phone",
    /// Neither 9 nor 12 digits.
    NotAnIdentityNumber = "not-an-identity-number",
    /// Whoever files, where another is asked for.
    OwnerIsFiler = "owner-is-filer",
    /// Not a name of a person.
    NotAName = "not-a-name",
    /// Not an e-mail address.
    NotAnEmail = "not-an-email",
    /// Not a number of social insurance.
    NotAnInsuranceNumber = "not-an-insurance-number",
    /// A day on which nobody alive was born.
    NotABirthDate = "not-a-birth-date",
    /// Below the age at which people register by themselves.
    TooYoung = "too-young",
    /// The identity number names another year of birth: look again, or confirm.
    BirthYearDoubtful = "birth-year-doubtful",
    /// The identity number names no place of birth that there was: look again, or confirm.
    ProvinceDoubtful = "province-doubtful",
    /// Does not meet what is asked of a password.
    PasswordRule = "password-rule",
    /// So common, or so close to what is known of the person, that it is guessed first.
    PasswordCommon = "password-common",
    /// No e-mail address where one is needed.
    EmailNeeded = "email-needed",
    /// What has to be agreed to was not.
    ConsentNeeded = "consent-needed",
    /// Not an address of a page on the net.
    NotAnAddress = "not-an-address",
    /// The password was not repeated as it is.
    PasswordDiffers = "password-differs",

    // identity
    /// Account and password do not match an account that may sign in.
    SignInFailed = "sign-in-failed",
    /// The one-time code is not the one that was sent.
    CodeWrong = "code-wrong",
    /// The one-time code is too old, used, or of another sign-in.
    CodeExpired = "code-expired",
    /// Too many wrong codes.
    CodeLocked = "code-locked",
    /// A new code was asked for too soon.
    CodeTooSoon = "code-too-soon",
    /// Too many codes went to this phone, account or address.
    TooManyCodes = "too-many-codes",
    /// So many failed sign-ins that only a new password helps.
    SignInClosed = "sign-in-closed",
    /// The account is suspended.
    AccountSuspended = "account-suspended",

    // identity from elsewhere
    /// The provider does not answer, or not sensibly.
    ProviderUnavailable = "provider-unavailable",
    /// The person turned back at the provider.
    ProviderDeclined = "provider-declined",
    /// The way to the provider and back was not known, used, or took too long.
    FlowEnded = "flow-ended",
    /// The answer came to another browser than the one that asked.
    FlowElsewhere = "flow-elsewhere",
    /// The answer comes from another issuer.
    AnswerIssuer = "answer-issuer",
    /// The answer is meant for another portal.
    AnswerAudience = "answer-audience",
    /// The answer belongs to another question.
    AnswerNonce = "answer-nonce",
    /// The answer is not signed by the provider.
    AnswerSignature = "answer-signature",
    /// The answer is too old or not valid yet.
    AnswerTime = "answer-time",
    /// The person was not authenticated the way that was asked for.
    AnswerLevel = "answer-level",
    /// Something is missing in the answer.
    AnswerIncomplete = "answer-incomplete",
    /// The provider has not verified who this is.
    IdentityUnverified = "identity-unverified",
    /// This kind of account cannot sign in through this provider.
    IdentityNotServed = "identity-not-served",
    /// The numbers lead to another account or to more than one.
    IdentityConflict = "identity-conflict",
    /// The identity is not that of the account's holder.
    IdentityOtherPerson = "identity-other-person",
    /// The account that was there before has neither phone nor e-mail.
    ProofNeedsDesk = "proof-needs-desk",
    /// A proof of work is asked for, or the one that came is void.
    ProofNeeded = "proof-needed",
    /// The phone does not belong to this person at their operator, `operator`.
    SubscriberMismatch = "subscriber-mismatch",
    /// The social insurance record is of another person, or there is none.
    InsuranceMismatch = "insurance-mismatch",
    /// The account of the post office is of another person, or there is none.
    PostMismatch = "post-mismatch",
    /// The record holds no phone to which a code could go.
    RecordWithoutPhone = "record-without-phone",
    /// The record cannot be asked at the moment.
    RegistryDown = "registry-down",
    /// There is an account under this identity number.
    AlreadyRegistered = "already-registered",
    /// A flow that ended, was used, or never was.
    FlowGone = "flow-gone",

    // the desk
    /// This person has no staff account.
    NoStaffAccount = "no-staff-account",
    /// Officers sign in with their electronic identity.
    StaffSignInElsewhere = "staff-sign-in-elsewhere",
    /// The scan of the identity card is missing.
    ScanMissing = "scan-missing",
    /// A scan is a doc, docx or pdf file.
    ScanTypeNotTaken = "scan-type-not-taken",
    /// The content of the file is not what its ending says.
    ScanNotWhatItSays = "scan-not-what-it-says",
    /// The file holds programs, or unpacks to far more than a scan.
    ScanUnsafe = "scan-unsafe",
    /// The account was made already; nothing is changed any more.
    AssistedDone = "assisted-done",
    /// The person has set a password already.
    PasswordAlreadySet = "password-already-set",
    /// Another officer has settled it.
    ClaimAlreadySettled = "claim-already-settled",
    /// There is no account under this number that could be kept or suspended, or there is one although none is said to be.
    ClaimDecisionUnfit = "claim-decision-unfit",
    /// The portal knows another name or day of birth under this identity number.
    PersonDiffers = "person-differs",
    /// The verified identity has another name or day of birth than the administrator wrote down.
    StaffPersonDiffers = "staff-person-differs",
    /// This person has this staff account already.
    OfficerExists = "officer-exists",
    /// The card was issued before its holder was born, or is still to be.
    NotACardDay = "not-a-card-day",
    /// No number of a landline.
    NotALandline = "not-a-landline",
    /// Nobody changes their own rights.
    OwnRights = "own-rights",
    /// Without this administrator there would be none.
    LastAdministrator = "last-administrator",
    /// The officer has looked up `limit` numbers in an hour.
    TooManyLookups = "too-many-lookups",
    /// Without phones the e-mail is the only way to reach the account.
    LastContact = "last-contact",
    // the account page
    /// It is long since the person showed who they are.
    ConfirmNeeded = "confirm-needed",
    /// There is no phone, address or password to show it by: only signing in anew does.
    ConfirmBySignIn = "confirm-by-sign-in",
    /// Not the password of the account.
    PasswordWrong = "password-wrong",
    /// The account has no password.
    NoPassword = "no-password",
    /// The phone is one of the account already.
    PhoneKnown = "phone-known",
    /// The account has as many phones as it may.
    TooManyPhones = "too-many-phones",
    /// The phone is so new that it may not be the only proof yet; until `until`.
    PhoneTooNew = "phone-too-new",
    /// The only phone cannot be taken away.
    LastPhone = "last-phone",
    /// The address is the one that the account has.
    EmailKnown = "email-known",
    /// Without it nobody could sign in to the account any more.
    LastWayIn = "last-way-in",
    /// Not a recovery code of this account that is left.
    RecoveryCodeWrong = "recovery-code-wrong",
    /// Only the desk can give this account another phone.
    PhoneByDesk = "phone-by-desk",
    /// Another phone was asked for already, and waits.
    PhoneChangeWaits = "phone-change-waits",
    /// The link was used, or is over.
    LinkOver = "link-over",

    // upload
    /// No file was chosen, or it has 0 bytes.
    FileEmpty = "file-empty",
    /// Larger than `max_mb`.
    FileTooLarge = "file-too-large",
    /// The file name holds a path.
    FileNameHasPath = "file-name-has-path",
    /// Not a PDF although a PDF is asked for.
    FileNotPdf = "file-not-pdf",
    /// A PDF that ends early or cannot be read.
    FileDamaged = "file-damaged",
    /// A PDF that asks for a password.
    FileEncrypted = "file-encrypted",
    /// Neither PDF nor a picture.
    FileTypeNotTaken = "file-type-not-taken",
    /// A photograph in HEIC, which becomes a file by way of the scan.
    FileHeic = "file-heic",
    /// The upload is used up, too old, or of another account.
    UploadGone = "upload-gone",
    /// A piece of a file that does not begin where the last one ended.
    UploadOffset = "upload-offset",
    /// Not all of the file has come.
    UploadUnfinished = "upload-unfinished",
    /// Not the version of the protocol for files in pieces that is spoken here.
    UploadProtocol = "upload-protocol",
    /// All files of the account together would be more than `quota_mb`; `used_mb` there are.
    QuotaReached = "quota-reached",
    /// A picture of more than `max_megapixels`.
    PictureTooLarge = "picture-too-large",
    /// The antivirus has not answered yet.
    FileScanning = "file-scanning",
    /// The antivirus found something.
    FileInfected = "file-infected",

    // signature
    /// No digital signature.
    PaperUnsigned = "paper-unsigned",
    /// There were signatures, but a program that saved the file anew left only their remains.
    PaperSignatureLost = "paper-signature-lost",
    /// Signed, but not with a certificate of Ban Cơ yếu Chính phủ.
    PaperUntrustedSigner = "paper-untrusted-signer",
    /// Content was changed after signing.
    PaperChanged = "paper-changed",
    /// The signature does not hold.
    PaperSignatureBroken = "paper-signature-broken",
    /// The certificate had expired when the paper was signed.
    PaperSignerExpired = "paper-signer-expired",
    /// The certificate has expired, and nothing proves that the paper was signed before.
    PaperSignerExpiredSince = "paper-signer-expired-since",
    /// The certificate had been revoked when the paper was signed.
    PaperSignerRevoked = "paper-signer-revoked",
    /// The certificate was revoked, and nothing proves that the paper was signed before.
    PaperSignerRevokedSince = "paper-signer-revoked-since",
    /// The signature can neither be confirmed nor refuted.
    PaperUndecided = "paper-undecided",

    // token agents
    /// No signing agent answers on this computer.
    AgentNotFound = "agent-not-found",
    /// The signing agent took the call and never answered.
    AgentNoAnswer = "agent-no-answer",
    /// The signing agent answered something else than agreed.
    AgentUnreadable = "agent-unreadable",
    /// The person closed the dialog of the signing agent.
    AgentCancelled = "agent-cancelled",
    /// The signing agent finds no certificate.
    AgentNoCertificate = "agent-no-certificate",
    /// The VNPT-CA plugin does not take the portal's licence.
    AgentLicenceRefused = "agent-licence-refused",
    /// The file was signed, but did not reach the server.
    AgentNotHandedIn = "agent-not-handed-in",
    /// The signing agent said no, with the number `code`.
    AgentRefused = "agent-refused",

    // tokens
    /// The certificate has expired, on the day `since`.
    TokenExpired = "token-expired",
    /// The certificate is not valid before the day `from`.
    TokenNotYetValid = "token-not-yet-valid",
    /// The certificate was revoked, on the day `since`.
    TokenRevoked = "token-revoked",
    /// The certificate was not issued below an accepted root.
    TokenForeign = "token-foreign",
    /// A person's certificate where an organisation's is needed.
    TokenPersonal = "token-personal",
    /// An organisation's certificate without budget or tax code.
    TokenNoIdentifier = "token-no-identifier",
    /// The signature is not one of this certificate over this challenge.
    TokenSignatureWrong = "token-signature-wrong",
    /// Signed with another certificate than was shown.
    TokenOtherCertificate = "token-other-certificate",
    /// Key or algorithm prove nothing any more.
    TokenWeakAlgorithm = "token-weak-algorithm",
    /// Certificate or signature cannot be read.
    TokenUnreadable = "token-unreadable",
    /// Whether the certificate was revoked cannot be told now.
    TokenRevocationUnknown = "token-revocation-unknown",
    /// What was to be signed is too old, used, or meant for something else.
    TokenChallengeEnded = "token-challenge-ended",
    /// There is an account of this organisation.
    TokenRegistered = "token-registered",
    /// No signing service knows the phone.
    SimUnknown = "sim-unknown",
    /// The person declined on the phone.
    SimDeclined = "sim-declined",
    /// The PIN of the signing SIM is blocked.
    SimBlocked = "sim-blocked",
    /// The phone did not answer in time.
    SimExpired = "sim-expired",
    /// The signing service does not answer.
    SimDown = "sim-down",
    /// The codes in the certificate lead to more than one account.
    TokenConflict = "token-conflict",

    // files signed by an agent
    /// What came back is not the file that was handed out, with something added.
    SignedFileNotThePaper = "signed-file-not-the-paper",
    /// More than a signature was added.
    SignedFileChanged = "signed-file-changed",
    /// Not exactly one signature was added.
    SignedFileSignatureCount = "signed-file-signature-count",
    /// Signed with a certificate of somebody else.
    SignedFileOtherSigner = "signed-file-other-signer",

    // catalogue
    /// Not the form of a category's code.
    CategoryCode = "category-code",
    /// There is a type or a category with this name or code.
    CategoryExists = "category-exists",
    /// The category was retired: it is good for the papers that have it, and for no new ones.
    CategoryRetired = "category-retired",
    // vault
    /// The same file is already in this vault, as `code`.
    PaperDuplicate = "paper-duplicate",
    /// The file was put in before with other words, as `code`: these were not kept.
    PaperAddedOtherwise = "paper-added-otherwise",
    /// An authority issued the paper: its owner does not change it.
    PaperNotOwners = "paper-not-owners",
    /// Since it was attached, the paper got another file or left the vault.
    PaperStale = "paper-stale",
    /// No organisation has this number here.
    NoSuchOrganisation = "no-such-organisation",
    /// As many people as may see a paper do.
    TooManyGrants = "too-many-grants",
    /// The owner said something else of this before, and it stays as it was sent.
    ObjectionSent = "objection-sent",
    /// The paper is not shared any more.
    GrantEnded = "grant-ended",
    /// The look into a vault is over.
    LookOver = "look-over",
    /// The other system, `partner`, does not answer.
    PartnerDown = "partner-down",
    /// What came from the other system, `partner`, is not what it announced, or not this account's.
    PartnerWrong = "partner-wrong",
    /// The other system, `partner`, shows papers only to people whose identity was verified.
    PartnerNeedsIdentity = "partner-needs-identity",

    // feedback on a result
    /// A page number is 1 or more.
    NotAPage = "not-a-page",
    /// A ground is at least a sentence.
    GroundTooShort = "ground-too-short",
    /// There is a feedback on this paper that was not answered yet.
    FeedbackOpen = "feedback-open",
    /// Somebody else was quicker: it is in another state now.
    FeedbackMovedOn = "feedback-moved-on",
    /// The owner replaced or removed the file that the feedback is about.
    FeedbackFileGone = "feedback-file-gone",
    /// The owner's vault has exactly this file.
    FeedbackFileKnown = "feedback-file-known",

    // catalogue
    /// An id or code stands twice in one list.
    StandsTwice = "stands-twice",
    /// An amount is negative or larger than any that is asked for.
    NotAnAmount = "not-an-amount",
    /// A number outside of what can be.
    NotWithin = "not-within",
    /// Not the form of a code or id.
    NotACode = "not-a-code",
    /// The file is no JSON, from `line` and `column` on.
    FormNotJson = "form-not-json",
    /// A form has no such `keyword` there; `known` are those that it has.
    FormKeywordUnknown = "form-keyword-unknown",
    /// A form needs `keyword` there.
    FormKeywordMissing = "form-keyword-missing",
    /// A value of another kind than stands there in forms, or none of `known`.
    FormValueWrong = "form-value-wrong",
    /// Another dialect of JSON Schema.
    FormDialect = "form-dialect",
    /// A form that takes what it does not ask.
    FormOpen = "form-open",
    /// No name of a field of a form.
    FormFieldName = "form-field-name",
    /// Keywords of a field that do not go together.
    FormKeywords = "form-keywords",
    /// A keyword that leads to no other field of the same kind.
    FormOtherField = "form-other-field",
    /// A bound of what is no day.
    FormBound = "form-bound",
    /// Something must be answered that is not asked there.
    FormRequired = "form-required",
    /// A condition that is not one answer of a choice.
    FormCondition = "form-condition",
    /// A condition on a field that is never asked.
    FormNever = "form-never",
    /// `count` fields or conditions, more than the `max` that a form may have.
    FormTooLarge = "form-too-large",
    /// Less room than the `least` characters that an answer has.
    FormTooShort = "form-too-short",
    /// A choice that nobody can make.
    FormChoice = "form-choice",
    /// What is known is no answer to this field.
    FormKnown = "form-known",
    /// The file holds no record of a catalogue.
    NotACatalogue = "not-a-catalogue",
    /// The calendar has this day already.
    CalendarDayKnown = "calendar-day-known",
    /// Only a Saturday or Sunday is worked in exchange for another day.
    NotAWeekend = "not-a-weekend",
    /// There is a unit with this code.
    UnitKnown = "unit-known",
    /// A unit stands above itself, or takes over from itself.
    UnitCycle = "unit-cycle",
    /// `count` units are right below this one.
    UnitHasUnits = "unit-has-units",
    /// No unit has these `codes`.
    NoSuchUnit = "no-such-unit",
    /// The last day is not behind the first.
    DaysOrder = "days-order",
    /// The file holds no units.
    NotUnits = "not-units",

    // certified copies
    /// No place is left in that half day.
    SlotFull = "slot-full",
    /// The office does not receive people on that day or in that half of it.
    DayNotOffered = "day-not-offered",
    /// As many requests are open as one account may have.
    TooManyOpen = "too-many-open",
    /// What was asked cannot follow the step that the request is at.
    StepNotPossible = "step-not-possible",
    /// The scan is signed: it is an electronic original and needs no certified copy.
    OriginalIsElectronic = "original-is-electronic",
    /// A signature on the sealed copy fails since it was made.
    CopySignatureFailed = "copy-signature-failed",
    /// Another person is named as the one who certifies.
    SignerOther = "signer-other",
}

#[cfg(test)]
mod tests;
