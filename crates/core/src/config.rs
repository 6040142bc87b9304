//! What a core is started with.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Registers that one core may hold. Source: ours.
pub const REGISTERS_MAX: usize = 64;

/// Settings of a core.
#[derive(Clone, Debug)]
pub struct CoreConfig {
    /// Folder of its journal; made when it is missing.
    pub data: PathBuf,
    /// Address of its HTTP server.
    pub listen: SocketAddr,
    /// Names by which browsers may call it beside loopback names and addresses.
    pub hosts: Vec<String>,
    /// Operators to choose from.
    pub operators: Vec<OperatorServer>,
    /// How long the exchange with an operator may take.
    pub timing: Timing,
    /// What the journal is for; a journal is never taken for the other.
    pub installation: Installation,
}

/// What a core is for. A journal remembers it from its first start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Installation {
    /// The computer's clock.
    #[default]
    Production,
    /// A clock that can be moved: everything says so, from the first line on.
    Sandbox,
}

impl Installation {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }
}

/// A server of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorServer {
    /// What people call it.
    pub name: String,
    /// Host and port.
    pub address: String,
    /// Which platform it is.
    pub platform: Platform,
}

/// Which platform of an operator a register works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Receipts count.
    Production,
    /// Nothing counts.
    Test,
}

/// How long the exchange with an operator may take. Source: KZ-OFD/session.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// To connect.
    pub connect: Duration,
    /// From the request to the last byte of its answer.
    pub answer: Duration,
    /// For a document whose cashier waits, repeats included.
    pub whole: Duration,
    /// Between two tries of such a document.
    pub pause: Duration,
    /// Between two tries in the background.
    pub background: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(4),
            answer: Duration::from_secs(8),
            whole: Duration::from_secs(20),
            pause: Duration::from_millis(500),
            background: Duration::from_mins(1),
        }
    }
}

impl Platform {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Production, Self::Test];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
        }
    }

    /// From what is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == text)
    }
}

impl OperatorServer {
    /// From `name=host:port` or `name=host:port=test`.
    ///
    /// # Errors
    /// What would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not `name=host:port` or `name=host:port=test`");
        let mut parts = text.split('=');
        let (Some(name), Some(address)) = (parts.next(), parts.next()) else {
            return Err(wrong());
        };
        let platform = match parts.next() {
            None => Platform::Production,
            Some(text) => Platform::parse(text).ok_or_else(wrong)?,
        };
        if name.trim().is_empty() || !is_address(address) || parts.next().is_some() {
            return Err(wrong());
        }
        Ok(Self {
            name: name.trim().to_owned(),
            address: address.to_owned(),
            platform,
        })
    }
}

/// `host:port`, of at most 255 characters.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | ':' | '[' | ']');
    text.len() <= 255
        && !host.is_empty()
        && host.chars().all(plain)
        && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_operators() {
        let one = OperatorServer::parse("Own=127.0.0.1:7777=test").unwrap();
        assert_eq!(
            (one.address.as_str(), one.platform),
            ("127.0.0.1:7777", Platform::Test)
        );
        assert!(OperatorServer::parse("Own=[::1]:7777").is_ok());
        for wrong in [
            "",
            "a",
            "a=b",
            "=b:1",
            "a=b:0",
            "a=b:1=x",
            "a=b c:1",
            "a=b:1=test=x",
            "a=:1",
        ] {
            assert!(OperatorServer::parse(wrong).is_err(), "{wrong}");
        }
    }
}
