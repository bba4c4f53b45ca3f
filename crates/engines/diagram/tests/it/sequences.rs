//! Sequences: who says what, in frames and with notes.

use crate::{spoken, svg, texts};

#[test]
fn messages_go_from_one_to_another() {
    let table = [
        ("A->>B: Hi", "A to B: Hi."),
        ("A-->>-B: Hi", "A to B: Hi."),
        ("my-app ->>+ other-app: Hi: there", "my-app to other-app: Hi: there."),
        ("participant A as Alice<br>Smith\nA-xB: lost", "Alice Smith to B: lost."),
        ("A-)B: later", "A to B: later."),
        ("A<<->>B: both", "A to B: both."),
        ("A->>A: self", "A to A: self."),
        ("autonumber\nA->>B: x\nB-->>A: y", "A to B: 1. x. B to A: 2. y."),
        ("autonumber 10 5\nA->>B: x\nA->>B: y", "A to B: 10. x. A to B: 15. y."),
        ("actor Bob\nBob->>Al ice: x", "Bob to Al ice: x."),
    ];
    for (text, expected) in table {
        assert_eq!(spoken(&format!("sequenceDiagram\n{text}")), expected, "{text}");
    }
}

#[test]
fn frames_notes_and_activities() {
    let text = "sequenceDiagram\n  box Aqua Team\n  participant A\n  end\n  A->>+B: ask\n  alt good\n    B-->>-A: yes\n  else bad\n    loop again\n    \
                B-->>A: no\n    end\n  end\n  Note over A,B: both\n  Note right of B: one\n  rect rgb(1,2,3)\n  A->>B: x\n  end";
    let found = texts(text);
    for expected in ["Team", "alt", "[good]", "[bad]", "loop", "[again]", "both", "one"] {
        assert!(found.iter().any(|text| text == expected), "{expected} in {found:?}");
    }
    let drawn = svg(text);
    assert!(drawn.contains("diagram-active") && drawn.contains("diagram-region"), "{drawn}");
}
