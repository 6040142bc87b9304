//! A register that keeps its own books and believes no answer before it has judged it.

use super::message::{self, Receipt};
use ofd_kz::command::Rotation;
use ofd_kz::exchange::RegisterSide;
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::header::HEADER_SIZE;
use ofd_kz::link::ReceiptLink;
use ofd_kz::messages::{OperationType, PaymentType, Request, Response};
use ofd_kz::sign::{SignedFacts, fiscal_sign};
use ofd_kz::{Command, KnownResult, Version, payload};
use serde_json::Value;
use std::collections::HashSet;
use std::convert::Infallible;
use types::{LocalDateTime, Money};

/// The version that the load speaks.
const VERSION: Version = Version::V203;
/// Key of the signs of the sandbox: no secret, since they have no legal force.
pub const SANDBOX_SIGN_KEY: &str = "sandbox: signs without legal force";
/// The number of the first autonomous receipt.
const FIRST_AUTONOMOUS: u32 = 1001;
/// Cash put in, tiyn.
const DEPOSIT: i64 = 1_000_000;
/// Length of a round of documents, see [`Mix::Everything`].
const ROUND: u64 = 64;

/// What a register sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// Sales of five lines.
    Sales,
    /// All four operations, cash put in, autonomous receipts, X reports and closings of shifts.
    Everything,
}

/// What the register's own books say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Non-resettable totals by number of operation, tiyn.
    pub ever: [i64; 4],
    /// Receipts of all shifts by number of operation.
    pub receipts: [u32; 4],
    /// Cash in the drawer, tiyn.
    pub drawer: i64,
    /// Of the shift: receipts and their totals by number of operation.
    pub in_shift: [(u32, i64); 4],
}

/// A document that the operator took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What was sent, without its header.
    pub payload: Vec<u8>,
    /// The whole answer.
    pub answer: Vec<u8>,
    /// The link of a receipt, which holds its sign.
    pub link: Option<ReceiptLink>,
}

/// A register.
#[derive(Debug)]
pub struct KzRegister {
    side: RegisterSide,
    registration_number: String,
    mix: Mix,
    shift: u32,
    is_open: bool,
    /// Requests that were thought of.
    step: u64,
    number: u64,
    sums: Sums,
    /// By number of operation the newest receipt that may be returned: sign, time, total.
    returnable: [Option<(String, LocalDateTime, i64)>; 4],
    signs: HashSet<u32>,
    taken: Vec<Taken>,
    unanswered: Option<Unanswered>,
}

/// A request that has no answer yet, byte for byte as it is repeated.
#[derive(Debug)]
struct Unanswered {
    message: Vec<u8>,
    command: Command,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Receipt(Receipt),
    Deposit(i64),
    Report,
    Closing,
}

/// Why an answer is not believed.
#[derive(Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The operator has a trouble of its own: the same again.
    PutOff,
    /// The operator breaks the protocol or counts wrong.
    Wrong(String),
}

impl KzRegister {
    /// The registers that the sandbox names in its line of JSON, ready for their first request.
    pub fn of_sandbox(facts: &Value, mix: Mix) -> Vec<Self> {
        let listed = facts["kz"]["registers"].as_array();
        listed
            .into_iter()
            .flatten()
            .filter_map(|one| {
                let number = |name: &str| one[name].as_u64().and_then(|number| u32::try_from(number).ok());
                let registration_number = one["registration_number"].as_str()?.to_owned();
                Some(Self::new(
                    number("ofd_device_id")?,
                    number("token")?,
                    registration_number,
                    mix,
                ))
            })
            .collect()
    }

    fn new(device_id: u32, token: u32, registration_number: String, mix: Mix) -> Self {
        Self {
            side: RegisterSide {
                device_id,
                token,
                request_number: 0,
            },
            registration_number,
            mix,
            shift: 1,
            is_open: false,
            step: 0,
            number: 0,
            sums: Sums::default(),
            returnable: Default::default(),
            signs: HashSet::new(),
            taken: Vec::new(),
            unanswered: None,
        }
    }

    /// Its id at the operator.
    pub const fn device_id(&self) -> u32 {
        self.side.device_id
    }

    /// The token of its next request.
    pub const fn token(&self) -> u32 {
        self.side.token
    }

    /// Its own books.
    pub const fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Documents that the operator took, oldest first.
    pub fn taken(&self) -> &[Taken] {
        &self.taken
    }

    /// Whether a request waits for its answer.
    pub const fn waits(&self) -> bool {
        self.unanswered.is_some()
    }

    /// The message to be sent: the one that was not answered, else a new one.
    pub fn message(&mut self, now: LocalDateTime) -> Vec<u8> {
        if self.unanswered.is_none() {
            self.unanswered = Some(self.think(now));
        }
        let message = self
            .unanswered
            .as_ref()
            .map(|unanswered| unanswered.message.clone());
        message.unwrap_or_default()
    }

