//! The script: one file made of one module for each part of the kit, so that a page asks once. The modules are plain ES
//! modules that can be read, checked and run by themselves; joined, they share one scope, so what they import is there
//! already, and no two of them may use one name.

use super::file;

/// The modules in an order in which each comes after those that it imports.
const PARTS: [&str; 22] = [
    "js/page.js",
    "js/toast.js",
    "js/cookie.js",
    "js/theme.js",
    "js/rail.js",
    "js/copy.js",
    "js/menu.js",
    "js/dialog.js",
    "js/time.js",
    "js/news.js",
    "js/list.js",
    "js/side.js",
    "js/selection.js",
    "js/star.js",
    "js/combobox.js",
    "js/form.js",
    "js/code.js",
    "js/tree.js",
    "js/sight.js",
    "js/graph.js",
    "js/palette.js",
    "js/live.js",
];
/// Listens to the keyboard with what the others offer, and starts them.
const LAST: &str = "js/callboard.js";

pub(super) fn joined() -> Vec<u8> {
    let mut script = String::new();
    for part in PARTS.into_iter().chain([LAST]) {
        push(&mut script, &String::from_utf8_lossy(&file(part)));
    }
    script.into_bytes()
}

/// A module as it stands in the joined file: without imports, exports, types, and lines that are empty or comments only.
fn push(script: &mut String, module: &str) {
    for line in without_types(module).lines() {
        let text = line.trim();
        if text.is_empty() || text.starts_with("//") || text.starts_with("import ") {
            continue;
        }
        script.push_str(line.strip_prefix("export ").unwrap_or(line).trim_end());
        script.push('\n');
    }
}

/// The module without its `/** … */`; none of them stands in a text.
fn without_types(module: &str) -> String {
    let mut text = String::with_capacity(module.len());
    let mut rest = module;
    while let Some((before, after)) = rest.split_once("/**") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::assets::Files;

    /// The name that a line at the top of a module declares.
    fn declared(line: &str) -> Option<&str> {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let line = line.strip_prefix("async ").unwrap_or(line);
        for word in ["function ", "const ", "let ", "class "] {
            if let Some(rest) = line.strip_prefix(word) {
                return rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
            }
        }
        None
    }

    #[test]
    fn every_module_is_joined_and_names_are_declared_once_and_before_they_are_imported() {
        let parts: Vec<&str> = PARTS.into_iter().chain([LAST]).collect();
        for name in Files::iter().filter(|name| name.starts_with("js/")) {
            assert!(parts.contains(&name.as_ref()), "{name} is embedded but not joined");
        }
        let mut names = HashMap::new();
        for part in parts {
            let text = String::from_utf8(file(part).into_owned()).unwrap();
            for line in text.lines() {
                for (name, from) in imported(line) {
                    assert_eq!(names.get(&name), Some(&from), "{part} imports {name}");
                }
                if let Some(name) = declared(line) {
                    assert_eq!(
                        names.insert(name.to_owned(), part.to_owned()),
                        None,
                        "{name} is declared twice"
                    );
                }
            }
        }
    }

    /// The names that a line imports, each with the module that it comes from.
    fn imported(line: &str) -> Vec<(String, String)> {
        let Some(rest) = line.strip_prefix("import ") else { return Vec::new() };
        let (list, from) = rest.strip_prefix("{ ").unwrap().split_once(" } from \"./").unwrap();
        let from = format!("js/{}", from.strip_suffix("\";").unwrap());
        list.split(", ").map(|name| (name.to_owned(), from.clone())).collect()
    }

    #[test]
    fn comments_and_module_words_are_left_out() {
        let mut script = String::new();
        let module = "import { a } from \"./a.js\";\n// why\n/**\n * Says.\n */\nexport function b() {\n  /** @type {X} */ (c).d();\n}";
        push(&mut script, module);
        assert_eq!(script, "function b() {\n   (c).d();\n}\n");
    }
}
