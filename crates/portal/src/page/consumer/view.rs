//! Markup of the consumer page.
//!
//! Elements that begin with `app-ticket` and the six cells of a row are a contract with programs that read such
//! pages. Source: KZ-OFD/consumer-page.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use print::kz::{Wording, line_details, line_name};
use print::{Locale, TextId};
use receipt::kz::{IssueMode, Line, LineFigures};
use types::{Money, Quantity};

use crate::PortalState;
use crate::consumer_pages::ConsumerReceipt;
use crate::icon::Icon;
use crate::shell::{Indexing, Shell};
use crate::visitor::Visitor;

/// An element of the contract.
struct Contract {
    open: &'static str,
    close: &'static str,
}

const RECEIPT: Contract = Contract {
    open: "<app-ticket>",
    close: "</app-ticket>",
};
const HEAD: Contract = Contract {
    open: "<app-ticket-header>",
    close: "</app-ticket-header>",
};
const LINES: Contract = Contract {
    open: "<app-ticket-items>",
    close: "</app-ticket-items>",
};

impl Contract {
    fn around(&self, content: &Markup) -> Markup {
        html! { (PreEscaped(self.open)) (content) (PreEscaped(self.close)) }
    }
}

/// The form that asks for the four values.
pub(super) fn search(visitor: &Visitor) -> Response {
    let locale = visitor.locale;
    let shell = Shell {
        indexing: Indexing::Allowed,
        ..Shell::private(visitor, locale.text("consumer-title"))
    };
    shell.answer(&html! {
        div.hero {
            div.hero-words {
                h1 { (locale.text("consumer-title")) }
                p.lead { (locale.text("consumer-lead")) }
            }
            (search_form(locale))
        }
    })
}

/// One page for whatever did not match, so that it tells nothing of receipts that exist.
pub(super) fn not_found(visitor: &Visitor) -> Response {
    let locale = visitor.locale;
    let shell = Shell {
        status: StatusCode::NOT_FOUND,
        ..Shell::private(visitor, locale.text("consumer-miss-title"))
    };
    shell.answer(&html! {
        div.hero {
            div.hero-words {
                p.story-code { (Icon::Refused.draw()) "404" }
                h1 { (locale.text("consumer-miss-title")) }
                p.lead { (locale.text("consumer-miss-meaning")) }
                p.muted { (locale.text("consumer-miss-next")) }
            }
            (search_form(locale))
        }
    })
}

fn search_form(locale: Locale) -> Markup {
    html! {
        form.card.find method="get" action="/consumer" aria-labelledby="find-title" {
            h2 id="find-title" { (Icon::Search.draw()) (locale.text("consumer-find")) }
            p.muted { (locale.text("consumer-find-hint")) }
            @for (name, label, hint, length) in FIELDS {
                label.field {
                    span { (locale.text(TextId(label))) }
                    input name=(name) placeholder=(hint) inputmode="decimal" autocomplete="off" maxlength=(length);
                }
            }
            label.field {
                span { (locale.text("consumer-field-time")) }
                input name="t" type="datetime-local" step="1";
            }
            details.fold {
                summary { (locale.text("consumer-find-by-link")) }
                label.field {
                    span { (locale.text("consumer-field-link")) }
                    input name="link" placeholder="https://…?i=…&f=…&s=…&t=…" autocomplete="off" maxlength="512";
                }
            }
            button.primary { (Icon::Search.draw()) (locale.text("consumer-submit")) }
        }
    }
}

/// Name of the value, label, example, longest input.
const FIELDS: [(&str, &str, &str, &str); 3] = [
    ("i", "consumer-field-sign", "849825692", "24"),
    ("f", "consumer-field-registration", "010100000001", "16"),
    ("s", "consumer-field-total", "1160.00", "20"),
];

