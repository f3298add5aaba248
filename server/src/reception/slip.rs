//! What is printed at a desk: the receipt with the day of the result ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", form 01 of
//! TT 03/2025/TT-VPCP) and the slip that goes along with a dossier ("Phiếu kiểm soát quá trình giải quyết hồ sơ", form 06).

use super::store;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::processing::service as processing;
use crate::signature::service::{Block, Printed, Row, Tone, print_blocks};
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::catalogue::words as catalogue_words;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attachment, Party};
use motcua_shared::filing::words as filing_words;
use motcua_shared::id::DossierId;
use motcua_shared::payment::words::money;
use motcua_shared::processing::dto::{DeskDossier, StepKind};
use motcua_shared::text::{self, Lang};
use motcua_shared::time::{Timestamp, format_date};

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// For the person.
    Acceptance,
    /// Along with the dossier.
    Control,
}

/// What it is made of.
struct Subject {
    desk: DeskDossier,
    due: NaiveDate,
    /// Who took it in at a desk, and when.
    taken_in: Option<(String, Timestamp)>,
    portal: String,
    now: Timestamp,
}

/// One of them as a PDF, with the name to keep it under. Before a dossier is received there is none. The language is the portal's.
pub async fn print(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    slip: Slip,
) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let portal = state.config.site.place().unwrap_or_default();
    let work = move |conn: &mut DbConn| {
        let desk = processing::desk_dossier(conn, &officer, id, now)?;
        Ok(Subject {
            due: desk.due_on.ok_or(ErrorCode::NotFound)?,
            taken_in: store::find_taken_in(conn, id)?,
            desk,
            portal,
            now,
        })
    };
    let subject = state.db.write(work).await?;
    let permit = state.gate.turn().await?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let code = &subject.desk.dossier.code;
        let name = match slip {
            Slip::Acceptance => format!("giay-tiep-nhan-{code}.pdf"),
            Slip::Control => format!("phieu-kiem-soat-{code}.pdf"),
        };
        Ok((name, draw(&subject, slip)?))
    })
    .await
    .map_err(AppError::internal)?
}

fn row(label: &str, value: impl Into<String>) -> Row {
    Row {
        label: label.to_owned(),
        value: value.into(),
        tone: Tone::Plain,
    }
}

fn named(party: &Party) -> String {
    format!("{} ({})", party.name, party.identifier)
}

fn draw(subject: &Subject, slip: Slip) -> AppResult<Vec<u8>> {
    let lang = Lang::Vi;
    let title = match slip {
        Slip::Acceptance => text::reception::acceptance_title(lang),
        Slip::Control => text::reception::control_title(lang),
    };
    let dossier = &subject.desk.dossier;
    let portal = match subject.portal.as_str() {
        "" => text::common::portal_tagline(lang),
        portal => portal,
    };
    let mut blocks = vec![
        Block::Title {
            above: text::signature::print_portal(lang, text::common::portal_name(lang), portal),
            title: title.to_owned(),
        },
        Block::Outcome {
            sentence: text::reception::slip_due(lang, &dossier.code, format_date(subject.due)),
            tone: Tone::Plain,
        },
        Block::Table(facts(subject, lang)),
    ];
    blocks.extend(match slip {
        Slip::Acceptance => of_person(subject, lang),
        Slip::Control => of_course(subject, lang),
    });
    let about = Printed {
        title: format!("{title} {}", dossier.code),
        footer: dossier.code.clone(),
        id: format!("{} {}", dossier.code, dossier.digest),
        at: subject.now,
        lang,
    };
    print_blocks(&blocks, &about).map_err(AppError::internal)
}

fn facts(subject: &Subject, lang: Lang) -> Vec<Row> {
    let dossier = &subject.desk.dossier;
    let mut rows = vec![
        row(
            text::filing::procedure(lang),
            format!("{} – {}", dossier.procedure_code, dossier.procedure_name),
        ),
        row(text::processing::unit(lang), &dossier.unit.name),
        row(text::processing::filer(lang), named(&dossier.filer)),
        row(text::processing::owner(lang), named(&dossier.owner)),
        row(
            text::processing::submitted_at(lang),
            dossier.submitted_at.vietnam_minute(),
        ),
        row(
            text::dossier::receipt_time(lang),
            catalogue_words::working_time(dossier.working_time, lang),
        ),
        row(text::reception::slip_due_label(lang), format_date(subject.due)),
    ];
    if let Some((officer, at)) = &subject.taken_in {
        rows.push(row(
            text::reception::slip_officer(lang),
            format!("{officer}, {}", at.vietnam_minute()),
        ));
    }
    rows
}

/// What was handed in, the fee, the way to the result, and who signs.
fn of_person(subject: &Subject, lang: Lang) -> Vec<Block> {
    let dossier = &subject.desk.dossier;
    let line = |name: &str, attachment: Option<&Attachment>| match attachment {
        Some(file) if file.paper_id.is_some() => {
            format!("{name}: {}, {}", file.file_name, text::filing::origin_vault(lang))
        }
        Some(file) => format!(
            "{name}: {}, {}",
            file.file_name,
            text::filing::origin_device(lang)
        ),
        None => format!("{name}: {}", text::filing::not_given(lang)),
    };
    let parts = dossier.components.iter();
    let parts = parts.map(|part| line(&part.name, part.attachment.as_ref()));
    let fee = match dossier.fee {
        0 => text::dossier::receipt_free(lang).to_owned(),
        fee => money(fee, lang),
    };
    let signs = text::reception::slip_sign(lang);
    vec![
        Block::Heading(text::reception::slip_parts(lang).to_owned()),
        Block::List(parts.collect()),
        Block::Table(vec![
            row(text::dossier::receipt_fee(lang), fee),
            row(
                text::filing::delivery_title(lang),
                filing_words::delivery(dossier.delivery.method, lang),
            ),
        ]),
        Block::Checks(vec![
            row(text::reception::slip_signer_person(lang), signs),
            row(text::reception::slip_signer_officer(lang), signs),
        ]),
        Block::Note(text::reception::acceptance_note(lang).to_owned()),
    ]
}

/// Every act with who did it and when, and room for what is written by hand.
fn of_course(subject: &Subject, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(text::reception::slip_course(lang).to_owned())];
    let acts = subject.desk.steps.iter();
    for step in acts.filter(|step| step.kind == StepKind::Act) {
        blocks.push(Block::Subheading(step.title.clone()));
        let mut rows = vec![row(text::reception::slip_by(lang), &step.by)];
        rows.extend(
            step.words
                .as_ref()
                .map(|words| row(text::reception::slip_words(lang), words)),
        );
        rows.extend(
            step.due
                .as_ref()
                .map(|due| row(text::reception::slip_due_label(lang), due)),
        );
        blocks.push(Block::Table(rows));
    }
    let signs = text::reception::slip_sign(lang);
    blocks.push(Block::Checks(vec![
        row(text::reception::slip_hands_over(lang), signs),
        row(text::reception::slip_takes_over(lang), signs),
    ]));
    blocks.push(Block::Note(text::reception::control_note(
        lang,
        subject.now.vietnam_minute(),
    )));
    blocks
}
