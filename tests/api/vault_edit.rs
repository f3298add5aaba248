//! The vault: what an owner changes, and that nothing of it is lost.

use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::vault::dto::{
    ChangePaper, PaperPage, PaperSort, PaperView, RemovePaper, ReplaceFile, SearchPapers, StruckWhy,
};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::seen;
use motcua_tests::{Client, Login, on_both, papers, seed};

fn change_of(paper: &PaperView) -> ChangePaper {
    let item = paper.item.clone();
    ChangePaper {
        version: item.version,
        category_code: item.category_code,
        name: item.name,
        is_visible: item.is_visible,
        is_shared: item.is_shared,
        decision_number: item.decision_number,
        summary: item.summary,
        issued_on: item.issued_on,
        owner_name: Some(item.owner_name),
    }
}

async fn read(client: &Client, id: PaperId) -> PaperView {
    client.get(&path::paper(id)).await.ok(200)
}

async fn search(client: &Client, asked: &SearchPapers) -> PaperPage {
    client.post(path::PAPER_SEARCH, asked).await.ok(200)
}

async fn replace(client: &Client, paper: &PaperView, file: &str) -> PaperView {
    let upload = client.uploaded(file).await;
    let request = ReplaceFile {
        version: paper.item.version,
        upload_id: upload.id,
        note: Some("Tải nhầm tệp".to_owned()),
    };
    client
        .post(&path::paper_replacement(paper.item.id), &request)
        .await
        .ok(200)
}

