//! The fuzz targets over the kept corpus, over what a seed makes of it, and over random bytes.
//!
//! `OFFHOOK_FUZZ_RUNS` and `OFFHOOK_FUZZ_SEED` ask for more runs, and for others. A failing run
//! prints its bytes.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
};

use call_sim::fuzz::{Random, TARGETS, Target, mutate};

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// The files of a folder of the repository, in order.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = fs::read_dir(&folder).expect("a folder of the repository");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a readable file")).collect()
}

fn run(target: Target, data: &[u8]) {
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(data)));
    if let Err(panic) = outcome {
        eprintln!("{} fails for {:?}", target.name, String::from_utf8_lossy(data));
        eprintln!("as bytes: {data:?}");
        resume_unwind(panic);
    }
}

fn fuzz(name: &str) {
    let target = TARGETS.into_iter().find(|target| target.name == name).expect("a target");
    let corpus = files(target.corpus);
    assert!(corpus.len() > 3, "docs/proof.md says how {} is made", target.corpus);
    for data in &corpus {
        run(target, data);
    }
    let mut random = Random(number("OFFHOOK_FUZZ_SEED", 3));
    let runs = number("OFFHOOK_FUZZ_RUNS", 1_500);
    // A flight record is as long as many inputs.
    for _ in 0..if name == "flight" { runs / 10 } else { runs } {
        // Bytes of no meaning do little where JSON is read, and everything where it is not.
        let share = if name == "sequence" { 2 } else { 20 };
        let data = if random.below(share) == 0 {
            let length = random.below(400);
            random.bytes(length)
        } else {
            let (one, other) = (random.below(corpus.len()), random.below(corpus.len()));
            mutate(&mut random, &corpus[one], &corpus[other])
        };
        run(target, &data);
    }
}

#[test]
fn on_the_wire() {
    fuzz("wire");
}

#[test]
fn as_a_sequence_of_inputs() {
    fuzz("sequence");
}

#[test]
fn in_a_flight_record() {
    fuzz("flight");
}

#[test]
fn in_the_journal() {
    fuzz("journal");
}
