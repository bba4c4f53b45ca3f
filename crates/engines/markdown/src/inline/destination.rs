//! Address and title of a link: `(url "title")`.

use crate::work::Work;

/// What stands in the brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Destination<'t> {
    pub href: &'t str,
    pub title: Option<&'t str>,
    /// Behind the closing bracket.
    pub end: usize,
}

/// Reads from the `(` at `at` on. Brackets nest; a title stands in quotes before the closing bracket.
pub(super) fn destination<'t>(text: &'t str, at: usize, work: &mut Work<'_>) -> Option<Destination<'t>> {
    let inside = text[at + 1..].trim_start();
    let start = text.len() - inside.len();
    if inside.starts_with('<')
        && let Some(found) = angled(text, start)
    {
        return Some(found);
    }
    // Four bytes are a step; no search is longer than what is left of them.
    let mut reader = Reader::new(start);
    let longest = work.steps.saturating_mul(4);
    for (at, byte) in text.bytes().enumerate().skip(start).take(longest) {
        if reader.step(byte, at) {
            break;
        }
    }
    if !work.spend(reader.steps(start) / 4) {
        return None;
    }
    reader.finish(text, start)
}

/// An address in angle brackets.
fn angled(text: &str, start: usize) -> Option<Destination<'_>> {
    let inside = &text[start + 1..];
    let close = inside.find(['<', '>'])?;
    let rest = inside[close..].strip_prefix('>')?.trim_start();
    let (title, rest) = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end = rest[1..].find(quote)?;
            (Some(&rest[1..=end]), rest[end + 2..].trim_start())
        }
        _ => (None, rest),
    };
    let rest = rest.strip_prefix(')')?;
    Some(Destination { href: &inside[..close], title, end: text.len() - rest.len() })
}

/// A quote that may enclose the title: its mark, where its inside starts, and where it was last seen.
#[derive(Debug, Default, Clone, Copy)]
struct Quote {
    mark: u8,
    start: usize,
    exit: Option<usize>,
}

impl Quote {
    fn ends_with(self, last: u8) -> bool {
        self.mark != 0 && self.exit.is_some() && self.mark == last
    }
}

/// Counts brackets, and guesses whether a quote begins a title. When that quote never ends, the bracket that
/// would have closed the link without it counts.
struct Reader {
    brackets: usize,
    fallback: usize,
    fallback_end: Option<usize>,
    in_title: bool,
    first: Quote,
    second: Quote,
    last: u8,
    end: usize,
}

impl Reader {
    fn new(start: usize) -> Self {
        Reader {
            brackets: 1,
            fallback: 1,
            fallback_end: None,
            in_title: false,
            first: Quote::default(),
            second: Quote::default(),
            last: 0,
            end: start,
        }
    }

    /// Takes one byte. True when the link is closed.
    fn step(&mut self, byte: u8, at: usize) -> bool {
        match byte {
            b'(' if !self.in_title => self.brackets += 1,
            b'(' => self.fallback = self.fallback.saturating_sub(1),
            b')' if self.first.ends_with(self.last) || self.second.ends_with(self.last) => self.brackets = 0,
            b')' if !self.in_title => self.brackets -= 1,
            b')' if self.fallback > 0 => {
                self.fallback -= 1;
                if self.fallback == 0 {
                    self.fallback_end = Some(at + 1);
                }
            }
            b'"' | b'\'' => self.quote(byte, at),
            _ => {}
        }
        self.end = at + 1;
        if self.brackets == 0 {
            return true;
        }
        if byte != b' ' {
            self.last = byte;
        }
        false
    }

    fn quote(&mut self, byte: u8, at: usize) {
        if self.first.mark == 0 {
            self.in_title = true;
            self.fallback = self.brackets;
            self.brackets = 1;
            self.first = Quote { mark: byte, start: at + 1, exit: None };
        } else if byte == self.first.mark {
            self.first.exit = Some(at + 1);
        } else if self.second.mark == 0 {
            self.second = Quote { mark: byte, start: at + 1, exit: None };
        } else {
            self.second.exit = Some(at + 1);
        }
    }

    fn steps(&self, start: usize) -> usize {
        self.end - start
    }

    fn finish<'t>(&self, text: &'t str, start: usize) -> Option<Destination<'t>> {
        if self.brackets == 0 {
            for quote in [self.first, self.second] {
                if quote.ends_with(self.last)
                    && let Some(exit) = quote.exit
                    && exit > quote.start
                {
                    let (href, title) = (&text[start..quote.start - 1], &text[quote.start..exit - 1]);
                    return Some(Destination { href, title: Some(title), end: self.end });
                }
            }
            return Some(Destination { href: &text[start..self.end - 1], title: None, end: self.end });
        }
        let end = self.fallback_end.filter(|_| self.fallback == 0)?;
        Some(Destination { href: &text[start..end - 1], title: None, end })
    }
}
