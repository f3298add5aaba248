//! The log of a whole journey holds nothing that a person typed or is called by.

use motcua_server::demo::{ACCOUNTS, PASSWORD};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierView;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::path;
use motcua_tests::app::{FITTING, PROCEDURE, UNIT};
use motcua_tests::client::ORIGIN;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Backend, Client, Login, sandbox};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// The program itself, serving, with its log.
struct Program {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    fn start(folder: &std::path::Path, gateway: &str) -> Self {
        let settings = format!(
            r#"
profile = "demo"
[http]
listen = "127.0.0.1:0"
public_url = "{ORIGIN}"
plain_cookies = true
site = {site:?}
[database]
url = "sqlite:{database}"
connections = 4
[files]
url = {files:?}
[identity]
hash_memory_kib = 8
hash_passes = 1
[signature]
trust = []
sandbox_trust = [{trust:?}]
[sms]
url = "{gateway}"
api_key = "sandbox"
secret_key = "sandbox"
brandname = "MOTCUA"
[[vault.partners]]
id = "quy-nhon"
name = "Kho Quy Nhơn"
url = "{gateway}/partner"
api_key = "khoa-cua-cong"
secret_key = "khoa-ky-cua-cong"
category_code = "KQ.H21.910006"
[demo]
accounts = true
[log]
filter = "debug"
json = true
"#,
            site = folder.join("site"),
            database = folder.join("motcua.db").display(),
            files = folder.join("files"),
            trust = sandbox::folder().join("trust"),
        );
        let file = folder.join("motcua.toml");
        std::fs::write(&file, settings).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
            .arg("--config")
            .arg(&file)
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (output, log) = (child.stderr.take().unwrap(), Arc::clone(&lines));
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                log.lock().unwrap().push(line);
            }
        });
        Self { child, lines }
    }

    /// What a log line says, once it is there.
    async fn wait_for(&self, message: &str) -> serde_json::Value {
        for _ in 0..6_000 {
            let found = self.lines.lock().unwrap().iter().find_map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).ok()?;
                (line["message"] == message).then_some(line)
            });
            if let Some(line) = found {
                return line;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("no log line says {message}: {:#?}", self.lines.lock().unwrap());
    }
}

/// Waits until the sandbox got a message, and gives the code in it.
async fn code_on_the_phone(sandbox: &Sandbox, phone: &str) -> String {
    for _ in 0..6_000 {
        let url = format!("{}/api/messages?phone={phone}", sandbox.url);
        let inbox: serde_json::Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        if let Some(content) = inbox[0]["content"].as_str() {
            let digits = content.split(|c: char| !c.is_ascii_digit());
            return digits
                .into_iter()
                .find(|part| part.len() == 6)
                .unwrap()
                .to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("nothing came to {phone}");
}

#[actix_web::test]
async fn the_log_of_a_journey_names_nobody_and_keeps_every_secret() {
    if !Backend::Sqlite.is_wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let gateway = Sandbox::start();
    let program = Program::start(folder.path(), &gateway.url);
    let port = program.wait_for("answering").await["port"].as_u64().unwrap();
    let mut agency = Client::new(
        motcua_server::outbound::client().build().unwrap(),
        format!("http://127.0.0.1:{port}"),
    );
    agency.password(Login::Agency.name(), "mat-khau-sai-12").await;
    let challenge: Challenge = agency.password(Login::Agency.name(), PASSWORD).await.ok(200);
    let code = code_on_the_phone(&gateway, "0900000001").await;
    agency.code(&challenge, "111111").await;
    let _: SessionView = agency.code(&challenge, &code).await.ok(200);
    for (_, category, name) in FITTING {
        agency.paper(name, category).await;
    }
    // The other system does not know the key, so that there is something to log.
    let asked = agency
        .post(
            &path::partner_papers("quy-nhon"),
            &serde_json::json!({ "q": "tim-kiem-noi-khac" }),
        )
        .await;
    asked.refused(503, ErrorCode::PartnerDown);
    program.wait_for("a partner does not answer").await;
    let upload = agency.uploaded("to-trinh").await;
    agency.add(upload.id, "KQ.H21.910001").await;
    agency.get("/api/v1/papers?q=tim-kiem-rieng-tu").await;
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, UNIT).await;
    let dossier: DossierView = agency.submit(&draft).await.ok(200);
    agency.get(&path::dossier_file(dossier.id, "to-trinh")).await;
    let last = agency.delete(path::SESSION).await;
    let last = last.header("x-request-id").unwrap().to_owned();
    for _ in 0..6_000 {
        if program
            .lines
            .lock()
            .unwrap()
            .iter()
            .any(|line| line.contains(&last))
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let lines = program.lines.lock().unwrap().clone();
    assert!(
        lines.len() > 20 && lines.iter().any(|line| line.contains(&last)),
        "{lines:#?}"
    );
    for line in &lines {
        assert!(
            serde_json::from_str::<serde_json::Value>(line).is_ok(),
            "one JSON object per line: {line}"
        );
    }
    let token = agency.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let mut secrets = vec![
        PASSWORD.to_owned(),
        "mat-khau-sai-12".to_owned(),
        format!("\"{code}\""),
        format!(" {code}"),
        token.clone(),
        motcua_server::secret::sha256_hex(token.as_bytes()),
        "tim-kiem-rieng-tu".to_owned(),
        "tim-kiem-noi-khac".to_owned(),
        "khoa-cua-cong".to_owned(),
        "khoa-ky-cua-cong".to_owned(),
        "to-trinh.pdf".to_owned(),
        "Giấy tờ mẫu".to_owned(),
        "secret_key".to_owned(),
        "argon2".to_owned(),
    ];
    for account in ACCOUNTS {
        secrets.extend([account.name, account.phone, account.login].map(str::to_owned));
    }
    for secret in secrets {
        let found: Vec<&String> = lines.iter().filter(|line| line.contains(&secret)).collect();
        assert!(found.is_empty(), "{secret} stands in the log: {found:#?}");
    }
}
