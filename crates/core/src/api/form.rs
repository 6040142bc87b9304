//! Documents and reports as paper, page or file: text, HTML, PDF, bytes for a receipt printer.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{DOCTYPE, html};
use print::escpos::Tape;
use print::kz::PrintMark;
use print::{Columns, PrintedForm};
use register_kz::Permission;
use types::UtcOffset;

use super::journal::{number, stored};
use super::registers::register_id;
use super::{Access, Caller, Method, Route, Shared, answer};
use crate::error::{CoreError, FieldFinding};
use crate::response::ResponseCode;
use crate::slip::{self, Report};

/// Style sheet of printed forms as pages; its name changes with the program.
pub(crate) const SLIP_STYLE: &str = concat!("/static/slip-", env!("CARGO_PKG_VERSION"), ".css");

const REPORTS: [(&str, Report); 4] = [
    ("x", Report::X),
    ("last-z", Report::LastZ),
    ("sections", Report::Sections),
    ("cashiers", Report::Cashiers),
];

pub(super) fn routes() -> Vec<Route> {
    let reading = |path, access, summary, handler| Route {
        method: Method::Get,
        path,
        access,
        keyed: false,
        body: None,
        summary,
        handler,
    };
    vec![
        reading(
            "/api/v1/registers/{id}/documents/{number}/{form}",
            Access::OwnPin,
            "One document as `text`, `html`, `pdf` or `escpos`; `paper` of 57 or 80 mm, of text also `columns`; `copy=yes` marks it as a copy",
            || get(document),
        ),
        reading(
            "/api/v1/registers/{id}/reports/{report}/{form}",
            Access::Needs(Permission::Reports),
            "Report `x`, `last-z`, `sections` or `cashiers` as it stands now, in a form as of documents",
            || get(report),
        ),
    ]
}

/// Another address answers that it is unknown.
const fn unknown() -> CoreError {
    CoreError::Code(ResponseCode::AddressUnknown)
}

async fn document(
    State(core): State<Shared>,
    Path((id, number, form)): Path<(String, String, String)>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let written = async {
        let id = register_id(&id)?;
        let number = number
            .parse()
            .map_err(|_| CoreError::Code(ResponseCode::DocumentUnknown))?;
        let printed = printed_document(&core, id, number, mark(&query)?).await?;
        write(&printed, &form, &format!("{id}-{number}"), &query)
    };
    written
        .await
        .unwrap_or_else(|error| answer(Err(error), caller.locale))
}

/// A document of the journal, laid out.
pub(crate) async fn printed_document(
    core: &Shared,
    id: u32,
    number: u64,
    mark: PrintMark,
) -> Result<PrintedForm, CoreError> {
    let one = core.registry.find(id)?;
    let (row, said) = core.registry.document(id, number).await?;
    slip::document(&core.config.operators, &one, &stored(&row)?, said.as_ref(), mark)
}

async fn report(
    State(core): State<Shared>,
    Path((id, report, form)): Path<(String, String, String)>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let written = || {
        let one = core.registry.find(register_id(&id)?)?;
        let (name, report) = REPORTS
            .into_iter()
            .find(|(name, _)| *name == report)
            .ok_or_else(unknown)?;
        let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
        let printed = slip::report(&core.config.operators, &one, report, now, &caller.person.name)?;
        write(&printed, &form, &format!("{}-{name}", one.meta.id), &query)
    };
    written().unwrap_or_else(|error| answer(Err(error), caller.locale))
}

/// A form as an answer of HTTP.
pub(crate) fn write(
    printed: &PrintedForm,
    form: &str,
    name: &str,
    query: &HashMap<String, String>,
) -> Result<Response, CoreError> {
    let defect = |error: String| CoreError::Defect(error);
    let (kind, bytes, extension) = match form {
        "text" => {
            let text = printed.text(columns(query)?);
            ("text/plain; charset=utf-8", text.into_bytes(), "txt")
        }
        "html" => (
            "text/html; charset=utf-8",
            page(printed).into_string().into_bytes(),
            "html",
        ),
        "pdf" => {
            let bytes = printed.pdf().map_err(|error| defect(error.to_string()))?;
            ("application/pdf", bytes, "pdf")
        }
        "escpos" => {
            let bytes = printed.escpos(tape(query)?);
            let bytes = bytes.map_err(|error| defect(error.to_string()))?;
            ("application/octet-stream", bytes, "bin")
        }
        _ => return Err(unknown()),
    };
    let place = if form == "escpos" { "attachment" } else { "inline" };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{place}; filename=\"{name}.{extension}\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

fn page(printed: &PrintedForm) -> maud::Markup {
    html! {
        (DOCTYPE)
        html lang="kk" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (printed.title()) }
                link rel="stylesheet" href=(SLIP_STYLE);
            }
            body { main { (printed.html()) } }
        }
    }
}

fn mark(query: &HashMap<String, String>) -> Result<PrintMark, CoreError> {
    match query.get("copy").map(String::as_str) {
        None | Some("no") => Ok(PrintMark::Original),
        Some("yes") => Ok(PrintMark::Copy),
        Some(other) => Err(wrong("copy", other, "yes or no")),
    }
}

/// Paper of 57 or 80 mm.
fn tape(query: &HashMap<String, String>) -> Result<Tape, CoreError> {
    match query.get("paper").map(String::as_str) {
        Some("57" | "58") => Ok(Tape::Mm58),
        None | Some("80") => Ok(Tape::Mm80),
        Some(other) => Err(wrong("paper", other, "57 or 80")),
    }
}

fn columns(query: &HashMap<String, String>) -> Result<Columns, CoreError> {
    let usual = match tape(query)? {
        Tape::Mm58 => Columns::Narrow32,
        Tape::Mm80 => Columns::Wide48,
    };
    let asked = number(query, "columns", u64::try_from(usual.count()).unwrap_or_default())?;
    let found = Columns::ALL
        .into_iter()
        .find(|one| u64::try_from(one.count()) == Ok(asked));
    found.ok_or_else(|| wrong("columns", &asked.to_string(), "32, 36, 42 or 48"))
}

fn wrong(field: &str, value: &str, message: &str) -> CoreError {
    CoreError::Fields(vec![FieldFinding {
        field: field.to_owned(),
        rule: "format".to_owned(),
        value: value.chars().take(80).collect(),
        message: message.to_owned(),
    }])
}
