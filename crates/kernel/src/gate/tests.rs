//! The gate with policies that misbehave, and the local decision for machines.

use super::*;
use crate::Credentials;
use crate::identity::Restriction;

static READ: Permission =
    Permission { name: "fruit.read", action: Some(Action::Read), resource_type: Some("fruit") };
static SHAKE: Permission = Permission { name: "tree.shake", action: None, resource_type: None };

#[derive(Clone, Copy)]
enum Mood {
    Allows,
    Panics,
    Sleeps,
    Fails,
    WrongType,
}

struct Moody(Mood);

impl Policy for Moody {
    fn decide<'a>(
        &'a self,
        _permission: &'a Permission,
        _subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        match self.0 {
            Mood::Panics => panic!("a policy of bad manners"),
            Mood::Allows => Box::pin(async { Ok(Decision::Allow) }),
            Mood::Fails => Box::pin(async { Err(Error::Input("no".to_owned())) }),
            Mood::Sleeps => Box::pin(async {
                tokio::time::sleep(Duration::from_secs(10)).await;
                Ok(Decision::Allow)
            }),
            Mood::WrongType => Box::pin(async {
                Ok(Decision::Where(Criteria::Rule {
                    rule: "IS_NAMED".to_owned(),
                    resource_type: "stone".to_owned(),
                    params: Value::Null,
                }))
            }),
        }
    }
}

fn user() -> Ctx {
    let principal = Principal::User { entity_ref: "user:default/ann".to_owned(), actor: None };
    let credentials = Credentials { principal, ..Credentials::nobody() };
    Ctx { credentials: Arc::new(credentials), ..Ctx::system("test", 0) }
}

#[tokio::test]
async fn a_failing_policy_refuses() {
    for (mood, permission, passes) in [
        (Mood::Allows, &READ, true),
        (Mood::Panics, &READ, false),
        (Mood::Sleeps, &READ, false),
        (Mood::Fails, &READ, false),
        (Mood::WrongType, &READ, false),
        (Mood::WrongType, &SHAKE, false),
    ] {
        let gate = Gate::with_patience(true, Duration::from_millis(50));
        gate.install_policy(Arc::new(Moody(mood))).unwrap();
        let decision = gate.decide(&user(), "orchard", permission).await;
        match decision {
            Ok(decision) => assert!(passes && decision == Decision::Allow),
            Err(error) => assert!(!passes && error.name() == "ServiceUnavailableError"),
        }
    }
    assert!(Gate::new(true).require(&user(), "orchard", &READ).await.is_err(), "no policy is no allowance");
}

#[tokio::test]
async fn machines_are_decided_by_their_restrictions() {
    let restriction = |plugin: &str, permissions: &[&str], actions: &[&str]| Restriction {
        plugin: plugin.to_owned(),
        permissions: permissions.iter().map(|&name| name.to_owned()).collect(),
        actions: actions.iter().map(|&name| name.to_owned()).collect(),
    };
    for (restrictions, allowed) in [
        (None, true),
        (Some(vec![]), false),
        (Some(vec![restriction("orchard", &[], &[])]), true),
        (Some(vec![restriction("kiosk", &[], &[])]), false),
        (Some(vec![restriction("orchard", &["fruit.read"], &[])]), true),
        (Some(vec![restriction("orchard", &["fruit.eat"], &[])]), false),
        (Some(vec![restriction("orchard", &[], &["read"])]), true),
        (Some(vec![restriction("orchard", &[], &["delete"])]), false),
    ] {
        let principal =
            Principal::Service { subject: "robot".to_owned(), restrictions: restrictions.map(Arc::new) };
        let credentials = Arc::new(Credentials { principal, ..Credentials::nobody() });
        let ctx = Ctx { credentials, ..Ctx::system("test", 0) };
        let decision = Gate::new(true).decide(&ctx, "orchard", &READ).await.unwrap();
        assert_eq!(decision == Decision::Allow, allowed, "{:?}", ctx.principal());
    }
}

#[test]
fn declarations_are_found_and_never_doubled() {
    struct Fruit;
    impl ResourceRules for Fruit {
        fn plugin_id(&self) -> &'static str {
            "orchard"
        }
        fn resource_type(&self) -> &'static str {
            "fruit"
        }
        fn rules(&self) -> Vec<RuleMetadata> {
            vec![]
        }
    }
    static DECLARED: [Permission; 1] = [Permission { name: "tree.shake", action: None, resource_type: None }];
    let gate = Gate::new(true);
    gate.declare("orchard", &DECLARED, vec![Arc::new(Fruit)]).unwrap();
    assert_eq!(gate.permission("tree.shake"), Some(("orchard", &SHAKE)));
    assert_eq!(gate.permission("tree.fell"), None);
    assert!(gate.resource("fruit").is_some() && gate.resource("stone").is_none());
    assert!(gate.declare("kiosk", &[], vec![Arc::new(Fruit)]).is_err());
}
