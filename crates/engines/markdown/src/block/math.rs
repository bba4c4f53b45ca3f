//! Formulas that stand alone: `$$..$$`, `\[..\]` and `\begin{..}..\end{..}`.

use super::{BlockParser, Pieces};
use crate::element::{Element, Text};
use crate::math;
use crate::stash::Stashed;

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(piece) = pieces.front() else { return false };
    let Some(formula) = formula(piece.text.trim_end_matches(' ')) else { return false };
    let made = math::render(formula, math::Display::Block);
    pieces.pop_front();
    let marker = parser.work.stash.keep(Stashed::Made(made));
    let block = Element::new("div").with("class", "arithmatex");
    parent.push(Element { text: Text::atomic(marker), ..block });
    true
}

/// The formula when the piece is one and nothing else.
fn formula(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("$$") {
        let inside = rest.strip_suffix("$$")?;
        return (!inside.is_empty() && !inside.contains("$$")).then_some(inside);
    }
    if let Some(rest) = text.strip_prefix("\\[") {
        let inside = rest.strip_suffix("\\]")?;
        return (!inside.is_empty() && !inside.contains("\\]")).then_some(inside);
    }
    let name = text.strip_prefix("\\begin{")?.split('}').next()?;
    text.ends_with(&format!("\\end{{{name}}}")).then_some(text)
}
