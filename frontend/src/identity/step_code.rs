//! Second step of signing in: the one-time code.

use crate::api::{Api, Failure};
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::model::Waiting;
use crate::identity::page_sign_in::keep;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ChallengeId;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode, SessionView};
use motcua_shared::path;
use motcua_shared::text;

/// The form; `go(None)` leads back to the first step.
pub fn view(first: Waiting, go: Callback<Option<Waiting>>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    code_step::view(CodeStep {
        flow: first.challenge.id.to_string(),
        first,
        sent: |lang, to| text::identity::code_sent(lang, to),
        resent: |lang, to| text::identity::resent(lang, to),
        confirm,
        resend,
        keep: Callback::new(|next: Waiting| keep(Some(&next))),
        // The page leaves by itself once an account acts.
        done: Callback::new(move |view: SessionView| session.set(view)),
        labels: [
            text::identity::confirm(lang),
            text::identity::confirming(lang),
            text::identity::back(lang),
        ],
        back: Callback::new(move |()| go.run(None)),
    })
}

fn confirm(api: Api, flow: String, code: String) -> Answer<SessionView> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        let request = ConfirmCode { challenge_id, code };
        api.post(path::CONFIRM_CODE, &request, None).await
    })
}

fn resend(api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        api.post(path::RESEND_CODE, &ResendCode { challenge_id }, None)
            .await
    })
}

fn id(flow: &str) -> Result<ChallengeId, Failure> {
    ChallengeId::parse(flow).ok_or_else(|| Failure::of(ErrorCode::CodeExpired))
}
