//! `callboard db`: schema and copies of the database of a portal.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use kernel::Db;
use kernel::db::{CopyReport, FeatureMigrations};
use serde_json::json;

use super::configuration::PortalFiles;
use super::{Failure, output};
use crate::features;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct DbArguments {
    #[command(subcommand)]
    pub command: DbCommand,
}

const EXAMPLES: &str = "Examples:
  callboard db migrate --config app-config.yaml
  callboard db backup /backups/monday.db
  callboard db rebuild --data-dir /var/lib/callboard
  callboard db restore /backups/monday.db --data-dir /var/lib/callboard";

#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Brings the schema up to this release; `serve` does so by itself.
    Migrate {
        #[command(flatten)]
        portal: PortalFiles,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Copies the database to a new file, while the portal runs.
    Backup {
        /// The file to make; must not exist.
        to: PathBuf,
        #[command(flatten)]
        portal: PortalFiles,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Has everything that is made from sources made anew: the running portal, or the next one, reads them all again.
    Rebuild {
        #[command(flatten)]
        portal: PortalFiles,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Brings a copy back into a database that is not there yet or is empty.
    Restore {
        /// A file that `db backup` made.
        from: PathBuf,
        #[command(flatten)]
        portal: PortalFiles,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(arguments: DbArguments) -> Result<(), Failure> {
    match arguments.command {
        DbCommand::Migrate { portal, json } => {
            let db = portal.open().await?;
            let applied = migrate(&db).await;
            db.close().await;
            let applied = applied?;
            if json {
                output::line(&json!({ "applied": applied }).to_string());
            } else {
                output::line(&format!("{applied} migrations applied"));
            }
        }
        DbCommand::Rebuild { portal, json } => {
            let db = portal.open().await?;
            let locations = rebuild(&db, &portal.data_dir).await;
            db.close().await;
            let locations = locations?;
            if json {
                output::line(&json!({ "locations": locations }).to_string());
            } else {
                output::line(&format!("{locations} locations will be read again"));
            }
        }
        DbCommand::Backup { to, portal, json } => {
            let settings = portal.settings()?;
            let db = Db::open(&settings).await?;
            let report = db.backup(&to).await;
            db.close().await;
            say(report?, json);
        }
        DbCommand::Restore { from, portal, json } => {
            say(Db::restore(&portal.settings()?, &from, &known_migrations()).await?, json);
        }
    }
    Ok(())
}

/// Every migration that this binary knows.
fn known_migrations() -> Vec<FeatureMigrations> {
    let mut known: Vec<FeatureMigrations> = vec![(kernel::jobs::PLUGIN, kernel::jobs::MIGRATIONS)];
    for feature in features::all(&PathBuf::from(".")) {
        known.push((feature.id(), feature.migrations()));
    }
    known
}

/// Applies what the database lacks; gives how many.
pub(super) async fn migrate(db: &Db) -> Result<usize, Failure> {
    let mut applied = 0;
    for (feature, migrations) in known_migrations() {
        applied += db.migrate(feature, migrations).await?;
    }
    Ok(applied)
}

async fn rebuild(db: &Db, data_dir: &Path) -> Result<u64, Failure> {
    migrate(db).await?;
    catalog::projection::snapshot::forget(data_dir).map_err(kernel::Error::internal)?;
    Ok(catalog::store::rebuild(db).await?)
}

fn say(report: CopyReport, json: bool) {
    let CopyReport { tables, rows } = report;
    if json {
        output::line(&json!({ "tables": tables, "rows": rows }).to_string());
    } else {
        output::line(&format!("{rows} rows of {tables} tables copied"));
    }
}
