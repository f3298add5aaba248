//! What is typed of an officer. The server looks at it and names every field that is wrong.

use crate::api::Api;
use crate::format;
use crate::react::when;
use crate::state::lang;
use crate::ui::{Choice, Field, FormErrors, RadioChoice, Radios, Select, checkbox, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::id::UnitId;
use motcua_shared::identity::desk::{Sex, StaffRole};
use motcua_shared::identity::staff::OfficerForm;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::time::{read_day, write_day};
use wasm_bindgen_futures::spawn_local;

/// The fields. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Fields {
    name: RwSignal<String>,
    born: RwSignal<String>,
    role: RwSignal<String>,
    unit: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    position: RwSignal<String>,
    sex: RwSignal<String>,
    issued_on: RwSignal<String>,
    issued_by: RwSignal<String>,
    landline: RwSignal<String>,
    place: RwSignal<String>,
    represents: RwSignal<bool>,
    login: RwSignal<String>,
}

impl Fields {
    /// With what stands in a form.
    pub fn new(form: OfficerForm) -> Self {
        let [born, issued_on] =
            [form.birth_date, form.card_issued_on].map(|text| read_day(&text).map_or(text, format::day));
        let sex = match form.sex {
            Some(Sex::Female) => FEMALE,
            Some(Sex::Male) => MALE,
            None => "",
        };
        let unit = form.unit_id.map(|unit| unit.to_string()).unwrap_or_default();
        let role = role_value(&form.roles).to_owned();
        let [name, born, role, unit, phone, email] =
            [form.name, born, role, unit, form.phone, form.email].map(RwSignal::new);
        let [position, issued_by, landline, place] = [
            form.position,
            form.card_issued_by,
            form.landline,
            form.reception_place,
        ]
        .map(RwSignal::new);
        Self {
            name,
            born,
            role,
            unit,
            phone,
            email,
            position,
            sex: RwSignal::new(sex.to_owned()),
            issued_on: RwSignal::new(issued_on),
            issued_by,
            landline,
            place,
            represents: RwSignal::new(form.represents_unit),
            login: RwSignal::new(form.login),
        }
    }

    /// What stands in the fields.
    pub fn form(self) -> OfficerForm {
        // What is no day travels as it is: the server says so beside everything else.
        let day = |text: RwSignal<String>| {
            let text = text.get_untracked();
            format::parse_day(&text).map_or(text, write_day)
        };
        OfficerForm {
            name: self.name.get_untracked(),
            birth_date: day(self.born),
            roles: self.role.with_untracked(|role| parse_roles(role)),
            unit_id: self.unit.with_untracked(|unit| UnitId::parse(unit)),
            phone: self.phone.get_untracked(),
            email: self.email.get_untracked(),
            position: self.position.get_untracked(),
            sex: self.sex.with_untracked(|sex| match sex.as_str() {
                FEMALE => Some(Sex::Female),
                MALE => Some(Sex::Male),
                _ => None,
            }),
            card_issued_on: day(self.issued_on),
            card_issued_by: self.issued_by.get_untracked(),
            landline: self.landline.get_untracked(),
            reception_place: self.place.get_untracked(),
            represents_unit: self.represents.get_untracked(),
            login: self.login.get_untracked(),
        }
    }
}

const FEMALE: &str = "female";
const MALE: &str = "male";

/// The value of a choice of role.
pub fn role_value(roles: &[StaffRole]) -> &'static str {
    match roles {
        [StaffRole::Administrator, ..] => "administrator",
        [StaffRole::Desk] => "desk",
        [StaffRole::Leader] => "leader",
        [_, ..] => "leader-desk",
        [] => "officer",
    }
}

/// And back; an officer without further work has no role.
pub fn parse_roles(value: &str) -> Vec<StaffRole> {
    match value {
        "desk" => vec![StaffRole::Desk],
        "leader" => vec![StaffRole::Leader],
        "leader-desk" => vec![StaffRole::Desk, StaffRole::Leader],
        "administrator" => vec![StaffRole::Administrator],
        _ => Vec::new(),
    }
}

/// Units to choose from, filled in when they have come.
fn units() -> RwSignal<Vec<Choice>> {
    let api = Api::current();
    let choices = RwSignal::new(Vec::new());
    spawn_local(async move {
        if let Ok(units) = api.get::<Vec<UnitView>>(path::STAFF_UNITS, None).await {
            let units = units.into_iter().map(|unit| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            });
            let _ = choices.try_set(units.collect());
        }
    });
    choices
}

/// Name and day of birth, as on the card.
pub fn named(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let name = Field {
        hint: text::staff::name_hint(lang),
        ..Field::new("name", text::staff::name(lang))
    };
    let born = Field {
        hint: text::staff::born_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("birth_date", text::staff::born(lang))
    };
    view! {
        {text_field(fields.name, errors, name)}
        {text_field(fields.born, errors, born)}
    }
    .into_any()
}

