//! A task of version 1.

use receipt::marking::{LegacyCode, recognize};
use receipt::{
    Buyer, Cashier, Correction, DocumentForm, MarkedItem, MeasureUnit, NamedDetail, Receipt, ReceiptLine,
    Seller,
};
use serde::Deserialize;

use super::TaskError;
use super::v2::{AgentInfo, Cashless, Named, SupplierInfo, agent, cashless, supplier};
use super::words::{self, Kind, Loose, Payment, given};
use crate::roubles::{Amount, Roubles};

#[derive(Deserialize)]
struct Task {
    intent: String,
    inn: Option<String>,
    sno: Loose,
    payment_address: Option<String>,
    place_address: Option<String>,
    org_address: Option<String>,
    user: Option<String>,
    client: Option<Client>,
    cashier: Option<String>,
    cashier_inn: Option<String>,
    #[serde(default)]
    positions: Vec<Position>,
    payments: Vec<Payment>,
    print: Option<bool>,
    correction: Option<CorrectionInfo>,
    additional_check_props: Option<String>,
    additional_user_props: Option<Named>,
    cashless_payments: Option<Vec<Cashless>>,
    internet: Option<bool>,
}

#[derive(Deserialize)]
struct Client {
    name: Option<String>,
    inn: Option<String>,
}

#[derive(Deserialize)]
struct Position {
    name: String,
    price: Roubles,
    quantity: Amount,
    total: Roubles,
    vat: Vat,
    measure_name: Option<String>,
    #[serde(default)]
    calculation_method: String,
    #[serde(default)]
    calculation_subject: String,
    user_data: Option<String>,
    excise: Option<Roubles>,
    country_code: Option<String>,
    declaration_number: Option<String>,
    agent_info: Option<AgentInfo>,
    supplier_info: Option<SupplierInfo>,
    nomenclature_code: Option<Nomenclature>,
}

/// A rate by itself, or with its sum.
#[derive(Deserialize)]
#[serde(untagged)]
enum Vat {
    Text(String),
    Number(u16),
    Object { number: VatNumber },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum VatNumber {
    Text(String),
    Number(u16),
}

#[derive(Deserialize)]
struct Nomenclature {
    code: Option<String>,
    hex_code: Option<String>,
    code_restored: Option<String>,
}

#[derive(Deserialize)]
struct CorrectionInfo {
    r#type: String,
    date: String,
    document: Option<String>,
}

pub(super) fn read(body: &str) -> Result<Receipt, TaskError> {
    let task: Task = serde_json::from_str(body)?;
    let (operation, kind) = words::intent(&task.intent)?;
    let correction = match (kind, task.correction) {
        (Kind::Receipt, _) => None,
        (Kind::Correction, Some(info)) => Some(Correction {
            kind: words::correction("correction.type", &info.r#type)?,
            date: words::date("correction.date", &info.date)?,
            order_number: given(info.document),
        }),
        (Kind::Correction, None) => return Err(TaskError::Missing { field: "correction" }),
    };
    let cashier_inn = words::inn("cashier_inn", task.cashier_inn)?;
    Ok(Receipt {
        operation,
        form: DocumentForm::Receipt,
        correction,
        taxation: words::taxation("sno", &task.sno)?,
        seller: Seller {
            inn: words::inn("inn", task.inn)?,
            settlement_address: given(task.place_address).or_else(|| given(task.org_address)),
            settlement_place: given(task.payment_address),
        },
        buyer: buyer(task.user, task.client)?,
        lines: task.positions.into_iter().map(line).collect::<Result<_, _>>()?,
        payments: words::payments(&task.payments)?,
        cashier: given(task.cashier).map(|name| Cashier {
            name,
            inn: cashier_inn,
        }),
        additional_detail: given(task.additional_check_props),
        user_detail: task.additional_user_props.map(NamedDetail::from),
        sectoral: Vec::new(),
        operational: None,
        cashless: cashless(task.cashless_payments),
        internet: task.internet,
        time_zone: None,
        print: task.print.unwrap_or(false),
    })
}

/// `user` is an e-mail address or a phone.
fn buyer(user: Option<String>, client: Option<Client>) -> Result<Buyer, TaskError> {
    let (email, phone) = match given(user) {
        Some(user) if user.contains('@') => (Some(user), None),
        user => (None, user),
    };
    let (name, inn) = client.map_or((None, None), |client| (client.name, client.inn));
    Ok(Buyer {
        email,
        phone,
        name: given(name),
        inn: words::inn("client.inn", inn)?,
        ..Buyer::default()
    })
}

fn line(position: Position) -> Result<ReceiptLine, TaskError> {
    let vat = match position.vat {
        Vat::Text(text)
        | Vat::Object {
            number: VatNumber::Text(text),
        } => text,
        Vat::Number(number)
        | Vat::Object {
            number: VatNumber::Number(number),
        } => number.to_string(),
    };
    Ok(ReceiptLine {
        name: position.name,
        price: position.price.0,
        quantity: position.quantity.0,
        total: position.total.0,
        measure: MeasureUnit::PIECE,
        measure_name: given(position.measure_name),
        vat: words::vat(&vat)?,
        method: words::method(&position.calculation_method)?,
        subject: words::subject(&position.calculation_subject)?,
        item_id: None,
        additional_detail: given(position.user_data),
        excise: words::some_money(position.excise),
        country_code: given(position.country_code),
        declaration_number: given(position.declaration_number),
        agent: position.agent_info.map(agent).transpose()?,
        supplier: position.supplier_info.map(supplier).transpose()?.flatten(),
        marking: position.nomenclature_code.map(marked).transpose()?.flatten(),
        sectoral: Vec::new(),
        wholesale: false,
    })
}

/// The restored code is the whole one, or the one that the shop sent; the hexadecimal one is the value of tag 1162.
fn marked(code: Nomenclature) -> Result<Option<MarkedItem>, TaskError> {
    let item = |kind, code| MarkedItem {
        kind,
        code,
        fraction: None,
        planned_status: None,
    };
    if let Some(code) = given(code.code_restored).or_else(|| given(code.code)) {
        return Ok(Some(item(recognize(&code).kind, code)));
    }
    let Some(hex_code) = given(code.hex_code) else {
        return Ok(None);
    };
    let wrong = |reason: String| TaskError::Wrong {
        field: "positions[].nomenclature_code.hex_code",
        value: hex_code.clone(),
        reason,
    };
    let bytes = hex::decode(hex_code.replace(' ', "")).map_err(|error| wrong(error.to_string()))?;
    let (kind, code) = LegacyCode::from_bytes(&bytes)
        .map_err(|error| wrong(error.to_string()))?
        .decode();
    Ok(Some(item(kind, code)))
}
