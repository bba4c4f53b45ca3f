//! How far something is: a bar with its words, and the steps of a longer way.

use maud::{Markup, html};

use crate::{Href, Icon, Tone, icon};

/// A bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is the progress of.
    pub label: String,
    /// Parts done of all parts; `None` while nobody knows.
    pub done: Option<(u64, u64)>,
    pub tone: Tone,
    /// Stands at the end of the label's line, for example `62 of 100`.
    pub note: String,
}

/// Renders the bar below its label.
pub fn progress(progress: &Progress) -> Markup {
    html! {
        div class={ "progress " (progress.tone.class()) } {
            div { span { (progress.label) } span.muted { (progress.note) } }
            @match progress.done {
                Some((done, all)) => progress aria-label=(progress.label) max=(all.max(1)) value=(done.min(all.max(1))) { (progress.note) },
                None => progress aria-label=(progress.label) { (progress.note) },
            }
        }
    }
}

/// How it stands with one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}

impl Standing {
    fn class(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// What people hear, and a colour-blind person reads from the mark.
    fn word(self) -> &'static str {
        match self {
            Self::Waiting => "to come",
            Self::Running => "now",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Waiting => Icon::Ring,
            Self::Running => Icon::Dot,
            Self::Done => Icon::Check,
            Self::Failed => Icon::Close,
            Self::Skipped => Icon::Minus,
        }
    }
}

/// One step of a way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    pub standing: Standing,
    /// For example how long it took.
    pub note: Option<String>,
    /// Leads back to the step, or to its log.
    pub href: Href,
}

/// How the steps lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Side by side above a form.
    #[default]
    Across,
    /// Below one another beside a log.
    Down,
}

/// Renders the steps. `label` says what they are the steps of.
pub fn steps(label: &str, direction: Direction, steps: &[Step]) -> Markup {
    let class = match direction {
        Direction::Across => "steps",
        Direction::Down => "steps down",
    };
    html! {
        ol class=(class) aria-label=(label) {
            @for step in steps {
                li class=(step.standing.class()) aria-current=[(step.standing == Standing::Running).then_some("step")] {
                    span.step-mark { (icon::draw(step.standing.icon())) }
                    a.step-label href=[step.href.get()] { bdi { (step.label) } span.unseen { ", " (step.standing.word()) } }
                    @if let Some(note) = &step.note { span.muted { (note) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_numbers_make_a_sound_bar() {
        for (done, all) in [(0, 0), (5, 3), (u64::MAX, 1)] {
            let bar = Progress { label: "x".to_owned(), done: Some((done, all)), ..Progress::default() };
            let markup = progress(&bar).into_string();
            assert!(!markup.contains("max=\"0\""), "{markup}");
        }
    }
}
