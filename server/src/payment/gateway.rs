//! What is asked of a payment gateway.

use motcua_shared::id::PaymentAttemptId;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// A payment to be made.
#[derive(Debug, Clone)]
pub struct Order {
    /// How the gateway knows it.
    pub id: PaymentAttemptId,
    /// In đồng.
    pub amount: i64,
    /// What for: letters, digits and blanks.
    pub purpose: String,
    /// When it was begun.
    pub started_at: Timestamp,
    /// Until when it can be paid.
    pub expires_at: Timestamp,
    /// From where the person asks.
    pub address: Option<IpAddr>,
    /// The language of the gateway's page.
    pub lang: Lang,
}

/// What the gateway says of a payment, its signature checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Which payment; nothing where it names none of ours.
    pub id: Option<PaymentAttemptId>,
    /// In đồng; nothing where it names no whole amount.
    pub amount: Option<i64>,
    /// Whether the money came in.
    pub is_paid: bool,
    /// Whether the person called it off.
    pub is_called_off: bool,
    /// The gateway's number of the transaction.
    pub transaction: Option<String>,
    /// Its code of the outcome.
    pub code: String,
}

/// The gateway did not say this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSigned;

/// A payment gateway.
pub trait Gateway: Send + Sync {
    /// Where the person pays.
    fn address(&self, order: &Order) -> String;

    /// Reads what the gateway says, from the query of an address.
    fn read(&self, query: &str) -> Result<Word, NotSigned>;
}
