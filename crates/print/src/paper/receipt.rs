//! Layout of receipts and corrections. Source: RU-FFD/receipt, printed form.

use types::Money;

use super::{Block, Item, Paper, Weight};
use crate::code_name::{self, coded};
use crate::figure;
use crate::view::{
    AgentView, BuyerView, Coded, CorrectionView, LineView, MarkingSign, MeasureView, ReceiptView,
    SectoralView, SupplierView,
};

pub(super) fn lay_out(paper: &mut Paper, receipt: &ReceiptView) {
    paper.seller(&receipt.identity);
    let title = paper.text(code_name::receipt_kind(receipt.kind));
    paper.push(Block::Title(title));
    if let Some(operation) = receipt.operation {
        let operation = coded(operation, code_name::operation, paper.locale);
        paper.push(Block::Centred(operation));
    }
    paper.test_notice(&receipt.identity);
    moment(paper, receipt);
    if let Some(correction) = &receipt.correction {
        correction_of(paper, correction);
    }
    paper.rule();
    for (index, line) in receipt.lines.iter().enumerate() {
        let item = item(paper, index + 1, line);
        paper.push(Block::Item(item));
    }
    paper.rule();
    money(paper, receipt);
    paper.rule();
    circumstances(paper, receipt);
    paper.rule();
    paper.numbers(&receipt.identity);
    paper.optional(
        "receipt-tax-authority-site",
        receipt.tax_authority_site.as_deref(),
    );
    if let Some(content) = &receipt.qr {
        paper.push(Block::Qr(content.clone()));
    }
}

fn moment(paper: &mut Paper, receipt: &ReceiptView) {
    paper.optional("receipt-date", receipt.identity.at.map(figure::moment));
    let shift = receipt.identity.shift_number.map(|number| number.to_string());
    paper.optional("receipt-shift", shift);
    let number = receipt.number_in_shift.map(|number| number.to_string());
    paper.optional("receipt-number-in-shift", number);
}

fn correction_of(paper: &mut Paper, correction: &CorrectionView) {
    let kind = correction
        .kind
        .map(|kind| coded(kind, code_name::correction_kind, paper.locale));
    paper.optional("correction-kind", kind);
    paper.optional("correction-date", correction.date.map(figure::date));
    paper.optional("correction-order-number", correction.order_number.as_deref());
    paper.optional("correction-description", correction.description.as_deref());
}

fn item(paper: &Paper, number: usize, line: &LineView) -> Item {
    let locale = paper.locale;
    let name = line
        .name
        .clone()
        .unwrap_or_else(|| paper.text("receipt-unnamed-item"));
    let name = match line.marking {
        Some(MarkingSign::Positive) => format!("[M+] {name}"),
        Some(MarkingSign::Negative) => format!("[M-] {name}"),
        Some(MarkingSign::NotChecked) => format!("[M] {name}"),
        None => name,
    };
    let subject = line.subject.map(|subject| match code_name::subject(subject) {
        Some(name) => paper.text(name),
        None => code_name::unknown(u64::from(subject.0), locale),
    });
    let method = line
        .method
        .map(|method| coded(method, code_name::settlement_method, locale));
    let note: Vec<String> = [subject, method].into_iter().flatten().collect();
    Item {
        number,
        name,
        calculation: calculation(paper, line),
        total: line
            .total
            .map_or_else(String::new, |total| figure::money(total, locale)),
        details: details(paper, line),
        note: (!note.is_empty()).then(|| note.join(" · ")),
    }
}

fn calculation(paper: &Paper, line: &LineView) -> String {
    let locale = paper.locale;
    let quantity = line.quantity.map(|quantity| figure::quantity(quantity, locale));
    let quantity = line.fraction.clone().or(quantity);
    let unit = match &line.measure {
        Some(MeasureView::Unit(unit)) => code_name::measure(*unit).map(|name| paper.text(name)),
        Some(MeasureView::Named(name)) => Some(name.clone()),
        None => None,
    };
    let space = figure::NO_BREAK_SPACE;
    let amount = match (quantity, unit) {
        (Some(quantity), Some(unit)) => Some(format!("{quantity}{space}{unit}")),
        (quantity, _no_unit) => quantity,
    };
    let price = line.price.map(|price| figure::money(price, locale));
    let factors: Vec<String> = [amount, price].into_iter().flatten().collect();
    factors.join(&format!(" ×{space}"))
}

fn details(paper: &Paper, line: &LineView) -> Vec<(String, String)> {
    let locale = paper.locale;
    let mut details = Details {
        paper,
        pairs: Vec::new(),
    };
    if let Some(rate) = line.vat {
        let amount = line.vat_amount.map(|amount| figure::money(amount, locale));
        let rate = code_name::vat_rate(rate, locale);
        details.pairs.push((rate, amount.unwrap_or_default()));
    }
    details.add(
        "item-excise",
        line.excise.map(|excise| figure::money(excise, locale)),
    );
    details.add("item-country", line.country_code.clone());
    details.add("item-declaration", line.declaration_number.clone());
    details.add("item-product-code", line.product_code.clone());
    details.add("item-additional-detail", line.additional_detail.clone());
    if let Some(agent) = &line.agent {
        details.agent(agent);
    }
    if let Some(supplier) = &line.supplier {
        details.supplier(supplier);
    }
    for sectoral in &line.sectoral {
        details.add("item-sectoral", Some(sectoral_text(sectoral)));
    }
    details.pairs
}

