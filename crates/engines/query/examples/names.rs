//! Measures the finding of names: `cargo run --release -p query --example names [entities]`. Prints how long the names
//! take to be put together, and the median and 95th percentile of questions of several sorts.

use std::time::{Duration, Instant};

use query::names::{Builder, Named};

const PARTS: [&str; 24] = [
    "payment", "basket", "order", "checkout", "catalog", "search", "invoice", "customer", "stock", "price",
    "shipping", "account", "session", "mail", "report", "ledger", "voucher", "review", "image", "gateway",
    "event", "batch", "audit", "feed",
];
const SORTS: [&str; 6] = ["service", "worker", "ui", "api", "job", "library"];
const QUESTIONS: [&str; 12] = [
    "p",
    "pa",
    "pay",
    "payment",
    "paymnt",
    "bsaket serivce",
    "checkout api 77",
    "service",
    "99999",
    "xyzzyplugh",
    "component:default/",
    "invioce-wroker-1234",
];
const ROUNDS: usize = 40;

#[expect(clippy::print_stdout, reason = "a program that prints what it measured")]
fn main() {
    let count: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let started = Instant::now();
    let mut builder = Builder::new();
    for number in 0..count {
        let part = |step: usize| PARTS[(number / step) % PARTS.len()];
        let name = format!("{}-{}-{}-{number}", part(1), part(31), SORTS[number % SORTS.len()]);
        let reference = format!("component:default/{name}");
        let title = (number % 3 == 0).then(|| format!("{} of {} {number}", part(7), part(3)));
        let named = Named {
            reference: &reference,
            kind: "component",
            namespace: "default",
            name: &name,
            title: title.as_deref(),
        };
        builder.add(named);
    }
    let names = builder.finish();
    println!("{count} names put together in {:?}", started.elapsed());
    let mut all = Vec::new();
    for question in QUESTIONS {
        let mut times: Vec<Duration> = Vec::new();
        let mut found = 0;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            found = names.find(question, 50).len();
            times.push(started.elapsed());
        }
        times.sort();
        println!(
            "{question:24} {found:3} found, p50 {:?}, p95 {:?}",
            times[ROUNDS / 2],
            times[ROUNDS * 95 / 100]
        );
        all.extend(times);
    }
    all.sort();
    println!("all: p50 {:?}, p95 {:?}", all[all.len() / 2], all[all.len() * 95 / 100]);
}
