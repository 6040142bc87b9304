//! A shift report as a message.

use ofd_kz::Version;
use ofd_kz::messages::{
    AnnulledTickets, Money as WireMoney, NonNullableSum, ReportMoneyPlacement, ReportOperation,
    ReportPayment, ReportSection, ReportTax, ReportTaxOperation, ReportTicketOperation, Revenue, ZxReport,
};
use register_kz::{ByOperation, CashMovementKind, Counters, ShiftReport, Tally};
use types::Money;

use crate::kz::code;
use crate::kz::fault::{Fault, FaultKind, Faults};

/// A report as a message; lists without anything to tell are left out.
///
/// The wire's drawer has no sign: one below zero, which only an operator has that took autonomous documents as they
/// came, is sent as empty. A shift without a receipt has no beginning; 2.0.4 wants one and gets the report's own time.
///
/// # Errors
/// Counters that the wire cannot hold.
pub fn report_to_zx(report: &ShiftReport, version: Version) -> Result<ZxReport, Vec<Fault>> {
    let mut faults = Faults::default();
    let counters = &report.counters;
    let (operations, total_result) = (counters.shift.operations(), counters.shift.total_result());
    if operations.is_none() {
        faults.add(
            "operations",
            FaultKind::Value,
            "the sections come to more than can be counted",
        );
    }
    let revenue = counters.shift.revenue;
    let magnitude = Money::from_minor(revenue.minor().saturating_abs());
    let opened_at = match version {
        Version::V202 | Version::V203 => report.opened_at,
        Version::V204 => report.opened_at.or(Some(report.made_at)),
    };
    let mut writer = Writer { faults };
    let message = ZxReport {
        date_time: report.made_at.into(),
        shift_number: report.shift.get(),
        sections: writer.sections(counters),
        operations: writer.tallies("operations", &operations.unwrap_or_default()),
        discounts: writer.tallies("discounts", &counters.shift.discounts),
        markups: writer.tallies("markups", &counters.shift.markups),
        total_result: writer.tallies("total_result", &total_result.unwrap_or_default()),
        taxes: writer.taxes(counters),
        start_shift_non_nullable_sums: writer.totals("start_shift_non_nullable_sums", &counters.start),
        ticket_operations: writer.receipts(counters),
        money_placements: writer.movements(counters),
        annulled_tickets: writer.annulled(counters, version),
        cash_sum: writer.money("cash_sum", counters.cash_in_drawer.max(Money::ZERO)),
        revenue: Revenue {
            sum: writer.money("revenue.sum", magnitude),
            is_negative: revenue.is_negative(),
        },
        non_nullable_sums: writer.totals("non_nullable_sums", &counters.non_resettable),
        open_shift_time: opened_at.map(Into::into),
        close_shift_time: report.closed_at.map(Into::into),
        checksum: None,
    };
    writer.faults.finish(Some(message))
}

struct Writer {
    faults: Faults,
}

impl Writer {
    fn money(&mut self, path: &str, amount: Money) -> WireMoney {
        self.faults.wire_money(path, amount)
    }

    fn tallies(&mut self, path: &str, tallies: &ByOperation<Tally>) -> Vec<ReportOperation> {
        let some = tallies.iter().filter(|(_, tally)| **tally != Tally::default());
        some.map(|(operation, tally)| ReportOperation {
            operation: code::operation_number(operation),
            count: tally.count,
            sum: self.money(path, tally.sum),
        })
        .collect()
    }

    fn sections(&mut self, counters: &Counters) -> Vec<ReportSection> {
        let sections = counters.shift.sections.iter();
        sections
            .map(|(section, tallies)| ReportSection {
                section_code: section.as_str().to_owned(),
                operations: self.tallies("sections", tallies),
            })
            .collect()
    }

    fn taxes(&mut self, counters: &Counters) -> Vec<ReportTax> {
        let mut taxes = Vec::new();
        for (rate, by_operation) in &counters.shift.vat {
            let some = by_operation
                .iter()
                .filter(|(_, vat)| **vat != register_kz::VatCounters::default());
            let operations = some
                .map(|(operation, vat)| ReportTaxOperation {
                    operation: code::operation_number(operation),
                    turnover: self.money("taxes", vat.turnover),
                    sum: self.money("taxes", vat.amount),
                    turnover_without_tax: Some(self.money("taxes", vat.turnover_without_vat)),
                })
                .collect();
            taxes.push(ReportTax {
                tax_type: code::vat_number(),
                percent: rate.thousandths(),
                operations,
            });
        }
        taxes
    }

    /// All four, once there is anything to tell.
    fn totals(&mut self, path: &str, totals: &ByOperation<Money>) -> Vec<NonNullableSum> {
        if *totals == ByOperation::default() {
            return Vec::new();
        }
        let all = totals.iter();
        all.map(|(operation, sum)| NonNullableSum {
            operation: code::operation_number(operation),
            sum: self.money(path, *sum),
        })
        .collect()
    }

    fn receipts(&mut self, counters: &Counters) -> Vec<ReportTicketOperation> {
        let path = "ticket_operations";
        let mut operations = Vec::new();
        for (operation, receipts) in counters.shift.receipts.iter() {
            let ever = *counters.receipts_ever.of(operation);
            if ever == 0 && receipts.count == 0 {
                continue;
            }
            operations.push(ReportTicketOperation {
                operation: code::operation_number(operation),
                tickets_total_count: ever,
                tickets_count: receipts.count,
                tickets_sum: self.money(path, receipts.total),
                payments: receipts
                    .paid
                    .iter()
                    .map(|(kind, tally)| ReportPayment {
                        payment: code::payment_number(*kind),
                        sum: self.money(path, tally.sum),
                        count: Some(tally.count),
                    })
                    .collect(),
                offline_count: Some(receipts.autonomous),
                discount_sum: Some(self.money(path, receipts.discount)),
                markup_sum: Some(self.money(path, receipts.markup)),
                change_sum: Some(self.money(path, receipts.change)),
            });
        }
        operations
    }

    /// Only 2.0.2 can annul; 2.0.4 has no place for it.
    fn annulled(&mut self, counters: &Counters, version: Version) -> Option<AnnulledTickets> {
        if version != Version::V202 || counters.annulled_ever == 0 {
            return None;
        }
        let of_shift = &counters.shift.annulled;
        let count = of_shift.iter().map(|(_, tally)| tally.count);
        Some(AnnulledTickets {
            annulled_tickets_total_count: counters.annulled_ever,
            annulled_tickets_count: count.fold(0, u32::saturating_add),
            annulled_operations: self.tallies("annulled_tickets.annulled_operations", of_shift),
        })
    }

    fn movements(&mut self, counters: &Counters) -> Vec<ReportMoneyPlacement> {
        let mut movements = Vec::new();
        for kind in [CashMovementKind::Deposit, CashMovementKind::Withdrawal] {
            let ever = *counters.movements_ever.of(kind);
            let shift = counters.shift.movements.of(kind);
            if ever == 0 && shift.count == 0 {
                continue;
            }
            movements.push(ReportMoneyPlacement {
                operation: code::movement_number(kind),
                operations_total_count: ever,
                operations_count: shift.count,
                operations_sum: self.money("money_placements", shift.sum),
                offline_count: Some(shift.autonomous),
            });
        }
        movements
    }
}
