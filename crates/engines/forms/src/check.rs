//! Validation: `jsonschema` underneath, told to judge as the stock front end's validator (Ajv 8, draft 7) does, with
//! bounded patterns and compiled schemas kept.
//!
//! What is kept is keyed by the content of a schema. The properties of a page are compiled one by one, so that a
//! condition that shows one more field compiles that field only.

pub(crate) mod formats;
mod message;
mod prepare;
mod wording;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternCache, PatternOptions, Registry, ValidationError, Validator};
use parking_lot::Mutex;
use serde_json::Value;

use crate::data;
use crate::limits::Limits;
use crate::node::{Entries, Node};

/// Compiled schemas that are kept. When there are more, all are forgotten; they are compiled again when needed.
const MOST_KEPT: usize = 4_000;
/// How often a pattern with look-around may go back before it gives up. Patterns without never go back.
const MOST_BACKTRACKS: usize = 50_000;
/// Name under which the page's schema is known to its parts.
const PAGE: &str = "callboard:page";

/// A schema that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsound {
    /// JSON pointer into the schema.
    pub pointer: String,
    pub message: String,
}

/// One rule that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breach {
    /// JSON pointer of the value; of a missing property the place where it should be.
    pub pointer: String,
    pub keyword: String,
    pub message: String,
}

type Compiled = Result<Arc<Validator>, Arc<Unsound>>;

/// Validators of one page.
#[derive(Debug)]
pub(crate) struct Checker {
    registry: Option<Result<Registry<'static>, Unsound>>,
    patterns: PatternCache,
    pattern_bytes: usize,
    kept: Mutex<HashMap<Node, Compiled>>,
}

impl Checker {
    /// Validators for the parts of a page's schema, into which references point.
    pub(crate) fn new(root: &Node, limits: &Limits) -> Self {
        let registry = root.has_reference().then(|| {
            let registry = Registry::new().add(PAGE, prepare::whole(root, PAGE));
            registry
                .and_then(jsonschema::RegistryBuilder::prepare)
                .map_err(|error| Unsound { pointer: String::new(), message: error.to_string() })
        });
        Self {
            registry,
            patterns: PatternCache::new(),
            pattern_bytes: limits.pattern_bytes,
            kept: Mutex::new(HashMap::new()),
        }
    }

    /// Whether a value fits a schema. A schema that cannot be used fits nothing.
    pub(crate) fn fits(&self, schema: &Node, value: &Value) -> bool {
        self.validator(schema).is_ok_and(|validator| validator.is_valid(value))
    }

    /// Why a schema cannot be used.
    pub(crate) fn unsound(&self, schema: &Node) -> Option<Unsound> {
        self.validator(schema).err().map(|unsound| (*unsound).clone())
    }

    /// Every rule of a resolved page that the values break. Properties are checked one by one.
    pub(crate) fn breaches(&self, schema: &Node, value: &Value) -> Result<Vec<Breach>, Unsound> {
        let mut found = Vec::new();
        let (Some(properties), Some(filled)) =
            (schema.get("properties").and_then(Node::entries), value.as_object())
        else {
            self.collect(schema, value, "", &mut found)?;
            return Ok(found);
        };
        self.collect(&without_properties(schema, properties), value, "", &mut found)?;
        for (key, property) in properties {
            let pointer = data::join("", key);
            match filled.get(key.as_ref()) {
                Some(value) => self.collect(property, value, &pointer, &mut found),
                None => self.validator(property).map(|_| ()).map_err(|unsound| unsound.below(&pointer)),
            }?;
        }
        let judged = std::mem::take(&mut found);
        let is_told = |breach: &Breach| {
            breach.keyword != "uniqueItems" || has_duplicates(breach, &judged, schema, value)
        };
        found.extend(judged.iter().filter(|breach| is_told(breach)).cloned());
        for breach in &mut found {
            wording::apply(breach, schema);
        }
        Ok(found)
    }

    fn collect(
        &self,
        schema: &Node,
        value: &Value,
        pointer: &str,
        found: &mut Vec<Breach>,
    ) -> Result<(), Unsound> {
        let validator = self.validator(schema).map_err(|unsound| unsound.below(pointer))?;
        for error in validator.iter_errors(value) {
            add(&error, pointer, found);
        }
        Ok(())
    }

    fn validator(&self, schema: &Node) -> Compiled {
        if let Some(kept) = self.kept.lock().get(schema) {
            return kept.clone();
        }
        let compiled = self.compile(schema).map(Arc::new).map_err(Arc::new);
        let mut kept = self.kept.lock();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(schema.clone(), compiled.clone());
        compiled
    }

