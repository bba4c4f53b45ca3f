//! The shell through the real router.

mod keepers;

use axum::body::Body;
use serde_json::{Value, json};
use testkit::{Answer, FakeIdentity, Persona, TestPortal};
use ui::inspect;
use user_settings::UserSettings;

use super::ShellFeature;

async fn portal(identity: FakeIdentity, config: Value) -> TestPortal {
    let builder = TestPortal::builder().config(config).identity(identity);
    builder.feature(UserSettings::new()).feature(ShellFeature::default()).start().await
}

async fn ask(portal: &TestPortal, persona: &Persona, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = portal.request(persona, "GET", path).await;
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    portal.send(request.body(Body::empty()).unwrap()).await
}

const HTML: (&str, &str) = ("accept", "text/html,*/*");

async fn open(portal: &TestPortal, persona: &Persona, path: &str) -> Answer {
    ask(portal, persona, path, &[HTML]).await
}

async fn post(portal: &TestPortal, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = portal.request(&Persona::Anonymous, "POST", path).await;
    request = request.header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    portal.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_sent_compressed() {
    let portal = portal(FakeIdentity::new(), json!({})).await;
    for asset in ui::assets::all() {
        let plain = ask(&portal, &Persona::Anonymous, &asset.url, &[]).await.expect(200);
        assert_eq!(
            (&*plain.body, plain.header("content-type")),
            (asset.bytes.as_slice(), asset.content_type)
        );
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        let packed = ask(&portal, &Persona::Anonymous, &asset.url, &[("accept-encoding", "gzip, br")]).await;
        let packed = packed.expect(200);
        assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("br", "Accept-Encoding"));
        assert!(packed.body.len() < plain.body.len());
        let known = [("if-none-match", &*asset.etag)];
        let unchanged = ask(&portal, &Persona::Anonymous, &asset.url, &known).await.expect(304);
        assert!(unchanged.body.is_empty() && unchanged.header("etag") == asset.etag);
    }
    for path in ["/assets/callboard.0000000000000000.css", "/assets/../Cargo.toml", "/assets/x"] {
        ask(&portal, &Persona::Anonymous, path, &[]).await.expect(404);
    }
    let icon = ask(&portal, &Persona::Anonymous, "/favicon.ico", &[]).await.expect(200);
    assert_eq!(
        (icon.header("content-type"), icon.header("cache-control")),
        ("image/svg+xml", "public, max-age=86400")
    );
}

