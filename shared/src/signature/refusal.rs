//! From a finding to the sentence with which a paper is refused: the browser and the server say the same of what both
//! can see.

use super::checks::CheckName;
use super::reason::Reason;
use crate::error::ErrorCode;

/// The refusal that a reason leads to by itself; none where it takes more than the file to tell.
pub const fn refusal(reason: Reason) -> Option<ErrorCode> {
    use CheckName as C;
    use Reason as R;
    Some(match reason {
        R::Empty => ErrorCode::FileEmpty,
        R::NotAPdf => ErrorCode::FileNotPdf,
        R::Truncated | R::Damaged => ErrorCode::FileDamaged,
        R::Encrypted => ErrorCode::FileEncrypted,
        R::OrphanedSignature => ErrorCode::PaperSignatureLost,
        R::NoSignature | R::OnlyATimestamp => ErrorCode::PaperUnsigned,
        R::SubFilterNotSupported
        | R::SignerCertificateMissing
        | R::CertificateMalformed
        | R::SigningCertificateAttributeMissing => return None,
        other => match CheckName::of(other) {
            Some(C::Digest | C::Changes) => ErrorCode::PaperChanged,
            Some(C::Structure | C::Signature | C::SignedAttributes) => ErrorCode::PaperSignatureBroken,
            _ => return None,
        },
    })
}
