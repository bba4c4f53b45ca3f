//! The pattern of a full text filter: `%term%`, in which `%`, `_` and `\` keep their SQL meaning.
//!
//! Backstage hands the term to `LIKE` unescaped, and clients see that: a term `_` finds everything. Terms
//! without such characters are plain substrings.

use memchr::memmem::Finder;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Literal(char),
    AnyOne,
    AnyMany,
}

/// A term to look for, lower-case.
pub(crate) struct Like {
    tokens: Vec<Token>,
    /// The longest piece of plain text, which every match contains.
    literal: String,
    /// True if the literal is the whole term.
    is_plain: bool,
}

impl Like {
    pub(crate) fn new(term: &str) -> Self {
        let mut tokens = vec![Token::AnyMany];
        let mut characters = term.chars();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '%' => Token::AnyMany,
                '_' => Token::AnyOne,
                // At the very end it escapes the `%` that closes the pattern.
                '\\' => match characters.next() {
                    Some(escaped) => Token::Literal(escaped),
                    None => return Self::from_tokens(tokens, Some(Token::Literal('%'))),
                },
                plain => Token::Literal(plain),
            });
        }
        Self::from_tokens(tokens, Some(Token::AnyMany))
    }

    fn from_tokens(mut tokens: Vec<Token>, last: Option<Token>) -> Self {
        tokens.extend(last);
        tokens.dedup_by(|next, previous| *next == Token::AnyMany && *previous == Token::AnyMany);
        let mut literal = String::new();
        let mut piece = String::new();
        for token in &tokens {
            if let Token::Literal(character) = token {
                piece.push(*character);
                continue;
            }
            if piece.len() > literal.len() {
                std::mem::swap(&mut literal, &mut piece);
            }
            piece.clear();
        }
        let closed = tokens.last() == Some(&Token::AnyMany);
        if piece.len() > literal.len() {
            literal = piece;
        }
        let is_plain = closed && tokens.len() == literal.chars().count() + 2 && !literal.is_empty();
        Self { tokens, literal, is_plain }
    }

    /// Whether a lower-case text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        if self.is_plain { text.contains(&self.literal) } else { self.matches_tokens(text) }
    }

    /// Calls `visit` with each place at which the literal occurs, until the end of the text. `visit` answers
    /// where to look on. `None` if the pattern has no literal, so that every text must be tried.
    pub(crate) fn scan(&self, text: &str, mut visit: impl FnMut(usize) -> usize) -> Option<()> {
        if self.literal.is_empty() {
            return None;
        }
        let finder = Finder::new(&self.literal);
        let mut from = 0;
        while let Some(found) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            from = visit(from + found).max(from + found + 1);
        }
        Some(())
    }

    /// Bytes of the literal.
    pub(crate) fn literal_len(&self) -> usize {
        self.literal.len()
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Matches with one place to come back to: the last `%`.
    fn matches_tokens(&self, text: &str) -> bool {
        let (mut token, mut rest) = (0, text.chars());
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            match self.tokens.get(token) {
                Some(Token::AnyMany) => {
                    token += 1;
                    retry = Some((token, rest.clone()));
                    continue;
                }
                Some(wanted) => {
                    let fits = match rest.next() {
                        None => return false,
                        Some(found) => *wanted == Token::AnyOne || *wanted == Token::Literal(found),
                    };
                    if fits {
                        token += 1;
                        continue;
                    }
                }
                None if rest.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after, from)) = &mut retry else { return false };
            if from.next().is_none() {
                return false;
            }
            token = *after;
            rest = from.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn terms_match_as_like_does() {
        let table = [
            ("mail", "e-mailer", true),
            ("mail", "male", false),
            ("_", "x", true),
            ("_", "", false),
            ("a_c", "xabcx", true),
            ("a_c", "ac", false),
            ("a%c", "a123c", true),
            ("a%c", "c123a", false),
            ("%", "", true),
            (r"\_", "a_b", true),
            (r"\_", "ab", false),
            (r"100\%", "is 100% sure", true),
            (r"100\%", "is 1000 sure", false),
            (r"end\", "the end%", true),
            (r"end\", "the end", false),
            (r"end\", "the end% of", false),
            ("ä_", "xäöx", true),
            ("a%b_d", "aabxbcd", true),
        ];
        for (term, text, expected) in table {
            assert_eq!(Like::new(term).matches(text), expected, "{term} in {text}");
        }
    }

    fn slowly(tokens: &[Token], text: &[char]) -> bool {
        match (tokens.first(), text.first()) {
            (None, None) => true,
            (Some(Token::AnyMany), _) => {
                slowly(&tokens[1..], text) || (!text.is_empty() && slowly(tokens, &text[1..]))
            }
            (Some(Token::AnyOne), Some(_)) => slowly(&tokens[1..], &text[1..]),
            (Some(Token::Literal(wanted)), Some(found)) => {
                wanted == found && slowly(&tokens[1..], &text[1..])
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(term in "[ab%_\\\\]{0,6}", text in "[ab%]{0,8}") {
            let like = Like::new(&term);
            let characters: Vec<char> = text.chars().collect();
            let expected = slowly(&like.tokens, &characters);
            prop_assert_eq!(like.matches(&text), expected);
            if expected {
                prop_assert!(text.contains(&like.literal));
            }
        }
    }
}
