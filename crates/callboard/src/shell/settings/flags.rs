//! "Feature flags": new parts of the portal that the reader may switch on before everybody has them.

use kernel::extension::{Flag, Flags, View};
use maud::{Markup, html};
use page::frames::{FLAGS_ACTION, SETTINGS};
use ui::form::{self, Choice, Control};
use ui::notice::{self, State};
use ui::{Icon, Tone};

use super::super::Shell;
use super::saving;

/// The page as an extension, and its address below `/settings`, as in the stock app.
pub(super) const ID: &str = "sub-page:user-settings/feature-flags";
pub(super) const PATH: &str = "feature-flags";
/// The field of the form, once for each flag that is on.
pub(super) const FIELD: &str = "flag";

pub(super) fn draw(shell: &Shell, view: &View) -> String {
    let layout = shell.services.extensions.layout();
    let content = if layout.flags.is_empty() { nothing() } else { choice(&layout.flags, &view.flags) };
    html! { div.card { div.card-body { (content) } } }.into_string()
}

fn choice(flags: &[Flag], on: &Flags) -> Markup {
    let choices: Vec<Choice> = flags.iter().map(|flag| one(flag, on)).collect();
    let control = Control::required(FIELD, "Switched on").with_help(
        "What is new here and not yet for everybody. Kept in this browser; other people see no difference.",
    );
    let back = format!("{SETTINGS}/{PATH}");
    saving(FLAGS_ACTION, &back, "Save flags", &form::many(&control, &choices))
}

fn one(flag: &Flag, on: &Flags) -> Choice {
    let help = (!flag.description.is_empty()).then(|| flag.description.clone());
    Choice { help, ..Choice::new(flag.name.as_str(), flag.name.as_str(), on.is_on(&flag.name)) }
}

fn nothing() -> Markup {
    notice::state(&State {
        icon: Icon::Spark,
        tone: Tone::Plain,
        title: "There is nothing to switch on".to_owned(),
        text: "The configuration of this portal declares no feature flags.".to_owned(),
        detail: html! { p { "They are listed below " code { "callboard.featureFlags" } ", and asked for by conditions of " code { "app.extensions" } "." } },
        actions: html! {},
    })
}
