//! `/api/v1/dictionaries`: what forms are chosen from

use enrollment::{KatoCode, RegisterKind};

use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::json::{Value, array, object, optional_text, text};
use crate::own::limit;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

pub(super) fn regions<C: Cloud>(call: &PersonCall<'_, C>) -> Reply {
    let rows = call.cloud.dictionaries().places.regions().map(|region| {
        object([
            ("code", text(region.code.as_str())),
            ("name_ru", text(&region.name_ru)),
            ("name_kk", text(&region.name_kk)),
        ])
    });
    listed(array(rows))
}

/// Settlements of a region with a word that begins with `query`.
pub(super) fn settlements<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    let region = region(call)?;
    let query = call.input.query();
    let (beginning, limit) = (query.text("query").unwrap_or_default().to_owned(), limit(&query));
    query.finish_known()?;
    let places = &call.cloud.dictionaries().places;
    let found = places.settlements(&region, &beginning).take(size(limit));
    let rows = found.map(|settlement| {
        object([
            ("code", text(settlement.code.as_str())),
            ("name_ru", text(&settlement.name_ru)),
            ("name_kk", optional_text(settlement.name_kk.as_deref())),
            ("line", text(places.names_down_to(&settlement.code).join(", "))),
        ])
    });
    Ok(listed(array(rows)))
}

pub(super) fn tax_offices<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    let region = region(call)?;
    let rows = call.cloud.dictionaries().places.offices(&region).map(|office| {
        object([
            ("code", text(office.code.as_str())),
            ("name_ru", text(&office.name_ru)),
        ])
    });
    Ok(listed(array(rows)))
}

/// Models with a word of the name that begins with `query`.
pub(super) fn models<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (beginning, limit) = (query.text("query").unwrap_or_default().to_owned(), limit(&query));
    query.finish_known()?;
    let found = call
        .cloud
        .dictionaries()
        .models
        .find(&beginning)
        .take(size(limit));
    let rows = found.map(|model| {
        let kind = match model.kind {
            RegisterKind::Device => "device",
            RegisterKind::System => "system",
        };
        object([
            ("code", text(model.code.as_str())),
            ("name", text(&model.name)),
            ("kind", text(kind)),
        ])
    });
    Ok(listed(array(rows)))
}

fn region<C: Cloud>(call: &PersonCall<'_, C>) -> Result<KatoCode, Failure> {
    let code = KatoCode::parse(call.input.path("region")?).ok_or(Failure::NotFound)?;
    let known = call.cloud.dictionaries().places.region(&code).is_some();
    known.then_some(code).ok_or(Failure::NotFound)
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

fn listed(rows: Value<'_>) -> Reply {
    Reply::json(&object([("rows", rows)]))
}
