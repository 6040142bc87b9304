//! Mail to buyers.

mod mailbox;
mod smtp;

use crate::Pending;

pub use mailbox::Mailbox;
pub use smtp::{SmtpConfig, SmtpConfigError, SmtpCredentials, SmtpMailer, SmtpSecurity};

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Hands one mail to the mail server and says how it ended; bounded by the mailer's time-out.
    fn send<'a>(&'a self, mail: &'a Mail) -> Pending<'a, MailOutcome>;
}

/// One mail to one reader, as text and, where there is any, as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Stays the same when a mail is sent again, so that readers' programs show it once: `outbox-17@qassa.example`.
    pub message_id: String,
    /// Sender: `Shop <receipts@example.com>` or an address alone.
    pub from: String,
    /// Reader: an address, or a name and an address.
    pub to: String,
    /// Where answers go, when not to the sender.
    pub reply_to: Option<String>,
    /// Subject, one line.
    pub subject: String,
    /// Body for readers without HTML; never empty.
    pub text: String,
    /// Body for readers with HTML.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<MailAttachment>,
}

/// A file of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAttachment {
    /// File name.
    pub name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it is shown.
    pub place: AttachmentPlace,
}

/// Where an attachment is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentPlace {
    /// Beside the mail, to be saved.
    Beside,
    /// Inside the HTML, which names it as `cid:` and this id.
    Inside {
        /// The id.
        content_id: String,
    },
}

/// How a mail ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail server took it.
    Sent,
    /// It will never be taken: trying again is useless.
    Refused {
        /// Why.
        reason: MailRefusal,
    },
    /// Not taken now, or nobody knows.
    Failed {
        /// What happened.
        detail: String,
    },
}

/// Why a mail will never be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailRefusal {
    /// Not an address.
    #[error("`{value}` is not an address of mail: {detail}")]
    Address {
        /// The text as it came.
        value: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A mail that cannot be put together.
    #[error("the mail cannot be put together: {detail}")]
    Content {
        /// What is wrong with it.
        detail: String,
    },
    /// The server refused for good.
    #[error("the mail server refused with {code}: {detail}")]
    Server {
        /// SMTP code, 500 to 599.
        code: u16,
        /// Words of the server.
        detail: String,
    },
}
