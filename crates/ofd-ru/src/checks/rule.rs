//! The closed list of rules.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Odd, tolerated by the law or by practice, or held by a list that is not certain to be whole.
    Warning,
    /// Against the format or the law.
    Error,
}

/// `error` or `warning`.
impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What the documents say about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule.
    pub id: RuleId,
    /// Severity of its findings.
    pub severity: Severity,
    /// Where it comes from: an id of `docs/protocol`.
    pub source: &'static str,
    /// What it demands, in one sentence.
    pub text: &'static str,
}

/// All rules, in the order of the documents.
#[must_use]
pub const fn rules() -> &'static [Rule] {
    RULES
}

macro_rules! rule_list {
    ($($id:ident $name:literal $severity:ident $source:literal $text:literal;)+) => {
        /// A rule of the format-logic control. The text form is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(#[doc = concat!($text, " Source: ", $source, ".")] $id,)+
        }

        const RULES: &[Rule] = &[$(
            Rule { id: RuleId::$id, severity: Severity::$severity, source: $source, text: $text },
        )+];

        impl RuleId {
            /// Stable name, such as `tag-missing`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$id => $name,)+
                }
            }

            /// Severity of its findings.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$id => Severity::$severity,)+
                }
            }
        }
    };
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

rule_list! {
    // Structure
    TagMissing "tag-missing" Error "RU-FFD/tags" "A mandatory tag stands in its document or group.";
    TagUnknown "tag-unknown" Warning "RU-FFD/tags" "Tags are known to the format.";
    TagMisplaced "tag-misplaced" Warning "RU-FFD/tags" "A tag stands where the version of the format puts it.";
    TagRepeated "tag-repeated" Error "RU-FFD/tags" "A tag stands once, unless the format lets it repeat.";
    ValueType "value-type" Error "RU-FFD/tags" "The bytes of a tag fit its type.";
    ValueTooLong "value-too-long" Error "RU-FFD/tags" "A value is not longer than its tag allows.";
    ValueEmpty "value-empty" Warning "RU-FFD/tags" "A mandatory text is not empty.";
    TextEncoding "text-encoding" Error "RU-FFD/text" "Text has only characters of CP866.";
    DocumentTooBig "document-too-big" Error "RU-FFD/sizes" "A document is not larger than its form allows.";
    NestingTooDeep "nesting-too-deep" Error "RU-FFD/tags" "Groups nest no deeper than the format needs.";
    FindingsCut "findings-cut" Warning "ours" "A document has no more findings than are worth telling.";
    FormVersion "form-version" Error "RU-FFD/forms" "The form exists in the version of the format.";
    VersionMismatch "version-mismatch" Error "RU-FFD/1209" "Tag 1209 names the version that the document is checked by.";
    VersionAbolished "version-abolished" Warning "RU-FFD/1209" "Documents of version 1.0 are read by the rules of values alone.";
    // Values
    ValueForbidden "value-forbidden" Error "RU-FFD/codes" "A code is one of its list.";
    ValueUnknown "value-unknown" Warning "RU-FFD/codes" "A code is one of a list that is not certain to be whole.";
    InnInvalid "inn-invalid" Error "RU-INN" "The numbers of taxpayer and operator have right digits and check digits.";
    PartyInnInvalid "party-inn-invalid" Warning "RU-INN" "The number of a cashier, buyer, supplier or transfer operator has right check digits.";
    InnZeros "inn-zeros" Warning "RU-FFD/1226" "A party without a taxpayer number is a foreign one.";
    NumberShape "number-shape" Error "RU-OFD/flk" "Registration, storage and serial numbers and digit codes have their shape.";
    DateShape "date-shape" Error "RU-FFD/1263" "A date in text is DD.MM.YYYY and exists.";
    ContactShape "contact-shape" Warning "RU-FFD/1008" "A contact is a phone or an e-mail address.";
    GoodsNumber "goods-number" Warning "GS1/check-digit" "EAN and ITF numbers have a right check digit.";
    CodeLength "code-length" Error "RU-FFD/1163" "Marking codes of fixed length have it.";
    TimeTooEarly "time-too-early" Error "RU-OFD/flk" "A document is not older than 1 September 2016.";
    TimeAhead "time-ahead" Error "RU-OFD/flk" "A document is not dated more than 24 hours ahead.";
    VatRateDate "vat-rate-date" Warning "RU-FFD/1199" "A rate of VAT is in force at the date of the document.";
    // Sums of receipts
    PaymentsSum "payments-sum" Error "RU-OFD/flk" "The payments add up to the total.";
    LinesSum "lines-sum" Error "RU-OFD/flk" "The lines add up to the total within a rouble.";
    LinesSumRounding "lines-sum-rounding" Warning "RU-OFD/flk" "The lines add up to the total exactly.";
    LineTotal "line-total" Warning "RU-FFD/rounding" "A line's total is price times quantity, rounded half up.";
    QuantityZero "quantity-zero" Warning "RU-FFD/1023" "A line has a quantity.";
    LineVat "line-vat" Warning "RU-FFD/rounding" "A line's VAT is its total times the rate, within a kopeck.";
    VatRateMissing "vat-rate-missing" Warning "RU-FFD/1199" "A line has a rate of VAT.";
    VatTotalMissing "vat-total-missing" Error "RU-FFD/vat" "A receipt has a total for every rate of its lines.";
    VatTotal "vat-total" Error "RU-FFD/vat" "A total of VAT agrees with the lines of its rate within a few kopecks.";
    VatTotalRounding "vat-total-rounding" Warning "RU-FFD/vat" "A total of VAT is computed from the sum of the lines of its rate.";
    VatRateRepeated "vat-rate-repeated" Error "RU-FFD/1115" "Tag 1115 names a rate once.";
    VatRateOwnTag "vat-rate-own-tag" Warning "RU-FFD/1115" "Rates 1 to 6 have tags of their own and do not stand in 1115.";
    ElectronicPartsSum "electronic-parts-sum" Warning "RU-FFD/1234" "The single electronic payments add up to tag 1081.";
    // Conditions of receipts
    BuyerContactMissing "buyer-contact-missing" Warning "RU-FFD/1108" "A settlement in the Internet names the buyer's contact.";
    SenderMissing "sender-missing" Warning "RU-FFD/1117" "A receipt sent by e-mail names the sender's address.";
    CashierMissing "cashier-missing" Warning "RU-FFD/1021" "A document names the cashier, unless a machine or the Internet sells.";
    GroupIncomplete "group-incomplete" Error "RU-FFD/groups" "A group has all its parts.";
    BuyerUnidentified "buyer-unidentified" Warning "RU-FFD/1256" "A buyer's data hold a taxpayer number, or birth date or identity document.";
    LineNameMissing "line-name-missing" Warning "RU-FFD/1030" "A line has a name.";
    MeasureMissing "measure-missing" Warning "RU-FFD/2108" "A line of FFD 1.2 has a unit of measure.";
    AgentSupplierMissing "agent-supplier-missing" Warning "RU-FFD/1226" "An agent's line names the supplier's taxpayer number.";
    AgentDataIncomplete "agent-data-incomplete" Warning "RU-FFD/1223" "A paying agent's line has the data of the agent and of the operators.";
    AgentRoleMissing "agent-role-missing" Warning "RU-FFD/1222" "Data of an agent or a supplier stand at a line with an agent's role.";
    // Marking
    MarkingResultMissing "marking-result-missing" Error "RU-FFD/2107" "A receipt with marked goods has the result of their check.";
    MarkingResultNeedless "marking-result-needless" Warning "RU-FFD/2107" "A result of the check stands only with marked goods.";
    TimeZoneMissing "time-zone-missing" Warning "RU-FFD/1011" "Since 1 September 2025 a receipt with marked goods has the time zone.";
    MarkingCodeMissing "marking-code-missing" Error "RU-FFD/1212" "Goods marked with a code have the code.";
    MarkingCodeNeedless "marking-code-needless" Warning "RU-FFD/1212" "A marking code stands only at marked goods.";
    MarkingDataIncomplete "marking-data-incomplete" Warning "RU-FFD/marking" "Goods with a marking code have processing mode and result of the check.";
    ProductCodeChoice "product-code-choice" Error "RU-FFD/1163" "Tag 1163 has exactly one code.";
    FractionConditions "fraction-conditions" Error "RU-FFD/1291" "A share of a marked piece has a marking code, measure 0 and quantity 1.";
    FractionValue "fraction-value" Error "RU-FFD/1291" "A share is less than one and its text repeats it.";
    // Corrections
    CorrectionDateMissing "correction-date-missing" Error "RU-FFD/1178" "A correction names the date of the corrected settlement.";
    CorrectionDateAhead "correction-date-ahead" Error "RU-FFD/1178" "The corrected settlement is not later than the correction.";
    CorrectionDateTime "correction-date-time" Warning "RU-FFD/1178" "The date of the corrected settlement has no hours.";
    CorrectionOrderMissing "correction-order-missing" Error "RU-FFD/1179" "A correction by order names the order.";
    CorrectionKindMissing "correction-kind-missing" Warning "RU-FFD/1173" "A correction says whether it was ordered.";
    CorrectionOperation "correction-operation" Warning "RU-FFD/1054" "A correction of FFD 1.05 is a sale or a purchase.";
    // Registration
    RegistrationNumberCheck "registration-number-check" Error "RU-OFD/rnm" "A registration number belongs to its taxpayer and serial number.";
    OfdMissing "ofd-missing" Error "RU-FFD/1017" "A register that transfers data names its operator.";
    MachineNumberMissing "machine-number-missing" Error "RU-FFD/1036" "An automatic device has a number.";
    FirstDocument "first-document" Error "RU-FFD/forms" "A registration report is document 1.";
    ChangeReasonMissing "change-reason-missing" Warning "RU-FFD/1205" "A re-registration names its reasons.";
    // Reports and counters
    UnsentFields "unsent-fields" Error "RU-FFD/1097" "A report with unsent documents says since when.";
    ShiftDocumentsCount "shift-documents-count" Error "RU-FFD/1111" "A shift has more documents than receipts.";
    ShiftReceiptsCount "shift-receipts-count" Warning "RU-FFD/1118" "The number of receipts agrees with the counters of the shift.";
    CountersCount "counters-count" Error "RU-FFD/counters" "A number of receipts is the sum of its parts.";
    CountersTotal "counters-total" Error "RU-FFD/counters" "A total is the sum of the kinds of payment.";
    CountersVat "counters-vat" Warning "RU-FFD/counters" "VAT and turnovers without it do not exceed the total.";
    CountersShift "counters-shift" Error "RU-FFD/counters" "Counters of a shift do not exceed those of the storage.";
    // Register
    RegisterInn "register-inn" Error "RU-OFD/flk" "The taxpayer is the register's.";
    RegisterNumber "register-number" Error "RU-OFD/flk" "The registration number is the register's.";
    RegisterStorage "register-storage" Error "RU-OFD/flk" "The fiscal storage is the register's.";
    RegisterTaxation "register-taxation" Error "RU-OFD/flk" "The taxation regime is one of the registration.";
    RegisterAgents "register-agents" Error "RU-OFD/flk" "The agent's role is one of the registration.";
    RegisterInternet "register-internet" Error "RU-FFD/1108" "A register for the Internet alone says so in its receipts.";
    // Sequence
    DocumentNumberGap "document-number-gap" Warning "RU-OFD/flk" "Document numbers of a storage have no gap.";
    DocumentNumberBack "document-number-back" Error "RU-OFD/flk" "Document numbers of a storage grow.";
    TimeBack "time-back" Error "RU-OFD/flk" "Time does not go back.";
    ReceiptNumber "receipt-number" Error "RU-OFD/flk" "Receipts of a shift are numbered from 1 without gap.";
    ShiftNumber "shift-number" Error "RU-OFD/flk" "Shifts are numbered without gap, and documents name the open one.";
    ReceiptOutsideShift "receipt-outside-shift" Error "RU-OFD/flk" "A receipt stands in an open shift.";
    ShiftAlreadyOpen "shift-already-open" Error "RU-OFD/flk" "A shift is opened when none is open.";
    ShiftNotOpen "shift-not-open" Error "RU-OFD/flk" "A shift is closed when one is open.";
    ReportInShift "report-in-shift" Error "RU-OFD/flk" "Registrations change and storages close between shifts.";
    ShiftTooLong "shift-too-long" Error "RU-OFD/flk" "A receipt stands within 24 hours of the opening of its shift.";
    ShiftClosedLate "shift-closed-late" Warning "RU-OFD/flk" "A shift is closed within 24 hours.";
}
