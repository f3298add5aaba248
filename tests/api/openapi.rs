//! The contract: valid, complete, and changed only on purpose.

use motcua_server::http::router;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::signature::Reason;
use motcua_tests::environment::source_root;
use motcua_tests::on_both;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `GET`, `POST` …
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
}

impl Operation {
    /// `GET /api/v1/papers`
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

fn document() -> Value {
    serde_json::to_value(router::document()).unwrap()
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(|method| Operation {
                method: method.to_uppercase(),
                path: path.clone(),
            })
        })
        .collect()
}

/// Calls `visit` with every object of a JSON tree.
fn walk(value: &Value, visit: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values().for_each(|child| walk(child, visit));
        }
        Value::Array(items) => items.iter().for_each(|child| walk(child, visit)),
        _ => {}
    }
}

/// What goes over the wire is what the document says: lists made by a macro once stood there under names of Rust.
#[test]
fn every_list_of_words_holds_the_words_of_the_wire() {
    let document = document();
    let words = |name: &str| -> Vec<String> {
        let listed = document["components"]["schemas"][name]["enum"]
            .as_array()
            .unwrap();
        listed
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    let codes: Vec<String> = ErrorCode::ALL
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    let reasons: Vec<String> = Reason::ALL
        .iter()
        .map(|reason| reason.as_str().to_owned())
        .collect();
    assert_eq!((words("ErrorCode"), words("Reason")), (codes, reasons));
    let mut odd = BTreeSet::new();
    walk(&document, &mut |object| {
        let listed = object.get("enum").and_then(Value::as_array);
        let is_name = |word: &&str| {
            let mut letters = word.chars();
            letters.next().is_some_and(|first| first.is_ascii_uppercase())
                && letters.any(|letter| letter.is_ascii_lowercase())
        };
        odd.extend(
            listed
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .filter(is_name)
                .map(str::to_owned),
        );
    });
    assert_eq!(odd, BTreeSet::new(), "names of Rust");
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document = document();
    let mut count = 0;
    walk(&document, &mut |object| {
        if let Some(Value::String(reference)) = object.get("$ref") {
            let pointer = reference.strip_prefix('#').expect("references stay inside");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            count += 1;
        }
    });
    assert!(count > 50, "{count}");
}

#[test]
fn the_document_is_openapi_3_1_with_all_that_it_needs() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut ids = BTreeSet::new();
    let parameter = Regex::new(r"\{([^}]+)\}").unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let named: BTreeSet<&str> = parameter
            .captures_iter(path)
            .map(|found| found.get(1).unwrap().as_str())
            .collect();
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let declared: BTreeSet<&str> = parameters
                .iter()
                .filter(|one| one["in"] == "path")
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            assert_eq!(declared, named, "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(response["description"].is_string(), "{method} {path} {status}");
            }
        }
    }
}

#[test]
fn the_committed_document_is_that_of_the_code() {
    let committed = source_root().join("docs/openapi.json");
    let now = format!("{}\n", router::document().to_pretty_json().unwrap());
    let before = std::fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        before == now,
        "the API changed. If that was meant, refresh the document and commit it:\n  \
         cargo run -p motcua-server -- openapi > docs/openapi.json"
    );
}

#[test]
fn every_route_of_the_code_stands_in_the_document() {
    let route = Regex::new(r#"(?m)^#\[(get|post|put|patch|delete|head|options)\("([^"]*)"\)\]"#).unwrap();
    let scope = Regex::new(r#"scope\("([^"]+)"\)"#).unwrap();
    let mut in_code = BTreeSet::new();
    let mut handlers = Vec::new();
    collect_handlers(&source_root().join("server/src"), &mut handlers);
    for file in handlers {
        let text = std::fs::read_to_string(&file).unwrap();
        // What programs beside the browser use lies in folders of this name.
        let is_beside = file.parent().is_some_and(|folder| folder.ends_with("agent"));
        let base = if is_beside { path::AGENT } else { path::BASE };
        // Routes with something around all of them have a scope in their file.
        let inner = scope
            .captures(&text)
            .map_or(String::new(), |found| found[1].to_owned());
        for found in route.captures_iter(&text) {
            in_code.insert(format!("{} {base}{inner}{}", found[1].to_uppercase(), &found[2]));
        }
        for hidden in [".route(", "web::resource(", "#[route("] {
            assert!(
                !text.contains(hidden),
                "{}: {hidden} would not be documented",
                file.display()
            );
        }
    }
    let in_document: BTreeSet<String> = operations().iter().map(Operation::name).collect();
    assert_eq!(in_code, in_document);
}

fn collect_handlers(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_handlers(&path, found);
        } else if path.file_name().is_some_and(|name| name == "handler.rs") {
            found.push(path);
        }
    }
}

on_both! {
    async fn everybody_may_read_the_document(app) {
        let answer = app.nobody().get(path::OPENAPI).await;
        assert_eq!(answer.ok::<Value>(200), document());
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}
