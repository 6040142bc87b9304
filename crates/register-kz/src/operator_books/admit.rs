//! Which documents are taken, which refused, and which taken and flagged.

use receipt::kz::{IssueMode, Receipt};
use types::{LocalDateTime, Money};

use super::{
    AutonomousKey, BooksEvent, BooksPolicy, BooksShift, Flag, OperatorBooks, Refusal, ReportOrigin, Request,
    Standing, Tariff,
};
use crate::{
    AUTONOMOUS_MAX_S, CashMovementKind, Counters, Document, DocumentBody, Issue, SHIFT_MAX_S, ShiftNumber,
};

/// How far a document may be dated ahead of the operator's clock without a flag, in seconds. Source: ours.
const AHEAD_MAX_S: i64 = 300;

impl OperatorBooks {
    /// Takes a request or says why not. `now` is the operator's own wall clock of the register's place.
    ///
    /// Online, result 11, 13, 14, 15 and 17 are due. An autonomous document would stop the register if it were
    /// refused, so that what can be counted is counted, with a [`Flag`]. Source: KZ-OFD/draining.
    ///
    /// # Errors
    /// [`Refusal`] with its result code; nothing is to be written then.
    pub fn admit(
        &self,
        request: &Request,
        policy: &BooksPolicy,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        match request {
            Request::Document(document) => self.admit_document(document, policy, now),
            Request::Annulment => self.admit_annulment(policy, now),
            Request::Report(origin) => self.admit_report(*origin, policy, now),
            Request::Info => {
                self.in_service()?;
                Ok(vec![BooksEvent::Informed(self.info_report(now).map(Box::new))])
            }
            Request::System => {
                self.in_service()?;
                Ok(Vec::new())
            }
        }
    }

    /// An X report of the queue is in nobody's way: it gets the figures of now, with a flag for what is odd.
    fn admit_report(
        &self,
        origin: ReportOrigin,
        policy: &BooksPolicy,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        let (mode, made_at) = match origin {
            ReportOrigin::Online => (IssueMode::Online, None),
            ReportOrigin::Autonomous { made_at } => (IssueMode::Autonomous, Some(made_at)),
        };
        let mut admission = Admission::new(mode);
        self.service(&mut admission, policy, made_at.unwrap_or(now))?;
        if let Some(made_at) = made_at {
            admission.dates(made_at, now);
        }
        if let Err(refusal) = self.within_a_day(made_at, now) {
            admission.refuse_or_flag(refusal, Flag::ShiftExpired)?;
        }
        Ok(vec![BooksEvent::Reported {
            report: Box::new(self.x_report(now)),
            flags: admission.flags,
        }])
    }

    fn admit_document(
        &self,
        document: &Document,
        policy: &BooksPolicy,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        if let Some(repeated) = self.repeat(document)? {
            return Ok(vec![repeated]);
        }
        let mut admission = Admission::new(document.head.issue.mode());
        self.service(&mut admission, policy, document.head.issued_at)?;
        admission.dates(document.head.issued_at, now);
        if let DocumentBody::Receipt(receipt) = &document.body {
            self.buyer(receipt, &mut admission)?;
        }
        match &document.body {
            DocumentBody::ShiftClosing { .. } => self.close(document, admission, now),
            DocumentBody::Receipt(_) | DocumentBody::Movement { .. } => self.count(document, admission, now),
        }
    }

    fn count(
        &self,
        document: &Document,
        mut admission: Admission,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        let issued_at = document.head.issued_at;
        if let Err(refusal) = self.within_a_day(Some(issued_at), now) {
            admission.refuse_or_flag(refusal, Flag::ShiftExpired)?;
        }
        let counters = self.place(document, &mut admission, now)?;
        let taken = match &document.body {
            DocumentBody::Receipt(receipt) => Counters::cash_taken_by(receipt),
            DocumentBody::Movement {
                kind: CashMovementKind::Withdrawal,
                amount,
            } => *amount,
            DocumentBody::Movement { .. } | DocumentBody::ShiftClosing { .. } => Money::ZERO,
        };
        let in_drawer = counters.cash_in_drawer;
        if taken > Money::ZERO && taken > in_drawer {
            let flag = Flag::NotEnoughCash { in_drawer, taken };
            admission.refuse_or_flag(Refusal::NotEnoughCash { in_drawer, taken }, flag)?;
        }
        if let DocumentBody::Receipt(receipt) = &document.body
            && !counters.has_room_for_vat_of(receipt)
        {
            admission.refuse_or_flag(Refusal::TooManyVatRates, Flag::VatNotCounted)?;
        }
        let mut counted = counters;
        count_document(&mut counted, document)?;
        // A late document of a register that may not work is no sign that it works again.
        if self.tariff == Tariff::Off && self.standing == Standing::InService {
            admission.events.push(BooksEvent::TariffChanged(Tariff::On));
        }
        admission.events.push(BooksEvent::Counted {
            document: Box::new(document.clone()),
            flags: admission.flags,
        });
        Ok(admission.events)
    }

