//! "Nhật ký hồ sơ": who did what with a dossier and who opened it. This device reckons the chain again; the file with the proof
//! goes home with whoever wants to have it checked elsewhere.

use crate::api::{Api, Failure, json};
use crate::state::lang;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::audit::check::{Finding, Said, Standing, check};
use motcua_shared::audit::proof::{Proof, ProvedEntry, WithheldKind};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::Timestamp;
use wasm_bindgen_futures::spawn_local;

/// Parts that are asked for: ten thousand entries.
const MOST_PARTS: usize = 20;

/// A line of the log.
struct Line {
    at: Option<Timestamp>,
    who: &'static str,
    what: &'static str,
}

/// What all parts of a log say.
#[derive(Default)]
struct Log {
    lines: Vec<Line>,
    stamped: usize,
    sealed: usize,
    open: usize,
    faults: usize,
    /// When the last timestamp that covers something was asked for.
    last: Option<Timestamp>,
    /// Where its parts begin, behind the first.
    parts: Vec<String>,
}

/// The card.
pub fn view(id: DossierId) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let found = RwSignal::new(None::<Log>);
    let look = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let answer = load(api, id, lang).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(log) => {
                    let _ = found.try_set(Some(log));
                }
                Err(failure) => {
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    let label = move || match busy.get() {
        true => text::dossier::log_checking(lang),
        false => text::dossier::log_check(lang),
    };
    view! {
        <section class="card gap-above gap-below">
            <h2>{text::dossier::log_title(lang)}</h2>
            <p class="muted">{text::dossier::log_hint(lang)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn quiet"
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=look
                >
                    {label}
                </button>
                <a href=path::dossier_audit(id) rel="external" download="">
                    {text::dossier::log_download(lang)}
                </a>
            </div>
            <div role="alert">{move || wrong.get().map(|sentence| verdict(Tone::Bad, sentence, ()))}</div>
            <div role="status" class="gap-above">
                {move || found.with(|log| log.as_ref().map(|log| outcome(id, log, lang)))}
            </div>
            {move || found.with(|log| log.as_ref().map(|log| lines(log, lang)))}
        </section>
    }
    .into_any()
}

async fn load(api: Api, id: DossierId, lang: Lang) -> Result<Log, Failure> {
    let mut log = Log::default();
    let mut address = path::dossier_audit(id);
    for _ in 0..MOST_PARTS {
        let proof: Proof = api.get(&address, None).await?;
        let finding = check(&proof, fields);
        log.add(&proof, &finding, lang);
        let Some(next) = proof.next else {
            break;
        };
        address = format!("{}?after={next}", path::dossier_audit(id));
        log.parts.push(address.clone());
    }
    Ok(log)
}

fn fields(text: &str) -> Option<Vec<Option<String>>> {
    json::from_str(text).ok()
}

impl Log {
    fn add(&mut self, proof: &Proof, finding: &Finding, lang: Lang) {
        self.faults += finding.faults.len();
        self.sealed += finding.count(|one| one == Standing::Sealed);
        self.open += finding.count(|one| one == Standing::Open);
        for stamp in &proof.stamps {
            let count = finding.count(|one| one == Standing::Stamped { last: stamp.last });
            self.stamped += count;
            if count > 0 {
                self.last = self.last.max(Some(stamp.asked_at));
            }
        }
        let own = proof.account_id.to_string();
        let lines = proof.entries.iter().map(|entry| line(entry, &own, lang));
        self.lines.extend(lines);
    }
}

fn line(entry: &ProvedEntry, own: &str, lang: Lang) -> Line {
    if let Some(withheld) = &entry.withheld {
        return Line {
            at: Some(withheld.recorded_at),
            who: text::dossier::log_officer(lang),
            what: match withheld.kind {
                WithheldKind::Reading => text::dossier::act_viewed(lang),
                WithheldKind::Work => text::dossier::act_work(lang),
            },
        };
    }
    let said = entry.entry.as_deref().and_then(fields).and_then(Said::of);
    let who = match said.as_ref().map(|said| said.account_id.as_deref()) {
        Some(Some(account)) if account == own => text::dossier::log_you(lang),
        Some(None) => text::dossier::log_portal(lang),
        _ => text::dossier::log_officer(lang),
    };
    let action = said.as_ref().map_or("", |said| said.action.as_str());
    Line {
        at: said.as_ref().and_then(|said| Timestamp::parse(&said.recorded_at)),
        who,
        what: act(action, lang),
    }
}

fn act(action: &str, lang: Lang) -> &'static str {
    match action {
        "draft-opened" => text::dossier::act_draft_opened(lang),
        "reception-begun" => text::dossier::act_reception_begun(lang),
        "dossier-submitted" => text::dossier::act_submitted(lang),
        "dossier-viewed" => text::dossier::act_viewed(lang),
        "dossier-file-read" => text::dossier::act_file_read(lang),
        "dossier-result-read" => text::dossier::act_result_read(lang),
        "dossier-received" => text::dossier::act_received(lang),
        "dossier-begun" => text::dossier::act_begun(lang),
        "dossier-extended" => text::dossier::act_extended(lang),
        "dossier-refused" => text::dossier::act_refused(lang),
        "dossier-returned" => text::dossier::act_returned(lang),
        "dossier-result-delivered" => text::dossier::act_delivered(lang),
        "dossier-message-sent" => text::dossier::act_message(lang),
        "supplement-asked" => text::dossier::act_asked(lang),
        "supplement-sent" => text::dossier::act_sent(lang),
        "withdrawal-asked" => text::dossier::act_withdrawal(lang),
        "withdrawal-granted" => text::dossier::act_granted(lang),
        "withdrawal-declined" => text::dossier::act_declined(lang),
        "payment-started" => text::dossier::act_payment(lang),
        "fee-paid" => text::dossier::act_paid(lang),
        "fee-waived" => text::dossier::act_waived(lang),
        "fee-voided" => text::dossier::act_voided(lang),
        "fee-refunded" => text::dossier::act_refunded(lang),
        "fee-overpaid" => text::dossier::act_overpaid(lang),
        "fee-kept" => text::dossier::act_kept(lang),
        "fee-struck" => text::dossier::act_struck(lang),
        _ => text::dossier::act_work(lang),
    }
}

