//! `/api/v1/trade-points` and `/api/v1/taxpayer`

use app::enrollment::view::TradePointView;
use enrollment::{TaxpayerNumber, TradePointForm};
use types::TradePointId;

use super::{owner, text_of};
use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::field::{Faults, FieldErrorKind, Node};
use crate::json::{Value, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::own::{key, limit, page, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", TradePointId::new), limit(&query));
    query.finish_known()?;
    let found = call.cloud.trade_points(owner, after, limit).await?;
    Ok(page(&found, shown))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.trade_point(owner(&call)?, id(&call)?).await??;
    Ok(Reply::json(&shown(&found)))
}

pub(super) async fn create<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let form = form(&call)?;
    let made = call.cloud.put_trade_point(owner(&call)?, None, form).await??;
    Ok(Reply::json(&shown(&made)))
}

pub(super) async fn change<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, id(&call)?);
    // A trade point of somebody else is absent, whatever the form says.
    call.cloud.trade_point(owner, id).await??;
    let changed = call
        .cloud
        .put_trade_point(owner, Some(id), form(&call)?)
        .await??;
    Ok(Reply::json(&shown(&changed)))
}

pub(super) async fn delete<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    call.cloud.delete_trade_point(owner(&call)?, id(&call)?).await??;
    Ok(Reply::empty())
}

pub(super) async fn taxpayer<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.taxpayer(owner(&call)?).await?;
    let (number, name) = found.unzip();
    Ok(Reply::json(&object([
        ("number", optional_text(number)),
        ("name", optional_text(name)),
    ])))
}

pub(super) async fn put_taxpayer<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let number = body.key("number").text().map(TaxpayerNumber::parse);
    let number = match number {
        Some(Ok(number)) => Some(number),
        Some(Err(error)) => {
            body.key("number").fault(FieldErrorKind::OfficialNumber(error));
            None
        }
        None => None,
    };
    let name = body.key("name").text().map(str::to_owned);
    let (Some(number), Some(name)) = (number, name) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    call.cloud
        .put_taxpayer(owner, number.clone(), name.clone())
        .await??;
    Ok(Reply::json(&object([
        ("number", text(number.as_str())),
        ("name", text(name)),
    ])))
}

fn id<C>(call: &PersonCall<'_, C>) -> Result<TradePointId, Failure> {
    call.input.id("trade_point").map(TradePointId::new)
}

fn form<C>(call: &PersonCall<'_, C>) -> Result<TradePointForm, Failure> {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let (address, position) = (body.key("address"), body.key("position"));
    let form = TradePointForm {
        name: text_of(&body.key("name")),
        region: text_of(&address.key("region")),
        settlement: text_of(&address.key("settlement")),
        street: text_of(&address.key("street")),
        house: text_of(&address.key("house")),
        flat: text_of(&address.key("flat")),
        address_code: text_of(&address.key("code")),
        tax_office: text_of(&body.key("tax_office")),
        latitude: text_of(&position.key("latitude")),
        longitude: text_of(&position.key("longitude")),
        activity: text_of(&body.key("activity")),
    };
    if faults.is_empty() {
        return Ok(form);
    }
    Err(Failure::Fields(faults.into_list()))
}

fn shown(row: &TradePointView) -> Value<'_> {
    let point = &row.point;
    let position = point.position.map_or(Value::Null, |position| {
        object([
            ("latitude", text(degrees(position.latitude_microdegrees))),
            ("longitude", text(degrees(position.longitude_microdegrees))),
        ])
    });
    object([
        ("id", integer(row.id.get())),
        ("created_at", time(row.created_at)),
        ("name", text(&point.name)),
        (
            "address",
            object([
                ("region", text(point.address.region.as_str())),
                ("settlement", text(point.address.settlement.as_str())),
                ("street", text(&point.address.street)),
                ("house", text(&point.address.house)),
                ("flat", optional_text(point.address.flat.as_deref())),
                (
                    "code",
                    optional_text(point.address.code.as_ref().map(ToString::to_string)),
                ),
                ("line", text(&point.address.line)),
            ]),
        ),
        ("tax_office", text(point.tax_office.as_str())),
        ("position", position),
        (
            "activity",
            optional_text(point.activity.as_ref().map(ToString::to_string)),
        ),
        ("registers", integer(row.registers)),
    ])
}

/// `43.238949`
fn degrees(microdegrees: i32) -> String {
    const MICRO: u32 = 1_000_000;
    // The country lies north of the equator and east of Greenwich.
    let size = microdegrees.unsigned_abs();
    format!("{}.{:06}", size / MICRO, size % MICRO)
}
