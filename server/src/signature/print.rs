//! Reports as Vietnamese text for a terminal.

use super::{Acceptance, Decision, Objection};
use motcua_shared::{
    signature::{
        Reason,
        report::{Changes, Signer, StructureReport, Verdict, VerificationReport},
    },
    time::Timestamp,
};
use std::io::{self, Write};

/// The verdict over one file.
pub(super) fn verification(out: &mut impl Write, file: &str, report: &VerificationReport) -> io::Result<()> {
    writeln!(
        out,
        "{file}: {} ({})",
        sentence(report.verdict),
        code(report.verdict)
    )?;
    reasons(out, "  lý do", &report.reasons)?;
    reasons(out, "  lưu ý", &report.warnings)?;
    for (place, signature) in report.signatures.iter().enumerate() {
        let outcome = match &signature.sub_indication {
            Some(indication) => format!("{}, {indication}", code(signature.verdict)),
            None => code(signature.verdict).to_owned(),
        };
        writeln!(out, "  {}. {}: {outcome}", place + 1, clean(&signature.field))?;
        signer(out, signature.signer.as_ref())?;
        line(out, "thời điểm người ký ghi", signature.claimed_time.map(minute))?;
        line(out, "dấu thời gian tin cậy", signature.trusted_time.map(minute))?;
        line(
            out,
            "thuật toán",
            algorithm(signature.digest.as_deref(), signature.algorithm.as_deref()),
        )?;
        line(out, "gốc tin cậy", signature.trust_anchor.clone())?;
        line(
            out,
            "mức PAdES",
            signature.level.map(|level| level.as_str().to_owned()),
        )?;
        let after = if signature.reasons.contains(&Reason::DigestMismatch) {
            "nội dung không còn khớp với chữ ký"
        } else {
            changes(signature.changes_after)
        };
        line(out, "sau khi ký", Some(after.to_owned()))?;
        reasons(out, "     lý do", &signature.reasons)?;
    }
    Ok(())
}

/// What is done about one file.
pub(super) fn acceptance(out: &mut impl Write, acceptance: &Acceptance) -> io::Result<()> {
    let decision = match acceptance.decision {
        Decision::Accept => "tiếp nhận",
        Decision::Hold => "tiếp nhận, chờ xác minh",
        Decision::Refuse => "không tiếp nhận",
    };
    writeln!(out, "  theo chính sách {}: {decision}", clean(&acceptance.policy))?;
    for objection in &acceptance.reasons {
        let why = match objection {
            Objection::NotReadable => "không đọc được tệp tin",
            Objection::NotSigned => "không có chữ ký số",
            Objection::SignatureFailed => "có chữ ký không hợp lệ hoặc văn bản đã bị sửa",
            Objection::AnchorNotAccepted => "chứng thư thuộc gốc mà chính sách không chấp nhận",
            Objection::NotProven => "chưa đủ căn cứ để kết luận",
            Objection::RevocationUnknown => "chưa rõ chứng thư có bị thu hồi hay không",
        };
        writeln!(out, "     {why}")?;
    }
    Ok(())
}

/// What can be said of one file without cryptography.
pub(super) fn structure(out: &mut impl Write, file: &str, report: &StructureReport) -> io::Result<()> {
    let verdict = if report.structure_ok {
        "cấu trúc chữ ký nguyên vẹn"
    } else {
        "cấu trúc chữ ký không đạt"
    };
    writeln!(out, "{file}: {verdict} (chưa kiểm tra mật mã và độ tin cậy)")?;
    reasons(out, "  lý do", &report.reasons)?;
    for (place, signature) in report.signatures.iter().enumerate() {
        writeln!(out, "  {}. {}", place + 1, clean(&signature.field))?;
        signer(out, signature.signer.as_ref())?;
        line(out, "thời điểm người ký ghi", signature.claimed_time.map(minute))?;
        line(
            out,
            "thuật toán",
            algorithm(signature.digest.as_deref(), signature.algorithm.as_deref()),
        )?;
        line(
            out,
            "sau khi ký",
            Some(changes(signature.changes_after).to_owned()),
        )?;
        reasons(out, "     lý do", &signature.reasons)?;
    }
    Ok(())
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TotalPassed => "chữ ký hợp lệ",
        Verdict::Indeterminate => "chưa đủ căn cứ để kết luận",
        Verdict::TotalFailed => "chữ ký không hợp lệ",
        Verdict::Unsigned => "không có chữ ký số",
        Verdict::Unreadable => "không đọc được tệp tin",
    }
}

fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TotalPassed => "TOTAL-PASSED",
        Verdict::Indeterminate => "INDETERMINATE",
        Verdict::TotalFailed => "TOTAL-FAILED",
        Verdict::Unsigned => "UNSIGNED",
        Verdict::Unreadable => "UNREADABLE",
    }
}

fn changes(changes: Changes) -> &'static str {
    match changes {
        Changes::None => "không thay đổi",
        Changes::Permitted => "chỉ có bổ sung được phép",
        Changes::NotPermitted => "đã bị thay đổi ngoài mức cho phép",
    }
}

fn signer(out: &mut impl Write, signer: Option<&Signer>) -> io::Result<()> {
    let Some(signer) = signer else { return Ok(()) };
    line(out, "người ký", Some(signer.common_name.clone()))?;
    line(out, "tổ chức", signer.organisation.clone())?;
    line(
        out,
        "chứng thư số",
        Some(format!("{} do {} cấp", signer.serial, signer.issuer)),
    )
}

fn algorithm(digest: Option<&str>, algorithm: Option<&str>) -> Option<String> {
    Some(format!("{}, {}", algorithm?, digest?))
}

fn minute(moment: Timestamp) -> String {
    moment.vietnam_minute()
}

fn line(out: &mut impl Write, label: &str, value: Option<String>) -> io::Result<()> {
    value.map_or(Ok(()), |value| writeln!(out, "     {label}: {}", clean(&value)))
}

/// Names come from hostile files; a terminal must not obey them.
fn clean(name: &str) -> String {
    name.replace(char::is_control, " ")
}

fn reasons(out: &mut impl Write, label: &str, reasons: &[Reason]) -> io::Result<()> {
    if reasons.is_empty() {
        return Ok(());
    }
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
    writeln!(out, "{label}: {}", codes.join(", "))
}
