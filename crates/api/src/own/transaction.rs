//! `/api/v1/kz-registers`, `/api/v1/kz-documents`, `/api/v1/kz-reports`: what Kazakh registers did; and archives

mod archive;
mod register;
mod shown;

use app::kz_ofd::transactions::{
    Transaction, TransactionFilter, TransactionKey, TransactionKind, TransactionSource,
};
use print::escpos::Tape;
use store::kz_documents::{KzDocumentOperation, KzIssue, KzPageFilter};
use store::kz_reports::KzReportKind;
use types::{DocumentId, LocalDateTime};

use crate::call::{PersonCall, Query};
use crate::cloud::{Cloud, RenderedDocument, TransactionForm};
use crate::field::{FieldErrorKind, TimeForms, Words};
use crate::json::{Value, array, object, optional_text};
use crate::limits::TRANSACTIONS_LIMIT_MAX;
use crate::reply::{Failure, Reply};
use crate::route::TransactionEndpoint;
use crate::shop::Answered;

/// `kind` of a transaction.
const KIND: Words<TransactionKind> = Words(&[
    ("sell", TransactionKind::Document(KzDocumentOperation::Sell)),
    (
        "sell_return",
        TransactionKind::Document(KzDocumentOperation::SellReturn),
    ),
    ("buy", TransactionKind::Document(KzDocumentOperation::Buy)),
    (
        "buy_return",
        TransactionKind::Document(KzDocumentOperation::BuyReturn),
    ),
    ("deposit", TransactionKind::Document(KzDocumentOperation::Deposit)),
    (
        "withdrawal",
        TransactionKind::Document(KzDocumentOperation::Withdrawal),
    ),
    (
        "idle_closing",
        TransactionKind::Document(KzDocumentOperation::IdleClosing),
    ),
    (
        "annulment",
        TransactionKind::Document(KzDocumentOperation::Annulment),
    ),
    ("x", TransactionKind::Report(KzReportKind::X)),
    ("z", TransactionKind::Report(KzReportKind::Z)),
]);

/// `autonomous`
const ISSUE: Words<KzIssue> = Words(&[("true", KzIssue::Autonomous), ("false", KzIssue::Online)]);

/// Last part of the address of a document or a report.
const FORM: Words<TransactionForm> = Words(&[
    ("json", TransactionForm::Json),
    ("text", TransactionForm::Text),
    ("html", TransactionForm::Html),
    ("pdf", TransactionForm::Pdf),
    ("escpos-58", TransactionForm::EscPos(Tape::Mm58)),
    ("escpos-80", TransactionForm::EscPos(Tape::Mm80)),
    ("payload", TransactionForm::Payload),
]);

const ISSUED: TimeForms = TimeForms {
    patterns: &[("%Y-%m-%dT%H:%M:%S", 19), ("%Y-%m-%d", 10)],
    shown: "yyyy-mm-ddTHH:MM:SS, by the register's clock",
};

/// Answers a call about transactions.
pub(super) async fn answer<C: Cloud>(endpoint: TransactionEndpoint, call: PersonCall<'_, C>) -> Answered {
    let reports = |kind| Some(TransactionKind::Report(kind));
    match endpoint {
        TransactionEndpoint::ListRegisters => register::list(call).await,
        TransactionEndpoint::ShowRegister => register::show(call).await,
        TransactionEndpoint::ListTransactions => list(call, None).await,
        TransactionEndpoint::ListZReports => list(call, reports(KzReportKind::Z)).await,
        TransactionEndpoint::ListXReports => list(call, reports(KzReportKind::X)).await,
        TransactionEndpoint::ListShifts => register::shifts(call).await,
        TransactionEndpoint::ListIncidents => register::incidents(call).await,
        TransactionEndpoint::LoadArchive => archive::of_register(call, archive::As::Zip).await,
        TransactionEndpoint::LoadSummary => archive::of_register(call, archive::As::Csv).await,
        TransactionEndpoint::RenderDocument => document(call).await,
        TransactionEndpoint::RenderReport => report(call).await,
        TransactionEndpoint::LoadDocumentArchive => archive::of_documents(call, archive::As::Zip).await,
        TransactionEndpoint::LoadDocumentSummary => archive::of_documents(call, archive::As::Csv).await,
    }
}

