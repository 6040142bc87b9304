//! The register's end of the exchange with the operator, against a scripted operator.

use std::time::{Duration, Instant};

use ofd_ru::FfdVersion;
use ofd_ru::acknowledgement::OfdMessage;
use ofd_ru::session::{Decoded, Frame};
use register::{
    ANSWER_TIMEOUT, BURST_PAUSE, BURST_REPEATS, Delivery, DeliveryEvent, DeliveryFailure,
    FiscalDocumentNumber, OfferError, RegisterCommand, SLOW_PAUSE_MAX, SLOW_PAUSE_MIN,
};

use crate::support::{Desk, answer, at, storage_number};

const FIRST: FiscalDocumentNumber = FiscalDocumentNumber::new(1);

fn desk() -> Desk {
    let mut desk = Desk::new(FfdVersion::V1_2);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    desk.sell(100, at(0, 2)).unwrap();
    desk
}

fn delivery() -> Delivery {
    Delivery::new(&storage_number(), FfdVersion::V1_2)
}

/// Offers document 1 and connects; gives the message that goes out.
fn sent(delivery: &mut Delivery, desk: &Desk, now: Instant) -> Vec<u8> {
    delivery.offer(now, FIRST, &desk.archive[&FIRST]).unwrap();
    assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Connect));
    assert_eq!(
        delivery.poll_transmit(),
        None,
        "nothing goes out without a connection"
    );
    delivery.handle_connected(now);
    delivery.poll_transmit().unwrap()
}

/// The operator's message in answer to the register's.
fn reply(message: &[u8]) -> Vec<u8> {
    let Ok(Decoded::Message { frame, rest: [] }) = Frame::decode(message) else {
        panic!("no message")
    };
    let container = answer(frame.body, FfdVersion::V1_2, at(0, 3), OfdMessage(0));
    frame.header.answered().message(&container).unwrap()
}

fn failure(delivery: &mut Delivery) -> (DeliveryFailure, Duration) {
    match delivery.poll_event() {
        Some(DeliveryEvent::Failed {
            number: FIRST,
            failure,
            pause,
        }) => (failure, pause),
        other => panic!("no failure: {other:?}"),
    }
}

#[test]
fn delivers_everything_in_order_on_one_connection() {
    let mut desk = desk();
    let mut delivery = delivery();
    let now = Instant::now();
    let mut delivered = Vec::new();
    let mut connections = 0;
    while let Some(number) = desk.register.storage().next_unsent() {
        delivery.offer(now, number, &desk.archive[&number]).unwrap();
        while let Some(event) = delivery.poll_event() {
            assert_eq!(event, DeliveryEvent::Connect);
            connections += 1;
            delivery.handle_connected(now);
        }
        let answer = reply(&delivery.poll_transmit().unwrap());
        let (head, tail) = answer.split_at(40);
        delivery.handle_bytes(now, head);
        assert_eq!(delivery.poll_event(), None, "half an answer is no answer");
        delivery.handle_bytes(now, tail);
        let Some(DeliveryEvent::Answered {
            number: answered,
            container,
        }) = delivery.poll_event()
        else {
            panic!("no answer")
        };
        assert_eq!(answered, number);
        let mut confirmation = desk.confirmation(at(0, 3), OfdMessage(0)).unwrap();
        confirmation.answer = container;
        desk.handle(RegisterCommand::AcceptConfirmation(confirmation), at(0, 3))
            .unwrap();
        delivered.push(number.get());
    }
    delivery.finish();
    assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Disconnect));
    assert_eq!((delivered, connections), (vec![1, 2, 3], 1));
}

#[test]
fn repeats_the_same_bytes_after_a_silence() {
    let desk = desk();
    let mut delivery = delivery();
    let start = Instant::now();
    let first = sent(&mut delivery, &desk, start);
    assert_eq!(delivery.poll_timeout(), Some(start + ANSWER_TIMEOUT));
    delivery.handle_timeout(start + ANSWER_TIMEOUT / 2);
    assert_eq!(delivery.poll_event(), None);
    let late = start + ANSWER_TIMEOUT;
    delivery.handle_timeout(late);
    assert_eq!(failure(&mut delivery), (DeliveryFailure::NoAnswer, BURST_PAUSE));
    assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Disconnect));
    let again = delivery.poll_timeout().unwrap();
    assert_eq!(again, late + BURST_PAUSE);
    delivery.handle_timeout(again);
    assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Connect));
    delivery.handle_connected(again);
    assert_eq!(delivery.poll_transmit(), Some(first));
}

