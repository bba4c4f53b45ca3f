//! What can be chosen on `/catalog`: the kinds, the panel of filters, and the chips of what is on. Every number says what
//! a click would give: a group is counted under all other filters, and without its own.

use kernel::{Ctx, Error};
use query::facets::FacetCount;
use ui::filter::{ActiveFilter, FilterGroup, FilterOption};
use ui::tabs::Tab;
use ui::{Link, Tone, count};

use super::Pages;
use super::address::{Address, Field, Sort};
use super::filters::{self, Known, Without, predicate};
use super::titles::Titles;
use super::words::plural_of_kind;
use crate::entities::facets;

/// Values of a group before "more", and after it.
const SHOWN_VALUES: usize = 8;
const EXPANDED_VALUES: usize = 500;

/// The kinds that the portal knows, in the order in which people look for them; others follow by name.
const KIND_ORDER: [&str; 8] =
    ["component", "api", "system", "resource", "domain", "group", "user", "template"];

/// Values with how many entities have them, told apart whatever their case; under the first spelling.
pub(super) struct Counted {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) count: u64,
}

pub(super) async fn counted(
    pages: &Pages,
    ctx: &Ctx,
    key: &str,
    filter: query::predicate::Predicate,
) -> Result<Vec<Counted>, Error> {
    let found = facets::facets(&pages.catalog, ctx, &[key.to_owned()], Some(filter)).await?;
    let values = found.first().map_or(&[][..], |(_, facet)| facet.as_slice());
    Ok(merge_spellings(values))
}

fn merge_spellings(values: &[FacetCount]) -> Vec<Counted> {
    let mut merged: indexmap::IndexMap<String, Counted> = indexmap::IndexMap::new();
    for FacetCount { value, count } in values {
        let lower = value.to_lowercase();
        let entry = merged.entry(lower.clone()).or_insert_with(|| Counted {
            value: lower,
            label: value.clone(),
            count: 0,
        });
        entry.count += count;
    }
    merged.into_values().collect()
}

/// The switch of kinds. A kind that only other filters empty keeps its place, with a zero.
pub(super) async fn kinds(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    known: &Known,
) -> Result<Vec<Tab>, Error> {
    let everything = counted(pages, ctx, "kind", query::predicate::Predicate::Everything).await?;
    let narrowed = counted(pages, ctx, "kind", predicate(address, known, Without::Kind)).await?;
    let mut kinds: Vec<(String, String)> =
        everything.into_iter().map(|kind| (kind.value, kind.label)).collect();
    if !kinds.iter().any(|(kind, _)| *kind == address.kind) {
        kinds.push((address.kind.clone(), address.kind.clone()));
    }
    kinds.sort_by_key(|(kind, _)| {
        (KIND_ORDER.iter().position(|known| known == kind).unwrap_or(KIND_ORDER.len()), kind.clone())
    });
    let mut tabs = Vec::with_capacity(kinds.len());
    for (kind, label) in kinds {
        let number = narrowed.iter().find(|found| found.value == kind).map_or(0, |found| found.count);
        let active = kind == address.kind;
        let target = address.with(|address| {
            address.kind.clone_from(&kind);
            address.chosen.remove(&Field::Type);
            address.sort = Sort::default();
        });
        let mut tab = Tab::new(plural_of_kind(&label), "", active);
        tab.href = target.href();
        // The text is not part of what can be counted quickly, and a number that is wrong helps nobody.
        tabs.push(if address.text.is_empty() { tab.with_count(number, Tone::Plain) } else { tab });
    }
    Ok(tabs)
}

/// The groups of the panel. Those that offer no choice are left out.
pub(super) async fn groups(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    known: &Known,
) -> Result<Vec<FilterGroup>, Error> {
    let mut groups = vec![whose(pages, ctx, address, known).await?];
    for field in Field::ALL {
        groups.extend(group(pages, ctx, address, known, field).await?);
    }
    groups.extend(state(pages, ctx, address, known).await?);
    Ok(groups)
}

/// One choice. Numbers are left out while a text narrows the list, because they would not be true.
fn option(address: &Address, label: &str, value: &str, count: u64, target: (&Address, bool)) -> FilterOption {
    FilterOption {
        label: label.to_owned(),
        value: value.to_owned(),
        count: address.text.is_empty().then_some(count),
        href: target.0.href(),
        active: target.1,
    }
}

async fn whose(pages: &Pages, ctx: &Ctx, address: &Address, known: &Known) -> Result<FilterGroup, Error> {
    let others = || predicate(address, known, Without::Whose);
    let all = filters::count(pages, ctx, vec![others()]).await?;
    let owned = filters::count(pages, ctx, vec![others(), known.owned()]).await?;
    let target = |wanted: bool| address.with(|address| address.owned = wanted);
    Ok(FilterGroup {
        title: "Whose".to_owned(),
        field: "user".to_owned(),
        options: vec![
            option(address, "All", "all", all, (&target(false), !address.owned)),
            option(address, "Yours", "owned", owned, (&target(true), address.owned)),
        ],
        more: None,
    })
}

