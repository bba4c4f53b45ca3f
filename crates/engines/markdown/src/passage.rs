//! A text within somebody else's page, such as the description of an operation: paragraphs, lists, tables, code and
//! links, and nothing that could be taken for a part of that page or that names one.
//!
//! Such texts are written for `CommonMark`, so that lists need no blank line before them and are nested by two spaces.

use crate::extensions::{Base, Extensions, Feature};
use crate::inline;
use crate::limits::Limits;
use crate::sanitize::{self, Shown};
use crate::source::{fences, html, whitespace};
use crate::work::Work;
use crate::{block, tree, write};

/// Bounds of one passage; the rest of a longer one is left out.
const LIMITS: Limits =
    Limits { page_bytes: 64 << 10, html_bytes: 256 << 10, depth: 16, nodes: 20_000, snippets: 0 };

/// The passage as safe HTML: no ids, classes, scripts, pictures or controls; headings are paragraphs, and only absolute
/// links lead anywhere. Never fails.
pub fn render(text: &str) -> String {
    let end = text.floor_char_boundary(LIMITS.page_bytes.min(text.len()));
    let text = separate_lists(text.get(..end).unwrap_or_default());
    let mut extensions = Extensions::of(Base::Mkdocs);
    extensions.disable(Feature::Toc);
    extensions.enable(Feature::Tilde);
    extensions.lists.indent = 2;
    let mut work = Work::new(&extensions, &LIMITS, text.len());
    let text = whitespace::normalize(&text);
    let text = fences::take(&text, &mut work);
    let text = html::take(&text, &mut work);
    let mut root = block::parse(&text, &mut work);
    tree::code::run(&mut root, &mut work);
    inline::run(&mut root, &mut work);
    tree::shorten::run(&mut root, &work);
    let dirty = write::document(&root, &work.stash, LIMITS.html_bytes);
    sanitize::clean(&dirty, &work.stash, Shown::Passage, LIMITS.html_bytes).trim().to_owned()
}

/// Puts a blank line before a list that follows a line of text, as `CommonMark` does not need one.
fn separate_lists(text: &str) -> String {
    let mut separated = String::with_capacity(text.len() + 16);
    let (mut is_code, mut is_text) = (false, false);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_code = !is_code;
        }
        let is_item = !is_code && starts_list(line);
        if is_item && is_text {
            separated.push('\n');
        }
        separated.push_str(line);
        // What is indented goes on with an item.
        is_text = !is_code && !is_item && !trimmed.is_empty() && !line.starts_with([' ', '\t', '|', '>']);
    }
    separated
}

/// Whether a line begins a list. Numbers other than 1 may be the end of a sentence.
fn starts_list(line: &str) -> bool {
    ["- ", "* ", "+ ", "1. ", "1) "].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn descriptions_become_text() {
        for (written, shown) in [
            ("Plain", "<p>Plain</p>"),
            ("# Title\nText", "<p>Title</p>\n<p>Text</p>"),
            ("Values:\n- a\n- b", "<p>Values:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("- a\n  - b", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
            ("`<a>` & **b** ~~c~~", "<p><code>&lt;a&gt;</code> &amp; <strong>b</strong> <del>c</del></p>"),
            (
                "[a](https://x.test) [b](/settings) [c](#d)",
                "<p><a href=\"https://x.test\">a</a> <a>b</a> <a>c</a></p>",
            ),
            ("![a](https://x.test/a.png)", "<p></p>"),
            ("a <script>alert(1)</script> b", "<p>a  b</p>"),
            ("", ""),
        ] {
            assert_eq!(render(written).replace('\n', ""), shown.replace('\n', ""), "{written}");
        }
        let code = render("```\n- a\n1. b\n```");
        assert!(code.contains("- a\n1. b"), "{code}");
        assert!(render("|a|\n|-|\n|b|").contains("<table>"));
    }

    #[test]
    fn long_and_deep_passages_end() {
        for text in [
            "x ".repeat(1 << 20),
            "> ".repeat(1 << 16),
            "- ".repeat(1 << 16),
            "é".repeat(1 << 20),
            "[".repeat(1 << 17),
        ] {
            assert!(render(&text).len() <= 1 << 20);
        }
    }
}
