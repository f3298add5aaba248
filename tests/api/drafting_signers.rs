//! Who may sign a drafted result, and which templates there may be.

use crate::certified::{SEAL, SIGNER, fetch, offices, signed_by};
use crate::delegation::{delegate, given, taken, withdraw as end};
use crate::drafting::{
    bring, drafting, hand_in, judge, leader, order, save, template, text_of, typed, with_template,
};
use crate::feedback::unit;
use crate::procedures::{change, kept};
use crate::processing::in_process;
use motcua_shared::catalogue::template::ResultTemplate;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::processing::drafting::{DraftingState, DraftingView};
use motcua_shared::signing::dto::SigningOrderView;
use motcua_tests::app::PROCEDURE;
use motcua_tests::{Login, on_both};
use serde_json::json;

on_both! {
    async fn who_was_delegated_signs_in_the_place_of_the_leader_while_that_holds(app) {
        with_template(&app).await;
        offices(&app, SEAL).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("insert into staff_roles (account_id, role) values ('{}', 'leader')", app.account(Login::Staff)));
        let id = in_process(&agency, &desk).await.id;
        let own = delegate(&app).await;
        app.execute(&format!("update accounts set name = '{SIGNER}' where login = 'canboquynhon'"));
        let delegation = given(&app, &desk).await;
        let (of, by) = (app.account(Login::Staff), app.account(Login::OtherStaff));
        let choice = drafting(&desk, id).await.signers.into_iter().find(|one| one.id == by).unwrap();
        assert_eq!(choice.in_place_of.map(|one| one.id), Some(of));
        assert!(choice.title.starts_with("TUQ."), "{}", choice.title);
        let body = |version: u32, title: &str| {
            let mut body = typed(version, "Tặng giấy khen.", by, title);
            body["signer"]["in_place_of"] = json!(of);
            body
        };
        let draft: DraftingView = save(&desk, id, &body(0, "CHỦ TỊCH")).await.ok(200);
        let faults = hand_in(&desk, id, draft.version).await.faults();
        assert_eq!(faults, [("title".to_owned(), ErrorCode::SignerTitleUnfit)]);
        let draft: DraftingView = save(&desk, id, &body(draft.version, "TUQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG")).await.ok(200);
        let view: DraftingView = hand_in(&desk, id, draft.version).await.ok(200);
        // As themselves they find nothing, and the leader is not the one whose name stands there.
        order(&own, &view).await.refused(404, ErrorCode::NotFound);
        order(&desk, &view).await.refused(403, ErrorCode::SignerOther);
        let acting = taken(&own, delegation.id).await;
        let first: SigningOrderView = order(&acting, &view).await.ok(201);
        let fetched = fetch(&app, &first).await;
        bring(&app, &first, signed_by(&app, "person-mau", &fetched.body)).await;
        let signed: DraftingView = judge(&acting, id, &first).await.ok(200);
        assert_eq!(signed.state, DraftingState::Signed);
        // Withdrawn before the next one: neither chosen nor waited for.
        let other = in_process(&agency, &desk).await.id;
        let draft: DraftingView = save(&desk, other, &body(0, "TUQ. CHỦ TỊCH")).await.ok(200);
        let view: DraftingView = hand_in(&desk, other, draft.version).await.ok(200);
        assert_eq!(end(&desk, delegation.id).await.status, 200);
        let answer = order(&acting, &view).await;
        assert!(answer.status == 403 || answer.status == 401, "{}", answer.text());
        let faults = save(&desk, in_process(&agency, &desk).await.id, &body(0, "TUQ. CHỦ TỊCH")).await.faults();
        assert_eq!(faults, [("signer".to_owned(), ErrorCode::OfficerNotFit)]);
    }

    async fn a_unit_without_a_seal_and_a_title_that_does_not_fit_hand_nothing_in(app) {
        with_template(&app).await;
        app.execute("delete from certifying_signers");
        app.execute("delete from certifying_offices");
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        leader(&app).await;
        let id = in_process(&agency, &desk).await.id;
        let body = typed(0, "Tặng giấy khen.", app.account(Login::OtherStaff), "TUQ. CHỦ TỊCH");
        let draft: DraftingView = save(&desk, id, &body).await.ok(200);
        assert!(!draft.has_seal);
        hand_in(&desk, id, draft.version).await.refused(409, ErrorCode::UnitWithoutSeal);
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, "H21.102")));
        offices(&app, SEAL).await;
        leader(&app).await;
        let faults = hand_in(&desk, id, draft.version).await.faults();
        assert_eq!(faults, [("title".to_owned(), ErrorCode::SignerTitleUnfit)], "nobody delegated anything");
        assert_eq!(app.count("result_register"), 0);
    }

    async fn a_template_that_cannot_be_read_is_refused_with_the_word(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let before = kept(&administrator, PROCEDURE).await;
        let wrong = vec![
            ResultTemplate { body: "Ông {{chủ nhà}}".to_owned(), category_code: "KHÔNG".to_owned(), ..template() },
            ResultTemplate { subject: "{{đơn: khong_co}}".to_owned(), body: "{{".to_owned(), symbol: "a b".to_owned(), ..template() },
        ];
        let answer = change(&administrator, &before, |definition| definition.templates = wrong).await;
        assert!(answer.text().contains("chủ nhà") && answer.text().contains("khong_co"), "{}", answer.text());
        let faults = answer.faults();
        for fault in [
            ("templates.0.body", ErrorCode::TemplateWord),
            ("templates.0.category_code", ErrorCode::NotAChoice),
            ("templates.1.id", ErrorCode::StandsTwice),
            ("templates.1.subject", ErrorCode::TemplateAnswer),
            ("templates.1.body", ErrorCode::TemplateBraces),
            ("templates.1.symbol", ErrorCode::NotACode),
        ] {
            assert!(faults.contains(&(fault.0.to_owned(), fault.1)), "{fault:?}: {faults:?}");
        }
        with_template(&app).await;
        let now = kept(&administrator, PROCEDURE).await;
        let address = format!("{}/templates/quyet-dinh", path::kept_procedure_version(PROCEDURE, now.id));
        let sample = administrator.get(&address).await;
        assert_eq!(sample.status, 200);
        if let Some(text) = text_of(&app, &sample.body) {
            assert!(text.contains("[chủ hồ sơ]") && text.contains("[Nội dung khen thưởng]"), "{text}");
        }
        app.sign_in(Login::Staff).await.get(&address).await.refused(403, ErrorCode::NotAllowed);
    }
}
