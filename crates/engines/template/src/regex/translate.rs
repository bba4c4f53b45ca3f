//! From JavaScript's syntax of regular expressions to that of the engine.

mod class;

use std::collections::HashSet;

use super::Flags;

/// Why there is no translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no regular expression.
    Invalid(&'static str),
    /// It is one, but cannot be matched in linear time.
    Unsupported(&'static str),
}

type Step<T> = Result<T, Refusal>;

pub(super) const SPACES: &str =
    r"\t-\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";
pub(super) const WORDS: &str = "0-9A-Za-z_";
pub(super) const DIGITS: &str = "0-9";

const AROUND: &str = "it looks ahead or behind, which takes more than linear time";
const BACK: &str = "it refers back to a group, which takes more than linear time";

struct Translator<'a> {
    source: &'a [char],
    index: usize,
    flags: Flags,
    out: String,
    open: usize,
    groups: usize,
    names: HashSet<String>,
    unsupported: Option<&'static str>,
}

/// The expression for the engine.
pub(super) fn translate(source: &str, flags: Flags) -> Step<String> {
    let characters: Vec<char> = source.chars().collect();
    let groups = count_groups(&characters);
    let out = String::from(if flags.ignore_case { "(?i)" } else { "" });
    let mut translator = Translator {
        source: &characters,
        index: 0,
        flags,
        out,
        open: 0,
        groups,
        names: HashSet::new(),
        unsupported: None,
    };
    while translator.index < characters.len() {
        translator.term()?;
    }
    if translator.open > 0 {
        return Err(Refusal::Invalid("a group has no end"));
    }
    translator.unsupported.map_or(Ok(translator.out), |reason| Err(Refusal::Unsupported(reason)))
}

/// Capturing groups of the whole, because `\1` means a group only when there is one.
fn count_groups(source: &[char]) -> usize {
    let (mut groups, mut in_class, mut index) = (0, false, 0);
    while index < source.len() {
        match source[index] {
            '\\' => index += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let named = source.get(index + 1..index + 3) == Some(&['?', '<'])
                    && !matches!(source.get(index + 3), Some('=' | '!'));
                groups += usize::from(named || source.get(index + 1) != Some(&'?'));
            }
            _ => {}
        }
        index += 1;
    }
    groups
}

