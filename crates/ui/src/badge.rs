//! Small signs: tags, badges, status marks and the faces of people.

use maud::{Markup, html};

use crate::{Icon, Link, Tone, icon};

/// A word in a pill, in the colour of its news.
pub fn badge(text: &str, tone: Tone, symbol: Option<Icon>) -> Markup {
    html! {
        span class={ "badge " (tone.class()) } {
            @if let Some(symbol) = symbol { (icon::draw(symbol)) }
            (text)
        }
    }
}

/// A dot and a word: the state of a thing in a row.
pub fn mark(text: &str, tone: Tone) -> Markup {
    html! { span class={ "mark " (tone.class()) } { bdi { (text) } } }
}

/// How far a thing is in its life: production is good news, deprecated is a warning, the rest is neither.
pub fn lifecycle(name: &str) -> Markup {
    let tone = match name.to_ascii_lowercase().as_str() {
        "production" => Tone::Good,
        "deprecated" => Tone::Warn,
        _ => Tone::Plain,
    };
    mark(name, tone)
}

/// Labels that lead to the list of everything that wears them.
pub fn tags(tags: &[Link]) -> Markup {
    html! { ul.tags { @for tag in tags { li { a.tag href=[tag.href.get()] title=(tag.label) { bdi { (tag.label) } } } } } }
}

/// How many hues the style sheet has for faces.
const FACE_HUES: u32 = 8;

/// Two initials on a colour that stays the same for the same name. The name itself stands beside it.
pub fn face(name: &str) -> Markup {
    html! { span class={ "face " (hue(name)) } aria-hidden="true" { (initials(name)) } }
}

/// The class of the colour that belongs to a name.
pub(crate) fn hue(name: &str) -> String {
    let hue = name.chars().fold(0_u32, |sum, letter| sum.wrapping_mul(31).wrapping_add(u32::from(letter)))
        % FACE_HUES;
    format!("hue-{hue}")
}

/// The first letters of the first and the last word, in upper case; `?` for a name without letters.
pub(crate) fn initials(name: &str) -> String {
    let words: Vec<char> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter_map(|word| word.chars().next()).collect();
    match words.as_slice() {
        [] => "?".to_owned(),
        [only] => only.to_uppercase().collect(),
        [first, .., last] => first.to_uppercase().chain(last.to_uppercase()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_any_name() {
        let table = [
            ("Ada Lind", "AL"),
            ("ada", "A"),
            ("Carla van der Melo", "CM"),
            ("github-discovery", "GD"),
            ("", "?"),
            ("--", "?"),
            ("ليلى حداد", "لح"),
        ];
        for (name, expected) in table {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn lifecycles_that_nobody_foresaw_are_shown_without_judgement() {
        assert!(lifecycle("Production").into_string().contains("tone-good"));
        assert!(lifecycle("sunset").into_string().contains("tone-plain"));
    }
}
