//! Whole requests and answers, and what stands beside them.

use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::payload::{decode_request, decode_response, encode_request, encode_response};
use ofd_kz::{Header, KnownCommand, Version};
use receipt::kz::{ParentRule, TaxationRegime, VatRate};
use register_kz::{
    Answer, AnswerBody, CashMovementKind, Counters, Document, DocumentBody, DocumentNumber, DrawerAtClosing,
    FiscalSign, LastDocumentInfo, OfdToken, OperatorBooks, Outage, ReportKind, ReportOrigin, Request,
    ResultCode, ShiftNumber, ShiftReport,
};

use super::sample::{cash, context, day, head, line, priced, recorded, sale, tenge};
use crate::kz::service::{
    Beside, Claims, LinkQuality, Module, NoticeScope, NoticeVersion, OfdCard, OrganizationCard, Position,
    ReceiptNotice, RegisterCard, RegisterFacts, RegistrationData, Software, Taxation, TradePointCard, Wishes,
    service_to_facts,
};
use crate::kz::{FaultKind, answer_to_message, message_to_answer, message_to_request, request_to_message};

const TOKEN: OfdToken = OfdToken::new(77);

fn header(version: Version) -> Header {
    Header {
        version: version.number(),
        size_bytes: 0,
        device_id: 1,
        token: 2,
        request_number: 3,
    }
}

fn payload(message: &[u8]) -> &[u8] {
    let Ok(Decoded::Message { frame, .. }) = Frame::decode(message) else {
        panic!("a whole message");
    };
    frame.payload
}

fn facts() -> RegisterFacts {
    RegisterFacts {
        outage: Some(Outage {
            began: day("22.11.2026 10:00"),
            ended: day("22.11.2026 11:00"),
        }),
        wishes: Wishes {
            registration: true,
            taxation: true,
        },
        catalog_version: Some(3),
        notices: vec![NoticeVersion {
            scope: NoticeScope::TradePoint,
            version: 9,
        }],
        link: Some(LinkQuality {
            connect_time: 20,
            round_trip: Some(5),
            loss: None,
        }),
        position: Some(Position {
            latitude: 432_156,
            longitude: -765_432,
            source: Some("gps".to_owned()),
        }),
        software: Software {
            modules: vec![Module {
                name: "qassa".to_owned(),
                version: "0.1".to_owned(),
                build: Some("1".to_owned()),
            }],
            os_family: Some("linux".to_owned()),
            os_version: Some("6".to_owned()),
            hardware: Some("x86_64".to_owned()),
            runtime: None,
            partner_id: Some(4),
        },
        claims: Claims {
            register: register(),
            taxpayer_number: Some("990440000008".to_owned()),
        },
    }
}

fn register() -> RegisterCard {
    RegisterCard {
        registration_number: Some("010100000001".to_owned()),
        serial_number: Some("QSSA1185882400123".to_owned()),
        device_id: Some("200956".to_owned()),
    }
}

fn beside() -> Beside {
    Beside {
        registration: Some(RegistrationData {
            register: register(),
            trade_point: TradePointCard {
                title: Some("Дүкен".to_owned()),
                address: Some("Алматы, Абая 1".to_owned()),
                address_kk: Some("Алматы, Абай 1".to_owned()),
            },
            organization: OrganizationCard {
                title: Some("ТОО Пример".to_owned()),
                address: Some("Алматы".to_owned()),
                address_kk: Some("Алматы қ.".to_owned()),
                taxpayer_number: Some("990440000008".to_owned()),
                regime: Some(TaxationRegime::Simplified),
                activity_code: Some("47111".to_owned()),
            },
            ofd: Some(OfdCard {
                title: Some("ОФД".to_owned()),
                title_kk: Some("ФДО".to_owned()),
                url: Some("example.org".to_owned()),
            }),
        }),
        notices: vec![notice(NoticeScope::Ofd, 2), notice(NoticeScope::Info, 1)],
        taxation: Some(Taxation {
            regime: TaxationRegime::General,
            rates: vec![VatRate::from_percent(16).unwrap(), VatRate::ZERO],
        }),
        last_document: Some(LastDocumentInfo {
            shift: ShiftNumber::new(7),
            number: Some(DocumentNumber::new(1234)),
        }),
    }
}

fn notice(scope: NoticeScope, version: u64) -> ReceiptNotice {
    ReceiptNotice {
        version: NoticeVersion { scope, version },
        text: "${ticket_number}".to_owned(),
    }
}