/// What else stands on the card.
pub fn card(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let sexes = vec![
        choice(FEMALE, text::desk::sex_female(lang)),
        choice(MALE, text::desk::sex_male(lang)),
    ];
    let issued_on = Field {
        optional: true,
        hint: text::staff::issued_on_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("card_issued_on", text::staff::issued_on(lang))
    };
    let issued_by = Field {
        optional: true,
        ..Field::new("card_issued_by", text::staff::issued_by(lang))
    };
    view! {
        <Select
            id="sex"
            label=text::desk::sex(lang)
            placeholder=text::staff::sex_unknown(lang)
            choices=sexes
            value=fields.sex
            errors=errors
        />
        {text_field(fields.issued_on, errors, issued_on)}
        {text_field(fields.issued_by, errors, issued_by)}
    }
    .into_any()
}

/// What they may do, where, and how to reach them.
pub fn held(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let choice = |value: &str, label: &str, hint: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    let roles = vec![
        choice(
            "officer",
            text::staff::role_officer(lang),
            text::staff::role_officer_hint(lang),
        ),
        choice(
            "desk",
            text::staff::role_desk(lang),
            text::staff::role_desk_hint(lang),
        ),
        choice(
            "leader",
            text::staff::role_leader(lang),
            text::staff::role_leader_hint(lang),
        ),
        choice(
            "leader-desk",
            text::staff::role_leader_desk(lang),
            text::staff::role_leader_desk_hint(lang),
        ),
        choice(
            "administrator",
            text::staff::role_administrator(lang),
            text::staff::role_administrator_hint(lang),
        ),
    ];
    let phone = Field {
        optional: true,
        hint: text::staff::contact_hint(lang),
        kind: "tel",
        inputmode: "tel",
        class: "short",
        ..Field::new("phone", text::staff::phone(lang))
    };
    let email = Field {
        optional: true,
        hint: text::staff::email_hint(lang),
        inputmode: "email",
        ..Field::new("email", text::staff::email(lang))
    };
    let position = Field {
        optional: true,
        hint: text::staff::position_hint(lang),
        ..Field::new("position", text::staff::position(lang))
    };
    let landline = Field {
        optional: true,
        hint: text::staff::landline_hint(lang),
        kind: "tel",
        inputmode: "tel",
        class: "short",
        ..Field::new("landline", text::staff::landline(lang))
    };
    let place = Field {
        optional: true,
        hint: text::staff::reception_place_hint(lang),
        ..Field::new("reception_place", text::staff::reception_place(lang))
    };
    let login = Field {
        optional: true,
        hint: text::staff::login_hint(lang),
        autocomplete: "off",
        ..Field::new("login", text::staff::login(lang))
    };
    let choices = units();
    let works_somewhere = move || fields.role.with(|role| role != "administrator");
    let unit = move || {
        view! {
            <Select
                id="unit_id"
                label=text::staff::unit(lang)
                placeholder=text::staff::unit_choose(lang)
                choices=choices
                value=fields.unit
                errors=errors
            />
            {checkbox(
                "represents_unit",
                text::staff::represents(lang),
                text::staff::represents_hint(lang),
                fields.represents,
            )}
        }
        .into_any()
    };
    view! {
        <Radios id="roles" legend=text::staff::role(lang) choices=roles value=fields.role errors=errors />
        {when(works_somewhere, unit)}
        {text_field(fields.position, errors, position)}
        {text_field(fields.place, errors, place)}
        {text_field(fields.phone, errors, phone)}
        {text_field(fields.landline, errors, landline)}
        {text_field(fields.email, errors, email)}
        {text_field(fields.login, errors, login)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_sent_back_unchanged() {
        let owner = Owner::new();
        owner.with(|| {
            for roles in [
                vec![],
                vec![StaffRole::Desk],
                vec![StaffRole::Leader],
                vec![StaffRole::Desk, StaffRole::Leader],
                vec![StaffRole::Administrator],
            ] {
                let form = OfficerForm {
                    name: "Lê Thị Cán Bộ".to_owned(),
                    birth_date: "1985-06-20".to_owned(),
                    roles,
                    unit_id: UnitId::parse("01890000-0000-7000-8000-000000000001"),
                    phone: "0912000011".to_owned(),
                    email: "a@vi-du.vn; b@vi-du.vn".to_owned(),
                    position: "Chuyên viên".to_owned(),
                    sex: Some(Sex::Female),
                    card_issued_on: "2021-03-25".to_owned(),
                    card_issued_by: "Cục CS QLHC về TTXH".to_owned(),
                    landline: "02693824100".to_owned(),
                    reception_place: "Quầy 3".to_owned(),
                    represents_unit: true,
                    login: "can.bo".to_owned(),
                };
                let fields = Fields::new(form.clone());
                assert_eq!(fields.born.get_untracked(), "20/06/1985");
                assert_eq!(fields.form(), form);
            }
            let unfinished = OfficerForm {
                birth_date: "20/6".to_owned(),
                ..OfficerForm::default()
            };
            assert_eq!(Fields::new(unfinished).form().birth_date, "20/6");
        });
    }
}
