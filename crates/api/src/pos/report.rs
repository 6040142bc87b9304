//! What an agent reports. Source: KOMTET/register-door.
//!
//! A foreign agent's words are taken as they are: numbers that look wrong are no reason to lose a report.

use types::{LocalDateTime, TaskId};

use crate::cloud::{Beat, DeviceReport, ReportedDocument, TaskReport, Wanted};
use crate::field::{Expected, Faults, FieldErrorKind, Node, TimeForms};
use crate::json::{Value, read};
use crate::komtet::receipt::Refusal;
use crate::limits::SMALL_BOUNDS;

/// Times as agents write them.
const TIME: TimeForms = TimeForms {
    patterns: &[
        ("%Y-%m-%dT%H:%M:%S", 19),
        ("%Y-%m-%d %H:%M:%S", 19),
        ("%Y-%m-%d", 10),
        ("%d.%m.%Y", 10),
    ],
    shown: "yyyy-mm-ddTHH:MM:SS",
};

/// Longest time text that still has its seconds in the first nineteen characters.
const TIME_LENGTH: usize = 19;

/// Reads the body of a poll.
///
/// # Errors
/// [`Refusal`] when it is no JSON, or a report names no task.
pub fn read_beat(body: &[u8], wanted: Wanted) -> Result<Beat, Refusal> {
    let value = read(body, SMALL_BOUNDS).map_err(Refusal::Json)?;
    let faults = Faults::default();
    let root = Node::root(&value, &faults);
    let root = root.object();
    let beat = root.map(|root| Beat {
        device: device(&root.key("printer")),
        report: root.key("check").given().and_then(|node| report(&node)),
        wanted,
        agent_version: lenient(&root, "version"),
    });
    match beat {
        Some(beat) if faults.is_empty() => Ok(beat),
        Some(_) | None => Err(Refusal::Fields(faults.into_list())),
    }
}

fn device(printer: &Node<'_>) -> DeviceReport {
    let rent_station = lenient(printer, "rent_station");
    match lenient(printer, "serial_number") {
        Some(serial_number) => DeviceReport::Present {
            serial_number,
            fiscal_storage: lenient(printer, "fiscal_id"),
            valid_until: time(printer, "reg_till"),
            warnings: number(printer, "fn_state")
                .and_then(|bits| u8::try_from(bits).ok())
                .unwrap_or_default(),
            rent_station,
        },
        None => DeviceReport::Silent {
            error_description: lenient(printer, "error_description").unwrap_or_default(),
            rent_station,
        },
    }
}

/// A report. When it names an error, its fiscal fields may be those of the receipt before: they are not read.
fn report(check: &Node<'_>) -> Option<TaskReport> {
    let task = TaskId::new(check.key("id").integer(1, i64::MAX, "1 or more")?);
    if let Some(error_description) = lenient(check, "error_description") {
        return Some(TaskReport::Failed {
            task,
            error_description,
        });
    }
    if number(check, "fiscal_document_number").is_none() {
        check
            .key("fiscal_document_number")
            .fault(FieldErrorKind::WrongType(Expected::Integer));
        return None;
    }
    let document = Box::new(document(check));
    Some(TaskReport::Sealed { task, document })
}

fn document(check: &Node<'_>) -> ReportedDocument {
    ReportedDocument {
        inn: lenient(check, "inn"),
        serial_number: lenient(check, "kkt_serial_number"),
        registration_number: lenient(check, "kkt_reg_number"),
        fiscal_storage: lenient(check, "fiscal_drive_id"),
        document_number: number(check, "fiscal_document_number"),
        fiscal_sign: number(check, "fiscal_id"),
        settled_at: time(check, "time"),
        shift_number: number(check, "session"),
        receipt_number: number(check, "session_check"),
        sum: lenient(check, "sum"),
        organization_name: lenient(check, "organisation"),
        organization_address: lenient(check, "organisation_address"),
        taxation: lenient(check, "sno"),
        cashier: lenient(check, "cashier"),
        cashier_inn: lenient(check, "cashier_inn"),
        ofd_url: lenient(check, "ofd_url"),
    }
}

