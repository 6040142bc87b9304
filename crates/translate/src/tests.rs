use ofd_ru::checks::{CheckContext, Severity, check_body};
use ofd_ru::{Document, Element, Elements, Form, Tag, Value, tags, tlv};
use proptest::prelude::*;
use receipt::*;
use types::{LocalDateTime, Money, Quantity};

use crate::*;
use sample::{correction, day, full_receipt, line, receipts};

mod sample;

const VERSIONS: [FormatVersion; 3] = [FormatVersion::V1_05, FormatVersion::V1_1, FormatVersion::V1_2];

fn document(receipt: &Receipt, context: &SealingContext) -> Document {
    let (form, elements) = receipt_to_elements(receipt, context).unwrap();
    Document { form, elements }
}

fn errors(document: &Document, version: FormatVersion) -> Vec<String> {
    let findings = check_body(document, code::ffd_version(version), &CheckContext::default());
    let errors = findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| format!("{finding:?}")).collect()
}

/// The tree as text: one element a line, groups indented.
fn shown(elements: &[Element], depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    for Element { tag, value } in elements {
        lines.push(match value {
            Value::Text(text) => format!("{indent}{tag} `{text}`"),
            Value::Uint(number) => format!("{indent}{tag} {number}"),
            Value::Decimal { mantissa, scale } => format!("{indent}{tag} {mantissa}e-{scale}"),
            Value::Time(time) => format!("{indent}{tag} {time}"),
            Value::Bytes(bytes) | Value::Unknown(bytes) => format!("{indent}{tag} {bytes:02x?}"),
            Value::Nested(_) => format!("{indent}{tag}"),
        });
        if let Value::Nested(children) = value {
            shown(children, depth + 1, lines);
        }
    }
}

fn golden(receipt: &Receipt, context: &SealingContext) -> String {
    let document = document(receipt, context);
    let mut lines = vec![format!("form {}", document.form.code())];
    shown(&document.elements, 1, &mut lines);
    lines.join("\n")
}

#[test]
fn writes_everything_that_a_receipt_says() {
    for version in VERSIONS {
        let context = SealingContext {
            marking_checks: vec![
                MarkingCheck::NOT_CHECKED,
                MarkingCheck::NOT_CHECKED,
                MarkingCheck::POSITIVE,
            ],
            ..SealingContext::new(version)
        };
        let mut receipt = full_receipt();
        if version < FormatVersion::V1_2 {
            receipt.lines[2].subject = LineSubject::GOOD;
        }
        insta::assert_snapshot!(format!("receipt-{version}"), golden(&receipt, &context));
    }
}

#[test]
fn writes_corrections() {
    for version in VERSIONS {
        let mut receipt = full_receipt();
        receipt.form = DocumentForm::StrictReportingForm;
        receipt.lines = vec![line()];
        receipt.cashless.clear();
        receipt.correction = Some(correction());
        let context = SealingContext::new(version);
        insta::assert_snapshot!(format!("correction-{version}"), golden(&receipt, &context));
    }
}

#[test]
fn passes_the_format_checks_of_every_version() {
    for version in VERSIONS {
        let mut receipt = full_receipt();
        if version < FormatVersion::V1_2 {
            receipt.lines[2].subject = LineSubject::GOOD;
        }
        let context = SealingContext::new(version);
        assert_eq!(
            errors(&document(&receipt, &context), version),
            Vec::<String>::new(),
            "{version}"
        );
        receipt.correction = Some(correction());
        assert_eq!(
            errors(&document(&receipt, &context), version),
            Vec::<String>::new(),
            "{version}"
        );
    }
}

#[test]
fn leaves_to_the_storage_what_the_storage_adds() {
    for version in VERSIONS {
        let document = document(&full_receipt(), &SealingContext::new(version));
        for tag in [1012, 1037, 1038, 1040, 1041, 1042, 1077, 1209] {
            assert!(document.body().element(Tag(tag)).is_none(), "{tag}");
        }
    }
}

#[test]
fn the_vat_of_a_real_receipt_is_that_of_the_sum() {
    let mut receipt = full_receipt();
    receipt.lines = [11_999, 7_699, 4_999]
        .map(Money::from_minor)
        .map(|total| ReceiptLine {
            price: total,
            total,
            ..line()
        })
        .to_vec();
    receipt.cashless.clear();
    receipt.payments = Payments {
        electronic: Money::from_minor(24_697),
        ..Payments::default()
    };
    let document = document(&receipt, &SealingContext::new(FormatVersion::V1_2));
    let totals = document.body().nested(tags::VAT_TOTALS).unwrap();
    let total = totals.nested(tags::VAT_TOTAL).unwrap();
    assert_eq!(total.uint(tags::VAT_RATE), Some(11));
    assert_eq!(total.uint(tags::VAT_TOTAL_SUM), Some(4_454));
}

