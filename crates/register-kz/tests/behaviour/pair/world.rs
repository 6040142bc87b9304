//! One register, one operator, a link that may lose what it carries, and a clock. Every choice comes of a seed.

use receipt::kz::{IssueMode, Modifier, ModifierKind, Operation};
use register_kz::{
    Answer, BlockReason, BooksShift, CashMovementKind, CashRegister, CashRegisterError, Command, CounterPart,
    Counters, DocumentBody, DrawerAtClosing, Event, Mode, OPERATIONS, OfdToken, OutgoingBody, ReportOrigin,
    Request, ResultCode, Rollover, Shift, Standing,
};
use types::{LocalDateTime, Money, Rng, SeededRng};

use super::operator::{Header, Operator};
use crate::support::{Desk, at, by_card, draft};

/// An adopted report brings the operator's view of which documents were autonomous.
const BUT_AUTONOMOUS: &[CounterPart] = &[CounterPart::AutonomousCounts];
/// How often a request is sent within the transaction time.
const TRIES: u32 = 3;

pub struct World {
    desk: Desk,
    operator: Operator,
    rng: SeededRng,
    now: LocalDateTime,
    link: Link,
    late: Option<(u32, Answer)>,
    expected: Counters,
    counted: u64,
    journaled: usize,
    adopted: bool,
    pub seen: Seen,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Up,
    Down,
    Perfect,
}

#[derive(Clone, Copy)]
enum Fate {
    Delivered,
    RequestLost,
    AnswerLost,
    AnswerLate,
    Unavailable,
}

macro_rules! seen {
    ($($name:ident)+) => {
        /// What happened, to know that the simulation reaches it.
        #[derive(Clone, Copy, Default)]
        pub struct Seen {
            $(pub $name: u64,)+
        }

        impl Seen {
            pub fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)+
            }

            pub fn counts(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name),)+]
            }
        }
    };
}

seen! {
    receipts autonomous movements closings autonomous_closings rollovers restarts operator_restarts
    operator_blocks tokens too_long repeats late_used late_ignored adopted refused clock_back not_enough_cash
    unavailable differing_closings movements_without_shift
}

impl World {
    pub fn new(seed: u64) -> Self {
        let rollover = if seed.is_multiple_of(2) {
            Rollover::Automatic
        } else {
            Rollover::Manual
        };
        Self {
            desk: Desk::new(rollover),
            operator: Operator::new(OfdToken::new(1)),
            rng: SeededRng::new(seed),
            now: at(0, 0),
            link: Link::Up,
            late: None,
            expected: Counters::default(),
            counted: 0,
            journaled: 0,
            adopted: false,
            seen: Seen::default(),
        }
    }

    fn random(&self, below: u64) -> u64 {
        let mut bytes = [0; 8];
        self.rng.fill(&mut bytes);
        u64::from_le_bytes(bytes) % below
    }

    fn money(&self, most_minor: u64) -> Money {
        Money::from_minor(i64::try_from(self.random(most_minor)).unwrap() + 1)
    }

    pub fn step(&mut self) {
        self.now = self.now.plus_s(i64::try_from(self.random(600)).unwrap());
        match self.random(100) {
            0..=44 => self.receipt(),
            45..=54 => self.movement(),
            55..=59 => self.command(Command::ReportX),
            60..=66 => {
                let drawer = if self.random(2) == 0 {
                    DrawerAtClosing::Kept
                } else {
                    DrawerAtClosing::Withdrawn
                };
                self.command(Command::CloseShift { drawer });
            }
            67..=72 => {
                self.link = if self.link == Link::Up {
                    Link::Down
                } else {
                    Link::Up
                }
            }
            73..=76 => self.now = self.now.plus_s(i64::try_from(self.random(40)).unwrap() * 3600),
            77..=80 => self.restart_register(),
            81..=83 => {
                self.operator.restart();
                self.seen.operator_restarts += 1;
            }
            84..=87 => self.toggle_block(),
            88..=89 => {
                let token = self.operator.issue_token();
                if self.random(2) == 0 {
                    // Typed in at once, though a document may be on its way with the old one.
                    self.command(Command::EnterToken(token));
                }
            }
            90..=93 => self.enter_token(),
            94..=96 => self.deliver_late(),
            _ => self.clock_back(),
        }
        self.pump();
    }

