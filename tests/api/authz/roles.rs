//! `docs/roles.md`: who may do what, written from the rules.

use super::rules::{RULES, Rule};
use std::fmt::Write;

/// The rules in the order of the document: name, what people, officers of the unit, other officers and administrators get.
const COLUMNS: &[(Rule, &str, [&str; 5])] = &[
    (Rule::Public, "everybody", ["yes", "yes", "yes", "yes", "yes"]),
    (
        Rule::OfAccount,
        "the account that asks",
        ["401", "own", "own", "own", "own"],
    ),
    (Rule::Own, "own things", ["401", "own", "own", "own", "own"]),
    (
        Rule::OwnOfFiler,
        "own things of who files",
        ["401", "own", "403", "403", "403"],
    ),
    (
        Rule::OfFiler,
        "a thing of who files",
        ["401", "owner; else 404", "403", "403", "403"],
    ),
    (
        Rule::OfSender,
        "a file of who sent it",
        [
            "401",
            "sender; else gone",
            "sender; else gone",
            "sender; else gone",
            "sender; else gone",
        ],
    ),
    (
        Rule::OfDraft,
        "a draft",
        [
            "401",
            "owner; else 404",
            "while its owner agreed at the desk; else 404",
            "404",
            "403",
        ],
    ),
    (
        Rule::OfDossier,
        "a dossier",
        ["401", "who filed; else 404", "yes", "404", "404"],
    ),
    (
        Rule::OwnOfOfficer,
        "work of the officer's unit",
        ["401", "403", "own unit", "own unit", "as an officer"],
    ),
    (
        Rule::OfOfficer,
        "a thing of a unit",
        ["401", "403", "yes", "404", "as an officer"],
    ),
    (
        Rule::OfAdministrator,
        "running the portal",
        ["401", "403", "403", "403", "yes"],
    ),
];

/// The whole document.
pub fn document() -> String {
    let mut text = String::from(
        "# Who may do what\n\n\
         Written by a test from the rules by which `tests/api/authz.rs` asks every operation as people, officers and administrators who\n\
         have no business with it, on both databases. Do not change it by hand: the test fails and says how to write it anew.\n\n\
         Roles within a unit (desk, leader who signs, procedures of a delegation), the step of a procedure and the state of a thing narrow\n\
         this further; what a role lacks is 403 with the name of what is missing, what a state does not allow is 409. Behind every `401`\n\
         stands nobody who is signed in.\n\n\
         | rule | nobody | people and agencies | officers of the unit | other officers | administrators | operations |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (rule, name, cells) in COLUMNS {
        let count = RULES.iter().filter(|(_, own)| own == rule).count();
        let _ = writeln!(text, "| {name} | {} | {count} |", cells.join(" | "));
    }
    for (rule, name, _) in COLUMNS {
        let _ = writeln!(text, "\n## {}{}\n", name[..1].to_uppercase(), &name[1..]);
        let mut operations: Vec<&str> = RULES
            .iter()
            .filter(|(_, own)| own == rule)
            .map(|(operation, _)| *operation)
            .collect();
        operations.sort_by_key(|operation| operation.split_once(' ').map(|(method, path)| (path, method)));
        for operation in operations {
            let _ = writeln!(text, "* `{operation}`");
        }
    }
    text
}
