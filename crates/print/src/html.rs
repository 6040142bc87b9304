//! The document as a fragment of a page.
//!
//! The markup carries classes only: [`CSS`] styles it through custom properties, so that a page's theme and a strict
//! content security policy both hold.

use maud::{Markup, html};

use crate::paper::{self, Block, Item, Weight};
use crate::view::DocumentView;
use crate::{Locale, PrintedForm, qr};

/// Styles of the fragment. Properties that a page may set: `--slip-ink`, `--slip-muted`, `--slip-rule`,
/// `--slip-notice-ink`, `--slip-notice-ground`.
pub const CSS: &str = include_str!("../assets/slip.css");

/// The document as one `article`; everything from outside is escaped.
#[must_use]
pub fn fragment(view: &DocumentView, locale: Locale) -> Markup {
    write(&paper::lay_out(view, locale))
}

/// The form as one `article`.
pub(crate) fn write(form: &PrintedForm) -> Markup {
    let runs = form.blocks.chunk_by(|left, right| kind(left) == kind(right));
    html! {
        article.slip lang=(form.locale.code()) {
            @for run in runs { (run_of(run, form)) }
        }
    }
}

/// A form in parts, for pages that tell its lines in their own way.
#[derive(Clone, Debug)]
pub struct HtmlParts {
    /// What stands before the lines.
    pub head: Markup,
    /// What stands after the lines; empty when there are none.
    pub rest: Markup,
}

/// The form without its lines.
pub(crate) fn parts(form: &PrintedForm) -> HtmlParts {
    let is_item = |block: &Block| matches!(block, Block::Item(_));
    let first = form.blocks.iter().position(is_item).unwrap_or(form.blocks.len());
    let last = form
        .blocks
        .iter()
        .rposition(is_item)
        .map_or(first, |last| last + 1);
    let part = |blocks: &[Block]| {
        let runs = blocks.chunk_by(|left, right| kind(left) == kind(right));
        html! { @for run in runs { (run_of(run, form)) } }
    };
    HtmlParts {
        head: part(form.blocks.get(..first).unwrap_or_default()),
        rest: part(form.blocks.get(last..).unwrap_or_default()),
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
        Block::Pair { .. } | Block::Fact { .. } => Kind::Pairs,
        Block::Item(_) => Kind::Items,
        Block::Heading(_) => Kind::Alone(0),
        Block::Title(_) => Kind::Alone(1),
        Block::Centred(_) => Kind::Alone(2),
        Block::Notice(_) => Kind::Alone(3),
        Block::Group(_) => Kind::Alone(4),
        Block::Total { .. } => Kind::Alone(5),
        Block::Rule => Kind::Alone(6),
        Block::Qr(_) => Kind::Alone(7),
    }
}

fn run_of(run: &[Block], form: &PrintedForm) -> Markup {
    match run.first() {
        Some(Block::Pair { .. } | Block::Fact { .. }) => {
            html! { dl.slip-pairs { @for block in run { (single(block, form)) } } }
        }
        Some(Block::Item(_)) => html! { ol.slip-items { @for block in run { (single(block, form)) } } },
        _blocks_alone => html! { @for block in run { (single(block, form)) } },
    }
}

fn single(block: &Block, form: &PrintedForm) -> Markup {
    match block {
        Block::Heading(text) => html! { p.slip-seller { (text) } },
        Block::Title(text) => html! { h2.slip-title { (text) } },
        Block::Centred(text) => html! { p.slip-centred { (text) } },
        Block::Notice(text) => html! { p.slip-notice role="note" { (text) } },
        Block::Group(text) => html! { h3.slip-group { (text) } },
        Block::Pair { label, value, weight } => html! {
            div.slip-pair.slip-strong[*weight == Weight::Strong] {
                dt { (label) }
                dd { (value) }
            }
        },
        Block::Fact { label, value, note } => html! {
            div.slip-pair {
                dt { (label) }
                dd { (value) @if let Some(note) = note { " [" (note) "]" } }
            }
        },
        Block::Total { label, amount } => html! {
            p.slip-total {
                span { (label) }
                strong { (amount) " " (form.currency_sign()) }
            }
        },
        Block::Item(item) => item_of(item),
        Block::Rule => html! { hr.slip-rule; },
        Block::Qr(content) => match qr::svg(content, &form.qr_title()) {
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
mod tests;
