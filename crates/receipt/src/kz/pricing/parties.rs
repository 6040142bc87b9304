use types::Money;

use super::{ParentRule, Pricer};
use crate::kz::draft::LineOfBusiness;
use crate::kz::figures::Figures;
use crate::kz::finding::Rule;
use crate::kz::numbers::TaxpayerNumber;
use crate::lint::Path;
use crate::{Operation, contact};

impl Pricer<'_> {
    pub(super) fn cashier(&mut self) {
        let path = Path::root("cashier").field("name");
        if self.draft.cashier.name.trim().is_empty() {
            self.find(path.clone(), Rule::TextEmpty, "", "the cashier's name");
        }
        self.name(path, &self.draft.cashier.name);
    }

    pub(super) fn business(&mut self) {
        let at = Path::root("business");
        match &self.draft.business {
            LineOfBusiness::Trading | LineOfBusiness::Hotel => {}
            LineOfBusiness::Services { account } => self.code(at.field("account"), Some(account)),
            LineOfBusiness::GasStation {
                correction_number,
                correction_sum,
                card_number,
            } => {
                self.code(at.field("correction_number"), correction_number.as_deref());
                self.code(at.field("card_number"), card_number.as_deref());
                if let Some(sum) = *correction_sum {
                    self.amount(at.field("correction_sum"), sum);
                }
            }
            LineOfBusiness::Taxi { car_number, fare, .. } => {
                self.code(at.field("car_number"), Some(car_number));
                self.amount(at.field("fare"), *fare);
            }
            LineOfBusiness::Parking { from, until } => {
                if until < from {
                    let message = format!("{from} or later");
                    self.find(at.field("until"), Rule::PeriodOrder, until, message);
                }
            }
        }
    }

    pub(super) fn buyer(&mut self) {
        let at = Path::root("buyer");
        let buyer = &self.draft.buyer;
        if let Some(text) = &buyer.number {
            match TaxpayerNumber::parse(text) {
                Err(error) => self.find(
                    at.field("number"),
                    Rule::BuyerNumber,
                    text.escape_debug(),
                    error.to_string(),
                ),
                Ok(number) if self.context.seller.as_ref() == Some(&number) => {
                    let message = "somebody else than the seller";
                    self.find(at.field("number"), Rule::BuyerIsSeller, number, message);
                }
                Ok(_) => {}
            }
        }
        if let Some(text) = &buyer.email
            && let Err(error) = contact::email(text)
        {
            self.find(
                at.field("email"),
                Rule::EmailFormat,
                text.escape_debug(),
                error.to_string(),
            );
        }
        if let Some(text) = &buyer.phone
            && let Err(error) = contact::phone(text)
        {
            self.find(
                at.field("phone"),
                Rule::PhoneFormat,
                text.escape_debug(),
                error.to_string(),
            );
        }
    }

    pub(super) fn parent(&mut self, figures: Option<&Figures>) {
        let path = Path::root("parent");
        let is_return = matches!(self.draft.operation, Operation::SellReturn | Operation::BuyReturn);
        let Some(parent) = &self.draft.parent else {
            if is_return && self.context.parent == ParentRule::Required {
                self.find(path, Rule::ParentMissing, "", "the receipt that is undone");
            }
            return;
        };
        if !is_return {
            let message = "a parent on returns only";
            self.find(path.clone(), Rule::ParentUnexpected, &parent.sign, message);
        }
        if parent.sign.trim().is_empty() {
            self.find(path.field("sign"), Rule::TextEmpty, "", "the sign of the parent");
        }
        self.name(path.field("sign"), &parent.sign);
        self.amount(path.field("total"), parent.total);
        if parent.issued_at > self.draft.issued_at {
            let message = format!("{} or earlier", self.draft.issued_at);
            self.find(
                path.field("issued_at"),
                Rule::ParentTime,
                parent.issued_at,
                message,
            );
        }
        let total = figures.map_or(Money::ZERO, |figures| figures.total);
        if total > parent.total {
            let message = format!("at most {}", parent.total);
            self.find(path.field("total"), Rule::ParentTotal, total, message);
        }
    }
}
