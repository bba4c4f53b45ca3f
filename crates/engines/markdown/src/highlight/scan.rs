//! Code into tokens, in one pass.

use std::collections::HashMap;

use super::language::{Form, Language};
use super::languages::{self, Prepared};

type Tokens<'c> = Vec<(&'static str, &'c str)>;

/// Parts of code, in order and without gaps.
pub(super) fn scan<'c>(code: &'c str, language: &'static Prepared) -> Tokens<'c> {
    let mut tokens = Vec::new();
    match language.rules.form {
        Form::Diff => lines(code, &mut tokens, diff_line),
        Form::Console => console(code, &mut tokens),
        Form::Markup => markup(code, &mut tokens),
        _ => Scanner::new(code, language, &mut tokens).run(),
    }
    tokens
}

fn lines<'c>(code: &'c str, tokens: &mut Tokens<'c>, kind: impl Fn(&str) -> &'static str) {
    for line in code.split_inclusive('\n') {
        tokens.push((kind(line), line));
    }
}

fn diff_line(line: &str) -> &'static str {
    match line.as_bytes().first() {
        Some(b'+') => "gi",
        Some(b'-') => "gd",
        Some(b'@') => "gu",
        _ if line.starts_with("diff ") || line.starts_with("index ") => "gh",
        _ => "",
    }
}

fn console<'c>(code: &'c str, tokens: &mut Tokens<'c>) {
    for line in code.split_inclusive('\n') {
        let prompt = ["$ ", "# ", "> ", "% "].iter().find(|prompt| line.starts_with(*prompt));
        match prompt {
            Some(prompt) => {
                tokens.push(("gp", &line[..prompt.len()]));
                let command = &line[prompt.len()..];
                match languages::find("bash") {
                    Some(shell) => Scanner::new(command, shell, tokens).run(),
                    None => tokens.push(("", command)),
                }
            }
            None => tokens.push(("go", line)),
        }
    }
}

fn markup<'c>(code: &'c str, tokens: &mut Tokens<'c>) {
    let mut rest = code;
    while !rest.is_empty() {
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            tokens.push(("cm", &rest[..end]));
            rest = &rest[end..];
        } else if rest.starts_with('<')
            && rest[1..].starts_with(|letter: char| letter.is_alphabetic() || "/!?".contains(letter))
        {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            tag(&rest[..end], tokens);
            rest = &rest[end..];
        } else {
            // A `<` that begins no tag is text.
            let skip = usize::from(rest.starts_with('<'));
            let end = rest[skip..].find('<').map_or(rest.len(), |end| end + skip);
            tokens.push(("", &rest[..end]));
            rest = &rest[end..];
        }
    }
}

fn tag<'c>(tag: &'c str, tokens: &mut Tokens<'c>) {
    let name = tag.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(tag.len());
    tokens.push(("nt", &tag[..name]));
    let mut rest = &tag[name..];
    while !rest.is_empty() {
        let (kind, end) = match rest.as_bytes()[0] {
            quote @ (b'"' | b'\'') => {
                ("s", rest[1..].find(char::from(quote)).map_or(rest.len(), |end| end + 2))
            }
            b'>' | b'/' | b'?' => ("nt", 1),
            b'=' => ("o", 1),
            byte if byte.is_ascii_whitespace() => {
                ("", rest.find(|letter: char| !letter.is_whitespace()).unwrap_or(rest.len()))
            }
            _ => {
                let end = rest.find(|letter: char| letter.is_whitespace() || "=>/\"'".contains(letter));
                ("na", end.unwrap_or(rest.len()).max(1))
            }
        };
        let end = (end..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        tokens.push((kind, &rest[..end]));
        rest = &rest[end..];
    }
}

struct Scanner<'c, 't> {
    code: &'c str,
    language: &'static Language,
    words: &'static HashMap<&'static str, &'static str>,
    tokens: &'t mut Tokens<'c>,
    /// Where plain text began that is not yet a token.
    plain: usize,
}

impl<'c, 't> Scanner<'c, 't> {
    fn new(code: &'c str, language: &'static Prepared, tokens: &'t mut Tokens<'c>) -> Self {
        Scanner { code, language: language.rules, words: &language.words, tokens, plain: 0 }
    }

    fn run(&mut self) {
        let mut at = 0;
        let mut is_line_start = true;
        while at < self.code.len() {
            let rest = &self.code[at..];
            let Some(first) = rest.chars().next() else { break };
            if first == '\n' {
                is_line_start = true;
                at += 1;
                continue;
            }
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            let found = self
                .comment(rest, at)
                .or_else(|| self.line(rest, is_line_start))
                .or_else(|| self.token(rest, first));
            is_line_start = false;
            match found {
                Some((kind, length)) => {
                    self.push(kind, at, at + length);
                    at += length;
                }
                None => at += first.len_utf8(),
            }
        }
        let end = self.code.len();
        self.flush(end);
    }

    fn flush(&mut self, to: usize) {
        if self.plain < to {
            self.tokens.push(("", &self.code[self.plain..to]));
        }
        self.plain = to;
    }

