//! An operator on a socket of its own: books and tokens of the real rules, and faults as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ofd_kz::command::Rotation;
use ofd_kz::exchange::{self, Reading, TokenState, Verdict, peek_command};
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::{Header, KnownResult, Version, payload};
use receipt::kz::{PricingContext, TaxpayerNumber};
use register_kz::{
    Answer, AnswerBody, BooksEvent, BooksPolicy, BooksShift, Document, DocumentBody, FiscalSign,
    LastDocumentInfo, OfdToken, OperatorBooks, Request, ResultCode, Standing,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use translate::kz::service::{Beside, OrganizationCard, RegisterCard, RegistrationData};
use translate::kz::{answer_to_message, command_of, message_to_request};
use types::{Clock, LocalDateTime, ManualClock, UtcOffset};

pub const DEVICE_ID: u32 = 200_956;
pub const FIRST_TOKEN: u32 = 77;
/// Synthetic, with a valid check digit.
pub const SELLER: &str = "990440000008";
pub const REGISTRATION: &str = "010100000001";
pub const SERIAL: &str = "QSSA1185882400123";

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is answered.
    Answered,
    /// It is cut before anything is done.
    CutBefore,
    /// It is cut after the request was done.
    CutAfter,
    /// The answer comes after so long.
    Late(Duration),
    /// The operator says this, and does nothing.
    Says(KnownResult),
    /// Half of the answer comes.
    Half,
}

#[derive(Clone)]
pub struct Operator {
    pub inner: Arc<Mutex<Books>>,
    pub address: String,
}

pub struct Books {
    pub books: OperatorBooks,
    pub tokens: TokenState,
    pub journal: Vec<Document>,
    pub fates: VecDeque<Fate>,
    /// What happens when no fate is left.
    pub usual: Fate,
    pub requests: Vec<Header>,
    tokens_given: u32,
}

impl Operator {
    /// Listens, and answers until its tasks are dropped.
    pub async fn start(clock: Arc<ManualClock>, tasks: &mut JoinSet<()>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let inner = Arc::new(Mutex::new(Books {
            books: OperatorBooks::new(Some(TaxpayerNumber::parse(SELLER).unwrap())),
            tokens: TokenState::issued(FIRST_TOKEN),
            journal: Vec::new(),
            fates: VecDeque::new(),
            usual: Fate::Answered,
            requests: Vec::new(),
            tokens_given: 1000,
        }));
        tasks.spawn(serve(listener, Arc::clone(&inner), clock));
        Self { inner, address }
    }

    /// The same books behind another address.
    pub async fn listen_elsewhere(&self, clock: Arc<ManualClock>, tasks: &mut JoinSet<()>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tasks.spawn(serve(listener, Arc::clone(&self.inner), clock));
        address
    }

    pub fn with<T>(&self, look: impl FnOnce(&mut Books) -> T) -> T {
        look(&mut self.inner.lock().unwrap())
    }

    pub fn fates(&self, fates: &[Fate]) {
        self.with(|books| books.fates.extend(fates));
    }

    pub fn usual(&self, fate: Fate) {
        self.with(|books| books.usual = fate);
    }

    pub fn block(&self, standing: Standing) {
        self.with(|books| books.books.apply(&BooksEvent::StandingChanged(standing)).unwrap());
    }

    /// Through numbers of the journal.
    pub fn numbers(&self) -> Vec<u64> {
        self.with(|books| {
            books
                .journal
                .iter()
                .map(|one| one.head.number.unwrap().get())
                .collect()
        })
    }

    /// A token that somebody takes out of the cabinet.
    pub fn issue_token(&self) -> u32 {
        self.with(|books| {
            books.tokens_given += 1;
            books.tokens = TokenState::issued(books.tokens_given);
            books.tokens_given
        })
    }
}

