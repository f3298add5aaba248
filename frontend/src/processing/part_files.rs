//! The papers of a dossier and its results, each opened in place when asked for.

use crate::format;
use crate::react::dynamic;
use crate::signature::describe;
use crate::state::lang;
use crate::ui::pdf_view::{Shown, pdf_view};
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::filing::dto::{Attachment, DossierComponent, DossierView};
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, DossierResult};
use motcua_shared::text::{self, Lang};

/// What was filed.
pub fn components(dossier: &DossierView) -> AnyView {
    let lang = lang::current();
    let component = |component: &DossierComponent| {
        let body = match &component.attachment {
            Some(attachment) => {
                let address = path::dossier_file(dossier.id, &component.component_id);
                attached(component, attachment, address, lang)
            }
            None => view! { <p class="muted">{text::processing::component_none(lang)}</p> }.into_any(),
        };
        view! {
            <li class="filed-part">
                <h3>{component.name.clone()}</h3>
                {body}
            </li>
        }
        .into_any()
    };
    let all: Vec<AnyView> = dossier.components.iter().map(component).collect();
    view! {
        <section class="card">
            <h2>{text::processing::components(lang)}</h2>
            <p class="hint">{text::processing::components_hint(lang)}</p>
            <ol class="filed-parts">{all}</ol>
        </section>
    }
    .into_any()
}

fn attached(component: &DossierComponent, attachment: &Attachment, address: String, lang: Lang) -> AnyView {
    let from = match attachment.paper_id {
        Some(_) => text::processing::from_vault(lang),
        None => text::processing::from_device(lang),
    };
    let judged = match component.verdict_today {
        Some(today) => Some((today, component.lacks_revocation_today)),
        None => attachment.verdict.map(|then| (then, attachment.lacks_revocation)),
    };
    let signature = match judged {
        Some((verdict, lacks_revocation)) => {
            let (tone, label) = describe::tag(verdict, lacks_revocation, lang);
            tag(tone, label)
        }
        None => tag(Tone::Plain, text::processing::not_signed(lang)),
    };
    let signer = attachment.signed_by.as_ref().map(|name| {
        let signed = text::processing::signed_by(lang, name);
        let day = attachment.signed_at.map(|at| format!(", {}", at.vietnam_day()));
        view! { <span class="hint">{signed} {day}</span> }
    });
    let line = format!(
        "{} · {} · {from}",
        attachment.file_name,
        format::size(attachment.size, lang)
    );
    // A picture has no signature that could be judged, and the browser shows it by itself.
    let is_pdf = attachment.verdict.is_some();
    view! {
        <p class="file-line">{line}</p>
        <p class="row">{signature} {signer}</p>
        {component.verdict_note.clone().map(|note| view! { <p>{note}</p> })}
        {opener(address, attachment.file_name.clone(), &component.name, is_pdf)}
    }
    .into_any()
}

/// Buttons that show a file below them, and save it.
pub(super) fn opener(address: String, name: String, context: &str, is_pdf: bool) -> AnyView {
    let lang = lang::current();
    let open = RwSignal::new(false);
    let see = match is_pdf {
        true => {
            let context = context.to_owned();
            view! {
                <button
                    type="button"
                    class="btn quiet"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || match open.get() {
                        true => text::processing::hide(lang),
                        false => text::processing::see(lang),
                    }}
                    <span class="unseen">" – " {context}</span>
                </button>
            }
            .into_any()
        }
        false => view! {
            <a
                class="btn quiet"
                href=format!("{address}?view=true")
                target="_blank"
                rel="noopener"
                aria-label=text::processing::see_label(lang, context)
            >
                {text::processing::see(lang)}
            </a>
        }
        .into_any(),
    };
    let shown = Shown {
        address: format!("{address}?view=true"),
        download: address.clone(),
        name: name.clone(),
    };
    view! {
        <p class="row">
            {see}
            <a
                rel="external"
                href=address
                download=name.clone()
                aria-label=text::processing::download_label(lang, name)
            >
                {text::processing::download(lang)}
            </a>
        </p>
        {dynamic(move || open.get().then(|| pdf_view(shown.clone())))}
    }
    .into_any()
}

/// What the dossier ended with.
pub fn results(desk: &DeskDossier) -> AnyView {
    let lang = lang::current();
    if desk.results.is_empty() {
        return ().into_any();
    }
    let id = desk.dossier.id;
    let result = |result: &DossierResult| {
        let address = path::desk_result_file(id, result.number);
        let place = match result.paper_id {
            Some(_) => tag(Tone::Ok, text::processing::in_vault(lang)),
            None => tag(Tone::Warn, text::processing::not_in_vault(lang)),
        };
        let mut line = format!("{} · {}", result.file_name, format::size(result.size, lang));
        if let Some(name) = &result.signed_by {
            line = format!("{line} · {}", text::processing::signed_by(lang, name));
        }
        view! {
            <li class="filed-part">
                <h3>{result.name.clone()}</h3>
                {result.summary.clone().map(|summary| view! { <p>{summary}</p> })}
                <p class="file-line">{line}</p>
                <p class="row">{place}</p>
                {opener(address, result.file_name.clone(), &result.name, true)}
            </li>
        }
        .into_any()
    };
    let all: Vec<AnyView> = desk.results.iter().map(result).collect();
    view! {
        <section class="card">
            <h2>{text::processing::results(lang)}</h2>
            <ol class="filed-parts">{all}</ol>
        </section>
    }
    .into_any()
}
