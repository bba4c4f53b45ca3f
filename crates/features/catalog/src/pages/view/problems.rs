//! What is wrong with an entity, with the place in the file and the cure.

use maud::{Markup, html};
use ui::code::{self, Excerpt};
use ui::notice::{self, State};
use ui::{Href, Icon, Tone, badge};

/// How bad a problem is. An error keeps new data out of the catalog; the last good state is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    fn tone(self) -> Tone {
        match self {
            Self::Error => Tone::Bad,
            Self::Warning => Tone::Warn,
            Self::Info => Tone::Accent,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Info => "Note",
        }
    }
}

/// One problem.
pub struct Problem {
    pub level: Level,
    /// One sentence: what is wrong.
    pub title: String,
    /// The message as the stage of processing gave it, when it says more than the title.
    pub message: Option<String>,
    /// What to do about it.
    pub cure: String,
    pub place: Option<Place>,
}

/// Where in a file a problem is.
pub struct Place {
    /// The file's path or address as people know it.
    pub file: String,
    pub line: u64,
    pub column: Option<u64>,
    /// Leads to the line where the file lives.
    pub href: Href,
    pub excerpt: Option<Excerpt>,
}

/// All problems in full.
pub fn list(problems: &[Problem]) -> Markup {
    html! {
        div.card {
            @if problems.is_empty() {
                (notice::state(&State {
                    icon: Icon::Check,
                    tone: Tone::Good,
                    title: "No problems".to_owned(),
                    text: "The last read of the catalog file went through without a complaint.".to_owned(),
                    detail: html! {},
                    actions: html! {},
                }))
            } @else {
                (articles(problems))
            }
        }
    }
}

/// Problems one below the other, for inside of a card.
pub(super) fn articles(problems: &[Problem]) -> Markup {
    html! { @for problem in problems { (one(problem)) } }
}

fn one(problem: &Problem) -> Markup {
    let tone = problem.level.tone();
    html! {
        article class={ "problem " (tone.class()) } {
            h2 { (badge::badge(problem.level.word(), tone, None)) " " (problem.title) }
            @if let Some(message) = &problem.message { p { code { (message) } } }
            p.cure { (problem.cure) }
            @if let Some(place) = &problem.place {
                p.place-of { (place_link(place)) }
                @if let Some(excerpt) = &place.excerpt { (code::excerpt(excerpt)) }
            }
        }
    }
}

/// The notice above the overview: the first problem with its cure, and the way to the others.
pub fn summary(problems: &[Problem], all: &Href) -> Markup {
    html! {
        @if let Some(first) = problems.first() {
            (notice::notice(first.level.tone(), &html! {
                p {
                    b { (first.title) }
                    " " (first.cure) " "
                    @if let Some(place) = &first.place { (place_link(place)) }
                    @if let Some(others @ 1..) = problems.len().checked_sub(1) {
                        " · " a href=[all.get()] { (others) " more" }
                    } @else {
                        " · " a href=[all.get()] { "Show" }
                    }
                }
            }))
        }
    }
}

fn place_link(place: &Place) -> Markup {
    let told = html! {
        (place.file) ", line " (place.line)
        @if let Some(column) = place.column { ", column " (column) }
    };
    html! {
        @match place.href.get() {
            Some(href) => a.link href=(href) { (told) },
            // A file on the portal's own disk.
            None => span { (told) },
        }
    }
}
