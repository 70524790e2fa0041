//! The program itself: what it prints, what it keeps, how it fails and ends.
#![cfg(unix)]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program(folder: &Path) -> Command {
    let settings = support::settings(folder);
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbench"));
    command
        .env("OFFHOOK_PORT", "0")
        .env_remove("OFFHOOK_TLS_PORT")
        .env("OFFHOOK_ICE", "loopback")
        .env("OFFHOOK_PAGE", settings.page)
        .env("OFFHOOK_STATE", settings.state)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits for the address; gives it and what was printed with it.
fn address(child: &mut Child) -> (String, BufReader<std::process::ChildStdout>) {
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Offhook workbench: ").expect(&line).to_owned();
    (address, output)
}

fn end(child: &mut Child, signal: &str) -> std::process::ExitStatus {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
async fn it_prints_its_address_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut users = Vec::new();
    for signal in ["-TERM", "-INT"] {
        let mut child = program(folder.path()).spawn().unwrap();
        let (address, mut output) = address(&mut child);
        let answer = reqwest::get(format!("{address}/org/user")).await.unwrap();
        users.push(answer.text().await.unwrap());
        assert_eq!(reqwest::get(format!("{address}/healthz")).await.unwrap().status(), 200);
        assert!(end(&mut child, signal).success(), "{signal}");
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("Emulated here"), "{rest}");
        assert!(reqwest::get(format!("{address}/healthz")).await.is_err());
    }
    assert_eq!(users[0], users[1], "the org survives");
}

#[test]
fn a_taken_port_is_said_and_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program(folder.path()).env("OFFHOOK_PORT", &port).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&port) && said.contains("OFFHOOK_PORT=<port>"), "{said}");
    assert!(!folder.path().join("state").exists());
}

#[test]
fn a_bad_setting_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path()).env("OFFHOOK_ICE", "lan").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("OFFHOOK_ICE=lan"), "{said}");
}
