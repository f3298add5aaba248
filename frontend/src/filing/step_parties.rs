//! Step 2: who files, and whose matter it is.

use crate::filing::form::{Form, Then};
use crate::filing::model::Step;
use crate::filing::saving::Saving;
use crate::react::{dynamic, when};
use crate::state::session;
use crate::ui::facts::{fact, facts};
use crate::ui::{Field, RadioChoice, Radios, text_field};
use leptos::prelude::*;
use motcua_shared::filing::acting::Ground;
use motcua_shared::filing::dto::Party;
use motcua_shared::filing::words;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::text::{self, Lang};

/// What is typed about a party.
#[derive(Clone, Copy)]
struct Typed {
    phone: RwSignal<String>,
    email: RwSignal<String>,
    address: RwSignal<String>,
}

impl Typed {
    fn new(saving: Saving, whose: &str) -> Self {
        let field = |part: &str| saving.field(format!("{whose}.{part}"));
        Self {
            phone: field("phone"),
            email: field("email"),
            address: field("address"),
        }
    }
}

/// What is typed about somebody else whose matter it is.
#[derive(Clone, Copy)]
struct Other {
    name: RwSignal<String>,
    identifier: RwSignal<String>,
    contact: Typed,
    ground: RwSignal<String>,
    note: RwSignal<String>,
}

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Parties);
    let lang = form.lang;
    let filer = form.draft.view.with_untracked(|view| view.filer.clone());
    let whose = saving.field("for_another");
    let filer_typed = Typed::new(saving, "filer");
    let other = Other {
        name: saving.field("owner.name"),
        identifier: saving.field("owner.identifier"),
        contact: Typed::new(saving, "owner"),
        ground: saving.field("acting.ground"),
        note: saving.field("acting.note"),
    };
    let submit = Callback::new(move |(then,): (Then,)| form.save(then));
    let choice = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let choices = vec![
        choice("false", &text::filing::owner_same(lang, &filer.name)),
        choice("true", text::filing::owner_other(lang)),
    ];
    let questions = view! {
        <fieldset class="card stack">
            <legend class="card-title">{text::filing::filer(lang)}</legend>
            {known(&filer, lang)}
            {contact("filer", filer_typed, form)}
        </fieldset>
        <fieldset class="card stack">
            <legend class="card-title">{text::filing::owner(lang)}</legend>
            <Radios
                id="for_another"
                legend=text::filing::owner_question(lang)
                choices=Signal::stored(choices)
                value=whose
                errors=form.errors
            />
            {when(move || whose.with(|whose| whose == "true"), move || owner_fields(other, form))}
        </fieldset>
    };
    form.page(submit, questions.into_any())
}

/// What the account is known by; it is not changed here.
fn known(party: &Party, lang: Lang) -> AnyView {
    let entries = vec![
        fact(text::filing::name(lang), party.name.clone()),
        fact(text::filing::identifier(lang), party.identifier.clone()),
    ];
    view! {
        {facts(false, entries)}
        <p class="hint">{text::filing::filer_hint(lang)}</p>
    }
    .into_any()
}

fn owner_fields(typed: Other, form: Form) -> AnyView {
    let lang = form.lang;
    let is_citizen = session::current()
        .known
        .with_untracked(|known| match known {
            session::Known::View(view) => view.account.as_ref().map(|account| account.kind),
            _ => None,
        })
        .is_none_or(|kind| kind == AccountKind::Citizen);
    let (hint, keyboard) = if is_citizen {
        (text::filing::identifier_hint_citizen(lang), "numeric")
    } else {
        (text::filing::identifier_hint_body(lang), "text")
    };
    let identifier = text_field(
        typed.identifier,
        form.errors,
        Field {
            hint,
            inputmode: keyboard,
            ..Field::new("owner.identifier", text::filing::identifier(lang))
        },
    );
    view! {
        <div class="stack">
            {text_field(typed.name, form.errors, Field::new("owner.name", text::filing::name(lang)))}
            {identifier}
            {contact("owner", typed.contact, form)}
            {ground(typed, form)}
        </div>
    }
    .into_any()
}

/// On which ground one files for another.
fn ground(typed: Other, form: Form) -> AnyView {
    let lang = form.lang;
    let choice = |ground: Ground| RadioChoice {
        value: ground.as_str().to_owned(),
        label: words::ground(ground, lang).to_owned(),
        // What it asks for is on another page.
        hint: match ground {
            Ground::Authorised => text::filing::ground_authorised_hint(lang),
            Ground::Guardian => text::filing::ground_guardian_hint(lang),
            _ => "",
        }
        .to_owned(),
    };
    let choices: Vec<RadioChoice> = Ground::ALL.into_iter().map(choice).collect();
    let is_other = move || typed.ground.with(|ground| ground == Ground::Other.as_str());
    let note = dynamic(move || {
        let is_other = is_other();
        let label = match is_other {
            true => text::filing::ground_note_other(lang),
            false => text::filing::ground_note(lang),
        };
        let field = Field {
            optional: !is_other,
            ..Field::new("acting.note", label)
        };
        text_field(typed.note, form.errors, field)
    });
    view! {
        <Radios
            id="acting.ground"
            legend=text::filing::ground_question(lang)
            choices=Signal::stored(choices)
            value=typed.ground
            errors=form.errors
        />
        {note}
    }
    .into_any()
}

fn contact(whose: &'static str, typed: Typed, form: Form) -> AnyView {
    let lang = form.lang;
    // What the browser knows is about the one who sits in front of it.
    let known = |field: &'static str| if whose == "filer" { field } else { "off" };
    let phone = text_field(
        typed.phone,
        form.errors,
        Field {
            hint: match whose {
                "filer" => text::filing::phone_hint(lang),
                _ => text::filing::owner_phone_hint(lang),
            },
            optional: whose != "filer",
            kind: "tel",
            inputmode: "tel",
            autocomplete: known("tel"),
            class: "short",
            ..Field::new(format!("{whose}.phone"), text::filing::phone(lang))
        },
    );
    let email = text_field(
        typed.email,
        form.errors,
        Field {
            kind: "email",
            inputmode: "email",
            autocomplete: known("email"),
            optional: true,
            ..Field::new(format!("{whose}.email"), text::filing::email(lang))
        },
    );
    let address = text_field(
        typed.address,
        form.errors,
        Field {
            autocomplete: known("street-address"),
            optional: true,
            ..Field::new(format!("{whose}.address"), text::filing::address(lang))
        },
    );
    view! {
        {phone}
        {email}
        {address}
    }
    .into_any()
}
