//! "Phản ánh về kết quả giải quyết": what the dialog asks, with the letter's sentences and buttons.

use crate::api::client::new_key;
use crate::api::{Api, Loader};
use crate::dom;
use crate::feedback::words;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, UnitWords, error_summary, submit_button, text_field, unit_picker,
};
use leptos::prelude::*;
use motcua_shared::feedback::dto::{FeedbackReason, FeedbackView, PaperFeedback, SendFeedback};
use motcua_shared::id::{PaperId, UnitId};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// What was typed.
#[derive(Clone, Copy)]
struct Typed {
    reason: RwSignal<String>,
    explanation: RwSignal<String>,
    page: RwSignal<String>,
    unit: RwSignal<String>,
}

impl Typed {
    /// The reason, if nothing is missing. What is missing is said beside its field, and the first such field has the focus: the
    /// dialog is small, and a list on top of it would only repeat what stands below.
    fn checked(self, known: &PaperFeedback, errors: FormErrors) -> Option<FeedbackReason> {
        let lang = lang::current();
        let reason = self.reason.with_untracked(|text| FeedbackReason::parse(text));
        let page = self.page.with_untracked(|text| text.trim().to_owned());
        let is_page = page.is_empty() || page.parse::<u32>().is_ok_and(|page| page > 0);
        let has_unit = known.unit.is_some() || self.unit.with_untracked(|id| UnitId::parse(id).is_some());
        let missing = [
            ("reason", reason.is_none(), text::feedback::reason_missing(lang)),
            ("page", !is_page, text::refusal::not_a_page(lang)),
            ("unit_id", !has_unit, text::feedback::unit_missing(lang)),
        ];
        let missing = missing.into_iter().filter(|(_, is_missing, _)| *is_missing);
        for (field, _, sentence) in missing.clone() {
            errors.mark(field, sentence.to_owned());
        }
        match missing.map(|(field, ..)| field).next() {
            Some(first) => dom::focus(first),
            None => return reason,
        }
        None
    }

    fn request(self, reason: FeedbackReason, known: &PaperFeedback) -> SendFeedback {
        let page = self.page.get_untracked();
        let page = page.trim();
        let explanation = self.explanation.get_untracked();
        SendFeedback {
            version: known.version,
            file_version: known.file_version,
            reason,
            explanation: (!explanation.trim().is_empty()).then_some(explanation),
            // What is no number is no page; the server says so in its words.
            page: (!page.is_empty()).then(|| page.parse().unwrap_or(0)),
            unit_id: UnitId::parse(&self.unit.get_untracked()),
        }
    }
}

/// The form inside the dialog.
pub fn view(
    id: PaperId,
    known: PaperFeedback,
    asked: Loader<PaperFeedback>,
    open: RwSignal<bool>,
    said: RwSignal<Option<String>>,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let typed = Typed {
        reason: RwSignal::new(String::new()),
        explanation: RwSignal::new(String::new()),
        page: RwSignal::new(String::new()),
        unit: RwSignal::new(String::new()),
    };
    // One for this opening of the dialog: a repetition after a lost answer sends nothing twice.
    let key = StoredValue::new(new_key());
    let unit = unit_view(&known, typed.unit, errors);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some(reason) = typed.checked(&known, errors) else {
            return;
        };
        let request = typed.request(reason, &known);
        busy.set(true);
        spawn_local(async move {
            let answer = api
                .post::<FeedbackView>(&path::paper_feedback(id), &request, Some(&key.get_value()))
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(sent) => {
                    let _ = open.try_set(false);
                    let to = text::feedback::sent_said(lang, &sent.item.unit_name);
                    let _ = said.try_set(Some(format!("{to} {}", words::answer(&sent.item, lang))));
                    asked.retry();
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let choices: Vec<RadioChoice> = FeedbackReason::ALL
        .into_iter()
        .map(|reason| RadioChoice {
            value: reason.as_str().to_owned(),
            label: words::reason(reason, lang).to_owned(),
            hint: String::new(),
        })
        .collect();
    let explanation = Field {
        hint: text::feedback::explanation_hint(lang),
        optional: true,
        multiline: true,
        ..Field::new("explanation", text::feedback::explanation(lang))
    };
    let page = Field {
        optional: true,
        inputmode: "numeric",
        class: "short",
        ..Field::new("page", text::feedback::page(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            <Radios
                id="reason"
                legend=text::feedback::legend(lang)
                choices=choices
                value=typed.reason
                errors=errors
            />
            {text_field(typed.explanation, errors, explanation)}
            {text_field(typed.page, errors, page)}
            {unit}
            <div class="row">
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                    {text::feedback::close(lang)}
                </button>
                {submit_button(text::feedback::send(lang), text::feedback::sending(lang), busy)}
            </div>
        </form>
    }
    .into_any()
}

/// To whom it goes: known, or looked for.
fn unit_view(known: &PaperFeedback, chosen: RwSignal<String>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    if let Some(unit) = &known.unit {
        let words = text::feedback::to_known(lang, known.working_days, &unit.name);
        return view! {
            <p>
                <b>{text::feedback::to(lang)} ": "</b>
                {words}
            </p>
        }
        .into_any();
    }
    let words = UnitWords {
        search: [
            text::feedback::unit_search(lang),
            text::feedback::unit_search_hint(lang),
        ],
        none: text::feedback::unit_none(lang),
        unit: [
            text::feedback::unit(lang).to_owned(),
            text::feedback::unit_limit(lang, known.working_days),
        ],
    };
    unit_picker(
        path::FEEDBACK_UNITS,
        RwSignal::new(String::new()),
        chosen,
        errors,
        words,
    )
}
