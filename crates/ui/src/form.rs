//! Controls of forms. Each has a visible label, may have help, and shows what is wrong beside itself. The browser's own
//! controls do the work; the script only adds to them.

pub mod choice;
pub mod combobox;
pub mod file;
pub mod layout;
pub mod secret;

pub use choice::{Choice, many, one, switch};
pub use combobox::{Combobox, combobox};
pub use file::file;
pub use layout::{Mistake, foot, group, summary};
pub use secret::secret;

use maud::{Markup, html};

use crate::{Icon, icon};

/// What every control has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// The field's name in the form; also its `id`, so unique on a page.
    pub name: String,
    pub label: String,
    pub help: Option<String>,
    /// What is wrong with the value that was sent.
    pub wrong: Option<String>,
    pub required: bool,
    /// Shown, and not to be changed.
    pub disabled: bool,
}

impl Control {
    /// A control that may be left empty.
    pub fn optional(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// A control that must be filled in.
    pub fn required(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { required: true, ..Self::optional(name, label) }
    }

    /// The same control with an explanation below it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same control with what is wrong with its value.
    #[must_use]
    pub fn with_wrong(mut self, wrong: impl Into<String>) -> Self {
        self.wrong = Some(wrong.into());
        self
    }

    /// For `aria-invalid=[…]`.
    fn invalid(&self) -> Option<&'static str> {
        self.wrong.is_some().then_some("true")
    }

    /// The ids of help and error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let mut ids = Vec::new();
        if self.help.is_some() {
            ids.push(format!("{}-help", self.name));
        }
        if self.wrong.is_some() {
            ids.push(format!("{}-wrong", self.name));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The kinds of one-line input that the browser helps with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    #[default]
    Text,
    /// `2026-11-23`.
    Date,
    /// `2026-11-23T09:30`, in the reader's time zone.
    DateTime,
    Email,
    Number,
    Password,
    Telephone,
    /// `09:30`.
    Time,
    Url,
}

impl InputKind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::DateTime => "datetime-local",
            Self::Email => "email",
            Self::Number => "number",
            Self::Password => "password",
            Self::Telephone => "tel",
            Self::Time => "time",
            Self::Url => "url",
        }
    }
}

/// One line of text. A password's value is never sent back: pass an empty one.
pub fn text(control: &Control, kind: InputKind, value: &str) -> Markup {
    around(
        control,
        &html! {
            input.input id=(control.name) name=(control.name) type=(kind.name()) value=(value) dir="auto"
                required[control.required] disabled[control.disabled] aria-invalid=[control.invalid()]
                aria-describedby=[control.described_by()];
        },
    )
}

/// Several lines of text.
pub fn text_area(control: &Control, value: &str) -> Markup {
    around(
        control,
        &html! {
            textarea.input id=(control.name) name=(control.name) dir="auto" required[control.required] disabled[control.disabled]
                aria-invalid=[control.invalid()]
                aria-describedby=[control.described_by()] {
                // The parser drops one line break after the tag; this is the one.
                "\n" (value)
            }
        },
    )
}

/// One of several values, as pairs of value and label.
pub fn select(control: &Control, options: &[(String, String)], chosen: &str) -> Markup {
    around(
        control,
        &html! {
            select.input id=(control.name) name=(control.name) required[control.required] disabled[control.disabled]
                aria-invalid=[control.invalid()]
                aria-describedby=[control.described_by()] {
                @for (value, label) in options { option value=(value) selected[value == chosen] { (label) } }
            }
        },
    )
}

/// Yes or no. The label stands behind the box.
pub fn checkbox(control: &Control, checked: bool) -> Markup {
    html! {
        div.control {
            div.choice {
                input id=(control.name) name=(control.name) type="checkbox" value="true" checked[checked]
                    required[control.required] disabled[control.disabled] aria-invalid=[control.invalid()]
                    aria-describedby=[control.described_by()];
                label for=(control.name) { (control.label) }
            }
            (explained(control))
        }
    }
}

fn around(control: &Control, input: &Markup) -> Markup {
    html! {
        div.control {
            label for=(control.name) { (label(control)) }
            (input)
            (explained(control))
        }
    }
}

fn label(control: &Control) -> Markup {
    html! {
        (control.label)
        @if !control.required { span.muted { " (optional)" } }
    }
}

fn explained(control: &Control) -> Markup {
    html! {
        @if let Some(help) = &control.help { p.help id={ (control.name) "-help" } { (help) } }
        @if let Some(wrong) = &control.wrong {
            p.wrong id={ (control.name) "-wrong" } { (icon::draw(Icon::Stop)) (wrong) }
        }
    }
}
