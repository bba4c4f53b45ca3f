//! The face of a person or a team: their picture, or their initials on a colour that stays the same for the same name.

use maud::{Markup, html};

use crate::{Href, badge};

/// How large a face is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Small,
    Large,
}

/// Who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Avatar {
    pub name: String,
    /// An image that the content policy lets in: of this portal, or of an origin that the configuration allows.
    pub picture: Option<Href>,
    pub size: Size,
}

/// Renders the face. The name stands beside it, so it is hidden from people who listen.
pub fn avatar(avatar: &Avatar) -> Markup {
    let (class, pixels) = match avatar.size {
        Size::Small => ("face", 26),
        Size::Large => ("face large", 56),
    };
    html! {
        @match avatar.picture.as_ref().and_then(Href::get) {
            Some(source) => img class=(class) src=(source) alt="" width=(pixels) height=(pixels) loading="lazy" decoding="async";,
            None => span class={ (class) " " (badge::hue(&avatar.name)) } aria-hidden="true" { (badge::initials(&avatar.name)) },
        }
    }
}

/// How many faces a stack shows.
const STACKED: usize = 5;

/// Several faces over one another, with how many more there are. The names are read out and shown at the pointer.
pub fn stack(people: &[Avatar]) -> Markup {
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let rest = people.len().saturating_sub(STACKED);
    html! {
        span.faces title=(names.join(", ")) {
            @for person in people.iter().take(STACKED) { (avatar(person)) }
            @if rest > 0 { span.more aria-hidden="true" { "+" (rest) } }
            span.unseen { (names.join(", ")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_counts_whom_it_does_not_show_and_names_everybody() {
        let people: Vec<Avatar> =
            (0..7).map(|index| Avatar { name: format!("Ada <{index}>"), ..Avatar::default() }).collect();
        let markup = stack(&people).into_string();
        assert!(markup.contains("+2") && markup.contains("Ada &lt;6&gt;"));
    }

    #[test]
    fn a_picture_that_is_no_safe_address_becomes_initials() {
        let person = Avatar {
            name: "Ada Lind".to_owned(),
            picture: Some(Href::new("javascript:x")),
            ..Avatar::default()
        };
        assert!(avatar(&person).into_string().contains("AL"));
    }
}
