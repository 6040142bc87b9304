//! One line of a receipt: tag 1059.

use receipt::{AgentRole, LineSubject, MeasureUnit, SettlementMethod, VatRate};
use types::{Money, Quantity};

use super::elements::Elements;
use super::{Coded, SectoralView};

/// One line of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineView {
    /// What is sold: tag 1030.
    pub name: Option<String>,
    /// Price of one unit, discounts applied: tag 1079.
    pub price: Option<Money>,
    /// How much: tag 1023.
    pub quantity: Option<Quantity>,
    /// Share of a marked piece, such as `1/2`: tag 1292.
    pub fraction: Option<String>,
    /// Unit of measure: tags 2108 and 1197.
    pub measure: Option<MeasureView>,
    /// What the buyer pays for the line: tag 1043.
    pub total: Option<Money>,
    /// Rate of VAT: tag 1199.
    pub vat: Option<Coded<VatRate>>,
    /// VAT in the line: tag 1200.
    pub vat_amount: Option<Money>,
    /// What kind of thing it is: tag 1212.
    pub subject: Option<LineSubject>,
    /// How it is settled: tag 1214.
    pub method: Option<Coded<SettlementMethod>>,
    /// Result of the check of the marking code, as it is printed before the name.
    pub marking: Option<MarkingSign>,
    /// Code of the item as text: inside tag 1163.
    pub product_code: Option<String>,
    /// On whose behalf the seller acts: tags 1222 and 1223.
    pub agent: Option<AgentView>,
    /// The principal: tags 1224 and 1226.
    pub supplier: Option<SupplierView>,
    /// Excise in the price: tag 1229.
    pub excise: Option<Money>,
    /// Country of origin by OKSM: tag 1230.
    pub country_code: Option<String>,
    /// Customs declaration: tag 1231.
    pub declaration_number: Option<String>,
    /// Additional detail: tag 1191.
    pub additional_detail: Option<String>,
    /// Sectoral details: tag 1260.
    pub sectoral: Vec<SectoralView>,
}

/// Unit of measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureView {
    /// By its number in FFD 1.2: tag 2108.
    Unit(MeasureUnit),
    /// In the seller's words before FFD 1.2: tag 1197.
    Named(String),
}

/// Result of the check of a marking code. Source: RU-FFD/2106.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkingSign {
    /// `[M+]`: checked, everything in order.
    Positive,
    /// `[M-]`: checked, not in order.
    Negative,
    /// `[M]`: not checked.
    NotChecked,
}

/// The seller as an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentView {
    /// Roles; one for a line, several at registration.
    pub roles: Vec<AgentRole>,
    /// Operation of the paying agent: tag 1044.
    pub operation: Option<String>,
    /// Phones of the paying agent: tag 1073.
    pub paying_agent_phones: Vec<String>,
    /// Phones of the operator that receives payments: tag 1074.
    pub receiver_phones: Vec<String>,
    /// Operator of the money transfer: tags 1026, 1075, 1005, 1016.
    pub transfer_operator: TransferOperatorView,
}

/// Operator of a money transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferOperatorView {
    /// Tag 1026.
    pub name: Option<String>,
    /// Tag 1075.
    pub phones: Vec<String>,
    /// Tag 1005.
    pub address: Option<String>,
    /// Tag 1016.
    pub inn: Option<String>,
}

/// The principal of an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplierView {
    /// Tag 1225.
    pub name: Option<String>,
    /// Tag 1226.
    pub inn: Option<String>,
    /// Tag 1171.
    pub phones: Vec<String>,
}

impl LineView {
    pub(super) fn read(line: Elements<'_>) -> Self {
        Self {
            name: line.text(1030),
            price: line.money(1079),
            quantity: line.quantity(1023),
            fraction: line.nested(1291).and_then(fraction),
            measure: measure(line),
            total: line.money(1043),
            vat: line.uint(1199).map(vat_rate),
            vat_amount: line.money(1200),
            subject: line
                .uint(1212)
                .and_then(|code| u8::try_from(code).ok())
                .map(LineSubject),
            method: line.uint(1214).map(settlement_method),
            marking: marking(line),
            product_code: line.nested(1163).and_then(product_code),
            agent: AgentView::read(line, 1222),
            supplier: SupplierView::read(line),
            excise: line.money(1229),
            country_code: line.text(1230),
            declaration_number: line.text(1231),
            additional_detail: line.text(1191),
            sectoral: line.all_nested(1260).map(SectoralView::read).collect(),
        }
    }
}

