//! Colours for YAML. A small scanner of lines, not a parser: it knows keys, comments, quoted and special scalars and block
//! texts, and it shows every character of the text whatever the text is.

use maud::{Markup, html};

/// Longer texts are shown without colours, so that a page stays small (the colours double it).
const COLOUR_LIMIT: usize = 256 * 1024;

/// One line in an element each, with the id `L` and the number from 1.
pub fn highlight(text: &str) -> Markup {
    let coloured = text.len() <= COLOUR_LIMIT;
    let mut scanner = Scanner { block_indent: None };
    html! {
        @for (index, line) in text.lines().enumerate() {
            span.line id={ "L" (index + 1) } {
                @if coloured {
                    @for (class, piece) in scanner.line(line) {
                        @match class { Some(class) => span class=(class) { (piece) }, None => (piece) }
                    }
                } @else { (line) }
                "\n"
            }
        }
    }
}

type Piece<'a> = (Option<&'static str>, &'a str);

const KEY: Option<&str> = Some("syntax-key");
const TEXT: Option<&str> = Some("syntax-text");
const VALUE: Option<&str> = Some("syntax-value");
const COMMENT: Option<&str> = Some("syntax-comment");
const MARK: Option<&str> = Some("syntax-mark");

/// What the scanner remembers from one line to the next.
struct Scanner {
    /// Inside of a block text: the indent of the line that opened it.
    block_indent: Option<usize>,
}

impl Scanner {
    fn line<'a>(&mut self, line: &'a str) -> Vec<Piece<'a>> {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        if let Some(opened) = self.block_indent {
            if body.is_empty() || indent > opened {
                return vec![(TEXT, line)];
            }
            self.block_indent = None;
        }
        if body.starts_with("---") || body.starts_with("...") {
            return vec![(MARK, line)];
        }
        let mut pieces = Vec::new();
        let (space, mut rest) = line.split_at(indent);
        push(&mut pieces, None, space);
        while let Some(after) = rest.strip_prefix("- ") {
            let (dash, _) = rest.split_at(rest.len() - after.len());
            push(&mut pieces, MARK, dash);
            rest = after;
        }
        if let Some(end) = key_end(rest) {
            let (key, after) = rest.split_at(end);
            push(&mut pieces, KEY, key);
            let (colon, after) = after.split_at(1);
            push(&mut pieces, MARK, colon);
            rest = after;
        }
        if opens_block(rest) {
            self.block_indent = Some(indent);
        }
        scalar(&mut pieces, rest);
        pieces
    }
}

/// Where the key ends that the text starts with: at a colon which is followed by a space or the line's end.
fn key_end(text: &str) -> Option<usize> {
    if text.starts_with(['#', '[', '{', '|', '>', '&', '*', '!']) {
        return None;
    }
    let from = match text.chars().next()? {
        quote @ ('"' | '\'') => text.get(1..)?.find(quote)? + 2,
        _ => 0,
    };
    for (offset, _) in text.get(from..)?.match_indices(':') {
        let end = from + offset;
        let after = text.get(end + 1..)?;
        if from > 0 && offset > 0 {
            return None;
        }
        if after.is_empty() || after.starts_with([' ', '\t']) {
            return (!text.get(..end)?.contains(" #")).then_some(end);
        }
    }
    None
}

fn opens_block(value: &str) -> bool {
    let value = value.split(" #").next().unwrap_or_default().trim();
    let mut letters = value.chars();
    matches!(letters.next(), Some('|' | '>')) && letters.all(|letter| matches!(letter, '+' | '-' | '0'..='9'))
}

/// A value with its surrounding spaces and the comment behind it.
fn scalar<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str) {
    let value = text.trim_start();
    let (space, _) = text.split_at(text.len() - value.len());
    push(pieces, None, space);
    let end = if value.starts_with('#') { 0 } else { value_end(value) };
    let (value, comment) = value.split_at(end);
    push(pieces, class_of(value.trim_end()), value);
    push(pieces, COMMENT, comment);
}

