//! What is said of a paper, checked; and a judged file as it stands under one.

use super::domain::{SearchKey, Searched, SearchedFile, signers};
use super::store::NewFile;
use super::today::service as today;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::domain::Account;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::signature::report::{SignatureReport, VerificationReport};
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::rule::{
    MAX_DECISION_NUMBER, MAX_NAME, MAX_OWNER_NAME, MAX_SUMMARY, check_issued_on, optional_text, propose_code,
    required_text,
};

/// What somebody says of a paper.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Code of its category.
    pub category_code: &'a str,
    /// "Tên giấy tờ".
    pub name: &'a str,
    /// "Số quyết định".
    pub decision_number: Option<&'a str>,
    /// "Trích yếu".
    pub summary: Option<&'a str>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// "Tên chủ hồ sơ"; the owner of the vault when nothing is said.
    pub owner_name: Option<&'a str>,
}

/// What was said, as it is stored.
#[derive(Debug, Clone)]
pub struct Checked {
    /// "Mã giấy tờ".
    pub code: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
    /// What searches look in.
    pub search_key: SearchKey,
}

/// A judged file, as far as a paper needs it.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a> {
    /// Its name.
    pub file_name: &'a str,
    /// Bytes.
    pub size: u64,
    /// Their digest.
    pub sha256: &'a str,
}

impl<'a> From<&'a UploadView> for FileFacts<'a> {
    fn from(file: &'a UploadView) -> Self {
        Self {
            file_name: &file.file_name,
            size: file.size,
            sha256: &file.sha256,
        }
    }
}

/// Checks every field, so that all faults are told at once. `category` is the name of the category, or why it cannot be chosen.
pub fn check(
    account: &Account,
    said: &Said<'_>,
    category: Result<&str, ErrorCode>,
    result_code: Option<&str>,
    file: SearchedFile<'_>,
    today: NaiveDate,
) -> AppResult<Checked> {
    let mut faults = Vec::new();
    if let Err(code) = category {
        faults.push(FieldFault::new("category_code", code));
    }
    let name = required_text(said.name, MAX_NAME);
    if let Err(code) = &name {
        faults.push(FieldFault::new("name", *code).with("max", MAX_NAME));
    }
    if let Err(code) = check_issued_on(said.issued_on, today) {
        faults.push(FieldFault::new("issued_on", code));
    }
    let mut optional = |field, text, max| {
        optional_text(text, max).unwrap_or_else(|code| {
            faults.push(FieldFault::new(field, code).with("max", max));
            None
        })
    };
    let decision_number = optional("decision_number", said.decision_number, MAX_DECISION_NUMBER);
    let summary = optional("summary", said.summary, MAX_SUMMARY);
    let owner_name = optional("owner_name", said.owner_name, MAX_OWNER_NAME);
    let (Ok(category), Ok(name), true) = (category, name, faults.is_empty()) else {
        return Err(AppError::fields(faults));
    };
    let owner_name = owner_name.unwrap_or_else(|| account.name.clone());
    let code = propose_code(
        account.kind,
        &account.identifier,
        said.category_code,
        said.issued_on,
    );
    let search_key = SearchKey::of(Searched {
        name: &name,
        code: &code,
        result_code,
        decision_number: decision_number.as_deref(),
        owner_name: &owner_name,
        identifier: &account.identifier,
        summary: summary.as_deref(),
        category,
        file,
    });
    Ok(Checked {
        code,
        name,
        decision_number,
        summary,
        issued_on: said.issued_on,
        owner_name,
        search_key,
    })
}

/// A judged file as it is to stand under a paper.
pub fn new_file(
    conn: &mut DbConn,
    file: FileFacts<'_>,
    report: VerificationReport,
    added_by: Option<AccountId>,
) -> AppResult<NewFile> {
    let newest = today::newest(conn, file.sha256, &report)?;
    let last = report.signatures.last();
    Ok(NewFile {
        verdict: newest.verdict,
        lacks_revocation: newest.lacks_revocation(),
        signers: signers(&newest),
        file_name: file.file_name.to_owned(),
        size: file.size,
        sha256: file.sha256.to_owned(),
        signed_by: last
            .and_then(|signature| signature.signer.as_ref())
            .map(|signer| signer.common_name.clone()),
        signed_at: last.and_then(SignatureReport::best_time),
        report,
        added_by,
    })
}
