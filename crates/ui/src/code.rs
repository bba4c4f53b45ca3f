//! Blocks of code: plain, or coloured YAML with numbered lines that an address can name (`#L12`).

use maud::{Markup, html};

use crate::{button, yaml};

/// A block of plain text in the fixed font, with its name and a button that copies it.
pub fn block(title: &str, text: &str) -> Markup {
    around(title, "code", &html! {}, &html! { @for line in text.lines() { span.line { (line) "\n" } } })
}

/// YAML with numbered lines. `actions` stand in the block's head.
pub fn yaml_block(title: &str, text: &str, actions: &Markup) -> Markup {
    around(title, "code numbered", actions, &yaml::highlight(text))
}

/// Lines of a text from number `first` on; the id of each is `L` and its number. `actions` stand in the block's head.
pub fn numbered(title: &str, first: usize, lines: &[String], actions: &Markup) -> Markup {
    around(
        title,
        "code counted",
        actions,
        &html! {
            @for (number, line) in (first..).zip(lines) {
                span.line id={ "L" (number) } data-number=(number) { (line) "\n" }
            }
        },
    )
}

/// Some lines of a file around the one that is meant.
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: u64,
    pub lines: Vec<String>,
    /// Number of the line that is meant.
    pub lit: u64,
}

/// Renders an excerpt. The numbers are text here, because they do not start at one.
pub fn excerpt(excerpt: &Excerpt) -> Markup {
    html! {
        div.code {
            pre tabindex="0" role="region" aria-label="Excerpt" {
                code {
                    @for (number, line) in (excerpt.first_line..).zip(&excerpt.lines) {
                        span class=(if number == excerpt.lit { "line lit" } else { "line" }) {
                            span.muted { (format!("{number:>4}  ")) } (line) "\n"
                        }
                    }
                }
            }
        }
    }
}

fn around(title: &str, class: &str, actions: &Markup, lines: &Markup) -> Markup {
    html! {
        div class=(class) {
            header { bdi.cut { (title) } div.actions { (actions) (button::copy("Copy", "")) } }
            pre tabindex="0" role="region" aria-label=(title) { code { (lines) } }
        }
    }
}
