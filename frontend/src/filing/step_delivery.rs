//! How the result is received.

use crate::filing::form::{Form, Then};
use crate::filing::model::Step;
use crate::filing::saving::Saving;
use crate::react::{effect, when};
use crate::ui::{Field, RadioChoice, Radios, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::DeliveryMethod;
use motcua_shared::text::{self, Lang};

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Delivery);
    let lang = form.lang;
    let (methods, known_address) = form.draft.view.with_untracked(|view| {
        let definition = &view.procedure.definition;
        (definition.delivery.clone(), view.filer.address.clone())
    });
    let method = saving.field("delivery.method");
    if let ([only], true) = (methods.as_slice(), method.with_untracked(String::is_empty)) {
        method.set(only.as_str().to_owned());
    }
    let address = saving.field("delivery.address");
    // Never asked twice: the filer's address stands here already.
    effect(move || {
        let is_needed = method.with(|method| method == DeliveryMethod::ByPost.as_str());
        if let (true, Some(known)) = (
            is_needed && address.with_untracked(String::is_empty),
            &known_address,
        ) {
            address.set(known.clone());
        }
    });
    let choices: Vec<RadioChoice> = methods.iter().map(|method| choice(*method, lang)).collect();
    let submit = Callback::new(move |(then,)| {
        form.errors.clear();
        if then == Then::GoOn && method.with_untracked(String::is_empty) {
            form.errors
                .mark("delivery.method", text::filing::delivery_needed(lang).to_owned());
            form.errors.show();
            return;
        }
        form.save(then);
    });
    let by_post = move || method.with(|method| method == DeliveryMethod::ByPost.as_str());
    let address_field = move || {
        let field = Field {
            hint: text::filing::delivery_address_hint(lang),
            autocomplete: "street-address",
            multiline: true,
            ..Field::new("delivery.address", text::filing::delivery_address(lang))
        };
        let input = text_field(address, form.errors, field);
        view! { <div class="under-radio">{input}</div> }.into_any()
    };
    let questions = view! {
        <Radios
            id="delivery.method"
            legend=text::filing::delivery_question(lang)
            choices=Signal::stored(choices)
            value=method
            errors=form.errors
        />
        {when(by_post, address_field)}
    };
    form.page(submit, questions.into_any())
}

fn choice(method: DeliveryMethod, lang: Lang) -> RadioChoice {
    let hint = match method {
        DeliveryMethod::Online => text::filing::delivery_online_hint(lang),
        DeliveryMethod::AtUnit => text::filing::delivery_at_unit_hint(lang),
        DeliveryMethod::ByPost => text::filing::delivery_by_post_hint(lang),
    };
    RadioChoice {
        value: method.as_str().to_owned(),
        label: words::delivery(method, lang).to_owned(),
        hint: hint.to_owned(),
    }
}
