//! See `fuzz::kz_session`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::kz_session(input));
