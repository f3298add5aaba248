//! Taking a dossier back: at once, or by asking its unit. Folded away, and asked once more before it ends for good.

use crate::api::Api;
use crate::state::lang;
use crate::ui::{Dialog, Field, FormErrors, Tone, error_summary, quiet_submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::withdrawal::{WithdrawDossier, WithdrawalWay};
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// What became of asking for it, and of a fee that was paid once the dossier ended without a result.
pub fn standing(course: &Course) -> AnyView {
    let lang = lang::current();
    if let Some(sentence) = &course.fee_after_end {
        return verdict(Tone::Warn, sentence.clone(), ());
    }
    let Some(withdrawal) = &course.withdrawal else {
        return ().into_any();
    };
    if withdrawal.is_open {
        let time = withdrawal.asked_at.vietnam_minute();
        return verdict(Tone::Plain, text::dossier::withdrawal_waits(lang, time), ());
    }
    // While the dossier goes on; afterwards the timeline has it.
    if withdrawal.is_declined && course.may_withdraw.is_some() {
        let answer = withdrawal.answer.clone().map(|answer| view! { <p>{answer}</p> });
        return verdict(Tone::Warn, text::dossier::withdrawal_declined(lang), answer);
    }
    ().into_any()
}

/// The way to it, where there is one; `done` reads the dossier again.
pub fn view(id: DossierId, code: &str, course: Course, done: Callback<()>) -> AnyView {
    let lang = lang::current();
    let Some(way) = course.may_withdraw else {
        return ().into_any();
    };
    let fee = course.fee_if_withdrawn;
    let fee_again = fee.clone();
    let api = Api::current();
    let (errors, busy, open) = (FormErrors::new(), RwSignal::new(false), RwSignal::new(false));
    let words = RwSignal::new(String::new());
    let go = move || {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        open.set(false);
        busy.set(true);
        let typed = words.get_untracked();
        let request = WithdrawDossier {
            way,
            words: (!typed.trim().is_empty()).then_some(typed),
        };
        spawn_local(async move {
            let address = path::dossier_withdrawal(id);
            let answer = api.post::<Course>(&address, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => done.run(()),
                Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
            }
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match way {
            WithdrawalWay::AtOnce => open.set(true),
            WithdrawalWay::Ask => go(),
        }
    };
    let (hint, label) = match way {
        WithdrawalWay::AtOnce => (
            text::dossier::withdraw_at_once(lang),
            text::dossier::withdraw(lang),
        ),
        WithdrawalWay::Ask => (
            text::dossier::withdraw_ask(lang),
            text::dossier::withdraw_request(lang),
        ),
    };
    let field = Field {
        hint: text::dossier::withdraw_words_hint(lang),
        multiline: true,
        optional: true,
        ..Field::new("words", text::dossier::withdraw_words(lang))
    };
    let sure = text::dossier::withdraw_sure(lang, code);
    let asked = move || {
        view! {
            <p>{text::dossier::withdraw_at_once(lang)}</p>
            {fee_again.clone().map(|fee| view! { <p>{fee}</p> })}
            <div class="row">
                <button type="button" class="btn" on:click=move |_| go()>
                    {text::dossier::withdraw(lang)}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                    {text::dossier::withdraw_keep(lang)}
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <details class="card gap-above">
            <summary>
                <h2>{text::dossier::withdraw_title(lang)}</h2>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{hint}</p>
                {fee.map(|fee| view! { <p>{fee}</p> })}
                {text_field(words, errors, field)}
                <p>{quiet_submit_button(label, text::dossier::withdrawing(lang), busy)}</p>
            </form>
        </details>
        <Dialog id="rut-ho-so" title=sure open=open>
            {asked()}
        </Dialog>
    }
    .into_any()
}
