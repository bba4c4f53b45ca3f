//! `callboard token`: tokens for machines, kept in the database of a portal.

use auth::tokens::{self, Listed, NewToken};
use clap::Subcommand;
use kernel::clock::iso;
use kernel::config::Section;
use kernel::identity::Restriction;
use kernel::{Clock, Db, Timestamp};
use serde_json::{Value, json};

use super::configuration::PortalFiles;
use super::{Failure, db, output};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct TokenArguments {
    #[command(subcommand)]
    pub command: TokenCommand,
}

const EXAMPLES: &str = "Examples:
  callboard token create --subject ci
  callboard token create --subject reader --plugin catalog --permission catalog.entity.read --expires 90d
  callboard token list --json
  callboard token revoke 0199f3c2-...";

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, this once.
    Create(CreateArguments),
    /// Lists tokens, without the tokens themselves.
    List {
        #[command(flatten)]
        portal: PortalFiles,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ends a token; running portals may take half a minute to notice.
    Revoke {
        /// The id that `token list` shows.
        id: String,
        #[command(flatten)]
        portal: PortalFiles,
    },
}

#[derive(Debug, clap::Args)]
pub struct CreateArguments {
    /// Who the machine is, in logs and for policies; no white space.
    #[arg(long, value_name = "NAME")]
    pub subject: String,
    /// A plugin that the token is good for; repeat for several. Without it, good for all.
    #[arg(long, value_name = "ID")]
    pub plugin: Vec<String>,
    /// A permission of the plugins; repeat for several. Without it, all of them.
    #[arg(long, value_name = "NAME", requires = "plugin")]
    pub permission: Vec<String>,
    /// How long the token is good: `90d`, `12h`, `P1Y`. Without it, until it is revoked.
    #[arg(long, value_name = "DURATION")]
    pub expires: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub portal: PortalFiles,
}

pub(super) async fn run(arguments: TokenArguments) -> Result<(), Failure> {
    match arguments.command {
        TokenCommand::Create(arguments) => {
            let new = asked_for(&arguments, Clock::System.now())?;
            let db = arguments.portal.open().await?;
            let outcome = create(&db, new, arguments.json).await;
            db.close().await;
            outcome
        }
        TokenCommand::List { portal, json } => {
            let db = portal.open().await?;
            let outcome = list(&db, json).await;
            db.close().await;
            outcome
        }
        TokenCommand::Revoke { id, portal } => {
            let db = portal.open().await?;
            let outcome = revoke(&db, &id).await;
            db.close().await;
            outcome
        }
    }
}

fn asked_for(arguments: &CreateArguments, now: Timestamp) -> Result<NewToken, Failure> {
    let restrictions = arguments
        .plugin
        .iter()
        .map(|plugin| Restriction {
            plugin: plugin.clone(),
            permissions: arguments.permission.clone(),
            actions: Vec::new(),
        })
        .collect::<Vec<_>>();
    let expires_at = match &arguments.expires {
        None => None,
        Some(text) => Some(now.saturating_add(milliseconds(text)?)),
    };
    Ok(NewToken {
        subject: arguments.subject.clone(),
        restrictions: (!restrictions.is_empty()).then_some(restrictions),
        expires_at,
    })
}

/// A duration in any form that the configuration takes.
fn milliseconds(text: &str) -> Result<i64, Failure> {
    let duration = Section::root(json!({ "expires": text })).duration("expires");
    let duration = duration.map_err(|error| Failure::Input(format!("--expires: {error}")))?;
    Ok(i64::try_from(duration.unwrap_or_default().as_millis()).unwrap_or(i64::MAX))
}

async fn create(db: &Db, new: NewToken, json: bool) -> Result<(), Failure> {
    // The portal may never have started on this database.
    db::migrate(db).await?;
    let expires_at = new.expires_at;
    let created = tokens::create(db, Clock::System.now(), new).await?;
    if json {
        let expires_at = expires_at.map(iso);
        let shown = json!({ "id": created.id, "token": created.token.reveal(), "expiresAt": expires_at });
        output::line(&shown.to_string());
        return Ok(());
    }
    output::remark(&format!("token {} - keep it now, it cannot be shown again:", created.id));
    output::line(created.token.reveal());
    Ok(())
}

async fn list(db: &Db, json: bool) -> Result<(), Failure> {
    db::migrate(db).await?;
    let listed = tokens::list(db).await?;
    if json {
        let shown: Vec<Value> = listed.iter().map(as_json).collect();
        output::line(&Value::Array(shown).to_string());
        return Ok(());
    }
    let mut rows =
        vec![["ID", "SUBJECT", "CREATED", "EXPIRES", "REVOKED", "GOOD FOR"].map(str::to_owned).to_vec()];
    for token in &listed {
        let time = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), iso);
        rows.push(vec![
            token.id.clone(),
            token.subject.clone(),
            iso(token.created_at),
            time(token.expires_at),
            time(token.revoked_at),
            good_for(token),
        ]);
    }
    output::bytes(output::table(&rows).as_bytes());
    Ok(())
}

fn good_for(token: &Listed) -> String {
    let Some(restrictions) = &token.restrictions else { return "everything".to_owned() };
    let mut parts = Vec::new();
    for restriction in restrictions {
        if restriction.permissions.is_empty() {
            parts.push(restriction.plugin.clone());
        } else {
            parts.push(format!("{}({})", restriction.plugin, restriction.permissions.join(",")));
        }
    }
    parts.join(" ")
}

fn as_json(token: &Listed) -> Value {
    let restrictions = token.restrictions.as_ref().map(|restrictions| {
        let mut shown = Vec::new();
        for restriction in restrictions {
            shown.push(json!({
                "plugin": restriction.plugin,
                "permission": restriction.permissions,
                "permissionAttribute": { "action": restriction.actions },
            }));
        }
        shown
    });
    json!({
        "id": token.id,
        "subject": token.subject,
        "createdAt": iso(token.created_at),
        "expiresAt": token.expires_at.map(iso),
        "revokedAt": token.revoked_at.map(iso),
        "accessRestrictions": restrictions,
    })
}

async fn revoke(db: &Db, id: &str) -> Result<(), Failure> {
    db::migrate(db).await?;
    tokens::revoke(db, Clock::System.now(), id).await?;
    output::line(&format!("token {id} revoked"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_takes_the_durations_of_the_configuration() {
        let day = 24 * 60 * 60 * 1000;
        let table = [("12h", Some(day / 2)), ("90d", Some(90 * day)), ("P1D", Some(day)), ("soon", None)];
        for (text, expected) in table {
            assert_eq!(milliseconds(text).ok(), expected, "{text}");
        }
    }
}
