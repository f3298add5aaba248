//! What can be done about one component: take from the vault, send from the device, photograph, look, change, remove,
//! stop, try again.

use crate::dom;
use crate::filing::draft::Act;
use crate::filing::part::{Part, element};
use crate::filing::transfer::Moving;
use crate::filing::wording::is_picture;
use crate::react::dynamic;
use crate::ui::FileButton;
use leptos::prelude::*;
use motcua_shared::filing::dto::Attachment;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::signature::report::Verdict;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

const SIGNED: &str = "application/pdf,.pdf";
const ANY: &str = "application/pdf,.pdf,image/jpeg,image/png";

/// What fits the state.
pub fn view(part: Part) -> AnyView {
    dynamic(move || {
        let attachment = part.state.get().and_then(|state| state.attachment);
        match (part.transfer.state.get(), attachment) {
            (Moving::Checking(_) | Moving::Sending(_), _) => stop(part),
            (Moving::Judging(_), _) => ().into_any(),
            (state, Some(attachment)) if !part.changing.get() && state == Moving::Idle => {
                attached(part, attachment)
            }
            (state, attachment) => choose(part, &state, attachment.is_some()),
        }
    })
}

fn name(part: Part) -> String {
    part.component.with_value(|component| component.name.clone())
}

/// Where a file for the component is signed with a token.
fn signing_page(part: Part) -> String {
    let component = part.component.with_value(|component| dom::encode(&component.id));
    format!("/ky-so?ho-so={}&thanh-phan={component}", part.form.draft.id)
}

/// Whether a token can be at hand: the agent that reads it runs on computers alone. Organisations see the way on a phone as well, to
/// go it at the computer of their office.
fn may_sign() -> bool {
    let kind = crate::state::session::current()
        .account()
        .map(|account| account.kind);
    !dom::is_touched() || matches!(kind, Some(AccountKind::Agency | AccountKind::Enterprise))
}

/// The pressed button is gone; its section takes the focus.
fn focus_section(part: Part) {
    dom::focus(&part.component.with_value(|component| element(&component.id)));
}

fn stop(part: Part) -> AnyView {
    let lang = part.form.lang;
    view! {
        <div class="actions">
            <button
                type="button"
                class="btn-link"
                aria-label=text::filing::stop_label(lang, name(part))
                on:click=move |_| {
                    part.target.stop();
                    focus_section(part);
                }
            >
                {text::filing::stop(lang)}
            </button>
        </div>
    }
    .into_any()
}

/// Look, change, remove.
fn attached(part: Part, attachment: Attachment) -> AnyView {
    let lang = part.form.lang;
    let draft = part.form.draft.id;
    let page = part
        .component
        .with_value(|component| match (attachment.paper_id, is_picture(&attachment)) {
            (Some(paper), _) if !part.form.draft.ground.is_desk => format!("/kho/{paper}/xem"),
            (_, true) => format!("/xem/nhap/{draft}/{}?anh=1", component.id),
            (_, false) => format!("/xem/nhap/{draft}/{}", component.id),
        });
    let look = view! {
        <a
            href=page
            target="_blank"
            rel="noopener"
            aria-label=text::filing::look_label(lang, &attachment.file_name)
        >
            {text::filing::look(lang)}
        </a>
    };
    // A file of the device that nobody signed yet.
    let is_unsigned = attachment.paper_id.is_none() && attachment.verdict == Some(Verdict::Unsigned);
    let sign = (is_unsigned && may_sign()).then(|| {
        view! {
            <a rel="external" href=signing_page(part) aria-label=text::filing::sign_label(lang, &attachment.file_name)>
                {text::filing::sign(lang)}
            </a>
        }
    });
    view! {
        <div class="actions">
            {look}
            {sign}
            <button
                type="button"
                class="btn-link"
                aria-label=text::filing::change_file_label(lang, name(part))
                on:click=move |_| {
                    part.changing.set(true);
                    focus_section(part);
                }
            >
                {text::filing::change_file(lang)}
            </button>
            <button
                type="button"
                class="btn-link"
                aria-label=text::filing::remove_file_label(lang, name(part))
                on:click=move |_| remove(part)
            >
                {text::filing::remove_file(lang)}
            </button>
        </div>
    }
    .into_any()
}

fn remove(part: Part) {
    let lang = part.form.lang;
    let id = part.component.with_value(|component| component.id.clone());
    let element = element(&id);
    spawn_local(async move {
        match part.form.draft.run(Act::Detach(id)).await {
            Ok(()) => dom::focus(&element),
            Err(failure) => part.form.errors.mark(&element, failure.sentence(lang)),
        }
    });
}

/// The ways to a file: vault first, then the device, then the camera where no signature is needed.
fn choose(part: Part, state: &Moving, has_one: bool) -> AnyView {
    let lang = part.form.lang;
    let (id, signed) = part
        .component
        .with_value(|component| (component.id.clone(), component.signature_required));
    let fitting = part
        .state
        .with_untracked(|state| state.as_ref().map_or(0, |state| state.fitting));
    let vault_class = if fitting > 0 && !has_one {
        "btn"
    } else {
        "btn quiet"
    };
    let choose = Callback::new(move |(file,)| {
        part.target.choose(file);
        // The button goes; what comes of the file is said in its section.
        focus_section(part);
    });
    let retry = matches!(state, Moving::Failed(..)).then(|| {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| part.target.retry()>
                {text::filing::try_again(lang)}
            </button>
        }
    });
    let camera = (!signed).then(|| {
        view! {
            <a
                class="btn quiet"
                rel="external"
                href=format!("/chup-giay-to?ho-so={}&thanh-phan={}", part.form.draft.id, dom::encode(&id))
            >
                {text::filing::photograph(lang)}
                <span class="unseen">" – " {name(part)}</span>
            </a>
        }
    });
    let sign = (signed && may_sign()).then(|| {
        view! {
            <a class="btn quiet" rel="external" href=signing_page(part)>
                {text::filing::sign(lang)}
                <span class="unseen">" – " {name(part)}</span>
            </a>
        }
    });
    let keep = (has_one || *state != Moving::Idle).then(|| {
        let keep = move |_| {
            part.changing.set(false);
            part.target.stop();
            focus_section(part);
        };
        view! {
            <button type="button" class="btn text" on:click=keep>
                {if has_one { text::filing::keep_file(lang) } else { text::filing::dismiss(lang) }}
            </button>
        }
    });
    let max_mb = crate::state::session::current().max_upload_bytes() / 1_000_000;
    let takes = if signed {
        text::filing::takes_signed(lang, max_mb)
    } else {
        text::filing::takes_any(lang, max_mb)
    };
    view! {
        <div class="row part-buttons">
            {retry}
            <button type="button" class=vault_class on:click=move |_| part.picker.show(part.component.get_value())>
                {text::filing::from_vault(lang)}
                <span class="unseen">" – " {name(part)}</span>
            </button>
            <FileButton
                id=format!("file-{id}")
                label=text::filing::from_device(lang)
                context=name(part)
                accept=if signed { SIGNED } else { ANY }
                on_file=choose
            />
            {camera}
            {sign}
            {keep}
        </div>
        <p class="hint">{takes}</p>
    }
    .into_any()
}
