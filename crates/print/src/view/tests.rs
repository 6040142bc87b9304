use super::*;
use crate::sample;
use ofd_ru::{Element, Tag, Value};
use proptest::prelude::*;

fn receipt(document: &Document) -> Box<ReceiptView> {
    match DocumentView::from_document(document) {
        DocumentView::Receipt(receipt) => receipt,
        DocumentView::Report(report) => panic!("a report: {report:?}"),
    }
}

#[test]
fn the_qr_code_says_what_the_order_wants() {
    let sale = receipt(&sample::sale());
    let expected = "t=20261122T1005&s=4299.90&fn=9999078900000031&i=10482&fp=2853205313&n=1";
    assert_eq!(sale.qr.as_deref(), Some(expected));
}

#[test]
fn there_is_no_qr_code_when_one_of_its_parts_is_missing() {
    let mut document = sample::sale();
    document.elements.retain(|element| element.tag != Tag(1020));
    assert_eq!(receipt(&document).qr, None);
}

#[test]
fn marking_signs_follow_the_result_of_the_check() {
    let table = [
        (Some(15), MarkingSign::Positive),
        (Some(31), MarkingSign::Positive),
        (Some(1), MarkingSign::Negative),
        (Some(0b0111), MarkingSign::Negative),
        (Some(3), MarkingSign::NotChecked),
        (Some(0), MarkingSign::NotChecked),
        (None, MarkingSign::NotChecked),
    ];
    for (result, sign) in table {
        let mut line = vec![sample::nested(1163, vec![sample::text(1300, "x")])];
        line.extend(result.map(|result| sample::uint(2106, result)));
        let document = Document {
            form: Form::Receipt,
            elements: vec![sample::nested(1059, line)],
        };
        assert_eq!(receipt(&document).lines[0].marking, Some(sign), "{result:?}");
    }
}

#[test]
fn newer_and_older_rates_of_vat_stand_side_by_side() {
    let totals: Vec<String> = receipt(&sample::sale())
        .vat
        .iter()
        .map(|total| format!("{:?} {}", total.rate, total.amount))
        .collect();
    let expected = [
        "Known(Percent(22)) 681.64",
        "Known(Percent(10)) 9.08",
        "Known(NotSubject) 420.00",
    ];
    assert_eq!(totals, expected);
}

#[test]
fn unknown_codes_stay_numbers() {
    let document = Document {
        form: Form::Receipt,
        elements: vec![
            sample::uint(1054, 9),
            sample::uint(1055, 64),
            sample::uint(1209, 99),
        ],
    };
    let receipt = receipt(&document);
    assert_eq!(receipt.operation, Some(Coded::Unknown(9)));
    assert_eq!(receipt.taxation, Some(Coded::Unknown(64)));
    assert_eq!(receipt.identity.version, None);
}

#[test]
fn control_and_direction_characters_do_not_reach_the_paper() {
    let document = Document {
        form: Form::Receipt,
        elements: vec![sample::text(1048, " a\u{1b}[31mb\u{202e}c\nd\u{0}\u{200f} ")],
    };
    assert_eq!(
        receipt(&document).identity.seller_name.as_deref(),
        Some("a[31mbc d")
    );
}

#[test]
fn a_test_storage_is_told_from_a_real_one() {
    let mut identity = receipt(&sample::sale()).identity;
    assert!(identity.is_test());
    identity.fiscal_storage = Some("7281440000000001".into());
    assert!(!identity.is_test());
}

/// Values of any type under any tag, three levels deep.
fn element() -> impl Strategy<Value = Element> {
    let leaf = prop_oneof![
        "\\PC{0,40}".prop_map(Value::Text),
        any::<u64>().prop_map(Value::Uint),
        (any::<u64>(), any::<u8>()).prop_map(|(mantissa, scale)| Value::Decimal { mantissa, scale }),
        any::<i64>().prop_map(|seconds| Value::Time(LocalDateTime::from_wall_seconds(seconds))),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Unknown),
    ];
    let tag = prop_oneof![1000_u16..1300, 2000_u16..2120, any::<u16>()].prop_map(Tag);
    let flat = (tag.clone(), leaf).prop_map(|(tag, value)| Element { tag, value });
    flat.prop_recursive(3, 40, 8, move |inner| {
        (tag.clone(), prop::collection::vec(inner, 0..8)).prop_map(|(tag, elements)| Element {
            tag,
            value: Value::Nested(elements),
        })
    })
}

fn form() -> impl Strategy<Value = Form> {
    prop::sample::select(vec![
        Form::Registration,
        Form::ShiftOpening,
        Form::Receipt,
        Form::StrictReportingForm,
        Form::ShiftClosing,
        Form::StorageClosing,
        Form::OfdAcknowledgement,
        Form::ReRegistration,
        Form::SettlementStatus,
        Form::CorrectionReceipt,
        Form::CorrectionStrictReportingForm,
        Form::MarkingRequest,
        Form::MarkingNotification,
        Form::MarkingAnswer,
        Form::MarkingNotificationReceipt,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_stored_can_be_printed(form in form(), elements in prop::collection::vec(element(), 0..40)) {
        let view = DocumentView::from_document(&Document { form, elements });
        for locale in crate::Locale::ALL {
            prop_assert!(crate::text::render(&view, locale, crate::Columns::Narrow32).lines().all(|row| row.chars().count() <= 32));
            prop_assert!(!crate::html::fragment(&view, locale).into_string().is_empty());
            prop_assert!(crate::pdf::render(&view, locale).is_ok());
            prop_assert!(!crate::mail::receipt_mail(&view, locale, &crate::mail::ReceiptLinks::default()).subject.is_empty());
        }
    }
}