/// All transactions, or the reports of one kind.
async fn list<C: Cloud>(call: PersonCall<'_, C>, kind: Option<TransactionKind>) -> Answered {
    let register = register_id(&call)?;
    let query = call.input.query();
    let filter = filter(&query, kind);
    let (after, limit) = (after(&query), limit(&query));
    query.finish_known()?;
    let found = call
        .cloud
        .kz_transactions(call.actor, register, filter, after, limit)
        .await?;
    let rows = found.ok_or(Failure::NotFound)?;
    let next = next_after(&rows, limit, Transaction::key);
    Ok(page(rows.iter().map(shown::transaction), next))
}

async fn document<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = DocumentId::new(call.input.id("document")?);
    let form = FORM.meaning(call.input.path("form")?).ok_or(Failure::NotFound)?;
    let found = call.cloud.kz_document(call.actor, id, form).await?;
    rendered(found)
}

async fn report<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = call.input.id("report")?;
    let form = FORM.meaning(call.input.path("form")?).ok_or(Failure::NotFound)?;
    let found = call.cloud.kz_report(call.actor, id, form).await?;
    rendered(found)
}

fn rendered(found: Option<RenderedDocument>) -> Answered {
    let found = found.ok_or(Failure::NotFound)?;
    Ok(Reply::of_type(found.content_type, found.body))
}

/// The register's id in the messages of the operator's protocol.
fn register_id<C>(call: &PersonCall<'_, C>) -> Result<u32, Failure> {
    u32::try_from(call.input.id("register")?).map_err(|_| Failure::NotFound)
}

/// What a list is narrowed to; its kind may be settled by the address.
fn filter(query: &Query, kind: Option<TransactionKind>) -> TransactionFilter {
    TransactionFilter {
        kind: kind.or_else(|| query.word("kind", &KIND)),
        page: KzPageFilter {
            operation: None,
            shift_number: number(query, "shift_number"),
            from: moment(query, "from"),
            to: moment(query, "to"),
            issue: query.word("autonomous", &ISSUE),
            sign: kind.is_none().then(|| number(query, "fiscal_sign")).flatten(),
            document_number: number(query, "document_number"),
        },
    }
}

fn number<T: std::str::FromStr>(query: &Query, name: &str) -> Option<T> {
    query.read(
        name,
        || FieldErrorKind::OutOfRange { range: "0 or more" },
        |text| text.parse().ok(),
    )
}

fn moment(query: &Query, name: &str) -> Option<LocalDateTime> {
    query.read(
        name,
        || FieldErrorKind::NotATime(ISSUED.shown),
        |text| ISSUED.read(text),
    )
}

fn limit(query: &Query) -> u32 {
    super::limit(query).min(TRANSACTIONS_LIMIT_MAX)
}

/// `after`: wall clock, `d` or `r` for where it is kept, id.
fn after(query: &Query) -> Option<TransactionKey> {
    let kind = || FieldErrorKind::Refused {
        message: "is not a `next_after` of this list".to_owned(),
    };
    query.read("after", kind, |text| {
        let mut parts = text.split('.');
        let key = TransactionKey {
            at: LocalDateTime::from_wall_seconds(parts.next()?.parse().ok()?),
            source: match parts.next()? {
                "d" => TransactionSource::Document,
                "r" => TransactionSource::Report,
                _ => return None,
            },
            id: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(key)
    })
}

/// Where the next page begins; `None` when this one was not filled.
fn next_after<T>(rows: &[T], limit: u32, key: impl Fn(&T) -> TransactionKey) -> Option<String> {
    let is_full = usize::try_from(limit).is_ok_and(|limit| rows.len() >= limit);
    let key = rows.last().filter(|_| is_full).map(key)?;
    let source = match key.source {
        TransactionSource::Document => 'd',
        TransactionSource::Report => 'r',
    };
    Some(format!("{}.{source}.{}", key.at.wall_seconds(), key.id))
}

fn page<'a>(rows: impl Iterator<Item = Value<'a>>, next_after: Option<String>) -> Reply {
    Reply::json(&object([
        ("rows", array(rows)),
        ("next_after", optional_text(next_after)),
    ]))
}
