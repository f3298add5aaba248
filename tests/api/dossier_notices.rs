//! What people hear of a dossier, through the gateways: each event once, by SMS and by Zalo, with its code and what to do; who filed
//! and, where that is somebody else, the owner of the matter.

use crate::notification::wire;
use crate::payment::{FEE, filed_with_fee, set_fee};
use crate::payment_desk::{act, at_desk};
use crate::processing::{DECISION, GROUND, give_back, refuse, said, step};
use crate::supplement::{WORDS, ask, filled, send};
use crate::thread;
use crate::withdrawal::{settle, withdraw};
use motcua_server::config::ZaloTemplate;
use motcua_server::db::write_now;
use motcua_server::notification::service::{ChannelKind, ChannelOrder, set_preference};
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView, Party};
use motcua_shared::path;
use motcua_shared::payment::dto::DeskCharge;
use motcua_shared::processing::dto::DeskDossier;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::sandbox::{Received, Sandbox};
use motcua_tests::{Backend, Client, Login, TestApp, on_each};
use serde_json::json;

const AGENCY: &str = "0900000001";

/// The gateways with a template for what is new of a dossier as well.
async fn start(backend: Backend, sandbox: &Sandbox) -> TestApp {
    TestApp::start_with(backend, |config| {
        wire(config, sandbox);
        let template = ZaloTemplate {
            id: "303".to_owned(),
            data: Default::default(),
        };
        config.zalo.templates.insert("dossier-moved".to_owned(), template);
    })
    .await
}

/// Sends what waits; what came of dossiers since the last look.
async fn heard(app: &TestApp, sandbox: &Sandbox, seen: &mut usize) -> Vec<Received> {
    app.run_jobs().await;
    let inbox: Vec<Received> = sandbox.inbox().await;
    let of_dossiers = |one: &Received| {
        one.template_id.as_deref().is_some_and(|id| id != "301")
            || one
                .content
                .as_deref()
                .is_some_and(|content| content.contains("ho so"))
    };
    let all: Vec<Received> = inbox.into_iter().filter(of_dossiers).collect();
    assert!(all.iter().all(|one| one.times == 1), "said once: {all:?}");
    let new = all[*seen..].to_vec();
    *seen = all.len();
    new
}

fn prefer(app: &TestApp, kind: ChannelKind) {
    let now = app.state.clock.now();
    let order: ChannelOrder = vec![kind].try_into().unwrap();
    let mut conn = app.state.db.connection().unwrap();
    for login in [Login::Agency, Login::OtherAgency] {
        let account = app.account(login);
        write_now(&mut conn, |conn| set_preference(conn, now, account, &order)).unwrap();
    }
}

