//! Reports.

use super::{document, element, nested, numbers, quantity, seller, text, time, uint};
use ofd_ru::{Document, Element, Form, Value};

pub(super) fn registration() -> Document {
    let report = vec![
        text(1013, "00000000000000000031"),
        text(1021, "Администратор"),
        uint(1062, 1 | 32),
        text(1017, "7704000007"),
        text(1046, "ООО «Оператор примеров»"),
        text(1060, "www.nalog.gov.ru"),
        text(1117, "receipts@qassa.example"),
        uint(1001, 0),
        uint(1002, 0),
        uint(1056, 1),
        text(1188, "1.0"),
        uint(1189, 4),
        uint(1190, 4),
        uint(1213, 410),
        uint(1290, 1 << 5 | 1 << 8),
    ];
    document(
        Form::Registration,
        vec![seller(), report, numbers(1, "2026-11-01T09:00", 3_000_000_001, 4)],
    )
}

pub(super) fn reregistration() -> Document {
    let report = vec![
        text(1013, "00000000000000000031"),
        text(1021, "Администратор"),
        uint(1062, 2),
        uint(1205, 1 | 1 << 3 | 1 << 31),
        uint(1002, 1),
        text(1188, "1.1"),
        uint(1189, 4),
    ];
    document(
        Form::ReRegistration,
        vec![seller(), report, numbers(400, "2026-11-10T09:00", 9, 4)],
    )
}

pub(super) fn shift_opening() -> Document {
    let report = vec![
        uint(1038, 214),
        text(1021, "Кассир Смирнова А. В."),
        text(1188, "1.0"),
        uint(1189, 4),
        uint(1050, 0),
        uint(1051, 0),
        uint(1052, 1),
        uint(1053, 0),
        uint(1206, 4 | 16),
    ];
    document(
        Form::ShiftOpening,
        vec![seller(), report, numbers(10_465, "2026-11-22T08:58", 11, 4)],
    )
}

fn counters(count: u64, cash: u64, electronic: u64) -> Vec<Element> {
    vec![
        uint(1135, count),
        uint(1201, cash + electronic),
        uint(1136, cash),
        uint(1138, electronic),
        uint(1218, 0),
        uint(1219, 0),
        uint(1220, 0),
        uint(1139, 0),
        uint(1140, 90_800),
        uint(1183, 42_000),
    ]
}

fn totals(tag: u16, receipts: u64) -> Element {
    let corrections = nested(
        1133,
        vec![
            uint(1144, 1),
            nested(
                1145,
                vec![uint(1135, 1), uint(1201, 120_000), uint(1136, 120_000)],
            ),
        ],
    );
    nested(
        tag,
        vec![
            uint(1134, receipts),
            nested(1129, counters(receipts - 2, 1_250_050, 104_299_090)),
            nested(1130, counters(1, 0, 45_000)),
            nested(1131, counters(0, 0, 0)),
            nested(1132, counters(0, 0, 0)),
            corrections,
        ],
    )
}

pub(super) fn shift_closing() -> Document {
    let report = vec![
        uint(1038, 214),
        text(1021, "Кассир Смирнова А. В."),
        uint(1111, 1_202),
        uint(1118, 1_200),
        uint(1097, 3),
        time(1098, "2026-11-22T21:55"),
        uint(1050, 0),
        uint(1213, 388),
        totals(1194, 1_200),
        totals(1157, 10_400),
    ];
    document(
        Form::ShiftClosing,
        vec![
            seller(),
            report,
            numbers(11_667, "2026-11-22T22:00", 4_294_967_295, 4),
        ],
    )
}

pub(super) fn settlement_status() -> Document {
    let report = vec![
        uint(1002, 0),
        uint(1038, 214),
        uint(1097, 3),
        uint(1116, 11_664),
        time(1098, "2026-11-22T21:55"),
        uint(2104, 0),
        totals(1158, 3),
    ];
    document(
        Form::SettlementStatus,
        vec![seller(), report, numbers(11_668, "2026-11-22T22:05", 12, 4)],
    )
}

pub(super) fn acknowledgement() -> Document {
    let confirmation = vec![
        text(1017, "7704000007"),
        time(1012, "2026-11-22T10:06"),
        text(1041, "9999078900000031"),
        uint(1040, 10_482),
        element(1078, Value::Bytes(vec![0x88; 18])),
        nested(1068, vec![uint(1022, 0)]),
    ];
    document(Form::OfdAcknowledgement, vec![confirmation])
}

pub(super) fn marking_notification() -> Document {
    let item = vec![
        text(1030, "Молоко «Вологодские луга» 3,2 %, 950 мл"),
        quantity(1, 0),
        uint(1079, 9_990),
        uint(1043, 9_990),
        uint(1199, 2),
        text(2000, "010460000000001721N4N57R"),
        uint(2106, 15),
        uint(2110, 1),
    ];
    let notification = vec![
        time(1012, "2026-11-22T10:05"),
        text(1041, "9999078900000031"),
        uint(2002, 57),
        uint(2040, 10_482),
        nested(2007, item),
    ];
    document(Form::MarkingNotification, vec![notification])
}

pub(super) fn unknown_elements() -> Document {
    let report = vec![
        uint(1038, 1),
        text(9001, "из будущего"),
        element(9002, Value::Unknown(vec![0xAB; 40])),
        nested(9003, vec![uint(1, 1)]),
    ];
    document(
        Form::ShiftOpening,
        vec![seller(), report, numbers(2, "2026-11-01T09:05", 1, 9)],
    )
}
