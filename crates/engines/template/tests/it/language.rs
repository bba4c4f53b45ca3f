//! What expressions and statements mean. The expected results were recorded from npm's nunjitsu 0.7.0.

use serde_json::{Value, json};
use template::Syntax;

use crate::support::{data, evaluate, render, render_with};

/// Members, arithmetic, comparison, logic and literals.
fn plain() -> Vec<(&'static str, Value)> {
    vec![
        ("a", json!(1)),
        ("obj", json!({"1": "one", "2": "two", "k": "v", "n": {"m": [10, 20]}})),
        ("obj.n.m[1]", json!(20)),
        ("s[-1] or 'none'", json!("none")),
        ("s[1:3]", json!(["e", "l"])),
        ("list[::-1]", json!([2, 1, 3])),
        ("7 // 2", json!(3)),
        ("-7 // 2", json!(-4)),
        ("2 ** 3 ** 2", json!(64)),
        ("7 / 2 // 2", json!(7)),
        ("-7 % 3", json!(-1)),
        ("1 + '1'", json!("11")),
        ("'5' - 2", json!(3)),
        ("[] + {}", json!("[object Object]")),
        ("a == '1'", json!(true)),
        ("a === '1'", json!(false)),
        ("list == '3,1,2'", json!(true)),
        ("n == missing", json!(true)),
        ("n === missing", json!(false)),
        ("3 > 2 > 1", json!(false)),
        ("'10' < 9", json!(false)),
        ("not a in list", json!(false)),
        ("not a == 1", json!(false)),
        ("a and e", json!("")),
        ("e or 'x'", json!("x")),
        ("'k' in obj", json!(true)),
        ("a if z else b", json!(2)),
        ("a if z", json!("")),
    ]
}

/// Numbers as text, methods and filters.
fn applied() -> Vec<(&'static str, Value)> {
    vec![
        ("n ~ missing", json!("nullundefined")),
        ("{a: 1, 'b c': [t]}", json!({"a": 1, "b c": [true]})),
        ("[missing, n]", json!([null, null])),
        ("{a: missing}", json!({})),
        ("(1, 2)", json!(2)),
        ("range(0, 10, 3)", json!([0, 3, 6, 9])),
        ("0.1 + 0.2", json!(0.300_000_000_000_000_04)),
        ("(1.005).toFixed(2)", json!("1.00")),
        ("(2.5).toFixed(0)", json!("3")),
        ("(255).toString(16)", json!("ff")),
        ("(0.1).toString(3)", json!("0.0022002200220022002200220022002201")),
        ("100000000000000000000 ~ ''", json!("100000000000000000000")),
        ("1000000000000000000000 ~ ''", json!("1e+21")),
        ("0.0000001 ~ ''", json!("1e-7")),
        ("s.split(' ')", json!(["hello", "world"])),
        ("s.replace('o', '$&$&')", json!("helloo world")),
        ("s.replace(r/(\\w+) (\\w+)/, '$2 $1')", json!("world hello")),
        ("r/^H/i.test(s)", json!(true)),
        ("'a1b2'.split(r/\\d/)", json!(["a", "b", ""])),
        ("uni.length", json!(4)),
        ("uni | list | join", json!("a😀é")),
        ("'ß'.toUpperCase()", json!("SS")),
        ("nested.flat(2)", json!([1, 2, 3, 4])),
        ("list.push(4)", json!(4)),
        ("[10, 9, 1].sort()", json!([1, 10, 9])),
        ("people | sort(attribute='age') | join(', ', 'name')", json!("Bob, ada")),
        (
            "people | groupby('age')",
            json!({"25": [{"name": "Bob", "age": 25}], "36": [{"name": "ada", "age": 36}]}),
        ),
        ("names | sort", json!(["A", "b", "c"])),
        ("names | sort(reverse=true, case_sensitive=true)", json!(["c", "b", "A"])),
        ("obj | dictsort", json!([["1", "one"], ["2", "two"], ["k", "v"], ["n", {"m": [10, 20]}]])),
        ("list | batch(2, 'x')", json!([[3, 1], [2, "x"]])),
        ("list | slice(2)", json!([[3, 1], [2]])),
        ("list | sum", json!(6)),
        ("list | select('odd')", json!([3, 1])),
        ("'42abc' | int", json!(42)),
        ("'x' | int(7)", json!(7)),
        ("'x' | float('d')", json!("d")),
        ("1.25 | round(1)", json!(1.3)),
        ("e | default('d', true)", json!("d")),
        ("html | escape", json!("&lt;b a=&quot;1&quot;&gt;x &amp; y&lt;/b&gt;")),
        ("html | striptags", json!("x & y")),
        ("'a b' | urlencode", json!("a%20b")),
        ("s | truncate(8)", json!("hello...")),
        ("s | title", json!("Hello World")),
        ("'a\\nb' | indent(2)", json!("a\n  b")),
        ("obj.n | dump", json!("{\"m\":[10,20]}")),
        ("a is odd and b is even", json!(true)),
        ("a is not defined", json!(false)),
        ("s is string", json!(true)),
        ("true", json!(true)),
        ("none", json!(null)),
    ]
}

