//! The filters that a scaffolder adds.

use serde_json::json;
use template::scaffolder::add_filters;
use template::scaffolder::repo_url::{HostKind, RepoHost};
use template::{Environment, ErrorKind, Syntax, Template};

use crate::support::context;

#[test]
fn filters_of_the_scaffolder_answer() {
    let mut environment = Environment::default();
    let host = |host: &str, kind| RepoHost { host: host.to_owned(), kind };
    add_filters(
        &mut environment,
        vec![host("github.com", HostKind::Other), host("scm.test", HostKind::Other)],
    );
    let data = json!({
        "url": "github.com?owner=o&repo=r", "ref": "group:techdocs", "bare": "techdocs", "o": {"a": [{"b": 5}], "x.y": 1},
        "bad": ["scm.test?owner=..&repo=../../x", "scm.test?owner=a%2Fb&repo=c", "scm.test", "other?owner=a&repo=b"],
    });
    let run = |expression: &str| {
        let source = format!("${{{{ {expression} }}}}");
        let template = Template::parse(&source, Syntax::default(), &environment.limits).unwrap();
        template.evaluate(&context(&data), &environment)
    };
    let table = [
        ("url | parseRepoUrl", json!({"host": "github.com", "owner": "o", "repo": "r"})),
        ("(url | parseRepoUrl).owner", json!("o")),
        ("url | projectSlug", json!("o/r")),
        ("ref | parseEntityRef", json!({"kind": "group", "namespace": "default", "name": "techdocs"})),
        ("ref | parseEntityRef | pick('name')", json!("techdocs")),
        (
            "bare | parseEntityRef({defaultKind: 'Group', defaultNamespace: 'x'})",
            json!({"kind": "Group", "namespace": "x", "name": "techdocs"}),
        ),
        (
            "{kind: 'a', name: 'b'} | parseEntityRef",
            json!({"kind": "a", "namespace": "default", "name": "b"}),
        ),
        ("o | pick('a[0].b')", json!(5)),
        ("o | pick('x.y')", json!(1)),
        ("o | pick(['a', 0, 'b'])", json!(5)),
    ];
    for (expression, expected) in table {
        assert_eq!(run(expression).unwrap(), Some(expected), "{expression}");
    }
    assert_eq!(run("o | pick('q.r')").unwrap(), None);
    for refused in [
        "bad[0] | parseRepoUrl",
        "bad[1] | parseRepoUrl",
        "bad[2] | projectSlug",
        "bad[3] | parseRepoUrl",
        "bare | parseEntityRef",
        "o | parseRepoUrl",
    ] {
        assert_eq!(run(refused).unwrap_err().kind, ErrorKind::Extension, "{refused}");
    }
}
