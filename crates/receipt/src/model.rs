//! The parts of a receipt.

use serde::{Deserialize, Serialize};
use types::{Inn, LocalDateTime, Money, Quantity};

/// What the seller does: tag 1054. Source: RU-FFD/1054.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operation {
    /// Sale (приход).
    Sell,
    /// Return of a sale (возврат прихода).
    SellReturn,
    /// Purchase from the buyer (расход).
    Buy,
    /// Return of a purchase (возврат расхода).
    BuyReturn,
}

/// Paper that the law wants: forms 3/31 or 4/41.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentForm {
    /// Cash receipt (кассовый чек).
    #[default]
    Receipt,
    /// Strict reporting form (БСО).
    StrictReportingForm,
}

/// Taxation regime of the settlement: tag 1055.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaxationRegime {
    /// General (ОСН).
    General,
    /// Simplified, income (УСН доход).
    SimplifiedIncome,
    /// Simplified, income minus expense (УСН доход − расход).
    SimplifiedIncomeMinusExpense,
    /// Tax on imputed income (ЕНВД), abolished in 2021, accepted for corrections.
    ImputedIncome,
    /// Agricultural (ЕСХН).
    Agricultural,
    /// Patent (ПСН).
    Patent,
}

/// Rate of value added tax: tag 1199. Not subject ≠ zero rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum VatRate {
    /// Not subject to VAT (без НДС).
    NotSubject,
    /// Zero rate.
    Zero,
    /// Percent on the price: 5, 7, 10, 20, 22.
    Percent(u8),
    /// Calculated rate `p/(100+p)` on prepayments: 5/105 … 22/122.
    Calculated(u8),
}

/// How the line is settled: tag 1214.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SettlementMethod {
    /// 1: paid in full before delivery.
    FullPrepayment,
    /// 2: paid in part before delivery.
    PartialPrepayment,
    /// 3: advance for goods not yet known.
    Advance,
    /// 4: paid in full at delivery.
    FullPayment,
    /// 5: paid in part at delivery, the rest on credit.
    PartialPaymentAndCredit,
    /// 6: handed over on credit.
    HandedOverOnCredit,
    /// 7: payment of a credit.
    CreditPayment,
}

/// What is settled: tag 1212, by its number of the order (1…27, 30…33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineSubject(pub u8);

/// Unit of measure: tag 2108, by its number of the order (0 piece … 255 other).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MeasureUnit(pub u8);

/// Agent role of the seller for one line: tag 1222.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AgentRole {
    /// Bit 0: bank paying agent.
    BankPayingAgent,
    /// Bit 1: bank paying subagent.
    BankPayingSubagent,
    /// Bit 2: paying agent.
    PayingAgent,
    /// Bit 3: paying subagent.
    PayingSubagent,
    /// Bit 4: attorney (поверенный).
    Attorney,
    /// Bit 5: commissioner (комиссионер).
    Commissioner,
    /// Bit 6: another agent.
    Other,
}

/// A receipt or a correction, priced and complete, ready to be checked and sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What the seller does.
    pub operation: Operation,
    /// Receipt or strict reporting form.
    pub form: DocumentForm,
    /// `Some` makes it a correction receipt (forms 31/41).
    pub correction: Option<Correction>,
    /// Taxation regime of this settlement.
    pub taxation: TaxationRegime,
    /// Who sells and where.
    pub seller: Seller,
    /// Who buys, as far as known.
    pub buyer: Buyer,
    /// What is settled; at least one line, except for a correction of FFD 1.05.
    pub lines: Vec<ReceiptLine>,
    /// How it is paid.
    pub payments: Payments,
    /// Who sells in person; `None` takes the register's own cashier.
    pub cashier: Option<Cashier>,
    /// Additional detail of the receipt, at most 16 characters: tag 1192.
    pub additional_detail: Option<String>,
    /// Additional detail of the taxpayer: tag 1084.
    pub user_detail: Option<NamedDetail>,
    /// Sectoral details of the receipt: tag 1261.
    pub sectoral: Vec<SectoralDetail>,
    /// Operational detail of the receipt: tag 1270.
    pub operational: Option<OperationalDetail>,
    /// Every electronic payment by itself: tag 1235 in 1234.
    pub cashless: Vec<CashlessPayment>,
    /// Settlement in the Internet: tag 1125.
    pub internet: Option<bool>,
    /// Time zone of the place of settlement, 1 = UTC+2 … 11 = UTC+12: tag 1011.
    pub time_zone: Option<u8>,
    /// A paper copy is wanted too.
    pub print: bool,
}

