//! The operator's page for buyers in Kazakhstan: a receipt by the link of its QR code. Source: KZ-OFD/link.

mod json;
mod view;

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use ofd_kz::link::ReceiptLink;
use print::{Columns, qr};

use super::{error, index};
use crate::PortalState;
use crate::consumer_pages::ConsumerReceipt;
use crate::receipt_pages::PagesError;
use crate::visitor::Visitor;

/// Longest token. Source: ours.
const TOKEN_MAX: usize = 64;

/// The values of a link, by their names in it.
const VALUES: [&str; 4] = ["i", "f", "s", "t"];

/// Form that is asked for by the ending of the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Download {
    Pdf,
    Text,
    Json,
}

/// `GET /`: the start page, or the receipt that the query names, since operators print links without a path.
pub(crate) async fn start(State(state): State<PortalState>, uri: Uri, visitor: Visitor) -> Response {
    let asked = pairs(&uri);
    let names_receipt = VALUES.iter().all(|name| asked.iter().any(|(one, _)| one == name));
    if names_receipt && state.consumer.is_some() {
        lookup(State(state), uri, visitor).await
    } else {
        index::show(&state, &visitor)
    }
}

/// `GET /consumer`: the receipt that the query names; without any value, the form that asks for them.
pub(crate) async fn lookup(State(state): State<PortalState>, uri: Uri, visitor: Visitor) -> Response {
    if state.consumer.is_none() {
        return error::unknown_address(visitor).await;
    }
    let asked = pairs(&uri);
    let is_value = |name: &str| name == "link" || VALUES.contains(&name);
    if !asked.iter().any(|(name, _)| is_value(name)) {
        return view::search(&visitor);
    }
    match found(&state, &asked).await {
        Ok(Some(receipt)) => {
            // The switch of language leads back to an address that needs no query.
            let visitor = Visitor {
                path: format!("/ticket/{}", receipt.token),
                ..visitor
            };
            view::page(&state, &visitor, &receipt)
        }
        Ok(None) => view::not_found(&visitor),
        Err(problem) => error::cannot_read(&visitor, &problem),
    }
}

/// `GET /api/tickets/get-by-url`.
pub(crate) async fn lookup_json(State(state): State<PortalState>, uri: Uri, visitor: Visitor) -> Response {
    match found(&state, &pairs(&uri)).await {
        Ok(Some(receipt)) => json::answer(&receipt),
        Ok(None) => json::not_found(),
        Err(problem) => error::cannot_read(&visitor, &problem),
    }
}

/// `GET /ticket/{token}` and `/ticket/{token}.pdf|.txt|.json`.
pub(crate) async fn show(
    State(state): State<PortalState>,
    Path(file): Path<String>,
    visitor: Visitor,
) -> Response {
    let endings = [
        (".pdf", Download::Pdf),
        (".txt", Download::Text),
        (".json", Download::Json),
    ];
    let asked = endings
        .into_iter()
        .find_map(|(ending, form)| Some((file.strip_suffix(ending)?, Some(form))));
    let (token, form) = asked.unwrap_or((file.as_str(), None));
    match (by_token(&state, token).await, form) {
        (Ok(Some(receipt)), None) => view::page(&state, &visitor, &receipt),
        (Ok(Some(receipt)), Some(form)) => download(&visitor, &receipt, form),
        (Ok(None), _) => view::not_found(&visitor),
        (Err(problem), _) => error::cannot_read(&visitor, &problem),
    }
}

/// `GET /ticket/{token}/qr.png`.
pub(crate) async fn qr_picture(
    State(state): State<PortalState>,
    Path(token): Path<String>,
    visitor: Visitor,
) -> Response {
    let receipt = match by_token(&state, &token).await {
        Ok(receipt) => receipt,
        Err(problem) => return error::cannot_read(&visitor, &problem),
    };
    let link = receipt.and_then(|receipt| receipt.link());
    match link.map(|link| qr::png(&link.to_string(), 6)) {
        Some(Ok(picture)) => {
            let headers = [
                (CONTENT_TYPE, "image/png"),
                (CACHE_CONTROL, "private, max-age=86400"),
            ];
            (headers, picture).into_response()
        }
        Some(Err(problem)) => error::cannot_read(&visitor, &PagesError(problem.to_string())),
        None => view::not_found(&visitor),
    }
}

fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::try_from_uri(uri).map_or_else(|_malformed| Vec::new(), |Query(pairs)| pairs)
}

