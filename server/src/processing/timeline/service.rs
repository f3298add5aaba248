//! The timeline in sentences, for who filed and for officers. A unit answers as one: only its officers read which of them it
//! was. What a message says stands in the thread, and which stars somebody gave is for the figures of the unit alone.

use super::domain::{Due, Line, Moment, What, Who, in_order};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::payment::service as payment;
use crate::processing::domain::Dossier;
use crate::processing::extension::service as extension;
use crate::processing::handover::service as handover;
use crate::processing::opinion::service as opinion;
use crate::processing::rating::store as rating;
use crate::processing::store;
use crate::processing::supplement::service as supplement;
use crate::processing::thread::service as thread;
use crate::processing::work::service as work;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::processing::dto::{CourseStep, StepKind};
use motcua_shared::processing::opinion::{OpinionView, Stance};
use motcua_shared::processing::rule::DossierAct;
use motcua_shared::processing::thread::Side;
use motcua_shared::processing::words;
use motcua_shared::processing::work::WorkMove;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;

/// The timeline of a dossier, oldest first, as this side reads it.
pub fn timeline(conn: &mut DbConn, dossier: &Dossier, side: Side, lang: Lang) -> AppResult<Vec<CourseStep>> {
    let filed = Moment {
        at: dossier.submitted_at,
        who: Who::Filer(dossier.filer.name.clone()),
        what: What::Act {
            status: DossierStatus::Submitted,
            act: None,
            due: None,
        },
        words: None,
    };
    let mut moments = vec![filed];
    let acts = store::list_events(conn, dossier.id)?;
    let mut rounds = supplement::asked(conn, dossier.id)?.into_iter();
    let results = store::list_results(conn, dossier.id)?;
    for mut moment in acts {
        // The rounds are in the order of the acts that asked for them.
        if let What::Act { act, .. } = &moment.what {
            moment.what = match act {
                Some(DossierAct::AskSupplement) => match rounds.next() {
                    Some((parts, until)) => What::Asked { parts, until },
                    None => moment.what,
                },
                Some(DossierAct::Return) => What::Returned {
                    results: results.iter().map(|(told, ..)| told.name.clone()).collect(),
                },
                _ => moment.what,
            };
        }
        moments.push(moment);
    }
    for step in payment::timeline(conn, dossier.id, lang)? {
        moments.push(Moment {
            at: step.at,
            who: step
                .by
                .map_or(Who::Portal, |(name, unit)| Who::Officer { name, unit }),
            what: What::Fee(step.title),
            words: step.words,
        });
    }
    if side == Side::Unit {
        moments.extend(work::list_moves(conn, dossier.id)?.into_iter().map(passed));
        for opinion in opinion::list(conn, dossier.id)? {
            moments.extend(asked_and_given(opinion.told));
        }
    }
    for handed in handover::list(conn, dossier.id)? {
        moments.push(Moment {
            at: handed.at,
            who: match handed.by {
                Some(name) => Who::Officer {
                    name,
                    unit: handed.from.clone(),
                },
                None => Who::Portal,
            },
            // Why an officer thought so is for officers.
            words: handed.words.filter(|_| side == Side::Unit),
            what: What::HandedOver {
                from: handed.from,
                to: handed.to,
            },
        });
    }
    if let Some((extension, name)) = extension::find_signed(conn, dossier.id)? {
        moments.push(Moment {
            at: extension.made_at,
            who: Who::Officer {
                name,
                unit: extension.unit,
            },
            what: What::Extended {
                from: extension.old_due,
                to: extension.new_due,
            },
            words: Some(extension.ground),
        });
    }
    moments.extend(thread::moments(conn, dossier.id)?);
    if let Some(rating) = rating::find(conn, dossier.id)? {
        moments.push(Moment {
            at: rating.rated_at,
            who: Who::Filer(dossier.filer.name.clone()),
            what: What::Rated { stars: rating.stars },
            words: None,
        });
    }
    let lines = in_order(moments);
    Ok(lines.into_iter().map(|line| said(line, side, lang)).collect())
}

fn passed(moved: work::Move) -> Moment {
    Moment {
        at: moved.at,
        who: Who::Officer {
            name: moved.actor,
            unit: moved.unit,
        },
        what: What::Passed {
            to: moved.to,
            step: moved.step,
            holder: moved.holder,
        },
        words: moved.words,
    }
}

