//! The shape of the code: who may know whom, and what every file and every setting needs. Reads the sources.
//!
//! Each list of exceptions may only shrink: one that is no longer needed fails as well.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read the sources has failed, and says where"
)]

mod source;
mod words;

use crate::source::*;
use motcua_tests::environment::source_root;
use regex::Regex;
use std::collections::BTreeSet;

const FEATURES: [&str; 18] = [
    "audit",
    "catalogue",
    "delegation",
    "directory",
    "feedback",
    "filing",
    "identity",
    "news",
    "notification",
    "payment",
    "petition",
    "processing",
    "reception",
    "signature",
    "signing",
    "statistics",
    "upload",
    "vault",
];

#[test]
fn features_are_the_folders_that_are_no_infrastructure() {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for source in sources("server/src") {
        if let Some(folder) = source.folder("server/src") {
            folders.insert(folder.to_owned());
        }
    }
    let expected: BTreeSet<String> = FEATURES
        .iter()
        .chain(&["db", "http", "job"])
        .map(|one| (*one).to_owned())
        .collect();
    assert_eq!(
        folders, expected,
        "a new feature must be named here, so that its borders are watched"
    );
}

#[test]
fn shared_knows_no_server_no_database_and_no_browser() {
    let forbidden = Regex::new(
        r"\b(actix\w*|diesel\w*|leptos\w*|tokio|web_sys|js_sys|wasm_bindgen|reqwest|gloo\w*)::|std::(fs|net|env|process|thread)\b|SystemTime|Instant::now|Utc::now",
    )
    .unwrap();
    let found = sources("shared/src")
        .iter()
        .filter(|source| forbidden.is_match(&source.code()))
        .map(|source| source.path.clone())
        .collect();
    expect_only("shared has no I/O and no clock", found, &[]);
    let manifest = std::fs::read_to_string(source_root().join("shared/Cargo.toml")).unwrap();
    for name in [
        "actix", "diesel", "leptos", "tokio", "web-sys", "reqwest", "gloo", "motcua-",
    ] {
        let dependency = Regex::new(&format!(r"(?m)^{name}[\w-]*(\.workspace)?\s*=")).unwrap();
        assert!(!dependency.is_match(&manifest), "shared depends on {name}");
    }
}

/// No server file of this name may use what is forbidden to it.
fn expect_free_of(forbidden: &Regex, name: &str, rule: &str) {
    let found = sources("server/src")
        .iter()
        .filter(|source| source.path.ends_with(name))
        .filter(|source| forbidden.is_match(&source.code()))
        .map(|source| source.path.clone())
        .collect();
    expect_only(rule, found, &[]);
}

#[test]
fn domains_know_neither_http_nor_sql_nor_the_time() {
    let forbidden =
        Regex::new(r"\b(actix\w*|diesel|tokio|reqwest|object_store)::|Utc::now|SystemTime|Instant::now|\bClock\b|AppState|DbConn")
            .unwrap();
    expect_free_of(&forbidden, "/domain.rs", "a domain is plain");
}

#[test]
fn stores_know_no_http() {
    let forbidden = Regex::new(r"\bactix\w*::|HttpRequest|HttpResponse|AppState").unwrap();
    expect_free_of(&forbidden, "/store.rs", "a store speaks SQL only");
}

#[test]
fn only_stores_speak_sql() {
    let sql = Regex::new(r"\bdiesel::|\bschema::").unwrap();
    let found = sources("server/src")
        .iter()
        .filter(|source| !source.path.ends_with("/store.rs") && source.folder("server/src") != Some("db"))
        .filter(|source| sql.is_match(&source.code()))
        .map(|source| source.path.clone())
        .collect();
    expect_only(
        "queries stand in store.rs",
        found,
        &[
            "server/src/demo.rs",
            // Turns a failed query into a refusal.
            "server/src/error.rs",
            "server/src/job/queue.rs",
        ],
    );
}