fn report(kind: ReportKind) -> ShiftReport {
    let mut counters = Counters::default();
    let receipt = priced(sale(vec![line("Нан", "100", "1")], vec![cash("100")]));
    counters
        .add_receipt(&receipt, receipt::kz::IssueMode::Online)
        .unwrap();
    ShiftReport {
        kind,
        made_at: day("22.11.2026 21:00"),
        shift: ShiftNumber::new(7),
        opened_at: Some(day("22.11.2026 09:00")),
        closed_at: None,
        counters,
        unstated: Vec::new(),
    }
}

#[test]
fn every_request_of_ours_is_read_as_it_was_sent() {
    let receipt = priced(sale(vec![line("Нан", "100", "1")], vec![cash("100")]));
    // 2.0.4 has no number in the shift.
    let numbers = register_kz::DocumentHead {
        in_shift: None,
        ..head(receipt.issued_at())
    };
    let without_sign = register_kz::DocumentHead {
        issue: register_kz::Issue::Online,
        ..numbers.clone()
    };
    let document = |head: &register_kz::DocumentHead, body| {
        let head = head.clone();
        Request::Document(Box::new(Document { head, body }))
    };
    let movement = DocumentBody::Movement {
        kind: CashMovementKind::Deposit,
        amount: tenge("5000"),
    };
    let closing = DocumentBody::ShiftClosing {
        drawer: DrawerAtClosing::Kept,
        report: Some(Box::new(report(ReportKind::Z))),
    };
    let requests = [
        document(&numbers, DocumentBody::Receipt(Box::new(receipt))),
        document(&without_sign, movement),
        document(&without_sign, closing),
        Request::Report(ReportOrigin::Online),
        Request::Report(ReportOrigin::Autonomous {
            made_at: day("21.11.2026 03:04"),
        }),
        Request::Annulment,
        Request::Info,
        Request::System,
    ];
    for request in requests {
        for version in Version::ALL {
            let message = request_to_message(&request, &facts(), version, day("22.11.2026 21:00")).unwrap();
            let bytes = encode_request(&header(version), &message).unwrap();
            let received = decode_request(version, payload(&bytes)).unwrap();
            assert_eq!(received.walk.remarks, [], "{version} has all of its fields");
            let back = message_to_request(&received.message, &context(ParentRule::Optional));
            assert_eq!(back, Ok(Some(request.clone())));
            let mut told = service_to_facts(&received.message.service.unwrap()).unwrap();
            if version == Version::V202 {
                assert_eq!(told.position.as_ref().unwrap().source, None);
                told.position = facts().position;
            }
            assert_eq!(told, facts());
        }
    }
}

#[test]
fn requests_without_their_part_and_commands_without_books_are_told_apart() {
    for (command, expected) in [
        (KnownCommand::Ticket, Some("ticket")),
        (KnownCommand::CloseShift, Some("close_shift")),
        (KnownCommand::MoneyPlacement, Some("money_placement")),
        (KnownCommand::Nomenclature, None),
        (KnownCommand::Auth, None),
    ] {
        let message = ofd_kz::messages::Request {
            command: command.number(),
            ..Default::default()
        };
        match (
            message_to_request(&message, &context(ParentRule::Required)),
            expected,
        ) {
            (Ok(None), None) => {}
            (Err(faults), Some(path)) => {
                assert_eq!(
                    (faults[0].path.as_str(), faults[0].kind),
                    (path, FaultKind::Missing)
                );
            }
            (other, _) => panic!("{command:?}: {other:?}"),
        }
    }
}

#[test]
fn every_answer_of_ours_is_read_as_it_was_sent() {
    let last_document = beside().last_document;
    let bodies = [
        (KnownCommand::System, AnswerBody::Empty),
        (
            KnownCommand::Ticket,
            AnswerBody::Receipt {
                sign: FiscalSign("849825692".to_owned()),
                link: Some("https://example.org/?i=1".to_owned()),
            },
        ),
        (
            KnownCommand::CloseShift,
            AnswerBody::Report(Box::new(report(ReportKind::Z))),
        ),
        (
            KnownCommand::Report,
            AnswerBody::Report(Box::new(report(ReportKind::X))),
        ),
        (
            KnownCommand::Info,
            AnswerBody::Info {
                report: Some(Box::new(report(ReportKind::X))),
                last_document,
            },
        ),
        (
            KnownCommand::Info,
            AnswerBody::Info {
                report: None,
                last_document,
            },
        ),
    ];
    for (command, body) in bodies {
        for version in Version::ALL {
            let answer = Answer {
                token: TOKEN,
                result: ResultCode::OK,
                text: "OK".to_owned(),
                body: body.clone(),
            };
            let now = day("22.11.2026 21:00");
            let message = answer_to_message(command, &answer, Some(&beside()), version, now).unwrap();
            let bytes = encode_response(&header(version), &message).unwrap();
            let received = decode_response(version, payload(&bytes)).unwrap();
            assert_eq!(received.walk.remarks, [], "{version} has all of its fields");
            let (back, told) = message_to_answer(&received.message, version, TOKEN).unwrap();
            assert_eq!(back, answer, "{version}");
            let mut expected = beside();
            let data = expected.registration.as_mut().unwrap();
            if version < Version::V203 {
                (data.trade_point.address_kk, data.organization.address_kk) = (None, None);
            }
            if version < Version::V204 {
                data.ofd = None;
            }
            assert_eq!(told, expected, "{version}");
        }
    }
}

