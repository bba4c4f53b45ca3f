//! Pages that say why there is no page, each with a way on.

use kernel::feature::FailedPage;
use maud::html;
use page::frames::SIGN_IN;
use page::{Frames, Visit};
use ui::button::{self, Weight};
use ui::notice::{self, State};
use ui::{Href, Icon, Tone};

use super::HOME;

/// What is told of one kind of failure.
struct Told {
    title: &'static str,
    text: &'static str,
    icon: Icon,
    tone: Tone,
}

/// The whole document.
pub(super) fn page(frames: &Frames, failed: &FailedPage<'_>) -> String {
    let visit = Visit::unknown(failed.uri, failed.headers);
    let mut frame = frames.of(&visit);
    // Who was asking is not known here; offering to sign in would tell people who did that they did not.
    frame.sign_in = None;
    let told = told(failed.status);
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: told.icon,
                tone: told.tone,
                title: told.title.to_owned(),
                text: told.text.to_owned(),
                detail: html! {
                    @if !failed.message.is_empty() { p { code { (failed.message) } } }
                    p.muted { (failed.status) " at " code { (visit.path()) } }
                },
                actions: ways_on(failed, &visit),
            }))
        }
    };
    ui::layout::page(&frame, told.title, &content).into_string()
}

fn ways_on(failed: &FailedPage<'_>, visit: &Visit) -> maud::Markup {
    html! {
        @match failed.status {
            401 => (button::link("Sign in", Some(Icon::Enter), &Href::new(SIGN_IN), Weight::Main)),
            429 | 500.. => (button::link("Try again", Some(Icon::Refresh), &Href::new(&*visit.address), Weight::Main)),
            _ => {},
        }
        (button::link("To the catalog", Some(Icon::Catalog), &Href::new(HOME), Weight::Plain))
    }
}

fn told(status: u16) -> Told {
    let (title, text, icon, tone) = match status {
        401 => ("Who are you?", "This page is for people who are signed in.", Icon::Lock, Tone::Warn),
        403 => (
            "You may not do this",
            "Your account lacks the permission. Those who look after this portal can give it to you.",
            Icon::Lock,
            Tone::Warn,
        ),
        404 => (
            "There is nothing here",
            "The address may be mistyped, or what was here has moved or is gone.",
            Icon::Search,
            Tone::Plain,
        ),
        409 => (
            "This is taken already",
            "Somebody was here before. Look at what is there.",
            Icon::Info,
            Tone::Warn,
        ),
        429 => ("One moment", "You asked for more than the portal gives at a time.", Icon::Clock, Tone::Warn),
        503 => (
            "Not ready",
            "The portal is starting, stopping, or waits for its store.",
            Icon::Clock,
            Tone::Warn,
        ),
        400..=499 => {
            ("This did not work", "The portal does not understand what was sent.", Icon::Info, Tone::Warn)
        }
        _ => (
            "Something broke",
            "That is our mistake, and it is written down. The id below leads to it in the log.",
            Icon::Stop,
            Tone::Bad,
        ),
    };
    Told { title, text, icon, tone }
}
