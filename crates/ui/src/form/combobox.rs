//! A field that completes what is typed. Without script it is a select, or a text with the browser's own suggestions.

use maud::{Markup, html};

use super::{Control, around};
use crate::Href;

/// Where a combobox gets its values from.
pub struct Combobox<'a> {
    pub control: &'a Control,
    /// Pairs of value and label, all of them or the first few.
    pub options: &'a [(String, String)],
    pub value: &'a str,
    /// Values that are no option may be typed.
    pub free: bool,
    /// Receives `q` by GET and answers `{"options": [{"value": "…", "label": "…", "detail": "…"}]}`, when there are more
    /// values than are worth sending with the page. Such a field is free, because without script it can only be typed into.
    pub endpoint: Option<&'a Href>,
}

/// Renders the field.
pub fn combobox(combobox: &Combobox<'_>) -> Markup {
    let control = combobox.control;
    if combobox.free || combobox.endpoint.is_some() { typed(combobox) } else { closed(control, combobox) }
}

fn typed(combobox: &Combobox<'_>) -> Markup {
    let control = combobox.control;
    let list = (!combobox.options.is_empty()).then(|| format!("{}-options", control.name));
    around(
        control,
        &html! {
            div.combobox data-combobox data-endpoint=[combobox.endpoint.and_then(Href::get)] {
                input.input id=(control.name) name=(control.name) type="text" value=(combobox.value) dir="auto"
                    list=[list.as_deref()] autocomplete="off" required[control.required]
                    disabled[control.disabled] aria-invalid=[control.invalid()]
                    aria-describedby=[control.described_by()];
                @if let Some(list) = &list {
                    datalist id=(list) {
                        @for (value, label) in combobox.options {
                            option value=(value) label=[(label != value).then_some(label)] {}
                        }
                    }
                }
            }
        },
    )
}

fn closed(control: &Control, combobox: &Combobox<'_>) -> Markup {
    let known = combobox.options.iter().any(|(value, _)| value == combobox.value);
    around(
        control,
        &html! {
            div.combobox data-combobox {
                select.input id=(control.name) name=(control.name) required[control.required]
                    disabled[control.disabled] aria-invalid=[control.invalid()]
                    aria-describedby=[control.described_by()] {
                    @if !known || !control.required { option value="" { "Choose…" } }
                    @for (value, label) in combobox.options {
                        option value=(value) selected[value == combobox.value] { (label) }
                    }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrades_to_a_select_or_to_suggestions() {
        let control = Control::required("owner", "Owner");
        let options = [("a".to_owned(), "A".to_owned())];
        let mut field =
            Combobox { control: &control, options: &options, value: "a", free: false, endpoint: None };
        let closed = combobox(&field).into_string();
        assert!(closed.contains("<select") && closed.contains("selected") && !closed.contains("Choose…"));
        field.value = "gone";
        assert!(
            combobox(&field).into_string().contains("Choose…"),
            "a value that left does not choose the first"
        );
        field.free = true;
        assert!(combobox(&field).into_string().contains("<datalist id=\"owner-options\">"));
    }

    #[test]
    fn unsafe_endpoints_are_dropped() {
        let control = Control::optional("owner", "Owner");
        let endpoint = Href::new("javascript:alert(1)");
        let field =
            Combobox { control: &control, options: &[], value: "", free: false, endpoint: Some(&endpoint) };
        assert!(!combobox(&field).into_string().contains("javascript"));
    }
}
