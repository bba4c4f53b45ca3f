//! Things below things: folders and files, teams in teams, a table of contents. Branches open and close without script;
//! with script the arrow keys walk.

use maud::{Markup, html};

use crate::Href;

/// One thing and what is below it.
#[derive(Clone, Default)]
pub struct Branch {
    /// What it is: a text, or an entity with its mark. No link; `href` makes it one.
    pub label: Markup,
    pub href: Href,
    /// It is the page that is being read.
    pub active: bool,
    /// What is below it is in sight.
    pub open: bool,
    /// A short word at the end of the line, for example how many there are.
    pub note: Option<String>,
    pub below: Vec<Branch>,
}

/// Deeper levels are not shown, so that no input makes a page without end.
const DEEPEST: usize = 16;

/// Renders the tree. `label` names it for people who listen.
pub fn tree(label: &str, branches: &[Branch]) -> Markup {
    html! { nav.tree aria-label=(label) data-tree { (level(branches, DEEPEST)) } }
}

fn level(branches: &[Branch], deeper: usize) -> Markup {
    html! { ul { @for each in branches { li { (branch(each, deeper)) } } } }
}

fn branch(branch: &Branch, deeper: usize) -> Markup {
    let is_leaf = branch.below.is_empty() || deeper == 0;
    html! {
        @if is_leaf {
            div.leaf { (named(branch)) }
        } @else if branch.href.get().is_some() {
            // A link inside of what opens and closes would be two things to press in one.
            div.leaf { (named(branch)) }
            details open[branch.open] { summary { span.unseen { "Below " (branch.label) } } (level(&branch.below, deeper - 1)) }
        } @else {
            details.named open[branch.open] { summary { (named(branch)) } (level(&branch.below, deeper - 1)) }
        }
    }
}

fn named(branch: &Branch) -> Markup {
    html! {
        @match branch.href.get() {
            Some(href) => a href=(href) aria-current=[branch.active.then_some("page")] { (branch.label) },
            None => span { (branch.label) },
        }
        @if let Some(note) = &branch.note { small.muted { (note) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_has_an_end() {
        let mut branch = Branch { label: html! { "deepest" }, ..Branch::default() };
        for _ in 0..1000 {
            branch = Branch { label: html! { "x" }, below: vec![branch], ..Branch::default() };
        }
        let markup = tree("Tree", &[branch]).into_string();
        assert_eq!(markup.matches("<details").count(), DEEPEST);
        assert!(!markup.contains("deepest"));
    }
}
