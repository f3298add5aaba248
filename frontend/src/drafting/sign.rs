//! The signatures, by the token beside the browser, over the very file that the page shows.

use super::steps::Now;
use crate::api::{Api, Failure};
use crate::format;
use crate::signature::agent::{self, FileToSign, SignedFile};
use crate::state::lang;
use crate::ui::{FormErrors, submit_button};
use leptos::prelude::*;
use motcua_shared::identity::token::TokenOptions;
use motcua_shared::path;
use motcua_shared::processing::drafting::{
    DraftingState, DraftingView, JudgeDrafting, SignBox, StepDrafting,
};
use motcua_shared::signature::agent::AgentFailure;
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Why it did not go on.
enum Trouble {
    Agent(AgentFailure),
    Server(Failure),
}

impl From<AgentFailure> for Trouble {
    fn from(failure: AgentFailure) -> Self {
        Self::Agent(failure)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

/// The step of who leads the unit, or of the agency.
pub fn sign((now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(""));
    let is_person = now.with_untracked(|now| now.state == DraftingState::HandedIn);
    let (title, hint, label) = match is_person {
        true => (
            text::drafting::sign(lang),
            text::drafting::sign_hint(lang),
            text::drafting::sign_do(lang),
        ),
        false => (
            text::drafting::seal(lang),
            text::drafting::seal_hint(lang),
            text::drafting::seal_do(lang),
        ),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        spawn_local(async move {
            let outcome = go(api, now.get_untracked(), said).await;
            let _ = said.try_set("");
            let _ = busy.try_set(false);
            match outcome {
                Ok(view) => {
                    let _ = now.try_set(view);
                }
                Err(Trouble::Agent(failure)) => {
                    errors.mark("", agent::sentence(&failure, lang));
                    errors.show();
                }
                Err(Trouble::Server(failure)) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{title}</h2>
            <p class="muted">{hint}</p>
            {submit_button(label, text::token::working(lang), busy)}
            <p role="status">{move || said.get()}</p>
        </form>
    }
    .into_any()
}

async fn go(api: Api, view: DraftingView, said: RwSignal<&'static str>) -> Result<DraftingView, Trouble> {
    let lang = api.lang();
    let say = |sentence| {
        let _ = said.try_set(sentence);
    };
    say(text::token::looking(lang));
    let options: TokenOptions = api.get(path::TOKEN, None).await?;
    let agent = agent::find(&options).await?;
    let step = StepDrafting {
        version: view.version,
    };
    let address = path::desk_drafting_part(view.dossier_id, "orders");
    let order: SigningOrderView = api.post(&address, &step, None).await?;
    say(text::signing::signing(lang));
    let day = view.issued_on.map(format::day).unwrap_or_default();
    let number = view.number.clone().unwrap_or_default();
    let places = view.file.as_ref().map(|file| file.places);
    let is_person = view.state == DraftingState::HandedIn;
    let place = places.map(|places| if is_person { places.person } else { places.seal });
    let (function, issued) = match is_person {
        true => (FileFunction::Approved, None),
        false => (FileFunction::Issued, Some((number.as_str(), day.as_str()))),
    };
    let file = FileToSign {
        function,
        look: look(place),
        download: &order.download_url,
        upload: &order.upload_url,
        issued,
    };
    match agent.sign_file(&file).await? {
        SignedFile::HandedIn(name) if name == order.id.to_string() => {}
        SignedFile::HandedIn(_) => return Err(AgentFailure::Unreadable.into()),
        SignedFile::Here(bytes) => agent::hand_in(&order.upload_url, &bytes).await?,
    }
    say(text::signing::judging(lang));
    let request = JudgeDrafting { order_id: order.id };
    let address = path::desk_drafting_part(view.dossier_id, "signed");
    Ok(api.post(&address, &request, None).await?)
}

/// Where VNPT's plugin shows the signature: in the room that the paper has for it. VGCA asks the person.
fn look(place: Option<SignBox>) -> PdfLook {
    let small = |points: u32| u16::try_from(points).unwrap_or_default();
    match place {
        Some(place) => PdfLook {
            page: small(place.page),
            llx: small(place.left),
            lly: small(place.bottom),
            urx: small(place.right),
            ury: small(place.top),
        },
        None => PdfLook {
            page: 1,
            llx: 330,
            lly: 90,
            urx: 510,
            ury: 180,
        },
    }
}
