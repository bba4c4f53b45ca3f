//! `GET /catalog-graph`: the page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use graph::svg::{Options, svg};
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use ui::kind::EntityLink;
use ui::table::{self, Pager};
use ui::{Href, count, plural, span};

use super::address::{Asked, PATH, Show};
use super::drawing::{drawing, words};
use super::{Named, answer, controls, laid_out, named, starts};
use crate::entities::graph::{Line, Picture, PictureNode};
use crate::pages::Pages;
use crate::pages::titles::Titles;
use crate::pages::view::graph::{self as view, Drawn, GraphPage, Picture as Shown, Results, Row};

/// Entities, and lines, of a picture that is sent with the page; larger ones follow.
const SENT_ALONG: usize = 120;
const LINES_SENT_ALONG: usize = 300;
/// Rows of the list.
const ROWS: usize = 100;

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let asked = Asked::read(&query);
    let (status, picture, results) = results(&pages, &visit.ctx, &asked).await?;
    let named = asked.roots().iter().chain([&asked.goal]).map(String::as_str);
    let titles = Titles::of(&pages.catalog, &visit.ctx, named).await?;
    let page = GraphPage {
        switch: controls::switch(&asked),
        form: controls::form(&asked, picture.as_deref()),
        chips: controls::chips(&asked, &titles),
        clear: Href::new(PATH),
        results,
    };
    Ok(page::html(status, view::render(&pages.frames.of(&visit), &page)))
}

type Found = (StatusCode, Option<Arc<Picture>>, Results);

async fn results(pages: &Pages, ctx: &Ctx, asked: &Asked) -> Result<Found, Error> {
    let Some(picture) = answer(pages, ctx, asked).await? else {
        return Ok((StatusCode::FORBIDDEN, None, Results::Denied { help: pages.helpers() }));
    };
    let picture = Arc::new(picture);
    let kept = Some(Arc::clone(&picture));
    if asked.roots().is_empty() {
        return Ok((
            StatusCode::OK,
            kept,
            Results::NoRoot { starts: starts::starts(pages, ctx, asked.show).await? },
        ));
    }
    if asked.show == Show::Path && asked.goal.is_empty() {
        return Ok((StatusCode::OK, kept, Results::NoGoal));
    }
    if asked.show == Show::Path && picture.nodes.is_empty() {
        return Ok((StatusCode::OK, kept, Results::NoPath));
    }
    if picture.nodes.is_empty() {
        return Ok((StatusCode::NOT_FOUND, kept, Results::NotFound));
    }
    let shown = drawn(pages, ctx, asked, picture).await?;
    Ok((StatusCode::OK, kept, Results::Drawn(Box::new(shown))))
}

async fn drawn(pages: &Pages, ctx: &Ctx, asked: &Asked, picture: Arc<Picture>) -> Result<Shown, Error> {
    let is_small = picture.nodes.len() <= SENT_ALONG && picture.lines.len() <= LINES_SENT_ALONG;
    let (rows, drawn) = if is_small {
        let named = named(pages, ctx, Arc::clone(&picture)).await?;
        let rows = rows(asked, &picture, &named.titles);
        (rows, Drawn::Here(draw(pages, asked, named).await?))
    } else {
        let refs = part(asked, &picture).flat_map(|line| ends(&picture, line));
        let titles = Titles::of(&pages.catalog, ctx, refs).await?;
        let (part, file) = (Href::new(asked.at("/picture")), Href::new(asked.at("/picture.svg")));
        (rows(asked, &picture, &titles), Drawn::Later { part, file })
    };
    Ok(Shown {
        label: label(asked.show).to_owned(),
        drawn,
        summary: summary(asked, &picture),
        warning: warning(&picture),
        is_list_open: asked.offset > 0,
        pager: pager(asked, picture.lines.len()),
        rows,
        svg: Href::new(asked.at("/picture.svg")),
        mermaid: Href::new(asked.at("/picture.mmd")),
    })
}

/// Where a node leads: to the same question about it; what is asked about leads to its own page.
pub(super) fn href(asked: &Asked, node: &PictureNode, link: &EntityLink) -> Option<String> {
    if node.distance == 0 || asked.show == Show::Path {
        return link.href.get().map(str::to_owned);
    }
    Some(asked.rooted(&node.reference).at(""))
}

