//! Errors say where, and what was meant perhaps.

use template::{Environment, ErrorKind, Extension, Syntax, Template};

use crate::support::{context, data, render};

#[test]
fn errors_have_a_place_and_a_suggestion() {
    let table: &[(&str, usize, usize, &str, Option<&str>)] = &[
        ("a\n ${{ s | uper }}", 2, 10, "there is no filter \"uper\"", Some("upper")),
        (
            "${{ s.toUperCase() }}",
            1,
            7,
            "\"s.toUperCase\" is undefined and cannot be called",
            Some("toUpperCase"),
        ),
        ("${{ a is definde }}", 1, 10, "there is no test \"definde\"", Some("defined")),
        ("{% iff a %}{% endif %}", 1, 1, "there is no tag \"iff\"", Some("if")),
        ("x\n\n{% if a %}", 3, 1, "this if has no end, expected {% endif %}", None),
        ("${{ a + }}", 1, 8, "expected a value, found the end of the tag", None),
        ("${{ a b }}", 1, 7, "expected the end of the tag or an operator, found \"b\"", None),
        ("${{ 'a }}", 1, 1, "this interpolation has no end, expected \"}}\"", None),
        (
            "{% include 'x' %}",
            1,
            1,
            "the tag \"include\" loads other templates, which is not supported",
            None,
        ),
        ("é${{ a.constructor }}", 1, 8, "the name \"constructor\" is reserved", None),
        ("${{ rang(3) }}", 1, 5, "\"rang\" is undefined and cannot be called", Some("range")),
        ("{% endif %}", 1, 1, "the tag \"endif\" has no beginning: nothing is open here", None),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (source, line, column, message, suggestion) in table {
        let error = render(source).unwrap_err();
        let found = (error.line, error.column, error.message.as_str(), error.suggestion.as_deref());
        if found != (*line, *column, *message, *suggestion) {
            wrong.push(format!("{source}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_report_shows_the_line() {
    let error = render("one\ntwo ${{ s | uper }}\nthree").unwrap_err();
    let expected = "line 2, column 13: there is no filter \"uper\"; did you mean \"upper\"?\n\
                    2 | two ${{ s | uper }}\n  |             ^";
    assert_eq!(error.report(), expected);
}

#[test]
fn extensions_answer_for_themselves() {
    let mut environment = Environment::default();
    environment.add_filter("fail", Extension::new(|_| Err("no such team".to_owned())));
    environment.add_filter("count", Extension::new(|arguments| Ok(Some(arguments.len().into()))));
    environment.add_function("now", Extension::new(|_| Ok(Some("noon".into()))));
    environment.add_value("region", "east".into()).unwrap();
    let run = |source: &str| {
        let template = Template::parse(source, Syntax::default(), &environment.limits).unwrap();
        template.render(&context(&data()), &environment)
    };
    assert_eq!(run("${{ s | count(1, n) }} ${{ now() }} ${{ region }}").unwrap(), "3 noon east");
    let error = run("x ${{ s | fail }}").unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str(), error.column),
        (ErrorKind::Extension, "no such team", 11)
    );
    assert!(run("${{ s | count(x=1) }}").is_err());
    assert!(run("${{ [now] | count }}").is_err());
}

#[test]
fn references_are_listed() {
    let source = "${{ parameters.name | parseRepoUrl | uper }}{% for s in steps.fetch.output.x %}${{ s.q }}{% endfor %}\
                  {% set w = 1 %}${{ w }}${{ always() }}${{ a is evn }}";
    let template = Template::parse(source, Syntax::default(), &template::Limits::default()).unwrap();
    let references = template.references();
    let paths =
        |list: &[template::Reference]| -> Vec<String> { list.iter().map(|one| one.path.join(".")).collect() };
    assert_eq!(paths(&references.data), ["parameters.name", "steps.fetch.output.x", "a"]);
    assert_eq!(paths(&references.filters), ["uper", "parseRepoUrl"]);
    assert_eq!(references.filters[0].suggestion.as_deref(), Some("upper"));
    assert_eq!(paths(&references.functions), ["always"]);
    assert_eq!(paths(&references.unknown_tests), ["evn"]);
}
