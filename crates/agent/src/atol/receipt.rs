//! A receipt in the words of the ATOL driver.

use receipt::{
    Agent, Buyer, CashlessPayment, Correction, OperationalDetail, Payments, Receipt, ReceiptLine,
    SectoralDetail, SplitLine, Supplier,
};
use serde::Serialize;
use types::{Inn, LocalDateTime, Money};

use super::device::Operator;
use super::marking::{self, Marking};
use super::words::{self, Kind};
use crate::driver::{Inexpressible, MarkVerdict};
use crate::roubles::{Amount, Roubles};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Task<'a> {
    r#type: &'static str,
    taxation_type: &'static str,
    electronically: bool,
    /// The slip of paper may fail; the document must not.
    ignore_non_fiscal_print_errors: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<Operator<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<ClientInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payments_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payments_place: Option<&'a str>,
    #[serde(flatten)]
    correction: Option<CorrectionInfo<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    industry_info: Vec<IndustryInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation_info: Option<OperationInfo<'a>>,
    items: Vec<Item<'a>>,
    payments: Vec<Payment>,
    total: Roubles,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CorrectionInfo<'a> {
    correction_type: &'static str,
    correction_base_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction_base_number: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClientInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    email_or_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vatin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citizenship: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_document_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_document_data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct IndustryInfo<'a> {
    date: String,
    fois: &'a str,
    number: &'a str,
    #[serde(rename = "industryAttribute")]
    attribute: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OperationInfo<'a> {
    id: u8,
    data: &'a str,
    date_time: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item<'a> {
    Position(Box<Position<'a>>),
    Additional {
        r#type: &'static str,
        value: &'a str,
    },
    User {
        r#type: &'static str,
        name: &'a str,
        value: &'a str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Position<'a> {
    r#type: &'static str,
    name: &'a str,
    price: Roubles,
    quantity: Amount,
    amount: Roubles,
    measurement_unit: Unit<'a>,
    payment_method: &'static str,
    payment_object: &'static str,
    tax: Tax,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_attribute: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excise_sum: Option<Roubles>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customs_declaration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_info: Option<AgentInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplier_info: Option<SupplierInfo<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    industry_info: Vec<IndustryInfo<'a>>,
    #[serde(flatten)]
    marking: Option<Marking>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Unit<'a> {
    Number(u8),
    Word(&'a str),
}

#[derive(Serialize)]
struct Tax {
    r#type: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AgentInfo<'a> {
    agents: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    paying_agent: Option<PayingAgent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receive_payments_operator: Option<Phones<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    money_transfer_operator: Option<TransferOperator<'a>>,
}

#[derive(Serialize)]
struct PayingAgent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<&'a str>,
    phones: &'a [String],
}

#[derive(Serialize)]
struct Phones<'a> {
    phones: &'a [String],
}

#[derive(Serialize)]
struct TransferOperator<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vatin: Option<&'a str>,
    phones: &'a [String],
}

#[derive(Serialize)]
struct SupplierInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vatin: Option<&'a str>,
    phones: &'a [String],
}

#[derive(Serialize)]
struct Payment {
    r#type: &'static str,
    sum: Roubles,
}

/// The receipt as the list of tasks of a request.
pub(super) fn compose(receipt: &Receipt, marks: &[MarkVerdict]) -> Result<String, Inexpressible> {
    admit(&receipt.cashless)?;
    let total = receipt.total().ok_or_else(|| cannot("a total out of range"))?;
    let kind = if receipt.correction.is_some() {
        Kind::Correction
    } else {
        Kind::Receipt
    };
    let task = Task {
        r#type: words::task(receipt.operation, kind),
        taxation_type: words::taxation(receipt.taxation),
        electronically: !receipt.print,
        ignore_non_fiscal_print_errors: true,
        operator: receipt.cashier.as_ref().map(Operator::from),
        client_info: client_info(&receipt.buyer),
        payments_address: receipt.seller.settlement_address.as_deref(),
        payments_place: receipt.seller.settlement_place.as_deref(),
        correction: receipt.correction.as_ref().map(correction_info),
        industry_info: industry_info(&receipt.sectoral),
        operation_info: receipt.operational.as_ref().map(operation_info),
        items: items(receipt, marks)?,
        payments: payments(&receipt.payments),
        total: Roubles(total),
    };
    serde_json::to_string(&[task]).map_err(|error| cannot(&error.to_string()))
}

/// What the published words of the driver have no place for must not be lost silently.
fn admit(cashless: &[CashlessPayment]) -> Result<(), Inexpressible> {
    if cashless.is_empty() {
        Ok(())
    } else {
        Err(cannot("details of electronic payments"))
    }
}

