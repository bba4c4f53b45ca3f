//! The table of keys as a page of the user book.

use std::fmt::Write as _;

use super::keys::GROUPS;
use super::{Key, Shape, Support, Visibility};

/// Every key by group, in Markdown.
pub fn reference() -> String {
    let mut page = String::from(
        "# Configuration reference\n\n\
         Generated from the table of keys in the program. `*` stands for any name, `[]` for every item of a list.\n\
         Keys marked *browser* are put into pages; those marked *secret* are never shown.\n",
    );
    for group in GROUPS {
        let _ =
            write!(page, "\n## {}\n\n| Key | Type | Default | Meaning |\n|---|---|---|---|\n", group.title);
        for key in group.keys {
            let (types, meaning) = (types(key), meaning(key));
            let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
            let _ = writeln!(page, "| `{}` | {types} | {default} | {meaning} |", key.path);
        }
    }
    page
}

fn types(key: &Key) -> String {
    let mut names = Vec::new();
    for shape in key.shapes {
        names.push(match shape {
            Shape::Text => String::from("text"),
            Shape::Number => String::from("number"),
            Shape::Boolean => String::from("boolean"),
            Shape::Duration => String::from("duration"),
            Shape::OneOf(choices) => format!("`{}`", choices.join("`, `")),
            Shape::Any => String::from("any"),
        });
    }
    names.join(" or ")
}

fn meaning(key: &Key) -> String {
    let mut parts = Vec::new();
    match key.visibility {
        Visibility::Frontend | Visibility::DeepFrontend => parts.push(String::from("*browser*")),
        Visibility::Secret | Visibility::DeepSecret => parts.push(String::from("*secret*")),
        Visibility::Backend => {}
    }
    if !key.meaning.is_empty() {
        parts.push(key.meaning.to_owned());
    }
    match key.support {
        Support::Supported => {}
        Support::Deprecated(instead) => parts.push(format!("**Deprecated.** {instead}")),
        Support::FrontEndOnly => parts.push(String::from("**Read by the stock Backstage app only.**")),
        Support::NotSupported(why) => parts.push(format!("**Not supported**: {why}")),
    }
    parts.join(" ").replace('|', "\\|")
}
