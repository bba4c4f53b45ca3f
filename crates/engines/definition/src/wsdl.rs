//! WSDL 1.1 and 2.0: services, operations, messages, and the types of their schemas in outline.

mod read;

pub(crate) use read::read;

/// A description of SOAP services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wsdl {
    /// Its name.
    pub name: Option<String>,
    /// The namespace that it describes.
    pub namespace: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Services and where they are.
    pub services: Vec<Service>,
    /// Groups of operations (port types; interfaces in 2.0).
    pub interfaces: Vec<Interface>,
    /// Messages (1.1).
    pub messages: Vec<Message>,
    /// Elements and types of its schemas.
    pub types: Vec<SchemaType>,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where it is.
    pub ports: Vec<Port>,
}

/// Where a service is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Option<String>,
    /// The interface that it offers.
    pub interface: Option<String>,
}

/// A group of operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What can be called.
    pub operations: Vec<Operation>,
}

/// Something that can be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operation {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The message or element that is sent.
    pub input: Option<String>,
    /// The message or element that comes back.
    pub output: Option<String>,
    /// Messages of failures.
    pub faults: Vec<String>,
    /// The action of SOAP.
    pub action: Option<String>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// Its parts: name, and element or type.
    pub parts: Vec<(String, String)>,
}

/// An element or type of a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaType {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// `element`, `complexType` or `simpleType`.
    pub kind: String,
    /// What it is for.
    pub description: Option<String>,
    /// The type that it is or extends.
    pub base: Option<String>,
    /// Its elements and attributes.
    pub fields: Vec<SchemaField>,
    /// Its values, where they are listed.
    pub values: Vec<String>,
}

/// An element or attribute inside a type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub of: String,
    /// How often it occurs, such as `0..1`; once when empty.
    pub occurs: String,
}

#[cfg(test)]
mod tests;
