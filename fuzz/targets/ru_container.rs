//! See `fuzz::ru_container`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::ru_container(input));
