//! Reads how many tests passed out of what each tool prints.
//!
//! No parser guesses: a tool that ended well without a count it should have printed is a failure.

use super::Tally;

/// nextest: `Summary [   1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`.
pub fn nextest(lines: &[String]) -> Option<Tally> {
    let summary = lines.iter().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
    let (_, counts) = summary.split_once(" run:")?;
    // "(1 slow)" and "(2 flaky, 1 leaky)" qualify the count before them.
    let counts: String =
        counts.split('(').map(|part| part.split_once(')').map_or(part, |p| p.1)).collect();
    Some(tally(counts.split(','), &["passed"], &["failed", "timed", "exec"], &["skipped"]))
}

/// libtest and wasm-bindgen's runner: `test result: ok. 3 passed; 0 failed; 1 ignored; …`, once
/// per test binary.
pub fn libtest(lines: &[String]) -> Option<Tally> {
    lines
        .iter()
        .filter_map(|line| line.trim_start().strip_prefix("test result:")?.split_once(". "))
        .map(|(_, counts)| tally(counts.split(';'), &["passed"], &["failed"], &["ignored"]))
        .reduce(|all, one| all + one)
}

/// jest: `Tests:       1 failed, 2 skipped, 3 todo, 5 passed, 11 total`, and the same of suites.
/// A suite that could not be read has no tests; it counts as one that failed.
pub fn jest(lines: &[String]) -> Option<Tally> {
    let line = |head| lines.iter().rev().find_map(|line| line.trim_start().strip_prefix(head));
    let tests = tally(line("Tests:")?.split(','), &["passed"], &["failed"], &["skipped", "todo"]);
    let suites = lines.iter().filter(|line| line.contains("● Test suite failed to run")).count();
    Some(tests + Tally { failed: u32::try_from(suites).unwrap_or(u32::MAX), ..Tally::default() })
}

/// `node --test`: `ℹ pass 3` (spec) or `# pass 3` (tap), a line for each kind.
pub fn node(lines: &[String]) -> Option<Tally> {
    let count = |kind: &str| {
        lines.iter().rev().find_map(|line| {
            let mut words = line.split_whitespace();
            let mark = matches!(words.next()?, "ℹ" | "#");
            let number = (words.next()? == kind).then(|| words.next())??.parse().ok()?;
            (mark && words.next().is_none()).then_some(number)
        })
    };
    Some(Tally {
        passed: count("pass")?,
        failed: count("fail")? + count("cancelled").unwrap_or(0),
        skipped: count("skipped").unwrap_or(0) + count("todo").unwrap_or(0),
    })
}

/// `call-sim model`: `models: 5 passed, 0 failed`.
pub fn models(lines: &[String]) -> Option<Tally> {
    closing(lines, "models: ")
}

/// The simulation: `sim: 15 passed, 0 failed`, one for each rule.
pub fn simulation(lines: &[String]) -> Option<Tally> {
    closing(lines, "sim: ")
}

/// `local-apex test`: `apex: 97 passed, 2 failed`.
pub fn apex(lines: &[String]) -> Option<Tally> {
    closing(lines, "apex: ")
}

fn closing(lines: &[String], name: &str) -> Option<Tally> {
    let counts = lines.iter().rev().find_map(|line| line.trim_start().strip_prefix(name))?;
    Some(tally(counts.split(','), &["passed"], &["failed"], &[]))
}

/// Adds up `3 passed`-like parts by their second word.
fn tally<'t>(
    parts: impl Iterator<Item = &'t str>,
    passed: &[&str],
    failed: &[&str],
    skipped: &[&str],
) -> Tally {
    let mut tally = Tally::default();
    for part in parts {
        let mut words = part.split_whitespace();
        let (Some(number), Some(kind)) = (words.next(), words.next()) else { continue };
        let Ok(number) = number.parse::<u32>() else { continue };
        let kind = &kind;
        if passed.contains(kind) {
            tally.passed += number;
        } else if failed.contains(kind) {
            tally.failed += number;
        } else if skipped.contains(kind) {
            tally.skipped += number;
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn counts(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn nextest_summaries() {
        let clean = "     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped";
        assert_eq!(nextest(&lines(clean)), Some(counts(3, 0, 0)));
        let mixed = "────\n     Summary [  12.3s] 14 tests run: 10 passed (1 slow, 2 leaky), 2 failed, \
                     1 timed out, 1 exec failed, 4 skipped\n        FAIL [ 0.1s] a::b";
        assert_eq!(nextest(&lines(mixed)), Some(counts(10, 4, 4)));
        let cancelled = "     Summary [   0.1s] 5/12 tests run: 4 passed, 1 failed, 0 skipped";
        assert_eq!(nextest(&lines(cancelled)), Some(counts(4, 1, 0)));
        assert_eq!(nextest(&lines("error: could not compile `x`")), None);
    }

    #[test]
    fn libtest_results_of_all_binaries() {
        let text = "test a ... ok\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; \
                    0 filtered out; finished in 0.00s\n\ntest result: FAILED. 1 passed; 2 failed; \
                    0 ignored; 0 filtered out; finished in 0.01s\n";
        assert_eq!(libtest(&lines(text)), Some(counts(4, 2, 1)));
        assert_eq!(libtest(&lines("running 3 tests")), None);
    }

    #[test]
    fn jest_tests_and_broken_suites() {
        let text = "  ● Test suite failed to run\n\nTest Suites: 1 failed, 1 passed, 2 total\n\
                    Tests:       1 failed, 2 skipped, 3 todo, 5 passed, 11 total\nSnapshots: 0 total";
        assert_eq!(jest(&lines(text)), Some(counts(5, 2, 5)));
        assert_eq!(jest(&lines("Tests:       5 passed, 5 total")), Some(counts(5, 0, 0)));
        assert_eq!(jest(&lines("No tests found, exiting with code 1")), None);
    }

    #[test]
    fn models_are_counted_by_their_last_line() {
        let text = "recording    2177 states\nmodels: 4 passed, 1 failed";
        assert_eq!(models(&lines(text)), Some(counts(4, 1, 0)));
        assert_eq!(models(&lines("recording    2177 states")), None);
    }

    #[test]
    fn simulations_by_rule() {
        let text = "500 events handled\nsim: 14 passed, 1 failed";
        assert_eq!(simulation(&lines(text)), Some(counts(14, 1, 0)));
        assert_eq!(simulation(&lines("usage: call-sim sim")), None);
    }

    #[test]
    fn apex_tests_by_their_last_line() {
        let text = "  ✔ ATest.works\napex: 1 passed, 0 failed, 98 % of 291 lines ran, 640 ms";
        assert_eq!(apex(&lines(text)), Some(counts(1, 0, 0)));
    }

    #[test]
    fn node_summaries_in_both_styles() {
        let spec = "✔ dials (12ms)\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\n\
                    ℹ skipped 0\nℹ todo 0\nℹ duration_ms 54";
        assert_eq!(node(&lines(spec)), Some(counts(2, 2, 0)));
        let tap = "# tests 3\n# pass 3\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0";
        assert_eq!(node(&lines(tap)), Some(counts(3, 0, 1)));
        assert_eq!(node(&lines("# pass on the news\n# pass")), None);
    }
}
