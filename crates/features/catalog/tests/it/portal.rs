//! A portal whose catalog reads a fake host; waits for readings instead of sleeping.

use std::time::Duration;

use catalog::ingest::due;
use catalog::ingest::pass::LEASE;
use catalog::store::entity;
use catalog::{CatalogFeature, Handle};
use kernel::db::DbSettings;
use serde_json::{Value, json};
use testkit::{Answer, FakeHost, Persona, TestPortal};

/// Longer than any time between two readings that these tests configure.
pub(crate) const LONG: i64 = 24 * 60 * 60 * 1_000;

pub(crate) struct Portal {
    pub(crate) test: TestPortal,
    pub(crate) handle: Handle,
}

/// Adds what every test wants: the host may be read, and all kinds are allowed.
pub(crate) fn with_host(host: &FakeHost, mut config: Value) -> Value {
    config["backend"]["reading"]["allow"] = json!([{"host": host.address.to_string()}]);
    if config["catalog"]["rules"].is_null() {
        let kinds =
            ["Component", "System", "API", "Group", "User", "Location", "Resource", "Domain", "Template"];
        config["catalog"]["rules"] = json!([{"allow": kinds}]);
    }
    config
}

impl Portal {
    pub(crate) async fn start(host: &FakeHost) -> Self {
        Self::configured(host, json!({})).await
    }

    pub(crate) async fn configured(host: &FakeHost, config: Value) -> Self {
        Self::on(host, config, None).await
    }

    pub(crate) async fn on(host: &FakeHost, config: Value, database: Option<DbSettings>) -> Self {
        let feature = CatalogFeature::new(std::env::temp_dir().join("callboard-test-without-files"));
        let handle = feature.handle();
        let mut builder = TestPortal::builder().config(with_host(host, config)).feature(feature);
        if let Some(database) = database {
            builder = builder.database(database);
        }
        Self { test: builder.start().await, handle }
    }

    /// Waits until no Location is due or being read.
    pub(crate) async fn settle(&self) {
        const TRIES: usize = 1_500;
        let lease = i64::try_from(LEASE.as_millis()).unwrap();
        let catalog = self.handle.get().unwrap();
        for _ in 0..TRIES {
            due::round(&catalog.ingest).await.unwrap();
            let next = entity::next_due(&catalog.ingest.services.db).await.unwrap();
            if next.is_none_or(|next| next > self.test.clock.now() + lease) {
                // What was committed last may still be on its way into the index.
                let _turn = catalog.ingest.writer.lock().await;
                catalog.projection().refresh();
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the locations are not read to the end");
    }

    /// Reads everything once more.
    pub(crate) async fn next_round(&self) {
        self.test.clock.advance(LONG);
        self.settle().await;
    }

    /// Registers `url` and waits until it has been read; gives the id of the registration.
    pub(crate) async fn register(&self, url: &str) -> String {
        let body = json!({"type": "url", "target": url});
        let answer = self.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(201);
        self.settle().await;
        answer.json()["location"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.test.get(&Persona::Service, &format!("/api/catalog{path}")).await
    }

    /// The refs of everything but Locations, sorted.
    pub(crate) async fn refs(&self) -> Vec<String> {
        let mut refs = Vec::new();
        for entity in self.get("/entities").await.expect(200).json().as_array().unwrap() {
            let kind = entity["kind"].as_str().unwrap().to_lowercase();
            if kind != "location" {
                refs.push(format!("{kind}:{}", entity["metadata"]["name"].as_str().unwrap()));
            }
        }
        refs.sort();
        refs
    }

    pub(crate) async fn entity(&self, kind: &str, name: &str) -> Value {
        self.get(&format!("/entities/by-name/{kind}/default/{name}")).await.expect(200).json()
    }

    /// The errors that the Location of `url` shows.
    pub(crate) async fn problems(&self, url: &str) -> Vec<Value> {
        let found = self.get("/entities?filter=kind=location").await.expect(200).json();
        let location = found.as_array().unwrap().iter().find(|found| found["spec"]["target"] == url);
        let location = location.unwrap_or_else(|| panic!("no location of {url} in {found}"));
        let items = location["status"]["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().map(|item| item["error"].clone()).collect()
    }

    /// The last change that the log knows.
    pub(crate) async fn position(&self) -> i64 {
        let mut after = 0;
        loop {
            let page = self.get(&format!("/changes?after={after}&limit=1000")).await.expect(200).json();
            after = page["pageInfo"]["after"].as_i64().unwrap();
            if page["pageInfo"]["more"] != json!(true) {
                return after;
            }
        }
    }
}

/// A document of a Component.
pub(crate) fn component(name: &str, owner: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{ name: {name} }}\nspec: {{ type: service, \
         lifecycle: production, owner: {owner} }}\n"
    )
}

/// A document of a Location that names `target`.
pub(crate) fn location(name: &str, target: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{ name: {name} }}\nspec: {{ type: url, \
         target: \"{target}\" }}\n"
    )
}
