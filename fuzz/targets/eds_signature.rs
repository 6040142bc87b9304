//! See `fuzz::eds_signature`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::eds_signature(input));
