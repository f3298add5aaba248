//! The citizen's data, as on the identity card.

use crate::api::failure::of_code;
use crate::desk::draft::Draft;
use crate::format;
use crate::react::when;
use crate::state::lang;
use crate::ui::{Field, FormErrors, RadioChoice, Radios, checkbox, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::AssistedForm;
use motcua_shared::identity::identity_number::doubt;
use motcua_shared::identity::person::{parse_email, parse_name};
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use motcua_shared::text;

/// The fields. `doubtful` holds what should be looked at again.
pub fn fields(draft: Draft, errors: FormErrors, doubtful: RwSignal<Option<ErrorCode>>) -> AnyView {
    let lang = lang::current();
    let number = Field {
        hint: text::desk::number_hint(lang),
        inputmode: "numeric",
        ..Field::new("identity_number", text::desk::number(lang))
    };
    let name = Field {
        hint: text::desk::name_hint(lang),
        ..Field::new("name", text::desk::name(lang))
    };
    let born = Field {
        hint: text::desk::birth_date_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("birth_date", text::desk::birth_date(lang))
    };
    let phone = Field {
        hint: text::desk::phone_hint(lang),
        kind: "tel",
        inputmode: "tel",
        class: "short",
        ..Field::new("phone", text::desk::phone(lang))
    };
    let email = Field {
        optional: true,
        kind: "email",
        inputmode: "email",
        ..Field::new("email", text::desk::email(lang))
    };
    let address = Field::new("address", text::desk::address(lang));
    let sexes = [
        ("female", text::desk::sex_female(lang)),
        ("male", text::desk::sex_male(lang)),
    ];
    let sexes: Vec<RadioChoice> = sexes
        .into_iter()
        .map(|(value, label)| RadioChoice {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
        })
        .collect();
    let confirm = move || {
        let question = doubtful.get().map(|code| of_code(code, lang)).unwrap_or_default();
        view! {
            <div class="verdict warn">
                <p>{question}</p>
                {checkbox("confirmed", text::desk::confirmed(lang), "", draft.confirmed)}
            </div>
        }
        .into_any()
    };
    view! {
        <div class="desk-fields">
            {text_field(draft.identity_number, errors, number)}
            {text_field(draft.name, errors, name)}
            {text_field(draft.birth_date, errors, born)}
            <Radios id="sex" legend=text::desk::sex(lang) choices=sexes value=draft.sex errors=errors />
            {text_field(draft.phone, errors, phone)}
            {text_field(draft.email, errors, email)}
            {text_field(draft.address, errors, address)}
        </div>
        {when(move || doubtful.with(Option::is_some), confirm)}
    }
    .into_any()
}

/// What is wrong with single fields, and what should be looked at again.
pub fn check(form: &AssistedForm) -> (Vec<(&'static str, ErrorCode)>, Option<ErrorCode>) {
    let number = parse_identity_number(&form.identity_number);
    let born = match form.birth_date.trim() {
        "" => Err(ErrorCode::Required),
        text => format::parse_day(text).ok_or(ErrorCode::NotADate),
    };
    let address = form.address.trim().is_empty().then_some(ErrorCode::Required);
    let found = [
        ("identity_number", number.as_ref().err().copied()),
        ("name", parse_name(&form.name).err()),
        ("birth_date", born.err()),
        ("sex", form.sex.is_none().then_some(ErrorCode::Required)),
        ("phone", parse_phone(&form.phone).err()),
        ("email", parse_email(&form.email).err()),
        ("address", address),
    ];
    let wrong = found
        .into_iter()
        .filter_map(|(field, code)| Some((field, code?)))
        .collect();
    let doubt = match (number, born) {
        (Ok(number), Ok(born)) if !form.confirmed => doubt(&number, born),
        _ => None,
    };
    (wrong, doubt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_but_the_email_is_asked_for() {
        let (wrong, doubt) = check(&AssistedForm::default());
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            ["identity_number", "name", "birth_date", "sex", "phone", "address"]
        );
        assert_eq!(doubt, None);
    }
}
