//! Handing a petition to a unit, past the officer whom it is about.

use super::acts::{name, over, part_of};
use crate::api::{Load, load};
use crate::petition::doing::Doing;
use crate::petition::kept;
use crate::react::dynamic;
use crate::ui::{Choice, Field, Select, UnitWords, error_summary, submit_button, text_field, unit_picker};
use leptos::prelude::*;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::path;
use motcua_shared::petition::dto::{DeskPetition, PetitionOfficer, RoutePetition};
use motcua_shared::text::petition as text;

/// The card; `again` for what another unit has, or what waits for its writer.
pub fn part(now: RwSignal<DeskPetition>, again: bool) -> AnyView {
    // The ids of the fields are those of the request: there is one picker of units on a page.
    let doing = Doing::new(now, "");
    let lang = doing.lang;
    let unit = RwSignal::new(String::new());
    let officer = RwSignal::new(String::new());
    let kept_as = name(now, "route");
    let note = kept::field(kept_as.clone(), "");
    let submit = move |event: web_sys::SubmitEvent| {
        if !doing.begins(&event) {
            return;
        }
        let Some(unit_id) = unit.with_untracked(|id| UnitId::parse(id)) else {
            doing.misses("unit_id", text::route_unit_missing(lang));
            return;
        };
        let (address, version) = over(now, "route");
        let request = RoutePetition {
            version,
            unit_id,
            officer_id: officer.with_untracked(|id| AccountId::parse(id)),
            words: Some(note.get_untracked()).filter(|words| !words.trim().is_empty()),
        };
        doing.send(address, request, vec![kept_as.clone()]);
    };
    let words = UnitWords {
        search: [text::unit_search(lang), text::unit_search_hint(lang)],
        none: text::unit_none(lang),
        unit: [text::route_unit(lang), text::route_unit_hint(lang)].map(str::to_owned),
    };
    let id = now.with_untracked(|desk| desk.petition.item.id);
    let officers = dynamic(move || {
        officer.set(String::new());
        let unit = unit.with(|id| UnitId::parse(id))?;
        let address = format!("{}?unit={unit}", path::desk_petition_part(id, "officers"));
        Some(officers_of(address, officer, doing))
    });
    let field = Field {
        hint: text::route_note_hint(lang),
        optional: true,
        multiline: true,
        ..Field::new("words", text::route_note(lang))
    };
    let search = RwSignal::new(String::new());
    let form = view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(doing.errors)}
            {unit_picker(path::PETITION_UNITS, search, unit, doing.errors, words)}
            {officers}
            {text_field(note, doing.errors, field)}
            {submit_button(text::route(lang), text::working(lang), doing.busy)}
        </form>
    };
    let title = match again {
        true => text::route_again_title(lang),
        false => text::route_title(lang),
    };
    part_of(title, !again, false, form.into_any())
}

/// Officers of the chosen unit.
fn officers_of(address: String, chosen: RwSignal<String>, doing: Doing<DeskPetition>) -> AnyView {
    let lang = doing.lang;
    let found = load::<Vec<PetitionOfficer>>(move || address.clone());
    let choice = |officer: PetitionOfficer| Choice {
        value: officer.id.to_string(),
        label: match officer.position.is_empty() {
            true => officer.name,
            false => format!("{} – {}", officer.name, officer.position),
        },
    };
    let choices = Memo::new(move |_| match found.get() {
        Load::Ready(list) => list.into_iter().map(choice).collect(),
        Load::Loading | Load::Failed(_) => Vec::new(),
    });
    view! {
        <Select
            id="officer_id"
            label=text::officer_choose(lang)
            hint=text::officer_hint(lang)
            placeholder=text::officer_none(lang)
            choices=choices
            value=chosen
            errors=doing.errors
        />
    }
    .into_any()
}
