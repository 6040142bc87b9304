//! Writing: what events change, in one transaction with everything that stands beside it.

use std::sync::Arc;

use print::Locale;
use register_kz::{CashRegister, Event};
use store::StoreError;
use store::core_register::events;
use store::core_register::exchanges::{self, CoreExchange};
use store::core_register::operations::{self, CoreOperation, CoreOutcome};
use store::core_register::registers::{self, CoreAcknowledgement, CoreRegister};

use super::book;
use super::rows::rows;
use super::{Desk, Open, Snapshot, read_state};
use crate::card;
use crate::error::CoreError;
use crate::response::{Outcome, ResponseCode};

/// What is written beside the state.
#[derive(Clone, Default)]
pub(super) struct Beside {
    pub(super) begun: Option<CoreOperation>,
    pub(super) finished: Option<(String, CoreOutcome)>,
    pub(super) exchange: Option<CoreExchange>,
    pub(super) card: Option<String>,
    pub(super) meta: Option<Box<CoreRegister>>,
    pub(super) answered: bool,
}

impl Desk {
    pub(super) async fn write(
        &mut self,
        events: &[Event],
        next: CashRegister,
        beside: Beside,
    ) -> Result<(), CoreError> {
        let state = serde_json::to_string(&next).map_err(|error| CoreError::Defect(error.to_string()))?;
        let (documents, said) = rows(events)?;
        let (id, now) = (self.meta.id, self.clock.now());
        let mut meta = self.meta.clone();
        if let Some(changed) = &beside.meta {
            meta = changed.as_ref().clone();
        }
        meta.state.clone_from(&state);
        meta.last_answer_at = if beside.answered {
            Some(now)
        } else {
            meta.last_answer_at
        };
        meta.card = self.card_after(meta.card.take(), &beside, &said);
        let card = meta.card.clone().filter(|_| meta.card != self.meta.card);
        let before = book::Before {
            state: &self.state,
            meta: &self.meta,
            now: self.now(),
            at: now,
            person: beside.begun.as_ref().map(|begun| begun.person),
        };
        let happened = book::entries(&before, &meta, events);
        let (written, row) = (beside, meta.clone());
        let kept = self.db.write("write_register", move |tx| {
            if written.meta.is_some() {
                registers::set_up(tx, &row)?;
            }
            registers::save_state(tx, id, &state, written.answered.then_some(now))?;
            for document in &documents {
                registers::add_document(tx, id, document, now)?;
            }
            for (number, said) in &said {
                registers::acknowledge(tx, id, *number, said, now)?;
            }
            if let Some(operation) = &written.begun {
                operations::add(tx, id, operation, now)?;
            }
            if let Some((key, outcome)) = &written.finished {
                operations::finish(tx, id, key, outcome, now)?;
            }
            if let Some(card) = &card {
                registers::save_card(tx, id, card)?;
            }
            if let Some(exchange) = &written.exchange {
                exchanges::add(tx, id, exchange)?;
            }
            for event in &happened {
                events::add(tx, id, event)?;
            }
            Ok::<_, StoreError>(())
        });
        if let Err(error) = kept.await {
            self.is_stale = true;
            return Err(error.into());
        }
        self.state = next;
        self.meta = meta;
        self.seen.send_replace(Snapshot {
            meta: Arc::new(self.meta.clone()),
            state: Arc::new(self.state.clone()),
        });
        Ok(())
    }

    /// The card that the operator told, with the page of its links, which INFO does not tell.
    fn card_after(
        &self,
        card: Option<String>,
        beside: &Beside,
        said: &[(u64, CoreAcknowledgement)],
    ) -> Option<String> {
        let told = said
            .iter()
            .rev()
            .find_map(|(_, said)| card::base_of(said.link.as_deref()?));
        if told.is_none() && beside.card.is_none() {
            return card;
        }
        let card = beside.card.clone().or(card);
        let told = told.or_else(|| card::consumer(self.meta.card.as_deref()));
        card::with_consumer(card.as_deref(), told.as_deref())
    }

    /// After a write that failed the journal says what holds: the write may have been kept.
    pub(super) async fn refresh(&mut self) -> Result<(), CoreError> {
        if !self.is_stale {
            return Ok(());
        }
        let id = self.meta.id;
        let read = self.db.read("reload_register", move |tx| {
            Ok::<_, StoreError>((registers::find(tx, id)?, operations::open(tx, id)?))
        });
        let (Some(meta), operation) = read.await? else {
            return Err(CoreError::Code(ResponseCode::RegisterUnknown));
        };
        self.state = read_state(&meta)?;
        self.meta = meta;
        self.leave();
        self.open = operation.map(|operation| Open {
            operation,
            replies: Vec::new(),
            locale: Locale::default(),
        });
        self.is_stale = false;
        Ok(())
    }
}

pub(super) fn stored(outcome: &Outcome) -> CoreOutcome {
    CoreOutcome {
        status: outcome.status,
        body: outcome.body.clone(),
    }
}
