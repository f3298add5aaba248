//! How many strangers may have files checked: some at a time, some per minute from one address.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Wait that is told when all places are taken, in seconds.
const BUSY_SECONDS: u64 = 5;

/// The limits. Cheap to clone.
#[derive(Clone)]
pub struct Visitors {
    places: Arc<Semaphore>,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Visitors {
    /// At most `places` files on their way at a time, and `per_minute` from one address.
    pub fn new(places: usize, per_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            places: Arc::new(Semaphore::new(places)),
            addresses: Arc::new(RateLimiter::keyed(quota)),
        }
    }

    /// A place until it is dropped; `Err` holds the seconds to wait.
    pub fn admit(&self, address: Option<IpAddr>) -> Result<OwnedSemaphorePermit, u64> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| BUSY_SECONDS)?;
        if let Some(address) = address {
            let now = DefaultClock::default().now();
            self.addresses
                .check_key(&address)
                .map_err(|no| no.wait_time_from(now).as_secs() + 1)?;
        }
        Ok(place)
    }

    /// Forgets addresses that were not seen for a while, so that the memory does not grow.
    pub fn shrink(&self) {
        self.addresses.retain_recent();
    }
}
