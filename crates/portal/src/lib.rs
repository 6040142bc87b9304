//! Server-rendered pages: the buyer's receipt, the sandbox, the start page.
//!
//! The platform implements [`ReceiptPages`] and, in the demo, [`Sandbox`]; the portal draws. Pages need no script to
//! be read, ask nothing of other hosts, and run under a content security policy without inline styles or scripts.
//!
//! Architecture invariant: no rule of business and no SQL; texts come from the catalogues of `print`.
#![warn(clippy::pedantic)]

mod receipt_pages;
pub mod sandbox;

pub use receipt_pages::{
    Banner, Delivery, DeliveryState, PagesError, ReceiptDetails, ReceiptPage, ReceiptPages,
};
pub use sandbox::{Sandbox, SandboxError, SandboxState};

use std::sync::Arc;

/// What the pages work on.
#[derive(Clone)]
pub struct PortalState {
    /// The store of receipts.
    pub receipts: Arc<dyn ReceiptPages>,
    /// The demo's sandbox; without it there is no sandbox page.
    pub sandbox: Option<Arc<dyn Sandbox>>,
    /// Address under which people reach the portal, without a slash at the end; absolute links start with it.
    pub base_url: String,
}
