//! The buyer's receipt: preview, QR code, banner, the way to the tax authority, downloads.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use print::mail::is_web_address;
use print::{Arg, Columns, DocumentView, Locale, TextId, figure, pdf, qr, text};
use types::UtcOffset;

use super::error;
use crate::PortalState;
use crate::icon::Icon;
use crate::receipt_pages::{Delivery, DeliveryState, PagesError, ReceiptPage};
use crate::shell::Shell;
use crate::visitor::Visitor;

/// Longest token; ours are shorter.
const TOKEN_MAX: usize = 64;

/// Form that is asked for by the ending of the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Download {
    Pdf,
    Text,
    Json,
}

/// `GET /r/{token}` and `/r/{token}.pdf|.txt|.json`.
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
    let receipt = match read(&state, &visitor, token).await {
        Ok(receipt) => receipt,
        Err(answer) => return *answer,
    };
    match form {
        Some(form) => download(&receipt, &visitor, form),
        None => page(&state, &visitor, token, &receipt),
    }
}

/// `GET /r/{token}/qr.png`, for mails.
pub(crate) async fn qr_picture(
    State(state): State<PortalState>,
    Path(token): Path<String>,
    visitor: Visitor,
) -> Response {
    let receipt = match read(&state, &visitor, &token).await {
        Ok(receipt) => receipt,
        Err(answer) => return *answer,
    };
    let content = match &receipt.document {
        DocumentView::Receipt(view) => view.qr.as_deref(),
        DocumentView::Report(_) => None,
    };
    match content.map(|content| qr::png(content, 6)) {
        Some(Ok(picture)) => picture_answer("image/png", picture),
        Some(Err(problem)) => {
            tracing::error!(%problem, "QR picture failed");
            error::unknown_receipt(&visitor)
        }
        None => error::unknown_receipt(&visitor),
    }
}

/// `GET /r/{token}/banner.png`; the ending is for people, the type is what was uploaded.
pub(crate) async fn banner_picture(
    State(state): State<PortalState>,
    Path(token): Path<String>,
    visitor: Visitor,
) -> Response {
    if !is_token(&token) {
        return error::unknown_receipt(&visitor);
    }
    match state.receipts.banner_picture(&token).await {
        Ok(Some(picture)) => picture_answer(picture.format().media_type(), picture.bytes().to_vec()),
        Ok(None) => error::unknown_receipt(&visitor),
        Err(problem) => error::cannot_read(&visitor, &problem),
    }
}

/// `GET /r/{token}/banner`: counts the click and leads to the shop's address.
pub(crate) async fn banner_click(
    State(state): State<PortalState>,
    Path(token): Path<String>,
    visitor: Visitor,
) -> Response {
    if !is_token(&token) {
        return error::unknown_receipt(&visitor);
    }
    match state.receipts.banner_click(&token).await {
        Ok(Some(address)) if is_web_address(&address) => Redirect::to(&address).into_response(),
        Ok(_) => error::unknown_receipt(&visitor),
        Err(problem) => error::cannot_read(&visitor, &problem),
    }
}

fn picture_answer(media_type: &'static str, picture: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "private, max-age=86400"),
    ];
    (headers, picture).into_response()
}

fn is_token(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !token.is_empty() && token.len() <= TOKEN_MAX && token.bytes().all(plain)
}

/// The receipt, or the page that says why there is none.
async fn read(state: &PortalState, visitor: &Visitor, token: &str) -> Result<ReceiptPage, Box<Response>> {
    if !is_token(token) {
        return Err(Box::new(error::unknown_receipt(visitor)));
    }
    match state.receipts.receipt(token).await {
        Ok(Some(receipt)) => Ok(receipt),
        Ok(None) => Err(Box::new(error::unknown_receipt(visitor))),
        Err(problem) => Err(Box::new(error::cannot_read(visitor, &problem))),
    }
}

fn download(receipt: &ReceiptPage, visitor: &Visitor, form: Download) -> Response {
    let number = receipt.document.identity().document_number.unwrap_or(0);
    let (media_type, ending, content) = match form {
        Download::Pdf => match pdf::render(&receipt.document, visitor.locale) {
            Ok(bytes) => ("application/pdf", "pdf", bytes),
            Err(problem) => return error::cannot_read(visitor, &PagesError(problem.to_string())),
        },
        Download::Text => {
            let text = text::render(&receipt.document, visitor.locale, Columns::Wide48);
            ("text/plain; charset=utf-8", "txt", text.into_bytes())
        }
        Download::Json => ("application/json", "json", receipt.json.clone().into_bytes()),
    };
    let name = format!("inline; filename=\"receipt-{number}.{ending}\"");
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (
            HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow, noarchive".to_owned(),
        ),
    ];
    (headers, content).into_response()
}

fn page(state: &PortalState, visitor: &Visitor, token: &str, receipt: &ReceiptPage) -> Response {
    let locale = visitor.locale;
    let body = html! {
        h1.unseen { (title(&receipt.document, locale)) }
        div.receipt-layout {
            section.sheet aria-label=(locale.text("page-receipt")) {
                (print::html::fragment(&receipt.document, locale))
                @if let Some(banner) = &receipt.banner {
                    a.banner href=(format!("/r/{token}/banner")) rel="nofollow noopener" target="_blank" {
                        img src=(format!("/r/{token}/banner.png")) width="440" height="165" alt=(banner.alternative)
                            loading="lazy";
                    }
                }
            }
            div.side {
                (delivery(receipt, locale))
                (actions(&state.base_url, token, locale))
                section.card {
                    h2 { (Icon::Authority.draw()) (locale.text("page-verify")) }
                    p.muted { (locale.text(how_to_verify(&receipt.document))) }
                }
            }
        }
    };
    Shell::private(visitor, title(&receipt.document, locale)).answer(&body)
}

