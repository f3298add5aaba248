//! What is typed of a paper. On the page "Thêm giấy tờ" it has a draft: the fields survive a reload of the tab. A file cannot be
//! kept, so the page asks for it again.

use crate::dom;
use crate::format;
use crate::react::effect;
use crate::ui::FormErrors;
use crate::vault::adding::model::Typed;
use leptos::prelude::*;
use motcua_shared::identity::dto::AccountView;
use motcua_shared::vault::dto::{PaperListItem, PaperReading};
use motcua_shared::vault::rule::{propose_code, propose_name};
use serde::{Deserialize, Serialize};

/// Where this tab keeps the draft.
const KEY: &str = "add-paper";

/// The fields as signals; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct PaperForm {
    /// "Loại giấy tờ".
    pub type_id: RwSignal<String>,
    /// "Danh mục giấy tờ".
    pub category_code: RwSignal<String>,
    /// Name of the chosen category, for the proposed name.
    pub category_name: RwSignal<String>,
    /// "Tên giấy tờ".
    pub name: RwSignal<String>,
    /// Whether the name was edited by hand; then proposals leave it alone.
    pub name_edited: RwSignal<bool>,
    /// "Hiển thị".
    pub is_visible: RwSignal<bool>,
    /// "Chia sẻ".
    pub is_shared: RwSignal<bool>,
    /// "Số quyết định".
    pub decision_number: RwSignal<String>,
    /// "Trích yếu".
    pub summary: RwSignal<String>,
    /// "Ngày ban hành", as typed.
    pub issued_on: RwSignal<String>,
    /// "Tên chủ hồ sơ".
    pub owner_name: RwSignal<String>,
    /// Whether the day was edited by hand; then files leave it alone.
    pub issued_edited: RwSignal<bool>,
    /// What is wrong.
    pub errors: FormErrors,
    /// Whether a draft was found that had a file.
    pub lost_file: bool,
    /// Whether the fields hold what was typed on an earlier visit, maybe about another paper.
    pub is_resumed: RwSignal<bool>,
    /// Which of several forms on the page this is; 0 where it is the only one, or what all have in common.
    number: u32,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Draft {
    type_id: String,
    category_code: String,
    name: Option<String>,
    hidden: bool,
    shared: bool,
    decision_number: String,
    summary: String,
    issued_on: String,
    issued_edited: bool,
    owner_name: String,
    had_file: bool,
}

impl PaperForm {
    /// The fields as the draft has them, or empty.
    pub fn restore() -> Self {
        let draft: Draft = dom::session_storage()
            .and_then(|storage| storage.get_item(KEY).ok().flatten())
            .and_then(|text| crate::api::json::from_str(&text).ok())
            .unwrap_or_default();
        let texts = [&draft.decision_number, &draft.summary, &draft.owner_name];
        let is_resumed =
            draft.name.is_some() || draft.issued_edited || texts.iter().any(|text| !text.is_empty());
        Self {
            is_resumed: RwSignal::new(is_resumed),
            type_id: RwSignal::new(draft.type_id),
            category_code: RwSignal::new(draft.category_code),
            category_name: RwSignal::new(String::new()),
            name_edited: RwSignal::new(draft.name.is_some()),
            name: RwSignal::new(draft.name.unwrap_or_default()),
            is_visible: RwSignal::new(!draft.hidden),
            is_shared: RwSignal::new(draft.shared),
            decision_number: RwSignal::new(draft.decision_number),
            summary: RwSignal::new(draft.summary),
            issued_on: RwSignal::new(draft.issued_on),
            issued_edited: RwSignal::new(draft.issued_edited),
            owner_name: RwSignal::new(draft.owner_name),
            errors: FormErrors::new(),
            lost_file: draft.had_file,
            number: 0,
        }
    }

    /// The fields as a paper has them.
    pub fn of(paper: &PaperListItem, type_id: String) -> Self {
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        Self {
            type_id: RwSignal::new(type_id),
            category_code: RwSignal::new(paper.category_code.clone()),
            category_name: RwSignal::new(paper.category_name.clone()),
            name: RwSignal::new(paper.name.clone()),
            name_edited: RwSignal::new(true),
            is_visible: RwSignal::new(paper.is_visible),
            is_shared: RwSignal::new(paper.is_shared),
            decision_number: text(&paper.decision_number),
            summary: text(&paper.summary),
            issued_on: RwSignal::new(paper.issued_on.map(format::day).unwrap_or_default()),
            issued_edited: RwSignal::new(true),
            owner_name: RwSignal::new(paper.owner_name.clone()),
            errors: FormErrors::new(),
            lost_file: false,
            is_resumed: RwSignal::new(false),
            number: 0,
        }
    }

    /// Empties every field.
    pub fn start_anew(self) {
        for text in [
            self.type_id,
            self.category_code,
            self.category_name,
            self.name,
            self.decision_number,
            self.summary,
            self.issued_on,
            self.owner_name,
        ] {
            text.set(String::new());
        }
        for edited in [
            self.name_edited,
            self.issued_edited,
            self.is_shared,
            self.is_resumed,
        ] {
            edited.set(false);
        }
        self.is_visible.set(true);
        self.errors.clear();
    }

