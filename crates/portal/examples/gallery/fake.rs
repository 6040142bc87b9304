//! Invented receipts and an invented sandbox.

use std::sync::Mutex;
use std::time::Instant;

use futures::future::BoxFuture;
use ofd_ru::{Document, Form, Tag};
use portal::sandbox::{
    CallbackEntry, CallbackOutcome, ClockChange, Happening, HoldUp, HoldUpReason, MailSummary, RegisterFault,
    RegisterPhase, RegisterState, Sample, SandboxMail, Stage, TaskOutcome, TaskTrace, TaxEntry, TaxIssuer,
    TraceStep, WaitingApplication, WaitingId, WaitingKind,
};
use portal::{
    Banner, Delivery, DeliveryState, PagesError, ReceiptDetails, ReceiptPage, ReceiptPages, Sandbox,
    SandboxError, SandboxState,
};
use print::banner::BannerPicture;
use print::{DocumentView, Locale, mail};
use types::{ApplicationId, OutboxId, RegisterId, TaskId, Timestamp, UtcOffset};

use crate::sample;

pub(crate) struct Receipts;

fn accepted(after_s: i64) -> DeliveryState {
    let issued = Timestamp::parse_rfc3339("2026-11-22T07:05:00Z").expect("a moment");
    DeliveryState::Accepted(issued.plus_s(after_s))
}

fn document(name: &str) -> Option<Document> {
    let mut all = sample::all().into_iter();
    all.find(|(known, _)| *known == name)
        .map(|(_, document)| document)
}

/// The same document, sealed by a storage that is no test.
fn of_real_storage(mut document: Document) -> Document {
    document.elements.retain(|element| element.tag != Tag(1041));
    document.elements.push(sample::text(1041, "7281440500751551"));
    document
}

impl ReceiptPages for Receipts {
    fn receipt<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ReceiptPage>, PagesError>> {
        let (name, ofd, tax_authority) = match token {
            "waiting" => ("return-of-agent", DeliveryState::Waiting, DeliveryState::Waiting),
            "elsewhere" => ("sale", DeliveryState::Elsewhere, DeliveryState::Elsewhere),
            "nowhere" => ("sale", DeliveryState::Nowhere, DeliveryState::Nowhere),
            "test" => ("sale", accepted(3), DeliveryState::Waiting),
            "refused" => (
                "correction",
                accepted(3),
                DeliveryState::Refused(Timestamp::from_micros(0)),
            ),
            "shift" => ("shift-closing", accepted(3), accepted(65)),
            "broken" => return Box::pin(async { Err(PagesError("the store is away".into())) }),
            other => (other, accepted(3), accepted(65)),
        };
        let found = document(name);
        let found = match token {
            "waiting" | "elsewhere" | "nowhere" | "refused" => found.map(of_real_storage),
            _test => found,
        };
        let page = found.map(|document| ReceiptPage {
            document: DocumentView::from_document(&document),
            json: "{\"receipt\":{}}".into(),
            delivery: Delivery { ofd, tax_authority },
            other_operator: (token == "elsewhere").then(|| "ООО «Другой оператор»".into()),
            banner: (token == "sale").then(|| Banner {
                alternative: "Скидка 10 % на следующий заказ".into(),
            }),
            offset: UtcOffset::MOSCOW,
        });
        Box::pin(async { Ok(page) })
    }

    fn banner_picture<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<BannerPicture>, PagesError>> {
        let picture = BannerPicture::parse(include_bytes!("banner.png").to_vec()).ok();
        Box::pin(async { Ok(picture) })
    }

    fn banner_click<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        Box::pin(async { Ok(Some("https://coffee.example/autumn".into())) })
    }

    fn find<'a>(&'a self, details: &'a ReceiptDetails) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        let found = (details.document_number == 10_482).then(|| "sale".to_owned());
        Box::pin(async { Ok(found) })
    }
}

/// A sandbox whose receipts move on with real time.
pub(crate) struct Lab {
    begun: Instant,
    inner: Mutex<Inner>,
}

struct Inner {
    shift_s: i64,
    faults: [Option<RegisterFault>; 3],
    sent_us: Vec<i64>,
    applications: Vec<WaitingApplication>,
}

const STEPS: [(Stage, i64, &str); 8] = [
    (Stage::Accepted, 0, "1 позиция, 4 299,90 ₽"),
    (Stage::Queued, 2, ""),
    (Stage::Leased, 14, "Касса «Витрина 1»"),
    (Stage::Sealed, 96, "ФД 10482, ФПД 2853205313"),
    (Stage::OperatorConfirmed, 412, ""),
    (Stage::MailSent, 530, "buyer@example.com"),
    (Stage::CallbackDelivered, 611, "HTTP 200"),
    (Stage::TaxAuthorityAccepted, 2_950, ""),
];

