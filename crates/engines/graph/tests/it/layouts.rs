//! Layouts of arbitrary drawings keep their promises; of known ones they look as they should.

use graph::drawing::{Drawing, Edge, Node};
use graph::layout::{Layout, LayoutError, Line, Place, Settings, lay_out};
use graph::query::Direction;
use proptest::prelude::*;

pub(crate) fn drawing(labels: &[String], ends: &[(u32, u32)], edge_label: &str) -> Drawing {
    let node = |(number, label): (usize, &String)| Node {
        id: format!("component:default/{number}"),
        label: label.clone(),
        detail: if number % 3 == 0 { String::new() } else { "service".to_owned() },
        is_focus: number == 0,
        more: u32::try_from(number % 4).unwrap(),
        ..Node::default()
    };
    let edge = |(from, to): &(u32, u32)| Edge {
        from: *from,
        to: *to,
        label: edge_label.to_owned(),
        ..Edge::default()
    };
    Drawing {
        title: "all".to_owned(),
        nodes: labels.iter().enumerate().map(node).collect(),
        edges: ends.iter().map(edge).collect(),
    }
}

fn numbered(nodes: usize) -> Vec<String> {
    (0..nodes).map(|number| format!("node-{number}")).collect()
}

fn laid_out(nodes: usize, ends: &[(u32, u32)]) -> Layout {
    lay_out(&drawing(&numbered(nodes), ends, "dependsOn"), &Settings::default()).unwrap()
}

/// Up to 40 nodes with arbitrary names, and arbitrary lines between them.
pub(crate) fn any_drawing() -> impl Strategy<Value = Drawing> {
    let labels = prop::collection::vec(prop_oneof!["[a-z-]{0,30}", "\\PC{0,30}", any::<String>()], 1..40);
    labels.prop_flat_map(|labels| {
        let nodes = u32::try_from(labels.len()).unwrap();
        let ends = prop::collection::vec((0..nodes, 0..nodes), 0..80);
        (Just(labels), ends, prop_oneof![Just(String::new()), "[a-zA-Z /]{1,40}"])
            .prop_map(|(labels, ends, edge_label)| drawing(&labels, &ends, &edge_label))
    })
}

fn any_direction() -> impl Strategy<Value = Direction> {
    prop::sample::select(Direction::ALL.to_vec())
}

fn overlap(one: (i32, i32, i32, i32), two: (i32, i32, i32, i32)) -> bool {
    one.0 < two.0 + two.2 && two.0 < one.0 + one.2 && one.1 < two.1 + two.3 && two.1 < one.1 + one.3
}

fn area(place: &Place) -> (i32, i32, i32, i32) {
    (place.x, place.y, place.width, place.height)
}

/// All boxes and labels of a layout; the first so many are boxes.
fn areas(layout: &Layout) -> Vec<(i32, i32, i32, i32)> {
    let labels = layout.lines.iter().filter_map(|line| line.label.as_ref());
    let labels = labels.map(|label| (label.x, label.y, label.width, label.height));
    layout.places.iter().map(area).chain(labels).collect()
}

fn assert_apart(layout: &Layout) {
    let mut areas = areas(layout);
    for (x, y, width, height) in &areas {
        assert!(
            *x >= 0 && *y >= 0 && x + width <= layout.width && y + height <= layout.height,
            "off the sheet"
        );
    }
    areas.sort_unstable();
    for (place, one) in areas.iter().enumerate() {
        for two in areas.iter().skip(place + 1).take_while(|two| two.0 < one.0 + one.2) {
            assert!(!overlap(*one, *two), "{one:?} and {two:?} overlap");
        }
    }
}

