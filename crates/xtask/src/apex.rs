//! Checks Apex without an org: apex-ls for types, PMD for security, performance and style.
//!
//! Both come as Java archives in one package of `node_modules`. The classes of `tests/apex/bad`
//! say in comments what must be reported of them; so a checker that has stopped checking is
//! noticed. Fields inside SOQL are not checked: apex-ls does not look there.

use std::{
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    error::TaskError,
    replay,
    run::{Job, Show},
    test::{Session, Tally},
};

const JARS: &str = "node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib";
const BAD: &str = "tests/apex/bad";
/// What apex-ls ends with when it has reported something.
const HAS_REPORTED: i32 = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checker {
    ApexLs,
    Pmd,
}

impl Checker {
    const ALL: [Self; 2] = [Self::ApexLs, Self::Pmd];

    fn name(self) -> &'static str {
        match self {
            Self::ApexLs => "apex-ls",
            Self::Pmd => "PMD",
        }
    }
}

/// What a checker reports, or should.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    checker: Checker,
    file: PathBuf,
    line: u64,
    /// PMD's name of the rule, or words of the message.
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { checker, file, line, what } = self;
        write!(f, "{}:{line}: {}: {what}", file.display(), checker.name())
    }
}

impl Finding {
    /// Whether this, found in a bad class, is what the class says of itself.
    fn answers(&self, expected: &Self) -> bool {
        self.checker == expected.checker
            && self.file.file_name() == expected.file.file_name()
            && self.line == expected.line
            && self.what.contains(&expected.what)
    }
}

/// Types, over the package directories of `sfdx-project.json` and the objects in them.
pub fn types(session: &Session<'_>) -> Result<Tally, TaskError> {
    Ok(verdict(session, &apex_ls(session, &session.project.root)?))
}

/// PMD's rules of `tests/apex/pmd.xml`, over every class and trigger.
pub fn rules(session: &Session<'_>) -> Result<Tally, TaskError> {
    let files = files_of(&session.project.root)?;
    if files.is_empty() {
        session.console.say("There is no Apex in the package directories.");
        return Ok(Tally::default());
    }
    Ok(verdict(session, &pmd(session, &files)?))
}

/// Everything that a bad class says of itself is reported, and nothing else.
pub fn self_test(session: &Session<'_>) -> Result<Tally, TaskError> {
    let root = session.project.existing(BAD)?;
    let files = files_of(&root)?;
    let mut expected = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).map_err(TaskError::file(file))?;
        expected.extend(expectations(file, &text));
    }
    let mut found = apex_ls(session, &root)?;
    found.extend(pmd(session, &files)?);
    Ok(compare(session, &expected, &found))
}

fn compare(session: &Session<'_>, expected: &[Finding], found: &[Finding]) -> Tally {
    let missed = |it: &&Finding| !found.iter().any(|one| one.answers(it));
    let unasked = |it: &&Finding| !expected.iter().any(|one| it.answers(one));
    let mut tally = Tally::default();
    for finding in expected.iter().filter(missed) {
        session.console.say(format!("{}: not reported", relative(session, finding)));
        tally = tally + Tally::FAILED;
    }
    for finding in found.iter().filter(unasked) {
        session.console.say(format!("{}: the class does not say so", relative(session, finding)));
        tally = tally + Tally::FAILED;
    }
    let passed = expected.len() - expected.iter().filter(missed).count();
    // A self-test without expectations tests nothing.
    let empty = if expected.is_empty() { Tally::FAILED } else { Tally::default() };
    tally + empty + Tally { passed: u32::try_from(passed).unwrap_or(u32::MAX), ..Tally::default() }
}

/// What a class says of itself: `// apex-ls: words of the message` and `// PMD: Rule`, at the end
/// of the line that is meant, several if need be.
fn expectations(file: &Path, text: &str) -> Vec<Finding> {
    let mut all = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        for comment in text.split("// ").skip(1) {
            let expected = Checker::ALL.into_iter().find_map(|checker| {
                let what = comment.strip_prefix(checker.name())?.strip_prefix(": ")?;
                Some(Finding { checker, file: file.into(), line, what: what.trim().into() })
            });
            all.extend(expected);
        }
    }
    all
}

fn verdict(session: &Session<'_>, findings: &[Finding]) -> Tally {
    for finding in findings {
        session.console.say(relative(session, finding));
    }
    if findings.is_empty() { Tally::PASSED } else { Tally::FAILED }
}

/// A finding as a line, with its file as seen from the repository.
fn relative(session: &Session<'_>, finding: &Finding) -> String {
    let file = finding.file.strip_prefix(&session.project.root).unwrap_or(&finding.file);
    Finding { file: file.into(), ..finding.clone() }.to_string()
}

fn apex_ls(session: &Session<'_>, root: &Path) -> Result<Vec<Finding>, TaskError> {
    let args = ["--nocache", "--detail", "warnings", "--format", "json", "--workspace"];
    let mut command = java(session, "io.github.apexdevtools.apexls.CheckForIssues")?;
    command.args(args).arg(root);
    let job = Job::new("apex-ls", command).show(Show::Nothing).limit(10 * 60);
    let finished = job.run(session.console)?;
    let has_reported = finished.code() == Some(HAS_REPORTED);
    let text = finished.stdout.join("\n");
    if !has_reported {
        finished.checked()?;
    }
    let findings = read_apex_ls(&text)?;
    if has_reported && findings.is_empty() {
        return Err(TaskError::Broken(format!("apex-ls fails and does not say why:\n{text}")));
    }
    Ok(findings)
}

