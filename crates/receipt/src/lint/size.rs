//! Will the document fit?

use super::details::HEADER_BYTES;
use super::sums::fiscal_lines;
use super::{DOCUMENT_SIZE_MAX_BYTES, LINE_SIZE_MAX_BYTES, LINES_MAX, Linter, Path, Rule};
use crate::text::encodable;
use crate::{Agent, ReceiptLine, SectoralDetail, Supplier};

/// Tags of a receipt beside lines and optional texts, generously counted.
const RECEIPT_OVERHEAD_BYTES: usize = 1_000;
/// Numbers of a line: price, quantity, total, VAT, codes.
const LINE_OVERHEAD_BYTES: usize = 76;
/// Excise and country: tags 1229 and 1230.
const IMPORT_BYTES: usize = 17;
/// Largest data of an agent or a supplier: tags 1223 and 1224.
const PARTY_SIZE_MAX_BYTES: usize = 512;
/// A taxpayer number: tag 1016.
const INN_BYTES: usize = 16;
/// Role of an agent, number of a supplier: tags 1222 and 1226.
const PARTY_OVERHEAD_BYTES: usize = 25;
/// Marking of a line: tags 1163, 2102, 2106, 2108, 2115 and 1291.
const MARKING_BYTES: usize = 140;

impl Linter<'_> {
    pub(super) fn size(&mut self) {
        let receipt = self.receipt;
        let mut total = RECEIPT_OVERHEAD_BYTES;
        for (index, line) in receipt.lines.iter().take(LINES_MAX).enumerate() {
            let bytes = line_size(line);
            total += bytes * fiscal_lines(line);
            let path = Path::root("lines").index(index);
            self.party_size(path.field("agent"), line.agent.as_ref().map_or(0, agent_size));
            self.party_size(
                path.field("supplier"),
                line.supplier.as_ref().map_or(0, supplier_size),
            );
            if bytes > LINE_SIZE_MAX_BYTES {
                let message = format!("the line needs about {bytes} bytes; {LINE_SIZE_MAX_BYTES} fit");
                self.find(path, Rule::LineTooLarge, message);
            }
        }
        total += sectoral_size(&receipt.sectoral);
        for payment in &receipt.cashless {
            total += 30 + text_size(&payment.id) + optional_size(payment.additional.as_ref());
        }
        if total > DOCUMENT_SIZE_MAX_BYTES {
            let message = format!(
                "the receipt needs about {total} bytes; registers seal {DOCUMENT_SIZE_MAX_BYTES}. Make two of it"
            );
            self.find(Path::root("lines"), Rule::DocumentTooLarge, message);
        }
    }

    fn party_size(&mut self, path: Path, bytes: usize) {
        if bytes > PARTY_SIZE_MAX_BYTES {
            let message = format!("the data need {bytes} bytes together; {PARTY_SIZE_MAX_BYTES} fit");
            self.find(path, Rule::GroupTooLarge, message);
        }
    }
}

/// Replacements may make a text longer; one that cannot be written is told of elsewhere.
fn text_size(text: &str) -> usize {
    HEADER_BYTES + encodable(text).map_or(0, |written| written.chars().count())
}

fn optional_size(text: Option<&String>) -> usize {
    text.map_or(0, |text| text_size(text))
}

fn phones_size(phones: &[String]) -> usize {
    phones.iter().map(|phone| text_size(phone)).sum()
}

fn sectoral_size(details: &[SectoralDetail]) -> usize {
    let size = |detail: &SectoralDetail| 25 + text_size(&detail.number) + text_size(&detail.value);
    details.iter().map(size).sum()
}

fn agent_size(agent: &Agent) -> usize {
    let operator = &agent.transfer_operator;
    phones_size(&agent.paying_agent_phones)
        + phones_size(&agent.receiver_phones)
        + phones_size(&operator.phones)
        + optional_size(agent.paying_agent_operation.as_ref())
        + optional_size(operator.name.as_ref())
        + optional_size(operator.address.as_ref())
        + operator.inn.as_ref().map_or(0, |_| INN_BYTES)
}

fn supplier_size(supplier: &Supplier) -> usize {
    optional_size(supplier.name.as_ref()) + phones_size(&supplier.phones)
}

fn line_size(line: &ReceiptLine) -> usize {
    LINE_OVERHEAD_BYTES
        + text_size(&line.name)
        + optional_size(line.additional_detail.as_ref())
        + optional_size(line.declaration_number.as_ref())
        + line
            .agent
            .as_ref()
            .map_or(0, |agent| PARTY_OVERHEAD_BYTES + agent_size(agent))
        + line
            .supplier
            .as_ref()
            .map_or(0, |supplier| PARTY_OVERHEAD_BYTES + supplier_size(supplier))
        + line.excise.map_or(0, |_| IMPORT_BYTES)
        + line.country_code.as_ref().map_or(0, |_| IMPORT_BYTES)
        + line.marking.as_ref().map_or(0, |_| MARKING_BYTES)
        + sectoral_size(&line.sectoral)
}
