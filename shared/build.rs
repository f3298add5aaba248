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

/// Marks inside a text; `text.rs` reads them back.
const VARIABLE: char = '\u{1}';
const VARIABLE_END: char = '\u{2}';
const PLURAL: char = '\u{3}';
const ONE: char = '\u{4}';
const OTHER: char = '\u{5}';
const PLURAL_END: char = '\u{6}';

/// All texts of one language in one piece, and where each ends: far smaller than a value for each of them.
#[derive(Default)]
struct Blob {
    text: String,
    ends: Vec<usize>,
}

impl Blob {
    fn push(&mut self, parts: &[Part]) {
        self.text.push_str(&encoded(parts));
        self.ends.push(self.text.len());
    }

    fn code(&self) -> String {
        format!("Texts {{ text: {:?}, ends: &{:?} }}", self.text, self.ends)
    }
}

/// Modules whose messages are also found by a key that only comes at run time: their texts lie in one piece, which a
/// program carries whole or not at all. All others stand where they are used, so that no program of the site carries what
/// it does not show.
const FOUND: [&str; 3] = ["error", "reason", "refusal"];

fn main() {
    let root = PathBuf::from(required("CARGO_MANIFEST_DIR")).join("locales");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = String::new();
    let is_server = has_feature("notices");
    for module in module_names(&root.join(LANGUAGES[0])) {
        if module == "notice" && !is_server {
            continue;
        }
        let texts =
            LANGUAGES.map(|language| read(&root.join(language).join(format!("{module}.ftl")), &module));
        write_module(&mut code, &module, &texts);
    }
    let target = PathBuf::from(required("OUT_DIR")).join("text.rs");
    if let Err(error) = std::fs::write(&target, code) {
        stop(&format!("{}: {error}", target.display()));
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]
fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| stop(&format!("{name} is not set")))
}

#[allow(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]
fn has_feature(name: &str) -> bool {
    std::env::var(format!("CARGO_FEATURE_{}", name.to_uppercase())).is_ok()
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
    let is_found = FOUND.contains(&module);
    let mut blobs = [Blob::default(), Blob::default()];
    let [first, second] = texts;
    if let Some(key) = second.keys().find(|key| !first.contains_key(*key)) {
        stop(&format!("{module}-{key} stands only in {}", LANGUAGES[1]));
    }
    let rust_module = module.replace('-', "_");
    let _ = writeln!(
        code,
        "/// Texts of `locales/*/{module}.ftl`.\npub mod {rust_module} {{\n    use super::*;"
    );
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
        let message = if is_found {
            let number = blobs[0].ends.len();
            for (blob, parts) in blobs.iter_mut().zip([vi, en]) {
                blob.push(parts);
            }
            format!("Message(&TEXTS, {number}).raw(lang)")
        } else {
            format!("either(lang, {:?}, {:?})", encoded(vi), encoded(en))
        };
        let function = key.replace('-', "_");
        let doc = preview(vi);
        if names.is_empty() {
            let _ = writeln!(
                code,
                "    /// {doc}\n    pub fn {function}(lang: Lang) -> &'static str {{\n        {message}\n    }}"
            );
        } else {
            let arguments: Vec<String> = names.iter().map(|name| format!("{name}: impl Display")).collect();
            let pairs: Vec<String> = names
                .iter()
                .map(|name| format!("(\"{name}\", &{name})"))
                .collect();
            let _ = writeln!(
                code,
                "    /// {doc}\n    pub fn {function}(lang: Lang, {}) -> String {{\n        filled({message}, &[{}])\n    }}",
                arguments.join(", "),
                pairs.join(", ")
            );
        }
    }
    if is_found {
        let keys: Vec<&str> = first.keys().map(String::as_str).collect();
        let [vi, en] = blobs.map(|blob| blob.code());
        let _ = writeln!(
            code,
            "    static TEXTS: [Texts; 2] = [{vi}, {en}];\n    /// The message of a key without the `{module}-` prefix.\n    \
             pub fn find(key: &str) -> Option<Message> {{\n        \
             lookup({:?}, key).map(|place| Message(&TEXTS, place))\n    }}",
            keys.join(" ")
        );
    }
    code.push_str("}\n");
}

/// A text with its variables and choices marked.
fn encoded(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(piece) => text.push_str(piece),
            Part::Variable(name) => {
                let _ = write!(text, "{VARIABLE}{name}{VARIABLE_END}");
            }
            Part::Plural { variable, one, other } => {
                let (one, other) = (encoded(one), encoded(other));
                if (one.clone() + &other).contains(PLURAL) {
                    stop(&format!("a choice on {variable} holds another choice"));
                }
                let _ = write!(text, "{PLURAL}{variable}{ONE}{one}{OTHER}{other}{PLURAL_END}");
            }
        }
    }
    text
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
