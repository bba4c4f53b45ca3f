//! What can be changed on the page of the graph: the question, the form, and the chips of what is asked.

use graph::query as names;
use ui::Href;
use ui::filter::ActiveFilter;
use ui::form::choice::Choice;
use ui::tabs::Tab;

use super::address::{Asked, GOAL, PATH, SHOW, Show, list};
use crate::entities::graph::Picture;
use crate::pages::titles::Titles;
use crate::pages::view::graph::form::{Form, Selects};
use crate::pages::view::relations::title;
use crate::pages::words::kind_name;

/// Between the three questions.
pub(super) fn switch(asked: &Asked) -> Vec<Tab> {
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

/// The form with what is asked now. Kinds and relations to choose from come from the picture.
pub(super) fn form(asked: &Asked, picture: Option<&Picture>) -> Form {
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
pub(super) fn chips(asked: &Asked, titles: &Titles) -> Vec<ActiveFilter> {
    let mut chips = Vec::new();
    let label = |reference: &str| {
        let link = titles.link(reference);
        if link.missing { format!("{reference} (not in the catalog)") } else { link.label }
    };
    for root in asked.roots() {
        let without = asked.with(|asked| asked.stock.root_entity_refs.retain(|other| other != root));
        chips.push(ActiveFilter { field: "From".to_owned(), label: label(root), remove: without.href() });
    }
    if !asked.goal.is_empty() && asked.show == Show::Path {
        let without = asked.with(|asked| asked.goal.clear());
        chips.push(ActiveFilter {
            field: "To".to_owned(),
            label: label(&asked.goal),
            remove: without.href(),
        });
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
