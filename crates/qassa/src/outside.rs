//! The platform's hands towards the outside: callbacks, mails, the tax authority.

use std::sync::Arc;

use app::App;
use app::messages::DueMessage;
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use outbound::callback::{Callback, CallbackHeader, CallbackOutcome, Callbacks};
use outbound::mail::{Mail, MailOutcome, Mailer};
use outbound::tax_authority::{BATCH_MAX, Submission, SubmissionError, SubmissionOutcome, TaxAuthority};
use print::mail::{BannerLinks, ReceiptLinks};
use print::{DocumentView, Locale};
use store::kz_forwardings::DueKzForwarding;
use store::ofd_forwardings::DueForwarding;
use store::outbox::MessageKind;
use types::Secret;
use worker::{DocumentForwarder, Forwarded, MessageSender, Sent};

/// Sends messages by the real clients, or by the sandbox's.
pub struct Messenger {
    /// The platform.
    pub app: App,
    /// Callbacks to shops.
    pub callbacks: Arc<dyn Callbacks>,
    /// Mails; `None`: no mail server is configured, mails wait.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Sender of mails.
    pub mail_from: String,
}

impl MessageSender for Messenger {
    fn send<'a>(&'a self, due: &'a DueMessage) -> BoxFuture<'a, Sent> {
        Box::pin(async move {
            match due.message.kind {
                MessageKind::Callback => self.callback(due).await,
                MessageKind::OrderCallback => self.order_callback(due).await,
                MessageKind::Mail => self.mail(due).await,
            }
        })
    }
}

impl Messenger {
    async fn callback(&self, due: &DueMessage) -> Sent {
        let (Some(task), Some(shop)) = (&due.task, &due.shop) else {
            return Sent::Hopeless("the task or its shop is gone".to_owned());
        };
        let body = api::callback::task_body(&api::platform::task_of_row(&self.app, task));
        self.deliver(&due.message.target, &shop.secret, body).await
    }

    async fn order_callback(&self, due: &DueMessage) -> Sent {
        let Some(order) = due.message.order else {
            return Sent::Hopeless("the message names no order".to_owned());
        };
        let found = api::platform::order_callback(&self.app, order).await;
        match found {
            Ok(Some((shop, body))) => self.deliver(&due.message.target, &shop.secret, body).await,
            Ok(None) => Sent::Hopeless("the order or its shop is gone".to_owned()),
            Err(error) => Sent::Failed(error.to_string()),
        }
    }

    /// Signed as the shop signs its own requests: `POST`, the URL as configured, the body.
    async fn deliver(&self, url: &str, secret: &Secret, body: Vec<u8>) -> Sent {
        let callback = Callback {
            url: url.to_owned(),
            headers: vec![
                CallbackHeader {
                    name: "Content-Type",
                    value: Secret::new("application/json"),
                },
                CallbackHeader {
                    name: "X-HMAC-Signature",
                    value: Secret::new(signature(secret, url, &body)),
                },
            ],
            body,
        };
        match self.callbacks.deliver(&callback).await {
            CallbackOutcome::Delivered { status } => Sent::Delivered(format!("status {status}")),
            CallbackOutcome::Refused { status } => Sent::Failed(format!("status {status}")),
            CallbackOutcome::Forbidden { reason } => Sent::Hopeless(reason.to_string()),
            CallbackOutcome::Failed { reason } => Sent::Failed(app::text_of(&reason)),
        }
    }

