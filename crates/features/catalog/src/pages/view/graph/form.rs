//! The form of the graph: which entity, how far, and behind a fold which kinds and relations and how they are drawn. It
//! asks by GET, so that the address is the state.

use graph::query::{self, Curve, Direction};
use maud::{Markup, html};
use ui::Href;
use ui::form::choice::{self, Choice};
use ui::form::combobox::{Combobox, combobox};
use ui::form::{self, Control};

/// What the form holds.
pub struct Form {
    pub action: Href,
    /// Suggests entities.
    pub suggestions: Href,
    /// What stays as it is: the roots, the question.
    pub kept: Vec<(String, String)>,
    pub has_root: bool,
    /// The field for the other end of a path: its name and value.
    pub goal: Option<(&'static str, String)>,
    /// As in the address; nothing where it does not matter.
    pub depth: Option<String>,
    pub kinds: Vec<Choice>,
    pub relations: Vec<Choice>,
    pub selects: Selects,
    /// The fold is open.
    pub is_open: bool,
}

/// How it is drawn.
pub struct Selects {
    pub direction: Direction,
    pub curve: Curve,
    pub merge_relations: bool,
    pub unidirectional: bool,
}

/// Renders the form.
pub fn form(asked: &Form) -> Markup {
    let roots = format!("{}[]", query::ROOTS);
    let root = if asked.has_root {
        Control::optional(roots, "Add an entity")
    } else {
        Control::required(roots, "Entity")
    };
    let goal = asked.goal.as_ref().map(|(name, value)| (Control::required(*name, "To"), value));
    html! {
        form.graph-form method="get" action=[asked.action.get()] {
            @for (name, value) in &asked.kept { input type="hidden" name=(name) value=(value); }
            div.graph-asked {
                (entity(&root, "", &asked.suggestions))
                @if let Some((control, value)) = &goal { (entity(control, value, &asked.suggestions)) }
                @if let Some(depth) = &asked.depth { (depths(depth)) }
                button.button.main type="submit" { "Show" }
            }
            details.graph-options open[asked.is_open] {
                summary { "Kinds, relations, drawing" }
                div.graph-choices {
                    (choice::many(&Control::required(format!("{}[]", query::KINDS), "Kinds"), &asked.kinds))
                    (choice::many(&Control::required(format!("{}[]", query::RELATIONS), "Relations"), &asked.relations))
                    div { (selects(&asked.selects)) }
                }
            }
        }
    }
}

fn entity(control: &Control, value: &str, suggestions: &Href) -> Markup {
    combobox(&Combobox { control, options: &[], value, free: true, endpoint: Some(suggestions) })
}

fn depths(depth: &str) -> Markup {
    let mut depths: Vec<(String, String)> =
        (1..=5).map(|depth: u32| (depth.to_string(), depth.to_string())).collect();
    depths.push((query::INFINITE.to_owned(), "All".to_owned()));
    if !depths.iter().any(|(known, _)| known == depth) {
        depths.push((depth.to_owned(), depth.to_owned()));
    }
    form::select(&Control::required(query::MAX_DEPTH, "Depth"), &depths, depth)
}

fn selects(selects: &Selects) -> Markup {
    let named = |direction: Direction| match direction {
        Direction::LeftRight => "Left to right",
        Direction::RightLeft => "Right to left",
        Direction::TopBottom => "Top to bottom",
        Direction::BottomTop => "Bottom to top",
    };
    let directions =
        Direction::ALL.map(|direction| (direction.name().to_owned(), named(direction).to_owned()));
    let curves = [(Curve::Smooth, "Curved"), (Curve::Step, "With right angles")]
        .map(|(curve, name)| (curve.name().to_owned(), name.to_owned()));
    let merged = [("true", "One line for both"), ("false", "A line for each")];
    let one_way = [("true", "Only away from the entity"), ("false", "All")];
    html! {
        (form::select(&Control::required(query::DIRECTION, "Direction"), &directions, selects.direction.name()))
        (form::select(&Control::required(query::CURVE, "Lines"), &curves, selects.curve.name()))
        (yes_or_no(query::MERGE_RELATIONS, "Relations and their opposites", merged, selects.merge_relations))
        (yes_or_no(query::UNIDIRECTIONAL, "Which relations", one_way, selects.unidirectional))
    }
}

fn yes_or_no(name: &str, label: &str, words: [(&str, &str); 2], value: bool) -> Markup {
    let options = words.map(|(value, label)| (value.to_owned(), label.to_owned()));
    form::select(&Control::required(name, label), &options, if value { "true" } else { "false" })
}
