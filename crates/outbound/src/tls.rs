//! TLS for everything that goes out over HTTP.
//!
//! The HTTP library is built without cryptography of its own, so that one implementation serves the whole binary;
//! a client that is built past [`http_client`] panics for want of one.

use std::sync::Arc;

use reqwest::ClientBuilder;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A certificate that cannot be read.
    #[error("certificate authority {place} of the configuration cannot be read")]
    Authority {
        /// Its place in the configuration, from 1.
        place: usize,
        /// What the reader said.
        #[source]
        source: rustls::Error,
    },
    /// The cryptography offers no version of TLS.
    #[error("TLS cannot be set up")]
    Versions(#[source] rustls::Error),
}

/// Builder of an HTTP client that trusts the public certificate authorities and `authorities` (DER).
///
/// # Errors
/// [`TlsError`] when an authority cannot be read.
pub fn http_client(authorities: &[Vec<u8>]) -> Result<ClientBuilder, TlsError> {
    Ok(reqwest::Client::builder().tls_backend_preconfigured(config(authorities)?))
}

fn config(authorities: &[Vec<u8>]) -> Result<ClientConfig, TlsError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for (index, authority) in authorities.iter().enumerate() {
        let place = index + 1;
        roots
            .add(CertificateDer::from(authority.clone()))
            .map_err(|source| TlsError::Authority { place, source })?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Versions)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