const START: i64 = 1_795_331_100_000_000;

impl Lab {
    pub(crate) fn new() -> Self {
        Self {
            begun: Instant::now(),
            inner: Mutex::new(Inner {
                shift_s: 0,
                faults: [None, Some(RegisterFault::Slow), Some(RegisterFault::Exhausted)],
                sent_us: vec![-90_000_000, -60_000_000, -1_500_000],
                applications: vec![
                    WaitingApplication {
                        id: WaitingId::Kazakh(ApplicationId::new(1)),
                        kind: WaitingKind::Enrollment,
                        register: "Касса 1".into(),
                        signed_at: Some(Timestamp::from_micros(START)),
                    },
                    WaitingApplication {
                        id: WaitingId::Russian(RegisterId::new(1)),
                        kind: WaitingKind::Report,
                        register: "Витрина 1".into(),
                        signed_at: None,
                    },
                ],
            }),
        }
    }

    fn elapsed_us(&self) -> i64 {
        i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(0)
    }

    /// The first failed, the second waits for a register, later ones pass.
    fn task(id: i64, sent_us: i64, now_us: i64) -> TaskTrace {
        let at = |after_ms: i64| Timestamp::from_micros(START + sent_us + after_ms * 1_000 * 2);
        let passed = STEPS
            .iter()
            .filter(|(_, after_ms, _)| sent_us + after_ms * 1_000 * 2 <= now_us);
        let passed = passed.take(if id < 3 { 3 } else { 8 });
        let mut steps: Vec<TraceStep> = passed
            .map(|(stage, after_ms, detail)| TraceStep {
                happening: Happening::Stage(*stage),
                at: at(*after_ms),
                register: (*stage == Stage::Leased).then(|| "Витрина 1".to_owned()),
                detail: (!detail.is_empty()).then(|| (*detail).to_owned()),
            })
            .collect();
        let reached = steps.len();
        let words = "the memory takes 250000 documents; only closing is possible after 249999";
        let odd = match id {
            1 => Some((Happening::Failed, "item 1: the mark code does not read")),
            2 => Some((Happening::Event("register_unready".to_owned()), words)),
            _ => None,
        };
        let odd = odd.map(|(happening, detail)| TraceStep {
            happening,
            at: at(90),
            register: Some("Витрина 1".to_owned()),
            detail: Some(detail.to_owned()),
        });
        steps.extend(odd);
        let outcome = match (id, reached) {
            (1, _) => TaskOutcome::Failed,
            (2, _) => TaskOutcome::Waiting,
            (_, 8) => TaskOutcome::Done,
            (_, _) => TaskOutcome::Running,
        };
        let ahead = STEPS.iter().map(|(stage, _, _)| *stage).skip(reached);
        TaskTrace {
            id: TaskId::new(id),
            external_id: format!("order-2026-{:04}", 1_040 + id),
            outcome,
            ahead: ahead.filter(|_| id != 1).collect(),
            hold_up: (id == 2).then(|| HoldUp {
                reason: HoldUpReason::RegisterUnready,
                since: at(90),
                register: Some("Витрина 1".to_owned()),
                words: Some(words.to_owned()),
            }),
            failure: (id == 1).then(|| "item 1: the mark code does not read".to_owned()),
            receipt_token: (id > 2 && reached > 3).then(|| "sale".to_owned()),
            steps,
        }
    }
}

