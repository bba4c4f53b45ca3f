//! Items of lists with a check box: `- [x] done`.

use crate::element::Element;
use crate::stash::Stashed;
use crate::work::Work;

pub(crate) fn run(root: &mut Element, work: &mut Work<'_>) {
    let mut has_task = false;
    for child in &mut root.children {
        if child.is("li") && mark(child, work) {
            has_task = true;
        }
        run(child, work);
    }
    if has_task && !root.has_class("task-list") {
        root.add_class("task-list");
    }
}

fn mark(item: &mut Element, work: &mut Work<'_>) -> bool {
    let target = if !item.text.is_empty() {
        &mut item.text
    } else if let Some(first) = item.children.first_mut().filter(|first| first.is("p")) {
        &mut first.text
    } else {
        return false;
    };
    let Some((is_done, rest)) = check_box(&target.content) else { return false };
    let made = html(is_done, work.extensions.custom_check_boxes);
    target.content = format!("{}{rest}", work.stash.keep(Stashed::Made(made)));
    item.add_class("task-list-item");
    true
}

fn check_box(text: &str) -> Option<(bool, &str)> {
    let rest = text.trim_start_matches(' ').strip_prefix('[')?;
    let is_done = match rest.as_bytes().first()? {
        b'x' | b'X' => true,
        b' ' => false,
        _ => return None,
    };
    let rest = rest[1..].strip_prefix("] ")?;
    Some((is_done, rest.trim_start_matches(' ')))
}

fn html(is_done: bool, is_custom: bool) -> String {
    let checked = if is_done { " checked" } else { "" };
    let input = format!("<input type=\"checkbox\" disabled{checked}>");
    if is_custom {
        return format!(
            "<label class=\"task-list-control\">{input}<span class=\"task-list-indicator\"></span></label> "
        );
    }
    format!("{input} ")
}
