//! What somebody added to a file that was handed out to be signed. Where nothing was signed before, no signature says what
//! may be added: the new one covers a changed page as well as any other.

use super::{
    budget::Budget,
    check::{changes::judge_updates, permission::Permission},
    parse::{appended::inexact_updates, document::Document},
    reason::Reason,
};

/// What was added behind the first `length` bytes and is more than a further signer may add: signature fields, their
/// appearance, validation data, metadata. Empty when there is no more than that. An error means that it cannot be told.
pub fn changes_since(bytes: &[u8], length: usize, budget: &mut Budget) -> Result<Vec<Reason>, Reason> {
    let before = Document::open(bytes.get(..length).ok_or(Reason::Truncated)?, &mut budget.clone())?;
    let before = before.revisions().last().map(|last| (last.end, last.section_at));
    let document = Document::open(bytes, budget)?;
    let found = document
        .revisions()
        .iter()
        .position(|one| Some((one.end, one.section_at)) == before);
    // The document is then another one, which only begins with the same bytes.
    let Some(handed_out) = found else {
        return Ok(vec![Reason::ObjectChanged]);
    };
    let permission = Permission::default();
    let updates = judge_updates(&document, &[(handed_out, &permission)], budget)?;
    let mut reasons: Vec<Reason> = updates.into_iter().flat_map(|update| update.reasons).collect();
    reasons.extend(inexact_updates(&document, handed_out, budget)?.into_values());
    if length < bytes.len() && document.promises_length(bytes.len(), budget)? {
        reasons.push(Reason::ChangeUnreadable);
    }
    if document.has_trailing_bytes() {
        reasons.push(Reason::TrailingBytes);
    }
    reasons.sort_unstable();
    reasons.dedup();
    Ok(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::Pdf;

    fn since(pdf: &Pdf, length: usize) -> Vec<Reason> {
        changes_since(pdf.bytes(), length, &mut Budget::for_file(pdf.bytes().len())).unwrap()
    }

    #[test]
    fn a_signature_may_be_added_to_a_file_without_one() {
        let mut pdf = Pdf::new();
        let length = pdf.bytes().len();
        pdf.sign();
        assert_eq!(since(&pdf, length), []);
        let length = pdf.bytes().len();
        assert_eq!(since(&pdf, length), []);
        pdf.sign();
        assert_eq!(since(&pdf, length), []);
    }

    #[test]
    fn another_page_may_not_whoever_signs_it_afterwards() {
        let mut pdf = Pdf::new();
        let length = pdf.bytes().len();
        pdf.object(4, "<</Length 5>>stream\n0 g f\nendstream");
        pdf.end();
        pdf.sign();
        assert_eq!(since(&pdf, length), [Reason::PageChanged]);
    }

    #[test]
    fn a_file_that_goes_back_to_older_sections_is_another_one() {
        let mut pdf = Pdf::new();
        let length = pdf.bytes().len();
        let text = String::from_utf8_lossy(pdf.bytes()).into_owned();
        let (_, end) = text.rsplit_once("startxref").unwrap();
        pdf.append(format!("startxref{end}").as_bytes());
        let found = changes_since(pdf.bytes(), length, &mut Budget::for_file(pdf.bytes().len()));
        assert!(found.is_err() || found.is_ok_and(|reasons| !reasons.is_empty()));
    }
}
