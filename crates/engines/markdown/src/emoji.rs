//! Emoji by their short names.

/// The emoji with that name, in any of the usual spellings.
pub(crate) fn find(name: &str) -> Option<&'static str> {
    if let Some(emoji) = emojis::get_by_shortcode(name) {
        return Some(emoji.as_str());
    }
    let other = ALIASES.binary_search_by_key(&name, |(alias, _)| *alias).ok()?;
    emojis::get_by_shortcode(ALIASES[other].1).map(emojis::Emoji::as_str)
}

/// Names that the emoji sets of the extension have and GitHub's list has not.
const ALIASES: [(&str, &str); 12] = [
    ("grinning_face_with_smiling_eyes", "smile"),
    ("light_bulb", "bulb"),
    ("man_facepalming", "man_facepalming"),
    ("partying_face", "partying_face"),
    ("red_heart", "heart"),
    ("slight_smile", "slightly_smiling_face"),
    ("slightly_smiling", "slightly_smiling_face"),
    ("thinking_face", "thinking"),
    ("thumbsdown", "-1"),
    ("thumbsup", "+1"),
    ("upside_down", "upside_down_face"),
    ("white_frowning", "frowning_face"),
];

/// Whether a name is one of an icon set of mkdocs-material.
pub(crate) fn is_icon(name: &str) -> bool {
    ["material-", "fontawesome-", "octicons-", "simple-"].iter().any(|set| name.starts_with(set))
}

/// The character as a picture of the size of the text around it.
pub(crate) fn drawing(character: &str) -> String {
    format!(
        "<svg class=\"emoji\" viewBox=\"0 0 20 20\" width=\"1.25em\" height=\"1.25em\" role=\"img\">\
         <text x=\"10\" y=\"16\" font-size=\"16\" text-anchor=\"middle\">{character}</text></svg>"
    )
}
