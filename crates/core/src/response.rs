//! Answers in the documented shape: `response_code`, `response_data`, `message`.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use print::Locale;
use serde_json::{Value, json};

macro_rules! response_codes {
    ($($(#[$meta:meta])* $name:ident = $number:literal, $status:ident, $text:literal;)+) => {
        /// Result of a request, `rc_*` of docs/core-api.md: a number is never given to something else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ResponseCode {
            $($(#[$meta])* $name,)+
        }

        impl ResponseCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its number.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$name => $number,)+ }
            }

            /// Its status of HTTP.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }

            /// Id of its text in the catalogues.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

response_codes! {
    /// Done.
    Ok = 0, OK, "core-rc-ok";
    /// The body is no JSON object.
    NotJson = 1, BAD_REQUEST, "core-rc-not-json";
    /// Fields are wrong; all of them are listed.
    WrongFields = 2, UNPROCESSABLE_ENTITY, "core-rc-wrong-fields";
    /// Nobody is signed in.
    NotSignedIn = 3, UNAUTHORIZED, "core-rc-not-signed-in";
    /// No such PIN or token.
    WrongPin = 4, UNAUTHORIZED, "core-rc-wrong-pin";
    /// Too many wrong PINs.
    PinLocked = 5, TOO_MANY_REQUESTS, "core-rc-pin-locked";
    /// The first PIN must be changed.
    PinMustChange = 6, FORBIDDEN, "core-rc-pin-must-change";
    /// The role may not.
    NotPermitted = 7, FORBIDDEN, "core-rc-not-permitted";
    /// No such register.
    RegisterUnknown = 8, NOT_FOUND, "core-rc-register-unknown";
    /// No such document.
    DocumentUnknown = 9, NOT_FOUND, "core-rc-document-unknown";
    /// The operation has no idempotency key.
    KeyMissing = 10, BAD_REQUEST, "core-rc-key-missing";
    /// The key was used with another command.
    KeyConflict = 11, CONFLICT, "core-rc-key-conflict";
    /// The outcome is not known yet.
    StillWorking = 12, SERVICE_UNAVAILABLE, "core-rc-still-working";
    /// The register is not set up.
    NotSetUp = 13, CONFLICT, "core-rc-not-set-up";
    /// The register is set up.
    AlreadySetUp = 14, CONFLICT, "core-rc-already-set-up";
    /// Another document waits for the operator.
    AnswerPending = 15, CONFLICT, "core-rc-answer-pending";
    /// The shift is open for more than 24 hours.
    ShiftExpired = 16, CONFLICT, "core-rc-shift-expired";
    /// No shift is open.
    NothingToClose = 17, CONFLICT, "core-rc-nothing-to-close";
    /// More than 72 hours without the operator.
    AutonomousTooLong = 18, CONFLICT, "core-rc-autonomous-too-long";
    /// The drawer does not hold the cash.
    NotEnoughCash = 19, CONFLICT, "core-rc-not-enough-cash";
    /// The operator has blocked the register.
    BlockedByOperator = 20, CONFLICT, "core-rc-blocked-by-operator";
    /// The operator does not know the token.
    TokenRefused = 21, CONFLICT, "core-rc-token-refused";
    /// The operator does not know the register.
    IdRefused = 22, CONFLICT, "core-rc-id-refused";
    /// The operator does not understand the register.
    ProtocolFault = 23, CONFLICT, "core-rc-protocol-fault";
    /// The operator refuses the first document of the queue.
    QueueRefused = 24, CONFLICT, "core-rc-queue-refused";
    /// The clock is behind the last document.
    ClockBehind = 25, CONFLICT, "core-rc-clock-behind";
    /// The clock is behind the operator's.
    ClockBehindOperator = 26, CONFLICT, "core-rc-clock-behind-operator";
    /// A counter left its range.
    CounterFull = 28, CONFLICT, "core-rc-counter-full";
    /// No receipt was issued yet.
    NothingToCopy = 29, NOT_FOUND, "core-rc-nothing-to-copy";
    /// Nothing waits for a repair.
    NothingToResume = 30, CONFLICT, "core-rc-nothing-to-resume";
    /// The operator did not take the document.
    OperatorRefused = 31, CONFLICT, "core-rc-operator-refused";
    /// The shift was closed, but the receipt behind it was not issued.
    NotIssued = 32, CONFLICT, "core-rc-not-issued";
    /// The operator does not answer.
    OperatorUnreachable = 33, BAD_GATEWAY, "core-rc-operator-unreachable";
    /// Another register has the serial number.
    SerialTaken = 34, CONFLICT, "core-rc-serial-taken";
    /// No room for another register or person.
    LimitReached = 35, CONFLICT, "core-rc-limit-reached";
    /// The PIN cannot be used.
    PinUnusable = 36, UNPROCESSABLE_ENTITY, "core-rc-pin-unusable";
    /// No such person.
    PersonUnknown = 38, NOT_FOUND, "core-rc-person-unknown";
    /// Not an address of this core.
    HostRefused = 39, FORBIDDEN, "core-rc-host-refused";
    /// Another site asks in somebody's name.
    OriginRefused = 40, FORBIDDEN, "core-rc-origin-refused";
    /// The body is too large.
    TooLarge = 41, PAYLOAD_TOO_LARGE, "core-rc-too-large";
    /// Nothing has this address.
    AddressUnknown = 42, NOT_FOUND, "core-rc-address-unknown";
    /// The address takes another method.
    WrongMethod = 43, METHOD_NOT_ALLOWED, "core-rc-wrong-method";
    /// The journal cannot be written.
    JournalUnavailable = 44, SERVICE_UNAVAILABLE, "core-rc-journal-unavailable";
    /// Somebody must stay who can administer.
    LastAdministrator = 46, CONFLICT, "core-rc-last-administrator";
    /// The operator does not refuse this document: it cannot be set aside.
    NotRefused = 47, CONFLICT, "core-rc-not-refused";
    /// No such document was set aside.
    NotSetAside = 48, CONFLICT, "core-rc-not-set-aside";
    /// What waits in the queue has no room in the other version.
    QueueDoesNotFit = 49, CONFLICT, "core-rc-queue-does-not-fit";
    /// The server tells of another register.
    OtherRegister = 50, CONFLICT, "core-rc-other-register";
    /// Somebody else moved the register to another server meanwhile.
    ChangedMeanwhile = 51, CONFLICT, "core-rc-changed-meanwhile";
    /// A defect of ours.
    Internal = 98, INTERNAL_SERVER_ERROR, "core-rc-internal";
}

/// An answer: for the wire and, of an operation, for the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Status of HTTP.
    pub status: u16,
    /// Body, byte for byte.
    pub body: String,
}

impl Outcome {
    /// Done, with what came of it.
    #[must_use]
    pub fn done(data: &Value, locale: Locale) -> Self {
        Self::of(ResponseCode::Ok, data, locale)
    }

    /// Any code.
    #[must_use]
    pub fn of(code: ResponseCode, data: &Value, locale: Locale) -> Self {
        let body = json!({
            "response_code": code.number(),
            "response_data": data,
            "message": locale.text(code.text()),
        });
        Self {
            status: code.status().as_u16(),
            body: body.to_string(),
        }
    }
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = [
            (CONTENT_TYPE, "application/json; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
        ];
        let retry = (status == StatusCode::SERVICE_UNAVAILABLE).then_some([(RETRY_AFTER, "1")]);
        (status, retry.unwrap_or([(RETRY_AFTER, "0")]), headers, self.body).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_number_of_its_own_and_a_text_in_each_language() {
        let mut numbers: Vec<u8> = ResponseCode::ALL.iter().map(|code| code.number()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), ResponseCode::ALL.len());
        assert!(numbers.iter().all(|number| *number <= 98));
        for locale in Locale::ALL {
            for code in ResponseCode::ALL {
                assert_ne!(locale.text(code.text()), code.text(), "{}", locale.code());
            }
        }
    }
}
