//! A field as a person sees it: what is asked, how, with which choices, and what is wrong with the answer.
//!
//! Plain data, ready to be drawn as HTML or printed; knows nothing of schemas.

use serde::Serialize;
use serde_json::Value;

use crate::picker::Picker;

/// One field, with the fields inside of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own that a drawing of the field shows"
)]
pub struct Field {
    /// JSON pointer of its value in the parameters; empty for the page itself.
    pub pointer: String,
    /// The last part of the pointer; empty for the page itself.
    pub name: String,
    pub label: String,
    /// A sentence about it; Markdown when [`markdown`](Self::markdown).
    pub description: String,
    pub markdown: bool,
    /// A further hint, from `ui:help`.
    pub help: Option<String>,
    pub placeholder: Option<String>,
    pub control: Control,
    /// Name that `ui:field` has and that is no picker of Backstage's; the control is the one that the schema asks for.
    pub custom: Option<String>,
    pub required: bool,
    pub read_only: bool,
    pub disabled: bool,
    /// Not shown, but part of the form (`ui:widget: hidden`).
    pub hidden: bool,
    pub autofocus: bool,
    /// Named by the values only, not by the schema; the user may rename and remove it.
    pub additional: bool,
    /// What is filled in, or would be by default.
    pub value: Option<Value>,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// Shapes that the value may have; one is chosen, and its fields follow.
    pub variants: Option<Variants>,
    /// The fields of a group, the items of a list.
    pub fields: Vec<Field>,
    #[serde(skip)]
    pub(crate) review: ReviewHints,
}

/// What the field is operated with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "control", rename_all = "camelCase")]
pub enum Control {
    Text(Text),
    Number(Number),
    /// Yes or no.
    Boolean {
        look: Look,
        choices: Vec<Choice>,
    },
    /// One of several.
    Choice {
        look: Look,
        choices: Vec<Choice>,
    },
    /// Several of several.
    Choices {
        look: Look,
        choices: Vec<Choice>,
    },
    /// Fields that belong together. `layout` is the name of an arrangement that the template asks for.
    Group {
        layout: Option<String>,
    },
    List(List),
    /// Files, as data URLs.
    Files,
    /// A field of Backstage's own.
    Picker(Picker),
    /// Nothing to fill in.
    Null,
    /// Only its variants are shown.
    Variants,
    /// The schema does not say enough to draw a field.
    Unsupported {
        reason: String,
    },
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub input: TextInput,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    /// Lines to show at once, of a text of several lines.
    pub rows: Option<u64>,
}

/// How a text is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TextInput {
    Line,
    Lines,
    Password,
    Email,
    Url,
    Date,
    DateTime,
    Time,
    /// A date of several parts, chosen one by one.
    DateParts,
    /// A date and a time of several parts, chosen one by one.
    DateTimeParts,
    Color,
    File,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Number {
    pub input: NumberInput,
    /// No fractions.
    pub integer: bool,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub step: Option<f64>,
}

/// How a number is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberInput {
    Line,
    UpDown,
    Range,
}

/// How choices look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Look {
    Select,
    Radio,
    /// One box, or one box for each.
    Checkbox,
}

/// One of several values.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    pub value: Value,
    pub label: String,
    /// Shown, but not to be taken (`ui:enumDisabled`).
    pub disabled: bool,
}

/// A list of fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List {
    /// Whether one more item may be added.
    pub can_add: bool,
    pub can_remove: bool,
    pub can_reorder: bool,
    /// Items at the start that have their places and stay.
    pub fixed: usize,
    /// What a new item holds.
    pub new_item: Option<Value>,
}

/// Shapes that a value may have (`oneOf`, `anyOf`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Variants {
    /// Name of the control that chooses; the pointer with `__oneof_select` or `__anyof_select`, as the stock front end
    /// names it. An answer under this name decides (see [`Selections`](crate::Selections)).
    pub name: String,
    pub label: String,
    /// One label for each shape.
    pub options: Vec<String>,
    pub selected: Option<usize>,
    /// The chosen shape's own fields, at the same place.
    pub content: Option<Box<Field>>,
}

/// How the answer is shown before something is created (`ui:backstage.review`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReviewHints {
    /// Shown in place of the value.
    pub mask: Option<String>,
    pub hide: bool,
    pub name: Option<String>,
    /// Whether an object is shown as one, not entry by entry.
    pub keep_together: bool,
    /// Whether the schema names its choices (`enumNames`).
    pub names_choices: bool,
    /// The title of the schema, which counts here and the one of the hints does not.
    pub title: Option<String>,
}

impl Field {
    /// Whether the value must not be printed.
    pub fn is_secret(&self) -> bool {
        match &self.control {
            Control::Text(text) => text.input == TextInput::Password,
            Control::Picker(picker) => *picker == Picker::Secret,
            _ => false,
        }
    }

    /// This field and all within, those of chosen variants too, in the order in which they are shown.
    pub fn walk<'f>(&'f self, visit: &mut impl FnMut(&'f Self)) {
        visit(self);
        for field in &self.fields {
            field.walk(visit);
        }
        if let Some(content) = self.variants.as_ref().and_then(|variants| variants.content.as_ref()) {
            content.walk(visit);
        }
    }
}
