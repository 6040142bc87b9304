//! Whether documents have room in the protocol, before they get a number or the protocol another version.

use ofd_kz::{Header, Version, payload};
use register_kz::{Event, Request};
use translate::kz::service::RegisterFacts;
use translate::kz::{Fault, request_to_message};

use super::Desk;
use crate::error::{CoreError, FieldFinding};

impl Desk {
    /// A document that the protocol has no place for is refused before it gets a number.
    pub(super) fn fits_the_wire(&self, events: &[Event]) -> Result<(), CoreError> {
        let version = Version::known(self.meta.version).unwrap_or(Version::V203);
        for event in events {
            let (Event::DocumentPending(document) | Event::DocumentIssued(document)) = event else {
                continue;
            };
            let request = Request::Document(document.clone());
            let message = request_to_message(&request, &RegisterFacts::default(), version, self.now());
            let message = message.map_err(|faults| CoreError::Fields(faults.iter().map(fault).collect()))?;
            let header = Header {
                version: version.number(),
                size_bytes: 0,
                device_id: 0,
                token: 0,
                request_number: 0,
            };
            payload::encode_request(&header, &message).map_err(|error| {
                CoreError::Fields(vec![FieldFinding {
                    field: String::new(),
                    rule: "message-size".to_owned(),
                    value: String::new(),
                    message: error.to_string(),
                }])
            })?;
        }
        Ok(())
    }

    /// Another version of the protocol must have room for everything that waits, and for what was set aside: that
    /// may be sent again at any time. A queue goes into a higher version alone.
    pub(super) async fn queue_fits(&self, version: u16) -> Result<(), CoreError> {
        if version == self.meta.version {
            return Ok(());
        }
        let refused = |number| CoreError::QueueDoesNotFit { version, number };
        let aside = self.state.set_aside().iter().map(|one| one.number.get());
        let mut numbers: Vec<u64> = aside.collect();
        if let Some(unsent) = self.state.unsent() {
            let first = unsent.first.get();
            if version < self.meta.version {
                return Err(refused(first));
            }
            numbers.extend(first..first.saturating_add(u64::from(unsent.count)));
        }
        for number in numbers {
            let known = Version::known(version).ok_or_else(|| refused(number))?;
            let request = Request::Document(Box::new(self.document(number).await?));
            request_to_message(&request, &RegisterFacts::default(), known, self.now())
                .map_err(|_| refused(number))?;
        }
        Ok(())
    }
}

fn fault(fault: &Fault) -> FieldFinding {
    FieldFinding {
        field: fault.path.clone(),
        rule: "protocol".to_owned(),
        value: String::new(),
        message: fault.message.clone(),
    }
}
