//! Whether the links of pages lead somewhere. Source: the levels and cases of mkdocs' link validation.

use std::collections::{HashMap, HashSet};

use super::SitePage;
use super::config::{Level, Validation};
use super::finding::Finding;
use super::nav::is_external;
use crate::page::{Link, LinkState};

/// Everything on a page that the fragment of a link may name: ids, and the names of anchors.
pub(super) fn anchors(html: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    for attribute in [" id=\"", " name=\""] {
        for at in memchr::memmem::find_iter(html.as_bytes(), attribute) {
            if let Some((name, _)) = html[at + attribute.len()..].split_once('"') {
                found.insert(name.replace("&amp;", "&"));
            }
        }
    }
    found
}

/// Checks all links of all pages.
pub(super) fn check(
    pages: &[SitePage],
    positions: &HashMap<String, usize>,
    anchors: &[&HashSet<String>],
    validation: Validation,
    findings: &mut Vec<Finding>,
) {
    for (index, page) in pages.iter().enumerate() {
        let broken_targets: HashSet<(Option<usize>, &str)> = (page.content.links.iter())
            .filter(|link| link.state == LinkState::Broken)
            .map(|link| (link.line, link.target.as_str()))
            .collect();
        for warning in &page.content.warnings {
            // What a page says of its broken links is said below, as much as `validation` wants to hear.
            let about = warning.message.split('`').nth(1).unwrap_or_default();
            if !broken_targets.contains(&(warning.line, about)) {
                findings.push(Finding::warning(&page.source, warning.line, warning.message.clone()));
            }
        }
        for link in &page.content.links {
            let doubt = match &link.state {
                LinkState::Internal { path, fragment: Some(fragment) } => {
                    let target = if path.is_empty() { Some(index) } else { positions.get(path).copied() };
                    let is_there = target.and_then(|target| anchors.get(target)).is_none_or(|known| {
                        fragment.is_empty()
                            || known.contains(fragment.as_str())
                            || known.contains(&decode(fragment))
                    });
                    if is_there {
                        None
                    } else {
                        Some(missing_anchor(link, path, &page.path, fragment, validation))
                    }
                }
                LinkState::Internal { fragment: None, .. } => None,
                LinkState::External if is_absolute(&link.target) => Some(absolute(link, validation)),
                LinkState::External => is_unrecognized(&link.target).then(|| unrecognized(link, validation)),
                LinkState::Broken => Some(broken(link, validation)),
            };
            if let Some((level, message)) = doubt
                && let Some(severity) = level.severity()
            {
                findings.push(Finding { severity, file: page.source.clone(), line: link.line, message });
            }
        }
    }
}

fn is_absolute(target: &str) -> bool {
    target.starts_with('/') && !target.starts_with("//")
}

fn absolute(link: &Link, validation: Validation) -> (Level, String) {
    let message = format!("the link '{}' is absolute and is left as it is", link.target);
    (validation.links_absolute_links, message)
}

fn broken(link: &Link, validation: Validation) -> (Level, String) {
    let target = &link.target;
    if is_absolute(target) {
        return absolute(link, validation);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    // Without a dot it does not look like a file; it may lead to what other programs put there.
    if last.trim_start_matches('.').contains('.') {
        (validation.links_not_found, format!("the link '{target}' leads to no file of the site"))
    } else {
        (
            validation.links_unrecognized_links,
            format!("the link '{target}' names no file and is left as it is"),
        )
    }
}

/// Whether a link names neither a host nor a place on its page, and still is not one to a file of the site.
fn is_unrecognized(target: &str) -> bool {
    !target.is_empty() && !target.starts_with(['#', '?', '/', '\\']) && !is_external(target)
}

fn unrecognized(link: &Link, validation: Validation) -> (Level, String) {
    let message = format!("the link '{}' names no file and is left as it is", link.target);
    (validation.links_unrecognized_links, message)
}

fn missing_anchor(
    link: &Link,
    path: &str,
    own_path: &str,
    fragment: &str,
    validation: Validation,
) -> (Level, String) {
    let place = if path.is_empty() || path == own_path { "this page" } else { path };
    let message = format!("the link '{}': there is no '#{fragment}' on {place}", link.target);
    (validation.links_anchors, message)
}

/// Percent-decodes a fragment; what is no encoding stays.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let digits = text.get(index + 1..index + 3).filter(|_| byte == b'%');
        if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(value);
            index += 3;
        } else {
            decoded.push(byte);
            index += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_ids_and_names() {
        let found = anchors(r#"<h2 id="a&amp;b">x</h2><a name="c"></a><p data-id="d">"#);
        assert_eq!(found, HashSet::from(["a&b".to_owned(), "c".to_owned()]));
    }

    #[test]
    fn fragments_are_decoded() {
        assert_eq!(decode("%C3%BC-%zz%"), "ü-%zz%");
    }
}
