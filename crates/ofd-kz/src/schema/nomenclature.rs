//! Generated from `proto/nomenclature.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions};

/// `NomenclatureRequest`.
pub static NOMENCLATURE_REQUEST: MessageSchema = MessageSchema {
    name: "NomenclatureRequest",
    fields: &[
        FieldSchema::new(1, "current_version", Kind::Uint32, Label::RequiredIn(202), Versions(202, 204)),
        FieldSchema::new(2, "barcode", Kind::String, Label::Optional, Versions(203, 204)),
    ],
};

/// `NomenclatureResponse`.
pub static NOMENCLATURE_RESPONSE: MessageSchema = MessageSchema {
    name: "NomenclatureResponse",
    fields: &[
        FieldSchema::new(1, "version", Kind::Uint32, Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "created_time", Kind::Message(&super::base::DATE_TIME), Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "elements", Kind::Message(&super::nomenclature::NOMENCLATURE_ELEMENT), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(4, "result", Kind::Enum(&super::nomenclature::NOMENCLATURE_RESULT_TYPE), Label::Required, Versions(202, 204)),
    ],
};

/// `NomenclatureTax`.
pub static NOMENCLATURE_TAX: MessageSchema = MessageSchema {
    name: "NomenclatureTax",
    fields: &[
        FieldSchema::new(1, "taxation_type", Kind::Enum(&super::base::TAXATION_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(2, "tax_type", Kind::Enum(&super::base::TAX_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "tax_percent", Kind::Uint32, Label::Required, Versions(202, 204)),
    ],
};

/// `NomenclatureItem`.
pub static NOMENCLATURE_ITEM: MessageSchema = MessageSchema {
    name: "NomenclatureItem",
    fields: &[
        FieldSchema::new(1, "article", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(2, "barcode", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(3, "description", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(6, "purchase_price", Kind::Message(&super::base::MONEY), Label::RequiredIn(202), Versions(202, 204)),
        FieldSchema::new(7, "sell_price", Kind::Message(&super::base::MONEY), Label::RequiredIn(202), Versions(202, 204)),
        FieldSchema::new(8, "discount_percent", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(9, "discount_sum", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(10, "markup_percent", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(11, "markup_sum", Kind::Message(&super::base::MONEY), Label::Optional, Versions(202, 204)),
        FieldSchema::new(12, "taxes", Kind::Message(&super::nomenclature::NOMENCLATURE_TAX), Label::Repeated, Versions(202, 204)),
        FieldSchema::new(13, "measure_count", Kind::Uint32, Label::Optional, Versions(202, 204)),
        FieldSchema::new(14, "measure_title", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(15, "measure_fractional", Kind::Bool, Label::Optional, Versions(202, 204)),
        FieldSchema::new(16, "measure_unit_code", Kind::String, Label::Optional, Versions(202, 204)),
        FieldSchema::new(17, "ntin", Kind::String, Label::Optional, Versions(203, 204)),
        FieldSchema::new(18, "is_markedeac", Kind::Bool, Label::Optional, Versions(203, 204)),
        FieldSchema::new(19, "is_social", Kind::Bool, Label::Optional, Versions(203, 204)),
    ],
};

/// `NomenclatureElement`.
pub static NOMENCLATURE_ELEMENT: MessageSchema = MessageSchema {
    name: "NomenclatureElement",
    fields: &[
        FieldSchema::new(1, "type", Kind::Enum(&super::nomenclature::ELEMENT_TYPE), Label::Required, Versions(202, 204)),
        FieldSchema::new(3, "title", Kind::String, Label::Required, Versions(202, 204)),
        FieldSchema::new(7, "title_kk", Kind::String, Label::Optional, Versions(203, 204)),
        FieldSchema::new(4, "parent_group_id", Kind::Uint64, Label::Optional, Versions(202, 204)),
        FieldSchema::new(5, "id", Kind::Uint64, Label::Required, Versions(202, 204)),
        FieldSchema::new(6, "item", Kind::Message(&super::nomenclature::NOMENCLATURE_ITEM), Label::Optional, Versions(202, 204)),
    ],
};

/// `ElementType`.
pub static ELEMENT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "GROUP"),
        (1, "ITEM"),
    ],
};

/// `NomenclatureResultType`.
pub static NOMENCLATURE_RESULT_TYPE: EnumSchema = EnumSchema {
    values: &[
        (0, "RESULT_TYPE_OK"),
        (1, "RESULT_TYPE_VERSION_IS_ACTUAL"),
        (2, "RESULT_TYPE_NO_VERSION"),
        (3, "RESULT_TYPE_ELEMENT_NOT_FOUND_BY_BARCODE"),
    ],
};
