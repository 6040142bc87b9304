//! A task of version 2.

use std::collections::BTreeMap;

use receipt::{
    Agent, Buyer, Cashier, CashlessPayment, Correction, DocumentForm, Fraction, MarkedItem, MeasureUnit,
    NamedDetail, OperationalDetail, Receipt, ReceiptLine, SectoralDetail, Seller, Supplier, TransferOperator,
};
use serde::Deserialize;
use types::LocalDateTime;

use super::TaskError;
use super::words::{self, Kind, Loose, Payment, given};
use crate::roubles::{Amount, Roubles};

#[derive(Deserialize)]
struct Task {
    intent: String,
    client: Option<Client>,
    company: Company,
    #[serde(default)]
    positions: Vec<Position>,
    payments: Vec<Payment>,
    print: Option<bool>,
    cashier: Option<Person>,
    additional_check_props: Option<String>,
    additional_user_props: Option<Named>,
    sectoral_check_props: Option<Vec<Sectoral>>,
    operating_check_props: Option<Operating>,
    operation_check_props: Option<Operating>,
    cashless_payments: Option<Vec<Cashless>>,
    internet: Option<bool>,
    timezone: Option<u8>,
    correction_info: Option<CorrectionInfo>,
}

#[derive(Deserialize)]
struct Client {
    email: Option<String>,
    phone: Option<String>,
    name: Option<String>,
    inn: Option<String>,
    birthdate: Option<String>,
    citizenship: Option<String>,
    document_code: Option<String>,
    document_data: Option<String>,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Company {
    sno: Loose,
    payment_address: Option<String>,
    place_address: Option<String>,
    inn: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    name: Option<String>,
    inn: Option<String>,
}

#[derive(Deserialize)]
struct Position {
    name: String,
    price: Roubles,
    quantity: Amount,
    total: Roubles,
    measure: Option<u8>,
    vat: String,
    #[serde(default)]
    payment_method: String,
    #[serde(default)]
    payment_object: String,
    user_data: Option<String>,
    excise: Option<Roubles>,
    country_code: Option<String>,
    declaration_number: Option<String>,
    agent_info: Option<AgentInfo>,
    supplier_info: Option<SupplierInfo>,
    mark_code: Option<BTreeMap<String, Option<String>>>,
    mark_quantity: Option<MarkQuantity>,
    planned_status: Option<u8>,
    wholesale: Option<bool>,
    sectoral_item_props: Option<Vec<Sectoral>>,
}

#[derive(Deserialize)]
pub(super) struct AgentInfo {
    r#type: String,
    paying_agent: Option<PayingAgent>,
    receive_payments_operator: Option<Phones>,
    money_transfer_operator: Option<Transfer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PayingAgent {
    operation: Option<String>,
    phones: Option<Vec<Option<String>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Phones {
    phones: Option<Vec<Option<String>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Transfer {
    name: Option<String>,
    phones: Option<Vec<Option<String>>>,
    address: Option<String>,
    inn: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct SupplierInfo {
    name: Option<String>,
    phones: Option<Vec<Option<String>>>,
    inn: Option<String>,
}

#[derive(Deserialize)]
struct MarkQuantity {
    numerator: u64,
    denominator: u64,
}

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Sectoral {
    federal_id: String,
    date: String,
    number: String,
    value: String,
}

#[derive(Deserialize)]
struct Operating {
    name: Loose,
    value: String,
    timestamp: String,
}

#[derive(Deserialize)]
pub(super) struct Cashless {
    sum: Roubles,
    method: u8,
    id: String,
    additional_info: Option<String>,
}

#[derive(Deserialize)]
struct CorrectionInfo {
    r#type: String,
    base_date: String,
    base_number: Option<String>,
}

pub(super) fn read(body: &str) -> Result<Receipt, TaskError> {
    let task: Task = serde_json::from_str(body)?;
    let (operation, kind) = words::intent(&task.intent)?;
    let correction = match (kind, task.correction_info) {
        (Kind::Receipt, _) => None,
        (Kind::Correction, Some(info)) => Some(correction(info)?),
        (Kind::Correction, None) => {
            return Err(TaskError::Missing {
                field: "correction_info",
            });
        }
    };
    let operational = task.operating_check_props.or(task.operation_check_props);
    Ok(Receipt {
        operation,
        form: DocumentForm::Receipt,
        correction,
        taxation: words::taxation("company.sno", &task.company.sno)?,
        seller: Seller {
            inn: words::inn("company.inn", task.company.inn)?,
            settlement_address: given(task.company.place_address),
            settlement_place: given(task.company.payment_address),
        },
        buyer: task.client.map_or_else(|| Ok(Buyer::default()), buyer)?,
        lines: task.positions.into_iter().map(line).collect::<Result<_, _>>()?,
        payments: words::payments(&task.payments)?,
        cashier: cashier(task.cashier)?,
        additional_detail: given(task.additional_check_props),
        user_detail: task.additional_user_props.map(NamedDetail::from),
        sectoral: sectoral(task.sectoral_check_props)?,
        operational: operational.map(operating).transpose()?,
        cashless: cashless(task.cashless_payments),
        internet: task.internet,
        time_zone: task.timezone,
        print: task.print.unwrap_or(false),
    })
}

fn line(position: Position) -> Result<ReceiptLine, TaskError> {
    let planned_status = position.planned_status;
    let marking = match (position.mark_code, position.mark_quantity) {
        (Some(codes), share) => marked(codes, share, planned_status)?,
        (None, _) => None,
    };
    Ok(ReceiptLine {
        name: position.name,
        price: position.price.0,
        quantity: position.quantity.0,
        total: position.total.0,
        measure: position.measure.map_or(MeasureUnit::PIECE, MeasureUnit),
        measure_name: None,
        vat: words::vat(&position.vat)?,
        method: words::method(&position.payment_method)?,
        subject: words::subject(&position.payment_object)?,
        item_id: None,
        additional_detail: given(position.user_data),
        excise: words::some_money(position.excise),
        country_code: given(position.country_code),
        declaration_number: given(position.declaration_number),
        agent: position.agent_info.map(agent).transpose()?,
        supplier: position.supplier_info.map(supplier).transpose()?.flatten(),
        marking,
        sectoral: sectoral(position.sectoral_item_props)?,
        wholesale: position.wholesale.unwrap_or(false),
    })
}

fn marked(
    codes: BTreeMap<String, Option<String>>,
    share: Option<MarkQuantity>,
    planned_status: Option<u8>,
) -> Result<Option<MarkedItem>, TaskError> {
    let given = codes
        .into_iter()
        .find_map(|(kind, code)| code.map(|code| (kind, code)));
    let Some((kind, code)) = given else {
        return Ok(None);
    };
    let fraction = share.map(|share| Fraction {
        numerator: share.numerator,
        denominator: share.denominator,
    });
    Ok(Some(MarkedItem {
        kind: words::marking(&kind)?,
        code,
        fraction,
        planned_status,
    }))
}

fn buyer(client: Client) -> Result<Buyer, TaskError> {
    Ok(Buyer {
        email: given(client.email),
        phone: given(client.phone),
        name: given(client.name),
        inn: words::inn("client.inn", client.inn)?,
        birth_date: given(client.birthdate)
            .map(|date| words::date("client.birthdate", &date))
            .transpose()?,
        citizenship: given(client.citizenship),
        document_code: given(client.document_code),
        document_data: given(client.document_data),
        address: given(client.address),
    })
}

pub(super) fn cashier(person: Option<Person>) -> Result<Option<Cashier>, TaskError> {
    let Some(person) = person else { return Ok(None) };
    let Some(name) = given(person.name) else {
        return Ok(None);
    };
    Ok(Some(Cashier {
        name,
        inn: words::inn("cashier.inn", person.inn)?,
    }))
}

pub(super) fn agent(info: AgentInfo) -> Result<Agent, TaskError> {
    let paying = info.paying_agent.unwrap_or_default();
    let transfer = info.money_transfer_operator.unwrap_or_default();
    Ok(Agent {
        role: words::agent(&info.r#type)?,
        paying_agent_operation: given(paying.operation),
        paying_agent_phones: phones(paying.phones),
        receiver_phones: phones(info.receive_payments_operator.unwrap_or_default().phones),
        transfer_operator: TransferOperator {
            name: given(transfer.name),
            phones: phones(transfer.phones),
            address: given(transfer.address),
            inn: words::inn("positions[].agent_info.money_transfer_operator.inn", transfer.inn)?,
        },
    })
}

pub(super) fn supplier(info: SupplierInfo) -> Result<Option<Supplier>, TaskError> {
    let supplier = Supplier {
        name: given(info.name),
        phones: phones(info.phones),
        inn: words::inn("positions[].supplier_info.inn", info.inn)?,
    };
    Ok((supplier != Supplier::default()).then_some(supplier))
}

fn phones(list: Option<Vec<Option<String>>>) -> Vec<String> {
    list.unwrap_or_default().into_iter().filter_map(given).collect()
}

fn sectoral(list: Option<Vec<Sectoral>>) -> Result<Vec<SectoralDetail>, TaskError> {
    let one = |detail: Sectoral| {
        Ok(SectoralDetail {
            date: words::date("sectoral_check_props[].date", &detail.date)?,
            federal_id: detail.federal_id,
            number: detail.number,
            value: detail.value,
        })
    };
    list.unwrap_or_default().into_iter().map(one).collect()
}

fn operating(detail: Operating) -> Result<OperationalDetail, TaskError> {
    let wrong = |value: String, reason: &str| TaskError::Wrong {
        field: "operating_check_props",
        value,
        reason: reason.to_owned(),
    };
    let Ok(id) = detail.name.0.parse() else {
        return Err(wrong(detail.name.0, "the name is a number from 0 to 255"));
    };
    let Ok(at) = LocalDateTime::parse(&detail.timestamp, "%d.%m.%Y %H:%M:%S") else {
        return Err(wrong(detail.timestamp, "the timestamp is dd.mm.yyyy HH:MM:SS"));
    };
    Ok(OperationalDetail {
        id,
        value: detail.value,
        at,
    })
}

pub(super) fn cashless(list: Option<Vec<Cashless>>) -> Vec<CashlessPayment> {
    let one = |payment: Cashless| CashlessPayment {
        sum: payment.sum.0,
        method: payment.method,
        id: payment.id,
        additional: given(payment.additional_info),
    };
    list.unwrap_or_default().into_iter().map(one).collect()
}

impl From<Named> for NamedDetail {
    fn from(named: Named) -> Self {
        Self {
            name: named.name,
            value: named.value,
        }
    }
}

fn correction(info: CorrectionInfo) -> Result<Correction, TaskError> {
    Ok(Correction {
        kind: words::correction("correction_info.type", &info.r#type)?,
        date: words::date("correction_info.base_date", &info.base_date)?,
        order_number: given(info.base_number),
    })
}
