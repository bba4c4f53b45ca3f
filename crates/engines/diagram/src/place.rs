//! A place for everything in a chart: each frame is laid out for itself, then is a box in the frame around it. Knows no SVG.

mod gates;
pub(crate) mod measure;
mod outline;

use graph::drawing::{self, Drawing};
use graph::layout::{self, Line, Point, Settings};
use graph::query::Direction;

use crate::Problem;
use crate::chart::{Chart, End, Tip};
use crate::label::LINE;

/// Room for tips between nodes and the texts of lines; for those that say how many, more.
const TIP: i32 = 8;
const COUNT: i32 = 22;

/// Room within a frame beside its content, and for its title.
const MARGIN: i32 = 16;
const TITLE: i32 = LINE + 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Place {
    pub(crate) fn middle(&self) -> Point {
        Point { x: self.x + self.width / 2, y: self.y + self.height / 2 }
    }
}

/// How a line runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Route {
    /// One part for each frame that it runs through, from its beginning to its end.
    pub(crate) parts: Vec<Part>,
    /// Where it begins and ends within frames that its parts only reach.
    pub(crate) inner: [Option<Point>; 2],
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) line: Line,
    /// The direction of the layout that it is of.
    pub(crate) direction: Direction,
    /// Its place among the parts: below 0 out of frames, above 0 into some.
    order: i32,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Placed {
    pub(crate) size: (i32, i32),
    pub(crate) nodes: Vec<Place>,
    pub(crate) groups: Vec<Place>,
    /// In the order of the chart's edges.
    pub(crate) routes: Vec<Route>,
}

/// A frame, or the whole.
#[derive(Debug, Clone, Default)]
struct Scope {
    items: Vec<Item>,
    joints: Vec<Joint>,
    size: (i32, i32),
    places: Vec<Place>,
    lines: Vec<Line>,
    direction: Direction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    End(End),
    /// Where lines come in or go out, with how many.
    Gate(i32),
}

/// What joins two items, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Joint {
    /// The edge of which this is a part; none for what only keeps a gate at its border.
    edge: Option<usize>,
    items: [usize; 2],
    order: i32,
}

/// Places of all things of a chart, from the top left corner.
pub(crate) fn place(chart: &Chart) -> Result<Placed, Problem> {
    let mut scopes = scopes(chart);
    // Frames come behind those around them, so that the inner ones are laid out first.
    for index in (0..scopes.len()).rev() {
        let sizes =
            scopes[index].items.iter().map(|item| size(chart, &scopes, *item, index)).collect::<Vec<_>>();
        lay_out(chart, &mut scopes[index], &sizes)?;
    }
    let mut placed = Placed {
        size: scopes[0].size,
        nodes: vec![Place::default(); chart.nodes.len()],
        groups: vec![Place::default(); chart.groups.len()],
        routes: vec![Route::default(); chart.edges.len()],
    };
    for (index, scope) in scopes.iter().enumerate() {
        let origin = match index.checked_sub(1) {
            None => Point { x: 0, y: 0 },
            Some(group) => inside(chart, group, placed.groups[group], scope.size),
        };
        put(scope, origin, &mut placed);
    }
    for (edge, route) in chart.edges.iter().zip(&mut placed.routes) {
        route.parts.sort_by_key(|part| part.order);
        gates::close(&mut route.parts);
        let joined = [edge.from, edge.to].map(|end| match end {
            End::Node(node) => (placed.nodes[node], Some(chart.nodes[node].shape)),
            End::Group(group) => (placed.groups[group], None),
        });
        outline::attach(route, joined);
    }
    Ok(placed)
}

/// Where the content of a frame begins: in its middle, below its title.
fn inside(chart: &Chart, group: usize, place: Place, content: (i32, i32)) -> Point {
    let title = if chart.groups[group].label.is_empty() { 0 } else { TITLE };
    Point {
        x: place.x + (place.width - content.0) / 2,
        y: place.y + title + (place.height - title - content.1) / 2,
    }
}

/// The whole first, then each frame, with what is in it.
fn scopes(chart: &Chart) -> Vec<Scope> {
    let mut scopes = vec![Scope::default(); chart.groups.len() + 1];
    let direction = chart.direction.unwrap_or(Direction::TopBottom);
    scopes[0].direction = direction;
    let mut within = [Vec::with_capacity(chart.nodes.len()), Vec::with_capacity(chart.groups.len())];
    for (index, group) in chart.groups.iter().enumerate() {
        scopes[index + 1].direction = group.direction.unwrap_or(direction);
        let around = group.parent.map_or(0, |parent| parent + 1);
        within[1].push(scopes[around].items.len());
        scopes[around].items.push(Item::End(End::Group(index)));
    }
    for (index, node) in chart.nodes.iter().enumerate() {
        let around = node.group.map_or(0, |group| group + 1);
        within[0].push(scopes[around].items.len());
        scopes[around].items.push(Item::End(End::Node(index)));
    }
    let mut crossings = Vec::new();
    for (index, edge) in chart.edges.iter().enumerate() {
        let chains = [edge.from, edge.to].map(|end| chain(chart, end));
        let Some((scope, ends)) = meeting(&chains) else { continue };
        let position = |end| match end {
            End::Node(node) => within[0][node],
            End::Group(group) => within[1][group],
        };
        scopes[scope].joints.push(Joint { edge: Some(index), items: ends.map(position), order: 0 });
        for (side, (chain, end)) in chains.iter().zip(ends).enumerate() {
            let below = chain.iter().skip_while(|other| **other != end);
            for (depth, (around, inside)) in (1..).zip(below.clone().zip(below.skip(1))) {
                if let End::Group(group) = around {
                    crossings.push(gates::Crossing {
                        scope: group + 1,
                        edge: index,
                        side,
                        item: position(*inside),
                        depth,
                    });
                }
            }
        }
    }
    gates::open(chart, &mut scopes, &crossings);
    scopes
}

