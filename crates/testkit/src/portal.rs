//! A whole portal in memory. Knows the door of features, and no feature.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use http::{Request, header};
use kernel::assemble::{self, Running};
use kernel::config::Environment;
use kernel::db::DbSettings;
use kernel::{Clock, Config, Db, Error, Feature, Services};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::identity::SERVICE_TOKEN;
use crate::{Answer, FakeIdentity, Persona};

/// Where the clock of a test stands: 2026-01-01T00:00:00Z.
pub const START: i64 = 1_767_225_600_000;
/// The variable that names a PostgreSQL to test against.
const POSTGRES: &str = "CALLBOARD_TEST_POSTGRES";

/// A running portal; requests are answered without a socket.
pub struct TestPortal {
    pub running: Running,
    pub clock: Clock,
    real_identity: bool,
}

/// Says what a [`TestPortal`] is made of.
pub struct TestPortalBuilder {
    config: Value,
    features: Vec<Arc<dyn Feature>>,
    identity: Option<FakeIdentity>,
    clock: Clock,
    environment: Environment,
    database: Option<DbSettings>,
}

impl TestPortal {
    /// A portal with [`FakeIdentity`], a standing clock and SQLite in memory, or the PostgreSQL named by
    /// `CALLBOARD_TEST_POSTGRES`, in a schema of its own.
    pub fn builder() -> TestPortalBuilder {
        TestPortalBuilder {
            config: json!({}),
            features: Vec::new(),
            identity: Some(FakeIdentity::new()),
            clock: Clock::fixed(START),
            environment: Environment::default(),
            database: None,
        }
    }

    pub fn services(&self) -> &Services {
        &self.running.services
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.running.service.clone().oneshot(request).await;
        Answer::read(response).await
    }

    pub async fn get(&self, persona: &Persona, path: &str) -> Answer {
        self.send(self.request(persona, "GET", path).await.body(Body::empty()).expect("the path is a path"))
            .await
    }

    pub async fn delete(&self, persona: &Persona, path: &str) -> Answer {
        self.send(
            self.request(persona, "DELETE", path).await.body(Body::empty()).expect("the path is a path"),
        )
        .await
    }

    pub async fn post(&self, persona: &Persona, path: &str, body: &Value) -> Answer {
        self.send_json(persona, "POST", path, body).await
    }

    pub async fn put(&self, persona: &Persona, path: &str, body: &Value) -> Answer {
        self.send_json(persona, "PUT", path, body).await
    }

    pub async fn send_json(&self, persona: &Persona, method: &str, path: &str, body: &Value) -> Answer {
        let request =
            self.request(persona, method, path).await.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).expect("the path is a path")).await
    }

    /// A request with the token of `persona`.
    pub async fn request(&self, persona: &Persona, method: &str, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match self.token(persona).await {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// The bearer token of `persona`; nobody has none.
    pub async fn token(&self, persona: &Persona) -> Option<String> {
        match persona {
            Persona::Anonymous => None,
            Persona::Service => Some(SERVICE_TOKEN.to_owned()),
            Persona::Guest if self.real_identity => {
                let request = Request::builder().method("POST").uri("/api/auth/guest/refresh");
                let answer = self.send(request.body(Body::empty()).unwrap()).await.expect(200).json();
                Some(answer["backstageIdentity"]["token"].as_str().expect("the guest has a token").to_owned())
            }
            Persona::Guest => Some(FakeIdentity::token("user:default/guest")),
            Persona::User(entity_ref) => Some(FakeIdentity::token(entity_ref)),
        }
    }
}

impl TestPortalBuilder {
    /// The configuration, over the few keys that tests need.
    #[must_use]
    pub fn config(mut self, config: Value) -> Self {
        self.config = config;
        self
    }

    /// The environment, empty otherwise.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    #[must_use]
    pub fn feature(mut self, feature: impl Feature) -> Self {
        self.features.push(Arc::new(feature));
        self
    }

    /// A fake identity other than the default one.
    #[must_use]
    pub fn identity(mut self, identity: FakeIdentity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// No fake identity, because one of the features authenticates.
    #[must_use]
    pub fn real_identity(mut self) -> Self {
        self.identity = None;
        self
    }

    /// A database of the test's own, so that several portals can share it.
    #[must_use]
    pub fn database(mut self, settings: DbSettings) -> Self {
        self.database = Some(settings);
        self
    }

    /// The clock of the machine instead of a standing one.
    #[must_use]
    pub fn system_clock(mut self) -> Self {
        self.clock = Clock::System;
        self
    }

    /// Starts the portal; a failing start ends the test.
    pub async fn start(self) -> TestPortal {
        self.try_start().await.expect("the portal starts")
    }

    /// Starts the portal, for tests of what refuses to start.
    pub async fn try_start(mut self) -> Result<TestPortal, Error> {
        let real_identity = self.identity.is_none();
        if let Some(identity) = self.identity {
            self.features.insert(0, Arc::new(identity));
        }
        let config = Config::from_parts(with_defaults(self.config), self.environment);
        let db = match self.database {
            Some(settings) => Db::open(&settings).await?,
            None => open_database(&self.clock).await,
        };
        let services = Services::open(config, self.clock.clone(), db)?;
        let running = assemble::start(self.features, services).await?;
        Ok(TestPortal { running, clock: self.clock, real_identity })
    }
}

/// Adds what the personas need of the real authentication.
fn with_defaults(mut config: Value) -> Value {
    let access =
        json!([{ "type": "static", "options": { "token": SERVICE_TOKEN, "subject": "external:test" } }]);
    let guest = json!({ "dangerouslyAllowOutsideDevelopment": true, "userEntityRef": "user:default/guest" });
    let defaults = json!({
        "backend": { "baseUrl": "http://localhost:7007", "auth": { "externalAccess": access } },
        "app": { "baseUrl": "http://localhost:7007" },
        "auth": { "providers": { "guest": guest } },
    });
    fill_in(&mut config, defaults);
    config
}

fn fill_in(config: &mut Value, defaults: Value) {
    let (Value::Object(config), Value::Object(defaults)) = (config, defaults) else { return };
    for (key, value) in defaults {
        match config.get_mut(&key) {
            Some(present) => fill_in(present, value),
            None => {
                config.insert(key, value);
            }
        }
    }
}

async fn open_database(clock: &Clock) -> Db {
    static SCHEMAS: AtomicU32 = AtomicU32::new(0);
    let settings = match Environment::process().get(POSTGRES) {
        None => DbSettings::in_memory(clock.clone()),
        Some(url) => {
            let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
            let schema = format!("test_{}_{number}", std::process::id());
            DbSettings::postgres(url, &schema).expect("CALLBOARD_TEST_POSTGRES is a URL")
        }
    };
    Db::open(&settings).await.expect("the database opens")
}