/// One dossier with everything that can happen to it before its end; what was heard after each.
async fn journey(app: &TestApp, sandbox: &Sandbox) -> Vec<(&'static str, Vec<Received>, String)> {
    let mut seen = 0;
    let (agency, dossier) = filed_with_fee(app).await;
    let (id, code) = (dossier.id, dossier.code.clone());
    let desk = app.sign_in(Login::Staff).await;
    let mut all = Vec::new();
    macro_rules! after {
        ($what:literal) => {
            all.push(($what, heard(app, sandbox, &mut seen).await, code.clone()));
        };
    }
    after!("filed");
    let received: DeskDossier = step(&desk, id, "receipt", 1).await.ok(200);
    after!("received");
    // Again, because an answer was lost: refused, and nothing is said.
    assert_eq!(step(&desk, id, "receipt", 1).await.status, 409);
    let _: DeskCharge = act(&desk, id, at_desk(1)).await.ok(200);
    after!("paid");
    thread::send(&desk, id, "Xin bổ sung số điện thoại.").await;
    thread::send(&desk, id, "Và địa chỉ.").await;
    after!("message");
    let _: DeskDossier = ask(
        &desk,
        id,
        received.version,
        WORDS,
        &[("to-trinh", "Ký nhầm."), ("minh-chung", "Cần có.")],
    )
    .await
    .ok(200);
    after!("asked");
    let draft = filled(&agency, id).await;
    for _ in 0..3 {
        assert_eq!(send(&agency, id, &draft).await.status, 200);
    }
    after!("supplied");
    assert_eq!(withdraw(&agency, id, "ask").await.status, 200);
    let version = crate::processing::seen(&desk, id).await.version;
    let _: DeskDossier = settle(
        &desk,
        id,
        version,
        false,
        json!("Hồ sơ đã trình ký, không dừng được nữa."),
    )
    .await
    .ok(200);
    after!("declined");
    assert_eq!(step(&desk, id, "beginning", version + 1).await.status, 200);
    let upload = desk.uploaded("giay-xac-nhan-tinh-trang-hon-nhan").await;
    for _ in 0..3 {
        assert_eq!(
            give_back(&desk, id, version + 2, &[said(upload.id, DECISION)])
                .await
                .status,
            200
        );
    }
    after!("returned");
    let refused = agency.filed(PROCEDURE, UNIT).await;
    heard(app, sandbox, &mut seen).await;
    assert_eq!(refuse(&desk, refused.id, 1, GROUND).await.status, 200);
    all.push((
        "refused",
        heard(app, sandbox, &mut seen).await,
        refused.code.clone(),
    ));
    all
}

async fn for_another(agency: &Client, owner: Party) -> DossierView {
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, UNIT).await;
    let acting = Acting {
        ground: Some(Ground::Body),
        note: None,
    };
    let change = ChangeDraft {
        version: draft.version,
        owner: Some(owner),
        acting: Some(acting),
        ..ChangeDraft::default()
    };
    let draft: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
    agency.submit(&draft).await.ok(200)
}

fn party(name: &str, identifier: &str, phone: &str) -> Party {
    Party {
        name: name.to_owned(),
        identifier: identifier.to_owned(),
        phone: phone.to_owned(),
        email: None,
        address: None,
    }
}

