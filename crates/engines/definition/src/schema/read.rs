//! Reads one schema, and those written inside it.
//!
//! The dialects of OpenAPI 2 and 3 and of JSON Schema draft 4 to 2020-12 are read at once: where they use one keyword
//! for two things (`exclusiveMinimum`, `examples`), the type of its value decides.

use super::{Additional, Discriminator, Keyword, Property, Schema, words};
use crate::document::{Data, Mapping, Node, Spot, weight};
use crate::reader::{Reader, last_step};

impl<'d> Reader<'d> {
    /// The schema below `key`, if something is there.
    pub(crate) fn schema_at(&mut self, spot: &Spot<'d, '_>, key: &'d str) -> Option<Schema> {
        let found = spot.get(key)?;
        Some(self.schema(&found))
    }

    /// Reads a schema. What is none is a problem, and gives one that allows anything. Recursion is bounded by the depth
    /// of the document.
    pub(crate) fn schema(&mut self, spot: &Spot<'d, '_>) -> Schema {
        let mut schema = Schema::default();
        if !self.spend(1) {
            return schema;
        }
        match &spot.node.data {
            Data::Mapping(_) => {}
            Data::Bool(allowed) => {
                schema.marks.never = !allowed;
                return schema;
            }
            Data::Null => return schema,
            _ => {
                self.problem(spot, "a schema was expected");
                return schema;
            }
        }
        let reference = spot.node.get("$ref").or_else(|| spot.node.get("$dynamicRef"));
        if let Some(reference) = reference.and_then(Node::text) {
            schema.reference = self.schema_reference(spot, reference);
        }
        self.schema_keywords(spot, &mut schema);
        schema
    }

    /// One pass over the keywords that are there, rather than one question for each that could be.
    fn schema_keywords(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        let mut unnamed = Vec::new();
        for (key, value) in spot.entries() {
            if value.node.is_null() && !matches!(key, "default" | "example" | "const") {
                continue;
            }
            match key {
                "type" => self.schema_types(&value, schema),
                "format" => schema.format = self.short(&value),
                "title" => schema.title = self.short(&value),
                "description" => schema.description = self.short(&value),
                "nullable" | "x-nullable" => schema.marks.nullable = value.node.flag() == Some(true),
                "deprecated" => schema.marks.deprecated = value.node.flag() == Some(true),
                "readOnly" => schema.marks.read_only = value.node.flag() == Some(true),
                "writeOnly" => schema.marks.write_only = value.node.flag() == Some(true),
                "properties" => self.schema_properties(&value, schema),
                "required" => self.schema_required(&value, schema),
                "items" => self.schema_items(&value, schema),
                "allOf" => schema.all_of = self.schema_list(&value),
                "oneOf" => schema.rare_mut().one_of = self.schema_list(&value),
                "anyOf" => schema.rare_mut().any_of = self.schema_list(&value),
                "additionalProperties" => self.schema_additional(&value, schema),
                "enum" | "const" | "default" | "example" | "examples" => {
                    self.schema_values(key, &value, schema);
                }
                "discriminator" => schema.rare_mut().discriminator = self.schema_discriminator(&value),
                "$ref" | "$dynamicRef" => {}
                _ => unnamed.push((key, value)),
            }
        }
        for (key, value) in unnamed {
            self.schema_role(key, &value, schema);
        }
        words::constraints(spot.node, schema);
    }

    /// A text within the budget; anything else says nothing.
    fn short(&mut self, spot: &Spot<'d, '_>) -> Option<Box<str>> {
        let text = spot.node.text()?;
        self.spend(weight(text)).then(|| text.into())
    }

    fn schema_types(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        let names: Vec<&str> = match spot.node.text() {
            Some(name) => vec![name],
            None => spot.node.list().unwrap_or_default().iter().filter_map(Node::text).collect(),
        };
        if names.is_empty() && spot.node.list().is_none_or(|list| !list.is_empty()) {
            // `type: null` without quotes is a null in a list; whatever else is here is none.
            self.problem(spot, "`type` should be a name or a list of names");
        }
        if spot.node.list().unwrap_or_default().iter().any(Node::is_null) {
            schema.types.add("null");
        }
        for name in names {
            if !schema.types.add(name) && self.spend_name(name) {
                self.problem(spot, format!("`{name}` is not a type"));
                schema.rare_mut().odd_types.push(name.to_owned());
            }
        }
    }

    fn schema_properties(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        if spot.node.mapping().is_none() {
            self.problem(spot, "`properties` should be a mapping");
        }
        for (name, value) in spot.entries() {
            if !self.spend(weight(name)) {
                break;
            }
            let read = self.schema(&value);
            schema.properties.push(Property { name: name.into(), schema: read });
        }
    }

