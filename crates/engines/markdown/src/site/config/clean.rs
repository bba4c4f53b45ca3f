//! What of an `mkdocs.yml` is taken at all.
//!
//! Source: what TechDocs' generator does to a file that strangers wrote (`sanitizeMkdocsYml`), with the keys that run
//! something in mkdocs named one by one.

use crate::site::finding::Finding;
use crate::site::node::{Node, Value};

/// Keys that mean something here.
#[rustfmt::skip]
const KNOWN: [&str; 28] = [
    "site_name", "site_url", "site_description", "site_author", "repo_url", "repo_name", "edit_uri",
    "edit_uri_template", "docs_dir", "site_dir", "nav", "exclude_docs", "draft_docs", "not_in_nav", "theme",
    "plugins", "markdown_extensions", "extra", "extra_css", "use_directory_urls", "strict", "dev_addr", "watch",
    "copyright", "remote_branch", "remote_name", "validation", "google_analytics",
];

/// Keys of `theme` that mean something. The rest styles a theme that is not used here.
#[rustfmt::skip]
const THEME: [&str; 9] = ["name", "font", "icon", "logo", "favicon", "language", "direction", "palette", "features"];

/// Tags that only name a function whose work is done here.
#[rustfmt::skip]
const HARMLESS: [&str; 9] = [
    "!!python/name:material.extensions.emoji.twemoji", "!!python/name:material.extensions.emoji.to_svg",
    "!!python/name:materialx.emoji.twemoji", "!!python/name:materialx.emoji.to_svg",
    "!!python/name:pymdownx.slugs.slugify", "!!python/object/apply:pymdownx.slugs.slugify",
    "!!python/name:pymdownx.superfences.fence_code_format", "!!python/name:pymdownx.superfences.fence_div_format",
    "!!python/name:pymdownx.emoji.twemoji",
];

/// Leaves out what is not taken, with one finding for each thing.
pub(super) fn clean(file: &str, root: Node, findings: &mut Vec<Finding>) -> Node {
    let Node { value, line, tag } = root;
    let Value::Mapping(entries) = value else { return Node { value, line, tag } };
    let mut kept = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        if KNOWN.contains(&key.as_str()) {
            let node = tags(file, node, findings);
            let node = match key.as_str() {
                "theme" => theme(file, node, findings),
                "markdown_extensions" => extensions(file, node, findings),
                _ => node,
            };
            kept.push((key, node));
        } else {
            findings.push(Finding::warning(file, Some(node.line), ignored(&key)));
        }
    }
    Node { value: Value::Mapping(kept), line, tag }
}

fn ignored(key: &str) -> String {
    match key {
        "hooks" => "hooks are ignored: nothing that a site brings is run".to_owned(),
        "INHERIT" => "INHERIT is ignored: a site is one file, because another could lie anywhere".to_owned(),
        "extra_javascript" => "extra_javascript is ignored: pages carry no scripts of the site".to_owned(),
        "extra_templates" => "extra_templates is ignored: there are no templates to add to".to_owned(),
        _ => format!("the key '{key}' is not known and is ignored"),
    }
}

/// Resolves the tags that mkdocs gives a meaning, without the environment and without running anything.
fn tags(file: &str, node: Node, findings: &mut Vec<Finding>) -> Node {
    let Node { value, line, tag } = node;
    let value = match value {
        Value::List(items) => Value::List(items.into_iter().map(|item| tags(file, item, findings)).collect()),
        Value::Mapping(entries) => {
            let inner = |(key, node)| (key, tags(file, node, findings));
            Value::Mapping(entries.into_iter().map(inner).collect())
        }
        plain => plain,
    };
    let Some(tag) = tag else { return Node { value, line, tag: None } };
    match tag.as_str() {
        harmless if HARMLESS.contains(&harmless) => Node { value, line, tag: Some(tag) },
        // Kept for the navigation, which reads it without quotes, too.
        "!include" => Node { value, line, tag: Some(tag) },
        "!ENV" => {
            let message = "the environment is not read; !ENV gives its default, or nothing";
            findings.push(Finding::warning(file, Some(line), message));
            let default = match value {
                Value::List(mut items) if items.len() > 1 => items.pop().map(|last| last.value),
                _ => None,
            };
            Node { value: default.unwrap_or(Value::Null), line, tag: None }
        }
        _ => {
            let message =
                format!("the tag {tag} is refused: nothing is loaded or run; its value is left out");
            findings.push(Finding::warning(file, Some(line), message));
            Node { value: Value::Null, line, tag: None }
        }
    }
}

fn theme(file: &str, node: Node, findings: &mut Vec<Finding>) -> Node {
    let Node { value, line, tag } = node;
    let Value::Mapping(entries) = value else { return Node { value, line, tag } };
    let mut kept = Vec::new();
    for (key, node) in entries {
        if THEME.contains(&key.as_str()) {
            kept.push((key, node));
        } else if key == "custom_dir" {
            let message = "theme.custom_dir is ignored: pages have one look, and no templates of the site";
            findings.push(Finding::warning(file, Some(node.line), message));
        } else {
            findings.push(Finding::note(file, Some(node.line), format!("theme.{key} has no effect")));
        }
    }
    Node { value: Value::Mapping(kept), line, tag }
}

/// Removes extensions that are loaded from a module, and options that name programs and folders.
fn extensions(file: &str, node: Node, findings: &mut Vec<Finding>) -> Node {
    let Node { value, line, tag } = node;
    let value = match value {
        Value::List(items) => {
            let mut kept = Vec::new();
            for item in items {
                let Node { value, line, tag } = item;
                let value = match value {
                    Value::Text(name) if is_module(&name) => {
                        refuse_module(file, line, &name, findings);
                        continue;
                    }
                    Value::Mapping(entries) => Value::Mapping(options(file, entries, findings)),
                    plain => plain,
                };
                kept.push(Node { value, line, tag });
            }
            Value::List(kept)
        }
        Value::Mapping(entries) => Value::Mapping(options(file, entries, findings)),
        plain => plain,
    };
    Node { value, line, tag }
}

fn is_module(name: &str) -> bool {
    name.contains(':') && name != "pymdownx.snippets:SnippetExtension"
}

fn refuse_module(file: &str, line: usize, name: &str, findings: &mut Vec<Finding>) {
    findings.push(Finding::warning(
        file,
        Some(line),
        format!("the extension '{name}' names a module and is ignored"),
    ));
}

fn options(file: &str, entries: Vec<(String, Node)>, findings: &mut Vec<Finding>) -> Vec<(String, Node)> {
    let mut kept = Vec::new();
    for (name, mut node) in entries {
        if is_module(&name) {
            refuse_module(file, node.line, &name, findings);
            continue;
        }
        if name.starts_with("pymdownx.snippets") && !node.entries().is_empty() {
            let message =
                "options of pymdownx.snippets are ignored: snippets come from the folder of the site";
            findings.push(Finding::warning(file, Some(node.line), message));
            node.value = Value::Null;
        }
        if let Value::Mapping(options) = &mut node.value {
            options.retain(|(option, value)| {
                if option == "plantuml_cmd" {
                    let message = format!("{name}: plantuml_cmd is ignored: no program is run");
                    findings.push(Finding::warning(file, Some(value.line), message));
                }
                option != "plantuml_cmd"
            });
        }
        kept.push((name, node));
    }
    kept
}
