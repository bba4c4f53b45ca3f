//! The smallest feature that does something: a table, a route to read it and one to write it, and a card on the pages of
//! users. Copy it to start your own; it knows the kernel and an engine that writes HTML, and nothing else.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::{get, put};
use futures_util::future::BoxFuture;
use http::Method;
use kernel::db::{Arg, Migration};
use kernel::extension::{Extension, View};
use kernel::http::{Access, JsonBody, Operation, Path, Routes};
use kernel::{Contribution, Ctx, Error, Feature, Services};
use maud::html;
use serde::Deserialize;
use serde_json::{Value, json};

/// Greets people in the words that they chose.
pub struct Hello;

impl Feature for Hello {
    fn id(&self) -> &'static str {
        "hello"
    }

    fn migrations(&self) -> &'static [Migration] {
        const GREETINGS: &str = "CREATE TABLE hello_greeting (name TEXT PRIMARY KEY, words TEXT NOT NULL)";
        &[Migration { name: "0001_greetings", sqlite: GREETINGS, postgres: GREETINGS }]
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let services = Arc::new(services.clone());
        let read = Operation::new("GetGreeting", "Greets somebody");
        let schema = json!({ "type": "object", "required": ["words"], "properties": { "words": { "type": "string" } } });
        let write = Operation::new("PutGreeting", "Chooses the words").json(true, schema);
        let routes = Routes::new()
            .add(
                Method::GET,
                "/{name}",
                Access::Credentials,
                read,
                get(greet).with_state(Arc::clone(&services)),
            )
            .add(Method::PUT, "/{name}", Access::User, write, put(choose).with_state(Arc::clone(&services)));
        let card = Extension {
            condition: Some(json!({ "kind": "user" })),
            ..Extension::new("entity-card:hello/greeting", "Greeting", move |view| {
                draw(Arc::clone(&services), view)
            })
        };
        Box::pin(async { Ok(Contribution { routes, extensions: vec![card], ..Contribution::default() }) })
    }
}

/// The card of a user: their greeting, or nothing where nobody chose words for them.
async fn draw(services: Arc<Services>, view: View) -> Result<Option<String>, Error> {
    let Some(subject) = view.subject else { return Ok(None) };
    let Some(words) = words_for(&services, subject.name()).await? else { return Ok(None) };
    Ok(Some(
        html! { p dir="auto" { (words) ", " (subject.title().unwrap_or(subject.name())) "!" } }.into_string(),
    ))
}

async fn words_for(services: &Services, name: &str) -> Result<Option<String>, Error> {
    let sql = "SELECT words FROM hello_greeting WHERE name = $1";
    let row = services.db.one(sql, &[Arg::from(name)]).await?;
    Ok(row.map(|row| row.text(0)).transpose()?)
}

async fn greet(
    State(services): State<Arc<Services>>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Error> {
    let Some(words) = words_for(&services, &name).await? else {
        return Err(Error::NotFound(format!("No greeting for '{name}'")));
    };
    Ok(Json(json!({ "greeting": format!("{words}, {name}!") })))
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

async fn choose(
    State(services): State<Arc<Services>>,
    ctx: Ctx,
    Path(name): Path<String>,
    JsonBody(body): JsonBody<Words>,
) -> Result<Json<Value>, Error> {
    let sql = "INSERT INTO hello_greeting (name, words) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET words = excluded.words";
    services.db.execute(sql, &[Arg::from(name.as_str()), Arg::from(body.words)]).await?;
    services.audit.record(&ctx, "hello.choose", kernel::audit::Status::Succeeded, &name);
    Ok(Json(json!({ "name": name })))
}
