//! Operations from the application's view, channels, messages, schemas.

use definition::asyncapi::{Asyncapi, Operation};

use super::{Row, Section, Target};

pub(super) fn sections(asyncapi: &Asyncapi) -> Vec<Section> {
    let operations = asyncapi.operations.iter().enumerate();
    let operations = operations.map(|(index, found)| operation(asyncapi, index, found)).collect();
    let channels = asyncapi.channels.iter().enumerate().map(|(index, channel)| {
        let label = channel.address.as_deref().unwrap_or(&channel.name);
        let said = channel.summary.as_deref().or(channel.title.as_deref()).or(channel.description.as_deref());
        Row::new(&channel.anchor, "channel", label, Target::Channel(index)).with(said, false)
    });
    let messages = asyncapi.messages.iter().enumerate().map(|(index, message)| {
        let said = message.summary.as_deref().or(message.title.as_deref()).or(message.description.as_deref());
        let row = Row::new(&message.anchor, "message", &*message.name, Target::Message(index));
        row.with(said, message.deprecated)
    });
    let schemas = asyncapi.schemas.listed().enumerate().map(|(index, named)| {
        let schema = Row::new(&named.anchor, "schema", &*named.name, Target::Schema(index));
        schema.with(named.schema.description(), false)
    });
    vec![
        Section::new("Operations", true, operations),
        Section::new("Channels", false, channels.collect()),
        Section::new("Messages", false, messages.collect()),
        Section::new("Schemas", false, schemas.collect()),
    ]
}

fn operation(asyncapi: &Asyncapi, index: usize, operation: &Operation) -> Row {
    let channel = operation.channel.and_then(|channel| asyncapi.channels.get(channel));
    let place = channel.map(|channel| channel.address.as_deref().unwrap_or(&channel.name));
    let label = place.or(operation.id.as_deref()).unwrap_or("operation");
    let said = operation.summary.as_deref().or(operation.title.as_deref());
    let said = said.or(operation.description.as_deref());
    let row = Row::new(&operation.anchor, operation.action.word(), label, Target::Operation(index));
    row.with(said, operation.deprecated)
}
