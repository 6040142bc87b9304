//! Documents of invented sellers, for tests and for looking at the forms.

#[path = "sample/report.rs"]
mod report;

use ofd_ru::{Document, Element, Form, Tag, Value};
use types::LocalDateTime;

/// Name of the sample and the document.
pub(crate) fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("sale", sale()),
        ("return-of-agent", return_of_agent()),
        ("correction", correction()),
        ("strict-form-1-05", strict_form()),
        ("registration", report::registration()),
        ("reregistration", report::reregistration()),
        ("shift-opening", report::shift_opening()),
        ("shift-closing", report::shift_closing()),
        ("settlement-status", report::settlement_status()),
        ("acknowledgement", report::acknowledgement()),
        ("marking-notification", report::marking_notification()),
        ("unknown-elements", report::unknown_elements()),
    ]
}

pub(crate) fn text(tag: u16, text: &str) -> Element {
    element(tag, Value::Text(text.to_owned()))
}

pub(crate) fn uint(tag: u16, number: u64) -> Element {
    element(tag, Value::Uint(number))
}

pub(crate) fn nested(tag: u16, elements: Vec<Element>) -> Element {
    element(tag, Value::Nested(elements))
}

fn element(tag: u16, value: Value) -> Element {
    Element { tag: Tag(tag), value }
}

fn quantity(mantissa: u64, scale: u8) -> Element {
    element(1023, Value::Decimal { mantissa, scale })
}

fn time(tag: u16, at: &str) -> Element {
    let at = LocalDateTime::parse(at, "%Y-%m-%dT%H:%M").expect("a time of the sample");
    element(tag, Value::Time(at))
}

fn sign(printed: u32) -> Element {
    let mut bytes = vec![0x21, 0x04];
    bytes.extend(printed.to_be_bytes());
    element(1077, Value::Bytes(bytes))
}

fn seller() -> Vec<Element> {
    vec![
        text(1048, "ООО «Северный кофе»"),
        text(1018, "7701000009"),
        text(1009, "119021, г. Москва, ул. Тестовая, д. 5"),
        text(1187, "https://coffee.example"),
    ]
}

fn numbers(document_number: u64, at: &str, printed_sign: u32, version: u64) -> Vec<Element> {
    vec![
        time(1012, at),
        text(1037, "0000000012045678"),
        text(1041, "9999078900000031"),
        uint(1040, document_number),
        sign(printed_sign),
        uint(1209, version),
    ]
}

fn document(form: Form, parts: Vec<Vec<Element>>) -> Document {
    Document {
        form,
        elements: parts.into_iter().flatten().collect(),
    }
}

pub(crate) fn sale() -> Document {
    let coffee = vec![
        text(1030, "Кофе в зёрнах «Полярная ночь», 1 кг"),
        uint(1079, 189_000),
        quantity(2, 0),
        uint(1043, 378_000),
        uint(2108, 0),
        uint(1199, 11),
        uint(1200, 68_164),
        uint(1212, 1),
        uint(1214, 4),
    ];
    let milk = vec![
        text(1030, "Молоко «Вологодские луга» 3,2 %, 950 мл"),
        uint(1079, 9_990),
        quantity(1, 0),
        uint(1043, 9_990),
        uint(2108, 0),
        uint(1199, 2),
        uint(1200, 908),
        uint(1212, 33),
        uint(1214, 4),
        nested(1163, vec![text(1305, "010460000000001721N4N57RSCBUZTQ")]),
        uint(2102, 0),
        uint(2106, 15),
    ];
    let beans = vec![
        text(1030, "Обжарка на заказ"),
        uint(1079, 120_000),
        quantity(350, 3),
        uint(1043, 42_000),
        uint(2108, 11),
        uint(1199, 6),
        uint(1212, 4),
        uint(1214, 1),
    ];
    let receipt = vec![
        uint(1054, 1),
        uint(1055, 1),
        uint(1038, 214),
        uint(1042, 17),
        text(1021, "Кассир Смирнова А. В."),
        text(1203, "770100000017"),
        nested(1059, coffee),
        nested(1059, milk),
        nested(1059, beans),
        uint(1020, 429_990),
        uint(1031, 0),
        uint(1081, 429_990),
        uint(1215, 0),
        uint(1216, 0),
        uint(1217, 0),
        nested(1115, vec![nested(1119, vec![uint(1199, 11), uint(1120, 68_164)])]),
        uint(1103, 908),
        uint(1105, 42_000),
        uint(1125, 1),
        text(1008, "buyer@example.com"),
        text(1117, "receipts@qassa.example"),
        text(1060, "www.nalog.gov.ru"),
        uint(2107, 0),
    ];
    document(
        Form::Receipt,
        vec![
            seller(),
            receipt,
            numbers(10_482, "2026-11-22T10:05", 2_853_205_313, 4),
        ],
    )
}

