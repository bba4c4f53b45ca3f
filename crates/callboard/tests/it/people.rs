//! People in very many groups, groups in a circle, and groups of the same name elsewhere.

use std::fmt::Write as _;

use callboard::Portal;
use kernel::Config;
use serde_json::json;

use crate::portal::{SERVICE, get, guest, until_found};

const GROUPS: usize = 9_990;

fn catalog() -> String {
    let mut file = String::new();
    for (name, parent) in [("a", "b"), ("b", "a")] {
        let _ = write!(
            file,
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{ name: {name} }}\nspec: {{ type: team, \
             parent: {parent}, children: [{parent}] }}\n"
        );
    }
    for (name, owner) in
        [("mine", "group:other/team"), ("theirs", "group:default/team"), ("circle", "group:default/b")]
    {
        let _ = write!(
            file,
            "---\napiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {{ name: {name} }}\nspec: {{ owner: \
             {owner} }}\n"
        );
    }
    let mut groups = vec!["other/team".to_owned(), "a".to_owned()];
    groups.extend((0..GROUPS).map(|number| format!("group-with-a-rather-long-name-{number}")));
    let _ = write!(
        file,
        "---\napiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {{ name: guest }}\nspec: {{ memberOf: [{}] }}\n",
        groups.join(", ")
    );
    file
}

#[tokio::test]
async fn ownership_is_by_full_ref_and_makes_no_token_long() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalog.yaml"), catalog()).unwrap();
    let service = json!({"type": "static", "options": {"token": SERVICE, "subject": "test"}});
    let owned =
        json!({"rule": "IS_ENTITY_OWNER", "resourceType": "catalog-entity", "params": {"claims": "$claims"}});
    let policy =
        json!([{"permission": "catalog.entity.read", "decision": "conditions", "conditions": owned}]);
    let guest_provider =
        json!({"dangerouslyAllowOutsideDevelopment": true, "userEntityRef": "user:default/guest"});
    let config = json!({
        "app": {"baseUrl": "http://localhost:7007"},
        "backend": {
            "baseUrl": "http://localhost:7007",
            "auth": {"externalAccess": [service]},
            "database": {"client": "better-sqlite3", "connection": ":memory:"},
        },
        "auth": {"providers": {"guest": guest_provider}},
        "permission": {"enabled": true},
        "callboard": {"permission": {"policy": policy}},
        "catalog": {
            "rules": [{"allow": ["System", "Group", "User", "Location"]}],
            "locations": [{"type": "file", "target": "catalog.yaml"}],
        },
    });
    let builder = Portal::builder().config(Config::from_value(config)).data_dir(folder.path().join("data"));
    let portal = builder.folder(folder.path()).build().await.unwrap();
    until_found(&portal, "user/default/guest").await;
    let token = guest(&portal).await;
    assert!(token.len() < 8 * 1024, "the token has {} bytes", token.len());
    let info = get(&portal, Some(&token), "/api/auth/v1/userinfo").await.expect(200).json();
    assert_eq!(info["claims"]["ent"].as_array().unwrap().len(), GROUPS + 3, "itself and its groups");
    let systems = get(&portal, Some(&token), "/api/catalog/entities?fields=metadata.name").await.expect(200);
    assert_eq!(systems.json(), json!([{"metadata": {"name": "mine"}}]));
    portal.shutdown().await;
}
