//! Operations by interface, messages, types of the schemas.

use definition::wsdl::Wsdl;

use super::{Row, Section, Target};

pub(super) fn sections(wsdl: &Wsdl) -> Vec<Section> {
    let mut sections = Vec::new();
    for (index, interface) in wsdl.interfaces.iter().enumerate() {
        let operations = interface.operations.iter().enumerate().map(|(place, operation)| {
            let row = Row::new(&operation.anchor, "call", &*operation.name, Target::Method(index, place));
            row.with(operation.description.as_deref(), false)
        });
        let rows = operations.collect();
        let description = interface.description.clone();
        sections.push(Section { description, ..Section::new(&*interface.name, true, rows) });
    }
    let messages =
        wsdl.messages.iter().enumerate().map(|(index, message)| {
            Row::new(&message.anchor, "message", &*message.name, Target::Message(index))
        });
    sections.push(Section::new("Messages", false, messages.collect()));
    let types = wsdl.types.iter().enumerate().map(|(index, found)| {
        let mark = match found.kind.as_str() {
            "element" => "element",
            _ => "type",
        };
        let row = Row::new(&found.anchor, mark, &*found.name, Target::Type(index));
        row.with(found.description.as_deref(), false)
    });
    sections.push(Section::new("Types", false, types.collect()));
    sections
}
