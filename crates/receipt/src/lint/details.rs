//! Additional, sectoral, operational and cashless details.

use types::Money;

use super::text::is_digits;
use super::{Linter, Path, Rule};
use crate::marking::{PERMIT_DATE, PermitMode};
use crate::{FormatVersion, SectoralDetail};

/// Largest detail of the taxpayer, in bytes: tag 1084.
const USER_DETAIL_SIZE_MAX_BYTES: usize = 320;
/// Tag and length of an element.
pub(super) const HEADER_BYTES: usize = 4;

impl Linter<'_> {
    pub(super) fn details(&mut self) {
        let receipt = self.receipt;
        let detail = receipt.additional_detail.as_ref();
        self.optional_text(Path::root("additional_detail"), detail, 16);
        if let Some(detail) = &receipt.user_detail {
            let path = Path::root("user_detail");
            self.required_text(path.field("name"), &detail.name, 64);
            self.required_text(path.field("value"), &detail.value, 256);
            let bytes = 2 * HEADER_BYTES + detail.name.chars().count() + detail.value.chars().count();
            if bytes > USER_DETAIL_SIZE_MAX_BYTES {
                let message =
                    format!("name and value need {bytes} bytes together; {USER_DETAIL_SIZE_MAX_BYTES} fit");
                self.find(path, Rule::GroupTooLarge, message);
            }
        }
        if let Some(zone) = receipt.time_zone.filter(|zone| !(1..=11).contains(zone)) {
            let message = format!("{zone} is not a time zone: 1 (UTC+2) to 11 (UTC+12) are");
            self.find(Path::root("time_zone"), Rule::TimeZone, message);
        }
        self.sectoral(&Path::default(), &receipt.sectoral);
        if let Some(operational) = &receipt.operational {
            let path = Path::root("operational");
            self.required_text(path.field("value"), &operational.value, 64);
            self.dropped(path);
        }
        self.cashless();
    }

    /// Says that a version before 1.2 does not write this.
    fn dropped(&mut self, path: Path) {
        if self.context.version < FormatVersion::V1_2 {
            let message = format!("FFD {} does not write it", self.context.version);
            self.find(path, Rule::DroppedByFormat, message);
        }
    }

    /// Sectoral details of the receipt, or of the line at `owner`.
    pub(super) fn sectoral(&mut self, owner: &Path, details: &[SectoralDetail]) {
        for (index, detail) in details.iter().enumerate() {
            let path = owner.field("sectoral").index(index);
            if !is_digits(&detail.federal_id, 3) || detail.federal_id == "000" {
                let id = &detail.federal_id;
                let message = format!("`{id}` is not a federal body: three digits, such as 030");
                self.find(path.field("federal_id"), Rule::FederalBody, message);
            }
            self.required_text(path.field("number"), &detail.number, 32);
            self.required_text(path.field("value"), &detail.value, 256);
            if PermitMode::is_claimed_by(detail) {
                self.permit(&path, detail);
            }
            self.dropped(path);
        }
    }

    fn permit(&mut self, path: &Path, detail: &SectoralDetail) {
        if let Err(error) = PermitMode::parse(&detail.value) {
            self.find(path.field("value"), Rule::PermitMalformed, error.to_string());
        }
        let date = detail.date.format("%d.%m.%Y");
        if date != PERMIT_DATE {
            let message = format!("the decree 1944 is of {PERMIT_DATE}, not of {date}");
            self.find(path.field("date"), Rule::PermitMalformed, message);
        }
    }

    fn cashless(&mut self) {
        let receipt = self.receipt;
        let path = Path::root("cashless");
        for (index, payment) in receipt.cashless.iter().enumerate() {
            let path = path.index(index);
            self.amount(path.field("sum"), payment.sum);
            self.required_text(path.field("id"), &payment.id, 256);
            self.optional_text(path.field("additional"), payment.additional.as_ref(), 256);
        }
        if receipt.cashless.is_empty() {
            return;
        }
        self.dropped(path.clone());
        let electronic = receipt.payments.electronic;
        let sum = Money::sum(receipt.cashless.iter().map(|payment| payment.sum));
        if sum != Some(electronic) {
            let sum = sum.map_or_else(|| "more than fits".to_owned(), |sum| sum.to_string());
            let message = format!("the payments by themselves are {sum}, the electronic sum is {electronic}");
            self.find(path, Rule::CashlessSumMismatch, message);
        }
    }
}