impl AgentView {
    /// Roles from `role_tag` (1222 of a line, 1057 of a receipt), data from 1223 or from the level itself.
    pub(super) fn read(level: Elements<'_>, role_tag: u16) -> Option<Self> {
        let data = level.nested(1223).unwrap_or(level);
        let view = Self {
            roles: level.uint(role_tag).map(agent_roles).unwrap_or_default(),
            operation: data.text(1044),
            paying_agent_phones: data.texts(1073),
            receiver_phones: data.texts(1074),
            transfer_operator: TransferOperatorView {
                name: data.text(1026),
                phones: data.texts(1075),
                address: data.text(1005),
                inn: data.text(1016),
            },
        };
        (view != Self::default()).then_some(view)
    }
}

impl SupplierView {
    pub(super) fn read(level: Elements<'_>) -> Option<Self> {
        let data = level.nested(1224);
        let view = Self {
            name: data.and_then(|data| data.text(1225)),
            inn: level.text(1226),
            phones: data.map_or_else(|| level.texts(1171), |data| data.texts(1171)),
        };
        (view != Self::default()).then_some(view)
    }
}

/// Source: RU-FFD/1199.
pub(super) const fn vat_rate(code: u64) -> Coded<VatRate> {
    Coded::Known(match code {
        1 => VatRate::Percent(20),
        2 => VatRate::Percent(10),
        3 => VatRate::Calculated(20),
        4 => VatRate::Calculated(10),
        5 => VatRate::Zero,
        6 => VatRate::NotSubject,
        7 => VatRate::Percent(5),
        8 => VatRate::Percent(7),
        9 => VatRate::Calculated(5),
        10 => VatRate::Calculated(7),
        11 => VatRate::Percent(22),
        12 => VatRate::Calculated(22),
        unknown => return Coded::Unknown(unknown),
    })
}

/// Source: RU-FFD/1214.
const fn settlement_method(code: u64) -> Coded<SettlementMethod> {
    Coded::Known(match code {
        1 => SettlementMethod::FullPrepayment,
        2 => SettlementMethod::PartialPrepayment,
        3 => SettlementMethod::Advance,
        4 => SettlementMethod::FullPayment,
        5 => SettlementMethod::PartialPaymentAndCredit,
        6 => SettlementMethod::HandedOverOnCredit,
        7 => SettlementMethod::CreditPayment,
        unknown => return Coded::Unknown(unknown),
    })
}

/// Source: RU-FFD/1222.
pub(super) fn agent_roles(mask: u64) -> Vec<AgentRole> {
    const ROLES: [AgentRole; 7] = [
        AgentRole::BankPayingAgent,
        AgentRole::BankPayingSubagent,
        AgentRole::PayingAgent,
        AgentRole::PayingSubagent,
        AgentRole::Attorney,
        AgentRole::Commissioner,
        AgentRole::Other,
    ];
    let named = (0_u32..).zip(ROLES);
    named
        .filter(|(bit, _)| mask >> bit & 1 == 1)
        .map(|(_, role)| role)
        .collect()
}

fn measure(line: Elements<'_>) -> Option<MeasureView> {
    let unit = line.uint(2108).and_then(|code| u8::try_from(code).ok());
    unit.map(|code| MeasureView::Unit(MeasureUnit(code)))
        .or_else(|| line.text(1197).map(MeasureView::Named))
}

fn fraction(share: Elements<'_>) -> Option<String> {
    share
        .text(1292)
        .or_else(|| Some(format!("{}/{}", share.uint(1293)?, share.uint(1294)?)))
}

/// `[M+]` wants checked, key valid, status received and right: bits 0 to 3. Source: RU-FFD/2106.
fn marking(line: Elements<'_>) -> Option<MarkingSign> {
    const CHECKED: u64 = 0b0001;
    const KEY_VALID: u64 = 0b0010;
    const STATUS_RECEIVED: u64 = 0b0100;
    const STATUS_RIGHT: u64 = 0b1000;
    if !line.has(1163) && !line.has(1162) && !line.has(2106) {
        return None;
    }
    let result = line.uint(2106).unwrap_or(0);
    let all = CHECKED | KEY_VALID | STATUS_RECEIVED | STATUS_RIGHT;
    let refused_by_key = result & CHECKED != 0 && result & KEY_VALID == 0;
    let refused_by_status = result & STATUS_RECEIVED != 0 && result & STATUS_RIGHT == 0;
    Some(if result & all == all {
        MarkingSign::Positive
    } else if refused_by_key || refused_by_status {
        MarkingSign::Negative
    } else {
        MarkingSign::NotChecked
    })
}

/// The text of the one element inside 1163, whichever kind it is.
fn product_code(code: Elements<'_>) -> Option<String> {
    code.iter().find_map(|element| code.text(element.tag.0))
}
