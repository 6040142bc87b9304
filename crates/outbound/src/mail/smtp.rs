//! The real mailer: SMTP.

use std::time::Duration;

use lettre::message::header::{ContentType, MessageId};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use types::Secret;

use super::{AttachmentPlace, Mail, MailAttachment, MailOutcome, MailRefusal, Mailer};
use crate::Pending;
use crate::causes::in_one_line;

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// Name or address of the mail server.
    pub host: String,
    /// Its port: 587 for STARTTLS, 465 for TLS, 25 in the clear.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Name and password, when the server wants them.
    pub credentials: Option<SmtpCredentials>,
    /// Name by which we introduce ourselves.
    pub hello_name: String,
    /// Time for each step of the conversation.
    pub step_timeout: Duration,
    /// Time for a whole mail.
    pub timeout: Duration,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Not at all: for a server on the same machine.
    Plain,
    /// TLS from STARTTLS on; a server that does not offer it gets no mail.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Name and password for a mail server.
#[derive(Clone, Debug)]
pub struct SmtpCredentials {
    /// Name.
    pub user: String,
    /// Password; never sent in the clear unless the connection is [`SmtpSecurity::Plain`].
    pub password: Secret,
}

/// Why the mailer cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum SmtpConfigError {
    /// TLS cannot be set up for this host.
    #[error("TLS for the mail server `{host}` cannot be set up")]
    Tls {
        /// The host of the configuration.
        host: String,
        /// What the library said.
        #[source]
        source: lettre::transport::smtp::Error,
    },
}

/// Sends mail by SMTP, one connection a mail.
#[derive(Clone, Debug)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    timeout: Duration,
}

impl SmtpMailer {
    /// A mailer for one server; nothing is connected yet.
    ///
    /// # Errors
    /// [`SmtpConfigError`] when TLS cannot be set up for the host.
    pub fn new(config: &SmtpConfig) -> Result<Self, SmtpConfigError> {
        let parameters = || {
            TlsParameters::new_rustls(config.host.clone()).map_err(|source| SmtpConfigError::Tls {
                host: config.host.clone(),
                source,
            })
        };
        let tls = match config.security {
            SmtpSecurity::Plain => Tls::None,
            SmtpSecurity::StartTls => Tls::Required(parameters()?),
            SmtpSecurity::Tls => Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.as_str())
            .port(config.port)
            .tls(tls)
            .hello_name(ClientId::Domain(config.hello_name.clone()))
            .timeout(Some(config.step_timeout));
        if let Some(credentials) = &config.credentials {
            let (user, password) = (credentials.user.clone(), credentials.password.reveal().to_owned());
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self {
            transport: builder.build(),
            timeout: config.timeout,
        })
    }

    async fn hand_over(&self, mail: &Mail) -> MailOutcome {
        let message = match compose(mail) {
            Ok(message) => message,
            Err(reason) => return MailOutcome::Refused { reason },
        };
        match tokio::time::timeout(self.timeout, self.transport.send(message)).await {
            Ok(Ok(_)) => MailOutcome::Sent,
            Ok(Err(error)) => outcome(&error),
            Err(_) => MailOutcome::Failed {
                detail: format!("not done within {} ms", self.timeout.as_millis()),
            },
        }
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Pending<'a, MailOutcome> {
        Box::pin(self.hand_over(mail))
    }
}

fn outcome(error: &lettre::transport::smtp::Error) -> MailOutcome {
    let detail = in_one_line(error);
    match error.status() {
        Some(code) if error.is_permanent() => MailOutcome::Refused {
            reason: MailRefusal::Server {
                code: code.into(),
                detail,
            },
        },
        Some(_) | None => MailOutcome::Failed { detail },
    }
}

fn compose(mail: &Mail) -> Result<Message, MailRefusal> {
    let content = |error: &lettre::error::Error| MailRefusal::Content {
        detail: in_one_line(error),
    };
    let mut builder = Message::builder()
        .from(address(&mail.from)?)
        .to(address(&mail.to)?)
        .subject(mail.subject.as_str())
        .header(MessageId::from(format!("<{}>", mail.message_id)))
        .date_now();
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(address(reply_to)?);
    }
    let (inside, beside): (Vec<_>, Vec<_>) = mail
        .attachments
        .iter()
        .partition(|attachment| matches!(attachment.place, AttachmentPlace::Inside { .. }));
    let body = body(mail, &inside)?;
    if beside.is_empty() {
        return builder.multipart(body).map_err(|error| content(&error));
    }
    let mut mixed = MultiPart::mixed().multipart(body);
    for attachment in beside {
        mixed = mixed.singlepart(part(attachment)?);
    }
    builder.multipart(mixed).map_err(|error| content(&error))
}

/// Text, and HTML with what is shown inside it.
fn body(mail: &Mail, inside: &[&MailAttachment]) -> Result<MultiPart, MailRefusal> {
    let text = SinglePart::plain(mail.text.clone());
    let Some(html) = &mail.html else {
        return Ok(MultiPart::alternative().singlepart(text));
    };
    let html = SinglePart::html(html.clone());
    if inside.is_empty() {
        return Ok(MultiPart::alternative().singlepart(text).singlepart(html));
    }
    let mut related = MultiPart::related().singlepart(html);
    for attachment in inside {
        related = related.singlepart(part(attachment)?);
    }
    Ok(MultiPart::alternative().singlepart(text).multipart(related))
}

fn part(attachment: &MailAttachment) -> Result<SinglePart, MailRefusal> {
    let media_type = ContentType::parse(&attachment.media_type).map_err(|error| MailRefusal::Content {
        detail: format!("`{}` is not a media type: {error}", attachment.media_type),
    })?;
    let kind = match &attachment.place {
        AttachmentPlace::Beside => Attachment::new(attachment.name.clone()),
        AttachmentPlace::Inside { content_id } => Attachment::new_inline(content_id.clone()),
    };
    Ok(kind.body(attachment.bytes.clone(), media_type))
}

fn address(text: &str) -> Result<Mailbox, MailRefusal> {
    text.parse()
        .map_err(|error: lettre::address::AddressError| MailRefusal::Address {
            value: text.to_owned(),
            detail: error.to_string(),
        })
}
