//! Introduction and news: what everybody reads and from when on, and what administrators write.

use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{
    ArticleAct, ArticleItem, ArticleState, ArticleVersion, ArticleView, HomeArticles, KeptArticle,
    KeptArticleItem,
};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::time::write_day;
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: u64 = 24 * 60 * 60;

async fn begin(admin: &Client, kind: &str, text: Value, key: &str) -> Answer {
    let body = json!({ "kind": kind, "text": text });
    let request = admin.request(Method::POST, path::ARTICLES);
    Answer::of(request.header(path::IDEMPOTENCY_HEADER, key).json(&body)).await
}

async fn written(admin: &Client, title: &str) -> KeptArticle {
    let text = json!({ "title": title, "body": "## Nội dung\nTừ **thứ Hai** mở cửa sớm hơn." });
    begin(admin, "news", text, &new_key()).await.ok(201)
}

/// A day so many days from the one of the test.
fn day(app: &TestApp, days: i64) -> String {
    write_day(app.state.clock.now().vietnam_date() + chrono::Duration::days(days))
}

async fn publish(admin: &Client, article: &KeptArticle, day: &str) -> Answer {
    let body = json!({ "version": article.item.version, "starts_on": day });
    admin
        .post(&path::article_publication(article.item.id), &body)
        .await
}

async fn published(app: &TestApp, admin: &Client, title: &str, days: i64) -> KeptArticle {
    let article = written(admin, title).await;
    publish(admin, &article, &day(app, days)).await.ok(200)
}

async fn news(app: &TestApp) -> Vec<String> {
    let page: Page<ArticleItem> = app.nobody().get(path::NEWS).await.ok(200);
    page.items.into_iter().map(|item| item.slug).collect()
}

fn save(article: &KeptArticle, title: &str) -> Value {
    json!({ "version": article.item.version, "text": { "title": title, "body": article.text.body } })
}

/// How the page of an address is answered to who asks for it the way browsers and search engines do.
async fn page_status(app: &TestApp, address: &str) -> u16 {
    app.nobody().get(address).await.status
}