/// Where the comment begins: at ` #` outside of quotes.
fn value_end(value: &str) -> usize {
    let from = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            value.get(1..).and_then(|inside| inside.rfind(quote)).map_or(0, |position| position + 2)
        }
        _ => 0,
    };
    value.get(from..).and_then(|rest| rest.find(" #")).map_or(value.len(), |position| from + position)
}

fn class_of(value: &str) -> Option<&'static str> {
    let special = ["true", "false", "null", "~", "True", "False", "Null", "TRUE", "FALSE", "NULL"];
    if value.starts_with(['"', '\'']) {
        return TEXT;
    }
    if value.starts_with(['&', '*', '!', '|', '>']) {
        return MARK;
    }
    if special.contains(&value) || value.parse::<f64>().is_ok_and(f64::is_finite) { VALUE } else { None }
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, class: Option<&'static str>, text: &'a str) {
    if !text.is_empty() {
        pieces.push((class, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<Vec<Piece<'_>>> {
        let mut scanner = Scanner { block_indent: None };
        text.lines().map(|line| scanner.line(line)).collect()
    }

    #[test]
    fn one_line_of_each_sort() {
        let table: [(&str, Vec<Piece<'_>>); 12] = [
            ("kind: API", vec![(KEY, "kind"), (MARK, ":"), (None, " "), (None, "API")]),
            ("  - java", vec![(None, "  "), (MARK, "- "), (None, "java")]),
            (
                "- url: http://x",
                vec![(MARK, "- "), (KEY, "url"), (MARK, ":"), (None, " "), (None, "http://x")],
            ),
            ("# a: b", vec![(COMMENT, "# a: b")]),
            ("a: 3 # three", vec![(KEY, "a"), (MARK, ":"), (None, " "), (VALUE, "3"), (COMMENT, " # three")]),
            (
                "a: \"x # y\" # z",
                vec![(KEY, "a"), (MARK, ":"), (None, " "), (TEXT, "\"x # y\""), (COMMENT, " # z")],
            ),
            ("\"a: b\": true", vec![(KEY, "\"a: b\""), (MARK, ":"), (None, " "), (VALUE, "true")]),
            ("backstage.io/x: '1'", vec![(KEY, "backstage.io/x"), (MARK, ":"), (None, " "), (TEXT, "'1'")]),
            ("---", vec![(MARK, "---")]),
            ("12:30", vec![(None, "12:30")]),
            ("", vec![]),
            ("a: *b", vec![(KEY, "a"), (MARK, ":"), (None, " "), (MARK, "*b")]),
        ];
        for (line, expected) in table {
            let mut scanner = Scanner { block_indent: None };
            assert_eq!(scanner.line(line), expected, "{line}");
        }
    }

    #[test]
    fn block_texts_end_where_the_indent_does() {
        let lines = pieces("a: |\n  key: value\n\n  # text\nb: >-\n  x\nc: 1");
        assert_eq!(lines[1], vec![(TEXT, "  key: value")]);
        assert_eq!(lines[3], vec![(TEXT, "  # text")]);
        assert_eq!(lines[5], vec![(TEXT, "  x")]);
        assert_eq!(lines[6][0], (KEY, "c"));
    }

    #[test]
    fn markup_is_escaped_and_lines_have_names() {
        let markup = highlight("a: <script>alert(1)</script>\nb: 2").into_string();
        assert!(!markup.contains("<script"));
        assert!(markup.contains("id=\"L2\""));
    }

    #[test]
    fn large_texts_lose_their_colours_only() {
        let text = "key: value\n".repeat(COLOUR_LIMIT / 8);
        let markup = highlight(&text).into_string();
        assert!(!markup.contains("syntax-key"));
        assert!(markup.contains("key: value"));
    }

    proptest! {
        #[test]
        fn every_character_is_shown(text in "[ \\-#:'\"|>&*a-z0-9é\\t{}\\[\\]]{0,60}") {
            for (line, shown) in text.lines().zip(pieces(&text)) {
                let joined: String = shown.iter().map(|(_, piece)| *piece).collect();
                prop_assert_eq!(joined, line);
            }
        }
    }
}