    /// The fields of one of several files: what all have in common, as it stands now.
    pub fn of_common(self, number: u32) -> Self {
        let text = |text: RwSignal<String>| RwSignal::new(text.get_untracked());
        let empty = || RwSignal::new(String::new());
        Self {
            type_id: text(self.type_id),
            category_code: text(self.category_code),
            category_name: text(self.category_name),
            name: empty(),
            name_edited: RwSignal::new(false),
            is_visible: RwSignal::new(self.is_visible.get_untracked()),
            is_shared: RwSignal::new(self.is_shared.get_untracked()),
            decision_number: empty(),
            summary: empty(),
            issued_on: empty(),
            issued_edited: RwSignal::new(false),
            owner_name: empty(),
            errors: FormErrors::new(),
            lost_file: false,
            is_resumed: RwSignal::new(false),
            number,
        }
    }

    /// Takes over what was typed about one paper, when that becomes the first of several.
    pub fn take_over(self, from: Self) {
        for (to, from) in [
            (self.name, from.name),
            (self.decision_number, from.decision_number),
            (self.summary, from.summary),
            (self.issued_on, from.issued_on),
            (self.owner_name, from.owner_name),
        ] {
            to.set(from.get_untracked());
            from.set(String::new());
        }
        for (to, from) in [
            (self.name_edited, from.name_edited),
            (self.issued_edited, from.issued_edited),
        ] {
            to.set(from.get_untracked());
            from.set(false);
        }
    }

    /// Lets type, category and the two ticks follow what all files have in common, each until it is chosen otherwise here.
    pub fn follow_common(self, common: Self) {
        let pairs = [
            (self.type_id, common.type_id),
            (self.category_code, common.category_code),
        ];
        let texts = move || pairs.map(|(_, common)| common.get());
        let last = StoredValue::new(untrack(texts));
        effect(move || {
            let now = texts();
            let before = last.get_value();
            for ((own, _), (before, now)) in pairs.iter().zip(before.iter().zip(&now)) {
                if before != now && own.with_untracked(|own| own == before) {
                    own.set(now.clone());
                }
            }
            last.set_value(now);
        });
        for (own, common) in [
            (self.is_visible, common.is_visible),
            (self.is_shared, common.is_shared),
        ] {
            let last = StoredValue::new(common.get_untracked());
            effect(move || {
                let now = common.get();
                if own.get_untracked() == last.get_value() {
                    own.set(now);
                }
                last.set_value(now);
            });
        }
    }

    /// Id of the element of a field: several forms may stand on one page.
    pub fn id(self, field: &str) -> String {
        match self.number {
            0 => field.to_owned(),
            number => format!("tep-{number}-{field}"),
        }
    }

    /// Says something about one field beside it.
    pub fn mark(self, field: &str, sentence: String) {
        self.errors.mark(&self.id(field), sentence);
    }

    /// Takes that back.
    pub fn clear_mark(self, field: &str) {
        self.errors.clear_field(&self.id(field));
    }

    /// Keeps the draft after every change; `has_file` tells whether a file is chosen.
    pub fn keep(self, has_file: impl Fn() -> bool + 'static) {
        effect(move || {
            let draft = Draft {
                type_id: self.type_id.get(),
                category_code: self.category_code.get(),
                name: self.name_edited.get().then(|| self.name.get()),
                hidden: !self.is_visible.get(),
                shared: self.is_shared.get(),
                decision_number: self.decision_number.get(),
                summary: self.summary.get(),
                issued_on: self.issued_on.get(),
                issued_edited: self.issued_edited.get(),
                owner_name: self.owner_name.get(),
                had_file: has_file(),
            };
            if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(&draft)) {
                let _ = storage.set_item(KEY, &text);
            }
        });
    }

    /// Forgets the draft.
    pub fn forget() {
        if let Some(storage) = dom::session_storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    /// The code that the letter's rule proposes; empty until a category is chosen.
    pub fn proposed_code(self, account: AccountView) -> Memo<String> {
        Memo::new(move |_| {
            let category = self.category_code.get();
            if category.is_empty() {
                return String::new();
            }
            let day = format::parse_day(&self.issued_on.get());
            propose_code(account.kind, &account.identifier, &category, day)
        })
    }

    /// Lets the name follow the proposal until it is edited by hand.
    pub fn follow(self, code: Memo<String>) {
        effect(move || {
            let (code, category) = (code.get(), self.category_name.get());
            if self.name_edited.get() {
                return;
            }
            if code.is_empty() || category.is_empty() {
                self.name.set(String::new());
            } else {
                self.clear_mark("name");
                self.name.set(propose_name(&code, &category));
            }
        });
    }

    /// Fills in what a file says of itself, where nothing was typed; says whether something was.
    pub fn propose(self, reading: &PaperReading) -> bool {
        let mut any = false;
        for (field, value) in [
            (self.decision_number, &reading.decision_number),
            (self.summary, &reading.summary),
        ] {
            if let Some(value) = value
                && field.with_untracked(|typed| typed.trim().is_empty())
            {
                field.set(value.clone());
                any = true;
            }
        }
        // The day of the paper is better than the day of the signature, which is what stands there otherwise.
        if let Some(day) = reading.issued_on
            && !self.issued_edited.get_untracked()
        {
            self.issued_on.set(format::day(day));
            self.issued_edited.set(true);
            any = true;
        }
        any
    }

    /// What was typed, to be checked and sent.
    pub fn typed(self) -> Typed {
        Typed {
            type_id: self.type_id.get_untracked(),
            category_code: self.category_code.get_untracked(),
            name: self.name.get_untracked(),
            is_visible: self.is_visible.get_untracked(),
            is_shared: self.is_shared.get_untracked(),
            decision_number: self.decision_number.get_untracked(),
            summary: self.summary.get_untracked(),
            issued_on: self.issued_on.get_untracked(),
            owner_name: self.owner_name.get_untracked(),
        }
    }
}
