//! One line: figures, tables, VAT, agent.

use types::Money;

use super::{LINES_MAX, Linter, Path, QUANTITY_MAX_UNITS, Rule};
use crate::{
    Agent, AgentRole, FormatVersion, LineSubject, RateStatus, RateUse, ReceiptLine, Supplier, TaxationRegime,
    VatRate,
};

impl Linter<'_> {
    pub(super) fn lines(&mut self) {
        let receipt = self.receipt;
        for (index, line) in receipt.lines.iter().take(LINES_MAX).enumerate() {
            let path = Path::root("lines").index(index);
            self.required_text(path.field("name"), &line.name, 128);
            self.figures(&path, line);
            self.tables(&path, line);
            self.vat(&path, line);
            self.line_texts(&path, line);
            self.agent(&path, line.agent.as_ref(), line.supplier.as_ref());
            self.sectoral(&path, &line.sectoral);
        }
    }

    fn figures(&mut self, path: &Path, line: &ReceiptLine) {
        self.amount(path.field("price"), line.price);
        self.amount(path.field("total"), line.total);
        let quantity = line.quantity;
        if quantity.millionths() == 0 {
            let message = "the quantity is zero; leave the line out";
            self.find(path.field("quantity"), Rule::QuantityZero, message);
            return;
        }
        if quantity.millionths() / 1_000_000 > QUANTITY_MAX_UNITS {
            let message = format!("{quantity} is more than {QUANTITY_MAX_UNITS}");
            self.find(path.field("quantity"), Rule::QuantityTooLarge, message);
        }
        let (_, decimals) = quantity.to_decimal();
        if self.context.version < FormatVersion::V1_2 && decimals > 3 {
            let message = format!(
                "{quantity} has {decimals} decimals; FFD {} takes 3",
                self.context.version
            );
            self.find(path.field("quantity"), Rule::QuantityTooPrecise, message);
        }
        let Some(full) = Money::line_total(line.price, quantity) else {
            let message = format!("{} × {quantity} is out of range", line.price);
            self.find(path.field("price"), Rule::AmountTooLarge, message);
            return;
        };
        if line.total > full && !line.price.is_negative() {
            let message = format!(
                "{} × {quantity} = {full}, but the total is {}; it may be less (a discount), not more",
                line.price, line.total
            );
            self.find(path.field("total"), Rule::TotalAbovePrice, message);
        }
        if let Some(excise) = line
            .excise
            .filter(|excise| excise.is_negative() || *excise > line.total)
        {
            let message = format!("{excise} is not between 0.00 and the total {}", line.total);
            self.find(path.field("excise"), Rule::ExciseImpossible, message);
        }
    }

    fn tables(&mut self, path: &Path, line: &ReceiptLine) {
        let LineSubject(number) = line.subject;
        let version = self.context.version;
        match line.subject.since() {
            None => {
                let message = format!("{number} is not a settlement subject: 1 to 27 and 30 to 33 are");
                self.find(path.field("subject"), Rule::SubjectUnknown, message);
            }
            Some(since) if since > version => {
                let message = format!("{number} needs FFD {since}; the register writes {version}");
                self.find(path.field("subject"), Rule::SubjectNeedsNewerFormat, message);
            }
            Some(_) => {}
        }
        if version >= FormatVersion::V1_2 && !line.measure.exists() {
            let message = format!(
                "{} is not a unit of measure: 0, 10–12, 20–22, 30–32, 40–42, 50, 51, 70–73, 80–83 and 255 are",
                line.measure.0
            );
            self.find(path.field("measure"), Rule::MeasureUnknown, message);
        }
    }

    fn line_texts(&mut self, path: &Path, line: &ReceiptLine) {
        if self.context.version < FormatVersion::V1_2 {
            self.optional_text(path.field("measure_name"), line.measure_name.as_ref(), 16);
        }
        let detail = line.additional_detail.as_ref();
        self.optional_text(path.field("additional_detail"), detail, 64);
        self.country_code(path.field("country_code"), line.country_code.as_ref());
        let declaration = line.declaration_number.as_ref();
        self.optional_text(path.field("declaration_number"), declaration, 32);
    }

    fn vat(&mut self, path: &Path, line: &ReceiptLine) {
        let path = path.field("vat");
        let rate = line.vat;
        if !rate.has_code() {
            let message = format!("{rate} is not a rate: no VAT, 0, 5, 7, 10, 20, 22 % and p/(100+p) are");
            self.find(path, Rule::VatRateUnknown, message);
            return;
        }
        self.vat_in_force(&path, rate);
        let calculated = matches!(rate, VatRate::Calculated(_));
        if calculated && !line.method.is_prepayment() && line.subject != LineSubject::PAYMENT {
            let message = format!(
                "{rate} is for prepayments, but the line is settled as {:?}",
                line.method
            );
            self.find(path.clone(), Rule::CalculatedRateUnexpected, message);
        }
        let taxed = rate != VatRate::NotSubject;
        match self.receipt.taxation {
            regime @ (TaxationRegime::Patent | TaxationRegime::ImputedIncome) if taxed => {
                let message = format!("{rate}, but {regime:?} does not pay VAT");
                self.find(path, Rule::VatOutsideRegime, message);
            }
            TaxationRegime::General
            | TaxationRegime::SimplifiedIncome
            | TaxationRegime::SimplifiedIncomeMinusExpense
            | TaxationRegime::ImputedIncome
            | TaxationRegime::Agricultural
            | TaxationRegime::Patent => {}
        }
    }

    fn vat_in_force(&mut self, path: &Path, rate: VatRate) {
        let (date, usage) = match &self.receipt.correction {
            Some(correction) => (correction.date, RateUse::ReturnOrCorrection),
            None if self.receipt.operation.is_return() => (self.context.now, RateUse::ReturnOrCorrection),
            None => (self.context.now, RateUse::Settlement),
        };
        let message = match self.context.vat.rate_in_force(rate, date, usage) {
            RateStatus::InForce | RateStatus::EndedForNewSettlements => return,
            RateStatus::NotYet { from, source } => {
                format!("{rate} is law only from {} ({source})", from.format("%d.%m.%Y"))
            }
            RateStatus::Ended { on, source } => {
                let day = on.format("%d.%m.%Y");
                format!("{rate} is no longer law since {day} ({source}), except for returns and corrections")
            }
            RateStatus::Unknown => format!("{rate} is not in the table of rates"),
        };
        self.find(path.clone(), Rule::VatRateNotInForce, message);
    }

    fn agent(&mut self, path: &Path, agent: Option<&Agent>, supplier: Option<&Supplier>) {
        let supplier_path = path.field("supplier");
        if let Some(supplier) = supplier {
            self.optional_text(supplier_path.field("name"), supplier.name.as_ref(), 256);
            self.phones(&supplier_path.field("phones"), &supplier.phones);
        }
        match (agent, supplier) {
            (None, None) => {}
            (None, Some(_)) => {
                let message = "the line has no agent, so that the supplier will not be written";
                self.find(supplier_path, Rule::SupplierWithoutAgent, message);
            }
            (Some(agent), supplier) => {
                self.agent_details(&path.field("agent"), agent);
                let known = supplier.is_some_and(|supplier| supplier.inn.is_some());
                if !known {
                    let message = "an agent's line should name the supplier's taxpayer number";
                    self.find(supplier_path.field("inn"), Rule::SupplierMissing, message);
                }
            }
        }
    }

    fn agent_details(&mut self, path: &Path, agent: &Agent) {
        self.phones(&path.field("paying_agent_phones"), &agent.paying_agent_phones);
        self.phones(&path.field("receiver_phones"), &agent.receiver_phones);
        let operation = agent.paying_agent_operation.as_ref();
        self.optional_text(path.field("paying_agent_operation"), operation, 24);
        let (operator, place) = (&agent.transfer_operator, path.field("transfer_operator"));
        self.optional_text(place.field("name"), operator.name.as_ref(), 64);
        self.optional_text(place.field("address"), operator.address.as_ref(), 256);
        self.phones(&place.field("phones"), &operator.phones);

        let bank = matches!(
            agent.role,
            AgentRole::BankPayingAgent | AgentRole::BankPayingSubagent
        );
        let paying = bank || matches!(agent.role, AgentRole::PayingAgent | AgentRole::PayingSubagent);
        let has_operator = operator.name.is_some() || operator.address.is_some() || operator.inn.is_some();
        let parts = [
            (
                "paying_agent_phones",
                !agent.paying_agent_phones.is_empty(),
                paying,
            ),
            (
                "paying_agent_operation",
                agent.paying_agent_operation.is_some(),
                bank,
            ),
            ("transfer_operator", has_operator, bank),
            (
                "receiver_phones",
                !agent.receiver_phones.is_empty(),
                paying && !bank,
            ),
        ];
        for (name, given, wanted) in parts {
            if wanted && !given {
                let message = format!("{:?} should have it", agent.role);
                self.find(path.field(name), Rule::AgentDetailMissing, message);
            } else if given && !wanted && !paying {
                let message = format!("{:?} is not a paying agent", agent.role);
                self.find(path.field(name), Rule::AgentDetailUnexpected, message);
            }
        }
    }
}
