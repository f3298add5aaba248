//! What the editor holds, and what it asks of the server.

use super::typed::{self, Typed};
use crate::api::client::new_key;
use crate::api::{Api, Failure};
use crate::format;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{
    AddArticle, ArticleKind, ArticleState, ArticleText, ChangeArticle, KeptArticle, PublishArticle,
    TakeDownArticle,
};
use motcua_shared::path;
use motcua_shared::text::{Lang, news as text};

/// The editor; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Editing {
    /// What it is.
    pub kind: ArticleKind,
    /// What the server has; nothing of what is new.
    pub base: RwSignal<Option<KeptArticle>>,
    /// Title, text, English title, English text.
    pub fields: [RwSignal<String>; 4],
    /// The first day.
    pub day: RwSignal<String>,
    /// What is wrong with the words.
    pub errors: FormErrors,
    /// What is wrong with the day.
    pub day_errors: FormErrors,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// What came of the last act.
    pub said: RwSignal<Option<String>>,
    /// Who was faster.
    pub faster: RwSignal<Option<String>>,
    /// Whether what is typed came back after a reload.
    pub came_back: RwSignal<bool>,
    /// The version that what is typed was written over: another one is told, also after the next reload.
    over: StoredValue<u32>,
    /// The same over all repetitions of beginning this article.
    key: StoredValue<String>,
    api: Api,
    /// The language.
    pub lang: Lang,
}

/// What is done after the words are saved.
#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    /// Nothing.
    Stay,
    /// It is published.
    Publish,
    /// It is taken down.
    TakeDown,
}

fn written(text: &ArticleText) -> [String; 4] {
    [
        text.title.clone(),
        text.body.clone(),
        text.title_en.clone().unwrap_or_default(),
        text.body_en.clone().unwrap_or_default(),
    ]
}

impl Editing {
    /// Of an article, or of what is new; with what was typed before a reload.
    pub fn new(kind: ArticleKind, base: Option<KeptArticle>, lang: Lang) -> Self {
        let text = base.as_ref().map(|base| base.text.clone()).unwrap_or_default();
        let starts_on = base.as_ref().and_then(|base| base.item.starts_on);
        let editing = Self {
            kind,
            fields: written(&text).map(RwSignal::new),
            day: RwSignal::new(starts_on.map(format::day).unwrap_or_default()),
            over: StoredValue::new(base.as_ref().map(|base| base.item.version).unwrap_or_default()),
            base: RwSignal::new(base),
            errors: FormErrors::new(),
            day_errors: FormErrors::new(),
            busy: RwSignal::new(false),
            said: RwSignal::new(None),
            faster: RwSignal::new(None),
            came_back: RwSignal::new(false),
            key: StoredValue::new(new_key()),
            api: Api::current(),
            lang,
        };
        if let Some(kept) = typed::find(&editing.storage_key()).filter(|kept| kept.text != text) {
            editing.show(&kept.text);
            editing.over.set_value(kept.version);
            editing.came_back.set(true);
            let newer = editing
                .base
                .get_untracked()
                .filter(|base| base.item.version != kept.version);
            if let Some(base) = newer {
                editing.faster.set(Some(editing.conflict(&base)));
            }
        }
        editing
    }

    fn storage_key(self) -> String {
        typed::key(self.id(), self.kind)
    }

    fn id(self) -> Option<ArticleId> {
        self.base
            .with_untracked(|base| base.as_ref().map(|base| base.item.id))
    }

    fn version(self) -> u32 {
        let version = |base: &Option<KeptArticle>| base.as_ref().map(|base| base.item.version);
        self.base.with_untracked(version).unwrap_or_default()
    }

    fn conflict(self, newest: &KeptArticle) -> String {
        let at = newest.item.changed_at.vietnam_minute();
        text::conflict(self.lang, at, &newest.item.author)
    }

    fn show(self, text: &ArticleText) {
        for (field, words) in self.fields.into_iter().zip(written(text)) {
            field.set(words);
        }
    }

    /// What is typed; tracks.
    pub fn typed(self) -> ArticleText {
        let [title, body, title_en, body_en] = self.fields.map(|field| field.get());
        let given = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        ArticleText {
            title,
            body,
            title_en: given(title_en),
            body_en: given(body_en),
        }
    }

    /// Whether what is typed is not what the server has; tracks.
    pub fn is_changed(self) -> bool {
        let typed = self.typed();
        self.base.with(|base| match base {
            Some(base) => base.text != typed,
            None => typed != ArticleText::default(),
        })
    }

    /// Keeps what is typed, or lets it go where it is what the server has; tracks.
    pub fn remember(self) {
        let text = self.typed();
        match self.is_changed() {
            true => typed::keep(
                &self.storage_key(),
                &Typed {
                    version: self.over.get_value(),
                    text,
                },
            ),
            false => typed::forget(&self.storage_key()),
        }
    }

