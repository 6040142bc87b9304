//! A report of any register or operator.

use ofd_kz::messages::{DateTime, NonNullableSum, ReportOperation, ReportTicketOperation, ZxReport};
use receipt::kz::{Operation, SectionCode, VatRate};
use register_kz::{ByOperation, CounterPart, Counters, ReportKind, ShiftNumber, ShiftReport, Tally};
use types::{LocalDateTime, Money};

use crate::kz::code;
use crate::kz::fault::{Fault, FaultKind, Faults, Told};

/// Reads a report that stands at `path` of its message.
///
/// Rows that stand twice are added up. What follows from other rows (operations, total result) and the checksum are
/// passed over. Which optional counters its maker left out is told by [`ShiftReport::unstated`].
///
/// # Errors
/// Everything that does not parse.
pub fn zx_to_report(message: &ZxReport, kind: ReportKind, path: &str) -> Result<ShiftReport, Vec<Fault>> {
    let mut reader = Reader {
        path,
        faults: Faults::default(),
        counters: Counters::default(),
    };
    let made_at = reader.time("date_time", message.date_time);
    let opened_at = reader.optional_time("open_shift_time", message.open_shift_time);
    let closed_at = reader.optional_time("close_shift_time", message.close_shift_time);
    let read = reader.rows(message);
    let counters = std::mem::take(&mut reader.counters);
    let report = match (made_at, opened_at, closed_at, read) {
        (Some(made_at), Ok(opened_at), Ok(closed_at), Some(())) => Some(ShiftReport {
            kind,
            made_at,
            shift: ShiftNumber::new(message.shift_number),
            opened_at,
            closed_at,
            counters,
            unstated: unstated(message),
        }),
        _ => None,
    };
    reader.faults.finish(report)
}

struct Reader<'a> {
    path: &'a str,
    faults: Faults,
    counters: Counters,
}