on_both! {
    async fn nobody_reads_news_before_their_day_nor_after_they_were_taken_down(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let stranger = app.nobody();
        let draft = written(&admin, "Giờ làm việc mới").await;
        assert_eq!((draft.item.state, draft.item.slug.as_str()), (ArticleState::Draft, "gio-lam-viec-moi"));
        let address = path::news(&draft.item.slug);
        stranger.get(&address).await.refused(404, ErrorCode::NotFound);

        let planned: KeptArticle = publish(&admin, &draft, &day(&app, 1)).await.ok(200);
        assert!(!planned.item.is_shown);
        stranger.get(&address).await.refused(404, ErrorCode::NotFound);
        assert!(news(&app).await.is_empty());
        let home: HomeArticles = stranger.get(path::HOME_ARTICLES).await.ok(200);
        assert!(home.news.is_empty() && home.introduction.is_none());
        let page = "/tin-tuc/gio-lam-viec-moi";
        assert_eq!(page_status(&app, page).await, 404);

        app.advance(DAY);
        let shown: ArticleView = stranger.get(&address).await.ok(200);
        assert_eq!((shown.title.as_str(), shown.lang.as_str()), ("Giờ làm việc mới", "vi"));
        assert_eq!(news(&app).await, ["gio-lam-viec-moi"]);
        assert_eq!(page_status(&app, page).await, 200);
        let home: HomeArticles = stranger.get(path::HOME_ARTICLES).await.ok(200);
        assert_eq!(home.news[0].lead, "Từ thứ Hai mở cửa sớm hơn.");

        let admin = app.sign_in(Login::Administrator).await;
        let removal = json!({ "version": planned.item.version });
        let down: KeptArticle = admin.post(&path::article_removal(draft.item.id), &removal).await.ok(200);
        assert_eq!(down.item.state, ArticleState::Down);
        stranger.get(&address).await.refused(404, ErrorCode::NotFound);
        assert!(news(&app).await.is_empty());
        assert_eq!(page_status(&app, page).await, 404);
        let acts: Vec<ArticleAct> = down.versions.iter().map(|version| version.act).collect();
        assert_eq!(acts, [ArticleAct::TakenDown, ArticleAct::Published, ArticleAct::Written]);
        let actions = "select action as value from audit_entries where action like 'article-%' order by id";
        assert_eq!(app.query(actions), ["article-written", "article-published", "article-taken-down"]);
        // It may come back, at the same address.
        let again: KeptArticle = publish(&admin, &down, &day(&app, 0)).await.ok(200);
        assert!(again.item.is_shown);
        let _: ArticleView = stranger.get(&address).await.ok(200);
    }

    async fn of_two_editors_one_is_told_and_both_versions_are_there(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let article = written(&admin, "Một").await;
        let address = path::article(article.item.id);
        let (one, other) = (save(&article, "Hai"), save(&article, "Ba"));
        let answers = join_all([admin.put(&address, &one), admin.put(&address, &other)]).await;
        let saved = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(saved, 1);
        let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
        refused.refused(409, ErrorCode::VersionConflict);
        let now: KeptArticle = admin.get(&address).await.ok(200);
        assert_eq!(now.item.version, 2);
        // Who was told saves over it deliberately, and every version stays readable.
        let third: KeptArticle = admin.put(&address, &save(&now, "Bốn")).await.ok(200);
        assert_eq!(third.versions.len(), 3);
        let first: ArticleVersion = admin.get(&path::article_version(article.item.id, 1)).await.ok(200);
        assert_eq!(first.text, article.text);
        admin.get(&path::article_version(article.item.id, 4)).await.refused(404, ErrorCode::NotFound);
        // The same again changes nothing.
        let same: KeptArticle = admin.put(&address, &save(&third, "Bốn")).await.ok(200);
        assert_eq!(same.item.version, 3);
        for stale in [path::article_publication(article.item.id), path::article_removal(article.item.id)] {
            let body = match stale.ends_with("publication") {
                true => json!({ "version": 1, "starts_on": day(&app, 0) }),
                false => json!({ "version": 1 }),
            };
            admin.post(&stale, &body).await.refused(409, ErrorCode::VersionConflict);
        }
    }

    async fn an_address_never_changes_once_it_was_public_and_is_nobody_elses(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let article = written(&admin, "Nháp").await;
        let renamed: KeptArticle = admin.put(&path::article(article.item.id), &save(&article, "Lịch nghỉ Tết")).await.ok(200);
        assert_eq!(renamed.item.slug, "lich-nghi-tet");
        let public: KeptArticle = publish(&admin, &renamed, &day(&app, 0)).await.ok(200);
        let later: KeptArticle = admin.put(&path::article(article.item.id), &save(&public, "Lịch nghỉ Tết (sửa)")).await.ok(200);
        assert_eq!(later.item.slug, "lich-nghi-tet");
        let other = written(&admin, "Lịch nghỉ Tết").await;
        assert_eq!(other.item.slug, "lich-nghi-tet-2");
        let shown: ArticleView = app.nobody().get(&path::news("lich-nghi-tet")).await.ok(200);
        assert_eq!(shown.title, "Lịch nghỉ Tết (sửa)");
    }

    async fn there_is_one_introduction_and_beginning_twice_is_harmless(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let stranger = app.nobody();
        stranger.get(path::INTRODUCTION).await.refused(404, ErrorCode::NotFound);
        let text = json!({ "title": "Về cổng", "body": "Cổng của tỉnh.", "title_en": "About", "body_en": "The portal." });
        let key = new_key();
        let first: KeptArticle = begin(&admin, "introduction", text.clone(), &key).await.ok(201);
        let again: KeptArticle = begin(&admin, "introduction", text.clone(), &key).await.ok(201);
        assert_eq!(first.item.id, again.item.id);
        begin(&admin, "news", text.clone(), &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        begin(&admin, "introduction", text, &new_key()).await.refused(409, ErrorCode::VersionConflict);
        let _: KeptArticle = publish(&admin, &first, &day(&app, 0)).await.ok(200);
        let shown: ArticleView = stranger.get(path::INTRODUCTION).await.ok(200);
        assert_eq!(shown.body, "Cổng của tỉnh.");
        let request = stranger.request(Method::GET, path::INTRODUCTION);
        let english: ArticleView = Answer::of(request.header("accept-language", "en")).await.ok(200);
        assert_eq!((english.title.as_str(), english.lang.as_str()), ("About", "en"));
        // It is no news.
        stranger.get(&path::news("gioi-thieu")).await.refused(404, ErrorCode::NotFound);
        assert!(news(&app).await.is_empty());
        let kept: Page<KeptArticleItem> = admin.get(&format!("{}?kind=introduction", path::ARTICLES)).await.ok(200);
        assert_eq!(kept.items.len(), 1);
        assert_eq!(app.count("articles"), 1);
    }

    async fn news_are_turned_from_the_newest_day_to_the_oldest_and_none_is_seen_twice(app) {
        let admin = app.sign_in(Login::Administrator).await;
        for (title, days) in [("A", -3), ("B", 0), ("C", -3), ("D", 2), ("E", -1)] {
            published(&app, &admin, title, days).await;
        }
        let stranger = app.nobody();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let address = format!("{}?limit=2&cursor={cursor}", path::NEWS);
            let page: Page<ArticleItem> = stranger.get(&address).await.ok(200);
            seen.extend(page.items.into_iter().map(|item| item.title));
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(seen, ["B", "E", "C", "A"]);
        stranger.get(&format!("{}?cursor=x", path::NEWS)).await.refused(422, ErrorCode::CheckFields);
        let all: Page<KeptArticleItem> = admin.get(&format!("{}?limit=3", path::ARTICLES)).await.ok(200);
        let titles: Vec<String> = all.items.iter().map(|item| item.title.clone()).collect();
        assert_eq!((titles, all.next.is_some()), (vec!["E".to_owned(), "D".to_owned(), "C".to_owned()], true));
    }

    async fn an_answer_that_is_known_is_not_sent_again_and_is_never_kept_without_asking(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let article = published(&app, &admin, "Tin", 0).await;
        let stranger = app.nobody();
        let address = path::news(&article.item.slug);
        let first = stranger.get(&address).await;
        assert_eq!(first.header("cache-control"), Some("public, no-cache"));
        let tag = first.header("etag").unwrap().to_owned();
        let asked = || stranger.request(Method::GET, &address).header("if-none-match", &tag);
        assert_eq!(Answer::of(asked()).await.status, 304);
        let _: KeptArticle = admin.put(&path::article(article.item.id), &save(&article, "Tin khác")).await.ok(200);
        let changed: ArticleView = Answer::of(asked()).await.ok(200);
        assert_eq!(changed.title, "Tin khác");
    }

    async fn what_cannot_be_published_is_refused_field_by_field(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let text = json!({ "title": " ", "body": "", "title_en": "Only a title" });
        let faults = begin(&admin, "news", text, &new_key()).await.faults();
        assert_eq!(faults, [
            ("title".to_owned(), ErrorCode::Required),
            ("body".to_owned(), ErrorCode::Required),
            ("body_en".to_owned(), ErrorCode::Required),
        ]);
        let long = json!({ "title": "x", "body": "ộ".repeat(20_001) });
        let faults = begin(&admin, "news", long, &new_key()).await.faults();
        assert_eq!(faults, [("body".to_owned(), ErrorCode::TooLong)]);
        // The longest that is allowed comes in, in both languages.
        let longest = json!({ "title": "x", "body": "ộ".repeat(20_000), "title_en": "y", "body_en": "ộ".repeat(20_000) });
        let article: KeptArticle = begin(&admin, "news", longest, &new_key()).await.ok(201);
        let faults = publish(&admin, &article, "1999-12-31").await.faults();
        assert_eq!(faults, [("starts_on".to_owned(), ErrorCode::NotADate)]);
        let nobody = ArticleId::parse("01926f3e-0000-7000-8000-000000000001").unwrap();
        admin.get(&path::article(nobody)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("articles"), 1);
    }

    async fn nobody_but_administrators_writes_or_reads_what_is_not_public(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let article = written(&admin, "Nháp").await;
        let clients = [app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await];
        for client in &clients {
            for address in [path::ARTICLES.to_owned(), path::article(article.item.id), path::article_version(article.item.id, 1)] {
                client.get(&address).await.refused(403, ErrorCode::NotAllowed);
            }
            client.put(&path::article(article.item.id), &save(&article, "x")).await.refused(403, ErrorCode::NotAllowed);
            publish(client, &article, &day(&app, 0)).await.refused(403, ErrorCode::NotAllowed);
        }
        app.nobody().get(path::ARTICLES).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("article_versions"), 1);
    }
}
