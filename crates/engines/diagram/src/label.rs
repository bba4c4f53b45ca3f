//! Texts of a diagram as the lines that are shown. Knows how wide they will be, but not where they stand.

use graph::text;

/// Font size in pixels and the height of a line; the style sheet of pages must have the same.
pub(crate) const FONT: u32 = 13;
pub(crate) const LINE: i32 = 18;
/// Wider texts are broken between words; wider words and longer texts are cut.
const MOST_WIDTH: u32 = 240;
const MOST_WORD: u32 = 420;
const MOST_LINES: usize = 24;

/// Lines of text. An empty label has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Label {
    pub(crate) lines: Vec<String>,
}

impl Label {
    /// Reads a text in which `<br>` and `\n` break lines, other tags mean nothing, and `#35;` or `&amp;` stand for signs.
    pub(crate) fn new(written: &str) -> Self {
        let plain = plain(written);
        let mut lines = Vec::new();
        for line in plain.lines().map(str::trim).skip_while(|line| line.is_empty()) {
            wrap(line, &mut lines);
            if lines.len() > MOST_LINES {
                lines.truncate(MOST_LINES);
                lines.push("\u{2026}".to_owned());
                break;
            }
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Self { lines }
    }

    /// The same, on one line.
    pub(crate) fn one_line(written: &str) -> Self {
        let plain = plain(written).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = text::fit(&plain, FONT, MOST_WORD);
        Self { lines: if line.is_empty() { Vec::new() } else { vec![line] } }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(crate) fn width(&self) -> i32 {
        self.lines.iter().map(|line| width(line)).max().unwrap_or(0)
    }

    pub(crate) fn height(&self) -> i32 {
        self.lines.iter().map(|_| LINE).sum()
    }

    /// For people who listen.
    pub(crate) fn spoken(&self) -> String {
        self.lines.join(" ")
    }
}

/// The width of a line in pixels.
pub(crate) fn width(line: &str) -> i32 {
    i32::try_from(text::width(line, FONT)).unwrap_or(i32::MAX / 4)
}

fn wrap(line: &str, lines: &mut Vec<String>) {
    let mut open = String::new();
    for word in line.split_whitespace() {
        let word = text::fit(word, FONT, MOST_WORD);
        let longer = if open.is_empty() { word.clone() } else { format!("{open} {word}") };
        if !open.is_empty() && text::width(&longer, FONT) > MOST_WIDTH {
            lines.push(std::mem::replace(&mut open, word));
        } else {
            open = longer;
        }
    }
    lines.push(open);
}

/// The text without quotes, tags, names of icons and the signs of Markdown strings.
fn plain(written: &str) -> String {
    let trimmed = written.trim();
    let inner = trimmed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed);
    let markdown = inner.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    let text = match markdown {
        Some(text) => text.replace("**", "").replace(['*', '`'], ""),
        None => inner.replace("\\n", "\n"),
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '#', '&']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let (shown, length) = sign(found);
        out.push_str(&shown);
        rest = &found[length..];
    }
    out.push_str(rest);
    without_icons(&out)
}

/// What a text that begins with `<`, `#` or `&` shows first, and how long that is.
fn sign(text: &str) -> (String, usize) {
    if let Some(rest) = text.strip_prefix('<') {
        let is_tag = rest.starts_with(|first: char| first == '/' || first.is_ascii_alphabetic());
        // Types such as `List<int>` are no tags, but nothing tells them apart from unknown ones.
        if let Some(end) = text.find('>').filter(|end| is_tag && *end < 200) {
            let name = text[1..end].trim_matches('/').split_whitespace().next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            if name == "br" {
                return ("\n".to_owned(), end + 1);
            }
            if TAGS.contains(&name.as_str()) {
                return (String::new(), end + 1);
            }
        }
        return ("<".to_owned(), 1);
    }
    if let Some(end) = text.find(';').filter(|end| *end < 12) {
        let name = text[1..end].trim_start_matches('#');
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            "hearts" => Some('\u{2665}'),
            "infin" => Some('\u{221e}'),
            number => {
                number.parse().ok().and_then(char::from_u32).filter(|character| !character.is_control())
            }
        };
        if let Some(character) = character {
            return (character.to_string(), end + 1);
        }
    }
    (text[..1].to_owned(), 1)
}

/// Tags that texts are written with.
const TAGS: [&str; 20] = [
    "a", "b", "big", "center", "code", "del", "div", "em", "font", "i", "img", "li", "p", "pre", "small",
    "span", "strong", "sub", "sup", "u",
];

/// The text without words such as `fa:fa-car`.
fn without_icons(text: &str) -> String {
    if !text.contains(":fa-") {
        return text.to_owned();
    }
    let is_icon =
        |word: &&str| ["fa:fa-", "fab:fa-", "fas:fa-", "far:fa-"].iter().any(|icon| word.starts_with(icon));
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split(' ').filter(|word| !is_icon(word)).collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_lines() {
        let long = "many words that do not fit into one line of a box and are broken between them";
        assert!(Label::new(long).lines.len() > 1);
        assert_eq!(Label::new(long).lines.join(" "), long);
        let table: [(&str, &[&str]); 10] = [
            ("plain", &["plain"]),
            ("\"in quotes\"", &["in quotes"]),
            ("one<br/>two<BR>three\\nfour", &["one", "two", "three", "four"]),
            ("<b>bold</b> and <i class='x'>not</i>", &["bold and not"]),
            ("#quot;a#quot; &amp; b #9829;", &["\"a\" & b \u{2665}"]),
            ("\"`**Bold** words`\"", &["Bold words"]),
            ("fa:fa-car Car", &["Car"]),
            ("a < b, List<int>", &["a < b, List<int>"]),
            ("#1 of & all; #0; #55296;", &["#1 of & all; #0; #55296;"]),
            (" ", &[]),
        ];
        for (written, lines) in table {
            assert_eq!(Label::new(written).lines, lines, "{written}");
        }
    }
}
