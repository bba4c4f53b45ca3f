//! Text that nobody meant as configuration: it may be refused, it must not panic, hang or grow.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{load, messages};

#[test]
fn limits() {
    let deep = format!("a: {}{}", "[".repeat(200), "]".repeat(200));
    let mut deep_blocks = String::new();
    for depth in 0..200 {
        let _ = writeln!(deep_blocks, "{}a:", " ".repeat(depth));
    }
    let laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n\
        b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
        d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n\
        f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
    let wide = format!("a: [{}]", "1,".repeat(150_000));
    let large = "#".repeat(6 * 1024 * 1024);
    let cases = [
        (deep.as_str(), "nested too deeply (limit 64)"),
        (deep_blocks.as_str(), "nested too deeply (limit 64)"),
        (laughs, "too many values (limit 100000)"),
        (wide.as_str(), "too many values (limit 100000)"),
        (large.as_str(), "the file is too large (limit 5242880 bytes)"),
        ("a: &a [*a]", "the alias refers to a value that contains it"),
        ("a: .inf", ".inf is not a finite number"),
        ("? [a]\n: b", "a key must be text"),
    ];
    for (text, expected) in cases {
        assert_eq!(messages(&[("app-config.yaml", text)], &[]), [expected]);
    }
}

#[test]
fn includes_cannot_multiply_without_bound() {
    let two = "x: {$include: 'f.yaml#b'}\ny: {$include: 'f.yaml#b'}";
    let names = "abcdefghijklmnopqrstuvwxyz";
    let mut file = String::new();
    for pair in names.as_bytes().windows(2) {
        let (this, next) = (char::from(pair[0]), char::from(pair[1]));
        let _ =
            writeln!(file, "{this}: {{x: {{$include: 'f.yaml#{next}'}}, y: {{$include: 'f.yaml#{next}'}}}}");
    }
    let found = messages(&[("app-config.yaml", two), ("f.yaml", &file)], &[]);
    assert!(
        found.iter().any(|message| message.contains("too many included files (limit 1000)")),
        "{found:?}"
    );
    assert!(found.len() <= 200);
}

#[test]
fn depth_counts_across_included_files() {
    let inner = format!("x: {}1{}", "[".repeat(40), "]".repeat(40));
    let outer = format!("a: {}{{$include: i.yaml}}{}", "[".repeat(40), "]".repeat(40));
    let found = messages(&[("app-config.yaml", &outer), ("i.yaml", &inner)], &[]);
    assert!(found.len() == 1 && found[0].ends_with("nested too deeply (limit 64)"), "{found:?}");
}

#[test]
fn problems_do_not_repeat_secrets() {
    let secret = "Zk3vQ9xTq7Lm2Rw8";
    let cases = [
        "password: \"S\nb: 1",
        "password: 'S\n",
        "token: S: x",
        "privateKey: |\n    S\n  bad\n",
        "a: {token: S, b: [}",
        "- token: >\n    S\n   broken: [",
        "tokens: [S, {]",
        "secrets:\n- S: x: y\n",
        "secrets:\n  - a: S: x\n",
        "a:\n  apiKey:\n    S: S: x",
        "password: S\npassword: S",
        "token: &a [S, *a]",
        "{token: S",
        "token: .inf # S",
    ];
    for case in cases {
        let text = case.replace('S', secret);
        let errors = load(&[("app-config.yaml", &text)], &[]).err().unwrap_or_default();
        assert!(!errors.is_empty(), "{case} must be refused");
        for error in errors {
            assert!(!error.render("error").contains("Zk3v"), "{case}: {}", error.render("error"));
        }
    }
}

fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b: ",
        ": ",
        "- ",
        "\n",
        "  ",
        "\t",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "'",
        "\"",
        "|\n",
        ">\n",
        "#",
        "---\n",
        "...\n",
        "? ",
        "${FOO}",
        "${",
        "$${",
        "$env",
        "$include: ",
        "app-config.yaml#a",
        "$file: ",
        "%TAG",
        "\u{feff}",
        "\0",
        "é",
        "\r\n",
        "<<",
        "~",
        "0x1",
        "1e9",
        "\\u",
        "@",
        "`",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn pieces_of_yaml_never_panic(text in yaml_like(), variable in ".{0,12}") {
        let _ = load(&[("app-config.yaml", &text)], &[("FOO", "foo"), ("APP_CONFIG_a", &variable)]);
    }

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = load(&[("app-config.yaml", &text)], &[]);
    }

    #[test]
    fn problems_stand_inside_their_file(text in yaml_like()) {
        for error in load(&[("app-config.yaml", &text)], &[]).err().unwrap_or_default() {
            prop_assert!(error.line <= text.lines().count() + 1, "{error:?}");
        }
    }
}
