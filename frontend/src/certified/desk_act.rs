//! The signatures, by the token beside the browser.

use crate::api::{Api, Failure};
use crate::format;
use crate::signature::agent::{self, FileToSign, SignedFile};
use crate::state::lang;
use crate::ui::{FormErrors, submit_button};
use leptos::prelude::*;
use motcua_shared::identity::token::TokenOptions;
use motcua_shared::path;
use motcua_shared::signature::agent::AgentFailure;
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyState, CopyView, JudgeSigned};
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

/// The step of the person, or of the agency.
pub fn sign(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(""));
    let is_person = copy.state == CopyState::Taken;
    let (title, hint, label) = match is_person {
        true => (
            text::certified::sign_person(lang),
            text::certified::sign_person_hint(lang, copy.signer.as_ref().map_or("", |one| &one.name)),
            text::certified::sign_person_do(lang),
        ),
        false => (
            text::certified::sign_agency(lang),
            text::certified::sign_agency_hint(lang, &copy.unit),
            text::certified::sign_agency_do(lang),
        ),
    };
    let copy = StoredValue::new(copy.clone());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        spawn_local(async move {
            let outcome = go(api, copy.get_value(), said).await;
            let _ = said.try_set("");
            let _ = busy.try_set(false);
            match outcome {
                Ok(copy) => {
                    let _ = now.try_set(copy);
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
            <p>{hint}</p>
            {submit_button(label, text::token::working(lang), busy)}
            <p role="status">{move || said.get()}</p>
        </form>
    }
    .into_any()
}

async fn go(api: Api, copy: CopyView, said: RwSignal<&'static str>) -> Result<CopyView, Trouble> {
    let lang = api.lang();
    let say = |sentence| {
        let _ = said.try_set(sentence);
    };
    say(text::token::looking(lang));
    let options: TokenOptions = api.get(path::TOKEN, None).await?;
    let agent = agent::find(&options).await?;
    let nothing = serde_json::Map::new();
    let address = path::desk_copy_part(copy.id, "orders");
    let order: SigningOrderView = api.post(&address, &nothing, None).await?;
    say(text::signing::signing(lang));
    let day = copy.certified_on.map(format::day).unwrap_or_default();
    let number = copy.number.clone().unwrap_or_default();
    let is_person = copy.state == CopyState::Taken;
    let (function, look, issued) = match is_person {
        true => (FileFunction::Approved, PERSON, None),
        false => (
            FileFunction::Issued,
            AGENCY,
            Some((number.as_str(), day.as_str())),
        ),
    };
    let file = FileToSign {
        function,
        look,
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
    let request = JudgeSigned { order_id: order.id };
    let address = path::desk_copy_part(copy.id, "result");
    Ok(api.post(&address, &request, None).await?)
}

/// Where VNPT's plugin shows the person's signature: on the first page, lower right. VGCA asks.
const PERSON: PdfLook = PdfLook {
    page: 1,
    llx: 330,
    lly: 40,
    urx: 450,
    ury: 100,
};

/// The agency's beside it.
const AGENCY: PdfLook = PdfLook {
    page: 1,
    llx: 455,
    lly: 40,
    urx: 575,
    ury: 100,
};
