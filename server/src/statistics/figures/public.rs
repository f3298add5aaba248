//! What everybody may see: of the whole portal, by month, and nothing of months with few dossiers.

use super::domain::Figure as Sum;
use super::service::Now;
use super::store;
use super::tally::{Rate, Tally, months, twelve};
use super::words::{count, percent};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::statistics::domain::LEAST;
use motcua_shared::statistics::figures::{FigureWords, OpenData, OpenMonth, PublicFigures};
use motcua_shared::statistics::period::Period;
use motcua_shared::text::figures as text;

/// What is public.
const TOLD: [Sum; 6] = [
    Sum::Received,
    Sum::Ended,
    Sum::Due,
    Sum::OnTime,
    Sum::Vault,
    Sum::Device,
];

/// Months of the open data.
const YEARS: usize = 2;

fn sums(conn: &mut DbConn, wanted: &[i32]) -> AppResult<Vec<store::Sum>> {
    let keys: Vec<String> = TOLD.into_iter().map(Sum::key).collect();
    store::list_sums(conn, &[String::new()], "", &keys, wanted)
}

/// A count that nobody can be told by.
fn told(number: u64) -> Option<u64> {
    (number >= u64::from(LEAST)).then_some(number)
}

fn rate(rate: Rate) -> Option<u32> {
    told(rate.whole).and_then(|_| rate.permille())
}

/// This month and this year.
pub fn home(conn: &mut DbConn, now: Now) -> AppResult<Vec<PublicFigures>> {
    let month = Period::month_of(now.today);
    let year = Period::Year(month.months().0);
    let of = |period: Period| months(period, true);
    let wanted: Vec<i32> = of(month).into_iter().chain(of(year)).collect();
    let sums = sums(conn, &wanted)?;
    let figures = |period: Period| {
        let tally = Tally::of(&sums, &of(period));
        let (received, ended) = (told(tally.count(Sum::Received)), told(tally.count(Sum::Ended)));
        let (on_time, reuse) = (rate(tally.on_time()), rate(tally.reuse()));
        let number = |number: u64| count(number, now.lang);
        let share = |permille: u32| percent(permille, now.lang);
        let words = [
            (received.map(number), text::public_received(now.lang)),
            (ended.map(number), text::public_ended(now.lang)),
            (on_time.map(share), text::public_on_time(now.lang)),
            (reuse.map(share), text::public_reuse(now.lang)),
        ];
        let words = words.into_iter().filter_map(|(value, title)| {
            Some(FigureWords {
                value: value?,
                title: title.to_owned(),
            })
        });
        PublicFigures {
            period_name: period.name(now.lang),
            period: period.text(),
            received,
            ended,
            on_time,
            reuse,
            words: words.collect(),
        }
    };
    Ok(vec![figures(month), figures(year)])
}

/// The months of two years, those that are over.
pub fn open_data(conn: &mut DbConn, now: Now) -> AppResult<OpenData> {
    let last = Period::month_of(now.today).before();
    let mut all = twelve(last);
    for _ in 1..YEARS {
        let earlier = all.first().map_or(last, |first| first.before());
        all.splice(0..0, twelve(earlier));
    }
    let wanted: Vec<i32> = all.iter().flat_map(|month| months(*month, true)).collect();
    let sums = sums(conn, &wanted)?;
    let month = |month: &Period| {
        let tally = Tally::of(&sums, &months(*month, true));
        OpenMonth {
            month: month.text(),
            received: told(tally.count(Sum::Received)),
            ended: told(tally.count(Sum::Ended)),
            on_time_permille: rate(tally.on_time()),
            reuse_permille: rate(tally.reuse()),
        }
    };
    Ok(OpenData {
        title: text::home_title(now.lang).to_owned(),
        description: text::open_data_about(now.lang, LEAST),
        licence: text::licence(now.lang).to_owned(),
        months: all.iter().map(month).collect(),
    })
}

/// The same as a table.
pub fn open_csv(data: &OpenData) -> String {
    let cell = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut rows = vec![[
        "month".to_owned(),
        "received".to_owned(),
        "ended".to_owned(),
        "on_time_permille".to_owned(),
        "reuse_permille".to_owned(),
    ]];
    rows.extend(data.months.iter().map(|month| {
        [
            month.month.clone(),
            cell(month.received),
            cell(month.ended),
            cell(month.on_time_permille.map(u64::from)),
            cell(month.reuse_permille.map(u64::from)),
        ]
    }));
    super::csv::table(rows)
}
