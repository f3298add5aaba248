//! Zalo: its templates, its answers, and tokens that work once.

use crate::notification::{
    PHONE, code, last_error, queue_message, rows, somebody, start, submitted, tell, wire,
};
use motcua_server::job::worker::run_next;
use motcua_server::notification::service::{ChannelKind, Message};
use motcua_shared::text::Lang;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{TestApp, on_each};
use std::collections::BTreeSet;

fn by_zalo(app: &TestApp) {
    queue_message(
        app,
        Message::new(somebody(app), submitted("H21-1"), Lang::Vi).only(ChannelKind::Zalo),
    );
}

fn tokens(app: &TestApp) -> Vec<String> {
    app.query("select access_token || ' ' || refresh_token as value from gateway_tokens")
}

on_each! {
    async fn a_notice_goes_by_its_template_to_the_phone_in_zalos_form(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let id = tell(&app, &[ChannelKind::Zalo], submitted("H21-1"));
        queue_message(&app, Message::new(somebody(&app), code("123456"), Lang::Vi).only(ChannelKind::Zalo));
        assert_eq!(app.run_jobs().await, 2);
        let inbox = sandbox.inbox().await;
        assert_eq!((inbox[0].phone.as_str(), inbox[0].template_id.as_deref()), ("84900000001", Some("302")));
        assert_eq!(inbox[0].template_data, Some(serde_json::json!({ "dossier": "H21-1" })));
        assert_eq!(inbox[0].request_id, Some(id.to_string()));
        assert_eq!(inbox[1].template_data, Some(serde_json::json!({ "otp": "123456" })), "the operator's parameters and no other");
        assert_eq!(app.count("messages where provider_id is not null and content is null"), 2);
    }

    async fn a_notice_without_a_template_goes_another_way(backend) {
        let sandbox = Sandbox::start();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.zalo.templates.remove("dossier-submitted");
        })
        .await;
        tell(&app, &[ChannelKind::Zalo, ChannelKind::Sms], submitted("H21-1"));
        assert_eq!(app.run_jobs().await, 2);
        assert_eq!(rows(&app), ["sent sms 2"]);
    }

    async fn tokens_are_renewed_before_their_end_and_when_zalo_says_so(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        by_zalo(&app);
        app.run_jobs().await;
        let first = tokens(&app);
        by_zalo(&app);
        app.run_jobs().await;
        assert_eq!(tokens(&app), first, "used as long as it lives");
        // 25 hours, less five minutes.
        app.advance(90_000 - 301);
        by_zalo(&app);
        app.run_jobs().await;
        assert_eq!(tokens(&app), first);
        app.advance(2);
        by_zalo(&app);
        app.run_jobs().await;
        let second = tokens(&app);
        assert_ne!(second, first);
        app.execute("update gateway_tokens set access_token = 'nobody-knows'");
        by_zalo(&app);
        assert_eq!(app.run_jobs().await, 1, "renewed within the same try");
        assert_ne!(tokens(&app), second);
        assert_eq!(rows(&app), vec!["sent zalo 1"; 5]);
        assert_eq!(sandbox.inbox().await.iter().map(|one| one.times).sum::<u32>(), 5);
    }

    async fn one_worker_renews_while_the_others_wait(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        // At first with the token of the settings, later with the one that Zalo gave: each works once.
        for sent in [6, 12] {
            for _ in 0..6 {
                by_zalo(&app);
            }
            futures::future::join_all((0..4).map(|_| run_next(&app.state))).await;
            for _ in 0..4 {
                app.run_jobs().await;
                app.advance(3);
            }
            app.run_jobs().await;
            assert_eq!(app.count("messages where status = 'sent'"), sent, "{:?} {}", rows(&app), last_error(&app));
            app.advance(90_000);
        }
        let ids: BTreeSet<_> = sandbox.inbox().await.into_iter().filter_map(|one| one.request_id).collect();
        assert_eq!(ids.len(), 12);
    }

    async fn a_spent_refresh_token_is_said_and_a_new_one_in_the_settings_begins_anew(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        by_zalo(&app);
        app.run_jobs().await;
        let good = app.query("select refresh_token as value from gateway_tokens").remove(0);
        app.execute("update gateway_tokens set access_token = 'x', refresh_token = 'spent', origin = 'of another token'");
        // The row comes from another token than the settings name: begun anew with theirs, which is spent, too.
        by_zalo(&app);
        app.run_jobs().await;
        assert!(last_error(&app).starts_with("zalo: Zalo gives no token: -14014"), "{}", last_error(&app));
        assert!(!last_error(&app).contains(&good));
        tell(&app, &[ChannelKind::Zalo, ChannelKind::Sms], submitted("H21-2"));
        app.run_jobs().await;
        assert_eq!(rows(&app)[2], "sent sms 2");
        // The operator gets a token that works into the settings.
        app.execute(&format!("update gateway_tokens set refresh_token = '{good}'"));
        app.advance(70);
        app.run_jobs().await;
        assert_eq!(rows(&app)[1], "sent zalo 2");
        assert_eq!(sandbox.inbox().await.iter().filter(|one| one.phone.ends_with(&PHONE[1..]) && one.channel == "zalo").count(), 2);
    }
}
