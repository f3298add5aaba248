//! The sources as text: which there are, and what they use.

use motcua_tests::environment::source_root;
use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;

/// A source file.
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The text without comments and without the tests at its end.
    pub fn code(&self) -> String {
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
    pub fn folder(&self, root: &str) -> Option<&str> {
        let rest = self.path.strip_prefix(root)?.strip_prefix('/')?;
        rest.split_once('/').map(|(folder, _)| folder)
    }
}

/// All Rust files below a folder.
pub fn sources(folder: &str) -> Vec<Source> {
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
pub fn expect_only(rule: &str, found: BTreeSet<String>, known: &[&str]) {
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
pub fn uses(source: &Source) -> BTreeSet<(String, String)> {
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
pub fn expand(code: &str) -> String {
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
