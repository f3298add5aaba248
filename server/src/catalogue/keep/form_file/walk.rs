//! Walks over a form as it was written, names everything that cannot stand there, and leaves a form that can be read.

use super::MOST_FAULTS;
use super::node::Node;
use super::shape::{Keyword, Shape};
use crate::error::FieldFault;
use motcua_shared::error::ErrorCode;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What was found.
#[derive(Debug, Default)]
pub struct Walk {
    /// What cannot stand there.
    pub faults: Vec<FieldFault>,
    /// Places whose value is not what was written: what is said of them, and of what they belong to, is not meant.
    pub mended: Vec<String>,
    /// Where it is.
    path: Vec<String>,
}

impl Walk {
    /// The value with something in the place of what cannot stand there.
    pub fn mend(&mut self, node: &Node, shape: Shape) -> Value {
        match (shape, node) {
            (Shape::Text, Node::Text(text)) => return text.clone().into(),
            (Shape::One(known), Node::Text(text)) if known.contains(&text.as_str()) => {
                return text.clone().into();
            }
            (Shape::Bool(_), Node::Bool(value)) => return (*value).into(),
            (Shape::Whole(least, most), Node::Number(number)) => {
                if let Some(number) = number.as_i64().filter(|number| (least..=most).contains(number)) {
                    return number.into();
                }
            }
            (Shape::Keywords(known), Node::Object(entries)) => return self.keywords(entries, known).into(),
            (Shape::Names(shape), Node::Object(entries)) => return self.names(entries, *shape).into(),
            (Shape::Some(_), Node::List(nodes)) if nodes.is_empty() => {}
            (Shape::List(shape) | Shape::Some(shape), Node::List(nodes)) => {
                let mended = nodes
                    .iter()
                    .enumerate()
                    .map(|(at, node)| self.within(&at.to_string(), |walk| walk.mend(node, *shape)));
                return mended.collect::<Vec<_>>().into();
            }
            _ => {}
        }
        let fault = self.fault(ErrorCode::FormValueWrong).with("known", wanted(shape));
        self.add(fault);
        self.stand_in(shape)
    }

    fn keywords(&mut self, entries: &[(String, Node)], known: &[Keyword]) -> Map<String, Value> {
        let mut mended = Map::new();
        for (key, node) in self.once(entries) {
            let Some(keyword) = known.iter().find(|keyword| keyword.name == key) else {
                let names: Vec<&str> = known.iter().map(|keyword| keyword.name).collect();
                self.within(key, |walk| {
                    let fault = walk.fault(ErrorCode::FormKeywordUnknown);
                    walk.add(fault.with("keyword", key).with("known", names.join(", ")));
                });
                continue;
            };
            let value = self.within(key, |walk| walk.mend(node, keyword.shape));
            mended.insert(key.to_owned(), value);
        }
        for keyword in known.iter().filter(|keyword| keyword.is_needed) {
            if !mended.contains_key(keyword.name) {
                let value = self.within(keyword.name, |walk| {
                    let fault = walk.fault(ErrorCode::FormKeywordMissing);
                    walk.add(fault.with("keyword", keyword.name));
                    walk.stand_in(keyword.shape)
                });
                mended.insert(keyword.name.to_owned(), value);
            }
        }
        mended
    }

    fn names(&mut self, entries: &[(String, Node)], shape: Shape) -> Map<String, Value> {
        let mut mended = Map::new();
        for (key, node) in self.once(entries) {
            let value = self.within(key, |walk| walk.mend(node, shape));
            mended.insert(key.to_owned(), value);
        }
        mended
    }

    /// The first of each key; the others are named.
    fn once<'a>(&mut self, entries: &'a [(String, Node)]) -> Vec<(&'a str, &'a Node)> {
        let mut seen = HashSet::new();
        let mut first = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            if seen.insert(key) {
                first.push((key.as_str(), node));
            } else {
                self.within(key, |walk| {
                    let fault = walk.fault(ErrorCode::StandsTwice);
                    walk.add(fault);
                });
            }
        }
        first
    }

    fn within<T>(&mut self, step: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.to_owned());
        let done = work(self);
        self.path.pop();
        done
    }

    fn fault(&self, code: ErrorCode) -> FieldFault {
        FieldFault::new(self.path.join("."), code)
    }

    fn add(&mut self, fault: FieldFault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Something that can stand there.
    fn stand_in(&mut self, shape: Shape) -> Value {
        if self.mended.len() < MOST_FAULTS {
            self.mended.push(self.path.join("."));
        }
        blank(shape)
    }
}

fn blank(shape: Shape) -> Value {
    match shape {
        Shape::Text => "–".into(),
        Shape::One(known) => known.first().copied().unwrap_or_default().into(),
        Shape::Bool(right) => right.into(),
        Shape::Whole(..) => 1.into(),
        Shape::Names(_) => Map::new().into(),
        Shape::List(_) | Shape::Some(_) => Vec::<Value>::new().into(),
        Shape::Keywords(known) => known
            .iter()
            .filter(|keyword| keyword.is_needed)
            .map(|keyword| (keyword.name.to_owned(), blank(keyword.shape)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// What may stand there, as it is written.
fn wanted(shape: Shape) -> String {
    match shape {
        Shape::Text => "\"…\"".to_owned(),
        Shape::One(known) => known.join(", "),
        Shape::Bool(right) => right.to_string(),
        Shape::Whole(i64::MIN, _) => "…, -1, 0, 1, …".to_owned(),
        Shape::Whole(least, most) => format!("{least}, …, {most}"),
        Shape::Keywords(known) => {
            let needed = known.iter().filter(|keyword| keyword.is_needed);
            let pairs = needed.map(|keyword| format!("\"{}\": …", keyword.name));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Shape::Names(_) => "\"…\": …".to_owned(),
        Shape::List(_) | Shape::Some(_) => "[…]".to_owned(),
    }
}
