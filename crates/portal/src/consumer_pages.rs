//! What the consumer page needs from the platform: Kazakh receipts by the links of their QR codes.

use futures::future::BoxFuture;
use ofd_kz::link::ReceiptLink;
use print::kz::{PrintMark, ReceiptSlip, RegisterCard, Wording, receipt};
use print::{Locale, PrintedForm};
use receipt::kz::Receipt;
use register_kz::{DocumentHead, Issue};

use crate::receipt_pages::PagesError;

/// The operator's store of Kazakh receipts, as buyers see it.
pub trait ConsumerPages: Send + Sync {
    /// The receipt that all four values of a link name: sign, registration number, total and time. The sign is the
    /// operator's fiscal sign or the register's autonomous one. `Ok(None)` when there is none.
    ///
    /// The page compares the values again; an implementation never lists what matches some of them.
    fn find<'a>(
        &'a self,
        link: &'a ReceiptLink,
    ) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>>;

    /// The receipt behind a token, the secret part of its own address; `Ok(None)` when there is none.
    fn by_token<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>>;
}

/// A receipt with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerReceipt {
    /// Secret part of its address: letters, digits, `-` and `_`, at most 64.
    pub token: String,
    /// Its register.
    pub card: RegisterCard,
    /// Its numbers.
    pub head: DocumentHead,
    /// What it says.
    pub receipt: Receipt,
    /// Fiscal sign of the operator; `None` until it has given one to an autonomous receipt.
    pub fiscal_sign: Option<String>,
    /// Whether it was annulled, while the law allowed it.
    pub is_annulled: bool,
    /// Address of the consumer page, such as `https://consumer.example.kz`; links begin with it.
    pub link_base: String,
}

impl ConsumerReceipt {
    /// `true` when each of the four values is this receipt's.
    #[must_use]
    pub fn answers(&self, link: &ReceiptLink) -> bool {
        let signs = [self.fiscal_sign.clone(), self.autonomous_sign()];
        signs.into_iter().flatten().any(|sign| sign == link.sign)
            && self.card.registration_number.as_str() == link.registration_number
            && self.receipt.figures().total == link.total
            && self.receipt.issued_at() == link.at
    }

    /// The sign that stands on the paper: the operator's, or the autonomous one.
    #[must_use]
    pub fn sign(&self) -> Option<String> {
        self.fiscal_sign.clone().or_else(|| self.autonomous_sign())
    }

    /// The link that its QR code carries.
    #[must_use]
    pub fn link(&self) -> Option<ReceiptLink> {
        Some(ReceiptLink {
            base: self.link_base.clone(),
            sign: self.sign()?,
            registration_number: self.card.registration_number.as_str().to_owned(),
            total: self.receipt.figures().total,
            at: self.receipt.issued_at(),
        })
    }

    fn autonomous_sign(&self) -> Option<String> {
        match self.head.issue {
            Issue::Online => None,
            Issue::Autonomous { sign } => sign.map(|sign| sign.to_string()),
        }
    }

    fn form(&self, wording: Wording) -> PrintedForm {
        let slip = ReceiptSlip {
            head: &self.head,
            receipt: &self.receipt,
            sign: self.sign(),
            link: self.link().map(|link| link.to_string()),
            mark: PrintMark::Original,
        };
        receipt(&self.card, &slip, wording)
    }

    /// As the register prints it, in both languages.
    #[must_use]
    pub fn paper(&self) -> PrintedForm {
        self.form(Wording::Bilingual)
    }

    /// In the reader's language.
    #[must_use]
    pub fn told(&self, locale: Locale) -> PrintedForm {
        self.form(Wording::One(locale))
    }
}
