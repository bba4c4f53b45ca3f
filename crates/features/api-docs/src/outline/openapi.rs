//! Operations by tag, webhooks, schemas.

use definition::openapi::{Openapi, Operation};

use super::{Row, Section, Target};

pub(super) fn sections(openapi: &Openapi) -> Vec<Section> {
    let mut sections = Vec::new();
    let has_tags = openapi.groups.iter().any(|group| group.tag.is_some() && !group.operations.is_empty());
    for group in &openapi.groups {
        let operation = |index: &usize| {
            let operation = openapi.operations.get(*index)?;
            Some(row(operation, Target::Operation(*index)))
        };
        let rows = group.operations.iter().filter_map(operation).collect();
        let without_tag = if has_tags { "Other operations" } else { "Operations" };
        let title = group.tag.as_ref().map_or(without_tag, |tag| tag.name.as_str());
        let description = group.tag.as_ref().and_then(|tag| tag.description.clone().or(tag.summary.clone()));
        sections.push(Section { description, ..Section::new(title, true, rows) });
    }
    let webhooks = openapi.webhooks.iter().enumerate();
    let rows = webhooks.map(|(index, webhook)| row(webhook, Target::Webhook(index))).collect();
    sections.push(Section::new("Webhooks", true, rows));
    let schemas = openapi.schemas.listed().enumerate().map(|(index, named)| {
        let schema = Row::new(&named.anchor, "schema", &*named.name, Target::Schema(index));
        schema.with(named.schema.description(), false)
    });
    sections.push(Section::new("Schemas", false, schemas.collect()));
    sections
}

fn row(operation: &Operation, target: Target) -> Row {
    let summary = operation.summary.as_deref().or(operation.description.as_deref());
    let row = Row::new(&operation.anchor, &*operation.method, &*operation.path, target);
    row.with(summary, operation.deprecated)
}
