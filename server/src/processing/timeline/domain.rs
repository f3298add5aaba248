//! What happened with a dossier, in order. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::processing::opinion::Stance;
use motcua_shared::processing::rule::DossierAct;
use motcua_shared::processing::thread::Side;
use motcua_shared::processing::work::WorkMove;
use motcua_shared::time::Timestamp;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub who: Who,
    /// What it was.
    pub what: What,
    /// Why, or what was said with it.
    pub words: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Who filed, by name.
    Filer(String),
    /// An officer of a unit.
    Officer {
        /// Their name; only officers read it.
        name: String,
        /// Of which unit.
        unit: String,
    },
    /// The portal, or a system outside that told it.
    Portal,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The dossier moved on; without an act it was filed, or only the state was written down.
    Act {
        /// Where it stood afterwards.
        status: DossierStatus,
        /// What was done.
        act: Option<DossierAct>,
        /// The day its result was due since.
        due: Option<NaiveDate>,
    },
    /// Parts of it were asked for once more.
    Asked {
        /// How many.
        parts: usize,
        /// The last day for the answer.
        until: NaiveDate,
    },
    /// It was passed on within its unit; nobody outside of it reads that.
    Passed {
        /// Where to.
        to: WorkMove,
        /// The step.
        step: Option<String>,
        /// Who works on it since.
        holder: Option<String>,
    },
    /// Its unit is no more, and another one got it.
    HandedOver {
        /// The unit that had it.
        from: String,
        /// The one that got it.
        to: String,
    },
    /// Another unit was asked; nobody outside of officers reads that.
    OpinionAsked {
        /// Which.
        unit: String,
    },
    /// It answered.
    OpinionGiven {
        /// Which.
        unit: String,
        /// What, in short.
        stance: Stance,
    },
    /// A later day was promised.
    Extended {
        /// The day that had been promised.
        from: NaiveDate,
        /// The one in its place.
        to: NaiveDate,
    },
    /// It ended with these results.
    Returned {
        /// Their names.
        results: Vec<String>,
    },
    /// Something about its fee, in words.
    Fee(String),
    /// One side wrote, so many times in a row.
    Messages {
        /// Which.
        side: Side,
        /// How often.
        count: u32,
    },
    /// Its filer rated the service.
    Rated {
        /// 1 to 5.
        stars: u8,
    },
}

impl What {
    /// Of what happened in one moment the act comes first: the rest follows from it.
    const fn rank(&self) -> u8 {
        match self {
            Self::Act { .. } | Self::Asked { .. } | Self::Returned { .. } | Self::Extended { .. } => 0,
            Self::HandedOver { .. }
            | Self::Passed { .. }
            | Self::OpinionAsked { .. }
            | Self::OpinionGiven { .. } => 1,
            Self::Fee(_) => 2,
            Self::Messages { .. } => 3,
            Self::Rated { .. } => 4,
        }
    }
}

/// What became of the day the result is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Same,
    /// There is one now.
    Set(NaiveDate),
    /// It moved from the first to the second.
    Moved(NaiveDate, NaiveDate),
    /// The time stands still.
    Stands,
}

/// A moment in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What happened; of several messages in a row the last.
    pub moment: Moment,
    /// What that did to the due day.
    pub due: Due,
}

