//! Counters of reports: tags 1194 (shift), 1157 (storage) and 1158 (unsent). Source: RU-FFD/counters.

use super::{Fact, FactGroup, FactValue};
use crate::catalogue::TextId;
use crate::view::elements::Elements;

const TOTALS: [(u16, &str); 3] = [
    (1194, "counters-shift"),
    (1157, "counters-storage"),
    (1158, "counters-unsent"),
];

const OPERATIONS: [(u16, &str); 4] = [
    (1129, "operation-sell"),
    (1130, "operation-sell-return"),
    (1131, "operation-buy"),
    (1132, "operation-buy-return"),
];

const CORRECTIONS: [(u16, &str); 4] = [
    (1145, "operation-sell"),
    (1232, "operation-sell-return"),
    (1146, "operation-buy"),
    (1233, "operation-buy-return"),
];

const AMOUNTS: [(u16, &str); 12] = [
    (1201, "counters-total"),
    (1136, "payment-cash"),
    (1138, "payment-electronic"),
    (1218, "payment-prepaid"),
    (1219, "payment-postpaid"),
    (1220, "payment-in-kind"),
    (1139, "counters-vat-20"),
    (1140, "counters-vat-10"),
    (1141, "counters-vat-calculated-20"),
    (1142, "counters-vat-calculated-10"),
    (1143, "counters-vat-zero"),
    (1183, "counters-vat-none"),
];

/// One group for each operation that was carried out at all, each under the heading of its total.
pub(super) fn groups(report: Elements<'_>) -> Vec<FactGroup> {
    let mut groups = Vec::new();
    for (tag, heading) in TOTALS {
        let heading = TextId(heading);
        let Some(totals) = report.nested(tag) else {
            continue;
        };
        let count = totals
            .uint(1134)
            .map(|count| receipts(count, "counters-receipts"));
        groups.extend(count.map(|fact| FactGroup {
            headings: vec![heading],
            facts: vec![fact],
        }));
        groups.extend(of_operations(totals, &OPERATIONS, &[heading]));
        if let Some(corrections) = totals.nested(1133) {
            let headings = [heading, TextId("counters-corrections")];
            groups.extend(of_operations(corrections, &CORRECTIONS, &headings));
        }
    }
    groups
}

fn of_operations(
    totals: Elements<'_>,
    operations: &[(u16, &'static str)],
    headings: &[TextId],
) -> Vec<FactGroup> {
    let carried_out = operations.iter().filter_map(|(tag, name)| {
        let counters = totals.nested(*tag)?;
        let count = counters.uint(1135).unwrap_or(0);
        if count == 0 {
            return None;
        }
        let mut headings = headings.to_vec();
        headings.push(TextId(name));
        let amounts = AMOUNTS.iter().filter_map(|(tag, label)| {
            let amount = counters.money(*tag)?;
            (amount.minor() != 0).then_some(Fact {
                label: TextId(label),
                value: FactValue::Amount(amount),
            })
        });
        let facts = std::iter::once(receipts(count, "counters-receipts")).chain(amounts);
        Some(FactGroup {
            headings,
            facts: facts.collect(),
        })
    });
    carried_out.collect()
}

const fn receipts(count: u64, label: &'static str) -> Fact {
    Fact {
        label: TextId(label),
        value: FactValue::Count(count),
    }
}
