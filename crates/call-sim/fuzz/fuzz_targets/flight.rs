//! See `call_sim::fuzz::flight`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| call_sim::fuzz::flight(data));