#[test]
fn expressions_have_values() {
    for (expression, expected) in plain().iter().chain(&applied()) {
        assert_eq!(evaluate(expression).unwrap().as_ref(), Some(expected), "{expression}");
    }
    for undefined in ["missing", "missing.x.y", "n.x", "obj.q", "[] | first", "s | first | float"] {
        assert_eq!(evaluate(undefined).unwrap(), None, "{undefined}");
    }
}

#[test]
fn values_become_text_as_in_javascript() {
    let table = [
        ("${{ obj }}", "[object Object]"),
        ("${{ list }}", "3,1,2"),
        ("${{ nested }}", "1,2,3,4"),
        ("${{ n }}${{ missing }}", ""),
        ("${{ t }} ${{ fl }}", "true 1.5"),
        ("${{ 1 / 0 }} ${{ 0 / 0 }}", "Infinity NaN"),
        ("${{ r/a/gi }}", "/a/gi"),
        ("{{ a }}", "{{ a }}"),
        ("$${{ a }}", "$1"),
    ];
    for (source, expected) in table {
        assert_eq!(render(source).unwrap(), expected, "{source}");
    }
}

#[test]
fn statements_write() {
    let table = [
        ("{% if z %}1{% elif a %}2{% else %}3{% endif %}", "2"),
        ("{% for x in list %}${{ loop.index }}${{ x }}${{ ';' if not loop.last }}{% endfor %}", "13;21;32"),
        ("{% for k, v in obj.n %}${{ k }}=${{ v }}{% endfor %}", "m=10,20"),
        ("{% for x, y in nested %}${{ x }}-${{ y }};{% endfor %}", "1-2;3-4;"),
        ("{% for x in empty %}x{% else %}none{% endfor %}", "none"),
        ("{% set x = 1 %}{% for i in list %}{% set x = x + i %}{% endfor %}${{ x }}", "7"),
        ("{% set x %}body ${{ a }}{% endset %}[${{ x }}]", "[body 1]"),
        ("{% macro m(x, y=2) %}${{ x }}${{ y }}{% endmacro %}${{ m(1) }} ${{ m(1, y=4) }}", "12 14"),
        (
            "{% macro m(x) %}[${{ caller(x) }}]{% endmacro %}{% call(y) m(5) %}<${{ y }}>{% endcall %}",
            "[<5>]",
        ),
        ("{% filter upper %}a ${{ s }}{% endfilter %}", "A HELLO WORLD"),
        ("{% switch b %}{% case 1 %}one{% case 2 %}two{% default %}other{% endswitch %}", "two"),
        ("{% switch a %}{% case 1 %}{% case 2 %}two{% endswitch %}", "two"),
        ("{% raw %}${{ a }}{% endraw %}", "${{ a }}"),
        ("{% block x %}in ${{ a }}{% endblock %}", "in 1"),
        ("a {# ${{ b }} #} c", "a  c"),
        ("  {%- if t -%}  x  {%- endif -%}  y", "xy"),
        ("{% set c = cycler('a', 'b') %}{% for i in range(3) %}${{ c.next() }}{% endfor %}", "aba"),
        ("{% set j = joiner('; ') %}{% for i in list %}${{ j() }}${{ i }}{% endfor %}", "3; 1; 2"),
        ("{% set q = list %}{% set i = q.push(7) %}${{ list }}", "3,1,2,7"),
        ("${{ values.1password }}", ""),
    ];
    for (source, expected) in table {
        assert_eq!(render(source).unwrap(), expected, "{source}");
    }
}

#[test]
fn a_render_changes_nothing_for_the_next() {
    let environment = template::Environment::default();
    let context = crate::support::context(&data());
    let source = "{% set i = list.push(9) %}${{ list.length }}";
    let template = template::Template::parse(source, Syntax::default(), &environment.limits).unwrap();
    for _ in 0..3 {
        assert_eq!(template.render(&context, &environment).unwrap(), "4");
    }
}

#[test]
fn white_space_is_controlled() {
    let both = Syntax { trim_blocks: true, lstrip_blocks: true, ..Syntax::default() };
    let source = "a\n  {% if true %}\nb\n  {% endif %}\nc";
    assert_eq!(render_with(source, both, &data()).unwrap(), "a\nb\nc");
    assert_eq!(render(source).unwrap(), "a\n  \nb\n  \nc");
}

#[test]
fn cookiecutter_templates_are_understood() {
    let syntax = Syntax { cookiecutter: true, ..Syntax::default() };
    let table = [
        ("{{ a }} ${{ a }}", "1 $1"),
        ("{{ True }} {{ None }}", "true "),
        ("{{ obj.n | jsonify }}", "{\"m\":[10,20]}"),
        ("{% for k, v in obj.n.items() %}{{ k }}{% endfor %}", "m"),
        ("{{ obj.get('q', 'd') }}", "d"),
        ("{% if 'A' in names %}y{% endif %}", "y"),
    ];
    for (source, expected) in table {
        assert_eq!(render_with(source, syntax, &data()).unwrap(), expected, "{source}");
    }
}
