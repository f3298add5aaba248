//! The result of one dossier: written, signed, sealed, given back.

use super::save::{Saving, Typed};
use super::{WAITING, form, sign, steps, words};
use crate::api::load;
use crate::dom::encode;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::pdf_view::{Shown, pdf_view};
use crate::ui::{
    FormErrors, Tone, copyable_code, empty, error_summary, load_view, page_heading, tag, verdict,
};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::drafting::{DraftingState, DraftingView};
use motcua_shared::text::{self, Lang};
use steps::Now;

/// `/can-bo/ho-so/:id/ket-qua`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<DraftingView>(move || {
        let id = encode(&id.get().unwrap_or_default());
        format!("{}/{id}/drafting", path::DESK_DOSSIERS)
    });
    let back = move || format!("/can-bo/ho-so/{}", encode(&id.get().unwrap_or_default()));
    view! {
        <a class="back" rel="external" href=back>
            <span aria-hidden="true">"←"</span>
            {text::drafting::back(lang)}
        </a>
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(view: DraftingView) -> AnyView {
    let lang = lang::current();
    let (code, has_templates) = (view.code.clone(), !view.templates.is_empty());
    let now = RwSignal::new(view);
    let head = view! {
        {page_heading(text::drafting::title(lang))}
        <p class="dossier-line">
            {copyable_code(code)}
            {dynamic(move || {
                let (tone, words) = now.with(|now| words::state(now.state, now.is_returned, lang));
                tag(tone, words)
            })}
        </p>
    };
    if !has_templates {
        return view! {
            {head}
            {empty(text::drafting::none(lang), text::drafting::none_hint(lang), ())}
        }
        .into_any();
    }
    // Only what changes the page as a whole: typing does not.
    let stage = Memo::new(move |_| {
        now.with(|now| {
            (
                now.state,
                now.is_returned,
                now.file.as_ref().map(|file| file.sha256.clone()),
            )
        })
    });
    let errors = FormErrors::new();
    view! {
        {head}
        {error_summary(errors)}
        {dynamic(move || {
            let (state, ..) = stage.get();
            errors.clear();
            let view = now.get_untracked();
            match state {
                DraftingState::Draft => draft(&view, (now, errors)),
                _ => paper(&view, (now, errors)),
            }
        })}
    }
    .into_any()
}

/// What is known of it.
fn about(view: &DraftingView, lang: Lang) -> AnyView {
    let mut entries = vec![
        fact(text::drafting::owner(lang), view.owner.clone()),
        fact(text::drafting::procedure(lang), view.procedure_name.clone()),
    ];
    entries.extend(
        view.number
            .clone()
            .map(|number| fact(text::drafting::number(lang), number)),
    );
    if view.state != DraftingState::Draft {
        entries.extend(
            view.issued_on
                .map(|day| fact(text::drafting::issued(lang), format::day(day))),
        );
        entries.extend(
            view.signer_name
                .clone()
                .map(|name| fact(text::drafting::signer(lang), name)),
        );
    }
    view! { <section class="card">{facts(false, entries)}</section> }.into_any()
}

fn draft(view: &DraftingView, (now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    if !view.may_write {
        return view! {
            {about(view, lang)}
            {verdict(Tone::Plain, text::drafting::not_now(lang), ())}
        }
        .into_any();
    }
    let typed = Typed::new(view);
    let saving = Saving::new(now, typed, errors);
    let given_back = view.given_back.as_ref().map(|back| {
        let title = match back.words.is_empty() {
            true => text::drafting::taken_back(lang, &back.by),
            false => text::drafting::given_back(lang, &back.by),
        };
        verdict(
            Tone::Warn,
            title,
            view! { <p class="pre">{back.words.clone()}</p> },
        )
    });
    view! {
        {given_back}
        <div class="case">
            <div class="stack">
                {form::fields(view, typed, saving, errors)}
                {preview(now, lang)}
            </div>
            <div class="stack">
                {about(view, lang)}
                {steps::hand_in(view, (now, errors), saving)}
            </div>
        </div>
    }
    .into_any()
}

/// The paper as it would be drawn now; anew with every change that was kept.
fn preview(now: Now, lang: Lang) -> AnyView {
    let open = RwSignal::new(false);
    let id = now.with_untracked(|now| now.dossier_id);
    let version = Memo::new(move |_| now.with(|now| now.version));
    let shown = move || {
        (open.get() && version.get() > 0).then(|| {
            let address = path::desk_drafting_part(id, "preview");
            pdf_view(Shown {
                address: format!("{address}?v={}", version.get()),
                download: address,
                name: text::drafting::preview_name(lang).to_owned(),
            })
        })
    };
    view! {
        <section class="card stack" hidden=move || version.get() == 0>
            <p>
                <button
                    type="button"
                    class="btn quiet"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || match open.get() {
                        true => text::drafting::preview_hide(lang),
                        false => text::drafting::preview(lang),
                    }}
                </button>
            </p>
            {dynamic(shown)}
        </section>
    }
    .into_any()
}

/// The file that is signed, and what is done with it next.
fn paper(view: &DraftingView, (now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    let address = path::desk_drafting_part(view.dossier_id, "file");
    let sha256 = view
        .file
        .as_ref()
        .map(|file| file.sha256.clone())
        .unwrap_or_default();
    let shown = Shown {
        address: format!("{address}?view=true&v={sha256}"),
        download: address,
        name: text::drafting::paper(lang).to_owned(),
    };
    view! {
        <div class="case">
            <section class="card stack">
                <h2>{text::drafting::paper(lang)}</h2>
                {pdf_view(shown)}
            </section>
            <div class="stack">
                {about(view, lang)}
                {next(view, (now, errors))}
            </div>
        </div>
    }
    .into_any()
}

fn next(view: &DraftingView, (now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    if view.is_returned {
        let hint = view! { <p>{text::drafting::done_hint(lang)}</p> };
        return view! {
            <div role="status">{verdict(Tone::Ok, text::drafting::done(lang), hint)}</div>
            {more(lang)}
        }
        .into_any();
    }
    let may_reopen = view.may_write || (view.may_sign && view.state == DraftingState::HandedIn);
    let by_signer = view.may_sign && view.state == DraftingState::HandedIn;
    let act = match view.state {
        DraftingState::HandedIn if view.may_sign => sign::sign((now, errors)),
        DraftingState::HandedIn => {
            let name = view.signer_name.clone().unwrap_or_default();
            verdict(Tone::Plain, text::drafting::waits_signer(lang, name), ())
        }
        DraftingState::Signed if view.may_write => sign::sign((now, errors)),
        DraftingState::Signed => view! {
            <div role="status">{verdict(Tone::Ok, text::drafting::waits_seal(lang), ())}</div>
            {more(lang)}
        }
        .into_any(),
        DraftingState::Sealed if view.may_write => steps::give_back((now, errors)),
        _ => verdict(Tone::Plain, text::drafting::state_sealed(lang), ()),
    };
    view! {
        {act}
        {may_reopen.then(|| steps::reopen((now, errors), by_signer))}
    }
    .into_any()
}

/// On to what else waits.
fn more(lang: Lang) -> AnyView {
    view! { <p><a class="btn quiet" href=WAITING>{text::drafting::next(lang)}</a></p> }.into_any()
}
