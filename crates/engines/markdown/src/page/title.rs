//! The title of a page, as mkdocs picks it.

use serde_json::{Map, Value};

use crate::element::Element;
use crate::plain;
use crate::stash::Stash;

/// `title` of the front matter, else the page's first element when it is a heading of level 1, else the name of
/// the file.
pub(super) fn title(meta: &Map<String, Value>, root: &Element, path: &str, stash: &Stash) -> String {
    match meta.get("title") {
        Some(Value::String(title)) => return title.clone(),
        Some(Value::Null) | None => {}
        Some(other) => return other.to_string(),
    }
    if let Some(first) = root.children.first().filter(|first| first.is("h1")) {
        let title = plain::title(first, stash);
        if !title.is_empty() {
            return title;
        }
    }
    of_file(path)
}

fn of_file(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if matches!(name, "index" | "README") && !path.contains('/') {
        return "Home".to_owned();
    }
    let title = name.replace(['-', '_'], " ");
    if title.to_lowercase() != title {
        return title;
    }
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
