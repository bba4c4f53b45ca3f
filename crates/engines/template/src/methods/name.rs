//! Which methods there are, on what, and with how many arguments.

use crate::value::Value;

macro_rules! names {
    ($($variant:ident $text:literal,)*) => {
        /// A method's name, whatever it belongs to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Name { $($variant,)* }

        /// All, for suggestions.
        const ALL: &[(Name, &str)] = &[$((Name::$variant, $text),)*];

        impl Name {
            pub(crate) fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }

            pub(crate) const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

// One table, because each name is needed as a variant and as a text.
names! {
    CharAt "charAt", CharCodeAt "charCodeAt", Concat "concat", EndsWith "endsWith", Includes "includes",
    IndexOf "indexOf", LastIndexOf "lastIndexOf", Replace "replace", Slice "slice", Split "split",
    StartsWith "startsWith", Substring "substring", ToLowerCase "toLowerCase", ToUpperCase "toUpperCase",
    Trim "trim", TrimEnd "trimEnd", TrimStart "trimStart",
    ToExponential "toExponential", ToFixed "toFixed", ToPrecision "toPrecision", ToString "toString",
    At "at", CopyWithin "copyWithin", Fill "fill", Flat "flat", Join "join", Pop "pop", Push "push",
    Reverse "reverse", Shift "shift", Sort "sort", Splice "splice", Unshift "unshift",
    Append "append", Count "count", Find "find", Index "index", Insert "insert", Remove "remove",
    Get "get", HasKey "has_key", Items "items", Keys "keys", Values "values",
    Test "test",
}

impl Name {
    /// The methods of a value.
    pub(crate) fn of(target: &Value, cookiecutter: bool) -> impl Iterator<Item = &'static str> {
        ALL.iter().filter(move |(name, _)| name.belongs_to(target, cookiecutter)).map(|(_, text)| *text)
    }

    /// Whether the method may change its target.
    pub(crate) const fn mutates(self) -> bool {
        matches!(
            self,
            Self::Append
                | Self::CopyWithin
                | Self::Fill
                | Self::Insert
                | Self::Pop
                | Self::Push
                | Self::Remove
                | Self::Reverse
                | Self::Shift
                | Self::Sort
                | Self::Splice
                | Self::Unshift
        )
    }

    /// Whether the value has the method.
    pub(crate) const fn belongs_to(self, target: &Value, cookiecutter: bool) -> bool {
        match target {
            Value::Text(_) | Value::Safe(_) => self.is_of_strings(),
            Value::Number(_) => {
                matches!(self, Self::ToExponential | Self::ToFixed | Self::ToPrecision | Self::ToString)
            }
            Value::List(_) => self.is_of_lists() || cookiecutter && self.is_of_python_lists(),
            Value::Record(_) => {
                cookiecutter
                    && matches!(self, Self::Get | Self::HasKey | Self::Items | Self::Keys | Self::Values)
            }
            Value::Regex(_) => matches!(self, Self::Test),
            _ => false,
        }
    }

    const fn is_of_strings(self) -> bool {
        matches!(
            self,
            Self::CharAt
                | Self::CharCodeAt
                | Self::Concat
                | Self::EndsWith
                | Self::Includes
                | Self::IndexOf
                | Self::LastIndexOf
                | Self::Replace
                | Self::Slice
                | Self::Split
                | Self::StartsWith
                | Self::Substring
                | Self::ToLowerCase
                | Self::ToUpperCase
                | Self::Trim
                | Self::TrimEnd
                | Self::TrimStart
        )
    }

    const fn is_of_lists(self) -> bool {
        matches!(
            self,
            Self::At
                | Self::Concat
                | Self::CopyWithin
                | Self::Fill
                | Self::Flat
                | Self::Includes
                | Self::IndexOf
                | Self::Join
                | Self::LastIndexOf
                | Self::Pop
                | Self::Push
                | Self::Reverse
                | Self::Shift
                | Self::Slice
                | Self::Sort
                | Self::Splice
                | Self::Unshift
        )
    }

    const fn is_of_python_lists(self) -> bool {
        matches!(self, Self::Append | Self::Count | Self::Find | Self::Index | Self::Insert | Self::Remove)
    }

    /// The least and the most arguments.
    pub(crate) const fn arity(self, target: &Value, cookiecutter: bool) -> (usize, usize) {
        match target {
            Value::Text(_) | Value::Safe(_) => match self {
                Self::Replace => (2, 2),
                Self::Split | Self::Slice | Self::Substring => (0, 2),
                Self::Includes | Self::StartsWith | Self::EndsWith | Self::IndexOf | Self::LastIndexOf => {
                    (1, 2)
                }
                Self::CharAt | Self::CharCodeAt => (0, 1),
                Self::Concat => (0, usize::MAX),
                _ => (0, 0),
            },
            Value::List(_) => match self {
                Self::At | Self::Count | Self::Index | Self::Find | Self::Remove | Self::Append => (1, 1),
                Self::Insert => (2, 2),
                Self::Includes | Self::IndexOf | Self::LastIndexOf => (1, 2),
                Self::CopyWithin | Self::Fill => (1, 3),
                Self::Flat | Self::Join => (0, 1),
                Self::Slice => (0, 2),
                Self::Pop => (0, if cookiecutter { 1 } else { 0 }),
                Self::Shift | Self::Sort | Self::Reverse => (0, 0),
                _ => (0, usize::MAX),
            },
            Value::Record(_) => match self {
                Self::Get => (1, 2),
                Self::HasKey => (1, 1),
                _ => (0, 0),
            },
            Value::Number(_) => (0, 1),
            _ => (1, 1),
        }
    }
}