/// A text or number as text; anything else as nothing.
fn lenient(node: &Node<'_>, key: &str) -> Option<String> {
    let field = node.key(key);
    let value = field.value()?;
    let text = value.as_text().or_else(|| value.as_number())?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(node: &Node<'_>, key: &str) -> Option<u64> {
    let field = node.key(key);
    let value: &Value<'_> = field.value()?;
    value
        .as_number()
        .or_else(|| value.as_text())
        .and_then(|text| text.trim().parse().ok())
}

fn time(node: &Node<'_>, key: &str) -> Option<LocalDateTime> {
    let text = lenient(node, key)?;
    TIME.read(&text).or_else(|| TIME.read(text.get(..TIME_LENGTH)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beat(body: &str) -> Beat {
        match read_beat(body.as_bytes(), Wanted::OneTask) {
            Ok(beat) => beat,
            Err(refusal) => panic!("{refusal:?}"),
        }
    }

    #[test]
    fn a_device_that_answers_has_a_serial_number() {
        let beat = beat(
            r#"{"printer": {"serial_number": "00101", "fiscal_id": "9999078900001341", "reg_till": "2027-01-31T00:00:00+03:00",
                "fn_state": 9, "rent_station": null}, "check": null, "version": "kkl-6.0.1"}"#,
        );
        assert_eq!(beat.agent_version.as_deref(), Some("kkl-6.0.1"));
        assert_eq!(beat.report, None);
        let DeviceReport::Present {
            serial_number,
            valid_until,
            warnings,
            ..
        } = beat.device
        else {
            panic!("the device answers");
        };
        assert_eq!((serial_number.as_str(), warnings), ("00101", 9));
        assert_eq!(valid_until.unwrap().to_string(), "2027-01-31T00:00:00");
    }

    #[test]
    fn a_silent_device_says_why() {
        let beat = beat(r#"{"printer": {"error_description": "no link", "rent_station": "A1"}}"#);
        let silent = DeviceReport::Silent {
            error_description: "no link".into(),
            rent_station: Some("A1".into()),
        };
        assert_eq!(beat.device, silent);
    }

    #[test]
    fn a_report_is_taken_as_the_agent_writes_it() {
        let body = r#"{"printer": {"serial_number": 101}, "check": {"id": 5, "inn": "7707083893", "kkt_serial_number": "101",
            "kkt_reg_number": "0000000000000001", "fiscal_drive_id": "0000000000000001", "ofd_url": "x", "organisation": "OOO",
            "organisation_address": "Moscow", "sno": "1", "cashier": "C", "cashier_inn": null, "fiscal_document_number": "1",
            "sum": 950.5, "fiscal_id": 409871234, "time": "2026-11-22T10:05:00", "session": 3, "session_check": 2}}"#;
        let Some(TaskReport::Sealed { task, document }) = beat(body).report else {
            panic!("it was sealed");
        };
        assert_eq!(task, TaskId::new(5));
        assert_eq!(
            (document.document_number, document.fiscal_sign),
            (Some(1), Some(409_871_234))
        );
        assert_eq!(
            (document.shift_number, document.receipt_number),
            (Some(3), Some(2))
        );
        assert_eq!(
            (document.sum.as_deref(), document.cashier_inn.as_deref()),
            (Some("950.5"), None)
        );
        assert_eq!(document.settled_at.unwrap().to_string(), "2026-11-22T10:05:00");
    }

    #[test]
    fn an_error_hides_the_fields_of_the_receipt_before() {
        let body = r#"{"printer": {}, "check": {"id": "5", "error_description": "paper", "fiscal_document_number": 77}}"#;
        let failed = TaskReport::Failed {
            task: TaskId::new(5),
            error_description: "paper".into(),
        };
        assert_eq!(beat(body).report, Some(failed));
    }

    #[test]
    fn a_report_that_says_nothing_is_refused() {
        for check in [
            r#"{"id": 5}"#,
            r#"{"fiscal_document_number": 7}"#,
            "7",
            r#"{"id": 0, "error_description": "x"}"#,
        ] {
            let body = format!(r#"{{"printer": {{}}, "check": {check}}}"#);
            assert!(
                matches!(
                    read_beat(body.as_bytes(), Wanted::Nothing),
                    Err(Refusal::Fields(_))
                ),
                "{check}"
            );
        }
        assert!(matches!(
            read_beat(b"[1]", Wanted::Nothing),
            Err(Refusal::Fields(_))
        ));
        assert!(matches!(read_beat(b"", Wanted::Nothing), Err(Refusal::Json(_))));
    }
}
