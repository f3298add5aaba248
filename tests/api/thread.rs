//! What who filed and the officers of the unit write to each other about a dossier.

use crate::processing::told;
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierListItem;
use motcua_shared::filing::folder::FolderCounts;
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::processing::dto::DeskDossierItem;
use motcua_shared::processing::thread::{MAX_MESSAGE, Side, Thread};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;
use serde_json::json;

async fn sending(client: &Client, id: DossierId, key: &str, words: &str) -> Answer {
    let request = client
        .request(Method::POST, &path::dossier_messages(id))
        .header(IDEMPOTENCY_HEADER, key)
        .json(&json!({ "words": words }));
    Answer::of(request).await
}

/// Writes a message.
pub async fn send(client: &Client, id: DossierId, words: &str) -> Thread {
    sending(client, id, &new_key(), words).await.ok(200)
}

async fn thread(client: &Client, id: DossierId) -> Thread {
    client.get(&path::dossier_messages(id)).await.ok(200)
}

/// What waits: in the officer's queue, in the filer's list, and in all of the filer's dossiers.
async fn unread(desk: &Client, filer: &Client) -> (u32, u32, u32) {
    let queue: Page<DeskDossierItem> = desk.get(path::DESK_DOSSIERS).await.ok(200);
    let list: Page<DossierListItem> = filer.get(path::DOSSIERS).await.ok(200);
    let counts: FolderCounts = filer.get(path::DOSSIER_FOLDERS).await.ok(200);
    (queue.items[0].unread, list.items[0].unread, counts.unread)
}

on_both! {
    async fn both_sides_write_and_see_what_was_read(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        assert_eq!(thread(&agency, id).await.messages, []);
        send(&agency, id, "Khi nào có kết quả?").await;
        send(&agency, id, "Tôi cần trước ngày 30.").await;
        assert_eq!(unread(&desk, &agency).await, (2, 0, 0));
        let seen = thread(&desk, id).await;
        assert_eq!((seen.own, seen.messages.len(), seen.messages[0].side), (Side::Unit, 2, Side::Filer));
        assert_eq!(seen.messages[0].name, "Trường THCS Hoa Mai (mẫu)");
        // Read up to the first.
        let read = json!({ "last": seen.messages[0].id });
        let now: Thread = desk.post(&path::dossier_messages_read(id), &read).await.ok(200);
        assert_eq!([now.messages[0].read_at.is_some(), now.messages[1].read_at.is_some()], [true, false]);
        assert_eq!(unread(&desk, &agency).await, (1, 0, 0));
        send(&desk, id, "Dự kiến ngày 27.").await;
        send(&desk, id, "Chúng tôi sẽ báo lại.").await;
        assert_eq!(unread(&desk, &agency).await, (1, 2, 2));
        // The unit speaks as one; its officers see who of them wrote.
        let of_filer = thread(&agency, id).await;
        assert_eq!(of_filer.messages[2].name, "Ủy ban nhân dân xã Tuy Phước");
        assert_eq!(thread(&desk, id).await.messages[2].name, "Cán bộ một cửa Tuy Phước (mẫu)");
        // One's own reading marks nothing of one's own.
        let last = json!({ "last": of_filer.messages[3].id });
        let read: Thread = agency.post(&path::dossier_messages_read(id), &last).await.ok(200);
        assert_eq!(read.messages.iter().map(|one| one.read_at.is_some()).collect::<Vec<_>>(), [true, false, true, true]);
        // Of two within a day the filer heard once; the next day again.
        let of_messages = || told(&app).iter().filter(|news| news.contains("message")).count();
        assert_eq!(of_messages(), 1);
        app.advance(25 * 3600);
        let desk = app.sign_in(Login::Staff).await;
        send(&desk, id, "Đã có kết quả.").await;
        assert_eq!(of_messages(), 2);
    }

    async fn whatever_is_typed_is_plain_text_in_one_spelling(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        for (typed, kept) in [
            ("<b>Đậm</b> & <script>alert(1)</script>", "<b>Đậm</b> & <script>alert(1)</script>"),
            ("Cảm ơn 👍🏽", "Cảm ơn 👍🏽"),
            ("Ho\u{302}\u{300} sơ", "Hồ sơ"),
            (" dòng một\ndòng hai\u{202e}\u{200b}\0 ", "dòng một\ndòng hai"),
            (&"ạ".repeat(MAX_MESSAGE), &"ạ".repeat(MAX_MESSAGE)),
            (&"a\u{323}".repeat(MAX_MESSAGE), &"ạ".repeat(MAX_MESSAGE)),
        ] {
            let now = send(&agency, id, typed).await;
            assert_eq!(now.messages.last().unwrap().words, kept);
        }
        for (typed, code) in [
            ("x".repeat(10_000), ErrorCode::TooLong), ("ạ".repeat(MAX_MESSAGE + 1), ErrorCode::TooLong),
            (" \u{200b}\n ".to_owned(), ErrorCode::Required),
        ] {
            assert_eq!(sending(&agency, id, &new_key(), &typed).await.faults(), [("words".to_owned(), code)]);
        }
        let page = agency.get(&path::dossier_messages(id)).await;
        assert_eq!(page.header("content-type"), Some("application/json"));
    }

    async fn a_bad_line_repeats_nothing_and_nobody_floods_the_other(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        let key = new_key();
        let answers = join_all((0..5).map(|_| sending(&agency, id, &key, "Một lần."))).await;
        for answer in &answers {
            assert_eq!(answer.ok::<Thread>(200).messages.len(), 1);
        }
        sending(&agency, id, &key, "Lời khác.").await.refused(409, ErrorCode::IdempotencyMismatch);
        for number in 1..50 {
            send(&agency, id, &format!("Tin {number}")).await;
        }
        sending(&agency, id, &new_key(), "Một tin nữa.").await.refused(429, ErrorCode::TooManyRequests);
        assert_eq!(app.count("dossier_messages"), 50);
        // The other side still answers.
        let desk = app.sign_in(Login::Staff).await;
        send(&desk, id, "Đã nhận.").await;
    }

    async fn others_read_and_write_nothing(app) {
        let agency = app.agency_with_papers().await;
        let id = agency.filed(PROCEDURE, UNIT).await.id;
        let last = send(&agency, id, "Khi nào có kết quả?").await.messages[0].id;
        for login in [Login::OtherAgency, Login::OtherStaff, Login::Citizen] {
            let other = app.sign_in(login).await;
            other.get(&path::dossier_messages(id)).await.refused(404, ErrorCode::NotFound);
            sending(&other, id, &new_key(), "Tôi cũng vậy.").await.refused(404, ErrorCode::NotFound);
            other.post(&path::dossier_messages_read(id), &json!({ "last": last })).await.refused(404, ErrorCode::NotFound);
        }
        app.execute("delete from staff_roles where account_id = (select id from accounts where login = 'canbotuyphuoc')");
        let desk = app.sign_in(Login::Staff).await;
        sending(&desk, id, &new_key(), "Không có việc ở đây.").await.refused(403, ErrorCode::NotAllowed);
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        assert!([401, 403].contains(&sending(&agency, id, &new_key(), "Sau khi bị khóa.").await.status));
        assert_eq!(app.count("dossier_messages where read_at is null"), 1);
    }
}
