//! Fields in all states, and a form of them.

use maud::{Markup, html};

use super::{ARABIC, LONG, Sample, sample};
use crate::form::{self, Choice, Combobox, Control, InputKind, Mistake};
use crate::progress::{self, Direction, Standing, Step};
use crate::{Href, Icon, button, icon};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample("Text: filled, with help, wrong, disabled", texts()),
        sample("Select, combobox over a list, combobox with suggestions", choosing()),
        sample("One of few, many of few, many of many, on or off", choices()),
        sample("Date, time, file, secret", special()),
        sample("A form: steps, what is wrong, groups, buttons", whole()),
    ]
}

fn texts() -> Markup {
    let disabled = Control { disabled: true, ..Control::optional("sample-disabled", "Namespace") };
    html! {
        div.grid {
            (form::text(&Control::required("sample-name", "Name").with_help("Lower case words with dashes."), InputKind::Text, "basket"))
            (form::text(&Control::required("sample-url", "Address").with_wrong("This is not an address."), InputKind::Url, "not an address"))
            (form::text(&disabled, InputKind::Text, "default"))
            (form::text_area(&Control::optional("sample-description", "Description"), ARABIC))
        }
    }
}

fn options() -> Vec<(String, String)> {
    let mut options = Vec::new();
    for name in ["team-pear", "team-plum", "team-quince", "platform", LONG, ARABIC] {
        options.push((format!("group:default/{name}"), name.to_owned()));
    }
    options
}

fn choosing() -> Markup {
    let options = options();
    let combobox = |name: &str, label: &str, free, value| {
        let control = Control::required(name, label);
        form::combobox(&Combobox { control: &control, options: &options, value, free, endpoint: None })
    };
    html! {
        div.grid {
            (form::select(&Control::required("sample-lifecycle", "Lifecycle"), &options, "group:default/platform"))
            (combobox("sample-owner", "Owner", false, "group:default/platform"))
            (combobox("sample-system", "Owner, or any text", true, ""))
        }
    }
}

fn choices() -> Markup {
    let few = |chosen: usize| {
        let mut choices = Vec::new();
        for (index, name) in ["Private", "Internal", "Public"].into_iter().enumerate() {
            let mut choice = Choice::new(name, name, index == chosen);
            choice.help = (index == 2).then(|| "Everybody in the world can read it.".to_owned());
            choices.push(choice);
        }
        choices
    };
    let many: Vec<Choice> = (1..=40)
        .map(|index| Choice::new(format!("tag-{index}"), format!("tag-{index}"), index % 9 == 0))
        .collect();
    html! {
        div.grid {
            (form::one(&Control::required("sample-visibility", "Who may see it"), &few(1)))
            (form::many(&Control::optional("sample-groups", "Who is told").with_wrong("Choose at least two."), &few(2)))
            (form::many(&Control::optional("sample-tags", "Tags"), &many))
            div {
                (form::checkbox(&Control::optional("sample-agree", "Make the repository private"), true))
                (form::switch(&Control::optional("sample-mail", "Tell me by mail").with_help("At most once a day."), true))
                (form::switch(&Control { disabled: true, ..Control::optional("sample-sms", "Wake me up") }, false))
            }
        }
    }
}

fn special() -> Markup {
    html! {
        div.grid {
            (form::text(&Control::required("sample-date", "Day"), InputKind::Date, "2026-11-23"))
            (form::text(&Control::optional("sample-moment", "Moment"), InputKind::DateTime, "2026-11-23T09:30"))
            (form::file(&Control::optional("sample-file", "Catalog file"), ".yaml,.yml", false))
            (form::secret(&Control::required("sample-token", "Token"), true))
            (form::secret(&Control::required("sample-secret", "Client secret").with_wrong("The server refused it."), false))
        }
    }
}

fn whole() -> Markup {
    let step = |label: &str, standing| Step { label: label.to_owned(), standing, ..Step::default() };
    let steps = [
        step("What", Standing::Done),
        step("Where", Standing::Running),
        step("Who", Standing::Waiting),
        step("Review", Standing::Waiting),
    ];
    let mistake = Mistake {
        name: "sample-repository".to_owned(),
        label: "Repository".to_owned(),
        wrong: "There is one with this name.".to_owned(),
    };
    html! {
        div.card { div.card-body {
            (progress::steps("Steps of the form", Direction::Across, &steps))
            form method="post" action="#fields" data-guard {
                (form::summary(&[mistake]))
                (form::group("Where it will live", Some("You can move it later."), &html! {
                    (form::text(&Control::required("sample-repository", "Repository").with_wrong("There is one with this name."), InputKind::Text, "basket"))
                    (form::select(&Control::required("sample-host", "Host"), &[("github.com".to_owned(), "github.com".to_owned())], "github.com"))
                }))
                (form::foot(&html! {
                    button.button.main { "Next" (icon::draw(Icon::Next)) }
                    (button::link("Back", None, &Href::new("#fields"), button::Weight::Plain))
                }))
            }
        } }
    }
}