#[tokio::test]
async fn colours_are_kept_and_lead_back_within_the_portal_only() {
    let portal = portal(FakeIdentity::new(), json!({})).await;
    let table = [
        ("theme=dark&return=/catalog?filters%5Bkind%5D%3Dapi", "dark", "/catalog?filters[kind]=api"),
        ("theme=light&return=https://evil.test", "light", "/catalog"),
        ("theme=light&return=//evil.test", "light", "/catalog"),
        ("theme=light&return=/%5Cevil.test", "light", "/catalog"),
        ("theme=x%0d%0aSet-Cookie:a&return=/a%0d%0aX:1", "system", "/catalog"),
        ("", "system", "/catalog"),
    ];
    for (form, theme, back) in table {
        let answer = post(&portal, "/settings/theme", form, &[]).await.expect(303);
        assert_eq!(answer.header("location"), back, "{form}");
        let cookie = format!("callboard-theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
        assert_eq!(answer.header("set-cookie"), cookie, "{form}");
    }
    let narrow = post(&portal, "/settings/rail", "rail=narrow&return=/settings", &[]).await.expect(303);
    assert_eq!(narrow.header("location"), "/settings");
    assert!(narrow.header("set-cookie").starts_with("callboard-rail=narrow; Path=/;"));
    let chosen = [HTML, ("cookie", "callboard-theme=dark; callboard-rail=narrow")];
    let page = ask(&portal, &Persona::Anonymous, "/nowhere", &chosen).await.expect(404);
    assert!(page.text().contains("data-theme=\"dark\" data-rail=\"narrow\""));
    let elsewhere = [HTML, ("origin", "https://evil.test"), ("sec-fetch-site", "cross-site")];
    let refused = post(&portal, "/settings/theme", "theme=dark", &elsewhere).await.expect(403);
    assert!(refused.text().contains("You may not do this") && refused.header("set-cookie").is_empty());
}

#[tokio::test]
async fn an_address_that_leads_nowhere_offers_a_way_on_to_people_only() {
    let config = json!({"app": {"title": "Orchard <portal>"}});
    let portal = portal(FakeIdentity::new(), config).await;
    let page = open(&portal, &Persona::Anonymous, "/no/such?page=%3Cscript%3E").await.expect(404);
    let text = page.text();
    assert_eq!(inspect::problems(text), Vec::<String>::new());
    for expected in ["There is nothing here", "Orchard &lt;portal&gt;", "href=\"/catalog\"", "/no/such"] {
        assert!(text.contains(expected), "{expected}");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    // Programs, and everything below /api/, get what Backstage gives.
    for (path, headers) in
        [("/api/nothing/x", &[HTML][..]), ("/no/such", &[("accept", "application/json")]), ("/x", &[])]
    {
        let answer = ask(&portal, &Persona::Anonymous, path, headers).await.expect(404);
        assert!(answer.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn who_is_not_known_is_led_to_the_sign_in_page_and_back() {
    let config = json!({"auth": {"providers": {"guest": {}, "github": {"development": {}}}}});
    let portal = portal(FakeIdentity::new(), config).await;
    let led = open(&portal, &Persona::Anonymous, "/settings?x=1").await.expect(303);
    assert_eq!(led.header("location"), "/sign-in?return=%2Fsettings%3Fx%3D1");
    let page = open(&portal, &Persona::Anonymous, led.header("location")).await.expect(200);
    assert_eq!(inspect::problems(page.text()), Vec::<String>::new());
    for expected in ["Sign in to", "github", "not available", "NODE_ENV", "href=\"/settings?x=1\""] {
        assert!(page.text().contains(expected), "{expected}");
    }
    let abroad = open(&portal, &Persona::Anonymous, "/sign-in?return=https://evil.test").await.expect(200);
    assert!(!abroad.text().contains("href=\"https://evil"));
    let known =
        open(&portal, &Persona::user("user:default/ann"), "/sign-in?return=/settings").await.expect(303);
    assert_eq!(known.header("location"), "/settings");
}

#[tokio::test]
async fn guests_are_signed_in_by_the_page_itself() {
    let portal = portal(FakeIdentity::new().welcoming_guests(), json!({})).await;
    let page = open(&portal, &Persona::Anonymous, "/settings").await.expect(200);
    assert_eq!(inspect::problems(page.text()), Vec::<String>::new());
    assert!(page.text().contains("user:default/guest"));
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("backstage-auth=limited."), "{cookie}");
    let again =
        ask(&portal, &Persona::Anonymous, "/settings", &[HTML, ("cookie", &cookie)]).await.expect(200);
    assert!(again.header("set-cookie").is_empty(), "the cookie holds");
    let back = open(&portal, &Persona::Anonymous, "/sign-in?return=/settings").await.expect(303);
    assert_eq!(back.header("location"), "/settings");
}

#[tokio::test]
async fn settings_say_who_the_reader_is() {
    let identity = FakeIdentity::new().member("user:default/ann", &["group:default/pear"]);
    let portal = portal(identity, json!({})).await;
    let page = open(&portal, &Persona::user("user:default/ann"), "/settings").await.expect(200);
    for expected in ["user:default/ann", "group:default/pear", "aria-current=\"page\""] {
        assert!(page.text().contains(expected), "{expected}");
    }
}

#[tokio::test]
async fn dates_are_written_as_the_reader_chose() {
    let portal = portal(FakeIdentity::new(), json!({})).await;
    let table = [
        ("style=iso&zone=utc&return=/settings", "iso.utc", "/settings"),
        ("style=x%0d%0a&zone=y&return=https://evil.test", "browser.browser", "/catalog"),
    ];
    for (form, dates, back) in table {
        let answer = post(&portal, "/settings/dates", form, &[]).await.expect(303);
        assert_eq!(answer.header("location"), back, "{form}");
        let cookie = format!("callboard-dates={dates}; Path=/; Max-Age=31536000; SameSite=Lax");
        assert_eq!(answer.header("set-cookie"), cookie, "{form}");
    }
    let chosen = [HTML, ("cookie", "callboard-dates=iso.utc; callboard-theme=dark")];
    let page = ask(&portal, &Persona::Guest, "/settings", &chosen).await.expect(200);
    let text = page.text();
    assert_eq!(inspect::problems(text), Vec::<String>::new());
    assert!(text.contains("data-dates=\"iso.utc\""));
    for checked in ["iso", "utc", "dark"] {
        assert!(text.contains(&format!("value=\"{checked}\" checked")), "{checked}");
    }
}

#[tokio::test]
async fn the_pages_of_the_settings_are_found_by_their_names_and_show_no_token() {
    let portal = portal(FakeIdentity::new(), json!({})).await;
    for (path, expected) in [
        ("/settings/general", "Colours of the portal"),
        ("/settings/starred", "Nothing is starred yet"),
        ("/settings/auth-providers", "Ways to sign in"),
    ] {
        let page = open(&portal, &Persona::Guest, path).await.expect(200);
        assert_eq!(inspect::problems(page.text()), Vec::<String>::new(), "{path}");
        assert!(page.text().contains(expected), "{path}");
        assert!(!page.text().contains(&FakeIdentity::token("user:default/guest")), "{path}");
    }
    open(&portal, &Persona::Guest, "/settings/nothing").await.expect(404);
}

#[tokio::test]
async fn single_keys_can_be_switched_off() {
    let portal = portal(FakeIdentity::new(), json!({})).await;
    let answer = post(&portal, "/settings/keys", "keys=off&return=/settings", &[]).await.expect(303);
    assert!(answer.header("set-cookie").starts_with("callboard-keys=off; Path=/"));
    let page = ask(&portal, &Persona::Guest, "/settings", &[HTML, ("cookie", "callboard-keys=off")]).await;
    let page = page.expect(200);
    assert_eq!(inspect::problems(page.text()), Vec::<String>::new());
    for expected in ["data-keys=\"off\"", "value=\"off\" checked", "You have switched single keys off"] {
        assert!(page.text().contains(expected), "{expected}");
    }
    assert!(!open(&portal, &Persona::Guest, "/settings").await.text().contains("data-keys"));
}

#[tokio::test]
async fn flags_are_offered_kept_and_asked_for() {
    let none = portal(FakeIdentity::new(), json!({})).await;
    let page = open(&none, &Persona::Guest, "/settings/feature-flags").await.expect(200);
    assert!(page.text().contains("There is nothing to switch on"));
    assert!(!open(&none, &Persona::Guest, "/settings").await.text().contains("Feature flags"));

    let on = json!({"featureFlags": {"$contains": "new-stars"}});
    let config = json!({
        "callboard": {"featureFlags": [{"name": "new-stars", "description": "A <page> of stars"}, {"name": "other"}]},
        "app": {"extensions": [{"sub-page:user-settings/starred": {"config": {"if": on}}}]},
    });
    let portal = portal(FakeIdentity::new(), config).await;
    let path = "/settings/feature-flags";
    let page = open(&portal, &Persona::Guest, path).await.expect(200);
    assert_eq!(inspect::problems(page.text()), Vec::<String>::new());
    assert!(page.text().contains("A &lt;page&gt; of stars") && !page.text().contains("/settings/starred"));
    open(&portal, &Persona::Guest, "/settings/starred").await.expect(404);

    let form = "flag=new-stars&flag=gone-since&flag=x%0d%0ay&return=/settings/feature-flags";
    let mut request = portal.request(&Persona::Guest, "POST", "/settings/flags").await;
    request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = portal.send(request.body(Body::from(form)).unwrap()).await.expect(303);
    assert_eq!(answer.header("location"), path);
    assert!(answer.header("set-cookie").starts_with("callboard-flags=new-stars; Path=/"));
    let switched = [HTML, ("cookie", "callboard-flags=new-stars")];
    let page = ask(&portal, &Persona::Guest, path, &switched).await.expect(200);
    assert!(page.text().contains("value=\"new-stars\" checked") && page.text().contains("/settings/starred"));
    ask(&portal, &Persona::Guest, "/settings/starred", &switched).await.expect(200);
}

#[tokio::test]
async fn the_configuration_hides_and_renames_pages_of_the_settings() {
    let config = json!({"app": {"extensions": [
        {"sub-page:user-settings/starred": false},
        {"sub-page:user-settings/auth-providers": {"config": {"title": "Who am I", "path": "me"}}},
    ]}});
    let portal = portal(FakeIdentity::new(), config).await;
    open(&portal, &Persona::Guest, "/settings/starred").await.expect(404);
    for path in ["/settings/me", "/settings/auth-providers"] {
        let page = open(&portal, &Persona::Guest, path).await.expect(200);
        assert!(page.text().contains("<h1 dir=\"auto\">Who am I</h1>"), "{path}");
    }
}

/// A page for those who hold a permission that only this feature declares.
struct Keepers;

const KEEPING: kernel::gate::Permission =
    kernel::gate::Permission { name: "keepers.read", action: None, resource_type: None };

impl kernel::Feature for Keepers {
    fn id(&self) -> &'static str {
        "keepers"
    }

    fn permissions(&self) -> &'static [kernel::gate::Permission] {
        &[KEEPING]
    }

    fn start<'a>(
        &'a self,
        _: &'a kernel::Services,
    ) -> futures_util::future::BoxFuture<'a, Result<kernel::Contribution, kernel::Error>> {
        Box::pin(async {
            let page = kernel::extension::Extension {
                path: "keepers",
                permission: Some(KEEPING.name),
                ..kernel::extension::Extension::new("sub-page:user-settings/keepers", "Keepers", |_| async {
                    Ok(Some("<p>for keepers</p>".to_owned()))
                })
            };
            let resources = kernel::Contribution::default();
            Ok(kernel::Contribution { extensions: vec![page], ..resources })
        })
    }
}

