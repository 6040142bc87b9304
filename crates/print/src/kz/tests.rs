use super::sample::*;
use super::*;
use crate::{Columns, PrintedForm, golden};
use ::receipt::Operation;
use register_kz::{CashMovementKind, CounterPart, Issue, ReportKind};

/// Every kind of document with its name.
pub(crate) fn all(card: &RegisterCard, wording: Wording) -> Vec<(&'static str, PrintedForm)> {
    let online = head(345, Issue::Online);
    let alone = head(346, autonomous());
    let of = |head: &DocumentHead, issued: &::receipt::kz::Receipt, mark| {
        receipt(card, &slip(head, issued, mark), wording)
    };
    let report = |kind| shift_report(card, &report_slip(&x_or_z(kind)), wording);
    let moved = |head: &DocumentHead, kind| movement(card, head, kind, tenge("5000"), wording);
    vec![
        ("short-sale", of(&online, &short_sale(), PrintMark::Original)),
        ("sale", of(&online, &sale(), PrintMark::Original)),
        (
            "sell-return",
            of(&online, &of_operation(Operation::SellReturn), PrintMark::Original),
        ),
        (
            "buy",
            of(&online, &of_operation(Operation::Buy), PrintMark::Original),
        ),
        (
            "buy-return",
            of(&online, &of_operation(Operation::BuyReturn), PrintMark::Original),
        ),
        ("copy", of(&online, &short_sale(), PrintMark::Copy)),
        ("control", of(&online, &short_sale(), PrintMark::Control)),
        ("autonomous", of(&alone, &short_sale(), PrintMark::Original)),
        ("x", report(ReportKind::X)),
        ("z", report(ReportKind::Z)),
        (
            "sections",
            section_report(card, &by_section(), Some("Кассир 1"), wording),
        ),
        ("cashiers", cashier_report(card, &by_cashier(), None, wording)),
        ("deposit", moved(&online, CashMovementKind::Deposit)),
        ("withdrawal", moved(&alone, CashMovementKind::Withdrawal)),
    ]
}

#[test]
fn every_document_prints_as_expected_on_wide_and_narrow_paper() {
    for (name, form) in all(&card(), Wording::Bilingual) {
        golden::compare(&format!("kz/{name}.48.txt"), &form.text(Columns::Wide48));
        golden::compare(&format!("kz/{name}.36.txt"), &form.text(Columns::Narrow36));
    }
}

#[test]
fn a_sale_is_told_in_one_language_and_as_markup() {
    for locale in Locale::ALL {
        let mut forms = all(&card(), Wording::One(locale)).into_iter();
        let (_, form) = forms.find(|(name, _)| *name == "sale").unwrap();
        let code = locale.code();
        golden::compare(&format!("kz/sale.{code}.42.txt"), &form.text(Columns::Narrow42));
        let markup = form.html().into_string().replace("><", ">\n<");
        golden::compare(&format!("kz/sale.{code}.html"), &markup);
    }
}

#[test]
fn no_row_is_wider_than_the_paper() {
    for wording in [Wording::Bilingual, Wording::One(Locale::En)] {
        for (name, form) in all(&card(), wording) {
            for columns in Columns::ALL {
                for row in form.text(columns).lines() {
                    assert!(row.chars().count() <= columns.count(), "{name}: {row}");
                }
            }
        }
    }
}

