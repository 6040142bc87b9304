//! What the receipt pages need from the platform.

use futures::future::BoxFuture;
use print::DocumentView;
use print::banner::BannerPicture;
use types::{Timestamp, UtcOffset};

/// The store of receipts, as the buyer's pages see it.
///
/// A token is the secret part of a receipt's address; an implementation compares it with what it stored and
/// never tells a wrong token from one that was withdrawn.
pub trait ReceiptPages: Send + Sync {
    /// The receipt behind a token; `Ok(None)` when there is none.
    fn receipt<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ReceiptPage>, PagesError>>;

    /// The picture of the shop's banner; `Ok(None)` when the shop has none.
    fn banner_picture<'a>(
        &'a self,
        token: &'a str,
    ) -> BoxFuture<'a, Result<Option<BannerPicture>, PagesError>>;

    /// Counts a click on the banner and gives the address that it leads to. Source: seed S0-50.
    fn banner_click<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<String>, PagesError>>;

    /// The token of the receipt with these details, which stand on paper and in its QR code; `Ok(None)` when
    /// the platform has no such receipt. All details must match.
    fn find<'a>(&'a self, details: &'a ReceiptDetails) -> BoxFuture<'a, Result<Option<String>, PagesError>>;
}

/// A receipt as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptPage {
    /// The document.
    pub document: DocumentView,
    /// The document in the tax authority's JSON, for download.
    pub json: String,
    /// How far it has come.
    pub delivery: Delivery,
    /// Name of the other operator that the register sends to, where one is known.
    pub other_operator: Option<String>,
    /// What the shop shows below the QR code.
    pub banner: Option<Banner>,
    /// Offset of the place of settlement, in which moments are shown.
    pub offset: UtcOffset,
}

/// How far a sealed document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// To the operator of fiscal data.
    pub ofd: DeliveryState,
    /// From the operator to the tax authority.
    pub tax_authority: DeliveryState,
}

/// One leg of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// Not yet; it is tried again by itself.
    Waiting,
    /// It goes another way, through another operator: what becomes of it there is not known here.
    Elsewhere,
    /// It goes nowhere: the register works without data transfer.
    Nowhere,
    /// Taken at this moment.
    Accepted(Timestamp),
    /// Refused at this moment; the seller has to act.
    Refused(Timestamp),
}

/// A banner is shown when there is one; its picture is asked for by [`ReceiptPages::banner_picture`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// What the picture says, for those who do not see it.
    pub alternative: String,
}

/// What identifies a receipt on paper. Source: RU-FFD/1196.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptDetails {
    /// Number of the fiscal storage: 16 digits.
    pub fiscal_storage: String,
    /// Number of the fiscal document.
    pub document_number: u32,
    /// Fiscal sign.
    pub fiscal_sign: u32,
}

/// The store did not answer; the page says so and asks to come back.
#[derive(Debug, thiserror::Error)]
#[error("receipts cannot be read: {0}")]
pub struct PagesError(pub String);