#[test]
fn the_excise_of_a_split_line_is_shared() {
    let document = document(&full_receipt(), &SealingContext::new(FormatVersion::V1_2));
    let lines = document.body().elements_of(tags::LINE);
    let excise: Vec<_> = lines
        .filter_map(|line| line.value.as_nested()?.uint(tags::EXCISE))
        .collect();
    assert_eq!(excise, [200, 100]);
}

#[test]
fn a_register_for_the_internet_says_so() {
    let context = SealingContext {
        register_use: RegisterUse::InternetOnly,
        ..SealingContext::new(FormatVersion::V1_1)
    };
    let document = document(&full_receipt(), &context);
    assert_eq!(document.body().uint(tags::INTERNET_ONLY), Some(1));
    let anywhere = SealingContext::new(FormatVersion::V1_1);
    let (_, elements) = receipt_to_elements(&full_receipt(), &anywhere).unwrap();
    assert_eq!(elements.uint(tags::INTERNET_ONLY), None);
}

#[test]
fn refuses_what_no_document_can_say() {
    type Change = (&'static str, fn(&mut Receipt));
    let context = SealingContext::new(FormatVersion::V1_2);
    let changes: [Change; 6] = [
        ("Text", |r| r.lines[0].name = "🍵".into()),
        ("Line", |r| r.lines[0].quantity = Quantity::default()),
        ("Amount", |r| r.payments.cash = Money::from_minor(-1)),
        ("VatRate", |r| r.lines[0].vat = VatRate::Percent(18)),
        ("Contact", |r| r.buyer.email = Some("b".into())),
        ("Marking", |r| r.lines[2].marking.as_mut().unwrap().code.clear()),
    ];
    for (name, change) in changes {
        let mut receipt = full_receipt();
        change(&mut receipt);
        let error = format!("{:?}", receipt_to_elements(&receipt, &context).unwrap_err());
        assert!(error.starts_with(name), "{name}: {error}");
    }
}

#[test]
fn reads_only_receipts_and_says_what_is_wrong() {
    let report = Document::new(Form::ShiftOpening);
    assert_eq!(
        document_to_receipt(&report),
        Err(ReadError::NotAReceipt {
            form: Form::ShiftOpening
        })
    );
    let mut document = document(&full_receipt(), &SealingContext::new(FormatVersion::V1_2));
    document.elements.retain(|element| element.tag != tags::OPERATION);
    assert_eq!(
        document_to_receipt(&document),
        Err(ReadError::Missing { tag: tags::OPERATION })
    );
    document.elements.push(Element::uint(tags::OPERATION, 5_u8));
    let error = document_to_receipt(&document).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tag 1054 is Uint(5), which is not an operation from 1 to 4"
    );
}

#[test]
fn reads_what_old_formats_say() {
    let mut receipt = full_receipt();
    receipt.lines[0].measure_name = Some("упак.".into());
    receipt.correction = Some(correction());
    let read = document_to_receipt(&document(&receipt, &SealingContext::new(FormatVersion::V1_05))).unwrap();
    assert_eq!(read.lines[0].measure_name.as_deref(), Some("упак."));
    assert_eq!(read.lines[1].measure, MeasureUnit::PIECE);
    assert_eq!(
        read.lines[3].marking.as_ref().unwrap().code,
        "0104601234567893215abcde"
    );
    assert_eq!(read.buyer.name, receipt.buyer.name);
    assert_eq!(read.correction.unwrap().order_number, None);
}

#[test]
fn a_summary_has_the_columns_of_the_document() {
    let mut document = document(&full_receipt(), &SealingContext::new(FormatVersion::V1_2));
    let at = LocalDateTime::parse("22.11.2026 10:00", "%d.%m.%Y %H:%M").unwrap();
    document.elements.extend([
        Element::text(tags::FISCAL_STORAGE_NUMBER, "9999078900005488"),
        Element::uint(tags::FISCAL_DOCUMENT_NUMBER, 42_u8),
        Element::bytes(tags::FISCAL_SIGN, [0x21, 0x04, 0xAA, 0x10, 0x75, 0x41]),
        Element::time(tags::DATE_TIME, at),
        Element::text(tags::REGISTRATION_NUMBER, "0007795807005569"),
        Element::text(tags::ORGANIZATION_INN, "7825706086"),
        Element::uint(tags::SHIFT_NUMBER, 7_u8),
        Element::uint(tags::RECEIPT_NUMBER_IN_SHIFT, 3_u8),
        Element::uint(tags::FFD_VERSION, 4_u8),
    ]);
    let summary = document_to_summary(&document);
    assert_eq!(summary.fiscal_sign, Some(2_853_205_313));
    assert_eq!(summary.document_number, Some(42));
    assert_eq!(summary.at, Some(at));
    assert_eq!(summary.inn.unwrap().as_str(), "7825706086");
    let settlement = summary.settlement.unwrap();
    assert_eq!(settlement.operation, Some(Operation::Sell));
    assert_eq!(settlement.receipt_number, Some(3));
    assert_eq!(settlement.total.unwrap().to_string(), "179.99");
    assert_eq!(settlement.payments, full_receipt().payments);
    assert_eq!(settlement.buyer_contact.as_deref(), Some("b@example.com"));
    assert_eq!(settlement.line_count, 4);
    let empty = document_to_summary(&Document::new(Form::OfdAcknowledgement));
    assert_eq!(
        (empty.settlement, empty.fiscal_sign, empty.version),
        (None, None, None)
    );
}

