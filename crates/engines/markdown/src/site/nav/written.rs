//! `nav` as its author wrote it: texts, mappings from a title to a text, and mappings from a title to a list.

use crate::site::finding::Finding;
use crate::site::node::{Node, Value};

/// One entry as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub title: Option<String>,
    pub line: usize,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A path within the docs folder, an address, or a word of a plugin (`...`, `!include x`).
    Path(String),
    Section(Vec<Written>),
}

/// Reads the list. What is no entry is left out with a finding.
pub(crate) fn read(file: &str, nav: &Node, findings: &mut Vec<Finding>) -> Vec<Written> {
    let mut entries = Vec::new();
    add(file, nav, &mut entries, findings);
    entries
}

fn add(file: &str, node: &Node, entries: &mut Vec<Written>, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| add(file, item, entries, findings)),
        Value::Mapping(mapping) => {
            for (title, node) in mapping {
                entries.extend(titled(file, title, node, findings));
            }
        }
        Value::Null => findings.push(Finding::warning(file, Some(node.line), "nav: an entry is empty")),
        _ => entries.extend(target(node).map(|target| Written { title: None, line: node.line, target })),
    }
}

fn titled(file: &str, title: &str, node: &Node, findings: &mut Vec<Finding>) -> Option<Written> {
    let target = match &node.value {
        Value::List(_) | Value::Mapping(_) => Target::Section(read(file, node, findings)),
        Value::Null => {
            findings.push(Finding::warning(file, Some(node.line), format!("nav: '{title}' leads nowhere")));
            return None;
        }
        _ => target(node)?,
    };
    Some(Written { title: Some(title.to_owned()), line: node.line, target })
}

/// The text of a scalar; `!include x` counts with and without quotes.
fn target(node: &Node) -> Option<Target> {
    let text = node.text()?;
    Some(Target::Path(match &node.tag {
        Some(tag) => format!("{tag} {text}"),
        None => text,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::node;

    #[test]
    fn every_form_of_entry_is_read() {
        let text = "- a.md\n- B: b.md\n- C:\n  - c.md\n  - D: d.md\n- E: '!include e/mkdocs.yml'\n- F: !include f.yml\n";
        let mut findings = Vec::new();
        let entries = read("mkdocs.yml", &node::read("mkdocs.yml", text).unwrap(), &mut findings);
        let path = |text: &str| Target::Path(text.to_owned());
        assert_eq!(entries[0], Written { title: None, line: 1, target: path("a.md") });
        assert_eq!(entries[1], Written { title: Some("B".into()), line: 2, target: path("b.md") });
        assert!(matches!(&entries[2].target, Target::Section(inner) if inner.len() == 2));
        assert_eq!(entries[3].target, path("!include e/mkdocs.yml"));
        assert_eq!(entries[4].target, path("!include f.yml"));
        assert!(findings.is_empty());
    }

    #[test]
    fn empty_entries_are_named() {
        let mut findings = Vec::new();
        let entries = read("m", &node::read("m", "- A:\n-\n- b.md\n").unwrap(), &mut findings);
        assert_eq!((entries.len(), findings.len()), (1, 2));
    }
}