/// Everything in the order in which it happened, whichever list it came from. Messages of one side with nothing between
/// them are one line: the thread has them one by one.
pub fn in_order(mut moments: Vec<Moment>) -> Vec<Line> {
    // Stable: what one list has in its order stays so.
    moments.sort_by_key(|moment| (moment.at, moment.what.rank()));
    let mut lines: Vec<Line> = Vec::new();
    let (mut known, mut is_received) = (None, false);
    for moment in moments {
        if let What::Act { act, .. } = &moment.what {
            is_received |= *act == Some(DossierAct::Receive);
        }
        let due = match &moment.what {
            What::Act { due: Some(day), .. } => match known.replace(*day) {
                None => Due::Set(*day),
                Some(before) if before == *day => Due::Same,
                Some(before) => Due::Moved(before, *day),
            },
            // Its own line says the days.
            What::Extended { to, .. } => {
                known = Some(*to);
                Due::Same
            }
            // What is asked for before it was received stops no time.
            What::Asked { .. } if is_received => Due::Stands,
            _ => Due::Same,
        };
        if let (
            What::Messages { side, count },
            Some(Line {
                moment: last_moment, ..
            }),
        ) = (&moment.what, lines.last_mut())
            && let What::Messages {
                side: last_side,
                count: so_far,
            } = &mut last_moment.what
            && last_side == side
        {
            *so_far = so_far.saturating_add(*count);
            last_moment.at = moment.at;
            last_moment.who = moment.who;
            continue;
        }
        lines.push(Line { moment, due });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> Timestamp {
        Timestamp::parse(&format!("2026-11-22T02:{minute:02}:00Z")).unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
    }

    fn moment(minute: u32, what: What) -> Moment {
        Moment {
            at: at(minute),
            who: Who::Portal,
            what,
            words: None,
        }
    }

    fn act(act: DossierAct, due: Option<NaiveDate>) -> What {
        What::Act {
            status: DossierStatus::Received,
            act: Some(act),
            due,
        }
    }

    fn wrote(side: Side) -> What {
        What::Messages { side, count: 1 }
    }

    #[test]
    fn several_lists_become_one_order_and_the_act_leads_its_moment() {
        let lines = in_order(vec![
            moment(5, act(DossierAct::Withdraw, None)),
            moment(0, act(DossierAct::Receive, None)),
            moment(5, What::Fee("void".to_owned())),
            moment(3, What::Fee("paid".to_owned())),
            moment(5, What::Rated { stars: 4 }),
        ]);
        let minutes: Vec<_> = lines.iter().map(|line| line.moment.at).collect();
        assert_eq!(minutes, [at(0), at(3), at(5), at(5), at(5)]);
        assert_eq!(lines[2].moment.what, act(DossierAct::Withdraw, None));
        assert_eq!(lines[3].moment.what, What::Fee("void".to_owned()));
    }

    #[test]
    fn a_due_day_that_moves_says_from_when_to_when() {
        let lines = in_order(vec![
            moment(0, act(DossierAct::Receive, Some(day(1)))),
            moment(1, act(DossierAct::Begin, Some(day(1)))),
            moment(
                2,
                What::Asked {
                    parts: 2,
                    until: day(9),
                },
            ),
            moment(3, wrote(Side::Filer)),
            moment(4, act(DossierAct::Supply, Some(day(7)))),
            moment(5, act(DossierAct::DeclineWithdrawal, None)),
            moment(6, act(DossierAct::Begin, Some(day(7)))),
        ]);
        let due: Vec<Due> = lines.iter().map(|line| line.due).collect();
        let (same, stands) = (Due::Same, Due::Stands);
        assert_eq!(
            due,
            [
                Due::Set(day(1)),
                same,
                stands,
                same,
                Due::Moved(day(1), day(7)),
                same,
                same
            ]
        );
    }

    #[test]
    fn what_is_asked_for_before_it_was_received_stops_no_time() {
        let asked = What::Asked {
            parts: 1,
            until: day(9),
        };
        let lines = in_order(vec![
            moment(0, asked.clone()),
            moment(1, act(DossierAct::Supply, None)),
            moment(2, act(DossierAct::Receive, Some(day(5)))),
            moment(3, asked),
        ]);
        let due: Vec<Due> = lines.iter().map(|line| line.due).collect();
        assert_eq!(due, [Due::Same, Due::Same, Due::Set(day(5)), Due::Stands]);
    }

    #[test]
    fn messages_in_a_row_are_one_line_until_something_happens() {
        let lines = in_order(vec![
            moment(1, wrote(Side::Filer)),
            moment(2, wrote(Side::Filer)),
            moment(3, wrote(Side::Unit)),
            moment(4, What::Fee("paid".to_owned())),
            moment(5, wrote(Side::Unit)),
        ]);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.moment.at, &line.moment.what))
            .collect();
        assert_eq!(told.len(), 4);
        let twice = What::Messages {
            side: Side::Filer,
            count: 2,
        };
        assert_eq!(told[0], (at(2), &twice));
        assert_eq!(told[3].1, &wrote(Side::Unit));
    }
}
