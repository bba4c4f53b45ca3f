//! One keyword that several schemas use: the value that holds for all of them.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Failed, distinct, merge_schemas};
use crate::node::{Entries, Node};
use crate::run::Run;

/// Combines the different values that a keyword has.
pub(super) fn combine(run: &Run<'_>, keyword: &str, said: &[Node]) -> Result<Node, Failed> {
    let [first, rest @ ..] = said else {
        return Err(Failed::Incompatible);
    };
    match keyword {
        "definitions" | "dependencies" => return dependencies(run, said),
        "contains" | "propertyNames" => {
            return merge_schemas(run, said.to_vec())?.ok_or(Failed::Incompatible);
        }
        "not" => {
            return Ok(Node::object(Entries::from_iter([(Arc::from("anyOf"), Node::list(said.to_vec()))])));
        }
        _ if rest.is_empty() => return Ok(first.clone()),
        _ => {}
    }
    match keyword {
        "$id" | "$ref" | "$schema" | "default" | "description" | "title" => Ok(first.clone()),
        "required" => Ok(names(said)),
        "examples" => Ok(Node::list(distinct(said.iter().flat_map(|each| each.items().unwrap_or_default())))),
        "minimum" | "exclusiveMinimum" | "minItems" | "minLength" | "minProperties" => {
            extreme(said, Ordering::Greater)
        }
        "maximum" | "exclusiveMaximum" | "maxItems" | "maxLength" | "maxProperties" => {
            extreme(said, Ordering::Less)
        }
        "uniqueItems" => Ok(Node::Bool(said.iter().any(|each| each.as_bool() == Some(true)))),
        "pattern" => {
            let patterns = said.iter().filter_map(Node::as_text).map(|pattern| format!("(?={pattern})"));
            Ok(Node::text(&patterns.collect::<String>()))
        }
        "multipleOf" => multiple(said),
        "enum" => choices(said),
        "type" => types(said),
        "oneOf" | "anyOf" => alternatives(run, said),
        // No rule says what two different values of another keyword mean together.
        _ => Err(Failed::Incompatible),
    }
}

fn names(said: &[Node]) -> Node {
    let mut names = distinct(said.iter().flat_map(|each| each.items().unwrap_or_default()));
    names.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
    Node::list(names)
}

fn extreme(said: &[Node], wanted: Ordering) -> Result<Node, Failed> {
    let mut found = &said[0];
    for each in said {
        let (Some(own), Some(best)) = (each.as_number(), found.as_number()) else {
            return Err(Failed::Incompatible);
        };
        if own.partial_cmp(&best) == Some(wanted) {
            found = each;
        }
    }
    Ok(found.clone())
}

fn multiple(said: &[Node]) -> Result<Node, Failed> {
    let mut product: u64 = 1;
    for each in said {
        let Node::Number(number) = each else { return Err(Failed::Incompatible) };
        let number = number.as_u64().filter(|number| *number > 0).ok_or(Failed::Incompatible)?;
        product = (product / divisor(product, number)).checked_mul(number).ok_or(Failed::Incompatible)?;
    }
    Ok(Node::Number(product.into()))
}

const fn divisor(left: u64, right: u64) -> u64 {
    if right == 0 { left } else { divisor(right, left % right) }
}

fn choices(said: &[Node]) -> Result<Node, Failed> {
    let lists: Vec<&[Node]> = said.iter().map(|each| each.items().unwrap_or_default()).collect();
    let mut common: Vec<Node> =
        lists[0].iter().filter(|choice| lists.iter().all(|list| list.contains(choice))).cloned().collect();
    if common.is_empty() {
        return Err(Failed::Incompatible);
    }
    common.sort_by(|left, right| match (left, right) {
        (Node::Number(_), Node::Number(_)) => {
            left.as_number().partial_cmp(&right.as_number()).unwrap_or(Ordering::Equal)
        }
        _ => left.as_text().cmp(&right.as_text()),
    });
    Ok(Node::list(common))
}

fn types(said: &[Node]) -> Result<Node, Failed> {
    if !said.iter().any(|each| each.items().is_some()) {
        return Err(Failed::Incompatible);
    }
    let lists: Vec<&[Node]> =
        said.iter().map(|each| each.items().unwrap_or(std::slice::from_ref(each))).collect();
    let common: Vec<Node> = distinct(lists[0].iter())
        .into_iter()
        .filter(|name| lists.iter().all(|list| list.contains(name)))
        .collect();
    match &common[..] {
        [] => Err(Failed::Incompatible),
        [only] => Ok(only.clone()),
        _ => Ok(Node::list(common)),
    }
}

/// Every way to take one option of each; those that contradict themselves are left out.
fn alternatives(run: &Run<'_>, said: &[Node]) -> Result<Node, Failed> {
    let mut combinations: Vec<Vec<Node>> = vec![Vec::new()];
    for options in said {
        let options = options.items().unwrap_or_default();
        run.spend(combinations.len().saturating_mul(options.len()))?;
        combinations = combinations
            .iter()
            .flat_map(|taken| {
                options.iter().map(|option| {
                    let mut longer = vec![option.clone()];
                    longer.extend(taken.iter().cloned());
                    longer
                })
            })
            .collect();
    }
    let mut merged = Vec::new();
    for combination in combinations {
        match merge_schemas(run, combination) {
            Ok(Some(option)) => merged.push(option),
            Ok(None) | Err(Failed::Incompatible) => {}
            Err(Failed::Overrun(overrun)) => return Err(Failed::Overrun(overrun)),
        }
    }
    let merged = distinct(merged.iter());
    if merged.is_empty() { Err(Failed::Incompatible) } else { Ok(Node::list(merged)) }
}

fn dependencies(run: &Run<'_>, said: &[Node]) -> Result<Node, Failed> {
    let mut merged = Entries::default();
    for key in said.iter().filter_map(Node::entries).flat_map(Entries::keys) {
        if merged.contains_key(key) {
            continue;
        }
        let own = distinct(said.iter().filter_map(|each| each.get(key)));
        run.spend(own.len())?;
        let value = if own.iter().all(|each| each.items().is_some()) {
            names(&own)
        } else {
            let schemas = own.into_iter().map(|each| match each {
                Node::List(_) => Node::object(Entries::from_iter([(Arc::from("required"), each)])),
                _ => each,
            });
            merge_schemas(run, schemas.collect())?.ok_or(Failed::Incompatible)?
        };
        merged.insert(Arc::clone(key), value);
    }
    Ok(Node::object(merged))
}