/// What another unit was asked, and what it answered.
fn asked_and_given(opinion: OpinionView) -> Vec<Moment> {
    let unit = opinion.unit;
    let asked = Moment {
        at: opinion.asked_at,
        who: Who::Officer {
            name: opinion.asked_by,
            unit: opinion.asking_unit,
        },
        what: What::OpinionAsked { unit: unit.clone() },
        words: Some(opinion.question),
    };
    let given = opinion.answer.map(|answer| Moment {
        at: answer.at,
        who: Who::Officer {
            name: answer.officer,
            unit: unit.clone(),
        },
        what: What::OpinionGiven {
            unit,
            stance: answer.stance,
        },
        words: Some(answer.words),
    });
    std::iter::once(asked).chain(given).collect()
}

fn stance(stance: Stance, lang: Lang) -> &'static str {
    match stance {
        Stance::Agree => text::work::stance_agree(lang),
        Stance::Disagree => text::work::stance_disagree(lang),
        Stance::Remark => text::work::stance_remark(lang),
    }
}

/// A way within the unit, in words.
fn way(to: WorkMove, step: Option<String>, holder: Option<String>, lang: Lang) -> String {
    let step = step.unwrap_or_default();
    let line = match to {
        WorkMove::Forward => text::work::line_forward(lang, step),
        WorkMove::Back => text::work::line_back(lang, step),
        WorkMove::Stay => match holder {
            Some(holder) => return text::work::line_assigned(lang, holder),
            None => return text::work::line_free(lang).to_owned(),
        },
    };
    match holder {
        Some(holder) => text::work::line_with(lang, holder, line),
        None => line,
    }
}

fn said(line: Line, side: Side, lang: Lang) -> CourseStep {
    let Line { moment, due } = line;
    let Moment { at, who, what, words } = moment;
    let time = at.vietnam_minute();
    let by = match (who, side) {
        (Who::Filer(name), _) => text::processing::step_by(lang, name, time),
        (Who::Officer { unit, .. }, Side::Filer) => text::processing::step_by(lang, unit, time),
        (Who::Officer { name, unit }, Side::Unit) => text::processing::step_by_unit(lang, name, time, unit),
        (Who::Portal, _) => text::payment::by_portal(lang, time),
    };
    let (kind, title, words) = match what {
        What::Act { status, act, .. } => (StepKind::Act, words::step(status, act, lang).to_owned(), words),
        What::Asked { parts, until } => {
            let title = text::dossier::line_asked(lang, parts, format_date(until));
            (StepKind::Act, title, words)
        }
        What::Passed { to, step, holder } => (StepKind::Act, way(to, step, holder, lang), words),
        What::HandedOver { from, to } => (StepKind::Act, text::work::line_handed_over(lang, from, to), words),
        What::OpinionAsked { unit } => (StepKind::Act, text::work::line_opinion(lang, unit), words),
        What::OpinionGiven { unit, stance: said } => {
            let title = text::work::line_opined(lang, stance(said, lang), unit);
            (StepKind::Act, title, words)
        }
        What::Extended { from, to } => {
            let title = text::work::line_extended(lang, format_date(from), format_date(to));
            (StepKind::Act, title, words)
        }
        What::Returned { results } => {
            let names = results.join("; ");
            let named = (!names.is_empty()).then(|| text::dossier::line_results(lang, names));
            let title = text::processing::status_returned(lang).to_owned();
            (StepKind::Act, title, words.or(named))
        }
        What::Fee(title) => (StepKind::Fee, title, words),
        What::Messages { side, count } => {
            let title = match side {
                Side::Filer => text::dossier::line_filer_wrote(lang, count),
                Side::Unit => text::dossier::line_unit_wrote(lang, count),
            };
            (StepKind::Message, title, None)
        }
        What::Rated { stars } => {
            let title = match side {
                Side::Filer => text::dossier::line_rated(lang, stars),
                Side::Unit => text::dossier::line_was_rated(lang).to_owned(),
            };
            (StepKind::Rating, title, None)
        }
    };
    CourseStep {
        kind,
        title,
        by,
        words,
        due: match due {
            Due::Same => None,
            Due::Set(day) => Some(text::dossier::line_due(lang, format_date(day))),
            Due::Moved(from, to) => Some(text::dossier::line_due_moved(
                lang,
                format_date(from),
                format_date(to),
            )),
            Due::Stands => Some(text::dossier::line_due_stands(lang).to_owned()),
        },
        at,
    }
}