impl Sandbox for Lab {
    fn state(&self) -> BoxFuture<'_, Result<SandboxState, SandboxError>> {
        let inner = self.inner.lock().expect("no panic under the lock");
        let now_us = self.elapsed_us();
        let now = Timestamp::from_micros(START + now_us).plus_s(inner.shift_s);
        let ids = 1_i64..;
        let mut tasks: Vec<TaskTrace> = ids
            .zip(&inner.sent_us)
            .map(|(id, sent)| Self::task(id, *sent, now_us))
            .collect();
        tasks.reverse();
        let register = |number: usize, phase| RegisterState {
            id: RegisterId::new(i64::try_from(number).unwrap_or(0)),
            name: format!("Витрина {number}"),
            fiscal_storage: format!("999907890000003{number}"),
            phase,
            documents: 10_482 + 119_759 * u32::try_from(number - 1).unwrap_or(0),
            documents_max: 250_000,
            unsent: u32::try_from(number - 1).unwrap_or(0) * 3,
            fault: inner.faults[number - 1],
        };
        let at = |before_s: i64| Timestamp::from_micros(START).plus_s(-before_s);
        let state = SandboxState {
            now,
            shift_s: inner.shift_s,
            registers: vec![
                register(1, RegisterPhase::ShiftOpen { number: 214 }),
                register(2, RegisterPhase::ShiftExpired { number: 57 }),
                register(3, RegisterPhase::Exhausted),
            ],
            tasks,
            applications: inner.applications.clone(),
            mails: vec![MailSummary {
                id: OutboxId::new(1),
                at: at(88),
                to: "buyer@example.com".into(),
                subject: "Чек № 10482 на 4 299,90 ₽ — ООО «Северный кофе»".into(),
            }],
            callbacks: vec![
                CallbackEntry {
                    at: at(12),
                    url: "http://127.0.0.1:9000/success".into(),
                    outcome: CallbackOutcome::Retrying {
                        at: at(-48),
                        reason: "connection refused".into(),
                    },
                    attempts: 2,
                    body: "{\"id\":2}".into(),
                },
                CallbackEntry {
                    at: at(87),
                    url: "http://127.0.0.1:9000/success".into(),
                    outcome: CallbackOutcome::Delivered(200),
                    attempts: 1,
                    body:
                        "{\n  \"id\": 1,\n  \"state\": \"done\",\n  \"external_id\": \"order-2026-1041\"\n}"
                            .into(),
                },
            ],
            tax_log: vec![
                TaxEntry {
                    at: at(84),
                    issuer: TaxIssuer::FiscalStorage("9999078900000031".into()),
                    document_number: 10_482,
                    form: Some(Form::Receipt),
                    accepted: true,
                },
                TaxEntry {
                    at: at(4_000),
                    issuer: TaxIssuer::FiscalStorage("9999078900000031".into()),
                    document_number: 10_481,
                    form: Some(Form::ShiftOpening),
                    accepted: true,
                },
                TaxEntry {
                    at: at(4_100),
                    issuer: TaxIssuer::Register("010100000001".into()),
                    document_number: 12,
                    form: None,
                    accepted: true,
                },
            ],
        };
        Box::pin(async { Ok(state) })
    }

    fn move_clock(&self, change: ClockChange) -> BoxFuture<'_, Result<(), SandboxError>> {
        let mut inner = self.inner.lock().expect("no panic under the lock");
        let real = Timestamp::from_micros(START + self.elapsed_us());
        let done = match change.apply(real.plus_s(inner.shift_s), real) {
            Ok(moved) if moved.micros() < START => Err(SandboxError::Refused(
                "the clock cannot stand before the last document, 2026-11-22 10:05".into(),
            )),
            Ok(moved) => {
                inner.shift_s = moved.since_us(real) / 1_000_000;
                Ok(())
            }
            Err(problem) => Err(problem),
        };
        Box::pin(async { done })
    }

    fn set_fault(
        &self,
        register: RegisterId,
        fault: Option<RegisterFault>,
    ) -> BoxFuture<'_, Result<(), SandboxError>> {
        let mut inner = self.inner.lock().expect("no panic under the lock");
        let place = usize::try_from(register.get() - 1).unwrap_or(usize::MAX);
        let done = match inner.faults.get_mut(place) {
            Some(armed) => {
                *armed = fault;
                Ok(())
            }
            None => Err(SandboxError::Unknown(format!("register {register}"))),
        };
        Box::pin(async { done })
    }

    fn send_sample(&self, _: Sample) -> BoxFuture<'_, Result<TaskId, SandboxError>> {
        let now_us = self.elapsed_us();
        let mut inner = self.inner.lock().expect("no panic under the lock");
        inner.sent_us.push(now_us);
        let id = i64::try_from(inner.sent_us.len()).unwrap_or(0);
        Box::pin(async move { Ok(TaskId::new(id)) })
    }

    fn answer_application(
        &self,
        application: WaitingId,
        _: Option<String>,
    ) -> BoxFuture<'_, Result<(), SandboxError>> {
        let mut inner = self.inner.lock().expect("no panic under the lock");
        let before = inner.applications.len();
        inner.applications.retain(|one| one.id != application);
        let done = if inner.applications.len() < before {
            Ok(())
        } else {
            Err(SandboxError::Unknown(format!(
                "application {}",
                application.code()
            )))
        };
        Box::pin(async move { done })
    }

    fn mail(&self, id: OutboxId) -> BoxFuture<'_, Result<Option<SandboxMail>, SandboxError>> {
        Box::pin(async move {
            let mut mails = self.state().await?.mails.into_iter();
            let summary = mails.find(|mail| mail.id == id);
            let links = mail::ReceiptLinks {
                page: Some("http://127.0.0.1:8010/r/sale".into()),
                pdf: Some("http://127.0.0.1:8010/r/sale.pdf".into()),
                qr_picture: Some("http://127.0.0.1:8010/r/sale/qr.png".into()),
                banner: None,
            };
            let view = DocumentView::from_document(&sample::sale());
            let written = mail::receipt_mail(&view, Locale::Ru, &links);
            Ok(summary.map(|summary| SandboxMail {
                summary,
                from: "receipts@qassa.example".into(),
                text: written.text,
                html: Some(written.html),
            }))
        })
    }
}
