//! The outbox: nothing lost, nothing twice, nothing said that is worthless by now, whatever the gateways do.

use motcua_server::clock::after;
use motcua_server::config::Config;
use motcua_server::db::write_now;
use motcua_server::job::queue;
use motcua_server::job::worker::{self, run_next};
use motcua_server::notification::job::{DELIVER, Deliver};
use motcua_server::notification::service::{
    ChannelKind, ChannelOrder, CodePurpose, Message, Notice, Recipient, preference, send, set_preference,
    take,
};
use motcua_shared::id::MessageId;
use motcua_shared::path;
use motcua_shared::text::Lang;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Backend, Login, TestApp, on_each};
use std::time::{Duration, Instant};

pub const PHONE: &str = "0900000001";
pub const MAILBOX: &str = "hoa.mai@example.gov.vn";

/// Every channel leads to the sandbox.
pub fn wire(config: &mut Config, sandbox: &Sandbox) {
    config.sms.url.clone_from(&sandbox.url);
    config.sms.api_key = "sandbox".to_owned().into();
    config.sms.secret_key = "sandbox".to_owned().into();
    config.sms.brandname = "MOTCUA".to_owned();
    config.zalo.url.clone_from(&sandbox.url);
    config.zalo.token_url.clone_from(&sandbox.url);
    config.zalo.app_id = "1".to_owned();
    config.zalo.secret_key = "sandbox".to_owned().into();
    config.zalo.refresh_token = "sandbox".to_owned().into();
    for (kind, id, data) in [
        ("one-time-code", "301", vec![("otp", "{code}")]),
        ("dossier-submitted", "302", Vec::new()),
    ] {
        let data = data
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let template = motcua_server::config::ZaloTemplate {
            id: id.to_owned(),
            data,
        };
        config.zalo.templates.insert(kind.to_owned(), template);
    }
    config.email.host = "127.0.0.1".to_owned();
    config.email.port = sandbox.mail;
    config.email.security = motcua_server::config::EmailSecurity::None;
    config.email.from = "Một Cửa <khong-tra-loi@motcua.example.gov.vn>".to_owned();
}

pub async fn start(backend: Backend, sandbox: &Sandbox) -> TestApp {
    TestApp::start_with(backend, |config| wire(config, sandbox)).await
}

pub fn order(kinds: &[ChannelKind]) -> ChannelOrder {
    kinds.to_vec().try_into().unwrap()
}

/// Somebody with a phone and a mailbox.
pub fn somebody(app: &TestApp) -> Recipient {
    Recipient::new(Some(app.account(Login::Agency)), Some(PHONE), Some(MAILBOX))
}

pub fn submitted(dossier: &str) -> Notice {
    Notice::DossierSubmitted {
        dossier: dossier.to_owned(),
        fee: 0,
    }
}

pub fn code(digits: &str) -> Notice {
    Notice::OneTimeCode {
        code: digits.to_owned(),
        minutes: 2,
        purpose: CodePurpose::SignIn,
    }
}

pub fn queue_message(app: &TestApp, message: Message) -> MessageId {
    let now = app.state.clock.now();
    write_now(&mut app.state.db.connection().unwrap(), |conn| {
        send(conn, now, message)
    })
    .unwrap()
}

/// A notice to somebody who chose an order.
pub fn tell(app: &TestApp, kinds: &[ChannelKind], notice: Notice) -> MessageId {
    let now = app.state.clock.now();
    let account = app.account(Login::Agency);
    let mut conn = app.state.db.connection().unwrap();
    write_now(&mut conn, |conn| {
        set_preference(conn, now, account, &order(kinds))
    })
    .unwrap();
    drop(conn);
    queue_message(app, Message::new(somebody(app), notice, Lang::Vi))
}

/// Status, channel and tries of every message.
pub fn rows(app: &TestApp) -> Vec<String> {
    app.query("select status || ' ' || coalesce(channel, '-') || ' ' || attempts as value from messages order by id")
}

pub fn last_error(app: &TestApp) -> String {
    app.query("select coalesce(last_error, '') as value from messages order by id desc limit 1")
        .remove(0)
}

