//! Each limit holds: one below it works, one above is an error with its name.

use serde_json::Map;
use template::{Context, Environment, ErrorKind, Limit, Limits, Syntax, Template};

fn run(source: &str, limits: Limits) -> Result<String, ErrorKind> {
    let mut environment = Environment::default();
    environment.limits = limits;
    let template = Template::parse(source, Syntax::default(), &limits).map_err(|error| error.kind)?;
    let context = Context::new(&Map::new(), &limits).unwrap();
    template.render(&context, &environment).map_err(|error| error.kind)
}

#[test]
fn a_limit_is_the_last_value_that_works() {
    let base = Limits::default();
    let nested = "${{ ((1)) }}";
    let table: &[(&str, Limit, Limits, Limits)] = &[
        ("abcde", Limit::Source, Limits { source: 5, ..base }, Limits { source: 4, ..base }),
        ("a${{ 1 }}", Limit::Nodes, Limits { nodes: 3, ..base }, Limits { nodes: 2, ..base }),
        ("${{ 1 }}", Limit::Steps, Limits { steps: 2, ..base }, Limits { steps: 1, ..base }),
        (nested, Limit::Nesting, Limits { nesting: 2, ..base }, Limits { nesting: 1, ..base }),
        ("abc${{ 12 }}", Limit::Output, Limits { output: 5, ..base }, Limits { output: 4, ..base }),
        ("${{ range(5) }}", Limit::Items, Limits { items: 5, ..base }, Limits { items: 4, ..base }),
        (
            "{% set a = 'xy' ~ 'z' %}",
            Limit::Growth,
            Limits { growth: 3, ..base },
            Limits { growth: 2, ..base },
        ),
    ];
    for (source, limit, under, over) in table {
        assert!(run(source, *under).is_ok(), "{limit}");
        assert_eq!(run(source, *over), Err(ErrorKind::Limit(*limit)));
    }
}

#[test]
fn steps_count_what_is_done() {
    let environment = Environment::default();
    let context = Context::new(&Map::new(), &environment.limits).unwrap();
    let source = "{% set s = 0 %}{% for i in range(1000) %}{% set s = s + i %}{% endfor %}${{ s }}";
    let template = Template::parse(source, Syntax::default(), &environment.limits).unwrap();
    let (_, steps) = template.evaluate_counted(&context, &environment).unwrap();
    assert!((5_000..=7_000).contains(&steps), "{steps}");
}

#[test]
fn a_million_steps_are_allowed_by_default() {
    let inner = "{% for j in range(300) %}{% endfor %}";
    let source = format!("{{% for i in range(1000) %}}{inner}{{% endfor %}}");
    assert_eq!(run(&source, Limits::default()), Ok(String::new()));
}