    /// Finds the shift of a receipt, opening it, and closing an older one whose closing never came. A cash
    /// movement opens nothing: with a closed shift it is counted in the next. Source: KZ-OFD/cash-movements.
    fn place(
        &self,
        document: &Document,
        admission: &mut Admission,
        now: LocalDateTime,
    ) -> Result<Counters, Refusal> {
        let is_receipt = matches!(document.body, DocumentBody::Receipt(_));
        match self.shift {
            BooksShift::Open { number, .. } => {
                let named = document.head.shift.unwrap_or(number);
                if named == number || (!is_receipt && named < number) {
                    return Ok(self.counters.clone());
                }
                let refusal = Refusal::WrongShift { named, due: number };
                if named < number {
                    admission.refuse_or_flag(refusal, Flag::LateForShift { named })?;
                    return Ok(self.counters.clone());
                }
                if !is_receipt {
                    // Money of a shift that is still to open stays in the running one.
                    admission.refuse_or_flag(refusal, Flag::ShiftGap { due: number })?;
                    return Ok(self.counters.clone());
                }
                admission.refuse_or_flag(refusal, Flag::ShiftGap { due: number })?;
                let report = self.z_report(self.counters.clone(), number, document.head.issued_at);
                let counters = admission.assume_closing(report);
                admission.open(named, number.next(), document.head.issued_at, now);
                Ok(counters)
            }
            BooksShift::Closed { last } => {
                let due = last.next();
                let named = document.head.shift.unwrap_or(due);
                if is_receipt && named <= last {
                    let refusal = Refusal::WrongShift { named, due };
                    admission.refuse_or_flag(refusal, Flag::LateForShift { named })?;
                    admission.open(due, due, document.head.issued_at, now);
                } else if is_receipt {
                    admission.open(named, due, document.head.issued_at, now);
                }
                Ok(self.counters.clone())
            }
        }
    }

    /// A register that may not work is told so. What it made by itself before it was blocked is taken with a flag;
    /// what it went on to make waits at the register until somebody lets it work again.
    fn service(
        &self,
        admission: &mut Admission,
        policy: &BooksPolicy,
        made_at: LocalDateTime,
    ) -> Result<(), Refusal> {
        let Err(refusal) = self.in_service() else {
            return Ok(());
        };
        let since = self.standing.out_since();
        if !since.is_some_and(|since| policy.was_in_time(made_at, since)) {
            return Err(refusal);
        }
        admission.refuse_or_flag(refusal, Flag::NotInService)
    }

    pub(super) fn in_service(&self) -> Result<(), Refusal> {
        match &self.standing {
            Standing::InService => Ok(()),
            Standing::Blocked { reason, .. } => Err(Refusal::Blocked {
                reason: reason.clone(),
            }),
            Standing::Deregistered { .. } => Err(Refusal::Deregistered),
        }
    }

    /// By the operator's clock, and by the register's where it told a time: either may stand still, and they may be
    /// far apart, so that they are not compared. Law: KZ-626/shift.
    pub(super) fn within_a_day(
        &self,
        issued_at: Option<LocalDateTime>,
        now: LocalDateTime,
    ) -> Result<(), Refusal> {
        let BooksShift::Open {
            number,
            opened_at,
            received_at,
        } = self.shift
        else {
            return Ok(());
        };
        let by_register = issued_at.is_some_and(|issued_at| issued_at.since_s(opened_at) > SHIFT_MAX_S);
        if by_register || now.since_s(received_at) > SHIFT_MAX_S {
            return Err(Refusal::ShiftExpired {
                shift: number,
                opened_at,
            });
        }
        Ok(())
    }

    fn buyer(&self, receipt: &Receipt, admission: &mut Admission) -> Result<(), Refusal> {
        match (&self.seller, receipt.buyer_number()) {
            (Some(seller), Some(buyer)) if *seller == buyer => {
                admission.refuse_or_flag(Refusal::BuyerIsSeller { number: buyer }, Flag::BuyerIsSeller)
            }
            _ => Ok(()),
        }
    }

