//! Slows down who guesses from one address, in memory. Failures of one name are counted in the database (`sign_in`).

use crate::config::IdentityConfig;
use crate::http::client_address::line_of;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Limits of sign-in attempts.
#[derive(Clone)]
pub struct Throttle {
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    proofs: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Throttle {
    /// With the limits of the settings.
    pub fn new(config: &IdentityConfig) -> Self {
        let quota =
            |per_minute: u32| Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            addresses: Arc::new(RateLimiter::keyed(quota(config.attempts_per_address))),
            // Each attempt may need a proof, and a page may be left and opened again.
            proofs: Arc::new(RateLimiter::keyed(quota(
                config.attempts_per_address.saturating_mul(3),
            ))),
        }
    }

    /// Counts an attempt; `Err` holds the seconds to wait.
    pub fn attempt(&self, address: Option<IpAddr>) -> Result<(), u64> {
        check(&self.addresses, address)
    }

    /// Counts a proof of work that is asked for; making one costs this server a little work, too.
    pub fn proof(&self, address: Option<IpAddr>) -> Result<(), u64> {
        check(&self.proofs, address)
    }

    /// Forgets keys that were not seen for a while, so that the memory does not grow.
    pub fn shrink(&self) {
        self.addresses.retain_recent();
        self.proofs.retain_recent();
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<IpAddr>, address: Option<IpAddr>) -> Result<(), u64> {
    let now = DefaultClock::default().now();
    address.map_or(Ok(()), |address| {
        limiter
            .check_key(&line_of(address))
            .map_err(|no| no.wait_time_from(now).as_secs() + 1)
    })
}
