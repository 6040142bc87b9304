use serde::{Serialize, Serializer};
use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The receipt can be sealed, but hardly says what is meant.
    Warning,
    /// The receipt cannot or must not be sealed.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident $id:literal $severity:ident,)+) => {
        /// Rules of the lint; the ids are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$meta])* $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Stable id, such as `sum-mismatch`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// How bad a breach of this rule is. The one place to change it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }
        }
    };
}

rules! {
    /// A receipt needs a line; only a correction of FFD 1.05 does without.
    LinesMissing "lines-missing" Error,
    /// More lines than registers take.
    TooManyLines "too-many-lines" Error,
    /// The document would be larger than registers seal.
    DocumentTooLarge "document-too-large" Error,
    /// A line would be larger than tag 1059.
    LineTooLarge "line-too-large" Error,
    /// The lines and the payments do not add up to the same sum.
    SumMismatch "sum-mismatch" Error,
    /// An amount below zero.
    AmountNegative "amount-negative" Error,
    /// An amount above the limit.
    AmountTooLarge "amount-too-large" Error,
    /// Nothing is sold.
    QuantityZero "quantity-zero" Error,
    /// A quantity above the limit.
    QuantityTooLarge "quantity-too-large" Error,
    /// More decimals than the version takes.
    QuantityTooPrecise "quantity-too-precise" Error,
    /// The total is more than price × quantity.
    TotalAbovePrice "total-above-price" Error,
    /// A text that must be there is empty.
    TextEmpty "text-empty" Error,
    /// A text longer than its tag.
    TextTooLong "text-too-long" Error,
    /// Characters that CP866 lacks and nothing stands for.
    TextNotEncodable "text-not-encodable" Error,
    /// Characters that will be written differently.
    TextReplaced "text-replaced" Warning,
    /// A settlement subject of no table.
    SubjectUnknown "subject-unknown" Error,
    /// A settlement subject that the register's version lacks.
    SubjectNeedsNewerFormat "subject-needs-newer-format" Error,
    /// A unit of measure of no table.
    MeasureUnknown "measure-unknown" Error,
    /// A VAT rate that the format has no code for.
    VatRateUnknown "vat-rate-unknown" Error,
    /// A VAT rate that is not law on the day of the settlement.
    VatRateNotInForce "vat-rate-not-in-force" Warning,
    /// VAT under a regime that does not pay it.
    VatOutsideRegime "vat-outside-regime" Warning,
    /// A calculated rate on something else than a prepayment.
    CalculatedRateUnexpected "calculated-rate-unexpected" Warning,
    /// The register is not registered for this regime.
    RegimeNotRegistered "regime-not-registered" Error,
    /// A regime that did not exist at the time of the settlement.
    RegimeAbolished "regime-abolished" Error,
    /// The seller is not the taxpayer of the register.
    SellerForeign "seller-foreign" Error,
    /// Excise above the total, or below zero.
    ExciseImpossible "excise-impossible" Error,
    /// A country code that is not three digits.
    CountryCode "country-code" Error,
    /// An agent without the principal's data that the law asks for.
    SupplierMissing "supplier-missing" Warning,
    /// A principal without an agent is not written.
    SupplierWithoutAgent "supplier-without-agent" Warning,
    /// Data that the agent's role asks for are missing.
    AgentDetailMissing "agent-detail-missing" Warning,
    /// Data that belong to another agent's role.
    AgentDetailUnexpected "agent-detail-unexpected" Warning,
    /// Not a phone number.
    PhoneFormat "phone-format" Error,
    /// Not an e-mail address.
    EmailFormat "email-format" Error,
    /// A register without printer needs the buyer's contact.
    BuyerContactMissing "buyer-contact-missing" Error,
    /// A settlement in the Internet needs the buyer's contact.
    InternetContactMissing "internet-contact-missing" Error,
    /// A kind of identity document of no table.
    BuyerDocumentCode "buyer-document-code" Error,
    /// Kind and number of an identity document go together.
    BuyerDocumentIncomplete "buyer-document-incomplete" Error,
    /// A birth date that is still to come.
    BirthDateInFuture "birth-date-in-future" Error,
    /// A person's taxpayer number has 12 digits.
    CashierNumber "cashier-number" Warning,
    /// The subject says that there is a code, but there is none.
    MarkingCodeMissing "marking-code-missing" Error,
    /// The subject says that there is no code, but there is one.
    MarkingCodeUnexpected "marking-code-unexpected" Error,
    /// A marked good that the subject does not call so.
    MarkingSubject "marking-subject" Warning,
    /// A code that the document cannot take.
    MarkingCodeUnusable "marking-code-unusable" Error,
    /// A code that is odd.
    MarkingCodeSuspicious "marking-code-suspicious" Warning,
    /// One code stands for one piece.
    MarkingQuantity "marking-quantity" Error,
    /// A share of a piece that is none, or of something else than one piece.
    MarkingFraction "marking-fraction" Error,
    /// A planned status of no table.
    MarkingStatus "marking-status" Error,
    /// The same code in two lines.
    MarkingCodeTwice "marking-code-twice" Error,
    /// A marked line whose discount would split it.
    MarkingLineSplits "marking-line-splits" Error,
    /// Wholesale by volume and grade has an item number and more than one unit.
    Wholesale "wholesale" Warning,
    /// A detail of the permit mode that does not read as one.
    PermitMalformed "permit-malformed" Warning,
    /// A correction by order needs the number of the order.
    CorrectionOrderMissing "correction-order-missing" Error,
    /// A corrected settlement that is still to come.
    CorrectionDateInFuture "correction-date-in-future" Error,
    /// FFD 1.05 corrects sales and purchases only.
    CorrectionOfReturn "correction-of-return" Warning,
    /// The federal body of a sectoral detail is not three digits.
    FederalBody "federal-body" Error,
    /// The electronic payments by themselves do not add up to the electronic sum.
    CashlessSumMismatch "cashless-sum-mismatch" Warning,
    /// A group of tags larger than its limit.
    GroupTooLarge "group-too-large" Error,
    /// A time zone outside 1 to 11.
    TimeZone "time-zone" Error,
    /// The register's version does not write this.
    DroppedByFormat "dropped-by-format" Warning,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
