//! What follows for the operator's own row of a register, in the same unit of work.
//!
//! A register comes to the operator with its first token: before that it has nothing to say there. The operator's row
//! keeps the token that its next request must carry, as the protocol demands; the account keeps its hash alone.

use enrollment::{Enrollment, OfdDeviceId, OperatorToken, RegisterCard, StateKind, TradePoint};
use print::Locale;
use register_kz::{BooksEvent, Standing, Tariff};
use store::enrollments::EnrollmentRow;
use store::{Tx, trade_points};
use types::{OrganizationId, Timestamp, UtcOffset};

use super::{EnrollmentFailure, application, read};
use crate::kz_ofd::{self, Card, Enrollment as Served, EnrollmentRefusal, OrganizationCard, TradePointCard};

/// Gives the register its token; the first one puts it into service.
pub(super) fn token_issued(
    tx: &mut Tx<'_>,
    row: &EnrollmentRow,
    device: OfdDeviceId,
    token: &OperatorToken,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    if kz_ofd::issue_token_in(tx, device.get(), token.reveal())? {
        return Ok(());
    }
    let card: RegisterCard = read("card of a register", &row.facts.card)?;
    let served = Served {
        device_id: device.get(),
        organization: row.organization,
        serial_number: row.facts.serial_number.clone(),
        registration_number: row.facts.registration_number.clone().unwrap_or_default(),
        card: told(tx, row.organization, &card)?,
        token: token.reveal(),
    };
    let begun = kz_ofd::enroll(tx, &served, now).map_err(|refusal| match refusal {
        EnrollmentRefusal::Store(error) => error.into(),
        EnrollmentRefusal::Taken { .. } => {
            EnrollmentFailure::RegistrationNumberTaken(served.registration_number.clone())
        }
        EnrollmentRefusal::Seller(_) | EnrollmentRefusal::Json(_) => EnrollmentFailure::Corrupt {
            what: "taxpayer",
            detail: refusal.to_string(),
        },
    });
    begun?;
    let state: Enrollment = read("state of a register", &row.facts.body)?;
    if state.kind() == StateKind::Suspended {
        // The pause began before there was a row of the operator's; the next document is to end it.
        suspended(tx, device)?;
    }
    Ok(())
}

/// The register is used elsewhere: INFO tells the new place.
pub(super) fn relocated(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    device: OfdDeviceId,
    card: &RegisterCard,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let card = told(tx, organization, card)?;
    kz_ofd::replace_card_in(tx, device.get(), &card, now)?;
    Ok(())
}

/// The register is off the books: its documents are refused for good.
pub(super) fn deregistered(
    tx: &mut Tx<'_>,
    device: OfdDeviceId,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let now = now.to_local(UtcOffset::KAZAKHSTAN);
    kz_ofd::stand_in(tx, device.get(), |standing| standing.deregistered(now))?;
    Ok(())
}

/// Charging pauses; the next document of the register goes on by itself.
pub(super) fn suspended(tx: &mut Tx<'_>, device: OfdDeviceId) -> Result<(), EnrollmentFailure> {
    kz_ofd::apply_in(tx, device.get(), &BooksEvent::TariffChanged(Tariff::Off))?;
    Ok(())
}

/// Without a tariff a register cannot work; a block of the staff stays beside this one.
pub(super) fn tariff_cancelled(
    tx: &mut Tx<'_>,
    device: OfdDeviceId,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let now = now.to_local(UtcOffset::KAZAKHSTAN);
    kz_ofd::stand_in(tx, device.get(), |standing| {
        standing.blocked_by_tariff(reason(), now)
    })?;
    Ok(())
}

/// A tariff lifts the block that its absence brought, and no other.
pub(super) fn tariff_chosen(tx: &mut Tx<'_>, device: OfdDeviceId) -> Result<(), EnrollmentFailure> {
    kz_ofd::stand_in(tx, device.get(), Standing::lifted_by_tariff)?;
    kz_ofd::apply_in(tx, device.get(), &BooksEvent::TariffChanged(Tariff::On))?;
    Ok(())
}

/// What the cashier reads while the register has no tariff, in the language of the country's registers.
fn reason() -> String {
    Locale::Ru.text("enrollment-refused-tariff-absent")
}

/// What INFO tells of the registration.
fn told(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    card: &RegisterCard,
) -> Result<Card, EnrollmentFailure> {
    let taxpayer = trade_points::taxpayer(tx, organization)?;
    let taxpayer = taxpayer.ok_or(EnrollmentFailure::Absent("taxpayer"))?;
    let point: TradePoint = application::trade_point(tx, organization, card.trade_point)?;
    Ok(Card {
        organization: OrganizationCard {
            title: taxpayer.name,
            taxpayer_number: taxpayer.number,
            address: point.address.line.clone(),
            activity_code: point.activity.as_ref().map(ToString::to_string),
            ..OrganizationCard::default()
        },
        trade_point: TradePointCard {
            title: point.name,
            address: point.address.line,
            address_kk: None,
        },
    })
}