async fn serve(listener: TcpListener, inner: Arc<Mutex<Books>>, clock: Arc<ManualClock>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (inner, clock) = (Arc::clone(&inner), Arc::clone(&clock));
        connections.spawn(async move { connection(stream, &inner, &clock).await });
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(mut stream: TcpStream, inner: &Mutex<Books>, clock: &ManualClock) {
    let mut buffer = Vec::new();
    let (header, payload) = loop {
        let mut part = [0; 4096];
        let Ok(count) = stream.read(&mut part).await else {
            return;
        };
        if count == 0 {
            return;
        }
        buffer.extend_from_slice(&part[..count]);
        if let Ok(Decoded::Message { frame, .. }) = Frame::decode(&buffer) {
            break (frame.header, frame.payload.to_vec());
        }
    };
    let now = clock.now().to_local(UtcOffset::KAZAKHSTAN);
    let (fate, answer) = {
        let mut books = inner.lock().unwrap();
        books.requests.push(header);
        let usual = books.usual;
        let fate = books.fates.pop_front().unwrap_or(usual);
        let answer = match fate {
            Fate::CutBefore => Vec::new(),
            Fate::Says(result) => {
                exchange::refusal(&header, peek_command(&payload), result, "scripted").unwrap()
            }
            Fate::Answered | Fate::CutAfter | Fate::Late(_) | Fate::Half => {
                books.handle(&header, &payload, now)
            }
        };
        (fate, answer)
    };
    match fate {
        Fate::CutBefore | Fate::CutAfter => {}
        Fate::Half => drop(stream.write_all(&answer[..answer.len() / 2]).await),
        Fate::Late(wait) => {
            tokio::time::sleep(wait).await;
            drop(stream.write_all(&answer).await);
        }
        Fate::Answered | Fate::Says(_) => drop(stream.write_all(&answer).await),
    }
}

impl Books {
    fn handle(&mut self, header: &Header, bytes: &[u8], now: LocalDateTime) -> Vec<u8> {
        let version = Version::known(header.version).unwrap();
        let command = peek_command(bytes);
        let received = payload::decode_request(version, bytes);
        let reading = if received.is_ok() {
            Reading::Parsed
        } else {
            Reading::Unreadable
        };
        let state = (header.device_id == DEVICE_ID).then_some(&self.tokens);
        let verdict = exchange::judge(state, header, command, reading);
        let rotation = match verdict {
            Verdict::Repeat(answer) => return answer.to_vec(),
            Verdict::Admit(rotation) => rotation,
            refused => {
                return exchange::refusal(header, command, refused.refusal().unwrap(), "refused").unwrap();
            }
        };
        let message = received.unwrap().message;
        let request = message_to_request(&message, &PricingContext::sums_only())
            .unwrap()
            .unwrap();
        let events = match self.books.admit(&request, &BooksPolicy::default(), now) {
            Ok(events) => events,
            Err(refusal) => {
                let result = translate::kz::refusal_result(&refusal, version);
                return exchange::refusal(header, command, result, &refusal.to_string()).unwrap();
            }
        };
        let body = self.body(&events);
        let rotates = rotation == Rotation::Rotates;
        let token = if rotates { self.next_token() } else { header.token };
        let answer = Answer {
            token: OfdToken::new(token),
            result: ResultCode::OK,
            text: String::new(),
            body,
        };
        let known = command_of(&request);
        let answer = answer_to_message(known, &answer, Some(&beside()), version, now).unwrap();
        let bytes = payload::encode_response(&header.answer(token), &answer).unwrap();
        if rotates {
            self.tokens = TokenState::accepted(header, command.unwrap(), token, bytes.clone());
        }
        let _: &Request = &request;
        bytes
    }

    fn next_token(&mut self) -> u32 {
        self.tokens_given += 1;
        self.tokens_given
    }

    fn body(&mut self, events: &[BooksEvent]) -> AnswerBody {
        let mut body = AnswerBody::Empty;
        for event in events {
            self.books.apply(event).unwrap();
            match event {
                BooksEvent::Counted { document, .. } => {
                    self.journal.push(document.as_ref().clone());
                    if let DocumentBody::Receipt(_) = document.body {
                        body = AnswerBody::Receipt {
                            sign: FiscalSign(format!("{}", 849_825_692 + self.journal.len())),
                            link: Some(
                                "http://consumer.example.kz?i=1&f=010100000001&s=1.00&t=20261122T100000"
                                    .to_owned(),
                            ),
                        };
                    }
                }
                BooksEvent::ShiftClosed { report, document, .. } => {
                    self.journal.extend(document.as_deref().cloned());
                    body = AnswerBody::Report(report.clone());
                }
                BooksEvent::Reported { report, .. } => body = AnswerBody::Report(report.clone()),
                BooksEvent::Informed(report) => {
                    let shift = match self.books.shift() {
                        BooksShift::Open { number, .. } => *number,
                        BooksShift::Closed { last } => *last,
                    };
                    body = AnswerBody::Info {
                        report: report.clone(),
                        last_document: self.books.last_document().map(|last| LastDocumentInfo {
                            shift,
                            number: last.number,
                        }),
                    };
                }
                _ => {}
            }
        }
        body
    }
}

fn beside() -> Beside {
    Beside {
        registration: Some(RegistrationData {
            register: RegisterCard {
                registration_number: Some(REGISTRATION.to_owned()),
                serial_number: Some(SERIAL.to_owned()),
                device_id: Some(DEVICE_ID.to_string()),
            },
            organization: OrganizationCard {
                title: Some("Example".to_owned()),
                address: Some("Astana".to_owned()),
                taxpayer_number: Some(SELLER.to_owned()),
                ..OrganizationCard::default()
            },
            ..RegistrationData::default()
        }),
        ..Beside::default()
    }
}