/// Nothing of what messages said is left, neither in the outbox nor in the queue.
fn is_wiped(app: &TestApp) -> bool {
    app.count("messages where content is not null") == 0
        && app.count("jobs where state <> 'done' and kind = 'notification.deliver'") == 0
        && app.count("jobs where payload like '%123456%'") == 0
}

on_each! {
    async fn a_gateway_that_is_down_delays_a_message_and_gets_it_once_when_it_is_back(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("sms", "down").await;
        tell(&app, &[ChannelKind::Sms], submitted("H21-1"));
        for (tries, wait) in [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 64), (7, 128)] {
            assert_eq!(app.run_jobs().await, 1, "try {tries}");
            assert_eq!(app.run_jobs().await, 0, "not at once");
            assert_eq!(rows(&app), [format!("queued sms {tries}")]);
            app.advance(wait - 1);
            assert_eq!(app.run_jobs().await, 0, "not after {} of {wait} s", wait - 1);
            app.advance(1);
        }
        assert_eq!(last_error(&app), "sms: HTTP status 503");
        sandbox.fault("sms", "none").await;
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(rows(&app), ["sent sms 8"]);
        assert!(is_wiped(&app));
        app.advance(24 * 3600);
        assert_eq!(app.run_jobs().await, 0);
        let inbox = sandbox.inbox().await;
        assert_eq!((inbox.len(), inbox[0].times, inbox[0].phone.as_str()), (1, 1, PHONE));
        let facts = app.query("select kind || ' ' || phone || ' ' || coalesce(provider_id, '?') || ' ' || coalesce(last_error, '-') as value from messages");
        assert!(facts[0].starts_with("dossier-submitted 0900000001 ") && facts[0].ends_with(" -"), "{facts:?}");
        assert_eq!(app.count("messages where sent_at is not null and provider_id is not null"), 1);
    }

    async fn when_a_channel_gives_up_the_next_one_is_tried_at_once(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("zalo", "down").await;
        tell(&app, &[ChannelKind::Zalo, ChannelKind::Sms], submitted("H21-1"));
        for wait in [2, 4, 8, 16, 32] {
            assert_eq!(app.run_jobs().await, 1);
            assert_eq!(sandbox.inbox().await, []);
            app.advance(wait);
        }
        assert_eq!(app.run_jobs().await, 2, "the last try by Zalo, then the SMS");
        assert_eq!(rows(&app), ["sent sms 7"]);
        let inbox = sandbox.inbox().await;
        assert_eq!((inbox.len(), inbox[0].channel.as_str()), (1, "sms"));
    }

    async fn a_code_that_came_to_its_end_is_not_sent_any_more(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("sms", "down").await;
        let challenge = app.challenge(&app.nobody(), Login::Agency).await;
        assert!(app.query("select content as value from messages")[0].contains(&app.last_code()));
        app.run_jobs().await;
        sandbox.fault("sms", "none").await;
        // No worker looked for two minutes.
        app.advance(121);
        app.run_jobs().await;
        assert_eq!(sandbox.inbox().await, []);
        assert_eq!(rows(&app), ["expired sms 1"]);
        assert!(is_wiped(&app), "{challenge:?}");
        let figures = app.nobody().get("/metrics").await.text();
        assert!(figures.contains("motcua_messages_total{channel=\"sms\",outcome=\"expired\"} 1"), "{figures}");
    }

    async fn a_code_is_wiped_at_its_end_even_if_the_gateway_stays_down(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("sms", "down").await;
        queue_message(&app, Message::new(somebody(&app), code("123456"), Lang::Vi));
        let mut tries = 0;
        for _ in 0..122 {
            tries += app.run_jobs().await;
            app.advance(1);
        }
        assert!(rows(&app)[0].starts_with("expired sms"), "{:?}", rows(&app));
        assert!(tries > 8, "waits do not outgrow what is left of a code: {tries} tries");
        assert!(is_wiped(&app));
    }

    async fn a_phone_that_is_refused_for_good_is_told_by_the_next_channel_at_once(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        // Without Zalo.
        let to = Recipient { phone: Some("0900000118".to_owned()), ..somebody(&app) };
        tell(&app, &[ChannelKind::Zalo, ChannelKind::Email, ChannelKind::Sms], submitted("H21-0"));
        app.run_jobs().await;
        queue_message(&app, Message::new(to, submitted("H21-1"), Lang::Vi));
        assert_eq!(app.run_jobs().await, 2);
        assert_eq!(rows(&app), ["sent zalo 1", "sent email 2"]);
        // A number that no network has: nothing else to try.
        let wrong = Recipient::new(None, Some("0123"), None);
        queue_message(&app, Message::new(wrong, submitted("H21-2"), Lang::Vi).only(ChannelKind::Sms));
        app.run_jobs().await;
        assert_eq!((rows(&app)[2].as_str(), last_error(&app).as_str()), ("failed sms 1", "sms: eSMS 108"));
        // Nowhere to send to at all.
        queue_message(&app, Message::new(Recipient::new(None, None, Some("a@b.vn\r\nBcc: c@d.vn")), submitted("H21-3"), Lang::Vi));
        app.run_jobs().await;
        assert_eq!((rows(&app)[3].as_str(), last_error(&app).as_str()), ("failed - 0", "no address for any channel"));
        assert!(is_wiped(&app));
        app.advance(7 * 24 * 3600);
        assert_eq!(app.run_jobs().await, 0);
    }

    async fn an_account_at_the_gateway_that_does_not_work_is_the_operators_business_and_loses_nothing(backend) {
        let sandbox = Sandbox::start();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.sms.secret_key = "sai".to_owned().into();
        })
        .await;
        tell(&app, &[ChannelKind::Sms], submitted("H21-1"));
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!((rows(&app), last_error(&app)), (vec!["queued sms 1".to_owned()], "sms: eSMS 101".to_owned()));
        app.advance(63);
        assert_eq!(app.run_jobs().await, 0, "not soon");
        app.advance(2);
        assert_eq!(app.run_jobs().await, 1);
        tell(&app, &[ChannelKind::Sms, ChannelKind::Email], submitted("H21-2"));
        assert_eq!(app.run_jobs().await, 2);
        assert_eq!(rows(&app), ["queued sms 2", "sent email 2"]);
    }

    async fn an_answer_that_was_lost_makes_no_second_message(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        for channel in [ChannelKind::Sms, ChannelKind::Zalo, ChannelKind::Email] {
            sandbox.fault(channel.name(), "lost").await;
            let id = tell(&app, &[channel], submitted("H21-1"));
            assert_eq!(app.run_jobs().await, 1);
            sandbox.fault(channel.name(), "none").await;
            app.advance(2);
            assert_eq!(app.run_jobs().await, 1);
            let inbox = sandbox.inbox().await;
            let last = inbox.last().unwrap();
            assert_eq!((last.channel.as_str(), last.times), (channel.name(), 2));
            assert!(last.request_id.as_ref().unwrap().contains(&id.to_string()), "{last:?}");
        }
        assert_eq!(sandbox.inbox().await.len(), 3);
        assert_eq!(rows(&app), ["sent sms 2", "sent zalo 2", "sent email 2"]);
    }

    async fn several_workers_and_a_job_that_is_there_twice_send_one_message(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("sms", "slow").await;
        let message = tell(&app, &[ChannelKind::Sms], submitted("H21-1"));
        let now = app.state.clock.now();
        for _ in 0..3 {
            let mut conn = app.state.db.connection().unwrap();
            queue::enqueue(&mut conn, now, DELIVER, &Deliver { message }).unwrap();
        }
        let ran = futures::future::join_all((0..4).map(|_| run_next(&app.state))).await;
        assert!(ran.into_iter().all(|ran| ran.unwrap()));
        app.advance(200);
        app.run_jobs().await;
        let inbox = sandbox.inbox().await;
        assert_eq!((inbox.len(), inbox[0].times), (1, 1));
        assert_eq!(rows(&app), ["sent sms 1"]);
        assert!(is_wiped(&app));
    }

    async fn a_message_whose_worker_died_is_sent_by_the_next(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let id = tell(&app, &[ChannelKind::Sms], submitted("H21-1"));
        let now = app.state.clock.now();
        let mut conn = app.state.db.connection().unwrap();
        write_now(&mut conn, |conn| queue::claim(conn, now)).unwrap().unwrap();
        write_now(&mut conn, |conn| take(conn, now, id, &order(&ChannelKind::ALL))).map(drop).unwrap();
        app.advance(119);
        assert_eq!(app.run_jobs().await, 0);
        app.advance(2);
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(rows(&app), ["sent sms 2"]);
        assert_eq!(sandbox.inbox().await.len(), 1);
    }

    async fn a_message_that_lost_its_job_gets_another_within_the_hour(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        tell(&app, &[ChannelKind::Sms], submitted("H21-1"));
        app.execute("delete from jobs");
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(app.run_jobs().await, 0, "it may be on its way");
        app.advance(601);
        motcua_server::job::registry::hourly(&app.state).await;
        app.run_jobs().await;
        assert_eq!(rows(&app), ["sent sms 1"]);
        app.advance(179 * 24 * 3600);
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(rows(&app), ["sent sms 1"]);
        app.advance(2 * 24 * 3600);
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(rows(&app), [] as [String; 0]);
    }

    async fn a_gateway_that_hangs_holds_up_neither_the_page_nor_the_other_channels(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        sandbox.fault("sms", "hang").await;
        let worker = actix_web::rt::spawn(worker::run(app.state.clone()));
        let mut slowest = Duration::ZERO;
        for login in [Login::Agency, Login::OtherAgency] {
            let begin = Instant::now();
            app.challenge(&app.nobody(), login).await;
            slowest = slowest.max(begin.elapsed());
        }
        assert!(slowest < Duration::from_secs(3), "{slowest:?}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        queue_message(&app, Message::new(somebody(&app), submitted("H21-1"), Lang::Vi).only(ChannelKind::Email));
        app.state.bell.ring();
        let begin = Instant::now();
        while sandbox.inbox().await.is_empty() {
            assert!(begin.elapsed() < Duration::from_secs(8), "the e-mail waits for the SMS: {:?}", rows(&app));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        worker.abort();
        assert_eq!(sandbox.inbox().await[0].channel, "email");
    }

    async fn codes_go_by_sms_first_and_elsewhere_only_if_the_person_said_so(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let account = app.account(Login::Agency);
        let told = |wanted: Option<&[ChannelKind]>| {
            let now = app.state.clock.now();
            let mut conn = app.state.db.connection().unwrap();
            if let Some(kinds) = wanted {
                write_now(&mut conn, |conn| set_preference(conn, now, account, &order(kinds))).unwrap();
                assert_eq!(preference(&mut conn, account).unwrap(), Some(order(kinds)));
            }
            drop(conn);
            queue_message(&app, Message::new(somebody(&app), code("123456"), Lang::Vi));
            app.query("select coalesce(channels, 'portal') as value from messages order by id desc limit 1").remove(0)
        };
        assert_eq!(told(None), "sms");
        assert_eq!(told(Some(&[ChannelKind::Zalo, ChannelKind::Sms])), "sms,zalo");
        assert_eq!(told(Some(&[ChannelKind::Email])), "sms,email");
        app.execute("delete from messages; delete from jobs; delete from message_preferences");
        // Whoever chose nothing gets notices by the portal's order, codes by SMS or not at all.
        sandbox.fault("sms", "down").await;
        queue_message(&app, Message::new(somebody(&app), code("123456"), Lang::Vi));
        let notice = queue_message(&app, Message::new(somebody(&app), submitted("H21-1"), Lang::Vi));
        for _ in 0..100 {
            app.run_jobs().await;
            app.advance(1);
        }
        assert_eq!(app.query(&format!("select status || ' ' || channel as value from messages where id = '{notice}'")), ["sent zalo"]);
        assert!(sandbox.inbox().await.iter().all(|one| one.channel == "zalo" && one.template_id.as_deref() == Some("302")));
        // To prove an address, a code goes there and nowhere else.
        queue_message(&app, Message::new(somebody(&app), code("654321"), Lang::En).only(ChannelKind::Email));
        app.run_jobs().await;
        let inbox = sandbox.inbox().await;
        let last = inbox.last().unwrap();
        assert_eq!((last.channel.as_str(), last.email.as_deref()), ("email", Some(MAILBOX)));
        assert!(last.content.as_ref().unwrap().contains("654321"));
    }

    async fn a_journey_leaves_its_code_on_the_phone_and_nowhere_here(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        app.challenge(&app.nobody(), Login::Agency).await;
        let digits = app.last_code();
        assert_eq!(app.run_jobs().await, 1);
        let inbox = sandbox.inbox().await;
        assert_eq!(inbox.len(), 1);
        assert!(inbox[0].content.as_ref().unwrap().contains(&digits), "{inbox:?}");
        assert!(is_wiped(&app));
        for table in ["messages", "jobs"] {
            let dump = match app.backend {
                Backend::Sqlite => format!("select group_concat(quote(id) || coalesce(last_error, '')) as value from {table}"),
                Backend::Postgres => format!("select string_agg(t::text, '') as value from {table} t"),
            };
            assert!(!app.query(&dump)[0].contains(&digits));
        }
        let figures = app.nobody().get(path::SESSION).await;
        assert_eq!(figures.status, 200);
        let figures = app.nobody().get("/metrics").await.text();
        assert!(figures.contains("motcua_messages_total{channel=\"sms\",outcome=\"sent\"} 1"), "{figures}");
        assert!(figures.contains("motcua_messages_total{channel=\"zalo\",outcome=\"refused\"} 0"), "{figures}");
    }

    async fn texts_and_gateways_of_the_operator_are_used(backend) {
        let sandbox = Sandbox::start();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.sms.gateway = motcua_server::config::SmsGateway::Http;
            config.sms.url = format!("{}/MainService.svc/json/SendMultipleMessage_V4_post_json/", sandbox.url);
            config.sms.texts.insert("dossier-submitted".to_owned(), "UBND: da nhan ho so {dossier}.".to_owned());
            config.sms.http.body = r#"{"ApiKey":"{api_key}","SecretKey":"{secret_key}","Phone":"{phone84}","Content":"{content}","Brandname":"{brandname}","SmsType":"2","Sandbox":"0","RequestId":"{request_id}"}"#.to_owned();
            config.sms.http.result = "/CodeResult".to_owned();
            config.sms.http.accepted = vec!["100".to_owned(), "124".to_owned()];
            config.sms.http.refused = vec!["99".to_owned(), "108".to_owned()];
            config.sms.http.message_id = "/SMSID".to_owned();
        })
        .await;
        tell(&app, &[ChannelKind::Sms], submitted("H21-1 \"x\""));
        app.run_jobs().await;
        let inbox = sandbox.inbox().await;
        assert_eq!(inbox[0].content.as_deref(), Some("UBND: da nhan ho so H21-1 \"x\"."));
        assert_eq!(inbox[0].phone, "84900000001");
        assert_eq!(app.count("messages where status = 'sent' and provider_id is not null"), 1);
        let wrong = Recipient::new(None, Some("0123"), None);
        queue_message(&app, Message::new(wrong, submitted("H21-2"), Lang::Vi).only(ChannelKind::Sms));
        app.run_jobs().await;
        assert_eq!(last_error(&app), "sms: the gateway refuses the phone: 108");
    }

    async fn texts_for_notices_that_there_are_not_stop_the_start(backend) {
        let app = TestApp::start(backend).await;
        let mut config = (*app.state.config).clone();
        config.sms.texts.insert("one-time-cod".to_owned(), "Ma {code}".to_owned());
        let refused = motcua_server::boot::Application::build(config, app.state.clock.clone()).err().unwrap();
        assert_eq!(refused.to_string(), "sms.texts.one-time-cod: no such notice");
    }

    async fn a_deadline_of_the_caller_is_kept(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let ends = after(app.state.clock.now(), 10);
        let message = Message { expires_at: Some(ends), ..Message::new(somebody(&app), submitted("H21-1"), Lang::Vi) };
        queue_message(&app, message);
        app.advance(11);
        app.run_jobs().await;
        assert_eq!((rows(&app), sandbox.inbox().await), (vec!["expired - 0".to_owned()], Vec::new()));
    }
}
