//! A portal with a small catalog in a folder of its own, and a policy that knows three kinds of readers.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kernel::extension::{Extension, View};
use kernel::gate::{Criteria, Permission, Policy, Subject};
use kernel::{Contribution, Ctx, Db, Decision, Error, Feature, Services};
use regex::Regex;
use serde_json::{Value, json};
use testkit::{Answer, FakeHost, FakeIdentity, Persona, TestPortal};

use crate::{CatalogFeature, Handle, PersonalStore};

pub(super) const HOSTILE: &str = "<script>alert(1)</script>";

const CATALOG: &str = r#"
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: orchard, title: Orchard }
spec: { type: company, children: [pear, plum] }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: pear, title: Team Pear }
spec: { type: team, parent: orchard, children: [], profile: { email: pear@orchard.test, picture: "https://elsewhere.test/p.png" } }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: ann }
spec: { memberOf: [pear], profile: { displayName: Ann Lind, email: ann@orchard.test, picture: /assets/ann.png } }
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: { name: buying }
spec: { owner: orchard }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: plum }
spec: { type: team, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: shop }
spec: { owner: pear, domain: buying }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: basket
  title: Basket
  description: Holds what people mean to buy
  tags: [java, tier-1]
  labels: { tier: "1" }
  links: [{ url: https://grafana.test/basket, title: Dashboard }]
spec: { type: service, lifecycle: production, owner: pear, system: shop, consumesApis: [gone-api], providesApis: [orders], dependsOn: [component:resizer] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: basket-ui, tags: [typescript] }
spec: { type: website, lifecycle: production, owner: pear, subcomponentOf: basket }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: resizer, tags: [java] }
spec: { type: job, lifecycle: experimental, owner: plum }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: hostile
  title: "<script>alert(1)</script>\"' onmouseover=\"x"
  description: "<script>alert(1)</script>"
  links: [{ url: "https://safe.test/?a=\"<script>alert(1)</script>", title: "<script>alert(1)</script>" }]
  labels: { x: y }
  annotations: { "backstage.io/view-url": "javascript:alert(1)", "backstage.io/edit-url": "https://h.test/e" }
spec: { type: "<script>alert(1)</script>", lifecycle: "<script>alert(1)</script>", owner: plum }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders }
spec: { type: openapi, lifecycle: production, owner: plum, definition: "openapi: 3.0.0" }
"#;

const WHOLE: &str = "
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: broken }
spec: { type: service, lifecycle: production, owner: pear }
";

/// Line 6 has a type that is no text.
pub(super) const BROKEN: &str = "
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: broken }
spec:
  type: 5
  lifecycle: production
  owner: pear
";

/// Entities that the files and their locations give.
const ENTITIES: usize = 14;

/// May do everything, and is a member of Team Pear.
pub(super) fn ann() -> Persona {
    Persona::user("user:default/ann")
}

/// May read components only.
pub(super) fn carl() -> Persona {
    Persona::user("user:default/carl")
}

/// May do nothing.
pub(super) fn dora() -> Persona {
    Persona::user("user:default/dora")
}

struct Readers;

impl Policy for Readers {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        let components = || Criteria::Rule {
            rule: "IS_ENTITY_KIND".to_owned(),
            resource_type: "catalog-entity".to_owned(),
            params: json!({"kinds": ["Component"]}),
        };
        Box::pin(async move {
            Ok(match (subject.user_ref.as_deref(), permission.name) {
                (Some("user:default/ann"), _) => Decision::Allow,
                (Some("user:default/carl"), "catalog.entity.read") => Decision::Where(components()),
                _ => Decision::Deny,
            })
        })
    }
}

struct PolicyFeature;

impl Feature for PolicyFeature {
    fn id(&self) -> &'static str {
        "policy"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async { Ok(Contribution { policy: Some(Arc::new(Readers)), ..Contribution::default() }) })
    }
}

/// Adds what goes wrong, and what knows its configuration.
struct PartsFeature;

