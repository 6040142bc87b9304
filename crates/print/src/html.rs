//! The document as a fragment of a page.
//!
//! The markup carries classes only: [`CSS`] styles it through custom properties, so that a page's theme and a strict
//! content security policy both hold.

use maud::{Markup, html};

use crate::paper::{self, Block, Item, Weight};
use crate::view::DocumentView;
use crate::{Locale, qr};

/// Styles of the fragment. Properties that a page may set: `--slip-ink`, `--slip-muted`, `--slip-rule`,
/// `--slip-notice-ink`, `--slip-notice-ground`.
pub const CSS: &str = include_str!("../assets/slip.css");

/// The document as one `article`; everything from outside is escaped.
#[must_use]
pub fn fragment(view: &DocumentView, locale: Locale) -> Markup {
    of_blocks(&paper::lay_out(view, locale), locale)
}

/// Blocks as one `article`.
pub(crate) fn of_blocks(blocks: &[Block], locale: Locale) -> Markup {
    let runs = blocks.chunk_by(|left, right| kind(left) == kind(right));
    html! {
        article.slip lang=(locale.code()) {
            @for run in runs { (run_of(run, locale)) }
        }
    }
}

/// Blocks that belong in one list are written together.
#[derive(PartialEq, Eq)]
enum Kind {
    Pairs,
    Items,
    Alone(usize),
}

fn kind(block: &Block) -> Kind {
    match block {
        Block::Pair { .. } => Kind::Pairs,
        Block::Item(_) => Kind::Items,
        Block::Heading(_) => Kind::Alone(0),
        Block::Title(_) => Kind::Alone(1),
        Block::Centred(_) => Kind::Alone(2),
        Block::Notice(_) => Kind::Alone(3),
        Block::Paragraph(_) => Kind::Alone(8),
        Block::Group(_) => Kind::Alone(4),
        Block::Total { .. } => Kind::Alone(5),
        Block::Rule => Kind::Alone(6),
        Block::Qr(_) => Kind::Alone(7),
    }
}

fn run_of(run: &[Block], locale: Locale) -> Markup {
    match run.first() {
        Some(Block::Pair { .. }) => html! { dl.slip-pairs { @for block in run { (single(block, locale)) } } },
        Some(Block::Item(_)) => html! { ol.slip-items { @for block in run { (single(block, locale)) } } },
        _blocks_alone => html! { @for block in run { (single(block, locale)) } },
    }
}

fn single(block: &Block, locale: Locale) -> Markup {
    match block {
        Block::Heading(text) => html! { p.slip-seller { (text) } },
        Block::Title(text) => html! { h2.slip-title { (text) } },
        Block::Centred(text) => html! { p.slip-centred { (text) } },
        Block::Notice(text) => html! { p.slip-notice role="note" { (text) } },
        Block::Paragraph(text) => html! { p.slip-paragraph { (text) } },
        Block::Group(text) => html! { h3.slip-group { (text) } },
        Block::Pair { label, value, weight } => html! {
            div.slip-pair.slip-strong[*weight == Weight::Strong] {
                dt { (label) }
                dd { (value) }
            }
        },
        Block::Total { label, amount } => html! {
            p.slip-total {
                span { (label) }
                strong { (amount) " " (locale.text("currency-rouble")) }
            }
        },
        Block::Item(item) => item_of(item),
        Block::Rule => html! { hr.slip-rule; },
        Block::Qr(content) => match qr::svg(content, &locale.text("receipt-qr")) {
            Ok(picture) => html! { figure.slip-qr { (picture) } },
            Err(_too_long) => html! { p.slip-centred { (content) } },
        },
    }
}

fn item_of(item: &Item) -> Markup {
    html! {
        li.slip-item {
            p.slip-item-name { (item.name) }
            p.slip-item-sum {
                span { (item.calculation) }
                strong { (item.total) }
            }
            @if !item.details.is_empty() {
                dl.slip-details {
                    @for (label, value) in &item.details {
                        div { dt { (label) } dd { (value) } }
                    }
                }
            }
            @if let Some(note) = &item.note { p.slip-item-note { (note) } }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