/// Law: KZ-626/receipt.
#[test]
fn a_receipt_has_everything_that_the_law_lists() {
    let mut forms = all(&card(), Wording::Bilingual).into_iter();
    let (_, form) = forms.find(|(name, _)| *name == "sale").unwrap();
    let text = form
        .text(Columns::Wide48)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let expected = [
        "ТОО «Мысал»",
        "ИИН (БИН) 990440000008",
        "Мәңгілік Ел",
        "Мангилик Ел",
        "Құжат/Документ № 345",
        "Ауысым/Смена № 12",
        "22.11.2026 19:52:54",
        "1. Қымыз",
        "(Бөтелке/Бутылка)",
        "1,345 (Килограмм) x 890,50",
        "= 1 197,72",
        "ҚҚС/В т.ч. НДС 16%",
        "БАРЛЫҒЫ/ИТОГО",
        "ФБ/ФП 849825692",
        "МТН (КТН)/РНМ 010100000001",
        "МЗН (КЗН)/ЗНМ QASA1184032394000",
        "ФДО/ОФД: «Мысал Оператор» АҚ / АО «Мысал Оператор»",
        "consumer.example.kz",
        "покупателя 990440000008",
        "0104600000000015215abcdefg",
        "НТИН",
        "i=849825692&f=0101000",
    ];
    for part in expected {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn operators_have_their_own_abbreviations() {
    let rows = [
        (LabelSet::Both, ["ФБ/ФП 8", "МТН (КТН)/РНМ 0", "МЗН (КЗН)/ЗНМ Q"]),
        (LabelSet::Machine, ["ФБ/ФП 8", "МТН/РНМ 0", "МЗН/ЗНМ Q"]),
        (
            LabelSet::Register,
            ["Фискалдық белгі/Фискальный признак 8", "КТН/РНМ 0", "КЗН/ЗНМ Q"],
        ),
    ];
    for (labels, expected) in rows {
        let card = RegisterCard { labels, ..card() };
        let head = head(345, Issue::Online);
        let sold = short_sale();
        let form = receipt(
            &card,
            &slip(&head, &sold, PrintMark::Original),
            Wording::Bilingual,
        );
        let text = form.text(Columns::Wide48);
        for label in expected {
            assert!(text.contains(label), "{labels:?}: {label} is missing in\n{text}");
        }
    }
}

/// Law: KZ-626/autonomous.
#[test]
fn copies_control_receipts_and_autonomous_documents_are_marked() {
    let rows = [
        ("copy", "КОПИЯ ДОКУМЕНТА"),
        ("control", "КОНТРОЛЬНЫЙ ЧЕК"),
        ("autonomous", "Автономный режим"),
        ("withdrawal", "Автономный режим"),
    ];
    let forms = all(&card(), Wording::Bilingual);
    for (name, form) in &forms {
        let text = form.text(Columns::Wide48);
        for (marked, mark) in rows {
            let named_alike = rows.iter().any(|(other, text)| other == name && *text == mark);
            assert_eq!(
                text.contains(mark),
                *name == marked || named_alike,
                "{name}: {mark}"
            );
        }
    }
}

#[test]
fn what_a_report_does_not_state_is_not_shown_as_zero() {
    let mut report = x_or_z(ReportKind::Z);
    let text = |report: &register_kz::ShiftReport| {
        let form = shift_report(&card(), &report_slip(report), Wording::One(Locale::Ru));
        form.text(Columns::Wide48)
    };
    let stated = text(&report);
    assert!(stated.contains("Оборот без НДС") && stated.contains("Из них автономно"));
    assert!(stated.contains("Наличными: 2"));
    report.unstated = vec![
        CounterPart::TurnoverWithoutVat,
        CounterPart::AutonomousCounts,
        CounterPart::PaymentCounts,
        CounterPart::ReceiptSums,
    ];
    let silent = text(&report);
    assert!(!silent.contains("Оборот без НДС") && !silent.contains("Из них автономно"));
    assert!(!silent.contains("Наличными:") && silent.contains("Наличными "));
    assert!(!silent.contains("Сдача"));
}

#[test]
fn every_unit_of_the_state_list_has_a_name() {
    for (code, name) in [("796", "Дана/Штука"), ("5114", "Қызмет/Услуга"), ("166", "166")]
    {
        let head = head(1, Issue::Online);
        let goods = vec![line("Тауар", "1", "10", code)];
        let sold = priced(draft(Operation::Sell, goods, vec![cash("10")]));
        let form = receipt(
            &card(),
            &slip(&head, &sold, PrintMark::Original),
            Wording::Bilingual,
        );
        let text = form.text(Columns::Wide48);
        assert!(text.contains(&format!("({name})")), "{text}");
    }
}

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\u{1b}@\u{1d}V\u{0}\u{7}\r\nИТОГО 0,00",
    "\u{202e}\u{200f}gnihton",
    "</app-ticket></article><!--",
    "{{constructor.constructor('alert(1)')()}}",
];

#[test]
fn hostile_texts_stay_texts_in_every_form() {
    for attack in HOSTILE {
        let long = format!("{attack}{}", "Ә".repeat(480));
        let mut card = card();
        card.seller_name.clone_from(&long);
        card.address = BilingualText::same(attack);
        card.serial_number = attack.to_owned();
        card.ofd.site = attack.to_owned();
        card.ofd.name = BilingualText::same(attack);
        card.vat_certificate = Some(VatCertificate {
            series: attack.to_owned(),
            number: attack.to_owned(),
        });
        let mut head = head(345, Issue::Online);
        if let Some(cashier) = &mut head.cashier {
            cashier.name = long.clone();
        }
        let goods = vec![line(&attack.replace(char::is_control, " "), "1", "10", "796")];
        let sold = priced(draft(Operation::Sell, goods, vec![cash("10")]));
        let slip = ReceiptSlip {
            sign: Some(attack.to_owned()),
            link: Some(attack.to_owned()),
            ..slip(&head, &sold, PrintMark::Original)
        };
        let form = receipt(&card, &slip, Wording::Bilingual);
        let markup = form.html().into_string();
        assert!(!markup.contains("<script") && !markup.contains("<img") && !markup.contains("<!--"));
        for columns in Columns::ALL {
            let text = form.text(columns);
            let stray = |c: char| (c.is_control() && c != '\n') || ('\u{200e}'..='\u{202e}').contains(&c);
            assert!(!text.contains(stray), "{attack:?}: {text}");
            assert!(text.lines().all(|row| row.chars().count() <= columns.count()));
        }
        assert!(form.pdf().unwrap().starts_with(b"%PDF-"));
        assert!(form.escpos(crate::escpos::Tape::Mm58).is_ok());
    }
}

#[test]
fn every_document_becomes_a_pdf_that_does_not_change() {
    for (name, form) in all(&card(), Wording::Bilingual) {
        let bytes = form.pdf().unwrap();
        assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF"), "{name}");
        assert_eq!(bytes, form.pdf().unwrap(), "{name}");
    }
}
