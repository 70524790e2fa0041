//! Makes other bytes of bytes: flipped, cut, joined, and as JSON with a value that does not belong
//! there.

use serde_json::{Value, json};

/// Numbers that look random and are the same in every run: `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    /// That many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

/// Other bytes, made of `data` and sometimes of `other`.
pub fn mutate(random: &mut Random, data: &[u8], other: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    for _ in 0..=random.below(3) {
        data = match random.below(8) {
            0 => flipped(random, data),
            1 => cut(random, &data),
            2 => {
                let (head, tail) = (cut(random, &data), random.below(other.len() + 1));
                [head.as_slice(), &other[tail..]].concat()
            }
            3 => lines_shuffled(random, &data, other),
            _ => values_swapped(random, &data, other),
        };
    }
    data
}

fn flipped(random: &mut Random, mut data: Vec<u8>) -> Vec<u8> {
    if !data.is_empty() {
        let at = random.below(data.len());
        data[at] ^= 1 << random.below(8);
    }
    data
}

fn cut(random: &mut Random, data: &[u8]) -> Vec<u8> {
    data[..random.below(data.len() + 1)].to_vec()
}

/// Lines of both, in another order, some of them twice.
fn lines_shuffled(random: &mut Random, data: &[u8], other: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> =
        data.split(|byte| *byte == b'\n').chain(other.split(|byte| *byte == b'\n')).collect();
    let count = 1 + random.below(lines.len());
    let chosen: Vec<&[u8]> = (0..count).map(|_| lines[random.below(lines.len())]).collect();
    chosen.join(&b'\n')
}

/// In one line that is JSON, one value becomes another.
fn values_swapped(random: &mut Random, data: &[u8], other: &[u8]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = data.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = random.below(lines.len());
    let Ok(mut value) = serde_json::from_slice::<Value>(&lines[at]) else { return data.to_vec() };
    let others: Vec<&[u8]> = other.split(|byte| *byte == b'\n').collect();
    let donor = serde_json::from_slice(others[random.below(others.len())]).unwrap_or(Value::Null);
    let new = match random.below(10) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(u64::MAX),
        4 => json!(u32::MAX),
        5 => json!(-1),
        6 => json!(""),
        7 => json!([]),
        _ => some_of(random, &donor).clone(),
    };
    *some_of_mut(random, &mut value) = new;
    lines[at] = value.to_string().into_bytes();
    lines.join(&b'\n')
}

fn some_of<'v>(random: &mut Random, value: &'v Value) -> &'v Value {
    let children: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    if children.is_empty() || random.below(4) == 0 {
        return value;
    }
    let child = children[random.below(children.len())];
    some_of(random, child)
}

fn some_of_mut<'v>(random: &mut Random, value: &'v mut Value) -> &'v mut Value {
    let count = match &*value {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    if count == 0 || random.below(6) == 0 {
        return value;
    }
    let at = random.below(count);
    let child = match value {
        Value::Array(items) => items.get_mut(at),
        Value::Object(fields) => fields.values_mut().nth(at),
        _ => None,
    };
    some_of_mut(random, child.expect("it was counted"))
}
