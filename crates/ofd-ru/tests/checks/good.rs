//! Made-up documents that are in order.

use ofd_ru::checks::{CheckContext, PreviousDocument, RegisterFacts, ShiftPosition};
use ofd_ru::{Document, Element, FfdVersion, Form, Tag, Value};
use types::LocalDateTime;

/// 2026-11-22 10:00:00 of the wall clock.
pub const NOW: LocalDateTime = LocalDateTime::from_wall_seconds(1_795_341_600);
pub const INN: &str = "7702203276";
pub const PERSON_INN: &str = "500100732259";
pub const SERIAL: &str = "000000000002";
/// Belongs to [`INN`] and [`SERIAL`].
pub const REGISTRATION: &str = "0000000005008570";
pub const STORAGE: &str = "9999078900005488";

/// A context that knows the hour and nothing else.
pub fn context() -> CheckContext<'static> {
    CheckContext {
        now: Some(NOW),
        register: RegisterFacts::default(),
        previous: None,
    }
}

/// The document before number 10: an open shift 2 with four receipts.
pub fn previous() -> PreviousDocument {
    PreviousDocument {
        number: 9,
        at: NOW.plus_s(-60),
        shift: ShiftPosition::Open {
            number: 2,
            opened_at: NOW.plus_s(-3600),
            last_receipt: 4,
        },
    }
}

pub fn uint(tag: u16, number: u64) -> Element {
    Element::uint(Tag(tag), number)
}

pub fn text(tag: u16, text: &str) -> Element {
    Element::text(Tag(tag), text)
}

pub fn time(tag: u16, at: LocalDateTime) -> Element {
    Element::time(Tag(tag), at)
}

pub fn bytes(tag: u16, bytes: &[u8]) -> Element {
    Element::bytes(Tag(tag), bytes)
}

pub fn group(tag: u16, elements: Vec<Element>) -> Element {
    Element::nested(Tag(tag), elements)
}

pub fn decimal(tag: u16, mantissa: u64, scale: u8) -> Element {
    Element::new(Tag(tag), Value::Decimal { mantissa, scale })
}

/// A document of this kind, or `None` when the version has none.
pub fn document(form: Form, version: FfdVersion) -> Option<Document> {
    let elements = match form {
        Form::Registration => registration(version, 1),
        Form::ReRegistration => re_registration(version),
        Form::ShiftOpening => shift_opening(version),
        Form::Receipt | Form::StrictReportingForm => receipt(version),
        Form::CorrectionReceipt | Form::CorrectionStrictReportingForm => correction(version),
        Form::ShiftClosing => shift_closing(version),
        Form::StorageClosing => storage_closing(version),
        Form::SettlementStatus => settlement_status(version),
        Form::OfdAcknowledgement => acknowledgement(version),
        Form::MarkingRequest
        | Form::MarkingNotification
        | Form::MarkingAnswer
        | Form::MarkingNotificationReceipt
            if version != FfdVersion::V1_2 =>
        {
            return None;
        }
        Form::MarkingRequest => marking_request(),
        Form::MarkingNotification => marking_notification(),
        Form::MarkingAnswer => vec![uint(2001, 7), uint(2105, 0), time(2114, NOW)],
        Form::MarkingNotificationReceipt => vec![time(1012, NOW), uint(2002, 7), uint(2111, 0)],
    };
    Some(Document { form, elements })
}

/// What every document of a register has.
fn header(version: FfdVersion, number: u64) -> Vec<Element> {
    vec![
        time(1012, NOW),
        text(1037, REGISTRATION),
        uint(1040, number),
        text(1041, STORAGE),
        bytes(1077, &[0x21, 4, 1, 2, 3, 4]),
        uint(1209, version.code()),
    ]
}

fn registration(version: FfdVersion, number: u64) -> Vec<Element> {
    let mut elements = header(version, number);
    elements.extend([
        uint(1001, 0),
        uint(1002, 0),
        text(1009, "101000, Москва, Мясницкая ул., 1"),
        text(1013, SERIAL),
        text(1017, INN),
        text(1018, INN),
        text(1021, "Кассир"),
        text(1046, "ОФД"),
        text(1048, "ООО «Ромашка»".replace(['«', '»'], "\"").as_str()),
        uint(1056, 0),
        text(1060, "www.nalog.gov.ru"),
        uint(1062, 3),
        text(1117, "shop@example.com"),
        text(1187, "Магазин"),
        text(1188, "1.0"),
        uint(1189, version.code()),
    ]);
    let version_1_2 = version == FfdVersion::V1_2;
    if version_1_2 {
        elements.extend([uint(1190, 4), uint(1213, 400), uint(1290, 1 << 8)]);
    } else {
        elements.extend([1108, 1110, 1221].map(|tag| uint(tag, 0)));
    }
    if version == FfdVersion::V1_1 {
        elements.extend([1126, 1193, 1207].map(|tag| uint(tag, 0)));
        elements.extend([uint(1190, 3), uint(1213, 400)]);
    }
    elements
}

