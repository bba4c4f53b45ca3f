//! Reads the elements by their local names, so that any prefix will do.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::{Interface, Message, Operation, Port, SchemaField, SchemaType, Service, Wsdl};
use crate::anchor::Anchors;
use crate::limits::Limits;
use crate::problem::{Lines, Problem, Problems, count};

/// Reads a description. XML has no half results: after a syntax error nothing is given but the problem.
pub(crate) fn read(text: &str, limits: &Limits, mut problems: Problems) -> (Wsdl, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let nodes_limit = count(limits.nodes);
    if let Some(excess) = excess(text) {
        problems.whole(excess);
        return (Wsdl::default(), problems.into_list());
    }
    let document =
        match Document::parse_with_options(text, ParsingOptions { nodes_limit, ..ParsingOptions::default() })
        {
            Ok(document) => document,
            Err(error) => {
                let place = error.pos();
                problems.at(place.row, Some(place.col), format!("XML: {error}"));
                return (Wsdl::default(), problems.into_list());
            }
        };
    let root = document.root_element();
    if !matches!(root.tag_name().name(), "definitions" | "description") {
        problems.at(
            1,
            None,
            format!("`definitions` was expected as the root element, not `{}`", root.tag_name().name()),
        );
    }
    let mut reader = Reader { lines: Lines::new(text), anchors: Anchors::default() };
    (reader.description(root), problems.into_list())
}

/// Declarations of namespaces in one text, and equals signs between two tags: the parser compares attributes and
/// namespaces with each other.
const MOST_NAMESPACES: usize = 5000;
const MOST_ATTRIBUTES: usize = 1000;

/// Why a text would take the parser too long.
fn excess(text: &str) -> Option<&'static str> {
    if memchr::memmem::find_iter(text.as_bytes(), b"xmlns").take(MOST_NAMESPACES + 1).count()
        > MOST_NAMESPACES
    {
        return Some("XML: too many namespaces (limit 5000)");
    }
    let mut attributes = 0;
    for at in memchr::memchr2_iter(b'<', b'=', text.as_bytes()) {
        attributes = if text.as_bytes()[at] == b'<' { 0 } else { attributes + 1 };
        if attributes > MOST_ATTRIBUTES {
            return Some("XML: too many attributes in one element (limit 1000)");
        }
    }
    None
}

struct Reader<'t> {
    lines: Lines<'t>,
    anchors: Anchors,
}

impl Reader<'_> {
    fn description(&mut self, root: Node<'_, '_>) -> Wsdl {
        let mut wsdl = Wsdl {
            name: attribute(root, "name"),
            namespace: attribute(root, "targetNamespace"),
            description: documentation(root),
            ..Wsdl::default()
        };
        let (mut actions, mut interfaces) = (HashMap::new(), HashMap::new());
        for binding in children(root, "binding") {
            let interface = attribute(binding, "type").or_else(|| attribute(binding, "interface"));
            let interface = interface.map(|name| local(&name)).unwrap_or_default();
            for operation in children(binding, "operation") {
                let name = attribute(operation, "name")
                    .or_else(|| attribute(operation, "ref"))
                    .map(|name| local(&name));
                let action = operation.children().find_map(|child| attribute(child, "soapAction"));
                if let (Some(name), Some(action)) = (name, action.filter(|action| !action.is_empty())) {
                    actions.insert((interface.clone(), name), action);
                }
            }
            interfaces.insert(attribute(binding, "name").unwrap_or_default(), interface);
        }
        for child in root.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "types" => self.types(child, &mut wsdl.types),
                "message" => wsdl.messages.push(self.message(child)),
                "portType" | "interface" => wsdl.interfaces.push(self.interface(child, &actions)),
                "service" => wsdl.services.push(service(child, &interfaces)),
                _ => {}
            }
        }
        wsdl
    }

    fn message(&mut self, node: Node<'_, '_>) -> Message {
        let name = attribute(node, "name").unwrap_or_default();
        let part = |part: Node<'_, '_>| {
            let of = attribute(part, "element").or_else(|| attribute(part, "type")).unwrap_or_default();
            (attribute(part, "name").unwrap_or_default(), local(&of))
        };
        Message {
            anchor: self.anchors.give("message", &name),
            name,
            parts: children(node, "part").map(part).collect(),
        }
    }

    fn interface(&mut self, node: Node<'_, '_>, actions: &HashMap<(String, String), String>) -> Interface {
        let interface = attribute(node, "name").unwrap_or_default();
        let mut operations = Vec::new();
        for operation in children(node, "operation") {
            let name = attribute(operation, "name").unwrap_or_default();
            let target = |node: Node<'_, '_>| {
                let target = attribute(node, "message").or_else(|| attribute(node, "element"));
                target.or_else(|| attribute(node, "ref")).map(|target| local(&target))
            };
            operations.push(Operation {
                anchor: self.anchors.give("operation", &name),
                description: documentation(operation),
                input: children(operation, "input").next().and_then(target),
                output: children(operation, "output").next().and_then(target),
                faults: children(operation, "fault")
                    .chain(children(operation, "outfault"))
                    .filter_map(target)
                    .collect(),
                action: actions.get(&(interface.clone(), name.clone())).cloned(),
                line: self.lines.at(operation.range().start),
                name,
            });
        }
        Interface { name: interface, description: documentation(node), operations }
    }

    fn types(&mut self, node: Node<'_, '_>, types: &mut Vec<SchemaType>) {
        for schema in children(node, "schema") {
            for child in schema.children().filter(Node::is_element) {
                let kind = child.tag_name().name();
                let Some(name) = attribute(child, "name") else {
                    continue;
                };
                if matches!(kind, "element" | "complexType" | "simpleType") {
                    let anchor = self.anchors.give("type", &name);
                    types.push(schema_type(child, name, anchor));
                }
            }
        }
    }
}

