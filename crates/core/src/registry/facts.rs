//! What the operator tells of a register, and what was typed in.

use receipt::kz::{RegistrationNumber, TaxpayerNumber};
use translate::kz::service::Beside;
use types::official::SerialNumber;

use super::Addition;
use crate::error::{CoreError, FieldFinding};

/// What the operator tells, compared with what was typed in.
pub(super) struct Facts {
    pub(super) serial_number: SerialNumber,
    pub(super) registration_number: Option<RegistrationNumber>,
    pub(super) seller: TaxpayerNumber,
}

impl Facts {
    pub(super) fn read(addition: &Addition, beside: &Beside) -> Result<Self, CoreError> {
        let data = beside.registration.clone().unwrap_or_default();
        let mut findings = Vec::new();
        let mut differ = |field: &str, value: &str, message: String| {
            findings.push(FieldFinding {
                field: field.to_owned(),
                rule: "differs-from-operator".to_owned(),
                value: value.to_owned(),
                message,
            });
        };
        let told = data
            .register
            .serial_number
            .as_deref()
            .map(SerialNumber::parse)
            .and_then(Result::ok);
        let serial = match (&addition.serial_number, told) {
            (Some(own), Some(told)) if *own != told => {
                differ("serial_number", own.as_str(), format!("the operator has {told}"));
                None
            }
            (Some(own), _) => Some(own.clone()),
            (None, Some(told)) => Some(told),
            (None, None) => {
                differ(
                    "serial_number",
                    "",
                    "the operator does not tell it: type it in".to_owned(),
                );
                None
            }
        };
        let taxpayer = data.organization.taxpayer_number.unwrap_or_default();
        let seller = TaxpayerNumber::parse(&taxpayer).map_err(|error| error.to_string());
        if let Err(error) = &seller {
            differ(
                "device_id",
                &addition.device_id.to_string(),
                format!("the operator names no owner: {error}"),
            );
        }
        let number = data
            .register
            .registration_number
            .as_deref()
            .map(RegistrationNumber::parse);
        match (serial, seller) {
            (Some(serial_number), Ok(seller)) => Ok(Self {
                serial_number,
                registration_number: number.and_then(Result::ok),
                seller,
            }),
            _ => Err(CoreError::Fields(findings)),
        }
    }
}
