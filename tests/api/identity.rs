//! Signing in, sessions, and requests from other sites.

use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::path;
use motcua_tests::{Login, on_both};

on_both! {
    async fn a_password_and_a_code_open_a_session(app) {
        let mut client = app.nobody();
        let session: SessionView = client.get(path::SESSION).await.ok(200);
        assert_eq!(session.account, None);
        let challenge: Challenge = client.password(" TRUONG-hoa.mai ", PASSWORD).await.ok(200);
        assert_eq!(challenge.sent_to, "*** *** 001");
        let code = app.last_code();
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let session: SessionView = client.code(&challenge, &spaced).await.ok(200);
        let account = session.account.unwrap();
        assert_eq!(account.identifier, "9990001");
        let again: SessionView = client.get(path::SESSION).await.ok(200);
        assert_eq!(again.account, Some(account));
    }
}
