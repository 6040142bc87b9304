//! Permit mode: the answer of the marking system that allowed the sale, as a sectoral detail of the line.
//! Source: RU-PP1944/permit-mode.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::SectoralDetail;

/// Federal body of the permit mode: the ministry of industry and trade. Tag 1262.
pub const PERMIT_FEDERAL_ID: &str = "030";
/// Number of the government's decree: tag 1264.
pub const PERMIT_NUMBER: &str = "1944";
/// Date of the government's decree, 21 November 2023: tag 1263.
pub const PERMIT_DATE: &str = "21.11.2023";

/// What tag 1265 holds in permit mode: `UUID=…&Time=…`, and `&Inst=…&Ver=…` from the local module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitMode {
    /// Id of the request that the marking system answered: 8-4-4-4-12 hexadecimal digits.
    pub request_id: String,
    /// When it answered, in milliseconds since 1970-01-01 UTC.
    pub answered_at_ms: u64,
    /// The local module that answered instead of the marking system.
    pub local_module: Option<LocalModule>,
}

/// The local module of the marking system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalModule {
    /// Id of the installation.
    pub instance: String,
    /// Version of its data.
    pub version: String,
}

/// Why a value is not of the permit mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermitError {
    /// A part without `=`, a name that does not belong here, or one given twice.
    #[error("`{part}` does not belong to `UUID=…&Time=…[&Inst=…&Ver=…]`")]
    Part {
        /// The part as it came.
        part: String,
    },
    /// A part that must be there is not.
    #[error("`{name}=` is missing; the value is `UUID=…&Time=…[&Inst=…&Ver=…]`")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// Not an id of a request.
    #[error("`{0}` is not a UUID such as 8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69")]
    RequestId(String),
    /// Not a time in milliseconds.
    #[error("`{0}` is not a time in milliseconds since 1970, such as 1764000000000")]
    Time(String),
}

impl PermitMode {
    /// `true` for a sectoral detail that claims to be of the permit mode.
    #[must_use]
    pub fn is_claimed_by(detail: &SectoralDetail) -> bool {
        detail.federal_id == PERMIT_FEDERAL_ID && detail.number == PERMIT_NUMBER
    }

    /// Reads the value of tag 1265.
    ///
    /// # Errors
    /// [`PermitError`] names the part that is wrong.
    pub fn parse(value: &str) -> Result<Self, PermitError> {
        let (mut request_id, mut time, mut instance, mut version) = (None, None, None, None);
        for part in value.trim().split('&') {
            let refused = || PermitError::Part {
                part: part.to_owned(),
            };
            let (name, text) = part.split_once('=').ok_or_else(refused)?;
            let slot = match name.to_ascii_lowercase().as_str() {
                "uuid" => &mut request_id,
                "time" => &mut time,
                "inst" => &mut instance,
                "ver" => &mut version,
                _ => return Err(refused()),
            };
            if text.is_empty() || slot.replace(text).is_some() {
                return Err(refused());
            }
        }
        let local_module = match (instance, version) {
            (Some(instance), Some(version)) => Some(LocalModule {
                instance: instance.to_owned(),
                version: version.to_owned(),
            }),
            (None, None) => None,
            (Some(_), None) => return Err(PermitError::Missing { name: "Ver" }),
            (None, Some(_)) => return Err(PermitError::Missing { name: "Inst" }),
        };
        Ok(Self {
            request_id: uuid(request_id.ok_or(PermitError::Missing { name: "UUID" })?)?,
            answered_at_ms: milliseconds(time.ok_or(PermitError::Missing { name: "Time" })?)?,
            local_module,
        })
    }
}

/// The value of tag 1265.
impl fmt::Display for PermitMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UUID={}&Time={}", self.request_id, self.answered_at_ms)?;
        match &self.local_module {
            Some(module) => write!(f, "&Inst={}&Ver={}", module.instance, module.version),
            None => Ok(()),
        }
    }
}

fn uuid(text: &str) -> Result<String, PermitError> {
    let groups: Vec<_> = text.split('-').collect();
    let lengths: Vec<_> = groups.iter().map(|group| group.len()).collect();
    let hexadecimal = groups
        .iter()
        .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if lengths == [8, 4, 4, 4, 12] && hexadecimal {
        return Ok(text.to_owned());
    }
    Err(PermitError::RequestId(text.to_owned()))
}

/// 13 digits: from 2001 to 2286. Seconds, with 10 digits, are the usual mistake.
fn milliseconds(text: &str) -> Result<u64, PermitError> {
    let refused = || PermitError::Time(text.to_owned());
    if text.len() != 13 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}
