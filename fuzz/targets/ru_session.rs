//! See `fuzz::ru_session`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::ru_session(input));
