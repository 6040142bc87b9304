//! Generated from `proto/base.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `Date`.
pub static DATE: MessageSchema = MessageSchema {
    name: "Date",
    fields: &[
        FieldSchema::new(1, "year", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "month", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "day", Kind::Uint32, Label::Required, Versions(202, 204)),
    ],
};

/// `Time`.
pub static TIME: MessageSchema = MessageSchema {
    name: "Time",
    fields: &[
        FieldSchema::new(1, "hour", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "minute", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "second", Kind::Uint32, Label::Optional, Versions(202, 204)),
    ],
};

/// `DateTime`.
pub static DATE_TIME: MessageSchema = MessageSchema {
    name: "DateTime",
    fields: &[
        FieldSchema::new(1, "date", Kind::Message(&super::base::DATE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "time", Kind::Message(&super::base::TIME), Label::Required, Versions(202, 204)),
    ],
};

/// `Money`.
pub static MONEY: MessageSchema = MessageSchema {
    name: "Money",
    fields: &[
        FieldSchema::new(1, "bills", Kind::Uint64, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "coins", Kind::Uint32, Label::Required, Versions(202, 204)),
    ],
};

/// `Operator`.
pub static OPERATOR: MessageSchema = MessageSchema {
    name: "Operator",
    fields: &[
        FieldSchema::new(1, "code", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "name", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `KeyValuePair`.
pub static KEY_VALUE_PAIR: MessageSchema = MessageSchema {
    name: "KeyValuePair",
    fields: &[
        FieldSchema::new(1, "key", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "value", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `KkmRegInfo`.
pub static KKM_REG_INFO: MessageSchema = MessageSchema {
    name: "KkmRegInfo",
    fields: &[
        FieldSchema::new(1, "point_of_payment_number", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "terminal_number", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "fns_kkm_id", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "serial_number", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "kkm_id", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `PosRegInfo`.
pub static POS_REG_INFO: MessageSchema = MessageSchema {
    name: "PosRegInfo",
    fields: &[
        FieldSchema::new(1, "title", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "address", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "address_kz", Kind::String, Label::Optional, Versions(203, 204)),
        FieldSchema::new(4, "latitude", Kind::Uint32, Label::Optional, Versions(203, 204)),
        FieldSchema::new(5, "longitude", Kind::Uint32, Label::Optional, Versions(203, 204)),
    ],
};

/// `OrgRegInfo`.
pub static ORG_REG_INFO: MessageSchema = MessageSchema {
    name: "OrgRegInfo",
    fields: &[
        FieldSchema::new(1, "title", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "address", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "inn", Kind::String, Label::Optional, Versions(202, 203)),
        FieldSchema::new(3, "iin", Kind::String, Label::Optional, Versions(204, 204)),
        FieldSchema::new(4, "taxation_type", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "okved", Kind::String, Label::Optional, Versions(202, 203)),
        FieldSchema::new(5, "oked", Kind::String, Label::Optional, Versions(204, 204)),
        FieldSchema::new(6, "tenantId", Kind::Int32, Label::Optional, Versions(202, 202)),
        FieldSchema::new(6, "address_kz", Kind::String, Label::RequiredIn(204), Versions(203, 204)),
        FieldSchema::new(7, "tenantId", Kind::Int32, Label::Optional, Versions(203, 203)),
    ],
};

/// `OperationType`.
pub static OPERATION_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "OPERATION_BUY"),
        (1, "OPERATION_BUY_RETURN"),
        (2, "OPERATION_SELL"),
        (3, "OPERATION_SELL_RETURN"),
    ],
};

/// `PaymentType`.
pub static PAYMENT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "PAYMENT_CASH"),
        (1, "PAYMENT_CARD"),
        (2, "PAYMENT_CREDIT"),
        (3, "PAYMENT_TARE"),
        (4, "PAYMENT_MOBILE"),
    ],
};

/// `TaxationType`.
pub static TAXATION_TYPE: EnumSchema = EnumSchema {
    values: &[
        (100, "STS"),
        (101, "RTS"),
        (102, "TRFF"),
        (103, "TRBP"),
    ],
};

/// `TaxType`.
pub static TAX_TYPE: EnumSchema = EnumSchema {
    values: &[
        (100, "VAT"),
    ],
};
