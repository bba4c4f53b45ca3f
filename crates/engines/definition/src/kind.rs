//! Which language a definition is in: what the entity says, unless the text plainly says otherwise.

use memchr::memmem;

use crate::document::looks_like_json;

/// The languages that are read, and those that are shown as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// OpenAPI and Swagger.
    Openapi,
    /// AsyncAPI.
    Asyncapi,
    /// GraphQL schemas.
    Graphql,
    /// Protobuf files, which gRPC APIs are described by.
    Protobuf,
    /// WSDL.
    Wsdl,
    /// tRPC: source text.
    Trpc,
    /// Anything else.
    #[default]
    Plain,
}

impl Kind {
    /// The language that the `spec.type` of an API entity names.
    pub fn of_type(spec_type: &str) -> Self {
        match spec_type.to_ascii_lowercase().as_str() {
            "openapi" | "swagger" | "oas" | "rest" => Self::Openapi,
            "asyncapi" => Self::Asyncapi,
            "graphql" => Self::Graphql,
            "grpc" | "proto" | "protobuf" => Self::Protobuf,
            "wsdl" | "soap" => Self::Wsdl,
            "trpc" => Self::Trpc,
            _ => Self::Plain,
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Openapi => "OpenAPI",
            Self::Asyncapi => "AsyncAPI",
            Self::Graphql => "GraphQL",
            Self::Protobuf => "Protobuf",
            Self::Wsdl => "WSDL",
            Self::Trpc => "tRPC",
            Self::Plain => "text",
        }
    }

    /// The language of a text that is meant to be of this kind.
    pub(crate) fn found_in(self, text: &str) -> Self {
        if self != Self::Plain && self.is_plain_in(text) {
            return self;
        }
        let others = [Self::Openapi, Self::Asyncapi, Self::Wsdl, Self::Protobuf, Self::Graphql];
        others.into_iter().find(|kind| kind.is_plain_in(text)).unwrap_or(self)
    }

    /// Whether the text plainly is of this kind.
    fn is_plain_in(self, text: &str) -> bool {
        match self {
            Self::Openapi => has_root_key(text, "openapi") || has_root_key(text, "swagger"),
            Self::Asyncapi => has_root_key(text, "asyncapi"),
            Self::Wsdl => {
                let namespaces = ["http://schemas.xmlsoap.org/wsdl/", "http://www.w3.org/ns/wsdl"];
                text.trim_start().starts_with('<') && namespaces.iter().any(|name| text.contains(name))
            }
            Self::Protobuf => is_protobuf(text),
            Self::Graphql => !looks_like_json(text) && !is_protobuf(text) && is_graphql(text),
            Self::Trpc | Self::Plain => false,
        }
    }

    /// The name of the text's language for a highlighter.
    pub(crate) fn language(self, text: &str) -> &'static str {
        match self {
            Self::Graphql => "graphql",
            Self::Protobuf => "protobuf",
            Self::Wsdl => "xml",
            Self::Trpc => "typescript",
            Self::Openapi | Self::Asyncapi if looks_like_json(text) => "json",
            Self::Openapi | Self::Asyncapi => "yaml",
            Self::Plain if text.trim_start().starts_with('<') => "xml",
            Self::Plain if looks_like_json(text) => "json",
            Self::Plain if is_yaml(text) => "yaml",
            Self::Plain => "text",
        }
    }
}

/// Whether a line starts with the key, or, in JSON, the key stands anywhere with a version behind it.
fn has_root_key(text: &str, key: &str) -> bool {
    if looks_like_json(text) {
        let quoted = format!("\"{key}\"");
        return memmem::find_iter(text.as_bytes(), &quoted).any(|at| {
            let rest = text[at + quoted.len()..].trim_start();
            let value = rest.strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches('"'));
            value.is_some_and(|value| value.starts_with(|first: char| first.is_ascii_digit()))
        });
    }
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, key).any(|at| {
        let before = text[..at].trim_end_matches(['"', '\'', '\u{feff}']);
        let after = text[at + key.len()..].trim_start_matches(['"', '\'']);
        (before.is_empty() || before.ends_with('\n')) && after.starts_with(':')
    })
}

