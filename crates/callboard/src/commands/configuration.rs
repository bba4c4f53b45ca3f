//! What every command that works on a portal's own files shares: reading its configuration and opening its database.

use std::path::PathBuf;

use clap::Args;
use kernel::config::{ConfigError, Environment, Sources, render_errors};
use kernel::db::DbSettings;
use kernel::{Config, Db};

use super::{Failure, output};

/// Which portal's files a command works on.
#[derive(Args, Debug, Default)]
pub struct PortalFiles {
    /// A configuration file in Backstage's form; repeat for several, later ones win.
    #[arg(long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
    /// The folder of the database and keys.
    #[arg(long, value_name = "DIR", default_value = "data", env = "CALLBOARD_DATA_DIR")]
    pub data_dir: PathBuf,
}

/// The configuration of the files, or of `app-config.yaml` here and the environment when none are named; empty when
/// there is nothing at all.
pub(super) fn load(files: &[PathBuf], environment: Environment) -> Result<Config, Vec<ConfigError>> {
    let sources = Sources { files: files.to_vec(), root: PathBuf::from("."), environment, required: false };
    Config::load(&sources)
}

impl PortalFiles {
    pub(super) fn settings(&self) -> Result<DbSettings, Failure> {
        let config = load(&self.config, Environment::process())
            .map_err(|errors| Failure::Input(render_errors(&errors).trim_end().to_owned()))?;
        DbSettings::from_config(&config.root(), &self.data_dir).map_err(Failure::from)
    }

    /// Opens the database, which is made when it is not there.
    pub(super) async fn open(&self) -> Result<Db, Failure> {
        let db = Db::open(&self.settings()?).await?;
        if let Some(path) = db.path() {
            output::remark(&format!("database: {}", path.display()));
        }
        Ok(db)
    }
}
