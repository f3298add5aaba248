//! What travels about articles.

use crate::id::ArticleId;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest text, in characters.
pub const MAX_BODY: usize = 20_000;
/// How much of a text stands in lists, in characters.
pub const LEAD: usize = 220;
/// How many articles the home page shows.
pub const ON_HOME: u32 = 4;

/// What an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ArticleKind {
    /// "Giới thiệu": there is one.
    Introduction,
    /// "Tin tức".
    News,
}

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ArticleState {
    /// It was never published.
    Draft,
    /// Everybody reads it from its day on.
    Published,
    /// It was taken down.
    Down,
}

/// What was done to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ArticleAct {
    /// It was written, or written otherwise.
    Written,
    /// It was published.
    Published,
    /// It was taken down.
    TakenDown,
}

/// An article in a list that everybody reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleItem {
    /// Its address behind `/tin-tuc/`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its first words.
    pub lead: String,
    /// The language of both: `vi` where there is no translation.
    pub lang: String,
    /// The day from which it is shown.
    #[serde(with = "crate::time::day")]
    pub starts_on: NaiveDate,
}

/// What the home page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HomeArticles {
    /// The introduction, once there is one.
    pub introduction: Option<ArticleItem>,
    /// The latest news.
    pub news: Vec<ArticleItem>,
}

/// An article that everybody reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleView {
    /// Its title.
    pub title: String,
    /// Its text in the markup of `news::markup`.
    pub body: String,
    /// The language of both: `vi` where there is no translation.
    pub lang: String,
    /// The day from which it is shown.
    #[serde(with = "crate::time::day")]
    pub starts_on: NaiveDate,
}

/// The words of an article in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleText {
    /// Title.
    pub title: String,
    /// Text in the markup of `news::markup`.
    pub body: String,
    /// English title; with the English text or not at all.
    #[serde(default)]
    pub title_en: Option<String>,
    /// English text.
    #[serde(default)]
    pub body_en: Option<String>,
}

/// Begins an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddArticle {
    /// What it is.
    pub kind: ArticleKind,
    /// Its words.
    pub text: ArticleText,
}

/// Writes an article otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeArticle {
    /// The version that was seen.
    pub version: u32,
    /// Its words.
    pub text: ArticleText,
}

/// Publishes an article as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishArticle {
    /// The version that was seen.
    pub version: u32,
    /// The first day on which everybody reads it.
    #[serde(with = "crate::time::day")]
    pub starts_on: NaiveDate,
}

/// Takes an article down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeDownArticle {
    /// The version that was seen.
    pub version: u32,
}

/// An article in the list of administrators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptArticleItem {
    /// Its id.
    pub id: ArticleId,
    /// What it is.
    pub kind: ArticleKind,
    /// Where it stands.
    pub state: ArticleState,
    /// Whether everybody reads it today.
    pub is_shown: bool,
    /// Its address behind `/tin-tuc/`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The day that it was published for.
    #[serde(with = "crate::time::optional_day", default)]
    pub starts_on: Option<NaiveDate>,
    /// Hand back with every change.
    pub version: u32,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub changed_at: Timestamp,
}

/// An article as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptArticle {
    /// What the list says of it.
    pub item: KeptArticleItem,
    /// Its words.
    pub text: ArticleText,
    /// Everything that was done to it, the newest first.
    pub versions: Vec<ArticleVersionItem>,
}

/// What was done to an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleVersionItem {
    /// The version that it made.
    pub version: u32,
    /// What.
    pub act: ArticleAct,
    /// The day that it was published for.
    #[serde(with = "crate::time::optional_day", default)]
    pub starts_on: Option<NaiveDate>,
    /// Who.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

/// A version of an article with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleVersion {
    /// What was done.
    pub item: ArticleVersionItem,
    /// The words from then on.
    pub text: ArticleText,
}
