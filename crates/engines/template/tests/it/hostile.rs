//! What hostile templates try, and that none of it works: the cases S-TPL-01 to S-TPL-08 as far as they concern rendering.

use serde_json::{Value, json};
use template::{Context, Environment, ErrorKind, Limit, Limits, Syntax, Template};

use crate::support::{data, evaluate, render, render_with};

fn limit_of(source: &str) -> Limit {
    let error = render(source).unwrap_err();
    assert!(error.message.starts_with("template budget exceeded"), "{}", error.message);
    match error.kind {
        ErrorKind::Limit(limit) => limit,
        other => panic!("{source:.80}: {other:?}: {error}"),
    }
}

#[test]
fn code_is_out_of_reach() {
    for source in [
        "${{ ''.constructor.constructor('return 1')() }}",
        "${{ range.constructor(\"return process\")() }}",
        "${{ ''['constructor'] }}",
        "${{ a.__proto__ }}",
        "${{ {constructor: 1} }}",
        "${{ people | sort(attribute='__proto__') }}",
        "{% set prototype = 1 %}",
    ] {
        assert!(render(source).is_err(), "{source}");
    }
    for source in [
        "${{ self.__init__.__globals__ }}",
        "${{ cycler.__init__ }}",
        "${{ s['con' ~ 'structor'] }}",
        "${{ process }}${{ global }}${{ globalThis }}${{ require }}",
        "${{ s.length.constructo }}",
    ] {
        assert_eq!(render(source).unwrap(), "", "{source}");
    }
    assert_eq!(render("{{ config }}").unwrap(), "{{ config }}");
}

#[test]
fn endless_work_stops() {
    assert_eq!(
        limit_of("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}"),
        Limit::Steps
    );
    assert_eq!(limit_of("${{ range(100000000) }}"), Limit::Items);
    assert_eq!(limit_of("${{ range(0, 1, 0.0000001) | length }}"), Limit::Items);
    assert_eq!(
        limit_of("{% set x = [1] %}{% for i in x %}{% set q = x.push(i) %}{% endfor %}"),
        Limit::Steps
    );
    assert!(render("${{ {length: 1000000000000} | batch(2) }}").is_err());
    assert!(render("{% for x in {length: 1000000000000} %}x{% endfor %}").is_err());
}

#[test]
fn output_and_values_stop_growing() {
    let kibibyte = "x".repeat(1024);
    let doubled = "{% set a = a ~ a %}".repeat(40);
    assert_eq!(limit_of(&format!("{{% set a = '{kibibyte}' %}}{doubled}")), Limit::Growth);
    assert_eq!(evaluate("'x' * 2000000000").unwrap(), Some(Value::Null));
    assert!(evaluate("'x' | indent(2000000000)").is_err());
    assert!(evaluate("'x' | center(2000000000)").is_err());
    assert_eq!(limit_of(&format!("{{% for i in range(20000) %}}{kibibyte}{{% endfor %}}")), Limit::Output);
    assert_eq!(
        limit_of("{% set a = [1] %}{% for i in range(40) %}{% set a = a.concat(a) %}{% endfor %}"),
        Limit::Items
    );
    // Shared lists are small, but not what is written of them.
    let shared = "{% set a = [1] %}{% for i in range(60) %}{% set a = [a, a] %}{% endfor %}";
    for end in ["${{ a }}", "${{ a | dump }}", "${{ a == 1 }}", "${{ a | join }}"] {
        assert!(render(&format!("{shared}{end}")).is_err(), "{end}");
    }
    assert!(
        render("{% set a = [1] %}{% for i in range(90000) %}{% set a = [a] %}{% endfor %}${{ a }}").is_err()
    );
    assert_eq!(
        limit_of(
            "{% filter replace('', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy') %}{% for i in range(90000) %}xxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfilter %}"
        ),
        Limit::Growth
    );
}

#[test]
fn recursion_stops() {
    assert_eq!(limit_of("{% macro m() %}${{ m() }}{% endmacro %}${{ m() }}"), Limit::Nesting);
    assert_eq!(
        limit_of(
            "{% macro m() %}${{ caller() }}{% endmacro %}{% macro r() %}{% call m() %}${{ r() }}{% endcall %}{% endmacro %}${{ r() }}"
        ),
        Limit::Nesting
    );
    let nested =
        |open: &str, close: &str| format!("${{{{ {}a{} }}}}", open.repeat(10_000), close.repeat(10_000));
    for source in [
        nested("(", ")"),
        nested("[", "]"),
        nested("{a: ", "}"),
        nested("not ", ""),
        nested("-+", ""),
        nested("1 + ", ""),
        nested("a[", "]"),
        nested("a(", ")"),
        nested("1 | d(", ")"),
        nested("", " ~ 1"),
        nested("", ".a"),
        nested("", " | upper"),
        "{% if a %}".repeat(10_000),
        format!("{}{}", "{% filter upper %}".repeat(10_000), "{% endfilter %}".repeat(10_000)),
    ] {
        assert_eq!(limit_of(&source), Limit::Nesting, "{source:.40}");
    }
    // Branches are no nesting.
    let branches = "{% elif a == 2 %}x".repeat(5_000);
    assert_eq!(render(&format!("{{% if z %}}{branches}{{% else %}}y{{% endif %}}")).unwrap(), "y");
}

