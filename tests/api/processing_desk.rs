//! Who may work on a dossier, who comes first, and the queue of a unit.

use crate::feedback::unit;
use crate::processing::{DECISION, course, give_back, in_process, refuse, said, seen, step};
use crate::signing::before_and_after;
use futures::future::{join, join_all};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, DraftView};
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem, StateCount};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{FITTING, PROCEDURE, UNIT};
use motcua_tests::{Client, Login, TestApp, on_both, on_each};
use serde_json::{Value, json};

const GROUND: &str = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";

async fn queue(desk: &Client, query: &str) -> Page<DeskDossierItem> {
    desk.get(&format!("{}{query}", path::DESK_DOSSIERS)).await.ok(200)
}

async fn looked_for(desk: &Client, typed: &str) -> Page<DeskDossierItem> {
    search(desk, json!({ "find": typed })).await
}

async fn search(desk: &Client, asked: Value) -> Page<DeskDossierItem> {
    desk.post(path::DESK_DOSSIER_SEARCHES, &asked).await.ok(200)
}

fn ids(page: &Page<DeskDossierItem>) -> Vec<DossierId> {
    page.items.iter().map(|item| item.id).collect()
}

/// The officer of the other unit, moved to that of the first.
async fn colleague(app: &TestApp) -> Client {
    app.execute(&format!(
        "update accounts set unit_id = '{}' where login = 'canboquynhon'",
        unit(app, UNIT)
    ));
    app.sign_in(Login::OtherStaff).await
}

