//! Generated from `proto/envelope.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `Request`.
pub static REQUEST: MessageSchema = MessageSchema {
    name: "Request",
    fields: &[
        FieldSchema::new(1, "command", Kind::Enum(&super::envelope::COMMAND_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "ticket", Kind::Message(&super::ticket::TICKET_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "close_shift", Kind::Message(&super::report::CLOSE_SHIFT_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "report", Kind::Message(&super::report::REPORT_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "nomenclature", Kind::Message(&super::nomenclature::NOMENCLATURE_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "service", Kind::Message(&super::service::SERVICE_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "money_placement", Kind::Message(&super::report::MONEY_PLACEMENT_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(8, "auth", Kind::Message(&super::envelope::AUTH_REQUEST), Label::Optional, Versions(202, 204)),
        FieldSchema::new(9, "qr", Kind::Message(&super::envelope::QR_REQUEST), Label::Optional, Versions(204, 204)),
    ],
};

/// `Response`.
pub static RESPONSE: MessageSchema = MessageSchema {
    name: "Response",
    fields: &[
        FieldSchema::new(1, "command", Kind::Enum(&super::envelope::COMMAND_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "result", Kind::Message(&super::envelope::RESULT), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "ticket", Kind::Message(&super::ticket::TICKET_RESPONSE), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "report", Kind::Message(&super::report::REPORT_RESPONSE), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "nomenclature", Kind::Message(&super::nomenclature::NOMENCLATURE_RESPONSE), Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "service", Kind::Message(&super::service::SERVICE_RESPONSE), Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "auth", Kind::Message(&super::envelope::AUTH_RESPONSE), Label::Optional, Versions(202, 204)),
        FieldSchema::new(8, "qr", Kind::Message(&super::envelope::QR_RESPONSE), Label::Optional, Versions(204, 204)),
    ],
};

/// `Result`.
pub static RESULT: MessageSchema = MessageSchema {
    name: "Result",
    fields: &[
        FieldSchema::new(1, "result_code", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "result_text", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `AuthRequest`.
pub static AUTH_REQUEST: MessageSchema = MessageSchema {
    name: "AuthRequest",
    fields: &[
        FieldSchema::new(1, "login", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "password", Kind::String, Label::Required, Versions(202, 204)),
    ],
};

/// `AuthResponse`.
pub static AUTH_RESPONSE: MessageSchema = MessageSchema {
    name: "AuthResponse",
    fields: &[
        FieldSchema::new(1, "result", Kind::Enum(&super::envelope::AUTH_RESULT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "operator_code", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "operator_name", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "roles", Kind::Enum(&super::envelope::USER_ROLE), Label::Repeated, Versions(202, 204)),
    ],
};

/// `QrRequest`.
pub static QR_REQUEST: MessageSchema = MessageSchema {
    name: "QrRequest",
    fields: &[
        FieldSchema::new(1, "invoice_id", Kind::Uint64, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "amount", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
    ],
};

/// `QrResponse`.
pub static QR_RESPONSE: MessageSchema = MessageSchema {
    name: "QrResponse",
    fields: &[
        FieldSchema::new(1, "qr_code", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "status", Kind::Enum(&super::envelope::STATUS_TYPE), Label::Required, Versions(202, 204)),
    ],
};

/// `CommandType`.
pub static COMMAND_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "COMMAND_SYSTEM"),
        (1, "COMMAND_TICKET"),
        (2, "COMMAND_CLOSE_SHIFT"),
        (3, "COMMAND_REPORT"),
        (4, "COMMAND_NOMENCLATURE"),
        (5, "COMMAND_INFO"),
        (6, "COMMAND_MONEY_PLACEMENT"),
        (7, "COMMAND_CANCEL_TICKET"),
        (8, "COMMAND_AUTH"),
        (127, "COMMAND_RESERVED"),
        (100, "COMMAND_QR_GENERATE"),
        (101, "COMMAND_QR_GET_STATUS"),
    ],
};

/// `UserRole`.
pub static USER_ROLE: EnumSchema = EnumSchema {
    values: &[
        (1, "USER_ROLE_PAYMASTER"),
        (2, "USER_ROLE_CHIEF_PAYMASTER"),
        (3, "USER_ROLE_ADMINISTRATOR"),
    ],
};

/// `AuthResultType`.
pub static AUTH_RESULT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "RESULT_TYPE_OK"),
        (1, "RESULT_TYPE_INVALID_LOGIN_PASSWORD"),
    ],
};

/// `StatusType`.
pub static STATUS_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "STATUS_NEW"),
        (1, "STATUS_SCANNED"),
        (2, "STATUS_BLOCKED"),
        (3, "STATUS_AUTH"),
        (4, "STATUS_PAID"),
        (5, "STATUS_REJECTED"),
        (6, "STATUS_WAIT"),
    ],
};