    fn compile(&self, schema: &Node) -> Result<Validator, Unsound> {
        let patterns = PatternOptions::fancy_regex()
            .backtrack_limit(MOST_BACKTRACKS)
            .size_limit(self.pattern_bytes)
            .dfa_size_limit(self.pattern_bytes);
        let mut options = formats::register(jsonschema::options())
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .offline()
            .with_pattern_options(patterns)
            .with_pattern_cache(self.patterns.clone());
        if schema.has_reference()
            && let Some(registry) = &self.registry
        {
            options = options.with_registry(registry.as_ref().map_err(Clone::clone)?);
        }
        options.build(&prepare::part(schema, PAGE)).map_err(|error| Unsound {
            pointer: error.instance_path().to_string(),
            message: message::unsound(&error),
        })
    }
}

impl Unsound {
    fn below(&self, pointer: &str) -> Self {
        let property = if pointer.is_empty() { String::new() } else { format!("/properties{pointer}") };
        Self { pointer: format!("{property}{}", self.pointer), message: self.message.clone() }
    }
}

/// The schema of an object without what it says of its properties, which keeps their names where those matter.
fn without_properties(schema: &Node, properties: &Entries) -> Node {
    if schema.get("additionalProperties").is_none() {
        return schema.without(&["properties"]);
    }
    let names = properties.keys().map(|key| (Arc::clone(key), Node::Bool(true))).collect();
    schema.with("properties", Node::object(names))
}

/// Whether a list has duplicates besides items of the wrong type. Those are wrong already, and where the items have to be
/// of a simple type, they are not compared.
fn has_duplicates(breach: &Breach, judged: &[Breach], root: &Node, value: &Value) -> bool {
    let Some(Value::Array(items)) = value.pointer(&breach.pointer) else {
        return true;
    };
    if let Some(list) = schema_at(root, &breach.pointer) {
        let name = list.get("items").and_then(|items| items.get("type")?.as_text());
        if matches!(name, None | Some("object" | "array")) {
            return true;
        }
    }
    let wrong: HashSet<&str> =
        judged.iter().filter(|other| other.keyword == "type").map(|other| other.pointer.as_str()).collect();
    let mut seen = HashSet::new();
    for (index, item) in items.iter().enumerate() {
        let is_wrong = wrong.contains(data::join(&breach.pointer, &index.to_string()).as_str());
        if !is_wrong && !seen.insert(Node::from(item)) {
            return true;
        }
    }
    false
}

/// The schema of the value at a pointer, where properties and items lead there.
fn schema_at<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut schema = root;
    for part in pointer.split('/').skip(1) {
        let key = part.replace("~1", "/").replace("~0", "~");
        let property = schema.get("properties").and_then(|properties| properties.get(&key));
        schema = property.or_else(|| crate::schema::item_schema(schema))?;
    }
    Some(schema)
}

/// Adds an error, and those of the options that were tried in vain.
fn add(error: &ValidationError<'_>, above: &str, found: &mut Vec<Breach>) {
    let own = error.instance_path().to_string();
    let pointer = format!("{above}{own}");
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            for tried in context.iter().flatten() {
                add(tried, above, found);
            }
        }
        ValidationErrorKind::OneOfMultipleValid { context } => {
            // What comes after the second option that fits is not tried any more.
            let fitting = context.iter().enumerate().filter(|(_, errors)| errors.is_empty());
            let last = fitting.map(|(position, _)| position).nth(1).unwrap_or(context.len());
            for tried in context.iter().take(last).flatten() {
                add(tried, above, found);
            }
        }
        ValidationErrorKind::PropertyNames { error } => {
            found.push(Breach {
                pointer: pointer.clone(),
                keyword: error.kind().keyword().to_owned(),
                message: message::of(error),
            });
        }
        _ => {}
    }
    let missing = match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str(),
        _ => None,
    };
    let (keyword, message) = match error.kind() {
        ValidationErrorKind::FalseSchema
            if error.schema_path().to_string().ends_with("/additionalProperties") =>
        {
            ("additionalProperties", message::ADDITIONAL.to_owned())
        }
        kind => (kind.keyword(), message::of(error)),
    };
    found.push(Breach {
        pointer: missing.map_or_else(|| pointer.clone(), |name| data::join(&pointer, name)),
        keyword: keyword.to_owned(),
        message,
    });
}
