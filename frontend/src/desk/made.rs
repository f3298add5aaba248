//! An account that the desk made: what was typed, the files, and the citizen's way to a password.

use crate::api::Api;
use crate::desk::part_files::{file_row, shown};
use crate::desk::words;
use crate::format;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{FormErrors, Tone, error_summary, page_heading, verdict};
use leptos::prelude::*;
use motcua_shared::identity::desk::{AssistedView, DeskFileKind, Sex};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::time::read_day;
use wasm_bindgen_futures::spawn_local;

/// The page.
pub fn view(view: AssistedView, now: RwSignal<AssistedView>) -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let files = RwSignal::new(view.files.clone());
    let id = view.id;
    let form = view.form;
    let born = read_day(&form.birth_date).map(format::day);
    let sex = form.sex.map(|sex| match sex {
        Sex::Female => text::desk::sex_female(lang),
        Sex::Male => text::desk::sex_male(lang),
    });
    let made_at = view.made_at.map(|at| at.vietnam_minute()).unwrap_or_default();
    let said = view.comparison.map(|said| words::comparison(said, lang));
    let password_set = view.link.as_ref().is_some_and(|link| link.password_set);
    let link = view.link.map(|link| {
        if link.password_set {
            verdict(Tone::Ok, text::desk::made_set(lang), ())
        } else {
            let waiting =
                text::desk::made_waiting(lang, link.ends_at.vietnam_minute(), link.sent_at.vietnam_minute());
            let hint = view! {
                <p>{text::desk::made_hint(lang, link.ends_at.vietnam_minute())}</p>
                <p>{waiting}</p>
            };
            verdict(Tone::Ok, text::desk::made(lang, &form.name), hint)
        }
    });
    view! {
        <div class="narrow">
            <a class="back" href="/can-bo/tai-khoan">
                <span aria-hidden="true">"←"</span>
                {text::desk::back_list(lang)}
            </a>
            {error_summary(errors)}
            {page_heading(text::desk::made_title(lang))}
            <div role="status" class="gap-below">{link}</div>
            {when(move || !password_set, move || send_again(id, now, errors))}
            <section class="card stack gap-above">
                {facts(
                    false,
                    vec![
                        fact(text::desk::name(lang), form.name),
                        fact(text::desk::number(lang), form.identity_number),
                        fact(text::desk::birth_date(lang), born.unwrap_or(form.birth_date)),
                        fact(text::desk::sex(lang), sex),
                        fact(text::desk::phone(lang), form.phone),
                        fact(text::desk::email(lang), format::or_none(Some(&form.email), lang)),
                        fact(text::desk::address(lang), form.address),
                        fact(text::desk::comparison(lang), said),
                        fact(text::desk::scan(lang), dynamic(move || shown(id, DeskFileKind::Scan, files))),
                        fact(text::desk::officer(lang), view.officer),
                        fact(text::desk::unit(lang), view.unit),
                        fact(text::desk::made_at(lang), made_at),
                    ],
                )}
            </section>
            <section class="card stack gap-above">
                <h2>{text::desk::request_signed(lang)}</h2>
                <p>
                    <a href=path::desk_registration_part(id, "request") rel="external" download="">
                        {text::desk::request_download(lang)}
                    </a>
                </p>
                {file_row(id, DeskFileKind::Request, files, errors)}
            </section>
        </div>
    }
    .into_any()
}

fn send_again(id: motcua_shared::id::AssistedId, now: RwSignal<AssistedView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_registration_part(id, "link");
            let answer = api.post::<AssistedView>(&address, &(), None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    let _ = now.try_set(view);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <p>
            <button
                type="button"
                class="btn quiet"
                aria-disabled=move || busy.get().then_some("true")
                on:click=press
            >
                {move || if busy.get() { text::desk::link_sending(lang) } else { text::desk::link_again(lang) }}
            </button>
        </p>
    }
    .into_any()
}
