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

/// The files of `tests/corpus/FOLDER`, in order; of flight records the samples serve.
fn corpus(folder: &str) -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let folder = match folder {
        "flight" => tests.join("flights"),
        folder => tests.join("corpus").join(folder),
    };
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a readable file")).collect()
}

fn run(name: &str, target: Target, data: &[u8]) {
    let outcome = catch_unwind(AssertUnwindSafe(|| target(data)));
    if let Err(panic) = outcome {
        eprintln!("{name} fails for {:?}", String::from_utf8_lossy(data));
        eprintln!("as bytes: {data:?}");
        resume_unwind(panic);
    }
}

fn fuzz(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).expect("a target");
    let corpus = corpus(name);
    for data in &corpus {
        run(name, target, data);
    }
    let mut random = Random(number("OFFHOOK_FUZZ_SEED", 3));
    let runs = number("OFFHOOK_FUZZ_RUNS", 1_500);
    // A flight record is as long as many inputs.
    for _ in 0..if name == "flight" { runs / 10 } else { runs } {
        // Bytes of no meaning do little where JSON is read, and everything where it is not.
        let data = if corpus.is_empty() || random.below(20) == 0 {
            let length = random.below(400);
            random.bytes(length)
        } else {
            let (one, other) = (random.below(corpus.len()), random.below(corpus.len()));
            mutate(&mut random, &corpus[one], &corpus[other])
        };
        run(name, target, &data);
    }
}

#[test]
fn on_the_wire() {
    assert!(corpus("wire").len() > 10, "`cargo run -p call-sim -- corpus` makes it");
    fuzz("wire");
}

#[test]
fn as_a_sequence_of_inputs() {
    fuzz("sequence");
}

#[test]
fn in_a_flight_record() {
    assert!(corpus("flight").len() > 3, "the samples of flight records are there");
    fuzz("flight");
}

#[test]
fn in_the_journal() {
    assert!(corpus("journal").len() > 5, "`cargo run -p call-sim -- corpus` makes it");
    fuzz("journal");
}
