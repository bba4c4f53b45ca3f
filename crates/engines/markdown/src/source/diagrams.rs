//! Diagrams of other languages than Mermaid in their own brackets, which become fenced code: nothing here can draw them.

use std::borrow::Cow;

/// Rewrites `{% dot name.svg .. %}` and `::uml:: .. ::end-uml::`, and takes the options off fences with diagrams,
/// because they are none of a fence with code.
pub(crate) fn rewrite(text: &str) -> Cow<'_, str> {
    // What every line that is rewritten has a part of; `uml` is in three of the languages and in the brackets.
    let marks = ["{% ", "uml", "graphviz"];
    if !marks.iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut closing: Option<&str> = None;
    let ends = ["%}", "::end-uml::"].map(|close| text.rfind(close).unwrap_or(0));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        at += line.len();
        match closing {
            None => match opening(content) {
                Some((language, close)) if ends[usize::from(close != "%}")] >= at => {
                    out.push_str("```");
                    out.push_str(language);
                    out.push('\n');
                    closing = Some(close);
                }
                _ => {
                    let kept = without_options(line);
                    out.push_str(kept);
                    if kept.len() < line.len() {
                        out.push('\n');
                    }
                }
            },
            Some(close) if content.trim_start().starts_with(close) => {
                out.push_str("```\n");
                closing = None;
            }
            Some(close) if content.ends_with(close) && close == "%}" => {
                out.push_str(&content[..content.len() - close.len()]);
                out.push_str("\n```\n");
                closing = None;
            }
            Some(_) => out.push_str(line),
        }
    }
    if closing.is_some() {
        out.push_str("\n```\n");
    }
    Cow::Owned(out)
}

/// The line up to its language, when it opens a fence with a diagram.
fn without_options(line: &str) -> &str {
    let Some(info) = line.trim_start().strip_prefix("```") else { return line };
    let language = info.split_whitespace().next().unwrap_or_default();
    if !["plantuml", "uml", "c4plantuml", "graphviz"].contains(&language) {
        return line;
    }
    let start = line.len() - info.trim_start().len();
    &line[..start + language.len()]
}

fn opening(line: &str) -> Option<(&'static str, &'static str)> {
    if line.trim_start().starts_with("::uml::") {
        return Some(("plantuml", "::end-uml::"));
    }
    let mut words = line.strip_prefix("{% ")?.split_whitespace();
    let command = words.next()?;
    let is_graphviz = ["dot", "neato", "fdp", "sfdp", "twopi", "circo"].contains(&command);
    (is_graphviz && words.next().is_some_and(|name| name.contains('.')) && words.next().is_none())
        .then_some(("dot", "%}"))
}