impl Reader<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }

    fn time(&mut self, field: &str, wire: DateTime) -> Option<LocalDateTime> {
        self.faults.time(self.at(field), wire)
    }

    fn optional_time(&mut self, field: &str, wire: Option<DateTime>) -> Result<Option<LocalDateTime>, Told> {
        wire.map(|wire| self.time(field, wire).ok_or(Told)).transpose()
    }

    fn money(&mut self, field: &str, wire: ofd_kz::messages::Money) -> Option<Money> {
        self.faults.money(self.at(field), wire)
    }

    fn operation(&mut self, field: &str, number: i32) -> Option<Operation> {
        let path = format!("{}.operation", self.at(field));
        self.faults.named(path, number, code::operation(number))
    }

    /// A sum of rows that stays in its range.
    fn in_range<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            let message = "its rows come to more than can be counted";
            self.faults.add(self.at(field), FaultKind::Value, message);
        }
        value
    }

    /// All parts are read before any is missed.
    fn rows(&mut self, message: &ZxReport) -> Option<()> {
        let parts = [
            self.sections(message),
            self.modifiers(message),
            self.taxes(message),
            self.totals(message),
            self.receipts(message),
            self.movements(message),
            self.annulled(message),
            self.sums(message),
        ];
        parts.into_iter().collect()
    }

    fn sections(&mut self, message: &ZxReport) -> Option<()> {
        for (index, section) in message.sections.iter().enumerate() {
            let field = format!("sections[{index}]");
            let code = SectionCode::parse(&section.section_code);
            let code = self
                .faults
                .value(format!("{}.section_code", self.at(&field)), code)?;
            let mut all = self
                .counters
                .shift
                .sections
                .get(&code)
                .copied()
                .unwrap_or_default();
            self.tallies(&format!("{field}.operations"), &section.operations, &mut all)?;
            self.counters.shift.sections.insert(code, all);
        }
        Some(())
    }

    fn annulled(&mut self, message: &ZxReport) -> Option<()> {
        let Some(annulled) = &message.annulled_tickets else {
            return Some(());
        };
        self.counters.annulled_ever = annulled.annulled_tickets_total_count;
        let mut all = ByOperation::default();
        let field = "annulled_tickets.annulled_operations";
        self.tallies(field, &annulled.annulled_operations, &mut all)?;
        self.counters.shift.annulled = all;
        Some(())
    }

    fn modifiers(&mut self, message: &ZxReport) -> Option<()> {
        let (mut discounts, mut markups) = (ByOperation::default(), ByOperation::default());
        self.tallies("discounts", &message.discounts, &mut discounts)?;
        self.tallies("markups", &message.markups, &mut markups)?;
        (self.counters.shift.discounts, self.counters.shift.markups) = (discounts, markups);
        Some(())
    }

    fn tallies(&mut self, field: &str, rows: &[ReportOperation], all: &mut ByOperation<Tally>) -> Option<()> {
        for (index, row) in rows.iter().enumerate() {
            let field = format!("{field}[{index}]");
            let operation = self.operation(&field, row.operation)?;
            let sum = self.money(&format!("{field}.sum"), row.sum)?;
            let tally = all.of_mut(operation);
            let count = tally.count.checked_add(row.count);
            let sum = tally.sum.checked_add(sum);
            let (count, sum) = self.in_range(&field, count.zip(sum))?;
            *tally = Tally { count, sum };
        }
        Some(())
    }

    fn taxes(&mut self, message: &ZxReport) -> Option<()> {
        for (index, tax) in message.taxes.iter().enumerate() {
            let field = format!("taxes[{index}]");
            let is_vat = (tax.tax_type == code::vat_number()).then_some(());
            let path = format!("{}.tax_type", self.at(&field));
            self.faults.named(path, tax.tax_type, is_vat)?;
            let rate = VatRate::from_thousandths(tax.percent);
            let path = format!("{}.percent", self.at(&field));
            let rate = self.faults.named(path, tax.percent, rate)?;
            for (place, row) in tax.operations.iter().enumerate() {
                let field = format!("{field}.operations[{place}]");
                let operation = self.operation(&field, row.operation)?;
                let turnover = self.money(&format!("{field}.turnover"), row.turnover)?;
                let amount = self.money(&format!("{field}.sum"), row.sum)?;
                let without = match row.turnover_without_tax {
                    Some(wire) => self.money(&format!("{field}.turnover_without_tax"), wire)?,
                    None => turnover.checked_sub(amount)?,
                };
                let vat = self.counters.shift.vat.entry(rate).or_default().of_mut(operation);
                let added = vat
                    .turnover
                    .checked_add(turnover)
                    .zip(vat.amount.checked_add(amount))
                    .zip(vat.turnover_without_vat.checked_add(without));
                if let Some(((turnover, amount), without)) = added {
                    (vat.turnover, vat.amount, vat.turnover_without_vat) = (turnover, amount, without);
                }
                self.in_range(&field, added)?;
            }
        }
        Some(())
    }

    fn totals(&mut self, message: &ZxReport) -> Option<()> {
        let (mut start, mut now) = (ByOperation::default(), ByOperation::default());
        let rows = &message.start_shift_non_nullable_sums;
        self.non_resettable("start_shift_non_nullable_sums", rows, &mut start)?;
        self.non_resettable("non_nullable_sums", &message.non_nullable_sums, &mut now)?;
        (self.counters.start, self.counters.non_resettable) = (start, now);
        Some(())
    }

    fn non_resettable(
        &mut self,
        field: &str,
        rows: &[NonNullableSum],
        all: &mut ByOperation<Money>,
    ) -> Option<()> {
        for (index, row) in rows.iter().enumerate() {
            let field = format!("{field}[{index}]");
            let operation = self.operation(&field, row.operation)?;
            *all.of_mut(operation) = self.money(&format!("{field}.sum"), row.sum)?;
        }
        Some(())
    }

    fn receipts(&mut self, message: &ZxReport) -> Option<()> {
        for (index, row) in message.ticket_operations.iter().enumerate() {
            let field = format!("ticket_operations[{index}]");
            let operation = self.operation(&field, row.operation)?;
            *self.counters.receipts_ever.of_mut(operation) = row.tickets_total_count;
            let total = self.money(&format!("{field}.tickets_sum"), row.tickets_sum)?;
            let mut optional = |name: &str, wire: Option<ofd_kz::messages::Money>| match wire {
                Some(wire) => self.money(&format!("{field}.{name}"), wire),
                None => Some(Money::ZERO),
            };
            let discount = optional("discount_sum", row.discount_sum)?;
            let markup = optional("markup_sum", row.markup_sum)?;
            let change = optional("change_sum", row.change_sum)?;
            self.payments(&field, operation, row)?;
            let receipts = self.counters.shift.receipts.of_mut(operation);
            receipts.count = row.tickets_count;
            receipts.autonomous = row.offline_count.unwrap_or_default();
            (receipts.total, receipts.discount) = (total, discount);
            (receipts.markup, receipts.change) = (markup, change);
        }
        Some(())
    }

    fn payments(&mut self, field: &str, operation: Operation, row: &ReportTicketOperation) -> Option<()> {
        for (place, payment) in row.payments.iter().enumerate() {
            let field = format!("{field}.payments[{place}]");
            let kind = code::payment(payment.payment);
            let path = format!("{}.payment", self.at(&field));
            let kind = self.faults.named(path, payment.payment, kind)?;
            let sum = self.money(&format!("{field}.sum"), payment.sum)?;
            let count = payment.count.unwrap_or_default();
            if (count, sum) != (0, Money::ZERO) {
                let paid = &mut self.counters.shift.receipts.of_mut(operation).paid;
                paid.insert(kind, Tally { count, sum });
            }
        }
        Some(())
    }

    fn movements(&mut self, message: &ZxReport) -> Option<()> {
        for (index, row) in message.money_placements.iter().enumerate() {
            let field = format!("money_placements[{index}]");
            let path = format!("{}.operation", self.at(&field));
            let kind = self
                .faults
                .named(path, row.operation, code::movement(row.operation))?;
            let sum = self.money(&format!("{field}.operations_sum"), row.operations_sum)?;
            *self.counters.movements_ever.of_mut(kind) = row.operations_total_count;
            let movement = self.counters.shift.movements.of_mut(kind);
            (movement.count, movement.sum) = (row.operations_count, sum);
            movement.autonomous = row.offline_count.unwrap_or_default();
        }
        Some(())
    }

    fn sums(&mut self, message: &ZxReport) -> Option<()> {
        let drawer = self.money("cash_sum", message.cash_sum);
        let revenue = self.money("revenue.sum", message.revenue.sum);
        let (drawer, revenue) = (drawer?, revenue?);
        self.counters.cash_in_drawer = drawer;
        self.counters.shift.revenue = if message.revenue.is_negative {
            Money::ZERO.checked_sub(revenue)?
        } else {
            revenue
        };
        Some(())
    }
}

/// Optional counters that the report does not state.
fn unstated(message: &ZxReport) -> Vec<CounterPart> {
    let receipts = &message.ticket_operations;
    let mut payments = receipts.iter().flat_map(|row| &row.payments);
    let no_counts = payments.any(|payment| payment.count.is_none());
    let no_autonomous = receipts.iter().any(|row| row.offline_count.is_none())
        || message
            .money_placements
            .iter()
            .any(|row| row.offline_count.is_none());
    let no_sums = receipts
        .iter()
        .any(|row| row.discount_sum.is_none() || row.markup_sum.is_none() || row.change_sum.is_none());
    let mut taxed = message.taxes.iter().flat_map(|tax| &tax.operations);
    let no_turnover = taxed.any(|row| row.turnover_without_tax.is_none());
    [
        (no_counts, CounterPart::PaymentCounts),
        (no_autonomous, CounterPart::AutonomousCounts),
        (no_sums, CounterPart::ReceiptSums),
        (no_turnover, CounterPart::TurnoverWithoutVat),
    ]
    .into_iter()
    .filter_map(|(is_missing, part)| is_missing.then_some(part))
    .collect()
}
