//! See `fuzz::kz_message`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::kz_message(input));
