//! Seller, buyer and cashier.

use types::LocalDateTime;

use super::{Linter, Path, RegisterUse, Rule};
use crate::contact::ContactError;
use crate::{BUYER_DOCUMENT_CODES, Buyer, FormatVersion, TaxationRegime};

/// 2021-01-01: since then nobody pays the tax on imputed income.
const IMPUTED_INCOME_ABOLISHED: LocalDateTime = LocalDateTime::from_wall_seconds(1_609_459_200);

impl Linter<'_> {
    pub(super) fn taxation(&mut self) {
        let regime = self.receipt.taxation;
        let regimes = &self.context.regimes;
        if !regimes.is_empty() && !regimes.contains(&regime) {
            let message = format!("{regime:?}, but the register is registered for {regimes:?}");
            self.find(Path::root("taxation"), Rule::RegimeNotRegistered, message);
        }
        let corrected = self.receipt.correction.as_ref().map(|correction| correction.date);
        let in_force = corrected.is_some_and(|date| date < IMPUTED_INCOME_ABOLISHED);
        if regime == TaxationRegime::ImputedIncome && !in_force {
            let message = "the tax on imputed income was abolished on 01.01.2021; only corrections of earlier \
                           settlements may name it";
            self.find(Path::root("taxation"), Rule::RegimeAbolished, message);
        }
    }

    pub(super) fn seller(&mut self) {
        let (path, seller) = (Path::root("seller"), &self.receipt.seller);
        if let (Some(given), Some(registered)) = (&seller.inn, &self.context.taxpayer)
            && given != registered
        {
            let message = format!("{given}, but the register belongs to {registered}");
            self.find(path.field("inn"), Rule::SellerForeign, message);
        }
        let address = seller.settlement_address.as_ref();
        self.optional_text(path.field("settlement_address"), address, 256);
        let place = seller.settlement_place.as_ref();
        self.optional_text(path.field("settlement_place"), place, 256);
    }

    pub(super) fn buyer(&mut self) {
        let (path, buyer) = (Path::root("buyer"), &self.receipt.buyer);
        match buyer.contact() {
            Ok(Some(_)) => {}
            Ok(None) => self.contact_missing(&path),
            Err(error @ ContactError::Email { .. }) => {
                self.find(path.field("email"), Rule::EmailFormat, error.to_string());
            }
            Err(error @ ContactError::Phone(_)) => {
                self.find(path.field("phone"), Rule::PhoneFormat, error.to_string());
            }
        }
        self.optional_text(path.field("name"), buyer.name.as_ref(), 256);
        if self.context.version >= FormatVersion::V1_2 {
            self.identity(&path, buyer);
        } else if buyer.has_personal_data() {
            let message = format!(
                "FFD {} writes name and taxpayer number only",
                self.context.version
            );
            self.find(path, Rule::DroppedByFormat, message);
        }
    }

    fn contact_missing(&mut self, path: &Path) {
        let path = path.field("email");
        if self.context.register_use == RegisterUse::InternetOnly {
            let message = "the register is for settlements in the Internet only: give an e-mail or a phone";
            self.find(path, Rule::BuyerContactMissing, message);
        } else if self.receipt.internet == Some(true) {
            let message = "a settlement in the Internet needs the buyer's e-mail or phone";
            self.find(path, Rule::InternetContactMissing, message);
        }
    }

    fn identity(&mut self, path: &Path, buyer: &Buyer) {
        if let Some(date) = buyer.birth_date.filter(|date| *date > self.context.now) {
            let message = format!("{} is still to come", date.format("%d.%m.%Y"));
            self.find(path.field("birth_date"), Rule::BirthDateInFuture, message);
        }
        self.country_code(path.field("citizenship"), buyer.citizenship.as_ref());
        if let Some(code) = &buyer.document_code
            && !BUYER_DOCUMENT_CODES.contains(&code.as_str())
        {
            let known = BUYER_DOCUMENT_CODES.join(", ");
            let message = format!("`{code}` is not a kind of identity document: {known} are");
            self.find(path.field("document_code"), Rule::BuyerDocumentCode, message);
        }
        self.optional_text(path.field("document_data"), buyer.document_data.as_ref(), 64);
        self.optional_text(path.field("address"), buyer.address.as_ref(), 256);
        let missing = match (&buyer.document_code, &buyer.document_data) {
            (Some(_), None) => Some("document_data"),
            (None, Some(_)) => Some("document_code"),
            (None, None) | (Some(_), Some(_)) => None,
        };
        if let Some(missing) = missing {
            let message = "kind and number of the identity document go together";
            self.find(path.field(missing), Rule::BuyerDocumentIncomplete, message);
        }
    }

    pub(super) fn cashier(&mut self) {
        let Some(cashier) = &self.receipt.cashier else {
            return;
        };
        let path = Path::root("cashier");
        self.required_text(path.field("name"), &cashier.name, 64);
        if let Some(inn) = cashier.inn.as_ref().filter(|inn| inn.as_str().len() != 12) {
            let message = format!("{inn} is an organization's number; a person's has 12 digits");
            self.find(path.field("inn"), Rule::CashierNumber, message);
        }
    }
}