/// The receipt of a link; a link that cannot be read finds as much as one that is wrong.
async fn found(
    state: &PortalState,
    asked: &[(String, String)],
) -> Result<Option<ConsumerReceipt>, PagesError> {
    let (Some(pages), Some(link)) = (&state.consumer, link(asked)) else {
        return Ok(None);
    };
    let receipt = pages.find(&link).await?;
    Ok(receipt.filter(|receipt| receipt.answers(&link)))
}

async fn by_token(state: &PortalState, token: &str) -> Result<Option<ConsumerReceipt>, PagesError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_token = (1..=TOKEN_MAX).contains(&token.len()) && token.bytes().all(plain);
    match &state.consumer {
        Some(pages) if is_token => pages.by_token(token).await,
        Some(_) | None => Ok(None),
    }
}

/// The link that was opened, typed into the form, or pasted as a whole.
fn link(asked: &[(String, String)]) -> Option<ReceiptLink> {
    let pasted = asked
        .iter()
        .find(|(name, value)| name == "link" && !value.trim().is_empty());
    if let Some((_, text)) = pasted {
        return ReceiptLink::parse(text).ok();
    }
    let values = asked.iter().filter(|(name, _)| VALUES.contains(&name.as_str()));
    let values: Vec<String> = values
        .map(|(name, value)| format!("{name}={}", plain(name, value)))
        .collect();
    ReceiptLink::parse(&format!("http://consumer/?{}", values.join("&"))).ok()
}

/// A value as links have it: people type blanks and decimal commas, browsers write times with `-` and `:`.
fn plain(name: &str, value: &str) -> String {
    let value: String = value
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    match name {
        "s" => value.replace(',', "."),
        "t" if value.contains('-') => {
            let digits = value.replace(['-', ':'], "");
            // Browsers leave out seconds that are zero.
            let seconds = if digits.len() == "20261122T1952".len() {
                "00"
            } else {
                ""
            };
            format!("{digits}{seconds}")
        }
        _other => value,
    }
}

fn download(visitor: &Visitor, receipt: &ConsumerReceipt, form: Download) -> Response {
    let (media_type, ending, content) = match form {
        Download::Pdf => match receipt.paper().pdf() {
            Ok(bytes) => ("application/pdf", "pdf", bytes),
            Err(problem) => return error::cannot_read(visitor, &PagesError(problem.to_string())),
        },
        Download::Text => {
            let text = receipt.paper().text(Columns::Wide48);
            ("text/plain; charset=utf-8", "txt", text.into_bytes())
        }
        Download::Json => return json::answer(receipt),
    };
    let number = receipt.head.number.map_or(0, register_kz::DocumentNumber::get);
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("inline; filename=\"receipt-{number}.{ending}\""),
        ),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (
            HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow, noarchive".to_owned(),
        ),
    ];
    (StatusCode::OK, headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Option<ReceiptLink> {
        let uri: Uri = format!("/consumer?{query}").parse().unwrap();
        link(&pairs(&uri))
    }

    #[test]
    fn reads_links_as_they_are_printed_typed_and_pasted() {
        let printed = asked("i=849825692&f=010100000001&s=1160.00&t=20261122T195254");
        assert!(printed.is_some());
        let rows = [
            "&t=20261122T195254&s=1160&f=010100000001&i=849825692",
            "i=849%20825%20692&f=010100000001&s=1160.0&t=20261122T195254&lang=kk",
            "i=849825692&f=010100000001&s=1%C2%A0160,00&t=2026-11-22T19%3A52%3A54",
            "link=http%3A%2F%2Fconsumer%2F%3Fi%3D849825692%26f%3D010100000001%26s%3D1160.00%26t%3D20261122T195254",
        ];
        for query in rows {
            assert_eq!(asked(query), printed, "{query}");
        }
        let on_the_minute = asked("i=1&f=010100000001&s=1&t=2026-11-22T19%3A52").unwrap();
        assert_eq!(on_the_minute.at.to_string(), "2026-11-22T19:52:00");
    }

    #[test]
    fn three_values_or_doubled_ones_are_no_link() {
        for query in [
            "i=849825692&f=010100000001&s=1160.00",
            "i=849825692&i=1&f=010100000001&s=1160.00&t=20261122T195254",
            "i=1%26f%3D2&f=010100000001&s=1160.00&t=20261122T195254",
            "link=https%3A%2F%2Freceipt.kaspi.kz%2Fweb",
        ] {
            assert_eq!(asked(query), None, "{query}");
        }
    }
}
