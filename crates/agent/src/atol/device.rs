//! Questions about the device, its fiscal storage and its shift.

use receipt::{Cashier, Operation};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use types::Inn;

use super::answer::{self, unreadable};
use crate::driver::{
    DeviceError, DeviceRegistration, DeviceShift, DeviceStatus, ExchangeStatus, SealedReceipt, StorageFlags,
    StoredDocument, StoredKind, StoredReceipt,
};
use crate::roubles::Roubles;

/// Everything that [`status`] needs, in one request; the answers come in this order.
pub(super) const QUESTIONS: &str = r#"[{"type":"getDeviceInfo"},{"type":"getRegistrationInfo"},{"type":"getFnInfo"},{"type":"getFnStatus"},{"type":"getShiftStatus"}]"#;
/// The question of [`exchange`].
pub(super) const EXCHANGE: &str = r#"[{"type":"ofdExchangeStatus"}]"#;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeviceInfoResult {
    device_info: DeviceInfo,
}

#[derive(Deserialize)]
struct DeviceInfo {
    serial: String,
}

#[derive(Deserialize)]
struct RegistrationResult {
    #[serde(default)]
    device: Registration,
    #[serde(default)]
    organization: Organization,
    #[serde(default)]
    ofd: Ofd,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Registration {
    registration_number: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Organization {
    name: String,
    vatin: String,
    address: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ofd {
    host: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageInfoResult {
    fn_info: StorageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageInfo {
    serial: String,
    #[serde(default)]
    validity_date: String,
    #[serde(default)]
    warnings: StorageWarnings,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the driver tells each flag by itself"
)]
struct StorageWarnings {
    need_replacement: bool,
    resource_exhausted: bool,
    memory_overflow: bool,
    ofd_timeout: bool,
    critical_error: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageStatusResult {
    fn_status: StorageStatus,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageStatus {
    fiscal_document_number: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ShiftResult {
    shift_status: ShiftStatus,
}

#[derive(Deserialize)]
struct ShiftStatus {
    state: ShiftState,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum ShiftState {
    Closed,
    Opened,
    Expired,
}

#[derive(Deserialize)]
struct ExchangeResult {
    status: ExchangeState,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExchangeState {
    not_sent_count: u32,
}

#[derive(Deserialize)]
struct DocumentResult {
    #[serde(rename = "documentTLV")]
    document: Document,
}

/// A document by its tags, sums in roubles.
#[derive(Deserialize)]
struct Document {
    #[serde(rename = "fiscalDocumentType")]
    kind: String,
    #[serde(rename = "1012")]
    at: Option<String>,
    #[serde(rename = "1020")]
    total: Option<Roubles>,
    #[serde(rename = "1038")]
    shift: Option<u32>,
    #[serde(rename = "1041")]
    storage: Option<String>,
    #[serde(rename = "1042")]
    receipt: Option<u32>,
    #[serde(rename = "1054")]
    operation: Option<u8>,
    #[serde(rename = "1077")]
    sign: Option<Box<RawValue>>,
    qr: Option<String>,
}

#[derive(Serialize)]
struct ShiftTask<'a> {
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<Operator<'a>>,
    electronically: bool,
}

/// A cashier.
#[derive(Serialize)]
pub(super) struct Operator<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vatin: Option<&'a str>,
}

impl<'a> From<&'a Cashier> for Operator<'a> {
    fn from(cashier: &'a Cashier) -> Self {
        Self {
            name: &cashier.name,
            vatin: cashier.inn.as_ref().map(Inn::as_str),
        }
    }
}

/// `openShift` or `closeShift`.
pub(super) fn shift_task(kind: &str, cashier: Option<&Cashier>) -> Result<String, DeviceError> {
    let task = ShiftTask {
        r#type: kind,
        operator: cashier.map(Operator::from),
        electronically: true,
    };
    serde_json::to_string(&[task]).map_err(|error| unreadable(&error.to_string()))
}

pub(super) fn document_task(number: u32) -> String {
    format!(r#"[{{"type":"getFnDocument","fiscalDocumentNumber":{number},"withRawData":false}}]"#)
}

/// Reads the answers to [`QUESTIONS`].
pub(super) fn status(results: &[Box<RawValue>]) -> Result<DeviceStatus, DeviceError> {
    let [device, registration, storage, numbers, shift] = results else {
        return Err(unreadable(&format!("{} answers to 5 questions", results.len())));
    };
    let device: DeviceInfoResult = part(device)?;
    let registration: RegistrationResult = part(registration)?;
    let StorageInfoResult { fn_info: storage } = part(storage)?;
    let numbers: StorageStatusResult = part(numbers)?;
    let shift: ShiftResult = part(shift)?;
    Ok(DeviceStatus {
        serial_number: device.device_info.serial,
        storage: storage.serial,
        valid_until: storage.validity_date,
        flags: flags(&storage.warnings),
        newest: numbers.fn_status.fiscal_document_number,
        shift: match shift.shift_status.state {
            ShiftState::Closed => DeviceShift::Closed,
            ShiftState::Opened => DeviceShift::Open,
            ShiftState::Expired => DeviceShift::Expired,
        },
        registration: DeviceRegistration {
            registration_number: registration.device.registration_number,
            inn: Inn::parse(&registration.organization.vatin).ok(),
            organization: registration.organization.name,
            address: registration.organization.address,
            ofd_host: registration.ofd.host,
        },
    })
}

pub(super) fn exchange(result: &RawValue) -> Result<ExchangeStatus, DeviceError> {
    let result: ExchangeResult = part(result)?;
    Ok(ExchangeStatus {
        unsent: result.status.not_sent_count,
    })
}

/// Reads the answer to [`document_task`].
pub(super) fn document(number: u32, result: &RawValue) -> Result<StoredDocument, DeviceError> {
    let DocumentResult { document } = part(result)?;
    let kind = match document.kind.as_str() {
        "receipt" | "bso" => StoredKind::Receipt,
        "receiptCorrection" | "bsoCorrection" => StoredKind::Correction,
        _ => return Ok(StoredDocument::Report),
    };
    let lacks = |what: &str| unreadable(&format!("document {number} lacks {what}"));
    let operation = match document.operation {
        Some(1) => Operation::Sell,
        Some(2) => Operation::SellReturn,
        Some(3) => Operation::Buy,
        Some(4) => Operation::BuyReturn,
        Some(_) | None => return Err(lacks("tag 1054")),
    };
    let sign = document.sign.as_deref().and_then(answer::sign);
    Ok(StoredDocument::Receipt(StoredReceipt {
        operation,
        kind,
        total: document.total.ok_or_else(|| lacks("tag 1020"))?.0,
        sealed: SealedReceipt {
            number,
            sign: sign
                .or_else(|| document.qr.as_deref().and_then(sign_in_qr))
                .ok_or_else(|| lacks("its fiscal sign"))?,
            at: document
                .at
                .as_deref()
                .and_then(answer::wall_clock)
                .ok_or_else(|| lacks("tag 1012"))?,
            storage: document.storage.ok_or_else(|| lacks("tag 1041"))?,
            shift: document.shift.unwrap_or(0),
            receipt: document.receipt.unwrap_or(0),
        },
    }))
}

fn part<T: serde::de::DeserializeOwned>(result: &RawValue) -> Result<T, DeviceError> {
    answer::read(result.get().as_bytes())
}

fn sign_in_qr(qr: &str) -> Option<u32> {
    qr.split('&')
        .find_map(|part| part.strip_prefix("fp="))?
        .parse()
        .ok()
}

fn flags(warnings: &StorageWarnings) -> StorageFlags {
    let bits = [
        (0, warnings.need_replacement),
        (1, warnings.resource_exhausted),
        (2, warnings.memory_overflow),
        (3, warnings.ofd_timeout),
        (7, warnings.critical_error),
    ];
    StorageFlags(
        bits.into_iter()
            .filter(|(_, up)| *up)
            .fold(0, |mask, (bit, _)| mask | 1 << bit),
    )
}
