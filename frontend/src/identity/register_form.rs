//! First step of registering: what stands on the identity document, and by what the record is found.

use crate::api::failure::of_code;
use crate::api::{Api, Failure};
use crate::format;
use crate::identity::{kept, proof};
use crate::react::{dynamic, effect, when};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Tone, checkbox, error_summary, page_heading, submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::identity_number::doubt;
use motcua_shared::identity::person::{parse_email, parse_insurance_number, parse_name};
use motcua_shared::identity::registration::{FlowStarted, Register, RegistrationMethod};
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// What was typed, as this tab keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// CMND or CCCD.
    pub identity_number: String,
    /// Name.
    pub name: String,
    /// Day of birth.
    pub birth_date: String,
    /// Phone, insurance number or account.
    pub record: String,
    /// E-mail.
    pub email: String,
}

/// Where this tab keeps what was typed.
pub const fn key(method: RegistrationMethod) -> &'static str {
    match method {
        RegistrationMethod::Phone => "register-phone-form",
        RegistrationMethod::Insurance => "register-insurance-form",
        RegistrationMethod::Post => "register-post-form",
    }
}

#[derive(Clone, Copy)]
struct Form {
    identity_number: RwSignal<String>,
    name: RwSignal<String>,
    birth_date: RwSignal<String>,
    record: RwSignal<String>,
    email: RwSignal<String>,
    confirmed: RwSignal<bool>,
}

impl Form {
    fn new(typed: Typed) -> Self {
        Self {
            identity_number: RwSignal::new(typed.identity_number),
            name: RwSignal::new(typed.name),
            birth_date: RwSignal::new(typed.birth_date),
            record: RwSignal::new(typed.record),
            email: RwSignal::new(typed.email),
            confirmed: RwSignal::new(false),
        }
    }

    /// Tracks.
    fn typed(self) -> Typed {
        Typed {
            identity_number: self.identity_number.get(),
            name: self.name.get(),
            birth_date: self.birth_date.get(),
            record: self.record.get(),
            email: self.email.get(),
        }
    }
}

/// The form.
pub fn view(method: RegistrationMethod, started: Callback<FlowStarted>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let form = Form::new(kept::read(key(method)).unwrap_or_default());
    let busy = RwSignal::new(false);
    let doubtful = RwSignal::new(None::<ErrorCode>);
    let outcome = RwSignal::new(None::<ErrorCode>);
    effect(move || kept::write(key(method), Some(&form.typed())));

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        outcome.set(None);
        let typed = untrack(|| form.typed());
        let (wrong, doubt) = check(method, &typed, form.confirmed.get_untracked());
        for (field, code) in wrong {
            errors.mark(field, of_code(code, lang));
        }
        if let Some(code) = doubt {
            errors.mark("confirmed", of_code(code, lang));
            doubtful.set(Some(code));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let confirmed = form.confirmed.get_untracked();
        spawn_local(async move {
            let answer = send(api, method, typed, confirmed).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(flow) => started.run(flow),
                Err(failure) => {
                    let _ = outcome.try_set(Some(failure.code));
                    errors.show_failure(&failure, lang, str::to_owned);
                }
            }
        });
    };
    let confirm = move || {
        let question = doubtful.get().map(|code| of_code(code, lang)).unwrap_or_default();
        view! {
            <div class="verdict warn">
                <p>{question}</p>
                {checkbox("confirmed", text::identity::confirmed(lang), "", form.confirmed)}
            </div>
        }
        .into_any()
    };
    view! {
        {error_summary(errors)}
        {page_heading(title(method, lang))}
        {dynamic(move || outcome.get().map(|code| what_to_do(code, method, lang)))}
        <form class="card stack" novalidate=true on:submit=submit>
            {fields(method, form, errors)}
            {when(move || doubtful.with(Option::is_some), confirm)}
            <p class="hint">{text::identity::proof_hint(lang)}</p>
            {submit_button(text::identity::next(lang), text::identity::proving(lang), busy)}
        </form>
    }
    .into_any()
}

fn fields(method: RegistrationMethod, form: Form, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let number = Field {
        hint: text::identity::number_hint(lang),
        autocomplete: "username",
        inputmode: "numeric",
        ..Field::new("identity_number", text::identity::number(lang))
    };
    let name = Field {
        hint: text::identity::name_hint(lang),
        autocomplete: "name",
        ..Field::new("name", text::identity::name(lang))
    };
    let birth_date = Field {
        hint: text::identity::birth_date_hint(lang),
        autocomplete: "bday",
        inputmode: "numeric",
        class: "short",
        ..Field::new("birth_date", text::identity::birth_date(lang))
    };
    let email = Field {
        optional: true,
        kind: "email",
        autocomplete: "email",
        inputmode: "email",
        ..Field::new("email", text::identity::email(lang))
    };
    let record = match method {
        RegistrationMethod::Phone => Field {
            hint: text::identity::phone_hint(lang),
            kind: "tel",
            autocomplete: "tel",
            inputmode: "tel",
            ..Field::new("record", text::identity::phone(lang))
        },
        RegistrationMethod::Insurance => Field {
            hint: text::identity::insurance_hint(lang),
            inputmode: "numeric",
            ..Field::new("record", text::identity::insurance(lang))
        },
        RegistrationMethod::Post => Field {
            hint: text::identity::post_hint(lang),
            ..Field::new("record", text::identity::post(lang))
        },
    };
    view! {
        {text_field(form.identity_number, errors, number)}
        {text_field(form.name, errors, name)}
        {text_field(form.birth_date, errors, birth_date)}
        {text_field(form.record, errors, record)}
        {text_field(form.email, errors, email)}
    }
    .into_any()
}

