//! Where callbacks may go. A shop names the address; it must not name our own house.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};

use super::Callback;

/// Which addresses callbacks may reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallbackTargets {
    /// Addresses of the public Internet.
    #[default]
    PublicOnly,
    /// Loopback addresses beside: for sandboxes.
    LoopbackToo,
}

/// Which addresses callbacks may reach, with the networks that the configuration adds.
#[derive(Clone, Debug, Default)]
pub struct TargetPolicy {
    /// The rule.
    pub targets: CallbackTargets,
    /// Networks that are allowed whatever the rule says.
    pub allowed: Vec<Network>,
}

/// Why a target may not be called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForbiddenTarget {
    /// Longer than [`URL_SIZE_MAX`].
    #[error("the address has {size} bytes; {URL_SIZE_MAX} are allowed")]
    TooLong {
        /// Its length.
        size: usize,
    },
    /// Not an absolute address.
    #[error("`{url}` is not an address: {detail}")]
    Malformed {
        /// The address as it came.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Neither `http` nor `https`.
    #[error("the scheme is `{scheme}`; http and https are allowed")]
    Scheme {
        /// The scheme as it came.
        scheme: String,
    },
    /// Name or password inside the address.
    #[error("the address has a name or a password inside")]
    Credentials,
    /// An address that is not of the public Internet.
    #[error("`{host}` is {address}, which is not a public address")]
    Address {
        /// Host as the shop wrote it.
        host: String,
        /// The address.
        address: IpAddr,
    },
    /// A header that HTTP does not allow.
    #[error("the header `{name}` has a name or a value that HTTP does not allow")]
    Header {
        /// Its name.
        name: &'static str,
    },
    /// A larger body than the configuration allows.
    #[error("the body has {size} bytes; {size_max} are allowed")]
    BodyTooBig {
        /// Its size.
        size: usize,
        /// The limit.
        size_max: usize,
    },
}

/// Longest address of a callback, in bytes.
pub const URL_SIZE_MAX: usize = 2048;

impl TargetPolicy {
    /// Reads an address and refuses what may not be called, as far as it can be seen without a resolver.
    ///
    /// Numeric hosts in any spelling (decimal, octal, hexadecimal, shortened) are addresses here.
    ///
    /// # Errors
    /// [`ForbiddenTarget`] names the offending part.
    pub fn parse(&self, url: &str) -> Result<Url, ForbiddenTarget> {
        if url.len() > URL_SIZE_MAX {
            return Err(ForbiddenTarget::TooLong { size: url.len() });
        }
        let malformed = |detail: String| ForbiddenTarget::Malformed {
            url: url.to_owned(),
            detail,
        };
        let parsed = Url::parse(url).map_err(|error| malformed(error.to_string()))?;
        if !["http", "https"].contains(&parsed.scheme()) {
            return Err(ForbiddenTarget::Scheme {
                scheme: parsed.scheme().to_owned(),
            });
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(ForbiddenTarget::Credentials);
        }
        let host = parsed
            .host_str()
            .ok_or_else(|| malformed("it has no host".to_owned()))?;
        // What is no address is a name; the resolver sees to it.
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            self.admit(host, address)?;
        }
        Ok(parsed)
    }

    /// Refuses an address that callbacks may not reach.
    ///
    /// # Errors
    /// [`ForbiddenTarget::Address`].
    pub fn admit(&self, host: &str, address: IpAddr) -> Result<(), ForbiddenTarget> {
        // An IPv4 address in the clothes of IPv6 is judged as what it is.
        let address = address.to_canonical();
        let loopback = self.targets == CallbackTargets::LoopbackToo && address.is_loopback();
        let named = self.allowed.iter().any(|network| network.contains(address));
        if loopback || named || is_public(address) {
            return Ok(());
        }
        Err(ForbiddenTarget::Address {
            host: host.to_owned(),
            address,
        })
    }
}

/// Header fields of a callback in the form of HTTP.
pub(super) fn headers(callback: &Callback) -> Result<Vec<(HeaderName, HeaderValue)>, ForbiddenTarget> {
    let pairs = callback.headers.iter().map(|header| {
        let refused = ForbiddenTarget::Header { name: header.name };
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| refused.clone())?;
        let mut value = HeaderValue::from_str(header.value.reveal()).map_err(|_| refused)?;
        value.set_sensitive(true);
        Ok((name, value))
    });
    pairs.collect()
}

/// Whether an address belongs to the public Internet. Source: IANA's registries of special-purpose addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|(network, prefix)| {
        Network {
            address: IpAddr::V4(*network),
            prefix: *prefix,
        }
        .contains(IpAddr::V4(address))
    })
}

/// IPv4 networks that are not of the public Internet.
const SPECIAL_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),           // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carriers' address translation
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, clouds' metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // relays of 6to4
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

/// Global unicast without the tunnels and the examples in it; the translation prefix as the IPv4 address inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    let within = |network: Ipv6Addr, prefix: u32| (bits ^ network.to_bits()) >> (128 - prefix) == 0;
    if within(Ipv6Addr::new(0x64, 0xFF9B, 0, 0, 0, 0, 0, 0), 96) {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let special = within(Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23) // protocol assignments, Teredo
        || within(Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 0), 32) // documentation
        || within(Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16) // 6to4
        || within(Ipv6Addr::new(0x3FFF, 0, 0, 0, 0, 0, 0, 0), 20); // documentation
    within(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3) && !special
}

/// A network: an address and the number of its leading bits that count, `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Why a text is not a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a network; an address, or an address and the number of leading bits as in 10.0.0.0/8")]
pub struct NetworkError(String);

impl Network {
    /// Whether the address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |left: u128, right: u128, width: u32| {
            let free = width.saturating_sub(u32::from(self.prefix));
            (left ^ right).checked_shr(free).unwrap_or(0) == 0
        };
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same(own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.to_bits(), other.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let refused = || NetworkError(text.to_owned());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => width,
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|prefix| *prefix <= width)
                .ok_or_else(refused)?,
        };
        Ok(Self { address, prefix })
    }
}

#[cfg(test)]
mod tests;
