//! Proposed changes of `CriticMarkup`: `{++added++}`, `{--removed--}`, `{~~old~>new~~}`, `{==marked==}`,
//! `{>>comment<<}`.

use crate::extensions::CriticMode;
use crate::stash::Stashed;
use crate::work::Work;

/// What stands between the braces.
enum Change<'t> {
    Added(&'t str),
    Removed(&'t str),
    Marked(&'t str),
    Comment(&'t str),
    Replaced(&'t str, &'t str),
}

/// Replaces changes by HTML, or makes or drops them.
pub(crate) fn take(text: &str, work: &mut Work<'_>) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'{', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        let Some((change, end)) = read(text, start, work) else { continue };
        out.push_str(&text[from..start]);
        write(&change, &mut out, work);
        (from, at) = (end, end);
    }
    if from == 0 {
        return text.to_owned();
    }
    out.push_str(&text[from..]);
    out
}

fn read<'t>(text: &'t str, start: usize, work: &mut Work<'_>) -> Option<(Change<'t>, usize)> {
    let rest = text.get(start + 1..)?;
    let (open, close) = match rest.get(..2)? {
        "++" => ("++", "++}"),
        "--" => ("--", "--}"),
        "==" => ("==", "==}"),
        ">>" => (">>", "<<}"),
        "~~" => ("~~", "~~}"),
        _ => return None,
    };
    let inside = &rest[2..];
    if work.steps == 0 {
        return None;
    }
    let end = memchr::memmem::find(inside.as_bytes(), close.as_bytes());
    if !work.spend(end.unwrap_or(inside.len()) / 8) {
        return None;
    }
    let end = end?;
    let after = start + 3 + end + close.len();
    let inside = &inside[..end];
    let change = match open {
        "++" => Change::Added(inside),
        "--" => Change::Removed(inside),
        "==" => Change::Marked(inside),
        ">>" => Change::Comment(inside),
        _ => {
            let (old, new) = inside.split_once("~>")?;
            Change::Replaced(old, new)
        }
    };
    Some((change, after))
}

fn write(change: &Change<'_>, out: &mut String, work: &mut Work<'_>) {
    match work.extensions.critic {
        CriticMode::View => match change {
            Change::Added(text) => wrapped("ins", text, out, work),
            Change::Removed(text) => wrapped("del", text, out, work),
            Change::Marked(text) => wrapped("mark", text, out, work),
            Change::Replaced(old, new) => {
                wrapped("del", old, out, work);
                wrapped("ins", new, out, work);
            }
            Change::Comment(text) => {
                let text = crate::write::escape_text(&text.replace('\n', " "));
                let html = format!("<span class=\"critic comment\">{text}</span>");
                out.push_str(&work.stash.keep(Stashed::Made(html)));
            }
        },
        CriticMode::Accept => out.push_str(match change {
            Change::Added(text) | Change::Marked(text) | Change::Replaced(_, text) => text,
            Change::Removed(_) | Change::Comment(_) => "",
        }),
        CriticMode::Reject => out.push_str(match change {
            Change::Removed(text) | Change::Marked(text) | Change::Replaced(text, _) => text,
            Change::Added(_) | Change::Comment(_) => "",
        }),
    }
}

fn wrapped(tag: &str, text: &str, out: &mut String, work: &mut Work<'_>) {
    let is_break = text.len() > 1 && text.bytes().all(|byte| matches!(byte, b'\n' | b'\r'));
    if is_break {
        let html = format!("<{tag} class=\"critic break\">&nbsp;</{tag}>");
        let marker = work.stash.keep(Stashed::Made(html));
        if tag == "ins" {
            out.push_str("\n\n");
            out.push_str(&marker);
            out.push_str("\n\n");
        } else {
            out.push_str(&marker);
        }
        return;
    }
    out.push_str(&work.stash.keep(Stashed::Made(format!("<{tag} class=\"critic\">"))));
    out.push_str(text);
    out.push_str(&work.stash.keep(Stashed::Made(format!("</{tag}>"))));
}
