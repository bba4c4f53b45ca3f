//! Small documents and what they are read as.

use super::*;
use crate::document;
use crate::limits::Limits;
use crate::problem::Problems;

fn read_all(text: &str) -> (Asyncapi, Vec<String>) {
    let limits = Limits::default();
    let mut problems = Problems::new(20);
    let root = document::read(text, &limits, &mut problems).unwrap();
    let (asyncapi, problems) = read(root, &limits, problems);
    (asyncapi, problems.iter().map(ToString::to_string).collect())
}

fn read_well(text: &str) -> Asyncapi {
    let (asyncapi, problems) = read_all(text);
    assert_eq!(problems, Vec::<String>::new());
    asyncapi
}

/// `OPERATION ACTION CHANNEL [MESSAGES]` of each operation.
fn outline(asyncapi: &Asyncapi) -> Vec<String> {
    let names = |messages: &[usize]| -> Vec<String> {
        messages.iter().map(|message| asyncapi.messages[*message].name.clone()).collect()
    };
    asyncapi
        .operations
        .iter()
        .map(|operation| {
            let channel = operation.channel.map_or("-", |channel| asyncapi.channels[channel].name.as_str());
            let id = operation.id.as_deref().unwrap_or("-");
            format!("{id} {} {channel} {:?}", operation.action.word(), names(&operation.messages))
        })
        .collect()
}

