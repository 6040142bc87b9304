//! Generated from `proto/service.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `TicketAdInfo`.
pub static TICKET_AD_INFO: MessageSchema = MessageSchema {
    name: "TicketAdInfo",
    fields: &[
        FieldSchema::new(1, "type", Kind::Enum(&super::service::TICKET_AD_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "version", Kind::Uint64, Label::Required, Versions(202, 204)),
    ],
};

/// `TicketAd`.
pub static TICKET_AD: MessageSchema = MessageSchema {
    name: "TicketAd",
    fields: &[
        FieldSchema::new(1, "info", Kind::Message(&super::service::TICKET_AD_INFO), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "text", Kind::String, Label::Required, Versions(202, 204)),
    ],
};

/// `BindedTaxation`.
pub static BINDED_TAXATION: MessageSchema = MessageSchema {
    name: "BindedTaxation",
    fields: &[
        FieldSchema::new(1, "taxation_type", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "taxes", Kind::Message(&super::service::BINDED_TAX), Label::Repeated, Versions(202, 204)),
    ],
};

/// `BindedTax`.
pub static BINDED_TAX: MessageSchema = MessageSchema {
    name: "BindedTax",
    fields: &[
        FieldSchema::new(1, "tax_type", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "percent", Kind::Uint32, Label::Required, Versions(202, 204)),
    ],
};

/// `ServiceRequest`.
pub static SERVICE_REQUEST: MessageSchema = MessageSchema {
    name: "ServiceRequest",
    fields: &[
        FieldSchema::new(1, "comm_quality", Kind::Message(&super::service::COMM_QUALITY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "security_stats", Kind::Message(&super::service::SECURITY_STATS), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "offline_period", Kind::Message(&super::service::OFFLINE_PERIOD), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "nomenclature_version", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "ticket_ad_infos", Kind::Message(&super::service::TICKET_AD_INFO), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(7, "get_reg_info", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(8, "get_binded_taxation", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(9, "marker", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(10, "software_information_old", Kind::Bytes, Label::Optional, Versions(202, 204)),
        FieldSchema::new(11, "software_information", Kind::Message(&super::service::SOFTWARE_INFORMATION), Label::Optional, Versions(202, 204)),
        FieldSchema::new(12, "reg_info", Kind::Message(&super::service::REQUEST_REG_INFO), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(60, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
    ],
};

/// `CommQuality`.
pub static COMM_QUALITY: MessageSchema = MessageSchema {
    name: "CommQuality",
    fields: &[
        FieldSchema::new(1, "avg_connect_time", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "avg_ping", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "loss_ratio", Kind::Uint32, Label::Optional, Versions(202, 204)),
    ],
};

/// `SecurityStats`.
pub static SECURITY_STATS: MessageSchema = MessageSchema {
    name: "SecurityStats",
    fields: &[
        FieldSchema::new(1, "geo_position", Kind::Message(&super::service::GEO_POSITION), Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "os_version", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `GeoPosition`.
pub static GEO_POSITION: MessageSchema = MessageSchema {
    name: "GeoPosition",
    fields: &[
        FieldSchema::new(1, "latitude", Kind::Int32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "longitude", Kind::Int32, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "source", Kind::String, Label::RequiredIn(204), Versions(203, 204)),
    ],
};

/// `OfflinePeriod`.
pub static OFFLINE_PERIOD: MessageSchema = MessageSchema {
    name: "OfflinePeriod",
    fields: &[
        FieldSchema::new(1, "begin_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "end_time", Kind::Message(&super::base::DATE_TIME), Label::Required, Versions(202, 204)),
    ],
};

/// `RequestRegInfo`.
pub static REQUEST_REG_INFO: MessageSchema = MessageSchema {
    name: "RequestRegInfo",
    fields: &[
        FieldSchema::new(1, "kkm", Kind::Message(&super::base::KKM_REG_INFO), Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "org", Kind::Message(&super::base::ORG_REG_INFO), Label::Optional, Versions(202, 204)),
    ],
};

/// `SoftwareInformation`.
pub static SOFTWARE_INFORMATION: MessageSchema = MessageSchema {
    name: "SoftwareInformation",
    fields: &[
        FieldSchema::new(1, "module_infos", Kind::Message(&super::service::MODULE_INFORMATION), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(2, "hardware_arch", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "os_family", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "os_version", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "os_extended_info", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "runtime_version", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(7, "partner_id", Kind::Uint32, Label::Optional, Versions(202, 204)),
    ],
};

/// `ModuleInformation`.
pub static MODULE_INFORMATION: MessageSchema = MessageSchema {
    name: "ModuleInformation",
    fields: &[
        FieldSchema::new(1, "name", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "version", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "build_info", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "device_info", Kind::Message(&super::service::DEVICE_INFORMATION), Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "extended_info", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(6, "build_arch", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `DeviceInformation`.
pub static DEVICE_INFORMATION: MessageSchema = MessageSchema {
    name: "DeviceInformation",
    fields: &[
        FieldSchema::new(1, "manufacturer", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "model", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "firmware_version", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `ServiceResponse`.
pub static SERVICE_RESPONSE: MessageSchema = MessageSchema {
    name: "ServiceResponse",
    fields: &[
        FieldSchema::new(1, "ticket_ads", Kind::Message(&super::service::TICKET_AD), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(2, "reg_info", Kind::Message(&super::service::RESPONSE_REG_INFO), Label::RequiredIn(204), Versions(202, 204)),
        FieldSchema::new(3, "binded_taxation", Kind::Message(&super::service::BINDED_TAXATION), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "last_document_info", Kind::Message(&super::service::LAST_DOCUMENT_INFO), Label::Optional, Versions(202, 204)),
        FieldSchema::new(30, "auxiliary", Kind::Message(&super::base::KEY_VALUE_PAIR), Label::Repeated, Versions(202, 204)),
    ],
};

/// `ResponseRegInfo`.
pub static RESPONSE_REG_INFO: MessageSchema = MessageSchema {
    name: "ResponseRegInfo",
    fields: &[
        FieldSchema::new(1, "kkm", Kind::Message(&super::base::KKM_REG_INFO), Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "pos", Kind::Message(&super::base::POS_REG_INFO), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "org", Kind::Message(&super::base::ORG_REG_INFO), Label::Optional, Versions(202, 204)),
        FieldSchema::new(4, "ofd", Kind::Message(&super::service::OFD_REG_INFO), Label::Optional, Versions(204, 204)),
    ],
};

/// `LastDocumentInfo`.
pub static LAST_DOCUMENT_INFO: MessageSchema = MessageSchema {
    name: "LastDocumentInfo",
    fields: &[
        FieldSchema::new(1, "fr_shift_number", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "printed_document_number", Kind::Uint64, Label::Optional, Versions(202, 204)),
    ],
};

/// `OfdRegInfo`.
pub static OFD_REG_INFO: MessageSchema = MessageSchema {
    name: "OfdRegInfo",
    fields: &[
        FieldSchema::new(1, "title", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "title_kz", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "url", Kind::String, Label::Optional, Versions(202, 204)),
    ],
};

/// `TicketAdType`.
pub static TICKET_AD_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "TICKET_AD_OFD"),
        (1, "TICKET_AD_ORG"),
        (2, "TICKET_AD_POS"),
        (3, "TICKET_AD_KKM"),
        (4, "TICKET_AD_INFO"),
    ],
};
