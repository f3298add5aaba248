//! What everybody reads of petitions: published by the desk, with leave, and naming nobody.

use crate::petition::{act, answered, at_province, received, shown};
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::petition::dto::{AnswerItem, AnswerView, DeskPetition, PetitionView};
use motcua_tests::{Answer, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::json;

async fn published(app: &TestApp) -> Vec<String> {
    let page: Page<AnswerItem> = app.nobody().get(path::PUBLISHED_ANSWERS).await.ok(200);
    page.items.into_iter().map(|item| item.code).collect()
}

on_both! {
    async fn everybody_reads_what_the_desk_published_until_it_is_taken_down(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let open = received(&app, &writer, &desk).await;
        act(&desk, open, "publication", 2, shown()).await.refused(409, ErrorCode::VersionConflict);
        let id = answered(&app, &writer, &desk, &staff).await;
        act(&staff, id, "publication", 4, shown()).await.refused(403, ErrorCode::NotAllowed);
        assert!(published(&app).await.is_empty());
        let code = app.query(&format!("select code as value from petitions where id = '{id}'")).remove(0);
        let (address, page) = (path::published_answer(&code), format!("/phan-anh/{code}"));
        app.nobody().get(&address).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.nobody().get(&page).await.status, 404);

        let seen: DeskPetition = act(&desk, id, "publication", 4, shown()).await.ok(200);
        assert!(seen.petition.is_published && seen.publication.is_some());
        assert_eq!(published(&app).await, [code.as_str()]);
        let answer = app.nobody().get(&address).await;
        let view: AnswerView = answer.ok(200);
        assert_eq!((view.item.title.as_str(), view.answer.as_str()), ("Chờ lâu ở quầy", "Từ nay có hai người trực."));
        assert_eq!(view.item.unit_name, "Ủy ban nhân dân xã Tuy Phước");
        assert!(!answer.text().contains("Mẫu"), "{}", answer.text());
        assert_eq!(app.nobody().get(&page).await.status, 200);
        let tag = answer.header("etag").unwrap().to_owned();
        let known = app.nobody().request(Method::GET, &address).header("if-none-match", tag);
        assert_eq!(Answer::of(known).await.status, 304);
        let view: PetitionView = writer.get(&path::petition(id)).await.ok(200);
        assert!(view.is_published);

        // In other words it stays where it is; taken down it is gone, and comes back as new.
        let mut other = shown();
        other["title"] = json!("Quầy số 3");
        act(&desk, id, "publication", 4, other.clone()).await.refused(409, ErrorCode::VersionConflict);
        act(&desk, id, "publication", 5, other.clone()).await.ok::<DeskPetition>(200);
        act(&desk, id, "removal", 6, json!({})).await.ok::<DeskPetition>(200);
        app.nobody().get(&address).await.refused(404, ErrorCode::NotFound);
        assert_eq!((app.nobody().get(&page).await.status, published(&app).await.len()), (404, 0));
        act(&desk, id, "removal", 7, json!({})).await.refused(409, ErrorCode::VersionConflict);
        act(&desk, id, "publication", 7, other).await.ok::<DeskPetition>(200);
        assert_eq!(published(&app).await.len(), 1);
        assert_eq!(app.count("audit_entries where action in ('petition-published', 'petition-taken-down')"), 4);
    }

    async fn nothing_is_published_without_leave_or_with_a_name_in_it(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let id = answered(&app, &writer, &desk, &staff).await;
        let cases = [
            ("title", "Bà NGUYEN THI MAU chờ lâu", "Nguyễn Thị Mẫu"),
            ("question", "Gọi lại số 0912.345.678 giúp", "0912345678"),
            ("question", "Số căn cước 001 099 000 001.", "001099000001"),
            ("answer", "Hỏi mau@vidu.vn nhé", "mau@vidu.vn"),
        ];
        for (field, text, found) in cases {
            let mut body = shown();
            body[field] = json!(text);
            let answer = act(&desk, id, "publication", 4, body).await;
            let problem = answer.refused(422, ErrorCode::CheckFields);
            let [fault] = problem.errors.as_slice() else { panic!("{problem:?}") };
            assert_eq!((fault.path.as_str(), fault.code), (field, ErrorCode::TextNamesSomebody));
            assert!(answer.text().contains(found), "{}", answer.text());
        }
        let mut empty = shown();
        empty["answer"] = json!(" ");
        let answer = act(&desk, id, "publication", 4, empty).await;
        assert_eq!(answer.faults(), [("answer".to_owned(), ErrorCode::Required)]);
        app.execute("update petitions set may_publish = false");
        act(&desk, id, "publication", 4, shown()).await.refused(409, ErrorCode::PetitionNotToPublish);
        assert_eq!(app.count("petition_publications"), 0);
    }

    async fn published_answers_are_paged_the_newest_first(app) {
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let mut codes = Vec::new();
        for login in [Login::Citizen, Login::OtherCitizen, Login::Agency] {
            let id = answered(&app, &app.sign_in(login).await, &desk, &staff).await;
            act(&desk, id, "publication", 4, shown()).await.ok::<DeskPetition>(200);
            codes.insert(0, app.query(&format!("select code as value from petitions where id = '{id}'")).remove(0));
        }
        assert_eq!(published(&app).await, codes);
        let first: Page<AnswerItem> = app.nobody().get(&format!("{}?limit=2", path::PUBLISHED_ANSWERS)).await.ok(200);
        let next = format!("{}?limit=2&cursor={}", path::PUBLISHED_ANSWERS, first.next.unwrap());
        let second: Page<AnswerItem> = app.nobody().get(&next).await.ok(200);
        assert_eq!((first.items.len(), second.items[0].code.as_str(), second.next), (2, codes[2].as_str(), None));
        let wrong = app.nobody().get(&format!("{}?cursor=x", path::PUBLISHED_ANSWERS)).await;
        assert_eq!(wrong.faults(), [("cursor".to_owned(), ErrorCode::NotAChoice)]);
    }
}
