use super::*;

/// Damaged inputs of each target.
const CASES: u64 = 4_000;

const SESSION: &str = include_str!("../../crates/ofd-ru/tests/data/ya_session_rereg.hex");
const KAZAKH_ANSWER: &str = include_str!("../../crates/ofd-kz/tests/vectors/info_response_v202.hex");
const KAZAKH_SALE: &str = include_str!("../seeds/kz_message/sale.hex");
const RECEIPT_V1: &[u8] = include_bytes!("../seeds/komtet_receipt/v1.json");
const RECEIPT_V2: &[u8] = include_bytes!("../seeds/komtet_receipt/v2.json");
const SIGNED_MESSAGE: &[u8] =
    include_bytes!("../../crates/eds/tests/data/selfmade/kz256/cms_attached_ber.p7s");
const SIGNED_DOCUMENT: &[u8] =
    include_bytes!("../../crates/eds/tests/data/kz-ncalayer-rs/xml_namespaces_gost512.xml");
const TIME_STAMP: &[u8] = include_bytes!("../../crates/eds/tests/data/kz-nca-test/tsp_response.der");
const CERTIFICATE: &[u8] = include_bytes!("../../crates/eds/tests/data/selfmade/ru256/cert_legal_head.pem");
const REVOCATION_LIST: &[u8] =
    include_bytes!("../../crates/eds/tests/data/kz-nca-test/nca_gost2015_test.crl");
const OCSP_ANSWER: &[u8] = include_bytes!("../../crates/eds/tests/data/kz-nca-test/ocsp_individual_2015.der");

/// Bytes that mean something to one of the formats.
const TELLING: &[u8] = &[
    0x00, 0x01, 0x7F, 0x80, 0xFF, b'"', b'{', b'[', b'0', b'-', b'\\', 0x2A,
];

fn session() -> Vec<u8> {
    bytes(SESSION)
}

fn bytes(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    hex::decode(digits).expect("hexadecimal digits")
}

struct Damage(u64);

impl Damage {
    fn next(&mut self) -> u64 {
        // Steele, Lea, Flood: SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("small").max(1);
        usize::try_from(self.next() % bound).expect("below a size")
    }

    /// One to four changes: a byte, a telling byte, a cut, a repeat, a removal.
    fn damage(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(5) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 if !bytes.is_empty() => bytes[at] = TELLING[self.below(TELLING.len())],
                2 => bytes.truncate(at),
                3 => {
                    let piece = bytes[at..(at + self.below(32)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    bytes.drain(at..(at + self.below(8)).min(bytes.len()));
                }
            }
        }
        bytes
    }
}

fn survives(target: fn(&[u8]), seeds: &[&[u8]]) {
    let mut damage = Damage(1);
    for seed in seeds {
        target(seed);
        for _ in 0..CASES {
            target(&damage.damage(seed));
        }
    }
}

#[test]
fn documents_survive_damage() {
    survives(ru_tlv, &[&session()[30 + 32..]]);
}

#[test]
fn containers_survive_damage() {
    survives(ru_container, &[&session()[30..]]);
}

#[test]
fn sessions_survive_damage_and_cuts() {
    let twice = [&[40][..], &session(), &session()].concat();
    survives(ru_session, &[&twice]);
}

#[test]
fn kazakh_messages_survive_damage() {
    survives(kz_message, &[&bytes(KAZAKH_ANSWER), &bytes(KAZAKH_SALE)]);
}

#[test]
fn kazakh_sessions_survive_damage_and_cuts() {
    let twice = [&[40][..], &bytes(KAZAKH_SALE), &bytes(KAZAKH_ANSWER)].concat();
    survives(kz_session, &[&twice]);
}

#[test]
fn receipts_of_shops_survive_damage() {
    survives(komtet_receipt, &[RECEIPT_V1, RECEIPT_V2]);
}

#[test]
fn signatures_survive_damage() {
    survives(eds_signature, &[SIGNED_MESSAGE, SIGNED_DOCUMENT, TIME_STAMP]);
}

#[test]
fn certificates_and_what_is_told_of_them_survive_damage() {
    survives(eds_signature, &[CERTIFICATE, REVOCATION_LIST, OCSP_ANSWER]);
}
