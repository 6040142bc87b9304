use std::fmt::Write as _;

use super::*;
use crate::frame::{Decoded, Frame};
use crate::payload::decode_response;
use crate::version::Version;

const VALID: u32 = 2002;
const OLD: u32 = 1001;
const FOREIGN: u32 = 3003;
const LAST_NUMBER: u16 = 5;

fn header(token: u32, request_number: u16) -> Header {
    Header {
        version: 202,
        size_bytes: 20,
        device_id: 200_956,
        token,
        request_number,
    }
}

/// A sale was accepted with the old token; the answer brought the valid one.
fn after_sale() -> TokenState {
    TokenState::accepted(
        &header(OLD, LAST_NUMBER),
        KnownCommand::Ticket.into(),
        VALID,
        vec![0xAB],
    )
}

fn word(verdict: Verdict<'_>) -> String {
    match verdict {
        Verdict::Repeat(bytes) => format!("repeat {}", hex::encode(bytes)),
        Verdict::Admit(Rotation::Rotates) => "admit, rotate".to_owned(),
        Verdict::Admit(Rotation::Keeps) => "admit, keep".to_owned(),
        refused => {
            let result = refused.refusal().expect("a refusal");
            format!("{} {}", result.code().0, result.official_name())
        }
    }
}

#[test]
fn the_matrix_of_states_and_requests() {
    let mut table =
        String::from("| register | token | number | request | verdict |\n|---|---|---|---|---|\n");
    let states = [
        ("unknown", None),
        ("fresh", Some(TokenState::issued(VALID))),
        ("after a sale", Some(after_sale())),
    ];
    let requests: [(&str, Option<Command>, Reading); 6] = [
        ("TICKET", Some(KnownCommand::Ticket.into()), Reading::Parsed),
        (
            "CLOSE_SHIFT",
            Some(KnownCommand::CloseShift.into()),
            Reading::Parsed,
        ),
        ("INFO", Some(KnownCommand::Info.into()), Reading::Parsed),
        ("unnamed command", Some(Command(99)), Reading::Parsed),
        (
            "broken TICKET",
            Some(KnownCommand::Ticket.into()),
            Reading::Unreadable,
        ),
        ("no command", None, Reading::Unreadable),
    ];
    for (state_name, state) in &states {
        for (token_name, token) in [("valid", VALID), ("old", OLD), ("foreign", FOREIGN)] {
            for (number_name, number) in [("last", LAST_NUMBER), ("other", 6)] {
                for (request_name, command, reading) in requests {
                    let verdict = word(judge(state.as_ref(), &header(token, number), command, reading));
                    writeln!(
                        table,
                        "| {state_name} | {token_name} | {number_name} | {request_name} | {verdict} |"
                    )
                    .expect("a string takes everything");
                }
            }
        }
    }
    let path = format!("{}/tests/golden/exchange.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &table).expect("the golden file is written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(table, golden, "{path} differs; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn only_documents_rotate_the_token() {
    let rotating: Vec<KnownCommand> = KnownCommand::ALL
        .iter()
        .copied()
        .filter(|command| Command::from(*command).rotation() == Rotation::Rotates)
        .collect();
    assert_eq!(
        rotating,
        [
            KnownCommand::Ticket,
            KnownCommand::CloseShift,
            KnownCommand::MoneyPlacement,
            KnownCommand::CancelTicket
        ]
    );
}

#[test]
fn a_refusal_never_hands_out_the_valid_token() {
    let request = Header {
        version: 999,
        ..header(FOREIGN, 6)
    };
    let state = after_sale();
    let verdict = judge(Some(&state), &request, None, Reading::Unreadable);
    let result = verdict.refusal().expect("a refusal");
    assert_eq!(result, KnownResult::InvalidToken);
    let bytes = refusal(&request, None, result, "неверный токен").expect("fits");
    let Ok(Decoded::Message { frame, rest: [] }) = Frame::decode(&bytes) else {
        panic!("no message");
    };
    let size_bytes = u32::try_from(bytes.len()).expect("small");
    assert_eq!(
        frame.header,
        Header {
            size_bytes,
            ..request
        }
    );
    let answer = decode_response(Version::V202, frame.payload)
        .expect("it parses")
        .message;
    assert_eq!((answer.command, answer.result.result_code), (127, 2));
    assert_eq!(answer.result.result_text.as_deref(), Some("неверный токен"));
}

#[test]
fn a_new_issue_ends_the_repeat_too() {
    let state = TokenState::issued(FOREIGN);
    let ticket = Some(KnownCommand::Ticket.into());
    let verdict = judge(Some(&state), &header(OLD, LAST_NUMBER), ticket, Reading::Parsed);
    assert_eq!(verdict, Verdict::InvalidToken);
}

#[test]
fn the_next_token_is_always_another_one() {
    let state = after_sale();
    for random in [0, VALID, OLD, u32::MAX, OLD - 1] {
        let token = state.next_token(random);
        assert!(
            token != 0 && token != VALID && token != OLD,
            "{random} gave {token}"
        );
    }
    let edge = TokenState::accepted(&header(u32::MAX, 1), KnownCommand::Ticket.into(), 1, Vec::new());
    assert_eq!(
        edge.next_token(u32::MAX),
        2,
        "past the end, zero and the valid one"
    );
}

#[test]
fn the_state_survives_storage() {
    let state = after_sale();
    let text = serde_json::to_string(&state).expect("JSON");
    assert_eq!(
        text,
        r#"{"valid_token":2002,"last":{"token":1001,"request_number":5,"command":1,"answer":"ab"}}"#
    );
    assert_eq!(
        serde_json::from_str::<TokenState>(&text).expect("read again"),
        state
    );
}

#[test]
fn a_register_numbers_its_requests_past_the_end() {
    let mut side = RegisterSide {
        device_id: 1,
        token: OLD,
        request_number: u16::MAX - 1,
    };
    assert_eq!(side.next_request(203).request_number, u16::MAX);
    let wrapped = side.next_request(203);
    assert_eq!((wrapped.request_number, wrapped.token), (0, OLD));
    side.note_answer(&wrapped.answer(VALID));
    assert_eq!(
        side.repeat(203),
        Header {
            token: VALID,
            ..wrapped
        }
    );
}

/// A request whose answer was lost comes again past the wrap: the stored pair knows it.
#[test]
fn a_repeat_is_known_at_the_wrap() {
    let state = TokenState::accepted(&header(OLD, 0), KnownCommand::Ticket.into(), VALID, vec![1]);
    let ticket = Some(KnownCommand::Ticket.into());
    let verdict = |token, number| judge(Some(&state), &header(token, number), ticket, Reading::Parsed);
    assert_eq!(verdict(OLD, 0), Verdict::Repeat(&[1]));
    assert_eq!(verdict(VALID, 1), Verdict::Admit(Rotation::Rotates));
    assert_eq!(verdict(OLD, u16::MAX), Verdict::InvalidToken);
}

#[test]
fn the_command_is_read_although_the_rest_is_broken() {
    assert_eq!(peek_command(&[8, 1, 0x12, 0x7F]), Some(Command(1)));
    assert_eq!(peek_command(&[0x12, 0, 8, 5]), Some(Command(5)));
    assert_eq!(peek_command(&[0xFF]), None);
    assert_eq!(peek_command(&[]), None);
}
