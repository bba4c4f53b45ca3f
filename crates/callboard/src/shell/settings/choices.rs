//! How a reader wants pages: colours, the width of the rail, dates, keys, and which new parts. Each choice is a cookie, and
//! leads back to where it was made.

use axum::extract::State;
use axum::response::Response;
use kernel::Error;
use kernel::extension::Flags;
use page::visit::FLAGS_COOKIE;
use page::{Form, cookie};
use ui::dates::{self, Dates, Style, Zone};
use ui::shortcuts::{self, Keys};
use ui::{Rail, Theme, rail, theme};

use super::flags;
use crate::shell::{HOME, Shell};

/// Keeps the choice of colours.
pub(in crate::shell) async fn choose_theme(
    State(shell): State<Shell>,
    form: Form,
) -> Result<Response, Error> {
    let theme = Theme::named(form.text("theme"));
    chosen(&shell, &form, theme::COOKIE, theme.name())
}

/// Keeps the choice of the rail's width.
pub(in crate::shell) async fn choose_rail(State(shell): State<Shell>, form: Form) -> Result<Response, Error> {
    let rail = Rail::named(form.text("rail"));
    chosen(&shell, &form, rail::COOKIE, rail.name())
}

/// Keeps the choice of how dates are written.
pub(in crate::shell) async fn choose_dates(
    State(shell): State<Shell>,
    form: Form,
) -> Result<Response, Error> {
    let dates = Dates { style: Style::named(form.text("style")), zone: Zone::named(form.text("zone")) };
    chosen(&shell, &form, dates::COOKIE, &dates.name())
}

/// Keeps whether single keys act.
pub(in crate::shell) async fn choose_keys(State(shell): State<Shell>, form: Form) -> Result<Response, Error> {
    let keys = Keys::named(form.text("keys"));
    chosen(&shell, &form, shortcuts::COOKIE, keys.name())
}

/// Keeps which flags are on. Those that the portal does not offer any more are forgotten.
pub(in crate::shell) async fn choose_flags(
    State(shell): State<Shell>,
    form: Form,
) -> Result<Response, Error> {
    let layout = shell.services.extensions.layout();
    let wanted = |name: &&str| form.0.all(flags::FIELD).any(|on| on == *name);
    let names = layout.flags.iter().map(|flag| flag.name.as_str()).filter(wanted);
    chosen(&shell, &form, FLAGS_COOKIE, &Flags::new(names).text())
}

fn chosen(shell: &Shell, form: &Form, name: &str, value: &str) -> Result<Response, Error> {
    let back = page::address::local_path(form.text("return")).unwrap_or(HOME);
    let mut response = page::see_other(back);
    cookie::keep(&mut response, &shell.services.config, name, value)?;
    Ok(response)
}
