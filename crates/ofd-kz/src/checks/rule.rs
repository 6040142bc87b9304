//! The closed list of rules.

use std::fmt;

use crate::result_code::KnownResult;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Odd, but tolerated.
    Warning,
    /// An error in a document of the autonomous mode: it is accepted and shown to the taxpayer.
    Flagged,
    /// The request is refused.
    Error,
}

/// `error`, `flagged` or `warning`.
impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Flagged => "flagged",
            Self::Warning => "warning",
        })
    }
}

/// What a breach means for a document of the autonomous mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autonomous {
    /// Accepted with a flag.
    Flagged,
    /// Refused too: it cannot be stored as a document.
    Refused,
}

/// What the documents say about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule.
    pub id: RuleId,
    /// Severity of its findings online.
    pub severity: Severity,
    /// Result of a breach.
    pub result: Option<KnownResult>,
    /// What a breach means in the autonomous mode.
    pub autonomous: Autonomous,
    /// Where it comes from: an id of `docs/protocol` or `docs/law`.
    pub source: &'static str,
    /// What it demands, in one sentence.
    pub text: &'static str,
}

/// All rules, in the order of the documents.
#[must_use]
pub const fn rules() -> &'static [Rule] {
    RULES
}

macro_rules! result_of {
    (none) => {
        None
    };
    ($result:ident) => {
        Some(KnownResult::$result)
    };
}

macro_rules! rule_list {
    ($($id:ident $name:literal $severity:ident $result:ident $autonomous:ident $source:literal $text:literal;)+) => {
        /// A rule of the content control. The text form is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(#[doc = concat!($text, " Source: ", $source, ".")] $id,)+
        }

        const RULES: &[Rule] = &[$(
            Rule {
                id: RuleId::$id,
                severity: Severity::$severity,
                result: result_of!($result),
                autonomous: Autonomous::$autonomous,
                source: $source,
                text: $text,
            },
        )+];

        impl RuleId {
            /// Stable name, such as `line-sum`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$id => $name,)+
                }
            }

            /// Severity of its findings online.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$id => Severity::$severity,)+
                }
            }

            /// Result of a breach.
            #[must_use]
            pub const fn result(self) -> Option<KnownResult> {
                match self {
                    $(Self::$id => result_of!($result),)+
                }
            }

            /// What a breach means in the autonomous mode.
            #[must_use]
            pub const fn autonomous(self) -> Autonomous {
                match self {
                    $(Self::$id => Autonomous::$autonomous,)+
                }
            }
        }
    };
}

