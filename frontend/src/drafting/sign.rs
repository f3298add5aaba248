//! The signatures, by the token beside the browser, over the very file that the page shows.

use super::steps::Now;
use crate::api::Api;
use crate::format;
use crate::signature::agent::order::{Manner, Trouble};
use crate::signature::desk_sign::{self, Said, Words};
use crate::state::lang;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::drafting::{
    DraftingState, DraftingView, JudgeDrafting, SignBox, StepDrafting,
};
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::text;

/// The step of who leads the unit, or of the agency.
pub fn sign((now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    let is_person = now.with_untracked(|now| now.state == DraftingState::HandedIn);
    let words = match is_person {
        true => Words {
            title: text::drafting::sign(lang),
            hint: text::drafting::sign_hint(lang).to_owned(),
            button: text::drafting::sign_do(lang),
        },
        false => Words {
            title: text::drafting::seal(lang),
            hint: text::drafting::seal_hint(lang).to_owned(),
            button: text::drafting::seal_do(lang),
        },
    };
    desk_sign::form(words, errors, move |api, said| {
        Box::pin(async move {
            let signed = go(api, now.get_untracked(), said).await?;
            let _ = now.try_set(signed);
            Ok(())
        })
    })
}

async fn go(api: Api, view: DraftingView, said: Said) -> Result<DraftingView, Trouble> {
    let place = view.file.as_ref().map(|file| file.places);
    let manner = match view.state == DraftingState::HandedIn {
        true => Manner {
            function: FileFunction::Approved,
            look: look(place.map(|places| places.person)),
            issued: None,
        },
        false => Manner {
            function: FileFunction::Issued,
            look: look(place.map(|places| places.seal)),
            issued: Some((
                view.number.clone().unwrap_or_default(),
                view.issued_on.map(format::day).unwrap_or_default(),
            )),
        },
    };
    let step = StepDrafting {
        version: view.version,
    };
    let address = path::desk_drafting_part(view.dossier_id, "orders");
    let order_id = desk_sign::sign(api, said, manner, api.post(&address, &step, None)).await?;
    let address = path::desk_drafting_part(view.dossier_id, "signed");
    Ok(api.post(&address, &JudgeDrafting { order_id }, None).await?)
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