fn re_registration(version: FfdVersion) -> Vec<Element> {
    let mut elements = registration(version, 10);
    elements.push(match version {
        FfdVersion::V1_0 | FfdVersion::V1_05 => uint(1101, 1),
        FfdVersion::V1_1 | FfdVersion::V1_2 => uint(1205, 1),
    });
    elements
}

fn shift_opening(version: FfdVersion) -> Vec<Element> {
    let mut elements = header(version, 10);
    elements.extend([text(1018, INN), text(1021, "Кассир"), uint(1038, 3)]);
    elements.extend([text(1188, "1.0"), uint(1189, version.code())]);
    elements
}

/// Two lines: 2.5 × 100.00 at 20 % (returned goods) and 1 × 50.00 at 22 %.
fn receipt(version: FfdVersion) -> Vec<Element> {
    let mut elements = header(version, 10);
    elements.extend([
        text(1009, "101000, Москва, Мясницкая ул., 1"),
        text(1018, INN),
        uint(1020, 30_000),
        text(1021, "Кассир"),
        uint(1031, 10_000),
        uint(1038, 2),
        uint(1042, 5),
        text(1048, "ООО Ромашка"),
        uint(1054, 2),
        uint(1055, 1),
        line(version, "Товар", 10_000, (25, 1), 25_000, 1),
        uint(1081, 20_000),
        uint(1102, 4167),
        text(1187, "Магазин"),
    ]);
    if version == FfdVersion::V1_1 {
        elements.push(line(version, "Ещё товар", 5000, (1, 0), 5000, 6));
        elements.push(uint(1105, 5000));
    } else {
        elements.push(line(version, "Ещё товар", 5000, (1, 0), 5000, 11));
        elements.push(group(
            1115,
            vec![group(1119, vec![uint(1199, 11), uint(1120, 902)])],
        ));
    }
    elements
}

pub fn line(
    version: FfdVersion,
    name: &str,
    price: u64,
    quantity: (u64, u8),
    total: u64,
    rate: u64,
) -> Element {
    let mut elements = vec![
        decimal(1023, quantity.0, quantity.1),
        text(1030, name),
        uint(1043, total),
        uint(1079, price),
        uint(1199, rate),
        uint(1212, 1),
        uint(1214, 4),
    ];
    if version == FfdVersion::V1_2 {
        elements.push(uint(2108, 0));
    }
    group(1059, elements)
}

/// A line of FFD 1.2 with a marking code, and what the receipt needs for it.
pub fn marked_receipt() -> Document {
    let version = FfdVersion::V1_2;
    let mut document = document(Form::Receipt, version).unwrap();
    document.elements.extend([uint(2107, 0), uint(1011, 2)]);
    let line = document
        .elements
        .iter_mut()
        .find(|element| element.tag == Tag(1059))
        .unwrap();
    let Value::Nested(line) = &mut line.value else {
        panic!("a line is a group")
    };
    line.retain(|element| ![Tag(1023), Tag(1079), Tag(1212)].contains(&element.tag));
    line.extend([
        decimal(1023, 1, 0),
        uint(1079, 25_000),
        uint(1212, 33),
        group(1163, vec![text(1305, "0104006381333931215abcdE")]),
        group(
            1260,
            vec![
                text(1262, "030"),
                text(1263, "21.11.2023"),
                text(1264, "1944"),
                text(1265, "UUID=1&Time=2"),
            ],
        ),
        group(1291, vec![text(1292, "1/2"), uint(1293, 1), uint(1294, 2)]),
        uint(2102, 0),
        uint(2106, 15),
    ]);
    document
}

fn correction(version: FfdVersion) -> Vec<Element> {
    let mut basis = vec![time(
        1178,
        LocalDateTime::from_wall_seconds(1_795_305_600 - 86_400),
    )];
    basis.push(text(1179, "0"));
    let mut elements = if version == FfdVersion::V1_05 {
        let mut elements = header(version, 10);
        elements.extend([uint(1020, 30_000), text(1021, "Кассир"), uint(1031, 30_000)]);
        elements.extend([uint(1038, 2), uint(1042, 5), uint(1054, 1), uint(1102, 5000)]);
        elements
    } else {
        receipt(version)
    };
    elements.extend([uint(1173, 0), group(1174, basis)]);
    elements
}

