//! What stands between the braces of messages, enums, services and extensions.

use super::file::{Parser, Step};
use super::scan::{Kind, Token};
use super::{
    EnumValue, Enumeration, Extension, Field, Label, Message, Method, Oneof, Service, Setting, TypeName,
};

impl<'t> Parser<'t> {
    /// Reads statements to the closing brace, each with `read`; what cannot be read is skipped.
    fn block(&mut self, what: &str, mut read: impl FnMut(&mut Self) -> Step<()>) {
        loop {
            if self.accept("}") {
                return;
            }
            if self.accept(";") {
                continue;
            }
            if self.peek().is_none() {
                self.recover(&format!("the file ends inside {what}"));
                return;
            }
            let before = self.at;
            if let Err(message) = read(self) {
                self.recover(&message);
            }
            // Whatever happens, something was read.
            self.at = self.at.max(before + usize::from(self.word(0) != "}"));
        }
    }

    /// A message, enum or extension. `around` is the name of the message that it is in.
    pub(super) fn nested(&mut self, around: &str, depth: usize) -> Step<()> {
        let Some(token) = self.take() else {
            return Ok(());
        };
        if depth > self.limits.depth {
            return Err(format!("messages inside each other too deep (limit {})", self.limits.depth));
        }
        let name = self.expect_kind(Kind::Word, "a name")?;
        let name = if token.text == "extend" { name.to_owned() } else { self.inside(around, name)? };
        self.expect("{")?;
        match token.text {
            "message" => self.message(token, &name, depth),
            "enum" => self.enumeration(token, name),
            _ => self.extend(&name, around, depth),
        }
        Ok(())
    }

    /// The name of a message or enum with those around it.
    fn inside(&mut self, around: &str, name: &str) -> Step<String> {
        let length = around.len() + name.len();
        self.name_bytes =
            self.name_bytes.checked_sub(length).ok_or("the names inside each other are too long")?;
        Ok(if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") })
    }

    fn message(&mut self, token: Token<'t>, name: &str, depth: usize) {
        let position = self.file.messages.len();
        let anchor = self.anchors.give("type", name);
        let description = self.comment(token);
        self.file.messages.push(Message {
            anchor,
            name: name.to_owned(),
            description,
            line: token.line,
            ..Message::default()
        });
        let mut message = Message::default();
        let what = format!("message {name}");
        self.block(&what, |parser| parser.message_statement(&mut message, name, depth));
        let place = &mut self.file.messages[position];
        (place.fields, place.oneofs) = (message.fields, message.oneofs);
        (place.reserved, place.extension_ranges) = (message.reserved, message.extension_ranges);
        (place.deprecated, place.options) = without_deprecated(message.options);
    }

    fn message_statement(&mut self, message: &mut Message, name: &str, depth: usize) -> Step<()> {
        let next_is_name = self.tokens.get(self.at + 1).is_some_and(|token| token.kind == Kind::Word);
        match (self.word(0), self.word(2)) {
            // A field may be called like a keyword: `message message = 1;`.
            ("message" | "enum" | "extend", "{") if next_is_name => self.nested(name, depth + 1),
            ("oneof", "{") => self.oneof(message, name, depth),
            ("option", _) if self.is_option() => self.setting().map(|setting| message.options.push(setting)),
            ("reserved", _) if self.word(2) != "=" => self.range(&mut message.reserved),
            ("extensions", _) if self.word(2) != "=" => self.range(&mut message.extension_ranges),
            ("export" | "local", _) if matches!(self.word(1), "message" | "enum") => {
                self.at += 1;
                Ok(())
            }
            _ => {
                let field = self.field(name, depth)?;
                message.fields.push(field);
                Ok(())
            }
        }
    }

    /// Whether `option` starts an option, and is not the type of a field.
    fn is_option(&self) -> bool {
        self.word(1) == "(" || matches!(self.word(2), "=" | ".")
    }

    /// `reserved 1, 5 to 9, "name";` and `extensions 100 to max;`
    fn range(&mut self, list: &mut Vec<String>) -> Step<()> {
        self.at += 1;
        let start = self.peek().map_or(self.text.len(), |token| token.offset);
        while let Some(token) = self.peek() {
            if matches!(token.text, ";" | "[" | "}") {
                break;
            }
            self.at += 1;
        }
        let end = self.peek().map_or(self.text.len(), |token| token.offset);
        list.extend(
            self.text[start..end]
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty()),
        );
        self.settings()?;
        self.expect(";")
    }

