//! Making, changing, taking back and deleting entities, as browsers do it without script.

use page::address::with_query;
use testkit::Persona;

use super::fixture::{Portal, ann, carl, dora};
use super::looks_right;

const CREATE: &str = "/catalog/create?kind=Component";
const PAY: &str = "/catalog/default/component/pay";

/// A form as browsers send it.
fn form(pairs: &[(&str, &str)]) -> String {
    with_query("", pairs.iter().copied()).trim_start_matches('?').to_owned()
}

/// The value of a hidden field of the page.
fn hidden(text: &str, name: &str) -> String {
    let start = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no field {name}: {text}"));
    let value = rest.split('"').next().unwrap();
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

const FILLED: [(&str, &str); 8] = [
    ("step", "check"),
    ("metadata.name", "pay"),
    ("metadata.title", "Pay & <go>"),
    ("metadata.tags", "java"),
    ("metadata.labels", "tier: 1"),
    ("spec.type", "service"),
    ("spec.lifecycle", "production"),
    ("spec.owner", "group:default/nobody"),
];

async fn create(portal: &Portal) {
    let answer = portal.post(&ann(), CREATE, &form(&FILLED)).await.expect(200);
    let document = hidden(answer.text(), "document");
    let answer = portal.post(&ann(), CREATE, &form(&[("step", "save"), ("document", &document)])).await;
    assert_eq!(answer.expect(303).header("location"), format!("{PAY}?saved=1"));
}

#[tokio::test]
async fn an_entity_is_made_by_a_form() {
    let portal = Portal::start().await;
    looks_right(&portal, &ann(), "/catalog/create", 200, &["A piece of software", "kind=API"]).await;
    looks_right(&portal, &ann(), "/catalog/create?kind=Spaceship", 200, &["What is it?"]).await;
    let page = ["Create a Component", "name=\"metadata.name\"", "name=\"spec.owner\"", "value=\"website\""];
    looks_right(&portal, &ann(), CREATE, 200, &page).await;
    looks_right(&portal, &ann(), "/catalog/create?kind=component&as=yaml", 200, &["kind: Component"]).await;

    let answer = portal.post(&ann(), CREATE, &form(&FILLED)).await.expect(200);
    let text = answer.text();
    assert_eq!(ui::inspect::problems(text), Vec::<String>::new());
    for expected in ["Pay &amp; &lt;go&gt;", "group:default/nobody", "1 reference leads", "Create</button>"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    portal.get(&ann(), PAY).await.expect(404);
    create(&portal).await;
    looks_right(&portal, &ann(), &format!("{PAY}?saved=1"), 200, &["Saved as revision 1", "tier"]).await;
    looks_right(&portal, &ann(), &format!("{PAY}?saved=7"), 200, &["/edit"]).await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_control_and_nothing_is_lost() {
    let portal = Portal::start().await;
    let table = [
        ("metadata.name", "two words", "metadata.name"),
        ("metadata.name", "basket", "there is component:default/basket already"),
        ("metadata.tags", "UPPER", "metadata.tags"),
        ("metadata.labels", "a: [1]", "one line of text"),
        ("spec", "x: [", "line 2"),
        ("spec.owner", "", "owner"),
        ("spec.owner", "group:", "spec.owner"),
        ("spec", "more: {$text: ./x}", "$text"),
    ];
    for (name, value, expected) in table {
        let mut pairs: Vec<(&str, &str)> =
            FILLED.iter().copied().filter(|(known, _)| *known != name).collect();
        pairs.push((name, value));
        let answer = portal.post(&ann(), CREATE, &form(&pairs)).await.expect(422);
        let text = answer.text();
        assert_eq!(ui::inspect::problems(text), Vec::<String>::new(), "{name}");
        assert!(text.contains("to correct") && text.contains(expected), "{name}={value}: {text}");
        assert!(text.contains("value=\"Pay &amp; &lt;go&gt;\""), "{name}: what was typed is lost");
    }
    let text = form(&[("step", "check"), ("as", "yaml"), ("yaml", "kind: [Component")]);
    let answer = portal.post(&ann(), CREATE, &text).await.expect(422);
    assert!(answer.text().contains(", column ") && answer.text().contains("kind: [Component"));
    portal.post(&ann(), CREATE, "step=check&as=yaml&yaml=5").await.expect(422);
    portal.post(&ann(), CREATE, "step=save&document=nonsense").await.expect(400);
    portal.post(&ann(), CREATE, "step=dance").await.expect(400);
}

#[tokio::test]
async fn a_stored_entity_is_changed_taken_back_deleted_and_brought_back() {
    let portal = Portal::start().await;
    create(&portal).await;
    let edit = format!("{PAY}/edit");
    looks_right(&portal, &ann(), &edit, 200, &["The portal keeps this entity", "value=\"service\""]).await;
    let change = form(&[("step", "check"), ("spec.lifecycle", "deprecated")]);
    let answer = portal.post(&ann(), &edit, &change).await.expect(200);
    let (document, based_on) = (hidden(answer.text(), "document"), hidden(answer.text(), "based-on"));
    assert!(answer.text().contains("deprecated") && based_on == "1", "{}", answer.text());

    let back = form(&[("step", "fill"), ("document", &document)]);
    let answer = portal.post(&ann(), &edit, &back).await.expect(200);
    assert!(answer.text().contains("value=\"deprecated\""));

    let save = form(&[("step", "save"), ("document", &document), ("based-on", &based_on)]);
    let answer = portal.post(&ann(), &edit, &save).await.expect(303);
    assert_eq!(answer.header("location"), format!("{PAY}?saved=2"));
    let answer = portal.post(&ann(), &edit, &save).await.expect(422);
    assert!(answer.text().contains("you saw revision 1, the last one is 2"), "{}", answer.text());
    let other = document.replace("\"pay\"", "\"other\"");
    let answer =
        portal.post(&ann(), &edit, &form(&[("step", "save"), ("document", &other)])).await.expect(422);
    assert!(answer.text().contains("keeps its kind, namespace and name"));

    let history = format!("{PAY}?tab=history");
    looks_right(&portal, &ann(), &history, 200, &["number <b>2</b>", "Undo the last change"]).await;
    let answer = portal.post(&ann(), &format!("{PAY}/undo"), "revision=2").await.expect(303);
    assert_eq!(answer.header("location"), format!("{PAY}?saved=3"));
    portal.post(&ann(), &format!("{PAY}/undo"), "revision=2").await.expect(409);
    portal.post(&ann(), &format!("{PAY}/undo"), "").await.expect(400);
    looks_right(&portal, &ann(), PAY, 200, &["production"]).await;

    looks_right(&portal, &ann(), &format!("{PAY}/unregister"), 200, &["can bring it back"]).await;
    portal.post(&ann(), &format!("{PAY}/unregister"), "what=entity").await.expect(303);
    looks_right(&portal, &ann(), PAY, 404, &["ann deleted it", "Bring it back"]).await;
    portal.post(&ann(), &format!("{PAY}/undo"), "revision=4").await.expect(303);
    looks_right(&portal, &ann(), PAY, 200, &["Pay &amp; &lt;go&gt;"]).await;
}

#[tokio::test]
async fn an_entity_of_a_file_is_changed_there() {
    let portal = Portal::start().await;
    let edit = "/catalog/default/component/basket/edit";
    looks_right(&portal, &ann(), edit, 200, &["catalog-info.yaml", "Holds what people mean to buy"]).await;
    let change = form(&[("step", "check"), ("metadata.description", "Holds goods")]);
    let answer = portal.post(&ann(), edit, &change).await.expect(200);
    let text = answer.text();
    assert!(text.contains("Bring it into the file") && text.contains("Holds goods"), "{text}");
    assert!(!text.contains("managed-by-location"), "what the catalog added is not the author's: {text}");
    let document = hidden(text, "document");
    let answer = portal.post(&ann(), edit, &form(&[("step", "download"), ("document", &document)])).await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"component-basket.yaml\"");
    assert!(answer.text().starts_with("apiVersion: backstage.io/v1alpha1\nkind: Component\n"));
    portal.post(&ann(), edit, &form(&[("step", "save"), ("document", &document)])).await.expect(403);
    let same = portal.post(&ann(), edit, "step=check").await.expect(200);
    assert!(same.text().contains("Nothing differs") && !same.text().contains("Download"));
}

#[tokio::test]
async fn readers_who_may_not_save_can_take_the_file_away() {
    let portal = Portal::start().await;
    create(&portal).await;
    let check = |persona: Persona, path: String| {
        let portal = &portal;
        async move { portal.post(&persona, &path, &form(&FILLED)).await.expect(200).text().to_owned() }
    };
    let name = FILLED.map(|(name, value)| (name, if value == "pay" { "other" } else { value }));
    let answer = portal.post(&carl(), CREATE, &form(&name)).await.expect(200);
    assert!(answer.text().contains("You may not save this here") && answer.text().contains("Download"));
    let document = hidden(answer.text(), "document");
    portal.post(&carl(), CREATE, &form(&[("step", "save"), ("document", &document)])).await.expect(403);
    let text = check(carl(), format!("{PAY}/edit")).await;
    assert!(text.contains("Nothing differs") || text.contains("You may not save"), "{text}");
    portal.post(&carl(), &format!("{PAY}/undo"), "revision=1").await.expect(403);
    portal.get(&dora(), &format!("{PAY}/edit")).await.expect(403);
    looks_right(&portal, &carl(), &format!("{PAY}?tab=history"), 200, &["The portal keeps this entity"])
        .await;
    let text = portal.get(&carl(), PAY).await.text().to_owned();
    assert!(!text.contains("Create one like this") && text.contains("/edit\""));
}

#[tokio::test]
async fn an_entity_is_made_after_the_model_of_another() {
    let portal = Portal::start().await;
    let path = "/catalog/create?from=component:default/basket";
    looks_right(&portal, &ann(), path, 200, &["Holds what people mean to buy", "value=\"pear\""]).await;
    let answer = portal.post(&ann(), path, "step=check&metadata.name=basket-2").await.expect(200);
    assert!(answer.text().contains("basket-2") && answer.text().contains("providesApis"));
    looks_right(&portal, &ann(), "/catalog/create?from=component:default/none", 200, &["What is it?"]).await;
}

#[tokio::test]
async fn entities_are_suggested_by_kind_to_those_who_may_see_them() {
    let portal = Portal::start().await;
    let suggested = |persona: Persona, path: &'static str| {
        let portal = &portal;
        async move { portal.get(&persona, path).await.expect(200).text().to_owned() }
    };
    let owners = suggested(ann(), "/catalog/create/entities?q=pear&kind=Group&kind=User").await;
    assert!(owners.contains("group:default/pear"), "{owners}");
    let none = suggested(ann(), "/catalog/create/entities?q=pear&kind=System").await;
    assert_eq!(none, "{\"options\":[]}");
    let hidden = suggested(carl(), "/catalog/create/entities?q=pear&kind=Group").await;
    assert_eq!(hidden, "{\"options\":[]}");
}

#[tokio::test]
async fn many_entities_get_the_same_change_and_lose_it_again() {
    const BULK: &str = "/catalog/edit";
    let portal = Portal::start().await;
    create(&portal).await;
    looks_right(&portal, &ann(), BULK, 200, &["No entity is chosen"]).await;
    let list = format!("{BULK}?filters%5Bkind%5D=component&filters%5Btags%5D=java");
    looks_right(&portal, &ann(), &list, 200, &["3 entities", "Basket", "name=\"spec.owner\""]).await;

    let refs = "component:default/pay component:default/basket component:default/none Component:default/pay";
    let chosen = portal.post(&ann(), BULK, "ref=component:default/pay&ref=component:default/basket").await;
    assert!(chosen.expect(200).text().contains("2 entities"));
    let nothing = portal.post(&ann(), BULK, &form(&[("step", "check"), ("refs", refs)])).await.expect(422);
    assert!(nothing.text().contains("Fill in what should be the same"));
    let pairs = |step: &'static str| {
        form(&[("step", step), ("refs", refs), ("spec.owner", "plum"), ("tags.add", "java shared")])
    };
    let answer = portal.post(&ann(), BULK, &pairs("check")).await.expect(200);
    let text = answer.text();
    assert_eq!(ui::inspect::problems(text), Vec::<String>::new());
    for expected in [
        "saved here",
        "in its file",
        "catalog-info.yaml",
        "not in the catalog",
        "Save 1 entity here",
        "java, shared",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let file = portal.post(&ann(), BULK, &pairs("download")).await.expect(200);
    assert_eq!(file.text().matches("owner: plum").count(), 2, "{}", file.text());
    assert_eq!(file.text().matches("---\n").count(), 1);

    let denied = portal.post(&carl(), BULK, &pairs("check")).await.expect(200);
    assert!(denied.text().contains("you may not save it") && !denied.text().contains(" here</button>"));
    let answer = portal.post(&ann(), BULK, &pairs("save")).await.expect(200);
    assert!(answer.text().contains("1 entity saved"));
    let done = hidden(answer.text(), "done");
    assert_eq!(done, "component:default/pay@2");
    looks_right(&portal, &ann(), PAY, 200, &["plum", "shared"]).await;
    portal.post(&carl(), BULK, &form(&[("step", "undo"), ("done", &done)])).await.expect(403);
    let answer = portal.post(&ann(), BULK, &form(&[("step", "undo"), ("done", &done)])).await.expect(200);
    assert!(answer.text().contains("1 entity is as before"));
    looks_right(&portal, &ann(), PAY, 200, &["nobody"]).await;
    portal.post(&ann(), BULK, &form(&[("step", "undo"), ("done", &done)])).await.expect(409);
    portal.post(&ann(), BULK, "step=undo&done=x").await.expect(400);
    let many: Vec<String> = (0..501).map(|number| format!("component:default/c{number}")).collect();
    portal.post(&ann(), BULK, &form(&[("step", "check"), ("refs", &many.join(" "))])).await.expect(400);
}

#[tokio::test]
async fn a_narrowed_list_leads_to_the_change_of_all_of_it() {
    let portal = Portal::start().await;
    let list = "filters[kind]=component&filters[tags]=java";
    let page = portal.get(&ann(), &format!("/catalog?{list}")).await.expect(200);
    let target = format!("/catalog/edit?{list}");
    assert!(page.text().contains(&format!("href=\"{}\"", target.replace('&', "&amp;"))), "{}", page.text());
    let many = portal.get(&ann(), &target).await.expect(200);
    assert!(many.text().contains("2 entities") || many.text().contains("2 components"), "{}", many.text());
    for whole in ["/catalog", "/catalog?filters[text]=basket", "/api-docs"] {
        let page = portal.get(&ann(), whole).await.expect(200);
        assert!(!page.text().contains("Edit all"), "{whole}");
    }
}
