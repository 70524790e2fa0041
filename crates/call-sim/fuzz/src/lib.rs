//! How libFuzzer changes bytes that are JSON.

use call_sim::fuzz::{Random, mutate};
use libfuzzer_sys::fuzzer_mutate;

/// Half of the time libFuzzer's own changes, most of which leave no JSON; else those that the
/// ordinary test makes, most of which do.
pub fn change(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut random = Random(seed.into());
    if random.below(2) == 0 {
        return fuzzer_mutate(data, size, most);
    }
    let changed = mutate(&mut random, &data[..size], &data[..size]);
    let size = changed.len().min(most);
    data[..size].copy_from_slice(&changed[..size]);
    size
}

/// A target whose bytes are JSON.
#[macro_export]
macro_rules! json_target {
    ($target:path) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $target(data));
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
            $crate::change(data, size, most, seed)
        });
    };
}
