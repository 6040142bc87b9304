//! Marking codes in the words of the ATOL driver, and the device's verdicts on them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use receipt::marking::read_as;
use receipt::{MarkedItem, Operation, Receipt, ReceiptLine};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::answer::{self, unreadable};
use super::words::{self, CodePlace};
use crate::driver::{DeviceError, DeviceRefusal, Inexpressible, MarkVerdict};
use crate::roubles::Amount;

/// What a position tells of its marking.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Marking {
    ImcParams(MarkParams),
    ProductCodes(BTreeMap<&'static str, String>),
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MarkParams {
    imc_type: &'static str,
    imc: String,
    item_estimated_status: &'static str,
    imc_mode_processing: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_fractional_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_quantity: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_units: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_info_check_result: Option<Verdict>,
}

/// Bits 0 to 4 of tag 2106, each by its name.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the driver tells each bit by itself"
)]
struct Verdict {
    imc_check_flag: bool,
    imc_check_result: bool,
    imc_status_info: bool,
    imc_estimated_status_correct: bool,
    ecr_stand_alone_flag: bool,
}

#[derive(Serialize)]
struct ValidateMarks {
    r#type: &'static str,
    params: Vec<MarkParams>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MarkResult {
    online_validation: Option<OnlineValidation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnlineValidation {
    #[serde(default)]
    item_info_check_result: Verdict,
}

/// The task that lets the device check every marked line; `None` without any.
pub(super) fn task(receipt: &Receipt) -> Result<Option<String>, DeviceError> {
    let mut params = Vec::new();
    for line in &receipt.lines {
        if let Some(marked) = to_check(line).map_err(refused)? {
            params.push(MarkParams {
                item_quantity: Some(Amount(line.quantity)),
                item_units: Some(line.measure.0),
                ..mark_params(marked, receipt.operation).map_err(refused)?
            });
        }
    }
    if params.is_empty() {
        return Ok(None);
    }
    let task = ValidateMarks {
        r#type: "validateMarks",
        params,
    };
    serde_json::to_string(&[task])
        .map(Some)
        .map_err(|error| unreadable(&error.to_string()))
}

/// One verdict a marked line, in order.
pub(super) fn verdicts(result: &RawValue) -> Result<Vec<MarkVerdict>, DeviceError> {
    let results: Vec<MarkResult> = answer::read(result.get().as_bytes())?;
    let verdict = |result: MarkResult| {
        result
            .online_validation
            .map_or(MarkVerdict(0), |online| online.item_info_check_result.into())
    };
    Ok(results.into_iter().map(verdict).collect())
}

/// What the position of a line tells of its marking; takes the verdict that belongs to it.
pub(super) fn of_line<'v>(
    line: &ReceiptLine,
    operation: Operation,
    verdicts: &mut impl Iterator<Item = &'v MarkVerdict>,
) -> Result<Option<Marking>, Inexpressible> {
    let Some(item) = &line.marking else {
        return Ok(None);
    };
    match words::code_place(item.kind)? {
        CodePlace::Plain(key) => {
            let code = BASE64.encode(read_as(item.kind, &item.code).product_code);
            Ok(Some(Marking::ProductCodes(BTreeMap::from([(key, code)]))))
        }
        CodePlace::Marked => Ok(Some(Marking::ImcParams(MarkParams {
            item_info_check_result: verdicts.next().map(|verdict| Verdict::from(*verdict)),
            ..mark_params(item, operation)?
        }))),
    }
}

/// The code of a line that the marking system can check.
fn to_check(line: &ReceiptLine) -> Result<Option<&MarkedItem>, Inexpressible> {
    let Some(item) = &line.marking else {
        return Ok(None);
    };
    Ok(match words::code_place(item.kind)? {
        CodePlace::Marked => Some(item),
        CodePlace::Plain(_) => None,
    })
}

fn mark_params(item: &MarkedItem, operation: Operation) -> Result<MarkParams, Inexpressible> {
    let usual = match operation {
        Operation::Sell | Operation::BuyReturn => 1,
        Operation::SellReturn | Operation::Buy => 3,
    };
    Ok(MarkParams {
        imc_type: "auto",
        imc: BASE64.encode(read_as(item.kind, &item.code).full_code),
        item_estimated_status: words::planned_status(item.planned_status.unwrap_or(usual))?,
        imc_mode_processing: 0,
        item_fractional_amount: item
            .fraction
            .map(|share| format!("{}/{}", share.numerator, share.denominator)),
        item_quantity: None,
        item_units: None,
        item_info_check_result: None,
    })
}

impl From<Verdict> for MarkVerdict {
    fn from(verdict: Verdict) -> Self {
        let bits = [
            verdict.imc_check_flag,
            verdict.imc_check_result,
            verdict.imc_status_info,
            verdict.imc_estimated_status_correct,
            verdict.ecr_stand_alone_flag,
        ];
        Self(
            (0_u8..)
                .zip(bits)
                .filter(|(_, up)| *up)
                .fold(0, |mask, (bit, _)| mask | 1 << bit),
        )
    }
}

impl From<MarkVerdict> for Verdict {
    fn from(verdict: MarkVerdict) -> Self {
        let up = |bit: u8| verdict.0 & (1 << bit) != 0;
        Self {
            imc_check_flag: up(0),
            imc_check_result: up(1),
            imc_status_info: up(2),
            imc_estimated_status_correct: up(3),
            ecr_stand_alone_flag: up(4),
        }
    }
}

fn refused(inexpressible: Inexpressible) -> DeviceError {
    DeviceError::Refused(DeviceRefusal {
        code: 0,
        description: inexpressible.to_string(),
    })
}
