//! A receipt in storage: what it says and its sums, priced again when it is read.

use serde::{Deserialize, Serialize};

use super::{Draft, Figures, PricingContext, Receipt};

/// The JSON form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredReceipt {
    content: Draft,
    figures: Figures,
}

impl From<Receipt> for StoredReceipt {
    fn from(receipt: Receipt) -> Self {
        Self {
            content: receipt.draft,
            figures: receipt.figures,
        }
    }
}

/// Laws change, sums do not: dates of rates are not looked at again.
impl TryFrom<StoredReceipt> for Receipt {
    type Error = String;

    fn try_from(stored: StoredReceipt) -> Result<Self, String> {
        let receipt = Self::price(stored.content, &PricingContext::sums_only()).map_err(|findings| {
            let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
            format!("the stored receipt is wrong: {}", told.join(", "))
        })?;
        if receipt.figures == stored.figures {
            return Ok(receipt);
        }
        Err("the stored receipt's figures are not those of its content".to_owned())
    }
}
