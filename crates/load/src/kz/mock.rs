//! An operator in memory that can be told to lie, so that a green verdict means something.

use super::lane::{Losses, Outcome, Plan, Running};
use super::message::tiyn;
use super::register::{KzRegister, Mix, SANDBOX_SIGN_KEY};
use crate::intake::Pace;
use ofd_kz::exchange::{self, Reading, TokenState, Verdict};
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::link::ReceiptLink;
use ofd_kz::messages::{
    CommandType, DateTime, Money as WireMoney, NonNullableSum, ReportResponse, ReportTicketOperation,
    ReportType, Request, Response, Revenue, TicketRequest, TicketResponse, ZxReport,
};
use ofd_kz::sign::{SignedFacts, fiscal_sign};
use ofd_kz::{Version, payload};
use serde_json::json;
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use types::{LocalDateTime, Money};

/// What the operator does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Nothing.
    None,
    /// Every tenth accepted receipt brings no new token.
    KeepsToken,
    /// A report brings a new token.
    RotatesReports,
    /// Every tenth receipt gets another sign.
    SignsAnother,
    /// The link of every tenth receipt names another total.
    LinksAnother,
    /// Every tenth receipt is counted twice.
    CountsTwice,
    /// A repeat is answered, but not by the bytes of the first answer.
    AnswersAnew,
    /// A repeat is taken for a new receipt.
    TakesRepeats,
}

/// Registration number of the only register.
pub const REGISTRATION_NUMBER: &str = "010100000001";

#[derive(Debug)]
struct Operator {
    lie: Lie,
    tokens: TokenState,
    shift: u32,
    ever: [i64; 4],
    receipts: [u32; 4],
    in_shift: [(u32, i64); 4],
    drawer: i64,
    count: u64,
}

/// Listens on a free loopback port until the set is dropped; its only register begins with token 1.
pub async fn serve(lie: Lie) -> (String, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound").to_string();
    let operator = Operator {
        lie,
        tokens: TokenState::issued(1),
        shift: 1,
        ever: [0; 4],
        receipts: [0; 4],
        in_shift: [(0, 0); 4],
        drawer: 0,
        count: 0,
    };
    let operator = Arc::new(Mutex::new(operator));
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        let mut peers = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            peers.spawn(talk(stream, Arc::clone(&operator)));
        }
    });
    (address, serving)
}

async fn talk(mut stream: TcpStream, operator: Arc<Mutex<Operator>>) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let answer = match Frame::decode(&buffer).map_err(io::Error::other)? {
            Decoded::Message { frame, .. } => {
                let mut operator = operator.lock().unwrap_or_else(PoisonError::into_inner);
                Some(operator.answer(&frame))
            }
            Decoded::Incomplete { .. } => None,
        };
        match answer {
            Some(answer) => {
                buffer.clear();
                stream.write_all(&answer).await?;
            }
            None if stream.read_buf(&mut buffer).await? == 0 => return Ok(()),
            None => {}
        }
    }
}

impl Operator {
    fn answer(&mut self, frame: &Frame<'_>) -> Vec<u8> {
        let command = exchange::peek_command(frame.payload).expect("a command");
        let is_repeat =
            match exchange::judge(Some(&self.tokens), &frame.header, Some(command), Reading::Parsed) {
                Verdict::Repeat(answer) if !matches!(self.lie, Lie::AnswersAnew | Lie::TakesRepeats) => {
                    return answer.to_vec();
                }
                Verdict::Repeat(_) => true,
                Verdict::Admit(_) => false,
                other => panic!("the load broke the protocol: {other:?}"),
            };
        let request = payload::decode_request(Version::V203, frame.payload)
            .expect("a request")
            .message;
        let mut response = Response {
            command: request.command,
            ..Response::default()
        };
        if !is_repeat || self.lie == Lie::TakesRepeats {
            self.take(&request, &mut response);
        }
        let is_report = request.command == CommandType::Report.number();
        let keeps = self.lie == Lie::KeepsToken && self.count % 10 == 9;
        let rotates = is_report == (self.lie == Lie::RotatesReports) && !keeps;
        let token = match rotates {
            true => self
                .tokens
                .next_token(frame.header.token.wrapping_mul(2_654_435_761)),
            false => frame.header.token,
        };
        let answer = payload::encode_response(&frame.header.answer(token), &response).expect("an answer");
        if !is_report {
            self.tokens = TokenState::accepted(&frame.header, command, token, answer.clone());
        }
        answer
    }

    fn take(&mut self, request: &Request, response: &mut Response) {
        if let Some(ticket) = &request.ticket {
            response.ticket = Some(self.receipt(ticket));
        }
        if let Some(movement) = &request.money_placement {
            self.drawer += tiyn(movement.sum).expect("an amount");
        }
        if request.report.is_some() || request.close_shift.is_some() {
            response.report = Some(ReportResponse {
                report: ReportType::X.number(),
                zx_report: Some(self.report()),
            });
        }
        if request.close_shift.is_some() {
            self.shift += 1;
            self.in_shift = [(0, 0); 4];
        }
    }

