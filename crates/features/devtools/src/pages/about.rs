//! `/settings/about`: what this process is, on which machine and over which database.

use kernel::db::Applied;
use kernel::extension::View;
use kernel::{Error, Services, Timestamp, clock};
use maud::{Markup, html};
use ui::table::{self, Column, Width};
use ui::{Tone, card, dates, words};

const MEBIBYTE: u64 = 1024 * 1024;

pub(super) async fn draw(services: Services, view: View) -> Result<Markup, Error> {
    let size = services.db.size().await?;
    let migrations = services.db.applied_migrations().await?;
    let started = clock::iso(services.started_at);
    let up = view.ctx.now.saturating_sub(services.started_at).div_euclid(1000);
    let kind = if services.db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let processors = std::thread::available_parallelism()
        .map_or_else(|_| "unknown".to_owned(), |number| number.to_string());
    let place = match services.db.path() {
        Some(path) if path.as_os_str() != ":memory:" => path.display().to_string(),
        Some(_) => "in memory, gone with the process".to_owned(),
        None => "a server".to_owned(),
    };
    let fact = |name: &str, value: Markup| (name.to_owned(), value);
    Ok(html! {
        dl.figures {
            (card::figure("Version", env!("CARGO_PKG_VERSION"), "of Callboard", Tone::Plain))
            (card::figure("Started", &words::ago(up), "this process", Tone::Plain))
            (card::figure("Database", &format!("{} MiB", size.div_ceil(MEBIBYTE)), kind, Tone::Plain))
            (card::figure("Processors", &processors, &format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH), Tone::Plain))
        }
        (card::card("This process", None, &card::facts(&[
            fact("Started", dates::date(&started)),
            fact("Process", html! { (std::process::id()) }),
            fact("Database", html! { (kind) ", " bdi { (place) } }),
            fact("Decisions", html! { @if services.gate.enabled() { "on" } @else { "off: " code { "permission.enabled" } " is not set" } }),
            fact("Features", html! { (services.gate.plugins().join(", ")) }),
        ])))
        (card::card("Migrations", None, &list(&migrations, view.ctx.now)))
    })
}

fn list(migrations: &[Applied], now: Timestamp) -> Markup {
    let columns = [
        Column::new("Migration", Width::Rest, 0),
        Column::new("Feature", Width::Medium, 0),
        Column::new("Applied", Width::Medium, 0),
    ];
    let rows = html! {
        @for migration in migrations {
            tr role="row" {
                (table::lead(&html! { code { (migration.name) } }))
                (table::cell(&columns[1], Some(html! { (migration.feature) })))
                (table::cell(&columns[2], Some(page::moment(migration.applied_at, now).render())))
            }
        }
    };
    table::table("Changes of the schema", &columns, &rows)
}
