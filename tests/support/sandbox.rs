//! The sandbox: its papers, and the program itself where a test speaks to it.

use crate::environment::{program_folder, variable};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| match variable("MOTCUA_SANDBOX_DIR") {
    Some(folder) => PathBuf::from(folder),
    None => {
        let folder = program_folder().join("motcua-sandbox-papers");
        let made = Command::new(program())
            .arg("papers")
            .arg("--out")
            .arg(&folder)
            .stdout(Stdio::null())
            .status()
            .expect("the sandbox runs");
        assert!(made.success(), "the sandbox could not make its papers");
        folder
    }
});

/// The folder of the sandbox's papers and authorities; made once if `MOTCUA_SANDBOX_DIR` names none.
pub fn folder() -> &'static Path {
    &FOLDER
}

/// The sandbox's program.
pub fn program() -> PathBuf {
    let path = program_folder().join(format!("motcua-sandbox{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "the sandbox is not built: cargo build -p motcua-sandbox"
    );
    path
}

/// A running sandbox; it ends with the test.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    /// Where it answers, without a slash at the end.
    pub url: String,
    /// Port of its mail server on this machine.
    pub mail: u16,
    /// Where its antivirus listens.
    pub antivirus: String,
}

/// A message in its inbox, oldest first when there are several.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Received {
    /// `sms`, `zalo` or `email`.
    pub channel: String,
    /// As it was sent.
    pub phone: String,
    /// Address of an e-mail.
    pub email: Option<String>,
    /// Subject of an e-mail.
    pub subject: Option<String>,
    /// Head of an e-mail.
    pub headers: Option<String>,
    /// Text.
    pub content: Option<String>,
    /// Zalo template.
    pub template_id: Option<String>,
    /// Its parameters.
    pub template_data: Option<serde_json::Value>,
    /// Number of the sender.
    pub request_id: Option<String>,
    /// How often it came under that number.
    pub times: u32,
}

impl Sandbox {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(folder())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the sandbox starts");
        let output = child.stdout.take().expect("its output");
        let mut mail = None;
        let mut antivirus = None;
        let url = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                if let Some((_, port)) = line.split_once("mail at smtp://127.0.0.1:") {
                    mail = port.parse().ok();
                }
                if let Some((_, address)) = line.split_once("antivirus at ") {
                    antivirus = Some(address.to_owned());
                }
                let (_, rest) = line.split_once("inbox at ")?;
                let (url, _) = rest.split_once("/,")?;
                Some(url.to_owned())
            })
            .expect("the sandbox says where it answers");
        let mail = mail.expect("the sandbox says where its mail server is");
        let antivirus = antivirus.expect("the sandbox says where its antivirus is");
        Self {
            child,
            url,
            mail,
            antivirus,
        }
    }

    /// What it received, oldest first.
    pub async fn inbox(&self) -> Vec<Received> {
        let answer = http()
            .get(format!("{}/api/messages", self.url))
            .send()
            .await
            .unwrap();
        let mut messages: Vec<Received> = answer.json().await.unwrap();
        messages.reverse();
        messages
    }

    /// The certificate of its mail server.
    pub async fn certificate(&self) -> String {
        let answer = http()
            .get(format!("{}/smtp/certificate.pem", self.url))
            .send()
            .await;
        answer.unwrap().text().await.unwrap()
    }

    /// Has its antivirus find a file from now on.
    pub async fn learn(&self, sha256: &str) {
        let signature = serde_json::json!({ "sha256": sha256, "name": "Sandbox.Test.Paper" });
        let answer = http()
            .post(format!("{}/clamd/signatures", self.url))
            .json(&signature)
            .send();
        assert!(answer.await.unwrap().status().is_success());
    }

    /// How many files its antivirus has looked through.
    pub async fn scanned(&self) -> u64 {
        let answer = http().get(format!("{}/clamd/scanned", self.url)).send().await;
        answer.unwrap().json().await.unwrap()
    }

    /// Makes its other system's vault misbehave, or gives a paper there another file.
    pub async fn partner(&self, control: &serde_json::Value) {
        let address = format!("{}/partner/control", self.url);
        let answer = http().post(address).json(control).send();
        assert!(answer.await.unwrap().status().is_success());
    }

    /// How often that vault was asked: lists, descriptions, files.
    pub async fn partner_asked(&self) -> (u64, u64, u64) {
        let answer = http().get(format!("{}/partner/asked", self.url)).send().await;
        let asked: serde_json::Value = answer.unwrap().json().await.unwrap();
        let count = |name: &str| asked[name].as_u64().unwrap();
        (count("list"), count("describe"), count("content"))
    }

    /// Makes a gateway (`sms`, `zalo`, `email`, `antivirus`) misbehave (`down`, `hang`, `slow`, `lost`, `garbage`) or work again (`none`).
    pub async fn fault(&self, channel: &str, fault: &str) {
        let change = serde_json::json!({ "channel": channel, "fault": fault });
        let answer = http()
            .post(format!("{}/api/faults", self.url))
            .json(&change)
            .send();
        assert!(answer.await.unwrap().status().is_success());
    }
}

fn http() -> reqwest::Client {
    let client = motcua_server::outbound::client().no_proxy().tls_certs_only([]);
    client.build().unwrap()
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
