//! Turns the Fluent files under `locales/` into typed functions, one per message, so that a missing key, a missing
//! translation or a forgotten argument does not compile, and no parser travels to the browser
//! (docs/decisions/2026-11-21-texts.md). Understands text, `{ $variable }` and a plural choice
//! `{ $n -> [one] … *[other] … }`; anything else in a file stops the build.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Languages in the order of `Lang`; the first decides which messages there are.
const LANGUAGES: [&str; 2] = ["vi", "en"];

type Messages = BTreeMap<String, Vec<Part>>;

enum Part {
    Text(String),
    Variable(String),
    Plural {
        variable: String,
        one: Vec<Part>,
        other: Vec<Part>,
    },
}

fn main() {
    let root = PathBuf::from(required("CARGO_MANIFEST_DIR")).join("locales");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = String::new();
    for module in module_names(&root.join(LANGUAGES[0])) {
        let texts =
            LANGUAGES.map(|language| read(&root.join(language).join(format!("{module}.ftl")), &module));
        write_module(&mut code, &module, &texts);
    }
    let target = PathBuf::from(required("OUT_DIR")).join("text.rs");
    if let Err(error) = std::fs::write(&target, code) {
        stop(&format!("{}: {error}", target.display()));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]
fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| stop(&format!("{name} is not set")))
}

fn stop(message: &str) -> ! {
    eprintln!("locales: {message}");
    std::process::exit(1);
}

fn module_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        stop(&format!("{} cannot be read", folder.display()))
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_suffix(".ftl")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    names
}

fn read(file: &Path, module: &str) -> Messages {
    let Ok(source) = std::fs::read_to_string(file) else {
        stop(&format!("{} is missing", file.display()))
    };
    let resource = match fluent_syntax::parser::parse(source.as_str()) {
        Ok(resource) => resource,
        Err((_, errors)) => stop(&format!("{}: {errors:?}", file.display())),
    };
    let mut messages = Messages::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let Some(key) = message.id.name.strip_prefix(&format!("{module}-")) else {
            stop(&format!(
                "{}: key {} must start with {module}-",
                file.display(),
                message.id.name
            ));
        };
        let Some(pattern) = message.value else {
            stop(&format!("{module}-{key} has no text"))
        };
        if messages.insert(key.to_owned(), parts(&pattern, key)).is_some() {
            stop(&format!("{}: {module}-{key} stands twice", file.display()));
        }
    }
    messages
}

fn parts(pattern: &Pattern<&str>, key: &str) -> Vec<Part> {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Part::Text((*value).to_owned()),
        PatternElement::Placeable {
            expression: Expression::Inline(inline),
        } => match inline {
            InlineExpression::VariableReference { id } => Part::Variable(id.name.to_owned()),
            InlineExpression::StringLiteral { value } => Part::Text((*value).to_owned()),
            _ => stop(&format!(
                "{key}: only variables and strings are understood in braces"
            )),
        },
        PatternElement::Placeable {
            expression: Expression::Select { selector, variants },
        } => {
            let InlineExpression::VariableReference { id } = selector else {
                stop(&format!("{key}: a choice must be on a variable"));
            };
            let find = |name: &str| {
                variants
                    .iter()
                    .find(|v| matches!(&v.key, VariantKey::Identifier { name: n } if *n == name))
            };
            let (Some(one), Some(other)) = (find("one"), find("other")) else {
                stop(&format!("{key}: a choice has the variants one and other"));
            };
            Part::Plural {
                variable: id.name.to_owned(),
                one: parts(&one.value, key),
                other: parts(&other.value, key),
            }
        }
    };
    pattern.elements.iter().map(part).collect()
}

fn variables(parts: &[Part], found: &mut BTreeSet<String>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Variable(name) => {
                found.insert(name.clone());
            }
            Part::Plural { variable, one, other } => {
                found.insert(variable.clone());
                variables(one, found);
                variables(other, found);
            }
        }
    }
}

fn write_module(code: &mut String, module: &str, texts: &[Messages; 2]) {
    let [first, second] = texts;
    if let Some(key) = second.keys().find(|key| !first.contains_key(*key)) {
        stop(&format!("{module}-{key} stands only in {}", LANGUAGES[1]));
    }
    let rust_module = module.replace('-', "_");
    let _ = writeln!(
        code,
        "/// Texts of `locales/*/{module}.ftl`.\npub mod {rust_module} {{\n    use super::*;"
    );
    let mut table = String::new();
    for (key, vi) in first {
        let Some(en) = second.get(key) else {
            stop(&format!("{module}-{key} is missing in {}", LANGUAGES[1]))
        };
        let mut names = BTreeSet::new();
        variables(vi, &mut names);
        let mut names_en = BTreeSet::new();
        variables(en, &mut names_en);
        if names != names_en {
            stop(&format!(
                "{module}-{key}: the languages use different variables: {names:?}, {names_en:?}"
            ));
        }
        let function = key.replace('-', "_");
        let constant = function.to_uppercase();
        let _ = writeln!(
            code,
            "    static {constant}: Message = Message {{ vi: &[{}], en: &[{}] }};",
            literals(vi),
            literals(en)
        );
        let doc = preview(vi);
        if names.is_empty() {
            let _ = writeln!(
                code,
                "    /// {doc}\n    pub fn {function}(lang: Lang) -> &'static str {{\n        {constant}.plain(lang)\n    }}"
            );
        } else {
            let arguments: Vec<String> = names.iter().map(|name| format!("{name}: impl Display")).collect();
            let pairs: Vec<String> = names
                .iter()
                .map(|name| format!("(\"{name}\", &{name})"))
                .collect();
            let _ = writeln!(
                code,
                "    /// {doc}\n    pub fn {function}(lang: Lang, {}) -> String {{\n        {constant}.render(lang, &[{}])\n    }}",
                arguments.join(", "),
                pairs.join(", ")
            );
        }
        let _ = write!(table, "(\"{key}\", &{constant}), ");
    }
    let _ = writeln!(
        code,
        "    static TABLE: &[(&str, &Message)] = &[{table}];\n    /// The message of a key without the `{module}-` prefix.\n    pub fn find(key: &str) -> Option<&'static Message> {{\n        lookup(TABLE, key)\n    }}\n}}"
    );
}

fn literals(parts: &[Part]) -> String {
    let mut code = String::new();
    for part in parts {
        let _ = match part {
            Part::Text(text) => write!(code, "Part::Text({text:?}), "),
            Part::Variable(name) => write!(code, "Part::Variable({name:?}), "),
            Part::Plural { variable, one, other } => write!(
                code,
                "Part::Plural {{ variable: {variable:?}, one: &[{}], other: &[{}] }}, ",
                literals(one),
                literals(other)
            ),
        };
    }
    code
}

fn preview(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(piece) => text.push_str(&piece.replace('\n', " ").replace(['[', ']', '<', '>'], "")),
            Part::Variable(name) | Part::Plural { variable: name, .. } => {
                let _ = write!(text, "`{name}`");
            }
        }
    }
    text
}
