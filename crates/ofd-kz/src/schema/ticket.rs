//! Generated from `proto/ticket.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `TicketRequest`.
pub static TICKET_REQUEST: MessageSchema = MessageSchema {
    name: "TicketRequest",
    fields: &[
        FieldSchema::new(1, "operation", Kind::Enum(&super::base::OPERATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "date_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "operator", Kind::Message(&super::base::OPERATOR), Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "domain", Kind::Message(&super::ticket::TICKET_DOMAIN), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(5, "items", Kind::Message(&super::ticket::TICKET_ITEM), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(6, "payments", Kind::Message(&super::ticket::TICKET_PAYMENT), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(7, "taxes", Kind::Message(&super::ticket::TICKET_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(8, "amounts", Kind::Message(&super::ticket::TICKET_AMOUNTS), Label::Required, Versions(202, 204)),
        FieldSchema::new(9, "extension_options", Kind::Message(&super::ticket::EXTENSION_OPTIONS), Label::Optional, Versions(202, 204)),
        FieldSchema::new(10, "offline_ticket_number", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(11, "printed_document_number_old", Kind::String, Label::Optional, Versions(202, 203)),
        FieldSchema::new(12, "printed_ticket", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(13, "ad_infos", Kind::Message(&super::service::TICKET_AD_INFO), Label::Repeated, Versions(202, 203)),
        FieldSchema::new(14, "fr_shift_number", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(15, "shift_document_number", Kind::Uint32, Label::Optional, Versions(202, 203)),
        FieldSchema::new(16, "printed_document_number", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(17, "parent_ticket", Kind::Message(&super::ticket::PARENT_TICKET), Label::Optional, Versions(203, 204)),
    ],
};

/// `TicketTax`.
pub static TICKET_TAX: MessageSchema = MessageSchema {
    name: "TicketTax",
    fields: &[
        FieldSchema::new(1, "tax_type", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "taxation_type", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "percent", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(5, "is_in_total_sum", Kind::Bool, Label::Required, Versions(202, 204)),
    ],
};

/// `TicketModifier`.
pub static TICKET_MODIFIER: MessageSchema = MessageSchema {
    name: "TicketModifier",
    fields: &[
        FieldSchema::new(1, "name", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "taxes", Kind::Message(&super::ticket::TICKET_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(4, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
    ],
};

/// `TicketItem`.
pub static TICKET_ITEM: MessageSchema = MessageSchema {
    name: "TicketItem",
    fields: &[
        FieldSchema::new(1, "type", Kind::Enum(&super::ticket::ITEM_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "commodity", Kind::Message(&super::ticket::COMMODITY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "storno_commodity", Kind::Message(&super::ticket::STORNO_COMMODITY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "markup", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "storno_markup", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "discount", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "storno_discount", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
    ],
};

/// `Commodity`.
pub static COMMODITY: MessageSchema = MessageSchema {
    name: "Commodity",
    fields: &[
        FieldSchema::new(1, "code", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "name", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "section_code", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "quantity", Kind::Uint32, Label::Required, Versions(202, 202)),
        FieldSchema::new(4, "quantity", Kind::Uint64, Label::Required, Versions(203, 204)),
        FieldSchema::new(5, "price", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(6, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(7, "taxes", Kind::Message(&super::ticket::TICKET_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(8, "excise_stamp", Kind::String, Label::Optional, Versions(202, 203)),
        FieldSchema::new(9, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(10, "physical_label", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(11, "product_id", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(12, "barcode", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(13, "measure_unit_code", Kind::String, Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(14, "list_excise_stamp", Kind::String, Label::Repeated, Versions(203, 204)),
        FieldSchema::new(15, "ntin", Kind::String, Label::Optional, Versions(203, 204)),
        FieldSchema::new(16, "commodity_type", Kind::Enum(&super::ticket::COMMODITY_TYPE), Label::Optional, Versions(204, 204)),
    ],
};

/// `StornoCommodity`.
pub static STORNO_COMMODITY: MessageSchema = MessageSchema {
    name: "StornoCommodity",
    fields: &[
        FieldSchema::new(1, "name", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "section_code", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "quantity", Kind::Uint32, Label::Required, Versions(202, 202)),
        FieldSchema::new(3, "quantity", Kind::Uint64, Label::Required, Versions(203, 204)),
        FieldSchema::new(4, "price", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(5, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(6, "taxes", Kind::Message(&super::ticket::TICKET_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(7, "excise_stamp", Kind::String, Label::Optional, Versions(202, 203)),
        FieldSchema::new(8, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(9, "physical_label", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(10, "product_id", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(11, "barcode", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(12, "measure_unit_code", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(13, "list_excise_stamp", Kind::String, Label::Repeated, Versions(203, 204)),
        FieldSchema::new(14, "ntin", Kind::String, Label::Optional, Versions(203, 204)),
        FieldSchema::new(15, "commodity_type", Kind::Enum(&super::ticket::COMMODITY_TYPE), Label::Optional, Versions(204, 204)),
    ],
};

/// `TicketDomain`.
pub static TICKET_DOMAIN: MessageSchema = MessageSchema {
    name: "TicketDomain",
    fields: &[
        FieldSchema::new(1, "type", Kind::Enum(&super::ticket::DOMAIN_TYPE), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(2, "services", Kind::Message(&super::ticket::DOMAIN_SERVICES), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "gasoil", Kind::Message(&super::ticket::DOMAIN_GAS_OIL), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "taxi", Kind::Message(&super::ticket::DOMAIN_TAXI), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "parking", Kind::Message(&super::ticket::DOMAIN_PARKING), Label::Optional, Versions(202, 204)),
    ],
};

/// `DomainServices`.
pub static DOMAIN_SERVICES: MessageSchema = MessageSchema {
    name: "DomainServices",
    fields: &[
        FieldSchema::new(1, "account_number", Kind::String, Label::Required, Versions(202, 204)),
    ],
};

/// `DomainGasOil`.
pub static DOMAIN_GAS_OIL: MessageSchema = MessageSchema {
    name: "DomainGasOil",
    fields: &[
        FieldSchema::new(1, "correction_number", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "correction_sum", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "card_number", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `DomainTaxi`.
pub static DOMAIN_TAXI: MessageSchema = MessageSchema {
    name: "DomainTaxi",
    fields: &[
        FieldSchema::new(1, "car_number", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "is_order", Kind::Bool, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "current_fee", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
    ],
};

/// `DomainParking`.
pub static DOMAIN_PARKING: MessageSchema = MessageSchema {
    name: "DomainParking",
    fields: &[
        FieldSchema::new(1, "begin_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "end_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
    ],
};

/// `ExtensionOptions`.
pub static EXTENSION_OPTIONS: MessageSchema = MessageSchema {
    name: "ExtensionOptions",
    fields: &[
        FieldSchema::new(1, "customer_email", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "customer_phone", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(4, "customer_iin_or_bin", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `TicketPayment`.
pub static TICKET_PAYMENT: MessageSchema = MessageSchema {
    name: "TicketPayment",
    fields: &[
        FieldSchema::new(1, "type", Kind::Enum(&super::base::PAYMENT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "sum", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "card_payment_fields", Kind::Message(&super::ticket::CARD_PAYMENT_FIELDS), Label::Optional, Versions(203, 204)),
        FieldSchema::new(4, "mobile_payment_fields", Kind::Message(&super::ticket::MOBILE_PAYMENT_FIELDS), Label::Optional, Versions(203, 204)),
    ],
};

/// `CardPaymentFields`.
pub static CARD_PAYMENT_FIELDS: MessageSchema = MessageSchema {
    name: "CardPaymentFields",
    fields: &[
        FieldSchema::new(1, "pos_terminal_id", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "pos_card_type", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "pos_autorization_code", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "pos_rrn", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "pos_receipt_number", Kind::Uint32, Label::Optional, Versions(202, 203)),
        FieldSchema::new(5, "pos_receipt_number", Kind::Uint64, Label::Optional, Versions(204, 204)),
    ],
};

/// `MobilePaymentFields`.
pub static MOBILE_PAYMENT_FIELDS: MessageSchema = MessageSchema {
    name: "MobilePaymentFields",
    fields: &[
        FieldSchema::new(1, "qr_type", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "qr_id", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `TicketAmounts`.
pub static TICKET_AMOUNTS: MessageSchema = MessageSchema {
    name: "TicketAmounts",
    fields: &[
        FieldSchema::new(1, "total", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "taken", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "change", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "markup", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "discount", Kind::Message(&super::ticket::TICKET_MODIFIER), Label::Optional, Versions(202, 204)),
    ],
};

/// `ParentTicket`.
pub static PARENT_TICKET: MessageSchema = MessageSchema {
    name: "ParentTicket",
    fields: &[
        FieldSchema::new(1, "parent_ticket_number", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "parent_ticket_data_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "kgd_kkm_id", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(4, "parent_ticket_total", Kind::Message(&super::base::MONEY), Label::Required, Versions(202, 204)),
        FieldSchema::new(5, "parent_ticket_is_offline", Kind::Bool, Label::Required, Versions(202, 204)),
    ],
};

/// `TicketResponse`.
pub static TICKET_RESPONSE: MessageSchema = MessageSchema {
    name: "TicketResponse",
    fields: &[
        FieldSchema::new(1, "ticket_number", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "qr_code", Kind::Bytes, Label::Optional, Versions(202, 204)),
    ],
};

/// `DomainType`.
pub static DOMAIN_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "DOMAIN_TRADING"),
        (1, "DOMAIN_SERVICES"),
        (2, "DOMAIN_GASOIL"),
        (3, "DOMAIN_HOTELS"),
        (4, "DOMAIN_TAXI"),
        (5, "DOMAIN_PARKING"),
    ],
};

/// `ItemType`.
pub static ITEM_TYPE: EnumSchema = EnumSchema {
    values: &[
        (1, "ITEM_TYPE_COMMODITY"),
        (2, "ITEM_TYPE_STORNO_COMMODITY"),
        (3, "ITEM_TYPE_MARKUP"),
        (4, "ITEM_TYPE_STORNO_MARKUP"),
        (5, "ITEM_TYPE_DISCOUNT"),
        (6, "ITEM_TYPE_STORNO_DISCOUNT"),
    ],
};

/// `CommodityType`.
pub static COMMODITY_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "COMMODITY_TYPE_PRODUCT"),
        (1, "COMMODITY_TYPE_TASK"),
        (2, "COMMODITY_TYPE_SERVICE"),
    ],
};