impl Feature for PartsFeature {
    fn id(&self) -> &'static str {
        "parts"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let internal = |_: View| async { Err(Error::internal("a secret reason")) };
        let told = |view: View| async move { Ok(Some(format!("<p>height {}</p>", view.config["height"]))) };
        let only = |id, draw: Extension| Extension {
            condition: Some(json!({"kind": "component", "metadata.name": "resizer"})),
            ..Extension { id, ..draw }
        };
        let extensions = vec![
            only("entity-card:parts/broken", Extension::new("", "Broken part", internal)),
            only("entity-card:parts/told", Extension::new("", "Told part", told)),
            only("entity-card:parts/nothing", Extension::new("", "Nothing part", |_| async { Ok(None) })),
            only(
                "entity-header-action:parts/star",
                Extension::new("", "", |_| async { Ok(Some("<b>starred</b>".to_owned())) }),
            ),
            Extension {
                path: "told",
                ..only("entity-content:parts/told", Extension::new("", "Told tab", told))
            },
        ];
        Box::pin(async { Ok(Contribution { extensions, ..Contribution::default() }) })
    }
}

/// Keeps what readers keep in memory. Ann has starred two entities, one of which is gone.
#[derive(Default)]
struct Drawer {
    views: parking_lot::Mutex<HashMap<String, Value>>,
}

fn name_of(ctx: &Ctx) -> String {
    ctx.credentials.subject().to_owned()
}

impl PersonalStore for Drawer {
    fn starred<'a>(&'a self, _: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Vec<String>, Error>> {
        let is_ann = name_of(ctx).contains("ann");
        let stars = ["Component:default/Resizer", "component:default/gone"].map(str::to_owned);
        Box::pin(async move { Ok(if is_ann { stars.to_vec() } else { Vec::new() }) })
    }

    fn views<'a>(&'a self, _: &'a Db, ctx: &'a Ctx) -> BoxFuture<'a, Result<Option<Value>, Error>> {
        Box::pin(async move { Ok(self.views.lock().get(&name_of(ctx)).cloned()) })
    }

    fn replace_views<'a>(
        &'a self,
        _: &'a Db,
        ctx: &'a Ctx,
        before: Option<&'a Value>,
        after: &'a Value,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            let mut views = self.views.lock();
            if views.get(&name_of(ctx)) != before {
                return Ok(false);
            }
            views.insert(name_of(ctx), after.clone());
            Ok(true)
        })
    }
}

pub(super) struct Portal {
    running: TestPortal,
    handle: Handle,
    folder: tempfile::TempDir,
    pub(super) host: FakeHost,
}

impl Portal {
    /// With the catalog above, read to the end.
    pub(super) async fn start() -> Self {
        Self::arranged(json!([])).await
    }

    /// Without any location.
    pub(super) async fn empty() -> Self {
        Self::with(&[], json!([])).await
    }

    /// With the catalog above, and what `app.extensions` says.
    pub(super) async fn arranged(extensions: Value) -> Self {
        let portal = Self::with(&["catalog-info.yaml", "broken.yaml"], extensions).await;
        portal.until(|count| count >= ENTITIES).await;
        portal
    }

    /// Without any location, and with the host of sources as a code host.
    pub(super) async fn with_repositories() -> Self {
        let integrations = |host: &FakeHost| json!({"github": [{"host": host.address.to_string(), "apiBaseUrl": host.url("/api/v3")}]});
        Self::built(&[], json!([]), integrations).await
    }

    async fn with(files: &[&str], extensions: Value) -> Self {
        Self::built(files, extensions, |_| json!({})).await
    }

