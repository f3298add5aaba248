//! Under which levels a unit is counted. No SQL, no clock.

use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A unit as the tree needs it.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// The unit above it.
    pub parent: Option<String>,
    /// First day after its existence.
    pub valid_to: Option<NaiveDate>,
    /// Who took over from it.
    pub successors: Vec<String>,
}

/// The levels that a unit is counted under, nearest first. The last is empty: that is everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(Vec<String>);

impl Path {
    /// As it is kept.
    pub fn text(&self) -> String {
        self.0.join(",")
    }

    /// Reads [`Path::text`] back.
    pub fn parse(text: &str) -> Self {
        Self(text.split(',').map(str::to_owned).collect())
    }

    /// Of a unit whose place is not known yet: under itself and everything.
    pub fn alone(id: &str) -> Self {
        Self(vec![id.to_owned(), String::new()])
    }

    /// The levels.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The unit that it is counted as.
    pub fn home(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The level right above that.
    pub fn above(&self) -> &str {
        self.0.get(1).map_or("", String::as_str)
    }
}

/// The path of every unit. What a unit left behind that is no more belongs to the one that took over from it; where several did,
/// nobody can say to which, and it stays with the unit above.
pub fn paths(nodes: &[Node], today: NaiveDate) -> HashMap<String, Path> {
    let known: HashMap<&str, &Node> = nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let of = |node: &Node| {
        let mut levels: Vec<String> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut next = Some(node.id.as_str());
        // A tree that bites its tail is a mistake in the data, not a reason to hang.
        while let Some(node) = next
            .and_then(|id| known.get(id))
            .filter(|node| seen.insert(node.id.as_str()))
        {
            let is_over = node.valid_to.is_some_and(|to| to <= today);
            match (is_over, node.successors.as_slice()) {
                (true, [successor]) if known.contains_key(successor.as_str()) => {
                    next = Some(successor.as_str());
                }
                (true, [_, ..]) if node.parent.is_some() => next = node.parent.as_deref(),
                _ => {
                    levels.push(node.id.clone());
                    next = node.parent.as_deref();
                }
            }
        }
        levels.push(String::new());
        Path(levels)
    };
    nodes.iter().map(|node| (node.id.clone(), of(node))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parent: &str, ended: bool, successors: &[&str]) -> Node {
        Node {
            id: id.to_owned(),
            parent: Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
            valid_to: ended.then(|| "2025-07-01".parse().unwrap()),
            successors: successors.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    fn text(nodes: &[Node], id: &str) -> String {
        let paths = paths(nodes, "2026-11-23".parse().unwrap());
        paths.get(id).unwrap().text()
    }

    #[test]
    fn a_unit_is_counted_under_everything_above_it() {
        let nodes = [node("p", "", false, &[]), node("c", "p", false, &[])];
        assert_eq!(text(&nodes, "c"), "c,p,");
        assert_eq!(text(&nodes, "p"), "p,");
        let path = Path::parse("c,p,");
        assert_eq!((path.home(), path.above()), ("c", "p"));
        assert_eq!(Path::parse(&path.text()), path);
    }

    #[test]
    fn what_is_no_more_is_counted_where_it_was_handed_to() {
        let nodes = [
            node("p", "", false, &[]),
            node("old", "p", true, &["middle"]),
            node("middle", "p", true, &["new"]),
            node("new", "p", false, &[]),
            node("split", "p", true, &["new", "p"]),
            node("left", "p", true, &[]),
        ];
        assert_eq!(text(&nodes, "old"), "new,p,");
        assert_eq!(text(&nodes, "split"), "p,", "nobody knows which of the two");
        assert_eq!(text(&nodes, "left"), "left,p,");
    }

    #[test]
    fn a_ring_in_the_data_ends() {
        let nodes = [
            node("a", "b", false, &[]),
            node("b", "a", false, &[]),
            node("c", "a", true, &["d"]),
            node("d", "a", true, &["c"]),
        ];
        assert_eq!(text(&nodes, "a"), "a,b,");
        assert_eq!(
            text(&nodes, "c"),
            "",
            "two that say they took over from each other"
        );
    }
}