#[tokio::test]
async fn pages_that_need_a_permission_are_for_those_who_hold_it() {
    for (is_enabled, status) in [(false, 200), (true, 503)] {
        let config = json!({"permission": {"enabled": is_enabled}});
        let portal = TestPortal::builder()
            .config(config)
            .feature(ShellFeature::default())
            .feature(Keepers)
            .start()
            .await;
        let page = open(&portal, &Persona::Guest, "/settings/keepers").await.expect(status);
        assert_eq!(page.text().contains("for keepers"), !is_enabled);
        assert_eq!(page.text().contains("Decisions are off"), !is_enabled);
    }
}

#[tokio::test]
async fn the_brand_of_the_configuration_shows_on_every_page() {
    let config = json!({
        "app": {"title": "Orchard", "support": {"url": "https://help.test", "items": [
            {"title": "Ask us", "links": [{"url": "https://chat.test", "title": "Chat"}, {"url": "javascript:alert(1)"}]},
        ]}},
        "callboard": {"brand": {"accent": "#00aa55", "logo": "https://orchard.test/logo.svg", "icon": "/tab.svg"}},
    });
    let portal = portal(FakeIdentity::new(), config).await;
    let page = open(&portal, &Persona::Anonymous, "/nowhere").await.expect(404);
    for expected in [
        "class=\"accent-",
        "src=\"https://orchard.test/logo.svg\"",
        "href=\"/tab.svg\"",
        "href=\"https://chat.test\"",
        "Ask us",
    ] {
        assert!(page.text().contains(expected), "{expected}");
    }
    assert!(!page.text().contains("javascript:") && !page.text().contains("https://help.test"));
}

#[tokio::test]
async fn components_are_shown_where_the_configuration_says_so() {
    for (config, status) in [
        (json!({"callboard": {"dev": {"components": true}}}), 200),
        (json!({"callboard": {"dev": {"components": false}}}), 404),
        (json!({}), if cfg!(debug_assertions) { 200 } else { 404 }),
    ] {
        let portal = portal(FakeIdentity::new(), config.clone()).await;
        let page = open(&portal, &Persona::Anonymous, "/dev/components").await.expect(status);
        if status == 200 {
            assert_eq!(inspect::problems(page.text()), Vec::<String>::new());
            let found =
                ask(&portal, &Persona::Anonymous, "/dev/components/palette?q=Table", &[]).await.expect(200);
            assert!(found.text().contains("\"href\""), "{}", found.text());
        }
    }
}
