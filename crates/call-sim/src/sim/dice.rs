//! Chance, from a seed and from nothing else.
//!
//! Every decision has a key: what it is about, in numbers (which agent, which call, which message).
//! Its dice are made from the seed and the key, so a decision does not depend on how many others
//! were taken before it. That is what makes a run shrinkable: take one fault away, and the others
//! still fall where they fell.
//!
//! The generator is splitmix64 (Steele, Lea and Flood 2014): it passes the usual batteries of tests,
//! is ten lines long, and will be the same in ten years. It is no good for secrets.

/// A short sequence of random numbers.
#[derive(Clone, Copy, Debug)]
pub struct Dice(u64);

/// One step of splitmix64's output function.
const fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// The dice of the decision `key`.
    pub fn of(seed: u64, key: &[u64]) -> Self {
        let fold = |state: u64, part: &u64| mixed(state.wrapping_add(GOLDEN) ^ mixed(*part));
        Self(key.iter().fold(mixed(seed ^ GOLDEN), fold))
    }

    /// The next number.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mixed(self.0)
    }

    /// A number below `limit`, which is not zero. The bias of the remainder is below 2⁻⁴⁰ for any
    /// limit that is used here.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    /// A number between the two, both included.
    pub const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in `share` of ten thousand cases.
    pub const fn hits(&mut self, share: u64) -> bool {
        self.below(10_000) < share
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).expect("an index")]
    }

    /// One of them, by weight.
    pub fn weigh<T: Copy>(&mut self, choices: &[(u64, T)]) -> T {
        let all: u64 = choices.iter().map(|(weight, _)| weight).sum();
        let mut at = self.below(all);
        for (weight, choice) in choices {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        choices[choices.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_splitmix64s() {
        // The first outputs for the seed 1234567, as in the reference implementation.
        let mut dice = Dice(1_234_567);
        assert_eq!(dice.roll(), 6_457_827_717_110_365_317);
        assert_eq!(dice.roll(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn a_decision_depends_on_its_key_alone() {
        let roll = |key: &[u64]| Dice::of(7, key).roll();
        assert_eq!(roll(&[1, 2]), roll(&[1, 2]));
        assert_ne!(roll(&[1, 2]), roll(&[2, 1]));
        assert_ne!(roll(&[0]), roll(&[0, 0]));
    }

    #[test]
    fn weights_are_kept_to() {
        let mut dice = Dice::of(1, &[]);
        let mut seen = [0_u32; 3];
        for _ in 0..10_000 {
            seen[dice.weigh(&[(1, 0_usize), (0, 1), (3, 2)])] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((2_000..3_000).contains(&seen[0]), "{seen:?}");
    }
}
