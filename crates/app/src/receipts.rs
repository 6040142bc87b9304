//! Issued receipts as buyers see them.

use ofd_ru::signs::document_sign_element;
use ofd_ru::{Document, Element, tags};
use receipt::Receipt;
use register::Destination;
use store::ofd_forwardings::{self, ForwardingState};
use store::registers;
use store::shops::{self, ShopRow};
use store::tasks::{self, TaskDocument, TaskRow, TaskState};
use store::{StoreError, Tx, ofd_documents, ofd_registers, sealed_documents};
use translate::SealingContext;
use types::{Inn, Timestamp};

use crate::App;

/// A receipt that was issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its task.
    pub task: TaskRow,
    /// Its shop.
    pub shop: Option<ShopRow>,
    /// The document; of a register elsewhere, as far as it was reported.
    pub document: Document,
    /// Whose operator gets it.
    pub recipient: Recipient,
    /// When the operator took it.
    pub ofd_received_at: Option<Timestamp>,
    /// What the tax authority said, and when.
    pub tax_authority: Option<(ForwardingState, Timestamp)>,
}

/// Whose operator gets the documents of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// We are the operator.
    Ourselves,
    /// Another operator is, as far as its name is known; what becomes of documents there is not known here.
    Other {
        /// As registered.
        name: Option<String>,
    },
    /// Nobody: the register works without data transfer.
    Nobody,
}

/// The receipt whose page has this token. `None`: there is none, or it is not issued yet.
pub async fn by_token(app: &App, token: &str) -> Result<Option<Issued>, StoreError> {
    let (token, settings) = (token.to_owned(), app.clone());
    app.db()
        .read("issued_receipt", move |tx| {
            let Some(task) = tasks::find_by_uuid(tx, &token)? else {
                return Ok(None);
            };
            issued(tx, &settings, task)
        })
        .await
}

/// The receipt of a task. `None`: it is not issued yet.
pub async fn of_task(app: &App, task: TaskRow) -> Result<Option<Issued>, StoreError> {
    let settings = app.clone();
    app.db()
        .read("issued_receipt", move |tx| issued(tx, &settings, task.clone()))
        .await
}

/// Token of the receipt with these details, which stand on paper. `None`: there is none; all must match.
pub async fn find(
    app: &App,
    fiscal_storage: &str,
    document_number: u32,
    fiscal_sign: u32,
) -> Result<Option<String>, StoreError> {
    let storage = fiscal_storage.to_owned();
    app.db()
        .read("find_receipt", move |tx| {
            let found = sealed_documents::find(tx, &storage, i64::from(document_number))?;
            let task = found
                .filter(|document| document.fiscal_sign == fiscal_sign)
                .and_then(|document| document.task);
            let task = task.map(|task| tasks::find_any(tx, task)).transpose()?.flatten();
            Ok(task.map(|task| task.uuid))
        })
        .await
}

fn issued(tx: &mut Tx<'_>, app: &App, task: TaskRow) -> Result<Option<Issued>, StoreError> {
    let (TaskState::Done, Some(facts)) = (task.state, &task.document) else {
        return Ok(None);
    };
    let document = match sealed_documents::by_task(tx, task.id)? {
        Some(sealed) => crate::ofd::document(&sealed.container),
        None => reported(tx, app, &task, facts)?,
    };
    let Some(document) = document else { return Ok(None) };
    let kept = ofd_documents::find_by_number(tx, &facts.fiscal_storage_number, facts.document_number)?;
    let way = match &kept {
        Some((id, _)) => ofd_forwardings::find(tx, *id)?,
        None => None,
    };
    let recipient = match &kept {
        Some(_) => Recipient::Ourselves,
        None => recipient(tx, app, &task, facts)?,
    };
    Ok(Some(Issued {
        recipient,
        shop: shops::by_id(tx, task.shop)?,
        document,
        ofd_received_at: kept.map(|(_, kept)| kept.received_at),
        tax_authority: way.and_then(|way| Some((way.state, way.answered_at?))),
        task,
    }))
}

