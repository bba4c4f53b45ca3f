//! What stands where a content is missing: notices, states, progress, skeletons.

use maud::{Markup, html};

use super::{HOSTILE, Sample, sample};
use crate::notice::{self, State};
use crate::progress::{self, Direction, Progress, Standing, Step};
use crate::skeleton::{self, Shape};
use crate::{Href, Icon, Tone, button, code};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample("Notices; the third is of a part that is missing", notices()),
        sample(
            "Empty",
            boxed(
                Icon::Catalog,
                Tone::Accent,
                "The catalog is empty",
                "Register a catalog file, or name one in the configuration.",
                "Register a file",
            ),
        ),
        sample(
            "Nothing matches",
            boxed(
                Icon::Filter,
                Tone::Plain,
                "Nothing matches",
                "No entity has all of these properties.",
                "Clear all filters",
            ),
        ),
        sample("Error", boxed(Icon::Stop, Tone::Bad, "The list could not be read", HOSTILE, "Try again")),
        sample(
            "Denied",
            boxed(
                Icon::Lock,
                Tone::Warn,
                "You may not see this",
                "Those who look after this portal can let you in.",
                "Ask for access",
            ),
        ),
        sample("Progress: some, all, failed, nobody knows", bars()),
        sample("Steps of a run", steps()),
        sample(
            "On its way",
            html! { div.grid { (skeleton::skeleton("Loading the text", Shape::Lines(3))) (skeleton::skeleton("Loading the rows", Shape::Rows(3))) (skeleton::skeleton("Loading the chart", Shape::Block)) } },
        ),
    ]
}

fn notices() -> Markup {
    html! {
        @for (tone, words) in [(Tone::Plain, "The next read is at noon."), (Tone::Good, "Everything was read."), (Tone::Warn, "Two of three sources answered; what they hold is shown."), (Tone::Bad, "The file could not be read.")] {
            (notice::notice(tone, &html! { p { b { (words) } " Here is " a href="#states" { "what to do" } "." } }))
        }
    }
}

fn boxed(icon: Icon, tone: Tone, title: &str, text: &str, action: &str) -> Markup {
    html! {
        div.card {
            (notice::state(&State {
                icon, tone,
                title: title.to_owned(),
                text: text.to_owned(),
                detail: html! { @if tone == Tone::Accent { (code::block("app-config.yaml", "catalog:\n  locations: []")) } },
                actions: button::link(action, None, &Href::new("#states"), button::Weight::Plain),
            }))
        }
    }
}

fn bars() -> Markup {
    let bar = |label: &str, done, tone, note: &str| {
        progress::progress(&Progress { label: label.to_owned(), done, tone, note: note.to_owned() })
    };
    html! {
        div.grid {
            (bar("Scorecard", Some((62, 100)), Tone::Accent, "62 of 100"))
            (bar("Sources read", Some((3, 3)), Tone::Good, "3 of 3"))
            (bar("Budget", Some((9, 10)), Tone::Bad, "90 %"))
            (bar("Reading the repository", None, Tone::Accent, "for 4 s"))
        }
    }
}

fn steps() -> Markup {
    let step = |label: &str, standing, note: Option<&str>| Step {
        label: label.to_owned(),
        standing,
        note: note.map(str::to_owned),
        href: Href::new("#states"),
    };
    progress::steps(
        "Steps of the run",
        Direction::Down,
        &[
            step("Fetch the skeleton", Standing::Done, Some("1.2 s")),
            step("Fill in the values", Standing::Done, Some("0.1 s")),
            step("Open the pull request", Standing::Running, Some("4 s")),
            step("Register", Standing::Waiting, None),
            step("Tell the team", Standing::Skipped, Some("no team")),
            step("Publish", Standing::Failed, Some("refused")),
        ],
    )
}
