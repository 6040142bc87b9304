//! Lines: tag 1059.

use ofd_ru::{Tag, tags};
use receipt::marking::LegacyCode;
use receipt::{
    Agent, Fraction, LineSubject, MarkedItem, MarkingKind, MeasureUnit, ReceiptLine, SectoralDetail,
    SettlementMethod, Supplier, TransferOperator, VatRate,
};
use types::Quantity;

use super::ReadError;
use super::group::Group;
use crate::code;
use crate::measure_name::measure_unit;

pub(super) fn read(line: Group<'_>) -> Result<ReceiptLine, ReadError> {
    let (measure, measure_name) = measure(line)?;
    let required = |tag| line.money(tag)?.ok_or(ReadError::Missing { tag });
    let vat = line.optional(tags::VAT_RATE, code::vat_rate, "a rate from 1 to 12")?;
    let method = line.optional(tags::SETTLEMENT_METHOD, code::method, "a method from 1 to 7")?;
    Ok(ReceiptLine {
        name: line.text(tags::LINE_NAME).unwrap_or_default(),
        price: required(tags::PRICE)?,
        quantity: line.quantity(tags::QUANTITY)?.unwrap_or(Quantity::ONE),
        total: required(tags::LINE_TOTAL)?,
        measure,
        measure_name,
        vat: vat.unwrap_or(VatRate::NotSubject),
        method: method.unwrap_or(SettlementMethod::FullPayment),
        subject: line
            .byte(tags::LINE_SUBJECT)?
            .map_or(LineSubject::GOOD, LineSubject),
        item_id: None,
        additional_detail: line.text(tags::LINE_REQUISITE),
        excise: line.money(tags::EXCISE)?,
        country_code: line.text(tags::ORIGIN_COUNTRY),
        declaration_number: line.text(tags::CUSTOMS_DECLARATION),
        agent: agent(line)?,
        supplier: supplier(line),
        marking: marking(line),
        sectoral: sectoral(line, tags::LINE_INDUSTRY_REQUISITE)?,
        wholesale: false,
    })
}

/// Tag 2108 of FFD 1.2, or the words of 1197 before: known words give the unit, others stay words.
fn measure(line: Group<'_>) -> Result<(MeasureUnit, Option<String>), ReadError> {
    if let Some(unit) = line.byte(tags::MEASURE_UNIT)? {
        return Ok((MeasureUnit(unit), None));
    }
    let Some(name) = line.text(tags::MEASURE_NAME) else {
        return Ok((MeasureUnit::OTHER, None));
    };
    Ok(match measure_unit(&name) {
        Some(unit) => (unit, None),
        None => (MeasureUnit::OTHER, Some(name)),
    })
}

fn agent(line: Group<'_>) -> Result<Option<Agent>, ReadError> {
    let role = line.optional(tags::LINE_AGENT_ROLE, code::agent_role, "one agent role")?;
    let Some(role) = role else {
        return Ok(None);
    };
    let data = line.group(tags::AGENT_DATA).unwrap_or(Group::new(&[]));
    Ok(Some(Agent {
        role,
        paying_agent_operation: data.text(tags::PAYMENT_AGENT_OPERATION),
        paying_agent_phones: data.texts(tags::PAYMENT_AGENT_PHONE),
        receiver_phones: data.texts(tags::PAYMENT_OPERATOR_PHONE),
        transfer_operator: TransferOperator {
            name: data.text(tags::TRANSFER_OPERATOR_NAME),
            phones: data.texts(tags::TRANSFER_OPERATOR_PHONE),
            address: data.text(tags::TRANSFER_OPERATOR_ADDRESS),
            inn: data.inn(tags::TRANSFER_OPERATOR_INN),
        },
    }))
}

fn supplier(line: Group<'_>) -> Option<Supplier> {
    let inn = line.inn(tags::SUPPLIER_INN);
    let data = line.group(tags::SUPPLIER_DATA);
    if inn.is_none() && data.is_none() {
        return None;
    }
    let data = data.unwrap_or(Group::new(&[]));
    Some(Supplier {
        name: data.text(tags::SUPPLIER_NAME),
        phones: data.texts(tags::SUPPLIER_PHONE),
        inn,
    })
}

fn marking(line: Group<'_>) -> Option<MarkedItem> {
    let (kind, code) = match line.group(tags::PRODUCT_CODE_FORMS) {
        Some(forms) => product_code(forms)?,
        None => LegacyCode::from_bytes(line.bytes(tags::PRODUCT_CODE)?)
            .ok()?
            .decode(),
    };
    let fraction = line.group(tags::FRACTIONAL_QUANTITY).and_then(|group| {
        Some(Fraction {
            numerator: group.uint(tags::NUMERATOR)?,
            denominator: group.uint(tags::DENOMINATOR)?,
        })
    });
    Some(MarkedItem {
        kind,
        code,
        fraction,
        planned_status: None,
    })
}

fn product_code(forms: Group<'_>) -> Option<(MarkingKind, String)> {
    forms.elements().iter().find_map(|element| {
        let kind = code::marking_kind(element.tag)?;
        Some((kind, element.value.as_text()?.to_owned()))
    })
}

/// Tags 1260 and 1261.
pub(super) fn sectoral(owner: Group<'_>, tag: Tag) -> Result<Vec<SectoralDetail>, ReadError> {
    let read = |group: Group<'_>| {
        let tag = tags::BASIS_DOCUMENT_DATE;
        Ok(SectoralDetail {
            federal_id: group.text(tags::AUTHORITY_ID).unwrap_or_default(),
            date: group.date(tag)?.ok_or(ReadError::Missing { tag })?,
            number: group.text(tags::BASIS_DOCUMENT_NUMBER).unwrap_or_default(),
            value: group.text(tags::INDUSTRY_REQUISITE_VALUE).unwrap_or_default(),
        })
    };
    owner.groups(tag).map(read).collect()
}
