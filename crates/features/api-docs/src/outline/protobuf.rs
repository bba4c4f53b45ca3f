//! Methods by service, messages, enums, extensions.

use definition::protobuf::Protobuf;

use super::{Row, Section, Target};

pub(super) fn sections(file: &Protobuf) -> Vec<Section> {
    let mut sections = Vec::new();
    for (index, service) in file.services.iter().enumerate() {
        let methods = service.methods.iter().enumerate().map(|(place, method)| {
            let row = Row::new(&method.anchor, "rpc", &*method.name, Target::Method(index, place));
            row.with(method.description.as_deref(), method.deprecated || service.deprecated)
        });
        let rows = methods.collect();
        let title = format!("Service {}", service.name);
        sections
            .push(Section { description: service.description.clone(), ..Section::new(title, true, rows) });
    }
    let messages = file.messages.iter().enumerate().map(|(index, message)| {
        let row = Row::new(&message.anchor, "message", &*message.name, Target::Message(index));
        row.with(message.description.as_deref(), message.deprecated)
    });
    sections.push(Section::new("Messages", false, messages.collect()));
    let enums = file.enums.iter().enumerate().map(|(index, found)| {
        let row = Row::new(&found.anchor, "enum", &*found.name, Target::Enumeration(index));
        row.with(found.description.as_deref(), found.deprecated)
    });
    sections.push(Section::new("Enums", false, enums.collect()));
    let extensions = file.extensions.iter().enumerate().map(|(index, extension)| {
        let label = format!("{} of {}", extension.field.name, extension.extendee.text);
        let row = Row::new(&extension.anchor, "extend", label, Target::Extension(index));
        row.with(extension.field.description.as_deref(), extension.field.deprecated)
    });
    sections.push(Section::new("Extensions", false, extensions.collect()));
    sections
}
