//! The mail that brings a receipt to its buyer.
//!
//! Markup for mail readers: tables and inline styles, no style sheet, no script, no remote font. The only remote
//! pictures are the QR code and the banner, and only when their addresses are given.

use maud::{DOCTYPE, Markup, html};

use crate::catalogue::Arg;
use crate::paper::{self, Block, Item, Weight};
use crate::view::DocumentView;
use crate::{Columns, Locale, figure, text};

/// Addresses that a mail points to; absolute, `http` or `https`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptLinks {
    /// The receipt's page.
    pub page: Option<String>,
    /// The receipt as PDF.
    pub pdf: Option<String>,
    /// The QR code as PNG.
    pub qr_picture: Option<String>,
    /// The shop's banner.
    pub banner: Option<BannerLinks>,
}

/// The shop's banner, 440 × 165 pixels, below the QR code. Source: seed S0-50, S0-51.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerLinks {
    /// Where a click leads.
    pub target: String,
    /// The picture.
    pub picture: String,
    /// What the picture says, for those who do not see it.
    pub alternative: String,
}

/// A mail, ready for a sender to be put on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line, without control characters.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part: a whole document.
    pub html: String,
}

/// Writes the mail for a receipt or any other document.
#[must_use]
pub fn receipt_mail(view: &DocumentView, locale: Locale, links: &ReceiptLinks) -> Mail {
    let links = &links.checked();
    let subject = subject(view, locale);
    let mut plain = text::render(view, locale, Columns::Wide48);
    for (label, address) in [("mail-open-page", &links.page), ("mail-open-pdf", &links.pdf)] {
        if let Some(address) = address {
            plain.extend(["\n", &locale.text(label), ": ", address, "\n"]);
        }
    }
    plain.extend(["\n", &locale.text("mail-why"), "\n"]);
    Mail {
        html: page(view, locale, links, &subject).into_string(),
        text: plain,
        subject,
    }
}

impl ReceiptLinks {
    /// Drops addresses of other schemes, such as `javascript:`.
    fn checked(&self) -> Self {
        let web = |address: &Option<String>| address.clone().filter(|address| is_web_address(address));
        let is_safe =
            |banner: &BannerLinks| is_web_address(&banner.target) && is_web_address(&banner.picture);
        Self {
            page: web(&self.page),
            pdf: web(&self.pdf),
            qr_picture: web(&self.qr_picture),
            banner: self.banner.clone().filter(is_safe),
        }
    }
}

/// `true` for absolute `http` and `https` addresses without blanks or control characters.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let clean = rest
            .chars()
            .all(|character| !character.is_control() && !character.is_whitespace());
        !host.is_empty() && clean
    })
}

fn subject(view: &DocumentView, locale: Locale) -> String {
    let identity = view.identity();
    let number = identity
        .document_number
        .map_or_else(String::new, |number| number.to_string());
    let seller = identity.seller_name.clone().or_else(|| identity.place.clone());
    let total = match view {
        DocumentView::Receipt(receipt) => receipt.total,
        DocumentView::Report(_) => None,
    };
    let title = paper::title(view, locale);
    match (seller, total) {
        (Some(seller), Some(total)) => {
            let total = figure::money(total, locale);
            let args = [
                ("number", Arg::Text(&number)),
                ("seller", Arg::Text(&seller)),
                ("total", Arg::Text(&total)),
            ];
            locale.text_with("mail-subject-receipt", &args)
        }
        _incomplete => {
            let args = [("title", Arg::Text(&title)), ("number", Arg::Text(&number))];
            locale.text_with("mail-subject-document", &args)
        }
    }
}

const FONT: &str = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const INK: &str = "#14181f";
const MUTED: &str = "#5a6372";

fn page(view: &DocumentView, locale: Locale, links: &ReceiptLinks, subject: &str) -> Markup {
    let body = format!("margin:0;padding:0;background:#eef0f3;{FONT}color:{INK};");
    let sheet = "width:100%;max-width:488px;background:#ffffff;border-radius:12px;";
    html! {
        (DOCTYPE)
        html lang=(locale.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light";
                title { (subject) }
            }
            body style=(body) {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef0f3;" {
                    tr { td align="center" style="padding:24px 12px;" {
                        table role="presentation" cellpadding="0" cellspacing="0" style=(sheet) {
                            tr { td style="padding:24px;" { (sheet_of(view, locale, links)) } }
                        }
                        (footer(locale))
                    } }
                }
            }
        }
    }
}

