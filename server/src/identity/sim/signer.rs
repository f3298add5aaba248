//! What is asked of a mobile signature service.

use futures::future::BoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;

/// Something to be signed by a phone.
#[derive(Debug, Clone)]
pub struct Order {
    /// How this portal calls it.
    pub id: String,
    /// International form, digits only: `84912345678`.
    pub phone: String,
    /// The text that the phone shows and signs.
    pub statement: String,
    /// Seconds that the phone may take.
    pub seconds: u64,
}

/// Where an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The person has not answered.
    Waiting,
    /// The CMS.
    Signed(Vec<u8>),
}

/// Why there is no signature.
#[derive(Debug)]
pub enum Refused {
    /// The service does not know the phone, or it has no key.
    Unknown,
    /// The person said no.
    Declined,
    /// The PIN is blocked.
    Blocked,
    /// The phone did not answer in time.
    Expired,
    /// Nothing was learnt.
    Down(anyhow::Error),
}

impl Refused {
    /// The code of its sentence.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Unknown => ErrorCode::SimUnknown,
            Self::Declined => ErrorCode::SimDeclined,
            Self::Blocked => ErrorCode::SimBlocked,
            Self::Expired => ErrorCode::SimExpired,
            Self::Down(_) => ErrorCode::SimDown,
        }
    }
}

/// A mobile signature service.
pub trait MobileSigner: Send + Sync {
    /// Sends an order to its phone; how the service calls it.
    fn send<'a>(&'a self, order: &'a Order, now: Timestamp) -> BoxFuture<'a, Result<String, Refused>>;

    /// Whether it was signed.
    fn look<'a>(&'a self, service_id: &'a str, now: Timestamp) -> BoxFuture<'a, Result<Status, Refused>>;
}
