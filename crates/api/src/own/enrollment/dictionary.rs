//! `/api/v1/dictionaries`: what forms are chosen from

use enrollment::{GeoPosition, KatoCode, Places, PlanCountry, RegisterKind, Settlement, TariffPlan};

use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::field::{FieldErrorKind, Words};
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::own::limit;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

const COUNTRY: Words<PlanCountry> = Words(&[("KZ", PlanCountry::Kazakhstan), ("RU", PlanCountry::Russia)]);

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
    let rows = found.map(|settlement| object(told(places, settlement)));
    Ok(listed(array(rows)))
}

/// Settlements around a position, the nearest first: for trade points outside settlements.
pub(super) fn nearest<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    const RANGE: &str = "degrees within Kazakhstan such as 43.238949";
    let query = call.input.query();
    let axis = |name, (min, max): (i32, i32)| {
        let within = |text: &str| {
            let range = min.saturating_mul(1_000_000)..=max.saturating_mul(1_000_000);
            GeoPosition::microdegrees(text).filter(|value| range.contains(value))
        };
        query.read(name, || FieldErrorKind::OutOfRange { range: RANGE }, within)
    };
    let latitude = axis("latitude", GeoPosition::LATITUDE_DEGREES);
    let longitude = axis("longitude", GeoPosition::LONGITUDE_DEGREES);
    let limit = limit(&query);
    query.finish_known()?;
    let missing = |name| move || Failure::field(name, FieldErrorKind::Missing);
    let position = GeoPosition {
        latitude_microdegrees: latitude.ok_or_else(missing("latitude"))?,
        longitude_microdegrees: longitude.ok_or_else(missing("longitude"))?,
    };
    let places = &call.cloud.dictionaries().places;
    let found = places.nearest(position);
    let rows = found.into_iter().take(size(limit)).map(|(settlement, metres)| {
        let [code, region, name_ru, name_kk, line] = told(places, settlement);
        object([
            code,
            region,
            name_ru,
            name_kk,
            line,
            ("distance_m", integer(metres)),
        ])
    });
    Ok(listed(array(rows)))
}

fn told<'a>(places: &Places, settlement: &'a Settlement) -> [(&'static str, Value<'a>); 5] {
    [
        ("code", text(settlement.code.as_str())),
        ("region", text(settlement.code.region().to_string())),
        ("name_ru", text(&settlement.name_ru)),
        ("name_kk", optional_text(settlement.name_kk.as_deref())),
        ("line", text(places.names_down_to(&settlement.code).join(", "))),
    ]
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

/// Plans that are offered today, of one country or of both.
pub(super) fn tariff_plans<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let country = query.word("country", &COUNTRY);
    query.finish_known()?;
    let plans = call.cloud.tariff_plans(country);
    Ok(listed(array(plans.iter().map(plan))))
}

/// A version of a plan.
pub(super) fn plan(plan: &TariffPlan) -> Value<'_> {
    object([
        ("id", text(plan.code.as_str())),
        ("country", text(plan.country.code())),
        ("connection", text(plan.connection.code())),
        ("price_minor", integer(plan.price.minor())),
        ("name_ru", text(&plan.name.ru)),
        ("name_kk", text(&plan.name.kk)),
        ("name_en", text(&plan.name.en)),
        ("valid_from", text(plan.valid_from.format("%Y-%m-%d"))),
        (
            "valid_to",
            optional_text(plan.valid_to.map(|last| last.format("%Y-%m-%d"))),
        ),
    ])
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
