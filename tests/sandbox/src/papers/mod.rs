//! The sample papers: good ones to use, bad ones to try refusals with, and cases for the verifier.

mod bad;
mod corpus;
mod corpus_algorithms;
mod corpus_attacks;
mod corpus_files;
mod corpus_forged;
mod corpus_forms;
mod corpus_paths;
mod corpus_repairs;
mod corpus_revocation;
mod corpus_shadows;
mod corpus_times;
mod good;
mod letters;
pub mod seeds;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use serde_json::json;

use crate::clock;
use crate::pdf::document::{Layout, Pdf};
use crate::pdf::page::{Letter, Page};
use crate::pdf::sign::{Look, Signature, sign, vietnam};
use crate::pki::key::Hash;
use crate::pki::store;
use crate::pki::timestamp::Stamp;
use crate::pki::world::World;

pub use letters::{LETTERS, label, letter};

/// Grows when the papers change, so that an old set is made anew.
const SET_VERSION: &str = "6";
const MANIFEST: &str = "sandbox.json";

/// What `motcua verify` should say about a file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Expected {
    /// Acceptable verdicts.
    pub verdict: Vec<&'static str>,
    /// At least one of these reasons, by meaning; empty if none is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons_any: Vec<&'static str>,
    /// Number of signatures in fields.
    pub signatures: usize,
    /// Changes after each signature: none, permitted, not-permitted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes_after: Vec<&'static str>,
    /// Whether each signature covers the file to its end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covers_whole_document: Vec<bool>,
    /// PAdES level of each signature; absent where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Option<&'static str>>,
    /// What the case is about.
    pub why: &'static str,
}

impl Expected {
    /// One sound signature over the whole file.
    pub fn passed(why: &'static str) -> Self {
        Self::one("TOTAL-PASSED", why)
    }

    /// One signature over the whole file, with this verdict.
    pub fn one(verdict: &'static str, why: &'static str) -> Self {
        Expected {
            verdict: vec![verdict],
            signatures: 1,
            changes_after: vec!["none"],
            covers_whole_document: vec![true],
            why,
            ..Expected::default()
        }
    }

    /// No signature that could be judged.
    pub fn none(verdict: &[&'static str], why: &'static str) -> Self {
        Expected {
            verdict: verdict.to_vec(),
            why,
            ..Expected::default()
        }
    }

    /// Also accepts this verdict.
    pub fn or(mut self, verdict: &'static str) -> Self {
        self.verdict.push(verdict);
        self
    }

    /// Asks for one of these reasons.
    pub fn because(mut self, reasons: &[&'static str]) -> Self {
        self.reasons_any = reasons.to_vec();
        self
    }
}

/// A file to write, relative to the directory of the set.
pub struct Case {
    /// Path.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// What a verifier should say.
    pub expected: Expected,
}

impl Case {
    /// A case below `folder`.
    pub fn new(folder: &str, name: &str, bytes: Vec<u8>, expected: Expected) -> Self {
        Case {
            path: format!("{folder}/{name}.pdf"),
            bytes,
            expected,
        }
    }
}

/// Makes the whole set in `dir`, unless a complete one of this version is there. Says whether it did.
/// Of several programs that ask at once, one makes it and the others wait.
pub fn make(dir: &Path) -> Result<bool> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let lock = fs::File::create(dir.join(".lock")).context("cannot lock the directory")?;
    lock.lock().context("cannot lock the directory")?;
    let version = format!("{}-{SET_VERSION}", env!("CARGO_PKG_VERSION"));
    if let Ok(manifest) = fs::read(dir.join(MANIFEST)) {
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
        if manifest["version"] == version.as_str() {
            return Ok(false);
        }
    }
    let now = clock::now();
    let world = World::generate(now)?;
    store::write(&world, dir)?;
    let mut cases = good::cases(&world)?;
    cases.extend(bad::cases(&world)?);
    cases.extend(corpus::cases(&world)?);
    cases.extend(corpus_algorithms::cases(&world)?);
    cases.extend(corpus_forged::cases(&world)?);
    cases.extend(corpus_attacks::cases(&world)?);
    cases.extend(corpus_files::cases(&world)?);
    cases.extend(corpus_forms::cases(&world)?);
    cases.extend(corpus_shadows::cases(&world)?);
    cases.extend(corpus_repairs::cases(&world)?);
    cases.extend(corpus_paths::cases(&world)?);
    cases.extend(corpus_revocation::cases(&world)?);

    let mut expected = BTreeMap::new();
    for case in cases {
        let path = dir.join(&case.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&path, &case.bytes).with_context(|| format!("cannot write {}", path.display()))?;
        expected.insert(case.path, case.expected);
    }
    fs::create_dir_all(dir.join("corpus"))?;
    let expected = json!({
        "command": "motcua verify --json --revocation prefer --trust DIR/trust DIR/FILE",
        "note": "Paths are relative to DIR. An array of verdicts means that each of them is acceptable. Reasons are named by meaning.",
        "files": expected,
    });
    fs::write(
        dir.join("corpus/expected.json"),
        serde_json::to_vec_pretty(&expected)?,
    )?;
    // Written last: a set without it is not complete.
    let manifest = json!({ "version": version, "made_at": now.to_rfc3339() });
    fs::write(dir.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(true)
}

/// A one-page file with that letter.
pub fn paper(letter: &Letter, layout: Layout) -> Result<Pdf> {
    Pdf::new(&[Page::letter(letter)], layout)
}

/// A signature `days` ago, stamped by the G2 timestamp authority five seconds later.
pub fn usual<'a>(world: &'a World, signer: &str, days: i64) -> Result<Signature<'a>> {
    let claimed = days_ago(world, days);
    let mut signature = Signature::new(world.get(signer)?, claimed);
    signature.cms.stamp = Some(stamp(world, "g2", claimed + Duration::seconds(5))?);
    Ok(signature)
}

