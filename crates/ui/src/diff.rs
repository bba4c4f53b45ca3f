//! What is different between two texts, line by line.

pub mod compare;

use maud::{Markup, html};

pub use compare::between;

/// What is the case with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Added,
    Removed,
    /// Lines that are the same are left out here; the text says how many.
    Gap,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub change: Change,
    /// Its number in the old text, from 1.
    pub old: Option<usize>,
    /// Its number in the new text, from 1.
    pub new: Option<usize>,
    pub text: String,
}

/// Renders the lines. `title` names what differs, for example the file; without a difference it says so.
pub fn diff(title: &str, lines: &[Line]) -> Markup {
    let count = |change| lines.iter().filter(|line| line.change == change).count();
    let (added, removed) = (count(Change::Added), count(Change::Removed));
    html! {
        div.code.diff {
            header {
                bdi.cut { (title) }
                span.added { "+" (added) span.unseen { " lines added" } }
                span.removed { "−" (removed) span.unseen { " lines removed" } }
            }
            @if added + removed == 0 {
                p.diff-same { "Nothing differs." }
            } @else {
                div.diff-scroll tabindex="0" role="region" aria-label={ "Differences in " (title) } {
                    table {
                        caption.unseen { "Old line, new line, change, text" }
                        tbody { @for each in lines { (line(each)) } }
                    }
                }
            }
        }
    }
}

fn line(line: &Line) -> Markup {
    let (class, sign) = match line.change {
        Change::Same => ("same", " "),
        Change::Added => ("added", "+"),
        Change::Removed => ("removed", "−"),
        Change::Gap => ("gap", "⋯"),
    };
    html! {
        tr class=(class) {
            td.line-number { @if let Some(number) = line.old { (number) } }
            td.line-number { @if let Some(number) = line.new { (number) } }
            td.line-sign { (sign) }
            td.line-text dir="auto" { (line.text) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_counted() {
        let lines = between("a\nb\n", "a\n<script>\n");
        let markup = diff("<title>", &lines).into_string();
        assert!(!markup.contains("<script>") && markup.contains("&lt;title&gt;"));
        assert!(markup.contains("+1") && markup.contains("−1"));
        assert!(diff("x", &between("a", "a")).into_string().contains("Nothing differs"));
    }
}