/// Why and what a correction corrects: tags 1173 and 1174.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// On own initiative or by order.
    pub kind: CorrectionKind,
    /// Date of the corrected settlement, at midnight: tag 1178.
    pub date: LocalDateTime,
    /// Number of the tax authority's order, at most 32 characters: tag 1179.
    pub order_number: Option<String>,
}

/// Tag 1173.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CorrectionKind {
    /// On the taxpayer's own initiative (самостоятельно).
    OwnInitiative,
    /// By order of the tax authority (по предписанию).
    ByOrder,
}

/// Who sells and where. `None` takes the register's own registration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Taxpayer number; it must be the register's.
    pub inn: Option<Inn>,
    /// Address of settlement: tag 1009.
    pub settlement_address: Option<String>,
    /// Place of settlement, such as the shop's site: tag 1187.
    pub settlement_place: Option<String>,
}

/// Who buys, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// Wins over the phone for tag 1008.
    pub email: Option<String>,
    /// Phone for tag 1008.
    pub phone: Option<String>,
    /// Name: tag 1227.
    pub name: Option<String>,
    /// Taxpayer number: tag 1228.
    pub inn: Option<Inn>,
    /// Birth date, at midnight: tag 1243.
    pub birth_date: Option<LocalDateTime>,
    /// Country by OKSM, 3 digits: tag 1244.
    pub citizenship: Option<String>,
    /// Kind of identity document, 2 digits: tag 1245.
    pub document_code: Option<String>,
    /// Number of the identity document: tag 1246.
    pub document_data: Option<String>,
    /// Address: tag 1254.
    pub address: Option<String>,
}

/// One line of a receipt: tag 1059.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// What is sold, at most 128 characters: tag 1030.
    pub name: String,
    /// Price of one unit before the discount that `total` implies: tag 1079 after splitting.
    pub price: Money,
    /// How much: tag 1023.
    pub quantity: Quantity,
    /// What the buyer pays for the line; less than price × quantity when there is a discount: tag 1043.
    pub total: Money,
    /// Unit of measure of FFD 1.2: tag 2108.
    pub measure: MeasureUnit,
    /// Unit of measure in words for FFD 1.05 and 1.1, at most 16 characters: tag 1197.
    pub measure_name: Option<String>,
    /// Rate of VAT: tag 1199.
    pub vat: VatRate,
    /// How it is settled: tag 1214.
    pub method: SettlementMethod,
    /// What kind of thing it is: tag 1212.
    pub subject: LineSubject,
    /// The shop's own id of the item; not fiscal.
    pub item_id: Option<String>,
    /// Additional detail of the line, at most 64 characters: tag 1191.
    pub additional_detail: Option<String>,
    /// Excise included in the price: tag 1229.
    pub excise: Option<Money>,
    /// Country of origin by OKSM, 3 digits: tag 1230.
    pub country_code: Option<String>,
    /// Number of the customs declaration, at most 32 characters: tag 1231.
    pub declaration_number: Option<String>,
    /// On whose behalf the seller acts: tags 1222 and 1223.
    pub agent: Option<Agent>,
    /// The principal's data: tags 1224 and 1226.
    pub supplier: Option<Supplier>,
    /// Marking code: tags 1163 (1162 before FFD 1.2) and 2000.
    pub marking: Option<MarkedItem>,
    /// Sectoral details of the line, such as the permit mode: tag 1260.
    pub sectoral: Vec<SectoralDetail>,
    /// Volume-and-grade accounting of wholesale.
    pub wholesale: bool,
}

