//! How originals come to the unit, and how the result is received.

use crate::filing::form::{Form, Then};
use crate::filing::model::Step;
use crate::filing::saving::Saving;
use crate::react::{effect, when};
use crate::ui::{Field, RadioChoice, Radios, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::DeliveryMethod;
use motcua_shared::filing::dto::SubmissionMethod;
use motcua_shared::filing::words as filing_words;
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
    let handing = saving.field("submission.method");
    let pickup = saving.field("submission.address");
    // Never asked twice: the filer's address stands there already.
    let known_address = StoredValue::new(known_address);
    let fill = move |chosen: RwSignal<String>, by_post: &'static str, place: RwSignal<String>| {
        effect(move || {
            let is_needed = chosen.with(|chosen| chosen == by_post) && place.with_untracked(String::is_empty);
            if let (true, Some(known)) = (is_needed, known_address.get_value()) {
                place.set(known);
            }
        });
    };
    fill(method, DeliveryMethod::ByPost.as_str(), address);
    fill(handing, SubmissionMethod::ByPost.as_str(), pickup);
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
    let address_field = move |id: &'static str, label: &'static str, value: RwSignal<String>| {
        let field = Field {
            hint: text::filing::delivery_address_hint(lang),
            autocomplete: "street-address",
            multiline: true,
            ..Field::new(id, label)
        };
        let input = text_field(value, form.errors, field);
        view! { <div class="under-radio">{input}</div> }.into_any()
    };
    let ways = SubmissionMethod::ALL.map(|way| way_of(way, lang)).to_vec();
    let collected = move || handing.with(|way| way == SubmissionMethod::ByPost.as_str());
    let for_another = form.draft.view.with_untracked(|view| view.for_another);
    let to_vault = move || for_another && method.with(|method| method == DeliveryMethod::Online.as_str());
    // Who stands at a desk has brought everything.
    let is_brought = form.draft.view.with_untracked(|view| view.desk.is_some());
    let handed_in = (!is_brought).then(|| {
        view! {
            <Radios
                id="submission.method"
                legend=text::filing::submission_title(lang)
                choices=Signal::stored(ways)
                value=handing
                errors=form.errors
            />
            {when(
                collected,
                move || address_field("submission.address", text::filing::submission_address(lang), pickup),
            )}
        }
    });
    let questions = view! {
        {handed_in}
        <Radios
            id="delivery.method"
            legend=text::filing::delivery_title(lang)
            choices=Signal::stored(choices)
            value=method
            errors=form.errors
        />
        {when(
            to_vault,
            move || view! { <p class="hint">{text::filing::delivery_owner_hint(lang)}</p> }.into_any(),
        )}
        {when(
            by_post,
            move || address_field("delivery.address", text::filing::delivery_address(lang), address),
        )}
    };
    form.page(submit, questions.into_any())
}

fn way_of(way: SubmissionMethod, lang: Lang) -> RadioChoice {
    let hint = match way {
        SubmissionMethod::Online => text::filing::submission_online_hint(lang),
        SubmissionMethod::AtUnit => text::filing::submission_at_unit_hint(lang),
        SubmissionMethod::ByPost => text::filing::submission_by_post_hint(lang),
        SubmissionMethod::AtDesk => "",
    };
    RadioChoice {
        value: way.as_str().to_owned(),
        label: filing_words::submission(way, lang).to_owned(),
        hint: hint.to_owned(),
    }
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
