//! Reads a file statement by statement. After a mistake the rest of the statement is skipped.

use super::links;
use super::scan::{Kind, Token, cleaned, tokens};
use super::{Import, Protobuf, Setting};
use crate::anchor::Anchors;
use crate::limits::Limits;
use crate::problem::{Problem, Problems, place_of};

/// Reads a file.
pub(crate) fn read(text: &str, limits: &Limits, mut problems: Problems) -> (Protobuf, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (tokens, cut) = tokens(text, limits.nodes);
    if cut {
        problems
            .whole(format!("the file has too many words (limit {}); the rest is not shown", limits.nodes));
    }
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        limits,
        problems,
        anchors: Anchors::default(),
        name_bytes: limits.bytes,
        file: Protobuf { syntax: "proto2".to_owned(), ..Protobuf::default() },
    };
    while parser.at < parser.tokens.len() {
        parser.statement();
    }
    links::resolve(&mut parser.file);
    (parser.file, parser.problems.into_list())
}

/// What went wrong in a statement; it is reported where the statement is skipped.
pub(super) type Step<T> = Result<T, String>;

pub(super) struct Parser<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    pub at: usize,
    pub limits: &'t Limits,
    pub problems: Problems,
    pub anchors: Anchors,
    pub file: Protobuf,
    /// Bytes that names of messages inside messages may still take: each repeats those around it.
    pub name_bytes: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    /// The text of the token that is `ahead` tokens away; empty at the end.
    pub(super) fn word(&self, ahead: usize) -> &'t str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    pub(super) fn take(&mut self) -> Option<Token<'t>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Takes a token of this text, if it is next.
    pub(super) fn accept(&mut self, text: &str) -> bool {
        let is_next = self.word(0) == text;
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn expect(&mut self, text: &str) -> Step<()> {
        if self.accept(text) { Ok(()) } else { Err(self.expected(&format!("`{text}`"))) }
    }

    pub(super) fn expect_kind(&mut self, kind: Kind, what: &str) -> Step<&'t str> {
        match self.peek() {
            Some(token) if token.kind == kind => {
                self.at += 1;
                Ok(token.text)
            }
            _ => Err(self.expected(what)),
        }
    }

    pub(super) fn expected(&self, what: &str) -> String {
        match self.peek() {
            Some(token) => {
                let found: String = token.text.chars().take(40).collect();
                format!("{what} was expected, not `{found}`")
            }
            None => format!("{what} was expected, but the file ends"),
        }
    }

    /// Reports a mistake at the next token and skips what is left of the statement.
    pub(super) fn recover(&mut self, message: &str) {
        let offset = self.peek().map_or(self.text.len(), |token| token.offset);
        if self.problems.is_full() {
            self.problems.whole("");
        } else {
            let (line, column) = place_of(self.text, offset);
            self.problems.at(line, Some(column), message);
        }
        self.skip_statement();
    }

    /// Skips to behind the next `;` or block, or to before the `}` that ends what is around.
    pub(super) fn skip_statement(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.peek() {
            match token.text {
                "}" if open == 0 => return,
                "{" => open += 1,
                "}" => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 && matches!(token.text, ";" | "}") {
                return;
            }
        }
    }

    /// The comment above a token, or behind it, or behind the token that ended its statement or opened its block.
    pub(super) fn comment(&self, token: Token<'t>) -> Option<String> {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let ranges = [Some(token.above), last.map(|last| last.behind)];
        ranges
            .into_iter()
            .flatten()
            .find(|(start, end)| end > start)
            .and_then(|(start, end)| cleaned(&self.text[start..end]))
    }

    fn statement(&mut self) {
        let Some(token) = self.peek() else {
            return;
        };
        let outcome = match token.text {
            // Visibility of edition 2024 says nothing to a reader.
            ";" | "export" | "local" => {
                self.at += 1;
                Ok(())
            }
            "syntax" | "edition" => self.syntax(),
            "package" => self.package(token),
            "import" => self.import(),
            "option" => self.setting().map(|setting| self.file.options.push(setting)),
            "message" | "enum" | "extend" => self.nested("", 0),
            "service" => self.service(token),
            _ => Err(self.expected("message, enum, service, import or option")),
        };
        if let Err(message) = outcome {
            self.recover(&message);
            // A stray `}` ends nothing here.
            self.accept("}");
        }
    }

    fn syntax(&mut self) -> Step<()> {
        let is_edition = self.word(0) == "edition";
        self.at += 1;
        self.expect("=")?;
        let syntax = unquoted(self.expect_kind(Kind::Text, "a text in quotes")?);
        self.file.syntax = if is_edition { format!("edition {syntax}") } else { syntax };
        self.expect(";")
    }

    fn package(&mut self, token: Token<'t>) -> Step<()> {
        self.at += 1;
        let name = self.expect_kind(Kind::Word, "a package name")?;
        self.file.package = Some(name.to_owned());
        self.expect(";")?;
        self.file.description = self.comment(token);
        Ok(())
    }

    fn import(&mut self) -> Step<()> {
        self.at += 1;
        let modifier = match self.word(0) {
            word @ ("public" | "weak" | "option") => {
                self.at += 1;
                Some(word.to_owned())
            }
            _ => None,
        };
        let path = unquoted(self.expect_kind(Kind::Text, "a path in quotes")?);
        self.file.imports.push(Import { path, modifier });
        self.expect(";")
    }

    /// `option name = value;`
    pub(super) fn setting(&mut self) -> Step<Setting> {
        self.at += 1;
        let setting = self.assignment()?;
        self.expect(";")?;
        Ok(setting)
    }

    /// `name = value`, where names have parts in parentheses and values may be blocks.
    pub(super) fn assignment(&mut self) -> Step<Setting> {
        let mut name = String::new();
        while let Some(token) = self.peek() {
            match token.text {
                "=" => break,
                "(" | ")" | "." => name.push_str(token.text),
                _ if token.kind == Kind::Word => name.push_str(token.text),
                _ => return Err(self.expected("the name of an option")),
            }
            self.at += 1;
        }
        self.expect("=")?;
        let Some(first) = self.peek() else {
            return Err(self.expected("a value"));
        };
        if first.text == "{" {
            self.skip_block();
        } else {
            self.accept("-");
            self.accept("+");
            let kind = self.take().map(|token| token.kind);
            // Texts follow each other as one.
            while kind == Some(Kind::Text) && self.peek().is_some_and(|token| token.kind == Kind::Text) {
                self.at += 1;
            }
        }
        let end = self.tokens[self.at - 1];
        let value = self.text[first.offset..end.offset + end.text.len()].to_owned();
        Ok(Setting { name, value })
    }

    /// Skips a block from its `{` to behind its `}`.
    fn skip_block(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.take() {
            match token.text {
                "{" => open += 1,
                "}" => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }
}

/// A text without its quotes; escapes stay, as paths have none.
pub(super) fn unquoted(text: &str) -> String {
    text.trim_matches(['"', '\'']).to_owned()
}