    /// The same autonomous document again: known by its sign and day, or by its through number (without one, by its
    /// number in the shift) when its first coming was still an online one.
    ///
    /// A cash movement or a closing without any number is known by its second, kind, sum and cashier: nobody makes
    /// two such in a second. A receipt is not: a machine may sell the same twice in a second, once online and once
    /// without the operator, and a receipt that is lost is worse than one that stands twice and can be returned.
    /// Source: KZ-OFD/autonomous-repeat.
    fn repeat(&self, document: &Document) -> Result<Option<BooksEvent>, Refusal> {
        let Issue::Autonomous { sign } = document.head.issue else {
            return Ok(None);
        };
        let content = document.content();
        let issued_at = document.head.issued_at;
        if let Some(known) = sign.and_then(|sign| self.known_autonomous(sign, issued_at)) {
            return known.judge(document).map(Some);
        }
        let repeated = Some(BooksEvent::Repeated { sign, issued_at });
        let is_last = self.last_document.as_ref().is_some_and(|last| {
            let head = &document.head;
            let is_numbered = match (last.number, head.number) {
                (None, None) => match (last.in_shift, head.in_shift) {
                    (None, None) => {
                        !matches!(document.body, DocumentBody::Receipt(_)) && last.cashier == head.cashier
                    }
                    (known, named) => known == named,
                },
                (known, named) => known == named,
            };
            is_numbered && last.issued_at == issued_at && last.content == content
        });
        Ok(repeated.filter(|_| is_last))
    }

    fn known_autonomous(
        &self,
        sign: crate::AutonomousSign,
        issued_at: LocalDateTime,
    ) -> Option<&AutonomousKey> {
        let day = |time: LocalDateTime| time.wall_seconds().div_euclid(86_400);
        let mut keys = self.autonomous.iter();
        keys.find(|key| key.sign == sign && day(key.issued_at) == day(issued_at))
    }
}

impl AutonomousKey {
    /// The key of an autonomous receipt; `None` of another document.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let Issue::Autonomous { sign } = document.head.issue else {
            return None;
        };
        Some(Self {
            sign: sign?,
            issued_at: document.head.issued_at,
            content: document.content(),
        })
    }

    /// What a document is that has this sign on this day: the same again, or another. Source:
    /// KZ-OFD/autonomous-repeat.
    ///
    /// # Errors
    /// [`Refusal::AutonomousSignReused`] for another one.
    pub fn judge(&self, document: &Document) -> Result<BooksEvent, Refusal> {
        let now_for = document.content();
        let issued_at = document.head.issued_at;
        if self.content == now_for && self.issued_at == issued_at {
            return Ok(BooksEvent::Repeated {
                sign: Some(self.sign),
                issued_at,
            });
        }
        Err(Refusal::AutonomousSignReused {
            sign: self.sign,
            used_at: self.issued_at,
            used_for: self.content.clone(),
            now_for,
        })
    }
}

/// Counts a receipt or a movement; a closing counts nothing by itself.
pub(super) fn count_document(counters: &mut Counters, document: &Document) -> Result<(), Refusal> {
    let mode = document.head.issue.mode();
    match &document.body {
        DocumentBody::Receipt(receipt) => counters.add_receipt(receipt, mode)?,
        DocumentBody::Movement { kind, amount } => counters.add_movement(*kind, *amount, mode)?,
        DocumentBody::ShiftClosing { .. } => {}
    }
    Ok(())
}

/// What is found out about one document on its way.
pub(super) struct Admission {
    pub(super) mode: IssueMode,
    pub(super) flags: Vec<Flag>,
    pub(super) events: Vec<BooksEvent>,
}

impl Admission {
    const fn new(mode: IssueMode) -> Self {
        Self {
            mode,
            flags: Vec::new(),
            events: Vec::new(),
        }
    }

    pub(super) fn refuse_or_flag(&mut self, refusal: Refusal, flag: Flag) -> Result<(), Refusal> {
        match self.mode {
            IssueMode::Online => Err(refusal),
            IssueMode::Autonomous => {
                self.flags.push(flag);
                Ok(())
            }
        }
    }

    /// Dates are never refused: a test stand's clock may be anywhere.
    fn dates(&mut self, made_at: LocalDateTime, now: LocalDateTime) {
        let age_s = now.since_s(made_at);
        if age_s < -AHEAD_MAX_S {
            self.flags.push(Flag::FromTheFuture);
        }
        if age_s > AUTONOMOUS_MAX_S {
            self.flags.push(Flag::TooOld);
        }
    }

    fn open(&mut self, number: ShiftNumber, due: ShiftNumber, at: LocalDateTime, received_at: LocalDateTime) {
        if number > due {
            self.flags.push(Flag::ShiftGap { due });
        }
        self.events.push(BooksEvent::ShiftOpened {
            number,
            at,
            received_at,
        });
    }

    /// A Z report of the operator's own for a shift whose closing never came; the counters of the next.
    pub(super) fn assume_closing(&mut self, report: crate::ShiftReport) -> Counters {
        let mut counters = report.counters.clone();
        counters.close_shift();
        self.events.push(BooksEvent::ShiftClosed {
            report: Box::new(report),
            withdrawn: None,
            document: None,
            differences: Vec::new(),
            flags: vec![Flag::ClosingAssumed],
        });
        counters
    }
}
