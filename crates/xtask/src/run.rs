//! Runs a program: under a time limit, with a sign of life, its output kept for counting.
//!
//! Every program gets a process group of its own, so that what it has started in turn (browsers,
//! servers) ends with it: at its end, at the limit, and when this process is interrupted.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{console::Console, error::TaskError, group};

/// How often a silent program gives a sign of life.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long an ended program's children may hold its output open.
const GRACE: Duration = Duration::from_secs(2);
/// How many of the last lines an error shows.
const TAIL: usize = 40;

/// What of a program's output is printed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// All of it.
    All,
    /// Only what comes on standard error; standard output is data.
    Errors,
    /// Only a sign of life with the newest line; the last lines when it fails.
    Heartbeat,
    /// Nothing; the last lines when it fails.
    Nothing,
}

/// A program to run.
#[derive(Debug)]
pub struct Job {
    label: String,
    command: Command,
    show: Show,
    limit: Duration,
}

/// A program that has ended by itself.
#[derive(Debug)]
pub struct Finished {
    label: String,
    show: Show,
    status: ExitStatus,
    /// Standard output and standard error, line by line, as they came.
    pub lines: Vec<String>,
    /// Standard output alone.
    pub stdout: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Job {
    /// `label` says what the program does, as in "`label` failed".
    pub fn new(label: impl Into<String>, command: Command) -> Self {
        let limit = Duration::from_secs(30 * 60);
        Self { label: label.into(), command, show: Show::All, limit }
    }

    /// What is printed while it runs.
    #[must_use]
    pub fn show(mut self, show: Show) -> Self {
        self.show = show;
        self
    }

    /// After how many seconds it is stopped.
    #[must_use]
    pub fn limit(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }

    /// Runs it and fails unless it ends with success.
    pub fn succeed(self, console: &Console) -> Result<Finished, TaskError> {
        self.run(console)?.checked()
    }

    /// Runs it to its end, whichever that is.
    pub fn run(mut self, console: &Console) -> Result<Finished, TaskError> {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        group::own(&mut self.command);
        group::stay_if_interrupted();
        let begun = Instant::now();
        let mut child = self.command.spawn().map_err(|source| TaskError::Start {
            program: self.command.get_program().to_string_lossy().into_owned(),
            source,
        })?;
        let running = group::Running::new(child.id());
        let lines = listen(&mut child);
        let mut seen = Seen { begun, spoke: begun, lines: Vec::new(), stdout: Vec::new() };
        let status = loop {
            seen.take(&self, &lines, console, Duration::from_millis(50));
            let ended = child
                .try_wait()
                .map_err(|source| TaskError::Start { program: self.label.clone(), source })?;
            if let Some(status) = ended {
                // What an interruption has ended has not failed.
                group::stay_if_interrupted();
                break status;
            }
            if begun.elapsed() > self.limit {
                running.end();
                // The group has been killed; only the exit status is left to collect.
                let _ = child.wait();
                return Err(TaskError::Limit {
                    label: self.label,
                    seconds: self.limit.as_secs(),
                    tail: tail(self.show, &seen.lines),
                });
            }
        };
        // Children that outlive the program would hold its output open for ever.
        let ended = Instant::now();
        while seen.take(&self, &lines, console, Duration::from_millis(50)) {
            if ended.elapsed() > GRACE {
                break;
            }
        }
        running.end();
        let Seen { lines, stdout, .. } = seen;
        let took = begun.elapsed();
        Ok(Finished { label: self.label, show: self.show, status, lines, stdout, took })
    }
}

impl Finished {
    /// Whether it ended with exit code 0.
    pub fn success(&self) -> bool {
        self.status.success()
    }

