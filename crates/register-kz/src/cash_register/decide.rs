//! From commands to events. Nothing changes here.

use receipt::kz::{Draft, Receipt};
use types::{LocalDateTime, Money};

use super::{
    BlockReason, CashRegister, CashRegisterError, Command, Event, LinkChange, Mode, RegisterSetup, Rollover,
    SHIFT_MAX_S, SettingsChange, Shift,
};
use crate::{Actor, CashMovementKind, Counters, DocumentBody, DrawerAtClosing, OfdDeviceId, OfdToken};

impl CashRegister {
    /// What a command does at this moment, or why not.
    ///
    /// Online, a document is only made: [`Event::DocumentPending`]. It is issued by the answer that
    /// [`CashRegister::answered`] takes, or by [`CashRegister::given_up`].
    ///
    /// # Errors
    /// [`CashRegisterError`]; nothing changes then.
    pub fn decide(
        &self,
        command: Command,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let permission = command.permission();
        if !actor.role.may(permission) {
            return Err(CashRegisterError::NotPermitted {
                role: actor.role,
                permission,
            });
        }
        let kind = command.kind();
        let Some(setup) = self.setup.as_deref() else {
            return match command {
                Command::SetUp(setup) => Ok(vec![Event::SetUp(setup)]),
                _ => Err(CashRegisterError::NotSetUp { command: kind }),
            };
        };
        match command {
            Command::SetUp(_) => Err(CashRegisterError::AlreadySetUp),
            Command::EnterToken(token) => self.enter(None, token),
            Command::EnterLink { device_id, token } => self.enter(Some(device_id), token),
            Command::Resume => self.resume(),
            Command::SetAside { number, reason } => self.put_aside(number, reason),
            Command::SendAgain { number } => self.send_again(number),
            Command::ChangeSettings(change) => self.change_settings(change),
            Command::IssueReceipt(draft) => self.issue_receipt(setup, *draft, actor, now),
            Command::MoveCash { kind, amount } => self.move_cash(kind, amount, actor, now),
            Command::CloseShift { drawer } => self.close_shift(drawer, actor, now),
            Command::ReportX => Ok(vec![Event::Reported(Box::new(self.x_report(now)))]),
            Command::ReportSections => Ok(vec![Event::SectionsReported(self.section_report(now))]),
            Command::ReportCashiers => Ok(vec![Event::CashiersReported(self.cashier_report(now))]),
            Command::MakeControlReceipt(draft) => {
                let receipt = Self::price(setup, *draft, actor, now)?;
                Ok(vec![Event::ControlReceiptMade(Box::new(receipt))])
            }
            Command::CopyLastReceipt => match &self.last_receipt {
                Some(receipt) => Ok(vec![Event::CopyMade(receipt.clone())]),
                None => Err(CashRegisterError::NothingToCopy),
            },
        }
    }

    /// The program was started: INFO is asked before anything is sold, so that the caller sends it, or gives up,
    /// before it opens its door. A document without an answer stays as it is, and goes first.
    #[must_use]
    pub fn begin_session(&self) -> Vec<Event> {
        vec![Event::SessionBegan]
    }

    fn enter(
        &self,
        device_id: Option<OfdDeviceId>,
        token: OfdToken,
    ) -> Result<Vec<Event>, CashRegisterError> {
        if let Some(pending) = &self.pending {
            return Err(self.waits_for(pending.document.head.number));
        }
        Ok(vec![Event::LinkEntered { device_id, token }])
    }

    fn resume(&self) -> Result<Vec<Event>, CashRegisterError> {
        match &self.block {
            Some(BlockReason::ProtocolFault { .. } | BlockReason::QueueRefused { .. }) => {
                Ok(vec![Event::Released])
            }
            _ => Err(CashRegisterError::NothingToResume),
        }
    }

    /// Another server or version begins with INFO. A document that waits for its answer is waited for first.
    fn change_settings(&self, change: SettingsChange) -> Result<Vec<Event>, CashRegisterError> {
        match (change.link, &self.pending) {
            (LinkChange::Server | LinkChange::Version, Some(pending)) => {
                Err(self.waits_for(pending.document.head.number))
            }
            (LinkChange::Kept, _) | (_, None) => Ok(vec![Event::SettingsChanged(change)]),
        }
    }