on_both! {
    async fn what_is_said_of_a_paper_is_changed_and_found_under_its_new_words(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let mut change = change_of(&paper);
        change.name = "Giấy khai sinh của con".to_owned();
        change.owner_name = Some("Trần Bé Na".to_owned());
        change.decision_number = Some("77/KS".to_owned());
        change.is_shared = true;
        let changed: PaperView = citizen.put(&path::paper(paper.item.id), &change).await.ok(200);
        assert_eq!((changed.item.name.as_str(), changed.item.owner_name.as_str()), ("Giấy khai sinh của con", "Trần Bé Na"));
        assert!(changed.item.is_shared && changed.item.version > paper.item.version);
        let by_owner = SearchPapers { owner_name: Some("tran be na".to_owned()), ..SearchPapers::default() };
        assert_eq!(search(&citizen, &by_owner).await.items, std::slice::from_ref(&changed.item));
        change.version = changed.item.version;
        change.is_shared = false;
        let again: PaperView = citizen.put(&path::paper(paper.item.id), &change).await.ok(200);
        assert!(!again.item.is_shared);
        assert_eq!(app.count("paper_grants"), 1, "the grant stays, withdrawn");
    }

    async fn the_second_of_two_edits_at_once_is_told_and_overwrites_nothing(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let changes = ["Một", "Hai", "Ba", "Bốn"].map(|name| ChangePaper { name: name.to_owned(), ..change_of(&paper) });
        let address = path::paper(paper.item.id);
        let answers = join_all(changes.iter().map(|change| citizen.put(&address, change))).await;
        let won: Vec<usize> = (0..4).filter(|place| answers[*place].status == 200).collect();
        assert_eq!(won.len(), 1);
        for (place, answer) in answers.into_iter().enumerate() {
            if place != won[0] {
                answer.refused(409, ErrorCode::VersionConflict);
            }
        }
        assert_eq!(read(&citizen, paper.item.id).await.item.name, changes[won[0]].name);
    }

    async fn every_wrong_field_of_a_change_is_told(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let change = ChangePaper {
            name: " ".to_owned(),
            category_code: "KQ.KHONG".to_owned(),
            summary: Some("x".repeat(1001)),
            owner_name: Some("y".repeat(201)),
            ..change_of(&paper)
        };
        let answer = citizen.put(&path::paper(paper.item.id), &change).await;
        let fields: Vec<String> = answer.faults().into_iter().map(|(path, _)| path).collect();
        assert_eq!(fields, ["category_code", "name", "summary", "owner_name"]);
        assert_eq!(read(&citizen, paper.item.id).await.item, paper.item);
    }

    async fn a_category_that_was_retired_stays_with_its_papers_and_takes_no_new_ones(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        app.execute("update paper_categories set is_active = false where code = 'KQ.G15.000031'");
        let change = ChangePaper { name: "Tên mới".to_owned(), ..change_of(&paper) };
        let changed: PaperView = citizen.put(&path::paper(paper.item.id), &change).await.ok(200);
        assert_eq!(changed.item.category_name, paper.item.category_name);
        let upload = citizen.uploaded("to-trinh").await;
        let answer = citizen.add(upload.id, "KQ.G15.000031").await;
        assert_eq!(answer.faults(), [("category_code".to_owned(), ErrorCode::CategoryRetired)]);
    }

    async fn of_very_many_files_that_were_struck_out_the_newest_are_shown(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        app.execute(
            "with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < 151)
             insert into paper_versions (paper_id, number, account_id, file_name, size, sha256, verdict, report, added_at, struck_at, struck_why)
             select paper_id, n, account_id, file_name, size, sha256, verdict, report, added_at, added_at, 'replaced'
             from paper_versions, numbers where number = 1",
        );
        let struck = read(&citizen, paper.item.id).await.struck;
        assert_eq!((struck.len(), struck[0].number, struck[99].number), (100, 151, 52));
    }

    async fn a_replaced_file_stays_struck_out_with_who_when_and_why(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let first = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let second = replace(&citizen, &first, "to-trinh").await;
        assert_eq!((second.item.id, second.item.file_version), (first.item.id, 2));
        assert_ne!(second.sha256, first.sha256);
        let [struck] = second.struck.as_slice() else { panic!("{:?}", second.struck) };
        assert_eq!((struck.number, struck.why, struck.note.as_deref()), (1, StruckWhy::Replaced, Some("Tải nhầm tệp")));
        assert_eq!((&struck.sha256, struck.used_in), (&first.sha256, 0));
        assert_eq!(struck.struck_by.as_deref(), Some(first.item.owner_name.as_str()));
        let old = citizen.get(&path::paper_version_file(first.item.id, 1)).await;
        assert_eq!((old.status, old.body.as_ref()), (200, papers::sound("giay-khai-sinh").as_ref()));
        let new = citizen.get(&path::paper_file(first.item.id)).await;
        assert_eq!(new.body.as_ref(), papers::sound("to-trinh").as_ref());
        citizen.get(&path::paper_version_file(first.item.id, 3)).await.refused(404, ErrorCode::NotFound);
        let other = app.sign_in(Login::Agency).await;
        other.get(&path::paper_version_file(first.item.id, 1)).await.refused(404, ErrorCode::NotFound);
        let third = replace(&citizen, &second, "giay-khai-sinh").await;
        assert_eq!(third.struck.len(), 2, "the first file may come back as a third");
        app.assert_files_and_rows_agree().await;
    }

    async fn replacing_is_refused_for_an_old_version_a_known_file_and_a_foreign_upload(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let known = citizen.paper("quyet-dinh-cong-nhan", "KQ.G15.000021").await;
        let request = |upload_id, version| ReplaceFile { version, upload_id, note: None };
        let address = path::paper_replacement(paper.item.id);
        let again = citizen.uploaded("quyet-dinh-cong-nhan").await;
        let problem = citizen.post(&address, &request(again.id, 1)).await.refused(409, ErrorCode::PaperDuplicate);
        assert!(problem.title.contains(&known.item.code), "{}", problem.title);
        let fresh = citizen.uploaded("to-trinh").await;
        citizen.post(&address, &request(fresh.id, 7)).await.refused(409, ErrorCode::VersionConflict);
        let other = app.sign_in(Login::Agency).await;
        let foreign = other.uploaded("to-trinh").await;
        citizen.post(&address, &request(foreign.id, 1)).await.refused(409, ErrorCode::UploadGone);
        let sent: PaperView = citizen.post(&address, &request(fresh.id, 1)).await.ok(200);
        let repeated: PaperView = citizen.post(&address, &request(fresh.id, 1)).await.ok(200);
        assert_eq!(sent, repeated, "a repeated request is harmless");
        app.assert_files_and_rows_agree().await;
    }

    async fn replacing_again_is_harmless_also_at_once_and_other_words_are_not_taken_for_kept(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let sent = citizen.uploaded("to-trinh").await;
        let request = |note: Option<&str>| ReplaceFile {
            version: paper.item.version,
            upload_id: sent.id,
            note: note.map(str::to_owned),
        };
        let address = path::paper_replacement(paper.item.id);
        let held = app.hold(&format!("update papers set version = version where id = '{}'", paper.item.id));
        let asking = (0..2).map(|_| {
            let (citizen, address, body) = (citizen.clone(), address.clone(), request(Some("Tải nhầm")));
            actix_web::rt::spawn(async move { citizen.post(&address, &body).await })
        });
        let asking: Vec<_> = asking.collect();
        app.wait_for_locks(2).await;
        held.commit();
        let answers: Vec<PaperView> = join_all(asking).await.into_iter().map(|one| one.unwrap().ok(200)).collect();
        assert_eq!(answers[0], answers[1]);
        for note in [None, Some("Lời khác")] {
            citizen.post(&address, &request(note)).await.refused(409, ErrorCode::IdempotencyMismatch);
        }
        let again: PaperView = citizen.post(&address, &request(Some(" Tải nhầm "))).await.ok(200);
        assert_eq!((again.struck[0].note.as_deref(), again.struck.len()), (Some("Tải nhầm"), 1));
        assert_eq!(app.count("paper_events where act = 'replaced'"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_paper_replaced_or_removed_while_attached_is_told_before_filing_and_the_new_file_is_filed(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let attached = draft.components[0].attachment.clone().unwrap();
        let paper = read(&agency, attached.paper_id.unwrap()).await;
        let replaced = replace(&agency, &paper, "giay-khai-sinh").await;
        let answer = agency.post(&path::draft_submit(draft.id), &seen(&draft)).await;
        let component = format!("components.{}", draft.components[0].component_id);
        assert_eq!(answer.faults(), [(component.clone(), ErrorCode::PaperStale)]);
        assert_eq!(app.count("dossiers"), 0);
        let told: motcua_shared::filing::dto::DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!((told.missing[0].path.as_str(), told.missing[0].code), (component.as_str(), ErrorCode::PaperStale));
        let attach = serde_json::json!({ "version": told.version, "source": { "paper": paper.item.id } });
        let again: motcua_shared::filing::dto::DraftView = agency
            .put(&path::draft_component(draft.id, &draft.components[0].component_id), &attach)
            .await
            .ok(200);
        assert_eq!(again.components[0].attachment.as_ref().unwrap().sha256, replaced.sha256);
        let dossier: motcua_shared::filing::dto::DossierView =
            agency.post(&path::draft_submit(draft.id), &seen(&again)).await.ok(200);
        let removal = RemovePaper { version: replaced.item.version, note: None };
        let gone = agency.post(&path::paper_removal(paper.item.id), &removal).await;
        assert_eq!(gone.status, 204);
        let file = agency.get(&path::dossier_file(dossier.id, &draft.components[0].component_id)).await;
        assert_eq!((file.status, file.body.as_ref()), (200, papers::sound("giay-khai-sinh").as_ref()), "the dossier keeps it");
        let shown = read(&agency, paper.item.id).await;
        assert!(shown.removed_at.is_some());
        assert_eq!(shown.struck[0].used_in, 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_removed_paper_leaves_the_list_and_may_come_back_as_another(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let mut change = change_of(&paper);
        change.is_shared = true;
        let shared: PaperView = citizen.put(&path::paper(paper.item.id), &change).await.ok(200);
        let request = RemovePaper { version: shared.item.version, note: Some("Không dùng nữa".to_owned()) };
        let address = path::paper_removal(paper.item.id);
        assert_eq!(citizen.post(&address, &request).await.status, 204);
        citizen.post(&address, &request).await.refused(404, ErrorCode::NotFound);
        let list = search(&citizen, &SearchPapers::default()).await;
        assert_eq!((list.items.len(), list.total), (0, 0));
        assert!(!read(&citizen, paper.item.id).await.item.is_shared);
        let again = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        assert_ne!(again.item.id, paper.item.id);
        assert_eq!(search(&citizen, &SearchPapers::default()).await.total, 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_an_authority_issued_is_only_shown_or_hidden_by_its_owner(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        app.execute("update papers set origin = 'authority'");
        let removal = RemovePaper { version: 1, note: None };
        citizen.post(&path::paper_removal(paper.item.id), &removal).await.refused(409, ErrorCode::PaperNotOwners);
        let upload = citizen.uploaded("to-trinh").await;
        let replacement = ReplaceFile { version: 1, upload_id: upload.id, note: None };
        citizen.post(&path::paper_replacement(paper.item.id), &replacement).await.refused(409, ErrorCode::PaperNotOwners);
        let renamed = ChangePaper { name: "Tên khác".to_owned(), ..change_of(&paper) };
        citizen.put(&path::paper(paper.item.id), &renamed).await.refused(409, ErrorCode::PaperNotOwners);
        let hidden = ChangePaper { is_visible: false, is_shared: true, ..change_of(&paper) };
        let hidden: PaperView = citizen.put(&path::paper(paper.item.id), &hidden).await.ok(200);
        assert!(!hidden.item.is_visible && hidden.item.is_shared);
    }

    async fn each_search_looks_in_its_own_column(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let other = citizen.paper("to-trinh", "KQ.H21.910001").await;
        let change = ChangePaper {
            name: "Bản trích lục".to_owned(),
            decision_number: Some("12/QĐ-UBND".to_owned()),
            summary: Some("Về việc đổi tên".to_owned()),
            owner_name: Some("Đặng Thị Ái".to_owned()),
            ..change_of(&paper)
        };
        let _: PaperView = citizen.put(&path::paper(paper.item.id), &change).await.ok(200);
        let text = |text: &str| Some(text.to_owned());
        let default = SearchPapers::default;
        for (asked, expected) in [
            (SearchPapers { name: text("trich luc"), ..default() }, 1),
            (SearchPapers { name: text("đổi tên"), ..default() }, 0),
            (SearchPapers { code: text("g15.000031"), ..default() }, 1),
            (SearchPapers { code: text("trích"), ..default() }, 0),
            (SearchPapers { decision_number: text("12/qd"), ..default() }, 1),
            (SearchPapers { owner_name: text("dang ai"), ..default() }, 1),
            (SearchPapers { owner_name: text("12"), ..default() }, 0),
            (SearchPapers { identifier: text("001099000001"), ..default() }, 2),
            (SearchPapers { identifier: text("31"), ..default() }, 0),
            (SearchPapers { summary: text("VỀ VIỆC"), ..default() }, 1),
            (SearchPapers { q: text("ai trich 12"), ..default() }, 1),
            (SearchPapers { name: text("trich"), owner_name: text("khong"), ..default() }, 0),
            (SearchPapers { category_code: text("KQ.H21.910001"), ..default() }, 1),
            (SearchPapers { type_id: text("khong-co"), ..default() }, 0),
            (SearchPapers { is_visible: Some(false), ..default() }, 0),
        ] {
            let found = search(&citizen, &asked).await;
            assert_eq!((found.items.len(), found.total), (expected, expected as u64), "{asked:?}");
        }
        assert_ne!(other.item.id, paper.item.id);
    }

    async fn every_order_is_walked_forth_and_back_and_jumped_into(app) {
        let agency = app.sign_in(Login::Agency).await;
        let ids = seed::papers(&app, app.account(Login::Agency), "KQ.H21.910001", 23);
        app.execute("update papers set times_used = 3 where name like '%7'");
        app.execute("update papers set sort_day = '2024-01-01' where name like '%2'");
        for sort in [PaperSort::Newest, PaperSort::Oldest, PaperSort::Name, PaperSort::IssuedOn, PaperSort::TimesUsed] {
            let asked = |cursor: Option<String>, page| SearchPapers { sort, cursor, page, limit: Some(5), ..SearchPapers::default() };
            let mut pages = vec![search(&agency, &asked(None, None)).await];
            while let Some(cursor) = pages.last().unwrap().next.clone() {
                pages.push(search(&agency, &asked(Some(cursor), None)).await);
            }
            let mut seen: Vec<PaperId> = pages.iter().flat_map(|page| page.items.iter().map(|item| item.id)).collect();
            assert_eq!((pages.len(), seen.len()), (5, 23), "{sort:?}");
            for (place, page) in pages.iter().enumerate() {
                let number = u32::try_from(place).unwrap() + 1;
                let jumped = search(&agency, &asked(None, Some(number))).await;
                assert_eq!((&jumped.items, jumped.number, jumped.total), (&page.items, Some(number), 23), "{sort:?} {number}");
                if let Some(cursor) = &page.previous {
                    let back = search(&agency, &asked(Some(cursor.clone()), None)).await;
                    assert_eq!(back.items, pages[place - 1].items, "{sort:?} back from {number}");
                }
            }
            let beyond = search(&agency, &asked(None, Some(99))).await;
            assert_eq!((&beyond.items, beyond.number), (&pages[4].items, Some(5)));
            seen.sort();
            assert_eq!(seen, ids, "{sort:?}");
        }
    }

    async fn keys_of_an_older_portal_are_written_anew(app) {
        let agency = app.sign_in(Login::Agency).await;
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        let removed = agency.paper("bien-ban-hop", "KQ.H21.910003").await;
        let removal = RemovePaper { version: removed.item.version, note: None };
        assert_eq!(agency.post(&path::paper_removal(removed.item.id), &removal).await.status, 204);
        let signer = paper.item.signed_by.clone();
        let asked = [
            SearchPapers { name: Some("mau".to_owned()), ..SearchPapers::default() },
            SearchPapers { q: Some(paper.item.file_name.clone()), ..SearchPapers::default() },
            SearchPapers { q: signer, ..SearchPapers::default() },
        ];
        let keys = "select search_key as value from papers order by id";
        let before = app.query(keys);
        // As the migration leaves them.
        app.execute("update papers set search_key = 'giay to mau', sort_name = ''");
        app.execute(
            "insert into jobs (id, kind, payload, run_after, attempts, state, created_at) \
             select '01936f00-0000-7000-8000-000000000099', 'vault.rekey', '{}', created_at, 0, 'waiting', created_at from accounts limit 1",
        );
        for one in &asked {
            assert_eq!(search(&agency, one).await.total, 0);
        }
        app.run_jobs().await;
        for one in &asked {
            assert_eq!(search(&agency, one).await.total, 1);
        }
        assert_eq!(app.query(keys), before, "of what was removed as well");
    }

    async fn a_file_replaced_while_the_dossier_is_filed_is_filed_whole_or_not_at_all(app) {
        let agency = app.agency_with_papers().await;
        for round in 0..6 {
            let draft = agency.open(PROCEDURE).await;
            let draft = agency.fill(&draft, UNIT).await;
            let attached = draft.components[0].attachment.clone().unwrap();
            let paper = read(&agency, attached.paper_id.unwrap()).await;
            let file = if round % 2 == 0 { "giay-khai-sinh" } else { "to-trinh" };
            let upload = agency.uploaded(file).await;
            let request = ReplaceFile { version: paper.item.version, upload_id: upload.id, note: None };
            let (address, submission) = (path::paper_replacement(paper.item.id), path::draft_submit(draft.id));
            let seen = seen(&draft);
            let (replaced, submitted) = futures::join!(agency.post(&address, &request), agency.post(&submission, &seen));
            assert_eq!(replaced.status, 200, "{}", replaced.text());
            // Whichever was first: what was filed is what was seen, and the use is noted of the file that was used.
            if submitted.status == 200 {
                let dossier: motcua_shared::filing::dto::DossierView = submitted.ok(200);
                assert_eq!(dossier.components[0].attachment.as_ref().unwrap().sha256, attached.sha256);
                let used = app.query(&format!(
                    "select v.sha256 as value from paper_uses u join paper_versions v \
                     on v.paper_id = u.paper_id and v.number = u.file_version \
                     where u.dossier_id = '{}' and u.paper_id = '{}'",
                    dossier.id, paper.item.id
                ));
                assert_eq!(used, [attached.sha256]);
            } else {
                let component = format!("components.{}", draft.components[0].component_id);
                assert_eq!(submitted.faults(), [(component, ErrorCode::PaperStale)]);
            }
        }
        assert_eq!(app.count("dossier_components"), 3 * app.count("dossiers"));
        app.assert_files_and_rows_agree().await;
    }
}
