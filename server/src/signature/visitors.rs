//! How many strangers may have files checked: some at a time, some per minute from one address.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Wait that is told when all places are taken, in seconds.
const BUSY_SECONDS: u64 = 5;

/// Files from one address on their way at a time: nobody keeps all the others out.
const PLACES_PER_ADDRESS: usize = 3;

/// Files on their way, by network.
type Present = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// A place among the visitors, free again when it is dropped.
pub struct Place {
    _permit: OwnedSemaphorePermit,
    held: Option<(Present, IpAddr)>,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((present, address)) = self.held.take() {
            let mut present = present.lock().unwrap_or_else(PoisonError::into_inner);
            if let Entry::Occupied(mut entry) = present.entry(address) {
                *entry.get_mut() = entry.get().saturating_sub(1);
                if *entry.get() == 0 {
                    entry.remove();
                }
            }
        }
    }
}

/// Who has one IPv6 address has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The limits. Cheap to clone.
#[derive(Clone)]
pub struct Visitors {
    places: Arc<Semaphore>,
    present: Present,
    addresses: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Visitors {
    /// At most `places` files on their way at a time, and `per_minute` from one address.
    pub fn new(places: usize, per_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            places: Arc::new(Semaphore::new(places)),
            present: Arc::default(),
            addresses: Arc::new(RateLimiter::keyed(quota)),
        }
    }

    /// A place until it is dropped; `Err` holds the seconds to wait.
    pub fn admit(&self, address: Option<IpAddr>) -> Result<Place, u64> {
        let permit = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| BUSY_SECONDS)?;
        let mut place = Place {
            _permit: permit,
            held: None,
        };
        if let Some(address) = address.map(network) {
            let now = DefaultClock::default().now();
            self.addresses
                .check_key(&address)
                .map_err(|no| no.wait_time_from(now).as_secs() + 1)?;
            let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
            let count = present.entry(address).or_default();
            if *count >= PLACES_PER_ADDRESS {
                return Err(BUSY_SECONDS);
            }
            *count += 1;
            place.held = Some((Arc::clone(&self.present), address));
        }
        Ok(place)
    }

    /// Forgets addresses that were not seen for a while, so that the memory does not grow.
    pub fn shrink(&self) {
        self.addresses.retain_recent();
    }
}
