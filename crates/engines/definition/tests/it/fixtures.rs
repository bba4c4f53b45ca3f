//! Definitions in every language, small but with most of what the language has.

/// Name of a `spec.type`, and a definition.
pub(crate) const ALL: [(&str, &str); 7] = [
    ("openapi", OPENAPI),
    ("openapi", SWAGGER),
    ("asyncapi", ASYNCAPI_3),
    ("asyncapi", ASYNCAPI_2),
    ("graphql", GRAPHQL),
    ("grpc", PROTOBUF),
    ("wsdl", WSDL),
];

pub(crate) const OPENAPI: &str = r##"{
  "openapi": "3.1.0",
  "info": {"title": "Bikes", "version": "2.0", "description": "# Bikes"},
  "servers": [{"url": "https://{city}.bikes.example/v2", "variables": {"city": {"default": "bern", "enum": ["bern", "basel"]}}}],
  "tags": [{"name": "bikes", "description": "What rolls"}],
  "security": [{"key": []}],
  "paths": {
    "/bikes": {
      "get": {
        "operationId": "listBikes", "tags": ["bikes"], "summary": "All bikes",
        "parameters": [
          {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
          {"name": "colours", "in": "query", "explode": false, "schema": {"type": "array", "items": {"enum": ["red", "blue"]}}},
          {"$ref": "#/components/parameters/Trace"}
        ],
        "responses": {"200": {"description": "Some", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Bike"}}}}}}
      },
      "post": {
        "tags": ["bikes"], "deprecated": true,
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bike"}, "example": {"id": 1}}}},
        "responses": {"201": {"description": "Made", "headers": {"Location": {"schema": {"type": "string"}}}}, "default": {"$ref": "#/components/responses/Wrong"}},
        "callbacks": {"sold": {"{$request.body#/hook}": {"post": {"responses": {}}}}}
      }
    }
  },
  "webhooks": {"stolen": {"post": {"summary": "A bike was stolen"}}},
  "components": {
    "parameters": {"Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string", "format": "uuid"}}},
    "responses": {"Wrong": {"description": "Wrong", "content": {"application/problem+json": {"schema": {}}}}},
    "schemas": {
      "Bike": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "readOnly": true}, "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}}},
      "Part": {"oneOf": [{"$ref": "#/components/schemas/Wheel"}, {"type": "null"}], "discriminator": {"propertyName": "kind", "mapping": {"wheel": "#/components/schemas/Wheel"}}},
      "Wheel": {"allOf": [{"$ref": "#/components/schemas/Bike"}, {"properties": {"of": {"$ref": "#/components/schemas/Bike"}}}]}
    },
    "securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}}
  }
}"##;

pub(crate) const SWAGGER: &str = r##"
swagger: "2.0"
info: {title: Boats, version: 1.0.0}
host: boats.example
basePath: /v1
paths:
  /boats/{id}:
    parameters: [{name: id, in: path, required: true, type: string}]
    put:
      parameters: [{name: boat, in: body, required: true, schema: {$ref: "#/definitions/Boat"}}]
      responses: {200: {description: ok, schema: {$ref: "#/definitions/Boat"}}}
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters: [{name: name, in: formData, type: string, required: true}]
      responses: {204: {description: done}}
definitions:
  Boat: {type: object, properties: {name: {type: string, example: Anna}, crew: {type: array, items: {$ref: "#/definitions/Boat"}}}}
"##;

pub(crate) const ASYNCAPI_3: &str = r##"
asyncapi: 3.0.0
info: {title: Buses, version: 1.0.0}
servers: {main: {host: "bus.example:9092", protocol: kafka}}
channels:
  departures:
    address: departures.{stop}
    parameters: {stop: {description: Which stop}}
    messages: {left: {$ref: "#/components/messages/left"}}
operations:
  tell: {action: send, channel: {$ref: "#/channels/departures"}, traits: [{$ref: "#/components/operationTraits/calm"}]}
components:
  operationTraits: {calm: {description: Calmly}}
  messages: {left: {payload: {$ref: "#/components/schemas/Left"}, examples: [{payload: {line: "7"}}]}}
  schemas: {Left: {type: object, properties: {line: {type: string}}}}
"##;

pub(crate) const ASYNCAPI_2: &str = r"
asyncapi: 2.6.0
info: {title: Doors, version: 1.0.0}
channels:
  door/{id}:
    parameters: {id: {schema: {type: string}}}
    publish: {operationId: open, message: {oneOf: [{name: open, payload: {type: string}}, {name: shut}]}}
    subscribe: {message: {name: state, payload: {type: boolean}}}
";

pub(crate) const GRAPHQL: &str = r#"
schema { query: Query }
"""What can be asked"""
type Query { book(id: ID!): Book books(first: Int = 10): [Book!]! @deprecated }
interface Thing { id: ID! }
type Book implements Thing { id: ID! kind: Kind, found: Found }
union Found = Book | Shelf
type Shelf { books: [Book] }
enum Kind { NOVEL POEM }
input Filter { kind: Kind = NOVEL }
scalar Date
extend type Book { date: Date }
directive @cached(seconds: Int) on FIELD_DEFINITION
"#;

pub(crate) const PROTOBUF: &str = r#"
syntax = "proto3";
package trains.v1;
import "google/protobuf/timestamp.proto";
// Knows all trains.
service Trains {
  rpc Get(GetRequest) returns (Train) { option (google.api.http) = { get: "/v1/{name}" }; }
  rpc Watch(stream GetRequest) returns (stream Train);
}
message GetRequest { string name = 1; }
message Train {
  string name = 1; // Its name.
  map<string, Car> cars = 2;
  oneof at { string station = 3; Track track = 4; }
  message Car { int32 seats = 1 [deprecated = true]; }
  reserved 5, 7 to 9;
}
message Track { repeated google.protobuf.Timestamp times = 1; }
enum State { STATE_UNKNOWN = 0; LATE = 1; }
"#;

pub(crate) const WSDL: &str = r#"<?xml version="1.0"?>
<definitions name="Planes" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/">
  <message name="In"><part name="p" type="xsd:string"/></message>
  <portType name="Port"><operation name="Fly"><input message="t:In"/></operation></portType>
  <binding name="B" type="t:Port"><operation name="Fly"><s:operation soapAction="fly"/></operation></binding>
  <service name="S"><port name="P" binding="t:B"><s:address location="https://planes.example"/></port></service>
</definitions>"#;
