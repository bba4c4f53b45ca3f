//! Types, fields and arguments from their nodes. After a syntax error a node may lack any part, so all are optional.

use apollo_parser::cst::{
    ArgumentsDefinition, CstNode, DefaultValue, Definition, Description, Directives, EnumValuesDefinition,
    FieldsDefinition, ImplementsInterfaces, InputFieldsDefinition, InputValueDefinition, Name, OperationType,
    Type, UnionMemberTypes, Value,
};

use super::{EnumValue, Field, Root, TypeDefinition, TypeKind, TypeUse};

/// The reason of `@deprecated` when none is given (GraphQL, section 3.13.3).
const NO_REASON: &str = "No longer supported";

pub(super) fn name_of(name: Option<Name>) -> Option<String> {
    Some(name?.ident_token()?.text().to_owned())
}

pub(super) fn operation_name(kind: &OperationType) -> Option<Root> {
    if kind.query_token().is_some() {
        Some(Root::Query)
    } else if kind.mutation_token().is_some() {
        Some(Root::Mutation)
    } else {
        kind.subscription_token().map(|_| Root::Subscription)
    }
}

pub(super) fn described(description: Option<Description>) -> Option<String> {
    let text = String::from(description?.string_value()?);
    (!text.trim().is_empty()).then_some(text)
}

