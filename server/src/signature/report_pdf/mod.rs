//! The report about a paper as a PDF to keep: PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1), in the words that the
//! browser uses. The same statement always makes the same bytes: no clock, no chance.

mod content;
mod draw;
mod facts;
mod flow;

use motcua_shared::{signature::dto::CheckStatement, text::Lang};

/// Why a report cannot be written; a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the report cannot be written as a PDF: {0}")]
pub struct ReportPdfError(String);

/// The report about a file, on A4 pages.
pub fn render(statement: &CheckStatement, lang: Lang) -> Result<Vec<u8>, ReportPdfError> {
    let blocks = content::blocks(statement, lang);
    let sheets = flow::lay_out(&blocks)?;
    draw::draw(&sheets, statement, lang)
}
