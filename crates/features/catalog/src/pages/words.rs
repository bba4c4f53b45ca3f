//! Words for what the catalog calls by codes. Pure.

pub(super) use page::moment;
use ui::count;

/// The plural of a kind, for the head of a list: `Components`, `APIs`.
pub(super) fn plural_of_kind(kind: &str) -> String {
    let name = kind_name(kind);
    if let Some(stem) = name.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if name.ends_with(['s', 'x']) || name.ends_with("ch") || name.ends_with("sh") {
        return format!("{name}es");
    }
    format!("{name}s")
}

/// The plural of a kind within a sentence.
pub(super) fn noun_of_kind(kind: &str) -> String {
    within_sentence(plural_of_kind(kind))
}

/// A kind within a sentence, with how many there are: `1 API`, `2 systems`.
pub(super) fn many_of_kind(kind: &str, number: u64) -> String {
    let noun = if number == 1 { within_sentence(kind_name(kind)) } else { noun_of_kind(kind) };
    format!("{} {noun}", count(number))
}

/// Kinds are names: only a first letter that is followed by small ones becomes small.
fn within_sentence(kind: String) -> String {
    if kind.starts_with("API") || kind.starts_with("AI ") { kind } else { kind.to_lowercase() }
}

/// A kind as people write it. Those that the portal does not know begin with a capital.
pub(super) fn kind_name(kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        "api" => "API".to_owned(),
        "airesource" => "AI resource".to_owned(),
        _ => {
            let mut letters = kind.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// The path of a file or address without what people do not look for: type, host, query and all but its last parts.
pub(super) fn short_place(location: &str) -> String {
    /// Parts of a path that tell it apart from others; five are owner, repository, `blob`, branch and file.
    const TOLD_PARTS: usize = 5;
    let target = location.split_once(':').map_or(location, |(_, target)| target);
    let behind_host = target.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let path = behind_host.map_or(target, |(_, path)| path).split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let told = parts.get(parts.len().saturating_sub(TOLD_PARTS)..).unwrap_or_default();
    if told.is_empty() { target.to_owned() } else { told.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_plurals() {
        let table = [
            ("component", "Components"),
            ("API", "APIs"),
            ("Policy", "Policies"),
            ("Gateway", "Gateways"),
            ("box", "Boxes"),
            ("AiResource", "AI resources"),
            ("élan", "Élans"),
        ];
        for (kind, expected) in table {
            assert_eq!(plural_of_kind(kind), expected);
        }
        assert_eq!(
            (many_of_kind("api", 1), many_of_kind("System", 1200)),
            ("1 API".to_owned(), "1\u{202f}200 systems".to_owned())
        );
        assert_eq!((noun_of_kind("api"), noun_of_kind("Box")), ("APIs".to_owned(), "boxes".to_owned()));
    }

    #[test]
    fn places_are_told_by_their_last_parts() {
        let table = [
            (
                "url:https://github.com/orchard/checkout/blob/main/catalog-info.yaml",
                "orchard/checkout/blob/main/catalog-info.yaml",
            ),
            ("file:/srv/catalog/all.yaml", "srv/catalog/all.yaml"),
            ("url:https://h/a.yaml?version=1", "a.yaml"),
            ("provider:x", "x"),
            ("", ""),
        ];
        for (location, expected) in table {
            assert_eq!(short_place(location), expected);
        }
    }
}
