//! Figures and charts as they are shown.

use super::domain::Figure as Sum;
use super::service::Now;
use super::store::ListedRow;
use super::tally::{Rate, Tally};
use super::words::{count, percent, title_and_formula};
use crate::statistics::domain::duration;
use chrono::Datelike;
use motcua_shared::feedback::dto::FeedbackReason;
use motcua_shared::processing::words::status;
use motcua_shared::statistics::figures::{Chart, ChartForm, ChartRow, Figure, FigureKind};
use motcua_shared::statistics::period::Period;
use motcua_shared::text::{Lang, figures as text};
use motcua_shared::time::format_date;

/// The number of a figure, in one period.
#[derive(Debug, Clone, Copy)]
enum Number {
    Count(u64),
    Rate(Rate),
    Days(Option<(u32, u32)>, u64),
}

fn number(kind: FigureKind, tally: &Tally, today: &Tally, now: Now) -> Number {
    let day = now.today.num_days_from_ce();
    let days = |figure| {
        let steps = tally.steps(figure);
        let dossiers = steps.iter().map(|(_, count)| count).sum();
        let (half, most) = percentiles(&steps);
        Number::Days(half.zip(most), dossiers)
    };
    match kind {
        FigureKind::Reuse => Number::Rate(tally.reuse()),
        FigureKind::Device => Number::Rate(tally.device()),
        FigureKind::Digitised => Number::Rate(tally.digitised()),
        FigureKind::Electronic => Number::Rate(tally.electronic()),
        FigureKind::OnTime => Number::Rate(tally.on_time()),
        FigureKind::Overdue => Number::Count(today.count_before(Sum::OpenDue, day)),
        FigureKind::Personal => Number::Count(tally.count(Sum::Personal)),
        FigureKind::Filed => Number::Count(tally.count(Sum::Filed)),
        FigureKind::Ended => Number::Count(tally.count(Sum::Ended)),
        FigureKind::Open => Number::Count(today.open().iter().map(|(_, count)| count).sum()),
        FigureKind::Waiting => days(Sum::Waiting),
        FigureKind::Processing => days(Sum::Processing),
        FigureKind::Feedback => {
            let reasons = FeedbackReason::ALL.map(|reason| tally.count(Sum::Feedback(reason)));
            Number::Count(reasons.iter().sum())
        }
    }
}

/// Half and nine of ten. Officers see them of few dossiers as well, so each is counted ten times here for a rule that hides few.
fn percentiles(steps: &[(u32, u64)]) -> (Option<u32>, Option<u32>) {
    let many: Vec<(u32, u64)> = steps
        .iter()
        .map(|(days, count)| (*days, count.saturating_mul(10)))
        .collect();
    let figure = duration(&many);
    (figure.half, figure.most)
}

fn value(number: Number, lang: Lang) -> Option<String> {
    match number {
        Number::Count(number) => Some(count(number, lang)),
        Number::Rate(rate) => rate.permille().map(|permille| percent(permille, lang)),
        Number::Days(days, _) => days.map(|(half, most)| text::half_and_most(lang, half, most)),
    }
}

fn made_of(kind: FigureKind, number: Number, lang: Lang) -> String {
    match (kind, number) {
        (_, Number::Rate(Rate { whole: 0, .. }) | Number::Days(_, 0)) => String::new(),
        (FigureKind::Reuse | FigureKind::Device | FigureKind::Digitised, Number::Rate(rate)) => {
            text::of_parts(lang, count(rate.part, lang), count(rate.whole, lang))
        }
        (_, Number::Rate(rate)) => text::of_dossiers(lang, count(rate.part, lang), count(rate.whole, lang)),
        (FigureKind::Feedback, Number::Count(number)) => text::feedbacks(lang, count(number, lang)),
        (_, Number::Count(number) | Number::Days(_, number)) => text::dossiers(lang, count(number, lang)),
    }
}

/// All figures of a period, each with the one before.
pub fn figures(tally: &Tally, (earlier, before): (&Tally, Period), today: &Tally, now: Now) -> Vec<Figure> {
    let lang = now.lang;
    let nothing = Tally::default();
    let figure = |kind: FigureKind| {
        let is_today = matches!(kind, FigureKind::Overdue | FigureKind::Open);
        let of_period = number(kind, tally, today, now);
        let (title, formula) = title_and_formula(kind, lang);
        let before = match value(number(kind, earlier, &nothing, now), lang) {
            _ if is_today => String::new(),
            Some(value) => text::before_was(lang, before.name(lang), value),
            None => text::before_none(lang, before.name(lang)),
        };
        let (part, whole, days) = match of_period {
            Number::Count(number) => (Some(number), None, None),
            Number::Rate(rate) => (Some(rate.part), Some(rate.whole), None),
            Number::Days(days, dossiers) => (Some(dossiers), None, days),
        };
        Figure {
            kind,
            title: title.to_owned(),
            value: value(of_period, lang).unwrap_or_else(|| text::none_yet(lang).to_owned()),
            made_of: made_of(kind, of_period, lang),
            before,
            formula: formula.to_owned(),
            part,
            whole,
            permille: match of_period {
                Number::Rate(rate) => rate.permille(),
                _ => None,
            },
            half: days.map(|days| days.0),
            most: days.map(|days| days.1),
        }
    };
    FigureKind::ALL.map(figure).into()
}

