//! What is noted of a paper, in words.

use crate::feedback::dto::FeedbackReason;
use crate::text::{Lang, feedback, share};
use crate::time::format_date;
use crate::vault::log::{Ground, PaperAct, PaperEventView, PaperWas};

/// What was done.
pub fn act(act: PaperAct, lang: Lang) -> &'static str {
    match act {
        PaperAct::Added => share::act_added(lang),
        PaperAct::Edited => share::act_edited(lang),
        PaperAct::Replaced => share::act_replaced(lang),
        PaperAct::Removed => share::act_removed(lang),
        PaperAct::Viewed => share::act_viewed(lang),
        PaperAct::Downloaded => share::act_downloaded(lang),
        PaperAct::Checked => share::act_checked(lang),
        PaperAct::Attached => share::act_attached(lang),
        PaperAct::Listed => share::act_listed(lang),
        PaperAct::Shared => share::act_shared(lang),
        PaperAct::ShareEnded => share::act_share_ended(lang),
        PaperAct::Reported => share::act_reported(lang),
    }
}

/// On which ground.
pub fn ground(ground: Ground, lang: Lang) -> &'static str {
    match ground {
        Ground::Grant => share::ground_grant(lang),
        Ground::Code => share::ground_code(lang),
        Ground::Presence => share::ground_presence(lang),
    }
}

/// Why or to whom something was done, without a label.
pub fn why(event: &PaperEventView, lang: Lang) -> Option<&str> {
    match (event.ground, event.act, event.words.as_deref()) {
        (Some(known), ..) => Some(ground(known, lang)),
        (None, PaperAct::Reported, Some(code)) => Some(reason(code, lang)),
        (None, _, words) => words,
    }
}

/// The same with its label, and for what it was done: the lines that the owner reads.
pub fn said(event: &PaperEventView, lang: Lang) -> Vec<String> {
    let label = match (event.ground, event.act) {
        (Some(_), _) => share::ground,
        (None, PaperAct::Shared | PaperAct::ShareEnded) => share::with,
        (None, PaperAct::Added) => share::taken_from,
        (None, PaperAct::Viewed | PaperAct::Downloaded | PaperAct::Checked | PaperAct::Listed) => {
            share::ground
        }
        (None, _) => share::reason,
    };
    let why = why(event, lang).map(|why| label(lang, why));
    let purpose = event.purpose.as_deref();
    let purpose = purpose.map(|purpose| share::purpose_said(lang, purpose));
    why.into_iter()
        .chain(purpose)
        .chain(before(event, lang))
        .collect()
}

/// What was said of the paper until then, where that was changed.
pub fn before(event: &PaperEventView, lang: Lang) -> Option<String> {
    let was = event.was.as_ref()?;
    Some(share::was(lang, as_it_was(was)))
}

/// Name, category, number, day, owner and summary, as far as they were there.
fn as_it_was(was: &PaperWas) -> String {
    let parts = [
        Some(was.name.clone()),
        Some(was.category_name.clone()),
        was.decision_number.clone(),
        was.issued_on.map(format_date),
        Some(was.owner_name.clone()),
        was.summary.clone(),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// The letter's sentence of a reason for feedback.
fn reason(code: &str, lang: Lang) -> &str {
    match FeedbackReason::ALL
        .into_iter()
        .find(|reason| reason.as_str() == code)
    {
        Some(FeedbackReason::WrongData) => feedback::reason_wrong_data(lang),
        Some(FeedbackReason::WrongResult) => feedback::reason_wrong_result(lang),
        Some(FeedbackReason::NotSigned) => feedback::reason_not_signed(lang),
        None => code,
    }
}