impl Translator<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.index + ahead).copied()
    }

    /// One atom or assertion with its quantifier, a bar, or a bracket.
    fn term(&mut self) -> Step<()> {
        let Some(character) = self.peek(0) else { return Ok(()) };
        self.index += 1;
        match character {
            '|' => self.out.push('|'),
            '(' => return self.group(),
            ')' => {
                self.open = self.open.checked_sub(1).ok_or(Refusal::Invalid("a bracket closes nothing"))?;
                self.out.push(')');
                return self.quantifier();
            }
            '^' => self.out.push_str(if self.flags.multiline { "(?m:^)" } else { r"\A" }),
            '$' => self.out.push_str(if self.flags.multiline { "(?m:$)" } else { r"\z" }),
            '*' | '+' | '?' => return Err(Refusal::Invalid("there is nothing to repeat")),
            '{' if self.count_ahead(0).is_some() => {
                return Err(Refusal::Invalid("there is nothing to repeat"));
            }
            '.' => {
                self.out.push_str(r"[^\n\r\u{2028}\u{2029}]");
                return self.quantifier();
            }
            '[' => {
                self.class()?;
                return self.quantifier();
            }
            '\\' => return self.escape(),
            other => {
                self.literal(other);
                return self.quantifier();
            }
        }
        Ok(())
    }

    fn literal(&mut self, character: char) {
        self.out.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }

    fn group(&mut self) -> Step<()> {
        self.open += 1;
        if self.peek(0) != Some('?') {
            self.out.push('(');
            return Ok(());
        }
        match (self.peek(1), self.peek(2)) {
            (Some(':'), _) => {
                self.index += 2;
                self.out.push_str("(?:");
            }
            (Some('=' | '!'), _) => {
                self.unsupported.get_or_insert(AROUND);
                self.index += 2;
                self.out.push_str("(?:");
            }
            (Some('<'), Some('=' | '!')) => {
                self.unsupported.get_or_insert(AROUND);
                self.index += 3;
                self.out.push_str("(?:");
            }
            (Some('<'), _) => {
                self.index += 2;
                let name = self.group_name()?;
                if !self.names.insert(name.clone()) {
                    return Err(Refusal::Invalid("two groups have the same name"));
                }
                self.out.extend(["(?P<", &name, ">"]);
            }
            _ => return Err(Refusal::Invalid("this kind of group does not exist")),
        }
        Ok(())
    }

    /// A name up to its closing bracket.
    fn group_name(&mut self) -> Step<String> {
        let invalid = Refusal::Invalid("the name of a group is not valid");
        let mut name = String::new();
        loop {
            let character = self.peek(0).ok_or(invalid)?;
            self.index += 1;
            match character {
                '>' if name.is_empty() => return Err(invalid),
                '>' => return Ok(name),
                '$' => {
                    // The engine has no such names.
                    self.unsupported.get_or_insert("the name of a group has a dollar sign");
                }
                other
                    if other == '_' || other.is_alphabetic() || (!name.is_empty() && other.is_numeric()) =>
                {
                    name.push(other);
                }
                _ => return Err(invalid),
            }
        }
    }

    /// Least and most of `{n,m}` from here on, with its length.
    fn count_ahead(&self, ahead: usize) -> Option<(String, Option<String>, usize)> {
        let digits = |from: usize| -> String {
            self.source[(self.index + from).min(self.source.len())..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .collect()
        };
        let least = digits(ahead);
        if least.is_empty() {
            return None;
        }
        let mut length = ahead + least.len();
        let mut most = Some(least.clone());
        if self.peek(length) == Some(',') {
            let digits = digits(length + 1);
            length += 1 + digits.len();
            most = Some(digits).filter(|digits| !digits.is_empty());
        }
        (self.peek(length) == Some('}')).then_some((least, most, length + 1))
    }

    /// `*`, `+`, `?` or `{n,m}`, each perhaps lazy; nothing may be repeated twice.
    fn quantifier(&mut self) -> Step<()> {
        match self.peek(0) {
            Some(sign @ ('*' | '+' | '?')) => {
                self.index += 1;
                self.out.push(sign);
            }
            Some('{') => {
                self.index += 1;
                let Some((least, most, length)) = self.count_ahead(0) else {
                    self.out.push_str(r"\{");
                    return self.quantifier();
                };
                let number = |digits: &str| digits.parse::<u64>().unwrap_or(u64::MAX);
                if most.as_ref().is_some_and(|most| number(most) < number(&least)) {
                    return Err(Refusal::Invalid("the numbers of a repetition are out of order"));
                }
                self.index += length;
                self.out.push('{');
                self.out.push_str(&least);
                match most {
                    Some(most) if most == least => {}
                    Some(most) => self.out.extend([",", &most]),
                    None => self.out.push(','),
                }
                self.out.push('}');
            }
            _ => return Ok(()),
        }
        if self.peek(0) == Some('?') {
            self.index += 1;
            self.out.push('?');
        }
        let again = match self.peek(0) {
            Some('*' | '+' | '?') => true,
            Some('{') => self.count_ahead(1).is_some(),
            _ => false,
        };
        if again { Err(Refusal::Invalid("there is nothing to repeat")) } else { Ok(()) }
    }

    fn escape(&mut self) -> Step<()> {
        let Some(character) = self.peek(0) else { return Err(Refusal::Invalid("a backslash ends it")) };
        self.index += 1;
        let set = match character {
            'b' => {
                self.out.push_str(r"(?-u:\b)");
                return Ok(());
            }
            'B' => {
                self.out.push_str(r"\B");
                return Ok(());
            }
            'k' if !self.names.is_empty() || self.source.windows(3).any(|part| part == ['(', '?', '<']) => {
                self.unsupported.get_or_insert(BACK);
                return Ok(());
            }
            '1'..='9' if self.refers_back(character) => {
                self.unsupported.get_or_insert(BACK);
                return self.quantifier();
            }
            'd' => format!("[{DIGITS}]"),
            'D' => format!("[^{DIGITS}]"),
            'w' => format!("[{WORDS}]"),
            'W' => format!("[^{WORDS}]"),
            's' => format!("[{SPACES}]"),
            'S' => format!("[^{SPACES}]"),
            other => {
                let literal = self.escaped(other);
                self.literal(literal);
                return self.quantifier();
            }
        };
        self.out.push_str(&set);
        self.quantifier()
    }

    fn refers_back(&mut self, first: char) -> bool {
        let mut number = first.to_digit(10).unwrap_or(0) as usize;
        let mut length = 0;
        while let Some(digit) = self.peek(length).and_then(|digit| digit.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit as usize);
            length += 1;
        }
        if number <= self.groups {
            self.index += length;
            return true;
        }
        false
    }

    /// The character that a backslash and `first` stand for, with what follows.
    fn escaped(&mut self, first: char) -> char {
        match first {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'x' => self.coded(2).unwrap_or('x'),
            'u' => self.coded(4).unwrap_or('u'),
            'c' => match self.peek(0) {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.index += 1;
                    char::from_u32(u32::from(letter) % 32).unwrap_or(letter)
                }
                _ => {
                    // Without a letter, the backslash stands for itself.
                    self.index -= 1;
                    '\\'
                }
            },
            '0'..='7' => {
                let mut code = first.to_digit(8).unwrap_or(0);
                while let Some(digit) = self.peek(0).and_then(|digit| digit.to_digit(8))
                    && code * 8 + digit <= 0o377
                {
                    code = code * 8 + digit;
                    self.index += 1;
                }
                char::from_u32(code).unwrap_or(first)
            }
            other => other,
        }
    }

    fn coded(&mut self, digits: usize) -> Option<char> {
        let code: String = self.source.get(self.index..self.index + digits)?.iter().collect();
        let code = u32::from_str_radix(&code, 16).ok().filter(|_| !code.starts_with('+'))?;
        self.index += digits;
        char::from_u32(code).or_else(|| crate::text::half_of(code))
    }
}
