//! Draws one tab or card. A part that fails or takes too long says so in its own place; the page around it stands.

use std::time::Duration;

use kernel::extension::View;
use kernel::{Ctx, Error};
use maud::{Markup, PreEscaped, html};
use ui::Tone;
use ui::notice;

use super::arrange::Chosen;

/// How long a part may take. A page is waited for by a person.
const PATIENCE: Duration = Duration::from_secs(5);

/// The markup of a part; `None` when it has nothing to show.
pub(super) async fn draw(chosen: Chosen<'_>, view: &View) -> Option<Markup> {
    let view = View { config: std::sync::Arc::clone(&chosen.placed.config), ..view.clone() };
    let ctx = view.ctx.clone();
    match tokio::time::timeout(PATIENCE, (chosen.placed.extension.draw)(view)).await {
        Ok(Ok(drawn)) => drawn.map(PreEscaped),
        Ok(Err(error)) => Some(failed(chosen, &ctx, &error)),
        Err(_elapsed) => {
            let message = "This part takes too long and was left out. Reload the page to try again.";
            tracing::warn!(
                extension = chosen.placed.extension.id,
                request = &*ctx.request_id,
                "drawing took too long"
            );
            Some(notice::notice(Tone::Warn, &html! { (message) }))
        }
    }
}

fn failed(chosen: Chosen<'_>, ctx: &Ctx, error: &Error) -> Markup {
    let text = match error {
        Error::Internal(_) => {
            tracing::error!(
                extension = chosen.placed.extension.id,
                request = &*ctx.request_id,
                error = error as &dyn std::error::Error,
                "a part of a page could not be drawn"
            );
            format!(
                "This part could not be shown. Whoever runs the portal finds the reason under {}.",
                ctx.request_id
            )
        }
        Error::Forbidden(_) => "You may not see this part.".to_owned(),
        other => other.to_string(),
    };
    notice::notice(Tone::Bad, &html! { (text) })
}
