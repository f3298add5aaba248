//! Whether the chain is whole: every entry as it was sealed, every seal on the one before, every stamp over what it says.

use super::chain::{BEGINNING, Hash, head, root, stamped, to_hex};
use super::seal::service::{first_id, root_of_heads};
use super::seal::store::{self, Seal, Stamp};
use crate::clock::{Clock, before};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::signature::service::Verifier;
use motcua_shared::time::Timestamp;
use serde::Serialize;

/// Seals and stamps read at a time.
const PAGE: i64 = 200;

/// Faults that are told one by one.
const MOST_FAULTS: usize = 100;

/// After so long every entry is tied.
const TIED_AFTER_SECONDS: u64 = 15 * 60;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// The entry is not what was sealed.
    EntryChanged {
        /// Its id.
        entry: String,
        /// The seal.
        seal: u64,
    },
    /// The entry is not there any more.
    EntryGone {
        /// Its id.
        entry: String,
        /// The seal.
        seal: u64,
    },
    /// A seal has another number of entries, or other digests, than it was made over.
    SealBroken {
        /// Its number.
        seal: u64,
    },
    /// A seal does not follow the one before: one is missing, was put in or was made anew.
    ChainBroken {
        /// The number of the seal that should be there.
        seal: u64,
    },
    /// A stamp is not over the chain as it stands, or its token does not hold.
    StampBroken {
        /// The last seal under it.
        seal: u64,
        /// Why.
        reason: String,
    },
    /// Entries that no seal ties although they are old enough.
    NotSealed {
        /// How many.
        entries: u64,
    },
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Entries that were checked.
    pub entries: u64,
    /// Seals that were checked.
    pub seals: u64,
    /// The head of the chain, in hexadecimal digits.
    pub head: String,
    /// Stamps whose tokens hold.
    pub stamps: u64,
    /// The time of the last token that holds: what was sealed before is proved by somebody else's clock.
    pub proved_until: Option<Timestamp>,
    /// The first hundred faults.
    pub faults: Vec<Fault>,
    /// How many there are.
    pub fault_count: u64,
}

impl Finding {
    /// Whether nothing is wrong.
    pub const fn is_whole(&self) -> bool {
        self.fault_count == 0
    }

    fn fault(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }
}

/// Looks at all of it, a few rows in memory at a time. `now` is for tokens, whose certificates must have been valid.
pub fn check(conn: &mut DbConn, verifier: &Verifier, now: Timestamp) -> AppResult<Finding> {
    let mut finding = Finding::default();
    let (mut number, mut previous) = (0, BEGINNING);
    loop {
        let seals = store::list_seals(conn, number, PAGE)?;
        if seals.is_empty() {
            break;
        }
        for seal in seals {
            if seal.number != number + 1 {
                finding.fault(Fault::ChainBroken { seal: number + 1 });
            } else if head(&previous, seal.number, seal.entries, &seal.root) != seal.head {
                finding.fault(Fault::ChainBroken { seal: seal.number });
            }
            check_seal(conn, &seal, &mut finding)?;
            (number, previous) = (seal.number, seal.head);
            finding.seals += 1;
        }
    }
    finding.head = to_hex(&previous);
    check_stamps(conn, verifier, now, &mut finding)?;
    let old = first_id(before(Clock::default().now(), TIED_AFTER_SECONDS));
    let entries = store::count_unsealed(conn, &old)?;
    if entries > 0 {
        finding.fault(Fault::NotSealed { entries });
    }
    Ok(finding)
}

fn check_seal(conn: &mut DbConn, seal: &Seal, finding: &mut Finding) -> AppResult<()> {
    let mut digests: Vec<Hash> = Vec::new();
    let mut is_broken = false;
    for (id, digest, entry) in store::list_sealed(conn, seal.number)? {
        finding.entries += 1;
        let Some(entry) = entry else {
            finding.fault(Fault::EntryGone {
                entry: id,
                seal: seal.number,
            });
            is_broken = true;
            continue;
        };
        let leaf = entry.leaf();
        if to_hex(&leaf) != digest {
            finding.fault(Fault::EntryChanged {
                entry: id,
                seal: seal.number,
            });
            is_broken = true;
        }
        digests.push(leaf);
    }
    let is_whole = u64::try_from(digests.len()) == Ok(seal.entries) && root(&digests) == seal.root;
    // Told once: what is wrong with an entry is told by its name.
    if !is_whole && !is_broken {
        finding.fault(Fault::SealBroken { seal: seal.number });
    }
    Ok(())
}

fn check_stamps(
    conn: &mut DbConn,
    verifier: &Verifier,
    now: Timestamp,
    finding: &mut Finding,
) -> AppResult<()> {
    let mut behind = 0;
    loop {
        let stamps = store::list_stamps(conn, behind, PAGE)?;
        if stamps.is_empty() {
            return Ok(());
        }
        for stamp in stamps {
            let follows = stamp.seals.0 == behind + 1;
            behind = stamp.seals.1;
            let found = match follows {
                true => check_stamp(conn, verifier, &stamp, now)?,
                false => Err("it does not begin where the one before ends".to_owned()),
            };
            match found {
                Ok(time) => {
                    finding.stamps += 1;
                    finding.proved_until = finding.proved_until.max(Some(time));
                }
                Err(reason) => finding.fault(Fault::StampBroken { seal: behind, reason }),
            }
        }
    }
}

/// When the token says that the chain stood so.
fn check_stamp(
    conn: &mut DbConn,
    verifier: &Verifier,
    stamp: &Stamp,
    now: Timestamp,
) -> AppResult<Result<Timestamp, String>> {
    let Some(last) = store::find_seal(conn, stamp.seals.1)? else {
        return Ok(Err("its last seal is missing".to_owned()));
    };
    if root_of_heads(&store::list_heads(conn, stamp.seals)?) != stamp.root {
        return Ok(Err("its seals are others".to_owned()));
    }
    let imprint = stamped(&last.head, stamp.seals, &stamp.root);
    let found = verifier.check_stamp(&stamp.token, &imprint, now);
    Ok(found.map_err(|reason| format!("its token: {}", reason.as_str())))
}
