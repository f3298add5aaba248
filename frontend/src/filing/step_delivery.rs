//! Step 4: how the result is received.

use crate::filing::draft::Draft;
use crate::filing::form::{Form, Then};
use crate::filing::kept;
use crate::filing::model::Step;
use crate::react::when;
use crate::ui::{Field, RadioChoice, Radios, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::DeliveryMethod;
use motcua_shared::filing::dto::{ChangeDraft, Delivery};
use motcua_shared::text::{self, Lang};

/// The page.
pub fn view(draft: Draft) -> AnyView {
    let form = Form::new(draft, Step::Delivery);
    let lang = form.lang;
    let (methods, saved, known_address) = draft.view.with_untracked(|view| {
        (
            view.procedure.definition.delivery.clone(),
            view.delivery.clone(),
            view.filer.address.clone(),
        )
    });
    let only = match methods.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let chosen = saved.as_ref().map(|saved| saved.method).or(only);
    let method = kept::field(
        draft,
        "delivery.method",
        chosen.map(value).unwrap_or_default().to_owned(),
    );
    // Never asked twice: the filer's address stands here already.
    let address = saved.and_then(|saved| saved.address).or(known_address);
    let address = RwSignal::new(address.unwrap_or_default());
    let choices: Vec<RadioChoice> = methods.iter().map(|method| choice(*method, lang)).collect();
    let submit = Callback::new(move |(then,)| {
        let picked = methods
            .iter()
            .copied()
            .find(|known| method.with_untracked(|method| method == value(*known)));
        let delivery = picked.map(|method| Delivery {
            method,
            address: (method == DeliveryMethod::ByPost).then(|| address.get_untracked()),
        });
        form.errors.clear();
        if then == Then::GoOn && delivery.is_none() {
            form.errors
                .mark("delivery.method", text::filing::delivery_needed(lang).to_owned());
            form.errors.show();
            return;
        }
        form.save(
            delivery.map(|delivery| ChangeDraft {
                delivery: Some(delivery),
                ..ChangeDraft::default()
            }),
            then,
        );
    });
    let by_post = move || method.with(|method| method == value(DeliveryMethod::ByPost));
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

/// The value of the radio button.
const fn value(method: DeliveryMethod) -> &'static str {
    match method {
        DeliveryMethod::Online => "online",
        DeliveryMethod::AtUnit => "at-unit",
        DeliveryMethod::ByPost => "by-post",
    }
}

fn choice(method: DeliveryMethod, lang: Lang) -> RadioChoice {
    let hint = match method {
        DeliveryMethod::Online => text::filing::delivery_online_hint(lang),
        DeliveryMethod::AtUnit => text::filing::delivery_at_unit_hint(lang),
        DeliveryMethod::ByPost => text::filing::delivery_by_post_hint(lang),
    };
    RadioChoice {
        value: value(method).to_owned(),
        label: words::delivery(method, lang).to_owned(),
        hint: hint.to_owned(),
    }
}
