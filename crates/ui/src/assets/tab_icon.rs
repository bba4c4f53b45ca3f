//! The icon of the browser's tab, as an address that holds the whole picture, so that no page has to ask for it.

use std::sync::LazyLock;

use super::file;

/// The dot of news, drawn over the mark.
const DOT: &str =
    r##"<circle cx="25" cy="7" r="7" fill="#fff"/><circle cx="25" cy="7" r="5.500" fill="#d92d20"/></svg>"##;

static PLAIN: LazyLock<String> = LazyLock::new(|| address(&mark()));
static NEWS: LazyLock<String> = LazyLock::new(|| address(&mark().replace("</svg>", DOT)));

pub(crate) fn tab_icon(is_news: bool) -> &'static str {
    if is_news { &NEWS } else { &PLAIN }
}

fn mark() -> String {
    String::from_utf8_lossy(&file("mark.svg")).trim().to_owned()
}

fn address(svg: &str) -> String {
    let mut address = "data:image/svg+xml,".to_owned();
    for letter in svg.chars() {
        match letter {
            '#' => address.push_str("%23"),
            '%' => address.push_str("%25"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '"' => address.push('\''),
            '\n' => {}
            other => address.push(other),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_with_news_differs_and_both_are_whole_addresses() {
        assert_ne!(tab_icon(true), tab_icon(false));
        for address in [tab_icon(true), tab_icon(false)] {
            assert!(address.starts_with("data:image/svg+xml,%3Csvg") && address.ends_with("%3C/svg%3E"));
            assert!(!address.contains(['#', '<', '"', '\n']));
        }
    }
}
