//! Lines: tag 1059.

use ofd_ru::{Element, Tag, tags};
use receipt::marking::{LegacyCode, read_as};
use receipt::{
    Agent, FormatVersion, LineFigures, LineSubject, MarkedItem, MarkingKind, MeasureUnit, Receipt,
    ReceiptLine, VatRate,
};
use types::Money;

use super::body::Body;
use super::detail::write_sectoral;
use super::{MarkingCheck, SealingContext, TranslateError};
use crate::code;
use crate::measure_name::measure_name;

/// Every line of the receipt as one or two elements 1059, and the result of the marking checks (2107).
pub(super) fn write_lines(
    receipt: &Receipt,
    context: &SealingContext,
    body: &mut Body,
) -> Result<(), TranslateError> {
    let mut checks = Vec::new();
    for (index, line) in receipt.lines.iter().enumerate() {
        let marking = match &line.marking {
            Some(item) => Some(Marking::new(index, item, line, context)?),
            None => None,
        };
        checks.extend(marking.as_ref().and_then(|marking| marking.check));
        let split = line
            .split()
            .map_err(|source| TranslateError::Line { line: index, source })?;
        let mut excise_left = line.excise;
        let mut parts = split.figures().peekable();
        while let Some(figures) = parts.next() {
            let excise = match parts.peek() {
                Some(_) => take_share(&mut excise_left, figures.total, line.total),
                None => excise_left,
            };
            let part = Part {
                line,
                figures,
                excise,
                marking: marking.as_ref(),
                version: context.version,
            };
            body.group(tags::LINE, |group| part.write(group))?;
        }
    }
    if context.version == FormatVersion::V1_2 && !checks.is_empty() {
        let some_negative = checks.iter().any(|check: &MarkingCheck| !check.is_positive());
        body.uint(tags::MARKED_PRODUCTS_CHECK_RESULT, u8::from(some_negative));
    }
    Ok(())
}

/// Excise of the first part of a split line, in proportion to the totals; the rest is left for the other part.
fn take_share(left: &mut Option<Money>, part: Money, total: Money) -> Option<Money> {
    let excise = (*left)?;
    let share = excise
        .share(part.minor(), total.minor())
        .unwrap_or_default()
        .min(excise);
    *left = excise.checked_sub(share);
    Some(share)
}

/// One fiscal line.
struct Part<'a> {
    line: &'a ReceiptLine,
    figures: LineFigures,
    excise: Option<Money>,
    marking: Option<&'a Marking<'a>>,
    version: FormatVersion,
}

impl Part<'_> {
    fn write(&self, body: &mut Body) -> Result<(), TranslateError> {
        let Self { line, figures, .. } = self;
        body.text(tags::LINE_NAME, &line.name)?;
        body.money(tags::PRICE, figures.price)?;
        body.push(Element::quantity(tags::QUANTITY, figures.quantity));
        self.write_measure(body)?;
        body.money(tags::LINE_TOTAL, figures.total)?;
        self.write_vat(body)?;
        body.uint(tags::SETTLEMENT_METHOD, code::method_number(line.method));
        let LineSubject(subject) = line.subject;
        body.uint(tags::LINE_SUBJECT, subject);
        body.optional_text(tags::LINE_REQUISITE, line.additional_detail.as_deref())?;
        if let Some(excise) = self.excise {
            body.money(tags::EXCISE, excise)?;
        }
        body.optional_text(tags::ORIGIN_COUNTRY, line.country_code.as_deref())?;
        body.optional_text(tags::CUSTOMS_DECLARATION, line.declaration_number.as_deref())?;
        if let Some(agent) = &line.agent {
            write_agent(agent, line, body)?;
        }
        if let Some(marking) = self.marking {
            marking.write(body)?;
        }
        match self.version {
            FormatVersion::V1_2 => write_sectoral(tags::LINE_INDUSTRY_REQUISITE, &line.sectoral, body),
            FormatVersion::V1_05 | FormatVersion::V1_1 => Ok(()),
        }
    }

    fn write_measure(&self, body: &mut Body) -> Result<(), TranslateError> {
        match self.version {
            FormatVersion::V1_2 => {
                let MeasureUnit(unit) = self.line.measure;
                body.uint(tags::MEASURE_UNIT, unit);
                Ok(())
            }
            FormatVersion::V1_05 | FormatVersion::V1_1 => {
                let name = self.line.measure_name.as_deref();
                body.optional_text(tags::MEASURE_NAME, name.or(measure_name(self.line.measure)))
            }
        }
    }

    /// Tags 1199, and 1198 and 1200 where there is VAT in the sum.
    fn write_vat(&self, body: &mut Body) -> Result<(), TranslateError> {
        let rate = self.line.vat;
        body.uint(tags::VAT_RATE, vat_number(rate)?);
        if rate.percent().is_some() {
            let of = |sum: Money| rate.included_in(sum).ok_or(TranslateError::OutOfRange);
            body.money(tags::UNIT_VAT, of(self.figures.price)?)?;
            body.money(tags::LINE_VAT, of(self.figures.total)?)?;
        }
        Ok(())
    }
}

