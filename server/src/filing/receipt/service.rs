//! The receipt: what it says of filing is made once, kept sealed, and printed the same each time. What was supplied since stands
//! behind it, round by round, so that every file of the dossier is on its receipt.

use super::domain::Receipt;
use super::store;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::assemble::answered;
use crate::filing::domain::Attached;
use crate::filing::store::{self as filings, DossierRecord, Reader};
use crate::identity::guard::Filer;
use crate::processing::service as processing;
use crate::secret;
use crate::signature::service::{Block, Printed, Row, Tone, print_blocks};
use crate::state::AppState;
use anyhow::anyhow;
use fast_qr::{ECL, QRBuilder};
use motcua_shared::catalogue::rule::format_bytes;
use motcua_shared::catalogue::words as catalogue_words;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attachment, Party};
use motcua_shared::filing::represent::{is_of_representative, represented_as_filed};
use motcua_shared::filing::words as filing_words;
use motcua_shared::id::DossierId;
use motcua_shared::payment::words::money;
use motcua_shared::processing::supplement::{Round, RoundState};
use motcua_shared::signature::words as signature_words;
use motcua_shared::text::{self, Lang};

/// What receipts are sealed for.
const CONTEXT: &str = "dossier-receipt";

/// Letters of the secret in a receipt's code, 5 bits each: 130 bits.
const LETTERS: usize = 26;

/// How a secret is kept.
pub fn digest_of(key: &[u8], token: &str) -> String {
    secret::keyed_digest(key, &["dossier-receipt-token", token])
}

/// The receipt of a dossier of this account, with the name to keep it under. The language is the portal's, so that there is one.
pub async fn print(state: &AppState, filer: Filer, id: DossierId) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let key = state.secret_key.clone();
    let public_url = state.config.http.public_url.clone();
    let portal = state.config.site.place().unwrap_or_default();
    let work = move |conn: &mut DbConn| {
        let reader = Reader::Filer(filer.id());
        let dossier = filings::find_dossier(conn, reader, id)?.ok_or(ErrorCode::NotFound)?;
        if store::find(conn, id)?.is_none() {
            let token = secret::letters(LETTERS).map_err(AppError::internal)?;
            let receipt = Receipt {
                portal: portal.clone(),
                ..make(conn, dossier, &public_url, &token)?
            };
            let plain = serde_json::to_vec(&receipt)?;
            let sealed = secret::seal(&key, CONTEXT, &plain).map_err(AppError::internal)?;
            store::insert(conn, id, (&digest_of(&key, &token), &sealed), now)?;
        }
        // Of two at the same moment the first stays.
        let sealed = store::find(conn, id)?.ok_or(ErrorCode::Internal)?;
        let plain = secret::open(&key, CONTEXT, &sealed)
            .ok_or_else(|| AppError::internal(anyhow!("a receipt was sealed with another key")))?;
        let receipt = serde_json::from_slice::<Receipt>(&plain)?;
        let dossier = processing::find_for_portal(conn, id)?;
        let (rounds, _) = processing::rounds(conn, &dossier, false, (now.vietnam_date(), Lang::Vi))?;
        Ok((receipt, rounds))
    };
    let (receipt, rounds) = state.db.write(work).await?;
    let permit = state.gate.turn().await?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let bytes = draw(&receipt, &rounds, Lang::Vi)?;
        Ok((format!("bien-nhan-{}.pdf", receipt.code), bytes))
    })
    .await
    .map_err(AppError::internal)?
}

fn with_place(way: &str, address: Option<&str>) -> String {
    match address {
        Some(address) => format!("{way}: {address}"),
        None => way.to_owned(),
    }
}

fn named(party: &Party) -> String {
    format!("{} ({})", party.name, party.identifier)
}