fn sheet_of(view: &DocumentView, locale: Locale, links: &ReceiptLinks) -> Markup {
    html! {
        @for block in &paper::lay_out(view, locale).blocks { (block_of(block, locale, links)) }
        @if let Some(banner) = &links.banner {
            p style="margin:16px 0 0;text-align:center;" {
                a href=(banner.target) target="_blank" rel="nofollow noopener" {
                    img src=(banner.picture) width="440" height="165" alt=(banner.alternative)
                        style="max-width:100%;height:auto;border:0;border-radius:8px;";
                }
            }
        }
        @if let Some(address) = &links.page { (button(address, &locale.text("mail-open-page"))) }
        @if let Some(address) = &links.pdf {
            p style="margin:12px 0 0;text-align:center;font-size:14px;" {
                a href=(address) target="_blank" style="color:#0b57d0;" { (locale.text("mail-open-pdf")) }
            }
        }
    }
}

fn button(address: &str, label: &str) -> Markup {
    let style = "display:inline-block;padding:12px 24px;border-radius:8px;background:#0b57d0;color:#ffffff;\
                 font-size:16px;font-weight:600;text-decoration:none;";
    html! {
        p style="margin:24px 0 0;text-align:center;" { a href=(address) target="_blank" style=(style) { (label) } }
    }
}

fn footer(locale: Locale) -> Markup {
    html! {
        p style=(format!("max-width:488px;margin:16px auto 0;font-size:12px;line-height:18px;color:{MUTED};")) {
            (locale.text("mail-why"))
        }
    }
}

fn block_of(block: &Block, locale: Locale, links: &ReceiptLinks) -> Markup {
    let centred =
        |size: &str, more: &str| format!("margin:0 0 4px;text-align:center;font-size:{size};{more}");
    match block {
        Block::Heading(text) => html! { p style=(centred("18px", "font-weight:700;")) { (text) } },
        Block::Title(text) => html! {
            h1 style=(centred("16px", "margin-top:8px;font-weight:700;letter-spacing:0.5px;")) { (text) }
        },
        Block::Centred(text) => html! { p style=(centred("14px", "color:#5a6372;")) { (text) } },
        Block::Notice(text) => html! {
            p style=(centred("14px", "margin:8px 0;padding:8px 12px;background:#fff3d6;color:#6b4300;")) { (text) }
        },
        Block::Group(text) => html! { h2 style="margin:12px 0 4px;font-size:14px;" { (text) } },
        Block::Pair { label, value, weight } => pair(label, value, *weight, "14px"),
        Block::Fact { label, value, note } => {
            let note = note
                .as_ref()
                .map_or_else(String::new, |note| format!(" [{note}]"));
            pair(label, &format!("{value}{note}"), Weight::Plain, "14px")
        }
        Block::Total { label, amount } => {
            let amount = format!("{amount} {}", locale.text("currency-rouble"));
            pair(label, &amount, Weight::Strong, "20px")
        }
        Block::Item(item) => item_of(item),
        Block::Rule => html! {
            div style="margin:12px 0;border-top:1px dashed #c9ced6;font-size:0;line-height:0;" { "\u{a0}" }
        },
        Block::Qr(_) => html! {
            @if let Some(address) = &links.qr_picture {
                p style="margin:16px 0 0;text-align:center;" {
                    img src=(address) width="176" height="176" alt=(locale.text("receipt-qr")) style="border:0;";
                }
            }
        },
    }
}

fn pair(label: &str, value: &str, weight: Weight, size: &str) -> Markup {
    let strong = match weight {
        Weight::Plain => "",
        Weight::Strong => "font-weight:600;",
    };
    let muted = match weight {
        Weight::Plain => "color:#5a6372;",
        Weight::Strong => "",
    };
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
            tr {
                td valign="top" style=(format!("padding:1px 12px 1px 0;font-size:{size};line-height:1.4;{muted}{strong}")) {
                    (label)
                }
                td valign="top" align="right" style=(format!("padding:1px 0;font-size:{size};line-height:1.4;{strong}")) {
                    (value)
                }
            }
        }
    }
}

/// Quantity × price, and the total that the eye looks for.
fn sum(calculation: &str, total: &str) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
            tr {
                td valign="top" style="padding:1px 12px 1px 0;font-size:14px;line-height:1.4;color:#5a6372;" { (calculation) }
                td valign="top" align="right" style="padding:1px 0;font-size:14px;line-height:1.4;font-weight:600;" { (total) }
            }
        }
    }
}

fn item_of(item: &Item) -> Markup {
    html! {
        div style="margin:0 0 10px;" {
            p style="margin:0;font-size:14px;line-height:1.4;font-weight:600;" { (item.number) ". " (item.name) }
            (sum(&item.calculation, &item.total))
            @for (label, value) in &item.details { (pair(label, value, Weight::Plain, "13px")) }
            @if let Some(note) = &item.note {
                p style="margin:0;font-size:12px;color:#5a6372;" { (note) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
