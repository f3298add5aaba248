//! The shape of the code: who may know whom, and what every file and every setting needs. Reads the sources.
//!
//! Each list of exceptions may only shrink: one that is no longer needed fails as well.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read the sources has failed, and says where"
)]

use motcua_shared::error::ErrorCode;
use motcua_shared::signature::Reason;
use motcua_shared::text::{self, Lang};
use motcua_tests::environment::source_root;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A source file.
struct Source {
    /// Path from the root, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The text without comments and without the tests at its end.
    fn code(&self) -> String {
        let production = self
            .text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        production
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The folder below `root`, if the file lies in one.
    fn folder(&self, root: &str) -> Option<&str> {
        let rest = self.path.strip_prefix(root)?.strip_prefix('/')?;
        rest.split_once('/').map(|(folder, _)| folder)
    }
}

/// All Rust files below a folder.
fn sources(folder: &str) -> Vec<Source> {
    fn read(root: &Path, folder: &Path, found: &mut Vec<Source>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts: Vec<String> = path
                    .strip_prefix(root)
                    .unwrap()
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy().into_owned())
                    .collect();
                found.push(Source {
                    path: parts.join("/"),
                    text: std::fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    let mut found = Vec::new();
    read(&source_root(), &source_root().join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} holds no sources");
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// Compares what breaks a rule with the exceptions that are known.
#[track_caller]
fn expect_only(rule: &str, found: BTreeSet<String>, known: &[&str]) {
    let known: BTreeSet<String> = known.iter().map(|one| (*one).to_owned()).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "{rule}:\n{new:#?}");
    assert!(
        gone.is_empty(),
        "no longer needed as exceptions of \"{rule}\":\n{gone:#?}"
    );
}

/// Which first two parts of paths inside its own crate a file uses: `crate::vault::service::add` → (vault, service).
fn uses(source: &Source) -> BTreeSet<(String, String)> {
    let code = expand(&source.code());
    let mut found = BTreeSet::new();
    let direct = Regex::new(r"\bcrate::(\w+)(?:::(\w+))?").unwrap();
    let mut bare = BTreeSet::new();
    for hit in direct.captures_iter(&code) {
        let module = hit[1].to_owned();
        match hit.get(2) {
            Some(part) => {
                found.insert((module, part.as_str().to_owned()));
            }
            None => {
                bare.insert(module);
            }
        }
    }
    // `use crate::vault;` followed by `vault::service::add(…)`.
    for module in bare {
        let through = Regex::new(&format!(r"(?:^|[^:\w]){module}::(\w+)")).unwrap();
        for hit in through.captures_iter(&code) {
            found.insert((module.clone(), hit[1].to_owned()));
        }
    }
    found
}

/// Writes groups out: `use crate::{a, b::{c, d}};` → `crate::a`, `crate::b::c`, `crate::b::d`.
fn expand(code: &str) -> String {
    let group = Regex::new(r"((?:\w+::)+)\{([^{}]*)\}").unwrap();
    let mut text = code.to_owned();
    loop {
        let next = group
            .replace_all(&text, |hit: &regex::Captures<'_>| {
                hit[2]
                    .split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(|part| match part {
                        "self" => hit[1].trim_end_matches("::").to_owned(),
                        part => format!("{}{part}", &hit[1]),
                    })
                    .collect::<Vec<_>>()
                    .join(", ")
            })
            .into_owned();
        if next == text {
            return text;
        }
        text = next;
    }
}

const FEATURES: [&str; 12] = [
    "audit",
    "catalogue",
    "directory",
    "feedback",
    "filing",
    "identity",
    "notification",
    "processing",
    "signature",
    "signing",
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

#[test]
fn domains_know_neither_http_nor_sql_nor_the_time() {
    let forbidden =
        Regex::new(r"\b(actix\w*|diesel|tokio|reqwest|object_store)::|Utc::now|SystemTime|Instant::now|\bClock\b|AppState|DbConn")
            .unwrap();
    let found = sources("server/src")
        .iter()
        .filter(|source| source.path.ends_with("/domain.rs"))
        .filter(|source| forbidden.is_match(&source.code()))
        .map(|source| source.path.clone())
        .collect();
    expect_only("a domain is plain", found, &[]);
}

#[test]
fn stores_know_no_http() {
    let forbidden = Regex::new(r"\bactix\w*::|HttpRequest|HttpResponse|AppState").unwrap();
    let found = sources("server/src")
        .iter()
        .filter(|source| source.path.ends_with("/store.rs"))
        .filter(|source| forbidden.is_match(&source.code()))
        .map(|source| source.path.clone())
        .collect();
    expect_only("a store speaks SQL only", found, &[]);
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
            "catalogue → identity::guard",
            "feedback → identity::guard",
            "filing → identity::domain",
            "filing → identity::guard",
            "processing → identity::domain",
            "processing → identity::guard",
            "signature → identity::guard",
            "signing → identity::guard",
            "upload → identity::domain",
            "upload → identity::guard",
            "vault → identity::domain",
            "vault → identity::guard",
            // How a key is read from a request.
            "feedback → upload::handler",
            "filing → upload::handler",
            "vault → upload::handler",
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
        // A paper's page and its row in the list hold the way to say what is wrong with it.
        &["vault → feedback"],
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

/// Every setting with its default as the file writes it; empty for those without one.
fn settings() -> BTreeMap<String, String> {
    let mut section = String::new();
    let mut found = BTreeMap::new();
    for line in motcua_server::config::DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            found.insert(format!("{section}{key}"), value.trim_matches('"').to_owned());
        }
    }
    for key in [
        "secret_key",
        "files.options",
        "identity.oidc",
        "vault.partners",
        "sms.texts",
        "sms.http.headers",
        "zalo.templates",
    ] {
        found.insert(key.to_owned(), String::new());
    }
    found
}

#[test]
fn every_setting_is_described_for_operators_with_its_default() {
    let text = std::fs::read_to_string(source_root().join("docs/operations.md")).unwrap();
    let row = Regex::new(r"(?m)^\| `([\w.]+)` \| (.*?) \|").unwrap();
    let described: BTreeMap<String, String> = row
        .captures_iter(&text)
        .map(|hit| (hit[1].to_owned(), hit[2].trim_matches('`').replace('–', "")))
        .collect();
    assert_eq!(described, settings(), "docs/operations.md against the defaults");
}

#[test]
fn every_setting_of_the_configuration_has_a_default_or_is_known_to_have_none() {
    let text = std::fs::read_to_string(source_root().join("server/src/config.rs")).unwrap();
    let field = Regex::new(r"(?m)^    pub (\w+): ").unwrap();
    let production = text.split("#[cfg(test)]").next().unwrap();
    let declared: BTreeSet<&str> = field
        .captures_iter(production)
        .map(|hit| hit.get(1).unwrap().as_str())
        .collect();
    let known = settings();
    for name in declared {
        let is_section = known.keys().any(|key| key.starts_with(&format!("{name}.")));
        let is_key = known
            .keys()
            .any(|key| key == name || key.ends_with(&format!(".{name}")));
        assert!(is_section || is_key, "{name} has no default");
    }
}

#[test]
fn every_refusal_has_a_sentence_in_both_languages() {
    for code in ErrorCode::ALL.iter().chain(&[ErrorCode::Unknown]) {
        let found = text::error::find(code.as_str()).or_else(|| text::refusal::find(code.as_str()));
        let message = found.unwrap_or_else(|| panic!("error-{code} or refusal-{code} is missing"));
        let (vi, en) = (message.render(Lang::Vi, &[]), message.render(Lang::En, &[]));
        assert!(!vi.is_ascii(), "{code}: {vi}");
        assert!(en.len() > 5 && en != vi, "{code}: {en}");
    }
}

#[test]
fn what_the_browser_finds_by_itself_it_can_also_say() {
    let named = Regex::new(r"\b(?:ErrorCode|E)::([A-Z]\w+)").unwrap();
    let codes: BTreeMap<String, ErrorCode> = ErrorCode::ALL
        .iter()
        .map(|code| (format!("{code:?}"), *code))
        .collect();
    let mut files = sources("shared/src");
    files.extend(sources("frontend/src"));
    for source in files.iter().filter(|source| source.path != "shared/src/error.rs") {
        for hit in named.captures_iter(&source.code()) {
            if let Some(code) = codes.get(&hit[1]) {
                assert!(
                    text::error::find(code.as_str()).is_some(),
                    "{} names {code}: its sentence belongs into error.ftl",
                    source.path
                );
            }
        }
    }
}

#[test]
fn every_finding_about_a_signature_has_words_in_both_languages() {
    let folder = source_root().join("shared/locales");
    let mut missing = Vec::new();
    for language in ["vi", "en"] {
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join(language)).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for line in text.lines() {
                if let Some((key, value)) = line.split_once(" = ") {
                    keys.insert(key.to_owned(), value.to_owned());
                }
            }
        }
        for reason in Reason::ALL {
            let ending = format!("reason-{reason}");
            if !keys
                .iter()
                .any(|(key, value)| key.ends_with(&ending) && !value.trim().is_empty())
            {
                missing.push(format!("{language}: {ending}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_of_the_machine_it_was_written_on_stands_in_the_sources() {
    let private = Regex::new(concat!(
        "/wor",
        r"k/|/tmp/w",
        r"t/|/roo",
        r"t/|/hom",
        r"e/[a-z]+/"
    ))
    .unwrap();
    let mut found = BTreeSet::new();
    for folder in ["server/src", "shared/src", "frontend/src", "tests"] {
        for source in sources(folder) {
            if private.is_match(&source.text) {
                found.insert(source.path.clone());
            }
        }
    }
    expect_only("paths of one machine help nobody else", found, &[]);
}