/// Where a document goes that we do not have: by the registration of its register, else by our contracts.
fn recipient(
    tx: &mut Tx<'_>,
    app: &App,
    task: &TaskRow,
    facts: &TaskDocument,
) -> Result<Recipient, StoreError> {
    let register = match task.register {
        Some(register) => registers::find(tx, register)?,
        None => None,
    };
    let registration = register.as_ref().and_then(crate::fiscalization::registration_of);
    if let Some(registration) = registration {
        return Ok(of_destination(registration.destination, &app.settings().ofd_inn));
    }
    let contract = ofd_registers::load(tx, &facts.fiscal_storage_number)?;
    Ok(if contract.is_some() {
        Recipient::Ourselves
    } else {
        Recipient::Other { name: None }
    })
}

fn of_destination(destination: Destination, our_inn: &Inn) -> Recipient {
    match destination {
        Destination::Ofd { inn, .. } if inn == *our_inn => Recipient::Ourselves,
        Destination::Ofd { name, .. } => Recipient::Other {
            name: Some(name).filter(|name| !name.trim().is_empty()),
        },
        Destination::Nowhere => Recipient::Nobody,
    }
}

/// The document of a register elsewhere: what we gave it, with what it reported.
fn reported(
    tx: &mut Tx<'_>,
    app: &App,
    task: &TaskRow,
    facts: &TaskDocument,
) -> Result<Option<Document>, StoreError> {
    let Some(register) = task.register else {
        return Ok(None);
    };
    let registration = registers::find(tx, register)?
        .as_ref()
        .and_then(crate::fiscalization::registration_of);
    let Some(registration) = registration else {
        return Ok(None);
    };
    let Ok(receipt) = serde_json::from_str::<Receipt>(&task.receipt) else {
        return Ok(None);
    };
    let Ok(mut context) = SealingContext::of_registration(&registration) else {
        return Ok(None);
    };
    context.time_zone = crate::fiscalization::time_zone(app.settings().offset);
    let Ok((form, mut elements)) = translate::receipt_to_elements(&receipt, &context) else {
        return Ok(None);
    };
    registration.complete(&mut elements);
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    let sign = u32::try_from(facts.fiscal_sign).unwrap_or(0);
    elements.extend([
        Element::text(tags::REGISTRATION_NUMBER, facts.registration_number.as_str()),
        Element::text(tags::FISCAL_STORAGE_NUMBER, facts.fiscal_storage_number.as_str()),
        Element::uint(tags::FISCAL_DOCUMENT_NUMBER, number(facts.document_number)),
        Element::uint(tags::SHIFT_NUMBER, number(facts.shift_number)),
        Element::uint(tags::RECEIPT_NUMBER_IN_SHIFT, number(facts.receipt_number)),
        Element::time(tags::DATE_TIME, facts.settled_at),
        Element::uint(tags::FFD_VERSION, registration.ffd.code()),
        document_sign_element(sign.to_be_bytes()),
    ]);
    Ok(Some(Document { form, elements }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_goes_where_its_register_is_registered_to_send() {
        let inn = |text: &str| Inn::parse(text).unwrap();
        let ours = inn("7727000006");
        let to = |inn: Inn, name: &str| Destination::Ofd {
            inn,
            name: name.to_owned(),
        };
        let other = |name: Option<&str>| Recipient::Other {
            name: name.map(str::to_owned),
        };
        for (destination, expected) in [
            (to(ours.clone(), "whatever its name"), Recipient::Ourselves),
            (
                to(inn("7700000009"), "ООО \"Другой\""),
                other(Some("ООО \"Другой\"")),
            ),
            (to(inn("7700000009"), " "), other(None)),
            (Destination::Nowhere, Recipient::Nobody),
        ] {
            assert_eq!(
                of_destination(destination.clone(), &ours),
                expected,
                "{destination:?}"
            );
        }
    }
}
