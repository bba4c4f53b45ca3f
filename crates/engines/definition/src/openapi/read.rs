//! Reads the whole document: what every operation needs first, then operations, and the schemas that they turned out to
//! refer to last.

use std::collections::{HashMap, HashSet};

use super::path::Paths;
use super::{Group, Openapi, Operation};
use crate::document::{Node, Spot};
use crate::info::Tag;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::security::SecurityScheme;

/// Reads an OpenAPI document from its tree.
pub(crate) fn read(mut reader: Reader<'_>) -> (Openapi, Vec<Problem>) {
    let root = Spot::root(reader.root);
    let is_second = root.node.get("swagger").is_some() && root.node.get("openapi").is_none();
    let version_key = if is_second { "swagger" } else { "openapi" };
    let mut openapi = Openapi {
        version: reader.text(&root, version_key).unwrap_or_default(),
        info: reader.info(&root),
        docs: reader.external_docs(&root),
        ..Openapi::default()
    };
    if !["2.0", "3.0", "3.1", "3.2"].iter().any(|known| openapi.version.starts_with(known)) {
        let message =
            format!("OpenAPI version `{}` is unknown (2.0 and 3.0 to 3.2 are known)", openapi.version);
        reader.problem(&root, message);
    }
    openapi.security_schemes = security_schemes(&mut reader, &root, is_second);
    list_schemas(&mut reader, &root, is_second);

    let mut paths = Paths::new(reader, &root, is_second);
    openapi.operations = paths.operations(&root, "paths");
    openapi.webhooks = paths.operations(&root, "webhooks");
    let Paths { mut reader, servers, .. } = paths;
    openapi.servers = servers;

    let tags = reader.tags(&root);
    openapi.groups = groups(tags, &openapi.operations);
    check(&mut reader, &root, &openapi);
    openapi.schemas = reader.finish_schemas();
    (openapi, reader.into_problems())
}

fn security_schemes<'d>(
    reader: &mut Reader<'d>,
    root: &Spot<'d, '_>,
    is_second: bool,
) -> Vec<SecurityScheme> {
    if is_second {
        return reader
            .mapping(root, "securityDefinitions")
            .map_or_else(Vec::new, |schemes| reader.security_schemes(&schemes));
    }
    let Some(components) = reader.mapping(root, "components") else {
        return Vec::new();
    };
    reader
        .mapping(&components, "securitySchemes")
        .map_or_else(Vec::new, |schemes| reader.security_schemes(&schemes))
}

/// Named schemas go first, so that they keep the order of the document and the shortest anchors.
fn list_schemas<'d>(reader: &mut Reader<'d>, root: &Spot<'d, '_>, is_second: bool) {
    let (place, pointer) = if is_second {
        (Some(*root), "/definitions")
    } else {
        (root.get("components"), "/components/schemas")
    };
    let key = if is_second { "definitions" } else { "schemas" };
    let Some(schemas) = place.as_ref().and_then(|place| place.get(key)) else {
        return;
    };
    for (name, schema) in schemas.entries() {
        reader.list_schema(name, schema.node, pointer);
    }
}

fn groups(tags: Vec<Tag>, operations: &[Operation]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut positions: HashMap<String, usize> = HashMap::new();
    for tag in tags {
        positions.entry(tag.name.clone()).or_insert_with(|| {
            groups.push(Group { tag: Some(tag), operations: Vec::new() });
            groups.len() - 1
        });
    }
    let mut untagged = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for name in &operation.tags {
            let position = *positions.entry(name.clone()).or_insert_with(|| {
                let tag = Tag { name: name.clone(), ..Tag::default() };
                groups.push(Group { tag: Some(tag), operations: Vec::new() });
                groups.len() - 1
            });
            let group = &mut groups[position].operations;
            if group.last() != Some(&index) {
                group.push(index);
            }
        }
        if operation.tags.is_empty() {
            untagged.push(index);
        }
    }
    if !untagged.is_empty() {
        groups.push(Group { tag: None, operations: untagged });
    }
    groups
}

/// What only shows when everything has been read.
fn check<'d>(reader: &mut Reader<'d>, root: &Spot<'d, '_>, openapi: &Openapi) {
    let has_none = openapi.operations.is_empty() && openapi.webhooks.is_empty();
    if has_none && root.node.get("components").is_none() && root.node.get("definitions").is_none() {
        reader.problem(root, "the document describes no operations");
    }
    let mut ids = HashSet::new();
    for operation in &openapi.operations {
        let Some(id) = &operation.id else {
            continue;
        };
        if !ids.insert(id) {
            let message = format!("the operation id `{id}` is used more than once");
            reader.problems.at(operation.line, None, message);
        }
    }
    let known: HashSet<&str> = openapi.security_schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    let mut unknown = HashSet::new();
    for operation in &openapi.operations {
        for need in operation.security.iter().flat_map(|requirement| &requirement.needs) {
            if !known.contains(need.scheme.as_str()) && unknown.insert(need.scheme.as_str()) {
                let message = format!("the security scheme `{}` is not defined", need.scheme);
                reader.problems.at(operation.line, None, message);
            }
        }
    }
}

/// Whether a tree is an OpenAPI document, whatever its version.
pub(crate) fn is_openapi(root: &Node<'_>) -> bool {
    let says = |key: &str| root.get(key).and_then(Node::text).is_some();
    says("openapi") || says("swagger") || (root.get("paths").is_some() && root.get("info").is_some())
}
