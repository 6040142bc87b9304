use std::fmt::Write;

use super::*;
use crate::golden;
use types::Timestamp;

const WORDINGS: [Wording; 3] = [Wording::Older, Wording::Newer, Wording::Service];

/// The states are one machine; the words are those of each manual. Source: seeds S1, S2, S3.
#[test]
fn every_state_has_its_words_in_every_manual_and_language() {
    let mut table = String::new();
    for locale in Locale::ALL {
        let code = locale.code();
        write!(
            table,
            "# {code}\n\n| state | older | newer | service |\n|---|---|---|---|\n"
        )
        .unwrap();
        for kind in StateKind::ALL {
            for served in [Served::No, Served::Yes] {
                if kind != StateKind::Enrolled && served == Served::Yes {
                    continue;
                }
                let tariff = if served == Served::Yes { ", tariff" } else { "" };
                write!(table, "| {kind}{tariff} |").unwrap();
                for wording in WORDINGS {
                    write!(table, " {} |", locale.text(state(kind, served, wording))).unwrap();
                }
                table.push('\n');
            }
        }
        table.push_str("\n| message | text |\n|---|---|\n");
        for message in Message::ALL {
            writeln!(table, "| {message:?} | {} |", locale.text(message.text())).unwrap();
        }
        table.push('\n');
    }
    golden::compare("enrollment-words.md", &table);
}

/// The exact words of the manuals, which an acceptance run looks for.
#[test]
fn messages_stand_as_the_manuals_have_them() {
    for (message, text) in [
        (
            Message::EnrollmentSent,
            "Запрос на регистрацию кассы отправлен. Обработка запроса может занять от 15 минут до 3-х дней. \
             Следите за обновлением статуса кассы.",
        ),
        (
            Message::DeregistrationSent,
            "Запрос на снятие кассы с учета отправлен. Обработка запроса может занять от 15 минут до 3-х дней. \
             Следите за обновлением статуса кассы.",
        ),
        (
            Message::DraftSaved,
            "Все данные ККМ сохранены. В любой момент вы можете вернуться к регистрации, открыв сохраненную ККМ.",
        ),
        (Message::TradePointCreated, "Торговая точка успешно создана"),
        (Message::TradePointDeleted, "Торговая точка успешно удалена"),
        (Message::TariffChosen, "Тариф успешно выбран"),
        (Message::ReEnrolled, "Касса успешно перерегистрирована"),
    ] {
        assert_eq!(Locale::Ru.text(message.text()), text);
    }
}

#[test]
fn each_guard_has_its_own_sentence() {
    let since = Timestamp::parse_rfc3339("2026-11-22T07:00:00Z").unwrap();
    let error = EnrollmentError::Guarded(vec![
        Guard::ShiftOpen { since },
        Guard::UnsentDocuments { count: 3 },
        Guard::TariffActive,
    ]);
    assert_eq!(
        refusal(&error, Locale::Ru),
        [
            "Смена открыта с 22.11.2026 12:00: закройте её.",
            "Оператору не передано не менее 3 документов: дождитесь передачи.",
            "Тариф подключён: отключите его.",
        ]
    );
    for locale in Locale::ALL {
        assert_eq!(refusal(&error, locale).len(), 3);
    }
}

#[test]
fn another_tax_office_is_told_with_both_codes() {
    let office = |code| enrollment::TaxOfficeCode::parse(code).unwrap();
    let error = EnrollmentError::AnotherTaxOffice {
        current: office("6004"),
        target: office("6007"),
    };
    for locale in Locale::ALL {
        let [sentence] = refusal(&error, locale).try_into().unwrap();
        assert!(
            sentence.contains("6004") && sentence.contains("6007"),
            "{sentence}"
        );
    }
}
