//! `/api/v1/documents`: what the operator holds

use types::{DocumentId, FiscalStorageNumber, LocalDateTime, Money, RegistrationNumber};

use super::{key, limit, page, time};
use crate::call::{PersonCall, Query};
use crate::cloud::{Cloud, DocumentFilter, DocumentForm, DocumentSummary};
use crate::field::{FieldErrorKind, TimeForms, Words};
use crate::json::{Value, integer, object, optional_text, text};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// Last part of the address of a document.
const FORM: Words<DocumentForm> = Words(&[
    ("json", DocumentForm::Json),
    ("text", DocumentForm::Text),
    ("html", DocumentForm::Html),
    ("pdf", DocumentForm::Pdf),
    ("container", DocumentForm::Container),
]);

const SETTLED: TimeForms = TimeForms {
    patterns: &[("%Y-%m-%dT%H:%M:%S", 19), ("%Y-%m-%d", 10)],
    shown: "yyyy-mm-ddTHH:MM:SS, by the register's clock",
};

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let filter = DocumentFilter {
        after: key(&query, "after", DocumentId::new),
        limit: limit(&query),
        ..narrowed(&query)
    };
    query.finish_known()?;
    let found = call.cloud.documents(call.actor, filter).await?;
    Ok(page(&found, summary))
}

/// What a list of documents is narrowed to.
pub(super) fn narrowed(query: &Query) -> DocumentFilter {
    DocumentFilter {
        fiscal_storage: official(query, "fiscal_storage", |text| {
            FiscalStorageNumber::parse(text).ok()
        }),
        registration_number: official(query, "registration_number", |text| {
            RegistrationNumber::parse(text).ok()
        }),
        document_number: number(query, "document_number"),
        shift_number: number(query, "shift_number"),
        fiscal_sign: number(query, "fiscal_sign"),
        settled_from: settled(query, "settled_from"),
        settled_before: settled(query, "settled_before"),
        ..DocumentFilter::default()
    }
}

fn official<T>(query: &Query, name: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
    query.read(name, || FieldErrorKind::OutOfRange { range: "16 digits" }, parse)
}

fn number<T: std::str::FromStr>(query: &Query, name: &str) -> Option<T> {
    query.read(
        name,
        || FieldErrorKind::OutOfRange { range: "0 or more" },
        |text| text.parse().ok(),
    )
}

fn settled(query: &Query, name: &str) -> Option<LocalDateTime> {
    query.read(
        name,
        || FieldErrorKind::NotATime(SETTLED.shown),
        |text| SETTLED.read(text),
    )
}

pub(super) async fn render<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = DocumentId::new(call.input.id("document")?);
    let form = FORM.meaning(call.input.path("form")?).ok_or(Failure::NotFound)?;
    let found = call.cloud.document(call.actor, id, form).await?;
    found
        .map(|found| Reply::of_type(found.content_type, found.body))
        .ok_or(Failure::NotFound)
}

fn summary(row: &DocumentSummary) -> Value<'_> {
    let number = |number: Option<u64>| number.map_or(Value::Null, integer);
    object([
        ("id", integer(row.id.get())),
        ("form", integer(row.form)),
        ("fiscal_storage", text(row.fiscal_storage.as_str())),
        ("document_number", integer(row.document_number)),
        (
            "registration_number",
            optional_text(row.registration_number.as_deref()),
        ),
        ("shift_number", number(row.shift_number)),
        ("receipt_number", number(row.receipt_number)),
        (
            "total_minor",
            row.total.map(Money::minor).map_or(Value::Null, integer),
        ),
        ("settled_at", text(row.settled_at.to_string())),
        ("fiscal_sign", integer(row.fiscal_sign)),
        ("received_at", time(row.received_at)),
        ("errors", integer(row.errors)),
        ("warnings", integer(row.warnings)),
    ])
}
