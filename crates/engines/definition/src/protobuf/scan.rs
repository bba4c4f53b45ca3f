//! The tokens of a protobuf file, each with the comments that belong to it.
//!
//! A comment right above a token describes what starts there; a comment behind a token on its line describes what ends
//! there. Comments with an empty line below, such as licences, belong to nothing.

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    /// As written, quotes included.
    pub text: &'t str,
    /// Byte of the text that it starts at.
    pub offset: usize,
    pub line: u32,
    /// Bytes of the comments right above it; empty without any.
    pub above: (usize, usize),
    /// Bytes of the comment behind it on its line.
    pub behind: (usize, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word: keyword, name, or names with dots between.
    Word,
    Number,
    Text,
    /// One character of punctuation.
    Mark,
}

/// All tokens of a text, at most `most`; the answer says whether there were more.
pub(super) fn tokens(text: &str, most: usize) -> (Vec<Token<'_>>, bool) {
    let mut scanner = Scanner { text, at: 0, line: 1, tokens: Vec::new(), comment: None };
    while scanner.tokens.len() < most {
        if !scanner.step() {
            return (scanner.tokens, false);
        }
    }
    (scanner.tokens, true)
}

/// Comments that follow each other without an empty line.
#[derive(Clone, Copy)]
struct Block {
    start: usize,
    end: usize,
    last_line: u32,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    tokens: Vec<Token<'t>>,
    comment: Option<Block>,
}

impl Scanner<'_> {
    /// Takes white space, one comment or one token; false at the end.
    fn step(&mut self) -> bool {
        let text = self.text;
        let rest = &text[self.at..];
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if first == '\n' {
            self.line += 1;
            self.at += 1;
        } else if first.is_whitespace() {
            self.at += first.len_utf8();
        } else if rest.starts_with("//") {
            self.comment(rest.find('\n').unwrap_or(rest.len()));
        } else if let Some(inside) = rest.strip_prefix("/*") {
            self.comment(inside.find("*/").map_or(rest.len(), |end| end + 4));
        } else {
            let (kind, length) = token(rest, first);
            self.token(kind, length);
        }
        true
    }

    fn comment(&mut self, length: usize) {
        let text = self.text;
        let (start, end) = (self.at, self.at + length);
        let first_line = self.line;
        self.line += crate::problem::count(memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).count());
        self.at = end;
        if let Some(last) = self.tokens.last_mut()
            && last.line == first_line
            && last.behind == (0, 0)
            && self.comment.is_none()
        {
            last.behind = (start, end);
            return;
        }
        let start = match self.comment {
            Some(block) if block.last_line + 1 >= first_line => block.start,
            _ => start,
        };
        self.comment = Some(Block { start, end, last_line: self.line });
    }

    fn token(&mut self, kind: Kind, length: usize) {
        let text = self.text;
        let above = match self.comment.take() {
            Some(block) if block.last_line + 1 >= self.line => (block.start, block.end),
            _ => (0, 0),
        };
        let token = Token {
            kind,
            text: &text[self.at..self.at + length],
            offset: self.at,
            line: self.line,
            above,
            behind: (0, 0),
        };
        self.line += crate::problem::count(memchr::memchr_iter(b'\n', token.text.as_bytes()).count());
        self.at += length;
        self.tokens.push(token);
    }
}

fn token(rest: &str, first: char) -> (Kind, usize) {
    let run = |belongs: fn(char) -> bool| rest.find(|next| !belongs(next)).unwrap_or(rest.len());
    match first {
        'a'..='z' | 'A'..='Z' | '_' => {
            (Kind::Word, run(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '.')))
        }
        '.' if rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '_') => {
            (Kind::Word, run(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '.')))
        }
        '0'..='9' => (Kind::Number, run(|next| next.is_ascii_alphanumeric() || next == '.')),
        '"' | '\'' => (Kind::Text, quoted(rest, first)),
        _ => (Kind::Mark, first.len_utf8()),
    }
}

/// The length of a text in quotes, which ends with its line at the latest.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, next) in rest.char_indices().skip(1) {
        match next {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if next == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Comments without their marks.
pub(super) fn cleaned(comments: &str) -> Option<String> {
    let mut lines: Vec<&str> = Vec::new();
    for line in comments.lines() {
        let line = line.trim();
        let line = line.strip_suffix("*/").unwrap_or(line);
        let line = ["///", "//", "/**", "/*", "* ", "*"]
            .iter()
            .find_map(|mark| line.strip_prefix(mark))
            .unwrap_or(line);
        lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end());
    }
    let text = lines.join("\n");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