/// An end and the frames around it, from the outermost.
fn chain(chart: &Chart, end: End) -> Vec<End> {
    let mut chain = vec![end];
    let mut around = match end {
        End::Node(node) => chart.nodes[node].group,
        End::Group(group) => chart.groups[group].parent,
    };
    while let Some(group) = around {
        chain.push(End::Group(group));
        around = chart.groups[group].parent;
    }
    chain.reverse();
    chain
}

/// The innermost scope around both ends, and what the line joins there.
fn meeting(chains: &[Vec<End>; 2]) -> Option<(usize, [End; 2])> {
    let [from, to] = chains;
    let common = from.iter().zip(to).take_while(|(one, other)| one == other).count();
    // A line to itself, or between a frame and something within it.
    let common = common.min(from.len() - 1).min(to.len() - 1);
    let scope = match common.checked_sub(1).map(|last| from[last]) {
        None => 0,
        Some(End::Group(group)) => group + 1,
        Some(End::Node(_)) => return None,
    };
    Some((scope, [from[common], to[common]]))
}

fn size(chart: &Chart, scopes: &[Scope], item: Item, around: usize) -> (i32, i32) {
    match item {
        Item::Gate(lines) if scopes[around].direction.is_horizontal() => (2, 14 * lines + 12),
        Item::Gate(lines) => (14 * lines + 12, 2),
        Item::End(End::Node(node)) => {
            measure::size(&chart.nodes[node], scopes[around].direction.is_horizontal())
        }
        Item::End(End::Group(group)) => {
            let label = &chart.groups[group].label;
            let title = if label.is_empty() { 0 } else { TITLE };
            let (width, height) = scopes[group + 1].size;
            (width.max(label.width()) + 2 * MARGIN, height + title + MARGIN)
        }
    }
}

fn lay_out(chart: &Chart, scope: &mut Scope, sizes: &[(i32, i32)]) -> Result<(), Problem> {
    let short = |length: i32| u16::try_from(length.clamp(1, 30_000)).unwrap_or(1);
    let has_counts = scope.joints.iter().filter_map(|joint| joint.edge).any(|edge| {
        let edge = &chart.edges[edge];
        edge.counts.iter().any(|count| !count.is_empty()) || edge.tips.iter().any(|tip| *tip > Tip::Cross)
    });
    let beside = if has_counts { COUNT } else { TIP };
    // Lines of the layout end at the tips' far side.
    let (wider, taller) = if scope.direction.is_horizontal() { (beside, 0) } else { (0, beside) };
    let nodes = sizes.iter().map(|(width, height)| drawing::Node {
        size: Some((short(*width + 2 * wider), short(*height + 2 * taller))),
        ..drawing::Node::default()
    });
    let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    let edges = scope.joints.iter().map(|joint| drawing::Edge {
        from: number(joint.items[0]),
        to: number(joint.items[1]),
        label: match joint.edge {
            Some(edge) if joint.order == 0 => chart.edges[edge].label.spoken(),
            _ => String::new(),
        },
        class: String::new(),
    });
    let drawing = Drawing { title: String::new(), nodes: nodes.collect(), edges: edges.collect() };
    let settings = Settings { direction: scope.direction, ..Settings::default() };
    let layout = layout::lay_out(&drawing, &settings).map_err(|error| Problem::new(1, error.to_string()))?;
    scope.size = (layout.width, layout.height);
    let shrunken = layout.places.iter().map(|at| Place {
        x: at.x + wider,
        y: at.y + taller,
        width: at.width - 2 * wider,
        height: at.height - 2 * taller,
    });
    scope.places = shrunken.collect();
    scope.lines = layout.lines;
    for (line, joint) in scope.lines.iter_mut().zip(&scope.joints) {
        let ends = joint.items.map(|item| scope.places[item]);
        if !line.is_loop {
            reach(&mut line.points, ends, (wider, taller));
        }
    }
    Ok(())
}

/// Makes a line longer at both ends, toward the places that it joins.
fn reach(points: &mut Vec<Point>, ends: [Place; 2], (wider, taller): (i32, i32)) {
    let longer = |point: Point, place: Place| {
        let middle = place.middle();
        Point {
            x: point.x + wider * (middle.x - point.x).signum(),
            y: point.y + taller * (middle.y - point.y).signum(),
        }
    };
    if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
        points.insert(0, longer(first, ends[0]));
        points.push(longer(last, ends[1]));
    }
}

/// Puts the content of a scope at its place in the whole.
fn put(scope: &Scope, origin: Point, placed: &mut Placed) {
    for (item, place) in scope.items.iter().zip(&scope.places) {
        let place = Place { x: place.x + origin.x, y: place.y + origin.y, ..*place };
        match item {
            Item::End(End::Node(node)) => placed.nodes[*node] = place,
            Item::End(End::Group(group)) => placed.groups[*group] = place,
            Item::Gate(_) => {}
        }
    }
    for (joint, line) in scope.joints.iter().zip(&scope.lines) {
        let Some(edge) = joint.edge else { continue };
        let mut line = line.clone();
        for point in &mut line.points {
            *point = Point { x: point.x + origin.x, y: point.y + origin.y };
        }
        if let Some(label) = &mut line.label {
            (label.x, label.y) = (label.x + origin.x, label.y + origin.y);
        }
        placed.routes[edge].parts.push(Part { line, direction: scope.direction, order: joint.order });
    }
}