#[test]
fn a_register_that_is_new_begins_with_shift_one() {
    let books = OperatorBooks::new(None);
    let now = day("22.11.2026 21:00");
    let answer = Answer {
        token: TOKEN,
        result: ResultCode::OK,
        text: String::new(),
        body: AnswerBody::Info {
            report: books.info_report(now).map(Box::new),
            last_document: None,
        },
    };
    let message = answer_to_message(KnownCommand::Info, &answer, None, Version::V202, now).unwrap();
    let report = message.report.unwrap();
    assert_eq!((report.report, report.zx_report.unwrap().shift_number), (0, 0));
    assert_eq!(message.result.result_text, None);
}

#[test]
fn a_recorded_answer_of_another_operator_is_read() {
    let text = include_str!("../../../../ofd-kz/tests/vectors/info_response_v202.hex");
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let bytes = hex::decode(digits).unwrap();
    let received = decode_response(Version::V202, payload(&bytes)).unwrap();
    let (answer, told) = message_to_answer(&received.message, Version::V202, TOKEN).unwrap();
    assert_eq!(answer.result, ResultCode::OK);
    let AnswerBody::Info { report, .. } = answer.body else {
        panic!("an answer to INFO");
    };
    assert_eq!(report, None, "the register is new");
    let data = told.registration.unwrap();
    assert_eq!(data.register.registration_number.as_deref(), Some("281948271821"));
    assert!(data.organization.taxpayer_number.is_some() && data.trade_point.address.is_some());
}

#[test]
fn requests_of_cashcore_are_read() {
    let read = |name| message_to_request(&recorded(name), &context(ParentRule::Optional)).unwrap();
    assert_eq!(read("info"), Some(Request::Info));
    assert_eq!(read("x_report"), Some(Request::Report(ReportOrigin::Online)));
    assert!(matches!(read("sell_cash_1160"), Some(Request::Document(_))));
    let facts = service_to_facts(&recorded("info").service.unwrap()).unwrap();
    assert_eq!(facts.outage, None, "1970 is never");
    assert_eq!((facts.wishes.registration, facts.wishes.taxation), (true, true));
    assert_eq!(facts.claims.register.device_id.as_deref(), Some("200956"));
    assert_eq!(facts.claims.taxpayer_number.as_deref(), Some("123456789011"));
}

#[test]
fn a_receipt_accepted_without_a_sign_is_no_answer_and_a_refusal_needs_none() {
    let mut message = ofd_kz::messages::Response {
        command: KnownCommand::Ticket.number(),
        ..Default::default()
    };
    let faults = message_to_answer(&message, Version::V202, TOKEN).unwrap_err();
    assert_eq!(faults[0].path, "ticket.ticket_number");
    message.result.result_code = 13;
    message.result.result_text = Some("wrong".to_owned());
    let (answer, _) = message_to_answer(&message, Version::V202, TOKEN).unwrap();
    let expected = Answer {
        token: TOKEN,
        result: ResultCode::INCORRECT_DATA,
        text: "wrong".to_owned(),
        body: AnswerBody::Empty,
    };
    assert_eq!(answer, expected);
    for (version, result) in [
        (Version::V203, ResultCode(18)),
        (Version::V204, ResultCode::BLOCKED),
    ] {
        message.result.result_code = 18;
        let (answer, _) = message_to_answer(&message, version, TOKEN).unwrap();
        assert_eq!(answer.result, result, "{version}");
    }
}

#[test]
fn only_texts_that_a_register_does_not_have_are_sent() {
    let all = [notice(NoticeScope::Ofd, 2), notice(NoticeScope::Organization, 5)];
    let known = |scope, version| NoticeVersion { scope, version };
    let newer = |known: &[NoticeVersion]| ReceiptNotice::newer_than(&all, known).len();
    assert_eq!(newer(&[]), 2);
    assert_eq!(newer(&[known(NoticeScope::Ofd, 1)]), 2);
    assert_eq!(newer(&[known(NoticeScope::Ofd, 2)]), 1);
    assert_eq!(
        newer(&[known(NoticeScope::Ofd, 3), known(NoticeScope::Organization, 5)]),
        0
    );
}
