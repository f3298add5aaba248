//! A signing agent of the sandbox with a token in SoftHSM, and how a browser speaks to it.

use crate::sandbox;
use futures::{SinkExt, StreamExt};
use motcua_shared::signature::agent::vgca::Call;
use motcua_shared::signature::agent::{AgentFailure, vnpt};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// Where systems put SoftHSM.
const MODULES: [&str; 5] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

/// Licence that the agent takes.
pub const LICENCE: &str = "sandbox";
/// Host name of the page.
pub const DOMAIN: &str = "dvc.example";

/// A running agent; it ends with the test.
pub struct TokenAgent {
    child: Child,
    vgca: String,
    vnpt: String,
    control: String,
    tls: TlsConnector,
    /// How long a reply may take.
    pub patience: Duration,
    _state: tempfile::TempDir,
}

impl TokenAgent {
    /// Starts one on free ports; none where SoftHSM is not installed, which is said aloud.
    pub fn start() -> Option<Self> {
        let Some(module) = MODULES.map(Path::new).into_iter().find(|path| path.exists()) else {
            let is_needed = crate::environment::variable("REQUIRE_SOFTHSM").is_some();
            assert!(
                !is_needed,
                "SoftHSM is not installed (Debian: apt install softhsm2)"
            );
            eprintln!("SKIPPED: SoftHSM is not installed (Debian: apt install softhsm2)");
            return None;
        };
        let state = tempfile::tempdir().expect("a place for the token");
        let mut child = Command::new(sandbox::program())
            .arg("agent")
            .args(["--port", "0", "--vnpt-port", "0", "--control-port", "0"])
            .args(["--licence", LICENCE, "--dir"])
            .arg(sandbox::folder())
            .arg("--state")
            .arg(state.path())
            .arg("--module")
            .arg(module)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the agent starts");
        let output = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let line = lines
            .find(|line| line.starts_with("agent: "))
            .expect("the agent says where it answers");
        let word = |name: &str| {
            let mut words = line.split_whitespace().skip_while(|word| *word != name);
            words
                .nth(1)
                .unwrap_or_else(|| panic!("{name} in {line}"))
                .to_owned()
        };
        Some(Self {
            child,
            vgca: word("vgca"),
            vnpt: word("vnpt"),
            control: word("control"),
            tls: connector(&PathBuf::from(word("authority"))),
            patience: Duration::from_secs(60),
            _state: state,
        })
    }

    /// Who signs from now on.
    pub async fn holder(&self, holder: &str) {
        self.set(&serde_json::json!({ "holder": holder, "behaviour": "honest" }))
            .await;
    }

    /// How the agent behaves from now on.
    pub async fn behave(&self, behaviour: &str) {
        self.set(&serde_json::json!({ "behaviour": behaviour })).await;
    }

    /// Changes what the agent does.
    pub async fn set(&self, change: &serde_json::Value) {
        let answer = motcua_server::outbound::client()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap()
            .put(&self.control)
            .json(change)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{change}: {}", answer.status());
    }

    /// One call of the VGCA protocol: a connection of its own, the first message is the reply.
    pub async fn vgca(&self, call: Call) -> Result<String, AgentFailure> {
        let address = format!("{}{}", self.vgca.trim_end_matches('/'), call.path);
        let mut socket = self.connect(&address).await?;
        let reply = self.ask(&mut socket, call.message).await;
        let _ = socket.close(None).await;
        reply
    }

    /// Calls of the VNPT protocol over one connection, which stays open; gives what the last one gave.
    pub async fn vnpt(&self, messages: &[String]) -> Result<String, AgentFailure> {
        let mut socket = self.connect(&self.vnpt).await?;
        let mut last = Err(AgentFailure::NoAnswer);
        for message in messages {
            let reply = self.ask(&mut socket, message.clone()).await?;
            last = vnpt::result(&reply).map(str::to_owned);
        }
        let _ = socket.close(None).await;
        last
    }

    async fn connect(&self, address: &str) -> Result<WebSocketStream<TlsStream<TcpStream>>, AgentFailure> {
        let rest = address.strip_prefix("wss://").expect("wss only");
        let host = rest.split('/').next().unwrap_or_default();
        let (name, _) = host.split_once(':').expect("a port");
        let port = host.rsplit_once(':').map(|(_, port)| port).unwrap_or_default();
        let attempt = async {
            let stream = TcpStream::connect(format!("127.0.0.1:{port}")).await.ok()?;
            let name = ServerName::try_from(name.to_owned()).ok()?;
            let stream = self.tls.connect(name, stream).await.ok()?;
            let (socket, _) = tokio_tungstenite::client_async(address, stream).await.ok()?;
            Some(socket)
        };
        let made = timeout(Duration::from_secs(10), attempt).await.ok().flatten();
        made.ok_or(AgentFailure::NotFound)
    }

    async fn ask(
        &self,
        socket: &mut WebSocketStream<TlsStream<TcpStream>>,
        message: String,
    ) -> Result<String, AgentFailure> {
        socket
            .send(Message::text(message))
            .await
            .map_err(|_| AgentFailure::NoAnswer)?;
        match timeout(self.patience, socket.next()).await {
            Ok(Some(Ok(Message::Text(reply)))) => Ok(reply.as_str().to_owned()),
            _ => Err(AgentFailure::NoAnswer),
        }
    }
}

/// Trusts what the agent's installer would have the system trust.
fn connector(authority: &Path) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(authority).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

impl Drop for TokenAgent {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
