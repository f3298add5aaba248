//! What is wrong with settings is found by `check-config` and by `serve`, in the same words.

use motcua_server::config::Config;
use motcua_tests::environment::source_root;
use motcua_tests::sandbox;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

/// Settings of a portal in production that could start.
fn sound(folder: &Path) -> String {
    let site = folder.join("site");
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(site.join("index.html"), "<!doctype html><title>Trang chủ</title>").unwrap();
    std::fs::write(folder.join("a-file"), "").unwrap();
    let place = |name: &str| folder.join(name).display().to_string();
    format!(
        r#"
secret_key = "0123456789abcdef0123456789abcdef"
[http]
listen = "127.0.0.1:0"
public_url = "https://cong.example"
site = "{site}"
[database]
url = "sqlite:{database}"
patience_seconds = 1
[files]
url = "{files}"
[identity]
staff_password = true
hash_memory_kib = 8
hash_passes = 1
[signature]
trust = ["{trust}"]
policy = "any-national-ca"
fetch_hosts = ["ca.example"]
[antivirus]
address = "127.0.0.1:3310"
[sms]
url = "https://sms.example"
[subscriber]
url = "https://records.example"
"#,
        site = place("site"),
        database = place("data/motcua.db"),
        files = place("files"),
        trust = sandbox::folder().join("trust").display(),
    )
}

fn run(folder: &Path, settings: &str, command: &str) -> Output {
    let file = folder.join("motcua.toml");
    std::fs::write(&file, settings).unwrap();
    Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .arg("--config")
        .arg(&file)
        .arg(command)
        .output()
        .unwrap()
}

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

#[test]
fn sound_settings_are_in_order_and_nothing_else_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &sound(folder.path()), "check-config");
    assert_eq!(
        said(&output.stdout),
        "The settings are in order.\n",
        "{}",
        said(&output.stderr)
    );
    assert!(output.status.success());
}

#[test]
fn the_settings_file_to_copy_needs_nothing_but_a_key() {
    let file = source_root().join("docs/motcua.example.toml");
    let mut config = Config::read(Some(&file)).unwrap();
    assert!(config.check().unwrap_err().to_string().contains("secret_key"));
    config.secret_key = Some("0123456789abcdef0123456789abcdef".to_owned().into());
    config.check().unwrap();
    assert_eq!(config.notes(), [""; 0]);
}

#[test]
fn what_stops_a_start_is_said_by_both_with_the_setting_and_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let base = sound(folder.path());
    let here = |name: &str| folder.path().join(name).display().to_string();
    let trust = sandbox::folder().join("trust").display().to_string();
    let (nowhere, below) = (here("nowhere"), here("a-file/x"));
    for (from, to, told) in [
        (
            trust.as_str(),
            nowhere.as_str(),
            ["signature.trust", nowhere.as_str()],
        ),
        ("any-national-ca", "xyz", ["signature.policy", "xyz"]),
        (&here("site"), &nowhere, ["http.site", &nowhere]),
        (
            &here("data/motcua.db"),
            &here("a-file/x/m.db"),
            ["database.url", &below],
        ),
        (
            &here("data/motcua.db"),
            &here("site"),
            ["database.url", &here("site")],
        ),
        (
            &format!("sqlite:{}", here("data/motcua.db")),
            "postgres://motcua:geheim@127.0.0.1:1/motcua",
            ["database.url", "port 1"],
        ),
        (&here("files"), &below, ["files.url", &below]),
        (
            "https://cong.example",
            "http://cong.example",
            ["http.public_url", "https://"],
        ),
        ("127.0.0.1:0", "192.0.2.1:80", ["http.listen", "192.0.2.1:80"]),
        (
            "[database]",
            "[site]\nhelpline = \"gọi 1022\"\n[database]",
            ["site.helpline", "phone number"],
        ),
    ] {
        assert!(base.contains(from), "{from}");
        let settings = base.replace(from, to);
        let last = ["check-config", "serve"].map(|command| {
            let output = run(folder.path(), &settings, command);
            assert_eq!(output.status.code(), Some(1), "{command}: {to}");
            let text = said(&output.stderr);
            assert!(!text.contains("geheim"), "{text}");
            let at = text.find("motcua: ").unwrap();
            text[at..].to_owned()
        });
        assert_eq!(last[0], last[1]);
        for part in told {
            assert!(last[0].contains(part), "{part}: {}", last[0]);
        }
    }
}

#[test]
fn what_stays_closed_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = sound(folder.path());
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    for (from, to) in [
        ("any-national-ca", "ban-co-yeu"),
        ("[\"ca.example\"]", "[]"),
        ("https://sms.example", ""),
        ("https://records.example", ""),
        ("staff_password = true", "staff_password = false"),
        ("127.0.0.1:0", &address),
    ] {
        assert!(settings.contains(from), "{from}");
        settings = settings.replace(from, to);
    }
    let output = run(folder.path(), &settings, "check-config");
    assert!(output.status.success(), "{}", said(&output.stderr));
    let text = said(&output.stdout);
    for part in [
        "the policy ban-co-yeu admits none",
        "chờ xác minh",
        "no officer can sign in",
        "no citizen can open an account",
        &format!("something answers at {address} already"),
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("in order"), "{text}");
    let without_tokens = format!("{settings}\n").replace("[signature]\n", "[signature]\nagents = []\n");
    let output = run(folder.path(), &without_tokens, "check-config");
    assert!(said(&output.stdout).contains("no way of signing in is open"));
}
