//! Blocks, as Python-Markdown with the extensions of techdocs-core reads them.

use crate::{check, page, plain};

#[test]
fn paragraphs_headings_and_rules() {
    check(&[
        ("a\nb\n\nc", "<p>ab</p><p>c</p>"),
        ("# A *b* #\ntext", "<h1 id=\"a-b\">A <em>b</em></h1><p>text</p>"),
        ("#No space", "<h1 id=\"no-space\">No space</h1>"),
        ("before\n## B\nafter", "<p>before</p><h2 id=\"b\">B</h2><p>after</p>"),
        ("# C\\#", "<h1 id=\"c\">C#</h1>"),
        ("A\n=\n\nB\n---\nc", "<h1 id=\"a\">A</h1><h2 id=\"b\">B</h2><p>c</p>"),
        ("a\n\n***\n\n- - -\n___", "<p>a</p><hr><hr><hr>"),
        ("# A\n\n# A\n\n# A", "<h1 id=\"a\">A</h1><h1 id=\"a_1\">A</h1><h1 id=\"a_2\">A</h1>"),
        ("# Über 10 % & `x`", "<h1 id=\"uber-10-x\">Über 10 % &amp; <code>x</code></h1>"),
    ]);
}

#[test]
fn lists_nest_by_two_spaces_and_stay_apart() {
    check(&[
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("1. a\n\n2. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
        ("- a\n\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("- a\n\n    more", "<ul><li>a<p>more</p></li></ul>"),
        ("text\n- a", "<p>text- a</p>"),
    ]);
}

#[test]
fn quotes_code_and_tables() {
    check(&[
        ("> a\n> b\nc", "<blockquote><p>abc</p></blockquote>"),
        ("> a\n>\n> - b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
        (
            "a | b\n--|:-:\n`x|y` | 2\n3",
            "<table><thead><tr><th>a</th><th align=\"center\">b</th></tr></thead><tbody><tr><td><code>x|y</code></td>\
             <td align=\"center\">2</td></tr><tr><td>3</td><td align=\"center\"></td></tr></tbody></table>",
        ),
        ("a | b\n--|--|--\n1 | 2", "<p>a | b--|--|--1 | 2</p>"),
    ]);
}

#[test]
fn containers() {
    check(&[
        (
            "!!! note \"T\"\n    a\n\n    b\n\nc",
            "<div class=\"admonition note\"><p class=\"admonition-title\">T</p><p>a</p><p>b</p></div><p>c</p>",
        ),
        ("!!! danger \"\"\n    a", "<div class=\"admonition danger\"><p>a</p></div>"),
        (
            "!!! info inline end\n    a",
            "<div class=\"admonition info inline end\"><p class=\"admonition-title\">Info</p><p>a</p></div>",
        ),
        (
            "???+ tip \"T\"\n    a",
            "<details open=\"open\" class=\"tip\"><summary>T</summary><p>a</p></details>",
        ),
        ("??? \"T\"\n    a", "<details><summary>T</summary><p>a</p></details>"),
        (
            "> [!NOTE]\n> a\n",
            "<div class=\"admonition note\"><p class=\"admonition-title\">Note</p><p>a</p></div>",
        ),
        ("Term\n:   one\n\n:   two", "<dl><dt>Term</dt><dd>one</dd><dd>two</dd></dl>"),
    ]);
}

#[test]
fn tabs_are_one_set_until_other_text_comes() {
    let html = plain(&page("=== \"A\"\n    a\n\n=== \"B\"\n\n    b\n\n===! \"C\"\n    c").html);
    assert_eq!(html.matches("tabbed-set tabbed-alternate").count(), 2, "{html}");
    assert!(html.contains("<label for=\"__tabbed_1_2\">B</label>"), "{html}");
    assert!(html.contains("data-tabs=\"1:2\""), "{html}");
}

#[test]
fn fenced_code_has_lines_marks_and_titles() {
    let html = page("``` py title=\"x.py\" hl_lines=\"2\" linenums=\"3\"\na = 1\nb <\n```").html;
    for part in [
        "<div class=\"language-py highlight\"><table class=\"highlighttable\">",
        "<span class=\"filename\">x.py</span>",
        "<span class=\"normal\">3</span>\n<span class=\"normal\">4</span>",
        "<span class=\"hll\">b &lt;\n</span>",
        "<span class=\"mi\">1</span>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn fences_stand_in_lists_and_quotes_but_not_in_code() {
    let count = |text: &str| page(text).html.matches("highlighttable").count();
    assert_eq!(count("- a\n\n    ```\n    x\n    ```"), 1);
    assert_eq!(count("> ```\n> x\n> ```"), 1);
    assert_eq!(count("```\nx"), 0, "a fence that never ends is text");
    assert_eq!(count("```js {copy}\nx\n```"), 1);
    assert_eq!(count("```js copy\nx\n```"), 0, "an option that is not known");
    assert!(page("    ```\n    x\n    ```").html.contains("```"));
}

#[test]
fn html_survives_as_far_as_it_is_safe() {
    check(&[
        ("<div class=\"x\">\n*a*\n</div>\n\nb", "<div class=\"x\">*a*</div><p>b</p>"),
        ("<div markdown>\n*a*\n\n- b\n</div>", "<div><p><em>a</em></p><ul><li>b</li></ul></div>"),
        ("a <b>c</b> <kbd>d</kbd>", "<p>a <b>c</b> <kbd>d</kbd></p>"),
        ("<!-- gone -->\n\na", "<p>a</p>"),
        ("a &copy; &amp; & <", "<p>a &copy; &amp; &amp; &lt;</p>"),
        ("use <name> here", "<p>use  here</p>"),
    ]);
}

#[test]
fn footnotes_go_to_the_end() {
    let html = plain(&page("a[^1] b[^1]\n\n[^1]: Note *x*").html);
    assert!(
        html.starts_with("<p>a<sup id=\"fnref:1\"><a class=\"footnote-ref\" href=\"#fn:1\">1</a></sup>"),
        "{html}"
    );
    assert!(
        html.contains("<div class=\"footnote\"><hr><ol><li id=\"fn:1\"><p>Note <em>x</em>&#160;"),
        "{html}"
    );
    assert!(html.contains("href=\"#fnref2:1\""), "{html}");
}