/// A marked piece, or a share of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedItem {
    /// The kind that the shop names.
    pub kind: MarkingKind,
    /// Raw bytes of the code, group separators (0x1D) kept, as text.
    pub code: String,
    /// Share of a marked piece: tag 1291.
    pub fraction: Option<Fraction>,
    /// Planned status: tag 2003 (1…4, 255).
    pub planned_status: Option<u8>,
}

/// Kind of a marking code: which of tags 1300…1325 inside 1163.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MarkingKind {
    /// 1300: not recognized.
    Unknown,
    /// 1301.
    Ean8,
    /// 1302.
    Ean13,
    /// 1303.
    Itf14,
    /// 1304: GS1 without marking.
    Gs1,
    /// 1305: GS1 with marking.
    Gs1Marked,
    /// 1306: short code.
    Short,
    /// 1307: furs.
    Fur,
    /// 1308.
    Egais2,
    /// 1309.
    Egais3,
    /// 1320…1325, by its place 1…6.
    Other(u8),
}

/// A share of a marked piece: tags 1292 to 1294.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fraction {
    /// Pieces sold; at least 1 and less than the denominator.
    pub numerator: u64,
    /// Pieces in the package; at least 2.
    pub denominator: u64,
}

/// On whose behalf the seller acts: tags 1222 and 1223.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Role of the seller.
    pub role: AgentRole,
    /// Operation of the paying agent, at most 24 characters: tag 1044.
    pub paying_agent_operation: Option<String>,
    /// Phones of the paying agent: tag 1073.
    pub paying_agent_phones: Vec<String>,
    /// Phones of the operator that receives payments: tag 1074.
    pub receiver_phones: Vec<String>,
    /// The operator of money transfer.
    pub transfer_operator: TransferOperator,
}

/// The operator of money transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferOperator {
    /// Name, at most 64 characters: tag 1026.
    pub name: Option<String>,
    /// Phones: tag 1075.
    pub phones: Vec<String>,
    /// Address: tag 1005.
    pub address: Option<String>,
    /// Taxpayer number: tag 1016.
    pub inn: Option<Inn>,
}

/// The principal of an agent: tags 1224 and 1226.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Name: tag 1225.
    pub name: Option<String>,
    /// Phones: tag 1171.
    pub phones: Vec<String>,
    /// Taxpayer number: tag 1226.
    pub inn: Option<Inn>,
}

/// How a receipt is paid. The sum of all kinds is the receipt's total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payments {
    /// Cash: tag 1031.
    pub cash: Money,
    /// Electronic: tag 1081.
    pub electronic: Money,
    /// Set off against an advance or earlier payments: tag 1215.
    pub prepaid: Money,
    /// On credit: tag 1216.
    pub postpaid: Money,
    /// Consideration in kind: tag 1217.
    pub in_kind: Money,
}

/// Who sells in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cashier {
    /// Post and name, at most 64 characters: tag 1021.
    pub name: String,
    /// Taxpayer number, 12 digits: tag 1203.
    pub inn: Option<Inn>,
}

/// A name and a value: tags 1085 and 1086 in 1084.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDetail {
    /// At most 64 characters.
    pub name: String,
    /// At most 256 characters.
    pub value: String,
}

/// Sectoral detail: tags 1262 to 1265.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectoralDetail {
    /// Three digits of the federal body: tag 1262.
    pub federal_id: String,
    /// Date of the act, at midnight: tag 1263.
    pub date: LocalDateTime,
    /// Number of the act, at most 32 characters: tag 1264.
    pub number: String,
    /// Value, at most 256 characters: tag 1265.
    pub value: String,
}

/// Operational detail: tags 1271 to 1273.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationalDetail {
    /// Id of the operation, one byte: tag 1271.
    pub id: u8,
    /// Data of the operation, at most 64 characters: tag 1272.
    pub value: String,
    /// When: tag 1273.
    pub at: LocalDateTime,
}

/// One electronic payment: tags 1082, 1236 to 1238 in 1235.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashlessPayment {
    /// Its sum: tag 1082.
    pub sum: Money,
    /// Way of payment: tag 1236.
    pub method: u8,
    /// Ids of the payment, at most 256 characters: tag 1237.
    pub id: String,
    /// More about it, at most 256 characters: tag 1238.
    pub additional: Option<String>,
}
