//! The letter that says sorry for a later day, as a PDF.

use crate::error::{AppError, AppResult};
use crate::signature::service::{Block, Printed, Row, Tone, print_blocks};
use motcua_shared::processing::extension::Extension;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::{Timestamp, format_date};

/// What it says.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whose portal it is; may be empty.
    pub portal: String,
    /// "Mã hồ sơ".
    pub code: String,
    /// Code and name of the procedure.
    pub procedure: String,
    /// Who filed.
    pub filer: String,
    /// Whose matter it is.
    pub owner: String,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// The later day.
    pub extension: Extension,
}

fn row(label: &str, value: impl Into<String>) -> Row {
    Row {
        label: label.to_owned(),
        value: value.into(),
        tone: Tone::Plain,
    }
}

/// The letter.
pub fn draw(letter: &Letter, lang: Lang) -> AppResult<Vec<u8>> {
    let Extension {
        old_due,
        new_due,
        ground,
        unit,
        made_at,
        ..
    } = &letter.extension;
    let title = text::work::letter_title(lang);
    let portal = match letter.portal.as_str() {
        "" => text::common::portal_tagline(lang),
        portal => portal,
    };
    let facts = vec![
        row(text::processing::code(lang), &letter.code),
        row(text::processing::procedure(lang), &letter.procedure),
        row(text::processing::filer(lang), &letter.filer),
        row(text::processing::owner(lang), &letter.owner),
        row(
            text::processing::submitted_at(lang),
            letter.submitted_at.vietnam_minute(),
        ),
        row(text::work::letter_old_due(lang), format_date(*old_due)),
        row(text::work::letter_new_due(lang), format_date(*new_due)),
        row(text::work::letter_unit(lang), unit),
    ];
    let blocks = vec![
        Block::Title {
            above: text::signature::print_portal(lang, text::common::portal_name(lang), portal),
            title: title.to_owned(),
        },
        Block::Outcome {
            sentence: text::work::letter_sorry(lang, format_date(*new_due), format_date(*old_due), unit),
            tone: Tone::Plain,
        },
        Block::Table(facts),
        Block::Heading(text::work::letter_ground(lang).to_owned()),
        Block::List(ground.lines().map(str::to_owned).collect()),
        Block::Note(text::work::letter_note(lang, made_at.vietnam_minute())),
    ];
    let about = Printed {
        title: format!("{title} {}", letter.code),
        footer: letter.code.clone(),
        id: format!("{} {old_due} {new_due}", letter.code),
        at: *made_at,
        lang,
    };
    print_blocks(&blocks, &about).map_err(AppError::internal)
}
