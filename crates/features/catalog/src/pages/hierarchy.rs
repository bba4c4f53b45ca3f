//! The card "Hierarchy" of a group: the groups above it, those beside it, and those below it, as a tree.

use std::collections::{HashMap, HashSet};

use kernel::Error;
use kernel::extension::View;
use maud::html;
use ui::tree::{self, Branch};
use ui::{count, kind};

use super::Pages;
use super::titles::Titles;

/// Groups above, groups below one, and groups of the whole tree; further ones are left out.
const MOST_ABOVE: usize = 12;
const MOST_BELOW: usize = 30;
const MOST_GROUPS: usize = 400;

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let here = subject.reference.as_str();
    let path = path_to(&pages, here);
    let mut below: HashMap<String, Vec<String>> = HashMap::new();
    for group in &path {
        below.insert(group.clone(), children(&pages, group));
    }
    for child in below.get(here).cloned().unwrap_or_default() {
        let grandchildren = children(&pages, &child);
        below.insert(child, grandchildren);
    }
    let named = path.iter().chain(below.values().flatten()).map(String::as_str);
    let titles = Titles::of(&pages.catalog, &asked.ctx, named).await?;
    // Above a group that the reader may not see, nothing is shown either.
    let hidden = path.iter().rposition(|group| !titles.knows(group)).map_or(0, |place| place + 1);
    let Some(top) = path.get(hidden) else { return Ok(None) };
    let seen = HashSet::from([top.clone()]);
    let mut tree = Tree { below: &below, titles: &titles, path: &path, here, seen };
    let root = tree.branch(top);
    if root.below.is_empty() {
        return Ok(None);
    }
    Ok(Some(tree::tree("Hierarchy", &[root]).into_string()))
}

/// The groups from the topmost one to `here`. Rings end where they close.
fn path_to(pages: &Pages, here: &str) -> Vec<String> {
    let mut path = vec![here.to_owned()];
    let mut seen = HashSet::from([here.to_owned()]);
    while path.len() <= MOST_ABOVE {
        let last = path.last().map_or(here, String::as_str);
        let Some(parent) = pages.catalog.related(last, "childOf").into_iter().next() else { break };
        if !seen.insert(parent.clone()) {
            break;
        }
        path.push(parent);
    }
    path.reverse();
    path
}

fn children(pages: &Pages, group: &str) -> Vec<String> {
    pages.catalog.related(group, "parentOf")
}

struct Tree<'a> {
    below: &'a HashMap<String, Vec<String>>,
    titles: &'a Titles,
    /// From the topmost group to the one whose page this is.
    path: &'a [String],
    here: &'a str,
    /// Groups that stand in the tree; each once, so that rings end.
    seen: HashSet<String>,
}

impl Tree<'_> {
    /// A group with those below it, as far as they were looked up.
    fn branch(&mut self, group: &str) -> Branch {
        let link = self.titles.link(group);
        let mut branch = Branch {
            label: html! { (kind::mark(&link.kind)) bdi { (link.label) } },
            href: link.href,
            active: group == self.here,
            open: self.path.iter().any(|above| above == group),
            ..Branch::default()
        };
        let visible: Vec<&String> =
            self.below.get(group).into_iter().flatten().filter(|child| self.titles.knows(child)).collect();
        // The way to the group itself is never cut off.
        let (on_path, others): (Vec<&String>, Vec<&String>) =
            visible.iter().partition(|child| self.path.contains(child));
        let (total, mut shown) = (visible.len(), 0);
        for child in on_path.into_iter().chain(others).take(MOST_BELOW) {
            shown += 1;
            if self.seen.len() >= MOST_GROUPS || !self.seen.insert(child.clone()) {
                continue;
            }
            branch.below.push(self.branch(child));
        }
        if shown < total {
            branch.note = Some(format!("{} of {}", shown, count(total)));
        }
        branch
    }
}