pub(super) fn vat_number(rate: VatRate) -> Result<u8, TranslateError> {
    let percent = rate.percent().unwrap_or_default();
    code::vat_number(rate).ok_or(TranslateError::VatRate { percent })
}

/// Tags 1222, 1223, 1224 and 1226; the supplier is written only beside an agent.
fn write_agent(agent: &Agent, line: &ReceiptLine, body: &mut Body) -> Result<(), TranslateError> {
    body.uint(tags::LINE_AGENT_ROLE, code::agent_mask(agent.role));
    body.group(tags::AGENT_DATA, |data| {
        let operator = &agent.transfer_operator;
        data.optional_text(
            tags::PAYMENT_AGENT_OPERATION,
            agent.paying_agent_operation.as_deref(),
        )?;
        data.phones(tags::PAYMENT_AGENT_PHONE, &agent.paying_agent_phones)?;
        data.phones(tags::PAYMENT_OPERATOR_PHONE, &agent.receiver_phones)?;
        data.phones(tags::TRANSFER_OPERATOR_PHONE, &operator.phones)?;
        data.optional_text(tags::TRANSFER_OPERATOR_NAME, operator.name.as_deref())?;
        data.optional_text(tags::TRANSFER_OPERATOR_ADDRESS, operator.address.as_deref())?;
        data.inn(tags::TRANSFER_OPERATOR_INN, operator.inn.as_ref());
        Ok(())
    })?;
    let Some(supplier) = &line.supplier else {
        return Ok(());
    };
    body.group(tags::SUPPLIER_DATA, |data| {
        data.optional_text(tags::SUPPLIER_NAME, supplier.name.as_deref())?;
        data.phones(tags::SUPPLIER_PHONE, &supplier.phones)
    })?;
    body.inn(tags::SUPPLIER_INN, supplier.inn.as_ref());
    Ok(())
}

/// The marking code of a line, ready for its version.
struct Marking<'a> {
    item: &'a MarkedItem,
    code: MarkingValue,
    /// Result of the check, of goods that are checked.
    check: Option<MarkingCheck>,
}

enum MarkingValue {
    /// Tag 1163 with one of 1300 to 1325, and tag 2115.
    Forms {
        tag: Tag,
        product_code: String,
        control_code: Option<String>,
    },
    /// Tag 1162.
    Legacy(LegacyCode),
}

impl<'a> Marking<'a> {
    fn new(
        index: usize,
        item: &'a MarkedItem,
        line: &ReceiptLine,
        context: &SealingContext,
    ) -> Result<Self, TranslateError> {
        let parsed = read_as(item.kind, &item.code);
        if let Some(issue) = parsed.obstacle() {
            let source = issue.clone();
            return Err(TranslateError::Marking { line: index, source });
        }
        let code = match context.version {
            FormatVersion::V1_2 => {
                let place = if let MarkingKind::Other(place) = item.kind {
                    place
                } else {
                    0
                };
                let unknown = TranslateError::MarkingKind { line: index, place };
                MarkingValue::Forms {
                    tag: code::marking_tag(item.kind).ok_or(unknown)?,
                    product_code: parsed.product_code,
                    control_code: parsed.control_code,
                }
            }
            FormatVersion::V1_05 | FormatVersion::V1_1 => MarkingValue::Legacy(
                LegacyCode::new(&parsed)
                    .map_err(|source| TranslateError::LegacyMarking { line: index, source })?,
            ),
        };
        let is_checked = line.subject.needs_code() || item.kind == MarkingKind::Gs1Marked;
        let check = context.marking_checks.get(index).copied().unwrap_or_default();
        Ok(Self {
            item,
            code,
            check: is_checked.then_some(check),
        })
    }

    fn write(&self, body: &mut Body) -> Result<(), TranslateError> {
        let control_code = match &self.code {
            MarkingValue::Legacy(code) => {
                body.push(Element::bytes(tags::PRODUCT_CODE, code.as_bytes()));
                return Ok(());
            }
            MarkingValue::Forms {
                tag,
                product_code,
                control_code,
            } => {
                body.group(tags::PRODUCT_CODE_FORMS, |forms| forms.text(*tag, product_code))?;
                control_code.as_deref()
            }
        };
        if let Some(MarkingCheck(bits)) = self.check {
            body.uint(tags::MARKING_PROCESSING_MODE, 0_u8);
            body.uint(tags::PRODUCT_CHECK_RESULT, bits);
        }
        body.optional_text(tags::MARKING_CONTROL_CODE, control_code)?;
        let Some(fraction) = self.item.fraction else {
            return Ok(());
        };
        body.group(tags::FRACTIONAL_QUANTITY, |group| {
            group.text(
                tags::FRACTION,
                &format!("{}/{}", fraction.numerator, fraction.denominator),
            )?;
            group.uint(tags::NUMERATOR, fraction.numerator);
            group.uint(tags::DENOMINATOR, fraction.denominator);
            Ok(())
        })
    }
}