    /// The exit code; none where a signal ended it.
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// Fails unless it ended with exit code 0.
    pub fn checked(self) -> Result<Self, TaskError> {
        if self.success() {
            return Ok(self);
        }
        Err(TaskError::Failed {
            tail: tail(self.show, &self.lines),
            label: self.label,
            status: self.status.to_string(),
        })
    }
}

/// What a running program has said so far.
struct Seen {
    begun: Instant,
    /// When something was last printed.
    spoke: Instant,
    lines: Vec<String>,
    stdout: Vec<String>,
}

impl Seen {
    /// Takes the lines that come within `wait`; false when no more can come.
    fn take(
        &mut self,
        job: &Job,
        from: &Receiver<Line>,
        console: &Console,
        wait: Duration,
    ) -> bool {
        match from.recv_timeout(wait) {
            Ok(line) => self.line(job, line, console),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(wait);
                return false;
            }
        }
        while let Ok(line) = from.try_recv() {
            self.line(job, line, console);
        }
        if self.spoke.elapsed() >= HEARTBEAT && job.show != Show::Nothing && console.is_live() {
            let newest = match job.show {
                Show::Heartbeat => self.lines.last().map_or("", |line| line.trim()),
                _ => "still running",
            };
            let newest: String = newest.chars().take(100).collect();
            console.say(format!(
                "  … {} s: {}: {newest}",
                self.begun.elapsed().as_secs(),
                job.label
            ));
            self.spoke = Instant::now();
        }
        true
    }

    fn line(&mut self, job: &Job, line: Line, console: &Console) {
        let printed = match job.show {
            Show::All => true,
            Show::Errors => line.is_error,
            Show::Heartbeat | Show::Nothing => false,
        };
        if printed {
            console.say(&line.text);
            self.spoke = Instant::now();
        }
        if !line.is_error {
            self.stdout.push(line.text.clone());
        }
        self.lines.push(line.text);
    }
}

struct Line {
    is_error: bool,
    text: String,
}

fn listen(child: &mut Child) -> Receiver<Line> {
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || read(stdout, false, &sender));
    }
    if let Some(stderr) = child.stderr.take() {
        thread::spawn(move || read(stderr, true, &sender));
    }
    receiver
}

fn read(from: impl Read, is_error: bool, to: &Sender<Line>) {
    let mut from = BufReader::new(from);
    let mut bytes = Vec::new();
    // A pipe that breaks is an end as good as any: the exit status tells the rest.
    while from.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches(['\n', '\r']).to_owned();
        if to.send(Line { is_error, text }).is_err() {
            return;
        }
        bytes.clear();
    }
}

fn tail(show: Show, lines: &[String]) -> String {
    if matches!(show, Show::All | Show::Errors) || lines.is_empty() {
        return String::new();
    }
    let from = lines.len().saturating_sub(TAIL);
    format!(":\n    {}", lines[from..].join("\n    "))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Job {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Job::new("the script", command).show(Show::Nothing)
    }

    #[test]
    fn output_is_kept_and_told_apart() {
        let finished = shell("echo one; echo two >&2; exit 3").run(&Console::LIVE).unwrap();
        assert!(!finished.success());
        assert_eq!(finished.stdout, ["one"]);
        assert_eq!(finished.lines.len(), 2);
        let error = finished.checked().unwrap_err().to_string();
        assert!(error.contains("the script failed") && error.contains("two"), "{error}");
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped_with_its_children() {
        let begun = Instant::now();
        let error =
            shell("sleep 60 & echo started; wait").limit(1).run(&Console::LIVE).unwrap_err();
        assert!(matches!(error, TaskError::Limit { seconds: 1, .. }), "{error}");
        assert!(error.to_string().contains("started"));
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_child_left_behind_does_not_hold_up_the_end() {
        let begun = Instant::now();
        let finished = shell("sleep 60 & echo $!").run(&Console::LIVE).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(10));
        let left: i32 = finished.stdout[0].parse().unwrap();
        let gone = || nix::sys::signal::kill(nix::unistd::Pid::from_raw(left), None).is_err();
        let until = Instant::now() + Duration::from_secs(5);
        while !gone() && Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        assert!(gone(), "process {left} was left running");
    }

    #[test]
    fn a_missing_program_is_named() {
        let job = Job::new("it", Command::new("no-such-program-anywhere"));
        let error = job.run(&Console::LIVE).unwrap_err().to_string();
        assert!(error.contains("no-such-program-anywhere"), "{error}");
    }
}
