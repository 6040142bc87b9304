//! A receipt, a strict reporting form, or a correction of either: forms 3, 4, 31, 41.

use ofd_ru::Document;
use ofd_ru::qr::ReceiptQr;
use receipt::{CorrectionKind, Operation, TaxationRegime, VatRate};
use types::{LocalDateTime, Money};

use super::elements::Elements;
use super::line::vat_rate;
use super::{AgentView, Coded, Identity, LineView, SupplierView};

/// Which of the four paper forms it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// Form 3.
    Receipt,
    /// Form 4.
    StrictReportingForm,
    /// Form 31.
    CorrectionReceipt,
    /// Form 41.
    CorrectionStrictReportingForm,
}

/// A receipt as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptView {
    /// Which form.
    pub kind: ReceiptKind,
    /// Who, where, when, and the numbers.
    pub identity: Identity,
    /// Number of the receipt in the shift: tag 1042.
    pub number_in_shift: Option<u64>,
    /// What the seller does: tag 1054.
    pub operation: Option<Coded<Operation>>,
    /// Taxation regime: tag 1055.
    pub taxation: Option<Coded<TaxationRegime>>,
    /// Settlement in the Internet: tags 1125 and 1108.
    pub internet: bool,
    /// Number of the automatic device: tag 1036.
    pub machine_number: Option<String>,
    /// Lines.
    pub lines: Vec<LineView>,
    /// What is paid in all: tag 1020.
    pub total: Option<Money>,
    /// How it is paid.
    pub payments: PaymentsView,
    /// Every electronic payment by itself: tag 1234.
    pub cashless: Vec<CashlessView>,
    /// VAT by rate; for the zero rate and for sales without VAT the amount is the turnover.
    pub vat: Vec<VatTotal>,
    /// Why and what it corrects.
    pub correction: Option<CorrectionView>,
    /// Who buys.
    pub buyer: BuyerView,
    /// Agent of the whole receipt before FFD 1.2: tag 1057.
    pub agent: Option<AgentView>,
    /// Phones of the supplier of the whole receipt before FFD 1.2: tag 1171.
    pub supplier: Option<SupplierView>,
    /// `true` when some marking code of the receipt failed its check: tag 2107.
    pub marking_failed: bool,
    /// Additional detail of the receipt: tag 1192.
    pub additional_detail: Option<String>,
    /// Additional detail of the taxpayer: tag 1084.
    pub user_detail: Option<NamedDetailView>,
    /// Sectoral details: tag 1261.
    pub sectoral: Vec<SectoralView>,
    /// Operational detail: tag 1270.
    pub operational: Option<OperationalView>,
    /// Address that the receipt was mailed from: tag 1117.
    pub sender_email: Option<String>,
    /// Site of the tax authority: tag 1060.
    pub tax_authority_site: Option<String>,
    /// Content of the QR code: tag 1196; `None` when one of its parts is missing.
    pub qr: Option<String>,
}

/// Sums by kind of payment; `None` where the document has no such element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentsView {
    /// Tag 1031.
    pub cash: Option<Money>,
    /// Tag 1081.
    pub electronic: Option<Money>,
    /// Tag 1215.
    pub prepaid: Option<Money>,
    /// Tag 1216.
    pub postpaid: Option<Money>,
    /// Tag 1217.
    pub in_kind: Option<Money>,
}

/// One electronic payment: tag 1235.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashlessView {
    /// Tag 1082.
    pub sum: Option<Money>,
    /// Tag 1236.
    pub method: Option<u64>,
    /// Tag 1237.
    pub id: Option<String>,
    /// Tag 1238.
    pub additional: Option<String>,
}

/// VAT of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatTotal {
    /// The rate.
    pub rate: Coded<VatRate>,
    /// The tax; for the zero rate and without VAT the turnover.
    pub amount: Money,
}

/// What a correction corrects: tags 1173 and 1174.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionView {
    /// Tag 1173.
    pub kind: Option<Coded<CorrectionKind>>,
    /// Tag 1178.
    pub date: Option<LocalDateTime>,
    /// Tag 1179.
    pub order_number: Option<String>,
    /// Tag 1177, before FFD 1.1.
    pub description: Option<String>,
}

/// Who buys, as far as the document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuyerView {
    /// Phone or e-mail: tag 1008.
    pub contact: Option<String>,
    /// Tag 1227.
    pub name: Option<String>,
    /// Tag 1228.
    pub inn: Option<String>,
    /// Tag 1243, in the document's own writing.
    pub birth_date: Option<String>,
    /// Tag 1244.
    pub citizenship: Option<String>,
    /// Tags 1245 and 1246.
    pub identity_document: Option<String>,
    /// Tag 1254.
    pub address: Option<String>,
}

/// A name and a value: tags 1085 and 1086.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDetailView {
    /// Tag 1085.
    pub name: Option<String>,
    /// Tag 1086.
    pub value: Option<String>,
}

/// Sectoral detail: tags 1262 to 1265.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectoralView {
    /// Tag 1262.
    pub federal_id: Option<String>,
    /// Tag 1263, in the document's own writing.
    pub date: Option<String>,
    /// Tag 1264.
    pub number: Option<String>,
    /// Tag 1265.
    pub value: Option<String>,
}

/// Operational detail: tags 1271 to 1273.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationalView {
    /// Tag 1271.
    pub id: Option<u64>,
    /// Tag 1272.
    pub value: Option<String>,
    /// Tag 1273.
    pub at: Option<LocalDateTime>,
}