/// What was filed, as it was on that day: what was supplemented since stands in the place of something.
fn make(conn: &mut DbConn, dossier: DossierRecord, public_url: &str, token: &str) -> AppResult<Receipt> {
    let lang = Lang::Vi;
    let mut definition = catalogue::load_version(conn, dossier.procedure_id)?.definition;
    let filed = filings::list_filed(conn, dossier.id)?;
    let filed_for = filed.iter().map(|(id, _)| id.as_str());
    represented_as_filed(&mut definition, dossier.acting.as_ref(), filed_for);
    let case = definition
        .cases
        .iter()
        .find(|case| case.id == dossier.case_id)
        .ok_or(ErrorCode::Internal)?;
    let mut filed: Vec<(String, Attached)> = filed;
    for (component_id, first) in crate::filing::supplement::store::list_first(conn, dossier.id)? {
        filed.retain(|(id, _)| *id != component_id);
        filed.extend(first.map(|first| (component_id, first)));
    }
    let mut answers = dossier.answers;
    for (field, first) in crate::filing::supplement::store::list_first_answers(conn, dossier.id)? {
        answers.remove(&field);
        answers.extend(first.map(|first| (field, first)));
    }
    let files = definition.needed(Some(&dossier.case_id)).filter_map(|component| {
        let found = filed.iter().find(|(id, _)| *id == component.id);
        // The procedure did not ask for it: what was filed before it was asked for says nothing of it.
        let is_told = found.is_some() || !is_of_representative(&component.id);
        is_told.then(|| {
            (
                component.name.clone(),
                found.map(|(_, attached)| attached.attachment.clone()),
            )
        })
    });
    Ok(Receipt {
        address: format!("{public_url}/tra-cuu#{token}"),
        page: format!("{public_url}/tra-cuu"),
        portal: String::new(),
        code: dossier.code,
        procedure: format!("{} – {}", definition.code, definition.name),
        unit: directory::load(conn, dossier.lies.decides())?.name,
        place: match dossier.lies.place() {
            Some(place) => directory::load(conn, place)?.name,
            None => String::new(),
        },
        filer: named(&dossier.filer),
        owner: named(&dossier.owner),
        ground: dossier
            .acting
            .as_ref()
            .and_then(|acting| filing_words::acting(acting, lang)),
        answers: answered(definition.form.as_ref(), &answers, lang)
            .into_iter()
            .map(|one| (one.question, one.answer))
            .collect(),
        submission: with_place(
            filing_words::submission(dossier.submission.method, lang),
            dossier.submission.address.as_deref(),
        ),
        delivery: with_place(
            filing_words::delivery(dossier.delivery.method, lang),
            dossier.delivery.address.as_deref(),
        ),
        submitted_at: dossier.submitted_at,
        time: catalogue_words::working_time(case.working_time, lang),
        fee: match case.fee {
            0 => text::dossier::receipt_free(lang).to_owned(),
            fee => money(fee, lang),
        },
        digest: dossier.digest,
        files: files.collect(),
    })
}

fn row(label: &str, value: impl Into<String>) -> Row {
    Row {
        label: label.to_owned(),
        value: value.into(),
        tone: Tone::Plain,
    }
}

fn file(attachment: &Attachment, lang: Lang) -> Block {
    let source = match attachment.paper_id {
        Some(_) => text::filing::origin_vault(lang),
        None => text::filing::origin_device(lang),
    };
    let mut rows = vec![
        row(text::dossier::receipt_file(lang), &attachment.file_name),
        row(
            text::dossier::receipt_size(lang),
            format!("{} · {source}", format_bytes(attachment.size, lang)),
        ),
        row("SHA-256", &attachment.sha256),
    ];
    if let Some(verdict) = attachment.verdict {
        rows.push(row(
            text::dossier::receipt_signature(lang),
            signature_words::verdict(verdict, lang),
        ));
    }
    Block::Table(rows)
}

/// The squares of a code.
fn squares(address: &str) -> AppResult<Vec<Vec<bool>>> {
    let code = QRBuilder::new(address)
        .ecl(ECL::M)
        .build()
        .map_err(|error| AppError::internal(anyhow!("no code: {error:?}")))?;
    let row = |number: usize| {
        let modules = code.data.iter().skip(number * code.size).take(code.size);
        modules.map(|module| module.value()).collect()
    };
    Ok((0..code.size).map(row).collect())
}

