//! The corpus the fuzz targets begin with, made of the scenarios: for each kind of input, and for
//! each kind of journal entry, the first scenario that has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{CoreMachine, Machine, Scenario, replay};

/// Files by path below `tests/corpus`.
pub fn corpus(scenarios: &BTreeMap<String, Scenario>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let (mut inputs_met, mut entries_met) = (BTreeSet::new(), BTreeSet::new());
    for (name, scenario) in scenarios {
        let mut heard = Listener::default();
        let _ = replay(scenario, &mut heard);
        let kinds = heard.inputs.iter().map(kind_of_input);
        if kinds.filter(|kind| inputs_met.insert(kind.clone())).count() > 0 {
            let lines: Vec<String> = heard.inputs.iter().map(Value::to_string).collect();
            files.insert(format!("wire/{name}.jsonl"), lines.join("\n") + "\n");
        }
        for (number, entry) in heard.entries.iter().enumerate() {
            if entries_met.insert(kind_of_entry(entry)) {
                files.insert(format!("journal/{name}_{number}.json"), format!("[{entry}]\n"));
            }
        }
    }
    files
}

fn kind_of_input(input: &Value) -> String {
    format!("{} {} {}", input["from"], input["type"], input["error"]["kind"])
}

fn kind_of_entry(entry: &Value) -> String {
    let state = &entry["call"]["state"];
    let name = state.as_object().and_then(|state| state.keys().next().cloned());
    let others = entry["call"]["others"].as_array().is_some_and(|others| !others.is_empty());
    let has_work = !entry["call"]["work"].is_null();
    format!("{} {others} {has_work}", name.unwrap_or_default())
}

/// The core, and what it was told and wrote.
#[derive(Default)]
struct Listener {
    core: CoreMachine,
    inputs: Vec<Value>,
    entries: Vec<Value>,
}

impl Machine for Listener {
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String> {
        self.inputs.push(input.clone());
        self.core.handle(now, input)
    }

    fn journal(&mut self) -> Vec<Value> {
        let writes = self.core.journal();
        self.entries.extend(writes.iter().filter_map(|write| write.get("entry").cloned()));
        writes
    }

    fn drain(&mut self) -> Vec<Value> {
        self.core.drain()
    }

    fn view(&self) -> Value {
        self.core.view()
    }

    fn deadline(&self) -> Option<u64> {
        self.core.deadline()
    }

    fn restart(&mut self) {
        self.core.restart();
    }
}