impl ReceiptView {
    pub(super) fn read(kind: ReceiptKind, document: &Document) -> Self {
        let elements = Elements::of(&document.elements);
        Self {
            kind,
            number_in_shift: elements.uint(1042),
            operation: elements.uint(1054).map(operation_of),
            taxation: elements.uint(1055).map(taxation_of),
            internet: elements.flag(1125).or(elements.flag(1108)).unwrap_or(false),
            machine_number: elements.text(1036),
            lines: elements.all_nested(1059).map(LineView::read).collect(),
            total: elements.money(1020),
            payments: PaymentsView {
                cash: elements.money(1031),
                electronic: elements.money(1081),
                prepaid: elements.money(1215),
                postpaid: elements.money(1216),
                in_kind: elements.money(1217),
            },
            cashless: cashless(elements),
            vat: vat_totals(elements),
            correction: correction(elements),
            buyer: buyer(elements),
            agent: AgentView::read(elements, 1057),
            supplier: SupplierView::read(elements),
            marking_failed: elements.flag(2107).unwrap_or(false),
            additional_detail: elements.text(1192),
            user_detail: elements.nested(1084).map(|detail| NamedDetailView {
                name: detail.text(1085),
                value: detail.text(1086),
            }),
            sectoral: elements.all_nested(1261).map(SectoralView::read).collect(),
            operational: elements.nested(1270).map(|detail| OperationalView {
                id: detail.uint(1271),
                value: detail.text(1272),
                at: detail.time(1273),
            }),
            sender_email: elements.text(1117),
            tax_authority_site: elements.text(1060),
            qr: ReceiptQr::from_document(document).map(|content| content.to_string()),
            identity: Identity::read(document),
        }
    }
}

impl SectoralView {
    pub(super) fn read(detail: Elements<'_>) -> Self {
        Self {
            federal_id: detail.text(1262),
            date: detail.text(1263),
            number: detail.text(1264),
            value: detail.text(1265),
        }
    }
}

/// Source: RU-FFD/1054.
const fn operation_of(code: u64) -> Coded<Operation> {
    Coded::Known(match code {
        1 => Operation::Sell,
        2 => Operation::SellReturn,
        3 => Operation::Buy,
        4 => Operation::BuyReturn,
        unknown => return Coded::Unknown(unknown),
    })
}

/// Source: RU-FFD/1055.
pub(super) const fn taxation_of(bit: u64) -> Coded<TaxationRegime> {
    Coded::Known(match bit {
        1 => TaxationRegime::General,
        2 => TaxationRegime::SimplifiedIncome,
        4 => TaxationRegime::SimplifiedIncomeMinusExpense,
        8 => TaxationRegime::ImputedIncome,
        16 => TaxationRegime::Agricultural,
        32 => TaxationRegime::Patent,
        unknown => return Coded::Unknown(unknown),
    })
}

/// Tags of their own for the older rates, 1115 for 5, 7 and 22 %. Source: RU-FFD/1115.
fn vat_totals(elements: Elements<'_>) -> Vec<VatTotal> {
    const BY_TAG: [(u16, VatRate); 6] = [
        (1102, VatRate::Percent(20)),
        (1103, VatRate::Percent(10)),
        (1106, VatRate::Calculated(20)),
        (1107, VatRate::Calculated(10)),
        (1104, VatRate::Zero),
        (1105, VatRate::NotSubject),
    ];
    let newer = elements.nested(1115).into_iter().flat_map(|totals| {
        totals.all_nested(1119).filter_map(|total| {
            Some(VatTotal {
                rate: vat_rate(total.uint(1199)?),
                amount: total.money(1120)?,
            })
        })
    });
    let older = BY_TAG.into_iter().filter_map(|(tag, rate)| {
        Some(VatTotal {
            rate: Coded::Known(rate),
            amount: elements.money(tag)?,
        })
    });
    newer.chain(older).collect()
}

fn cashless(elements: Elements<'_>) -> Vec<CashlessView> {
    let payments = elements.nested(1234).into_iter();
    payments
        .flat_map(|all| all.all_nested(1235))
        .map(|payment| CashlessView {
            sum: payment.money(1082),
            method: payment.uint(1236),
            id: payment.text(1237),
            additional: payment.text(1238),
        })
        .collect()
}

fn correction(elements: Elements<'_>) -> Option<CorrectionView> {
    if !elements.has(1173) && !elements.has(1174) {
        return None;
    }
    let base = elements.nested(1174);
    Some(CorrectionView {
        kind: elements.uint(1173).map(|code| match code {
            0 => Coded::Known(CorrectionKind::OwnInitiative),
            1 => Coded::Known(CorrectionKind::ByOrder),
            unknown => Coded::Unknown(unknown),
        }),
        date: base.and_then(|base| base.time(1178)),
        order_number: base
            .and_then(|base| base.text(1179))
            .filter(|number| number != "0"),
        description: base.and_then(|base| base.text(1177)),
    })
}

fn buyer(elements: Elements<'_>) -> BuyerView {
    let information = elements.nested(1256).unwrap_or(elements);
    let document = [information.text(1245), information.text(1246)];
    let document: Vec<String> = document.into_iter().flatten().collect();
    BuyerView {
        contact: elements.text(1008),
        name: information.text(1227),
        inn: information.text(1228),
        birth_date: information.text(1243),
        citizenship: information.text(1244),
        identity_document: (!document.is_empty()).then(|| document.join(" ")),
        address: information.text(1254),
    }
}
