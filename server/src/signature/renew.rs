//! Verifying a stored paper again, with what was kept beside it, and keeping what this verdict stands on.

use super::fetch::{Sources, examine_with};
use super::kept::{Piece, PieceKind};
use super::pause::Pauses;
use super::stamping::{HttpAuthority, TimestampAuthority};
use super::{Evidence, Verifier};
use crate::config::SignatureConfig;
use motcua_shared::signature::Reason;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use ring::digest::{SHA256, digest};

/// What a new verification found.
#[derive(Debug)]
pub struct Renewed {
    /// The verdict now.
    pub report: VerificationReport,
    /// What it stands on and the paper does not carry itself.
    pub pieces: Vec<Piece>,
    /// What the portal's own timestamp says, if there is one that holds.
    pub stamped_at: Option<Timestamp>,
    /// Whether something is missing that may come later.
    pub is_open: bool,
    /// Whether that is a timestamp.
    pub is_unstamped: bool,
}

/// Whom to ask when a paper is looked after.
#[derive(Clone)]
pub struct Outside {
    /// Who there is.
    pub settings: SignatureConfig,
    /// Who is left alone.
    pub pauses: Pauses,
    /// Whether a timestamp is asked for.
    pub has_stamped: bool,
}

/// Judges by what is there: the trust folders, the paper, and what was kept.
pub fn judge(verifier: &Verifier, bytes: &[u8], kept: &[Piece], now: Timestamp) -> Renewed {
    let examined = verifier.examine(bytes.into(), now, &evidence(kept));
    Renewed {
        report: examined.report,
        pieces: examined.pieces,
        stamped_at: examined.stamped_at,
        is_open: false,
        is_unstamped: false,
    }
}

/// The same, and brings what is missing: revocation data and issuers from the allowed hosts, and a timestamp over the
/// whole paper. Blocks; what cannot be had now is left for the next time.
pub fn care(verifier: &Verifier, outside: &Outside, bytes: &[u8], kept: &[Piece], now: Timestamp) -> Renewed {
    let settings = &outside.settings;
    let mut evidence = evidence(kept);
    let stamp = new_stamp(outside, bytes, kept)
        .inspect_err(|error| tracing::warn!(cause = format!("{error:#}"), "no timestamp over a paper"))
        .ok()
        .flatten();
    let mut new = None;
    if let Some(token) = stamp {
        let piece = Piece {
            kind: PieceKind::Stamp,
            der: token.into(),
        };
        evidence.add_piece(&piece);
        new = Some(piece);
    }
    let sources = Sources::leaving_alone(settings, &outside.pauses)
        .inspect_err(|error| tracing::error!(cause = format!("{error:#}"), "nothing can be fetched"))
        .unwrap_or_default();
    let examined = examine_with(verifier, bytes.into(), now, evidence, &sources.list());
    let mut pieces = examined.pieces;
    if let Some(piece) = new {
        if examined.stamped_at.is_some() {
            pieces.push(piece);
        } else {
            tracing::error!(
                "signature.timestamp_url gives timestamps that do not hold under the trust folders"
            );
        }
    }
    let is_stamp = |piece: &Piece| piece.kind == PieceKind::Stamp;
    let wants_stamp = !settings.timestamp_url.is_empty() && !pieces.iter().chain(kept).any(is_stamp);
    let wants_more = !settings.fetch_hosts.is_empty() && lacks_revocation(&examined.report);
    Renewed {
        report: examined.report,
        pieces,
        stamped_at: examined.stamped_at,
        is_open: wants_stamp || wants_more,
        is_unstamped: wants_stamp,
    }
}

fn evidence(kept: &[Piece]) -> Evidence {
    let mut evidence = Evidence::default();
    for piece in kept {
        if !evidence.add_piece(piece) {
            tracing::error!(kind = piece.kind.as_str(), "kept evidence cannot be read");
        }
    }
    evidence
}

fn lacks_revocation(report: &VerificationReport) -> bool {
    let mut found = report.reasons.iter().chain(&report.warnings);
    found.any(|reason| {
        matches!(
            reason,
            Reason::RevocationUnknown | Reason::TimestampRevocationUnknown
        )
    })
}

/// A timestamp, where one is to be had and there is none yet.
fn new_stamp(outside: &Outside, bytes: &[u8], kept: &[Piece]) -> anyhow::Result<Option<Vec<u8>>> {
    let url = &outside.settings.timestamp_url;
    let has_one = kept.iter().any(|piece| piece.kind == PieceKind::Stamp);
    if has_one || url.is_empty() || !outside.has_stamped {
        return Ok(None);
    }
    let authority = HttpAuthority::new(url)?;
    let imprint = digest(&SHA256, bytes);
    outside
        .pauses
        .ask(url, || authority.stamp(imprint.as_ref()))
        .transpose()
}
