//! API definitions: from the text of an API entity's `spec.definition` to one model that a page can show.
//!
//! Pure: a text in, values out. It fetches nothing and sends nothing; [`request`] only says what could be sent. Documents of
//! strangers are read leniently: what cannot be read becomes a [`Problem`], and the rest is given. Everything is bounded
//! by [`Limits`].
//!
//! - what it is: [`Kind`], from `spec.type` and from the text
//! - what it says: [`openapi`], [`asyncapi`], [`graphql`], [`protobuf`], [`wsdl`]
//! - what values look like: [`schema`], as trees, words and examples
//! - what can be tried: [`request`]
//! - what can be found: [`Definition::entries`]
//!
//! ```
//! use definition::schema::{Direction, TreeLimits};
//! use definition::{Content, Kind, Limits, request};
//!
//! let text = "
//! openapi: 3.1.0
//! info: {title: Orders, version: 1.0.0}
//! servers: [{url: https://orders.example}]
//! paths:
//!   /orders/{id}:
//!     get:
//!       operationId: getOrder
//!       parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
//!       responses: {200: {description: The order, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
//! components: {schemas: {Order: {type: object, required: [id], properties: {id: {type: integer, minimum: 1}}}}}
//! ";
//! let definition = definition::read(Kind::of_type("openapi"), text, &Limits::default());
//! assert!(definition.problems.is_empty());
//! assert_eq!((definition.counts.operations, definition.counts.types), (1, 1));
//!
//! let Content::Openapi(openapi) = &definition.content else { panic!() };
//! let operation = &openapi.operations[0];
//! assert_eq!(operation.anchor, "operation-getOrder");
//!
//! let schema = operation.responses[0].content[0].schema.as_ref().unwrap();
//! let tree = openapi.schemas.tree(schema, Direction::Response, TreeLimits::default());
//! assert_eq!((tree.types.as_str(), tree.children[0].constraints[0]), ("Order", "≥ 1"));
//!
//! let mut values = request::sample(openapi, operation);
//! values.parameters[0].2 = request::Input::Text("42".to_owned());
//! let request = request::prepare(openapi, operation, &values).unwrap();
//! assert_eq!(request.url, "https://orders.example/orders/42");
//! ```

mod anchor;
pub mod asyncapi;
mod document;
pub mod graphql;
pub mod info;
pub mod kind;
pub mod limits;
pub mod openapi;
pub mod problem;
pub mod protobuf;
mod read;
mod reader;
pub mod request;
pub mod schema;
pub mod search;
pub mod security;
pub mod wsdl;

pub use kind::Kind;
pub use limits::Limits;
pub use problem::Problem;
pub use read::{Content, Counts, Definition, read};
pub use search::Entry;