on_each! {
    async fn each_event_is_one_sms_with_the_code_and_what_to_do(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        prefer(&app, ChannelKind::Sms);
        let words = [
            ("filed", "Can nop le phi 15.000 d"), ("received", "hen tra ket qua ngay"), ("paid", "da nop le phi"),
            ("message", "tin nhan moi"), ("asked", "can bo sung truoc het ngay"), ("supplied", "da nhan noi dung bo sung"),
            ("declined", "chua duoc rut"), ("returned", "Kho du lieu"), ("refused", "khong duoc tiep nhan"),
        ];
        let told = journey(&app, &sandbox).await;
        assert_eq!(told.len(), words.len());
        for ((what, messages, code), (expected, words)) in told.iter().zip(words) {
            assert_eq!(*what, expected);
            assert_eq!(messages.len(), 1, "{what}: {messages:?}");
            let text = messages[0].content.as_deref().unwrap();
            assert_eq!((messages[0].channel.as_str(), messages[0].phone.as_str()), ("sms", AGENCY));
            assert!(text.contains(code.as_str()) && text.contains(words) && text.len() <= 160, "{what}: {text}");
        }
    }

    async fn each_event_is_one_zalo_message_by_its_template(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        prefer(&app, ChannelKind::Zalo);
        for (what, messages, code) in journey(&app, &sandbox).await {
            assert_eq!(messages.len(), 1, "{what}: {messages:?}");
            let message = &messages[0];
            let template = if what == "filed" { "302" } else { "303" };
            assert_eq!((message.phone.as_str(), message.template_id.as_deref()), ("84900000001", Some(template)), "{what}");
            let data = message.template_data.as_ref().unwrap();
            assert_eq!(data["dossier"], code.as_str(), "{what}: {data}");
            assert!(what == "filed" || data["outcome"].as_str().is_some_and(|outcome| outcome.chars().count() > 10), "{what}: {data}");
        }
    }

    async fn the_owner_hears_what_was_filed_for_them_and_how_it_ended(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        prefer(&app, ChannelKind::Sms);
        set_fee(&app, FEE);
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let mut seen = 0;
        let owners = [
            // With an account: at the contact that the account proved, whatever was typed.
            (party("Trường Tiểu học Hoa Sen (mẫu)", "9990033", "0977000001"), "0900000002"),
            // Without one: at what was typed.
            (party("Trường chưa có tài khoản", "8880001", "0977000002"), "0977000002"),
        ];
        for (owner, phone) in owners {
            let dossier = for_another(&agency, owner).await;
            let filed = heard(&app, &sandbox, &mut seen).await;
            let theirs: Vec<&Received> = filed.iter().filter(|one| one.phone == phone).collect();
            assert_eq!((filed.len(), theirs.len()), (2, 1), "{filed:?}");
            let text = theirs[0].content.as_deref().unwrap();
            assert!(text.contains(&dossier.code) && text.contains("nop thay ban") && text.contains("bao co quan"), "{text}");
            assert_eq!(step(&desk, dossier.id, "receipt", 1).await.status, 200);
            let received = heard(&app, &sandbox, &mut seen).await;
            assert_eq!(received.iter().map(|one| one.phone.as_str()).collect::<Vec<_>>(), [AGENCY], "what to do is the filer's");
            assert_eq!(refuse(&desk, dossier.id, 2, GROUND).await.status, 200);
            let stopped = heard(&app, &sandbox, &mut seen).await;
            assert!(stopped.len() == 2 && stopped.iter().any(|one| one.phone == phone), "{stopped:?}");
        }
        // One phone for both: said once.
        let dossier = for_another(&agency, party("Cùng điện thoại", "8880002", AGENCY)).await;
        let filed = heard(&app, &sandbox, &mut seen).await;
        assert_eq!(filed.len(), 1, "{filed:?}");
        assert_eq!(withdraw(&agency, dossier.id, "at-once").await.status, 200);
        assert_eq!(heard(&app, &sandbox, &mut seen).await.len(), 1);
    }

    async fn an_owner_hears_of_the_first_dossiers_that_one_account_files_for_them_in_a_day(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let agency = app.agency_with_papers().await;
        let owner = app.sign_in(Login::OtherAgency).await.open(PROCEDURE).await.filer;
        let account = app.account(Login::OtherAgency);
        let heard = || app.count(&format!("messages where kind = 'dossier-moved' and account_id = '{account}'"));
        for number in 1..=5 {
            let dossier = for_another(&agency, owner.clone()).await;
            assert_eq!(withdraw(&agency, dossier.id, "at-once").await.status, 200);
            assert_eq!(heard(), 2 * number.min(3), "filed and taken back, of three");
        }
        // Another day is another day.
        app.advance(24 * 3600 + 60);
        let agency = app.sign_in(Login::Agency).await;
        for_another(&agency, owner).await;
        assert_eq!(heard(), 7);
    }

    async fn strangers_are_not_called_without_an_end(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let agency = app.agency_with_papers().await;
        let account = app.account(Login::Agency);
        // As many as an account may have sent to others in a day.
        app.execute(&format!(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40) \
             insert into messages (id, kind, account_id, language, phone, refused, status, attempts, tries, round, expires_at, created_at) \
             select 'm-' || i, 'dossier-moved', '{account}', 'vi', '0977000009', '[]', 'sent', 1, 1, 1, '{now}', '{now}' from n",
            now = chrono::DateTime::from_timestamp(app.state.clock.now().unix_seconds() - 60, 0).unwrap().format("%Y-%m-%d %H:%M:%S"),
        ));
        for_another(&agency, party("Trường chưa có tài khoản", "8880001", "0977000002")).await;
        assert_eq!(app.count("messages where phone = '0977000002'"), 0);
        assert_eq!(app.count("messages where kind = 'dossier-submitted'"), 1, "who filed hears all the same");
    }
}
