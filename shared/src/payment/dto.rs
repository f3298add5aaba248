//! What travels about fees.

use crate::id::{DossierId, PaymentAttemptId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChargeState {
    /// Nothing came in yet.
    Due,
    /// It came in.
    Paid,
    /// An officer gave it up.
    Waived,
    /// Nobody owes it any more: the dossier ended without a result.
    Void,
    /// It came in and went back.
    Refunded,
}

/// How a charge was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PaidBy {
    /// Online, told by VNPAY.
    Vnpay,
    /// By bank transfer, confirmed by an officer.
    Transfer,
    /// At the desk.
    Desk,
}

/// Where an online payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AttemptState {
    /// No word of the gateway yet.
    Open,
    /// The money came in.
    Succeeded,
    /// It was called off, or did not work.
    Failed,
}

/// The account that takes transfers, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferView {
    /// Name of the bank.
    pub bank: String,
    /// Number of the account.
    pub account: String,
    /// Its holder.
    pub holder: String,
    /// What must stand on the transfer, so that it is found.
    pub content: String,
}

/// The newest online payment of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttemptView {
    /// Its id, which the gateway knows it by as well.
    pub id: PaymentAttemptId,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was begun.
    pub started_at: Timestamp,
    /// Until when the gateway takes it.
    pub expires_at: Timestamp,
    /// Whether that is over.
    pub is_over: bool,
}

/// One act on a charge, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChargeStep {
    /// What was done.
    pub title: String,
    /// By whom and when.
    pub by: String,
    /// Why, or with which reference.
    pub words: Option<String>,
}

/// What a dossier costs and how it was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChargeView {
    /// The dossier.
    pub dossier_id: DossierId,
    /// "Mã hồ sơ".
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// The unit that the fee is paid to.
    pub unit_name: String,
    /// Who filed.
    pub payer: String,
    /// In đồng; fixed on the day of filing.
    pub amount: i64,
    /// Where it stands.
    pub state: ChargeState,
    /// The same in a sentence.
    pub sentence: String,
    /// How it was paid.
    pub way: Option<PaidBy>,
    /// Number of the transaction or receipt.
    pub reference: Option<String>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// All that came in, in đồng.
    pub received: i64,
    /// All that went back, in đồng.
    pub refunded: i64,
    /// What came in without being owed and waits to go back, in đồng.
    pub excess: i64,
    /// Whether VNPAY is offered.
    pub vnpay: bool,
    /// Where a transfer goes; absent where the unit takes none.
    pub transfer: Option<TransferView>,
    /// The newest online payment.
    pub attempt: Option<AttemptView>,
    /// Why the fee does not go back although the dossier ended without a result, where that was decided.
    #[serde(default)]
    pub kept_because: Option<String>,
    /// Each act, oldest first.
    pub steps: Vec<ChargeStep>,
}

/// A charge that is due, in the list of who filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueCharge {
    /// The dossier.
    pub dossier_id: DossierId,
    /// "Mã hồ sơ".
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// The unit that the fee is paid to.
    pub unit_name: String,
    /// In đồng.
    pub amount: i64,
    /// When the dossier was filed.
    pub since: Timestamp,
}

/// Begins an online payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartPayment {
    /// The amount that was seen: another one is refused.
    pub amount: i64,
    /// The person knows of the payment that is open and did not finish it.
    #[serde(default)]
    pub again: bool,
}

/// Where to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentStarted {
    /// The page of the gateway.
    pub url: String,
    /// The payment.
    pub attempt: AttemptView,
}

/// A charge as officers of the unit see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskCharge {
    /// What everybody sees of it, and who of the unit did what.
    pub charge: ChargeView,
    /// Hand back with every act.
    pub version: u32,
    /// The most that can go back, in đồng.
    pub refundable: i64,
    /// The dossier ended without a result although this was paid: whether the fee goes back is to be decided, by noting what went
    /// back or why nothing does.
    pub is_refund_to_decide: bool,
    /// Transfers that officers noted and that stand, oldest first: each may turn out to be a mistake.
    pub transfers: Vec<NotedTransfer>,
}

/// A transfer as an officer noted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotedTransfer {
    /// The bank's number of the transaction.
    pub reference: String,
    /// All that came in with it, in đồng.
    pub amount: i64,
}

/// Money of a fee that officers have to do with after the fee itself is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RefundWaits {
    /// It came in without being owed and goes back.
    Excess,
    /// The dossier ended without a result and the whole fee is there: whether it goes back is to be decided.
    ToDecide,
}

/// What an officer does with a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum DeskAct {
    /// It was paid at the desk.
    PaidAtDesk {
        /// Version that was seen.
        version: u32,
        /// Number of the receipt, where one was given.
        #[serde(default)]
        reference: Option<String>,
    },
    /// A transfer came in.
    Transferred {
        /// Version that was seen.
        version: u32,
        /// The bank's number of the transaction.
        reference: String,
        /// What came in, in đồng; the fee's amount where nothing is said. What is more than is owed goes back.
        #[serde(default)]
        amount: Option<i64>,
        /// The number is noted for another dossier as well, and the officer says that the transfer was for both.
        #[serde(default)]
        for_several: bool,
    },
    /// It is given up.
    Waived {
        /// Version that was seen.
        version: u32,
        /// Why, in at least a sentence.
        ground: String,
    },
    /// Money went back.
    Refunded {
        /// Version that was seen.
        version: u32,
        /// How much, in đồng.
        amount: i64,
        /// Why, in at least a sentence.
        ground: String,
        /// Number of the transaction or voucher.
        reference: String,
    },
    /// The fee of a dossier that ended without a result does not go back.
    Kept {
        /// Version that was seen.
        version: u32,
        /// Why, in at least a sentence; who filed reads it.
        ground: String,
    },
    /// A transfer was noted here by mistake: it did not come in, or was another dossier's.
    Struck {
        /// Version that was seen.
        version: u32,
        /// The bank's number of the transaction, as it was noted.
        reference: String,
        /// Why, in at least a sentence; who filed reads it.
        ground: String,
    },
}

impl DeskAct {
    /// The version that was seen.
    pub const fn version(&self) -> u32 {
        match self {
            Self::PaidAtDesk { version, .. }
            | Self::Transferred { version, .. }
            | Self::Waived { version, .. }
            | Self::Refunded { version, .. }
            | Self::Kept { version, .. }
            | Self::Struck { version, .. } => *version,
        }
    }
}

/// The answer to a gateway's word, in the letters that VNPAY asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IpnAnswer {
    /// `00` taken, `01` no such order, `02` taken before, `04` another amount, `97` not signed by VNPAY, `99` ask again.
    #[serde(rename = "RspCode")]
    pub code: String,
    /// The same in words.
    #[serde(rename = "Message")]
    pub message: String,
}
