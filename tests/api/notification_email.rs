//! E-mail: encrypted, signed in, one head that nobody can add to.

use crate::notification::{MAILBOX, last_error, queue_message, rows, somebody, start, submitted, wire};
use motcua_server::config::EmailSecurity;
use motcua_server::notification::service::{ChannelKind, Message, Notice, Recipient};
use motcua_shared::text::Lang;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{TestApp, on_each};

fn by_mail(app: &TestApp, notice: Notice, lang: Lang) {
    queue_message(
        app,
        Message::new(somebody(app), notice, lang).only(ChannelKind::Email),
    );
}

on_each! {
    async fn a_mail_is_encrypted_signed_in_for_and_readable(backend) {
        let sandbox = Sandbox::start();
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("mail.pem");
        std::fs::write(&ca, sandbox.certificate().await).unwrap();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.email.host = "localhost".to_owned();
            config.email.security = EmailSecurity::Starttls;
            config.email.ca = ca;
            config.email.user = "sandbox".to_owned();
            config.email.password = "sandbox".to_owned().into();
        })
        .await;
        let at = app.state.clock.now();
        by_mail(&app, Notice::SignedInOnNewDevice { at, device: "Chrome, Android".to_owned() }, Lang::Vi);
        app.run_jobs().await;
        assert_eq!((rows(&app), last_error(&app)), (vec!["sent email 1".to_owned()], String::new()));
        let mail = sandbox.inbox().await.remove(0);
        assert_eq!(mail.email.as_deref(), Some(MAILBOX));
        assert_eq!(mail.subject.as_deref(), Some("Đăng nhập trên thiết bị mới"));
        let text = mail.content.unwrap();
        assert!(text.contains(&at.vietnam_minute()) && text.contains("Chrome, Android"), "{text}");
        assert!(text.contains("xin không trả lời"), "{text}");
        let head = mail.headers.unwrap();
        for wanted in ["Auto-Submitted: auto-generated", "Content-Type: text/plain; charset=utf-8", "To: hoa.mai@example.gov.vn"] {
            assert!(head.contains(wanted), "{wanted}: {head}");
        }
    }

    async fn a_mail_server_that_is_not_the_one_gets_neither_password_nor_mail(backend) {
        let sandbox = Sandbox::start();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.email.host = "localhost".to_owned();
            config.email.security = EmailSecurity::Starttls;
        })
        .await;
        by_mail(&app, submitted("H21-1"), Lang::Vi);
        app.run_jobs().await;
        assert_eq!(rows(&app), ["queued email 1"]);
        assert!(last_error(&app).starts_with("email: "), "{}", last_error(&app));
        assert_eq!(sandbox.inbox().await, []);
    }

    async fn a_wrong_password_is_the_operators_business(backend) {
        let sandbox = Sandbox::start();
        let app = TestApp::start_with(backend, |config| {
            wire(config, &sandbox);
            config.email.user = "sandbox".to_owned();
            config.email.password = "sai".to_owned().into();
        })
        .await;
        by_mail(&app, submitted("H21-1"), Lang::Vi);
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!((rows(&app), last_error(&app)), (vec!["queued email 1".to_owned()], "email: SMTP 535".to_owned()));
    }

    async fn a_mailbox_that_does_not_exist_is_refused_for_good(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let to = Recipient::new(None, Some("0900000001"), Some("khong-co@example.gov.vn"));
        queue_message(&app, Message::new(to, submitted("H21-1"), Lang::Vi).only(ChannelKind::Email));
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!((rows(&app), last_error(&app)), (vec!["failed email 1".to_owned()], "email: SMTP 550".to_owned()));
    }

    async fn nothing_can_be_added_to_the_head_of_a_mail(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        for dossier in ["H21\r\nBcc: ke-gian@example.com", "H21\nX: y", "H21\r\n\r\nThân thư khác", "H21\0"] {
            by_mail(&app, submitted(dossier), Lang::Vi);
            app.run_jobs().await;
            assert_eq!(last_error(&app), "email: a value would break the head of the e-mail", "{dossier:?}");
        }
        for address in ["a@b.vn\r\nRCPT TO:<c@d.vn>", "\"x\r\nBcc: c@d.vn\" <a@b.vn>", "a@b.vn,c@d.vn", "<a@b.vn>", "a@b.vn "] {
            let to = Recipient::new(None, None, Some(address));
            assert_eq!(to.email.is_some(), address == "a@b.vn ", "{address:?}");
        }
        assert_eq!(sandbox.inbox().await, []);
        assert!(rows(&app).iter().all(|row| row == "failed email 1"), "{:?}", rows(&app));
        // Marks in a subject are encoded, not refused.
        by_mail(&app, submitted("Hồ sơ đặc biệt \"=?utf-8?Q?x?=\""), Lang::Vi);
        app.run_jobs().await;
        let mail = sandbox.inbox().await.remove(0);
        assert!(mail.subject.unwrap().contains("đặc biệt"));
        assert!(mail.headers.unwrap().is_ascii());
    }

    async fn a_line_of_dots_ends_no_mail(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let at = app.state.clock.now();
        by_mail(&app, Notice::SignedInOnNewDevice { at, device: "x\r\n.\r\nMAIL FROM:<a@b.vn>".to_owned() }, Lang::Vi);
        app.run_jobs().await;
        let inbox = sandbox.inbox().await;
        assert_eq!(inbox.len(), 1);
        assert!(inbox[0].content.as_ref().unwrap().contains("\n.\nMAIL FROM:<a@b.vn>"), "{inbox:?}");
    }
}