async fn group(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    known: &Known,
    field: Field,
) -> Result<Option<FilterGroup>, Error> {
    let mut values =
        counted(pages, ctx, field.key(), predicate(address, known, Without::Field(field))).await?;
    for chosen in address.values(field) {
        if !values.iter().any(|known| known.value == *chosen) {
            values.push(Counted { value: chosen.clone(), label: chosen.clone(), count: 0 });
        }
    }
    let is_needless = field == Field::Namespace && values.len() < 2 && address.values(field).is_empty();
    if values.is_empty() || is_needless {
        return Ok(None);
    }
    let is_chosen = |value: &str| address.values(field).iter().any(|chosen| chosen == value);
    values.sort_by(|left, right| {
        let by_choice = is_chosen(&right.value).cmp(&is_chosen(&left.value));
        by_choice.then(right.count.cmp(&left.count)).then_with(|| left.value.cmp(&right.value))
    });
    let total = values.len();
    let is_expanded = address.expanded == Some(field);
    values.truncate(if is_expanded {
        EXPANDED_VALUES
    } else {
        SHOWN_VALUES.max(address.values(field).len())
    });
    let titles = if field == Field::Owners {
        Titles::of(&pages.catalog, ctx, values.iter().map(|value| value.value.as_str())).await?
    } else {
        Titles::default()
    };
    let mut options = Vec::with_capacity(values.len());
    for Counted { value, label, count } in &values {
        let label = if field == Field::Owners { titles.label(value) } else { label.clone() };
        options.push(option(
            address,
            &label,
            value,
            *count,
            (&address.toggled(field, value), is_chosen(value)),
        ));
    }
    let more = more(address, field, total - values.len());
    Ok(Some(FilterGroup {
        title: field.title().to_owned(),
        field: field.parameter().to_owned(),
        options,
        more,
    }))
}

/// Shows all values of a group, or only the first again.
fn more(address: &Address, field: Field, hidden: usize) -> Option<Link> {
    if address.expanded == Some(field) {
        let fewer = address.with(|address| address.expanded = None);
        return Some(Link { label: "Fewer".to_owned(), href: fewer.href() });
    }
    let all = address.with(|address| address.expanded = Some(field));
    (hidden > 0).then(|| Link { label: format!("{} more", count(hidden)), href: all.href() })
}

async fn state(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    known: &Known,
) -> Result<Option<FilterGroup>, Error> {
    let others = || predicate(address, known, Without::State);
    let faulty = filters::count(pages, ctx, vec![others(), known.with_problems()]).await?;
    let orphaned = filters::count(pages, ctx, vec![others(), filters::orphaned()]).await?;
    let mut options = Vec::new();
    if faulty > 0 || address.faulty {
        let target = address.with(|address| address.faulty = !address.faulty);
        options.push(option(address, "With problems", "error", faulty, (&target, address.faulty)));
    }
    if orphaned > 0 || address.orphan {
        let target = address.with(|address| address.orphan = !address.orphan);
        options.push(option(address, "Orphaned", "orphan", orphaned, (&target, address.orphan)));
    }
    let group = FilterGroup { title: "State".to_owned(), field: "state".to_owned(), options, more: None };
    Ok((!group.options.is_empty()).then_some(group))
}

/// What is on, each with the list without it.
pub(super) async fn chips(pages: &Pages, ctx: &Ctx, address: &Address) -> Result<Vec<ActiveFilter>, Error> {
    let owners = address.values(Field::Owners).iter().map(String::as_str);
    let titles = Titles::of(&pages.catalog, ctx, owners).await?;
    let mut chips = Vec::new();
    let mut chip = |field: &str, label: String, without: Address| {
        chips.push(ActiveFilter { field: field.to_owned(), label, remove: without.href() });
    };
    for (field, values) in &address.chosen {
        for value in values {
            let label = if *field == Field::Owners { titles.label(value) } else { value.clone() };
            chip(field.title(), label, address.toggled(*field, value));
        }
    }
    if address.owned {
        chip("Whose", "yours".to_owned(), address.with(|address| address.owned = false));
    }
    if address.faulty {
        chip("State", "with problems".to_owned(), address.with(|address| address.faulty = false));
    }
    if address.orphan {
        chip("State", "orphaned".to_owned(), address.with(|address| address.orphan = false));
    }
    if !address.text.is_empty() {
        chip("Text", address.text.clone(), address.with(|address| address.text.clear()));
    }
    Ok(chips)
}
