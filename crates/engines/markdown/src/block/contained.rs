//! Indented text that belongs to a container before it, after a blank line.

use super::piece::is_indented;
use crate::element::Element;

/// Spaces that make text belong to a container.
pub(super) const INDENT: usize = 4;

/// Where indented text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Times to go to the last child, from the parent.
    pub steps: usize,
    /// Spaces to take off.
    pub indent: usize,
}

/// The container itself, or the last item of the lists at its end when the text is indented that far.
///
/// `first` is how many steps the container is away, `is_content` says which child of a list's parent is only a
/// wrapper, as the parts of a tab set are.
pub(super) fn place(
    container: &Element,
    text: &str,
    wrapper: Option<&str>,
    last_child: Option<&Element>,
    inner_steps: usize,
) -> Option<Place> {
    let (mut steps, mut indent) = (1, 0);
    let mut child = last_child;
    let mut child_steps = 1 + inner_steps;
    let _ = container;
    while let Some(last) = child {
        if !is_indented(&text[indent.min(text.len())..], INDENT * 2) {
            break;
        }
        let (mut list, mut list_steps) = (last, child_steps);
        if wrapper.is_some_and(|class| list.is("div") && list.get("class") == Some(class)) {
            match list.last() {
                Some(inner) if inner.is_one_of(&["ul", "ol", "dl"]) => {
                    list = inner;
                    list_steps += 1;
                }
                _ => break,
            }
        }
        if !list.is_one_of(&["ul", "ol", "dl"]) {
            break;
        }
        let item = list.last()?;
        steps = list_steps + 1;
        indent += INDENT;
        child = item.last();
        child_steps = steps + 1;
    }
    is_indented(&text[indent..], INDENT).then_some(Place { steps, indent: indent + INDENT })
}