    fn receipt(&mut self) {
        let operation = OPERATIONS[usize::try_from(self.random(6)).unwrap().saturating_sub(2)];
        let mut made = draft(operation, self.money(500_000));
        if self.random(4) == 0 {
            let receipt::kz::LineEntry::Line(line) = &mut made.lines[0] else {
                panic!()
            };
            line.modifiers = vec![Modifier {
                kind: ModifierKind::Discount,
                name: None,
                amount: line.price.share(1, 10).unwrap(),
                vat: None,
            }];
            made.payments[0].amount = line.price.checked_sub(line.modifiers[0].amount).unwrap();
        }
        let made = if self.random(3) == 0 { by_card(made) } else { made };
        self.command(Command::IssueReceipt(Box::new(made)));
    }

    fn movement(&mut self) {
        let kind = if self.random(3) == 0 {
            CashMovementKind::Withdrawal
        } else {
            CashMovementKind::Deposit
        };
        let amount = self.money(1_000_000);
        let shift_is_closed = matches!(self.desk.register.shift(), Shift::Closed { .. });
        let before = self.desk.register.last_number();
        self.command(Command::MoveCash { kind, amount });
        if shift_is_closed && self.desk.register.last_number() != before {
            self.seen.movements_without_shift += 1;
        }
    }

    fn command(&mut self, command: Command) {
        match self.desk.handle(command, self.now) {
            Ok(events) => self.note(&events),
            Err(error) => {
                self.seen.refused += 1;
                match error {
                    CashRegisterError::NotEnoughCash { .. } => self.seen.not_enough_cash += 1,
                    CashRegisterError::Blocked {
                        reason: BlockReason::AutonomousTooLong { .. },
                    } => self.seen.too_long += 1,
                    CashRegisterError::Blocked {
                        reason: BlockReason::QueueRefused { .. } | BlockReason::ProtocolFault { .. },
                    }
                    | CashRegisterError::Receipt(_)
                    | CashRegisterError::Counter(_) => panic!("{error}"),
                    _ => {}
                }
            }
        }
    }

