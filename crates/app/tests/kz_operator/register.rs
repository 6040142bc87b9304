//! An operator on a fresh database with one enrolled register, and the register's side of the wire.

use std::sync::Arc;

use app::App;
use app::context::{Settings, Unverified};
use app::kz_ofd::staff::{self, StaffAct};
use app::kz_ofd::transactions::{
    Transaction, TransactionFilter, TransactionKind, register_incidents, transactions,
};
use app::kz_ofd::{self, Card, Enrollment, KzSettings, OrganizationCard};
use enrollment::TariffPlans;
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::messages::Response;
use ofd_kz::session::{Answer, IncomingMessage};
use ofd_kz::{Header, KnownResult, Version, VersionPolicy, payload};
use receipt::kz::{
    Buyer, Cashier, Draft, Line, LineEntry, LineOfBusiness, LineVat, Operation, Payment, PaymentMeans,
    PricingContext, Receipt, SectionCode, TaxationRegime, UnitCode, VatPlacement, VatRate,
};
use register_kz::{
    AutonomousSign, BooksPolicy, CashMovementKind, Document, DocumentBody, DocumentHead, DocumentNumber,
    DrawerAtClosing, Issue, NumberInShift, Request, ShiftNumber, ShiftReport,
};
use store::kz_documents::KzDocumentFilter;
use store::kz_incidents::KzIncident;
use store::kz_reports::{KzReport, KzReportKind};
use store::organizations::{self, NewOrganization};
use testkit::{START, TestDb};
use translate::kz::request_to_message;
use translate::kz::service::RegisterFacts;
use types::{
    Inn, LocalDateTime, ManualClock, Money, OrganizationId, Quantity, Secret, SeededRng, UserId, UtcOffset,
};

pub const DEVICE: u32 = 1001;
pub const TOKEN: u32 = 0xDEAD_BEEF;
/// Synthetic, with valid check digits.
pub const SELLER: &str = "200140000014";
pub const REGISTRATION_NUMBER: &str = "010100000001";

pub struct Stage {
    pub clock: Arc<ManualClock>,
    pub app: App,
    /// Header of the next request.
    pub header: Header,
    document: u64,
    _test: TestDb,
}

