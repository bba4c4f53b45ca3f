//! Choosing among few values that are all in sight: one of them, any number of them, on or off.

use maud::{Markup, html};

use super::{Control, explained, label};

/// One of the values to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What choosing it means.
    pub help: Option<String>,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), help: None, chosen }
    }
}

/// From how many values on a list of many is searched rather than read.
const SEARCHED_FROM: usize = 8;

/// Exactly one, as radio buttons.
pub fn one(control: &Control, choices: &[Choice]) -> Markup {
    fieldset(control, &html! { div.choices { (inputs(control, "radio", choices)) } })
}

/// Any number of values, as boxes under one name. A long list scrolls in its place and, with script, can be searched.
pub fn many(control: &Control, choices: &[Choice]) -> Markup {
    let chosen = choices.iter().filter(|choice| choice.chosen).count();
    fieldset(
        control,
        &html! {
            @if choices.len() >= SEARCHED_FROM {
                div.multiple data-multiple {
                    input.input.needs-script type="search" aria-label={ "Search in " (control.label) }
                        placeholder="Search" autocomplete="off" data-narrows;
                    div.choices { (inputs(control, "checkbox", choices)) }
                    p.muted data-chosen { (chosen) " of " (choices.len()) " chosen" }
                }
            } @else {
                div.choices { (inputs(control, "checkbox", choices)) }
            }
        },
    )
}

/// On or off, with effect at once or when the form is sent.
pub fn switch(control: &Control, on: bool) -> Markup {
    html! {
        div.control {
            div.choice {
                input.switch id=(control.name) name=(control.name) type="checkbox" role="switch" value="true"
                    checked[on] disabled[control.disabled] aria-invalid=[control.invalid()]
                    aria-describedby=[control.described_by()];
                label for=(control.name) { (control.label) }
            }
            (explained(control))
        }
    }
}

fn inputs(control: &Control, kind: &str, choices: &[Choice]) -> Markup {
    html! {
        @for (index, choice) in choices.iter().enumerate() {
            div.choice {
                input id={ (control.name) "-" (index) } name=(control.name) type=(kind) value=(choice.value)
                    checked[choice.chosen] disabled[control.disabled]
                    required[control.required && kind == "radio"];
                label for={ (control.name) "-" (index) } {
                    bdi { (choice.label) }
                    @if let Some(help) = &choice.help { span.help { (help) } }
                }
            }
        }
    }
}

fn fieldset(control: &Control, body: &Markup) -> Markup {
    html! {
        fieldset.control id=(control.name) aria-describedby=[control.described_by()] {
            legend { (label(control)) }
            (body)
            (explained(control))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(number: usize) -> Vec<Choice> {
        (0..number).map(|index| Choice::new(index.to_string(), format!("<{index}>"), index == 1)).collect()
    }

    #[test]
    fn long_lists_can_be_searched_and_short_ones_need_not() {
        let control = Control::optional("tags", "Tags");
        let short = many(&control, &choices(SEARCHED_FROM - 1)).into_string();
        let long = many(&control, &choices(SEARCHED_FROM)).into_string();
        assert!(!short.contains("data-narrows") && long.contains("1 of 8 chosen"));
        assert!(long.contains("&lt;7&gt;") && long.contains("id=\"tags-7\""));
    }

    #[test]
    fn radio_buttons_are_required_and_boxes_are_not_because_that_would_mean_every_box() {
        let control = Control::required("owner", "Owner");
        assert!(one(&control, &choices(2)).into_string().contains(" required"));
        assert!(!many(&control, &choices(2)).into_string().contains(" required"));
    }
}