fn schema_type(node: Node<'_, '_>, name: String, anchor: String) -> SchemaType {
    let mut read = SchemaType {
        anchor,
        name,
        kind: node.tag_name().name().to_owned(),
        description: documentation(node),
        base: attribute(node, "type").map(|base| local(&base)),
        ..SchemaType::default()
    };
    for inner in node.descendants().skip(1).filter(Node::is_element) {
        match inner.tag_name().name() {
            "element" | "attribute" => read.fields.extend(field(inner)),
            "enumeration" => read.values.extend(attribute(inner, "value")),
            "extension" | "restriction" => {
                read.base = read.base.or_else(|| attribute(inner, "base").map(|base| local(&base)));
            }
            _ => {}
        }
    }
    read
}

fn field(node: Node<'_, '_>) -> Option<SchemaField> {
    let name = attribute(node, "name").or_else(|| attribute(node, "ref").map(|name| local(&name)))?;
    let of =
        attribute(node, "type").or_else(|| attribute(node, "ref")).map(|of| local(&of)).unwrap_or_default();
    let is_attribute = node.tag_name().name() == "attribute";
    let fewest = attribute(node, "minOccurs");
    let most = attribute(node, "maxOccurs");
    let occurs = match (fewest, most) {
        (None, None) if is_attribute && attribute(node, "use").as_deref() != Some("required") => {
            "0..1".to_owned()
        }
        (None, None) => String::new(),
        (fewest, most) => {
            let most = most.unwrap_or_else(|| "1".to_owned());
            let most = if most == "unbounded" { "*" } else { &most };
            format!("{}..{most}", fewest.as_deref().unwrap_or("1"))
        }
    };
    Some(SchemaField { name, of, occurs })
}

fn service(node: Node<'_, '_>, interfaces: &HashMap<String, String>) -> Service {
    let own_interface = attribute(node, "interface").map(|name| local(&name));
    let mut ports = Vec::new();
    for port in children(node, "port").chain(children(node, "endpoint")) {
        let binding = attribute(port, "binding").map(|name| local(&name)).unwrap_or_default();
        let inner = port.children().find_map(|child| attribute(child, "location"));
        ports.push(Port {
            name: attribute(port, "name").unwrap_or_default(),
            address: inner.or_else(|| attribute(port, "address")),
            interface: own_interface.clone().or_else(|| interfaces.get(&binding).cloned()),
        });
    }
    Service { name: attribute(node, "name").unwrap_or_default(), description: documentation(node), ports }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn attribute(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attribute(name).map(str::to_owned)
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// The text of `documentation`, also inside the `annotation` of a schema.
fn documentation(node: Node<'_, '_>) -> Option<String> {
    let annotated = children(node, "annotation").flat_map(|annotation| children(annotation, "documentation"));
    let found = children(node, "documentation").chain(annotated).next()?;
    let text: String =
        found.descendants().filter_map(|inner| if inner.is_text() { inner.text() } else { None }).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
