//! The log as comma-separated values.

use crate::vault::cells::{MARK, push_row};
use bytes::Bytes;
use motcua_shared::text::{Lang, share as words};
use motcua_shared::vault::log::{EventActor, PaperEventView};
use motcua_shared::vault::words::{act, before, why};

/// The mark and the names of the columns.
pub fn head(lang: Lang) -> Bytes {
    let columns = [
        words::csv_time(lang),
        words::csv_paper(lang),
        words::csv_act(lang),
        words::csv_actor(lang),
        words::csv_unit(lang),
        words::csv_ground(lang),
        words::csv_dossier(lang),
        words::csv_objected(lang),
        words::csv_purpose(lang),
    ];
    let mut text = MARK.to_owned();
    push_row(&mut text, &columns.map(str::to_owned));
    Bytes::from(text)
}

/// Lines of the log.
pub fn lines(events: &[PaperEventView], lang: Lang) -> Bytes {
    let row = |event: &PaperEventView| {
        let actor = match event.actor {
            EventActor::Owner => words::actor_owner(lang).to_owned(),
            EventActor::Portal => words::actor_portal(lang).to_owned(),
            EventActor::Officer | EventActor::Account => event.actor_name.clone().unwrap_or_default(),
        };
        let why = why(event, lang).map(str::to_owned);
        let objected = event.objected_at.map(|at| at.vietnam_minute());
        [
            event.at.vietnam_minute(),
            event.paper_name.clone(),
            act(event.act, lang).to_owned(),
            actor,
            event.unit_name.clone().unwrap_or_default(),
            why.or_else(|| before(event, lang)).unwrap_or_default(),
            event.dossier_code.clone().unwrap_or_default(),
            objected.unwrap_or_default(),
            event.purpose.clone().unwrap_or_default(),
        ]
    };
    let mut text = String::new();
    for event in events {
        push_row(&mut text, &row(event));
    }
    Bytes::from(text)
}