fn ticket_line() -> Vec<Element> {
    vec![
        text(1030, "Билет на концерт, партер, ряд 3, место 14"),
        uint(1079, 450_000),
        quantity(1, 0),
        uint(1043, 450_000),
        uint(2108, 0),
        uint(1199, 6),
        uint(1212, 4),
        uint(1214, 1),
        uint(1222, 32),
        nested(
            1223,
            vec![
                text(1044, "Возврат"),
                text(1073, "+74950000001"),
                text(1026, "АО «Перевод»"),
                text(1016, "7702000008"),
                text(1005, "г. Москва, пл. Примерная, 1"),
                text(1075, "+74950000002"),
            ],
        ),
        nested(
            1224,
            vec![text(1225, "Филармония на Неве"), text(1171, "+78120000003")],
        ),
        text(1226, "7803000006"),
        nested(
            1260,
            vec![
                text(1262, "030"),
                text(1263, "21.11.2023"),
                text(1264, "1944"),
                text(
                    1265,
                    "UUID=00000000-0000-4000-8000-000000000000&Time=1700000000000",
                ),
            ],
        ),
    ]
}

fn return_of_agent() -> Document {
    let receipt = vec![
        uint(1054, 2),
        uint(1055, 4),
        uint(1038, 7),
        uint(1042, 2),
        text(1021, "Автомат"),
        text(1036, "000121"),
        nested(1059, ticket_line()),
        uint(1020, 450_000),
        uint(1031, 150_000),
        uint(1081, 0),
        uint(1215, 300_000),
        uint(1105, 450_000),
        nested(
            1256,
            vec![
                text(1227, "Пример Покупателев"),
                text(1243, "01.02.1990"),
                text(1245, "21"),
                text(1246, "0000 000000"),
            ],
        ),
        text(1008, "+79000000000"),
        text(1192, "№ 14-Б"),
        nested(1084, vec![text(1085, "Промокод"), text(1086, "ОСЕНЬ")]),
        nested(
            1270,
            vec![
                uint(1271, 1),
                text(1272, "касса 3"),
                time(1273, "2026-11-21T19:00"),
            ],
        ),
        uint(2107, 1),
    ];
    document(
        Form::Receipt,
        vec![seller(), receipt, numbers(31, "2026-11-21T19:01", 48_207_649, 4)],
    )
}

fn correction() -> Document {
    let receipt = vec![
        uint(1054, 1),
        uint(1055, 1),
        uint(1173, 1),
        nested(
            1174,
            vec![time(1178, "2025-12-30T00:00"), text(1179, "12-05/0001")],
        ),
        uint(1038, 215),
        uint(1042, 1),
        text(1021, "Кассир Смирнова А. В."),
        nested(
            1059,
            vec![
                text(1030, "Чайник эмалированный"),
                uint(1079, 120_000),
                quantity(1, 0),
                uint(1043, 120_000),
                uint(2108, 0),
                uint(1199, 1),
                uint(1200, 20_000),
                uint(1212, 1),
                uint(1214, 4),
            ],
        ),
        uint(1020, 120_000),
        uint(1031, 120_000),
        uint(1102, 20_000),
    ];
    document(
        Form::CorrectionReceipt,
        vec![seller(), receipt, numbers(10_483, "2026-11-22T11:00", 7, 4)],
    )
}

fn strict_form() -> Document {
    let receipt = vec![
        uint(1054, 1),
        uint(1055, 32),
        uint(1038, 3),
        uint(1042, 9),
        text(1021, "Мастер Пример П. П."),
        nested(
            1059,
            vec![
                text(1030, "Настройка рояля"),
                uint(1079, 650_000),
                quantity(15, 1),
                uint(1043, 975_000),
                text(1197, "час"),
            ],
        ),
        uint(1020, 975_000),
        uint(1031, 500_000),
        uint(1216, 475_000),
        uint(1105, 975_000),
    ];
    document(
        Form::StrictReportingForm,
        vec![
            seller(),
            receipt,
            numbers(112, "2019-06-01T12:30", 1_234_567_890, 2),
        ],
    )
}