fn payments(count: u64, cash: u64, electronic: u64) -> Vec<Element> {
    vec![
        uint(1135, count),
        uint(1136, cash),
        uint(1138, electronic),
        uint(1201, cash + electronic),
        uint(1218, 0),
        uint(1219, 0),
        uint(1220, 0),
    ]
}

/// Counters 1157 or 1194 of so many sales of 120.00 with 20 % VAT, and one correction.
pub fn counters(tag: u16, sales: u64) -> Element {
    let mut sell = payments(sales, sales * 10_000, sales * 2000);
    sell.extend([
        uint(1139, sales * 2000),
        uint(1140, 0),
        uint(1143, 0),
        uint(1183, 0),
    ]);
    let corrections = vec![
        uint(1144, 1),
        group(1145, vec![uint(1135, 1), uint(1136, 1000), uint(1201, 1000)]),
    ];
    group(
        tag,
        vec![uint(1134, sales + 1), group(1129, sell), group(1133, corrections)],
    )
}

fn shift_closing(version: FfdVersion) -> Vec<Element> {
    let mut elements = header(version, 10);
    elements.extend([text(1018, INN), text(1021, "Кассир"), uint(1038, 2)]);
    elements.extend([
        uint(1111, 6),
        uint(1118, 4),
        uint(1097, 2),
        time(1098, NOW.plus_s(-600)),
    ]);
    if version != FfdVersion::V1_05 {
        elements.extend([counters(1157, 30), counters(1194, 3), uint(1213, 300)]);
    }
    elements
}

fn storage_closing(version: FfdVersion) -> Vec<Element> {
    let mut elements = header(version, 10);
    elements.extend([
        text(1018, INN),
        text(1021, "Кассир"),
        uint(1038, 2),
        text(1048, "ООО Ромашка"),
    ]);
    if version != FfdVersion::V1_05 {
        elements.push(counters(1157, 30));
    }
    if version == FfdVersion::V1_2 {
        elements.extend([text(1009, "101000, Москва"), text(1187, "Магазин")]);
    }
    elements
}

fn settlement_status(version: FfdVersion) -> Vec<Element> {
    let mut elements = header(version, 10);
    elements.extend([
        text(1018, INN),
        uint(1097, 2),
        time(1098, NOW.plus_s(-600)),
        uint(1116, 8),
    ]);
    if version != FfdVersion::V1_05 {
        elements.push(counters(1157, 30));
        elements.push(group(
            1158,
            vec![uint(1144, 2), group(1145, payments(2, 1000, 500))],
        ));
    }
    if version == FfdVersion::V1_2 {
        elements.push(uint(1213, 300));
    }
    elements
}

fn acknowledgement(version: FfdVersion) -> Vec<Element> {
    let mut elements = vec![
        time(1012, NOW),
        text(1017, INN),
        uint(1040, 10),
        text(1041, STORAGE),
        bytes(
            1078,
            &[0x88, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        ),
    ];
    elements.push(match version {
        FfdVersion::V1_0 | FfdVersion::V1_05 => group(1068, vec![uint(1022, 0)]),
        FfdVersion::V1_1 | FfdVersion::V1_2 => uint(1206, 2),
    });
    elements
}

const CODE: &str = "0104006381333931215abcdE";

fn marking_request() -> Vec<Element> {
    vec![
        text(1018, INN),
        text(1041, STORAGE),
        text(2000, CODE),
        uint(2001, 7),
        uint(2003, 1),
        uint(2004, 3),
        uint(2100, 4),
        uint(2102, 0),
        time(2114, NOW),
    ]
}

fn marking_notification() -> Vec<Element> {
    let product = vec![
        decimal(1023, 1, 0),
        text(1030, "Товар"),
        uint(1043, 5000),
        uint(1079, 5000),
        uint(1199, 11),
        uint(1200, 902),
        uint(1214, 4),
        text(2000, CODE),
        uint(2100, 4),
        text(2101, CODE),
        uint(2102, 0),
        uint(2106, 15),
        uint(2108, 0),
        uint(2110, 1),
        text(2115, "abcd"),
    ];
    vec![
        uint(1011, 2),
        time(1012, NOW),
        text(1041, STORAGE),
        uint(1054, 1),
        uint(1055, 1),
        uint(2002, 7),
        group(2007, product),
        uint(2040, 10),
        uint(2116, 1),
    ]
}
