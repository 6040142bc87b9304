//! Damage: whatever is changed or cut off, nothing becomes valid and nothing breaks.

use super::self_made::{AUTHORITIES, world};
use crate::octets;
use eds::{Form, Reason, SIGNERS_MAX};
use proptest::prelude::*;

fn place_of(message: &[u8], part: &[u8]) -> usize {
    let place = message.windows(part.len()).position(|window| window == part);
    place.expect("a part of the message")
}

/// The signature is the last string of the message.
fn places_of_signature(message: &[u8], authority: &str) -> std::ops::Range<usize> {
    let octets = match authority {
        "rsa" => 256,
        "kz512" => 128,
        _ => 64,
    };
    message.len() - octets..message.len()
}

#[test]
fn a_cut_at_every_offset_is_refused() {
    for authority in AUTHORITIES {
        let world = world(authority);
        for name in ["cms_legal_head_attached.p7s", "cms_attached_ber.p7s"] {
            let message = octets(&format!("selfmade/{authority}/{name}"));
            for cut in 0..message.len() {
                let reason = world.reason(&message[..cut], None);
                assert_eq!(reason, Some(Reason::Malformed), "{authority}/{name} cut at {cut}");
            }
            let longer = [&message[..], &[0]].concat();
            assert_eq!(world.reason(&longer, None), Some(Reason::Malformed));
        }
    }
}

#[test]
fn any_flipped_bit_of_the_content_is_noticed() {
    for authority in AUTHORITIES {
        let world = world(authority);
        let content = octets(&format!("selfmade/{authority}/doc.json"));
        let message = octets(&format!("selfmade/{authority}/cms_legal_head_attached.p7s"));
        let begin = place_of(&message, &content);
        for bit in 0..content.len() * 8 {
            let mut damaged = message.clone();
            damaged[begin + bit / 8] ^= 1 << (bit % 8);
            let reason = world.reason(&damaged, None);
            assert_eq!(reason, Some(Reason::DigestMismatch), "{authority}, bit {bit}");
        }
    }
}

#[test]
fn any_flipped_bit_of_the_signature_is_noticed() {
    for authority in AUTHORITIES {
        let world = world(authority);
        let message = octets(&format!("selfmade/{authority}/cms_legal_head_attached.p7s"));
        for place in places_of_signature(&message, authority) {
            // Every octet, and every bit of it somewhere.
            let mut damaged = message.clone();
            damaged[place] ^= 1 << (place % 8);
            let reason = world.reason(&damaged, None);
            assert_eq!(reason, Some(Reason::BadSignature), "{authority}, octet {place}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// A bit that is not protected (the version, a NULL) may change the message; what was signed stays what it was.
    #[test]
    fn a_flipped_bit_anywhere_leaves_no_other_content_valid(
        authority in prop::sample::select(AUTHORITIES.to_vec()),
        bit in any::<prop::sample::Index>(),
    ) {
        let message = octets(&format!("selfmade/{authority}/cms_legal_head_attached.p7s"));
        let content = octets(&format!("selfmade/{authority}/doc.json"));
        let mut damaged = message.clone();
        let bit = bit.index(message.len() * 8);
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok(report) = world(authority).verify(&damaged, None)
            && report.verdict().is_ok()
        {
            prop_assert_eq!(report.content, content);
            prop_assert_eq!(report.form, Form::Cms);
        }
    }
}

#[test]
fn more_signers_than_eight_are_not_looked_at() {
    let message = octets("selfmade/kz512/cms_legal_head_attached.p7s");
    // The set of signers is the last value of the message, its length in two octets.
    let signer_set = |message: &[u8]| {
        let places = (0..message.len()).rev();
        places
            .filter(|place| message.get(*place) == Some(&0x31))
            .find(|place| {
                matches!(message.get(place + 1..place + 4), Some([0x82, high, low])
                if place + 4 + (usize::from(*high) << 8 | usize::from(*low)) == message.len())
            })
            .expect("a set of signers")
    };
    let at = signer_set(&message);
    let (head, signer) = (&message[..at], &message[at + 4..]);
    // Around it BER is allowed: indefinite lengths spare the arithmetic.
    let inner = &head[head_of_fields(head)..];
    let message = |count: usize| {
        let mut bytes = vec![0x30, 0x80];
        bytes.extend_from_slice(&[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]);
        bytes.extend_from_slice(&[0xA0, 0x80, 0x30, 0x80]);
        bytes.extend_from_slice(inner);
        bytes.extend_from_slice(&[0x31, 0x80]);
        bytes.extend_from_slice(&signer.repeat(count));
        bytes.extend_from_slice(&[0; 8]);
        bytes
    };
    let world = world("kz512");
    assert_eq!(world.reason(&message(0), None), Some(Reason::NoSigner));
    assert_eq!(world.reason(&message(1), None), None);
    assert_eq!(world.reason(&message(SIGNERS_MAX), None), None);
    assert_eq!(
        world.reason(&message(SIGNERS_MAX + 1), None),
        Some(Reason::TooLarge)
    );
}

/// Where the version of the message stands, behind three headers and an identifier.
fn head_of_fields(message: &[u8]) -> usize {
    place_of(message, &[0x02, 0x01, 0x01, 0x31])
}
