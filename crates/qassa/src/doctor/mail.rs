//! The mail server.

use std::time::Duration;

use outbound::mail::SmtpSecurity;
use tokio::net::TcpStream;

use super::Finding;
use crate::config::Mail;
use crate::smtp_url;

const SUBJECT: &str = "mail";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Connects to the mail server without sending anything.
pub(super) async fn examine(mail: &Mail) -> Vec<Finding> {
    if mail.smtp_url.is_empty() {
        let message = "mail.smtp_url is empty: mails to buyers wait until it names a server";
        return vec![Finding::warn(SUBJECT, message)];
    }
    // A wrong address is a finding about the configuration already.
    let Ok(server) = smtp_url::parse(&mail.smtp_url) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let place = format!("{}:{}", server.host, server.port);
    let connecting = TcpStream::connect((server.host.as_str(), server.port));
    findings.push(match tokio::time::timeout(CONNECT_TIMEOUT, connecting).await {
        Ok(Ok(_)) => Finding::ok(SUBJECT, format!("{place} takes connections")),
        Ok(Err(error)) => Finding::fail(SUBJECT, format!("no connection to {place}: {error}")),
        Err(_) => {
            let seconds = CONNECT_TIMEOUT.as_secs();
            Finding::fail(SUBJECT, format!("no connection to {place} within {seconds} s"))
        }
    });
    let is_local = ["127.0.0.1", "::1", "localhost"].contains(&server.host.as_str());
    if server.security == SmtpSecurity::Plain && server.credentials.is_some() && !is_local {
        let message =
            format!("the password for {place} goes over the network in the clear: use smtp:// or smtps://");
        findings.push(Finding::warn(SUBJECT, message));
    }
    if mail.from.trim_end_matches('>').ends_with("@localhost") {
        let message = format!(
            "mail.from = {}: other servers refuse mail from localhost",
            mail.from
        );
        findings.push(Finding::warn(SUBJECT, message));
    }
    findings
}