    fn think(&mut self, now: LocalDateTime) -> Unanswered {
        self.step += 1;
        let kind = self.kind(now);
        if !matches!(kind, Kind::Report) {
            self.number += 1;
        }
        let request = match &kind {
            Kind::Receipt(receipt) => receipt.request(),
            Kind::Deposit(amount) => message::deposit(*amount, now, self.shift, self.number),
            Kind::Report => message::report(now),
            Kind::Closing => message::closing(now, self.shift, self.number),
        };
        Unanswered {
            message: self.encode(&request),
            command: Command(request.command),
            kind,
        }
    }

    fn encode(&mut self, request: &Request) -> Vec<u8> {
        let header = self.side.next_request(VERSION.number());
        payload::encode_request(&header, request).expect("a request of the load fits its message")
    }

    fn kind(&self, now: LocalDateTime) -> Kind {
        let sale = |operation, payment| Receipt {
            operation,
            lines: (0..5).map(|line| self.price(line)).collect(),
            payment,
            at: now,
            shift: self.shift,
            number: self.number + 1,
            autonomous: None,
            parent: None,
        };
        if self.mix == Mix::Sales {
            return Kind::Receipt(sale(OperationType::Sell, PaymentType::Card));
        }
        let returned = |operation: OperationType| self.returnable[place(operation)].clone();
        Kind::Receipt(match (self.step % ROUND, self.step % 16) {
            (32, _) => return Kind::Report,
            (63, _) if self.is_open => return Kind::Closing,
            (_, 1) => return Kind::Deposit(DEPOSIT),
            (_, 4) => Receipt {
                lines: vec![self.price(0)],
                ..sale(OperationType::Buy, PaymentType::Cash)
            },
            (_, 7) if let Some(parent) = returned(OperationType::Buy) => {
                self.returning(sale(OperationType::BuyReturn, PaymentType::Cash), parent)
            }
            (_, 9) if let Some(parent) = returned(OperationType::Sell) => {
                self.returning(sale(OperationType::SellReturn, PaymentType::Card), parent)
            }
            (_, 13) => Receipt {
                autonomous: u32::try_from(self.step).ok().map(|step| FIRST_AUTONOMOUS + step),
                ..sale(OperationType::Sell, PaymentType::Cash)
            },
            (_, 2 | 6 | 10 | 14) => sale(OperationType::Sell, PaymentType::Cash),
            (_, 3 | 11) => sale(OperationType::Sell, PaymentType::Mobile),
            _ => sale(OperationType::Sell, PaymentType::Card),
        })
    }

    /// A return of a whole receipt.
    fn returning(&self, receipt: Receipt, parent: (String, LocalDateTime, i64)) -> Receipt {
        let (sign, at, total) = parent;
        Receipt {
            lines: vec![total],
            parent: Some((sign, at, total, self.registration_number.clone())),
            ..receipt
        }
    }

    /// Prices that differ, so that a document is not mistaken for another.
    fn price(&self, line: u64) -> i64 {
        10_000 + i64::try_from((self.step * 37 + line * 11) % 5000).unwrap_or_default()
    }

    /// Judges an answer and keeps what it says.
    pub fn accept(&mut self, answer: &[u8]) -> Result<(), Doubt> {
        let Some(unanswered) = &self.unanswered else {
            return Err(Doubt::Wrong("an answer to nothing".to_owned()));
        };
        let (token, response) = self.read(unanswered, answer)?;
        let link = match &unanswered.kind {
            Kind::Receipt(receipt) => Some(self.link(receipt, &response)?),
            Kind::Deposit(_) => None,
            Kind::Report | Kind::Closing => {
                self.check_report(&unanswered.kind, &response)?;
                None
            }
        };
        let Some(Unanswered { message, kind, .. }) = self.unanswered.take() else {
            return Ok(());
        };
        self.side.token = token;
        if !matches!(kind, Kind::Report) {
            self.taken.push(Taken {
                payload: message.get(HEADER_SIZE..).unwrap_or_default().to_vec(),
                answer: answer.to_vec(),
                link: link.clone(),
            });
        }
        self.count(&kind, link.as_ref());
        Ok(())
    }

