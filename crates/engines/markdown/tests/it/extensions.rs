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
fn diagrams_are_pictures_with_their_text() {
    let custom =
        json!([{"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]}}]);
    let html = page_with("```mermaid\ngraph LR\n  a --> b\n```", &custom).html;
    assert!(html.starts_with("<figure class=\"diagram\"><div class=\"diagram-view\"><svg "), "{html}");
    assert!(
        html.ends_with("<pre class=\"mermaid\"><code>graph LR\n  a --&gt; b</code></pre></figure>"),
        "{html}"
    );
    for text in ["``` mermaid\npie\n \"a\": 1\n```", "- x\n\n    ~~~mermaid\n    pie\n     \"a\": 1\n    ~~~"]
    {
        assert!(page(text).html.contains("<svg class=\"diagram-picture\""), "{text}");
    }
    let indented = page("    ```mermaid\n    graph LR\n    ```").html;
    assert!(!indented.contains("<svg"), "code that is indented stays text: {indented}");
}

#[test]
fn a_wrong_diagram_is_text_and_a_warning_with_its_line() {
    let text = "---\ntitle: x\n---\n```mermaid\ngraph LR\n  a --> b\n```\n\n> ```mermaid\n> gantt\n> ```\n\n```mermaid\ngraph LR\n  a -->\n```\n\n\
                ```mermaid\ngraph LR\n  a -->\n```\n";
    let page = page(text);
    let found: Vec<_> =
        page.warnings.iter().map(|warning| (warning.line, warning.message.as_str())).collect();
    assert_eq!(
        found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [Some(10), Some(15), Some(20)],
        "{found:?}"
    );
    assert!(found[0].1.contains("diagrams of the type `gantt` are not drawn"), "{found:?}");
    assert!(found[1].1.contains("a node such as"), "{found:?}");
    assert_eq!(page.html.matches("<svg").count(), 1);
}

#[test]
fn pictures_of_a_page_have_a_limit() {
    let nodes: Vec<String> = (0..60).map(|number| format!("  a{number} --> b{number}\n")).collect();
    let page = page(&format!("```mermaid\ngraph LR\n{}```\n\n", nodes.concat()).repeat(400));
    assert!(page.html.matches("<svg").count() < 400);
    assert!(page.html.len() < 10 << 20, "{}", page.html.len());
    assert!(
        page.warnings.iter().any(|warning| warning.message.contains("too many diagrams")),
        "{:?}",
        page.warnings
    );
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

#[test]
fn abbreviations_are_no_part_of_what_is_put_in_later() {
    let html = plain(&page("*[a]: it\n*[42]: it\n\na\\*[^1]\n\n[^1]: a").html);
    assert!(!html.contains(['\u{2}', '\u{3}']), "{html:?}");
    assert_eq!(html.matches("<abbr title=\"it\">a</abbr>").count(), 2, "{html}");
}