    async fn mail(&self, due: &DueMessage) -> Sent {
        let Some(mailer) = &self.mailer else {
            return Sent::Failed("no mail server is configured (mail.smtp_url)".to_owned());
        };
        let Some(task) = &due.task else {
            return Sent::Hopeless("the task is gone".to_owned());
        };
        let issued = match app::receipts::of_task(&self.app, task.clone()).await {
            Ok(Some(issued)) => issued,
            Ok(None) => return Sent::Hopeless("the task has no document".to_owned()),
            Err(error) => return Sent::Failed(error.to_string()),
        };
        let view = DocumentView::from_document(&issued.document);
        let page = format!("{}/r/{}", self.app.settings().public_url, task.uuid);
        let banner = issued.shop.as_ref().filter(|shop| shop.banner_link_url.is_some());
        let links = ReceiptLinks {
            pdf: Some(format!("{page}.pdf")),
            qr_picture: Some(format!("{page}/qr.png")),
            banner: banner.map(|shop| BannerLinks {
                target: format!("{page}/banner"),
                picture: format!("{page}/banner.png"),
                alternative: shop.name.clone(),
            }),
            page: Some(page),
        };
        let written = print::mail::receipt_mail(&view, Locale::Ru, &links);
        let mail = Mail {
            message_id: format!(
                "receipt-{}@{}",
                due.message.id,
                host_of(&self.app.settings().public_url)
            ),
            from: self.mail_from.clone(),
            to: due.message.target.clone(),
            reply_to: issued.shop.and_then(|shop| shop.sender_email),
            subject: written.subject,
            text: written.text,
            html: Some(written.html),
            attachments: Vec::new(),
        };
        match mailer.send(&mail).await {
            MailOutcome::Sent => Sent::Delivered("taken by the mail server".to_owned()),
            MailOutcome::Refused { reason } => Sent::Hopeless(reason.to_string()),
            MailOutcome::Failed { detail } => Sent::Failed(detail),
        }
    }
}

fn signature(secret: &Secret, url: &str, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Md5>::new_from_slice(secret.reveal().as_bytes()).expect("HMAC takes keys of any length");
    mac.update(b"POST");
    mac.update(url.as_bytes());
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// Hands documents to the tax authorities, to each in its own JSON.
pub struct Forwarder {
    /// Where Russian documents go.
    pub tax_authority: Arc<dyn TaxAuthority>,
    /// Where Kazakh documents go.
    pub kz_tax_authority: Arc<dyn TaxAuthority>,
}

impl DocumentForwarder for Forwarder {
    fn forward<'a>(&'a self, documents: &'a [DueForwarding]) -> BoxFuture<'a, Vec<Forwarded>> {
        Box::pin(submit(self.tax_authority.as_ref(), documents, submission))
    }

    fn forward_kz<'a>(&'a self, documents: &'a [DueKzForwarding]) -> BoxFuture<'a, Vec<Forwarded>> {
        Box::pin(submit(self.kz_tax_authority.as_ref(), documents, |due| {
            Submission {
                document: due.document,
                json: app::kz_ofd::forwarding::document_json(due),
            }
        }))
    }
}

async fn submit<T: Sync>(
    tax_authority: &dyn TaxAuthority,
    documents: &[T],
    submission: impl Fn(&T) -> Submission + Send,
) -> Vec<Forwarded> {
    let mut answers = Vec::with_capacity(documents.len());
    for chunk in documents.chunks(BATCH_MAX) {
        let batch: Vec<Submission> = chunk.iter().map(&submission).collect();
        match tax_authority.submit(&batch).await {
            Ok(outcomes) => answers.extend(outcomes.into_iter().map(answer)),
            Err(error @ (SubmissionError::NotConfigured | SubmissionError::BatchTooBig { .. })) => {
                answers.extend(chunk.iter().map(|_| Forwarded::Silent(error.to_string())));
            }
        }
    }
    answers
}

fn submission(due: &DueForwarding) -> Submission {
    let mut json = Vec::new();
    if let Some(document) = app::ofd::document(&due.container) {
        ofd_ru::json::write(&document, &mut json);
    }
    Submission {
        document: due.document,
        json,
    }
}

fn answer(outcome: SubmissionOutcome) -> Forwarded {
    match outcome {
        SubmissionOutcome::Accepted { receipt } => Forwarded::Accepted(receipt),
        SubmissionOutcome::Refused { reason } => Forwarded::Refused(reason),
        SubmissionOutcome::Unknown { detail } => Forwarded::Silent(detail),
    }
}
