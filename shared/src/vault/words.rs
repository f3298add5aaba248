//! What is noted of a paper, in words.

use crate::text::{Lang, share};
use crate::vault::log::{Ground, PaperAct};

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
