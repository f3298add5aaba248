//! The signatures, by the token beside the browser.

use crate::api::Api;
use crate::format;
use crate::signature::agent::order::{Manner, Trouble};
use crate::signature::desk_sign::{self, Said, Words};
use crate::state::lang;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyState, CopyView, JudgeSigned};

/// The step of the person, or of the agency.
pub fn sign(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let words = match copy.state == CopyState::Taken {
        true => Words {
            title: text::certified::sign_person(lang),
            hint: text::certified::sign_person_hint(lang, copy.signer.as_ref().map_or("", |one| &one.name)),
            button: text::certified::sign_person_do(lang),
        },
        false => Words {
            title: text::certified::sign_agency(lang),
            hint: text::certified::sign_agency_hint(lang, &copy.unit),
            button: text::certified::sign_agency_do(lang),
        },
    };
    let copy = StoredValue::new(copy.clone());
    desk_sign::form(words, errors, move |api, said| {
        Box::pin(async move {
            let signed = go(api, copy.get_value(), said).await?;
            let _ = now.try_set(signed);
            Ok(())
        })
    })
}

async fn go(api: Api, copy: CopyView, said: Said) -> Result<CopyView, Trouble> {
    let manner = match copy.state == CopyState::Taken {
        true => Manner {
            function: FileFunction::Approved,
            look: PERSON,
            issued: None,
        },
        false => Manner {
            function: FileFunction::Issued,
            look: AGENCY,
            issued: Some((
                copy.number.clone().unwrap_or_default(),
                copy.certified_on.map(format::day).unwrap_or_default(),
            )),
        },
    };
    let nothing = serde_json::Map::new();
    let address = path::desk_copy_part(copy.id, "orders");
    let order_id = desk_sign::sign(api, said, manner, api.post(&address, &nothing, None)).await?;
    let address = path::desk_copy_part(copy.id, "result");
    Ok(api.post(&address, &JudgeSigned { order_id }, None).await?)
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