    fn issue_receipt(
        &self,
        setup: &RegisterSetup,
        draft: Draft,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        self.may_issue(now)?;
        let receipt = Self::price(setup, draft.clone(), actor, now)?;
        self.drawer_holds(Counters::cash_taken_by(&receipt))?;
        if let Err(expired) = self.within_a_day(now) {
            return match setup.rollover {
                Rollover::Manual => Err(expired),
                Rollover::Automatic => self.roll_over(draft, actor, now),
            };
        }
        self.issue(DocumentBody::Receipt(Box::new(receipt)), actor, now)
    }

    /// Closes the shift; the receipt follows by itself when that is done.
    fn roll_over(
        &self,
        draft: Draft,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let mut events = self.close_shift(DrawerAtClosing::Kept, actor, now)?;
        events.push(Event::ReceiptHeld(Box::new((draft, actor.clone()))));
        if self.unsent.is_some() {
            events.extend(self.after(&events)?.release_held(now)?);
        }
        Ok(events)
    }

    fn move_cash(
        &self,
        kind: CashMovementKind,
        amount: Money,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        self.may_issue(now)?;
        self.within_a_day(now)?;
        if amount <= Money::ZERO {
            return Err(CashRegisterError::NothingMoved { amount });
        }
        if kind == CashMovementKind::Withdrawal {
            self.drawer_holds(amount)?;
        }
        self.issue(DocumentBody::Movement { kind, amount }, actor, now)
    }

    fn close_shift(
        &self,
        drawer: DrawerAtClosing,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        self.may_issue(now)?;
        if let Shift::Closed { last } = self.shift {
            return Err(CashRegisterError::NothingToClose { last });
        }
        let report = None;
        self.issue(DocumentBody::ShiftClosing { drawer, report }, actor, now)
    }

    fn price(
        setup: &RegisterSetup,
        mut draft: Draft,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Receipt, CashRegisterError> {
        draft.issued_at = now;
        draft.cashier = actor.cashier.clone();
        Receipt::price(draft, &setup.pricing()).map_err(CashRegisterError::Receipt)
    }

    /// Mode, the one document at a time, and the clock. A clock that steps back is a refusal, not a repair.
    fn may_issue(&self, now: LocalDateTime) -> Result<(), CashRegisterError> {
        if let Mode::Blocked { reason } = self.mode(now) {
            return Err(CashRegisterError::Blocked { reason });
        }
        if let Some(pending) = &self.pending {
            return Err(self.waits_for(pending.document.head.number));
        }
        if let Some(last) = self.last_document_at.filter(|last| now < *last) {
            return Err(CashRegisterError::ClockBehind { now, last });
        }
        match self.operator_time.filter(|operator| now < *operator) {
            Some(operator) => Err(CashRegisterError::ClockBehindOperator { now, operator }),
            None => Ok(()),
        }
    }

    fn within_a_day(&self, now: LocalDateTime) -> Result<(), CashRegisterError> {
        match self.shift {
            Shift::Open { number, opened_at } if now.since_s(opened_at) > SHIFT_MAX_S => {
                Err(CashRegisterError::ShiftExpired {
                    shift: number,
                    opened_at,
                })
            }
            Shift::Open { .. } | Shift::Closed { .. } => Ok(()),
        }
    }

    fn drawer_holds(&self, taken: Money) -> Result<(), CashRegisterError> {
        let in_drawer = self.counters.cash_in_drawer;
        if taken > in_drawer && taken > Money::ZERO {
            return Err(CashRegisterError::NotEnoughCash { in_drawer, taken });
        }
        Ok(())
    }

    fn waits_for(&self, number: Option<crate::DocumentNumber>) -> CashRegisterError {
        CashRegisterError::AnswerPending {
            number: number.unwrap_or(self.last_number.next()),
        }
    }
}
