//! X and Z reports, reports by section and by cashier. Source: KZ-OFD/report.

mod shift;

use std::collections::BTreeMap;

use ::receipt::kz::SectionCode;
use register_kz::{ByOperation, CashierReport, SectionReport, ShiftNumber, ShiftReport, Tally};
use types::{LocalDateTime, Money};

use super::card::RegisterCard;
use super::slip::Slip;
use super::{Wording, moment, operation_name};
use crate::{PrintedForm, TextId};

pub use shift::shift_report;

/// An X or Z report with what is known of it from outside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSlip<'a> {
    /// The report.
    pub report: &'a ShiftReport,
    /// Through number of the document; an X report may have none.
    pub document_number: Option<u64>,
    /// Who made it.
    pub cashier: Option<&'a str>,
    /// The register's checksum, as it is; nobody verifies it.
    pub checksum: Option<&'a str>,
}

/// The report by section.
#[must_use]
pub fn section_report(
    card: &RegisterCard,
    report: &SectionReport,
    cashier: Option<&str>,
    wording: Wording,
) -> PrintedForm {
    let mut slip = begin(
        card,
        "kz-sections",
        (report.shift, report.made_at),
        cashier,
        wording,
    );
    slip.rule();
    sections(&mut slip, &report.sections);
    end(slip)
}

/// The report by cashier.
#[must_use]
pub fn cashier_report(
    card: &RegisterCard,
    report: &CashierReport,
    cashier: Option<&str>,
    wording: Wording,
) -> PrintedForm {
    let mut slip = begin(
        card,
        "kz-cashiers",
        (report.shift, report.made_at),
        cashier,
        wording,
    );
    slip.rule();
    if report.cashiers.is_empty() {
        let nothing = slip.text("kz-no-cashiers");
        slip.labelled(nothing, "");
    }
    for (code, counters) in &report.cashiers {
        let name = crate::view::printable(&counters.name);
        let label = format!("{} {code}: {name}", slip.text("kz-cashier"));
        slip.group(label.trim_end_matches([':', ' ']).to_owned());
        tallies(&mut slip, &counters.receipts);
        slip.pair("kz-cashier-cash", wording.money(counters.cash));
    }
    end(slip)
}

fn begin<'a>(
    card: &'a RegisterCard,
    title: &'static str,
    (shift, made_at): (ShiftNumber, LocalDateTime),
    cashier: Option<&str>,
    wording: Wording,
) -> Slip<'a> {
    let mut slip = Slip::begin(card, wording, TextId(title));
    let label = format!("{} № {shift}", slip.text("kz-shift"));
    slip.labelled(label, "");
    slip.cashier(cashier, &moment(made_at));
    slip
}

fn end(mut slip: Slip<'_>) -> PrintedForm {
    slip.rule();
    slip.register();
    slip.ofd("kz-ofd");
    slip.finish()
}

/// Each section with its operations.
fn sections(slip: &mut Slip<'_>, sections: &BTreeMap<SectionCode, ByOperation<Tally>>) {
    if sections.is_empty() {
        let nothing = slip.text("kz-no-sections");
        slip.labelled(nothing, "");
    }
    for (code, tally) in sections {
        let label = format!("{} {code}", slip.text("kz-section"));
        slip.labelled(label, "");
        tallies(slip, tally);
    }
}

/// `Sale: 3` and the sum, for operations that happened.
fn tallies(slip: &mut Slip<'_>, tallies: &ByOperation<Tally>) {
    for (operation, tally) in tallies.iter() {
        if tally.count > 0 || tally.sum != Money::ZERO {
            let label = format!(
                "{}: {}",
                slip.text(operation_name(operation)),
                slip.count(tally.count)
            );
            let sum = slip.wording.money(tally.sum);
            slip.labelled(label, sum);
        }
    }
}
