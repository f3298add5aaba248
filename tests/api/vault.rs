//! The vault: what goes in, how it is listed, how it comes out.

use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperPage, PaperView, SearchPapers, VaultKind};
use motcua_tests::client::{add_paper, new_key};
use motcua_tests::{Answer, Client, Login, on_both, papers, seed};
use serde_json::json;
use std::collections::BTreeSet;

async fn found(client: &Client, q: &str) -> PaperPage {
    let asked = SearchPapers {
        q: Some(q.to_owned()),
        ..SearchPapers::default()
    };
    client.post(path::PAPER_SEARCH, &asked).await.ok(200)
}

async fn page(client: &Client, query: &str) -> PaperPage {
    client.get(&format!("{}?{query}", path::PAPERS)).await.ok(200)
}

on_both! {
    async fn a_paper_is_listed_with_all_columns_of_the_letter(app) {
        let agency = app.sign_in(Login::Agency).await;
        let upload = agency.uploaded("to-trinh").await;
        let mut request = add_paper(upload.id, "KQ.H21.910001");
        request.name = "  Tờ trình khen thưởng  ".to_owned();
        request.decision_number = Some("12/TTr-UBND".to_owned());
        request.summary = Some("Đề nghị tặng Bằng khen".to_owned());
        request.issued_on = chrono::NaiveDate::from_ymd_opt(2026, 10, 5);
        let paper: PaperView = agency.post(path::PAPERS, &request).await.ok(201);
        let item = &paper.item;
        assert_eq!(item.code, "000000000000.KQ.H21.910001.05102026");
        assert_eq!((item.name.as_str(), item.file_name.as_str()), ("Tờ trình khen thưởng", "to-trinh.pdf"));
        assert_eq!((item.type_name.as_str(), item.category_name.as_str()), ("Văn bản, giấy tờ khác", "Tờ trình"));
        assert_eq!((item.vault_kind, item.size, item.identifier.as_str()), (VaultKind::Own, upload.size, "9990001"));
        assert_eq!((item.decision_number.as_deref(), item.summary.as_deref()), (Some("12/TTr-UBND"), Some("Đề nghị tặng Bằng khen")));
        assert_eq!((item.times_used, item.is_visible, item.is_shared), (0, true, false));
        assert!(item.signed_by.is_some() && item.signed_at.is_some());
        let list = page(&agency, "").await;
        assert_eq!((&list.items, list.total), (&vec![item.clone()], 1));
        let read: PaperView = agency.get(&path::paper(item.id)).await.ok(200);
        assert_eq!(read, paper);
        assert_eq!(app.stored_paths(), [format!("stored/{}/{}", &upload.sha256[..2], upload.sha256)]);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_citizen_has_a_personal_vault_under_the_own_number(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        assert_eq!(paper.item.vault_kind, VaultKind::Own);
        assert!(paper.item.code.starts_with("001099000001.KQ.G15.000031"), "{}", paper.item.code);
    }

    async fn the_same_file_is_stored_once(app) {
        let agency = app.sign_in(Login::Agency).await;
        let first = agency.paper("to-trinh", "KQ.H21.910001").await;
        let again = agency.uploaded("to-trinh").await;
        let problem = agency
            .add(again.id, "KQ.H21.910006")
            .await
            .refused(409, ErrorCode::PaperDuplicate);
        assert!(problem.title.contains(&first.item.code), "{}", problem.title);
        assert_eq!(problem.errors[0].path, "file");
        assert_eq!(page(&agency, "").await.total, 1);
        assert_eq!(agency.get(&path::paper_file(first.item.id)).await.status, 200, "the first is still there");
        app.assert_files_and_rows_agree().await;
    }

    async fn two_accounts_may_keep_the_same_file(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let mine = agency.paper("to-trinh", "KQ.H21.910001").await;
        let theirs = other.paper("to-trinh", "KQ.H21.910001").await;
        assert_ne!(mine.item.id, theirs.item.id);
        assert_eq!((app.count("papers"), app.count("stored_files")), (2, 1));
        app.assert_files_and_rows_agree().await;
    }

    async fn adding_the_same_upload_again_gives_the_same_paper(app) {
        let agency = app.sign_in(Login::Agency).await;
        let upload = agency.uploaded("to-trinh").await;
        let first: PaperView = agency.add(upload.id, "KQ.H21.910001").await.ok(201);
        let again: PaperView = agency.add(upload.id, "KQ.H21.910001").await.ok(201);
        assert_eq!(first, again);
        app.assert_files_and_rows_agree().await;
    }

    async fn adding_one_upload_several_times_at_once_makes_one_paper(app) {
        let agency = app.sign_in(Login::Agency).await;
        for name in ["to-trinh", "bien-ban-hop", "bao-cao-thanh-tich"] {
            let upload = agency.uploaded(name).await;
            let added = join_all((0..6).map(|_| agency.add(upload.id, "KQ.H21.910001"))).await;
            let ids: BTreeSet<_> = added
                .iter()
                .map(|answer| answer.ok::<PaperView>(201).item.id)
                .collect();
            assert_eq!(ids.len(), 1);
        }
        assert_eq!((app.count("papers"), app.count("audit_entries where action = 'paper-added'")), (3, 3));
        app.assert_files_and_rows_agree().await;
    }

    async fn one_upload_added_with_other_words_is_refused_instead_of_dropping_them(app) {
        let agency = app.sign_in(Login::Agency).await;
        for name in ["to-trinh", "bien-ban-hop"] {
            let upload = agency.uploaded(name).await;
            let said: Vec<AddPaper> = (0..6)
                .map(|number| AddPaper { name: format!("Tên thứ {number}"), ..add_paper(upload.id, "KQ.H21.910001") })
                .collect();
            let answers = join_all(said.iter().map(|said| agency.post(path::PAPERS, said))).await;
            let first = answers.iter().position(|answer| answer.status == 201).unwrap();
            let paper: PaperView = answers[first].ok(201);
            assert_eq!(paper.item.name, said[first].name);
            for answer in answers.iter().enumerate().filter(|(at, _)| *at != first) {
                let problem = answer.1.refused(409, ErrorCode::PaperAddedOtherwise);
                // What was put in, and where to go on.
                assert!(problem.title.contains(&paper.item.code) && problem.title.contains("bấm Sửa"), "{}", problem.title);
            }
            // Its own words again give the same, also when it was renamed since.
            let body = json!({
                "version": paper.item.version, "category_code": paper.item.category_code, "name": "Tên khác",
                "is_visible": true, "is_shared": false,
            });
            let renamed: PaperView = agency.put(&path::paper(paper.item.id), &body).await.ok(200);
            assert_eq!(agency.post(path::PAPERS, &said[first]).await.ok::<PaperView>(201), renamed);
            let other = &said[(first + 1) % 6];
            let problem = agency.post(path::PAPERS, other).await.refused(409, ErrorCode::PaperAddedOtherwise);
            assert!(problem.title.contains(&renamed.item.code), "{}", problem.title);
            // Once it left the vault there is nothing to change any more.
            if name == "bien-ban-hop" {
                let removal = json!({ "version": renamed.item.version });
                assert_eq!(agency.post(&path::paper_removal(paper.item.id), &removal).await.status, 204);
                agency.post(path::PAPERS, other).await.refused(409, ErrorCode::IdempotencyMismatch);
            }
        }
        assert_eq!((app.count("papers"), app.count("audit_entries where action = 'paper-added'")), (2, 2));
        app.assert_files_and_rows_agree().await;
    }

    async fn one_file_sent_twice_and_added_at_the_same_time_makes_one_paper(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        for name in ["to-trinh", "bien-ban-hop", "bao-cao-thanh-tich", "giay-khai-sinh"] {
            let uploads = [agency.uploaded(name).await, agency.uploaded(name).await, agency.uploaded(name).await];
            let theirs = other.uploaded(name).await;
            let category = "KQ.H21.910001";
            let (mine, theirs) = futures::join!(
                join_all(uploads.iter().map(|upload| agency.add(upload.id, category))),
                other.add(theirs.id, category),
            );
            assert_eq!(theirs.status, 201, "{}", theirs.text());
            let mut statuses: Vec<u16> = mine.iter().map(|answer| answer.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409, 409]);
            for answer in mine.iter().filter(|answer| answer.status == 409) {
                answer.refused(409, ErrorCode::PaperDuplicate);
            }
        }
        assert_eq!((app.count("papers"), app.count("stored_files")), (8, 4));
        app.assert_files_and_rows_agree().await;
    }

    async fn an_upload_of_somebody_else_or_for_something_else_is_refused(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let upload = agency.uploaded("to-trinh").await;
        let problem = other.add(upload.id, "KQ.H21.910001").await.refused(409, ErrorCode::UploadGone);
        assert_eq!(problem.errors[0].path, "file");
        let component: UploadView = agency
            .upload(papers::sound("bien-ban-hop"), "a.pdf", Purpose::Component)
            .await
            .ok(201);
        agency.add(component.id, "KQ.H21.910001").await.refused(409, ErrorCode::UploadGone);
        assert_eq!(app.count("papers"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn every_wrong_field_is_told_at_once_and_the_file_can_still_be_used(app) {
        let agency = app.sign_in(Login::Agency).await;
        let upload = agency.uploaded("to-trinh").await;
        let mut request = add_paper(upload.id, "KQ.0");
        request.name = " ".to_owned();
        request.decision_number = Some("1".repeat(61));
        request.summary = Some("ấ".repeat(1001));
        request.issued_on = app.state.clock.now().vietnam_date().succ_opt();
        let answer = agency.post(path::PAPERS, &request).await;
        answer.refused(422, ErrorCode::CheckFields);
        assert_eq!(
            answer.faults(),
            [
                ("category_code".to_owned(), ErrorCode::NotAChoice),
                ("name".to_owned(), ErrorCode::Required),
                ("issued_on".to_owned(), ErrorCode::NotAnIssueDate),
                ("decision_number".to_owned(), ErrorCode::TooLong),
                ("summary".to_owned(), ErrorCode::TooLong),
            ]
        );
        app.assert_files_and_rows_agree().await;
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(agency.add(upload.id, "KQ.H21.910001").await.status, 201);
        app.assert_files_and_rows_agree().await;
    }

    async fn texts_keep_their_letters_and_lose_what_no_database_takes(app) {
        let agency = app.sign_in(Login::Agency).await;
        let upload = agency.uploaded("to-trinh").await;
        let mut request = add_paper(upload.id, "KQ.H21.910001");
        request.name = "Giấy \0khen\u{202E}\u{200B}\u{AD} 🏅 <b>'\"".to_owned();
        request.summary = Some("dòng một\ndòng hai\u{8}".to_owned());
        let paper: PaperView = agency.post(path::PAPERS, &request).await.ok(201);
        assert_eq!(paper.item.name, "Giấy khen 🏅 <b>'\"");
        assert_eq!(paper.item.summary.as_deref(), Some("dòng một\ndòng hai"));
        let other = agency.uploaded("bien-ban-hop").await;
        request.upload_id = other.id;
        request.name = "\u{3164}\u{FEFF}\u{200B}".to_owned();
        assert_eq!(agency.post(path::PAPERS, &request).await.faults(), [("name".to_owned(), ErrorCode::Required)]);
        request.category_code = "KQ\0".to_owned();
        assert!(agency.post(path::PAPERS, &request).await.status < 500);
    }

    async fn paging_forth_and_back_shows_every_paper_once(app) {
        let agency = app.sign_in(Login::Agency).await;
        let mut ids = seed::papers(&app, app.account(Login::Agency), "KQ.H21.910001", 45);
        seed::papers(&app, app.account(Login::OtherAgency), "KQ.H21.910001", 3);
        ids.reverse();
        for limit in [1, 7, 20, 44, 45, 46, 100] {
            let mut seen = Vec::new();
            let mut current = page(&agency, &format!("limit={limit}")).await;
            assert_eq!((current.total, &current.previous), (45, &None));
            loop {
                seen.extend(current.items.iter().map(|item| item.id));
                match &current.next {
                    Some(cursor) => current = page(&agency, &format!("limit={limit}&cursor={cursor}")).await,
                    None => break,
                }
            }
            assert_eq!(seen, ids, "forth, {limit} a page");
            let mut back: Vec<_> = current.items.iter().map(|item| item.id).collect();
            while let Some(cursor) = &current.previous {
                current = page(&agency, &format!("limit={limit}&cursor={cursor}")).await;
                let mut earlier: Vec<_> = current.items.iter().map(|item| item.id).collect();
                earlier.append(&mut back);
                back = earlier;
            }
            assert_eq!(back, ids, "back, {limit} a page");
        }
    }

    async fn a_paper_added_meanwhile_shifts_no_page(app) {
        let agency = app.sign_in(Login::Agency).await;
        let account = app.account(Login::Agency);
        let ids = seed::papers(&app, account, "KQ.H21.910001", 4);
        let first = page(&agency, "limit=2").await;
        seed::papers(&app, account, "KQ.H21.910001", 2);
        let second = page(&agency, &format!("limit=2&cursor={}", first.next.unwrap())).await;
        let seen: Vec<_> = second.items.iter().map(|item| item.id).collect();
        assert_eq!(seen, [ids[1], ids[0]]);
        let newer = page(&agency, &format!("limit=5&cursor={}", second.previous.unwrap())).await;
        assert_eq!((newer.items.len(), newer.previous), (4, None));
    }

    async fn the_limit_stays_within_its_bounds(app) {
        let agency = app.sign_in(Login::Agency).await;
        seed::papers(&app, app.account(Login::Agency), "KQ.H21.910001", 101);
        for (query, expected) in [("", 20), ("limit=0", 1), ("limit=100", 100), ("limit=4000000000", 100)] {
            assert_eq!(page(&agency, query).await.items.len(), expected, "{query}");
        }
        for query in ["limit=-1", "limit=x", "offset=3", "limit=1&limit=2"] {
            let answer = agency.get(&format!("{}?{query}", path::PAPERS)).await;
            answer.refused(400, ErrorCode::BadRequest);
        }
        for cursor in ["x", "o", "o123", "z00000000000000000000000000000000", "%C3%A9", "o%00"] {
            let answer = agency.get(&format!("{}?cursor={cursor}", path::PAPERS)).await;
            assert_eq!(answer.faults(), [("cursor".to_owned(), ErrorCode::NotAChoice)], "{cursor}");
        }
    }

    async fn words_are_found_with_and_without_marks(app) {
        let agency = app.sign_in(Login::Agency).await;
        seed::papers(&app, app.account(Login::Agency), "KQ.H21.910001", 12);
        agency.paper("to-trinh", "KQ.H21.910001").await;
        for query in ["mau to trinh", "MẪU", "giay to mau", "truong thcs", "KQ.H21.910001 mẫu"] {
            let found = found(&agency, query).await;
            assert_eq!((found.items.len(), found.total, found.has_more), (1, 1, false), "{query}");
        }
        let named = SearchPapers { name: Some("số 1".to_owned()), ..SearchPapers::default() };
        let named: PaperPage = agency.post(path::PAPER_SEARCH, &named).await.ok(200);
        assert_eq!(named.items.len(), 4, "1, 10, 11 and 12");
        assert_eq!(found(&agency, "%").await.total, 13, "nothing to look for is the whole list");
        assert_eq!(found(&agency, "khong co").await.items, []);
    }

    async fn words_without_end_are_cut_and_texts_without_end_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        agency.paper("to-trinh", "KQ.H21.910001").await;
        let endless = "a".repeat(60_000);
        let page = found(&agency, &"giay ".repeat(150)).await;
        assert_eq!(page.items.len(), 1, "ten words and no more");
        assert_eq!(found(&agency, &"a".repeat(1_000)).await.items.len(), 0);
        let asked = SearchPapers { q: Some(endless.clone()), summary: Some("a".repeat(1_001)), ..SearchPapers::default() };
        let faults = agency.post(path::PAPER_SEARCH, &asked).await.faults();
        assert_eq!(faults, [("q".to_owned(), ErrorCode::TooLong), ("summary".to_owned(), ErrorCode::TooLong)]);
        for list in [path::PROCEDURES, path::FEEDBACK_UNITS] {
            let answer = agency.get(&format!("{list}?q={endless}")).await;
            assert_eq!((answer.status, answer.text().contains("\"code\"")), (200, false), "{list}: {}", answer.text());
        }
    }

    async fn a_file_comes_back_as_it_was_sent_and_cannot_act_as_our_page(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let name = "Tờ trình \"khen\"; số 1.pdf";
        let sent = agency.sending(bytes.clone(), name, Purpose::Vault, &new_key());
        let upload: UploadView = Answer::of(sent).await.ok(201);
        let paper: PaperView = agency.add(upload.id, "KQ.H21.910001").await.ok(201);
        let address = path::paper_file(paper.item.id);
        for (query, how) in [("", "attachment"), ("?view=false", "attachment"), ("?view=true", "inline")] {
            let answer = agency.get(&format!("{address}{query}")).await;
            assert_eq!((answer.status, &answer.body), (200, &bytes));
            assert_eq!(answer.header("content-type"), Some("application/pdf"));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("cache-control"), Some("private, no-store"));
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
            assert!(!policy.contains("allow-scripts"), "{policy}");
            assert_eq!(
                answer.header("content-disposition").unwrap(),
                format!("{how}; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20%22khen%22%3B%20s%E1%BB%91%201.pdf")
            );
        }
        assert_eq!(app.count("audit_entries where action = 'paper-read'"), 3);
        let other = app.sign_in(Login::OtherAgency).await;
        other.get(&address).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("audit_entries where action = 'paper-read'"), 3);
    }

    async fn a_file_that_is_gone_is_an_honest_failure(app) {
        let agency = app.sign_in(Login::Agency).await;
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        let stored = app.folder().join("files").join(&app.stored_paths()[0]);
        std::fs::remove_file(stored).unwrap();
        let answer = agency.get(&path::paper_file(paper.item.id)).await;
        let problem = answer.refused(500, ErrorCode::Internal);
        assert!(!answer.text().contains("stored/") && !problem.title.is_ascii());
    }

    async fn a_vault_is_nobody_elses(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        other.get(&path::paper(paper.item.id)).await.refused(404, ErrorCode::NotFound);
        let list = page(&other, "").await;
        assert_eq!((list.items, list.total), (vec![], 0));
        app.sign_in(Login::Staff).await.get(path::PAPERS).await.refused(403, ErrorCode::NotAllowed);
    }
}
