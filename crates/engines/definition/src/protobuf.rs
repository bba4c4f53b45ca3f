//! Protobuf files: proto2, proto3 and editions.
//!
//! Read by an own parser: the libraries there are refuse a whole file for one mistake, and editions altogether, where a
//! page should show the rest. Imports stay unresolved.

mod body;
mod file;
mod links;
mod scan;

pub(crate) use file::read;

/// A protobuf file. Descriptions are comments, without their marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protobuf {
    /// `proto2`, `proto3` or `edition 2023`; `proto2` when the file does not say.
    pub syntax: String,
    /// The package.
    pub package: Option<String>,
    /// What is above the package.
    pub description: Option<String>,
    /// Files that this one needs.
    pub imports: Vec<Import>,
    /// Options of the file.
    pub options: Vec<Setting>,
    /// Services.
    pub services: Vec<Service>,
    /// Messages, those inside others right after them.
    pub messages: Vec<Message>,
    /// Enums, those inside messages included.
    pub enums: Vec<Enumeration>,
    /// Fields that are added to messages of other files.
    pub extensions: Vec<Extension>,
}

/// A file that is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// Its path.
    pub path: String,
    /// `public`, `weak` or `option`.
    pub modifier: Option<String>,
}

/// An option.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// Its name, such as `(google.api.http)`.
    pub name: String,
    /// Its value, as written.
    pub value: String,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Options.
    pub options: Vec<Setting>,
    /// What can be called.
    pub methods: Vec<Method>,
}

/// Something that can be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Method {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should no longer be called.
    pub deprecated: bool,
    /// What is sent.
    pub input: TypeName,
    /// Whether many are sent.
    pub client_streaming: bool,
    /// What comes back.
    pub output: TypeName,
    /// Whether many come back.
    pub server_streaming: bool,
    /// Options, such as the HTTP form of the call.
    pub options: Vec<Setting>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// A type by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeName {
    /// As written.
    pub text: String,
    /// The anchor of the message or enum, when it is in this file.
    pub anchor: Option<String>,
}

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// What links to it use.
    pub anchor: String,
    /// Its name with those of the messages around it: `Outer.Inner`.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its fields in the order of the file.
    pub fields: Vec<Field>,
    /// Groups of fields of which one is set; fields name theirs.
    pub oneofs: Vec<Oneof>,
    /// Numbers and names that must not be used, as written.
    pub reserved: Vec<String>,
    /// Numbers that extensions may use, as written.
    pub extension_ranges: Vec<String>,
    /// Options.
    pub options: Vec<Setting>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// Fields of which one is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Oneof {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
}

/// A field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its number, as written.
    pub number: String,
    /// Whether it may be absent or repeated.
    pub label: Label,
    /// The type of its values.
    pub of: TypeName,
    /// The type of its keys, for a map.
    pub map_key: Option<String>,
    /// The oneof that it is in.
    pub oneof: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its value when nothing is sent, as written.
    pub default: Option<String>,
    /// Other options.
    pub options: Vec<Setting>,
}

impl Field {
    /// The type in a few words: `repeated string`, `map<string, Order>`.
    pub fn type_words(&self) -> String {
        match (&self.map_key, self.label) {
            (Some(key), _) => format!("map<{key}, {}>", self.of.text),
            (None, Label::Unsaid) => self.of.text.clone(),
            (None, label) => format!("{} {}", label.word(), self.of.text),
        }
    }
}

/// Whether a field may be absent or repeated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Label {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// It may be absent.
    Optional,
    /// It must be there (proto2).
    Required,
    /// It is a list.
    Repeated,
}

impl Label {
    /// As protobuf writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::Optional => "optional",
            Self::Required => "required",
            Self::Repeated => "repeated",
        }
    }
}

/// An enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enumeration {
    /// What links to it use.
    pub anchor: String,
    /// Its name with those of the messages around it.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its values.
    pub values: Vec<EnumValue>,
    /// Numbers and names that must not be used, as written.
    pub reserved: Vec<String>,
    /// Options.
    pub options: Vec<Setting>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// A value of an enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name.
    pub name: String,
    /// Its number, as written.
    pub number: String,
    /// What it means.
    pub description: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Other options.
    pub options: Vec<Setting>,
}

/// A field that is added to a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extension {
    /// What links to it use.
    pub anchor: String,
    /// The message.
    pub extendee: TypeName,
    /// The field.
    pub field: Field,
}

#[cfg(test)]
mod tests;
