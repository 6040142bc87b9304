//! See `fuzz::ru_tlv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::ru_tlv(input));
