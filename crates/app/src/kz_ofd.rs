//! The Kazakh operator: takes a register's request, counts it for itself, keeps it, answers it.
//!
//! An answer leaves only after document, books, token and answer are durable together, so a repeated request gets the
//! first answer, byte for byte. Trouble of our own is told as «temporarily unavailable», since every other result would
//! stop a shop.

mod annulment;
pub mod archive;
mod attempts;
mod card;
mod document;
mod facts;
pub mod forwarding;
pub mod paper;
mod perform;
mod reading;
mod registers;
mod search;
mod sign_in;
pub mod staff;
pub mod transactions;

use enrollment::TariffPlans;
use ofd_kz::exchange::{self, Verdict};
use ofd_kz::session::{Answer, IncomingMessage};
use ofd_kz::{KnownResult, VersionPolicy};
use print::{Arg, Locale};
use register_kz::BooksPolicy;
use std::sync::Arc;
use store::{Isolation, StoreError, Tx, kz_registers};
use translate::kz::{ResultText, result_text};
use types::{Secret, Timestamp, UtcOffset};

use crate::App;
use perform::Admitted;
pub use perform::REFUSED_KEPT_MAX;
use reading::Reading;
use registers::Stored;
use sign_in::SignIn;

pub(crate) use attempts::Attempts;
pub use attempts::{FAILED_SIGN_INS_MAX, SIGN_INS_AT_ONCE_MAX};
pub use card::{Card, OrganizationCard, TradePointCard};
pub use facts::ToldFacts;
pub use registers::{Enrollment, EnrollmentRefusal, enroll, issue_token, replace_card, valid_token};
pub(crate) use registers::{apply_in, issue_token_in, known_unsent_in, replace_card_in, stand_in};
pub use search::{
    ConsumerReceipt, KzDocumentView, KzRegisterView, consumer_receipt, documents, find_by_link,
    find_document, register, registers,
};

/// What the configuration decides for the Kazakh operator.
#[derive(Clone, Debug)]
pub struct KzSettings {
    /// Key of the fiscal signs; without one documents are put off.
    pub sign_key: Option<Secret>,
    /// What a receipt's link begins with.
    pub consumer_url: String,
    /// Name of the operator, as registers print it.
    pub ofd_name: String,
    /// Which versions of the protocol are served.
    pub versions: VersionPolicy,
    /// Wall clock of the registers: the whole country has one since 01.03.2024.
    pub offset: UtcOffset,
    /// What the sources leave open about admitting documents.
    pub policy: BooksPolicy,
    /// Result of a wrong login or password; the answer's own part tells it too.
    pub wrong_sign_in: KnownResult,
    /// What may be chosen of service.
    pub tariff_plans: Arc<TariffPlans>,
}

impl KzSettings {
    /// Of a platform that serves no Kazakh registers: there is no key, so that their documents are put off.
    #[must_use]
    pub fn unconfigured() -> Self {
        Self {
            sign_key: None,
            consumer_url: String::new(),
            ofd_name: String::new(),
            versions: VersionPolicy::Published,
            offset: UtcOffset::KAZAKHSTAN,
            policy: BooksPolicy::default(),
            wrong_sign_in: KnownResult::Ok,
            tariff_plans: Arc::default(),
        }
    }
}

/// What became of a request.
struct Taken {
    answer: Vec<u8>,
    outcome: &'static str,
    /// A document waits for the tax authority now.
    is_document: bool,
}