fn over_months(
    by_month: &[(Period, Tally)],
    now: Now,
    values: impl Fn(&Tally) -> Vec<Option<u64>>,
    shown: impl Fn(u64) -> String,
) -> Vec<ChartRow> {
    let row = |(month, tally): &(Period, Tally)| {
        let values = values(tally);
        let words = values.iter().map(|value| match value {
            Some(value) => shown(*value),
            None => text::none_yet(now.lang).to_owned(),
        });
        ChartRow {
            label: month.name(now.lang),
            shown: words.collect(),
            values,
        }
    };
    by_month.iter().map(row).collect()
}

fn bars(all: Vec<(String, u64)>, lang: Lang) -> Vec<ChartRow> {
    let row = |(label, number)| ChartRow {
        label,
        values: vec![Some(number)],
        shown: vec![count(number, lang)],
    };
    all.into_iter().map(row).collect()
}

/// The charts, which are tables as well.
pub fn charts(tally: &Tally, today: &Tally, by_month: &[(Period, Tally)], now: Now) -> Vec<Chart> {
    let lang = now.lang;
    let chart = |title: &str, form, of: &str, series: &[&str], rows| Chart {
        title: title.to_owned(),
        form,
        of: of.to_owned(),
        series: series.iter().map(|name| (*name).to_owned()).collect(),
        goal: None,
        goal_words: String::new(),
        rows,
    };
    let months = text::of_month(lang);
    let rate = |rate: fn(&Tally) -> Rate| {
        over_months(
            by_month,
            now,
            |tally| vec![rate(tally).permille().map(u64::from)],
            |permille| percent(u32::try_from(permille).unwrap_or_default(), lang),
        )
    };
    let counts = |one: Sum, other: Sum| {
        over_months(
            by_month,
            now,
            |tally| vec![Some(tally.count(one)), Some(tally.count(other))],
            |number| count(number, lang),
        )
    };
    let reasons = FeedbackReason::ALL.map(|reason| {
        let name = match reason {
            FeedbackReason::WrongData => text::reason_wrong_data(lang),
            FeedbackReason::WrongResult => text::reason_wrong_result(lang),
            FeedbackReason::NotSigned => text::reason_not_signed(lang),
        };
        (name.to_owned(), tally.count(Sum::Feedback(reason)))
    });
    let states = today
        .open()
        .into_iter()
        .map(|(state, number)| (status(state, lang).to_owned(), number));
    vec![
        Chart {
            goal: Some(now.goal),
            goal_words: text::reuse_goal(lang, percent(now.goal, lang)),
            ..chart(
                text::reuse_chart(lang),
                ChartForm::Rate,
                months,
                &[text::rate(lang)],
                rate(Tally::reuse),
            )
        },
        chart(
            text::source_chart(lang),
            ChartForm::Columns,
            months,
            &[text::source_vault(lang), text::source_device(lang)],
            counts(Sum::Vault, Sum::Device),
        ),
        chart(
            text::on_time_chart(lang),
            ChartForm::Rate,
            months,
            &[text::rate(lang)],
            rate(Tally::on_time),
        ),
        chart(
            text::flow_chart(lang),
            ChartForm::Columns,
            months,
            &[text::filed(lang), text::ended(lang)],
            counts(Sum::Filed, Sum::Ended),
        ),
        chart(
            text::open_states(lang),
            ChartForm::Bars,
            text::of_state(lang),
            &[text::count(lang)],
            bars(states.collect(), lang),
        ),
        chart(
            text::feedback_reasons(lang),
            ChartForm::Bars,
            text::of_reason(lang),
            &[text::count(lang)],
            bars(reasons.into(), lang),
        ),
    ]
}

/// What a dossier adds to a figure.
pub fn adds(row: &ListedRow, kind: FigureKind, lang: Lang) -> String {
    let days = |days: Option<i32>| days.map(|days| text::adds_days(lang, days)).unwrap_or_default();
    match (kind, row.due_on, row.ended_on) {
        (FigureKind::Reuse | FigureKind::Device, ..) => {
            text::adds_parts(lang, row.device_parts, row.vault_parts)
        }
        (FigureKind::Digitised, ..) => text::adds_digitised(lang, row.digitised_parts, row.scanned_parts),
        (FigureKind::OnTime, Some(due), Some(ended)) if ended <= due => text::adds_on_time(lang).to_owned(),
        (FigureKind::OnTime, Some(due), _) => text::adds_late(lang, format_date(due)),
        (FigureKind::Overdue | FigureKind::Open, Some(due), _) => text::adds_due(lang, format_date(due)),
        (FigureKind::Electronic, ..) if row.results > 0 => text::adds_electronic(lang).to_owned(),
        (FigureKind::Electronic, ..) => text::adds_paper(lang).to_owned(),
        (FigureKind::Waiting, ..) => days(row.waiting_days),
        (FigureKind::Processing, ..) => days(row.processing_days),
        _ => String::new(),
    }
}
