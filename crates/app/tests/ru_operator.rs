//! The Russian operator behind its wire, on both engines: whole messages go in, whole messages come out.
//!
//! The operator remembers registers that it has heard and judges their next documents before it asks the database;
//! these tests change the register behind its back, as another process does.

use app::context::{Settings, Unverified};
use app::kz_ofd::KzSettings;
use app::{App, ofd};
use ofd_ru::session::{Answer, IncomingMessage, ProtocolVersion, SessionHeader};
use ofd_ru::signs::SandboxKeys;
use ofd_ru::{FfdVersion, session::Frame};
use receipt::Cashier;
use register::{
    AgentSet, Attendance, Confirmation, Destination, Event, RegisterCommand, Registration, StorageProfile,
    TaxationSet, UsageCondition, UsageConditions, VirtualRegister,
};
use std::collections::VecDeque;
use std::sync::Arc;
use store::ofd_forwardings::{self, ForwardingState};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState};
use store::organizations::{self, NewOrganization};
use store::{StoreError, ofd_documents};
use testkit::{START, TestDb};
use types::{FiscalStorageNumber, Inn, ManualClock, RegistrationNumber, SeededRng, SerialNumber, UtcOffset};

const STORAGE: &str = "9999078900000001";
const INN: &str = "7700000016";

/// An operator and one register with sealed documents.
struct Pair {
    app: App,
    register: VirtualRegister,
    keys: SandboxKeys,
    unsent: VecDeque<Vec<u8>>,
    test: TestDb,
}

