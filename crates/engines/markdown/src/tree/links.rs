//! Links and pictures: to pages by their source files, rewritten to the addresses that they are shown at.

use crate::element::Element;
use crate::page::{Link, LinkState, PageSource};
use crate::plain;
use crate::stash::Stash;
use crate::surroundings::Surroundings;

/// What was found in a page.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub links: Vec<Link>,
    pub assets: Vec<String>,
}

/// Rewrites the addresses in a tree.
pub(crate) fn run(root: &mut Element, page: &PageSource<'_>, site: &Surroundings, stash: &Stash) -> Links {
    let mut found = Links::default();
    root.walk(&mut |element| {
        let key = match &*element.tag {
            "a" => "href",
            "img" => "src",
            _ => return,
        };
        let is_made = matches!(
            element.get("class"),
            Some("headerlink" | "footnote-ref" | "footnote-backref" | "toclink")
        );
        let Some(target) = element.get(key).filter(|_| !is_made) else { return };
        let target = plain::text(target, stash);
        let (state, url) = resolve(&target, page.path, site);
        if let LinkState::Internal { path, .. } = &state
            && !is_page(path)
            && !found.assets.contains(path)
        {
            found.assets.push(path.clone());
        }
        if let Some(url) = url {
            element.set(key, url);
        }
        found.links.push(Link { target, line: None, state });
    });
    found
}

/// Whether a file is a page.
pub(crate) fn is_page(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["md", "markdown", "mdown", "mkdn", "mkd"].contains(&extension)
}

/// Where an address leads, and the address to show when it is another one.
fn resolve(target: &str, page: &str, site: &Surroundings) -> (LinkState, Option<String>) {
    let target = target.trim();
    if has_scheme(target) || target.starts_with(['/', '\\']) {
        return (LinkState::External, None);
    }
    let (rest, fragment) = match target.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (target, None),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let fragment_of = || fragment.filter(|fragment| !fragment.is_empty()).map(str::to_owned);
    if path.is_empty() {
        let state = match fragment_of() {
            Some(fragment) => LinkState::Internal { path: page.to_owned(), fragment: Some(fragment) },
            None => LinkState::External,
        };
        return (state, None);
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file = normal(folder, &decoded(path));
    if !site.files.contains(&file) {
        // Without an extension it may be a folder of the built site.
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let state = if last.contains('.') && !last.starts_with("..") {
            LinkState::Broken
        } else {
            LinkState::External
        };
        return (state, None);
    }
    let mut url = relative(&url_of(&file, site.directory_urls), &url_of(page, site.directory_urls));
    for (sign, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part.filter(|part| !part.is_empty()) {
            url.push(sign);
            url.push_str(part);
        }
    }
    (LinkState::Internal { path: file, fragment: fragment_of() }, Some(url))
}

fn has_scheme(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

/// A path within the docs folder. Going above it leaves `..` at the start.
fn normal(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The address of a file within the site, as mkdocs gives it: `guide/` for `guide.md`, `./` for the start page.
pub(crate) fn url_of(path: &str, directory_urls: bool) -> String {
    if !is_page(path) {
        return encoded(path);
    }
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    let is_index = matches!(name, "index" | "README");
    if !directory_urls {
        let stem = if is_index { stem.replace("README", "index") } else { stem.to_owned() };
        return encoded(&format!("{stem}.html"));
    }
    match (is_index, folder) {
        (true, "") => "./".to_owned(),
        (true, folder) => encoded(&format!("{folder}/")),
        (false, _) => encoded(&format!("{stem}/")),
    }
}

/// The way from one address to another.
pub(crate) fn relative(url: &str, from: &str) -> String {
    let parts = |url: &str| -> Vec<String> {
        url.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
    };
    let (target, mut base) = (parts(url), parts(from));
    if !from.ends_with('/') {
        base.pop();
    }
    let common = target.iter().zip(&base).take_while(|(a, b)| a == b).count();
    let mut way: Vec<&str> = vec![".."; base.len() - common];
    way.extend(target[common..].iter().map(String::as_str));
    let mut way = if way.is_empty() { ".".to_owned() } else { way.join("/") };
    if url.ends_with('/') {
        way.push('/');
    }
    way
}

fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            plain.push(byte);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| path.to_owned())
}

fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.-~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}