/// A timestamp by the authority below root `g1` or `g2`.
pub fn stamp<'a>(world: &'a World, root: &str, at: DateTime<Utc>) -> Result<Stamp<'a>> {
    Ok(Stamp {
        authority: world.get(&format!("tsa-{root}"))?,
        root: world.get(&format!("root-{root}"))?,
        at,
        imprint: Hash::Sha256,
    })
}

/// A moment before the set was made.
pub fn days_ago(world: &World, days: i64) -> DateTime<Utc> {
    world.made_at - Duration::days(days)
}

/// A signed one-page file.
pub fn signed(letter: &Letter, layout: Layout, signature: &Signature) -> Result<Pdf> {
    let mut pdf = paper(letter, layout)?;
    sign(&mut pdf, signature)?;
    Ok(pdf)
}

/// A box of text such as the tools draw for a person.
pub fn person_look(letter: &Letter, name: &str, at: DateTime<Utc>) -> Look {
    let top = Page::letter(letter).signature_top();
    let lines = vec![
        format!("Người ký: {name}"),
        "Cơ quan: ỦY BAN NHÂN DÂN XÃ HOA MAI".to_owned(),
        format!("Thời gian ký: {}", vietnam(at).format("%d.%m.%Y %H:%M:%S %:z")),
    ];
    Look::Text([348.0, (top - 70.0).max(100.0), 180.0, 46.0], lines)
}

/// A seal that overlaps the signer's place on its left.
pub fn seal_look(letter: &Letter, words: &[&str]) -> Look {
    let top = Page::letter(letter).signature_top();
    let lines = words.iter().map(|&word| word.to_owned()).collect();
    Look::Seal([262.0, (top - 108.0).max(66.0), 104.0], lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_made_once_and_every_paper_of_it_has_an_expectation() {
        let dir = tempfile::tempdir().unwrap();
        assert!(make(dir.path()).unwrap());
        assert!(!make(dir.path()).unwrap());

        let expected = fs::read(dir.path().join("corpus/expected.json")).unwrap();
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        for folder in ["papers", "papers/hong", "corpus"] {
            for entry in fs::read_dir(dir.path().join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".pdf") {
                    assert!(
                        expected["files"][format!("{folder}/{name}")].is_object(),
                        "{folder}/{name}"
                    );
                }
            }
        }
        for (name, _) in letters::FAULTS {
            assert!(
                dir.path().join(format!("papers/hong/{name}.pdf")).exists(),
                "{name}"
            );
        }
    }
}
