//! How like a word of a name is to a word of a question. Pure order; knows no text.

/// Better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    Start,
    Inside,
    OneTypo,
    TwoTypos,
}

/// The largest rating.
pub(super) const WORST: u8 = 9;

impl Likeness {
    /// The likeness of a word that starts like the question but for so many typos.
    pub(super) fn with_typos(typos: u32) -> Option<Self> {
        match typos {
            0 => Some(Self::Start),
            1 => Some(Self::OneTypo),
            2 => Some(Self::TwoTypos),
            _ => None,
        }
    }

    /// A number that is smaller for what is better; kind and namespace count a little less than name and title.
    pub(super) fn rating(self, is_context: bool) -> u8 {
        let place = match self {
            Self::Same => 0,
            Self::Start => 1,
            Self::Inside => 2,
            Self::OneTypo => 3,
            Self::TwoTypos => 4,
        };
        place * 2 + u8::from(is_context)
    }
}