/// The receipt.
pub(super) fn page(state: &PortalState, visitor: &Visitor, receipt: &ConsumerReceipt) -> Response {
    let locale = visitor.locale;
    let form = receipt.told(locale);
    let parts = form.html_parts();
    let total = money(receipt.receipt.figures().total);
    let title = format!("{} · {total} · {}", form.title(), receipt.card.seller_name);
    let body = html! {
        h1.unseen { (title) }
        div.receipt-layout {
            section.sheet aria-label=(locale.text("page-receipt")) {
                article.slip lang=(locale.code()) {
                    (RECEIPT.around(&html! {
                        (HEAD.around(&parts.head))
                        (lines(receipt, locale))
                        (parts.rest)
                    }))
                }
            }
            div.side {
                @if state.sandbox.is_some() {
                    p.notice.wait { (Icon::Waiting.draw()) span { (locale.text("consumer-sandbox")) } }
                }
                (standing(receipt, locale))
                (actions(state, receipt, locale))
            }
        }
    };
    Shell::private(visitor, title).answer(&body)
}

fn lines(receipt: &ConsumerReceipt, locale: Locale) -> Markup {
    let heads = [
        "consumer-column-number",
        "consumer-column-name",
        "consumer-column-unit",
        "consumer-column-price",
        "consumer-column-quantity",
        "consumer-column-total",
    ];
    LINES.around(&html! {
        div.lines role="table" aria-label=(locale.text("consumer-lines")) {
            div.unseen role="row" {
                @for head in heads { span role="columnheader" { (locale.text(TextId(head))) } }
            }
            @for (number, (line, figures)) in (1_usize..).zip(receipt.receipt.standing_lines()) {
                (row(number, line, figures, locale))
            }
        }
    })
}

/// Six cells without blanks between them: programs count the children.
fn row(number: usize, line: &Line, figures: &LineFigures, locale: Locale) -> Markup {
    let wording = Wording::One(locale);
    let cells = [
        format!("{number}."),
        line_name(line, wording),
        wording.unit(&line.unit),
        money(line.price),
        quantity(line.quantity),
        money(figures.gross),
    ];
    let details = line_details(line, figures, wording);
    html! {
        div class="row row-position" role="row" {
            @for cell in cells { span role="cell" { (cell) } }
        }
        @if !details.is_empty() {
            dl.slip-details {
                @for (label, value) in details { div { dt { (label) } dd { (value) } } }
            }
        }
    }
}

/// `1500.00 ₸`: a point and no groups, since programs read it as a number.
fn money(amount: Money) -> String {
    format!("{amount}\u{a0}{}", Locale::Kk.text("currency-tenge"))
}

/// `1.345`, without trailing zeros.
pub(super) fn quantity(quantity: Quantity) -> String {
    let (mantissa, scale) = quantity.to_decimal();
    let divisor = 10_u64.pow(u32::from(scale));
    let whole = mantissa / divisor;
    if scale == 0 {
        return whole.to_string();
    }
    let width = usize::from(scale);
    format!("{whole}.{:0width$}", mantissa % divisor)
}

fn standing(receipt: &ConsumerReceipt, locale: Locale) -> Markup {
    if receipt.is_annulled {
        return html! {
            section.card {
                h2 { (Icon::Authority.draw()) (locale.text("consumer-standing")) }
                p.notice.bad { (Icon::Refused.draw()) span { (locale.text("consumer-annulled")) } }
            }
        };
    }
    let (class, icon, text) = match (receipt.head.issue.mode(), &receipt.fiscal_sign) {
        (IssueMode::Online, _) => ("notice ok", Icon::Done, "consumer-known"),
        (IssueMode::Autonomous, Some(_)) => ("notice ok", Icon::Done, "consumer-known-autonomous"),
        (IssueMode::Autonomous, None) => ("notice wait", Icon::Waiting, "consumer-waiting"),
    };
    html! {
        section.card {
            h2 { (Icon::Authority.draw()) (locale.text("consumer-standing")) }
            p class=(class) { (icon.draw()) span { (locale.text(text)) } }
            p.muted { (locale.text("consumer-compare")) }
        }
    }
}

fn actions(state: &PortalState, receipt: &ConsumerReceipt, locale: Locale) -> Markup {
    let path = format!("/ticket/{}", receipt.token);
    let address = format!("{}{path}", state.base_url);
    html! {
        section.card {
            h2 { (Icon::Download.draw()) (locale.text("page-save")) }
            div.actions {
                a.button.primary href={ (path) ".pdf" } { (Icon::Download.draw()) "PDF" }
                a.button href={ (path) ".txt" } { (Icon::Text.draw()) (locale.text("page-as-text")) }
                a.button href={ (path) ".json" } { (Icon::Code.draw()) "JSON" }
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
