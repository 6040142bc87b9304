//! `POST /api/pos/v1/pos/activate` and `POST /api/pos/v1/pos/deactivate`

use crate::call::RegisterCall;
use crate::cloud::{Activation, Cloud};
use crate::field::{Faults, Node};
use crate::json::{object, read};
use crate::limits::SMALL_BOUNDS;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

pub(super) async fn activate<C: Cloud>(call: RegisterCall<'_, C>) -> Answered {
    let (serial_number, rent_station) = parse(&call.input.body)?;
    match call
        .cloud
        .activate(call.actor, serial_number, rent_station)
        .await?
    {
        Activation::Active => Ok(Reply::json(&object([]))),
        Activation::Refused { reason } => Err(Failure::ActivationRefused { reason }),
    }
}

/// Serial number and rented station, with all faults at once.
fn parse(body: &[u8]) -> Result<(String, Option<String>), Failure> {
    let value = read(body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let serial_number = body.key("hwid").text_or_integer().map(str::to_owned);
    let rent_station = body.key("rent_station").optional_text_or_integer();
    match serial_number.filter(|_| faults.is_empty()) {
        Some(serial_number) => Ok((serial_number, rent_station)),
        None => Err(Failure::Fields(faults.into_list())),
    }
}

pub(super) async fn deactivate<C: Cloud>(call: RegisterCall<'_, C>) -> Answered {
    call.cloud.deactivate(call.actor).await?;
    Ok(Reply::json(&object([])))
}
