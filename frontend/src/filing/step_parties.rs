//! Step 2: who files, and whose matter it is.

use crate::filing::draft::Draft;
use crate::filing::form::{Form, Then};
use crate::filing::model::{Step, same_party};
use crate::react::when;
use crate::state::session;
use crate::ui::facts::{fact, facts};
use crate::ui::{Field, RadioChoice, Radios, text_field};
use leptos::prelude::*;
use motcua_shared::filing::dto::{ChangeDraft, Party};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::text::{self, Lang};

const SAME: &str = "same";
const OTHER: &str = "other";

/// What is typed about a party.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    identifier: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    address: RwSignal<String>,
}

impl Typed {
    fn new(party: &Party) -> Self {
        Self {
            name: RwSignal::new(party.name.clone()),
            identifier: RwSignal::new(party.identifier.clone()),
            phone: RwSignal::new(party.phone.clone()),
            email: RwSignal::new(party.email.clone().unwrap_or_default()),
            address: RwSignal::new(party.address.clone().unwrap_or_default()),
        }
    }

    fn party(self) -> Party {
        let some =
            |field: RwSignal<String>| Some(field.get_untracked()).filter(|text| !text.trim().is_empty());
        Party {
            name: self.name.get_untracked(),
            identifier: self.identifier.get_untracked(),
            phone: self.phone.get_untracked(),
            email: some(self.email),
            address: some(self.address),
        }
    }
}

/// The page.
pub fn view(draft: Draft) -> AnyView {
    let form = Form::new(draft, Step::Parties);
    let lang = form.lang;
    let (filer, owner) = draft
        .view
        .with_untracked(|view| (view.filer.clone(), view.owner.clone()));
    let same = same_party(&filer, &owner);
    let whose = RwSignal::new(if same { SAME } else { OTHER }.to_owned());
    let filer_typed = Typed::new(&filer);
    let owner_typed = Typed::new(&if same { Party::default() } else { owner });
    let submit = Callback::new(move |(then,): (Then,)| {
        let filer = filer_typed.party();
        let owner = if whose.with_untracked(|whose| whose == SAME) {
            filer.clone()
        } else {
            owner_typed.party()
        };
        let edit = ChangeDraft {
            filer: Some(filer),
            owner: Some(owner),
            ..ChangeDraft::default()
        };
        form.save(Some(edit), then);
    });
    let choice = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let choices = vec![
        choice(SAME, &text::filing::owner_same(lang, &filer.name)),
        choice(OTHER, text::filing::owner_other(lang)),
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
                id="owner"
                legend=text::filing::owner_question(lang)
                choices=Signal::stored(choices)
                value=whose
                errors=form.errors
            />
            {when(move || whose.with(|whose| whose == OTHER), move || owner_fields(owner_typed, form))}
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

fn owner_fields(typed: Typed, form: Form) -> AnyView {
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
            {contact("owner", typed, form)}
        </div>
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
            hint: text::filing::phone_hint(lang),
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
