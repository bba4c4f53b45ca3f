//! The pages for those who look after the portal: what they show, what their forms do, and who is let in.

use std::sync::Arc;
use std::time::Duration;

use catalog::CatalogFeature;
use devtools::Devtools;
use futures_util::future::BoxFuture;
use kernel::gate::{Permission, Policy, Subject};
use kernel::jobs::{Frequency, JobHandler, Schedule, Scope};
use kernel::{Contribution, Decision, Error, Feature, Services};
use serde_json::json;
use testkit::{Answer, FakeIdentity, Persona, TestPortal};
use ui::inspect;
use user_settings::UserSettings;

use super::{ShellFeature, open};

const PAGES: [&str; 7] =
    ["sources", "unprocessed-entities", "jobs", "configuration", "audit", "metrics", "about"];

/// Lets Kim do everything, Ann see the pages, and everybody else read entities; and has a job that fails by schedule.
struct House;

impl Policy for House {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        let acts =
            ["catalog.ingestion.manage", "devtools.scheduler.trigger", "catalog.entities.unprocessed.delete"];
        let may = match subject.user_ref.as_deref() {
            Some("user:default/kim") => true,
            Some("user:default/ann") => !acts.contains(&permission.name),
            _ => permission.name == "catalog.entity.read",
        };
        Box::pin(async move { Ok(if may { Decision::Allow } else { Decision::Deny }) })
    }
}

impl Feature for House {
    fn id(&self) -> &'static str {
        "house"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let sweep = JobHandler {
            kind: "house.sweep",
            schedule: Some(Schedule {
                frequency: Frequency::Every(Duration::from_mins(10)),
                timeout: Duration::from_secs(5),
                initial_delay: Some(Duration::from_hours(1)),
                scope: Scope::Global,
            }),
            scope: Scope::Global,
            timeout: Duration::from_secs(5),
            max_attempts: 1,
            run: Arc::new(|_| {
                Box::pin(async { Err(kernel::jobs::JobError::GiveUp("no <broom>".to_owned())) })
            }),
        };
        Box::pin(async move {
            Ok(Contribution { policy: Some(Arc::new(House)), jobs: vec![sweep], ..Contribution::default() })
        })
    }
}

const GOOD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: lamp }\nspec: { type: service, lifecycle: production, owner: kim }\n";
const BAD: &str = "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: half }\nspec: { type: \"<script>\" }\n";

async fn portal(folder: &tempfile::TempDir) -> TestPortal {
    std::fs::write(folder.path().join("a.yaml"), format!("{GOOD}{BAD}")).unwrap();
    let config = json!({
        "permission": {"enabled": true},
        "integrations": {"github": [{"host": "github.com", "token": "hush-hush-hush"}]},
        "nonsense": true,
        "catalog": {"locations": [{"type": "file", "target": "a.yaml"}, {"type": "file", "target": "gone.yaml"}]},
    });
    let portal = TestPortal::builder()
        .config(config)
        .system_clock()
        .identity(FakeIdentity::new())
        .feature(CatalogFeature::new(folder.path().to_owned()))
        .feature(UserSettings::new())
        .feature(Devtools)
        .feature(House)
        .feature(ShellFeature::default())
        .start()
        .await;
    until(&portal, "/settings/unprocessed-entities", "component:default/half").await;
    until(&portal, "/settings/sources?failing", "does not exist").await;
    portal
}

fn kim() -> Persona {
    Persona::user("user:default/kim")
}

async fn until(portal: &TestPortal, path: &str, expected: &str) -> Answer {
    for _ in 0..200 {
        let page = open(portal, &kim(), path).await.expect(200);
        if page.text().contains(expected) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} never says {expected}");
}

async fn send(portal: &TestPortal, persona: &Persona, path: &str, form: &str) -> Answer {
    let request = portal
        .request(persona, "POST", path)
        .await
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html");
    portal.send(request.body(axum::body::Body::from(form.to_owned())).unwrap()).await
}