pub fn tenge(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

fn settings(sign_key: Option<&str>, policy: BooksPolicy) -> Settings {
    Settings {
        public_url: "http://127.0.0.1".to_owned(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Taken,
        waiting_tasks_max: 100,
        lease_s: 60,
        attempts_max: 5,
        shift_close_after_s: 85_800,
        give_up_after_s: 86_400,
        offset: UtcOffset::MOSCOW,
        kz: KzSettings {
            sign_key: sign_key.map(Secret::new),
            consumer_url: "http://consumer.example".to_owned(),
            ofd_name: "Qassa".to_owned(),
            versions: VersionPolicy::WithDraft,
            tariff_plans: Arc::new(TariffPlans::shipped().unwrap()),
            policy,
            ..KzSettings::unconfigured()
        },
    }
}

impl Stage {
    pub async fn set(test: TestDb) -> Self {
        Self::with_key(test, Some("a key of the operator's signs, 32+")).await
    }

    pub async fn with_key(test: TestDb, sign_key: Option<&str>) -> Self {
        Self::with(test, sign_key, BooksPolicy::default()).await
    }

    pub async fn with_policy(test: TestDb, policy: BooksPolicy) -> Self {
        Self::with(test, Some("a key of the operator's signs, 32+"), policy).await
    }

    async fn with(test: TestDb, sign_key: Option<&str>, policy: BooksPolicy) -> Self {
        let clock = Arc::new(ManualClock::new(START));
        let app = App::new(
            test.db.clone(),
            clock.clone(),
            Arc::new(SeededRng::new(1)),
            settings(sign_key, policy),
        );
        let enroll = |tx: &mut store::Tx<'_>| {
            let organization = NewOrganization {
                inn: SELLER.to_owned(),
                kpp: None,
                name: "ТОО «Мысал»".to_owned(),
            };
            let organization = organizations::create(tx, &organization, START).unwrap();
            let enrollment = Enrollment {
                device_id: DEVICE,
                organization,
                serial_number: "QSSA1000000000001".to_owned(),
                registration_number: REGISTRATION_NUMBER.to_owned(),
                card: Card {
                    organization: OrganizationCard {
                        title: "ТОО «Мысал»".to_owned(),
                        taxpayer_number: SELLER.to_owned(),
                        address: "Алматы".to_owned(),
                        ..OrganizationCard::default()
                    },
                    ..Card::default()
                },
                token: TOKEN,
            };
            kz_ofd::enroll(tx, &enrollment, START)
        };
        app.db().write("enroll", enroll).await.unwrap();
        Self {
            clock,
            app,
            header: Header {
                version: 203,
                size_bytes: 0,
                device_id: DEVICE,
                token: TOKEN,
                request_number: 1,
            },
            document: 0,
            _test: test,
        }
    }

    /// The register's wall clock.
    pub fn now(&self) -> LocalDateTime {
        self.app.now().to_local(UtcOffset::from_hours(5))
    }

    /// Numbers of the next document of shift 1.
    pub fn head(&mut self) -> DocumentHead {
        self.document += 1;
        DocumentHead {
            shift: Some(ShiftNumber::new(1)),
            in_shift: Some(NumberInShift::new(u32::try_from(self.document).unwrap())),
            number: Some(DocumentNumber::new(self.document)),
            issued_at: self.now(),
            cashier: Some(cashier()),
            issue: Issue::Online,
        }
    }

    pub fn receipt(&mut self, operation: Operation, total: &str) -> Document {
        let head = self.head();
        document(head, priced(draft(operation, total, self.now())))
    }

    pub fn autonomous(&mut self, sign: u32, total: &str) -> Document {
        let mut document = self.receipt(Operation::Sell, total);
        document.head.issue = Issue::Autonomous {
            sign: Some(AutonomousSign::new(sign)),
        };
        document
    }

    pub fn movement(&mut self, kind: CashMovementKind, amount: &str) -> Document {
        let body = DocumentBody::Movement {
            kind,
            amount: tenge(amount),
        };
        Document {
            head: self.head(),
            body,
        }
    }

    pub fn closing(&mut self, report: Option<ShiftReport>) -> Document {
        let body = DocumentBody::ShiftClosing {
            drawer: DrawerAtClosing::Kept,
            report: report.map(Box::new),
        };
        Document {
            head: self.head(),
            body,
        }
    }

    /// As the register tells of itself with its requests.
    pub async fn tell(&mut self, facts: &RegisterFacts) -> Response {
        let version = Version::known(self.header.version).unwrap();
        let message = request_to_message(&Request::System, facts, version, self.now()).unwrap();
        let bytes = payload::encode_request(&self.header, &message).unwrap();
        let (header, payload) = taken_apart(&bytes);
        let (header, response) = read(
            &self
                .exchange(IncomingMessage {
                    header,
                    body: payload,
                })
                .await,
        );
        self.header.token = header.token;
        self.header.request_number += 1;
        response
    }

    /// The next request's bytes.
    pub fn bytes(&self, request: &Request) -> IncomingMessage {
        let version = Version::known(self.header.version).unwrap();
        let message = request_to_message(request, &RegisterFacts::default(), version, self.now()).unwrap();
        let bytes = payload::encode_request(&self.header, &message).unwrap();
        let (header, payload) = taken_apart(&bytes);
        IncomingMessage {
            header,
            body: payload,
        }
    }

    /// What the operator answers to these bytes, as it is; the register's state stays.
    pub async fn exchange(&self, message: IncomingMessage) -> Vec<u8> {
        match kz_ofd::ingest(&self.app, message).await {
            Answer::Send(bytes) => bytes,
            other => panic!("an answer: {other:?}"),
        }
    }

    /// Asks, and goes on with the token of the answer as registers do.
    pub async fn ask(&mut self, request: &Request) -> Response {
        let answer = self.exchange(self.bytes(request)).await;
        let (header, response) = read(&answer);
        assert_eq!(
            (header.device_id, header.request_number),
            (self.header.device_id, self.header.request_number)
        );
        self.header.token = header.token;
        self.header.request_number += 1;
        response
    }

    pub async fn send(&mut self, document: Document) -> Response {
        self.ask(&Request::Document(Box::new(document))).await
    }

    /// Documents that were kept, newest first.
    pub async fn kept(&self) -> Vec<kz_ofd::KzDocumentView> {
        kz_ofd::documents(&self.app, KzDocumentFilter::default(), None, 100)
            .await
            .unwrap()
    }

    /// Reports of a kind, newest first.
    pub async fn reports(&self, kind: KzReportKind) -> Vec<KzReport> {
        let filter = TransactionFilter {
            kind: Some(TransactionKind::Report(kind)),
            ..TransactionFilter::default()
        };
        let found = transactions(&self.app, None, DEVICE, filter, None, 100).await;
        let reports = found.unwrap().unwrap().into_iter().map(|found| match found {
            Transaction::Report { row, .. } => *row,
            Transaction::Document(_) => panic!("a report"),
        });
        reports.collect()
    }

    /// Incidents as the operator's staff sees them, newest first.
    pub async fn incidents(&self) -> Vec<KzIncident> {
        let found = register_incidents(&self.app, None, DEVICE, None, 100).await;
        found
            .unwrap()
            .unwrap()
            .into_iter()
            .map(|(_, incident)| incident)
            .collect()
    }

    pub async fn books(&self) -> register_kz::OperatorBooks {
        let found = kz_ofd::register(&self.app, None::<OrganizationId>, DEVICE).await;
        found.unwrap().unwrap().books
    }
}

/// The staff blocks a register.
pub async fn block(app: &App, device_id: u32, reason: &str) {
    let reason = reason.to_owned();
    act(app, device_id, StaffAct::Block { reason }).await;
}

/// The staff lifts its block.
pub async fn release(app: &App, device_id: u32) {
    act(app, device_id, StaffAct::Unblock).await;
}

/// An act of the staff on a register that there is.
pub async fn act(app: &App, device_id: u32, act: StaffAct) {
    let done = staff::act(app, UserId::new(7), device_id, act).await;
    assert!(done.unwrap().is_some());
}

/// Header and payload of a whole message.
pub fn taken_apart(bytes: &[u8]) -> (Header, Vec<u8>) {
    let Ok(Decoded::Message { frame, .. }) = Frame::decode(bytes) else {
        panic!("a whole message");
    };
    (frame.header, frame.payload.to_vec())
}

pub fn read(bytes: &[u8]) -> (Header, Response) {
    let (header, payload) = taken_apart(bytes);
    let version = Version::known(header.version).unwrap_or(Version::V202);
    (
        header,
        payload::decode_response(version, &payload).unwrap().message,
    )
}

#[track_caller]
pub fn assert_result(response: &Response, expected: KnownResult) {
    assert_eq!(
        (response.result.result_code, expected),
        (expected.code().0, expected),
        "{:?}",
        response.result.result_text
    );
}

pub fn cashier() -> Cashier {
    Cashier {
        code: 1,
        name: "Кассир 1".to_owned(),
    }
}

pub fn document(head: DocumentHead, receipt: Receipt) -> Document {
    Document {
        head,
        body: DocumentBody::Receipt(Box::new(receipt)),
    }
}

pub fn priced(draft: Draft) -> Receipt {
    Receipt::price(draft, &PricingContext::sums_only()).unwrap()
}

pub fn draft(operation: Operation, total: &str, issued_at: LocalDateTime) -> Draft {
    let line = Line {
        name: "Қымыз".to_owned(),
        code: None,
        section: SectionCode::parse("1").unwrap(),
        quantity: Quantity::ONE,
        price: tenge(total),
        total: None,
        unit: UnitCode::piece(),
        barcode: None,
        ntin: None,
        product_id: None,
        physical_label: None,
        marking_codes: Vec::new(),
        vat: Some(LineVat {
            rate: VatRate::from_percent(16).unwrap(),
            placement: VatPlacement::Included,
            regime: Some(TaxationRegime::General),
            amount: None,
        }),
        modifiers: Vec::new(),
    };
    let is_return = matches!(operation, Operation::SellReturn | Operation::BuyReturn);
    Draft {
        operation,
        issued_at,
        cashier: cashier(),
        business: LineOfBusiness::Trading,
        lines: vec![LineEntry::Line(Box::new(line))],
        modifier: None,
        vat: Vec::new(),
        payments: vec![Payment {
            amount: tenge(total),
            means: PaymentMeans::Cash,
        }],
        tendered: Some(tenge(total)),
        buyer: Buyer::default(),
        parent: is_return.then(|| parent(issued_at)),
    }
}

fn parent(issued_at: LocalDateTime) -> receipt::kz::ParentReceipt {
    receipt::kz::ParentReceipt {
        sign: "849825692".to_owned(),
        issued_at,
        registration_number: receipt::kz::RegistrationNumber::parse(REGISTRATION_NUMBER).unwrap(),
        total: tenge("1160.00"),
        mode: receipt::kz::IssueMode::Online,
    }
}

/// A sale by card.
pub fn by_card(mut draft: Draft) -> Draft {
    draft.tendered = None;
    for payment in &mut draft.payments {
        payment.means = PaymentMeans::Card(receipt::kz::CardDetails::default());
    }
    draft
}
