//! Who a user or group is.

use maud::{Markup, html};
use ui::avatar::{self, Avatar, Size};
use ui::kind::EntityLink;
use ui::{Href, Link, badge, card};

use super::facts::entity_list;

/// What the card tells.
#[derive(Default)]
pub struct Profile {
    pub name: String,
    /// Of this portal, or contained in the address itself.
    pub picture: Option<Href>,
    pub email: Option<String>,
    /// `spec.type` of a group.
    pub group_type: Option<String>,
    pub parents: Vec<EntityLink>,
    pub children: Vec<EntityLink>,
    pub member_of: Vec<EntityLink>,
    pub tags: Vec<Link>,
    pub namespace: String,
}

/// Renders the card's content.
pub fn profile(profile: &Profile) -> Markup {
    let mut facts: Vec<(String, Markup)> = Vec::new();
    let mut fact = |name: &str, value: Markup| facts.push((name.to_owned(), value));
    if let Some(email) = &profile.email {
        let mail = Href::new(format!("mailto:{email}"));
        fact("Mail", html! { a.link href=[mail.get()] { bdi { (email) } } });
    }
    if let Some(group_type) = &profile.group_type {
        fact("Type", html! { bdi { (group_type) } });
    }
    for (name, entities) in
        [("Parent", &profile.parents), ("Child groups", &profile.children), ("Member of", &profile.member_of)]
    {
        if !entities.is_empty() {
            fact(name, entity_list(entities));
        }
    }
    if profile.namespace != "default" {
        fact("Namespace", html! { bdi { (profile.namespace) } });
    }
    if !profile.tags.is_empty() {
        fact("Tags", badge::tags(&profile.tags));
    }
    let portrait = Avatar { name: profile.name.clone(), picture: profile.picture.clone(), size: Size::Large };
    html! {
        div.profile {
            (avatar::avatar(&portrait))
            strong dir="auto" { (profile.name) }
        }
        @if !facts.is_empty() { (card::facts(&facts)) }
    }
}
