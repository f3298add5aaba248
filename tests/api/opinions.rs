//! What other units are asked about a dossier: who reads what for how long, and one answer.

use crate::feedback::unit;
use crate::processing::{GROUND, course, in_process, refuse, seen};
use futures::future::join;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, OpinionId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::opinion::{OpinionCase, OpinionView, Stance};
use motcua_shared::vault::log::{EventActor, PaperEventView};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::json;

const QUESTION: &str = "Tập thể này có bị kỷ luật trong năm 2026 không?";
const ANSWER: &str = "Không có quyết định kỷ luật nào trong năm 2026.";
const ELSEWHERE: &str = "H21.102";

async fn ask(desk: &Client, id: DossierId, unit: &str, question: &str, days: u32) -> Answer {
    let body = json!({ "unit_id": unit, "question": question, "days": days });
    desk.post(&path::desk_dossier_part(id, "opinions"), &body).await
}

async fn answer(desk: &Client, id: OpinionId, stance: &str, words: &str) -> Answer {
    let address = format!("{}/answer", path::desk_opinion(id));
    desk.post(&address, &json!({ "stance": stance, "words": words }))
        .await
}

async fn waiting(desk: &Client, query: &str) -> Vec<OpinionView> {
    let page: Page<OpinionView> = desk.get(&format!("{}{query}", path::DESK_OPINIONS)).await.ok(200);
    page.items
}

/// A dossier about which the other unit is asked; the question as the other unit has it.
async fn asked(app: &TestApp, agency: &Client, desk: &Client, other: &Client) -> (DossierId, OpinionId) {
    let dossier = in_process(agency, desk).await;
    let there = unit(app, ELSEWHERE);
    let _: DeskDossier = ask(desk, dossier.id, &there, QUESTION, 5).await.ok(200);
    (dossier.id, waiting(other, "").await[0].id)
}

on_both! {
    async fn another_unit_reads_what_was_filed_until_it_has_answered(app) {
        let agency = app.agency_with_papers().await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let (dossier, id) = asked(&app, &agency, &desk, &other).await;
        let case: OpinionCase = other.get(&path::desk_opinion(id)).await.ok(200);
        assert_eq!((case.opinion.question.as_str(), case.opinion.days_left), (QUESTION, Some(5)));
        assert!(case.owner_name.is_some());
        assert_eq!(case.files.len(), 3);
        // The dossier itself stays that of its unit.
        other.get(&path::desk_dossier(dossier)).await.refused(404, ErrorCode::NotFound);
        other.get(&path::dossier_file(dossier, "to-trinh")).await.refused(404, ErrorCode::NotFound);
        let file = path::desk_opinion_file(id, "to-trinh");
        assert_eq!(other.get(&file).await.status, 200);
        other.get(&path::desk_opinion_file(id, "khong-co")).await.refused(404, ErrorCode::NotFound);
        let log: Page<PaperEventView> = agency.get(path::PAPER_EVENTS).await.ok(200);
        let is_theirs = |one: &&PaperEventView| {
            one.actor == EventActor::Officer && one.unit_name.as_ref().is_some_and(|unit| unit.contains("Quy Nhơn"))
        };
        let read = log.items.iter().filter(is_theirs);
        assert_eq!(read.count(), 1, "the owner of the vault reads of it: {:?}", log.items);
        // Neither who asks nor anybody else answers, and a word is no answer.
        for stranger in [&desk, &agency] {
            let status = answer(stranger, id, "agree", ANSWER).await.status;
            assert!(matches!(status, 403 | 404), "{status}");
        }
        let faults = answer(&other, id, "agree", "Không.").await.faults();
        assert_eq!(faults, [("words".to_owned(), ErrorCode::GroundTooShort)]);
        let answered: OpinionCase = answer(&other, id, "disagree", ANSWER).await.ok(200);
        assert_eq!((answered.files.len(), answered.owner_name), (0, None));
        other.get(&file).await.refused(404, ErrorCode::NotFound);
        // Sent again it is the same, said otherwise it is too late.
        assert_eq!(answer(&other, id, "disagree", ANSWER).await.status, 200);
        answer(&other, id, "agree", ANSWER).await.refused(409, ErrorCode::OpinionOver);
        assert_eq!(waiting(&other, "").await, []);
        assert_eq!(waiting(&other, "?answered=true").await.len(), 1);
        // The unit reads it; who filed does not.
        let here = seen(&desk, dossier).await;
        let said = here.opinions[0].answer.as_ref().unwrap();
        assert_eq!((said.stance, said.words.as_str(), said.was_late), (Stance::Disagree, ANSWER, false));
        assert!(here.steps.iter().any(|line| line.words.as_deref() == Some(ANSWER)));
        let filer = course(&agency, dossier).await;
        assert!(filer.steps.iter().all(|line| line.words.as_deref() != Some(ANSWER) && line.words.as_deref() != Some(QUESTION)));
    }

    async fn a_unit_is_asked_once_at_a_time_and_by_who_has_the_dossier(app) {
        let agency = app.agency_with_papers().await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let dossier = in_process(&agency, &desk).await;
        let (here, there) = (unit(&app, "H21.101"), unit(&app, ELSEWHERE));
        ask(&other, dossier.id, &here, QUESTION, 5).await.refused(404, ErrorCode::NotFound);
        let own = ask(&desk, dossier.id, &here, QUESTION, 5).await.faults();
        assert_eq!(own, [("unit_id".to_owned(), ErrorCode::NotAChoice)]);
        let nobody = ask(&desk, dossier.id, "01890000-0000-7000-8000-00000000ffff", QUESTION, 5).await.faults();
        assert_eq!(nobody, [("unit_id".to_owned(), ErrorCode::NotAChoice)]);
        let wrong = ask(&desk, dossier.id, &there, "Sao?", 0).await.faults();
        assert_eq!(wrong, [("question".to_owned(), ErrorCode::GroundTooShort), ("days".to_owned(), ErrorCode::DaysNotWithin)]);
        // Twice in the same moment it is asked once.
        let (one, two) = join(ask(&desk, dossier.id, &there, QUESTION, 5), ask(&desk, dossier.id, &there, QUESTION, 5)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
        assert_eq!(app.count("dossier_opinions"), 1);
        let units: Vec<UnitView> = desk.get(&format!("{}?q=xa", path::DESK_OPINION_UNITS)).await.ok(200);
        assert!(units.iter().all(|one| one.id.to_string() != here), "not oneself: {units:?}");
    }

    async fn nobody_waits_for_an_answer_about_a_dossier_that_is_over(app) {
        let agency = app.agency_with_papers().await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let (dossier, id) = asked(&app, &agency, &desk, &other).await;
        let ended: DeskDossier = refuse(&desk, dossier, 3, GROUND).await.ok(200);
        assert_eq!(ended.opinions.len(), 1, "asking is no act on the dossier's state");
        let case: OpinionCase = other.get(&path::desk_opinion(id)).await.ok(200);
        assert!(case.opinion.is_over && case.files.is_empty());
        answer(&other, id, "agree", ANSWER).await.refused(409, ErrorCode::OpinionOver);
        other.get(&path::desk_opinion_file(id, "to-trinh")).await.refused(404, ErrorCode::NotFound);
    }
}