    async fn built(files: &[&str], extensions: Value, integrations: impl Fn(&FakeHost) -> Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("catalog-info.yaml"), CATALOG).unwrap();
        std::fs::write(folder.path().join("broken.yaml"), WHOLE).unwrap();
        let host = FakeHost::start().await;
        let locations: Vec<_> = files.iter().map(|file| json!({"type": "file", "target": file})).collect();
        let feature =
            CatalogFeature::new(folder.path().to_path_buf()).with_personal(Arc::new(Drawer::default()));
        let handle = feature.handle();
        let identity = FakeIdentity::new().member("user:default/ann", &["group:default/pear"]);
        let kinds = ["Component", "System", "Domain", "API", "Group", "User", "Location"];
        let running = TestPortal::builder()
            .config(json!({
                "app": {"extensions": extensions},
                "permission": {"enabled": true},
                "integrations": integrations(&host),
                "backend": {"reading": {"allow": [{"host": host.address.to_string()}]}},
                "catalog": {"rules": [{"allow": kinds}], "locations": locations},
            }))
            .identity(identity)
            .feature(PolicyFeature)
            .feature(PartsFeature)
            .feature(feature)
            .start()
            .await;
        Self { running, handle, folder, host }
    }

    pub(super) fn services(&self) -> &Services {
        self.running.services()
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder.path().join(file), text).unwrap();
    }

    /// Reads every location once more.
    pub(super) async fn read_again(&self) {
        // Longer than any interval of the default configuration.
        const LONG: i64 = 24 * 60 * 60 * 1_000;
        self.running.clock.advance(LONG);
        let catalog = self.handle.get().unwrap();
        while crate::ingest::due::round(&catalog.ingest).await.unwrap() > 0 {}
        catalog.projection().refresh();
    }

    /// Waits until there are as many entities as wanted.
    pub(super) async fn until(&self, wanted: impl Fn(usize) -> bool) {
        const TRIES: usize = 1_000;
        for _ in 0..TRIES {
            let catalog = self.handle.get().unwrap();
            let (count, stale) = catalog.projection().read(|state| (state.index.len(), state.stale.len()));
            if wanted(count) && stale == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let refs = self.handle.get().unwrap().projection().read(|state| state.index.len());
        panic!("the catalog does not get there: {refs} entities");
    }

    pub(super) async fn get(&self, persona: &Persona, path: &str) -> Answer {
        let path = path.replace('[', "%5B").replace(']', "%5D").replace("&amp;", "&");
        let request = self.running.request(persona, "GET", &path).await.header("accept", "text/html");
        self.running.send(request.body(axum::body::Body::empty()).unwrap()).await
    }

    /// With a cookie.
    pub(super) async fn get_with(&self, persona: &Persona, path: &str, cookie: &str) -> Answer {
        let path = path.replace('[', "%5B").replace(']', "%5D");
        let request = self.running.request(persona, "GET", &path).await.header("accept", "text/html");
        self.running.send(request.header("cookie", cookie).body(axum::body::Body::empty()).unwrap()).await
    }

    /// Posts a form.
    pub(super) async fn post(&self, persona: &Persona, path: &str, form: &str) -> Answer {
        let request = self.running.request(persona, "POST", path).await;
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.running.send(request.body(axum::body::Body::from(form.to_owned())).unwrap()).await
    }
}

/// The addresses of all links of a page, as a browser would follow them.
pub(super) fn links(page: &str) -> Vec<String> {
    let pattern = Regex::new("<a [^>]*href=\"([^\"#]+)\"").unwrap();
    pattern.captures_iter(page).map(|found| found[1].replace("&amp;", "&").replace("&quot;", "%22")).collect()
}

/// The names of the table's rows, in order.
pub(super) fn rows(page: &str) -> Vec<String> {
    let pattern = Regex::new("title=\"([^\"]*)\" dir=\"auto\" data-item").unwrap();
    pattern.captures_iter(page).map(|found| found[1].to_owned()).collect()
}

/// The choices of one group of the panel, as label and number.
pub(super) fn choices(page: &str, field: &str) -> Vec<(String, String)> {
    let section = Regex::new(&format!("<section data-field=\"{field}\">(.*?)</section>")).unwrap();
    let option = Regex::new("<bdi class=\"cut\">(.*?)</bdi> <small>(.*?)</small>").unwrap();
    let Some(found) = section.captures(page) else { return Vec::new() };
    option.captures_iter(&found[1]).map(|choice| (choice[1].to_owned(), choice[2].to_owned())).collect()
}

/// The switch of kinds, as label and number.
pub(super) fn kinds(page: &str) -> Vec<(String, String)> {
    let nav = Regex::new("<nav class=\"segments\"[^>]*>(.*?)</nav>").unwrap();
    let kind = Regex::new("<bdi>(.*?)</bdi> <small[^>]*>(.*?)</small>").unwrap();
    let Some(found) = nav.captures(page) else { return Vec::new() };
    kind.captures_iter(&found[1]).map(|kind| (kind[1].to_owned(), kind[2].to_owned())).collect()
}