    fn receipt(&mut self, ticket: &TicketRequest) -> TicketResponse {
        self.count += 1;
        let lies = |lie| self.lie == lie && self.count % 10 == 9;
        let total = tiyn(ticket.amounts.total).expect("a total");
        let times = if lies(Lie::CountsTwice) { 2 } else { 1 };
        let facts = SignedFacts {
            device_id: 1,
            shift_number: self.shift,
            document_number: ticket.printed_document_number.unwrap_or_default(),
            at: LocalDateTime::try_from(ticket.date_time).expect("a time"),
            operation: ticket.operation,
            total: Money::from_minor(total),
        };
        let key: &[u8] = if lies(Lie::SignsAnother) {
            b"another"
        } else {
            SANDBOX_SIGN_KEY.as_bytes()
        };
        let sign = fiscal_sign(key, &facts, |_| Ok::<_, Infallible>(false)).expect("a sign");
        let link = ReceiptLink {
            base: "http://127.0.0.1/consumer".to_owned(),
            sign: sign.to_string(),
            registration_number: REGISTRATION_NUMBER.to_owned(),
            total: Money::from_minor(total + i64::from(lies(Lie::LinksAnother))),
            at: facts.at,
        };
        let place = usize::try_from(ticket.operation).expect("an operation");
        for _ in 0..times {
            self.ever[place] += total;
            self.receipts[place] += 1;
            self.in_shift[place].0 += 1;
            self.in_shift[place].1 += total;
        }
        let cash = ticket.payments.iter().filter(|payment| payment.r#type == 0);
        let cash: i64 = cash.filter_map(|payment| tiyn(payment.sum)).sum();
        self.drawer += if matches!(place, 1 | 2) { cash } else { -cash };
        TicketResponse {
            ticket_number: link.sign.clone(),
            qr_code: Some(link.to_string().into_bytes()),
        }
    }

    fn report(&self) -> ZxReport {
        let money = |tiyn: i64| WireMoney::try_from(Money::from_minor(tiyn)).expect("an amount");
        let operations = || (0..4).zip(self.ever).filter(|(_, sum)| *sum > 0);
        let ticket_operations = operations().map(|(operation, _)| {
            let place = usize::try_from(operation).expect("an operation");
            ReportTicketOperation {
                operation,
                tickets_total_count: self.receipts[place],
                tickets_count: self.in_shift[place].0,
                tickets_sum: money(self.in_shift[place].1),
                ..ReportTicketOperation::default()
            }
        });
        ZxReport {
            date_time: DateTime::from(LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0).expect("a time")),
            shift_number: self.shift,
            ticket_operations: ticket_operations.collect(),
            cash_sum: money(self.drawer),
            revenue: Revenue::default(),
            non_nullable_sums: operations()
                .map(|(operation, sum)| NonNullableSum {
                    operation,
                    sum: money(sum),
                })
                .collect(),
            ..ZxReport::default()
        }
    }
}

/// Three rounds of documents, with their X and Z reports.
pub async fn run_against(lie: Lie) -> Outcome {
    let (address, _serving) = serve(lie).await;
    let facts = json!({"kz": {"registers": [
        {"ofd_device_id": 1, "token": 1, "registration_number": REGISTRATION_NUMBER},
    ]}});
    let plan = Plan {
        pace: Pace::PerSecond(1000.0),
        duration: Duration::from_millis(200),
        patience: Duration::from_secs(10),
        losses: Losses::Some,
    };
    let registers = KzRegister::of_sandbox(&facts, Mix::Everything);
    let runtime = tokio::runtime::Handle::current();
    Running::begin(&address, registers, plan, &runtime).end().await
}

mod tests {
    use super::*;
    #[tokio::test]
    async fn an_honest_operator_is_believed() {
        let outcome = run_against(Lie::None).await;
        assert_eq!(outcome.wrong, Vec::<String>::new());
        assert_eq!((outcome.answered, outcome.lost), (200, 20));
        let sums = outcome.registers.first().expect("a register").sums();
        assert!(
            sums.ever.iter().all(|sum| *sum > 0),
            "every operation was sent: {sums:?}"
        );
    }

    #[tokio::test]
    async fn every_lie_of_an_operator_is_found() {
        for lie in [
            Lie::KeepsToken,
            Lie::RotatesReports,
            Lie::SignsAnother,
            Lie::LinksAnother,
            Lie::CountsTwice,
            Lie::AnswersAnew,
            Lie::TakesRepeats,
        ] {
            let outcome = run_against(lie).await;
            assert!(!outcome.wrong.is_empty(), "{lie:?}: {outcome}");
        }
    }
}
