//! The same journey at a provider that this project did not write: npm `oidc-provider`.

use super::browser::{Browser, Portal, parameter, settings};
use motcua_shared::identity::dto::SignedOut;
use motcua_shared::path;
use motcua_tests::client::ORIGIN;
use motcua_tests::environment::{source_root, variable};
use motcua_tests::on_each;
use motcua_tests::sandbox::Sandbox;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

/// The running provider; it ends with the test.
struct Peer {
    child: Child,
    issuer: String,
}

impl Peer {
    /// `None`, and a word about it, where its packages are not installed.
    fn start() -> Option<Self> {
        let folder = source_root().join("tests/oidc");
        if !folder.join("node_modules/oidc-provider").is_dir() {
            assert!(
                variable("REQUIRE_OIDC_PEER").is_none(),
                "oidc-provider is required, but not installed: npm ci --prefix tests/oidc"
            );
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED at oidc-provider: it is not installed; `npm ci --prefix tests/oidc` does that"
            );
            return None;
        }
        let callback = format!("{ORIGIN}{}", path::provider_callback("vneid"));
        let mut child = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .arg(callback)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let output = child.stdout.take().expect("its output");
        let issuer = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("listening ")?.to_owned()))
            .expect("the provider says where it answers");
        Some(Self { child, issuer })
    }

    /// Goes where the provider sends a browser, until it is sent back.
    async fn walk(&self, away: &str) -> String {
        let http = motcua_server::outbound::client()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let mut cookies = BTreeMap::new();
        let mut address = away.to_owned();
        for _ in 0..10 {
            if address.starts_with(ORIGIN) {
                return address;
            }
            let pairs: Vec<String> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let request = http.get(&address).header("cookie", pairs.join("; "));
            let answer = request.send().await.unwrap();
            for cookie in answer.headers().get_all("set-cookie") {
                let pair = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let Some(location) = answer.headers().get("location") else {
                panic!("{address}: {}", answer.text().await.unwrap());
            };
            let location = location.to_str().unwrap();
            address = match location.strip_prefix('/') {
                Some(path) => format!("{}/{path}", self.issuer),
                None => location.to_owned(),
            };
        }
        panic!("the provider leads nowhere: {address}");
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn sign_in(browser: &mut Browser, peer: &Peer) -> String {
    let away = browser.start("/kho").await;
    let back = peer.walk(&away).await;
    assert!(parameter(&back, "iss").is_some(), "{back}");
    browser.follow(&back).await
}

on_each! {
    async fn a_journey_at_a_provider_that_we_did_not_write(backend) {
        let Some(peer) = Peer::start() else {
            return;
        };
        for algorithm in ["RS256", "ES256", "PS256"] {
            let mut provider = settings("vneid", peer.issuer.clone());
            provider.client_id = format!("motcua-{algorithm}");
            provider.client_secret = "a-secret-of-more-than-thirty-two-letters".to_owned().into();
            provider.scopes = vec!["citizen".to_owned()];
            provider.max_age_seconds = Some(600);
            let sandbox = Arc::new(Sandbox::start());
            let portal = Portal::with(backend, &sandbox, |config| config.identity.oidc = vec![provider]).await;
            let mut browser = portal.browser();
            assert_eq!(sign_in(&mut browser, &peer).await, "/kho", "{algorithm}");
            let account = browser.session().await.account.unwrap();
            assert_eq!((account.identifier.as_str(), account.assurance_level), ("001099000071", 3));
            assert_eq!(account.name, "Trịnh Thị Ngoài");
            assert_eq!(sign_in(&mut portal.browser(), &peer).await, "/kho", "{algorithm}");
            assert_eq!(portal.app.count("external_identities"), 1);
            let out: SignedOut = browser.client().post(path::SIGN_OUT, &serde_json::json!({})).await.ok(200);
            let url = out.provider_url.unwrap();
            assert!(url.starts_with(&format!("{}/session/end?id_token_hint=", peer.issuer)), "{url}");
        }
    }
}