fn items<'a>(receipt: &'a Receipt, marks: &[MarkVerdict]) -> Result<Vec<Item<'a>>, Inexpressible> {
    let mut verdicts = marks.iter();
    let mut items = Vec::new();
    for line in &receipt.lines {
        let marking = marking::of_line(line, receipt.operation, &mut verdicts)?;
        let split = line.split().map_err(|error| cannot(&error.to_string()))?;
        if let (Some(Marking::ImcParams(_)), SplitLine::WithRemainder(..)) = (&marking, &split) {
            return Err(cannot(
                "a marked good of several pieces whose discount does not divide evenly",
            ));
        }
        for figures in split.figures() {
            items.push(Item::Position(Box::new(Position {
                price: Roubles(figures.price),
                quantity: Amount(figures.quantity),
                amount: Roubles(figures.total),
                marking: marking.clone(),
                ..position(line)?
            })));
        }
    }
    items.extend(
        receipt
            .additional_detail
            .as_deref()
            .map(|value| Item::Additional {
                r#type: "additionalAttribute",
                value,
            }),
    );
    items.extend(receipt.user_detail.as_ref().map(|detail| Item::User {
        r#type: "userAttribute",
        name: &detail.name,
        value: &detail.value,
    }));
    Ok(items)
}

/// A line as it stands; figures and marking are put in per fiscal line.
fn position(line: &ReceiptLine) -> Result<Position<'_>, Inexpressible> {
    Ok(Position {
        r#type: "position",
        name: &line.name,
        price: Roubles(line.price),
        quantity: Amount(line.quantity),
        amount: Roubles(line.total),
        measurement_unit: line
            .measure_name
            .as_deref()
            .map_or(Unit::Number(line.measure.0), Unit::Word),
        payment_method: words::method(line.method),
        payment_object: words::subject(line.subject)?,
        tax: Tax {
            r#type: words::vat(line.vat),
        },
        additional_attribute: line.additional_detail.as_deref(),
        excise_sum: line.excise.map(Roubles),
        country_code: line.country_code.as_deref(),
        customs_declaration: line.declaration_number.as_deref(),
        agent_info: line.agent.as_ref().map(agent_info),
        supplier_info: line.supplier.as_ref().map(supplier_info),
        industry_info: industry_info(&line.sectoral),
        marking: None,
    })
}

fn client_info(buyer: &Buyer) -> Option<ClientInfo<'_>> {
    if *buyer == Buyer::default() {
        return None;
    }
    Some(ClientInfo {
        email_or_phone: buyer.email.as_deref().or(buyer.phone.as_deref()),
        vatin: buyer.inn.as_ref().map(Inn::as_str),
        name: buyer.name.as_deref(),
        birth_date: buyer.birth_date.map(|date| date.format("%d.%m.%Y")),
        citizenship: buyer.citizenship.as_deref(),
        identity_document_code: buyer.document_code.as_deref(),
        identity_document_data: buyer.document_data.as_deref(),
        address: buyer.address.as_deref(),
    })
}

fn correction_info(correction: &Correction) -> CorrectionInfo<'_> {
    CorrectionInfo {
        correction_type: words::correction(correction.kind),
        correction_base_date: day(correction.date),
        correction_base_number: correction.order_number.as_deref(),
    }
}

fn industry_info(details: &[SectoralDetail]) -> Vec<IndustryInfo<'_>> {
    let one = |detail: &'_ SectoralDetail| day(detail.date);
    details
        .iter()
        .map(|detail| IndustryInfo {
            date: one(detail),
            fois: &detail.federal_id,
            number: &detail.number,
            attribute: &detail.value,
        })
        .collect()
}

fn operation_info(detail: &OperationalDetail) -> OperationInfo<'_> {
    OperationInfo {
        id: detail.id,
        data: &detail.value,
        date_time: detail.at.format("%Y.%m.%d %H:%M:%S"),
    }
}

fn agent_info(agent: &Agent) -> AgentInfo<'_> {
    let transfer = &agent.transfer_operator;
    let is_paying = agent.paying_agent_operation.is_some() || !agent.paying_agent_phones.is_empty();
    AgentInfo {
        agents: [words::agent(agent.role)],
        paying_agent: is_paying.then(|| PayingAgent {
            operation: agent.paying_agent_operation.as_deref(),
            phones: &agent.paying_agent_phones,
        }),
        receive_payments_operator: (!agent.receiver_phones.is_empty()).then(|| Phones {
            phones: &agent.receiver_phones,
        }),
        money_transfer_operator: (*transfer != receipt::TransferOperator::default()).then(|| {
            TransferOperator {
                name: transfer.name.as_deref(),
                address: transfer.address.as_deref(),
                vatin: transfer.inn.as_ref().map(Inn::as_str),
                phones: &transfer.phones,
            }
        }),
    }
}

fn supplier_info(supplier: &Supplier) -> SupplierInfo<'_> {
    SupplierInfo {
        name: supplier.name.as_deref(),
        vatin: supplier.inn.as_ref().map(Inn::as_str),
        phones: &supplier.phones,
    }
}

fn payments(payments: &Payments) -> Vec<Payment> {
    [
        ("cash", payments.cash),
        ("electronically", payments.electronic),
        ("prepaid", payments.prepaid),
        ("credit", payments.postpaid),
        ("other", payments.in_kind),
    ]
    .into_iter()
    .filter(|(_, sum)| *sum != Money::ZERO)
    .map(|(kind, sum)| Payment {
        r#type: kind,
        sum: Roubles(sum),
    })
    .collect()
}

/// The driver's form of a date.
fn day(date: LocalDateTime) -> String {
    date.format("%Y.%m.%d")
}

fn cannot(what: &str) -> Inexpressible {
    Inexpressible {
        what: what.to_owned(),
    }
}
