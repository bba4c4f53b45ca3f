//! The card "Relations" on the page of an entity: the entity with what is related to it directly, and the way to more.

use graph::layout::{Settings, lay_out};
use graph::svg::{Options, svg};
use hashbrown::HashMap;
use kernel::Error;
use kernel::extension::{Edge, Relations, View};

use super::drawing::{drawing, words};
use crate::entities::graph::pairs::{PAIRS, opposite};
use crate::entities::graph::{Line, Picture, PictureNode};
use crate::pages::Pages;
use crate::pages::titles::Titles;
use crate::pages::view::graph::{self as view, Row};

/// Entities of the card, and those of one relation among them, so that a hub's parts do not crowd out its owner.
const MOST: usize = 18;
const MOST_OF_RELATION: usize = 6;

pub(in crate::pages) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let chosen = choose(&subject.relations, &subject.reference);
    let named = chosen.targets.iter().copied().chain([subject.reference.as_str()]);
    let titles = Titles::of(&pages.catalog, &asked.ctx, named).await?;
    // What is not in the catalog, or hidden from the reader, stands in the list of relations only.
    let picture = picture(&subject.reference, &chosen, |target| titles.knows(target));
    if picture.lines.is_empty() {
        return Ok(None);
    }
    let name = format!("Relations of {}", titles.label(&subject.reference));
    let drawing = drawing(&picture, &titles, &name, |_, link| link.href.get().map(str::to_owned));
    let link = |place: usize| {
        titles.link(picture.nodes.get(place).map_or("", |node: &PictureNode| node.reference.as_str()))
    };
    let rows: Vec<Row> = picture
        .lines
        .iter()
        .map(|line| Row { from: link(line.from), relation: words(line), to: link(line.to) })
        .collect();
    let layout = lay_out(&drawing, &Settings::default()).map_err(Error::internal)?;
    let options = Options { id: "relations-".to_owned(), ..Options::default() };
    Ok(Some(view::small(&name, svg(drawing, layout, options), &rows).into_string()))
}

/// The targets to draw.
struct Chosen<'a> {
    edges: Vec<Edge<'a>>,
    targets: Vec<&'a str>,
    /// Others that there are.
    more: usize,
}

/// The first few of each relation.
fn choose<'a>(relations: &'a Relations, own: &str) -> Chosen<'a> {
    let mut of_relation: HashMap<&str, usize> = HashMap::new();
    let mut is_drawn: HashMap<&str, bool> = HashMap::new();
    let mut chosen = Chosen { edges: Vec::new(), targets: Vec::new(), more: 0 };
    for edge in relations.iter().filter(|edge| edge.target != own) {
        let taken = of_relation.entry(edge.kind).or_default();
        let is_known = is_drawn.get(edge.target) == Some(&true);
        if !is_known && (*taken >= MOST_OF_RELATION || chosen.targets.len() >= MOST) {
            is_drawn.entry(edge.target).or_insert(false);
            continue;
        }
        if !is_known {
            *taken += 1;
            is_drawn.insert(edge.target, true);
            chosen.targets.push(edge.target);
        }
        chosen.edges.push(edge);
    }
    chosen.more = is_drawn.values().filter(|is_drawn| !**is_drawn).count();
    chosen
}

fn picture(own: &str, chosen: &Chosen<'_>, knows: impl Fn(&str) -> bool) -> Picture {
    let more = u32::try_from(chosen.more).unwrap_or(u32::MAX);
    let mut nodes = vec![PictureNode { reference: own.to_owned(), distance: 0, more }];
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for edge in chosen.edges.iter().filter(|edge| knows(edge.target)) {
        let place = *places.entry(edge.target).or_insert_with(|| {
            nodes.push(PictureNode { reference: edge.target.to_owned(), distance: 1, more: 0 });
            nodes.len() - 1
        });
        // A line runs from whom the first name of the pair belongs to, as on the page of the graph.
        let is_left = !PAIRS.iter().any(|(_, right)| *right == edge.kind);
        let (from, to) = if is_left { (0, place) } else { (place, 0) };
        let other = opposite(edge.kind).map(str::to_owned);
        let mut relations = vec![edge.kind.to_owned()];
        relations.extend(other);
        if !is_left {
            relations.reverse();
        }
        match lines.iter_mut().find(|line| (line.from, line.to) == (from, to)) {
            Some(line) => {
                relations.retain(|name| !line.relations.contains(name));
                line.relations.extend(relations);
            }
            None => lines.push(Line { from, relations, to }),
        }
    }
    Picture { nodes, lines, ..Picture::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations(table: &[(&str, &str)]) -> Relations {
        let mut relations = Relations::default();
        for (kind, target) in table {
            relations.push(kind, target);
        }
        relations
    }

    #[test]
    fn the_card_takes_a_few_of_each_relation_and_counts_the_rest() {
        let parts: Vec<String> = (0..30).map(|number| format!("component:default/c{number}")).collect();
        let mut table: Vec<(&str, &str)> = parts.iter().map(|part| ("hasPart", part.as_str())).collect();
        table.extend([
            ("likes", "a:b/x"),
            ("ownedBy", "group:default/g"),
            ("ownedBy", "component:default/c0"),
        ]);
        table.push(("dependsOn", "s"));
        let relations = relations(&table);
        let chosen = choose(&relations, "s");
        assert_eq!((chosen.targets.len(), chosen.more), (8, 24));
        let picture = picture("s", &chosen, |target| target != "component:default/c1");
        let told: Vec<_> =
            picture.lines.iter().map(|line| (line.from, line.relations.join(" "), line.to)).collect();
        assert_eq!(picture.nodes.len(), 8, "one is hidden");
        assert_eq!(told.first(), Some(&(0, "hasPart partOf".to_owned(), 1)));
        assert!(told.contains(&(0, "likes".to_owned(), 6)));
        assert!(told.contains(&(7, "ownerOf ownedBy".to_owned(), 0)));
        assert!(told.contains(&(1, "ownerOf ownedBy".to_owned(), 0)), "two lines between the same two");
    }
}