fn outcome(id: DossierId, log: &Log, lang: Lang) -> AnyView {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let first = path::dossier_audit(id);
    let parts = std::iter::once(&first).chain(&log.parts).zip(1_u32..);
    let parts = (!log.parts.is_empty()).then(|| {
        parts
            .map(|(address, number)| {
                view! {
                    <p>
                        <a href=address.clone() rel="external" download="">
                            {text::dossier::log_part(lang, number)}
                        </a>
                    </p>
                }
            })
            .collect_view()
    });
    if log.faults > 0 {
        let more = view! {
            <p>{text::dossier::log_broken_hint(lang)}</p>
            {parts}
        };
        return verdict(
            Tone::Bad,
            text::dossier::log_broken(lang, count(log.faults)),
            more,
        );
    }
    let stamped = log
        .last
        .map(|at| text::dossier::log_stamped(lang, count(log.stamped), at.vietnam_minute()));
    let sealed = (log.sealed > 0).then(|| text::dossier::log_sealed(lang, count(log.sealed)));
    let open = (log.open > 0).then(|| text::dossier::log_open(lang, count(log.open)));
    let lines = [stamped, sealed, open].into_iter().flatten();
    let more = view! {
        {lines.map(|line| view! { <p>{line}</p> }).collect_view()}
        <p class="hint">{text::dossier::log_scope(lang)}</p>
        {parts}
    };
    let all = count(log.lines.len());
    // What nothing is tied to yet cannot be said to be whole.
    match log.sealed + log.stamped {
        0 => verdict(Tone::Plain, text::dossier::log_new(lang, all), more),
        _ => verdict(Tone::Ok, text::dossier::log_whole(lang, all), more),
    }
}

fn lines(log: &Log, lang: Lang) -> AnyView {
    let line = |line: &Line| {
        let at = line.at.map(Timestamp::vietnam_minute).unwrap_or_default();
        view! {
            <li>
                <b>{line.what}</b>
                <p class="hint">{line.who} " · " {at}</p>
            </li>
        }
    };
    let count = u32::try_from(log.lines.len()).unwrap_or(u32::MAX);
    view! {
        <details>
            <summary>{text::dossier::log_entries(lang, count)}</summary>
            <ol class="course">{log.lines.iter().map(line).collect_view()}</ol>
        </details>
    }
    .into_any()
}
