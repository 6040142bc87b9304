//! A platform whose every text is an attack.

use futures::future::BoxFuture;
use ofd_ru::{Element, Value};
use portal::sandbox::{
    CallbackEntry, CallbackOutcome, ClockChange, Happening, HoldUp, HoldUpReason, MailSummary, RegisterFault,
    RegisterPhase, RegisterState, Sample, SandboxMail, Stage, TaskOutcome, TaskTrace, TaxEntry, TaxIssuer,
    TraceStep, WaitingApplication, WaitingId, WaitingKind,
};
use portal::{
    Banner, Delivery, DeliveryState, PagesError, ReceiptDetails, ReceiptPage, ReceiptPages, Sandbox,
    SandboxError, SandboxState,
};
use print::DocumentView;
use print::banner::BannerPicture;
use types::{ApplicationId, OutboxId, RegisterId, TaskId, Timestamp, UtcOffset};

use crate::sample;

/// What attackers put into names of goods, cashiers, shops, and into forms.
pub(crate) const TEXTS: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</title></textarea></script><iframe src=//evil.example>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)",
    "<!--",
    "]]><![CDATA[<x>",
    "\" autofocus onfocus=alert(1) x=\"<style>*{display:none}</style>",
];

/// Tags that our own pages are made of.
pub(crate) const EXPECTED_TAGS: [&str; 51] = [
    "!DOCTYPE", "a", "article", "body", "button", "circle", "dd", "details", "div", "dl", "dt", "figure",
    "footer", "form", "h1", "h2", "h3", "head", "header", "hr", "html", "iframe", "img", "input", "label",
    "li", "link", "main", "meta", "meter", "ol", "option", "p", "path", "pre", "rect", "script", "section",
    "select", "span", "strong", "summary", "svg", "time", "title", "ul", "small", "table", "tr", "td", "th",
];

/// For the body of a form.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub(crate) struct Receipts(pub(crate) &'static str);

fn poison(elements: &mut [Element], attack: &str) {
    for element in elements {
        match &mut element.value {
            Value::Text(text) => *text = attack.to_owned(),
            Value::Nested(inner) => poison(inner, attack),
            _no_text => {}
        }
    }
}

impl ReceiptPages for Receipts {
    fn receipt<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<ReceiptPage>, PagesError>> {
        let mut document = sample::sale();
        poison(&mut document.elements, self.0);
        let page = ReceiptPage {
            document: DocumentView::from_document(&document),
            json: String::new(),
            delivery: Delivery {
                ofd: DeliveryState::Elsewhere,
                tax_authority: DeliveryState::Elsewhere,
            },
            other_operator: Some(self.0.to_owned()),
            banner: Some(Banner {
                alternative: self.0.to_owned(),
            }),
            offset: UtcOffset::MOSCOW,
        };
        Box::pin(async { Ok(Some(page)) })
    }

    fn banner_picture<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<BannerPicture>, PagesError>> {
        Box::pin(async { Ok(None) })
    }

    fn banner_click<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        Box::pin(async { Ok(Some(self.0.to_owned())) })
    }

    fn find<'a>(&'a self, _: &'a ReceiptDetails) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        Box::pin(async { Ok(None) })
    }
}

pub(crate) struct Lab(pub(crate) &'static str);

impl Lab {
    fn summary(&self) -> MailSummary {
        MailSummary {
            id: OutboxId::new(1),
            at: Timestamp::from_micros(0),
            to: self.0.to_owned(),
            subject: self.0.to_owned(),
        }
    }
}

impl Sandbox for Lab {
    fn state(&self) -> BoxFuture<'_, Result<SandboxState, SandboxError>> {
        let text = self.0.to_owned();
        let at = Timestamp::from_micros(0);
        let state = SandboxState {
            now: at,
            shift_s: 0,
            registers: vec![RegisterState {
                id: RegisterId::new(1),
                name: text.clone(),
                fiscal_storage: text.clone(),
                phase: RegisterPhase::Blocked,
                documents: 0,
                documents_max: 0,
                unsent: 0,
                fault: None,
            }],
            tasks: vec![TaskTrace {
                id: TaskId::new(1),
                external_id: text.clone(),
                outcome: TaskOutcome::Failed,
                steps: [Happening::Stage(Stage::Accepted), Happening::Event(text.clone())]
                    .map(|happening| TraceStep {
                        happening,
                        at,
                        register: Some(text.clone()),
                        detail: Some(text.clone()),
                    })
                    .to_vec(),
                ahead: vec![Stage::Sealed],
                hold_up: Some(HoldUp {
                    reason: HoldUpReason::RegisterUnready,
                    since: at,
                    register: Some(text.clone()),
                    words: Some(text.clone()),
                }),
                failure: Some(text.clone()),
                receipt_token: Some(text.clone()),
            }],
            mails: vec![self.summary()],
            callbacks: vec![CallbackEntry {
                at,
                url: text.clone(),
                outcome: CallbackOutcome::Dead { reason: text.clone() },
                attempts: 1,
                body: text.clone(),
            }],
            applications: vec![WaitingApplication {
                id: WaitingId::Kazakh(ApplicationId::new(1)),
                kind: WaitingKind::Enrollment,
                register: text.clone(),
                signed_at: Some(at),
            }],
            tax_log: vec![TaxEntry {
                at,
                issuer: TaxIssuer::Register(text),
                document_number: 1,
                form: None,
                accepted: false,
            }],
        };
        Box::pin(async { Ok(state) })
    }

    fn move_clock(&self, _: ClockChange) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async { Err(SandboxError::Refused(self.0.to_owned())) })
    }

    fn set_fault(&self, _: RegisterId, _: Option<RegisterFault>) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async { Err(SandboxError::Failed(self.0.to_owned())) })
    }

    fn send_sample(&self, _: Sample) -> BoxFuture<'_, Result<TaskId, SandboxError>> {
        Box::pin(async { Err(SandboxError::Unknown(self.0.to_owned())) })
    }

    fn answer_application(&self, _: WaitingId, _: Option<String>) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async { Err(SandboxError::Refused(self.0.to_owned())) })
    }

    fn mail(&self, _: OutboxId) -> BoxFuture<'_, Result<Option<SandboxMail>, SandboxError>> {
        Box::pin(async {
            Ok(Some(SandboxMail {
                summary: self.summary(),
                from: self.0.to_owned(),
                text: self.0.to_owned(),
                html: Some(self.0.to_owned()),
            }))
        })
    }
}