/// `{"files": [{"path": …, "messages": [{"start": {"line": …}, "category": …, "message": …}]}]}`
fn read_apex_ls(text: &str) -> Result<Vec<Finding>, TaskError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let report = parsed("apex-ls", text)?;
    let mut findings = Vec::new();
    for file in list("apex-ls", &report["files"])? {
        for message in list("apex-ls", &file["messages"])? {
            findings.push(Finding {
                checker: Checker::ApexLs,
                file: file["path"].as_str().unwrap_or_default().into(),
                line: message["start"]["line"].as_u64().unwrap_or_default(),
                what: message["message"].as_str().unwrap_or_default().into(),
            });
        }
    }
    Ok(findings)
}

fn pmd(session: &Session<'_>, files: &[PathBuf]) -> Result<Vec<Finding>, TaskError> {
    let dir = session.project.target.join("apex");
    let (input, output) = (dir.join("pmd-input.json"), dir.join("pmd-output.json"));
    let order = json!({
        "ruleSetInputFile": session.project.existing("tests/apex/pmd.xml")?,
        "runDataPerLanguage": { "apex": { "filesToScan": files } },
    });
    fs::create_dir_all(&dir)
        .and_then(|()| fs::write(&input, order.to_string()))
        .map_err(TaskError::file(&input))?;
    // The package has PMD's library without its command line; this is Salesforce's.
    let mut command = java(session, "com.salesforce.sfca.pmdwrapper.PmdWrapper")?;
    command.arg("run").arg(&input).arg(&output);
    Job::new("PMD", command).show(Show::Nothing).limit(10 * 60).succeed(session.console)?;
    read_pmd(&fs::read_to_string(&output).map_err(TaskError::file(&output))?)
}

/// `{"violations": [{"rule": …, "message": …, "codeLocation": {"file": …, "startLine": …}}],
/// "processingErrors": [{"file": …, "message": …}]}`
fn read_pmd(text: &str) -> Result<Vec<Finding>, TaskError> {
    let report = parsed("PMD", text)?;
    let finding = |file: &Value, line: &Value, what: String| Finding {
        checker: Checker::Pmd,
        file: file.as_str().unwrap_or_default().into(),
        line: line.as_u64().unwrap_or_default(),
        what,
    };
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut findings = Vec::new();
    for one in list("PMD", &report["violations"])? {
        let what = format!("{}: {}", words(&one["rule"]), words(&one["message"]));
        let place = &one["codeLocation"];
        findings.push(finding(&place["file"], &place["startLine"], what));
    }
    for one in list("PMD", &report["processingErrors"])? {
        let what = format!("not checked: {}", words(&one["message"]));
        findings.push(finding(&one["file"], &Value::Null, what));
    }
    Ok(findings)
}

fn parsed(name: &str, text: &str) -> Result<Value, TaskError> {
    serde_json::from_str(text)
        .map_err(|error| TaskError::Broken(format!("{name}'s report is not JSON ({error}).")))
}

/// A report of another form must not pass for an empty one.
fn list<'v>(name: &str, value: &'v Value) -> Result<&'v Vec<Value>, TaskError> {
    value
        .as_array()
        .ok_or_else(|| TaskError::Broken(format!("{name}'s report has another form than known.")))
}

fn java(session: &Session<'_>, class: &str) -> Result<std::process::Command, TaskError> {
    let mut jars = OsString::from(session.project.existing(JARS)?);
    jars.push("/*");
    let mut command = session.project.command(session.installed.java()?);
    command.arg("-cp").arg(jars).arg(class);
    Ok(command)
}

/// Every class and trigger in the package directories of the project at `root`.
fn files_of(root: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let settings = root.join("sfdx-project.json");
    let text = fs::read_to_string(&settings).map_err(TaskError::file(&settings))?;
    let settings = parsed("sfdx-project.json", &text)?;
    let mut files = Vec::new();
    for package in list("sfdx-project.json", &settings["packageDirectories"])? {
        let folder = root.join(package["path"].as_str().unwrap_or_default());
        for extension in ["cls", "trigger"] {
            collect(&folder, extension, &mut files)?;
        }
    }
    Ok(files)
}

fn collect(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) -> Result<(), TaskError> {
    into.extend(replay::files(folder, extension)?);
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(TaskError::file(folder))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().try_for_each(|folder| collect(folder, extension, into))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_says_what_is_wrong_with_it() {
        let text =
            "class A { // PMD: ApexDoc // apex-ls: No type\n    // said otherwise\n} // PMD: B\n";
        let found = expectations(Path::new("A.cls"), text);
        let told: Vec<String> = found.iter().map(Finding::to_string).collect();
        assert_eq!(told, ["A.cls:1: PMD: ApexDoc", "A.cls:1: apex-ls: No type", "A.cls:3: PMD: B"]);
        let reported =
            Finding { file: "/x/A.cls".into(), what: "B: bad".into(), ..found[2].clone() };
        assert!(reported.answers(&found[2]) && !reported.answers(&found[0]));
    }

    #[test]
    fn reports_of_another_form_are_refused() {
        let clean = r#"{ "files": [ ]}"#;
        assert_eq!(read_apex_ls(clean).unwrap(), []);
        assert!(read_apex_ls("Error: no workspace").is_err());
        assert!(read_pmd(clean).is_err());
        let text = r#"{"violations": [{"rule": "R", "message": "m",
            "codeLocation": {"file": "A.cls", "startLine": 4}}],
            "processingErrors": [{"file": "B.cls", "message": "odd"}]}"#;
        let told: Vec<String> = read_pmd(text).unwrap().iter().map(Finding::to_string).collect();
        assert_eq!(told, ["A.cls:4: PMD: R: m", "B.cls:0: PMD: not checked: odd"]);
    }
}
