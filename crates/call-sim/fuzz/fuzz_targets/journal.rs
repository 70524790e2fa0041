//! See `call_sim::fuzz::journal`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| call_sim::fuzz::journal(data));
