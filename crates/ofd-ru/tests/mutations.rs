//! Damaged input in great number and always the same: nothing panics, and what is read settles.

use std::time::{Duration, Instant};

use ofd_ru::container::Container;
use ofd_ru::inspection::Inspection;
use ofd_ru::json;
use ofd_ru::session::{Answer, Decoded, Frame, Session, SessionEvent, SessionTimeouts};
use ofd_ru::tlv::{decode_document, decode_elements, encode_document, encode_elements};
use types::{Rng, SeededRng};

const CASES: usize = 50_000;

struct Mutator {
    rng: SeededRng,
    seeds: Vec<Vec<u8>>,
}

impl Mutator {
    fn new(seed: u64) -> Self {
        let message = vector("ya_session_rereg.hex");
        let receipt = vector("ya_receipt_ffd10.hex");
        let seeds = vec![
            message[30..].to_vec(),
            message[62..456].to_vec(),
            receipt,
            message,
            Vec::new(),
        ];
        let rng = SeededRng::new(seed);
        Self { rng, seeds }
    }

    fn below(&self, bound: usize) -> usize {
        let mut bytes = [0; 8];
        self.rng.fill(&mut bytes);
        let bound = u64::try_from(bound.max(1)).unwrap();
        usize::try_from(u64::from_le_bytes(bytes) % bound).unwrap()
    }

    fn byte(&self) -> u8 {
        let interesting = [0, 1, 2, 4, 0x7F, 0x80, 0xFE, 0xFF];
        if self.below(2) == 0 {
            return interesting[self.below(interesting.len())];
        }
        u8::try_from(self.below(256)).unwrap()
    }

    /// One of the seeds with a few bytes changed, inserted, removed, repeated or cut off.
    fn case(&self) -> Vec<u8> {
        let mut bytes = self.seeds[self.below(self.seeds.len())].clone();
        for _ in 0..=self.below(6) {
            let place = self.below(bytes.len());
            match self.below(5) {
                0 if !bytes.is_empty() => bytes[place] = self.byte(),
                1 => bytes.insert(place, self.byte()),
                2 if !bytes.is_empty() => drop(bytes.remove(place)),
                3 => bytes.truncate(place),
                _ => {
                    let end = (place + self.below(40)).min(bytes.len());
                    let part = bytes[place.min(end)..end].to_vec();
                    bytes.splice(place..place, part);
                }
            }
        }
        bytes
    }
}

fn vector(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    hex::decode(std::fs::read_to_string(path).unwrap().trim()).unwrap()
}

#[test]
fn damaged_documents_are_read_or_refused() {
    let mutator = Mutator::new(1);
    let mut read = 0;
    for _ in 0..CASES {
        let bytes = mutator.case();
        let Ok(document) = decode_document(&bytes) else {
            continue;
        };
        read += 1;
        let text = json::to_value(&document);
        assert!(text.is_object());
        if let Ok(encoded) = encode_document(&document) {
            let again = decode_document(&encoded).unwrap();
            assert_eq!(again, document);
            assert_eq!(encode_document(&again).unwrap(), encoded);
        }
    }
    assert!(read > CASES / 100, "only {read} were read");
}

#[test]
fn damaged_elements_are_read_or_refused() {
    let mutator = Mutator::new(2);
    for _ in 0..CASES {
        let bytes = mutator.case();
        if let Ok(elements) = decode_elements(&bytes)
            && let Ok(encoded) = encode_elements(&elements)
        {
            assert_eq!(decode_elements(&encoded).unwrap(), elements);
        }
    }
}

#[test]
fn damaged_containers_and_messages_are_read_or_refused() {
    let mutator = Mutator::new(3);
    for _ in 0..CASES {
        let bytes = mutator.case();
        if let Ok(container) = Container::decode(&bytes) {
            let mut written = Vec::new();
            container.encode_into(&mut written).unwrap();
            assert_eq!(written, bytes);
        }
        if let Ok(Decoded::Message { frame, rest }) = Frame::decode(&bytes) {
            assert_eq!(frame.body.len() + 30 + rest.len(), bytes.len());
        }
        let inspection = Inspection::of(&bytes);
        assert!(inspection.consumed <= bytes.len());
        drop(inspection.to_string());
    }
}

#[test]
fn damaged_streams_end_or_wait_with_bounded_memory() {
    let mutator = Mutator::new(4);
    let timeouts = SessionTimeouts {
        first_byte: Duration::from_secs(1),
        idle: Duration::from_secs(1),
        message: Duration::from_secs(1),
    };
    let now = Instant::now();
    for _ in 0..CASES / 4 {
        let mut session = Session::new(now, timeouts);
        let (mut over, mut told) = (false, 0);
        for _ in 0..4 {
            let bytes = mutator.case();
            let taken = session.handle_bytes(now, &bytes);
            assert!(taken <= bytes.len() && session.capacity() < 64 * 1024);
            while let Some(event) = session.poll_event() {
                match event {
                    SessionEvent::Message(_) => {
                        told += 1;
                        session.answer(now, Answer::Send(vec![1])).unwrap();
                    }
                    SessionEvent::Refused(_) => assert!(!over),
                    SessionEvent::Ended(_) => over = true,
                }
            }
        }
        session.handle_timeout(now + Duration::from_secs(2));
        assert!(over || matches!(session.poll_event(), Some(SessionEvent::Ended(_))));
        let mut out = Vec::new();
        session.poll_transmit(&mut out);
        assert!(out.len() >= told);
    }
}