    fn schema_required(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        // `required: true` on a property is left over from draft 3; the places that mean a parameter read it themselves.
        if let Some(names) = spot.node.list() {
            let names: Vec<&str> = names.iter().filter_map(Node::text).collect();
            let cost = names.iter().map(|name| 1 + weight(name)).sum();
            if self.spend(cost) {
                schema.rare_mut().required = names.into_iter().map(Into::into).collect();
            }
        } else if spot.node.flag().is_none() {
            self.problem(spot, "`required` should be a list of property names");
        }
    }

    fn schema_items(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        if spot.node.list().is_none() {
            schema.items = Some(Box::new(self.schema(spot)));
            return;
        }
        for (index, item) in spot.items().enumerate() {
            let read = self.schema(&item);
            schema.rare_mut().others.push((Keyword::TupleItem(index), read));
        }
    }

    fn schema_list(&mut self, spot: &Spot<'d, '_>) -> Vec<Schema> {
        if spot.node.list().is_none() {
            self.problem(spot, "a list of schemas was expected");
        }
        let mut list = Vec::new();
        for item in spot.items() {
            list.push(self.schema(&item));
        }
        list
    }

    fn schema_additional(&mut self, spot: &Spot<'d, '_>, schema: &mut Schema) {
        let rare = schema.rare_mut();
        match spot.node.flag() {
            Some(true) => rare.additional = Additional::Allowed,
            Some(false) => rare.additional = Additional::Forbidden,
            None if spot.node.mapping().is_some_and(Mapping::is_empty) => {
                rare.additional = Additional::Allowed;
            }
            None => {
                rare.additional = Additional::Described;
                let read = self.schema(spot);
                schema.rare_mut().others.push((Keyword::Additional, read));
            }
        }
    }

    fn schema_values(&mut self, key: &str, spot: &Spot<'d, '_>, schema: &mut Schema) {
        let rare = schema.rare_mut();
        match (key, spot.node.list()) {
            ("enum", Some(items)) => {
                for item in items {
                    rare.enumeration.push(self.value(item));
                }
            }
            ("const", _) => rare.constant = Some(self.value(spot.node)),
            ("default", _) => rare.default = Some(self.value(spot.node)),
            // One example of the schema's own goes before the others.
            ("example", _) => rare.examples.insert(0, self.value(spot.node)),
            ("examples", Some(items)) => {
                for item in items {
                    rare.examples.push(self.value(item));
                }
            }
            ("examples", None) => {
                for (_, value) in spot.entries() {
                    let value = value.node.get("value").unwrap_or(value.node);
                    rare.examples.push(self.value(value));
                }
            }
            _ => self.problem(spot, "`enum` should be a list"),
        }
    }

    /// OpenAPI 2 and AsyncAPI write the name of the property, OpenAPI 3 an object.
    fn schema_discriminator(&mut self, spot: &Spot<'d, '_>) -> Option<Discriminator> {
        if let Some(property) = spot.node.text() {
            return Some(Discriminator { property: property.to_owned(), mapping: Vec::new() });
        }
        let property = self.text(spot, "propertyName")?;
        let mut mapping = Vec::new();
        if let Some(found) = self.mapping(spot, "mapping") {
            for (value, target) in found.entries() {
                if !self.spend_name(value) {
                    break;
                }
                mapping.push((value.to_owned(), last_step(target.node.text().unwrap_or_default())));
            }
        }
        Some(Discriminator { property, mapping })
    }

    /// Keywords that hold schemas with a role of their own.
    fn schema_role(&mut self, key: &str, spot: &Spot<'d, '_>, schema: &mut Schema) {
        let keyword = match key {
            "not" => Keyword::Not,
            "if" => Keyword::If,
            "then" => Keyword::Then,
            "else" => Keyword::Else,
            "contains" => Keyword::Contains,
            "propertyNames" => Keyword::PropertyNames,
            "unevaluatedProperties" if spot.node.mapping().is_some() => Keyword::Additional,
            "additionalItems" | "unevaluatedItems" if spot.node.mapping().is_some() => Keyword::FurtherItems,
            "patternProperties" | "dependentSchemas" => {
                for (name, value) in spot.entries() {
                    let read = self.schema(&value);
                    if !self.spend(weight(name)) {
                        break;
                    }
                    let keyword = if key == "patternProperties" {
                        Keyword::Pattern(name.into())
                    } else {
                        Keyword::WithProperty(name.into())
                    };
                    schema.rare_mut().others.push((keyword, read));
                }
                return;
            }
            "prefixItems" => return self.schema_items(spot, schema),
            _ => return,
        };
        let read = self.schema(spot);
        schema.rare_mut().others.push((keyword, read));
    }
}