/// The first word of each line that has one and is not indented.
fn heads(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic())).map(|line| {
        let end = line.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(line.len());
        (&line[..end], line[end..].trim_start())
    })
}

fn is_protobuf(text: &str) -> bool {
    // GraphQL has some of these words too, but no semicolons.
    let has_statements = memmem::find(text.as_bytes(), b";\n").is_some();
    heads(text).any(|(word, rest)| match word {
        "syntax" | "edition" => rest.starts_with('='),
        "package" => rest.ends_with(';'),
        "message" | "service" => rest.contains('{') && !rest.starts_with(':'),
        "enum" | "extend" => rest.contains('{') && has_statements,
        _ => false,
    })
}

fn is_graphql(text: &str) -> bool {
    let is_name = |rest: &str| rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    heads(text).any(|(word, rest)| match word {
        "type" | "interface" | "input" | "enum" => is_name(rest) && !rest.contains(['=', ';']),
        "scalar" | "extend" | "union" => is_name(rest),
        "directive" => rest.starts_with('@'),
        "schema" => rest.starts_with(['{', '@']),
        _ => false,
    })
}

fn is_yaml(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| {
        line == "---"
            || line
                .split_once(':')
                .is_some_and(|(key, rest)| !key.contains(' ') && (rest.is_empty() || rest.starts_with(' ')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_entities() {
        for (spec_type, expected) in [
            ("openapi", Kind::Openapi),
            ("Swagger", Kind::Openapi),
            ("asyncapi", Kind::Asyncapi),
            ("graphql", Kind::Graphql),
            ("grpc", Kind::Protobuf),
            ("wsdl", Kind::Wsdl),
            ("trpc", Kind::Trpc),
            ("mcp-server", Kind::Plain),
        ] {
            assert_eq!(Kind::of_type(spec_type), expected, "{spec_type}");
        }
    }

    #[test]
    fn the_text_decides_where_it_is_plain() {
        for (declared, text, expected) in [
            (Kind::Graphql, "openapi: 3.0.0\n", Kind::Openapi),
            (Kind::Plain, "# comment\n'swagger': '2.0'\n", Kind::Openapi),
            (Kind::Plain, "{\"info\": {}, \"openapi\" : \"3.0.0\"}", Kind::Openapi),
            (Kind::Openapi, "{\"asyncapi\": \"2.0.0\"}", Kind::Asyncapi),
            (Kind::Openapi, "info:\n  asyncapi: 1\n", Kind::Openapi),
            (Kind::Openapi, "type Query {\n  a: Int\n}", Kind::Graphql),
            (Kind::Protobuf, "enum A {\n  B = 0;\n}\n", Kind::Protobuf),
            (Kind::Graphql, "syntax = \"proto3\";\nmessage A {}\n", Kind::Protobuf),
            (Kind::Graphql, "type A {\n}", Kind::Graphql),
            (Kind::Graphql, "message: hello", Kind::Graphql),
            (Kind::Plain, "<d xmlns='http://schemas.xmlsoap.org/wsdl/'/>", Kind::Wsdl),
            (Kind::Trpc, "export type Router = typeof router;", Kind::Trpc),
            (Kind::Plain, "type A = { b: string };", Kind::Plain),
            (Kind::Plain, "hello", Kind::Plain),
        ] {
            assert_eq!(declared.found_in(text), expected, "{text}");
        }
    }

    #[test]
    fn languages_for_a_highlighter() {
        for (kind, text, expected) in [
            (Kind::Openapi, "{}", "json"),
            (Kind::Openapi, "a: b", "yaml"),
            (Kind::Plain, "a: b", "yaml"),
            (Kind::Plain, "Note that: this is text", "text"),
            (Kind::Plain, "<a/>", "xml"),
            (Kind::Trpc, "x", "typescript"),
        ] {
            assert_eq!(kind.language(text), expected, "{text}");
        }
    }
}
