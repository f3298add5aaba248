//! A portal with providers, and a browser that goes from one to the other.

use motcua_server::config::Config;
use motcua_server::config_oidc::{ClaimNames, Condition, OidcConfig, Served};
use motcua_shared::identity::dto::SessionView;
use motcua_shared::path;
use motcua_tests::client::ORIGIN;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Backend, Client, TestApp};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A portal and its provider.
pub struct Portal {
    pub app: TestApp,
    pub sandbox: Arc<Sandbox>,
}

/// The settings of the sandbox's provider.
pub fn settings(id: &str, issuer: String) -> OidcConfig {
    OidcConfig {
        id: id.to_owned(),
        name: "VNeID (mẫu)".to_owned(),
        description: String::new(),
        issuer,
        client_id: "motcua".to_owned(),
        client_secret: "sandbox-secret-of-the-portal-0123456789".to_owned().into(),
        scopes: Vec::new(),
        acr_values: vec!["LoA1".to_owned()],
        acr_required: true,
        max_age_seconds: None,
        assurance_level: 3,
        serves: vec![Served::Citizens, Served::Organisations],
        verified: vec![Condition {
            claim: "loginIdp".to_owned(),
            values: vec!["BCA".to_owned()],
        }],
        claims: ClaimNames::default(),
    }
}

impl Portal {
    /// With one provider, `vneid`.
    pub async fn start(backend: Backend) -> Self {
        Self::beside(backend, &Arc::new(Sandbox::start())).await
    }

    /// With a provider that is there already.
    pub async fn beside(backend: Backend, sandbox: &Arc<Sandbox>) -> Self {
        let provider = settings("vneid", format!("{}/oidc", sandbox.url));
        Self::with(backend, sandbox, |config| config.identity.oidc = vec![provider]).await
    }

    /// With other settings.
    pub async fn with(backend: Backend, sandbox: &Arc<Sandbox>, change: impl FnOnce(&mut Config)) -> Self {
        Self {
            app: TestApp::start_with(backend, change).await,
            sandbox: Arc::clone(sandbox),
        }
    }

    /// A browser without any cookie.
    pub fn browser(&self) -> Browser {
        let http = motcua_server::outbound::client()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        Browser {
            http,
            base: format!("http://{}", self.app.address),
            cookies: BTreeMap::new(),
        }
    }

    /// Tells the provider how to behave.
    pub async fn control(&self, body: serde_json::Value) {
        let address = format!("{}/oidc/control", self.sandbox.url);
        let answer = self
            .browser()
            .http
            .post(address)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 204, "{body}");
    }
}

/// A browser with cookies, that follows nothing by itself. Cloning it is another tab.
#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    base: String,
    pub cookies: BTreeMap<String, String>,
}

/// A parameter of an address.
pub fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    let value = value.replace('+', " ");
    Some(percent_decode_str(&value).decode_utf8().unwrap().into_owned())
}

impl Browser {
    fn cookie(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Opens an address of the portal.
    pub async fn get(&mut self, address: &str) -> reqwest::Response {
        let path = address.strip_prefix(ORIGIN).unwrap_or(address);
        assert!(path.starts_with('/'), "not an address of the portal: {address}");
        let request = self.http.get(format!("{}{path}", self.base));
        let answer = request.header("cookie", self.cookie()).send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Opens an address of the portal that leads on; says where to.
    pub async fn follow(&mut self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status(), 303, "{address}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// Leaves for `vneid`, to come back to a page.
    pub async fn start(&mut self, return_path: &str) -> String {
        self.start_at("vneid", return_path).await
    }

    /// Leaves for a provider.
    pub async fn start_at(&mut self, id: &str, return_path: &str) -> String {
        let address = path::provider_start(id);
        self.follow(&format!("{address}?tiep={return_path}")).await
    }

    /// Signs in at the provider as one of its people; says where it sends the browser.
    pub async fn choose(&self, away: &str, person: &str) -> String {
        self.decide(away, &[("person", person)]).await
    }

    /// Sends the form of the provider's page.
    pub async fn decide(&self, away: &str, choice: &[(&str, &str)]) -> String {
        let (address, query) = away.split_once('?').unwrap();
        let mut body = query.to_owned();
        for (name, value) in choice {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            body.push_str(&format!("&{name}={value}"));
        }
        let request = self.http.post(address).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// All of it; says where it led.
    pub async fn sign_in(&mut self, person: &str) -> String {
        self.sign_in_at("vneid", person).await
    }

    /// All of it, at another provider.
    pub async fn sign_in_at(&mut self, id: &str, person: &str) -> String {
        let away = self.start_at(id, "").await;
        let back = self.choose(&away, person).await;
        self.follow(&back).await
    }

    /// The pages of the portal in this browser.
    pub fn client(&self) -> Client {
        let mut client = Client::new(self.http.clone(), self.base.clone());
        client.cookie = Some(self.cookie()).filter(|cookie| !cookie.is_empty());
        client
    }

    /// Who is signed in.
    pub async fn session(&self) -> SessionView {
        self.client().get(path::SESSION).await.ok(200)
    }
}