    /// Header, command, result and token.
    fn read(&self, unanswered: &Unanswered, answer: &[u8]) -> Result<(u32, Response), Doubt> {
        let wrong = |what: String| Doubt::Wrong(format!("register {}: {what}", self.side.device_id));
        let Ok(Decoded::Message { frame, .. }) = Frame::decode(answer) else {
            return Err(wrong("an answer that is no message".to_owned()));
        };
        let Frame { header, payload } = frame;
        let expected = ofd_kz::Header {
            size_bytes: header.size_bytes,
            token: header.token,
            ..self.side.repeat(VERSION.number())
        };
        if header != expected {
            return Err(wrong(format!("header {header:?} instead of {expected:?}")));
        }
        let response = payload::decode_response(VERSION, payload)
            .map_err(|error| wrong(error.to_string()))?
            .message;
        let result = response.result.result_code;
        let is_own_trouble = [
            KnownResult::ServiceTemporarilyUnavailable,
            KnownResult::UnknownError,
        ]
        .iter()
        .any(|known| known.code().0 == result);
        if is_own_trouble {
            return Err(Doubt::PutOff);
        }
        if result != 0 || Command(response.command) != unanswered.command {
            let text = response.result.result_text.unwrap_or_default();
            return Err(wrong(format!(
                "command {:?} is answered by command {} with result {result} «{text}»",
                unanswered.command, response.command
            )));
        }
        let is_new = header.token != self.side.token;
        if is_new != (unanswered.command.rotation() == Rotation::Rotates) {
            return Err(wrong(format!(
                "after command {:?} token {} became {}",
                unanswered.command, self.side.token, header.token
            )));
        }
        Ok((header.token, response))
    }

    /// The link of an accepted receipt: its four values and its sign are the receipt's.
    fn link(&self, receipt: &Receipt, response: &Response) -> Result<ReceiptLink, Doubt> {
        let wrong = |what: String| {
            Doubt::Wrong(format!(
                "receipt {} of {}: {what}",
                receipt.number, self.side.device_id
            ))
        };
        let (told, text) = message::signed(response).ok_or_else(|| wrong("no sign".to_owned()))?;
        let link = ReceiptLink::parse(&text).map_err(|error| wrong(format!("link {text}: {error}")))?;
        let facts = SignedFacts {
            device_id: self.side.device_id,
            shift_number: receipt.shift,
            document_number: receipt.number,
            at: receipt.at,
            operation: receipt.operation.number(),
            total: Money::from_minor(receipt.total()),
        };
        let is_taken = |sign| Ok::<_, Infallible>(self.signs.contains(&sign));
        let sign = fiscal_sign(SANDBOX_SIGN_KEY.as_bytes(), &facts, is_taken)
            .map_err(|error| wrong(error.to_string()))?;
        let expected = ReceiptLink {
            base: link.base.clone(),
            sign: sign.to_string(),
            registration_number: self.registration_number.clone(),
            total: facts.total,
            at: receipt.at,
        };
        match link == expected && told == expected.sign {
            true => Ok(link),
            false => Err(wrong(format!("sign {told} and link {link}, not {expected}"))),
        }
    }

    /// The operator's counters are the register's.
    fn check_report(&self, kind: &Kind, response: &Response) -> Result<(), Doubt> {
        let report = response
            .report
            .as_ref()
            .and_then(|report| report.zx_report.as_ref());
        let name = if matches!(kind, Kind::Report) { "X" } else { "Z" };
        let counted = report.and_then(|report| Some((report.shift_number, message::sums(report)?)));
        match counted {
            Some((shift, sums)) if shift == self.shift && sums == self.sums => Ok(()),
            other => Err(Doubt::Wrong(format!(
                "{name} report of register {}: {other:?}, its own books: shift {}, {:?}",
                self.side.device_id, self.shift, self.sums
            ))),
        }
    }

    fn count(&mut self, kind: &Kind, link: Option<&ReceiptLink>) {
        match kind {
            Kind::Deposit(amount) => self.sums.drawer += amount,
            Kind::Report => {}
            Kind::Closing => {
                self.is_open = false;
                self.shift += 1;
                self.sums.in_shift = Default::default();
            }
            Kind::Receipt(receipt) => {
                self.is_open = true;
                let total = receipt.total();
                let place = place(receipt.operation);
                self.sums.ever[place] += total;
                self.sums.receipts[place] += 1;
                self.sums.in_shift[place].0 += 1;
                self.sums.in_shift[place].1 += total;
                if receipt.payment == PaymentType::Cash {
                    self.sums.drawer += match receipt.operation {
                        OperationType::Sell | OperationType::BuyReturn => total,
                        OperationType::SellReturn | OperationType::Buy => -total,
                    };
                }
                let sign = link.map(|link| link.sign.clone()).unwrap_or_default();
                self.signs.extend(sign.parse::<u32>());
                match receipt.operation {
                    OperationType::Sell | OperationType::Buy if receipt.autonomous.is_none() => {
                        self.returnable[place] = Some((sign, receipt.at, total));
                    }
                    OperationType::Sell | OperationType::Buy => {}
                    OperationType::SellReturn => self.returnable[2] = None,
                    OperationType::BuyReturn => self.returnable[0] = None,
                }
            }
        }
    }
}

fn place(operation: OperationType) -> usize {
    usize::try_from(operation.number()).unwrap_or_default()
}
