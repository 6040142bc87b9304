//! Everything that is wrong with a receipt, at once.
//!
//! [`lint`] is run by the door before it accepts a receipt and by `qassa check receipt`. It never stops at the
//! first fault. An error means that the receipt cannot or must not be sealed; a warning means that it can, but
//! hardly says what the shop means.

mod correction;
mod details;
mod finding;
mod line;
mod marking;
mod parties;
mod path;
mod rule;
mod size;
mod sums;
mod text;

use types::{Inn, LocalDateTime, Money};

pub use finding::Finding;
pub use path::{Path, Step};
pub use rule::{Rule, Severity};

use crate::{FormatVersion, Receipt, TaxationRegime, VatTable};

/// Most fiscal lines of a receipt, after splitting.
///
/// Observed: registers give up at about 30 kB, which is about 170 lines. Source: RU-FFD/sizes.
pub const LINES_MAX: usize = 170;

/// Largest document that registers seal, in bytes; the format admits 32 768. Source: RU-FFD/sizes.
pub const DOCUMENT_SIZE_MAX_BYTES: usize = 30_000;

/// Largest line (tag 1059), in bytes. Source: RU-FFD/1059.
pub const LINE_SIZE_MAX_BYTES: usize = 1_024;

/// Largest amount of a receipt: 99 999 999.99.
///
/// The format would take six bytes of kopecks, but registers hold sums in five (Shtrih-M) and services state
/// this limit, so that a larger sum is a mistake. Source: KOMTET/comparison.
pub const AMOUNT_MAX: Money = Money::from_minor(9_999_999_999);

/// Largest quantity of a line, in whole units; the mantissa of tag 1023 has seven bytes.
pub const QUANTITY_MAX_UNITS: u64 = 99_999_999;

/// Whether the register may print, or has to send every receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RegisterUse {
    /// No restriction is known.
    #[default]
    Any,
    /// Registered for settlements in the Internet only: no printer, so that each receipt needs a contact.
    InternetOnly,
}

/// What is known about the register that will seal the receipt.
#[derive(Clone, Debug)]
pub struct LintContext {
    /// Version of the format that the register writes.
    pub version: FormatVersion,
    /// The wall clock of the place of settlement.
    pub now: LocalDateTime,
    /// Restriction of the register's use.
    pub register_use: RegisterUse,
    /// Taxpayer that the register is registered to; `None` is not checked.
    pub taxpayer: Option<Inn>,
    /// Regimes that the register is registered for; empty is not checked.
    pub regimes: Vec<TaxationRegime>,
    /// Rates of VAT by date.
    pub vat: VatTable,
}

impl LintContext {
    /// A register of which nothing is known but the version; rates as the law stands.
    #[must_use]
    pub fn new(version: FormatVersion, now: LocalDateTime) -> Self {
        Self {
            version,
            now,
            register_use: RegisterUse::Any,
            taxpayer: None,
            regimes: Vec::new(),
            vat: VatTable::default(),
        }
    }
}

/// All findings about a receipt, in the order of its parts.
///
/// Lines beyond [`LINES_MAX`] are counted but not looked into, so that the answer stays bounded.
#[must_use]
pub fn lint(receipt: &Receipt, context: &LintContext) -> Vec<Finding> {
    let mut linter = Linter {
        receipt,
        context,
        findings: Vec::new(),
    };
    linter.taxation();
    linter.correction();
    linter.seller();
    linter.buyer();
    linter.lines();
    linter.markings();
    linter.payments();
    linter.totals();
    linter.size();
    linter.cashier();
    linter.details();
    linter.findings
}

/// `true` when nothing stands against sealing.
#[must_use]
pub fn is_sealable(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

struct Linter<'a> {
    receipt: &'a Receipt,
    context: &'a LintContext,
    findings: Vec<Finding>,
}

impl Linter<'_> {
    fn find(&mut self, path: Path, rule: Rule, message: impl Into<String>) {
        self.findings.push(Finding {
            path,
            rule,
            severity: rule.severity(),
            message: message.into(),
        });
    }
}

#[cfg(test)]
mod tests;
