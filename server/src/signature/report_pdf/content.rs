//! What the report says, in the order in which it is read: one sentence, the file, the three questions, then each
//! signature and each of its checks.

use super::facts::facts;
use motcua_shared::{
    catalogue::rule::format_bytes,
    signature::{
        dto::CheckStatement,
        report::{CheckResult, Question, SignatureReport, Verdict},
        words,
    },
    text::{self, Lang},
};

/// How good something is, for the eye; words always say it as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Of less weight.
    Quiet,
    /// Good.
    Good,
    /// Not decided.
    Open,
    /// Bad.
    Bad,
}

/// A row of two columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// Lines are kept apart.
    pub value: String,
    /// How good it is.
    pub tone: Tone,
}

/// A piece of the report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The title, with a small line above it.
    Title {
        /// The small line.
        above: String,
        /// The title.
        title: String,
    },
    /// The outcome.
    Outcome {
        /// In one sentence.
        sentence: String,
        /// How good it is.
        tone: Tone,
    },
    /// A heading of a section.
    Heading(String),
    /// A heading inside a section.
    Subheading(String),
    /// Names and values.
    Table(Vec<Row>),
    /// The same with short values: two columns, read one after the other.
    Checks(Vec<Row>),
    /// Sentences, each with a dash.
    List(Vec<String>),
    /// A paragraph of small letters.
    Note(String),
    /// A code to be photographed: its squares, dark where `true`, and beside it the same in words, line by line.
    Code {
        /// Row by row.
        squares: Vec<Vec<bool>>,
        /// In words.
        words: Vec<String>,
    },
}

/// The whole report.
pub(super) fn blocks(statement: &CheckStatement, lang: Lang) -> Vec<Block> {
    let report = &statement.report;
    let above = text::signature::print_portal(
        lang,
        text::common::portal_name(lang),
        text::common::portal_tagline(lang),
    );
    let headline = words::headline(report, lang);
    let mut blocks = vec![
        Block::Title {
            above,
            title: text::signature::print_title(lang).to_owned(),
        },
        Block::Outcome {
            sentence: headline.clone(),
            tone: match report.verdict {
                Verdict::TotalPassed => Tone::Good,
                Verdict::Indeterminate => Tone::Open,
                Verdict::TotalFailed | Verdict::Unsigned | Verdict::Unreadable => Tone::Bad,
            },
        },
        Block::Table(about_file(statement, lang)),
    ];
    if !report.signatures.is_empty() {
        let questions = [Question::IsSound, Question::IsTrusted, Question::IsUnchanged];
        let rows = questions.map(|question| Row {
            label: words::question(question, lang).to_owned(),
            value: words::answer(report, question, lang),
            tone: tone(report.answer(question)),
        });
        blocks.push(Block::Table(rows.to_vec()));
    }
    let told = report
        .signatures
        .iter()
        .any(|signature| !signature.reasons.is_empty());
    if !told {
        let reasons = report.reasons.iter().map(|reason| words::reason(*reason, lang));
        let more: Vec<String> = reasons.filter(|reason| *reason != headline).collect();
        if !more.is_empty() {
            blocks.push(Block::List(more));
        }
    }
    for (place, signature) in report.signatures.iter().enumerate() {
        blocks.extend(about_signature(place.saturating_add(1), signature, lang));
    }
    if !report.warnings.is_empty() {
        blocks.push(Block::Heading(text::signature::print_notes(lang).to_owned()));
        let warnings = report.warnings.iter().map(|reason| words::reason(*reason, lang));
        blocks.push(Block::List(warnings.collect()));
    }
    blocks.push(Block::Note(text::signature::print_about(lang).to_owned()));
    blocks
}

fn about_file(statement: &CheckStatement, lang: Lang) -> Vec<Row> {
    let row = |label: &str, value: String| Row {
        label: label.to_owned(),
        value,
        tone: Tone::Plain,
    };
    let size = text::signature::print_size_value(lang, statement.size, format_bytes(statement.size, lang));
    vec![
        row(text::signature::print_file(lang), statement.file_name.clone()),
        row(text::signature::print_size(lang), size),
        row(text::signature::page_sha256(lang), statement.sha256.clone()),
        row(
            text::signature::print_time(lang),
            statement.checked_at.vietnam_minute(),
        ),
        row(
            text::signature::print_signatures(lang),
            statement.report.signatures.len().to_string(),
        ),
    ]
}

fn about_signature(number: usize, signature: &SignatureReport, lang: Lang) -> Vec<Block> {
    let name = signature.signer.as_ref().map_or_else(
        || text::signature::unknown_signer(lang),
        |signer| signer.common_name.as_str(),
    );
    let rows = facts(signature, lang).into_iter().map(|(label, value)| Row {
        label: label.to_owned(),
        value,
        tone: Tone::Plain,
    });
    let mut blocks = vec![
        Block::Heading(text::signature::number(lang, name, number)),
        Block::Table(rows.collect()),
    ];
    let findings = words::findings(signature, lang);
    if !findings.is_empty() {
        blocks.push(Block::Subheading(text::signature::findings(lang).to_owned()));
        blocks.push(Block::List(findings));
    }
    if !signature.checks.is_empty() {
        blocks.push(Block::Subheading(text::signature::checks(lang).to_owned()));
        let rows = signature.checks.iter().map(|check| Row {
            label: words::check(check.name, lang).to_owned(),
            value: words::result(check.result, lang).to_owned(),
            tone: tone(check.result),
        });
        blocks.push(Block::Checks(rows.collect()));
    }
    blocks
}

fn tone(result: CheckResult) -> Tone {
    match result {
        CheckResult::Pass => Tone::Good,
        CheckResult::Fail => Tone::Bad,
        CheckResult::Unknown => Tone::Open,
        CheckResult::NotDone => Tone::Quiet,
    }
}
