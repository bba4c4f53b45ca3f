//! Attribute lists: what stands between the braces of `{: #id .class key="value" }`.

/// One attribute: `.` as the name of a class.
pub(crate) type Attribute = (String, String);

/// Reads a list. Also returns the text from the first `}` on that did not belong to it.
pub(crate) fn read(text: &str) -> (Vec<Attribute>, &str) {
    let mut attributes = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(' ');
        let end = rest.find([' ', '=', '}']).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let (name, behind) = rest.split_at(end);
        if let Some(value) = behind.strip_prefix('=') {
            if let Some((value, behind)) = value_of(value) {
                attributes.push((name.to_owned(), value.to_owned()));
                rest = behind;
                continue;
            }
            attributes.push(word(name));
            break;
        }
        attributes.push(word(name));
        rest = behind;
    }
    let close = rest.find('}').unwrap_or(rest.len());
    (attributes, &rest[close..])
}

fn value_of(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote)
            && let Some(end) = inside.find(quote)
        {
            return Some((&inside[..end], &inside[end + 1..]));
        }
    }
    let end = text.find([' ', '=', '}']).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn word(name: &str) -> Attribute {
    if let Some(class) = name.strip_prefix('.') {
        return (".".to_owned(), class.to_owned());
    }
    if let Some(id) = name.strip_prefix('#') {
        return ("id".to_owned(), id.to_owned());
    }
    (name.to_owned(), name.to_owned())
}