/// What was supplied in a round: when, and each file with what it replaced.
fn supplied(round: &Round, lang: Lang) -> Vec<Block> {
    let Some(at) = round.ended_at.filter(|_| round.state == RoundState::Supplied) else {
        return Vec::new();
    };
    let heading = text::dossier::receipt_round(lang, round.number, at.vietnam_minute());
    let mut blocks = vec![Block::Heading(heading)];
    for (part, new) in round
        .parts
        .iter()
        .filter_map(|part| Some((part, part.new.as_ref()?)))
    {
        blocks.push(Block::Subheading(part.name.clone()));
        blocks.push(file(new, lang));
        if let Some(old) = &part.old {
            let replaced = text::dossier::receipt_replaced(lang, &old.file_name, &old.sha256);
            blocks.push(Block::List(vec![replaced]));
        }
    }
    let answers = round.answers.iter().map(|one| {
        let nothing = || text::filing::not_given(lang).to_owned();
        let new = one.new.clone().unwrap_or_else(nothing);
        match one.old == one.new {
            true => row(&one.question, text::dossier::receipt_confirmed(lang, new)),
            false => {
                let old = one.old.clone().unwrap_or_else(nothing);
                row(&one.question, text::dossier::receipt_changed(lang, new, old))
            }
        }
    });
    let answers: Vec<Row> = answers.collect();
    if !answers.is_empty() {
        blocks.push(Block::Subheading(text::filing::form_title(lang).to_owned()));
        blocks.push(Block::Table(answers));
    }
    if let Some(digest) = &round.digest {
        blocks.push(Block::Table(vec![row(
            text::dossier::receipt_round_digest(lang),
            digest,
        )]));
    }
    blocks
}

fn draw(receipt: &Receipt, rounds: &[Round], lang: Lang) -> AppResult<Vec<u8>> {
    let title = text::filing::receipt_title(lang);
    let mut facts = vec![
        row(text::filing::procedure(lang), &receipt.procedure),
        row(text::filing::unit_question(lang), &receipt.unit),
        row(text::filing::filer(lang), &receipt.filer),
        row(text::filing::owner(lang), &receipt.owner),
        row(
            text::dossier::receipt_time(lang),
            text::dossier::receipt_time_value(lang, &receipt.time),
        ),
        row(text::dossier::receipt_fee(lang), &receipt.fee),
        row(text::filing::receipt_digest(lang), &receipt.digest),
    ];
    let ways = [
        (text::filing::place_question(lang), &receipt.place),
        (text::filing::submission_title(lang), &receipt.submission),
        (text::filing::delivery_title(lang), &receipt.delivery),
    ];
    let ways = ways.into_iter().filter(|(_, value)| !value.is_empty());
    facts.extend(ways.map(|(label, value)| row(label, value)));
    facts.extend(
        receipt
            .ground
            .as_ref()
            .map(|ground| row(text::processing::acting(lang), ground)),
    );
    let mut blocks = vec![
        Block::Title {
            above: text::signature::print_portal(
                lang,
                text::common::portal_name(lang),
                match receipt.portal.as_str() {
                    "" => text::common::portal_tagline(lang),
                    portal => portal,
                },
            ),
            title: title.to_owned(),
        },
        Block::Outcome {
            sentence: text::dossier::receipt_outcome(
                lang,
                &receipt.code,
                receipt.submitted_at.vietnam_minute(),
            ),
            tone: Tone::Good,
        },
        Block::Table(facts),
        Block::Heading(text::dossier::receipt_look(lang).to_owned()),
        Block::Code {
            squares: squares(&receipt.address)?,
            words: vec![
                text::dossier::receipt_scan(lang).to_owned(),
                text::dossier::receipt_type(lang, &receipt.page),
                text::dossier::receipt_warning(lang, &receipt.page),
            ],
        },
        Block::Heading(text::filing::receipt_files(lang).to_owned()),
    ];
    if !receipt.answers.is_empty() {
        let answers = receipt
            .answers
            .iter()
            .map(|(question, answer)| row(question, answer));
        let at = blocks.len().saturating_sub(1);
        blocks.insert(at, Block::Table(answers.collect()));
        blocks.insert(at, Block::Heading(text::filing::form_title(lang).to_owned()));
    }
    for (name, attachment) in &receipt.files {
        blocks.push(Block::Subheading(name.clone()));
        blocks.push(match attachment {
            Some(attachment) => file(attachment, lang),
            None => Block::List(vec![text::filing::not_given(lang).to_owned()]),
        });
    }
    for round in rounds {
        blocks.extend(supplied(round, lang));
    }
    blocks.push(Block::Note(text::filing::receipt_digest_hint(lang).to_owned()));
    let about = Printed {
        title: format!("{title} {}", receipt.code),
        footer: receipt.code.clone(),
        id: receipt.digest.clone(),
        at: receipt.submitted_at,
        lang,
    };
    print_blocks(&blocks, &about).map_err(AppError::internal)
}
