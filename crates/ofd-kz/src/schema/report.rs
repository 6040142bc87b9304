//! Generated from `proto/report.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `CloseShiftRequest`.
pub static CLOSE_SHIFT_REQUEST: MessageSchema = MessageSchema {
    name: "CloseShiftRequest",
    fields: &[
        FieldSchema::new(1, "close_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "is_offline", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "fr_shift_number", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "withdraw_money", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "z_report", Kind::Message(&super::report::ZX_REPORT), Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "operator", Kind::Message(&super::base::OPERATOR), Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "printed_document_number", Kind::Uint64, Label::Optional, Versions(202, 204)),
    ],
};

/// `MoneyPlacementRequest`.
pub static MONEY_PLACEMENT_REQUEST: MessageSchema = MessageSchema {
    name: "MoneyPlacementRequest",
    fields: &[
        FieldSchema::new(1, "datetime", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 203)),
        FieldSchema::new(1, "date_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(204, 204)),
        FieldSchema::new(2, "operation", Kind::Enum(&super::report::MONEY_PLACEMENT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "is_offline", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "fr_shift_number", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "printed_document_number", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "operator", Kind::Message(&super::base::OPERATOR), Label::Optional, Versions(202, 204)),
    ],
};

/// `ZxReport`.
pub static ZX_REPORT: MessageSchema = MessageSchema {
    name: "ZxReport",
    fields: &[
        FieldSchema::new(1, "date_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "shift_number", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "sections", Kind::Message(&super::report::REPORT_SECTION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(4, "operations", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(5, "discounts", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(6, "markups", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(7, "total_result", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(8, "taxes", Kind::Message(&super::report::REPORT_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(9, "start_shift_non_nullable_sums", Kind::Message(&super::report::NON_NULLABLE_SUM), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(10, "ticket_operations", Kind::Message(&super::report::REPORT_TICKET_OPERATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(11, "money_placements", Kind::Message(&super::report::REPORT_MONEY_PLACEMENT), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(12, "annulled_tickets", Kind::Message(&super::report::ANNULLED_TICKETS), Label::Optional, Versions(202, 203)),
        FieldSchema::new(13, "cash_sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(14, "revenue", Kind::Message(&super::report::REVENUE), Label::Required, Versions(202, 204)),
        FieldSchema::new(15, "non_nullable_sums", Kind::Message(&super::report::NON_NULLABLE_SUM), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(16, "open_shift_time", Kind::Message(&super::base::DATE_TIME), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(17, "close_shift_time", Kind::Message(&super::base::DATE_TIME), Label::Optional, Versions(202, 204)),
        FieldSchema::new(18, "checksum", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `ReportOperation`.
pub static REPORT_OPERATION: MessageSchema = MessageSchema {
    name: "ReportOperation",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::base::OPERATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
    ],
};

/// `ReportSection`.
pub static REPORT_SECTION: MessageSchema = MessageSchema {
    name: "ReportSection",
    fields: &[
        FieldSchema::new(1, "section_code", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "operations", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
    ],
};

/// `ReportTax`.
pub static REPORT_TAX: MessageSchema = MessageSchema {
    name: "ReportTax",
    fields: &[
        FieldSchema::new(1, "tax_type", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "percent", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "operations", Kind::Message(&super::report::REPORT_TAX_OPERATION), Label::Repeated, Versions(202, 204)),
    ],
};

/// `ReportTaxOperation`.
pub static REPORT_TAX_OPERATION: MessageSchema = MessageSchema {
    name: "ReportTaxOperation",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::base::OPERATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "turnover", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "turnover_without_tax", Kind::Message(&super::base::MONEY), Label::RequiredIn(204), Versions(202, 204)),
    ],
};

/// `NonNullableSum`.
pub static NON_NULLABLE_SUM: MessageSchema = MessageSchema {
    name: "NonNullableSum",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::base::OPERATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
    ],
};

/// `ReportTicketOperation`.
pub static REPORT_TICKET_OPERATION: MessageSchema = MessageSchema {
    name: "ReportTicketOperation",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::base::OPERATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "tickets_total_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "tickets_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "tickets_sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(5, "payments", Kind::Message(&super::report::REPORT_PAYMENT), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(6, "offline_count", Kind::Uint32, Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(7, "discount_sum", Kind::Message(&super::base::MONEY), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(8, "markup_sum", Kind::Message(&super::base::MONEY), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(9, "change_sum", Kind::Message(&super::base::MONEY), Label::RequiredIn(204), Versions(202, 204)),
    ],
};

/// `ReportPayment`.
pub static REPORT_PAYMENT: MessageSchema = MessageSchema {
    name: "ReportPayment",
    fields: &[
        FieldSchema::new(1, "payment", Kind::Enum(&super::base::PAYMENT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "count", Kind::Uint32, Label::RequiredIn(204), Versions(202, 204)),
    ],
};

/// `ReportMoneyPlacement`.
pub static REPORT_MONEY_PLACEMENT: MessageSchema = MessageSchema {
    name: "ReportMoneyPlacement",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::report::MONEY_PLACEMENT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "operations_total_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "operations_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "operations_sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(5, "offline_count", Kind::Uint32, Label::RequiredIn(204), Versions(202, 204)),
    ],
};

/// `AnnulledTickets`.
pub static ANNULLED_TICKETS: MessageSchema = MessageSchema {
    name: "AnnulledTickets",
    fields: &[
        FieldSchema::new(1, "annulled_tickets_total_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "annulled_tickets_count", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "annulled_operations", Kind::Message(&super::report::REPORT_OPERATION), Label::Repeated, Versions(202, 204)),
    ],
};

/// `Revenue`.
pub static REVENUE: MessageSchema = MessageSchema {
    name: "Revenue",
    fields: &[
        FieldSchema::new(1, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "is_negative", Kind::Bool, Label::Required, Versions(202, 204)),
    ],
};

/// `ReportRequest`.
pub static REPORT_REQUEST: MessageSchema = MessageSchema {
    name: "ReportRequest",
    fields: &[
        FieldSchema::new(1, "report", Kind::Enum(&super::report::REPORT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "date_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "is_offline", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "zx_report", Kind::Message(&super::report::ZX_REPORT), Label::Optional, Versions(202, 204)),
    ],
};

/// `ReportResponse`.
pub static REPORT_RESPONSE: MessageSchema = MessageSchema {
    name: "ReportResponse",
    fields: &[
        FieldSchema::new(1, "report", Kind::Enum(&super::report::REPORT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "zx_report", Kind::Message(&super::report::ZX_REPORT), Label::Optional, Versions(202, 204)),
    ],
};

/// `MoneyPlacementType`.
pub static MONEY_PLACEMENT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "MONEY_PLACEMENT_DEPOSIT"),
        (1, "MONEY_PLACEMENT_WITHDRAWAL"),
    ],
};

/// `ReportType`.
pub static REPORT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "REPORT_Z"),
        (1, "REPORT_X"),
    ],
};
