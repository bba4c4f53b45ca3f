//! The plain text of each operation and type, for a search index.

use crate::asyncapi::Asyncapi;
use crate::graphql::{Field, Graphql};
use crate::openapi::{Openapi, Operation};
use crate::protobuf::Protobuf;
use crate::schema::Schema;
use crate::wsdl::Wsdl;
use crate::{Content, Definition};

/// Bytes of the text of one entry.
const LONGEST: usize = 16 * 1024;

/// Something that can be found and linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The anchor on the definition's page.
    pub anchor: String,
    /// What it is called, such as `GET /orders`.
    pub title: String,
    /// Everything that is said about it, a line each. Markdown stays as it is.
    pub text: String,
}

impl Definition {
    /// The operations, then the types, messages and services, in the order of the document. None for plain text.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        match &self.content {
            Content::Openapi(openapi) => openapi_entries(openapi, &mut entries),
            Content::Asyncapi(asyncapi) => asyncapi_entries(asyncapi, &mut entries),
            Content::Graphql(graphql) => graphql_entries(graphql, &mut entries),
            Content::Protobuf(file) => {
                protobuf_entries(file, &mut entries);
                extension_entries(file, &mut entries);
            }
            Content::Wsdl(wsdl) => wsdl_entries(wsdl, &mut entries),
            Content::Plain => {}
        }
        entries
    }
}

impl Entry {
    fn new(anchor: &str, title: String) -> Self {
        Self { anchor: anchor.to_owned(), title, text: String::new() }
    }

    fn say<'t>(&mut self, text: impl Into<Option<&'t str>>) -> &mut Self {
        if let Some(text) = text.into()
            && !text.is_empty()
            && self.text.len() + text.len() < LONGEST
        {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(text);
        }
        self
    }

    /// The names and descriptions inside a schema, as far as it is written in place.
    fn say_schema(&mut self, schema: &Schema) -> &mut Self {
        self.say(schema.title.as_deref()).say(schema.description.as_deref());
        for property in &schema.properties {
            self.say(&*property.name).say_schema(&property.schema);
        }
        for part in schema.all_of.iter().chain(schema.items.as_deref()) {
            self.say_schema(part);
        }
        self
    }
}

fn openapi_entries(openapi: &Openapi, entries: &mut Vec<Entry>) {
    for operation in openapi.operations.iter().chain(&openapi.webhooks) {
        entries.push(openapi_operation(openapi, operation));
    }
    for named in openapi.schemas.listed() {
        let mut entry = Entry::new(&named.anchor, named.name.clone());
        entry.say_schema(&named.schema);
        entries.push(entry);
    }
}

fn openapi_operation(openapi: &Openapi, operation: &Operation) -> Entry {
    let mut entry = Entry::new(&operation.anchor, format!("{} {}", operation.method, operation.path));
    entry
        .say(operation.summary.as_deref())
        .say(operation.description.as_deref())
        .say(operation.id.as_deref());
    for tag in &operation.tags {
        entry.say(tag.as_str());
    }
    for parameter in &operation.parameters {
        entry.say(parameter.name.as_str()).say(parameter.description.as_deref());
    }
    if let Some(body) = &operation.body {
        entry.say(body.description.as_deref());
        for schema in body.content.iter().filter_map(|media| media.schema.as_ref()) {
            entry.say(openapi.schemas.type_words(schema).as_str()).say_schema(schema);
        }
    }
    for response in &operation.responses {
        entry.say(response.description.as_deref());
    }
    entry
}

