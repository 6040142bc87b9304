//! Addresses that the platform listens on, and how many connections the system allows.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Finding;
use crate::config::Config;
use crate::descriptors;

const SUBJECT: &str = "network";
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
const METRICS_BYTES_MAX: u64 = 256 * 1024;

/// Whether the platform answers on its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Platform {
    /// It runs.
    Running,
    /// It does not.
    Stopped,
}

/// Looks at both addresses and at the limits around them.
pub(super) async fn examine(config: &Config) -> (Vec<Finding>, Platform) {
    let platform = probe(config.http.listen).await;
    let mut findings = vec![
        address("http.listen", config.http.listen, platform),
        address("ofd.listen", config.ofd.listen, platform),
    ];
    findings.extend(exposure(config));
    findings.extend(open_files(config));
    let networks = &config.callbacks.allowed_private_networks;
    if !networks.is_empty() {
        let message = format!(
            "callbacks of shops may call {}: is that meant?",
            networks.join(", ")
        );
        findings.push(Finding::warn(SUBJECT, message));
    }
    (findings, platform)
}

fn address(key: &str, address: SocketAddr, platform: Platform) -> Finding {
    let place = format!("{key} = {address}");
    match (TcpListener::bind(address), platform) {
        (Ok(_), _) => Finding::ok(SUBJECT, format!("{place} is free")),
        (Err(error), Platform::Running) if error.kind() == ErrorKind::AddrInUse => {
            Finding::ok(SUBJECT, format!("{place} is held, and the platform runs"))
        }
        (Err(error), Platform::Running | Platform::Stopped) => {
            Finding::fail(SUBJECT, format!("{place}: {error}"))
        }
    }
}

/// Asks for metrics, which nobody else has under our names.
async fn probe(address: SocketAddr) -> Platform {
    match tokio::time::timeout(PROBE_TIMEOUT, metrics(address)).await {
        Ok(Ok(text)) if text.contains("qassa_") => Platform::Running,
        Ok(Ok(_) | Err(_)) | Err(_) => Platform::Stopped,
    }
}

async fn metrics(address: SocketAddr) -> std::io::Result<String> {
    let mut address = address;
    if address.ip().is_unspecified() {
        // Where everything is listened on, the loopback address is.
        let loopback = if address.is_ipv4() {
            [127, 0, 0, 1].into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        address.set_ip(loopback);
    }
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(METRICS_BYTES_MAX).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// What it means to listen to the world.
fn exposure(config: &Config) -> Option<Finding> {
    let http = &config.http;
    if http.listen.ip().is_loopback() {
        return None;
    }
    if http.public_urls.is_empty() {
        let message =
            "http.public_urls is empty: shops sign the whole URL, so their signatures will not agree";
        return Some(Finding::warn(SUBJECT, message));
    }
    let plain = http.public_urls.iter().find(|url| url.starts_with("http://"))?;
    Some(Finding::warn(
        SUBJECT,
        format!("{plain} is not encrypted: secrets can be read on the way"),
    ))
}

/// Every connection is an open file. The server raises its own limit as far as the system lets it.
fn open_files(config: &Config) -> Option<Finding> {
    let connections = config
        .ofd
        .connections_max
        .saturating_add(config.http.connections_max);
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(descriptors::RESERVED);
    let allowed = rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum?;
    Some(files_finding(wanted, allowed))
}

pub(super) fn files_finding(wanted: u64, allowed: u64) -> Finding {
    if wanted <= allowed {
        return Finding::ok(
            SUBJECT,
            format!("{allowed} files may be open, {wanted} are needed at most"),
        );
    }
    let message = format!(
        "{allowed} files may be open, but ofd.connections_max and http.connections_max need {wanted}: \
         raise the limit (ulimit -Hn, LimitNOFILE) or lower them"
    );
    Finding::warn(SUBJECT, message)
}
