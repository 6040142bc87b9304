//! What the operator tells of a registration, as the journal keeps it.

use serde_json::{Value, json};
use translate::kz::service::RegistrationData;

/// As JSON; what paper shows stands at the top.
pub(crate) fn to_json(data: &RegistrationData) -> Value {
    json!({
        "registration_number": data.register.registration_number,
        "serial_number": data.register.serial_number,
        "device_id": data.register.device_id,
        "trade_point": {
            "title": data.trade_point.title,
            "address": data.trade_point.address,
            "address_kk": data.trade_point.address_kk,
        },
        "organization": {
            "title": data.organization.title,
            "address": data.organization.address,
            "address_kk": data.organization.address_kk,
            "taxpayer_number": data.organization.taxpayer_number,
            "activity_code": data.organization.activity_code,
        },
        "ofd": data.ofd.as_ref().map(|ofd| json!({"title": ofd.title, "title_kk": ofd.title_kk, "url": ofd.url})),
    })
}
