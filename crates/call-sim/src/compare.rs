//! Whether what happened is what was expected, and where it departs.

use serde_json::Value;

/// Paths at which `got` does not hold what `expected` asks for. Keys that `expected` leaves out
/// may be anything; lists must have the same length.
pub fn differences(path: &str, expected: &Value, got: &Value) -> Vec<String> {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => expected
            .iter()
            .flat_map(|(key, value)| {
                let path = format!("{path}.{key}");
                got.get(key).map_or_else(
                    || if value.is_null() { Vec::new() } else { vec![missing(&path, value)] },
                    |got| differences(&path, value, got),
                )
            })
            .collect(),
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => expected
            .iter()
            .zip(got)
            .enumerate()
            .flat_map(|(index, (expected, got))| {
                differences(&format!("{path}[{index}]"), expected, got)
            })
            .collect(),
        (expected, got) if expected == got => Vec::new(),
        (expected, got) => {
            vec![format!("{path}\n    expected {expected}\n    but got  {got}")]
        }
    }
}

fn missing(path: &str, expected: &Value) -> String {
    format!("{path}\n    expected {expected}\n    but it is not there")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_left_out_may_be_anything_but_lists_are_whole() {
        let got = json!({ "a": 1, "b": [1, 2], "c": null });
        assert!(differences("view", &json!({ "a": 1 }), &got).is_empty());
        assert_eq!(differences("view", &json!({ "a": 2 }), &got).len(), 1);
        assert_eq!(differences("view", &json!({ "b": [1] }), &got).len(), 1);
        assert_eq!(differences("view", &json!({ "d": 1 }), &got).len(), 1);
        assert!(differences("view", &json!({ "d": null }), &got).is_empty());
    }
}