    fn oneof(&mut self, message: &mut Message, name: &str, depth: usize) -> Step<()> {
        let Some(token) = self.take() else {
            return Ok(());
        };
        let oneof = self.expect_kind(Kind::Word, "a name")?.to_owned();
        self.expect("{")?;
        message.oneofs.push(Oneof { name: oneof.clone(), description: self.comment(token) });
        let mut fields = Vec::new();
        self.block(&format!("oneof {oneof}"), |parser| {
            if parser.word(0) == "option" && parser.is_option() {
                return parser.setting().map(|_| ());
            }
            let field = parser.field(name, depth)?;
            fields.push(Field { oneof: Some(oneof.clone()), ..field });
            Ok(())
        });
        message.fields.extend(fields);
        Ok(())
    }

    /// `[label] type name = number [options];`, a map, or a group, whose message is added to the file.
    fn field(&mut self, around: &str, depth: usize) -> Step<Field> {
        let Some(token) = self.peek() else {
            return Err(self.expected("a field"));
        };
        let label = match token.text {
            "optional" => Label::Optional,
            "required" => Label::Required,
            "repeated" => Label::Repeated,
            _ => Label::Unsaid,
        };
        // A type may be called like a label.
        let label = if self.word(2) == "=" { Label::Unsaid } else { label };
        self.at += usize::from(label != Label::Unsaid);
        if self.word(0) == "group" && self.word(2) == "=" {
            return self.group(token, label, around, depth);
        }
        let mut field = Field { label, ..Field::default() };
        if self.word(0) == "map" && self.word(1) == "<" {
            self.at += 2;
            field.map_key = Some(self.expect_kind(Kind::Word, "the type of the keys")?.to_owned());
            self.expect(",")?;
            self.expect_kind(Kind::Word, "the type of the values")?.clone_into(&mut field.of.text);
            self.expect(">")?;
        } else {
            self.expect_kind(Kind::Word, "the type of a field")?.clone_into(&mut field.of.text);
        }
        self.expect_kind(Kind::Word, "the name of a field")?.clone_into(&mut field.name);
        self.expect("=")?;
        self.expect_kind(Kind::Number, "the number of the field")?.clone_into(&mut field.number);
        let settings = self.settings()?;
        self.expect(";")?;
        field.description = self.comment(token);
        field_settings(settings, &mut field);
        Ok(field)
    }

    fn group(&mut self, token: Token<'t>, label: Label, around: &str, depth: usize) -> Step<Field> {
        self.at += 1;
        let name = self.expect_kind(Kind::Word, "a name")?.to_owned();
        self.expect("=")?;
        let number = self.expect_kind(Kind::Number, "the number of the field")?.to_owned();
        let settings = self.settings()?;
        self.expect("{")?;
        if depth >= self.limits.depth {
            return Err(format!("groups inside each other too deep (limit {})", self.limits.depth));
        }
        let of = TypeName { text: name.clone(), anchor: None };
        let mut field = Field { name: name.to_lowercase(), number, label, of, ..Field::default() };
        field.description = self.comment(token);
        field_settings(settings, &mut field);
        let full = self.inside(around, &name)?;
        self.message(token, &full, depth + 1);
        Ok(field)
    }

    /// `[name = value, ...]`, or nothing.
    fn settings(&mut self) -> Step<Vec<Setting>> {
        let mut settings = Vec::new();
        if !self.accept("[") {
            return Ok(settings);
        }
        loop {
            settings.push(self.assignment()?);
            if self.accept("]") {
                return Ok(settings);
            }
            self.expect(",")?;
        }
    }

    fn enumeration(&mut self, token: Token<'t>, name: String) {
        let mut read = Enumeration {
            anchor: self.anchors.give("type", &name),
            description: self.comment(token),
            line: token.line,
            ..Enumeration::default()
        };
        let position = self.file.enums.len();
        self.file.enums.push(Enumeration::default());
        let mut options = Vec::new();
        self.block(&format!("enum {name}"), |parser| match parser.word(0) {
            "option" if parser.is_option() => parser.setting().map(|setting| options.push(setting)),
            "reserved" if parser.word(1) != "=" => parser.range(&mut read.reserved),
            _ => {
                let value = parser.enum_value()?;
                read.values.push(value);
                Ok(())
            }
        });
        (read.deprecated, read.options) = without_deprecated(options);
        self.file.enums[position] = Enumeration { name, ..read };
    }

