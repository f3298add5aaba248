//! Second step of signing in: the one-time code.

use crate::api::{Api, Failure};
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::kept;
use crate::identity::model::Waiting;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ChallengeId;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode, SessionView};
use motcua_shared::path;
use motcua_shared::text;

/// The form; `go(None)` leads back to the first step, `other` to another way than this code.
pub fn view(first: Waiting, go: Callback<Option<Waiting>>, other: Callback<()>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let links = first.links;
    code_step::view(CodeStep {
        flow: first.challenge.id.to_string(),
        first,
        sent: if links {
            |lang, to| {
                [
                    text::identity::link_why(lang),
                    &text::identity::code_sent(lang, to),
                ]
                .join(" ")
            }
        } else {
            |lang, to| text::identity::code_sent(lang, to)
        },
        resent: |lang, to| text::identity::resent(lang, to),
        confirm: if links { confirm_link } else { confirm },
        resend: if links { resend_link } else { resend },
        keep: Callback::new(|next: Waiting| kept::keep_sign_in(Some(&next))),
        // The page leaves by itself once an account acts.
        done: Callback::new(move |view: SessionView| session.set(view)),
        labels: [
            text::identity::confirm(lang),
            text::identity::confirming(lang),
            text::identity::back(lang),
        ],
        back: Callback::new(move |()| go.run(None)),
        other: (!links).then_some(other),
    })
}

fn confirm(api: Api, flow: String, code: String) -> Answer<SessionView> {
    confirm_at(path::CONFIRM_CODE, api, flow, code)
}

fn confirm_link(api: Api, flow: String, code: String) -> Answer<SessionView> {
    confirm_at(path::LINK_CODE, api, flow, code)
}

fn confirm_at(address: &'static str, api: Api, flow: String, code: String) -> Answer<SessionView> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        let request = ConfirmCode { challenge_id, code };
        api.post(address, &request, None).await
    })
}

fn resend(api: Api, flow: String) -> Answer<Challenge> {
    resend_at(path::RESEND_CODE, api, flow)
}

fn resend_link(api: Api, flow: String) -> Answer<Challenge> {
    resend_at(path::LINK_RESEND, api, flow)
}

fn resend_at(address: &'static str, api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        api.post(address, &ResendCode { challenge_id }, None).await
    })
}

fn id(flow: &str) -> Result<ChallengeId, Failure> {
    ChallengeId::parse(flow).ok_or_else(|| Failure::of(ErrorCode::CodeExpired))
}