/// Labelled details of a line or of the whole receipt.
struct Details<'a> {
    paper: &'a Paper,
    pairs: Vec<(String, String)>,
}

impl Details<'_> {
    fn add(&mut self, label: &'static str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.pairs.push((self.paper.text(label), value));
        }
    }

    fn agent(&mut self, agent: &AgentView) {
        let roles = agent
            .roles
            .iter()
            .map(|role| self.paper.text(code_name::agent_role(*role)));
        let roles: Vec<String> = roles.collect();
        self.add("agent-role", Some(roles.join(", ")));
        self.add("agent-operation", agent.operation.clone());
        self.add("agent-phones", Some(agent.paying_agent_phones.join(", ")));
        self.add("agent-receiver-phones", Some(agent.receiver_phones.join(", ")));
        let operator = &agent.transfer_operator;
        self.add("agent-transfer-name", operator.name.clone());
        self.add("agent-transfer-inn", operator.inn.clone());
        self.add("agent-transfer-address", operator.address.clone());
        self.add("agent-transfer-phones", Some(operator.phones.join(", ")));
    }

    fn supplier(&mut self, supplier: &SupplierView) {
        self.add("supplier-name", supplier.name.clone());
        self.add("supplier-inn", supplier.inn.clone());
        self.add("supplier-phones", Some(supplier.phones.join(", ")));
    }
}

fn sectoral_text(sectoral: &SectoralView) -> String {
    let parts = [
        &sectoral.federal_id,
        &sectoral.date,
        &sectoral.number,
        &sectoral.value,
    ];
    let present: Vec<&str> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
    present.join(" ")
}

fn money(paper: &mut Paper, receipt: &ReceiptView) {
    let locale = paper.locale;
    if let Some(total) = receipt.total {
        let label = paper.text("receipt-total");
        paper.push(Block::Total {
            label,
            amount: figure::money(total, locale),
        });
    }
    let payments = &receipt.payments;
    let kinds = [
        ("payment-cash", payments.cash),
        ("payment-electronic", payments.electronic),
        ("payment-prepaid", payments.prepaid),
        ("payment-postpaid", payments.postpaid),
        ("payment-in-kind", payments.in_kind),
    ];
    for (label, amount) in kinds {
        let amount = amount.filter(|amount| *amount != Money::ZERO);
        if let Some(amount) = amount {
            let label = paper.text(label);
            paper.push(Block::Pair {
                label,
                value: figure::money(amount, locale),
                weight: Weight::Strong,
            });
        }
    }
    for payment in &receipt.cashless {
        let parts = [payment.id.clone(), payment.additional.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let sum = payment
            .sum
            .map(|sum| figure::money(sum, locale))
            .unwrap_or_default();
        let label = format!("{} {}", paper.text("payment-cashless-detail"), parts.join(" "));
        paper.labelled(label.trim_end().to_owned(), sum);
    }
    for total in &receipt.vat {
        let label = code_name::vat_total(total.rate, locale);
        paper.labelled(label, figure::money(total.amount, locale));
    }
}

fn circumstances(paper: &mut Paper, receipt: &ReceiptView) {
    let locale = paper.locale;
    let taxation = receipt
        .taxation
        .map(|regime: Coded<_>| coded(regime, code_name::taxation, locale));
    paper.optional("receipt-taxation", taxation);
    paper.cashier(&receipt.identity);
    paper.optional("receipt-machine-number", receipt.machine_number.as_deref());
    if receipt.internet {
        let yes = paper.text("answer-yes");
        paper.pair("receipt-internet", yes);
    }
    if receipt.marking_failed {
        let notice = paper.text("receipt-marking-failed");
        paper.push(Block::Notice(notice));
    }
    let mut details = Details {
        paper,
        pairs: Vec::new(),
    };
    if let Some(agent) = &receipt.agent {
        details.agent(agent);
    }
    if let Some(supplier) = &receipt.supplier {
        details.supplier(supplier);
    }
    for (label, value) in details.pairs {
        paper.labelled(label, value);
    }
    buyer(paper, &receipt.buyer);
    paper.optional("receipt-sender-email", receipt.sender_email.as_deref());
    paper.optional("receipt-additional-detail", receipt.additional_detail.as_deref());
    if let Some(detail) = &receipt.user_detail {
        let label = detail
            .name
            .clone()
            .unwrap_or_else(|| paper.text("receipt-user-detail"));
        paper.labelled(label, detail.value.clone().unwrap_or_default());
    }
    for sectoral in &receipt.sectoral {
        paper.pair("receipt-sectoral", sectoral_text(sectoral));
    }
    if let Some(operational) = &receipt.operational {
        let parts = [
            operational.id.map(|id| id.to_string()),
            operational.value.clone(),
            operational.at.map(figure::moment),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        paper.pair("receipt-operational", parts.join(" "));
    }
}

fn buyer(paper: &mut Paper, buyer: &BuyerView) {
    paper.optional("buyer-contact", buyer.contact.as_deref());
    paper.optional("buyer-name", buyer.name.as_deref());
    paper.optional("buyer-inn", buyer.inn.as_deref());
    paper.optional("buyer-birth-date", buyer.birth_date.as_deref());
    paper.optional("buyer-citizenship", buyer.citizenship.as_deref());
    paper.optional("buyer-identity-document", buyer.identity_document.as_deref());
    paper.optional("buyer-address", buyer.address.as_deref());
}
