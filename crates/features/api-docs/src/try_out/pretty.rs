//! JSON on several lines. Only white space changes: numbers and texts stay as they were sent, whatever their length.

use serde::de::IgnoredAny;

const INDENT: &str = "  ";

/// The text with line breaks and indents, and whether it was cut at `limit` bytes; `None` when it is no JSON.
pub(super) fn json(text: &str, limit: usize) -> Option<(String, bool)> {
    // Reading refuses deep nesting, so indents stay short.
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut shown = String::with_capacity(text.len().min(limit) * 2);
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if shown.len() > limit {
            shown.truncate(shown.floor_char_boundary(limit));
            return Some((shown, true));
        }
        if is_text {
            shown.push(letter);
            is_text = letter != '"' || is_escaped;
            is_escaped = letter == '\\' && !is_escaped;
            continue;
        }
        match letter {
            '"' => {
                is_text = true;
                shown.push(letter);
            }
            '{' | '[' => {
                shown.push(letter);
                while rest.next_if(|next| is_blank(*next)).is_some() {}
                if rest.peek().is_some_and(|next| matches!(next, '}' | ']')) {
                    shown.extend(rest.next());
                } else {
                    depth += 1;
                    break_line(&mut shown, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut shown, depth);
                shown.push(letter);
            }
            ',' => {
                shown.push(letter);
                break_line(&mut shown, depth);
            }
            ':' => shown.push_str(": "),
            blank if is_blank(blank) => {}
            other => shown.push(other),
        }
    }
    Some((shown, false))
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

fn break_line(shown: &mut String, depth: usize) {
    shown.push('\n');
    for _ in 0..depth {
        shown.push_str(INDENT);
    }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn only_white_space_changes() {
        for (written, shown) in [
            ("{}", "{}"),
            ("[ ]", "[]"),
            (
                "{\"a\":[1,2.50,{\"b\":null}]}",
                "{\n  \"a\": [\n    1,\n    2.50,\n    {\n      \"b\": null\n    }\n  ]\n}",
            ),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            (r#"{"a,b":"{\"c\": [\\"}"#, "{\n  \"a,b\": \"{\\\"c\\\": [\\\\\"\n}"),
        ] {
            assert_eq!(json(written, 1_000), Some((shown.to_owned(), false)), "{written}");
        }
        assert_eq!(json("<html>", 1_000), None);
        assert_eq!(json(&"[".repeat(100_000), 1_000), None);
        let (cut, is_cut) = json(&format!("[{}1]", "1,".repeat(1_000)), 100).unwrap();
        assert_eq!((cut.len(), is_cut), (100, true));
    }
}
