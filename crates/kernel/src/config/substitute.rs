//! `${VAR}` inside a text. Source: config contract, section 3. Knows the environment, not the tree around the text.

use super::environment::Environment;

/// The text with every `${NAME}` and `${NAME:-fallback}` replaced and every `$${...}` unescaped; `None` when one of them
/// has no value. What a variable holds is not looked at again.
pub(super) fn substitute(text: &str, environment: &Environment) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = next_placeholder(rest) {
        result.push_str(&rest[..start]);
        let placeholder = &rest[start..end];
        match placeholder.strip_prefix('$').filter(|inner| inner.starts_with('$')) {
            Some(literal) => result.push_str(literal),
            None => result.push_str(value_of(placeholder, environment)?),
        }
        rest = &rest[end..];
    }
    result.push_str(rest);
    Some(result)
}

/// Byte range of the leftmost `${...}` without braces inside, with a `$` before it when there is one.
fn next_placeholder(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(offset) = text[from..].find("${") {
        let dollar = from + offset;
        let inside = dollar + 2;
        let brace = inside + text[inside..].find(['{', '}'])?;
        if text[brace..].starts_with('}') {
            let start = if text[..dollar].ends_with('$') { dollar - 1 } else { dollar };
            return Some((start, brace + 1));
        }
        from = inside;
    }
    None
}

fn value_of<'a>(placeholder: &'a str, environment: &'a Environment) -> Option<&'a str> {
    let inner = placeholder.strip_prefix("${")?.strip_suffix('}')?;
    let Some((name, fallback)) = inner.split_once(":-") else {
        return environment.trimmed(inner.trim());
    };
    let value = environment.trimmed(name.trim()).filter(|value| !value.is_empty());
    value.or_else(|| Some(fallback.trim()).filter(|fallback| !fallback.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let environment =
            Environment::from_pairs([("FOO", " foo "), ("NUM", "42"), ("EMPTY", ""), ("DOLLAR", "${FOO}")]);
        let cases: [(&str, Option<&str>); 25] = [
            ("plain", Some("plain")),
            ("", Some("")),
            ("${FOO}", Some("foo")),
            ("pre-${FOO}-post", Some("pre-foo-post")),
            ("${ FOO }", Some("foo")),
            ("${MISSING}", None),
            ("x${MISSING}y", None),
            ("${EMPTY}", Some("")),
            ("${EMPTY:-fb}", Some("fb")),
            ("${MISSING:- fb }", Some("fb")),
            ("${FOO:-fb}", Some("foo")),
            ("${MISSING:-}", None),
            ("${MISSING:-a:-b}", Some("a:-b")),
            ("$${FOO}", Some("${FOO}")),
            ("$$${FOO}", Some("$${FOO}")),
            ("$${MISSING}", Some("${MISSING}")),
            ("$FOO", Some("$FOO")),
            ("${NUM}", Some("42")),
            ("${FOO}${NUM}", Some("foo42")),
            ("${FOO", Some("${FOO")),
            ("${a${FOO}}", Some("${afoo}")),
            ("${a{b}}", Some("${a{b}}")),
            ("${DOLLAR}", Some("${FOO}")),
            ("ü${FOO}ü", Some("üfooü")),
            ("${}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(substitute(text, &environment).as_deref(), expected, "{text}");
        }
    }
}
