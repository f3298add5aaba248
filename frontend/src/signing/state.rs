//! What the page knows, and what of it a reload keeps: the file that was sent, the choices, and what was signed.

use crate::dom;
use crate::react::effect;
use crate::signing::goal::Goal;
use crate::signing::model::{APPROVED, Issue};
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::id::{AccountId, SigningOrderId, UploadId};
use motcua_shared::upload::dto::UploadView;
use serde::{Deserialize, Serialize};

/// Where this tab keeps it; what is signed for a component has a place of its own.
const KEY: &str = "sign-file";

/// A file that the server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// What the server calls it.
    pub id: UploadId,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file that was signed and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// By which order.
    pub order: SigningOrderId,
    /// What the server made of it.
    pub view: UploadView,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    account: AccountId,
    sent: Option<Sent>,
    function: String,
    issue: Issue,
    signed: Option<Signed>,
    #[serde(default)]
    standing: Standing,
}

/// What became of a file that was signed for a component.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It is not there yet.
    #[default]
    Signed,
    /// It stands for the component.
    Attached,
    /// It lies in the vault, too.
    Kept,
}

/// The page; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct State {
    /// The file to be signed.
    pub sent: RwSignal<Option<Sent>>,
    /// How much of it has left the device; absent while none is on its way.
    pub percent: RwSignal<Option<u32>>,
    /// In which capacity.
    pub function: RwSignal<String>,
    /// "Số, ký hiệu".
    pub number: RwSignal<String>,
    /// "Ngày ban hành", as typed.
    pub day: RwSignal<String>,
    /// What the person waits for.
    pub said: RwSignal<&'static str>,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// What came of it.
    pub signed: RwSignal<Option<Signed>>,
    /// What became of it.
    pub standing: RwSignal<Standing>,
    /// The component that it is for.
    pub goal: StoredValue<Option<Goal>>,
    /// What is wrong.
    pub errors: FormErrors,
    key: StoredValue<String>,
}

impl State {
    /// As this tab kept it for this account, or empty.
    pub fn restore(account: AccountId, goal: Option<Goal>) -> Self {
        let key = match &goal {
            Some(goal) => format!("{KEY}/{}/{}", goal.draft, goal.component),
            None => KEY.to_owned(),
        };
        let kept = dom::session_storage()
            .and_then(|storage| storage.get_item(&key).ok().flatten())
            .and_then(|text| crate::api::json::from_str::<Kept>(&text).ok())
            .filter(|kept| kept.account == account);
        let kept = kept.unwrap_or_else(|| Kept {
            account,
            sent: None,
            function: APPROVED.to_owned(),
            issue: Issue::default(),
            signed: None,
            standing: Standing::Signed,
        });
        let Kept {
            sent,
            function,
            issue,
            signed,
            standing,
            ..
        } = kept;
        let state = Self {
            sent: RwSignal::new(sent),
            percent: RwSignal::new(None),
            function: RwSignal::new(function),
            number: RwSignal::new(issue.number),
            day: RwSignal::new(issue.day),
            said: RwSignal::new(""),
            busy: RwSignal::new(false),
            signed: RwSignal::new(signed),
            standing: RwSignal::new(standing),
            goal: StoredValue::new(goal),
            key: StoredValue::new(key),
            errors: FormErrors::new(),
        };
        effect(move || state.keep(account));
        state
    }

    fn keep(self, account: AccountId) {
        let kept = Kept {
            account,
            sent: self.sent.get(),
            function: self.function.get(),
            issue: self.issue(),
            signed: self.signed.get(),
            standing: self.standing.get(),
        };
        if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(&kept)) {
            let _ = storage.set_item(&self.key.get_value(), &text);
        }
    }

    /// What is typed.
    pub fn issue(self) -> Issue {
        Issue {
            number: self.number.get(),
            day: self.day.get(),
        }
    }

    /// Another file.
    pub fn begin_again(self) {
        self.errors.clear();
        self.sent.set(None);
        self.signed.set(None);
        self.standing.set(Standing::Signed);
        self.number.set(String::new());
        self.day.set(String::new());
    }
}
