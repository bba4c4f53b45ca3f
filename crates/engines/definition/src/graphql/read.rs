//! Reads a document: definitions one by one, extensions into the types that they extend.

use std::collections::HashMap;

use apollo_parser::Parser;
use apollo_parser::cst::{CstNode as _, Definition, DirectiveDefinition as Directive};

use super::types::{arguments, described, name_of, operation_name, type_definition};
use super::{DirectiveDefinition, Graphql, Operation, Root, TypeDefinition, TypeKind, TypeUse};
use crate::anchor::Anchors;
use crate::limits::Limits;
use crate::problem::{Lines, Problem, Problems, place_of};

/// Reads a schema. After syntax errors the rest is given.
pub(crate) fn read(text: &str, limits: &Limits, mut problems: Problems) -> (Graphql, Vec<Problem>) {
    let tree = Parser::new(text).recursion_limit(limits.depth).token_limit(limits.nodes).parse();
    let mut last = None;
    for error in tree.errors() {
        if problems.is_full() {
            problems.whole("");
            continue;
        }
        let (line, column) = place_of(text, error.index());
        // One mistake often makes several errors at one place.
        if last.replace((line, column)) != Some((line, column)) {
            problems.at(line, Some(column), format!("GraphQL: {}", error.message()));
        }
    }
    let mut builder = Builder::default();
    let mut lines = Lines::new(text);
    for definition in tree.document().definitions() {
        let line = lines.at(usize::from(definition.syntax().text_range().start()));
        builder.definition(&definition, line, &mut problems);
    }
    (builder.finish(), problems.into_list())
}

#[derive(Default)]
struct Builder {
    graphql: Graphql,
    anchors: Anchors,
    /// Positions of types by name.
    positions: HashMap<String, usize>,
    /// Names of root types that the schema gives.
    roots: Vec<(Root, String)>,
}

impl Builder {
    fn definition(&mut self, definition: &Definition, line: u32, problems: &mut Problems) {
        match definition {
            Definition::SchemaDefinition(schema) => {
                self.graphql.description = described(schema.description());
                self.roots(schema.root_operation_type_definitions());
            }
            Definition::SchemaExtension(schema) => self.roots(schema.root_operation_type_definitions()),
            Definition::DirectiveDefinition(directive) => self.directive(directive),
            Definition::OperationDefinition(_) | Definition::FragmentDefinition(_) => {
                problems.at(line, None, "a query, not part of a schema, is not shown");
            }
            _ => {
                if let Some(read) = type_definition(definition, line) {
                    self.add(read, problems);
                }
            }
        }
    }

    fn roots(&mut self, roots: impl Iterator<Item = apollo_parser::cst::RootOperationTypeDefinition>) {
        for root in roots {
            let kind = root.operation_type().and_then(|kind| operation_name(&kind));
            let name = root.named_type().and_then(|named| name_of(named.name()));
            if let (Some(kind), Some(name)) = (kind, name) {
                self.roots.push((kind, name));
            }
        }
    }

    fn directive(&mut self, directive: &Directive) {
        let Some(name) = name_of(directive.name()) else {
            return;
        };
        let locations = directive.directive_locations();
        let locations = locations.into_iter().flat_map(|locations| locations.directive_locations());
        self.graphql.directives.push(DirectiveDefinition {
            anchor: self.anchors.give("directive", &name),
            description: described(directive.description()),
            arguments: arguments(directive.arguments_definition()),
            repeatable: directive.repeatable_token().is_some(),
            locations: locations
                .map(|location| location.syntax().text().to_string().trim().to_owned())
                .collect(),
            name,
        });
    }

    /// Adds a type, or what an extension adds to it.
    fn add(&mut self, read: TypeDefinition, problems: &mut Problems) {
        let Some(position) = self.positions.get(&read.name).copied() else {
            self.positions.insert(read.name.clone(), self.graphql.types.len());
            let anchor = self.anchors.give("type", &read.name);
            self.graphql.types.push(TypeDefinition { anchor, ..read });
            return;
        };
        let known = &mut self.graphql.types[position];
        if !read.only_extended && !known.only_extended {
            problems.at(read.line, None, format!("the type `{}` is defined twice", read.name));
        }
        if known.only_extended && !read.only_extended {
            (known.kind, known.line, known.only_extended) = (read.kind, read.line, false);
        }
        known.description = known.description.take().or(read.description);
        known.implements.extend(read.implements);
        known.fields.extend(read.fields);
        known.values.extend(read.values);
        known.members.extend(read.members);
        known.directives.extend(read.directives);
    }

    fn finish(mut self) -> Graphql {
        // Without a `schema` the root types are known by their names.
        if self.roots.is_empty() {
            for (root, name) in
                [(Root::Query, "Query"), (Root::Mutation, "Mutation"), (Root::Subscription, "Subscription")]
            {
                self.roots.push((root, name.to_owned()));
            }
        }
        for (root, name) in &self.roots {
            let Some(type_index) = self.positions.get(name).copied() else {
                continue;
            };
            let definition = &self.graphql.types[type_index];
            if !matches!(definition.kind, TypeKind::Object) {
                continue;
            }
            for (field_index, field) in definition.fields.iter().enumerate() {
                let anchor = self.anchors.give(root.word(), &field.name);
                self.graphql.operations.push(Operation { anchor, root: *root, type_index, field_index });
            }
        }
        self.link();
        self.graphql
    }

    /// Gives each use of a type the anchor of that type.
    fn link(&mut self) {
        let anchors: Vec<String> =
            self.graphql.types.iter().map(|definition| definition.anchor.clone()).collect();
        let positions = &self.positions;
        let link = |used: &mut TypeUse| {
            used.anchor = positions.get(&used.name).map(|position| anchors[*position].clone());
        };
        for definition in &mut self.graphql.types {
            definition.implements.iter_mut().chain(&mut definition.members).for_each(link);
            for field in &mut definition.fields {
                link(&mut field.of);
                for argument in &mut field.arguments {
                    link(&mut argument.of);
                }
            }
        }
        for argument in self.graphql.directives.iter_mut().flat_map(|directive| &mut directive.arguments) {
            link(&mut argument.of);
        }
    }
}
