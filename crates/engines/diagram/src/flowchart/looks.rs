//! Colours of nodes: `classDef`, `class`, `style`. Only those as `#rgb` or `#rrggbb` are taken, because a text's colour has to
//! be chosen for them.

use std::collections::HashMap;

use crate::chart::{Chart, End, Paint};

#[derive(Default)]
pub(super) struct Looks {
    classes: HashMap<String, Paint>,
    /// Class and node, in their order.
    members: Vec<(String, String)>,
    /// Node and its own look.
    styles: Vec<(String, Paint)>,
}

impl Looks {
    /// Reads a statement by its first word.
    pub(super) fn read(&mut self, word: &str, text: &str) {
        let Some((names, rest)) = text.split_once([' ', '\t']) else { return };
        for name in names.split(',') {
            let name = name.trim().to_owned();
            match word {
                "classDef" => {
                    self.classes.insert(name, paint(rest));
                }
                "class" => self.members.push((rest.trim().to_owned(), name)),
                _ => self.styles.push((name, paint(rest))),
            }
        }
    }

    /// A node has a class.
    pub(super) fn add(&mut self, class: &str, node: &str) {
        self.members.push((class.to_owned(), node.to_owned()));
    }

    /// Gives the nodes their colours.
    pub(super) fn paint(&self, chart: &mut Chart) {
        let default = self.classes.get("default").copied().unwrap_or_default();
        for node in &mut chart.nodes {
            node.paint = default;
        }
        let by_class =
            self.members.iter().filter_map(|(class, node)| Some((node, *self.classes.get(class)?)));
        for (node, paint) in by_class.chain(self.styles.iter().map(|(node, paint)| (node, *paint))) {
            let Some(End::Node(index)) = chart.find(node) else { continue };
            if let Some(node) = chart.nodes.get_mut(index) {
                node.paint.fill = paint.fill.or(node.paint.fill);
                node.paint.stroke = paint.stroke.or(node.paint.stroke);
            }
        }
    }
}

fn paint(text: &str) -> Paint {
    let value = |key: &str| {
        let rule =
            text.split(',').filter_map(|rule| rule.split_once(':')).find(|(name, _)| name.trim() == key)?;
        colour(rule.1.trim().trim_end_matches(';'))
    };
    Paint { fill: value("fill"), stroke: value("stroke") }
}

fn colour(text: &str) -> Option<[u8; 3]> {
    let digits =
        text.strip_prefix('#').filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let pair = |at: usize, length: usize| u8::from_str_radix(digits.get(at..at + length)?, 16).ok();
    match digits.len() {
        3 => Some([pair(0, 1)? * 17, pair(1, 1)? * 17, pair(2, 1)? * 17]),
        6 => Some([pair(0, 2)?, pair(2, 2)?, pair(4, 2)?]),
        _ => None,
    }
}