fn asyncapi_entries(asyncapi: &Asyncapi, entries: &mut Vec<Entry>) {
    for operation in &asyncapi.operations {
        let channel = operation.channel.and_then(|channel| asyncapi.channels.get(channel));
        let place = channel.map_or("", |channel| channel.address.as_deref().unwrap_or(&channel.name));
        let mut entry = Entry::new(&operation.anchor, format!("{} {place}", operation.action.word()));
        entry
            .say(operation.title.as_deref())
            .say(operation.summary.as_deref())
            .say(operation.description.as_deref());
        entry.say(operation.id.as_deref());
        if let Some(channel) = channel {
            entry
                .say(channel.name.as_str())
                .say(channel.title.as_deref())
                .say(channel.description.as_deref());
        }
        for message in operation.messages.iter().filter_map(|message| asyncapi.messages.get(*message)) {
            entry.say(message.name.as_str());
        }
        entries.push(entry);
    }
    for message in &asyncapi.messages {
        let mut entry = Entry::new(&message.anchor, message.name.clone());
        entry
            .say(message.title.as_deref())
            .say(message.summary.as_deref())
            .say(message.description.as_deref());
        if let crate::asyncapi::Payload::Schema(schema) = &message.payload {
            entry.say_schema(schema);
        }
        entries.push(entry);
    }
    for named in asyncapi.schemas.listed() {
        let mut entry = Entry::new(&named.anchor, named.name.clone());
        entry.say_schema(&named.schema);
        entries.push(entry);
    }
}

fn graphql_entries(graphql: &Graphql, entries: &mut Vec<Entry>) {
    for operation in &graphql.operations {
        if let Some(field) = graphql.field(operation) {
            let mut entry =
                Entry::new(&operation.anchor, format!("{} {}", operation.root.word(), field.name));
            say_field(&mut entry, field);
            entries.push(entry);
        }
    }
    for definition in &graphql.types {
        let mut entry = Entry::new(&definition.anchor, definition.name.clone());
        entry.say(definition.description.as_deref());
        for field in &definition.fields {
            entry.say(field.name.as_str());
            say_field(&mut entry, field);
        }
        for value in &definition.values {
            entry.say(value.name.as_str()).say(value.description.as_deref());
        }
        for member in &definition.members {
            entry.say(member.name.as_str());
        }
        entries.push(entry);
    }
}

fn say_field(entry: &mut Entry, field: &Field) {
    entry.say(field.description.as_deref()).say(field.of.name.as_str());
    for argument in &field.arguments {
        entry.say(argument.name.as_str()).say(argument.description.as_deref());
    }
}

fn protobuf_entries(file: &Protobuf, entries: &mut Vec<Entry>) {
    for service in &file.services {
        for method in &service.methods {
            let mut entry = Entry::new(&method.anchor, format!("{}.{}", service.name, method.name));
            entry
                .say(method.description.as_deref())
                .say(method.input.text.as_str())
                .say(method.output.text.as_str());
            entries.push(entry);
        }
    }
    for message in &file.messages {
        let mut entry = Entry::new(&message.anchor, message.name.clone());
        entry.say(message.description.as_deref());
        for field in &message.fields {
            entry.say(field.name.as_str()).say(field.description.as_deref());
        }
        entries.push(entry);
    }
    for enumeration in &file.enums {
        let mut entry = Entry::new(&enumeration.anchor, enumeration.name.clone());
        entry.say(enumeration.description.as_deref());
        for value in &enumeration.values {
            entry.say(value.name.as_str()).say(value.description.as_deref());
        }
        entries.push(entry);
    }
}

fn extension_entries(file: &Protobuf, entries: &mut Vec<Entry>) {
    for extension in &file.extensions {
        let mut entry = Entry::new(&extension.anchor, extension.field.name.clone());
        entry.say(extension.extendee.text.as_str()).say(extension.field.description.as_deref());
        entries.push(entry);
    }
}

fn wsdl_entries(wsdl: &Wsdl, entries: &mut Vec<Entry>) {
    for interface in &wsdl.interfaces {
        for operation in &interface.operations {
            let mut entry = Entry::new(&operation.anchor, format!("{}.{}", interface.name, operation.name));
            entry.say(operation.description.as_deref());
            entry.say(operation.input.as_deref()).say(operation.output.as_deref());
            entries.push(entry);
        }
    }
    for schema_type in &wsdl.types {
        let mut entry = Entry::new(&schema_type.anchor, schema_type.name.clone());
        entry.say(schema_type.description.as_deref());
        for field in &schema_type.fields {
            entry.say(field.name.as_str());
        }
        entries.push(entry);
    }
}
