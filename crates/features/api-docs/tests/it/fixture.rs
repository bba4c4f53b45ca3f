//! A portal with the feature, an entity page as small as it can be, and a few APIs.

use std::sync::Arc;

use api_docs::{ApiDirectory, ApiDocs};
use axum::body::Body;
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use futures_util::future::BoxFuture;
use kernel::extension::{Subject, View};
use kernel::http::{Access, Path, Query, Routes};
use kernel::{Contribution, Ctx, Error, Feature, Principal, Services};
use page::{Frames, Visit};
use serde_json::{Value, json};
use testkit::{Answer, Persona, TestPortal};

/// Reads everything.
pub(crate) fn ann() -> Persona {
    Persona::user("user:default/ann")
}

/// Reads nothing.
pub(crate) fn dora() -> Persona {
    Persona::user("user:default/dora")
}

/// APIs by name.
#[derive(Clone)]
pub(crate) struct Apis(Arc<Vec<Value>>);

impl Apis {
    /// Name, `spec.type` and definition of each.
    pub(crate) fn new(apis: &[(&str, &str, &str)]) -> Self {
        let entity = |(name, kind, text): &(&str, &str, &str)| {
            json!({
                "apiVersion": "backstage.io/v1alpha1",
                "kind": "API",
                "metadata": { "name": name, "namespace": "default", "etag": format!("etag of {name}") },
                "spec": { "type": kind, "lifecycle": "production", "owner": "pear", "definition": text },
                "relations": [
                    { "type": "apiProvidedBy", "targetRef": "component:default/a" },
                    { "type": "apiConsumedBy", "targetRef": "component:default/b" },
                    { "type": "apiConsumedBy", "targetRef": "component:default/c" },
                ],
            })
        };
        Self(Arc::new(apis.iter().map(entity).collect()))
    }
}

impl ApiDirectory for Apis {
    fn entity<'a>(
        &'a self,
        ctx: &'a Ctx,
        entity_ref: &'a str,
    ) -> BoxFuture<'a, Result<Option<Value>, Error>> {
        Box::pin(async move {
            let is_ann = matches!(ctx.principal(), Principal::User { entity_ref, .. } if entity_ref == "user:default/ann");
            let named = |entity: &&Value| {
                format!("api:default/{}", entity["metadata"]["name"].as_str().unwrap()) == entity_ref
            };
            Ok(self.0.iter().find(named).filter(|_| is_ann).cloned())
        })
    }
}

/// Draws the tab of an entity, as the catalog does around it.
struct EntityPage(Apis);

#[derive(Clone)]
struct Tab {
    apis: Apis,
    services: Services,
}

impl Feature for EntityPage {
    fn id(&self) -> &'static str {
        "entity-page"
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let tab = Tab { apis: self.0.clone(), services: services.clone() };
        let path = "/catalog/{namespace}/{kind}/{name}";
        let pages = Routes::new().add_plain(Method::GET, path, Access::Page, get(show).with_state(tab));
        Box::pin(async move { Ok(Contribution { pages, ..Contribution::default() }) })
    }
}

async fn show(
    State(tab): State<Tab>,
    visit: Visit,
    Path((namespace, kind, name)): Path<(String, String, String)>,
    query: Query,
) -> Result<Response, Error> {
    let reference = format!("{kind}:{namespace}/{name}");
    let found = tab.apis.entity(&visit.ctx, &reference).await?;
    let found = found.ok_or_else(|| Error::NotFound("no such entity".to_owned()))?;
    let subject: Subject = serde_json::from_value(found).map_err(Error::internal)?;
    let subject = Subject { reference, path: format!("/catalog/{namespace}/{kind}/{name}"), ..subject };
    let view = View { subject: Some(Arc::new(subject)), ..View::new(visit.ctx.clone(), query) };
    let layout = tab.services.extensions.layout();
    let mut tabs = layout.of(kernel::extension::Place::EntityContent);
    let drawn = (tabs.next().unwrap().extension.draw)(view).await?.unwrap_or_default();
    let content = maud::html! { h1 { (name) } (maud::PreEscaped(drawn)) };
    let frame = Frames::new(&tab.services).of(&visit);
    Ok(page::html(http::StatusCode::OK, ui::layout::page(&frame, &name, &content)))
}

/// A portal with these APIs and this configuration.
pub(crate) async fn portal(apis: &[(&str, &str, &str)], config: Value) -> TestPortal {
    let apis = Apis::new(apis);
    let docs = ApiDocs::new(Arc::new(apis.clone()));
    TestPortal::builder().config(config).feature(docs).feature(EntityPage(apis)).start().await
}

/// A page of an API; its HTML must be sound.
pub(crate) async fn page(portal: &TestPortal, path: &str) -> String {
    let answer = portal.get(&ann(), &format!("/catalog/default/api/{path}")).await.expect(200);
    let text = answer.text().to_owned();
    assert_eq!(ui::inspect::problems(&text), Vec::<String>::new(), "{path}");
    text
}

/// Posts a form.
pub(crate) async fn post(
    portal: &TestPortal,
    persona: &Persona,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = portal.request(persona, "POST", &format!("/catalog/default/api/{path}")).await;
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    portal.send(request.body(Body::from(body)).unwrap()).await
}
