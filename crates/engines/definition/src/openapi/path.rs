//! Path items and their operations, of the document itself, of webhooks and of callbacks.

use super::{Callback, Operation, Parameter, Place};
use crate::document::{Node, Spot, weight};
use crate::reader::Reader;
use crate::schema::Schema;
use crate::security::Requirement;

/// Keys of a path item that are methods, `query` since 3.2.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reads operations, with what the whole document says for all of them.
pub(super) struct Paths<'d> {
    pub reader: Reader<'d>,
    /// Whether the document is of version 2.
    pub is_second: bool,
    pub servers: Vec<super::Server>,
    /// Servers of operations that name none.
    pub default_servers: Vec<usize>,
    pub default_security: Vec<Requirement>,
    /// Media types of version 2 that operations inherit.
    pub consumes: Vec<String>,
    pub produces: Vec<String>,
    /// Whether operations of a callback are being read. They may refer to what is being read.
    pub in_callback: bool,
}

impl<'d> Paths<'d> {
    pub(super) fn new(reader: Reader<'d>, root: &Spot<'d, '_>, is_second: bool) -> Self {
        let mut paths = Self {
            reader,
            is_second,
            servers: Vec::new(),
            default_servers: Vec::new(),
            default_security: Vec::new(),
            consumes: Vec::new(),
            produces: Vec::new(),
            in_callback: false,
        };
        if is_second {
            paths.default_servers = paths.second_servers(root, None);
            paths.consumes = paths.reader.texts(root, "consumes");
            paths.produces = paths.reader.texts(root, "produces");
        } else {
            paths.default_servers = paths.servers(root).unwrap_or_default();
        }
        paths.default_security = paths.reader.requirements(root).unwrap_or_default();
        paths
    }

    /// The operations of a mapping from path or name to path item.
    pub(super) fn operations(&mut self, spot: &Spot<'d, '_>, key: &'d str) -> Vec<Operation> {
        let mut operations = Vec::new();
        let Some(paths) = self.reader.mapping(spot, key) else {
            return operations;
        };
        for (path, item) in paths.entries() {
            if path.starts_with("x-") || item.node.is_null() {
                continue;
            }
            if key == "paths" && !path.starts_with('/') {
                self.reader.problem(&item, "a path should start with `/`");
            }
            self.path_item(path, item, &mut operations);
        }
        operations
    }

    fn path_item(&mut self, path: &str, item: Spot<'d, '_>, operations: &mut Vec<Operation>) {
        let own = item;
        let Some(item) = self.reader.object(item) else {
            return;
        };
        let servers = self.servers(&item).unwrap_or_else(|| self.default_servers.clone());
        // A path item may refer to another and still have operations of its own.
        let sources = if std::ptr::eq(own.node, item.node) { vec![item] } else { vec![item, own] };
        for source in &sources {
            for (key, operation) in source.entries() {
                if METHODS.contains(&key) {
                    operations.extend(self.operation(key, path, &item, &operation, &servers));
                }
            }
            for (method, operation) in source.get("additionalOperations").iter().flat_map(Spot::entries) {
                operations.extend(self.operation(method, path, &item, &operation, &servers));
            }
        }
    }

    fn operation(
        &mut self,
        method: &str,
        path: &str,
        item: &Spot<'d, '_>,
        spot: &Spot<'d, '_>,
        servers: &[usize],
    ) -> Option<Operation> {
        // The path, the servers and the ways to sign in are copied into each operation.
        let copied = servers.len() + self.default_security.len() + self.consumes.len() + self.produces.len();
        if !self.reader.spend_name(path) || !self.reader.spend(copied + weight(method)) || spot.node.is_null()
        {
            return None;
        }
        if spot.node.mapping().is_none() {
            self.reader.problem(spot, "an operation should be a mapping");
            return None;
        }
        // Not in the standard, but written by people who keep each operation in a file of its own.
        let found = self.reader.object(*spot);
        let is_lost = found.is_none();
        let spot = &found.unwrap_or(*spot);
        let method = method.to_ascii_uppercase();
        let id = self.reader.text(spot, "operationId");
        let name = id
            .clone()
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| format!("{} {path}", method.to_lowercase()));
        let mut parameters = self.parameters(item, spot);
        if !is_lost {
            self.undeclared(path, spot, &mut parameters.list);
        }
        let mut operation = Operation {
            anchor: self.reader.anchors.give("operation", &name),
            method,
            path: path.to_owned(),
            id,
            summary: self.reader.text(spot, "summary").or_else(|| self.reader.text(item, "summary")),
            description: self
                .reader
                .text(spot, "description")
                .or_else(|| self.reader.text(item, "description")),
            deprecated: self.reader.flag(spot, "deprecated").unwrap_or(false),
            tags: self.reader.texts(spot, "tags"),
            servers: servers.to_vec(),
            security: self.reader.requirements(spot).unwrap_or_else(|| self.default_security.clone()),
            docs: self.reader.external_docs(spot),
            line: spot.node.line,
            ..Operation::default()
        };
        if self.is_second {
            if spot.get("schemes").is_some() {
                let root = Spot::root(self.reader.root);
                operation.servers = self.second_servers(&root, Some(spot));
            }
            operation.body = self.second_body(spot, &mut parameters);
        } else {
            if let Some(own) = self.servers(spot) {
                operation.servers = own;
            }
            operation.body = self.body(spot);
        }
        operation.parameters = parameters.list;
        operation.responses = self.responses(spot);
        operation.callbacks = self.callbacks(spot);
        Some(operation)
    }

    /// Parameters that the path names and nobody describes: requests need them all the same.
    fn undeclared(&mut self, path: &str, spot: &Spot<'d, '_>, parameters: &mut Vec<Parameter>) {
        if !path.starts_with('/') {
            return;
        }
        for name in path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .take(self.reader.limits.parameters)
        {
            let is_declared = |known: &Parameter| known.place == Place::Path && known.name == name;
            if parameters.iter().any(is_declared) {
                continue;
            }
            self.reader.problem(spot, format!("the path parameter `{name}` is not described"));
            let mut schema = Schema::default();
            schema.types.add("string");
            let mut parameter = Parameter::new(Place::Path, name);
            (parameter.required, parameter.schema) = (true, Some(schema));
            parameters.push(parameter);
        }
    }

    fn callbacks(&mut self, spot: &Spot<'d, '_>) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        let Some(found) = spot.get("callbacks") else {
            return callbacks;
        };
        if self.in_callback {
            self.reader.problem(&found, "callbacks of callbacks are not shown");
            return callbacks;
        }
        self.in_callback = true;
        for (name, callback) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            let Some(callback) = self.reader.object(callback) else {
                continue;
            };
            let mut operations = Vec::new();
            for (expression, item) in callback.entries() {
                if !expression.starts_with("x-") {
                    self.path_item(expression, item, &mut operations);
                }
            }
            callbacks.push(Callback { name: name.to_owned(), operations });
        }
        self.in_callback = false;
        callbacks
    }
}

/// A name for what a mapping should have.
pub(super) fn required_text<'d>(
    reader: &mut Reader<'d>,
    spot: &Spot<'d, '_>,
    key: &'d str,
) -> Option<&'d str> {
    let text = spot.node.get(key).and_then(Node::text);
    if text.is_none() {
        reader.problem(spot, format!("`{key}` is missing"));
    }
    text
}
