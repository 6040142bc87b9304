//! Names of units of measure. Source: KZ-OFD/units.

use ::receipt::kz::UnitCode;

use crate::TextId;

/// The unit's name; `None` for a code that the state list does not have.
pub(super) fn name(code: &UnitCode) -> Option<TextId> {
    let mut rows = UNITS.iter();
    let row = rows.find(|(known, _)| *known == code.as_str());
    row.map(|(_, name)| TextId(name))
}

/// Code and name.
const UNITS: [(&str, &str); 34] = [
    ("796", "kz-unit-796"),
    ("116", "kz-unit-116"),
    ("5114", "kz-unit-5114"),
    ("006", "kz-unit-006"),
    ("112", "kz-unit-112"),
    ("021", "kz-unit-021"),
    ("168", "kz-unit-168"),
    ("356", "kz-unit-356"),
    ("359", "kz-unit-359"),
    ("360", "kz-unit-360"),
    ("362", "kz-unit-362"),
    ("003", "kz-unit-003"),
    ("004", "kz-unit-004"),
    ("005", "kz-unit-005"),
    ("642", "kz-unit-642"),
    ("008", "kz-unit-008"),
    ("160", "kz-unit-160"),
    ("161", "kz-unit-161"),
    ("162", "kz-unit-162"),
    ("163", "kz-unit-163"),
    ("164", "kz-unit-164"),
    ("110", "kz-unit-110"),
    ("111", "kz-unit-111"),
    ("055", "kz-unit-055"),
    ("059", "kz-unit-059"),
    ("061", "kz-unit-061"),
    ("625", "kz-unit-625"),
    ("728", "kz-unit-728"),
    ("736", "kz-unit-736"),
    ("778", "kz-unit-778"),
    ("868", "kz-unit-868"),
    ("931", "kz-unit-931"),
    ("113", "kz-unit-113"),
    ("000", "kz-unit-000"),
];
