//! Apex tests: found, run each on its own, and told.
//!
//! Every method runs in a transaction that is undone. `@TestSetup` runs once for a class; its records
//! are there for each of its methods. Records of the org are not seen where the caller gives an org
//! without any, as it should: users, profiles and permission sets are all that tests see on the
//! platform.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    data::Org,
    run::{Interpreter, Stop, Unknown},
    syntax::{Method, Modifier, TypeDeclaration, TypeKind, executable_lines},
};

/// What came of one test.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// The class.
    pub class: String,
    /// The method.
    pub method: String,
    /// What came of it.
    pub verdict: Verdict,
    /// What it used of the limits: name, used, allowed. Only what it used.
    pub limits: Vec<(&'static str, u32, u32)>,
    /// What `System.debug` printed.
    pub printed: Vec<String>,
    /// What ran, where that is asked for: methods, queries and DML in their order.
    pub trace: Vec<String>,
}

/// Whether a test passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It passed.
    Passed,
    /// An exception left it: what it says, and where.
    Failed(String),
    /// It holds something that is not known here.
    Unknown(Unknown),
}

/// How much of a class ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The class's or the trigger's file.
    pub file: String,
    /// Lines on which something can run.
    pub lines: usize,
    /// Those on which nothing did.
    pub missed: Vec<u32>,
}

/// All tests that were run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Each of them.
    pub results: Vec<TestResult>,
    /// How much of each class that is no test ran.
    pub coverage: Vec<Coverage>,
}

/// Runs the tests of the org's program; of one class, where it is named. `tell` hears of each. Where
/// `is_traced`, results say what ran.
///
/// # Errors
/// Where the program itself is not usable.
pub fn run(
    org: &Org<'_>,
    class: Option<&str>,
    is_traced: bool,
    mut tell: impl FnMut(&TestResult),
) -> Result<Report, Unknown> {
    let mut report = Report::default();
    let mut covered: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let tests = org.program.types().filter(|(_, declaration)| is_test(&declaration.modifiers));
    for (_, declaration) in tests {
        if class.is_some_and(|class| !declaration.name.is(class)) {
            continue;
        }
        let mut results = of_class(org, declaration, is_traced, &mut covered)?;
        results.iter().for_each(&mut tell);
        report.results.append(&mut results);
    }
    report.coverage = coverage(org, &covered);
    Ok(report)
}

fn of_class(
    org: &Org<'_>,
    declaration: &TypeDeclaration,
    is_traced: bool,
    covered: &mut BTreeMap<String, BTreeSet<u32>>,
) -> Result<Vec<TestResult>, Unknown> {
    let TypeKind::Class(class) = &declaration.kind else { return Ok(Vec::new()) };
    let having = |annotation: &'static str| {
        class.methods.iter().filter(move |method| has_annotation(&method.modifiers, annotation))
    };
    let mut results = Vec::new();
    let step = |sql: &str| {
        org.connection.execute_batch(sql).map_err(|error| Unknown {
            file: declaration.name.to_string(),
            place: declaration.place,
            what: format!("the database refused {sql}: {error}"),
        })
    };
    step("SAVEPOINT test_class")?;
    let mut setup_failed = None;
    for method in having("TestSetup") {
        let result = run_method(org, declaration, method, is_traced, covered)?;
        if result.verdict != Verdict::Passed {
            setup_failed = Some(result.verdict.clone());
            results.push(result);
        }
    }
    for method in having("IsTest") {
        if let Some(verdict) = &setup_failed {
            let (class, method) = (declaration.name.to_string(), method.name.to_string());
            results.push(TestResult {
                class,
                method,
                verdict: verdict.clone(),
                limits: Vec::new(),
                printed: Vec::new(),
                trace: Vec::new(),
            });
            continue;
        }
        step("SAVEPOINT test_method")?;
        results.push(run_method(org, declaration, method, is_traced, covered)?);
        step("ROLLBACK TO test_method; RELEASE test_method")?;
    }
    step("ROLLBACK TO test_class; RELEASE test_class")?;
    Ok(results)
}

fn run_method(
    org: &Org<'_>,
    declaration: &TypeDeclaration,
    method: &Method,
    is_traced: bool,
    covered: &mut BTreeMap<String, BTreeSet<u32>>,
) -> Result<TestResult, Unknown> {
    let mut interpreter = Interpreter::new("test", org.clone())?;
    interpreter.is_test = true;
    interpreter.trace = is_traced.then(Vec::new);
    let done = interpreter.call_test(&declaration.name, &method.name);
    let verdict = match done {
        Ok(()) | Err(Stop::Skipped) => Verdict::Passed,
        Err(Stop::Thrown(exception)) => {
            let stack = exception.exception.borrow().stack.clone();
            Verdict::Failed(format!("{}\n{stack}", Interpreter::describe(&exception)))
        }
        Err(Stop::Unknown(unknown)) => Verdict::Unknown(unknown),
    };
    for (file, lines) in interpreter.covered() {
        covered.entry(file.to_string()).or_default().extend(lines);
    }
    Ok(TestResult {
        class: declaration.name.to_string(),
        method: method.name.to_string(),
        verdict,
        limits: interpreter.limits.told(),
        printed: interpreter.printed().to_vec(),
        trace: interpreter.trace.take().unwrap_or_default(),
    })
}

/// Of classes and triggers that are no tests.
fn coverage(org: &Org<'_>, covered: &BTreeMap<String, BTreeSet<u32>>) -> Vec<Coverage> {
    let classes = org
        .program
        .types()
        .filter(|(_, declaration)| !is_test(&declaration.modifiers))
        .map(|(file, declaration)| (file.to_string(), executable_lines(declaration)));
    let triggers = org.program.triggers().map(|(file, trigger)| {
        let mut lines = BTreeSet::new();
        crate::syntax::add_all(&trigger.body, &mut lines);
        (file.to_string(), lines)
    });
    classes
        .chain(triggers)
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(file, lines)| {
            let ran = covered.get(&file);
            let missed = lines
                .iter()
                .copied()
                .filter(|line| !ran.is_some_and(|ran| ran.contains(line)))
                .collect();
            Coverage { file, lines: lines.len(), missed }
        })
        .collect()
}

fn is_test(modifiers: &[Modifier]) -> bool {
    has_annotation(modifiers, "IsTest")
}

fn has_annotation(modifiers: &[Modifier], name: &str) -> bool {
    modifiers.iter().any(
        |modifier| matches!(modifier, Modifier::Annotation(annotation) if annotation.name.is(name)),
    )
}
