//! `validation`: how much each kind of doubtful link matters. Source: the defaults of mkdocs 1.6.

use crate::site::finding::{Finding, Severity};
use crate::site::node::{Node, Value};

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Ignore,
    Info,
    Warn,
}

impl Level {
    /// `None` when nothing is to be said.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Ignore => None,
            Self::Info => Some(Severity::Note),
            Self::Warn => Some(Severity::Warning),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validation {
    pub nav_omitted_files: Level,
    pub nav_not_found: Level,
    pub nav_absolute_links: Level,
    pub links_not_found: Level,
    pub links_absolute_links: Level,
    pub links_unrecognized_links: Level,
    pub links_anchors: Level,
}

impl Default for Validation {
    fn default() -> Self {
        Self {
            nav_omitted_files: Level::Info,
            nav_not_found: Level::Warn,
            nav_absolute_links: Level::Info,
            links_not_found: Level::Warn,
            links_absolute_links: Level::Info,
            links_unrecognized_links: Level::Info,
            links_anchors: Level::Info,
        }
    }
}

pub(super) fn read(file: &str, written: Option<&Node>, findings: &mut Vec<Finding>) -> Validation {
    let mut validation = Validation::default();
    let Some(written) = written else { return validation };
    // What stands at the top counts for both; what stands deeper is read after it and wins.
    for (key, node) in written.entries() {
        match key.as_str() {
            "nav" | "links" => {}
            _ => set(&mut validation, file, (key, node), None, findings),
        }
    }
    for part in ["nav", "links"] {
        for (key, node) in written.get(part).map(Node::entries).unwrap_or_default() {
            set(&mut validation, file, (key, node), Some(part), findings);
        }
    }
    validation
}

fn set(
    validation: &mut Validation,
    file: &str,
    (key, node): (&str, &Node),
    part: Option<&str>,
    findings: &mut Vec<Finding>,
) {
    let level = match &node.value {
        Value::Text(text) if text == "warn" => Level::Warn,
        Value::Text(text) if text == "info" => Level::Info,
        Value::Text(text) if text == "ignore" => Level::Ignore,
        _ => {
            let message = format!("validation.{key}: expected warn, info or ignore; it is left out");
            findings.push(Finding::warning(file, Some(node.line), message));
            return;
        }
    };
    let (nav, links) = (part != Some("links"), part != Some("nav"));
    match key {
        "omitted_files" if nav => validation.nav_omitted_files = level,
        "unrecognized_links" if links => validation.links_unrecognized_links = level,
        "anchors" if links => validation.links_anchors = level,
        "not_found" | "absolute_links" => {
            if nav {
                let place = if key == "not_found" {
                    &mut validation.nav_not_found
                } else {
                    &mut validation.nav_absolute_links
                };
                *place = level;
            }
            if links {
                let place = if key == "not_found" {
                    &mut validation.links_not_found
                } else {
                    &mut validation.links_absolute_links
                };
                *place = level;
            }
        }
        _ => findings.push(Finding::warning(file, Some(node.line), format!("validation.{key} is not known"))),
    }
}
