//! Finds the message or enum that a type name means, where it is in the same file.
//!
//! Names are looked up from the inside out: in the message itself, in those around it, in the package.

use std::collections::HashMap;

use super::{Protobuf, TypeName};

pub(super) fn resolve(file: &mut Protobuf) {
    let mut anchors: HashMap<String, String> = HashMap::new();
    for message in &file.messages {
        anchors.entry(message.name.clone()).or_insert_with(|| message.anchor.clone());
    }
    for enumeration in &file.enums {
        anchors.entry(enumeration.name.clone()).or_insert_with(|| enumeration.anchor.clone());
    }
    let package = file.package.clone().unwrap_or_default();
    let names = Names { anchors, package };
    for message in &mut file.messages {
        for field in &mut message.fields {
            names.link(&mut field.of, &message.name);
        }
    }
    for extension in &mut file.extensions {
        names.link(&mut extension.extendee, "");
        names.link(&mut extension.field.of, "");
    }
    for method in file.services.iter_mut().flat_map(|service| &mut service.methods) {
        names.link(&mut method.input, "");
        names.link(&mut method.output, "");
    }
}

struct Names {
    /// Anchors by name without the package.
    anchors: HashMap<String, String>,
    package: String,
}

impl Names {
    fn link(&self, name: &mut TypeName, around: &str) {
        let text = name.text.as_str();
        let mut scope = around;
        let found = match text.strip_prefix('.') {
            Some(full) => self.full(full),
            None => loop {
                let inside = if scope.is_empty() { text.to_owned() } else { format!("{scope}.{text}") };
                if let Some(anchor) = self.anchors.get(&inside) {
                    break Some(anchor);
                }
                if scope.is_empty() {
                    break self.full(text);
                }
                scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
            },
        };
        name.anchor = found.cloned();
    }

    /// A name with the package, or with the last parts of it.
    fn full(&self, name: &str) -> Option<&String> {
        if self.package.is_empty() {
            return self.anchors.get(name);
        }
        let mut package = self.package.as_str();
        loop {
            if let Some(inside) = name.strip_prefix(package).and_then(|rest| rest.strip_prefix('.')) {
                return self.anchors.get(inside);
            }
            package = package.split_once('.')?.1;
        }
    }
}
