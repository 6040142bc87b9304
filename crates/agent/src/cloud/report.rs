//! What the cloud is told of the device and of a task.

use receipt::{Cashier, Receipt, TaxationRegime};
use serde::Serialize;
use types::{Inn, TaskId};

use crate::driver::{DeviceStatus, SealedReceipt};
use crate::roubles::Roubles;

/// State of the device, or why it is unknown.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum DeviceReport {
    /// As it told.
    Ready(ReadyDevice),
    /// It cannot take a task.
    NotReady(NotReadyDevice),
}

#[derive(Serialize)]
pub(crate) struct ReadyDevice {
    serial_number: String,
    fiscal_id: String,
    reg_till: String,
    fn_state: u8,
    rent_station: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct NotReadyDevice {
    error_description: String,
    rent_station: Option<String>,
}

/// Numbers of a sealed receipt, and the register's own data.
#[derive(Serialize)]
struct SealedReport<'a> {
    id: TaskId,
    inn: Option<&'a str>,
    #[serde(rename = "kkt_serial_number")]
    serial_number: &'a str,
    #[serde(rename = "kkt_reg_number")]
    registration_number: &'a str,
    fiscal_drive_id: &'a str,
    ofd_url: &'a str,
    organisation: &'a str,
    organisation_address: &'a str,
    sno: &'static str,
    cashier: Option<&'a str>,
    cashier_inn: Option<&'a str>,
    fiscal_document_number: u32,
    sum: Roubles,
    /// The fiscal sign, in spite of its name.
    fiscal_id: u32,
    time: String,
    session: u32,
    #[serde(rename = "session_check")]
    receipt_in_shift: u32,
}

#[derive(Serialize)]
struct FailedReport<'a> {
    id: TaskId,
    error_description: &'a str,
}

impl DeviceReport {
    pub(crate) fn ready(status: &DeviceStatus) -> Self {
        Self::Ready(ReadyDevice {
            serial_number: status.serial_number.clone(),
            fiscal_id: status.storage.clone(),
            reg_till: status.valid_until.clone(),
            fn_state: status.flags.0,
            rent_station: None,
        })
    }

    pub(crate) fn not_ready(reason: &str) -> Self {
        Self::NotReady(NotReadyDevice {
            error_description: reason.to_owned(),
            rent_station: None,
        })
    }
}

/// The report of a sealed receipt, as JSON.
pub(crate) fn sealed(
    task: TaskId,
    receipt: &Receipt,
    sealed: &SealedReceipt,
    device: &DeviceStatus,
) -> Result<String, serde_json::Error> {
    let cashier: Option<&Cashier> = receipt.cashier.as_ref();
    let registration = &device.registration;
    serde_json::to_string(&SealedReport {
        id: task,
        inn: registration.inn.as_ref().map(Inn::as_str),
        serial_number: &device.serial_number,
        registration_number: &registration.registration_number,
        fiscal_drive_id: &sealed.storage,
        ofd_url: &registration.ofd_host,
        organisation: &registration.organization,
        organisation_address: &registration.address,
        sno: taxation(receipt.taxation),
        cashier: cashier.map(|cashier| cashier.name.as_str()),
        cashier_inn: cashier.and_then(|cashier| cashier.inn.as_ref()).map(Inn::as_str),
        fiscal_document_number: sealed.number,
        sum: Roubles(receipt.total().unwrap_or_default()),
        fiscal_id: sealed.sign,
        time: sealed.at.to_string(),
        session: sealed.shift,
        receipt_in_shift: sealed.receipt,
    })
}

/// The report of a task that was not done, as JSON.
pub(crate) fn failed(task: TaskId, reason: &str) -> Result<String, serde_json::Error> {
    serde_json::to_string(&FailedReport {
        id: task,
        error_description: reason,
    })
}

const fn taxation(regime: TaxationRegime) -> &'static str {
    match regime {
        TaxationRegime::General => "0",
        TaxationRegime::SimplifiedIncome => "1",
        TaxationRegime::SimplifiedIncomeMinusExpense => "2",
        TaxationRegime::ImputedIncome => "3",
        TaxationRegime::Agricultural => "4",
        TaxationRegime::Patent => "5",
    }
}
