//! Reads the values of custom properties: only what the tokens are written in (`oklch`, `light-dark`, `color-mix` in `OKLab`,
//! `var`, `calc` of products). Anything else is a mistake in the tokens or a reason to teach this.

use std::collections::HashMap;

use super::colour::Colour;

pub(super) struct Tokens {
    pub(super) values: HashMap<String, String>,
    pub(super) dark: bool,
}

/// The declarations of the first `:root` block.
pub(super) fn declared(sheet: &str) -> HashMap<String, String> {
    let (_, block) = sheet.split_once(":root {").unwrap();
    let (block, _) = block.split_once('}').unwrap();
    let mut values = HashMap::new();
    for declaration in block.split(';') {
        if let Some((name, value)) = declaration.split_once(':') {
            values.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
    values
}

impl Tokens {
    pub(super) fn colour(&self, name: &str) -> Colour {
        self.read(self.values.get(name).unwrap_or_else(|| panic!("there is no {name}")))
    }

    pub(super) fn read(&self, value: &str) -> Colour {
        let value = value.trim();
        let (function, arguments) = call(value).unwrap_or_else(|| panic!("no colour: {value}"));
        match function {
            "var" => self.colour(&arguments[0]),
            "light-dark" => self.read(&arguments[usize::from(self.dark)]),
            "color-mix" => {
                assert_eq!(arguments[0], "in oklab");
                let (second, share) = split_share(&arguments[2]);
                self.read(&arguments[1]).mixed(self.read(second), self.number(share))
            }
            "oklch" => {
                let parts = words(&arguments[0]);
                assert_eq!(parts.len(), 3, "translucent colours stand on nothing certain: {value}");
                Colour::oklch(self.number(&parts[0]), self.number(&parts[1]), self.number(&parts[2]))
            }
            other => panic!("{other} is not known: {value}"),
        }
    }

    fn number(&self, text: &str) -> f64 {
        let text = text.trim();
        match call(text) {
            Some(("var", arguments)) => self.number(&self.values[&arguments[0]]),
            Some(("calc", arguments)) => arguments[0].split('*').map(|factor| self.number(factor)).product(),
            _ => match text.strip_suffix('%') {
                Some(share) => share.parse::<f64>().unwrap() / 100.0,
                None => text.parse().unwrap_or_else(|_| panic!("no number: {text}")),
            },
        }
    }
}

/// The name and the arguments of a call that is the whole text.
fn call(text: &str) -> Option<(&str, Vec<String>)> {
    let (function, rest) = text.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    let is_name = function.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
    (is_name && !function.is_empty()).then(|| (function, split(inside, ',')))
}

/// Cuts at a letter that stands outside of parentheses.
fn split(text: &str, at: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if letter == at && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

fn words(text: &str) -> Vec<String> {
    split(text, ' ').into_iter().filter(|word| !word.is_empty()).collect()
}

/// A colour and the share behind it.
fn split_share(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (index, letter) in text.char_indices().rev() {
        match letter {
            ')' => depth += 1,
            '(' => depth -= 1,
            ' ' if depth == 0 => return (&text[..index], &text[index + 1..]),
            _ => {}
        }
    }
    panic!("no share: {text}");
}
