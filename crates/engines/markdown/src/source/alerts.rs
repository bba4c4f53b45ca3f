//! GitHub's and GitLab's alerts (`> [!NOTE]`, `>>> [!NOTE]`) to admonitions.

use std::borrow::Cow;

const KINDS: [&str; 5] = ["note", "tip", "important", "caution", "warning"];

/// Rewrites alerts that are not inside fenced code.
pub(crate) fn rewrite(text: &str) -> Cow<'_, str> {
    if !text.contains("[!") {
        return Cow::Borrowed(text);
    }
    let quoted = rewrite_kind(text, "> ");
    Cow::Owned(rewrite_kind(&quoted, ">>> "))
}

fn rewrite_kind(text: &str, mark: &str) -> String {
    let mut rewritten = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    let mut is_code = false;
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        let opening = if is_code { None } else { opening(line, mark) };
        let Some((kind, title)) = opening else {
            rewritten.push_str(line);
            continue;
        };
        let mut body: Vec<&str> = Vec::new();
        let is_complete = if mark == "> " {
            while let Some(next) = lines.next_if(|next| next.starts_with('>') && next.ends_with('\n')) {
                body.push(next[1..].strip_prefix(' ').unwrap_or(&next[1..]));
            }
            !body.is_empty()
        } else {
            let mut is_closed = false;
            for next in lines.by_ref() {
                if next.starts_with(">>>") {
                    is_closed = true;
                    break;
                }
                body.push(next);
            }
            is_closed
        };
        if is_complete {
            write(&mut rewritten, &kind, &title, &body);
        } else {
            rewritten.push_str(line);
            rewritten.extend(body);
        }
    }
    rewritten
}

/// The kind of alert that a line opens, and its title.
fn opening(line: &str, mark: &str) -> Option<(String, String)> {
    let rest = line.strip_prefix(mark.trim_end())?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let most = 4;
    if spaces == 0 || spaces > most || !line.ends_with('\n') {
        return None;
    }
    let (kind, title) = rest.trim_start_matches(' ').strip_prefix("[!")?.split_once(']')?;
    let lower = kind.to_lowercase();
    if !KINDS.contains(&&*lower) {
        return None;
    }
    let title = title.trim();
    let title = if title.is_empty() { titled(&lower) } else { title.to_owned() };
    let kind = match &*lower {
        "caution" => "danger",
        "important" => "warning",
        other => other,
    };
    Some((kind.to_owned(), title))
}

fn titled(lower: &str) -> String {
    lower[..1].to_uppercase() + &lower[1..]
}

fn write(rewritten: &mut String, kind: &str, title: &str, body: &[&str]) {
    rewritten.push_str("!!! ");
    rewritten.push_str(kind);
    rewritten.push_str(" \"");
    rewritten.push_str(title);
    rewritten.push_str("\"\n");
    for line in body {
        rewritten.push_str("    ");
        rewritten.push_str(line);
    }
    if !rewritten.ends_with('\n') {
        rewritten.push('\n');
    }
}
