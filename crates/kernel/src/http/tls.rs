//! `backend.https`: the certificate of the listener. Source: config contract.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio_rustls::TlsAcceptor;

use super::HttpSettings;
use crate::Error;
use crate::config::Section;

/// `None` when `backend.https` is off. A rustls provider must have been installed.
pub fn acceptor(config: &Section, settings: &HttpSettings) -> Result<Option<TlsAcceptor>, Error> {
    let (certificates, key) = match config.get("backend.https") {
        None | Some(Value::Bool(false)) => return Ok(None),
        Some(Value::Bool(true)) => self_signed(settings)?,
        Some(_) => configured(config)?,
    };
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key);
    let mut server = server.map_err(|error| Error::Input(format!("backend.https.certificate: {error}")))?;
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(server))))
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn configured(config: &Section) -> Result<Identity, Error> {
    let pem = |name: &str| -> Result<String, Error> {
        let path = format!("backend.https.certificate.{name}");
        let text = config.string(&path).map_err(super::settings::at_fault)?;
        text.ok_or_else(|| Error::Input(format!("{path} is missing")))
    };
    let wrong = |error| Error::Input(format!("backend.https.certificate: {error}"));
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem("cert")?.as_bytes()).collect();
    let key = PrivateKeyDer::from_pem_slice(pem("key")?.as_bytes()).map_err(wrong)?;
    Ok((certificates.map_err(wrong)?, key))
}

/// A certificate for this run only, for the host of `backend.baseUrl` and this machine.
fn self_signed(settings: &HttpSettings) -> Result<Identity, Error> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if let Some(host) = settings.base_url.as_ref().and_then(|url| url.host_str()) {
        names.push(host.trim_matches(['[', ']']).to_owned());
    }
    let made = rcgen::generate_simple_self_signed(names).map_err(Error::internal)?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(Error::internal)?;
    Ok((vec![made.cert.der().clone()], key))
}
