//! Figures of every level: who sees which, what they say, the dossiers behind them, files of them, and what is public.

use crate::feedback::unit;
use crate::processing::{DECISION, give_back, in_process, said};
use motcua_server::statistics::figures::fold::job::fold;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierView;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::statistics::figures::{
    Dashboard, Figure, FigureDossier, FigureKind, OpenData, PublicFigures,
};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;

async fn figures(client: &Client, query: &str) -> Dashboard {
    client.get(&format!("{}{query}", path::FIGURES)).await.ok(200)
}

async fn behind(client: &Client, query: &str) -> Page<FigureDossier> {
    client
        .get(&format!("{}{query}", path::FIGURE_DOSSIERS))
        .await
        .ok(200)
}

fn of(dashboard: &Dashboard, kind: FigureKind) -> &Figure {
    dashboard
        .figures
        .iter()
        .find(|figure| figure.kind == kind)
        .unwrap()
}

/// Three dossiers of the agency at the commune, one of them given back.
async fn some_work(app: &TestApp) -> DossierView {
    let agency = app.agency_with_papers().await;
    let desk = app.sign_in(Login::Staff).await;
    let done = in_process(&agency, &desk).await;
    for _ in 0..2 {
        let _: DossierView = agency.filed(PROCEDURE, UNIT).await;
    }
    let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
    let answer = give_back(&desk, done.id, 3, &[said(sent.id, DECISION)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    fold(&app.state).await.unwrap();
    done
}

/// Dossiers of last month that were received and ended, one of them late; written directly.
fn last_month(app: &TestApp, count: u32) {
    let today = app.state.clock.now().vietnam_date();
    let month = today
        .checked_sub_months(chrono::Months::new(1))
        .unwrap()
        .format("%Y-%m")
        .to_string();
    for number in 0..count {
        let id = format!("01926f3e-0000-7000-8000-{:012}", 500 + number);
        let due = if number == 0 { 9 } else { 20 };
        app.execute(&format!(
            "insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at, due_on) \
             select '{id}', 'D-{id}', a.id, p.id, u.id, 'x', 'returned', '{{}}', '{{}}', 'online', '', 4, '{month}-02 01:00:00', '{month}-{due:02}' \
             from (select id from accounts order by id limit 1) a, procedures p, units u \
             where p.code = '{PROCEDURE}' and p.is_current and u.code = 'H21.102'"
        ));
        for (step, status, day) in [(1, "received", "03"), (2, "returned", "10")] {
            app.execute(&format!(
                "insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at) \
                 select '{id}-{step}', '{id}', '{status}', a.id, '', '', '{month}-{day} 03:00:00' from (select id from accounts order by id limit 1) a"
            ));
        }
    }
}

on_both! {
    async fn a_level_shows_what_is_under_it_and_nobody_sees_beside_their_own(app) {
        some_work(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let own = figures(&desk, "").await;
        assert_eq!(own.level.name, "Ủy ban nhân dân xã Tuy Phước");
        assert_eq!((own.above.len(), own.below.len()), (0, 0));
        let reuse = of(&own, FigureKind::Reuse);
        assert_eq!((reuse.part, reuse.whole, reuse.value.as_str()), (Some(9), Some(9), "100,0 %"));
        assert_eq!(reuse.made_of, "9 trên 9 giấy tờ");
        assert!(reuse.before.ends_with("chưa có số liệu") && !reuse.formula.is_empty());
        let on_time = of(&own, FigureKind::OnTime);
        assert_eq!((on_time.part, on_time.whole, on_time.permille), (Some(1), Some(1), Some(1_000)));
        assert_eq!(of(&own, FigureKind::Electronic).permille, Some(1_000));
        assert_eq!(of(&own, FigureKind::Open).part, Some(2));
        assert_eq!(of(&own, FigureKind::Waiting).half, Some(0));
        // What is not counted yet is not nought.
        let digitised = of(&own, FigureKind::Digitised);
        assert_eq!((digitised.permille, digitised.whole, digitised.value.as_str()), (None, Some(0), "chưa có số liệu"));
        assert_eq!(own.procedures.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), [PROCEDURE]);
        assert_eq!(figures(&desk, "?procedure=9.999999").await.figures[0].part, Some(0));
        let same = figures(&desk, &format!("?procedure={PROCEDURE}")).await;
        assert_eq!(of(&same, FigureKind::Filed).part, Some(3));
        // A year is its months.
        let today = app.state.clock.now().vietnam_date().format("%Y").to_string();
        for procedure in ["", PROCEDURE] {
            let year = figures(&desk, &format!("?period={today}&procedure={procedure}")).await;
            assert_eq!(of(&year, FigureKind::Filed).part, Some(3), "{procedure}");
        }
        let faults = desk.get(&format!("{}?period=2026-13", path::FIGURES)).await.faults();
        assert_eq!(faults, [("period".to_owned(), ErrorCode::NotAChoice)]);
        // Beside and above one's own there is nothing.
        let other = app.sign_in(Login::OtherStaff).await;
        assert_eq!(of(&figures(&other, "").await, FigureKind::Filed).part, Some(0));
        for code in [UNIT, "H21"] {
            let address = format!("{}?unit={}", path::FIGURES, unit(&app, code));
            other.get(&address).await.refused(404, ErrorCode::NotFound);
        }
        let admin = app.sign_in(Login::Administrator).await;
        let all = figures(&admin, "").await;
        assert_eq!((all.level.id, of(&all, FigureKind::Filed).part), (None, Some(3)));
        let province = figures(&admin, &format!("?unit={}", unit(&app, "H21"))).await;
        let commune = province.below.iter().find(|row| row.name.contains("Tuy Phước") && row.filed > 0).unwrap();
        assert_eq!((commune.filed, commune.ended, commune.reuse, commune.on_time), (3, 1, Some(1_000), Some(1_000)));
        assert!(!province.below.iter().any(|row| row.is_own), "the province has nothing of its own");
        assert_eq!(province.above.len(), 1);
    }

    async fn the_dossiers_behind_a_figure_are_opened_by_their_own_unit_alone(app) {
        let done = some_work(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let all = behind(&desk, "?figure=filed").await;
        assert_eq!(all.items.len(), 3);
        assert!(all.items.iter().all(|one| one.id.is_some()));
        let mut seen = Vec::new();
        let mut next = Some(String::new());
        while let Some(cursor) = next {
            let page = behind(&desk, &format!("?figure=filed&limit=1&cursor={cursor}")).await;
            seen.extend(page.items.into_iter().map(|one| one.code));
            next = page.next;
        }
        assert_eq!(seen, all.items.iter().map(|one| one.code.clone()).collect::<Vec<_>>());
        let ended = behind(&desk, "?figure=on-time").await.items;
        assert_eq!(ended.iter().map(|one| (one.code.as_str(), one.adds.as_str())).collect::<Vec<_>>(), [(done.code.as_str(), "đúng hạn")]);
        assert_eq!(behind(&desk, "?figure=reuse").await.items[0].adds, "0 từ máy tính, 3 từ kho");
        assert_eq!(behind(&desk, "?figure=open").await.items.len(), 2);
        assert_eq!(behind(&desk, "?figure=overdue").await.items.len(), 0);
        assert_eq!(behind(&desk, "?figure=filed&period=2020").await.items.len(), 0);
        let admin = app.sign_in(Login::Administrator).await;
        let above = behind(&admin, "?figure=filed").await.items;
        assert_eq!(above.iter().filter(|one| one.id.is_none()).count(), 3, "who is above reads no dossier there");
        let other = app.sign_in(Login::OtherStaff).await;
        assert_eq!(behind(&other, "?figure=filed").await.items.len(), 0);
        for kind in ["feedback", "x"] {
            let faults = desk.get(&format!("{}?figure={kind}", path::FIGURE_DOSSIERS)).await.faults();
            assert_eq!(faults, [("figure".to_owned(), ErrorCode::NotAChoice)]);
        }
    }

    async fn figures_are_taken_along_as_files(app) {
        some_work(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let table = desk.get(path::FIGURES_TABLE).await;
        assert_eq!((table.status, table.header("content-type")), (200, Some("text/csv; charset=utf-8")));
        let text = table.text();
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
        assert!(text.contains(",Tỷ lệ tái sử dụng giấy tờ,Số lượng,1.000\r\n"), "{text}");
        assert!(text.lines().all(|line| !line.starts_with(['=', '+', '@'])));
        let book = desk.get(path::FIGURES_WORKBOOK).await;
        assert_eq!(book.status, 200);
        assert!(book.header("content-disposition").unwrap().ends_with(".xlsx\""));
        assert!(book.body.starts_with(b"PK"));
        app.sign_in(Login::Citizen).await.get(path::FIGURES_WORKBOOK).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn what_is_public_says_nothing_of_few_dossiers(app) {
        some_work(&app).await;
        last_month(&app, 9);
        fold(&app.state).await.unwrap();
        let nobody = app.nobody();
        let home: Vec<PublicFigures> = nobody.get(path::PUBLIC_FIGURES).await.ok(200);
        assert_eq!(home.len(), 2);
        assert_eq!((home[0].received, home[0].ended, home[0].on_time, home[0].words.len()), (None, None, None, 0));
        let data: OpenData = nobody.get(path::OPEN_DATA).await.ok(200);
        assert_eq!(data.months.len(), 24);
        assert!(data.months.iter().all(|month| month.received.is_none()), "nine are too few: {:?}", data.months.last());
        last_month(&app, 0);
        app.execute("update dossiers set version = version + 1");
        fold(&app.state).await.unwrap();
        let same: OpenData = nobody.get(path::OPEN_DATA).await.ok(200);
        assert_eq!(same, data, "counted anew is counted once");
    }

    async fn open_data_is_told_from_ten_dossiers_on_and_sent_once(app) {
        last_month(&app, 12);
        fold(&app.state).await.unwrap();
        let nobody = app.nobody();
        let answer = nobody.get(path::OPEN_DATA_TABLE).await;
        assert_eq!(answer.status, 200);
        let text = answer.text();
        assert!(text.starts_with("\u{feff}month,received,ended,on_time_permille,reuse_permille\r\n"));
        let last = text.lines().last().unwrap();
        assert!(last.ends_with(",12,12,917,"), "{last}");
        let tag = answer.header("etag").unwrap().to_owned();
        let again = nobody.request(Method::GET, path::OPEN_DATA_TABLE).header("if-none-match", &tag);
        assert_eq!(Answer::of(again).await.status, 304);
        let data: OpenData = nobody.get(path::OPEN_DATA).await.ok(200);
        assert!(data.licence.contains("ghi rõ nguồn") && data.description.contains("10"));
    }
}