fn operator(test: &TestDb) -> App {
    let settings = Settings {
        public_url: String::new(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: "99990789".to_owned(),
        unverified: Unverified::Refused,
        waiting_tasks_max: 10,
        lease_s: 60,
        attempts_max: 3,
        give_up_after_s: 7200,
        shift_close_after_s: 85_800,
        offset: UtcOffset::MOSCOW,
        kz: KzSettings::unconfigured(),
    };
    let clock = Arc::new(ManualClock::new(START));
    App::new(test.db.clone(), clock, Arc::new(SeededRng::new(1)), settings)
}

fn registration() -> Registration {
    let inn = Inn::parse(INN).unwrap();
    let serial_number = SerialNumber::parse("S0000001").unwrap();
    Registration {
        ffd: FfdVersion::V1_2,
        registration_number: RegistrationNumber::compute(1, &inn, &serial_number),
        serial_number,
        inn,
        user_name: "ООО \"Пример\"".to_owned(),
        settlement_address: "г. Москва, ул. Примерная, д. 1".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL,
        agents: AgentSet::from_mask(0),
        conditions: [UsageCondition::InternetOnly]
            .into_iter()
            .collect::<UsageConditions>(),
        destination: Destination::Ofd {
            inn: Inn::parse("7700000009").unwrap(),
            name: "Qassa".to_owned(),
        },
        attendance: Attendance::Automatic {
            machine_number: "1".to_owned(),
        },
        tax_authority_site: "www.nalog.gov.ru".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        register_version: "1.0".to_owned(),
        cashier: Cashier {
            name: "Система".to_owned(),
            inn: None,
        },
    }
}

impl Pair {
    /// Documents: registration, opening, three settlement status reports.
    fn new(test: TestDb) -> Self {
        let storage = FiscalStorageNumber::parse(STORAGE).unwrap();
        let keys = SandboxKeys::published(&storage);
        let now = START.to_local(UtcOffset::MOSCOW);
        let (mut register, mut events) =
            VirtualRegister::register(registration(), storage, StorageProfile::default(), now, &keys)
                .unwrap();
        for command in [
            RegisterCommand::OpenShift,
            RegisterCommand::ReportStatus,
            RegisterCommand::ReportStatus,
            RegisterCommand::ReportStatus,
        ] {
            events.extend(register.handle(command, now, &keys).unwrap());
        }
        let unsent = events.into_iter().filter_map(|event| match event {
            Event::DocumentSealed(document) => Some(document.container),
            Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => None,
        });
        Self {
            app: operator(&test),
            register,
            keys,
            unsent: unsent.collect(),
            test,
        }
    }

    /// The register's message with the document behind `skipped` others.
    async fn send(&self, app: &App, skipped: usize) -> Answer {
        let header =
            SessionHeader::from_register(ProtocolVersion::V1_2, STORAGE.as_bytes().try_into().unwrap());
        let message = header.message(&self.unsent[skipped]).unwrap();
        let ofd_ru::session::Decoded::Message { frame, .. } = Frame::decode(&message).unwrap() else {
            panic!("a whole message");
        };
        let message = IncomingMessage {
            header: frame.header,
            body: frame.body.to_vec(),
        };
        ofd::ingest(app, message).await
    }

    /// Sends the oldest document and hands the confirmation to the storage, which checks it.
    async fn deliver(&mut self) -> Vec<u8> {
        let Answer::Send(answer) = self.send(&self.app, 0).await else {
            panic!("no confirmation");
        };
        let ofd_ru::session::Decoded::Message { frame, .. } = Frame::decode(&answer).unwrap() else {
            panic!("a whole answer");
        };
        let confirmation = Confirmation {
            answer: frame.body.to_vec(),
            document: self.unsent.pop_front().unwrap(),
            following: self.unsent.front().cloned(),
        };
        let command = RegisterCommand::AcceptConfirmation(confirmation);
        let now = START.to_local(UtcOffset::MOSCOW);
        self.register.handle(command, now, &self.keys).unwrap();
        answer
    }

    async fn row(&self) -> OfdRegister {
        let found = self.test.db.read("register", |tx| {
            let rows = ofd_registers::list(tx, None, "", 10)?;
            Ok::<_, StoreError>(rows)
        });
        found.await.unwrap().remove(0)
    }

    /// Error findings and forwarding of each document, by number.
    async fn books(&self) -> Vec<(i64, u32, ForwardingState)> {
        self.test
            .db
            .read("books", |tx| {
                let mut books = Vec::new();
                for number in 1..=5 {
                    if let Some((id, document)) = ofd_documents::find_by_number(tx, STORAGE, number)? {
                        let forwarding = ofd_forwardings::find(tx, id)?.unwrap();
                        books.push((number, document.error_count, forwarding.state));
                    }
                }
                Ok::<_, StoreError>(books)
            })
            .await
            .unwrap()
    }
}

testkit::on_both_engines! {
    async fn each_document_is_kept_confirmed_and_forwarded_once(test: TestDb) {
        let mut pair = Pair::new(test);
        for number in 1..=5 {
            let repeated = pair.unsent.clone();
            let first = pair.deliver().await;
            let sent = std::mem::replace(&mut pair.unsent, repeated);
            assert_eq!(pair.send(&pair.app, 0).await, Answer::Send(first), "the first answer, byte for byte");
            pair.unsent = sent;
            let row = pair.row().await;
            assert_eq!((row.progress.document_number, row.version), (number, number));
        }
        let expected: Vec<_> = (1..=5).map(|number| (number, 0, ForwardingState::Pending)).collect();
        assert_eq!(pair.books().await, expected);
    }

    async fn the_first_document_of_a_storage_that_is_enrolled_meanwhile_has_its_owner(test: TestDb) {
        let pair = Pair::new(test);
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let begun = std::sync::Mutex::new(Some(begun));
        let enrolling = pair.test.db.write("enroll", move |tx| {
            let organization = NewOrganization { inn: INN.to_owned(), kpp: None, name: "ООО".to_owned() };
            let organization = organizations::create(tx, &organization, START)?;
            let register = OfdRegister {
                fiscal_storage_number: STORAGE.to_owned(),
                organization: Some(organization),
                registration_number: None,
                serial_number: None,
                inn: None,
                state: OfdRegisterState::Active,
                progress: ofd_registers::Progress::default(),
                last_received_at: None,
                version: 0,
            };
            assert!(ofd_registers::enroll(tx, &register, START)?);
            if let Some(begun) = begun.lock().unwrap().take() {
                begun.send(()).unwrap();
                // The document meets a storage that is not yet enrolled for others to see.
                std::thread::sleep(std::time::Duration::from_millis(500));
            }
            Ok::<_, StoreError>(organization)
        });
        let sending = async {
            has_begun.await.unwrap();
            pair.send(&pair.app, 0).await
        };
        let (owner, answer) = futures::join!(enrolling, sending);
        assert!(matches!(answer, Answer::Send(_)));
        let document = pair.test.db.read("document", |tx| ofd_documents::find_by_number(tx, STORAGE, 1)).await;
        assert_eq!(document.unwrap().unwrap().1.organization, Some(owner.unwrap()));
    }

    async fn a_register_that_another_process_blocked_is_refused_at_once(test: TestDb) {
        let mut pair = Pair::new(test);
        pair.deliver().await;
        pair.deliver().await;
        let blocked = pair.test.db.write("block", |tx| {
            ofd_registers::set_state(tx, STORAGE, OfdRegisterState::Blocked)
        });
        assert!(blocked.await.unwrap());
        assert!(matches!(pair.send(&pair.app, 0).await, Answer::Refuse(_)));
        assert_eq!(pair.books().await.len(), 2);
        let freed = pair.test.db.write("unblock", |tx| {
            ofd_registers::set_state(tx, STORAGE, OfdRegisterState::Guest)
        });
        assert!(freed.await.unwrap());
        pair.deliver().await;
        assert_eq!(pair.books().await.len(), 3);
    }

    async fn a_document_is_judged_by_the_register_that_another_process_left(test: TestDb) {
        let mut pair = Pair::new(test);
        pair.deliver().await;
        let other = operator(&pair.test);
        // The other process hears documents 2 and 3; this one remembers the register behind document 1.
        for ahead in 0..2 {
            assert!(matches!(pair.send(&other, ahead).await, Answer::Send(_)));
        }
        let Answer::Send(repeated) = pair.send(&other, 0).await else {
            panic!("the other process repeats");
        };
        assert_eq!(pair.deliver().await, repeated, "document 2 is known, whoever took it");
        pair.deliver().await;
        pair.deliver().await;
        // Judged by document 1 it would have skipped two numbers.
        let errors: Vec<_> = pair.books().await.into_iter().map(|(number, errors, _)| (number, errors)).collect();
        assert_eq!(errors, [(1, 0), (2, 0), (3, 0), (4, 0)]);
        assert_eq!(pair.row().await.version, 4);
    }

    async fn documents_of_one_register_side_by_side_are_kept_once(test: TestDb) {
        let mut pair = Pair::new(test);
        pair.deliver().await;
        pair.deliver().await;
        let (one, two) = (&pair.app, operator(&pair.test));
        let sending = (0..16).map(|turn| pair.send(if turn % 2 == 0 { one } else { &two }, 0));
        let answers = futures::future::join_all(sending).await;
        assert!(matches!(answers[0], Answer::Send(_)));
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(pair.books().await.len(), 3);
        assert_eq!(pair.row().await.version, 3);
    }
}
