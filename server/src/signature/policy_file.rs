//! Policies in TOML. Described in docs/signature.md.

use super::policy::{Anchors, Decision, Policy};
use anyhow::{Context, ensure};
use motcua_shared::time::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes that a policy may have.
const LARGEST: u64 = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    name: String,
    #[serde(default)]
    anchors: AnchorsPart,
    #[serde(default)]
    algorithms: AlgorithmsPart,
    #[serde(default)]
    keys: KeysPart,
    #[serde(default)]
    acceptance: AcceptancePart,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AnchorsPart {
    /// SHA-256 fingerprints; none means all of the trust folders.
    fingerprints: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AlgorithmsPart {
    sha1_signatures_until: Option<String>,
    sha1_timestamps_until: Option<String>,
    sha1_on_kept_authorities: Option<bool>,
    #[serde(default)]
    good_until: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeysPart {
    rsa: Option<usize>,
    ec: Option<usize>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AcceptancePart {
    unknown_revocation: Option<Decision>,
    every_signature: Option<bool>,
}

/// Reads a policy. What a file does not say is as in `any-national-ca`, save SHA-1, which is good only where it says so.
pub fn read(file: &Path) -> anyhow::Result<Policy> {
    let length = std::fs::metadata(file)
        .with_context(|| {
            format!(
                "{}: neither a built-in policy nor a readable file",
                file.display()
            )
        })?
        .len();
    ensure!(length <= LARGEST, "{}: too long for a policy", file.display());
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    parse(&text).with_context(|| format!("{}", file.display()))
}

fn parse(text: &str) -> anyhow::Result<Policy> {
    let file: File = toml::from_str(text)?;
    let base = Policy::any_national_ca();
    let mut good_until = BTreeMap::new();
    for (algorithm, until) in file.algorithms.good_until {
        good_until.insert(algorithm, moment(&until)?);
    }
    let anchors = match file.anchors.fingerprints {
        None => Anchors::All,
        Some(list) => Anchors::Only(
            list.iter()
                .map(|one| fingerprint(one))
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Policy {
        name: file.name,
        anchors,
        accepts_sha1_on_kept_authorities: file.algorithms.sha1_on_kept_authorities.unwrap_or(false),
        sha1_timestamps_until: optional(file.algorithms.sha1_timestamps_until)?,
        sha1_signatures_until: optional(file.algorithms.sha1_signatures_until)?,
        good_until,
        shortest_rsa_bits: file.keys.rsa.unwrap_or(base.shortest_rsa_bits),
        shortest_ec_bits: file.keys.ec.unwrap_or(base.shortest_ec_bits),
        unknown_revocation: file
            .acceptance
            .unknown_revocation
            .unwrap_or(base.unknown_revocation),
        every_signature: file.acceptance.every_signature.unwrap_or(base.every_signature),
    })
}

fn optional(text: Option<String>) -> anyhow::Result<Option<Timestamp>> {
    text.map(|text| moment(&text)).transpose()
}

/// A day (`2018-01-01`, its beginning in UTC) or a moment in RFC 3339.
fn moment(text: &str) -> anyhow::Result<Timestamp> {
    Timestamp::parse(text)
        .or_else(|| Timestamp::parse(&format!("{text}T00:00:00Z")))
        .with_context(|| format!("\"{text}\" is neither a day nor an RFC 3339 time"))
}

/// SHA-256 in hexadecimal, with or without separators, as upper case without.
pub fn fingerprint(text: &str) -> anyhow::Result<String> {
    let digits: String = text
        .chars()
        .filter(|character| !matches!(character, ':' | ' '))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    ensure!(
        digits.len() == 64 && digits.chars().all(|digit| digit.is_ascii_hexdigit()),
        "\"{text}\" is not a SHA-256 fingerprint of 64 hexadecimal digits"
    );
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_everything_that_a_policy_can_say() {
        let policy = parse(
            r#"
            name = "thử"
            [anchors]
            fingerprints = ["f7:bc:89:05:4c:ec:7f:12:73:0d:7b:8c:d3:eb:79:55:b1:63:83:50:87:e5:eb:87:3e:df:b5:84:76:3b:3f:90"]
            [algorithms]
            sha1-signatures-until = "2018-01-01"
            good-until = { "SHA-256" = "2035-01-01T00:00:00Z" }
            [keys]
            rsa = 3072
            [acceptance]
            unknown-revocation = "refuse"
            every-signature = false
            "#,
        )
        .unwrap();
        assert!(policy.admits("F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90"));
        assert!(!policy.admits("00"));
        assert_eq!(
            policy.sha1_signatures_until,
            Timestamp::parse("2018-01-01T00:00:00Z")
        );
        assert_eq!(
            (policy.sha1_timestamps_until, policy.shortest_rsa_bits),
            (None, 3_072)
        );
        let at = |text| Timestamp::parse(text).unwrap();
        assert!(policy.is_good("SHA-256", at("2034-12-31T23:59:59Z")));
        assert!(!policy.is_good("SHA-256", at("2035-01-01T00:00:00Z")));
        assert!(policy.is_good("SHA-512", at("2099-01-01T00:00:00Z")));
        assert_eq!(
            (policy.unknown_revocation, policy.every_signature),
            (Decision::Refuse, false)
        );
    }

    #[test]
    fn what_is_not_understood_is_refused_not_passed_over() {
        for text in [
            "",
            "name = \"x\"\n[acceptance]\nunknown-revocation = \"maybe\"",
            "name = \"x\"\n[anchors]\nfingerprints = [\"abc\"]",
            "name = \"x\"\n[algorithms]\nsha1-signatures-until = \"soon\"",
            "name = \"x\"\n[keys]\ndsa = 1024",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
