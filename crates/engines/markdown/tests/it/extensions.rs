//! What only some sites switch on.

use serde_json::json;

use crate::{page, page_with, plain};

#[test]
fn keys_and_formulas() {
    let html = plain(&page_with("++ctrl+alt+\"X\"++", &json!(["pymdownx.keys"])).html);
    assert_eq!(
        html,
        "<p><span class=\"keys\"><kbd class=\"key-control\">Ctrl</kbd><span>+</span><kbd class=\"key-alt\">Alt</kbd>\
         <span>+</span><kbd>X</kbd></span></p>"
    );
    let html = page_with("a $x^2$ b\n\n$$\n\\frac{1}{2}\n$$", &json!(["pymdownx.arithmatex"])).html;
    assert_eq!(html.matches("<math").count(), 2, "{html}");
    assert!(html.contains("<mfrac>"), "{html}");
    assert!(page_with("costs $5 and $6", &json!(["pymdownx.arithmatex"])).html.contains("$5 and $6"));
}

#[test]
fn custom_fences_have_their_class() {
    let extensions =
        json!([{"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]}}]);
    let html = page_with("```mermaid\ngraph <b>\n```", &extensions).html;
    assert_eq!(html, "<pre class=\"mermaid\"><code>graph &lt;b&gt;</code></pre>");
}

#[test]
fn critic_marks_and_task_lists() {
    assert_eq!(
        page("{++a++} {--b--} {~~c~>d~~} {==e==}{>>f<<}").html,
        "<p><ins class=\"critic\">a</ins> <del class=\"critic\">b</del> <del class=\"critic\">c</del>\
         <ins class=\"critic\">d</ins> <mark class=\"critic\">e</mark><span class=\"critic comment\">f</span></p>"
    );
    let html = page("- [x] a\n- [ ] b\n- c").html;
    assert_eq!(html.matches("<li class=\"task-list-item\">").count(), 2, "{html}");
    assert!(html.starts_with("<ul class=\"task-list\">"), "{html}");
}

#[test]
fn names_of_classes_cannot_leave_their_attribute() {
    let extensions = json!([{"pymdownx.highlight": {
        "css_class": "x\"><script>alert(1)</script>", "line_spans": "\"><b", "use_pygments": false
    }}]);
    let html = page_with("```\na\n```", &extensions).html;
    assert!(!html.contains("<script") && !html.contains("\"><b"), "{html}");
}

#[test]
fn diagrams_that_cannot_be_drawn_are_code() {
    for text in [
        "```plantuml classes=\"uml\" alt=\"x\"\nA -> B\n```\n",
        "```graphviz dot x.svg\nA -> B\n```\n",
        "{% dot x.svg\nA -> B\n%}\n",
        "::uml::\nA -> B\n::end-uml::\n",
    ] {
        let html = page(text).html;
        assert!(html.contains("highlighttable") && html.contains("A -&gt; B"), "{text} {html}");
    }
}