    /// Back to what the server has.
    pub fn drop_typed(self) {
        typed::forget(&self.storage_key());
        let text = self
            .base
            .with_untracked(|base| base.as_ref().map(|base| base.text.clone()));
        self.over.set_value(self.version());
        self.show(&text.unwrap_or_default());
        self.came_back.set(false);
        self.faster.set(None);
        self.errors.clear();
    }

    /// Saves what is typed where it was changed, then does the rest. Gives the article where all of it worked.
    pub async fn act(self, then: Then) -> Option<KeptArticle> {
        let untracked = || untrack(|| (self.typed(), self.is_changed()));
        let (text, is_changed) = untracked();
        let answer = match (self.id(), is_changed) {
            (None, _) => self.add(text).await,
            (Some(id), true) => self.save(id, text).await,
            (Some(_), false) => Ok(()),
        };
        let answer = match (answer, self.id()) {
            (Ok(()), Some(id)) => self.follow(id, then).await,
            (answer, _) => answer,
        };
        match answer {
            Ok(()) => self.base.get_untracked(),
            Err(failure) => {
                self.refused(failure, then).await;
                None
            }
        }
    }

    async fn add(self, text: ArticleText) -> Result<(), Failure> {
        let kind = self.kind;
        let key = self.key.get_value();
        let answer: Result<KeptArticle, Failure> = self
            .api
            .post(path::ARTICLES, &AddArticle { kind, text }, Some(&key))
            .await;
        if answer.is_ok() {
            typed::forget(&typed::key(None, kind));
        }
        answer.map(|kept| self.take(kept))
    }

    async fn save(self, id: ArticleId, text: ArticleText) -> Result<(), Failure> {
        let version = self.version();
        let request = ChangeArticle { version, text };
        let answer: Result<KeptArticle, Failure> = self.api.put(&path::article(id), &request).await;
        answer.map(|kept| self.take(kept))
    }

    async fn follow(self, id: ArticleId, then: Then) -> Result<(), Failure> {
        let version = self.version();
        let answer: Result<KeptArticle, Failure> = match then {
            Then::Stay => return Ok(()),
            Then::Publish => {
                let Some(starts_on) = self.day.with_untracked(|day| format::parse_day(day)) else {
                    return Err(Failure::of(ErrorCode::NotADate));
                };
                let request = PublishArticle { version, starts_on };
                self.api
                    .post(&path::article_publication(id), &request, None)
                    .await
            }
            Then::TakeDown => {
                let request = TakeDownArticle { version };
                self.api.post(&path::article_removal(id), &request, None).await
            }
        };
        answer.map(|kept| self.take(kept))
    }

    /// What was typed meanwhile stays.
    fn take(self, kept: KeptArticle) {
        let before = untrack(|| self.typed());
        // Trimmed by the server: the page shows what is kept, unless somebody typed on.
        if same_words(&before, &kept.text) {
            self.show(&kept.text);
        }
        let _ = self.over.try_set_value(kept.item.version);
        let _ = self.base.try_set(Some(kept));
        let _ = self.faster.try_set(None);
        let _ = self.came_back.try_set(false);
    }

    async fn refused(self, failure: Failure, then: Then) {
        if failure.code == ErrorCode::VersionConflict {
            self.catch_up(failure).await;
            return;
        }
        match then {
            Then::Publish if failure.code == ErrorCode::NotADate => {
                self.day_errors.mark("starts_on", failure.sentence(self.lang));
                self.day_errors.show();
            }
            _ => self.errors.show_failure(&failure, self.lang, str::to_owned),
        }
    }

    /// Somebody wrote another version: what is typed stays, and from now on it is about that one.
    async fn catch_up(self, failure: Failure) {
        let newest = match self.id() {
            Some(id) => self.api.get::<KeptArticle>(&path::article(id), None).await.ok(),
            None => None,
        };
        match newest {
            Some(newest) => {
                let _ = self.faster.try_set(Some(self.conflict(&newest)));
                let _ = self.base.try_set(Some(newest));
            }
            None => self.errors.show_failure(&failure, self.lang, str::to_owned),
        }
    }

    /// What is said when an act worked.
    pub fn done(self, then: Then, kept: &KeptArticle) -> String {
        let day = kept.item.starts_on.map(format::day).unwrap_or_default();
        match (then, kept.item.state, kept.item.is_shown) {
            (Then::Stay, ArticleState::Published, true) => text::saved_shown(self.lang).to_owned(),
            (Then::Stay, _, _) => text::saved(self.lang).to_owned(),
            (Then::Publish, _, true) => text::published(self.lang).to_owned(),
            (Then::Publish, _, false) => text::published_later(self.lang, day),
            (Then::TakeDown, _, _) => text::taken_down(self.lang).to_owned(),
        }
    }
}

/// Whether two texts differ in blanks at their ends only.
fn same_words(left: &ArticleText, right: &ArticleText) -> bool {
    let (left, right) = (written(left), written(right));
    left.iter().zip(&right).all(|(left, right)| {
        let (left, right) = (left.split_whitespace(), right.split_whitespace());
        left.eq(right)
    })
}
