//! `GET /catalog-graph`: the page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use graph::query as names;
use graph::svg::{Options, svg};
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use ui::filter::ActiveFilter;
use ui::form::choice::Choice;
use ui::kind::EntityLink;
use ui::table::{self, Pager};
use ui::tabs::Tab;
use ui::{Href, count, plural};

use super::address::{Asked, GOAL, PATH, SHOW, Show, list};
use super::drawing::{drawing, words};
use super::{Named, answer, laid_out, named, starts};
use crate::entities::graph::{Line, Picture, PictureNode};
use crate::pages::Pages;
use crate::pages::titles::Titles;
use crate::pages::view::graph::form::{Form, Selects};
use crate::pages::view::graph::{self as view, Drawn, GraphPage, Picture as Shown, Results, Row};
use crate::pages::view::relations::title;
use crate::pages::words::kind_name;

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
        switch: switch(&asked),
        form: form(&asked, picture.as_deref()),
        chips: chips(&asked, &titles),
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
    let results = match drawn(pages, ctx, asked, picture).await {
        Ok(shown) => Results::Drawn(Box::new(shown)),
        Err(Error::Input(message)) => Results::TooLarge { message },
        Err(error) => return Err(error),
    };
    Ok((StatusCode::OK, kept, results))
}

async fn drawn(pages: &Pages, ctx: &Ctx, asked: &Asked, picture: Arc<Picture>) -> Result<Shown, Error> {
    let rows = rows(pages, ctx, asked, &picture).await?;
    let is_small = picture.nodes.len() <= SENT_ALONG && picture.lines.len() <= LINES_SENT_ALONG;
    let drawn = if is_small {
        let named = named(pages, ctx, Arc::clone(&picture)).await?;
        Drawn::Here(draw(pages, asked, named).await?)
    } else {
        Drawn::Later { part: Href::new(asked.at("/picture")), file: Href::new(asked.at("/picture.svg")) }
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

async fn rows(pages: &Pages, ctx: &Ctx, asked: &Asked, picture: &Picture) -> Result<Vec<Row>, Error> {
    let reference = |place: usize| picture.nodes.get(place).map_or("", |node| node.reference.as_str());
    let part: Vec<&Line> = picture.lines.iter().skip(asked.offset).take(ROWS).collect();
    let refs = part.iter().flat_map(|line| [reference(line.from), reference(line.to)]);
    let titles = Titles::of(&pages.catalog, ctx, refs).await?;
    let row = |line: &&Line| Row {
        from: titles.link(reference(line.from)),
        relation: words(line),
        to: titles.link(reference(line.to)),
    };
    Ok(part.iter().map(row).collect())
}

fn pager(asked: &Asked, lines: usize) -> Pager {
    let at = |offset: usize| {
        let mut other = asked.clone();
        other.offset = offset;
        Href::new(format!("{}#told", other.at("")))
    };
    let end = asked.offset.saturating_add(ROWS).min(lines);
    let summary = if lines <= ROWS && asked.offset == 0 {
        format!("{} in all", count(number(lines)))
    } else {
        format!("{}–{} of {}", count(number(asked.offset + 1)), count(number(end)), count(number(lines)))
    };
    Pager {
        summary,
        names: table::PAGES,
        previous: (asked.offset > 0).then(|| at(asked.offset.saturating_sub(ROWS))),
        next: (end < lines).then(|| at(end)),
    }
}

fn summary(asked: &Asked, picture: &Picture) -> String {
    let lines = plural(number(picture.lines.len()), "relation", "relations");
    match asked.show {
        Show::Around => format!("{}, {lines}", plural(number(picture.nodes.len()), "entity", "entities")),
        Show::Path => {
            let hops = picture.nodes.iter().map(|node| u64::from(node.distance)).max().unwrap_or(0);
            format!("The shortest way has {}.", plural(hops, "step", "steps"))
        }
        Show::Impact => {
            let roots = picture.nodes.iter().filter(|node| node.distance == 0).count();
            let direct = picture.nodes.iter().filter(|node| node.distance == 1).count();
            let hit = picture.total.saturating_sub(roots);
            if hit == 0 {
                return "Nothing breaks: as far as the catalog knows, nothing depends on it.".to_owned();
            }
            format!(
                "{} would break, {} of them directly.",
                plural(number(hit), "entity", "entities"),
                count(number(direct))
            )
        }
    }
}

fn warning(picture: &Picture) -> Option<String> {
    let (shown, total) = (count(number(picture.nodes.len())), count(number(picture.total)));
    if picture.nodes.len() < picture.total {
        return Some(format!(
            "Showing the nearest {shown} of {total}. A smaller depth, fewer kinds or fewer relations show all of it."
        ));
    }
    let more =
        "There are more relations between these entities than are drawn. Fewer kinds or relations show all.";
    picture.is_cut.then(|| more.to_owned())
}

fn switch(asked: &Asked) -> Vec<Tab> {
    let tab = |show: Show| {
        let label = match show {
            Show::Around => "Related",
            Show::Path => "Path to…",
            Show::Impact => "What breaks without it",
        };
        let mut tab = Tab::new(label, "", show == asked.show);
        tab.href = asked.showing(show).href();
        tab
    };
    Show::ALL.into_iter().map(tab).collect()
}

fn form(asked: &Asked, picture: Option<&Picture>) -> Form {
    let stock = &asked.stock;
    let choices = |offered: &[String], chosen: Option<&[String]>, label: fn(&str) -> String| {
        let chosen = chosen.unwrap_or_default();
        let others = chosen.iter().filter(|value| !offered.contains(value));
        let values = offered.iter().chain(others);
        values.map(|value| Choice::new(value.as_str(), label(value), chosen.contains(value))).collect()
    };
    let (kinds, relations) =
        picture.map_or((&[][..], &[][..]), |picture| (&picture.kinds, &picture.relations));
    let mut kept: Vec<(String, String)> =
        asked.roots().iter().map(|root| (list(names::ROOTS), root.clone())).collect();
    if asked.show != Show::default() {
        kept.push((SHOW.to_owned(), asked.show.name().to_owned()));
    }
    Form {
        action: Href::new(PATH),
        suggestions: Href::new(format!("{PATH}/entities")),
        kept,
        has_root: !asked.roots().is_empty(),
        goal: (asked.show == Show::Path).then(|| (GOAL, asked.goal.clone())),
        depth: (asked.show != Show::Path)
            .then(|| stock.max_depth.map_or_else(|| names::INFINITE.to_owned(), |depth| depth.to_string())),
        kinds: choices(kinds, stock.selected_kinds.as_deref(), kind_name),
        relations: choices(relations, stock.selected_relations.as_deref(), title),
        selects: Selects {
            direction: stock.direction,
            curve: stock.curve,
            merge_relations: stock.merge_relations,
            unidirectional: stock.unidirectional,
        },
        is_open: stock.show_filters,
    }
}

/// What is asked about and what narrows it, each with the page without it.
fn chips(asked: &Asked, titles: &Titles) -> Vec<ActiveFilter> {
    let mut chips = Vec::new();
    for root in asked.roots() {
        let link = titles.link(root);
        let label = if link.missing { format!("{root} (not in the catalog)") } else { link.label };
        let without = asked.with(|asked| asked.stock.root_entity_refs.retain(|other| other != root));
        chips.push(ActiveFilter { field: "From".to_owned(), label, remove: without.href() });
    }
    if !asked.goal.is_empty() && asked.show == Show::Path {
        let link = titles.link(&asked.goal);
        let label = if link.missing { format!("{} (not in the catalog)", asked.goal) } else { link.label };
        let without = asked.with(|asked| asked.goal.clear());
        chips.push(ActiveFilter { field: "To".to_owned(), label, remove: without.href() });
    }
    for kind in asked.stock.selected_kinds.iter().flatten() {
        let without = asked.with(|asked| remove(&mut asked.stock.selected_kinds, kind));
        chips.push(ActiveFilter { field: "Kind".to_owned(), label: kind_name(kind), remove: without.href() });
    }
    for relation in asked.stock.selected_relations.iter().flatten() {
        let without = asked.with(|asked| remove(&mut asked.stock.selected_relations, relation));
        chips.push(ActiveFilter {
            field: "Relation".to_owned(),
            label: title(relation),
            remove: without.href(),
        });
    }
    chips
}

/// Without the last one, all count.
fn remove(list: &mut Option<Vec<String>>, value: &str) {
    if let Some(values) = list {
        values.retain(|other| other != value);
    }
    *list = list.take().filter(|values| !values.is_empty());
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
