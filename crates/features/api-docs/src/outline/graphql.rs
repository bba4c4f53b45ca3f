//! Fields of the root types, types by sort, directives.

use definition::graphql::{Graphql, Root, TypeKind};

use super::{Row, Section, Target};

const ROOTS: [(Root, &str); 3] =
    [(Root::Query, "Queries"), (Root::Mutation, "Mutations"), (Root::Subscription, "Subscriptions")];
const KINDS: [(TypeKind, &str); 6] = [
    (TypeKind::Object, "Types"),
    (TypeKind::Input, "Inputs"),
    (TypeKind::Interface, "Interfaces"),
    (TypeKind::Union, "Unions"),
    (TypeKind::Enum, "Enums"),
    (TypeKind::Scalar, "Scalars"),
];

pub(super) fn sections(graphql: &Graphql) -> Vec<Section> {
    let mut sections = Vec::new();
    for (root, title) in ROOTS {
        let mut rows = Vec::new();
        for (index, operation) in graphql.operations.iter().enumerate() {
            if operation.root == root
                && let Some(field) = graphql.field(operation)
            {
                let row = Row::new(&operation.anchor, root.word(), &*field.name, Target::Operation(index));
                rows.push(row.with(field.description.as_deref(), field.deprecated.is_some()));
            }
        }
        sections.push(Section::new(title, true, rows));
    }
    for (kind, title) in KINDS {
        let mut rows = Vec::new();
        for (index, definition) in graphql.types.iter().enumerate() {
            if definition.kind == kind {
                let row = Row::new(&definition.anchor, kind.word(), &*definition.name, Target::Type(index));
                rows.push(row.with(definition.description.as_deref(), false));
            }
        }
        sections.push(Section::new(title, false, rows));
    }
    let directives = graphql.directives.iter().enumerate().map(|(index, directive)| {
        let label = format!("@{}", directive.name);
        let row = Row::new(&directive.anchor, "directive", label, Target::Directive(index));
        row.with(directive.description.as_deref(), false)
    });
    sections.push(Section::new("Directives", false, directives.collect()));
    sections
}