async fn send(
    api: Api,
    method: RegistrationMethod,
    typed: Typed,
    confirmed: bool,
) -> Result<FlowStarted, Failure> {
    let request = Register {
        method,
        birth_date: format::parse_day(&typed.birth_date),
        identity_number: typed.identity_number,
        name: typed.name,
        record: typed.record,
        email: Some(typed.email).filter(|email| !email.trim().is_empty()),
        confirmed,
        proof: proof::solve(api).await?,
    };
    let answer = api.post(path::REGISTRATIONS, &request, None).await;
    match answer {
        // The same request is harmless: it finds the flow that it began.
        Err(failure) if failure.code == ErrorCode::NoConnection => {
            api.post(path::REGISTRATIONS, &request, None).await
        }
        answer => answer,
    }
}

/// What is wrong with single fields, and what should be looked at again.
fn check(
    method: RegistrationMethod,
    typed: &Typed,
    confirmed: bool,
) -> (Vec<(&'static str, ErrorCode)>, Option<ErrorCode>) {
    let mut wrong = Vec::new();
    let number = parse_identity_number(&typed.identity_number);
    let born = match typed.birth_date.trim() {
        "" => Err(ErrorCode::Required),
        text => format::parse_day(text).ok_or(ErrorCode::NotADate),
    };
    let record = match method {
        RegistrationMethod::Phone => parse_phone(&typed.record),
        RegistrationMethod::Insurance => parse_insurance_number(&typed.record),
        RegistrationMethod::Post if typed.record.trim().is_empty() => Err(ErrorCode::Required),
        RegistrationMethod::Post => Ok(String::new()),
    };
    let found = [
        ("identity_number", number.as_ref().err().copied()),
        ("name", parse_name(&typed.name).err()),
        ("birth_date", born.err()),
        ("record", record.err()),
        ("email", parse_email(&typed.email).err()),
    ];
    for (field, code) in found {
        wrong.extend(code.map(|code| (field, code)));
    }
    let doubt = match (number, born) {
        (Ok(number), Ok(born)) if !confirmed => doubt(&number, born),
        _ => None,
    };
    (wrong, doubt)
}

fn title(method: RegistrationMethod, lang: Lang) -> &'static str {
    match method {
        RegistrationMethod::Phone => text::identity::by_phone_title(lang),
        RegistrationMethod::Insurance => text::identity::by_insurance_title(lang),
        RegistrationMethod::Post => text::identity::by_post_title(lang),
    }
}

/// The ways on from a refusal that is no fault of a field.
fn what_to_do(code: ErrorCode, method: RegistrationMethod, lang: Lang) -> AnyView {
    let by_phone = method == RegistrationMethod::Phone;
    match code {
        ErrorCode::AlreadyRegistered => {
            let ways = view! {
                <ul>
                    <li><a href="/quen-mat-khau">{text::identity::forgot(lang)}</a></li>
                    <li><a href="/dang-ky/khong-phai-toi">{text::identity::not_mine(lang)}</a></li>
                    <li>{text::identity::desk(lang)}</li>
                </ul>
            };
            boxed(verdict(Tone::Warn, text::identity::already_title(lang), ways))
        }
        ErrorCode::SubscriberMismatch if by_phone => {
            let ways = view! {
                <ul>
                    <li>{text::identity::mismatch_check(lang)}</li>
                    <li>{text::identity::mismatch_sms(lang)}</li>
                    <li>{text::identity::mismatch_shop(lang)}</li>
                    <li>{text::identity::desk(lang)}</li>
                </ul>
            };
            boxed(verdict(Tone::Warn, text::identity::what_to_do(lang), ways))
        }
        _ => ().into_any(),
    }
}

fn boxed(content: AnyView) -> AnyView {
    view! { <div class="gap-below">{content}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            identity_number: "001 099 000 011".to_owned(),
            name: "Lê Văn Mới".to_owned(),
            birth_date: "31/1/1999".to_owned(),
            record: "0912 000 011".to_owned(),
            email: String::new(),
        }
    }

    #[test]
    fn what_is_sound_has_no_errors() {
        assert_eq!(check(RegistrationMethod::Phone, &typed(), false), (vec![], None));
    }

    #[test]
    fn every_wrong_field_is_named_and_a_doubt_is_a_question() {
        let (wrong, doubt) = check(RegistrationMethod::Insurance, &Typed::default(), false);
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["identity_number", "name", "birth_date", "record"]);
        assert_eq!(doubt, None);
        let other = Typed {
            birth_date: "31/1/1989".to_owned(),
            ..typed()
        };
        let (wrong, doubt) = check(RegistrationMethod::Phone, &other, false);
        assert_eq!((wrong, doubt), (vec![], Some(ErrorCode::BirthYearDoubtful)));
        assert_eq!(check(RegistrationMethod::Phone, &other, true), (vec![], None));
    }
}
