//! The controls of the form of an entity.

use maud::{Markup, html};
use ui::form::{self, Combobox, Control, InputKind};
use ui::{Href, Icon, icon};

/// A titled part of the form.
pub struct Group {
    pub title: String,
    pub help: Option<String>,
    pub fields: Vec<Field>,
}

/// One control with its value.
pub struct Field {
    pub control: Control,
    pub input: Input,
}

/// What a control asks for. All are sent as text.
pub enum Input {
    Line(String),
    Number(String),
    Area(String),
    /// A short value in each line.
    Lines(String),
    /// A text with suggestions, of which `options` are sent along and others are to be had from `endpoint`.
    Suggest {
        value: String,
        options: Vec<String>,
        endpoint: Option<Href>,
    },
    /// Pairs of value and label.
    Choice {
        value: String,
        options: Vec<(String, String)>,
    },
    Links(Vec<LinkRow>),
}

/// A link of an entity. One with an empty address is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkRow {
    pub url: String,
    pub title: String,
}

/// One group with its controls.
pub fn group(group: &Group) -> Markup {
    let body = html! { div.fields { @for field in &group.fields { (draw(field)) } } };
    form::group(&group.title, group.help.as_deref(), &body)
}

fn draw(field: &Field) -> Markup {
    let control = &field.control;
    match &field.input {
        Input::Line(value) => form::text(control, InputKind::Text, value),
        Input::Number(value) => form::text(control, InputKind::Number, value),
        Input::Area(value) => html! { div.whole { (form::text_area(control, value)) } },
        Input::Lines(value) => form::text_area(control, value),
        Input::Suggest { value, options, endpoint } => {
            let options: Vec<(String, String)> =
                options.iter().map(|option| (option.clone(), option.clone())).collect();
            form::combobox(&Combobox {
                control,
                options: &options,
                value,
                free: true,
                endpoint: endpoint.as_ref(),
            })
        }
        Input::Choice { value, options } => form::select(control, options, value),
        Input::Links(rows) => links(control, rows),
    }
}

/// A line for each link: where it leads and what it is called.
fn links(control: &Control, rows: &[LinkRow]) -> Markup {
    let name = &control.name;
    html! {
        fieldset.control.whole id=(name) {
            legend { (control.label) span.muted { " (optional)" } }
            @for (index, row) in rows.iter().enumerate() {
                div.pair {
                    input.input name={ (name) "." (index) ".url" } value=(row.url) type="text" inputmode="url" placeholder="https://…"
                        aria-label={ "Address of link " (index + 1) } dir="auto";
                    input.input name={ (name) "." (index) ".title" } value=(row.title) type="text" placeholder="Title"
                        aria-label={ "Title of link " (index + 1) } dir="auto";
                }
            }
            @if let Some(help) = &control.help { p.help { (help) } }
            @if let Some(wrong) = &control.wrong { p.wrong { (icon::draw(Icon::Stop)) (wrong) } }
        }
    }
}