/// A type or an extension of one; nothing for other definitions and for types without a name.
pub(super) fn type_definition(definition: &Definition, line: u32) -> Option<TypeDefinition> {
    let mut read = TypeDefinition {
        name: name_of(definition.name())?,
        only_extended: definition.is_extension_definition(),
        line,
        ..TypeDefinition::default()
    };
    match definition {
        Definition::ObjectTypeDefinition(node) => {
            read.description = described(node.description());
            read.implements = implements(node.implements_interfaces());
            read.fields = fields(node.fields_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::ObjectTypeExtension(node) => {
            read.implements = implements(node.implements_interfaces());
            read.fields = fields(node.fields_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::InterfaceTypeDefinition(node) => {
            read.kind = TypeKind::Interface;
            read.description = described(node.description());
            read.implements = implements(node.implements_interfaces());
            read.fields = fields(node.fields_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::InterfaceTypeExtension(node) => {
            read.kind = TypeKind::Interface;
            read.implements = implements(node.implements_interfaces());
            read.fields = fields(node.fields_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::InputObjectTypeDefinition(node) => {
            read.kind = TypeKind::Input;
            read.description = described(node.description());
            read.fields = inputs(node.input_fields_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::InputObjectTypeExtension(node) => {
            read.kind = TypeKind::Input;
            read.fields = inputs(node.input_fields_definition());
            read.directives = carried(node.directives()).0;
        }
        _ => return simple_type(definition, read),
    }
    Some(read)
}

/// Types without fields.
fn simple_type(definition: &Definition, mut read: TypeDefinition) -> Option<TypeDefinition> {
    match definition {
        Definition::EnumTypeDefinition(node) => {
            read.kind = TypeKind::Enum;
            read.description = described(node.description());
            read.values = values(node.enum_values_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::EnumTypeExtension(node) => {
            read.kind = TypeKind::Enum;
            read.values = values(node.enum_values_definition());
            read.directives = carried(node.directives()).0;
        }
        Definition::UnionTypeDefinition(node) => {
            read.kind = TypeKind::Union;
            read.description = described(node.description());
            read.members = members(node.union_member_types());
            read.directives = carried(node.directives()).0;
        }
        Definition::UnionTypeExtension(node) => {
            read.kind = TypeKind::Union;
            read.members = members(node.union_member_types());
            read.directives = carried(node.directives()).0;
        }
        Definition::ScalarTypeDefinition(node) => {
            read.kind = TypeKind::Scalar;
            read.description = described(node.description());
            read.directives = carried(node.directives()).0;
        }
        Definition::ScalarTypeExtension(node) => {
            read.kind = TypeKind::Scalar;
            read.directives = carried(node.directives()).0;
        }
        _ => return None,
    }
    Some(read)
}

fn implements(interfaces: Option<ImplementsInterfaces>) -> Vec<TypeUse> {
    let named = interfaces.into_iter().flat_map(|interfaces| interfaces.named_types());
    named.map(|named| type_use(Some(Type::NamedType(named)))).filter(|used| !used.name.is_empty()).collect()
}

fn members(members: Option<UnionMemberTypes>) -> Vec<TypeUse> {
    let named = members.into_iter().flat_map(|members| members.named_types());
    named.map(|named| type_use(Some(Type::NamedType(named)))).filter(|used| !used.name.is_empty()).collect()
}

fn fields(fields: Option<FieldsDefinition>) -> Vec<Field> {
    let mut list = Vec::new();
    for node in fields.into_iter().flat_map(|fields| fields.field_definitions()) {
        let Some(name) = name_of(node.name()) else {
            continue;
        };
        let (directives, deprecated) = carried(node.directives());
        list.push(Field {
            name,
            description: described(node.description()),
            of: type_use(node.ty()),
            arguments: arguments(node.arguments_definition()),
            default: None,
            deprecated,
            directives,
        });
    }
    list
}

fn inputs(fields: Option<InputFieldsDefinition>) -> Vec<Field> {
    fields
        .into_iter()
        .flat_map(|fields| fields.input_value_definitions())
        .filter_map(|node| input(&node))
        .collect()
}

pub(super) fn arguments(arguments: Option<ArgumentsDefinition>) -> Vec<Field> {
    let nodes = arguments.into_iter().flat_map(|arguments| arguments.input_value_definitions());
    nodes.filter_map(|node| input(&node)).collect()
}

fn input(node: &InputValueDefinition) -> Option<Field> {
    let (directives, deprecated) = carried(node.directives());
    Some(Field {
        name: name_of(node.name())?,
        description: described(node.description()),
        of: type_use(node.ty()),
        arguments: Vec::new(),
        default: node
            .default_value()
            .and_then(|value: DefaultValue| value.value())
            .map(|value| source(&value)),
        deprecated,
        directives,
    })
}

fn values(values: Option<EnumValuesDefinition>) -> Vec<EnumValue> {
    let mut list = Vec::new();
    for node in values.into_iter().flat_map(|values| values.enum_value_definitions()) {
        let Some(name) = node.enum_value().and_then(|value| name_of(value.name())) else {
            continue;
        };
        let (directives, deprecated) = carried(node.directives());
        list.push(EnumValue { name, description: described(node.description()), deprecated, directives });
    }
    list
}

/// Directives as written, but for `@deprecated`, whose reason is given apart.
fn carried(directives: Option<Directives>) -> (Vec<String>, Option<String>) {
    let (mut list, mut deprecated) = (Vec::new(), None);
    for directive in directives.into_iter().flat_map(|directives| directives.directives()) {
        if name_of(directive.name()).as_deref() != Some("deprecated") {
            list.push(source(&directive));
            continue;
        }
        let mut arguments = directive.arguments().into_iter().flat_map(|arguments| arguments.arguments());
        let reason = arguments.find_map(|argument| match argument.value() {
            Some(Value::StringValue(text)) => Some(String::from(text)),
            _ => None,
        });
        deprecated = Some(reason.unwrap_or_else(|| NO_REASON.to_owned()));
    }
    (list, deprecated)
}

/// A type as written, without white space. Nesting is bounded by the parser's limit.
fn type_use(of: Option<Type>) -> TypeUse {
    let mut used = TypeUse::default();
    if let Some(of) = of {
        write_type(&of, &mut used);
    }
    used
}

fn write_type(of: &Type, used: &mut TypeUse) {
    match of {
        Type::NamedType(named) => {
            let name = name_of(named.name()).unwrap_or_default();
            used.text.push_str(&name);
            used.name = name;
        }
        Type::ListType(list) => {
            used.text.push('[');
            if let Some(of) = list.ty() {
                write_type(&of, used);
            }
            used.text.push(']');
        }
        Type::NonNullType(strict) => {
            if let Some(named) = strict.named_type() {
                write_type(&Type::NamedType(named), used);
            } else if let Some(list) = strict.list_type() {
                write_type(&Type::ListType(list), used);
            }
            used.text.push('!');
        }
    }
}

/// The text of a node without white space around it.
fn source(node: &impl CstNode) -> String {
    node.syntax().text().to_string().trim().to_owned()
}
