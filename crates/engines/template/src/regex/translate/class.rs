//! Classes in square brackets.

use std::fmt::Write as _;

use super::{DIGITS, Refusal, SPACES, Step, Translator, WORDS};

/// One member of a class.
enum Member {
    Character(char),
    /// Already in the engine's syntax.
    Set(String),
}

impl Translator<'_> {
    /// Everything up to the closing bracket.
    pub(super) fn class(&mut self) -> Step<()> {
        let negated = self.peek(0) == Some('^');
        self.index += usize::from(negated);
        if self.peek(0) == Some(']') {
            self.index += 1;
            self.out.push_str(if negated { "(?s:.)" } else { "[a&&b]" });
            return Ok(());
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        loop {
            let member = self.member()?;
            let Some(member) = member else { break };
            let ranged = self.peek(0) == Some('-') && !matches!(self.peek(1), None | Some(']'));
            if !ranged {
                self.push_member(&member);
                continue;
            }
            self.index += 1;
            let Some(last) = self.member()? else { return Err(Refusal::Invalid("a class has no end")) };
            match (&member, &last) {
                (Member::Character(first), Member::Character(last)) if first > last => {
                    return Err(Refusal::Invalid("a range in a class is out of order"));
                }
                (Member::Character(first), Member::Character(last)) => {
                    self.push_character(*first);
                    self.out.push('-');
                    self.push_character(*last);
                }
                _ => {
                    self.push_member(&member);
                    self.push_character('-');
                    self.push_member(&last);
                }
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn push_member(&mut self, member: &Member) {
        match member {
            Member::Character(character) => self.push_character(*character),
            Member::Set(set) => self.out.push_str(set),
        }
    }

    fn push_character(&mut self, character: char) {
        let code = u32::from(character);
        let _infallible = write!(self.out, "\\u{{{code:x}}}");
    }

    /// The next member; `None` at the end of the class.
    fn member(&mut self) -> Step<Option<Member>> {
        let Some(character) = self.peek(0) else { return Err(Refusal::Invalid("a class has no end")) };
        self.index += 1;
        if character == ']' {
            return Ok(None);
        }
        if character != '\\' {
            return Ok(Some(Member::Character(character)));
        }
        let Some(escaped) = self.peek(0) else { return Err(Refusal::Invalid("a class has no end")) };
        self.index += 1;
        Ok(Some(match escaped {
            'd' => Member::Set(DIGITS.to_owned()),
            'D' => Member::Set(format!("[^{DIGITS}]")),
            'w' => Member::Set(WORDS.to_owned()),
            'W' => Member::Set(format!("[^{WORDS}]")),
            's' => Member::Set(SPACES.to_owned()),
            'S' => Member::Set(format!("[^{SPACES}]")),
            'b' => Member::Character('\u{8}'),
            other => Member::Character(self.escaped(other)),
        }))
    }
}