#[tokio::test]
async fn they_are_sound_and_keep_secrets_and_markup_out() {
    let folder = tempfile::tempdir().unwrap();
    let portal = portal(&folder).await;
    for (path, expected) in [
        ("/settings/sources", &["a.yaml", "gone.yaml", "Read again", "2 by configuration"][..]),
        ("/settings/sources?failing&offset=500", &["With problems"]),
        ("/settings/unprocessed-entities", &["component:default/half", "line", "Forget"]),
        ("/settings/unprocessed-entities?pending", &["Nothing waits"]),
        ("/settings/jobs", &["house.sweep", "10 min", "Run now", "catalog: read locations"]),
        ("/settings/configuration", &["integrations.github[0].token", "masked", "nonsense", "remark"]),
        ("/settings/configuration?q=nowhere", &["No value matches"]),
        ("/settings/audit", &["Complete since"]),
        ("/settings/audit?q=nothing-is-called-so", &["No decision matches"]),
        ("/settings/metrics", &["Requests", "GET /settings/{page}"]),
        ("/settings/about", &["0004_health", "user-settings", "on"]),
    ] {
        let page = open(&portal, &kim(), path).await.expect(200);
        assert_eq!(inspect::problems(page.text()), Vec::<String>::new(), "{path}");
        for expected in expected {
            assert!(page.text().contains(expected), "{path} lacks {expected}");
        }
        assert!(!page.text().contains("hush-hush") && !page.text().contains("<script>\""), "{path}");
    }
}

#[tokio::test]
async fn who_may_see_may_not_act_and_others_see_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let portal = portal(&folder).await;
    let (ann, ben) = (Persona::user("user:default/ann"), Persona::user("user:default/ben"));
    let general = open(&portal, &ben, "/settings/general").await.expect(200);
    for name in PAGES {
        let path = format!("/settings/{name}");
        let shown = open(&portal, &ann, &path).await.expect(200);
        assert!(
            !shown.text().contains("Read again")
                && !shown.text().contains("Run now")
                && !shown.text().contains(">Forget"),
            "{path}"
        );
        let denied = open(&portal, &ben, &path).await.expect(403);
        assert!(denied.text().contains("You may not see this page"), "{path}");
        assert!(!general.text().contains(&format!("href=\"{path}\"")), "{path} is offered");
    }
    for (path, form) in [
        ("/settings/sources/read", ""),
        ("/settings/sources/read", "source=location:default/x"),
        ("/settings/unprocessed-entities/forget", "id=x"),
        ("/settings/jobs/house/house.sweep", "act=run"),
    ] {
        send(&portal, &ann, path, form).await.expect(403);
        send(&portal, &ben, path, form).await.expect(403);
    }
    let audit = open(&portal, &ann, "/settings/audit?status=denied").await.expect(200);
    for expected in ["catalog.source.read", "devtools.scheduler.trigger", "user:default/ben"] {
        assert!(audit.text().contains(expected), "{expected}");
    }
}

#[tokio::test]
async fn a_source_is_read_again_when_somebody_asks() {
    let folder = tempfile::tempdir().unwrap();
    let portal = portal(&folder).await;
    std::fs::write(folder.path().join("gone.yaml"), GOOD.replace("lamp", "found")).unwrap();
    let begun = send(&portal, &kim(), "/settings/sources/read", "failing=true").await.expect(303);
    assert_eq!(begun.header("location"), "/settings/sources?failing&asked=2");
    until(&portal, "/settings/sources?failing", "<small class=\"tone-bad\">1</small>").await;
    // The same again has to wait for the minute to be over.
    let page = open(&portal, &kim(), "/settings/sources?failing").await.expect(200);
    let (_, rest) = page.text().split_once("name=\"source\" value=\"").unwrap();
    let source = rest.split('"').next().unwrap();
    let later =
        send(&portal, &kim(), "/settings/sources/read", &format!("source={source}")).await.expect(303);
    assert_eq!(later.header("location"), "/settings/sources?asked=0");
    send(&portal, &kim(), "/settings/sources/read", "source=component:default/lamp").await.expect(404);
}

#[tokio::test]
async fn jobs_are_run_and_entities_forgotten_by_forms() {
    let folder = tempfile::tempdir().unwrap();
    let portal = portal(&folder).await;
    let run = send(&portal, &kim(), "/settings/jobs/house/house.sweep", "act=run").await.expect(303);
    assert_eq!(run.header("location"), "/settings/jobs?asked=run");
    until(&portal, "/settings/jobs", "no &lt;broom&gt;").await;
    send(&portal, &kim(), "/settings/jobs/house/house.sweep", "act=stop").await.expect(409);
    send(&portal, &kim(), "/settings/jobs/house/house.sweep", "act=burn").await.expect(400);
    send(&portal, &kim(), "/settings/jobs/house/none", "act=run").await.expect(404);

    let page = open(&portal, &kim(), "/settings/unprocessed-entities").await.expect(200);
    let (_, rest) = page.text().split_once("name=\"id\" value=\"").unwrap();
    let id = rest.split('"').next().unwrap().to_owned();
    send(&portal, &kim(), "/settings/unprocessed-entities/forget", &format!("id={id}")).await.expect(303);
    until(&portal, "/settings/unprocessed-entities", "Nothing has failed").await;
}
