//! The error codes of the call core against those of the SDK that is shipped.

use std::{collections::BTreeSet, fs, path::Path};

use call_core::carrier_error::CarrierError;

#[test]
fn every_error_of_the_sdk_has_its_variant_and_no_other_exists() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../node_modules/@twilio/voice-sdk/es5/twilio/errors/generated.js");
    let text = fs::read_to_string(&table)
        .unwrap_or_else(|error| panic!("{}: {error}; run npm ci", table.display()));
    let (_, map) = text.split_once("errorsByCode = new Map([").expect("the SDK's table of errors");
    let of_the_sdk: BTreeSet<u32> = map
        .lines()
        .map_while(|line| if line.contains("]);") { None } else { Some(line.trim()) })
        .filter_map(|line| line.strip_prefix('[')?.split_once(',')?.0.parse().ok())
        .collect();
    let ours: BTreeSet<u32> = CarrierError::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(ours, of_the_sdk);
}
