//! SQL of this feature, one file for each table.

pub(crate) mod oidc_client;
pub(crate) mod oidc_session;
pub(crate) mod refresh_token;
pub(crate) mod service_token;
pub(crate) mod signing_key;
pub(crate) mod user_info;
