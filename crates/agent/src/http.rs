//! The HTTP client of both sides.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Response, redirect};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

/// Most of an answer that is read, in bytes.
const ANSWER_SIZE_MAX: usize = 4 * 1024 * 1024;

/// Why a client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum HttpConfigError {
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
    Tls(#[source] rustls::Error),
    /// The client refuses its settings.
    #[error("the HTTP client cannot be set up")]
    Client(#[source] reqwest::Error),
}

/// Why an answer could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnswerError {
    /// The connection broke.
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
    /// Larger than any right answer.
    #[error("the answer is larger than {ANSWER_SIZE_MAX} bytes")]
    TooLarge,
}

/// A client that follows no redirection and uses no proxy.
pub(crate) fn client(timeout: Duration, authorities: &[Vec<u8>]) -> Result<Client, HttpConfigError> {
    Client::builder()
        .tls_backend_preconfigured(tls(authorities)?)
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .http1_only()
        .timeout(timeout)
        .user_agent(concat!("Qassa-agent/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(HttpConfigError::Client)
}

/// Reads an answer up to a bound.
pub(crate) async fn read(mut response: Response) -> Result<Vec<u8>, AnswerError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(AnswerError::Broken)? {
        if body.len() + chunk.len() > ANSWER_SIZE_MAX {
            return Err(AnswerError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The error and its causes in one line.
pub(crate) fn in_one_line(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn tls(authorities: &[Vec<u8>]) -> Result<ClientConfig, HttpConfigError> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for (index, der) in authorities.iter().enumerate() {
        roots
            .add(CertificateDer::from(der.clone()))
            .map_err(|source| HttpConfigError::Authority {
                place: index + 1,
                source,
            })?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(HttpConfigError::Tls)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