#[test]
fn nothing_is_loaded() {
    for source in [
        "{% include \"../../canary\" %}",
        "{% import \"/x\" as y %}",
        "{% extends \"file:..\" %}",
        "{% from 'a' import b %}",
    ] {
        let error = render(source).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Syntax, "{source}");
    }
}

#[test]
fn text_of_users_is_data() {
    let data = json!({"parameters": {"name": "${{ secrets.T }}", "desc": "{% raw %}{{ 7*7 }}"}, "secrets": {"T": "hush"}});
    for syntax in [Syntax::default(), Syntax { cookiecutter: true, ..Syntax::default() }] {
        let braces = if syntax.cookiecutter { "{{" } else { "${{" };
        let source = format!(
            "{braces} parameters.name }}}}|{braces} parameters.desc }}}}|{braces} parameters | dump }}}}"
        );
        let text = render_with(&source, syntax, &data).unwrap();
        assert!(text.starts_with("${{ secrets.T }}|{% raw %}{{ 7*7 }}|"), "{text}");
        assert!(!text.contains("hush") && !text.contains("49"), "{text}");
    }
}

/// Every filter, with arguments of several kinds.
const FILTERS: [&str; 55] = [
    "abs",
    "batch(2)",
    "batch(1e9)",
    "capitalize",
    "center(9)",
    "default(1)",
    "dictsort",
    "dump",
    "e",
    "first",
    "float",
    "forceescape",
    "groupby",
    "groupby('a')",
    "indent",
    "int",
    "int(0, 99)",
    "join",
    "join('x', 'length')",
    "last",
    "length",
    "list",
    "lower",
    "nl2br",
    "random",
    "reject",
    "reject('lower')",
    "rejectattr('a')",
    "replace('a', 'bb')",
    "replace('', 'b')",
    "replace(r/(a|b)+$/g, '$1')",
    "reverse",
    "round",
    "round(400)",
    "safe",
    "select",
    "select('divisibleby', 0)",
    "selectattr('a')",
    "slice(3)",
    "slice(99999999)",
    "sort",
    "sort(attribute='a.b')",
    "string",
    "striptags",
    "striptags(true)",
    "sum",
    "sum('a')",
    "title",
    "trim",
    "truncate",
    "truncate(-5)",
    "upper",
    "urlencode",
    "urlize",
    "wordcount",
];

/// Values of every kind.
const INPUTS: [&str; 20] = [
    "n",
    "missing",
    "1e308",
    "0 / 0",
    "1 / 0",
    "-5",
    "t",
    "list",
    "many",
    "long",
    "obj",
    "uni",
    "(long | safe)",
    "nested",
    "r/a/",
    "range",
    "{length: -1}",
    "{length: 1.5}",
    "{length: 'x'}",
    "{length: 99999999999}",
];

#[test]
fn filters_survive_every_input() {
    let mut data = data();
    // Ten mebibytes where the engine is optimised, which takes minutes where it is not.
    let repeats = if cfg!(debug_assertions) { 50_000 } else { 1_700_000 };
    data["long"] = Value::from("ab <c ".repeat(repeats));
    data["many"] = (0..if cfg!(debug_assertions) { 5_000 } else { 100_000 }).collect();
    let environment = Environment::default();
    let context = crate::support::context(&data);
    for input in INPUTS {
        for filter in FILTERS {
            let source = format!("${{{{ {input} | {filter} }}}}");
            if let Ok(template) = Template::parse(&source, Syntax::default(), &environment.limits) {
                // Whatever the result: no panic, and no more than the budget.
                let _outcome = template.evaluate(&context, &environment);
            }
        }
    }
}

#[test]
fn regular_expressions_take_linear_time() {
    let subject = format!("{}!", "a".repeat(100_000));
    let data = json!({"s": subject});
    let run = |source: &str| render_with(source, Syntax::default(), &data);
    assert_eq!(run("${{ r/(a+)+$/.test(s) }}").unwrap(), "false");
    assert_eq!(run("${{ (s | replace(r/(a*)*b/g, '')) === s }}").unwrap(), "true");
    assert!(run("${{ r/(?:a{1000}){1000}/.test(s) }}").unwrap_err().message.contains("too large"));
    assert!(run("${{ r/(a)\\1/.test(s) }}").unwrap_err().message.contains("linear"));
    assert!(run("${{ r/a(?=b)/.test(s) }}").unwrap_err().message.contains("linear"));
    // Many searches that each look at everything.
    assert!(matches!(
        run("${{ s.replace(r/a*x|a/g, 'bc').length }}").unwrap_err().kind,
        ErrorKind::Limit(Limit::Steps)
    ));
}

#[test]
fn contexts_are_checked() {
    let limits = Limits::default();
    let refused = |data: Value| Context::new(data.as_object().unwrap(), &limits).unwrap_err().to_string();
    assert!(refused(json!({"a": {"__proto__": 1}})).contains("reserved"));
    assert!(refused(json!({"a": (0..100_001).collect::<Vec<i32>>()})).contains("items"));
    let mut deep = json!(1);
    for _ in 0..300 {
        deep = json!([deep]);
    }
    assert!(refused(json!({"a": deep})).contains("nested"));
}