rule_list! {
    CommandUnknown "command-unknown" Error UnknownCommand Refused "KZ-OFD/commands" "The command has a name.";
    CommandUnsupported "command-unsupported" Error UnsupportedCommand Refused "KZ-OFD/commands" "The version has the command.";
    PartMissing "part-missing" Error IncorrectRequestData Refused "KZ-OFD/commands" "The part that the command is about is there.";
    PartNeedless "part-needless" Warning none Flagged "KZ-OFD/commands" "Parts of other commands are not there.";
    ServiceMissing "service-missing" Warning none Flagged "KZ-OFD/service" "A fiscal request says who sends it.";
    SecurityMissing "security-stats-missing" Error IncorrectRequestData Flagged "KZ-OFD/service" "A fiscal request of 2.0.4 says where the register stands.";
    OutageReversed "outage-reversed" Warning none Flagged "KZ-OFD/autonomous" "An outage ends after it begins.";
    OutageTooLong "outage-too-long" Warning none Flagged "KZ-OFD/autonomous" "An outage lasts 72 hours at most.";
    FieldUnknown "field-unknown" Warning none Flagged "KZ-OFD/messages" "Fields are known to the version.";
    FieldRepeated "field-repeated" Warning none Flagged "KZ-OFD/messages" "A field stands once unless it may repeat.";
    NumberRange "number-range" Error IncorrectRequestData Refused "KZ-OFD/ranges" "Unsigned numbers stay within the signed range.";
    ValueInvalid "value-invalid" Error IncorrectRequestData Refused "KZ-OFD/values" "Amounts and times exist.";
    CodeUnknown "code-unknown" Error IncorrectRequestData Refused "KZ-OFD/messages" "Codes that say what was done have a name.";
    CodeGone "code-gone" Error IncorrectRequestData Flagged "KZ-OFD/version-differences" "Codes exist in the version.";
    DomainMissing "domain-missing" Error Blocked Flagged "KZ-OFD/ticket" "A receipt of 2.0.3 names the line of business.";
    DomainPart "domain-part" Warning none Flagged "KZ-OFD/ticket" "The line of business has its own part and no other.";
    LinesMissing "lines-missing" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A receipt has a line.";
    LinePart "line-part" Error IncorrectRequestData Refused "KZ-OFD/ticket" "A line has exactly the part that its type names.";
    LineNameMissing "line-name-missing" Error Blocked Flagged "KZ-OFD/ticket" "A line has a name or a code.";
    MeasureMissing "measure-missing" Error Blocked Flagged "KZ-OFD/ticket" "A line has a unit of measure.";
    QuantityZero "quantity-zero" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A line has a quantity.";
    LineSum "line-sum" Error IncorrectRequestData Flagged "KZ-OFD/rounding" "A line's sum is price times quantity, within a tiyn.";
    StornoUnmatched "storno-unmatched" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A storno takes away what stands before it.";
    StampDeprecated "stamp-deprecated" Warning none Flagged "KZ-OFD/version-differences" "Marking codes of 2.0.3 stand in the list.";
    StampsTooMany "stamps-too-many" Warning none Flagged "KZ-OFD/ticket" "A line has at most one marking code a unit.";
    LinesTotal "lines-total" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "The lines add up to the total after discount and markup.";
    ModifiersBoth "modifiers-both" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "The whole receipt has a discount or a markup, not both.";
    PaymentsMissing "payments-missing" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A receipt with a total has a payment.";
    PaymentRepeated "payment-repeated" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A way of payment stands once.";
    PaymentsTotal "payments-total" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "The payments add up to the total, or to total and change.";
    NoncashAboveTotal "noncash-above-total" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "What is paid without cash is not above the total.";
    TenderedMissing "tendered-missing" Error Blocked Flagged "KZ-OFD/ticket" "A receipt paid in cash tells what was handed over and the change.";
    ChangeNotFromCash "change-not-from-cash" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "Change is given from cash alone.";
    ChangeAmount "change-amount" Warning none Flagged "KZ-OFD/ticket" "Change is what was handed over less what was due in cash.";
    TaxesInTwoPlaces "taxes-in-two-places" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "Taxes stand at the lines or at the receipt.";
    TaxRepeated "tax-repeated" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A rate stands once in one place.";
    TaxSum "tax-sum" Error IncorrectRequestData Flagged "KZ-OFD/rounding" "A tax is its rate of the sum, within a tiyn a line.";
    TaxCode "tax-code" Warning none Flagged "KZ-OFD/ticket" "Tax and regime have a name in the version.";
    VatRate "vat-rate" Warning none Flagged "KZ-NK/vat-rates" "A rate of VAT is in force at the date of the receipt.";
    BuyerNumber "buyer-number" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "The buyer's IIN or BIN has right check digits.";
    BuyerIsSeller "buyer-is-seller" Error SameTaxpayerAndCustomer Flagged "KZ-OFD/result" "Buyer and seller are not the same.";
    ParentMissing "parent-missing" Error Blocked Flagged "KZ-OFD/ticket" "A return of 2.0.3 names the receipt that it goes back to.";
    ParentNumber "parent-number" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "The parent receipt is named by digits.";
    ParentTotal "parent-total" Error IncorrectRequestData Flagged "KZ-OFD/ticket" "A return is not above its parent receipt.";
    ParentLater "parent-later" Warning none Flagged "KZ-OFD/ticket" "A parent receipt is not later than its return.";
    ParentNeedless "parent-needless" Warning none Flagged "KZ-OFD/ticket" "Only a return has a parent receipt.";
    CashierMissing "cashier-missing" Error IncorrectRequestData Flagged "KZ-OFD/cash-movement" "A cash movement names the cashier.";
    MovementZero "movement-zero" Warning none Flagged "KZ-OFD/cash-movement" "A cash movement moves cash.";
    OwnReportMissing "own-report-missing" Warning none Flagged "KZ-OFD/close-shift" "A shift that is closed autonomously brings the register's own Z report.";
    OwnReportTotals "own-report-totals" Warning none Flagged "KZ-OFD/report" "A report's totals agree: what never resets grows by the shift's receipts, and payments add up to them.";
    ReportKind "report-kind" Error IncorrectRequestData Flagged "KZ-OFD/report" "Only the X report can be asked for.";
    CatalogueKey "catalogue-key" Error IncorrectRequestData Flagged "KZ-OFD/nomenclature" "The catalogue is asked for by version or barcode.";
}