/// Takes one request of a register.
pub async fn ingest(app: &App, message: IncomingMessage) -> Answer {
    let reading = Arc::new(Reading::of(message, app.settings().kz.versions));
    let signed_in = match sign_in::check(app, &reading).await {
        Ok(signed_in) => signed_in,
        Err(error) => return failed(&reading, &error),
    };
    let (unit, platform, now) = (Arc::clone(&reading), app.clone(), app.now());
    let random = crate::credentials::random_u32(app.rng());
    // The row of the register is locked; signs are unique by constraint: no phantom matters.
    let taken = app
        .db()
        .write_at(Isolation::ReadCommitted, "ingest_kz", move |tx| {
            take(tx, &platform, &unit, signed_in.as_ref(), random, now)
        })
        .await;
    match taken {
        Ok(taken) => {
            count(taken.outcome);
            if taken.is_document {
                app.signals().kz_forwarding_waiting.notify_one();
            }
            Answer::Send(taken.answer)
        }
        Err(error) => failed(&reading, &error),
    }
}

fn failed(reading: &Reading, error: &IngestError) -> Answer {
    count("failed");
    tracing::error!(
        error = %error,
        device.id = reading.header.device_id,
        "a request could not be kept; the register will repeat it"
    );
    put_off(reading)
}

/// The answer to a request that nothing can be done about now.
fn put_off(reading: &Reading) -> Answer {
    match refusal(reading, KnownResult::ServiceTemporarilyUnavailable) {
        Ok(answer) => Answer::Send(answer),
        Err(_) => Answer::Close,
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("qassa_kz_requests_total", "result" => outcome).increment(1);
}

/// Why a request could not be answered; the unit is undone and the register repeats.
#[derive(Debug, thiserror::Error)]
enum IngestError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("column `{column}` of register {device_id} does not read")]
    Row {
        column: &'static str,
        device_id: u32,
        source: serde_json::Error,
    },
    #[error("an event does not follow from the books")]
    Books(#[from] register_kz::BooksOutOfPlace),
    #[error("the answer does not fit its message: {0}")]
    Answer(String),
    #[error("no fiscal sign is left: {0}")]
    Sign(String),
}

fn take(
    tx: &mut Tx<'_>,
    app: &App,
    reading: &Reading,
    signed_in: Option<&SignIn>,
    random: u32,
    now: Timestamp,
) -> Result<Taken, IngestError> {
    let row = kz_registers::load(tx, reading.header.device_id)?;
    let stored = row.map(Stored::of).transpose()?;
    let tokens = stored.as_ref().map(|stored| &stored.tokens);
    let verdict = exchange::judge(tokens, &reading.header, reading.command, reading.parse());
    if let Some(result) = verdict.refusal() {
        let answer = refusal(reading, result).map_err(|error| IngestError::Answer(error.to_string()))?;
        return Ok(Taken {
            answer,
            outcome: "refused",
            is_document: false,
        });
    }
    match verdict {
        Verdict::Repeat(answer) => Ok(Taken {
            answer: answer.to_vec(),
            outcome: "repeated",
            is_document: false,
        }),
        Verdict::Admit(rotation) => {
            let (Some(stored), Some(content)) = (stored, &reading.content) else {
                return Err(IngestError::Answer("nothing was admitted".to_owned()));
            };
            let admitted = Admitted {
                app,
                reading,
                content,
                signed_in,
                rotation,
                random,
                now,
            };
            admitted.answer(tx, stored)
        }
        Verdict::UnknownId
        | Verdict::InvalidRetry
        | Verdict::InvalidRequestNumber
        | Verdict::InvalidToken
        | Verdict::ProtocolError => Err(IngestError::Answer("a refusal without a result".to_owned())),
    }
}

/// The whole message that refuses a request, with the text for the cashier.
fn refusal(reading: &Reading, result: KnownResult) -> Result<Vec<u8>, ofd_kz::frame::TooLarge> {
    let text = result_text(result).map(|text| said(&text)).unwrap_or_default();
    exchange::refusal(&reading.header, reading.command, result, &text)
}

/// What the cashier reads, in Russian, as the registers of the country print it.
fn said(text: &ResultText) -> String {
    let args: Vec<_> = text
        .args
        .iter()
        .map(|(name, value)| (*name, Arg::Text(value)))
        .collect();
    Locale::Ru.text_with(text.id, &args)
}
