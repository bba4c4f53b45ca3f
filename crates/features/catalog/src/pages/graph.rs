//! `GET /catalog-graph`: the neighbourhood of some entities as a drawing and as a table.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use graph::drawing::{Drawing, Edge, Node};
use graph::layout::{Settings, lay_out};
use graph::merge::{Link, Merging, Pair, links};
use graph::network::{Follow, Scope};
use graph::query::Query as Asked;
use graph::select::{Limits, Neighbourhood, neighbourhood};
use graph::svg::{Options, svg};
use kernel::Error;
use kernel::http::Query;
use page::Visit;

use super::Pages;
use super::titles::Titles;
use crate::entities::graph::{Known, Seen, seen};
use crate::pages::view::graph::{self as view, GraphPage, Results, Row};
use crate::pages::view::relations::title;

pub(super) const PATH: &str = "/catalog-graph";
/// Entities of one drawing; more are no picture any more.
const MOST_NODES: usize = 300;
const MOST_ROOTS: usize = 20;
const DEFAULT_DEPTH: u32 = 1;
const PAIRS: [(&str, &str); 7] = [
    ("ownerOf", "ownedBy"),
    ("consumesApi", "apiConsumedBy"),
    ("providesApi", "apiProvidedBy"),
    ("hasPart", "partOf"),
    ("parentOf", "childOf"),
    ("hasMember", "memberOf"),
    ("dependsOn", "dependencyOf"),
];

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let mut asked = Asked { max_depth: Some(DEFAULT_DEPTH), ..Asked::default() }.read(query.iter());
    asked.root_entity_refs.retain(|root| !root.trim().is_empty());
    asked.root_entity_refs.truncate(MOST_ROOTS);
    let (status, results) = match seen(&pages.catalog, &visit.ctx).await? {
        None => (StatusCode::FORBIDDEN, Results::Denied { help: pages.helpers() }),
        Some(_) if asked.root_entity_refs.is_empty() => (StatusCode::OK, Results::NoRoot),
        Some(seen) => drawn(&pages, &visit, seen, &asked).await?,
    };
    let page = GraphPage { query: asked, results };
    Ok(page::html(status, view::render(&pages.frames.of(&visit), &page)))
}

async fn drawn(
    pages: &Pages,
    visit: &Visit,
    seen: Seen,
    asked: &Asked,
) -> Result<(StatusCode, Results), Error> {
    let question = asked.clone();
    let select = move || {
        let found = select(&seen, &question);
        (seen.known, found)
    };
    let (known, (found, lines)) = tokio::task::spawn_blocking(select).await.map_err(Error::internal)?;
    if found.members.is_empty() {
        return Ok((StatusCode::NOT_FOUND, Results::NotFound));
    }
    let refs = found.members.iter().map(|member| known.reference(member.node));
    let titles = Titles::of(&pages.catalog, &visit.ctx, refs).await?;
    let rows = lines.iter().map(|line| Row {
        from: titles.link(known.reference(line.from)),
        relation: words(&known, line),
        to: titles.link(known.reference(line.to)),
    });
    let rows = rows.collect();
    let (entities, cut) = (found.members.len(), found.cut);
    let drawing = drawing(&known, &found, &lines, &titles);
    let (direction, curve) = (asked.direction, asked.curve);
    let draw = move || {
        let layout = lay_out(&drawing, &Settings { direction, ..Settings::default() })?;
        Ok::<_, graph::layout::LayoutError>(svg(drawing, layout, Options { curve, ..Options::default() }))
    };
    let drawing = tokio::task::spawn_blocking(draw).await.map_err(Error::internal)?;
    let results = match drawing {
        Ok(drawing) => Results::Drawn { drawing, rows, entities, cut },
        Err(error) => Results::TooLarge { message: error.to_string() },
    };
    Ok((StatusCode::OK, results))
}

fn select(seen: &Seen, asked: &Asked) -> (Neighbourhood, Vec<Link>) {
    let Seen { known, visible } = seen;
    let ids = |names: &[String], wanted: &[String]| -> Vec<u16> {
        (0..=u16::MAX).zip(names).filter(|(_, name)| wanted.contains(name)).map(|(id, _)| id).collect()
    };
    let kinds = asked.selected_kinds.as_deref().map(|wanted| ids(&known.kinds, wanted));
    let relations = asked.selected_relations.as_deref().map(|wanted| ids(&known.relations, wanted));
    let roots: Vec<u32> = asked.root_entity_refs.iter().filter_map(|root| known.node(root.trim())).collect();
    let scope = Scope {
        follow: Follow::Out,
        relations: relations.as_deref(),
        kinds: kinds.as_deref(),
        visible: Some(visible),
    };
    let limits = Limits { depth: asked.max_depth, most_nodes: MOST_NODES, ..Limits::default() };
    let found = neighbourhood(&known.network, &roots, scope, limits);
    let id = |name: &str| known.relations.iter().position(|relation| relation == name);
    let pairs: Vec<Pair> = PAIRS
        .iter()
        .filter_map(|(left, right)| {
            Some(Pair { left: id(left)?.try_into().ok()?, right: id(right)?.try_into().ok()? })
        })
        .collect();
    let merging = Merging { merge_relations: asked.merge_relations, unidirectional: asked.unidirectional };
    let lines = links(&found, &pairs, merging);
    (found, lines)
}

fn words(known: &Known, line: &Link) -> String {
    let words: Vec<String> = line.relations.iter().map(|relation| title(known.relation(*relation))).collect();
    words.join(" / ")
}

fn drawing(known: &Known, found: &Neighbourhood, lines: &[Link], titles: &Titles) -> Drawing {
    let mut places = hashbrown::HashMap::with_capacity(found.members.len());
    let mut nodes = Vec::with_capacity(found.members.len());
    for (place, member) in (0_u32..).zip(&found.members) {
        places.insert(member.node, place);
        let link = titles.link(known.reference(member.node));
        nodes.push(Node {
            more_href: Some(format!(
                "{PATH}?rootEntityRefs[]={}",
                page::address::query_part(&link.reference)
            )),
            id: link.reference,
            label: link.label,
            href: link.href.get().map(str::to_owned),
            hue: format!("hue-{}", link.kind),
            detail: link.kind,
            is_focus: member.distance == 0,
            more: member.more,
            ..Node::default()
        });
    }
    let edges = lines.iter().filter_map(|line| {
        let (from, to) = (*places.get(&line.from)?, *places.get(&line.to)?);
        Some(Edge { from, to, label: words(known, line), class: String::new() })
    });
    Drawing { title: "Relations".to_owned(), edges: edges.collect(), nodes }
}
