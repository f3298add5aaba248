//! Judges a proof without the portal that made it: the chain is reckoned again, and each token is checked.

use crate::signature::service::Verifier;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::audit::check::{Fault, Standing, check};
use motcua_shared::audit::proof::{Proof, ProvedStamp, Unread};
use motcua_shared::time::Timestamp;
use serde::Serialize;

/// What is wrong: with what the chain ties, or with a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Wrong {
    /// The chain does not lead there.
    Chain(Fault),
    /// The token proves nothing.
    Token {
        /// `token-refused`.
        fault: &'static str,
        /// The last seal under its timestamp.
        last: u64,
        /// Why.
        reason: String,
    },
}

/// A timestamp whose token holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Until {
    /// The first seal under it.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// The authority's time: what it proves was there then.
    pub time: Timestamp,
    /// How many of the entries it proves.
    pub entries: usize,
}

/// What a proof is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The dossier; the portal's word.
    pub dossier_code: String,
    /// When it was made; the portal's word.
    pub made_at: Timestamp,
    /// Entries in it.
    pub entries: usize,
    /// Those of them whose bytes are for officers alone.
    pub withheld: usize,
    /// Those that a timestamp proves.
    pub stamped: usize,
    /// Those that are sealed, and under no timestamp yet.
    pub sealed: usize,
    /// Those that are not sealed yet: proved by nothing.
    pub open: usize,
    /// The timestamps whose tokens hold, in the order of the file.
    pub stamps: Vec<Until>,
    /// Whether the dossier has more, in another file.
    pub is_continued: bool,
    /// What is wrong.
    pub faults: Vec<Wrong>,
}

impl Judged {
    /// Whether nothing is wrong.
    pub const fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Judges the bytes of a file. `now` is for tokens, whose certificates must have been valid.
pub fn judge(bytes: &[u8], verifier: &Verifier, now: Timestamp) -> Result<Judged, Unread> {
    let proof = Proof::read(bytes)?;
    let found = check(&proof, |text| serde_json::from_str(text).ok());
    let mut faults: Vec<Wrong> = found.faults.iter().cloned().map(Wrong::Chain).collect();
    let mut stamps = Vec::new();
    for stamp in &proof.stamps {
        let Some(imprint) = found.imprints.get(&stamp.last) else {
            continue;
        };
        match time_of(stamp, imprint, verifier, now) {
            Ok(time) => stamps.push(Until {
                first: stamp.first,
                last: stamp.last,
                time,
                entries: found.count(|one| one == Standing::Stamped { last: stamp.last }),
            }),
            Err(reason) => faults.push(Wrong::Token {
                fault: "token-refused",
                last: stamp.last,
                reason,
            }),
        }
    }
    Ok(Judged {
        entries: proof.entries.len(),
        withheld: proof
            .entries
            .iter()
            .filter(|entry| entry.withheld.is_some())
            .count(),
        stamped: stamps.iter().map(|stamp| stamp.entries).sum(),
        sealed: found.count(|one| one == Standing::Sealed),
        open: found.count(|one| one == Standing::Open),
        is_continued: proof.next.is_some(),
        dossier_code: proof.dossier_code,
        made_at: proof.made_at,
        stamps,
        faults,
    })
}

fn time_of(
    stamp: &ProvedStamp,
    imprint: &[u8],
    verifier: &Verifier,
    now: Timestamp,
) -> Result<Timestamp, String> {
    let token = STANDARD
        .decode(&stamp.token)
        .map_err(|_| "it is no base64".to_owned())?;
    verifier
        .check_stamp(&token, imprint, now)
        .map_err(|reason| reason.as_str().to_owned())
}
