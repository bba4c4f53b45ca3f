//! Inline markup, as Python-Markdown with the extensions of techdocs-core reads it.

use crate::check;

#[test]
fn emphasis_is_smart() {
    check(&[
        ("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong></p>"),
        ("_a_ __b__ snake_case_name", "<p><em>a</em> <strong>b</strong> snake_case_name</p>"),
        ("a*b*c 2 * 3 * 4", "<p>a*b*c 2 * 3 * 4</p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("***a** b*", "<p><em><strong>a</strong> b</em></p>"),
        ("\\*a\\* \\_b\\_", "<p>*a* _b_</p>"),
        (
            "^^a^^ b^c^ ~~d~~ e~f~ ==g==",
            "<p><ins>a</ins> b<sup>c</sup> <del>d</del> e<sub>f</sub> <mark>g</mark></p>",
        ),
        ("~/a b ~/c", "<p>~/a b ~/c</p>"),
    ]);
}

#[test]
fn code_keeps_what_it_holds() {
    check(&[
        ("`a *b* <c>`", "<p><code>a *b* &lt;c&gt;</code></p>"),
        ("`` a ` b ``", "<p><code>a ` b</code></p>"),
        ("\\`a`", "<p>`a`</p>"),
        ("```a` b", "<p><code>``a</code> b</p>"),
        ("`#!py True`", "<p><code class=\"language-py highlight\"><span class=\"kc\">True</span></code></p>"),
    ]);
}

#[test]
fn links_and_pictures() {
    check(&[
        ("[a](https://x.test \"T\")", "<p><a href=\"https://x.test\" title=\"T\">a</a></p>"),
        ("[a](x(y)z)", "<p><a href=\"x(y)z\">a</a></p>"),
        ("[a](<x y>)", "<p><a href=\"x y\">a</a></p>"),
        (
            "[a][B c] [b c][] [b c]\n\n[b C]: /u 'T'",
            "<p><a href=\"/u\" title=\"T\">a</a> <a href=\"/u\" title=\"T\">b c</a> <a href=\"/u\" title=\"T\">b c</a></p>",
        ),
        ("[a][none]", "<p>[a][none]</p>"),
        ("![a *b*](/p.png)", "<p><img alt=\"a *b*\" src=\"/p.png\"></p>"),
        ("[![a](/p.png)](/l)", "<p><a href=\"/l\"><img alt=\"a\" src=\"/p.png\"></a></p>"),
        (
            "<https://x.test> <a@x.test>",
            "<p><a href=\"https://x.test\">https://x.test</a> <a href=\"mailto:a@x.test\">a@x.test</a></p>",
        ),
        (
            "See https://x.test/a_b_c, or www.x.test.",
            "<p>See <a href=\"https://x.test/a_b_c\">https://x.test/a_b_c</a>, or <a href=\"http://www.x.test\">www.x.test</a>.</p>",
        ),
        ("mail a.b@x.test!", "<p>mail <a href=\"mailto:a.b@x.test\">a.b@x.test</a>!</p>"),
        ("[https://x.test](/y)", "<p><a href=\"/y\">https://x.test</a></p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
    ]);
}

#[test]
fn symbols_abbreviations_and_attributes() {
    check(&[
        ("(c) (tm) --> 1/2 21st c/o +/- =/=", "<p>© ™ → ½ 21<sup>st</sup> ℅ ± ≠</p>"),
        ("`(c)` [-->](/x)", "<p><code>(c)</code> <a href=\"/x\">→</a></p>"),
        ("The HTML x\n\n*[HTML]: Hyper", "<p>The <abbr title=\"Hyper\">HTML</abbr> x</p>"),
        ("*a*{.b #c d=e}", "<p><em class=\"b\" id=\"c\">a</em></p>"),
        ("text\n{: .x }", "<p class=\"x\">text</p>"),
        ("# A {#own .c}", "<h1 id=\"own\" class=\"c\">A</h1>"),
        ("a  \nb", "<p>a<br>b</p>"),
        (
            ":no_such: :+1:x",
            "<p>:no_such: <span class=\"twemoji\" title=\":+1:\"><svg class=\"emoji\" viewBox=\"0 0 20 20\" width=\"1.25em\" height=\"1.25em\" role=\"img\"><text x=\"10\" y=\"16\" font-size=\"16\" text-anchor=\"middle\">👍</text></svg></span>x</p>",
        ),
    ]);
}