#[test]
fn what_the_lint_accepts_can_be_sealed() {
    let receipt = full_receipt();
    for version in VERSIONS {
        let mut receipt = receipt.clone();
        if version < FormatVersion::V1_2 {
            receipt.lines[2].subject = LineSubject::GOOD;
        }
        let findings = lint(&receipt, &LintContext::new(version, day("22.11.2026")));
        assert!(receipt::lint::is_sealable(&findings), "{findings:?}");
    }
}

#[test]
fn reads_the_shared_receipts_where_they_are_at_hand() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/ru/fns_receipts.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no shared vectors beside the checkout");
        return;
    };
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for row in rows {
        let Some(hex) = row["tlv_hex_by_peer"].as_str() else {
            continue;
        };
        let bytes: Vec<_> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let receipt = document_to_receipt(&tlv::decode_document(&bytes).unwrap()).unwrap();
        let payload = &row["payload"];
        assert_eq!(
            receipt.total().map(Money::minor),
            payload["totalSum"].as_i64(),
            "{}",
            row["id"]
        );
        assert_eq!(receipt.payments.total(), receipt.total());
        let vat = receipt
            .vat_totals()
            .unwrap()
            .get(VatRate::Percent(10))
            .unwrap()
            .vat;
        assert_eq!(Some(vat.minor()), payload["nds10"].as_i64(), "{}", row["id"]);
        assert_eq!(
            receipt.seller.inn.unwrap().as_str(),
            payload["userInn"].as_str().unwrap().trim()
        );
    }
}

proptest! {
    #[test]
    fn receipts_come_back_from_the_bytes(receipt in receipts()) {
        let findings = lint(&receipt, &LintContext::new(FormatVersion::V1_2, day("22.11.2026")));
        let too_large = [Rule::GroupTooLarge, Rule::LineTooLarge];
        prop_assume!(findings.iter().all(|finding| !too_large.contains(&finding.rule)));
        let sealed = document(&receipt, &SealingContext::new(FormatVersion::V1_2));
        let bytes = tlv::encode_document(&sealed).unwrap();
        let decoded = tlv::decode_document(&bytes).unwrap();
        prop_assert_eq!(document_to_receipt(&decoded).unwrap(), receipt);
    }

    #[test]
    fn what_the_lint_accepts_fits_and_passes_the_format_checks(receipt in receipts()) {
        for version in VERSIONS {
            let findings = lint(&receipt, &LintContext::new(version, day("22.11.2026")));
            if receipt::lint::is_sealable(&findings) {
                let sealed = document(&receipt, &SealingContext::new(version));
                prop_assert_eq!(errors(&sealed, version), Vec::<String>::new());
                prop_assert!(tlv::encode_document(&sealed).unwrap().len() <= receipt::lint::DOCUMENT_SIZE_MAX_BYTES);
            }
        }
    }

    #[test]
    fn discounts_keep_the_sums(
        mut receipt in receipts(),
        discounts in proptest::collection::vec(0_i64..=100, 8),
    ) {
        for (line, discount) in receipt.lines.iter_mut().zip(discounts) {
            line.total = line.total.share(100 - discount, 100).unwrap();
            line.excise = None;
        }
        let total = Money::sum(receipt.lines.iter().map(|line| line.total)).unwrap();
        receipt.payments = Payments { electronic: total, ..Payments::default() };
        receipt.buyer.email = Some("b@example.com".into());
        receipt.correction = None;
        prop_assume!(receipt::lint::is_sealable(&lint(&receipt, &LintContext::new(FormatVersion::V1_2, day("22.11.2026")))));
        let sealed = document(&receipt, &SealingContext::new(FormatVersion::V1_2));
        prop_assert_eq!(sealed.body().uint(tags::RECEIPT_TOTAL), u64::try_from(total.minor()).ok());
        prop_assert_eq!(errors(&sealed, FormatVersion::V1_2), Vec::<String>::new());
        let read = document_to_receipt(&sealed).unwrap();
        prop_assert_eq!(read.total(), Some(total));
        prop_assert_eq!(read.vat_totals(), receipt.vat_totals());
    }
}
