//! Shifts of virtual registers: closed before the law's limit whether receipts come or not.

use register::{Event, RegisterCommand};
use store::StoreError;
use store::registers::{self, RegisterRow};
use types::RegisterId;

use super::{Driven, FiscalizationError, policy};
use crate::App;

/// Closes the shifts that are due; the registers whose shift was closed.
pub async fn close_due(app: &App) -> Result<Vec<RegisterId>, FiscalizationError> {
    let all = virtual_registers(app).await?;
    let mut closed = Vec::new();
    for row in all {
        match close_if_due(app, row.id).await {
            Ok(true) => closed.push(row.id),
            Ok(false) => {}
            // One register that cannot close its shift must not keep the others from closing theirs.
            Err(error) => {
                tracing::error!(register.id = row.id.get(), error = %crate::text_of(&error), "a shift stays open");
            }
        }
    }
    if !closed.is_empty() {
        app.signals().document_sealed.notify_waiters();
    }
    Ok(closed)
}

/// Virtual registers that get tasks.
pub async fn virtual_registers(app: &App) -> Result<Vec<RegisterRow>, StoreError> {
    const PAGE: u32 = 1000;
    let mut all: Vec<RegisterRow> = Vec::new();
    loop {
        let after = all.last().map(|row| row.id);
        let page = app
            .db()
            .read("list_virtual_registers", move |tx| {
                registers::active_virtual(tx, after, PAGE)
            })
            .await?;
        let full = page.len() == PAGE as usize;
        all.extend(page);
        if !full {
            return Ok(all);
        }
    }
}

async fn close_if_due(app: &App, register: RegisterId) -> Result<bool, FiscalizationError> {
    let now = app.now();
    let local = now.to_local(app.settings().offset);
    let policy = policy(app);
    let due = super::look(app, register).await?.1.shift_is_due(&policy, local);
    if !due {
        return Ok(false);
    }
    command(app, register, RegisterCommand::CloseShift).await?;
    Ok(true)
}

/// Carries out a command of the register's own life: shifts and reports.
pub async fn command(
    app: &App,
    register: RegisterId,
    command: RegisterCommand,
) -> Result<(), FiscalizationError> {
    let now = app.now();
    let local = now.to_local(app.settings().offset);
    app.db()
        .write("command_register", move |tx| {
            let mut driven = Driven::load(tx, register)?;
            let keys = driven.keys();
            let events = driven.register.handle(command.clone(), local, &keys)?;
            for event in &events {
                match event {
                    Event::DocumentSealed(sealed) => {
                        driven.keep(tx, sealed, None, now)?;
                    }
                    Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => {}
                }
            }
            driven.save(tx, now)
        })
        .await
}
