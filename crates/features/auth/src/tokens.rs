//! Tokens for machines, made, listed and revoked on the command line. Only a digest is stored, so a lost token cannot be
//! shown again.

use std::sync::Arc;

use kernel::identity::Restriction;
use kernel::{Db, Error, Secret, Timestamp};
use serde::{Deserialize, Serialize};

use crate::authority::Authority;
use crate::crypto;
use crate::external::Caller;
use crate::store::service_token::{self, ServiceTokenRow};

/// What such tokens begin with, so that secret scanners find them and nothing else is looked up.
const PREFIX: &str = "cbt_";
/// Longest subject.
const MAX_SUBJECT_LENGTH: usize = 128;

/// What is asked of a new token.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Who the machine is, in logs and for policies: no white space, at most 128 characters.
    pub subject: String,
    /// `None` for everything.
    pub restrictions: Option<Vec<Restriction>>,
    /// Milliseconds since 1970; `None` for no end.
    pub expires_at: Option<Timestamp>,
}

/// A new token; this is the only time that it can be shown.
#[derive(Debug)]
pub struct Created {
    pub id: String,
    pub token: Secret,
}

/// A token as listed.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    pub subject: String,
    pub restrictions: Option<Vec<Restriction>>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// The stored form of a restriction.
#[derive(Serialize, Deserialize)]
struct StoredRestriction {
    plugin: String,
    permissions: Vec<String>,
    actions: Vec<String>,
}

/// Makes a token that is good at once.
pub async fn create(db: &Db, now: Timestamp, new: NewToken) -> Result<Created, Error> {
    let subject_is_fit = !new.subject.is_empty()
        && new.subject.len() <= MAX_SUBJECT_LENGTH
        && !new.subject.chars().any(|each| each.is_whitespace() || each.is_control());
    if !subject_is_fit {
        return Err(Error::Input(format!(
            "the subject must have 1 to {MAX_SUBJECT_LENGTH} characters and no white space"
        )));
    }
    if new.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(Error::Input("the token would end before it begins".to_owned()));
    }
    let token = crypto::fresh_secret(PREFIX);
    let row = ServiceTokenRow {
        id: kernel::random::time_ordered_id(),
        subject: new.subject,
        restrictions: new.restrictions.as_deref().map(stored).transpose()?,
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    service_token::insert(db, &row, &crypto::recognise(token.reveal())).await?;
    Ok(Created { id: row.id, token })
}

/// All tokens, oldest first, revoked ones too.
pub async fn list(db: &Db) -> Result<Vec<Listed>, Error> {
    let mut listed = Vec::new();
    for row in service_token::all(db).await? {
        listed.push(Listed {
            restrictions: row.restrictions.as_deref().map(restored).transpose()?,
            id: row.id,
            subject: row.subject,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        });
    }
    Ok(listed)
}

/// Ends a token. Processes that have just verified it may believe it for up to 30 seconds more.
pub async fn revoke(db: &Db, now: Timestamp, id: &str) -> Result<(), Error> {
    if service_token::revoke(db, id, now).await? {
        return Ok(());
    }
    Err(Error::NotFound(format!("there is no service token with id {id}")))
}

/// Whose token this is, if it is one of these and still good.
pub(crate) async fn find(authority: &Authority, token: &str) -> Result<Option<Caller>, Error> {
    if !token.starts_with(PREFIX) {
        return Ok(None);
    }
    let Some(row) = service_token::by_digest(&authority.db, &crypto::recognise(token)).await? else {
        return Ok(None);
    };
    let ended = row.expires_at.is_some_and(|expires_at| expires_at <= authority.clock.now());
    if ended || row.revoked_at.is_some() {
        return Ok(None);
    }
    let restrictions = row.restrictions.as_deref().map(restored).transpose()?.map(Arc::new);
    Ok(Some(Caller { subject: row.subject, restrictions, expires_at: row.expires_at }))
}

fn stored(restrictions: &[Restriction]) -> Result<String, Error> {
    let mut stored = Vec::with_capacity(restrictions.len());
    for restriction in restrictions {
        stored.push(StoredRestriction {
            plugin: restriction.plugin.clone(),
            permissions: restriction.permissions.clone(),
            actions: restriction.actions.clone(),
        });
    }
    serde_json::to_string(&stored).map_err(Error::internal)
}

fn restored(text: &str) -> Result<Vec<Restriction>, Error> {
    let stored: Vec<StoredRestriction> = serde_json::from_str(text).map_err(Error::internal)?;
    let mut restrictions = Vec::with_capacity(stored.len());
    for StoredRestriction { plugin, permissions, actions } in stored {
        restrictions.push(Restriction { plugin, permissions, actions });
    }
    Ok(restrictions)
}
