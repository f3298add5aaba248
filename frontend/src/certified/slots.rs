//! Half days of an office as choices of a list, and back.

use crate::certified::words;
use crate::ui::Choice;
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::certified::{Appointment, HalfOfDay, SlotView};

/// As it travels in a list: `2026-11-24 morning`.
pub fn value(at: Appointment) -> String {
    let half = match at.half {
        HalfOfDay::Morning => "morning",
        HalfOfDay::Afternoon => "afternoon",
    };
    format!("{} {half}", at.day)
}

/// What was chosen.
pub fn parse(value: &str) -> Option<Appointment> {
    let (day, half) = value.split_once(' ')?;
    let half = match half {
        "morning" => HalfOfDay::Morning,
        "afternoon" => HalfOfDay::Afternoon,
        _ => return None,
    };
    let day = day.parse().ok()?;
    Some(Appointment { day, half })
}

/// The half days with places left. What was `chosen` stays in the list when its last place goes to somebody else: nobody
/// finds another choice than the one that was made. The half day that is `held` already is no other.
pub fn choices(slots: &[SlotView], held: Option<Appointment>, chosen: &str, lang: Lang) -> Vec<Choice> {
    let mut choices: Vec<Choice> = slots
        .iter()
        .filter_map(|slot| {
            let at = Appointment {
                day: slot.day,
                half: slot.half,
            };
            (Some(at) != held).then(|| Choice {
                value: value(at),
                label: text::certified::slot(lang, slot.left, words::appointment(at, lang)),
            })
        })
        .collect();
    if let Some(at) = parse(chosen).filter(|_| choices.iter().all(|choice| choice.value != chosen)) {
        choices.push(Choice {
            value: chosen.to_owned(),
            label: text::certified::slot_gone(lang, words::appointment(at, lang)),
        });
    }
    choices
}

/// What is chosen, in full: a list on a phone cuts it off.
pub fn chosen(value: RwSignal<String>, lang: Lang) -> AnyView {
    let said = move || {
        let at = value.with(|value| parse(value))?;
        Some(text::certified::chosen(lang, words::appointment(at, lang)))
    };
    view! { <p class="hint" role="status">{said}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn at(day: u32, half: HalfOfDay) -> Appointment {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        Appointment { day, half }
    }

    #[test]
    fn a_choice_is_read_as_it_was_written() {
        for half in [HalfOfDay::Morning, HalfOfDay::Afternoon] {
            assert_eq!(parse(&value(at(23, half))), Some(at(23, half)));
        }
        for odd in ["", "2026-11-24", "2026-11-24 noon", "24/11/2026 morning"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_held_is_no_choice_and_what_was_chosen_stays_one() {
        let [held, other] = [at(23, HalfOfDay::Morning), at(24, HalfOfDay::Afternoon)];
        let slots = [held, other].map(|at| SlotView {
            day: at.day,
            half: at.half,
            left: 2,
        });
        let labels = |slots: &[SlotView], chosen: &str| -> Vec<String> {
            let choices = choices(slots, Some(held), chosen, Lang::Vi);
            choices.into_iter().map(|choice| choice.label).collect()
        };
        let free = "Thứ Ba, 24/11/2026, chiều 13:30–17:00 (còn 2 chỗ)";
        assert_eq!(labels(&slots, ""), [free]);
        assert_eq!(labels(&slots, &value(other)), [free]);
        let full = "Thứ Ba, 24/11/2026, chiều 13:30–17:00 (hết chỗ)";
        assert_eq!(labels(&slots[..1], &value(other)), [full]);
    }
}
