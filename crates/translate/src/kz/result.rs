//! Refusals ↔ results of the wire, and what the cashier is told about them. Source: KZ-OFD/result.

use ofd_kz::{KnownResult, Version};
use register_kz::{AnswerClass, Refusal, VAT_RATES_MAX};
use types::LocalDateTime;

use super::fault::Fault;

/// A text of the catalogues: `locales/{kk,ru,en}/ofd.ftl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultText {
    /// Its id.
    pub id: &'static str,
    /// What fills its placeholders.
    pub args: Vec<(&'static str, String)>,
}

/// The result that a refused register gets.
#[must_use]
pub fn refusal_result(refusal: &Refusal, version: Version) -> KnownResult {
    match refusal {
        Refusal::ShiftExpired { .. } => KnownResult::OpenShiftTimeoutExpired,
        Refusal::WrongShift { .. }
        | Refusal::NothingToClose { .. }
        | Refusal::AutonomousSignReused { .. }
        | Refusal::TooManyVatRates
        | Refusal::Counter(_) => KnownResult::IncorrectRequestData,
        // 2.0.4 has neither the command nor its result.
        Refusal::NotAnnulled(_) if version >= Version::V204 => KnownResult::UnsupportedCommand,
        Refusal::NotAnnulled(_) => KnownResult::CantCancelTicket,
        Refusal::NotEnoughCash { .. } => KnownResult::NotEnoughCash,
        Refusal::Deregistered if version >= Version::V204 => KnownResult::Deregistered,
        Refusal::Blocked { .. } | Refusal::Deregistered => KnownResult::Blocked,
        Refusal::BuyerIsSeller { .. } => KnownResult::SameTaxpayerAndCustomer,
    }
}

/// What the cashier of a refused register is told.
#[must_use]
pub fn refusal_text(refusal: &Refusal) -> ResultText {
    let time = |time: &LocalDateTime| time.format("%d.%m.%Y %H:%M");
    match refusal {
        Refusal::ShiftExpired { shift, opened_at } => text(
            "ofd-refusal-shift-expired",
            [("shift", shift.to_string()), ("opened", time(opened_at))],
        ),
        Refusal::WrongShift { named, due } => text(
            "ofd-refusal-wrong-shift",
            [("named", named.to_string()), ("due", due.to_string())],
        ),
        Refusal::NothingToClose { last } => {
            text("ofd-refusal-nothing-to-close", [("last", last.to_string())])
        }
        Refusal::AutonomousSignReused { sign, used_at, .. } => text(
            "ofd-refusal-autonomous-sign-reused",
            [("sign", sign.to_string()), ("used", time(used_at))],
        ),
        Refusal::Counter(error) => text("ofd-refusal-counter", [("counter", error.counter.to_owned())]),
        Refusal::TooManyVatRates => text(
            "ofd-refusal-too-many-vat-rates",
            [("max", VAT_RATES_MAX.to_string())],
        ),
        Refusal::NotAnnulled(_) => text("ofd-result-cannot-cancel", []),
        Refusal::NotEnoughCash { in_drawer, taken } => text(
            "ofd-refusal-not-enough-cash",
            [("drawer", in_drawer.to_string()), ("taken", taken.to_string())],
        ),
        Refusal::Blocked { reason } => text("ofd-refusal-blocked", [("reason", reason.clone())]),
        Refusal::Deregistered => text("ofd-refusal-deregistered", []),
        Refusal::BuyerIsSeller { number } => {
            text("ofd-refusal-buyer-is-seller", [("number", number.to_string())])
        }
    }
}

/// Result and text of a message with faults: the first decides, and the number of all is told.
///
/// Without any fault there is nothing to tell: `None`.
#[must_use]
pub fn faults_result(faults: &[Fault]) -> Option<(KnownResult, ResultText)> {
    let first = faults.first()?;
    let args = [
        ("path", first.path.clone()),
        ("message", first.message.clone()),
        ("count", faults.len().to_string()),
    ];
    Some((first.kind.result(), text("ofd-refusal-incorrect-data", args)))
}

/// What the cashier is told about a result that needs no facts; `None` for success and for results that have facts of
/// their own or are never sent.
#[must_use]
pub fn result_text(result: KnownResult) -> Option<ResultText> {
    let id = match result {
        KnownResult::UnknownId => "ofd-result-unknown-id",
        KnownResult::InvalidToken => "ofd-result-invalid-token",
        KnownResult::ProtocolError => "ofd-result-protocol-error",
        KnownResult::UnknownCommand => "ofd-result-unknown-command",
        KnownResult::UnsupportedCommand => "ofd-result-unsupported-command",
        KnownResult::InvalidRequestNumber => "ofd-result-invalid-request-number",
        KnownResult::InvalidRetryRequest => "ofd-result-invalid-retry",
        KnownResult::CantCancelTicket => "ofd-result-cannot-cancel",
        KnownResult::InvalidLoginPassword => "ofd-result-invalid-login",
        KnownResult::ElementNotFoundByBarcode => "ofd-result-no-such-barcode",
        KnownResult::Disconnected => "ofd-result-disconnected",
        KnownResult::ServiceTemporarilyUnavailable | KnownResult::UnknownError => "ofd-result-unavailable",
        KnownResult::Ok
        | KnownResult::InvalidConfiguration
        | KnownResult::SslIsNotAllowed
        | KnownResult::OpenShiftTimeoutExpired
        | KnownResult::IncorrectRequestData
        | KnownResult::NotEnoughCash
        | KnownResult::Blocked
        | KnownResult::ShiftAlreadyOpened
        | KnownResult::SameTaxpayerAndCustomer
        | KnownResult::Deregistered => return None,
    };
    Some(text(id, []))
}

/// What a register does about a result of the wire; 18 and 19 of 2.0.4 stop it, 18 of 2.0.3 does not.
#[must_use]
pub fn answer_class(code: ofd_kz::ResultCode, version: Version) -> AnswerClass {
    match code.known(version) {
        Some(KnownResult::Deregistered | KnownResult::Disconnected) => AnswerClass::Blocked,
        Some(_) | None => register_kz::ResultCode(code.0).class(),
    }
}

fn text<const N: usize>(id: &'static str, args: [(&'static str, String); N]) -> ResultText {
    let args = args.into();
    ResultText { id, args }
}
