//! How long dossiers of a procedure really took in the last three months: everywhere, and at one unit.

use crate::api::{Load, load};
use crate::dom;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Choice, FormErrors, Select};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{ProcedureDefinition, Reception, UnitView};
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::processing::rating::UnitRatings;
use motcua_shared::statistics::dto::{Duration, Durations};
use motcua_shared::text::{self, Lang};

/// Nothing for what is not filed here.
pub fn section(procedure: &ProcedureDefinition) -> AnyView {
    if procedure.reception != Reception::Online {
        return ().into_any();
    }
    let lang = lang::current();
    let code = StoredValue::new(dom::encode(&procedure.code));
    let unit = RwSignal::new(String::new());
    let found = load::<Durations>(move || {
        let address = code.with_value(|code| path::procedure_durations(code));
        unit.with(|unit| match unit.as_str() {
            "" => address,
            unit => format!("{address}?unit={unit}"),
        })
    });
    let units = load::<Vec<UnitView>>(move || code.with_value(|code| path::procedure_units(code)));
    let choices = Signal::derive(move || {
        let every = Choice {
            value: String::new(),
            label: text::catalogue::every_unit(lang).to_owned(),
        };
        let known = match units.get() {
            Load::Ready(units) => units,
            _ => Vec::new(),
        };
        let one = |unit: UnitView| Choice {
            value: unit.id.to_string(),
            label: unit.name,
        };
        std::iter::once(every)
            .chain(known.into_iter().map(one))
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card stack-small">
            <h2>{text::catalogue::really(lang)}</h2>
            <Select
                id="unit"
                label=text::catalogue::really_at(lang)
                choices=choices
                value=unit
                errors=FormErrors::new()
            />
            <div role="status">{dynamic(move || match found.get() {
                Load::Ready(durations) => told(&durations, lang),
                // The page is about the procedure; it stands without the figures.
                Load::Loading | Load::Failed(_) => ().into_any(),
            })} {dynamic(move || rated(unit.with(|unit| UnitId::parse(unit)), lang))}</div>
        </section>
    }
    .into_any()
}

/// How the service of the chosen unit was rated.
fn rated(unit: Option<UnitId>, lang: Lang) -> AnyView {
    let Some(unit) = unit else { return ().into_any() };
    let found = load::<UnitRatings>(move || path::unit_ratings(unit));
    dynamic(move || match found.get() {
        Load::Ready(ratings) => view! { <p>{ratings_sentence(&ratings, lang)}</p> }.into_any(),
        Load::Loading | Load::Failed(_) => ().into_any(),
    })
}

fn ratings_sentence(ratings: &UnitRatings, lang: Lang) -> String {
    match ratings.mean_tenths {
        Some(mean) => {
            let mean = decimal(mean, lang);
            text::catalogue::rated(lang, ratings.ratings, ratings.days, mean)
        }
        None => text::catalogue::rated_few(lang, ratings.days, ratings.least),
    }
}

/// 43 as "4,3".
fn decimal(tenths: u32, lang: Lang) -> String {
    let sign = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{sign}{}", tenths / 10, tenths % 10)
}

fn told(durations: &Durations, lang: Lang) -> AnyView {
    let shown = durations.unit.as_ref().unwrap_or(&durations.everywhere);
    view! { <p>{sentence(shown, durations, lang)}</p> }.into_any()
}

fn sentence(duration: &Duration, of: &Durations, lang: Lang) -> String {
    match (duration.half, duration.most) {
        // On one day of work there is nothing to tell apart.
        (Some(0), Some(0)) => text::catalogue::really_same_day(lang, of.days, duration.dossiers),
        (Some(half), Some(most)) => {
            text::catalogue::really_took(lang, of.days, duration.dossiers, half.max(1), most.max(1))
        }
        _ if duration.dossiers == 0 => text::catalogue::really_none(lang, of.days),
        _ => text::catalogue::really_few(lang, of.days, duration.dossiers, of.least),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_said_in_words_or_why_there_is_none() {
        let said = |dossiers, half, most| {
            let duration = Duration { dossiers, half, most };
            let of = Durations {
                days: 90,
                least: 10,
                everywhere: duration,
                unit: None,
            };
            sentence(&duration, &of, Lang::Vi)
        };
        assert_eq!(
            said(82, Some(3), Some(5)),
            "Một nửa số hồ sơ xong trong 3 ngày làm việc, 9 trong 10 xong trong 5 ngày (82 hồ sơ, 90 ngày qua)."
        );
        assert!(said(82, Some(0), Some(0)).contains("ngay trong ngày"));
        assert!(said(7, None, None).contains("7 hồ sơ") && said(7, None, None).contains("10"));
        let rated = |mean_tenths| {
            let ratings = UnitRatings {
                days: 365,
                least: 5,
                ratings: 27,
                mean_tenths,
            };
            ratings_sentence(&ratings, Lang::Vi)
        };
        assert!(rated(Some(43)).contains("4,3 trên 5") && rated(Some(43)).contains("27"));
        assert!(rated(None).contains("5 đánh giá") && !rated(None).contains("27"));
        assert!(said(0, None, None).contains("Chưa có hồ sơ"));
    }
}
