//! The real client of callbacks.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Response, redirect};

use super::target::{ForbiddenTarget, TargetPolicy, headers};
use super::{Callback, CallbackFailure, CallbackOutcome, Callbacks};
use crate::Pending;
use crate::causes::{causes, in_one_line};
use crate::tls::{self, TlsError};

/// How callbacks are sent.
#[derive(Clone, Debug)]
pub struct CallbackConfig {
    /// Where they may go.
    pub policy: TargetPolicy,
    /// Time for the whole exchange, from the name to the last byte read.
    pub timeout: Duration,
    /// Largest body that is sent, in bytes.
    pub body_size_max: usize,
    /// Most of an answer that is read, in bytes; the rest is not waited for.
    pub answer_size_max: usize,
    /// Certificate authorities beside the public ones, DER: for shops with a house authority.
    pub authorities: Vec<Vec<u8>>,
}

impl Default for CallbackConfig {
    fn default() -> Self {
        Self {
            policy: TargetPolicy::default(),
            timeout: Duration::from_secs(10),
            body_size_max: 1024 * 1024,
            answer_size_max: 64 * 1024,
            authorities: Vec::new(),
        }
    }
}

/// Why the client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum CallbackConfigError {
    /// TLS cannot be set up.
    #[error("TLS of the callbacks cannot be set up")]
    Tls(#[source] TlsError),
    /// The HTTP client refuses its settings.
    #[error("the HTTP client cannot be set up")]
    Client(#[source] reqwest::Error),
}

/// Where addresses of names come from.
pub trait ResolveHost: Send + Sync {
    /// All addresses of a name.
    fn resolve<'a>(&'a self, host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>>;
}

/// The resolver of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl ResolveHost for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((host, 0)).await?;
            Ok(addresses.map(|address| address.ip()).collect())
        })
    }
}

/// Sends callbacks over HTTP and HTTPS.
///
/// A name is resolved once and every address of it is judged; the connection goes to exactly those addresses, so
/// that an answer of the resolver that changes in between changes nothing. Redirections are not followed, proxies
/// of the environment are not used.
#[derive(Clone, Debug)]
pub struct HttpCallbacks {
    client: Client,
    config: CallbackConfig,
}

impl HttpCallbacks {
    /// A client with the resolver of the operating system.
    ///
    /// # Errors
    /// [`CallbackConfigError`] when the settings cannot work.
    pub fn new(config: CallbackConfig) -> Result<Self, CallbackConfigError> {
        Self::with_resolver(config, Arc::new(SystemResolver))
    }

    /// A client with a resolver of one's own.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_resolver(
        config: CallbackConfig,
        resolver: Arc<dyn ResolveHost>,
    ) -> Result<Self, CallbackConfigError> {
        let client = tls::http_client(&config.authorities)
            .map_err(CallbackConfigError::Tls)?
            .dns_resolver(Judging {
                resolver,
                policy: Arc::new(config.policy.clone()),
            })
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .http1_only()
            .timeout(config.timeout)
            .user_agent(concat!("Qassa/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(CallbackConfigError::Client)?;
        Ok(Self { client, config })
    }

    async fn exchange(&self, callback: &Callback) -> CallbackOutcome {
        let (url, headers) = match self.admit(callback) {
            Ok(admitted) => admitted,
            Err(reason) => return CallbackOutcome::Forbidden { reason },
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut request = self.client.post(url).body(callback.body.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        match request.send().await {
            Ok(response) => self.outcome(response).await,
            Err(error) => self.failure(&host, &error),
        }
    }

    fn admit(&self, callback: &Callback) -> Result<Admitted, ForbiddenTarget> {
        let url = self.config.policy.parse(&callback.url)?;
        let (size, size_max) = (callback.body.len(), self.config.body_size_max);
        if size > size_max {
            return Err(ForbiddenTarget::BodyTooBig { size, size_max });
        }
        Ok((url, headers(callback)?))
    }

    /// The status decides; the body is read for politeness, so that the connection can be used again.
    async fn outcome(&self, mut response: Response) -> CallbackOutcome {
        let status = response.status().as_u16();
        let mut left = self.config.answer_size_max;
        while let Ok(Some(chunk)) = response.chunk().await {
            let Some(rest) = left.checked_sub(chunk.len()) else {
                break;
            };
            left = rest;
        }
        if status == 200 {
            CallbackOutcome::Delivered { status }
        } else {
            CallbackOutcome::Refused { status }
        }
    }

    fn failure(&self, host: &str, error: &reqwest::Error) -> CallbackOutcome {
        if let Some(reason) = cause::<ForbiddenTarget>(error) {
            return CallbackOutcome::Forbidden {
                reason: reason.clone(),
            };
        }
        let detail = error.source().map_or_else(|| error.to_string(), in_one_line);
        let reason = if let Some(Unresolved(detail)) = cause::<Unresolved>(error) {
            CallbackFailure::Unresolved {
                host: host.to_owned(),
                detail: detail.clone(),
            }
        } else if error.is_timeout() {
            CallbackFailure::TimedOut {
                limit_ms: u64::try_from(self.config.timeout.as_millis()).unwrap_or(u64::MAX),
            }
        } else if error.is_connect() {
            CallbackFailure::Unconnected { detail }
        } else {
            CallbackFailure::Broken { detail }
        };
        CallbackOutcome::Failed { reason }
    }
}

type Admitted = (
    reqwest::Url,
    Vec<(reqwest::header::HeaderName, reqwest::header::HeaderValue)>,
);

impl Callbacks for HttpCallbacks {
    fn deliver<'a>(&'a self, callback: &'a Callback) -> Pending<'a, CallbackOutcome> {
        Box::pin(self.exchange(callback))
    }
}

/// A resolver that gives only addresses that may be called.
struct Judging {
    resolver: Arc<dyn ResolveHost>,
    policy: Arc<TargetPolicy>,
}

impl Resolve for Judging {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolver, policy) = (Arc::clone(&self.resolver), Arc::clone(&self.policy));
        Box::pin(async move {
            let host = name.as_str();
            let addresses = resolver
                .resolve(host)
                .await
                .map_err(|error| Unresolved(error.to_string()))?;
            if addresses.is_empty() {
                return Err(Unresolved("the name has no address".to_owned()).into());
            }
            // One address at home is enough to refuse: whoever mixes them means no good.
            for address in &addresses {
                policy.admit(host, *address)?;
            }
            let sockets = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            let sockets: Addrs = Box::new(sockets);
            Ok(sockets)
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unresolved(String);

/// The first error of a type along the chain of causes.
fn cause<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    causes(error).find_map(|error| error.downcast_ref())
}