/// A line begins and ends on the sides of its nodes that face each other along the layout.
fn assert_joined(layout: &Layout, line: &Line, from: &Place, to: &Place) {
    let (start, end) = (line.points.first().unwrap(), line.points.last().unwrap());
    for (point, place) in [(start, from), (end, to)] {
        let touches = (place.x..=place.x + place.width).contains(&point.x)
            && (place.y..=place.y + place.height).contains(&point.y);
        assert!(touches, "{line:?} does not touch {place:?}");
    }
    if line.is_loop {
        assert_eq!(line.points.len(), 4);
        return;
    }
    let along = |point: &graph::layout::Point| match layout.direction {
        Direction::LeftRight => point.x,
        Direction::RightLeft => -point.x,
        Direction::TopBottom => point.y,
        Direction::BottomTop => -point.y,
    };
    let forward = line.points.is_sorted_by_key(along);
    let backward = line.points.iter().rev().is_sorted_by_key(along);
    assert!(if line.is_back { backward } else { forward }, "{line:?} turns round");
    assert!(if line.is_back { from.rank > to.rank } else { from.rank < to.rank });
}

/// No straight stretch of a line runs through a box.
fn assert_free(layout: &Layout) {
    for line in layout.lines.iter().filter(|line| !line.is_loop) {
        for pair in line.points.windows(2) {
            let (x, y) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
            let (width, height) = ((pair[0].x - pair[1].x).abs(), (pair[0].y - pair[1].y).abs());
            for place in &layout.places {
                let inner = (place.x + 1, place.y + 1, place.width - 2, place.height - 2);
                assert!(!overlap((x, y, width.max(1), height.max(1)), inner), "{pair:?} crosses {place:?}");
            }
        }
    }
}

fn assert_sound(drawing: &Drawing, layout: &Layout) {
    assert_eq!((layout.places.len(), layout.lines.len()), (drawing.nodes.len(), drawing.edges.len()));
    assert_apart(layout);
    assert_free(layout);
    for (edge, line) in drawing.edges.iter().zip(&layout.lines) {
        assert_eq!(line.is_loop, edge.from == edge.to);
        assert_joined(layout, line, &layout.places[edge.from as usize], &layout.places[edge.to as usize]);
    }
}

proptest! {
    #[test]
    fn layouts_are_sound(drawing in any_drawing(), direction in any_direction()) {
        let settings = Settings { direction, ..Settings::default() };
        let layout = lay_out(&drawing, &settings).unwrap();
        assert_sound(&drawing, &layout);
        prop_assert_eq!(&layout, &lay_out(&drawing, &settings).unwrap(), "the same twice");
    }

    #[test]
    fn nothing_is_turned_without_a_circle(ends in prop::collection::vec((0_u32..30, 0_u32..30), 0..80)) {
        let ends: Vec<(u32, u32)> = ends.iter().map(|(one, two)| (*one.min(two), *one.max(two))).filter(|(one, two)| one != two).collect();
        let layout = laid_out(30, &ends);
        prop_assert!(layout.lines.iter().all(|line| !line.is_back));
    }

    #[test]
    fn trees_have_no_crossings(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..80)) {
        let ends: Vec<(u32, u32)> = parents.iter().enumerate().map(|(node, parent)| {
            (u32::try_from(parent.index(node + 1)).unwrap(), u32::try_from(node + 1).unwrap())
        }).collect();
        prop_assert_eq!(laid_out(parents.len() + 1, &ends).crossings, 0);
    }
}

#[test]
fn large_graphs_are_sound_in_every_direction() {
    let mut seed = 7_u32;
    let mut below = |most: u32| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (seed >> 8) % most
    };
    let random: Vec<(u32, u32)> = (0..700).map(|_| (below(500), below(500))).collect();
    let hub: Vec<(u32, u32)> =
        (1..500).map(|node| if node % 3 == 0 { (node, 0) } else { (0, node) }).collect();
    let two_hubs: Vec<(u32, u32)> =
        (2..500).flat_map(|node| [(0, node), (node, 1)]).chain([(0, 1)]).collect();
    let alone: Vec<(u32, u32)> = vec![(3, 3)];
    for ends in [random, hub, two_hubs, alone] {
        for direction in Direction::ALL {
            let drawing = drawing(&numbered(500), &ends, "dependsOn");
            let layout = lay_out(&drawing, &Settings { direction, ..Settings::default() }).unwrap();
            assert_sound(&drawing, &layout);
        }
    }
}