#[test]
fn a_feature_reaches_another_only_through_its_service() {
    let mut found = BTreeSet::new();
    for source in sources("server/src") {
        let Some(feature) = source
            .folder("server/src")
            .filter(|folder| FEATURES.contains(folder))
        else {
            continue;
        };
        for (module, part) in uses(&source) {
            if module != feature && FEATURES.contains(&module.as_str()) && part != "service" {
                found.insert(format!("{feature} → {module}::{part}"));
            }
        }
    }
    expect_only(
        "a feature offers its service, and nothing else",
        found,
        &[
            // Re-exported from the service.
            "identity → audit::Action",
            "signing → audit::Action",
            // Who acts.
            "feedback → identity::domain",
            "audit → identity::guard",
            "catalogue → identity::guard",
            "delegation → identity::guard",
            "directory → identity::guard",
            "feedback → identity::guard",
            "news → identity::guard",
            "petition → identity::guard",
            "filing → identity::domain",
            "filing → identity::guard",
            "processing → identity::domain",
            "payment → identity::guard",
            "statistics → identity::guard",
            "processing → identity::guard",
            "reception → identity::guard",
            "signature → identity::guard",
            "signing → identity::guard",
            "upload → identity::domain",
            "upload → identity::guard",
            "vault → identity::domain",
            "vault → identity::guard",
        ],
    );
}

#[test]
fn layers_of_a_feature_point_one_way() {
    let upward = Regex::new(r"\b(?:super|self)::(handler|service|assemble|component|store)\b").unwrap();
    let forbidden = |layer: &str| -> &[&str] {
        match layer {
            "domain" => &["handler", "service", "assemble", "component", "store"],
            "store" => &["handler", "assemble", "component"],
            "service" => &["handler"],
            _ => &[],
        }
    };
    let mut found = BTreeSet::new();
    for source in sources("server/src") {
        let Some(feature) = source
            .folder("server/src")
            .filter(|folder| FEATURES.contains(folder))
        else {
            continue;
        };
        let layer = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        let code = expand(&source.code());
        for hit in upward.captures_iter(&code) {
            if forbidden(layer).contains(&&hit[1]) {
                found.insert(format!("{feature}: {layer} → {}", &hit[1]));
            }
        }
    }
    expect_only("handler → service → {domain, store}", found, &[]);
}

#[test]
fn infrastructure_knows_no_feature() {
    let own_files = [
        "config",
        "config_note",
        "config_oidc",
        "clock",
        "error",
        "files",
        "secret",
        "telemetry",
    ];
    let mut found = BTreeSet::new();
    for source in sources("server/src") {
        let is_infrastructure = match source.folder("server/src") {
            Some(folder) => ["db", "http", "job"].contains(&folder),
            None => own_files
                .iter()
                .any(|name| source.path == format!("server/src/{name}.rs")),
        };
        let is_meeting_point =
            ["server/src/http/router.rs", "server/src/job/registry.rs"].contains(&source.path.as_str());
        if !is_infrastructure || is_meeting_point {
            continue;
        }
        for (module, _) in uses(&source) {
            if FEATURES.contains(&module.as_str()) {
                found.insert(format!("{} → {module}", source.path));
            }
        }
    }
    expect_only("only the router and the registry know features", found, &[]);
}

#[test]
fn pages_of_one_feature_know_no_other_and_the_foundation_knows_none() {
    let foundation = ["api", "ui", "state"];
    let folders: BTreeSet<String> = sources("frontend/src")
        .iter()
        .filter_map(|source| source.folder("frontend/src").map(str::to_owned))
        .collect();
    let is_feature = |name: &str| {
        folders.contains(name) && !foundation.contains(&name) && !["layout", "signature"].contains(&name)
    };
    let mut found = BTreeSet::new();
    for source in sources("frontend/src") {
        let Some(folder) = source.folder("frontend/src") else {
            continue;
        };
        for (module, _) in uses(&source) {
            if module != folder && is_feature(&module) && folder != "layout" {
                found.insert(format!("{folder} → {module}"));
            }
        }
    }
    expect_only(
        "feature → ui → nothing of ours",
        found,
        &[
            // A dossier's pages hold what it costs and how that is settled.
            "filing → payment",
            "processing → payment",
            // A paper's page and its row in the list hold the way to say what is wrong with it.
            "vault → feedback",
        ],
    );
}

#[test]
fn every_file_says_what_it_is_about() {
    let mut found = BTreeSet::new();
    for folder in ["server/src", "shared/src", "frontend/src", "tests"] {
        for source in sources(folder) {
            if !source.text.starts_with("//! ") {
                found.insert(source.path.clone());
            }
        }
    }
    expect_only("a file begins with a sentence about it", found, &[]);
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let mut found = BTreeSet::new();
    for folder in ["server/src", "shared/src", "frontend/src"] {
        for source in sources(folder) {
            let lines = source.text.lines().count();
            if lines > 500 {
                found.insert(format!("{}: {lines}", source.path));
            }
        }
    }
    expect_only("a file of more than 500 lines is two files", found, &[]);
}
