//! What holds for any input: no panic, and no more than the budget.

use proptest::prelude::*;
use serde_json::{Value, json};
use template::{Context, Environment, Limits, Syntax, Template};

const LIMITS: Limits = Limits {
    source: 1 << 20,
    nodes: 10_000,
    steps: 20_000,
    nesting: 64,
    output: 20_000,
    items: 2_000,
    growth: 200_000,
};

fn environment() -> Environment {
    let mut environment = Environment::default();
    environment.limits = LIMITS;
    environment
}

fn data() -> Value {
    json!({"a": 1, "s": "x y", "l": [1, "b", null, [2]], "o": {"k": {"m": "é😀"}, "length": 3}, "n": null, "t": true})
}

/// Renders, whatever comes out, and checks what the budget promises.
fn try_all(source: &str) {
    let environment = environment();
    let context = Context::new(data().as_object().unwrap(), &LIMITS).unwrap();
    for syntax in [Syntax::default(), Syntax { cookiecutter: true, trim_blocks: true, lstrip_blocks: true }] {
        let Ok(template) = Template::parse(source, syntax, &LIMITS) else { continue };
        if let Ok(text) = template.render(&context, &environment) {
            assert!(text.len() <= LIMITS.output);
        }
        if let Ok((_, steps)) = template.evaluate_counted(&context, &environment) {
            assert!(steps <= LIMITS.steps);
        }
        let _references = template.references();
    }
}

/// Words that templates are made of.
const WORDS: [&str; 89] = [
    "${{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "{{",
    "if",
    "else",
    "elif",
    "endif",
    "for",
    "in",
    "endfor",
    "set",
    "endset",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "switch",
    "case",
    "default",
    "endswitch",
    "raw",
    "endraw",
    "block",
    "endblock",
    "a",
    "s",
    "l",
    "o",
    "n",
    "missing",
    "loop",
    "caller",
    "range",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    ":",
    "|",
    "~",
    "+",
    "*",
    "/",
    "//",
    "**",
    "%",
    "==",
    "===",
    "<",
    ">=",
    "=",
    "not",
    "and",
    "or",
    "is",
    "defined",
    "upper",
    "join",
    "sort",
    "length",
    "1",
    "2.5",
    "'x'",
    "\"é\"",
    "r/a+/g",
    " ",
    "\n",
    "\t",
    "😀",
    "push",
    "split",
    "replace",
    "'",
    "\\",
    "true",
    "none",
    "1e9",
    "999999999",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// Expressions that mostly parse.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a", "s", "l", "o", "n", "missing", "1", "0", "'x'", "[]", "{k: a}", "o.k.m", "range(4)", "1 / 0",
        "r/x/",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let operators = prop::sample::select(vec![
            "+", "-", "*", "/", "//", "%", "**", "~", "==", "===", "<", ">=", "in", "and", "or",
        ]);
        let filters = prop::sample::select(vec![
            "upper",
            "sort",
            "join('-')",
            "length",
            "first",
            "dump",
            "list",
            "reverse",
            "batch(2)",
            "slice(2)",
            "int",
            "title",
            "escape",
            "indent(2)",
            "truncate(3)",
            "groupby('k')",
            "replace('x', 'yy')",
            "center(9)",
            "urlize",
            "striptags",
            "sum",
            "string",
            "urlencode",
            "wordcount",
        ]);
        let methods = prop::sample::select(vec![
            "split('')",
            "push(a)",
            "pop()",
            "slice(1)",
            "toFixed(2)",
            "concat(l)",
            "flat()",
            "sort()",
            "replace('x', '$&')",
        ]);
        prop_oneof![
            (inner.clone(), operators, inner.clone())
                .prop_map(|(left, operator, right)| format!("({left} {operator} {right})")),
            (inner.clone(), filters).prop_map(|(input, filter)| format!("{input} | {filter}")),
            (inner.clone(), methods).prop_map(|(target, method)| format!("({target}).{method}")),
            (inner.clone(), inner.clone()).prop_map(|(target, index)| format!("({target})[{index}]")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            inner.clone().prop_map(|item| format!("[{item}, {item}]")),
            inner.prop_map(|item| format!("not {item}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(source in "\\PC{0,200}") {
        try_all(&source);
    }

    #[test]
    fn any_words_are_survived(words in prop::collection::vec(word(), 0..60)) {
        try_all(&words.concat());
        try_all(&words.join(" "));
    }

    #[test]
    fn any_expression_is_survived(expression in expression()) {
        try_all(&format!("${{{{ {expression} }}}}"));
        try_all(&format!("{{% for x in {expression} %}}${{{{ x }}}}{{% else %}}none{{% endfor %}}"));
        try_all(&format!("{{% set l = {expression} %}}{{% for x, y in l %}}${{{{ y ~ x }}}}{{% endfor %}}"));
    }

    #[test]
    fn text_without_tags_is_itself(source in "[^{#$\\u{10f800}-\\u{10ffff}]{0,100}") {
        let environment = environment();
        let context = Context::new(data().as_object().unwrap(), &LIMITS).unwrap();
        let template = Template::parse(&source, Syntax::default(), &LIMITS).unwrap();
        prop_assert_eq!(template.render(&context, &environment).unwrap(), source);
    }
}
