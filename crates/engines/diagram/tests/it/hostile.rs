//! Texts that mean harm, or nothing.

use std::fmt::Write as _;

use diagram::draw;
use proptest::prelude::*;

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let table = [
        ("", 1, "empty"),
        ("%% nothing", 1, "empty"),
        ("gantt\n  title x", 1, "diagrams of the type `gantt` are not drawn"),
        ("\n\nmindmap", 3, "`mindmap`"),
        ("flowchart LR\n  a --> b\n  a -->", 3, "a node such as"),
        ("flowchart LR\n  a b", 2, "expected a line"),
        ("flowchart LR\n  end", 2, "without a `subgraph`"),
        ("flowchart LR", 1, "nothing in it"),
        ("sequenceDiagram\n  A says hello", 2, "expected a message"),
        ("sequenceDiagram\n  end", 2, "`end` without"),
        ("sequenceDiagram", 1, "nothing in it"),
        ("stateDiagram-v2\n  }", 2, "`}` without"),
        ("erDiagram\n  A ||-- B : x", 2, "expected a relation"),
        ("pie\n  \"a\" : much", 2, "expected a slice"),
        ("pie\n  \"a\" : -1", 2, "expected a slice"),
        ("pie title Empty", 1, "no slices"),
    ];
    for (text, line, message) in table {
        let problem = draw(text).expect_err(text);
        assert_eq!(problem.line, line, "{text}: {problem}");
        assert!(problem.to_string().contains(message), "{text}: {problem}");
    }
}

#[test]
fn nothing_of_an_author_is_markup() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x' &#60;script&#62;";
    let texts = [
        format!(
            "flowchart LR\n  a[{evil}] -->|{evil}| b\n  click a \"javascript:alert(1)\"\n  style a fill:#fff\" onload=\"x"
        ),
        format!(
            "flowchart LR\n  subgraph x [{evil}]\n  a\n  end\n  classDef \"><script> fill:#f00\n  class a \"><script>"
        ),
        format!(
            "sequenceDiagram\n  participant a as {evil}\n  a->>b: {evil}\n  Note over a: {evil}\n  loop {evil}\n  end"
        ),
        format!("stateDiagram-v2\n  a : {evil}\n  a --> b : {evil}"),
        format!("classDiagram\n  a : {evil}\n  a --> b : {evil}"),
        format!("erDiagram\n  a {{\n  {evil}\n  }}\n  a ||--|| b : {evil}"),
        format!("pie title {evil}\n  \"{evil}\" : 1"),
        format!("---\ntitle: {evil}\n---\nflowchart LR\n  accDescr: {evil}\n  a"),
    ];
    for text in texts {
        let Ok(drawn) = draw(&text) else { continue };
        check(&drawn.svg);
    }
}

/// Tags are of a short list, attributes are none that do something.
fn check(svg: &str) {
    for tag in svg.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
        assert!(
            ["svg", "desc", "g", "text", "rect", "path", "circle", "polygon"].contains(&name),
            "{name} in {svg}"
        );
        let (inside, _) = tag.split_once('>').unwrap_or((tag, ""));
        let names = inside
            .split('"')
            .step_by(2)
            .map(|part| part.trim().trim_end_matches('=').rsplit(' ').next().unwrap_or_default());
        for name in names {
            assert!(
                !name.starts_with("on") && !["href", "style", "id", "src"].contains(&name),
                "{name} in {svg}"
            );
        }
    }
    assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
}

#[test]
fn large_texts_are_refused_or_drawn_in_bounds() {
    let mut chain = "flowchart LR\n".to_owned();
    for number in 0..5_000 {
        let _ = writeln!(chain, "n{number} --> n{}", number + 1);
    }
    assert!(draw(&chain).is_err());
    let all = (0..40).map(|number| format!("a{number}")).collect::<Vec<_>>().join(" & ");
    let dense = format!("flowchart LR\n{all} --> {}", all.replace('a', "b"));
    assert!(draw(&dense).is_err(), "1,600 lines are too many");
    assert!(draw(&format!("flowchart LR\n{}", "subgraph s\n".repeat(100))).is_err());
    assert!(draw(&format!("sequenceDiagram\n{}", "loop x\n".repeat(100))).is_err());
    assert!(draw(&format!("flowchart LR\na[{}]", "x".repeat(200_000))).is_err());
    assert!(draw(&format!("flowchart LR\n{}", "a[/x/];".repeat(1_000))).is_ok());
    let quotes = draw(&format!("flowchart LR\n{}", "a[\"x\n".repeat(2_000)));
    assert!(quotes.is_err(), "{quotes:?}");
}

proptest! {
    #[test]
    fn any_text_is_drawn_or_refused(
        kind in prop::sample::select(vec!["graph TD", "flowchart LR", "stateDiagram-v2", "classDiagram", "erDiagram", "sequenceDiagram", "pie"]),
        words in prop::collection::vec(prop::sample::select(vec![
            "a", "b", "c", "-->", "---", "--", "-.->", "==>", "==", "~~~", "<-->", "--o", "x--x", "|", "|text|", "&", ";", ":", ":::", "@{", "\"",
            "[x]", "[", "]", "(y)", "((", "))", "{z}", "{", "}", ">w]", "[*]", "subgraph s", "end", "direction RL", "state", "as", "<<fork>>",
            "note right of a", "Note over a,b:", "class", "<|--", "*--", "\"1\"", "||--o{", "->>", "-->>", "->>+", "-x", "loop", "alt", "else",
            "par", "and", "rect", "box", "activate a", "deactivate a", "autonumber", "participant", "title", "5", "-1", "classDef", "style a fill:#fff",
            "\n", "\n", "\n", "\n", "\u{2}", "\u{202e}", "\u{e9}", "%%", "<br>", "&lt;", "#35;", "accTitle:", "accDescr {",
        ]), 0..60),
        glue in prop::sample::select(vec!["", " "]),
    ) {
        let text = format!("{kind}\n{}", words.join(glue));
        if let Ok(drawn) = draw(&text) {
            check(&drawn.svg);
        }
    }

    #[test]
    fn any_characters_are_drawn_or_refused(kind in "(graph|sequenceDiagram|classDiagram|erDiagram|pie|stateDiagram)", rest in "(?s).{0,200}") {
        if let Ok(drawn) = draw(&format!("{kind}\n{rest}")) {
            check(&drawn.svg);
        }
    }
}
