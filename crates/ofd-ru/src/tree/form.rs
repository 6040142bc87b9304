//! Numbers and names of document kinds and format versions.

use std::fmt;

use super::{FfdVersion, Form, Tag};

impl Form {
    /// All kinds, in ascending order of their codes.
    pub const ALL: [Self; 15] = [
        Self::Registration,
        Self::ShiftOpening,
        Self::Receipt,
        Self::StrictReportingForm,
        Self::ShiftClosing,
        Self::StorageClosing,
        Self::OfdAcknowledgement,
        Self::ReRegistration,
        Self::SettlementStatus,
        Self::CorrectionReceipt,
        Self::CorrectionStrictReportingForm,
        Self::MarkingRequest,
        Self::MarkingNotification,
        Self::MarkingAnswer,
        Self::MarkingNotificationReceipt,
    ];

    /// The kind with this code; `None` when the format knows no such kind.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Registration,
            2 => Self::ShiftOpening,
            3 => Self::Receipt,
            4 => Self::StrictReportingForm,
            5 => Self::ShiftClosing,
            6 => Self::StorageClosing,
            7 => Self::OfdAcknowledgement,
            11 => Self::ReRegistration,
            21 => Self::SettlementStatus,
            31 => Self::CorrectionReceipt,
            41 => Self::CorrectionStrictReportingForm,
            81 => Self::MarkingRequest,
            82 => Self::MarkingNotification,
            83 => Self::MarkingAnswer,
            84 => Self::MarkingNotificationReceipt,
            _ => return None,
        })
    }

    /// The kind whose STLV has this tag.
    #[must_use]
    pub fn from_tag(tag: Tag) -> Option<Self> {
        u8::try_from(tag.0).ok().and_then(Self::from_code)
    }

    /// Form code: tag of the STLV and data type of the container.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Registration => 1,
            Self::ShiftOpening => 2,
            Self::Receipt => 3,
            Self::StrictReportingForm => 4,
            Self::ShiftClosing => 5,
            Self::StorageClosing => 6,
            Self::OfdAcknowledgement => 7,
            Self::ReRegistration => 11,
            Self::SettlementStatus => 21,
            Self::CorrectionReceipt => 31,
            Self::CorrectionStrictReportingForm => 41,
            Self::MarkingRequest => 81,
            Self::MarkingNotification => 82,
            Self::MarkingAnswer => 83,
            Self::MarkingNotificationReceipt => 84,
        }
    }

    /// Tag of the STLV that wraps such a document.
    #[must_use]
    pub fn tag(self) -> Tag {
        Tag(u16::from(self.code()))
    }

    /// Official name, Russian. Source: RU-FFD/forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registration => "Отчёт о регистрации",
            Self::ShiftOpening => "Отчёт об открытии смены",
            Self::Receipt => "Кассовый чек",
            Self::StrictReportingForm => "Бланк строгой отчётности",
            Self::ShiftClosing => "Отчёт о закрытии смены",
            Self::StorageClosing => "Отчёт о закрытии фискального накопителя",
            Self::OfdAcknowledgement => "Подтверждение оператора",
            Self::ReRegistration => "Отчёт об изменении параметров регистрации",
            Self::SettlementStatus => "Отчёт о текущем состоянии расчётов",
            Self::CorrectionReceipt => "Кассовый чек коррекции",
            Self::CorrectionStrictReportingForm => "Бланк строгой отчётности коррекции",
            Self::MarkingRequest => "Запрос о коде маркировки",
            Self::MarkingNotification => "Уведомление о реализации маркированного товара",
            Self::MarkingAnswer => "Ответ на запрос",
            Self::MarkingNotificationReceipt => "Квитанция на уведомление",
        }
    }

    /// Name of the document in JSON; the tax authority publishes none for acknowledgements and marking messages.
    #[must_use]
    pub const fn json_key(self) -> &'static str {
        match self {
            Self::Registration => "fiscalReport",
            Self::ShiftOpening => "openShift",
            Self::Receipt => "receipt",
            Self::StrictReportingForm => "bso",
            Self::ShiftClosing => "closeShift",
            Self::StorageClosing => "closeArchive",
            Self::OfdAcknowledgement => "operatorAck",
            Self::ReRegistration => "fiscalReportCorrection",
            Self::SettlementStatus => "currentStateReport",
            Self::CorrectionReceipt => "receiptCorrection",
            Self::CorrectionStrictReportingForm => "bsoCorrection",
            Self::MarkingRequest => "markingRequest",
            Self::MarkingNotification => "markingNotification",
            Self::MarkingAnswer => "markingAnswer",
            Self::MarkingNotificationReceipt => "markingNotificationReceipt",
        }
    }

    /// Most bytes that the elements of such a document may take together. Source: RU-FFD/sizes.
    #[must_use]
    pub const fn size_max(self) -> u16 {
        match self {
            Self::Registration | Self::ReRegistration => 6144,
            Self::ShiftOpening
            | Self::ShiftClosing
            | Self::StorageClosing
            | Self::SettlementStatus
            | Self::MarkingRequest => 4096,
            Self::OfdAcknowledgement | Self::MarkingAnswer | Self::MarkingNotificationReceipt => 512,
            Self::Receipt
            | Self::StrictReportingForm
            | Self::CorrectionReceipt
            | Self::CorrectionStrictReportingForm
            | Self::MarkingNotification => 32_768,
        }
    }
}

impl FfdVersion {
    /// The version that tag 1209 (1189, 1190) tells with this number.
    #[must_use]
    pub const fn from_code(code: u64) -> Option<Self> {
        match code {
            0 | 1 => Some(Self::V1_0),
            2 => Some(Self::V1_05),
            3 => Some(Self::V1_1),
            4 => Some(Self::V1_2),
            _ => None,
        }
    }

    /// Value of tag 1209.
    #[must_use]
    pub const fn code(self) -> u64 {
        match self {
            Self::V1_0 => 1,
            Self::V1_05 => 2,
            Self::V1_1 => 3,
            Self::V1_2 => 4,
        }
    }

    /// The version whose rows of the tag table apply.
    #[must_use]
    pub const fn of_table(self) -> Self {
        match self {
            Self::V1_0 | Self::V1_05 => Self::V1_05,
            Self::V1_1 => Self::V1_1,
            Self::V1_2 => Self::V1_2,
        }
    }
}

/// `1.05`
impl fmt::Display for FfdVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_0 => "1.0",
            Self::V1_05 => "1.05",
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
        })
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_the_form() {
        for form in Form::ALL {
            assert_eq!(Form::from_code(form.code()), Some(form));
            assert_eq!(Form::from_tag(form.tag()), Some(form));
        }
        assert_eq!(Form::from_code(8), None);
        assert_eq!(Form::from_tag(Tag(0x0103)), None);
    }
}