on_both! {
    async fn other_units_the_unit_above_and_officers_without_the_role_see_nothing(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (id, file) = (dossier.id, path::dossier_file(dossier.id, "to-trinh"));
        for code in ["H21.102", "H21"] {
            app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, code)));
            let elsewhere = app.sign_in(Login::OtherStaff).await;
            assert_eq!(queue(&elsewhere, "").await.items, []);
            assert_eq!(looked_for(&elsewhere, &dossier.code).await.items, []);
            for address in [path::desk_dossier(id), path::dossier(id), file.clone(), path::desk_result_file(id, 1)] {
                elsewhere.get(&address).await.refused(404, ErrorCode::NotFound);
            }
            for part in ["receipt", "beginning"] {
                step(&elsewhere, id, part, 1).await.refused(404, ErrorCode::NotFound);
            }
            refuse(&elsewhere, id, 1, GROUND).await.refused(404, ErrorCode::NotFound);
            let upload = elsewhere.uploaded("quyet-dinh-cong-nhan").await;
            give_back(&elsewhere, id, 1, &[said(upload.id, DECISION)]).await.refused(404, ErrorCode::NotFound);
        }
        // Being an officer of the unit is not enough.
        let colleague = colleague(&app).await;
        app.execute("delete from staff_roles where account_id = (select id from accounts where login = 'canboquynhon')");
        for address in [path::DESK_DOSSIERS.to_owned(), path::desk_dossier(id), path::dossier(id), path::DOSSIERS.to_owned(), file] {
            colleague.get(&address).await.refused(403, ErrorCode::NotAllowed);
        }
        step(&colleague, id, "receipt", 1).await.refused(403, ErrorCode::NotAllowed);
        // Nor is having filed it; and the course is the filer's.
        agency.get(&path::desk_dossier(id)).await.refused(403, ErrorCode::NotAllowed);
        step(&agency, id, "receipt", 1).await.refused(403, ErrorCode::NotAllowed);
        let other = app.sign_in(Login::OtherAgency).await;
        other.get(&path::dossier_course(id)).await.refused(404, ErrorCode::NotFound);
        colleague.get(&path::dossier_course(id)).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("dossier_events") + app.count("paper_events where actor = 'officer'"), 0);
        assert_eq!(app.count("dossiers where status = 'submitted' and version = 1"), 1);
    }

    async fn of_two_officers_at_once_one_acts_and_the_other_is_told(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let colleague = colleague(&app).await;
        let both = [&desk, &colleague];
        let received = join_all(both.iter().map(|officer| step(officer, dossier.id, "receipt", 1))).await;
        assert_eq!(received.iter().filter(|answer| answer.status == 200).count(), 1);
        received.iter().find(|answer| answer.status != 200).unwrap().refused(409, ErrorCode::DossierMovedOn);
        assert_eq!(step(&desk, dossier.id, "beginning", 2).await.status, 200);
        // Two results and a refusal at the same moment.
        let (first, second) = (desk.uploaded("quyet-dinh-cong-nhan").await, colleague.uploaded("giay-khai-sinh").await);
        let (of_first, of_second) = ([said(first.id, DECISION)], [said(second.id, DECISION)]);
        let (one, two, three) = futures::join!(
            give_back(&desk, dossier.id, 3, &of_first),
            give_back(&colleague, dossier.id, 3, &of_second),
            refuse(&colleague, dossier.id, 3, GROUND),
        );
        let answers = [one, two, three];
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.refused(409, ErrorCode::DossierMovedOn);
        }
        assert_eq!(app.count("dossier_events"), 3);
        assert_eq!(app.count("papers where origin = 'authority'"), app.count("dossiers where status = 'returned'"));
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_its_owner_takes_out_or_exchanges_meanwhile_becomes_the_authoritys_whole_or_not_at_all(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let files = ["quyet-dinh-cong-nhan", "giay-khai-sinh", "giay-xac-nhan-tinh-trang-hon-nhan", "ban-sao-chung-thuc-quyet-dinh"];
        for (round, name) in files.into_iter().enumerate() {
            let dossier = in_process(&agency, &desk).await;
            let own = agency.paper(name, DECISION).await;
            let upload = desk.uploaded(name).await;
            let (address, body) = if round % 2 == 0 {
                (path::paper_removal(own.item.id), json!({ "version": own.item.version }))
            } else {
                let (by_person, by_both) = before_and_after("hai-chu-ky-nguoi-va-co-quan");
                let other = if round == 1 { by_person } else { by_both };
                let other: UploadView = agency.upload(other, "khac.pdf", Purpose::Vault).await.ok(201);
                (path::paper_replacement(own.item.id), json!({ "version": own.item.version, "upload_id": other.id }))
            };
            let results = [said(upload.id, DECISION)];
            let (ended, _) = join(
                give_back(&desk, dossier.id, 3, &results),
                agency.post(&address, &body),
            ).await;
            let here = format!("origin = 'authority' and removed_at is null and sha256 = '{}'", upload.sha256);
            assert_eq!(app.count(&format!("papers where {here}")), u64::from(ended.status == 200), "{name}: {}", ended.text());
            assert_eq!(app.count("papers where origin = 'authority' and (removed_at is not null or signed_by is null)"), 0);
            assert_eq!(app.count("papers where origin = 'authority' and sha256 not in (select sha256 from dossier_results)"), 0);
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn a_result_bears_no_day_that_is_still_to_come(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        let mut result = said(sent.id, DECISION);
        for day in [json!("2999-01-01"), json!("1800-01-01"), json!(app.state.clock.now().vietnam_date().succ_opt())] {
            result["issued_on"] = day;
            let faults = give_back(&desk, dossier.id, 3, &[result.clone()]).await.faults();
            assert_eq!(faults, [("results.0.issued_on".to_owned(), ErrorCode::NotAnIssueDate)]);
        }
        assert_eq!(seen(&desk, dossier.id).await.dossier.status, DossierStatus::InProcess);
        assert_eq!(give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.status, 200);
    }

    async fn the_same_return_sent_twice_at_once_issues_once(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        let results = [said(upload.id, DECISION)];
        let answers = join_all((0..6).map(|_| give_back(&desk, dossier.id, 3, &results))).await;
        let first: DeskDossier = answers[0].ok(200);
        assert_eq!((first.dossier.status, first.results.len()), (DossierStatus::Returned, 1));
        for answer in &answers {
            assert_eq!(answer.ok::<DeskDossier>(200), first);
        }
        let again: DeskDossier = give_back(&desk, dossier.id, 3, &results).await.ok(200);
        assert_eq!(again.results.len(), 1);
        assert_eq!((app.count("papers where origin = 'authority'"), app.count("dossier_results")), (1, 1));
        assert_eq!(app.count("messages where kind = 'dossier-moved'"), 2);
        app.assert_files_and_rows_agree().await;
    }

    async fn one_file_given_to_two_dossiers_at_once_ends_one(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let (first, second) = (in_process(&agency, &desk).await, in_process(&agency, &desk).await);
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        let results = [said(upload.id, DECISION)];
        let answers = join_all([first.id, second.id].map(|id| give_back(&desk, id, 3, &results))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        answers.iter().find(|answer| answer.status != 200).unwrap().refused(409, ErrorCode::UploadGone);
        assert_eq!(app.count("dossiers where status = 'returned'"), 1);
        assert_eq!(app.count("papers where origin = 'authority'"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn an_officer_who_is_suspended_or_moved_on_the_way_ends_nothing(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        let results = [said(upload.id, DECISION)];
        app.execute("update accounts set status = 'suspended' where login = 'canbotuyphuoc'");
        give_back(&desk, dossier.id, 3, &results).await.refused(401, ErrorCode::SignInNeeded);
        app.execute("update accounts set status = 'active' where login = 'canbotuyphuoc'");
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canbotuyphuoc'", unit(&app, "H21.102")));
        give_back(&desk, dossier.id, 3, &results).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("dossiers where status = 'in-process'"), 1);
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
    }

    async fn the_queue_is_in_the_order_of_the_work_and_shows_every_row_once(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let mut filed = Vec::new();
        for _ in 0..5 {
            filed.push(agency.filed(PROCEDURE, UNIT).await);
        }
        let all: Vec<DossierId> = filed.iter().map(|one| one.id).collect();
        assert_eq!(ids(&queue(&desk, "").await), all, "what came first waits first");
        for id in &all {
            assert_eq!(step(&desk, *id, "receipt", 1).await.status, 200);
        }
        // The newest is overdue, the third is due before the others.
        app.execute(&format!("update dossiers set due_on = '2026-01-05' where id = '{}'", all[4]));
        app.execute(&format!("update dossiers set due_on = '2026-01-06' where id = '{}'", all[2]));
        let order = [all[4], all[2], all[0], all[1], all[3]];
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = queue(&desk, &format!("?status=received&limit=2&cursor={cursor}")).await;
            assert_eq!(page.previous.is_some(), !cursor.is_empty());
            found.extend(page.items);
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(found.iter().map(|item| item.id).collect::<Vec<_>>(), order);
        assert!(found[0].days_left.unwrap() < 0 && found[2].days_left == Some(20));
        assert!(course(&agency, all[4]).await.due.unwrap().contains("quá hạn"));
        // What is over has the newest first.
        for id in &all {
            assert_eq!(refuse(&desk, *id, 2, GROUND).await.status, 200);
        }
        let first = queue(&desk, "?status=stopped&limit=3").await;
        assert_eq!(ids(&first), [all[4], all[3], all[2]]);
        let rest = queue(&desk, &format!("?status=stopped&limit=3&cursor={}", first.next.unwrap())).await;
        assert_eq!(ids(&rest), [all[1], all[0]]);
        assert!(rest.items.iter().all(|item| item.days_left.is_none()));
        // By its code, however it is typed, in whatever state.
        let code = &filed[1].code;
        let rest = code.split_once('-').unwrap().1.to_owned();
        for typed in [code.clone(), code.to_lowercase(), code.replace('-', " "), code.replace('-', "–"), code.replace(['-', '.'], ""), rest.replace('-', ""), rest] {
            assert_eq!(ids(&looked_for(&desk, &typed).await), [all[1]], "{typed}");
        }
        assert_eq!(looked_for(&desk, "H21.101-000000-0000").await.items, []);
        for bad in ["?cursor=x", "?status=received&cursor=2026-13-01.x", "?status=received&cursor=%2B99999-01-01.01926f3e-0000-7000-8000-000000000000", "?status=draft"] {
            desk.get(&format!("{}{bad}", path::DESK_DOSSIERS)).await.refused(422, ErrorCode::CheckFields);
        }
        assert_eq!(seen(&desk, all[0]).await.dossier.status, DossierStatus::Stopped);
    }

    async fn dossiers_are_found_by_the_name_of_their_owner_page_by_page(app) {
        let agency = app.agency_with_papers().await;
        let mut filed = Vec::new();
        for _ in 0..3 {
            filed.push(agency.filed(PROCEDURE, UNIT).await.id);
        }
        let desk = app.sign_in(Login::Staff).await;
        // Words in any order, with marks or without, in capitals; the newest first, page by page.
        for typed in ["Trường THCS Hoa Mai", "truong thcs hoa mai", "mai HOA", "hoa-mai"] {
            let first = search(&desk, json!({ "limit": 2, "find": typed })).await;
            assert_eq!(ids(&first), [filed[2], filed[1]], "{typed}");
            let rest = search(&desk, json!({ "limit": 2, "find": typed, "cursor": first.next.unwrap() })).await;
            assert_eq!((ids(&rest), rest.next, rest.previous.as_deref()), (vec![filed[0]], None, Some("")));
        }
        for typed in ["Hoa Đào", "hoa mai sen", "–", "maio"] {
            assert_eq!(looked_for(&desk, typed).await.items, [], "{typed}");
        }
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        assert_eq!(looked_for(&elsewhere, "hoa mai").await.items, []);
        for (bad, code) in [("a".repeat(301), ErrorCode::TooLong), (" ".to_owned(), ErrorCode::Required)] {
            let answer = desk.post(path::DESK_DOSSIER_SEARCHES, &json!({ "find": bad })).await;
            assert_eq!(answer.faults(), [("find".to_owned(), code)]);
        }
        let cursor = desk.post(path::DESK_DOSSIER_SEARCHES, &json!({ "find": "hoa", "cursor": "x" })).await;
        assert_eq!(cursor.faults().first().map(|(field, _)| field.as_str()), Some("cursor"));
        // An address with a name in it is not understood, lest somebody builds on it.
        let old = format!("{}?find=hoa%20mai", path::DESK_DOSSIERS);
        assert_eq!(desk.get(&old).await.status, 400);
        // Dossiers from before there were words: the job writes them.
        app.execute("delete from dossier_words");
        assert_eq!(looked_for(&desk, "hoa mai").await.items, []);
        app.execute(
            "insert into jobs (id, kind, payload, unique_key, run_after, attempts, state, created_at) \
             select '01936f00-0000-7000-8000-000000000049', 'filing.find-words', '{}', null, created_at, 0, 'waiting', created_at from accounts limit 1",
        );
        app.run_jobs().await;
        assert_eq!(looked_for(&desk, "hoa mai").await.items.len(), 3);
        assert_eq!(app.query("select code as value from dossiers limit 1").len(), 1);
        let code = &app.query("select code as value from dossiers order by id limit 1")[0];
        assert_eq!(ids(&looked_for(&desk, code).await), [filed[0]]);
    }

    async fn the_tabs_say_how_many_wait_and_nothing_of_what_is_over(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        for at in 0..3 {
            let id = agency.filed(PROCEDURE, UNIT).await.id;
            if at > 0 {
                assert_eq!(step(&desk, id, "receipt", 1).await.status, 200);
            }
            if at > 1 {
                assert_eq!(refuse(&desk, id, 2, GROUND).await.status, 200);
            }
        }
        let counts: Vec<StateCount> = desk.get(path::DESK_COUNTS).await.ok(200);
        let of = |status| counts.iter().find(|one| one.status == status).map(|one| one.count);
        assert_eq!((of(DossierStatus::Submitted), of(DossierStatus::Received), of(DossierStatus::InProcess)), (Some(1), Some(1), Some(0)));
        assert_eq!(of(DossierStatus::Stopped), None);
        let other: Vec<StateCount> = app.sign_in(Login::OtherStaff).await.get(path::DESK_COUNTS).await.ok(200);
        assert!(other.iter().all(|one| one.count == 0));
        agency.get(path::DESK_COUNTS).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn what_an_officer_returned_is_no_load_on_the_officer(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        assert_eq!(give_back(&desk, dossier.id, 3, &[said(upload.id, DECISION)]).await.status, 200);
        let officer = app.account(Login::Staff);
        let mut conn = app.state.db.connection().unwrap();
        assert_eq!(motcua_server::upload::store::sum_bytes(&mut conn, officer).unwrap(), 0);
        let owner = app.account(Login::Agency);
        assert!(motcua_server::upload::store::sum_bytes(&mut conn, owner).unwrap() > 0);
    }
}

on_each! {
    async fn two_dossiers_that_end_with_the_same_files_the_other_way_round_do_not_wait_for_each_other(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let (agency, other) = (app.agency_with_papers().await, app.sign_in(Login::OtherAgency).await);
        for (_, category, name) in FITTING {
            other.paper(name, category).await;
        }
        let desk = app.sign_in(Login::Staff).await;
        for round in 0..6 {
            let (mine, theirs) = (in_process(&agency, &desk).await, in_process(&other, &desk).await);
            let mut results = Vec::new();
            for name in ["quyet-dinh-cong-nhan", "giay-khai-sinh", "giay-khai-sinh", "quyet-dinh-cong-nhan"] {
                results.push(said(desk.uploaded(name).await.id, DECISION));
            }
            // Both stop where their vault is written, behind the first of their files.
            let held = app.hold("update vaults set paper_count = paper_count");
            let end = |id, results: &[Value]| {
                let (desk, results) = (desk.clone(), results.to_vec());
                actix_web::rt::spawn(async move { give_back(&desk, id, 3, &results).await })
            };
            let (first, second) = (end(mine.id, &results[..2]), end(theirs.id, &results[2..]));
            app.wait_for_locks(2).await;
            held.commit();
            for answer in [first.await.unwrap(), second.await.unwrap()] {
                assert_eq!(answer.status, 200, "round {round}: {}", answer.text());
            }
            // The next ones find the vaults without them.
            app.execute("update paper_versions set struck_at = added_at, struck_why = 'removed' where paper_id in (select id from papers where origin = 'authority')");
            app.execute("update papers set removed_at = added_at where origin = 'authority'");
        }
    }

    async fn two_dossiers_filed_with_the_same_papers_the_other_way_round_do_not_wait_for_each_other(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.agency_with_papers().await;
        for round in 0..10 {
            let mut drafts = Vec::new();
            for unit in [UNIT, "H21.102"] {
                let draft = agency.open(PROCEDURE).await;
                drafts.push(agency.fill(&draft, unit).await);
            }
            // The first and the last component change their papers.
            let paper = |at: usize| drafts[1].components[at].attachment.as_ref().unwrap().paper_id.unwrap();
            let (first, last) = (paper(0), paper(2));
            let id = |at: usize| drafts[1].components[at].component_id.clone();
            let (to, from) = (id(0), id(2));
            let swapped: DraftView = agency.attach_paper(&drafts[1], &to, last).await.ok(200);
            drafts[1] = agency.attach_paper(&swapped, &from, first).await.ok(200);
            let answers = join_all(drafts.iter().map(|draft| agency.submit(draft))).await;
            for answer in answers {
                assert_eq!(answer.status, 200, "round {round}: {}", answer.text());
            }
        }
    }
}
