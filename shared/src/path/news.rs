//! Addresses of articles.

use crate::id::ArticleId;

/// What the home page shows of them.
pub const HOME_ARTICLES: &str = "/api/v1/home-articles";
/// The introduction.
pub const INTRODUCTION: &str = "/api/v1/introduction";
/// The news.
pub const NEWS: &str = "/api/v1/news";
/// Articles as administrators keep them (`POST` begins one).
pub const ARTICLES: &str = "/api/v1/articles";

/// One of the news.
pub fn news(slug: &str) -> String {
    format!("{NEWS}/{slug}")
}

/// An article as administrators keep it.
pub fn article(id: ArticleId) -> String {
    format!("{ARTICLES}/{id}")
}

/// Publishes it.
pub fn article_publication(id: ArticleId) -> String {
    format!("{}/publication", article(id))
}

/// Takes it down.
pub fn article_removal(id: ArticleId) -> String {
    format!("{}/removal", article(id))
}

/// One of its versions.
pub fn article_version(id: ArticleId, version: u32) -> String {
    format!("{}/versions/{version}", article(id))
}