fn title(document: &DocumentView, locale: Locale) -> String {
    let total = match document {
        DocumentView::Receipt(receipt) => receipt.total,
        DocumentView::Report(_) => None,
    };
    let amount = total.map(|total| figure::money(total, locale));
    let seller = document.identity().seller_name.clone();
    let parts = [
        Some(locale.text("page-receipt")),
        amount.map(|amount| format!("{amount}\u{a0}₽")),
        seller,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The tax authority's app knows nothing of a document of a test storage.
fn how_to_verify(document: &DocumentView) -> TextId {
    TextId(if document.identity().is_test() {
        "page-verify-how-test"
    } else {
        "page-verify-how"
    })
}

fn delivery(receipt: &ReceiptPage, locale: Locale) -> Markup {
    let Delivery { ofd, tax_authority } = receipt.delivery;
    let issued = receipt.document.identity().at.map(figure::moment);
    html! {
        section.card {
            h2 { (Icon::Receipt.draw()) (locale.text("delivery-title")) }
            ol.way {
                li.way-step.ok {
                    span.way-dot { (Icon::Done.draw()) }
                    div {
                        p.way-name { (locale.text("delivery-issued")) }
                        p.way-state { (locale.text("delivery-sealed")) @if let Some(at) = issued { " · " time { (at) } } }
                    }
                }
                (leg("delivery-ofd", ofd, &elsewhere(receipt, locale), receipt.offset, locale))
                (leg("delivery-tax-authority", tax_authority, &locale.text("delivery-by-elsewhere"), receipt.offset, locale))
            }
            @if let Some((class, icon, words)) = next(receipt) {
                p class=(format!("notice {class}")) { (icon.draw()) span { (locale.text(words)) } }
            }
        }
    }
}

/// What the reader has to know or do about the way.
fn next(receipt: &ReceiptPage) -> Option<(&'static str, Icon, TextId)> {
    let Delivery { ofd, tax_authority } = receipt.delivery;
    let legs = [ofd, tax_authority];
    let refused = legs
        .iter()
        .any(|state| matches!(state, DeliveryState::Refused(_)));
    let is_test = receipt.document.identity().is_test();
    let (class, icon, words) = match (refused, is_test) {
        (true, true) => ("bad", Icon::Refused, "delivery-test-refused-next"),
        (true, false) => ("bad", Icon::Refused, "delivery-refused-next"),
        (false, true) => ("wait", Icon::Waiting, "delivery-test-next"),
        (false, false) if legs.contains(&DeliveryState::Elsewhere) => {
            ("quiet", Icon::Callback, "delivery-elsewhere-next")
        }
        (false, false) if legs.contains(&DeliveryState::Waiting) => {
            ("wait", Icon::Waiting, "delivery-waiting-next")
        }
        (false, false) => return None,
    };
    Some((class, icon, TextId(words)))
}

fn elsewhere(receipt: &ReceiptPage, locale: Locale) -> String {
    match &receipt.other_operator {
        Some(name) => locale.text_with("delivery-elsewhere-named", &[("operator", Arg::Text(name))]),
        None => locale.text("delivery-elsewhere"),
    }
}

fn leg(
    name: &'static str,
    state: DeliveryState,
    elsewhere: &str,
    offset: UtcOffset,
    locale: Locale,
) -> Markup {
    let (class, icon, words, at) = match state {
        DeliveryState::Waiting => ("wait", Icon::Waiting, locale.text("delivery-waiting"), None),
        DeliveryState::Elsewhere => ("quiet", Icon::Callback, elsewhere.to_owned(), None),
        DeliveryState::Nowhere => ("quiet", Icon::Register, locale.text("delivery-nowhere"), None),
        DeliveryState::Accepted(at) => ("ok", Icon::Done, locale.text("delivery-accepted"), Some(at)),
        DeliveryState::Refused(at) => ("bad", Icon::Refused, locale.text("delivery-refused"), Some(at)),
    };
    let at = at.map(|at| at.to_local(offset).format("%d.%m.%Y %H:%M"));
    html! {
        li class=(format!("way-step {class}")) {
            span.way-dot { (icon.draw()) }
            div {
                p.way-name { (locale.text(TextId(name))) }
                p.way-state { (words) @if let Some(at) = at { " · " time { (at) } } }
            }
        }
    }
}

fn actions(base_url: &str, token: &str, locale: Locale) -> Markup {
    let address = format!("{base_url}/r/{token}");
    let file = |ending: &str| format!("/r/{token}.{ending}?lang={}", locale.code());
    html! {
        section.card {
            h2 { (Icon::Download.draw()) (locale.text("page-save")) }
            div.actions {
                a.button.primary href=(file("pdf")) { (Icon::Download.draw()) "PDF" }
                a.button href=(file("txt")) { (Icon::Text.draw()) (locale.text("page-as-text")) }
                a.button href=(file("json")) { (Icon::Code.draw()) "JSON" }
                button.needs-script type="button" data-action="print" hidden { (Icon::Print.draw()) (locale.text("page-print")) }
            }
            label.field {
                span { (locale.text("page-link")) }
                span.copy {
                    input readonly value=(address) data-select-all;
                    button.needs-script type="button" data-action="share" data-address=(address)
                        data-done=(locale.text("page-copied")) hidden {
                        (Icon::Share.draw()) span data-label { (locale.text("page-share")) }
                    }
                }
            }
        }
    }
}
