//! The report about a paper as a PDF to keep: PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1), in the words that the
//! browser uses. The same statement always makes the same bytes: no clock, no chance.

mod content;
mod draw;
mod facts;
mod flow;

pub use content::{Block, Row, Tone};
use motcua_shared::{
    signature::dto::CheckStatement,
    text::{self, Lang},
    time::Timestamp,
};

/// Why a report cannot be written; a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the report cannot be written as a PDF: {0}")]
pub struct ReportPdfError(String);

/// What a document is besides its pieces.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Its title.
    pub title: String,
    /// Stands on every page beside its number.
    pub footer: String,
    /// Tells it from every other document.
    pub id: String,
    /// When what it says was so.
    pub at: Timestamp,
    /// Its language.
    pub lang: Lang,
}

/// The report about a file, on A4 pages.
pub fn render(statement: &CheckStatement, lang: Lang) -> Result<Vec<u8>, ReportPdfError> {
    let about = Printed {
        title: format!("{}: {}", text::signature::print_title(lang), statement.file_name),
        footer: format!("SHA-256 {}", statement.sha256),
        id: statement.sha256.clone(),
        at: statement.checked_at,
        lang,
    };
    print(&content::blocks(statement, lang), &about)
}

/// Any pieces, on A4 pages; the same pieces always make the same bytes.
pub fn print(blocks: &[Block], about: &Printed) -> Result<Vec<u8>, ReportPdfError> {
    let sheets = flow::lay_out(blocks)?;
    draw::draw(&sheets, about)
}
