//! The link of a receipt, which its QR code carries. Source: KZ-OFD/link.

use std::fmt;

use types::{LocalDateTime, Money};

/// Length of a link that is looked at.
pub const LINK_LENGTH_MAX: usize = 512;

/// Length of a fiscal sign as text.
pub const SIGN_LENGTH_MAX: usize = 20;

/// A link: where the receipt is looked up, and the four values that find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLink {
    /// Everything before the question mark, such as `http://consumer.example.kz`.
    pub base: String,
    /// Fiscal or autonomous sign, digits as they came.
    pub sign: String,
    /// Registration number of the register.
    pub registration_number: String,
    /// Total.
    pub total: Money,
    /// The register's time.
    pub at: LocalDateTime,
}

/// Whose page a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOperator {
    /// Kazakhtelecom.
    Kazakhtelecom,
    /// Jusan Mobile, the former KTC.
    Jusan,
    /// Transtelecom.
    Transtelecom,
    /// Kar-Tel.
    Kartel,
    /// Smartcontract.
    Smartcontract,
    /// A page that leads on to an operator.
    Redirect,
}

/// Why a text is no link of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Longer than any link.
    #[error("{length} bytes; a link has at most {LINK_LENGTH_MAX}")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// No `http://` or `https://` with a host.
    #[error("`{text}` does not begin like an http or https address")]
    Scheme {
        /// The text.
        text: String,
    },
    /// A value is missing.
    #[error("the value `{name}` is missing")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A value stands twice.
    #[error("the value `{name}` stands more than once")]
    Repeated {
        /// Its name.
        name: &'static str,
    },
    /// A value of another form.
    #[error("`{name}` is `{value}`; {expected} is expected")]
    Value {
        /// Its name.
        name: &'static str,
        /// The value.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// The page of a bank that finds receipts by its own numbers.
    #[error("this is a receipt of a bank's own page: it has no fiscal sign")]
    BankPage,
}

/// Hosts and, where a host serves several, the operator in the value `o`.
const HOSTS: &[(&str, LinkOperator)] = &[
    ("consumer.oofd.kz", LinkOperator::Kazakhtelecom),
    ("consumer.kofd.kz", LinkOperator::Jusan),
    ("cabinet.kofd.kz", LinkOperator::Jusan),
    ("dev.kofd.kz", LinkOperator::Jusan),
    ("ofd1.kz", LinkOperator::Transtelecom),
    ("ofd.beeline.kz", LinkOperator::Kartel),
    ("consumer.wofd.kz", LinkOperator::Smartcontract),
    ("4ek.kz", LinkOperator::Redirect),
];

/// Host of a bank's own receipts.
const BANK_HOST: &str = "receipt.kaspi.kz";

impl ReceiptLink {
    /// Reads a link of any operator: values in any order, others ignored, a sum with any number of decimals up to two.
    ///
    /// # Errors
    /// [`LinkError`] names the value.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.len() > LINK_LENGTH_MAX {
            return Err(LinkError::TooLong { length: text.len() });
        }
        let host = host(text).ok_or_else(|| LinkError::Scheme {
            text: text.to_owned(),
        })?;
        if host.eq_ignore_ascii_case(BANK_HOST) {
            return Err(LinkError::BankPage);
        }
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let sign = value(query, "i")?;
        let registration_number = value(query, "f")?;
        digits("i", sign, SIGN_LENGTH_MAX, "1 to 20 digits")?;
        digits("f", registration_number, 20, "digits")?;
        Ok(Self {
            base: base.to_owned(),
            sign: sign.to_owned(),
            registration_number: registration_number.to_owned(),
            total: total(value(query, "s")?)?,
            at: time(value(query, "t")?)?,
        })
    }

    /// The operator of a known host.
    #[must_use]
    pub fn operator(&self) -> Option<LinkOperator> {
        let host = host(&self.base)?;
        let found = HOSTS.iter().find(|(known, _)| host.eq_ignore_ascii_case(known));
        found.map(|(_, operator)| *operator)
    }
}

/// The link as it is printed: sums with two decimals.
impl fmt::Display for ReceiptLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (base, sign, number) = (&self.base, &self.sign, &self.registration_number);
        let (total, at) = (self.total, self.at.format(TIME_FORMAT));
        write!(f, "{base}?i={sign}&f={number}&s={total}&t={at}")
    }
}

/// `20261122T195325`.
const TIME_FORMAT: &str = "%Y%m%dT%H%M%S";

fn host(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', ':', '#']).next().unwrap_or(rest);
    (is_web && !host.is_empty()).then_some(host)
}

fn value<'a>(query: &'a str, name: &'static str) -> Result<&'a str, LinkError> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(one, _)| *one == name).map(|(_, value)| value);
    let value = values.next().ok_or(LinkError::Missing { name })?;
    match values.next() {
        Some(_) => Err(LinkError::Repeated { name }),
        None => Ok(value),
    }
}

fn digits(name: &'static str, value: &str, longest: usize, expected: &'static str) -> Result<(), LinkError> {
    let fits = (1..=longest).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(()).ok_or_else(|| wrong(name, value, expected))
}

fn total(value: &str) -> Result<Money, LinkError> {
    const EXPECTED: &str = "a sum with at most two decimals";
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let sum = Money::parse_major(value)
        .ok()
        .filter(|sum| plain && !sum.is_negative());
    sum.ok_or_else(|| wrong("s", value, EXPECTED))
}

fn time(value: &str) -> Result<LocalDateTime, LinkError> {
    let time = LocalDateTime::parse(value, TIME_FORMAT).ok();
    time.filter(|_| value.len() == 15)
        .ok_or_else(|| wrong("t", value, "YYYYMMDDThhmmss"))
}

fn wrong(name: &'static str, value: &str, expected: &'static str) -> LinkError {
    LinkError::Value {
        name,
        value: value.to_owned(),
        expected,
    }
}

#[cfg(test)]
mod tests;
