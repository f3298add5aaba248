//! One newtype per id. UUID v7 inside: they sort by creation, which is what keyset paging needs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made elsewhere.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// Parses the hyphenated text form.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// An account: one capacity in which a person or body acts.
    AccountId,
    /// A person, who may have several accounts.
    PersonId,
    /// An administrative unit.
    UnitId,
    /// One version of a procedure.
    ProcedureId,
    /// A paper in a vault.
    PaperId,
    /// A grant that shows a paper to somebody.
    GrantId,
    /// A line of the log of a paper.
    PaperEventId,
    /// A look of an officer into a vault.
    LookId,
    /// A file sent but not yet put to use.
    UploadId,
    /// A dossier being filled in.
    DraftId,
    /// A dossier that was filed.
    DossierId,
    /// A round of supplement of a dossier.
    SupplementId,
    /// A question to another unit about a dossier.
    OpinionId,
    /// A sign-in waiting for its one-time code.
    ChallengeId,
    /// A message on its way to somebody.
    MessageId,
    /// A file handed out to be signed.
    SigningOrderId,
    /// A certified electronic copy that was asked for.
    CertifiedCopyId,
    /// An account being made at the desk.
    AssistedId,
    /// Somebody's word that an account is not theirs.
    ClaimId,
    /// A session of an account.
    SessionId,
    /// An identity from elsewhere that opens an account.
    LinkId,
    /// A phone that was added, or that is to replace a lost one.
    PhoneChangeId,
    /// A feedback on a result.
    FeedbackId,
    /// What a dossier costs.
    ChargeId,
    /// A text that administrators write for everybody.
    ArticleId,
    /// A petition.
    PetitionId,
    /// A delegation of an officer's work.
    DelegationId,
    /// An online payment.
    PaymentAttemptId,
}