    fn push(&mut self, kind: &'static str, start: usize, end: usize) {
        if kind.is_empty() {
            return;
        }
        self.flush(start);
        self.tokens.push((kind, &self.code[start..end]));
        self.plain = end;
    }

    fn comment(&self, rest: &str, at: usize) -> Option<(&'static str, usize)> {
        for (open, close) in self.language.block_comments {
            if let Some(inside) = rest.strip_prefix(open) {
                let end = inside.find(close).map_or(rest.len(), |end| open.len() + end + close.len());
                return Some(("cm", end));
            }
        }
        let mark = self.language.line_comments.iter().find(|mark| rest.starts_with(**mark))?;
        // In a shell a comment begins a word.
        let before = self.code[..at].chars().next_back();
        let needs_space = matches!(self.language.form, Form::Shell | Form::Yaml);
        if needs_space && mark.starts_with('#') && before.is_some_and(|before| !before.is_whitespace()) {
            return None;
        }
        Some(("c1", rest.find('\n').unwrap_or(rest.len())))
    }

    /// What only begins a line: keys and sections.
    fn line(&self, rest: &str, is_line_start: bool) -> Option<(&'static str, usize)> {
        if !is_line_start {
            return None;
        }
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        match self.language.form {
            Form::Yaml => {
                let key = line.trim_start_matches("- ");
                if key.len() < line.len() {
                    return Some(("p", line.len() - key.len()));
                }
                let end = line.find(':')?;
                let is_key = line[end + 1..].is_empty() || line[end + 1..].starts_with(' ');
                (is_key && !line.starts_with(['"', '\'', '{', '['])).then_some(("nt", end))
            }
            Form::Ini => {
                if line.starts_with('[') {
                    return Some(("k", line.trim_end().len()));
                }
                let end = line.find('=').filter(|end| *end > 0)?;
                Some(("na", line[..end].trim_end().len()))
            }
            _ => None,
        }
    }

    fn token(&self, rest: &str, first: char) -> Option<(&'static str, usize)> {
        if let Some(mark) = self.language.strings.iter().find(|mark| rest.starts_with(**mark)) {
            let length = self.string(rest, mark);
            let is_key = self.language.form == Form::Json && rest[length..].trim_start().starts_with(':');
            let kind = if is_key {
                "nt"
            } else if mark.starts_with('\'') {
                "s1"
            } else {
                "s2"
            };
            return Some((kind, length));
        }
        if first.is_ascii_digit() {
            return Some(number(rest));
        }
        if self.language.form == Form::Shell && first == '$' {
            return variable(rest);
        }
        if first == '@' && self.language.form == Form::Code {
            let length = word(&rest[1..], "._");
            return (length > 0).then_some(("nd", length + 1));
        }
        if first.is_alphabetic() || first == '_' {
            let length = word(rest, self.language.word_marks);
            return Some((self.word_kind(&rest[..length], &rest[length..]), length));
        }
        None
    }

    /// Length of a string. It ends with its line, unless its mark is a long one or the shell's.
    fn string(&self, rest: &str, mark: &str) -> usize {
        let spans_lines = mark.len() > 1 || mark == "`" || self.language.form == Form::Shell;
        let bytes = rest.as_bytes();
        let mut at = mark.len();
        while at < bytes.len() {
            if bytes[at] == b'\\' {
                at += 2;
            } else if bytes[at] == b'\n' && !spans_lines {
                return at;
            } else if bytes[at..].starts_with(mark.as_bytes()) {
                return at + mark.len();
            } else {
                at += 1;
            }
        }
        rest.len()
    }

    fn word_kind(&self, word: &str, rest: &str) -> &'static str {
        let lower;
        let word = if self.language.ignores_case {
            lower = word.to_lowercase();
            lower.as_str()
        } else {
            word
        };
        if let Some(kind) = self.words.get(word) {
            return kind;
        }
        if rest.starts_with('(') && self.language.form == Form::Code { "nf" } else { "" }
    }
}

fn word(rest: &str, marks: &str) -> usize {
    let belongs = |letter: char| letter.is_alphanumeric() || letter == '_' || marks.contains(letter);
    rest.find(|letter| !belongs(letter)).unwrap_or(rest.len())
}

fn number(rest: &str) -> (&'static str, usize) {
    let length = word(rest, ".");
    let text = rest[..length].trim_end_matches('.');
    let is_hex = text.starts_with("0x") || text.starts_with("0X");
    let kind = if is_hex {
        "mh"
    } else if text.contains('.') {
        "mf"
    } else {
        "mi"
    };
    (kind, text.len().max(1))
}

fn variable(rest: &str) -> Option<(&'static str, usize)> {
    if let Some(inside) = rest.strip_prefix("${") {
        let end = inside.find(['}', '\n'])?;
        return inside[end..].starts_with('}').then_some(("si", end + 3));
    }
    let length = word(&rest[1..], "");
    (length > 0).then_some(("nv", length + 1))
}
