//! From a structure report to what it means for the person: may the file be sent, and if not, why. Plain functions.

use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::dto::LocalReport;
use motcua_shared::signature::report::{Changes, StructureReport};
use motcua_shared::signature::{Reason, refusal};

/// What the browser can say of a file before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Signed, and nothing is wrong with the structure.
    Intact(Signed),
    /// The server would refuse it, too.
    Refused(ErrorCode),
    /// Not to be decided here; the server will.
    Unclear,
}

/// Who signed last, and what is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// How many signatures there are.
    pub count: usize,
    /// Name of the last signer, if it can be read.
    pub by: Option<String>,
    /// Day in Viet Nam of the last signature, as claimed.
    pub on: Option<NaiveDate>,
    /// Whether the last signature reaches to the end of the file.
    pub covers_all: bool,
    /// Whether the content was compared with what was signed, not only the structure looked at.
    pub is_content_compared: bool,
}

/// Judges a report.
pub fn judge(found: &LocalReport) -> Outcome {
    let report = &found.structure;
    let last = report.signatures.last();
    match (report.structure_ok, last) {
        (true, Some(last)) => Outcome::Intact(Signed {
            count: report.signatures.len(),
            by: last.signer.as_ref().map(|signer| signer.common_name.clone()),
            on: last.claimed_time.map(|moment| moment.vietnam_date()),
            covers_all: last.covers_whole_document && last.changes_after == Changes::None,
            is_content_compared: found.is_content_compared,
        }),
        _ => worst(report)
            .and_then(refusal)
            .map_or(Outcome::Unclear, Outcome::Refused),
    }
}

/// The reason that explains most: reasons sort worst first, over the file and all its signatures.
fn worst(report: &StructureReport) -> Option<Reason> {
    let of_signatures = report
        .signatures
        .iter()
        .flat_map(|signature| signature.reasons.iter());
    report.reasons.iter().chain(of_signatures).min().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::signature::report::{SignatureStructure, Signer};
    use motcua_shared::time::Timestamp;

    fn signature(name: &str, reasons: Vec<Reason>) -> SignatureStructure {
        SignatureStructure {
            field: "Signature1".to_owned(),
            signer: Some(Signer {
                common_name: name.to_owned(),
                organisation: None,
                serial: "01".to_owned(),
                issuer: "CA".to_owned(),
            }),
            digest: None,
            algorithm: None,
            claimed_time: Timestamp::parse("2024-02-01T20:00:00Z"),
            covers_whole_document: true,
            changes_after: Changes::None,
            changes: Vec::new(),
            signed_length: Some(1_000),
            revision: Some(1),
            revisions: 1,
            certification_level: None,
            has_timestamp: false,
            reasons,
        }
    }

    fn report(reasons: Vec<Reason>, signatures: Vec<SignatureStructure>) -> LocalReport {
        LocalReport {
            structure: StructureReport {
                structure_ok: reasons.is_empty() && !signatures.is_empty(),
                reasons,
                signatures,
            },
            is_content_compared: true,
        }
    }

    #[test]
    fn the_last_signer_and_the_day_in_viet_nam_are_named() {
        let report = report(
            vec![],
            vec![signature("Chủ tịch", vec![]), signature("UBND xã", vec![])],
        );
        let Outcome::Intact(signed) = judge(&report) else {
            panic!("intact")
        };
        assert_eq!(signed.count, 2);
        assert_eq!(signed.by.as_deref(), Some("UBND xã"));
        assert_eq!(signed.on, NaiveDate::from_ymd_opt(2024, 2, 2));
        assert!(signed.covers_all);
    }

    #[test]
    fn the_worst_reason_decides() {
        let changed = report(
            vec![Reason::TrailingBytes],
            vec![signature("A", vec![Reason::PageChanged])],
        );
        assert_eq!(judge(&changed), Outcome::Refused(ErrorCode::PaperChanged));
        let unsigned = report(vec![Reason::NoSignature], vec![]);
        assert_eq!(judge(&unsigned), Outcome::Refused(ErrorCode::PaperUnsigned));
        let lost = report(vec![Reason::OrphanedSignature, Reason::NoSignature], vec![]);
        assert_eq!(judge(&lost), Outcome::Refused(ErrorCode::PaperSignatureLost));
    }

    #[test]
    fn what_the_browser_cannot_know_is_left_to_the_server() {
        let odd = report(
            vec![Reason::AlgorithmNotSupported],
            vec![signature("A", vec![Reason::AlgorithmNotSupported])],
        );
        assert_eq!(judge(&odd), Outcome::Unclear);
    }
}