    fn enum_value(&mut self) -> Step<EnumValue> {
        let Some(token) = self.peek() else {
            return Err(self.expected("a value"));
        };
        let name = self.expect_kind(Kind::Word, "the name of a value")?.to_owned();
        self.expect("=")?;
        let minus = if self.accept("-") { "-" } else { "" };
        let number = self.expect_kind(Kind::Number, "the number of the value")?;
        let number = format!("{minus}{number}");
        let settings = self.settings()?;
        self.expect(";")?;
        let (deprecated, options) = without_deprecated(settings);
        Ok(EnumValue { name, number, description: self.comment(token), deprecated, options })
    }

    fn extend(&mut self, extendee: &str, around: &str, depth: usize) {
        let mut fields = Vec::new();
        self.block(&format!("extend {extendee}"), |parser| {
            let field = parser.field(around, depth)?;
            fields.push(field);
            Ok(())
        });
        for field in fields {
            let extendee = TypeName { text: extendee.to_owned(), anchor: None };
            let anchor = self.anchors.give("extension", &field.name);
            self.file.extensions.push(Extension { anchor, extendee, field });
        }
    }

    pub(super) fn service(&mut self, token: Token<'t>) -> Step<()> {
        self.at += 1;
        let name = self.expect_kind(Kind::Word, "a name")?.to_owned();
        self.expect("{")?;
        let mut service = Service {
            anchor: self.anchors.give("service", &name),
            description: self.comment(token),
            ..Service::default()
        };
        let mut options = Vec::new();
        self.block(&format!("service {name}"), |parser| match parser.word(0) {
            "option" => parser.setting().map(|setting| options.push(setting)),
            "rpc" => {
                let method = parser.method(&name)?;
                service.methods.push(method);
                Ok(())
            }
            _ => Err(parser.expected("rpc or option")),
        });
        (service.deprecated, service.options) = without_deprecated(options);
        self.file.services.push(Service { name, ..service });
        Ok(())
    }

    /// `rpc Name (stream In) returns (stream Out);`, or with a block of options.
    fn method(&mut self, service: &str) -> Step<Method> {
        let Some(token) = self.take() else {
            return Err(self.expected("rpc"));
        };
        let name = self.expect_kind(Kind::Word, "the name of a method")?.to_owned();
        let (client_streaming, input) = self.message_type()?;
        self.expect("returns")?;
        let (server_streaming, output) = self.message_type()?;
        let mut options = Vec::new();
        let mut description = None;
        if self.accept("{") {
            description = self.comment(token);
            self.block(&format!("rpc {name}"), |parser| match parser.word(0) {
                "option" => parser.setting().map(|setting| options.push(setting)),
                _ => Err(parser.expected("option")),
            });
        } else {
            self.expect(";")?;
        }
        let description = description.or_else(|| self.comment(token));
        let (deprecated, options) = without_deprecated(options);
        let anchor = self.anchors.give("method", &format!("{service}.{name}"));
        let line = token.line;
        Ok(Method {
            anchor,
            name,
            description,
            deprecated,
            input,
            client_streaming,
            output,
            server_streaming,
            options,
            line,
        })
    }

    fn message_type(&mut self) -> Step<(bool, TypeName)> {
        self.expect("(")?;
        // A message may be called `stream`.
        let is_stream = self.word(1) != ")" && self.accept("stream");
        let text = self.expect_kind(Kind::Word, "the type of a message")?.to_owned();
        self.expect(")")?;
        Ok((is_stream, TypeName { text, anchor: None }))
    }
}

/// Puts options where a field has a place for them.
fn field_settings(settings: Vec<Setting>, field: &mut Field) {
    (field.deprecated, field.options) = without_deprecated(settings);
    if let Some(position) = field.options.iter().position(|setting| setting.name == "default") {
        field.default = Some(field.options.remove(position).value);
    }
}

/// Takes `deprecated` out of options.
fn without_deprecated(mut settings: Vec<Setting>) -> (bool, Vec<Setting>) {
    let deprecated = settings.iter().any(|setting| setting.name == "deprecated" && setting.value == "true");
    settings.retain(|setting| setting.name != "deprecated");
    (deprecated, settings)
}
