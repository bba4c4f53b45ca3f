//! How long the pages of a large definition take, from the request to the last byte, and how large they are.
//!
//! `cargo run --release -p api-docs --example docs-speed`

#![expect(clippy::print_stdout, reason = "a program for a person at a terminal")]
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

#[path = "../tests/it/fixture.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod fixture;

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::json;

use fixture::{ann, portal};

const OPERATIONS: usize = 2_000;
const ROUNDS: usize = 21;

fn definition() -> String {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: Large, version: '1'}\nservers: [{url: 'https://large.test'}]\npaths:\n",
    );
    for index in 0..OPERATIONS {
        let _ = write!(
            text,
            "  /things/{index}/{{id}}:\n    get:\n      operationId: get{index}\n      tags: [area {}]\n      summary: Read thing {index} by its id\n      description: Finds **one** thing, wherever it is kept.\n      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/T'}}}}}}}}}}\n",
            index / 50
        );
    }
    text.push_str("components: {schemas: {T: {type: object, properties: {id: {type: string}, next: {$ref: '#/components/schemas/T'}}}}}\n");
    text
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let text = definition();
    println!("{OPERATIONS} operations, {} KiB", text.len() / 1024);
    let portal = portal(&[("large", "openapi", &text)], json!({})).await;
    for path in
        ["large", "large", "large?q=thing+777", "large?open=operation-get777", "large?view=text&line=9000"]
    {
        let mut times = Vec::with_capacity(ROUNDS);
        let mut load = 0;
        for round in 0..ROUNDS {
            let started = Instant::now();
            let answer = portal.get(&ann(), &format!("/catalog/default/api/{path}")).await.expect(200);
            times.push(started.elapsed());
            load = ui::inspect::first_load(answer.text());
            if round == 0 {
                print!("{path}: first {:.1} ms", times[0].as_secs_f64() * 1e3);
            }
        }
        times.sort_unstable();
        println!(", then {:.1} ms; {load} bytes of a first visit", times[ROUNDS / 2].as_secs_f64() * 1e3);
    }
}