    fn note(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::ReceiptHeld(_) => self.seen.rollovers += 1,
                Event::CountersAdopted { differences, .. } => {
                    self.seen.adopted += 1;
                    for one in differences {
                        assert!(one.counter.ends_with(".autonomous"), "{one}");
                    }
                    // From here on the operator's view of what was autonomous counts.
                    self.adopted = true;
                    self.recount();
                    let counters = self.desk.register.counters();
                    assert_eq!(counters.difference(&self.expected, BUT_AUTONOMOUS), []);
                    self.expected = counters.clone();
                    self.adopted = false;
                }
                _ => {}
            }
        }
    }

    fn restart_register(&mut self) {
        let json = serde_json::to_string(&self.desk.register).unwrap();
        let read: CashRegister = serde_json::from_str(&json).unwrap();
        assert_eq!(read, self.desk.register);
        self.desk.register = read;
        let events = self.desk.register.begin_session();
        self.desk.apply(&events);
        self.seen.restarts += 1;
    }

    fn toggle_block(&mut self) {
        let standing = match self.operator.books.standing() {
            Standing::InService => Standing::InService.blocked_by_staff("look".to_owned(), self.now),
            Standing::Blocked { .. } | Standing::Deregistered { .. } => Standing::InService,
        };
        self.operator.set_standing(standing);
        self.seen.operator_blocks += 1;
    }

    fn enter_token(&mut self) {
        let is_refused = matches!(
            self.desk.register.mode(self.now),
            Mode::Blocked {
                reason: BlockReason::InvalidToken
            }
        );
        if is_refused {
            let token = self.operator.issue_token();
            self.command(Command::EnterToken(token));
            self.seen.tokens += 1;
        }
    }

    fn clock_back(&mut self) {
        let Some(last) = self.desk.register.last_document_at() else {
            return;
        };
        let early = last.plus_s(-1);
        let command = Command::MoveCash {
            kind: CashMovementKind::Deposit,
            amount: Money::from_minor(1),
        };
        if self.desk.register.pending().is_none() && self.desk.register.mode(early) == Mode::Online {
            let refused = self.desk.handle(command, early).unwrap_err();
            assert_eq!(refused, CashRegisterError::ClockBehind { now: early, last });
            self.seen.clock_back += 1;
        }
    }

    fn fate(&self) -> Fate {
        match self.link {
            Link::Perfect => Fate::Delivered,
            Link::Down => Fate::RequestLost,
            Link::Up => match self.random(100) {
                0..=5 => Fate::RequestLost,
                6..=13 => Fate::AnswerLost,
                14..=20 => Fate::AnswerLate,
                21..=23 => Fate::Unavailable,
                _ => Fate::Delivered,
            },
        }
    }

    /// What the core does in the background: sends what is due, gives up after a few tries.
    fn pump(&mut self) {
        for _ in 0..TRIES {
            if !self.exchange() {
                return;
            }
        }
        let in_flight = self.desk.register.link().in_flight().copied();
        if in_flight.is_some_and(|one| one.tries >= TRIES) || self.link == Link::Down {
            let events = self.desk.give_up(self.now);
            self.note(&events);
        }
    }

    fn exchange(&mut self) -> bool {
        let Some(outgoing) = self.desk.begin(self.now) else {
            return false;
        };
        let request = match outgoing.body {
            OutgoingBody::Pending(document) => Request::Document(document),
            OutgoingBody::Queued(number) => {
                Request::Document(Box::new(self.desk.archive[&number.get()].clone()))
            }
            OutgoingBody::Report => Request::Report(ReportOrigin::Online),
            OutgoingBody::Info => Request::Info,
            OutgoingBody::System => Request::System,
        };
        let header = Header {
            token: outgoing.token,
            request_number: outgoing.request_number,
        };
        let rotate = self.random(2) == 0;
        if self.link == Link::Up && self.random(50) == 0 {
            self.restart_register();
        }
        match self.fate() {
            Fate::Delivered => {
                let answer = self.operator.handle(header, &request, rotate, self.now);
                self.take(outgoing.attempt, &answer);
            }
            Fate::RequestLost => {}
            Fate::AnswerLost => {
                self.operator.handle(header, &request, rotate, self.now);
            }
            Fate::AnswerLate => {
                let answer = self.operator.handle(header, &request, rotate, self.now);
                self.late = Some((outgoing.attempt, answer));
            }
            Fate::Unavailable => {
                let answer = Answer {
                    token: header.token,
                    result: ResultCode::UNAVAILABLE,
                    text: String::new(),
                    body: register_kz::AnswerBody::Empty,
                };
                self.take(outgoing.attempt, &answer);
                self.seen.unavailable += 1;
            }
        }
        true
    }

    fn take(&mut self, attempt: u32, answer: &Answer) {
        // A restart in between forgets requests that are not documents.
        if let Ok(events) = self.desk.register.answered(attempt, answer, self.now) {
            self.desk.apply(&events);
            self.note(&events);
        }
    }

    fn deliver_late(&mut self) {
        let Some((attempt, answer)) = self.late.take() else {
            return;
        };
        let before = self.desk.register.clone();
        match self.desk.register.answered(attempt, &answer, self.now) {
            Ok(events) => {
                self.desk.apply(&events);
                self.note(&events);
                self.seen.late_used += 1;
            }
            Err(error) => {
                assert_eq!(error, CashRegisterError::AnswerUnexpected { attempt });
                assert_eq!(self.desk.register, before);
                self.seen.late_ignored += 1;
            }
        }
    }

    fn unstated(&self) -> &'static [CounterPart] {
        if self.adopted { BUT_AUTONOMOUS } else { &[] }
    }

    /// What holds after every step.
    pub fn invariants(&mut self) {
        self.recount();
        let counters = self.desk.register.counters();
        assert_eq!(counters.difference(&self.expected, self.unstated()), []);
        assert!(!counters.cash_in_drawer.is_negative());
        self.journal();
    }

    /// Counters are the fold of issued documents; each Z is the sum of its shift.
    fn recount(&mut self) {
        for number in self.counted + 1..=self.desk.register.last_number().get() {
            let document = &self.desk.archive[&number];
            let mode = document.head.issue.mode();
            self.seen.autonomous += u64::from(mode == IssueMode::Autonomous);
            match &document.body {
                DocumentBody::Receipt(receipt) => {
                    self.expected.add_receipt(receipt, mode).unwrap();
                    self.seen.receipts += 1;
                }
                DocumentBody::Movement { kind, amount } => {
                    self.expected.add_movement(*kind, *amount, mode).unwrap();
                    self.seen.movements += 1;
                }
                DocumentBody::ShiftClosing { drawer, report } => {
                    let cash = self.expected.cash_in_drawer;
                    if *drawer == DrawerAtClosing::Withdrawn && cash > Money::ZERO {
                        self.expected
                            .add_movement(CashMovementKind::Withdrawal, cash, mode)
                            .unwrap();
                    }
                    let z = &report.as_ref().unwrap().counters;
                    assert_eq!(z.difference(&self.expected, self.unstated()), []);
                    self.expected.close_shift();
                    self.seen.closings += 1;
                    self.seen.autonomous_closings += u64::from(mode == IssueMode::Autonomous);
                }
            }
            self.counted = number;
        }
    }

    /// The operator's journal has the register's documents in their order, each once, none that is not there.
    fn journal(&mut self) {
        let register = &self.desk.register;
        let journal = &self.operator.journal;
        for (index, document) in journal.iter().enumerate().skip(self.journaled) {
            let number = document.head.number.unwrap().get();
            assert_eq!(number, u64::try_from(index).unwrap() + 1, "lost or doubled");
        }
        self.journaled = journal.len();
        let journaled = u64::try_from(journal.len()).unwrap();
        let unsent = register.unsent().map_or(0, |unsent| u64::from(unsent.count));
        let last = register.last_number().get();
        assert!(journaled + unsent >= last, "{journaled} + {unsent} < {last}");
        assert!(journaled <= last + u64::from(register.pending().is_some()));
    }

    /// Ends the outage, lifts blocks, sends everything; then both sides agree.
    pub fn drain(&mut self) {
        self.link = Link::Perfect;
        self.operator.set_standing(Standing::InService);
        // A new session asks INFO, and so learns of a token that was taken out of the cabinet meanwhile.
        self.restart_register();
        for _ in 0..2_000 {
            self.enter_token();
            self.exchange();
            self.invariants();
            if self.desk.register.wants_to_send(self.now).is_none()
                && self.desk.register.mode(self.now) == Mode::Online
            {
                break;
            }
        }
        self.agree();
        // One more day: a sale and a closing.
        self.command(Command::CloseShift {
            drawer: DrawerAtClosing::Kept,
        });
        self.exchange();
        self.command(Command::IssueReceipt(Box::new(draft(
            Operation::Sell,
            Money::from_minor(100_000),
        ))));
        self.exchange();
        self.invariants();
        self.agree();
        self.seen.repeats += u64::from(self.operator.repeats);
        self.seen.differing_closings += u64::from(self.operator.differing_closings);
    }

    fn agree(&self) {
        let (register, books) = (&self.desk.register, &self.operator.books);
        assert_eq!(register.mode(self.now), Mode::Online);
        assert!(register.pending().is_none() && register.unsent().is_none());
        assert_eq!(
            register.counters().difference(books.counters(), BUT_AUTONOMOUS),
            []
        );
        match (register.shift(), *books.shift()) {
            (Shift::Closed { last }, BooksShift::Closed { last: theirs }) => assert_eq!(last, theirs),
            (
                Shift::Open { number, opened_at },
                BooksShift::Open {
                    number: n,
                    opened_at: at,
                    ..
                },
            ) => {
                assert_eq!((number, opened_at), (n, at));
                // INFO was asked with the shift open: nothing differs at all.
                assert_eq!(register.counters().difference(books.counters(), &[]), []);
            }
            sides => panic!("{sides:?}"),
        }
        assert_eq!(register.link().token().unwrap().get(), self.operator.token.get());
        let ours: Vec<_> = self
            .desk
            .archive
            .values()
            .map(|one| (one.head.number, one.content(), one.head.issued_at))
            .collect();
        let theirs: Vec<_> = self
            .operator
            .journal
            .iter()
            .map(|one| (one.head.number, one.content(), one.head.issued_at))
            .collect();
        assert_eq!(ours, theirs);
    }
}
