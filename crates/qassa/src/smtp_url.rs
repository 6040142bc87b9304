//! The address of a mail server in one text.

use std::time::Duration;

use outbound::mail::{SmtpConfig, SmtpCredentials, SmtpSecurity};
use types::Secret;

/// Why a text is no address of a mail server. The text may hold a password: it is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be smtp://, smtps:// or smtp+plain:// with [USER:PASSWORD@]HOST[:PORT]")]
pub struct SmtpUrlError;

/// Reads `smtp://` (STARTTLS, port 587), `smtps://` (TLS, 465) or `smtp+plain://` (25), as `[USER:PASSWORD@]HOST[:PORT]`.
///
/// An IPv6 address stands in brackets. Name and password are taken as they are, without percent-decoding.
///
/// # Errors
/// [`SmtpUrlError`].
pub fn parse(url: &str) -> Result<SmtpConfig, SmtpUrlError> {
    let (scheme, rest) = url.split_once("://").ok_or(SmtpUrlError)?;
    let (security, port) = match scheme {
        "smtp" => (SmtpSecurity::StartTls, 587),
        "smtps" => (SmtpSecurity::Tls, 465),
        "smtp+plain" => (SmtpSecurity::Plain, 25),
        _ => return Err(SmtpUrlError),
    };
    let (credentials, place) = match rest.rsplit_once('@') {
        None => (None, rest),
        Some((credentials, place)) => {
            let (user, password) = credentials.split_once(':').ok_or(SmtpUrlError)?;
            let credentials = SmtpCredentials {
                user: user.to_owned(),
                password: Secret::new(password),
            };
            (Some(credentials), place)
        }
    };
    let (host, port) = host_and_port(place, port)?;
    Ok(SmtpConfig {
        host: host.to_owned(),
        port,
        security,
        credentials,
        hello_name: "qassa".to_owned(),
        step_timeout: Duration::from_secs(20),
        timeout: Duration::from_mins(1),
    })
}

fn host_and_port(place: &str, usual: u16) -> Result<(&str, u16), SmtpUrlError> {
    let place = place.strip_suffix('/').unwrap_or(place);
    let (host, port) = match place.strip_prefix('[') {
        Some(bracketed) => {
            let (host, rest) = bracketed.split_once(']').ok_or(SmtpUrlError)?;
            (host, rest.strip_prefix(':'))
        }
        None => place
            .rsplit_once(':')
            .map_or((place, None), |(host, port)| (host, Some(port))),
    };
    let is_name = !host.is_empty() && !host.contains(['/', ' ', '?', '#']);
    let port = port.map_or(Ok(usual), |port| port.parse().map_err(|_| SmtpUrlError))?;
    if is_name {
        Ok((host, port))
    } else {
        Err(SmtpUrlError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        let table = [
            (
                "smtp://mail.example.com",
                SmtpSecurity::StartTls,
                "mail.example.com",
                587,
                None,
            ),
            (
                "smtps://u:p@mail.example.com",
                SmtpSecurity::Tls,
                "mail.example.com",
                465,
                Some(("u", "p")),
            ),
            (
                "smtp+plain://127.0.0.1:2525/",
                SmtpSecurity::Plain,
                "127.0.0.1",
                2525,
                None,
            ),
            (
                "smtp://u@x.ru:p@ss:w@[::1]:26",
                SmtpSecurity::StartTls,
                "::1",
                26,
                Some(("u@x.ru", "p@ss:w")),
            ),
        ];
        for (url, security, host, port, credentials) in table {
            let config = parse(url).unwrap();
            assert_eq!(
                (config.security, config.host.as_str(), config.port),
                (security, host, port),
                "{url}"
            );
            let read = config
                .credentials
                .as_ref()
                .map(|read| (read.user.as_str(), read.password.reveal()));
            assert_eq!(read, credentials, "{url}");
        }
    }

    #[test]
    fn refuses_without_repeating_the_password() {
        for url in [
            "",
            "mail.example.com",
            "http://u:secret@host",
            "smtp://user@host",
            "smtp://host:port",
            "smtp://",
        ] {
            let error = parse(url).unwrap_err().to_string();
            assert!(!error.contains("secret"));
        }
    }
}
