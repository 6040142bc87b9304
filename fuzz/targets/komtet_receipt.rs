//! See `fuzz::komtet_receipt`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::komtet_receipt(input));