#[test]
fn pauses_grow_after_the_burst_and_start_anew_with_the_next_document() {
    let desk = desk();
    let mut delivery = delivery();
    let mut now = Instant::now();
    delivery.offer(now, FIRST, &desk.archive[&FIRST]).unwrap();
    let mut pauses = Vec::new();
    for _ in 0..BURST_REPEATS + 5 {
        assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Connect));
        delivery.handle_disconnected(now);
        let (reason, pause) = failure(&mut delivery);
        assert_eq!(reason, DeliveryFailure::NoConnection);
        pauses.push(pause);
        now = delivery.poll_timeout().unwrap();
        delivery.handle_timeout(now);
    }
    let burst = usize::try_from(BURST_REPEATS).unwrap();
    assert!(pauses[..burst].iter().all(|pause| *pause == BURST_PAUSE));
    let slow = [
        SLOW_PAUSE_MIN,
        SLOW_PAUSE_MIN * 2,
        SLOW_PAUSE_MIN * 4,
        SLOW_PAUSE_MAX,
        SLOW_PAUSE_MAX,
    ];
    assert_eq!(pauses[burst..], slow);
}

#[test]
fn what_is_no_right_answer_is_a_failure_by_name() {
    let desk = desk();
    let second = &desk.archive[&FIRST.next()];
    type Answer = Box<dyn Fn(&[u8]) -> Vec<u8>>;
    let other = second.clone();
    let table: Vec<(Answer, &str)> = vec![
        (
            Box::new(|_| b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
            "no message",
        ),
        (
            Box::new(|message| header_of(message).refusal()),
            "without a confirmation",
        ),
        (
            Box::new(|message| header_of(message).message(b"not a container").unwrap()),
            "container",
        ),
        (
            Box::new(move |message| header_of(message).message(&other).unwrap()),
            "document 2",
        ),
    ];
    for (make, expected) in table {
        let mut delivery = delivery();
        let now = Instant::now();
        let message = sent(&mut delivery, &desk, now);
        delivery.handle_bytes(now, &make(&message));
        let (failure, pause) = failure(&mut delivery);
        assert!(failure.to_string().contains(expected), "{failure}");
        assert_eq!(pause, BURST_PAUSE);
        assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Disconnect));
    }
}

fn header_of(message: &[u8]) -> ofd_ru::session::SessionHeader {
    let Ok(Decoded::Message { frame, .. }) = Frame::decode(message) else {
        panic!("no message")
    };
    frame.header.answered()
}

#[test]
fn a_confirmation_that_the_storage_rejects_is_asked_for_again() {
    let desk = desk();
    let mut delivery = delivery();
    let now = Instant::now();
    let message = sent(&mut delivery, &desk, now);
    assert_eq!(
        delivery.offer(now, FIRST, &desk.archive[&FIRST]),
        Err(OfferError::Busy { number: FIRST })
    );
    delivery.handle_bytes(now, &reply(&message));
    assert!(matches!(
        delivery.poll_event(),
        Some(DeliveryEvent::Answered { .. })
    ));
    delivery.reject(now);
    assert_eq!(failure(&mut delivery).0, DeliveryFailure::RejectedByStorage);
    assert_eq!(delivery.poll_event(), Some(DeliveryEvent::Disconnect));
    assert_eq!(delivery.on_its_way(), Some(FIRST));
}

#[test]
fn stray_bytes_and_a_stray_cut_change_nothing() {
    let mut delivery = delivery();
    let now = Instant::now();
    delivery.handle_bytes(now, b"hello");
    delivery.handle_disconnected(now);
    delivery.handle_timeout(now);
    assert_eq!(
        (
            delivery.poll_event(),
            delivery.poll_transmit(),
            delivery.poll_timeout()
        ),
        (None, None, None)
    );
}
