//! Flowcharts, states, classes, entities and pies: what they join, and with which looks.

use crate::{spoken, svg, texts};

#[test]
fn flowcharts_join_what_they_say() {
    let table = [
        ("graph TD\nA-->B", "A to B."),
        ("graph TD; A-->B; B-->C;", "A to B. B to C."),
        ("flowchart LR\n  a[One] -->|yes| b(Two)", "One to Two: yes."),
        ("flowchart LR\n  a -- some text --> b", "a to b: some text."),
        ("flowchart LR\n  a == thick ==> b -. dots .-> c", "a to b: thick. b to c: dots."),
        ("flowchart LR\n  a & b --> c & d", "a to c. a to d. b to c. b to d."),
        ("flowchart LR\n  a --> b --> c --- d", "a to b. b to c. c to d."),
        ("flowchart LR\n  a --o b\n  a --x c\n  a <--> d", "a to b. a to c. a to d."),
        ("flowchart LR\n  a -- only text --> b", "a to b: only text."),
        ("flowchart LR\n  a ~~~ b\n  b --> c", "b to c."),
        ("flowchart LR\n  my-node.x/1[\"A (b) [c]\"] --> b", "A (b) [c] to b."),
        ("flowchart LR\n  a[\"two\n  lines\"] --> b", "two lines to b."),
        ("flowchart LR\n  a@{ shape: cyl, label: \"Store\" } --> b", "Store to b."),
        ("flowchart LR\n  a e1@--> b", "a to b."),
        ("flowchart LR\n  a:::warm --> b\n  classDef warm fill:#f96", "a to b."),
        ("%%{init: {}}%%\nflowchart\n  %% nothing\n  a --> b", "a to b."),
        ("---\ntitle: T\n---\ngraph LR\n  a --> a", "a to a."),
        (
            "flowchart TB\n  subgraph s [Inner]\n    a --> b\n  end\n  c --> s\n  c --> b",
            "a to b. c to Inner. c to b.",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(spoken(text), expected, "{text}");
    }
}

#[test]
fn every_shape_is_drawn() {
    let table = [
        ("a[x]", "<rect class=\"diagram-box\""),
        ("a(x)", "rx=\"10\""),
        ("a([x])", "rx=\"18\""),
        ("a[[x]]", "<path class=\"diagram-box\""),
        ("a[(x)]", "a30 6 0 0 0"),
        ("a((x))", "<circle"),
        ("a(((x)))", "<circle"),
        ("a{x}", "<polygon"),
        ("a{{x}}", "<polygon"),
        ("a[/x/]", "<polygon"),
        ("a[\\x\\]", "<polygon"),
        ("a[/x\\]", "<polygon"),
        ("a[\\x/]", "<polygon"),
        ("a>x]", "<polygon"),
    ];
    for (node, expected) in table {
        let text = format!("flowchart LR\n  {node}");
        let drawn = svg(&text);
        assert!(drawn.contains(expected) || node.contains("[("), "{node}: {drawn}");
        assert_eq!(texts(&text), ["x"], "{node}");
    }
    assert!(svg("flowchart LR\n  a[(x)]").contains("<path class=\"diagram-box\""));
}

#[test]
fn colours_of_authors_are_attributes() {
    let drawn =
        svg("flowchart LR\n  a --> b\n  style a fill:#f96,stroke:#333333\n  style b fill:url(x),color:red");
    assert!(
        drawn.contains("<rect class=\"diagram-box filled stroked\" fill=\"#ff9966\" stroke=\"#333333\""),
        "{drawn}"
    );
    assert!(drawn.contains("on-light") && !drawn.contains("url(") && !drawn.contains("style="), "{drawn}");
}

#[test]
fn states_begin_end_and_nest() {
    let text = "stateDiagram-v2\n  [*] --> Still\n  Still --> Moving : push\n  Moving --> [*]\n  state \"A long name\" as Long\n  Long --> Still\n  \
                state Outer {\n    [*] --> Inner\n  }\n  state c <<choice>>\n  Still --> c\n  note right of Still : Mind it";
    assert_eq!(
        spoken(text),
        "start to Still. Still to Moving: push. Moving to end. A long name to Still. start to Inner. Still to end. Still to Mind it."
    );
    let drawn = svg(text);
    assert!(
        drawn.contains("diagram-note") && drawn.contains("diagram-frame") && drawn.contains("diagram-point"),
        "{drawn}"
    );
}

#[test]
fn classes_have_members_and_relations() {
    let text = "classDiagram\n  Animal <|-- Duck\n  Animal : +int age\n  Animal: +isMammal() bool\n  class Duck~T~ {\n    <<interface>>\n    \
                +List~int~ eggs\n    +swim()\n  }\n  Order \"1\" *-- \"1..n\" Line : holds\n  Seller ..> Order\n  note for Duck \"quack\"";
    let found = texts(text);
    for expected in [
        "+int age",
        "+isMammal() bool",
        "\u{ab}interface\u{bb}",
        "Duck&lt;T&gt;",
        "+List&lt;int&gt; eggs",
        "1..n",
        "holds",
        "quack",
    ] {
        assert!(found.iter().any(|text| text == expected), "{expected} in {found:?}");
    }
    assert!(svg(text).contains("diagram-line dotted"));
}

#[test]
fn entities_have_attributes_and_counts() {
    let text = "erDiagram\n  CUSTOMER ||--o{ ORDER : places\n  CUSTOMER {\n    string name PK \"the name\"\n  }\n  p[Person] }o..|| ORDER : has\n  ALONE";
    assert_eq!(spoken(text), "CUSTOMER to ORDER: places. Person to ORDER: has.");
    let found = texts(text);
    assert!(found.iter().any(|text| text == "string name PK &quot;the name&quot;"), "{found:?}");
    assert!(found.iter().any(|text| text == "ALONE"), "{found:?}");
}

#[test]
fn pies_have_shares() {
    let text = "pie showData title Pets\n  \"Dogs\" : 30\n  \"Cats\" : 10";
    assert_eq!(spoken(text), "Dogs: 75.0 %. Cats: 25.0 %");
    assert_eq!(texts(text), ["Pets", "75 %", "25 %", "Dogs [30]", "Cats [10]"]);
    assert!(svg("pie\n\"all\": 1").contains("<circle"));
}

#[test]
fn names_and_descriptions_are_the_authors_when_there_are_some() {
    let drawn = svg("flowchart LR\n  accTitle: The way\n  accDescr: From a to b\n  a --> b");
    assert!(drawn.contains("aria-label=\"The way\"><desc>From a to b</desc>"), "{drawn}");
    let drawn = svg("flowchart LR\n  accDescr {\n  On two\n  lines\n  }\n  a --> b");
    assert!(drawn.contains("aria-label=\"Flowchart\"><desc>On two lines</desc>"), "{drawn}");
}
