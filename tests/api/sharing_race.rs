//! Sharing, all at once: what is taken back is not opened after that, and nothing is opened more often than it may be.

use crate::looks::{begun, file_of};
use crate::sharing::{give, give_to_organisation, give_to_unit, withdraw};
use futures::future::{join, join_all};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::vault::share::GrantView;
use motcua_tests::app::UNIT;
use motcua_tests::{Login, on_both};
use serde_json::json;

on_both! {
    async fn many_openings_at_once_do_not_pass_the_number(app) {
        let (citizen, agency) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let body = json!({ "to": { "organisation": "9990001" }, "max_uses": 3 });
        let grant: GrantView = give(&citizen, paper.item.id, &body).await.ok(201);
        let file = path::shared_paper_part(grant.id, "file");
        let answers = join_all((0..12).map(|_| agency.get(&file))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.refused(409, ErrorCode::GrantEnded);
        }
        assert_eq!(app.count("paper_events where actor = 'account'"), 3);
        assert_eq!(app.query("select cast(uses as text) as value from paper_grants"), ["3"]);
        assert_eq!(app.count("messages where kind = 'share-used-up'"), 1);
    }

    async fn a_share_that_is_taken_back_while_it_is_used_is_used_before_or_not_at_all(app) {
        let (citizen, agency) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        for _ in 0..6 {
            let grant = give_to_organisation(&citizen, paper.item.id, "9990001").await;
            let file = path::shared_paper_part(grant.id, "file");
            let openings = join_all((0..6).map(|_| agency.get(&file)));
            let (answers, ended) = join(openings, withdraw(&citizen, grant.id)).await;
            assert_eq!(ended.status, 200);
            let opened = answers.iter().filter(|answer| answer.status == 200).count();
            assert_eq!(
                app.query(&format!("select cast(uses as text) as value from paper_grants where id = '{}'", grant.id)),
                [opened.to_string()]
            );
            // In the order of the log: none after the end.
            let events = app.query(&format!(
                "select act as value from paper_events where act = 'share-ended' or (actor = 'account' and detail like '%{}%') order by happened_at, id",
                grant.id
            ));
            assert_eq!(events.iter().filter(|act| *act == "downloaded").count(), opened);
            agency.get(&file).await.refused(409, ErrorCode::GrantEnded);
        }
    }

    async fn a_paper_that_is_taken_out_while_it_is_shared_is_shared_with_nobody(app) {
        let (citizen, agency) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await);
        for _ in 0..8 {
            let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
            let to = json!({ "to": { "organisation": "9990001" } });
            let (address, body) = (path::paper_removal(paper.item.id), json!({ "version": paper.item.version }));
            let (given, removed) = join(give(&citizen, paper.item.id, &to), citizen.post(&address, &body)).await;
            assert_eq!(removed.status, 204, "{}", removed.text());
            if given.status == 201 {
                let grant: GrantView = given.ok(201);
                agency.get(&path::shared_paper_part(grant.id, "file")).await.refused(409, ErrorCode::GrantEnded);
            }
            assert_eq!(app.count("paper_grants where withdrawn_at is null"), 0);
        }
    }

    async fn a_share_with_a_unit_that_ends_between_the_list_and_the_opening_opens_nothing(app) {
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        for _ in 0..4 {
            let grant = give_to_unit(&citizen, paper.item.id, UNIT).await;
            let look = begun(&desk, Login::Citizen.name(), "grant").await;
            assert_eq!(desk.get(&path::vault_look_part(look.id, "papers")).await.status, 200);
            let file = file_of(&look, paper.item.id);
            let openings = join_all((0..4).map(|_| desk.get(&file)));
            let (answers, ended) = join(openings, withdraw(&citizen, grant.id)).await;
            assert_eq!(ended.status, 200);
            let opened = answers.iter().filter(|answer| answer.status == 200).count();
            assert_eq!(
                app.query(&format!("select cast(uses as text) as value from paper_grants where id = '{}'", grant.id)),
                [opened.to_string()]
            );
            desk.get(&file).await.refused(409, ErrorCode::GrantEnded);
        }
    }

    async fn an_objection_while_papers_are_opened_ends_the_look_for_good(app) {
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let look = begun(&desk, Login::Citizen.name(), "presence").await;
        let file = file_of(&look, paper.item.id);
        assert_eq!(desk.get(&file).await.status, 200);
        let event = app.query("select id as value from paper_events where actor = 'officer'").remove(0);
        let address = format!("{}/{event}/objection", path::PAPER_EVENTS);
        let empty = json!({});
        let openings = join_all((0..8).map(|_| desk.get(&file)));
        let (answers, said) = join(openings, citizen.post(&address, &empty)).await;
        assert_eq!(said.status, 200);
        let opened = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(app.query("select cast(readings as text) as value from vault_looks"), [(opened + 1).to_string()]);
        desk.get(&file).await.refused(409, ErrorCode::LookOver);
    }
}