#[test]
fn lines_beyond_the_budget_of_bends_run_outside() {
    // A chain of 600 nodes with a line from each to one far behind would need 180,000 bends.
    let chain = (0..599).map(|node| (node, node + 1));
    let far = (0..300).map(|node| (node, 599 - node)).filter(|(from, to)| from + 1 < *to);
    let ends: Vec<(u32, u32)> = chain.chain(far).collect();
    let drawing = drawing(&numbered(600), &ends, "");
    let layout = lay_out(&drawing, &Settings::default()).unwrap();
    assert_sound(&drawing, &layout);
    let points: usize = layout.lines.iter().map(|line| line.points.len()).sum();
    assert!(points < 20_000, "{points} points");
}

#[test]
fn a_hub_is_a_field_of_usable_shape() {
    let ends: Vec<(u32, u32)> = (1..5_000).map(|node| (0, node)).collect();
    let layout = laid_out(5_000, &ends);
    let ratio = f64::from(layout.width) / f64::from(layout.height);
    assert!((0.6..3.0).contains(&ratio), "{} x {}", layout.width, layout.height);
    assert_apart(&layout);
}

#[test]
fn a_diamond_is_symmetric_and_short() {
    let layout = laid_out(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
    let ranks: Vec<u32> = layout.places.iter().map(|place| place.rank).collect();
    assert_eq!(ranks, [0, 1, 1, 2]);
    assert_eq!(layout.crossings, 0);
    let middle = |node: usize| layout.places[node].y * 2 + layout.places[node].height;
    assert_eq!(middle(0), middle(3));
    assert!((middle(1) + middle(2) - 2 * middle(0)).abs() <= 2);
}

#[test]
fn nodes_move_to_where_their_lines_are_short() {
    // 4 -> 5 -> 3, where 3 is three layers after 0.
    let layout = laid_out(6, &[(0, 1), (1, 2), (2, 3), (4, 5), (5, 3)]);
    let ranks: Vec<u32> = layout.places.iter().map(|place| place.rank).collect();
    assert_eq!(ranks, [0, 1, 2, 3, 1, 2]);
}

#[test]
fn a_circle_has_one_line_that_runs_back() {
    let layout = laid_out(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
    let back: Vec<bool> = layout.lines.iter().map(|line| line.is_back).collect();
    assert_eq!(back, [false, false, false, true], "from the focus on");
}

#[test]
fn limits_are_kept() {
    let settings = Settings { most_nodes: 2, most_edges: 1, ..Settings::default() };
    let check =
        |nodes, ends: &[(u32, u32)]| lay_out(&drawing(&numbered(nodes), ends, ""), &settings).unwrap_err();
    assert_eq!(check(3, &[]), LayoutError::TooManyNodes { nodes: 3, most: 2 });
    assert_eq!(check(2, &[(0, 1), (1, 0)]), LayoutError::TooManyEdges { edges: 2, most: 1 });
    assert_eq!(check(2, &[(0, 2)]), LayoutError::EndsNowhere { edge: 0 });
    let empty = lay_out(&Drawing::default(), &settings).unwrap();
    assert!(empty.places.is_empty() && empty.width > 0);
}

#[test]
fn labels_stand_on_lines_and_are_left_out_when_nobody_could_read_them() {
    let ends: Vec<(u32, u32)> = (1..10).map(|node| (0, node)).collect();
    let layout = laid_out(10, &ends);
    assert!(
        layout.lines.iter().all(|line| line.label.as_ref().is_some_and(|label| label.text == "dependsOn"))
    );
    let settings = Settings { most_labelled_edges: 8, ..Settings::default() };
    let without = lay_out(&drawing(&numbered(10), &ends, "dependsOn"), &settings).unwrap();
    assert!(without.lines.iter().all(|line| line.label.is_none()));
    assert!(without.width < layout.width, "no room is kept for them");
}
