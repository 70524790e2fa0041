//! Says in the fewest words when a step has which outcome: a decision tree over the facts.

use std::collections::{BTreeMap, BTreeSet};

use super::reach::{FACTS, Facts};

/// A condition on one fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// Which of [`FACTS`].
    fact: usize,
    /// It has one of these values,
    values: BTreeSet<&'static str>,
    /// and none of these.
    others: BTreeSet<&'static str>,
}

/// Rows of conditions, in the order in which the facts are listed, each with its outcome.
pub type Rows<T> = Vec<(Vec<Condition>, T)>;

/// The rows for these cases. Where the facts do not tell two outcomes apart, the one of the case
/// that is reached first stands.
pub fn rows<T: Clone + Ord>(cases: &[(Facts, T)]) -> Rows<T> {
    let mut rows = split(&cases.iter().collect::<Vec<_>>(), &[]);
    rows.sort_by_key(|(conditions, _)| conditions.len());
    rows
}

/// The conditions of a row as text.
pub fn words(conditions: &[Condition]) -> String {
    let join =
        |values: &BTreeSet<&'static str>| values.iter().copied().collect::<Vec<_>>().join("/");
    let word = |condition: &Condition| {
        let name = FACTS[condition.fact];
        match join(&condition.values).as_str() {
            "yes" => name.to_owned(),
            "no" => format!("not {name}"),
            _ if condition.others.len() < condition.values.len() => {
                format!("{name} not {}", join(&condition.others))
            }
            values => format!("{name} {values}"),
        }
    };
    conditions.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn split<T: Clone + Ord>(cases: &[&(Facts, T)], used: &[usize]) -> Rows<T> {
    let outcomes: BTreeSet<&T> = cases.iter().map(|(_, outcome)| outcome).collect();
    if outcomes.len() <= 1 {
        return first(cases);
    }
    let best = (0..FACTS.len())
        .filter(|fact| !used.contains(fact))
        .filter(|fact| cases.iter().any(|(facts, _)| facts[*fact] != cases[0].0[*fact]))
        .min_by_key(|fact| disorder(cases, *fact));
    let Some(fact) = best else { return first(cases) };
    let used: Vec<usize> = used.iter().copied().chain([fact]).collect();
    let mut values: BTreeMap<&'static str, Vec<&(Facts, T)>> = BTreeMap::new();
    for case in cases {
        values.entry(case.0[fact]).or_default().push(case);
    }
    // Values that lead to the same are one.
    let mut branches: Vec<(BTreeSet<&'static str>, Rows<T>)> = Vec::new();
    for (value, cases) in &values {
        let rows = split(cases, &used);
        match branches.iter_mut().find(|(_, known)| *known == rows) {
            Some((values, _)) => {
                values.insert(value);
            }
            None => branches.push((BTreeSet::from([*value]), rows)),
        }
    }
    if branches.len() == 1 {
        return branches.remove(0).1;
    }
    let every: BTreeSet<&'static str> = values.keys().copied().collect();
    let mut all = Vec::new();
    for (values, rows) in branches {
        let others = every.difference(&values).copied().collect();
        let condition = Condition { fact, values, others };
        all.extend(rows.into_iter().map(|(mut conditions, outcome)| {
            conditions.push(condition.clone());
            conditions.sort();
            (conditions, outcome)
        }));
    }
    all
}

fn first<T: Clone>(cases: &[&(Facts, T)]) -> Rows<T> {
    cases.first().map(|(_, outcome)| (Vec::new(), outcome.clone())).into_iter().collect()
}

/// How mixed the outcomes remain after this question; the fewer values it has, the better.
fn disorder<T: Ord>(cases: &[&(Facts, T)], fact: usize) -> (usize, usize) {
    let mut counts: BTreeMap<&str, BTreeMap<&T, usize>> = BTreeMap::new();
    for (facts, outcome) in cases {
        *counts.entry(facts[fact]).or_default().entry(outcome).or_default() += 1;
    }
    let wrong = counts.values().map(|by_outcome| {
        by_outcome.values().sum::<usize>() - by_outcome.values().max().copied().unwrap_or_default()
    });
    (wrong.sum(), counts.len())
}
