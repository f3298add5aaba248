//! A tus client that this project did not write (npm `tus-js-client`): whole files and pieces, lines that are cut, pauses,
//! another page, calling off, refusals.

use motcua_server::secret::sha256_hex;
use motcua_tests::client::ORIGIN;
use motcua_tests::environment::{source_root, variable};
use motcua_tests::{Login, on_both, papers, sandbox};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::{Command, Stdio};

/// What the client says of each step; `None`, and a word about it, where it is not installed.
async fn client(arguments: Value) -> Option<BTreeMap<String, Value>> {
    let folder = source_root().join("tests/tus");
    if !folder.join("node_modules/tus-js-client").is_dir() {
        assert!(
            variable("REQUIRE_TUS_PEER").is_none(),
            "tus-js-client is required, but not installed: npm ci --prefix tests/tus"
        );
        eprintln!("SKIPPED with tus-js-client: it is not installed; `npm ci --prefix tests/tus` does that");
        return None;
    }
    let run = move || {
        Command::new("node")
            .arg(folder.join("client.mjs"))
            .arg(arguments.to_string())
            .stderr(Stdio::inherit())
            .output()
            .expect("node starts")
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    let steps = said.lines().map(|line| {
        let step: Value = serde_json::from_str(line).unwrap();
        (step["step"].as_str().unwrap().to_owned(), step)
    });
    Some(steps.collect())
}

on_both! {
    async fn the_client_that_most_sites_use_gets_its_files_here(app) {
        let agency = app.sign_in(Login::Agency).await;
        let folder = sandbox::folder();
        let arguments = json!({
            "address": app.address,
            "cookie": agency.cookie,
            "origin": ORIGIN,
            "paper": folder.join("papers/to-trinh.pdf"),
            "bad": folder.join("papers/hong/sua-sau-khi-ky.pdf"),
        });
        let Some(said) = client(arguments).await else { return };
        let paper = sha256_hex(&papers::sound("to-trinh"));
        for step in ["whole", "with-creation"] {
            assert_eq!(said[step]["view"]["sha256"], json!(paper), "{step}: {}", said[step]);
        }
        assert_eq!(said["whole"]["view"]["file_name"], "Tờ trình số 1.pdf");
        for step in ["cut", "pieces", "resumed"] {
            let told = &said[step];
            assert_eq!(told["view"]["status"], 200, "{step}: {told}");
            assert_eq!(told["view"]["sha256"], told["digest"], "{step}");
        }
        assert_eq!(said["resumed"]["paused"], true);
        // Six cuts cost no more than what was on its way each time.
        for (step, most) in [("cut", 21_500_000), ("pieces", 22_000_000)] {
            assert_eq!(said[step]["left"], 0, "{step}");
            let sent = said[step]["sent"].as_u64().unwrap();
            assert!(sent < most, "{step}: {sent} bytes for 20,000,000");
        }
        assert_eq!(said["another-page"]["url"], said["another-page"]["half"]);
        assert_eq!(said["another-page"]["view"]["size"], 2_000_000);
        assert!(said["another-page"]["sent"].as_u64().unwrap() < 1_300_000, "{}", said["another-page"]);
        assert_eq!(said["called-off"]["status"], 404);
        assert_eq!(said["refused"]["error"], 422, "{}", said["refused"]);
        assert!(said["refused"]["body"].as_str().unwrap().contains("paper-changed"));
        assert_eq!(said["too-large"]["error"], 413, "{}", said["too-large"]);
        app.assert_files_and_rows_agree().await;
    }
}
