//! Layout of reports.

use super::{Block, Paper};
use crate::code_name::{self, coded};
use crate::figure;
use crate::view::{Fact, FactValue, ReportView};

pub(super) fn lay_out(paper: &mut Paper, report: &ReportView) {
    let identity = &report.identity;
    paper.seller(identity);
    let title = paper.text(code_name::form(report.form));
    paper.push(Block::Title(title));
    paper.test_notice(identity);
    paper.optional("receipt-date", identity.at.map(figure::moment));
    paper.optional(
        "receipt-shift",
        identity.shift_number.map(|number| number.to_string()),
    );
    paper.cashier(identity);
    let mut open_headings = Vec::new();
    for group in &report.groups {
        for (level, heading) in group.headings.iter().enumerate() {
            if open_headings.get(level) == Some(heading) {
                continue;
            }
            open_headings.truncate(level);
            open_headings.push(*heading);
            if level == 0 {
                paper.rule();
            }
            let heading = paper.text(*heading);
            paper.push(Block::Group(heading));
        }
        if group.headings.is_empty() {
            paper.rule();
        }
        open_headings.truncate(group.headings.len());
        for fact in &group.facts {
            fact_of(paper, fact);
        }
    }
    paper.rule();
    paper.numbers(identity);
}

fn fact_of(paper: &mut Paper, fact: &Fact) {
    let locale = paper.locale;
    let value = match &fact.value {
        FactValue::Text(text) => text.clone(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Count(count) => figure::count(*count, locale),
        FactValue::Amount(amount) => figure::money(*amount, locale),
        FactValue::Quantity(quantity) => figure::quantity(*quantity, locale),
        FactValue::Moment(at) => figure::moment(*at),
        FactValue::YesNo(true) => paper.text("answer-yes"),
        FactValue::YesNo(false) => paper.text("answer-no"),
        FactValue::Version(code) => version(*code),
        FactValue::Vat(rate) => code_name::vat_rate(*rate, locale),
        FactValue::Taxation(regimes) => {
            let names = regimes
                .iter()
                .map(|regime| coded(*regime, code_name::taxation, locale));
            joined(names)
        }
        FactValue::Agents(roles) => joined(roles.iter().map(|role| paper.text(code_name::agent_role(*role)))),
        FactValue::Named { names, unnamed } => {
            let named = names.iter().map(|name| paper.text(*name));
            let rest = (*unnamed != 0).then(|| code_name::unknown(*unnamed, locale));
            joined(named.chain(rest))
        }
    };
    paper.pair(fact.label, value);
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Source: RU-FFD/1189.
fn version(code: u64) -> String {
    match code {
        0 | 1 => "1.0".to_owned(),
        2 => "1.05".to_owned(),
        3 => "1.1".to_owned(),
        4 => "1.2".to_owned(),
        unknown => unknown.to_string(),
    }
}
