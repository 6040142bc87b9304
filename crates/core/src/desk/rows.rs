//! Rows of the journal that events make.

use register_kz::{Document, DocumentBody, Event, Issue, Signature};
use store::core_register::registers::{CoreAcknowledgement, CoreDocument};

use crate::error::CoreError;

/// Documents, and what the operator said of which.
pub(super) type Rows = (Vec<CoreDocument>, Vec<(u64, CoreAcknowledgement)>);

/// Rows of the documents that events issue, and of what the operator said.
pub(super) fn rows(events: &[Event]) -> Result<Rows, CoreError> {
    let (mut documents, mut said) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::PendingAccepted { document, signature } => {
                let row = row(document)?;
                said.push((row.number, acknowledgement(signature.as_ref())));
                documents.push(row);
            }
            Event::DocumentIssued(document) => documents.push(row(document)?),
            Event::QueueAdvanced { number, signature } | Event::SetAsideTaken { number, signature } => {
                said.push((number.get(), acknowledgement(signature.as_ref())));
            }
            _ => {}
        }
    }
    Ok((documents, said))
}

fn row(document: &Document) -> Result<CoreDocument, CoreError> {
    let head = &document.head;
    let kind = match document.body {
        DocumentBody::Receipt(_) => "receipt",
        DocumentBody::Movement { .. } => "movement",
        DocumentBody::ShiftClosing { .. } => "closing",
    };
    let mode = match head.issue {
        Issue::Online => "online",
        Issue::Autonomous { .. } => "autonomous",
    };
    Ok(CoreDocument {
        number: head.number.map_or(0, register_kz::DocumentNumber::get),
        kind: kind.to_owned(),
        shift: head.shift.map_or(0, register_kz::ShiftNumber::get),
        issued_at: head.issued_at,
        mode: mode.to_owned(),
        body: serde_json::to_string(document).map_err(|error| CoreError::Defect(error.to_string()))?,
    })
}

fn acknowledgement(signature: Option<&Signature>) -> CoreAcknowledgement {
    CoreAcknowledgement {
        sign: signature.map(|signature| signature.sign.to_string()),
        link: signature.and_then(|signature| signature.link.clone()),
    }
}