#[test]
fn version_3() {
    let asyncapi = read_well(
        "
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, tags: [{name: shop}], externalDocs: {url: https://a.example}}
defaultContentType: application/json
servers:
  bus: {host: 'bus.a.example:9092', pathname: /v1, protocol: kafka, protocolVersion: '3', security: [{$ref: '#/components/securitySchemes/sasl'}], bindings: {kafka: {x: 1}}}
channels:
  orders:
    address: orders.{region}
    title: Orders
    servers: [{$ref: '#/servers/bus'}]
    parameters: {region: {enum: [eu, us], default: eu, description: Where, location: $message.payload#/region}}
    messages:
      placed: {$ref: '#/components/messages/placed'}
      paid: {payload: {type: string}, contentType: text/plain}
  replies: {address: null, messages: {ok: {payload: {type: boolean}}}}
operations:
  sendPlaced: {action: send, channel: {$ref: '#/channels/orders'}, messages: [{$ref: '#/channels/orders/messages/placed'}]}
  takeAll:
    action: receive
    channel: {$ref: '#/channels/orders'}
    summary: Takes all
    reply: {channel: {$ref: '#/channels/replies'}, address: {location: $message.header#/reply, description: There}}
components:
  securitySchemes: {sasl: {type: scramSha256}}
  messages:
    placed:
      title: Placed
      headers: {type: object, properties: {id: {type: string}}}
      payload: {schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {type: record}}
      correlationId: {location: $message.header#/id, description: The order}
      examples: [{name: one, summary: First, payload: {a: 1}, headers: {id: x}}]
    unused: {payload: {$ref: '#/components/schemas/Any'}}
  schemas: {Any: {type: object}}
",
    );
    assert_eq!(
        outline(&asyncapi),
        ["sendPlaced send orders [\"placed\"]", "takeAll receive orders [\"placed\", \"paid\"]"]
    );
    let server = &asyncapi.servers[0];
    assert_eq!(
        (server.url.as_str(), server.security[0].needs[0].scheme.as_str()),
        ("kafka://bus.a.example:9092/v1", "sasl")
    );
    assert_eq!(server.bindings[0].protocol, "kafka");
    let [orders, replies] = asyncapi.channels.as_slice() else { panic!() };
    assert_eq!((orders.address.as_deref(), &replies.address), (Some("orders.{region}"), &None));
    assert_eq!(
        (orders.servers.as_slice(), orders.operations.as_slice()),
        (&["bus".to_owned()][..], &[0, 1][..])
    );
    assert_eq!(orders.parameters[0].allowed, ["eu", "us"]);
    let reply = asyncapi.operations[1].reply.as_ref().unwrap();
    assert_eq!(
        (reply.channel, reply.messages.len(), reply.address.as_deref()),
        (Some(1), 1, Some("$message.header#/reply"))
    );
    let placed = &asyncapi.messages[0];
    assert_eq!((placed.title.as_deref(), placed.anchor.as_str()), (Some("Placed"), "message-placed"));
    assert!(
        matches!(&placed.payload, Payload::Other { format, text } if format.contains("avro") && text.contains("record"))
    );
    assert_eq!(
        placed.correlation.as_ref().map(|(location, _)| location.as_str()),
        Some("$message.header#/id")
    );
    assert_eq!(placed.examples[0].name.as_deref(), Some("one"));
    assert!(asyncapi.messages.iter().any(|message| message.name == "unused"));
    assert_eq!((asyncapi.tags.len(), asyncapi.docs.is_some()), (1, true));
    assert_eq!(asyncapi.schemas.listed().count(), 1);
}

#[test]
fn version_2_turns_the_view_round() {
    let asyncapi = read_well(
        "
asyncapi: 2.6.0
info: {title: Lights, version: 1.0.0}
servers: {prod: {url: 'mqtt://{host}', protocol: mqtt, variables: {host: {default: a.example}}}}
channels:
  light/{id}/measured:
    servers: [prod]
    parameters: {id: {schema: {type: string}}}
    publish: {operationId: measured, message: {$ref: '#/components/messages/measured'}}
  light/turn:
    subscribe: {summary: Turn, message: {oneOf: [{name: on, payload: {type: string}}, {$ref: '#/components/messages/off'}]}}
components:
  messages:
    measured: {payload: {type: object}}
    off: {payload: {type: string}, examples: [{payload: x}, plain]}
",
    );
    let expected =
        ["measured receive light/{id}/measured [\"measured\"]", "- send light/turn [\"on\", \"off\"]"];
    assert_eq!(outline(&asyncapi), expected);
    assert_eq!(asyncapi.operations[1].anchor, "operation-send-light-turn");
    assert_eq!(asyncapi.channels[1].messages, asyncapi.operations[1].messages);
    assert_eq!(asyncapi.servers[0].url, "mqtt://{host}");
    assert_eq!(asyncapi.messages[2].examples.len(), 2);
}

#[test]
fn version_1_has_topics() {
    let asyncapi = read_well(
        "
asyncapi: 1.2.0
info: {title: Events, version: 1.0.0}
baseTopic: shop
servers: [{url: 'a.example:{port}', scheme: amqp}]
topics:
  order.placed: {subscribe: {$ref: '#/components/messages/placed'}}
components: {messages: {placed: {summary: Placed, payload: {type: object}}}}
",
    );
    assert_eq!(outline(&asyncapi), ["- send shop.order.placed [\"placed\"]"]);
    assert_eq!(asyncapi.servers[0].url, "amqp://a.example:{port}");
}

#[test]
fn traits_are_applied_by_the_rules_of_each_version() {
    let document = |version: &str| {
        let channel = if version.starts_with('2') {
            "channels: {a: {publish: {summary: own, bindings: {mqtt: {qos: 1, own: 1}}, traits: [{$ref: '#/components/operationTraits/t'}, {tags: [{name: last}]}], message: {traits: [{contentType: text/plain}], payload: {type: object, properties: {traits: {type: array}}}}}}}"
        } else {
            "channels: {a: {address: a, messages: {m: {traits: [{contentType: text/plain}], payload: {type: object}}}}}\noperations: {o: {action: receive, channel: {$ref: '#/channels/a'}, summary: own, bindings: {mqtt: {qos: 1, own: 1}}, traits: [{$ref: '#/components/operationTraits/t'}, {tags: [{name: last}]}]}}"
        };
        format!(
            "asyncapi: {version}\ninfo: {{title: A, version: '1'}}\n{channel}\ncomponents: {{operationTraits: {{t: {{summary: shared, description: shared, bindings: {{mqtt: {{qos: 2}}}}}}}}}}"
        )
    };
    for (version, summary, qos) in [("2.6.0", "shared", 2), ("3.0.0", "own", 1)] {
        let asyncapi = read_well(&document(version));
        let operation = &asyncapi.operations[0];
        assert_eq!(operation.summary.as_deref(), Some(summary), "{version}");
        assert_eq!(operation.description.as_deref(), Some("shared"));
        assert_eq!(operation.tags, ["last"]);
        assert_eq!(*operation.bindings[0].value, serde_json::json!({"qos": qos, "own": 1}), "{version}");
        assert_eq!(asyncapi.messages[0].content_type.as_deref(), Some("text/plain"));
    }
}

#[test]
fn odd_documents_give_problems_and_the_rest() {
    for (rest, expected) in [
        (
            "operations: {o: {action: shout, channel: {$ref: '#/channels/a'}}}",
            "/operations/o: `action` should be send or receive",
        ),
        ("operations: {o: {action: send}}", "/operations/o: an operation needs a `channel`"),
        ("operations: {o: {action: send, channel: {$ref: '#/channels/b'}}}", "nothing is at `#/channels/b`"),
        ("servers: {s: {protocol: kafka}}", "/servers/s: a server needs a `host`"),
        ("servers: [a]", "/servers/0: a mapping was expected"),
    ] {
        let (asyncapi, problems) = read_all(&format!(
            "asyncapi: 3.0.0\ninfo: {{title: A, version: '1'}}\nchannels: {{a: {{}}}}\n{rest}"
        ));
        assert_eq!(asyncapi.channels.len(), 1);
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{rest}: {problems:?}");
    }
}