/// What the picture is of, for people who listen.
pub(super) fn label(show: Show) -> &'static str {
    match show {
        Show::Around => "Relations",
        Show::Path => "Path",
        Show::Impact => "What breaks",
    }
}

async fn draw(pages: &Pages, asked: &Asked, Named { picture, titles }: Named) -> Result<String, Error> {
    let asked = asked.clone();
    let work = move || {
        let drawing = drawing(&picture, &titles, label(asked.show), |node, link| href(&asked, node, link));
        let layout = laid_out(&asked, &drawing)?;
        Ok(svg(drawing, layout, Options { curve: asked.stock.curve, ..Options::default() }))
    };
    pages.turns.run(work).await?
}

/// The lines that the list shows.
fn part<'a>(asked: &Asked, picture: &'a Picture) -> impl Iterator<Item = &'a Line> {
    picture.lines.iter().skip(asked.offset).take(ROWS)
}

/// The refs of the entities that a line joins.
fn ends<'a>(picture: &'a Picture, line: &Line) -> [&'a str; 2] {
    [line.from, line.to].map(|place| picture.nodes.get(place).map_or("", |node| node.reference.as_str()))
}

fn rows(asked: &Asked, picture: &Picture, titles: &Titles) -> Vec<Row> {
    let row = |line: &Line| {
        let [from, to] = ends(picture, line).map(|reference| titles.link(reference));
        Row { from, relation: words(line), to }
    };
    part(asked, picture).map(row).collect()
}

fn pager(asked: &Asked, lines: usize) -> Pager {
    let at = |offset: usize| {
        let mut other = asked.clone();
        other.offset = offset;
        Href::new(format!("{}#told", other.at("")))
    };
    let end = asked.offset.saturating_add(ROWS).min(lines);
    let summary = if lines <= ROWS && asked.offset == 0 {
        format!("{} in all", count(lines))
    } else {
        span(asked.offset + 1, end, lines)
    };
    Pager {
        summary,
        names: table::PAGES,
        previous: (asked.offset > 0).then(|| at(asked.offset.saturating_sub(ROWS))),
        next: (end < lines).then(|| at(end)),
    }
}

fn summary(asked: &Asked, picture: &Picture) -> String {
    let lines = plural(picture.lines.len(), "relation", "relations");
    match asked.show {
        Show::Around => format!("{}, {lines}", plural(picture.nodes.len(), "entity", "entities")),
        Show::Path => {
            let hops = picture.nodes.iter().map(|node| node.distance).max().unwrap_or(0);
            format!("The shortest way has {}.", plural(hops, "step", "steps"))
        }
        Show::Impact => {
            let roots = picture.nodes.iter().filter(|node| node.distance == 0).count();
            let hit = picture.total.saturating_sub(roots);
            if hit == 0 {
                return "Nothing breaks: as far as the catalog knows, nothing depends on it.".to_owned();
            }
            format!(
                "{} would break, {} of them directly.",
                plural(hit, "entity", "entities"),
                count(picture.direct)
            )
        }
    }
}

fn warning(picture: &Picture) -> Option<String> {
    let (shown, total) = (count(picture.nodes.len()), count(picture.total));
    if picture.nodes.len() < picture.total {
        return Some(format!(
            "Showing the nearest {shown} of {total}. A smaller depth, fewer kinds or fewer relations show all of it."
        ));
    }
    let more =
        "There are more relations between these entities than are drawn. Fewer kinds or relations show all.";
    picture.is_cut.then(|| more.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said() {
        let node = |distance| PictureNode { reference: String::new(), distance, more: 0 };
        let nodes: Vec<PictureNode> = (0..3).map(node).collect();
        let all = Picture { total: 3, nodes: nodes.clone(), ..Picture::default() };
        assert_eq!(warning(&all), None);
        let few = Picture { total: 14_312, nodes: nodes.clone(), ..Picture::default() };
        let told = warning(&few).unwrap();
        assert!(told.starts_with("Showing the nearest 3 of 14\u{202f}312."), "{told:?}");
        let cut = Picture { is_cut: true, ..all };
        assert!(warning(&cut).unwrap().contains("more relations"));
    }
}
