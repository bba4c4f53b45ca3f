//! Every configuration key that Callboard or the stock Backstage app knows: type, who may see it, what becomes of it
//! here. Data only; what is done with it stands in the files of this folder.

mod findings;
mod frontend;
mod keys;
mod redact;
mod reference;
mod tree;

#[cfg(test)]
mod tests;

pub(super) use findings::find;
pub use findings::{Finding, Severity};
pub(super) use frontend::frontend_view;
pub use frontend::{Deprecated, FrontendView};
pub use keys::Group;
pub(super) use redact::{MASK, redacted};
pub use reference::reference;

/// One known key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// `*` stands for any key, `[]` for every item of a list: `integrations.github[].token`.
    pub path: &'static str,
    /// The scalar forms that are accepted. Deeper keys in the table add the object form, `[]` the list form.
    pub shapes: &'static [Shape],
    pub visibility: Visibility,
    pub support: Support,
    /// As the reference shows it; empty where there is none.
    pub default: &'static str,
    /// One line.
    pub meaning: &'static str,
}

/// A form that a value may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text that is not empty.
    Text,
    /// A number, or a text that reads as one.
    Number,
    /// A boolean, or a text that reads as one.
    Boolean,
    /// Source: config contract, section 4.
    Duration,
    OneOf(&'static [&'static str]),
    /// Anything, and nothing below is looked at.
    Any,
}

/// Who may see a value. Source: config contract, section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// The server only; also what a key has that does not say otherwise.
    Backend,
    /// The browser too.
    Frontend,
    /// The browser too, with everything below.
    DeepFrontend,
    /// The server only, and never shown to anybody.
    Secret,
    /// Secret with everything below.
    DeepSecret,
}

/// What becomes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    Supported,
    /// Still read; the text says what to write now, in Backstage's words.
    Deprecated(&'static str),
    /// Handed to the stock Backstage app; Callboard's own pages do not look at it.
    FrontEndOnly,
    /// Read by nothing; the text says why or what to use.
    NotSupported(&'static str),
}

/// A key that the server reads.
const fn backend(
    path: &'static str,
    shapes: &'static [Shape],
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { path, shapes, visibility: Visibility::Backend, support: Support::Supported, default, meaning }
}

/// A key that the browser may see.
const fn frontend(
    path: &'static str,
    shapes: &'static [Shape],
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { path, shapes, visibility: Visibility::Frontend, support: Support::Supported, default, meaning }
}

/// A key that only the stock Backstage app reads, with everything below it.
const fn stock_app(path: &'static str, shapes: &'static [Shape], meaning: &'static str) -> Key {
    Key {
        path,
        shapes,
        visibility: Visibility::DeepFrontend,
        support: Support::FrontEndOnly,
        default: "",
        meaning,
    }
}

/// A key that holds a secret.
const fn secret(path: &'static str, shapes: &'static [Shape], meaning: &'static str) -> Key {
    Key { path, shapes, visibility: Visibility::Secret, support: Support::Supported, default: "", meaning }
}

/// A key of Backstage that nothing here reads; `why` says what to do instead.
const fn unsupported(path: &'static str, why: &'static str) -> Key {
    Key {
        path,
        shapes: &[Shape::Any],
        visibility: Visibility::Backend,
        support: Support::NotSupported(why),
        default: "",
        meaning: "",
    }
}

/// An older name or a way to be given up, that still works.
const fn deprecated(path: &'static str, shapes: &'static [Shape], instead: &'static str) -> Key {
    Key {
        path,
        shapes,
        visibility: Visibility::Backend,
        support: Support::Deprecated(instead),
        default: "",
        meaning: "",
    }
}
