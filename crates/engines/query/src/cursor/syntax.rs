//! Says what is wrong with a JSON text in the words a JavaScript engine uses.

use serde_json::Error;
use serde_json::error::Category;

/// Characters shown before and behind the place in a long text.
const CONTEXT: usize = 10;

/// The message of `JSON.parse` for the text.
pub(super) fn explain(text: &str, error: &Error) -> String {
    if error.classify() == Category::Eof {
        return "Unexpected end of JSON input".to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let place = place_of(text, error).min(characters.len().saturating_sub(1));
    let Some(token) = characters.get(place) else { return "Unexpected end of JSON input".to_owned() };
    if characters.len() <= 2 * CONTEXT {
        return format!("Unexpected token '{token}', \"{text}\" is not valid JSON");
    }
    let (from, to) = (place.saturating_sub(CONTEXT), (place + CONTEXT).min(characters.len()));
    let shown: String = characters[from..to].iter().collect();
    let (before, behind) =
        (if from > 0 { "..." } else { "" }, if to < characters.len() { "... " } else { " " });
    format!("Unexpected token '{token}', {before}\"{shown}\"{behind}is not valid JSON")
}

/// The character an error is about, counted from the start of the text.
fn place_of(text: &str, error: &Error) -> usize {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let byte = line_start + error.column().saturating_sub(1);
    text.char_indices().take_while(|(start, _)| *start < byte).count()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn explains_as_a_javascript_engine_does() {
        let table = [
            ("", "Unexpected end of JSON input"),
            ("[1,", "Unexpected end of JSON input"),
            ("abc", "Unexpected token 'a', \"abc\" is not valid JSON"),
            ("[1,x]", "Unexpected token 'x', \"[1,x]\" is not valid JSON"),
            ("ü", "Unexpected token 'ü', \"ü\" is not valid JSON"),
            (
                "[111111111111, x, 222222222222]",
                "Unexpected token 'x', ...\"11111111, x, 2222222\"... is not valid JSON",
            ),
            ("x, 2222222222222222222222", "Unexpected token 'x', \"x, 2222222\"... is not valid JSON"),
        ];
        for (text, expected) in table {
            let error = serde_json::from_str::<Value>(text).unwrap_err();
            assert_eq!(explain(text, &error), expected, "{text}");
        }
    }
}
